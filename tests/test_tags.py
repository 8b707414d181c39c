"""Parts of speech: what the stages after the tagger rely on."""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masdar.arabic import analyse
from masdar.arabic.document import NUMBER, PUNCTUATION
from masdar.arabic.tags import CLOSED, TAGS, class_of, tag_document


def shared_start(classes: list[str]) -> int:
    """How many steps from the root two classes share."""
    return next((n for n, (a, b) in enumerate(zip(*classes, strict=False)) if a != b), min(map(len, classes)))


def tags(text: str) -> dict[str, str]:
    return {word.stem: word.tag for word in analyse(text).words}


@pytest.mark.parametrize(
    ("text", "stem", "tag"),
    [
        ("قصف الطيران مواقع المسلحين شمال المدينة.", "قصف", "VERB"),  # a verb opens the sentence
        ("أدى قصف الطيران إلى مقتل خمسة مدنيين.", "قصف", "NOUN"),  # its verbal noun as subject
        ("قتل الجنود ثلاثة من المهاجمين.", "قتل", "VERB"),
        ("نددت المنظمة بقتل المتظاهرين.", "قتل", "NOUN"),  # the verbal noun after a preposition
        ("وهاجمت المجموعة نقطة تفتيش.", "هاجمت", "VERB"),  # a verb after a conjunction
        ("سيلتقي الوزير نظيره غدا.", "يلتقي", "VERB"),  # a verb after the particle of the future
        ("أعلنت الشرطة اعتقال عشرين شخصا.", "اعتقال", "NOUN"),
        ("وصل الرئيس الفرنسي إلى بيروت.", "الفرنسي", "ADJ"),
        ("وصل الرئيس الفرنسي إلى بيروت.", "بيروت", "PROPN"),
        ("قال محمد الأحمد إن القرار نهائي.", "محمد", "PROPN"),
        ("قال محمد الأحمد إن القرار نهائي.", "إن", "SCONJ"),
        ("عثر عليه الأهالي.", "علي", "ADP"),  # علي is a preposition before a pronoun
        ("التقى علي حسن وفدا من التجار.", "علي", "PROPN"),  # and a name without one
        ("هذا هو القرار الذي اتخذته الحكومة.", "الذي", "PRON"),
    ],
)
def test_tag(text: str, stem: str, tag: str) -> None:
    assert tags(text)[stem] == tag


def test_numbers_and_punctuation_need_no_model() -> None:
    for word in analyse("أصيب 12 شخصا، و1.500 آخرون!").words:
        if word.kind == PUNCTUATION:
            assert word.tag == "PUNCT"
        if word.kind == NUMBER:
            assert word.tag == "NUM"


def test_closed_classes_have_tags_of_the_set() -> None:
    assert set(CLOSED.values()) <= set(TAGS)


def test_words_of_one_kind_share_a_class() -> None:
    # Classes are paths: the longer two agree from their start, the more alike their words.
    assert shared_start([class_of("صاروخ"), class_of("قذيفة")]) > shared_start([class_of("صاروخ"), class_of("أعلنت")])
    assert class_of("زخرفانية") == ""


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="قصفت الطيرن.،!؟واب12 \nlat#_ـ", max_size=60))
def test_every_word_gets_a_tag(text: str) -> None:
    assert all(word.tag in TAGS for word in analyse(text).words)


def test_tagging_is_the_same_in_a_forked_process() -> None:
    text = "شنت القوات هجوما على المدينة وقتلت عشرة مسلحين."
    here = [word.tag for word in analyse(text).words]
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, " ".join(word.tag for word in analyse(text).words).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reader, 10_000).decode().split() == here


def test_speed() -> None:
    document = analyse("أعلنت وزارة الدفاع مقتل عشرة جنود في هجوم شنه مسلحون على قاعدة عسكرية شمال البلاد. " * 18)
    begin = time.perf_counter()
    for _ in range(10):
        tag_document(document)
    assert (time.perf_counter() - begin) / 10 < 0.02  # 270 words; 2 ms on an idle core
