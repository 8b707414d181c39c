"""Sentences, clauses and quotations."""

from __future__ import annotations

import pytest

from masdar.arabic import analyse
from masdar.arabic.sentences import find_clauses, find_sentences, quotations
from masdar.arabic.words import tokenise


def sentences(text: str) -> list[str]:
    words = tokenise(text)
    return [text[words[part.start].start : words[part.end - 1].end] for part in find_sentences(text, words)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وصل الوفد. بدأت المحادثات!", ["وصل الوفد.", "بدأت المحادثات!"]),
        ("وصل الوفد.، بدأت المحادثات", ["وصل الوفد.،", "بدأت المحادثات"]),  # the marks between paragraphs
        ("وصل الوفد\nبدأت المحادثات", ["وصل الوفد", "بدأت المحادثات"]),  # a headline without a full stop
        ("ارتفع السعر 1.5 دولار", ["ارتفع السعر 1.5 دولار"]),  # a decimal point
        ("قال د. سمير ذلك", ["قال د. سمير ذلك"]),  # an abbreviation
        ("نقلت أ.ف.ب الخبر", ["نقلت أ.ف.ب الخبر"]),  # an abbreviation of several letters
        ("شبكة بي.بي.سي قالت", ["شبكة بي.بي.سي قالت"]),  # letters by their names
        ('قال: "سننتصر." وغادر', ['قال: "سننتصر."', "وغادر"]),  # the closing mark stays with its sentence
        ("هل عاد؟ نعم؛ عاد", ["هل عاد؟", "نعم؛", "عاد"]),
        ("انتهى الأمر... وعاد", ["انتهى الأمر...", "وعاد"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def clauses(text: str, *verbs: str) -> list[str]:
    """The clauses of a one-sentence text, the named words tagged as verbs."""
    words = tokenise(text)
    for word in words:
        word.tag = "VERB" if word.text in verbs else "NOUN"
    (sentence,) = find_sentences(text, words)
    return [text[words[start].start : words[end - 1].end] for start, end in find_clauses(words, sentence)]


@pytest.mark.parametrize(
    ("text", "verbs", "expected"),
    [
        # a complement clause
        ("قال الوزير إن الجيش انسحب", "قال انسحب", ["قال الوزير", "إن الجيش انسحب"]),
        # a relative clause
        ("هاجم الجنود القرية التي لجأ إليها المدنيون", "هاجم لجأ", ["هاجم الجنود القرية", "التي لجأ إليها المدنيون"]),
        # a conjunction written onto a verb
        ("اقتحم الجنود المبنى واعتقلوا الحراس", "اقتحم واعتقلوا", ["اقتحم الجنود المبنى", "واعتقلوا الحراس"]),
        # a conjunction between nouns opens nothing
        ("اقتحم الجنود المبنى والمخزن", "اقتحم", ["اقتحم الجنود المبنى والمخزن"]),
        # an adverbial with أن starts at its preposition
        ("عاد السكان بعد أن توقف القصف", "عاد توقف", ["عاد السكان", "بعد أن توقف القصف"]),
        # an auxiliary is of one clause with its verb
        ("كان الجيش يقصف البلدة", "كان يقصف", ["كان الجيش يقصف البلدة"]),
        # a negated verb takes its particle along
        ("وصل الوفد إلى المطار لم يصرح بشيء", "وصل يصرح", ["وصل الوفد إلى المطار", "لم يصرح بشيء"]),
        # commas between nouns open nothing
        ("زار الرئيس تونس، ليبيا، مصر", "زار", ["زار الرئيس تونس، ليبيا، مصر"]),
        # a comma between verbs does
        ("انفجرت سيارة، الجيش يحاصر المكان", "انفجرت يحاصر", ["انفجرت سيارة،", "الجيش يحاصر المكان"]),
        # a circumstantial participle after a comma
        ("رفض الحزب القرار، داعيا إلى الحوار", "رفض", ["رفض الحزب القرار،", "داعيا إلى الحوار"]),
        # quotation marks around a name
        ('قصفت طائرات تنظيم "الفجر الجديد" أمس', "قصفت", ['قصفت طائرات تنظيم "الفجر الجديد" أمس']),
        # quotation marks around speech
        ('قال المتحدث "نرفض كل تدخل في شؤون بلادنا"', "قال نرفض", ["قال المتحدث", '"نرفض كل تدخل في شؤون بلادنا"']),
        # a phrase of two words
        ("وافق الحزب في حين رفض حليفه", "وافق رفض", ["وافق الحزب", "في حين رفض حليفه"]),
        # a circumstance with a pronoun
        ("غادر الوفد وهو غاضب", "غادر", ["غادر الوفد", "وهو غاضب"]),
    ],
)
def test_clauses(text: str, verbs: str, expected: list[str]) -> None:
    assert clauses(text, *verbs.split()) == expected


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("قال “لن ننسحب” أمس", ["لن ننسحب"]),
        ('قال "لن ننسحب" أمس', ["لن ننسحب"]),
        ("قال «لن ننسحب» أمس", ["لن ننسحب"]),
        ("قال ”لن ننسحب“ أمس", ["لن ننسحب"]),  # marks turned round
        ('تنظيم "الفجر" قال "لن ننسحب"', ["الفجر", "لن ننسحب"]),
        ('قال "تنظيم (الفجر) لن ينسحب"', ["تنظيم (الفجر) لن ينسحب", "الفجر"]),  # one inside the other
        ('قال "لن ننسحب. لن نعود" أمس', ["لن ننسحب. لن نعود"]),  # over two sentences
        ('قال "لن ننسحب\nوغادر', ["لن ننسحب"]),  # never closed: to the end of its paragraph
        ('قال "لن ننسحب\n"لن نعود" وغادر', ["لن ننسحب", "لن نعود"]),  # opened again
        ("قال لن ننسحب» أمس", []),  # never opened
        ("رئيس 'هيئة الدفاع' قال", ["هيئة الدفاع"]),
        ("the people's army", []),  # an apostrophe
        ('قال بـ"الخطأ" ذلك', ["الخطأ"]),  # a preposition before the mark
    ],
)
def test_quotations(text: str, quoted: list[str]) -> None:
    document = analyse(text)
    found = [text[document.words[start].start : document.words[end - 1].end] for start, end in quotations(document)]
    assert found == quoted
