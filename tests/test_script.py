"""Spelling: what the light form and the key keep and drop."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masdar.arabic.script import key, normalise, normalise_with_offsets

ARABIC = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0600, max_codepoint=0x06FF),
        st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFF),
        st.characters(min_codepoint=0x2000, max_codepoint=0x206F),
        st.characters(min_codepoint=0x20, max_codepoint=0x7E),
        st.sampled_from("اويى\u0653\u0654\u0655\u064e\u0640"),
    )
)


@pytest.mark.parametrize(
    ("written", "light"),
    [
        ("قَصَفَ", "قصف"),  # vowel signs
        ("مُدَرِّسٌ", "مدرس"),  # shadda and tanwin
        ("قــصـف", "قصف"),  # tatweel
        ("هٰذا", "هذا"),  # superscript alef
        ("سوری", "سوري"),  # Persian yeh
        ("ترکیا", "تركيا"),  # Persian kaf
        ("گرگان", "گرگان"),  # a letter of its own stays
        ("\ufee3\ufebc\ufeae", "مصر"),  # presentation forms
        ("\ufefb", "لا"),  # the lam-alef ligature
        ("\u200fالجيش\u200e", "الجيش"),  # direction marks
        ("می\u200cرود", "ميرود"),  # zero-width non-joiner
        ("٢٠١٨", "2018"),  # Eastern digits
        ("۱۲", "12"),  # Persian digits
        ("١٫٥", "1.5"),  # Arabic decimal separator
        ("ا\u0654خذ", "أخذ"),  # combining hamza
        ("ا\u064e\u0654خذ", "أخذ"),  # combining hamza after a vowel sign
        ("أُعلنت مدرسة على مؤتمر شيء", "أعلنت مدرسة على مؤتمر شيء"),  # hamzas, ة and ى are spelling
        ("NATO", "NATO"),
    ],
)
def test_light_form(written: str, light: str) -> None:
    assert normalise(written) == light


@pytest.mark.parametrize(
    ("norm", "folded"),
    [
        ("إدلب", "ادلب"),
        ("آلاف", "الاف"),
        ("على", "علي"),
        ("غارة", "غاره"),
        ("مسؤول", "مسوول"),
        ("رئيس", "رييس"),
        ("قضاء", "قضاء"),
        ("NATO", "nato"),
    ],
)
def test_key(norm: str, folded: str) -> None:
    assert key(norm) == folded


@given(ARABIC)
def test_light_form_is_a_fixed_point(text: str) -> None:
    light = normalise(text)
    assert normalise(light) == light
    assert key(key(light)) == key(light)


@given(ARABIC)
def test_offsets_point_at_the_letters(text: str) -> None:
    light, offsets = normalise_with_offsets(text)
    assert light == normalise(text)
    assert len(offsets) == len(light)
    assert offsets == sorted(offsets)
