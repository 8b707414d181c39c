"""Numbers: figures, words, duals, round words, ranges, and what only looks like a number."""

from __future__ import annotations

import pytest

from masdar.arabic import analyse
from masdar.arabic.numbers import NumberPhrase, dual_of, find_numbers


def only(text: str) -> tuple[NumberPhrase, str | None]:
    document = analyse(text)
    (phrase,) = find_numbers(document)
    return phrase, None if phrase.unit_index is None else document.words[phrase.unit_index].text


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("قتل 8 جنود", 8, 8, "جنود"),
        ("قتل ٨ جنود", 8, 8, "جنود"),
        ("نزح 1.5 مليون شخص", 1_500_000, 1_500_000, "شخص"),
        ("نزح 20 ألفا", 20_000, 20_000, None),
        ("نزح 3,500 شخص", 3_500, 3_500, "شخص"),
        ("ثلاثة عشر ألف مقاتل", 13_000, 13_000, "مقاتل"),
        ("اعتقال خمسة وعشرين ناشطا", 25, 25, "ناشطا"),  # units before tens
        ("مئتين وخمسين شخصا", 250, 250, "شخصا"),
        ("ثلاثمائة وخمسة وستين يوما", 365, 365, "يوما"),
        ("ألفين وثلاثمئة لاجئ", 2_300, 2_300, "لاجئ"),
        ("مليون وثلاثمئة ألف نازح", 1_300_000, 1_300_000, "نازح"),
        ("ألف و500 مقاتل", 1_500, 1_500, "مقاتل"),  # words and digits together
        ("اثنا عشر قتيلا", 12, 12, "قتيلا"),
        ("إحدى عشرة غارة", 11, 11, "غارة"),
        ("مليوني نازح", 2_000_000, 2_000_000, "نازح"),  # the dual of million
        ("الجنود الثلاثة", 3, 3, "الجنود"),  # the number after its noun
        ("جندي واحد", 1, 1, "جندي"),
        ("وقتيلان", 2, 2, "وقتيلان"),  # the dual counts by itself
        ("مقتل جنديين", 2, 2, "جنديين"),
        ("عشرات المدنيين", 20, 99, "المدنيين"),
        ("مئات من المحتجين", 200, 999, "المحتجين"),
        ("آلاف المتظاهرين", 2_000, 9_999, "المتظاهرين"),
        ("عشرات الآلاف من النازحين", 20_000, 99_999, "النازحين"),
        ("مئات الآلاف", 200_000, 999_999, None),
        ("ملايين اللاجئين", 2_000_000, 9_999_999, "اللاجئين"),
        ("بضعة أشخاص", 3, 9, "أشخاص"),
        ("عدد من الجنود", 2, None, "الجنود"),
        ("عدد كبير من الجنود", 2, None, "الجنود"),
        ("عدة جنود", 2, None, "جنود"),
        ("نحو 30 شخصا", 30, 30, "شخصا"),
        ("حوالي ألف شخص", 1_000, 1_000, "شخص"),
        ("أكثر من 20 ألف شخص", 20_000, None, "شخص"),
        ("ما لا يقل عن ثمانية مدنيين", 8, None, "مدنيين"),
        ("مقتل 5 أشخاص على الأقل", 5, None, "أشخاص"),  # the qualifier after
        ("أقل من عشرة قتلى", None, 10, "قتلى"),
        ("بين 8 و12 قتيلا", 8, 12, "قتيلا"),
        ("بين ثلاثة وخمسة جنود", 3, 5, "جنود"),
        ("8-12 قتيلا", 8, 12, "قتيلا"),
        ("من 8 إلى 12 مسلحا", 8, 12, "مسلحا"),
    ],
)
def test_counts(text: str, low: int | None, high: int | None, unit: str | None) -> None:
    phrase, counted = only(text)
    assert (phrase.low, phrase.high, counted) == (low, high, unit)
    assert not phrase.year


def test_two_numbers_joined_by_and_stay_two() -> None:
    document = analyse("مقتل ثلاثة جنود وإصابة عشرة")
    assert [(phrase.low, phrase.high) for phrase in find_numbers(document)] == [(3, 3), (10, 10)]
    document = analyse("قتل 5 وجرح 20 آخرين")
    assert [(phrase.low, phrase.high) for phrase in find_numbers(document)] == [(5, 5), (20, 20)]


@pytest.mark.parametrize(
    "text",
    [
        "ارتفعت 50%",
        "بنسبة 50 بالمئة",
        "بنسبة 50 في المئة",
        "يوم 12 أغسطس",
        "يوم 12/8/2018",
        "عند 10:30",
        "الساعة 10 مساء",
        "الاثنين الماضي",  # Monday, not two
        "الثلاثاء والأربعاء",
        "القرار 2254",
        "المركز الثالث",
        "بلغ 3.7 درجات",
        "السكان في الميدان",  # words in ان that are no duals
        "ملاك الفنادق",
    ],
)
def test_what_counts_nothing(text: str) -> None:
    assert find_numbers(analyse(text)) == []


@pytest.mark.parametrize("text", ["في عام 2018", "أغسطس 2018", "منذ 2011", "رمضان 1440 هـ", "شهد 2015م"])
def test_years(text: str) -> None:
    phrase, _ = only(text)
    assert phrase.year


def test_a_count_that_looks_like_a_year() -> None:
    phrase, unit = only("أطلق سراح 2018 معتقلا")
    assert not phrase.year
    assert unit == "معتقلا"


@pytest.mark.parametrize(
    ("norm", "singular"),
    [
        ("جنديين", "جندي"),
        ("قتيلان", "قتيل"),
        ("مسلحان", "مسلح"),
        ("مسلحين", None),  # dual or plural
        ("غارتين", "غارة"),
        ("الطائرتان", "طائرة"),
        ("باكستان", None),
        ("الأرجنتين", None),
        ("الأمريكيتين", None),  # an adjective
        ("سكان", None),
    ],
)
def test_duals(norm: str, singular: str | None) -> None:
    assert dual_of(norm) == singular
