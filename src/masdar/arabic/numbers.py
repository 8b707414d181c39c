"""How many: figures in digits, in words, in the dual, and the round words for many.

Reports count the dead as ``8``, ``ثمانية``, ``قتيلان``, ``عشرات``, ``بين 8 و12``, ``أكثر من 20 ألفا``. All of these
become one range of whole numbers and the place of what is counted. What looks like a number and counts nothing (dates,
times of day, percentages, fractions, ordinals) is told apart here, so that no later stage has to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from masdar.arabic.document import NUMBER, PUNCTUATION, WORD, Document, Word
from masdar.arabic.script import key


@dataclass(frozen=True, slots=True)
class NumberPhrase:
    """A number as it stands in a text: words ``start_word`` to ``end_word`` (end exclusive), qualifiers included.

    ``low`` and ``high`` bound it, None where it is open (``أكثر من 20`` is 20 to None). ``exact`` is whether the text
    gives one plain figure. ``unit_index`` is the word that names what is counted, if it stands beside the number. Of
    a ``year`` only the value means anything.
    """

    start_word: int
    end_word: int
    low: int | None
    high: int | None
    exact: bool
    unit_index: int | None
    year: bool = False


# --- tables ----------------------------------------------------------------------------------------------------------

_UNITS = {
    1: "واحد واحدة", 2: "اثنان اثنين اثنتان اثنتين", 3: "ثلاث ثلاثة", 4: "أربع أربعة", 5: "خمس خمسة", 6: "ست ستة",
    7: "سبع سبعة", 8: "ثمان ثماني ثمانية", 9: "تسع تسعة", 10: "عشر عشرة",
}  # fmt: skip
_TEEN_UNITS = {1: "أحد إحدى", 2: "اثنا اثني اثنتا اثنتي", 8: "ثمانية ثماني ثمان"}
_TENS = {
    20: "عشرون عشرين", 30: "ثلاثون ثلاثين", 40: "أربعون أربعين", 50: "خمسون خمسين", 60: "ستون ستين",
    70: "سبعون سبعين", 80: "ثمانون ثمانين", 90: "تسعون تسعين",
}  # fmt: skip
_HUNDREDS = {100: "مئة مائة ميه", 200: "مئتان مئتين مئتا مئتي مائتان مائتين مائتا مائتي"}
_HUNDREDS |= {
    value * 100: " ".join(stem + hundred for stem in stems.split() for hundred in ("مئة", "مائة"))
    for value, stems in {
        3: "ثلاث", 4: "أربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثمان ثماني", 9: "تسع",
    }.items()
}  # fmt: skip
_SCALES = {
    1_000: "ألف ألفا آلاف", 1_000_000: "مليون مليونا ملايين", 1_000_000_000: "مليار مليارا مليارات بليون بلايين",
    1_000_000_000_000: "تريليون تريليونا تريليونات",
}  # fmt: skip
_DUAL_SCALES = {
    2_000: "ألفان ألفين ألفي", 2_000_000: "مليونان مليونين مليوني", 2_000_000_000: "ملياران مليارين ملياري",
}  # fmt: skip

_UNIT, _TEN, _HUNDRED, _SCALE, _DUAL_SCALE, _TEEN = "unit", "ten", "hundred", "scale", "dual scale", "teen"


def _table(kind: str, values: dict[int, str]) -> dict[str, tuple[str, int]]:
    return {key(form): (kind, value) for value, forms in values.items() for form in forms.split()}


_NUMERALS = (
    _table(_TEEN, _TEEN_UNITS)
    | _table(_UNIT, _UNITS)
    | _table(_TEN, _TENS)
    | _table(_HUNDRED, _HUNDREDS)
    | _table(_SCALE, _SCALES)
    | _table(_DUAL_SCALE, _DUAL_SCALES)
)

#: The round words: from twice the word's value to just below the next (the coding guidelines' own figures).
_ROUND_FORMS = {
    10: "عشرات العشرات", 100: "مئات المئات مائات المائات", 1_000: "آلاف الآلاف ألوف الألوف",
    1_000_000: "ملايين الملايين", 1_000_000_000: "مليارات المليارات",
}  # fmt: skip
_ROUND = {key(form): value for value, forms in _ROUND_FORMS.items() for form in forms.split()}
_SEVERAL = frozenset(("بضع", "بضعة"))
_NUMBER_OF = frozenset(("عدد", "عددا", "العديد"))


def _key_set(words: str) -> frozenset[str]:
    return frozenset(key(word) for word in words.split())


def _phrases(phrases: str) -> tuple[tuple[str, ...], ...]:
    """Phrases, parted by commas, as keys of their words; the longest first."""
    split = (tuple(key(part) for part in phrase.split()) for phrase in phrases.split(","))
    return tuple(sorted(split, key=len, reverse=True))


_APPROXIMATE = _key_set("نحو حوالي حوالى قرابة زهاء تقريبا")
#: Phrases before a number that leave it open above, and below.
_AT_LEAST = _phrases(
    """ما لا يقل عن, لا يقل عن, ما لا تقل عن, لا تقل عن, ما يزيد على, ما يزيد عن, يزيد على, يزيد عن, تزيد على, تزيد عن,
    أكثر من, أزيد من, ما يربو على, يربو على, على الأقل, ما يفوق, يفوق, تفوق"""
)
_AT_MOST = _phrases(
    """ما لا يزيد على, ما لا يزيد عن, لا يزيد على, لا يزيد عن, لا تزيد على, لا تزيد عن, لا يتجاوز, لا تتجاوز, أقل من,
    ما يصل إلى, على الأكثر, كحد أقصى"""
)
_LEAST, _MOST = (key("على"), key("الأقل")), (key("على"), key("الأكثر"))
_PERCENT = _key_set("المئة المائة")
_BY_PERCENT = _key_set("بالمئة بالمائة بالمية")

_MONTHS = _key_set(
    """يناير فبراير مارس أبريل إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر كانون شباط آذار نيسان أيار
    حزيران تموز آب أيلول تشرين جانفي فيفري أفريل ماي جوان جويلية أوت محرم صفر ربيع جمادى رجب شعبان رمضان شوال"""
)
#: Words after which a number from 1900 to 2099 is a year.
_BEFORE_YEAR = _MONTHS | _key_set(
    """عام العام سنة السنة عامي سنتي أعوام منذ الأول الثاني مطلع نهاية أواخر أوائل بداية صيف خريف شتاء موسم مونديال
    حتى في خلال انتخابات حرب ثورة ميزانية"""
)
#: Words whose number is a name or a rank.
_NOT_COUNTING = _key_set(
    """الساعة القناة مجموعة القرن المركز الدقيقة الجولة العدد الصفحة قرار القرار رقم المادة الفصل البند مقاتلة طراز"""
)

#: Words that name no thing counted.
_NO_UNIT = _key_set(
    """في من على إلى عن مع بين عند منذ حتى خلال بعد قبل ضد أن إن الذي التي الذين أو أم ثم بل لكن كما حيث إذ لا لم لن ما
    هو هي هم قد سوف هذا هذه ذلك تلك أي كل بعض غير آخرين آخرون أخرى آخر فقط تقريبا عبر تحت فوق حول داخل خارج لدى نحو
    أيضا منهم منها بينهم بينها"""
)

# --- duals -----------------------------------------------------------------------------------------------------------

#: Nouns for people whose plural is broken, so that their form in ين is a dual too.
_BROKEN_PLURAL = frozenset(
    """قتيل جريح جندي شخص رجل طفل شاب شهيد أسير ضابط عنصر قائد طبيب وزير سفير رئيس نائب جاسوس حارس شقيق صبي رضيع عقيد
    لواء عميد رقيب نقيب راكب زعيم أمير شيخ خبير عميل طرف جثمان""".split()
)
#: Nouns for people with a sound plural: ين may be either, ان is a dual.
_SOUND_PLURAL = frozenset(
    """مسلح مدني مقاتل متظاهر محتج إرهابي مسؤول شرطي فلسطيني إسرائيلي سوري عراقي يمني سعودي مصري ليبي لبناني تركي روسي
    أمريكي أميركي إيراني بريطاني فرنسي ألماني صيني هندي باكستاني أفغاني سوداني صومالي تونسي مغربي جزائري أردني كويتي
    بحريني قطري إماراتي عماني كردي صحفي صحافي ناشط إعلامي مصور مهاجر لاجئ نازح مواطن معتقل محتجز مختطف مصاب متهم مطلوب
    انتحاري مهاجم مستوطن متطرف حوثي متمرد انقلابي داعشي قيادي مراسل موظف مسعف متطوع معلم مدرس أجنبي مفقود دبلوماسي عسكري
    مراهق مستشار باحث مجهول طيار مجند""".split()
)
_DUALS: dict[str, str] = {}
for _noun in _BROKEN_PLURAL | _SOUND_PLURAL:
    for _ending in ("ان", "ين") if _noun in _BROKEN_PLURAL else ("ان",):
        _DUALS[key(_noun + _ending)] = _noun
#: Words in تان and تين that are no duals, and adjectives in the dual, whose noun tells already.
_NOT_FEMININE_DUAL = _key_set(
    """بساتين بهتان بستان كتان فستان فساتين لاتين أرجنتين بلاتين بروتين لافتين نحاتين صامتين كراتين كوينتين يوكاتان
    أخيرتين سابقتين قادمتين جديدتين كبيرتين صغيرتين تابعتين خاصتين أخيرتان سابقتان كبيرتان جديدتان"""
)


@lru_cache(maxsize=1 << 16)
def dual_of(norm: str) -> str | None:
    """The singular of a noun that is surely in the dual (جنديان, جنديين, امرأتين), or None.

    :param norm: the word's stem in light form, with or without the article.
    """
    folded = key(norm)
    if folded.startswith("ال") and len(folded) > 5:
        folded = folded[2:]
    known = _DUALS.get(folded)
    if known:
        return known
    if len(folded) >= 6 and folded.endswith(("تان", "تين")) and folded not in _NOT_FEMININE_DUAL:
        if folded[-4] == "ي" and folded[-5] not in "اوي":
            return None  # an adjective in the dual: its noun tells already
        if folded.startswith("م") and folded.endswith("ين") and folded[-4] not in "يه":
            return None  # a sound plural may end so (مثبتين)
        if folded.endswith(("ستان", "ستين", "شتين")) and folded != "كنيستين":
            return None  # names of countries and of families
        return norm.removeprefix("ال")[:-3] + "ة"
    return None


# --- reading numbers -------------------------------------------------------------------------------------------------

_DIGITS = re.compile(r"(\d{1,3}(?:[,،]\d{3})+|\d+)(?:\.(\d+))?$")


@dataclass(frozen=True, slots=True)
class _Numeral:
    kind: str
    value: int
    joined: bool  # carries و
    definite: bool


@lru_cache(maxsize=1 << 16)
def _numeral(norm: str) -> _Numeral | None:
    """A word as a numeral, its conjunction, preposition and article taken off."""
    folded = key(norm)
    joined = definite = False
    for _ in range(4):
        found = _NUMERALS.get(folded)
        if found:
            if definite and found[1] == 2 and found[0] == _UNIT:
                return None  # الاثنين is Monday
            return _Numeral(found[0], found[1], joined, definite)
        if folded.startswith(("لل", "ال")) and len(folded) > 4:
            folded, definite = folded[2:], True
        elif folded[:1] == "و" and len(folded) > 3 and not joined:
            folded, joined = folded[1:], True
        elif folded[:1] in ("ب", "ل", "ف", "ك") and len(folded) > 3 and not definite:
            folded = folded[1:]
        else:
            return None
    return None


def _digits(norm: str) -> float | None:
    match = _DIGITS.match(norm)
    if not match:
        return None
    whole = int(re.sub("[,،]", "", match[1]))
    if match[2] is None:
        return whole
    if len(match[2]) == 3 and len(match[1]) <= 3 and whole:
        return whole * 1000 + int(match[2])  # 1.500 as a thousand and a half: newspapers write both
    return float(f"{whole}.{match[2]}")


@dataclass(slots=True)
class _Read:
    value: float
    end: int
    definite: bool = False
    digits: bool = False


def _read(words: Sequence[Word], index: int, *, joined: bool = False) -> _Read | None:
    """The number that starts at a word.

    :param joined: whether the first word may carry ``و`` (the second number of ``بين 8 و12``).
    """
    word = words[index]
    count = len(words)
    if word.kind == NUMBER:
        value = _digits(word.norm)
        if value is None:
            return None
        read = _Read(value, index + 1, digits=True)
        if read.end < count and words[read.end].kind == WORD:
            scale = _numeral(words[read.end].norm)
            if scale and scale.kind == _SCALE and not scale.joined and not scale.definite:
                plain = re.fullmatch(r"(\d+)\.(\d+)", word.norm)
                factor = float(word.norm) if plain else value
                read.value, read.end = round(factor * scale.value), read.end + 1
                if key(words[read.end - 1].norm) == "الف":
                    more = _read_after_scale(words, read.end, scale.value)
                    if more:
                        read.value, read.end = read.value + more.value, more.end
        return read
    if word.kind != WORD:
        return None
    first = _numeral(word.norm)
    if first is None or (first.joined and not joined):
        return None
    return _read_words(words, index, first)


def _read_after_scale(words: Sequence[Word], index: int, below: int) -> _Read | None:
    """What is added to a thousand or million: ``ألف و500``, ``مليون وثلاثمئة ألف``."""
    if index + 1 < len(words) and words[index].norm == "و" and words[index + 1].kind == NUMBER:
        read = _read(words, index + 1)
    elif index < len(words) and words[index].kind == WORD:
        numeral = _numeral(words[index].norm)
        read = _read_words(words, index, numeral) if numeral and numeral.joined else None
    else:
        read = None
    return read if read and read.value < below else None


def _read_words(words: Sequence[Word], index: int, first: _Numeral) -> _Read | None:
    total = current = 0
    last_scale = 10**15
    numeral: _Numeral | None = first
    start = index
    definite = first.definite
    while numeral is not None:
        kind, value = numeral.kind, numeral.value
        opening = index == start
        if (
            not opening
            and not numeral.joined
            and kind not in (_SCALE, _HUNDRED)
            and not (kind == _UNIT and value == 10)
        ):
            break
        if kind in (_TEEN, _UNIT):
            following = _numeral(words[index + 1].norm) if index + 1 < len(words) else None
            if following and following.kind == _UNIT and following.value == 10 and not following.joined and value < 10:
                if current % 100:
                    break
                current += value + 10
                index += 1
            elif kind == _TEEN or current % 100:
                break
            else:
                current += value
        elif kind == _TEN:
            if current % 100 >= 10 or (current % 10 == 0 and current % 100):
                break
            current += value
        elif kind == _HUNDRED:
            if not numeral.joined and not opening:
                if value != 100 or not 3 <= current <= 9:
                    break
                current *= 100
            elif current:
                break
            else:
                current = value
        elif kind == _DUAL_SCALE:
            if current or value >= last_scale:
                break
            total, last_scale = total + value, value // 2
        else:  # a scale
            if value >= last_scale or (numeral.joined and not opening and current):
                break
            total, current, last_scale = total + max(current, 1) * value, 0, value
        index += 1
        if index < len(words) and last_scale < 10**15 and words[index].norm == "و":
            more = _read_after_scale(words, index, last_scale)
            if more:
                total, index = total + int(more.value), more.end
            break
        numeral = _numeral(words[index].norm) if index < len(words) and words[index].kind == WORD else None
    if index == start:
        return None
    return _Read(total + current, index, definite)


def _round_word(words: Sequence[Word], index: int) -> tuple[int, int, int] | None:
    """Low, high and end of ``عشرات``, ``مئات الآلاف``, ``بضعة آلاف``."""
    word = words[index]
    folded = word.key
    if word.norm in _SEVERAL or word.stem in _SEVERAL:
        end = index + 1
        if end < len(words):
            scale = _ROUND.get(words[end].key)
            if scale:
                return 3 * scale, 10 * scale - 1, end + 1
        return 3, 9, end
    value = _ROUND.get(folded)
    if value is None or word.enclitic:
        return None
    end = index + 1
    if end < len(words):
        times = _ROUND.get(words[end].key, 0)
        if times >= 1_000 and times > value and not words[end].proclitics:
            value, end = value * times, end + 1
    return 2 * value, 10 * value - 1, end


def _phrase_before(words: Sequence[Word], index: int, phrases: Sequence[tuple[str, ...]]) -> int:
    """Where one of the phrases starts that ends right before a word, or -1."""
    for phrase in phrases:
        start = index - len(phrase)
        if start >= 0 and all(
            words[start + place].key == part or key(words[start + place].norm) == part
            for place, part in enumerate(phrase)
        ):
            return start
    return -1


def _unit(words: Sequence[Word], start: int, end: int, definite: bool) -> int | None:
    """The word that names what a number counts: the noun after it, or the definite noun before a definite number."""
    if definite and start and words[start - 1].kind == WORD and words[start - 1].definite:
        return start - 1
    index = end
    if index < len(words) and words[index].norm == "من":
        index += 1
    if index >= len(words) or words[index].kind != WORD:
        return None
    word = words[index]
    if len(word.norm) == 1 or word.key in _NO_UNIT or key(word.norm) in _NO_UNIT or word.tag == "VERB":
        return None
    if word.proclitics and index == end and word.key not in _ROUND:
        return None
    return index


def find_numbers(document: Document) -> list[NumberPhrase]:
    """The numbers of a text that count something, and its years, in order; they do not overlap.

    Left out: dates, times of day, percentages, fractions, ordinals, and numbers that are names (``القرار 2254``).
    """
    words = document.words
    found: list[NumberPhrase] = []
    index, count = 0, len(words)
    taken = 0  # nothing before this word is looked at again
    while index < count:
        word = words[index]
        if word.kind == PUNCTUATION or (word.kind == WORD and not _may_count(word.norm)):
            index += 1
            continue
        phrase = _at(words, index, taken)
        if phrase is None:
            index += 1
            continue
        end, result = phrase
        if result is not None:
            found.append(result)
        index = taken = end
    return found


def _at(words: Sequence[Word], index: int, taken: int) -> tuple[int, NumberPhrase | None] | None:
    """The phrase whose number starts at a word: where it ends, and the phrase unless it counts nothing."""
    word = words[index]
    if word.kind == WORD:
        if not _is_interesting(word.norm):
            if word.norm[-2:] in ("ان", "ين") and not word.enclitic and dual_of(word.stem):
                return index + 1, NumberPhrase(index, index + 1, 2, 2, True, index)
            return None
        if word.norm == "عدة" or (word.stem in _NUMBER_OF and _followed_by_from(words, index)):
            end = index + 1 if word.norm == "عدة" else _followed_by_from(words, index)
            unit = _unit(words, index, end, False)
            if unit is None and word.norm == "عدة" and index and words[index - 1].kind == WORD:
                unit = index - 1
            return end, NumberPhrase(index, end, 2, None, False, unit)
        several = _round_word(words, index)
        if several:
            low, high, end = several
            start, _, _ = _qualified(words, index, taken)
            return end, NumberPhrase(start, end, low, high, False, _unit(words, index, end, False))
    read = _read(words, index, joined=True)
    if read is None:
        return None
    end = read.end
    before = words[index - 1] if index else None
    after = words[end] if end < len(words) else None
    if after is not None:
        if after.norm == "%" or key(after.norm) in _BY_PERCENT:
            return end + 1, None
        if after.norm == "في" and end + 1 < len(words) and key(words[end + 1].norm) in _PERCENT:
            return end + 2, None
        if after.key in _MONTHS and read.value <= 31:
            return end + 1, None  # a date
    if before is not None and (before.key in _NOT_COUNTING or key(before.norm) in _NOT_COUNTING):
        return end, None
    if read.value != int(read.value):
        return end, None
    value = int(read.value)
    if (
        read.digits
        and end == index + 1
        and 1900 <= value <= 2099
        and word.norm.isdigit()
        and before is not None
        and (before.key in _BEFORE_YEAR or before.norm == "/")
    ):
        return end, NumberPhrase(index, end, value, value, True, None, True)
    if not read.digits and value == 1 and not (before is not None and before.kind == WORD and index + 1 == end):
        return end, None
    if read.digits and after is not None and _era(value, after.key):
        return end + 1, NumberPhrase(index, end, value, value, True, None, True)
    start, low_open, high_open = _qualified(words, index, taken)
    low, high = value, value
    exact = start == index
    # Ranges: 8-12, من 8 إلى 12, بين 8 و12.
    second = _range_end(words, index, end)
    if second is not None and second.value == int(second.value) and second.value > value:
        high, end, exact = int(second.value), second.end, False
        if start == index and start > taken and words[start - 1].norm in ("بين", "من", "وبين", "ومن"):
            start -= 1
    unit = _unit(words, index, end, read.definite)
    if value == 1 and not read.digits and not (end < len(words) and words[end].norm == "من"):
        unit = None if word.norm.startswith("وو") else index - 1
    tail = unit + 1 if unit is not None and unit >= end else end
    for place in range(end, min(tail + 3, len(words) - 1)):
        pair = (words[place].key, key(words[place + 1].norm))
        if pair == _LEAST:
            low_open = True
        elif pair == _MOST:
            high_open = True
    if any(words[place].key == "تقريبا" for place in range(end, min(tail + 1, len(words)))):
        exact = False
    if low_open or high_open:
        exact = False
    return end, NumberPhrase(
        start, end, None if high_open else low, None if low_open and not high_open else high, exact, unit
    )


def _era(value: int, after: str) -> bool:
    """Whether a number is a year told by the letter after it: ``1440 هـ``, ``2018 م``."""
    return (after == "ه" and 1300 <= value <= 1500) or (after == "م" and 1900 <= value <= 2099)


def _range_end(words: Sequence[Word], start: int, end: int) -> _Read | None:
    """The second number of a range whose first ends at ``end``."""
    if end >= len(words):
        return None
    link = words[end]
    if start and words[start - 1].norm in ("بين", "وبين") and link.kind == WORD:
        numeral = _numeral(link.norm)
        if numeral and numeral.joined:
            return _read(words, end, joined=True)
    if end + 1 >= len(words):
        return None
    if link.norm in ("-", "–", "—") and words[end + 1].kind == NUMBER:
        return _read(words, end + 1)
    if (
        link.norm in ("إلى", "الى", "أو")
        and start
        and (link.norm == "أو" or words[start - 1].norm in ("من", "ومن", "بين"))
    ):
        return _read(words, end + 1)
    if start and words[start - 1].norm in ("بين", "وبين") and link.norm in ("و", "إلى", "الى"):
        return _read(words, end + 1)
    return None


def _qualified(words: Sequence[Word], index: int, taken: int) -> tuple[int, bool, bool]:
    """Where the qualifiers before a number start; whether it is open above; whether it is open below."""
    start = index
    low_open = high_open = False
    while start > taken:
        if words[start - 1].key in _APPROXIMATE:
            start -= 1
            continue
        opened = _phrase_before(words, start, _AT_MOST)
        if opened >= taken:
            return opened, False, True
        opened = _phrase_before(words, start, _AT_LEAST)
        if opened >= taken:
            return opened, True, False
        break
    return start, low_open, high_open


def _followed_by_from(words: Sequence[Word], index: int) -> int:
    """The word after ``من`` in ``عدد من``, ``عدد كبير من``; 0 where there is none."""
    for place in (index + 1, index + 2):
        if place < len(words) and words[place].norm == "من":
            return place + 1
    return 0


_OPENERS = frozenset(_ROUND) | {key(word) for word in (*_SEVERAL, *_NUMBER_OF, "عدة")}


@lru_cache(maxsize=1 << 16)
def _may_count(norm: str) -> bool:
    """Whether a word may start a number or be a dual."""
    return norm[-2:] in ("ان", "ين") or _is_interesting(norm)


@lru_cache(maxsize=1 << 16)
def _is_interesting(norm: str) -> bool:
    """Whether a word may start a number."""
    if _numeral(norm):
        return True
    folded = key(norm)
    stems = {folded, folded[1:], folded[2:], folded.lstrip("وبلف")}
    return not stems.isdisjoint(_OPENERS)
