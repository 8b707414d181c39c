"""Clitics: what is cut off a word, what is left on, and what a cut word can be put together from."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masdar.arabic.clitics import ENCLITICS, PROCLITICS, Split, candidates, join, parse, split


@pytest.mark.parametrize(
    ("word", "cut"),
    [
        ("والجيش", "و+الجيش"),  # conjunction; the article stays on the stem
        ("للجيش", "ل+الجيش"),  # the article's alef is not written after ل
        ("وللمدنيين", "و+ل+المدنيين"),
        ("للجنة", "ل+اللجنة"),  # of three lam two are written
        ("للبنان", "ل+لبنان"),  # a name that begins with lam
        ("وبقواتهم", "و+ب+قوات-هم"),  # two proclitics and an enclitic
        ("غارته", "غارت-ه"),  # teh marbuta opened before a pronoun
        ("سيعلن", "س+يعلن"),  # future
        ("وسيقصفونها", "و+س+يقصفون-ها"),
        ("إليه", "إلي-ه"),  # a preposition with a pronoun
        ("لهم", "ل-هم"),  # a preposition of one letter is itself the stem
        ("ولأنها", "و+ل+أن-ها"),
        ("ولكن", "و+لكن"),
        ("لذلك", "ل+ذلك"),
        ("فيما", "فيما"),  # particles that only look cut
        ("وفق", "وفق"),
        ("كما", "كما"),
    ],
)
def test_cuts(word: str, cut: str) -> None:
    assert split(word) == parse(cut)[1]


@pytest.mark.parametrize(
    "word",
    # Words whose first or last letters are their own, and only look like clitics.
    "وزير وصل وافق وفد والده-ا بيان بلدة بغداد فصيل فلسطين كتيبة كردي لبنان لواء سنجار سيارة سيناء سيطر اتهم اتجاه مهم"
    " بنك اشتبك قانونا البيت الله ألمانيا أعلنت هاجموا".replace("والده-ا ", "").split(),
)
def test_whole_words_are_not_cut(word: str) -> None:
    assert split(word) == Split((), word, "")


@pytest.mark.parametrize(
    ("stem", "enclitic", "restored"),
    [
        ("غارت", "ه", "غارة"),  # noun: teh marbuta
        ("ألقا", "ها", "ألقى"),  # verb: alef maksura
        ("هاجمو", "هم", "هاجموا"),  # verb: the plural's silent alef
        ("أبنائ", "هم", "أبناء"),  # hamza leaves its seat
        ("قوات", "هم", "قوات"),  # a plural keeps its teh
        ("أعلنت", "ه", "أعلنت"),  # so does a verb
        ("الجيش", "", "الجيش"),
    ],
)
def test_restored_spelling(stem: str, enclitic: str, restored: str) -> None:
    assert Split((), stem, enclitic).restored == restored


def test_candidates_begin_with_the_best_and_hold_the_other_reading() -> None:
    # وصف may be "he described" or "and a row of"; both are kept, the frequent one first.
    found = candidates("ولد")
    assert found[0] == split("ولد")
    assert len(set(found)) == len(found)


def test_what_is_not_arabic_letters_is_left_alone() -> None:
    for word in ("BBC", "2018", "وBBC", "", "و", "-"):
        assert split(word) == Split((), word, "")
        assert candidates(word)[0] == Split((), word, "")


@given(st.text(alphabet="وفبكلسالجيشهنامتةىأإرعد", max_size=12))
def test_a_cut_can_be_joined_again(word: str) -> None:
    for cut in candidates(word):
        assert join(cut) == word
        assert set(cut.proclitics) <= set(PROCLITICS)
        assert cut.enclitic == "" or cut.enclitic in ENCLITICS
        assert cut.stem or not word


def test_speed_on_words_not_seen_before() -> None:
    split("والجيش")
    words = [
        a + b + c for a in "وفبكل" for b in ("مرتا", "سنجو", "حلبر", "شرط", "دور") for c in ("", "ها", "ات", "ون")
    ] * 1
    begin = time.perf_counter()
    for word in words:
        split(word)
    assert len(words) / (time.perf_counter() - begin) > 2_000  # a quarter of what a slow core does
