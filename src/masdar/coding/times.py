"""When: every expression of time in a report, what it means on the calendar, and which of them dates an event.

News says when mostly by leaning on the day it was published: a weekday, ``أمس``, ``الشهر الماضي``. A first step reads
the words (:class:`_Reader`, which knows how Arabic puts dates together and nothing of any particular day), a second
puts what was read on the calendar (:class:`_Resolver`, from the publication date and the dates told before). Values are
TIMEX3 (TimeML 1.2.1) for the expression and EDTF (ISO 8601-2) for an event that it dates. What cannot be placed keeps
its words and has no value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from hijridate import Gregorian, Hijri

from masdar.arabic.document import NUMBER, PUNCTUATION, Document, Word
from masdar.arabic.script import key
from masdar.knowledge.calendar import Calendar, Sense

TimexKind = Literal["DATE", "TIME", "DURATION", "SET"]
Precision = Literal["day", "month", "year", "interval"]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that tell when, how long or how often.

    ``start_word``/``end_word`` number the document's words, ``start``/``end`` the text's code points (end exclusive).
    ``value`` is TIMEX3, ``mod`` its modifier (START, MID, END, MORE_THAN, LESS_THAN, APPROX); ``edtf`` is what an event
    dated by the expression has as its time: a day, month, year or interval, None where there is none or it is not
    known. ``anchor`` tells how it was resolved: ``told`` (complete in itself), ``published``, ``before`` (a date told
    before), or empty. ``ahead`` is whether it was taken to lie after the anchor.
    """

    start_word: int
    end_word: int
    start: int
    end: int
    type: TimexKind
    value: str | None
    edtf: str | None
    precision: Precision | None
    anchor: str
    mod: str | None = None
    ahead: bool = False


# --- reading ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reading:
    """What some words say, not yet put on the calendar."""

    start: int
    end: int
    kind: (
        str  # date, day, shift, ago, window, duration, set, reference, same, feast, span, century, range, since, clock
    )
    year: int | None = None
    month: int | None = None
    day: int | None = None
    hijri: bool = False
    weekday: int | None = None
    part: str | None = None
    clock: str | None = None
    season: str | None = None
    edge: str | None = None
    shift: int | None = None  # -1 past, 0 present, 1 to come; -2 the one before the last
    unit: str = ""
    count: float | None = None  # None where no figure is told
    offset: int = 0
    relation: str = ""  # of an "ago": before, since, after
    floating: bool = False  # counted from something else than now (قبل يومين من الهجوم)
    mod: str | None = None
    value: str = ""
    first: _Reading | None = None
    second: _Reading | None = None
    listed: bool = False  # a range by «و»: two expressions, one time
    named: bool = False  # the date names an occasion (ثورة 25 يناير): its year is not the one at hand


_NUMERIC = re.compile(r"(\d{1,4})[/.](\d{1,2})[/.](\d{1,4})")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?::[0-5]\d)?")
_SEPARATORS = frozenset("/-–—\\")
_OPENING, _CLOSING = frozenset("(["), frozenset(")]")
_IN = frozenset(
    ("في", "منذ", "مذ", "خلال", "حتى", "لغاية", "بحلول", "مطلع", "نهاية", "بداية", "منتصف", "أواخر", "أوائل")
)
_FROM, _TO = frozenset(("من",)), frozenset(("إلى", "الى", "حتى", "ولغاية", "لغاية"))
_SAME = frozenset(("نفسه", "نفسها", "ذاته", "ذاتها", "عينه", "عينها"))
_NEXT_TOLD = frozenset(("التالي", "التالية", "الموالي", "الموالية", "اللاحق"))
_THIS = frozenset(("هذا", "هذه", "هذي"))
_THAT = frozenset(("ذلك", "تلك", "ذاك", "نفس", "ذات"))
_YEARS = frozenset(("عام", "العام", "سنه", "السنه", "لعام", "لسنه"))
_TWO_YEARS = frozenset(("عامي", "العامين", "سنتي", "الاعوام", "اعوام", "السنوات", "العامين"))
_NOT_TODAY = frozenset(
    key(word) for word in ["العالمي", "الوطني", "الدولي", "الأخير", "الواحد", "الكامل", "الموعود", "الدراسي", "الآخر"]
)
_HIJRI_MARK = frozenset(("ه", "هـ", "هجري", "هجريه", "هجريا"))
_CE_MARK = frozenset(("م", "ميلادي", "ميلاديه"))
_QUOTES = frozenset("\"“”«»'‘’")
_ADJACENT_NAMES = frozenset("\"”»'’")


def _unclosed(word: Word) -> bool:
    return word.kind != PUNCTUATION


class _Reader:
    """Reads expressions of time off a document's words, left to right, the longest reading first."""

    def __init__(self, document: Document, calendar: Calendar) -> None:
        self.document = document
        self.words = document.words
        self.count = len(document.words)
        self.calendar = calendar
        self.stems: list[bool] = [False] * self.count  # the senses are those of the stem, not of the whole word
        self.senses: list[tuple[Sense, ...]] = [self._look_up(index) for index in range(self.count)]

    def _look_up(self, index: int) -> tuple[Sense, ...]:
        word = self.words[index]
        if word.kind != "word":
            return ()
        senses = self.calendar.senses
        found = senses.get(_key(word.norm))
        if found is None and word.proclitics and not word.enclitic:
            found = senses.get(word.key)
            self.stems[index] = found is not None
        if found is None:
            return ()
        if len(found) == 1 and not found[0].rest:
            return found
        return tuple(sense for sense in found if not sense.rest or self._follow(index, sense.rest))

    def _follow(self, index: int, rest: tuple[str, ...]) -> bool:
        words = self.words
        if index + len(rest) >= self.count:
            return False
        return all(_key(words[index + 1 + place].norm) == wanted for place, wanted in enumerate(rest))

    # small questions

    def sense(self, index: int, *kinds: str) -> Sense | None:
        """The first sense of the word that is one of ``kinds``."""
        if 0 <= index < self.count:
            for sense in self.senses[index]:
                if sense.kind in kinds:
                    return sense
        return None

    def inner(self, index: int, *kinds: str) -> Sense | None:
        """As :meth:`sense`, for a word inside an expression: nothing may be written onto it in front."""
        return None if index < self.count and self.stems[index] else self.sense(index, *kinds)

    def norm(self, index: int) -> str:
        return self.words[index].norm if 0 <= index < self.count else ""

    def key(self, index: int) -> str:
        return _key(self.words[index].norm) if 0 <= index < self.count else ""

    def stem(self, index: int) -> str:
        return self.words[index].stem if 0 <= index < self.count else ""

    def adjacent(self, index: int) -> bool:
        """Whether the word is written right onto the one before it."""
        return 0 < index < self.count and self.words[index].start == self.words[index - 1].end

    def digits(self, index: int) -> int | None:
        if 0 <= index < self.count and self.words[index].kind == NUMBER and self.words[index].norm.isdigit():
            return int(self.words[index].norm)
        return None

    # numbers

    def number(self, index: int) -> tuple[float, int] | None:
        """A figure in digits or words from ``index`` on: the figure, and the word after it."""
        if index >= self.count:
            return None
        word = self.words[index]
        if word.kind == NUMBER:
            norm = word.norm.replace(",", "").replace("،", "")
            try:
                return (float(norm), index + 1) if norm.count(".") < 2 and "/" not in norm and ":" not in norm else None
            except ValueError:
                return None
        if word.norm == "ال" and index + 1 < self.count and self.words[index + 1].kind == NUMBER:
            return self.number(index + 1)
        first = self.sense(index, "number")
        if first is None:
            return None
        total, index = float(first.value), index + 1
        if total <= 10 and self.inner(index, "teen"):
            return total + 10, index + 1
        while index < self.count:
            joined = self.sense(index, "number")
            if joined and self.words[index].proclitics == ("و",) and self.stems[index] and joined.value != "0.5":
                total, index = total + float(joined.value), index + 1
            elif self.norm(index) == "و" and self.sense(index + 1, "number"):
                total, index = total + float(self.sense(index + 1, "number").value), index + 2  # type: ignore[union-attr]
            elif joined and not self.stems[index] and joined.value == "100" and total < 10:
                total, index = total * 100, index + 1
            else:
                break
        return total, index

    def day_number(self, index: int) -> tuple[int, int] | None:
        """The number of a day in a month, in digits or as an ordinal."""
        if index < self.count and self.norm(index) == "ال":
            index += 1
        figure = self.digits(index)
        if figure is not None:
            return (figure, index + 1) if 1 <= figure <= 31 else None
        return self.ordinal(index)

    def ordinal(self, index: int) -> tuple[int, int] | None:
        first = self.sense(index, "ordinal")
        if first is None:
            return None
        value, index = first.number, index + 1
        if value < 10 and self.inner(index, "teen"):
            return value + 10, index + 1
        tens = self.sense(index, "ordinal")
        if value < 10 and tens and tens.number >= 20 and self.words[index].proclitics == ("و",):
            return value + tens.number, index + 1
        return value, index

    # pieces of dates

    def month(self, index: int, company: bool) -> tuple[int, bool, int] | None:
        """A month's name, or two names of one month: its number, whether it is Hijri, the word after it."""
        start = index
        if self.key(index) in ("شهر", "شهري") or (
            self.stems[index : index + 1] == [True] and self.stem(index) == "شهر"
        ):
            index, company = index + 1, True
        sense = (self.sense if index == start else self.inner)(index, "month", "hijri")
        if sense is None:
            return None
        end = index + sense.length
        other_at = end + 1
        if self.norm(end) in _SEPARATORS or self.norm(end) in _OPENING:
            other = self.inner(other_at, "month")
            if other and other.value == sense.value and sense.kind == "month":
                end, company = other_at + other.length, True
                if self.norm(other_at - 1) in _OPENING and self.norm(end) in _CLOSING:
                    end += 1
        if sense.contextual and not company:
            before = self.norm(start - 1)
            follows = self.year(end) or self.inner(end, "shift")
            if not follows and (sense.kind == "hijri" or before not in _IN):
                return None
        return sense.number, sense.kind == "hijri", end

    def year(self, index: int) -> tuple[int, bool, int] | None:
        """A year's figure, with what marks its calendar: the year, whether it is Hijri, the word after it."""
        figure = self.digits(index)
        if figure is None:
            return None
        mark = self.key(index + 1)
        if figure <= 1500 and (mark in _HIJRI_MARK or figure >= 1400):
            return figure, True, index + 2 if mark in _HIJRI_MARK else index + 1
        if 1500 < figure <= 2100:
            return figure, False, index + 2 if mark in _CE_MARK and self.norm(index + 1) == "م" else index + 1
        return None

    def of_year(self, reading: _Reading) -> _Reading:
        """A date with the year, or the word for which year, that follows it."""
        index = reading.end
        comma = self.norm(index) in ("،", ",")
        at = index + 1 if self.key(index) == "من" or comma else index
        found = self.year(at)
        if not found and self.key(at) in _YEARS:
            found = self.year(at + 1)
        if found and self.inner(found[2], "unit", "plural") is None:
            return replace(reading, year=found[0], end=found[2], hijri=reading.hijri)
        if comma:
            return reading
        shift = self.inner(at, "shift", "recent")
        if shift and at == index:
            end = at + 1
            # «الماضي» alone is said of the month; نوفمبر من العام الماضي is another thing.
            return replace(reading, shift=shift.number, end=end)
        unit = self.inner(at, "the-unit")
        if unit and unit.value == "Y":
            after = self.inner(at + 1, "shift")
            if after:
                return replace(reading, first=_Reading(at, at + 2, "shift", shift=after.number, unit="Y"), end=at + 2)
            if self.norm(at + 1) in _SAME:
                return replace(reading, first=_Reading(at, at + 2, "same", unit="Y"), end=at + 2)
        if self.norm(at) in _THIS | _THAT:
            unit = self.inner(at + 1, "the-unit", "unit")
            if unit and unit.value == "Y":
                kind = "shift" if self.norm(at) in _THIS else "same"
                return replace(reading, first=_Reading(at, at + 2, kind, shift=0, unit="Y"), end=at + 2)
        return reading

    def calendar_date(self, index: int, company: bool = False) -> _Reading | None:
        """A day and month, a month, or figures: ``12 مايو/أيار 2018``, ``الثالث من نيسان``, ``2018-08-12``."""
        numeric = self.figures(index)
        if numeric:
            return numeric
        start = index
        day = self.day_number(index)
        if day:
            index = day[1]
            last = None
            gap = index + 1 if self.norm(index) in ("و", "-", "–", "/") else index
            if gap > index or (index < self.count and self.words[index].proclitics == ("و",)):
                last = self.day_number(gap)
                if last and last[0] <= day[0]:
                    last = None
            after = last[1] if last else index
            if self.key(after) == "من":
                after += 1
            month = self.month(after, True)
            if month is None and last is None and self.key(index) in ("من", "") and self.key(index):
                return self.day_of_unit(start, day[0], after)
            if month is None:
                return None
            reading = self.of_year(_Reading(start, month[2], "date", month=month[0], hijri=month[1], day=day[0]))
            if last:
                second = replace(reading, start=gap, day=last[0])
                first = replace(reading, end=day[1])
                return _Reading(
                    start,
                    reading.end,
                    "range",
                    first=first,
                    second=second,
                    listed=self.norm(gap - 1) not in _SEPARATORS,
                )
            return reading
        month = self.month(index, company)
        if month:
            return self.of_year(_Reading(start, month[2], "date", month=month[0], hijri=month[1]))
        return None

    def day_of_unit(self, start: int, day: int, index: int) -> _Reading | None:
        """``12 من الشهر الجاري``: a day of a month that is told by where it lies."""
        unit = self.inner(index, "the-unit")
        shift = self.inner(index + 1, "shift")
        if unit and unit.value == "M" and shift:
            month = _Reading(index, index + 2, "shift", shift=shift.number, unit="M")
            return _Reading(start, index + 2, "date", day=day, first=month)
        return None

    def figures(self, index: int) -> _Reading | None:
        """``12/8/2018``, ``2018-08-12``, ``12-8-2018``; day before month, unless that cannot be."""
        if index >= self.count or self.words[index].kind != NUMBER:
            return None
        match = _NUMERIC.fullmatch(self.words[index].norm)
        end = index + 1
        if match:
            parts = [match[1], match[2], match[3]]
        else:
            norms = [self.norm(place) for place in range(index, min(index + 5, self.count))]
            if (
                len(norms) < 5
                or norms[1] not in _SEPARATORS
                or norms[3] not in _SEPARATORS
                or not all(part.isdigit() for part in norms[::2])
                or not all(self.adjacent(place) for place in range(index + 1, index + 5))
            ):
                return None
            parts, end = norms[::2], index + 5
        if len(parts[0]) == 4:
            parts.reverse()
        day, month, year = (int(part) for part in parts)
        if len(parts[2]) != 4:
            if len(parts[2]) != 2:
                return None
            year += 2000 if year < 50 else 1900
        if month > 12 >= day:
            day, month = month, day
        hijri = 1300 <= year <= 1500
        if not (1 <= day <= 31 and 1 <= month <= 12 and (hijri or 1500 < year <= 2100)):
            return None
        if self.key(end) in _HIJRI_MARK and hijri:
            end += 1
        return _Reading(index, end, "date", year=year, month=month, day=day, hijri=hijri)

    def year_alone(self, index: int, company: bool) -> _Reading | None:
        """``عام 2014``, ``عامي 2014 و2015``; a bare figure only in company."""
        word_key = self.key(index)
        if self.stems[index] or (self.words[index].proclitics and word_key not in _YEARS):
            word_key = self.words[index].key
        if word_key in _YEARS or word_key in _TWO_YEARS:
            at = index + 1
            first = self.year(at)
            if not first:
                return None
            reading = _Reading(index, first[2], "date", year=first[0], hijri=first[1])
            end = first[2]
            gap = end + 1 if self.norm(end) in ("و", "-", "/", "–") else end
            joined = gap > end or (end < self.count and self.words[end].proclitics == ("و",))
            second = self.year(gap) if joined and word_key in _TWO_YEARS else None
            if second:
                other = _Reading(gap, second[2], "date", year=second[0], hijri=second[1])
                return _Reading(index, second[2], "range", first=reading, second=other, listed=True)
            return reading
        found = self.year(index)
        if not found or not company:
            return None
        if self.sense(found[2], "unit", "plural", "the-unit") or self.norm(found[2]) in ("%", "٪"):
            return None
        return _Reading(index, found[2], "date", year=found[0], hijri=found[1])

    def period(self, index: int) -> _Reading | None:
        """A unit told by where it lies: ``الشهر الماضي``, ``هذا العام``, ``اليوم التالي``, ``صيف 2016``."""
        start = index
        norm = self.norm(index)
        pointing = self.stem(index) if self.stems[index] or self.words[index].proclitics else norm
        if pointing in _THIS or pointing in _THAT:
            unit = self.inner(index + 1, "the-unit", "unit")
            part = self.inner(index + 1, "definite-part")
            if part and pointing in _THIS:
                return _Reading(start, index + 1 + part.length, "day", offset=0, part=part.value)
            if unit is None or unit.value.startswith("T"):
                season = self.inner(index + 1, "season")
                if season and pointing in _THIS and self.norm(index + 1).startswith("ال"):
                    return _Reading(start, index + 2, "shift", unit="Y", season=season.value, shift=0)
                return None
            if pointing in _THIS:
                if unit.kind != "the-unit":
                    return None
                if unit.value == "D":
                    return _Reading(start, index + 2, "day", offset=0)
                return _Reading(start, index + 2, "shift", unit=unit.value, shift=0)
            if pointing in ("نفس", "ذات") and unit.kind != "the-unit":
                return None
            return _Reading(start, index + 2, "same", unit=unit.value)
        season = self.sense(index, "season")
        if season:
            return self.with_season(index, season)
        part = self.sense(index, "definite-part")
        if part and part.value.startswith("NI"):
            shift = self.inner(index + 1, "shift")
            if shift and shift.number < 0:
                return _Reading(start, index + 2, "day", offset=-1, part=part.value)
            if self.norm(index + 1) in _SAME:
                return _Reading(start, index + 2, "same", unit="D", part=part.value)
            if shift is None and self.norm(index).endswith("ليلة"):
                return _Reading(start, index + 1, "day", offset=0, part=part.value)
            return None
        unit = self.sense(index, "the-unit")
        if unit is None or unit.value.startswith("T"):
            return None
        following = self.norm(index + 1)
        if following in _SAME:
            return _Reading(start, index + 2, "same", unit=unit.value)
        if following in _NEXT_TOLD:
            return _Reading(start, index + 2, "same", unit=unit.value, offset=1)
        if unit.value == "CE":
            ordinal = self.ordinal(index + 1)
            if ordinal:
                return _Reading(start, ordinal[1], "century", value=f"{ordinal[0] - 1:02d}")
        shift = self.inner(index + 1, "shift")
        if shift is None and following in ("قبل", "ما"):
            at = index + 2 if following == "قبل" else index + 3
            beyond = self.inner(at, "shift")
            if beyond and beyond.number < 0:
                return _Reading(start, at + 1, "shift", unit=unit.value, shift=-2)
        if shift is None:
            return None
        return _Reading(start, index + 2, "shift", unit=unit.value, shift=shift.number)

    def with_season(self, index: int, season: Sense) -> _Reading | None:
        start, index = index, index + 1
        if self.norm(start).startswith("ال"):
            shift = self.inner(index, "shift")
            return (
                _Reading(start, index + 1, "shift", unit="Y", season=season.value, shift=shift.number)
                if shift
                else None
            )
        year = self.year_alone(index, True) if index < self.count else None
        if year and year.kind == "date":
            return replace(year, start=start, season=season.value)
        unit = self.inner(index, "the-unit")
        if unit and unit.value == "Y":
            period = self.period(index)
            if period:
                return replace(period, start=start, season=season.value)
        if self.norm(index) in _THIS:
            period = self.period(index)
            if period and period.unit == "Y":
                return replace(period, start=start, season=season.value)
        return None

    def named_weekday(self, index: int) -> Sense | None:
        sense = self.sense(index, "weekday")
        if sense is None or sense.contextual:
            return None
        if self.sense(index + 1, "teen") and self.key(index) == "الاحد":
            return None  # الأحد عشر
        before = self.key(index - 1)
        if self.sense(index - 1, "market") and not self.adjacent(index - 1):
            return None  # سوق الاثنين
        if (
            sense.number == 1
            and before in ("هذين", "كلا", "بين")
            and not (before == "بين" and self.sense(index + 1, "weekday"))
        ):
            return None  # the two of them
        if self.norm(index - 1) == "_" or (self.words[index].hashtag and self.stem(index - 1) == "جمعة"):
            return None
        return sense

    def day(self, index: int) -> _Reading | None:
        """A day by its weekday or by its distance from today, with all that is said of the same day after it."""
        start = index
        word_key = self.words[index].key if self.stems[index] or self.words[index].proclitics else self.key(index)
        company = False
        if word_key in ("يوم", "يومي"):
            index, company = index + 1, True
            if index >= self.count:
                return None
        deictic = self.sense(index, "day")
        reading: _Reading | None = None
        if deictic and (not deictic.contextual or company):
            if deictic.number == 0 and not self.today(index):
                return self.numbered_day(index)
            reading = _Reading(start, index + deictic.length, "day", offset=deictic.number)
            at = reading.end
            skipped = at + 1 if self.norm(at) in _OPENING or self.norm(at) in ("،", ",") else at
            weekday = self.named_weekday(skipped) if not (skipped < self.count and self.stems[skipped]) else None
            if weekday and (skipped == at or self.norm(at) in _OPENING):
                end = skipped + weekday.length
                if self.norm(at) in _OPENING and self.norm(end) in _CLOSING:
                    end += 1
                reading = replace(reading, weekday=weekday.number, end=end)
        else:
            weekday = self.named_weekday(index)
            if weekday is None and company:
                weekday = self.sense(index, "weekday")
                if weekday and weekday.kind != "weekday":
                    weekday = None
            if weekday is None:
                if not company:
                    return None
                date_ = self.calendar_date(index, True)
                if date_:
                    return replace(date_, start=start)
                return None
            reading = _Reading(start, index + 1, "day", weekday=weekday.number, relation="weekday")
            second = self.sense(index + 1, "weekday")
            if word_key == "يومي" and second and self.words[index + 1].proclitics == ("و",):
                other = replace(reading, start=index + 1, end=index + 2, weekday=second.number)
                return _Reading(start, index + 2, "range", first=reading, second=other, listed=True)
        return self.day_continued(reading)

    def today(self, index: int) -> bool:
        """Whether ``اليوم`` is the day of the report and not part of a name or of another phrase."""
        following, before = self.key(index + 1), self.words[index - 1] if index else None
        if following in _NOT_TODAY or self.norm(index + 1) in _SAME | _NEXT_TOLD:
            return False
        ordinal = self.sense(index + 1, "ordinal")
        if ordinal and not self.sense(index + 1, "weekday"):
            return False
        if self.inner(index + 1, "shift") is not None:
            return False
        if index + 1 < self.count and self.words[index + 1].norm in _ADJACENT_NAMES and before is not None:
            # «اليمن اليوم»: a name in quotation marks.
            opened = self.words[index - 2].norm if index >= 2 else ""
            if opened in _QUOTES:
                return False
        return not (before is not None and before.hashtag and self.words[index].hashtag)

    def numbered_day(self, index: int) -> _Reading | None:
        """``لليوم الثالث على التوالي``: days that end today."""
        same = self.period(index)
        if same:
            return same
        ordinal = self.ordinal(index + 1)
        if ordinal and self.key(ordinal[1]) == "علي" and self.key(ordinal[1] + 1) == "التوالي":
            return _Reading(index, ordinal[1] + 2, "window", unit="D", count=ordinal[0] - 1, value=f"P{ordinal[0]}D")
        return None

    def day_continued(self, reading: _Reading) -> _Reading:
        index = reading.end
        if index >= self.count:
            return reading
        shift = self.inner(index, "shift", "recent")
        if shift and reading.relation == "weekday":
            reading, index = replace(reading, shift=shift.number, end=index + 1), index + 1
        elif self.key(index) == "من" and reading.relation == "weekday":
            week = self.period(index + 1) if index + 1 < self.count and self.inner(index + 1, "the-unit") else None
            if week and week.kind == "shift" and week.unit == "W":
                reading, index = replace(reading, first=week, end=week.end), week.end
        adverb = self.inner(index, "adverb")
        if adverb and reading.part is None:
            reading, index = replace(reading, part=adverb.value, end=index + adverb.length), index + adverb.length
        # The same day again as a date: الأحد 26 أغسطس, الأربعاء الموافق 12 أغسطس, الأحد (26 أغسطس).
        at = index
        if self.norm(at) in _OPENING or self.norm(at) in ("،", ","):
            at += 1
        if self.key(at) in ("الموافق", "موافق", "المصادف"):
            at += 1
        if at < self.count:
            date_ = self.calendar_date(at) if self.words[at].kind == NUMBER or self.sense(at, "ordinal") else None
            if date_ and date_.kind == "date" and date_.day and (reading.weekday or reading.offset == 0):
                end = date_.end
                if self.norm(at - 1) in _OPENING and self.norm(end) in _CLOSING:
                    end += 1
                return replace(date_, start=reading.start, end=end, weekday=reading.weekday, part=reading.part)
        return reading

    # composed expressions

    def core(self, index: int, company: bool = False) -> _Reading | None:
        """A point or period on the calendar, without what may stand before it."""
        if index >= self.count:
            return None
        if not self.senses[index] and self.words[index].kind != NUMBER and self.stem(index) not in _POINTING:
            return None
        return (
            self.day(index)
            or self.calendar_date(index, company)
            or self.period(index)
            or self.year_alone(
                index, company or self.norm(index - 1) in _IN or self.sense(index - 1, "occasion") is not None
            )
        )

    def dated(self, index: int, company: bool = False) -> _Reading | None:
        """A core with an edge or a part of the day before it: ``مطلع ديسمبر``, ``فجر الاثنين``."""
        if index >= self.count:
            return None
        part = self.sense(index, "part")
        if part:
            after = index + part.length
            found = self.core(after) if not (after < self.count and self.words[after].proclitics) else None
            if found and _is_day(found):
                found = replace(found, start=index, part=part.value)
                # ليل الأحد/الاثنين, ليل الأحد الاثنين: the night between the two.
                end = found.end + 1 if self.norm(found.end) in _SEPARATORS else found.end
                if part.value.startswith("NI") and found.weekday and self.inner(end, "weekday"):
                    following = self.inner(end, "weekday")
                    if following and following.number == found.weekday % 7 + 1:
                        found.end = end + 1
                return found
            if part.contextual:
                return None
        edge = self.sense(index, "edge")
        if edge:
            after = index + edge.length
            if after < self.count and not self.words[after].proclitics:
                found = self.core(after, True)
                if (
                    found
                    and found.kind in ("date", "shift")
                    and not found.day
                    and (found.unit or found.month or found.year)
                ):
                    return replace(found, start=index, edge=edge.value)
                unit = self.inner(after, "the-unit")
                if found is None and unit and unit.value in ("W", "M", "Y"):
                    return _Reading(index, after + 1, "shift", unit=unit.value, shift=0, edge=edge.value)
        return self.core(index, company)

    def ranged(self, index: int) -> _Reading | None:
        """``بين 3 و5 مايو``, ``من 2011 إلى 2015``."""
        norm = self.norm(index)
        between = norm == "بين" or (self.words[index].proclitics and self.stem(index) == "بين")
        if not between and norm not in _FROM:
            return None
        at = index + 1
        if at >= self.count:
            return None
        bare = self.day_number(at)
        first = self.dated(at, True)
        if first and first.kind == "range":
            return replace(first, start=index, listed=False)
        after = first.end if first else bare[1] if bare else at
        if after == at or after >= self.count:
            return None
        if between:
            joined = self.words[after].proclitics[:1] == ("و",)
            gap = after if joined else after + 1 if self.norm(after) == "و" else 0
        else:
            gap = after + 1 if self.norm(after) in _TO else 0
        if not gap or gap >= self.count:
            return None
        second = self.dated(gap, True)
        if second is None or second.kind == "range":
            return None
        if first is None:
            if not bare or not second.day:
                return None
            first = replace(second, start=at, end=bare[1], day=bare[0])
        elif first.kind == second.kind == "date" and first.year is None and second.year is not None:
            if first.month:
                first = replace(first, year=second.year)
        elif second.kind == "date" and first.year and second.month and not second.year:
            second = replace(second, year=first.year)
        return _Reading(index, second.end, "range", first=first, second=second)

    def time_of_day(self, index: int) -> _Reading | None:
        """``الساعة 10:30 صباحا``, ``الساعة العاشرة والنصف مساء أمس``, ``10:30 بتوقيت غرينتش``."""
        start = index
        announced = self.words[index].key in ("الساعه", "ساعه") or self.key(index) == "الساعه"
        if announced:
            index += 1
        if index >= self.count:
            return None
        hour, minute = -1, 0
        match = _CLOCK.fullmatch(self.norm(index)) if self.words[index].kind == NUMBER else None
        if match:
            hour, minute, index = int(match[1]), int(match[2]), index + 1
        elif announced:
            ordinal = self.ordinal(index)
            figure = self.digits(index)
            if ordinal and ordinal[0] <= 12:
                hour, index = ordinal
            elif figure is not None and figure <= 24 and self.inner(index + 1, "shift") is None:
                hour, index = figure, index + 1
            else:
                return None
            for words, minutes in _FRACTIONS:
                if all(self.key(index + place) == wanted for place, wanted in enumerate(words)):
                    hour, minute, index = hour + (minutes < 0), minutes % 60, index + len(words)
                    break
        else:
            return None
        part = self.inner(index, "adverb")
        if part is None and self.key(index) == "من":
            later = self.dated(index + 1)
            if later and _is_day(later):
                return replace(later, start=start, clock=_clock(hour, minute, later.part), part=later.part)
        if part:
            index += part.length
        zone = self.key(index) in ("بالتوقيت", "بتوقيت")
        if not announced and not part and not zone:
            return None
        if zone:
            index += 2
        clock = _clock(hour, minute, part.value if part else None)
        later = None
        at = index + 1 if self.key(index) == "من" or self.norm(index) in ("،", ",") else index
        if not (at < self.count and self.words[at].proclitics):
            later = self.dated(at)
        if later and _is_day(later):
            return replace(later, start=start, clock=_clock(hour, minute, later.part) if not part else clock)
        return _Reading(start, index, "clock", clock=clock)

    def amount(self, index: int) -> _Reading | None:
        """A length of time: ``ثلاثة أيام``, ``48 ساعة``, ``شهرين``, ``بضعة أسابيع``, ``أيام قليلة``, ``يوما``."""
        start = index
        mod = None
        modifier = self.sense(index, "modifier")
        if modifier:
            index += modifier.length
            mod = modifier.value
            if index >= self.count:
                return None
            if self.stems[index] and modifier:
                return None
        few = self.sense(index, "few")
        if few:
            unit = self.inner(index + few.length, "plural")
            if unit is None:
                return None
            return _Reading(start, index + few.length + 1, "duration", unit=unit.value, mod=mod)
        figure = self.number(index)
        if figure:
            unit = self.inner(figure[1], "unit", "plural") if figure[1] < self.count else None
            if unit is None:
                return None
            end = figure[1] + 1
            count = figure[0]
            if self.key(end) == "ونصف":
                count, end = count + 0.5, end + 1
            if self.key(end) == "النصف":
                return None
            return _Reading(start, end, "duration", unit=unit.value, count=count, mod=mod)
        dual = self.sense(index, "dual", "the-dual")
        if dual:
            if dual.kind == "the-dual" and self.key(index - 1) == "هذين":
                return None
            return _Reading(start, index + 1, "duration", unit=dual.value, count=2, mod=mod)
        plural = self.sense(index, "plural")
        if plural and not plural.contextual:
            end = index + 1
            after = self.inner(end, "few-after")
            if after:
                end += 1
            return _Reading(start, end, "duration", unit=plural.value, mod=mod)
        unit = self.sense(index, "unit")
        if unit and (not unit.contextual or modifier):
            return _Reading(start, index + 1, "duration", unit=unit.value, count=1, mod=mod)
        return None

    def length(self, index: int) -> _Reading | None:
        """An amount that tells something by itself: not ``أيام`` in ``أيام العيد``."""
        found = self.amount(index)
        if found and found.count is None and found.end == index + 1:
            return None
        return found

    def window(self, index: int) -> _Reading | None:
        """Units up to now or from now on: ``الأيام الستة الماضية``, ``الـ48 ساعة المقبلة``, ``اليومين الماضيين``."""
        start = index
        count: float | None = None
        figure = None
        if self.words[index].kind == NUMBER or self.norm(index) == "ال" or self.sense(index, "number"):
            figure = self.number(index)
            if figure is None:
                return None
            count, index = figure
        if index >= self.count:
            return None
        unit = self.sense(index, "the-plural", "the-dual") or (self.inner(index, "unit", "plural") if figure else None)
        if unit is None:
            unit = self.sense(index, "the-unit")
            if unit is None or unit.value[0] != "T" or self.inner(index + 1, "shift", "recent") is None:
                return None
            count = 1
        elif unit.kind == "the-dual":
            count = 2
        index += 1
        if count is None:
            inner = self.number(index) if index < self.count and not self.stems[index] else None
            if inner:
                count, index = inner
            elif self.inner(index, "few-after"):
                index += 1
        shift = self.inner(index, "shift", "recent")
        if shift is None or shift.number == 0:
            return None
        index += 1
        if count is None and self.inner(index, "few-after"):
            index += 1
        elif count is None and index < self.count and (inner := self.number(index)) and not self.stems[index]:
            count, index = inner
        return _Reading(start, index, "window", unit=unit.value, count=count, shift=shift.number)

    def ago(self, index: int) -> _Reading | None:
        """``قبل شهرين``, ``منذ ثلاثة أيام``, ``بعد أسبوع``; ``منذ عام 2014``."""
        sense = self.sense(index, "ago")
        if sense is None or self.sense(index, "part", "day"):  # بعد ظهر أمس, بعد غد
            return None
        at = index + 1
        if at >= self.count or self.words[at].proclitics:
            return None
        found = self.dated(at, True)
        if found:
            if sense.value == "since":
                return _Reading(found.start, found.end, "since", first=found)
            return replace(found, relation=found.relation or sense.value) if sense.value == "before" else found
        amount = self.amount(at)
        if amount is None and (unit := self.inner(at, "unit")):
            amount = _Reading(at, at + 1, "duration", unit=unit.value, count=1)
        if amount is None:
            return None
        floating = self.key(amount.end) in ("من", "علي", "ان") and sense.value != "since"
        return replace(amount, start=index, kind="ago", relation=sense.value, floating=floating)

    def set_of(self, index: int) -> _Reading | None:
        """``كل جمعة``, ``كل يوم``, ``كل عامين``, ``يوميا``."""
        sense = self.sense(index, "set")
        if sense:
            return _Reading(index, index + sense.length, "set", value=sense.value)
        if self.sense(index, "every") is None:
            return None
        at = index + 1
        part = self.inner(at, "part")
        weekday_at = at + 1 if self.key(at) == "يوم" or part else at
        weekday = self.inner(weekday_at, "weekday")
        if weekday:
            return _Reading(index, weekday_at + 1, "set", value=f"XXXX-WXX-{weekday.number}")
        unit = self.inner(at, "unit", "dual")
        if unit:
            return _Reading(index, at + 1, "set", value=_period(2 if unit.kind == "dual" else 1, unit.value))
        amount = self.amount(at)
        if amount and amount.count:
            return _Reading(index, amount.end, "set", value=_period(amount.count, amount.unit))
        if part and not part.contextual:
            return _Reading(index, at + part.length, "set", value=f"XXXX-XX-XXT{part.value[:2]}")
        return None

    def is_name(self, reading: _Reading) -> bool:
        """Whether a day and month are the name of a movement, a square, a bridge (``حركة 20 فبراير``)."""
        if not reading.month or not reading.day or reading.year or reading.kind != "date" or reading.shift is not None:
            return False
        return self.sense(reading.start - 1, "named") is not None

    def read(self, index: int) -> _Reading | None:
        """The expression that starts at a word, if one does."""
        senses = self.senses[index]
        word = self.words[index]
        found: _Reading | None = None
        if not senses and word.kind != NUMBER:
            stem = word.stem
            if stem == "بين" or word.norm == "من":
                found = self.ranged(index)
            elif stem in _POINTING:
                found = self.period(index)
            elif stem == "ال" or word.key in _TWO_YEARS:
                found = self.window(index) or self.year_alone(index, False)
            elif word.key in ("يومي",):
                found = self.day(index)
            return found
        for sense in senses:
            if sense.kind == "reference":
                return _Reading(index, index + sense.length, "reference", value=sense.value)
            if sense.kind in ("feast", "span"):
                return self.occasion(index, sense)
        found = (
            self.set_of(index)
            or self.ago(index)
            or self.window(index)
            or self.time_of_day(index)
            or self.dated(index)
            or self.length(index)
        )
        if found is None:
            decades = self.sense(index, "decades")
            if decades:
                return _Reading(index, index + decades.length, "decades", value=decades.value)
            return None
        if found.kind == "date" and self.is_name(found):
            return _Reading(found.start, found.end, "name")
        if found.kind == "date" and self.begun(found.start):
            return _Reading(found.start, found.end, "since", first=found)
        if found.kind == "date" and found.month and found.day and not found.year and found.shift is None:
            found.named = self.sense(found.start - 1, "occasion") is not None
        return found

    def begun(self, index: int) -> bool:
        """Whether the words before a date say since the start of what: ``منذ بدء الحملة في 30 مارس``."""
        if self.key(index - 1) != "في":
            return False
        for place in range(index - 2, max(index - _SINCE_REACH, 0), -1):
            if self.key(place) in _STARTS:
                return self.key(place - 1) in ("منذ", "مذ")
        return False

    def occasion(self, index: int, sense: Sense) -> _Reading:
        reading = _Reading(index, index + sense.length, sense.kind, value=sense.value)
        if sense.kind == "feast":
            after = self.inner(reading.end, "shift")
            if after:
                return replace(reading, shift=after.number, end=reading.end + 1)
            year = self.year(reading.end)
            if year:
                return replace(reading, year=year[0], hijri=year[1], end=year[2])
        return reading


_POINTING = _THIS | _THAT | _YEARS | frozenset(("لعام", "عامي", "العام", "يومي"))
_STARTS = frozenset(("بدء", "بدايه", "انطلاق", "اندلاع", "انطلاقه", "اعلان", "توقيع", "سقوط"))
_SINCE_REACH = 10  # how far before its date «منذ» may stand
_WITHIN = frozenset(("خلال", "غضون", "لمده", "مده", "مدي", "مدار"))
_FRACTIONS: tuple[tuple[tuple[str, ...], int], ...] = (
    (("والنصف",), 30),
    (("ونصف",), 30),
    (("والربع",), 15),
    (("والثلث",), 20),
    (("الا", "ربعا"), 45),
    (("الا", "الربع"), 45),
    (("الا", "ربع"), 45),
    (("الا", "ثلثا"), 40),
)
_AFTERNOON = ("AF", "EV", "NI")


@lru_cache(maxsize=1 << 16)
def _key(norm: str) -> str:
    return key(norm)


def _is_day(reading: _Reading) -> bool:
    return (
        reading.kind == "day"
        or (reading.kind == "date" and reading.day is not None)
        or (reading.kind == "same" and reading.unit == "D")
    )


def _clock(hour: int, minute: int, part: str | None) -> str:
    if part and part[:2] in _AFTERNOON and hour < 12 and not (part.startswith("NI") and hour < 5):
        hour += 12
    if part and part.startswith(("NI", "MO")) and hour == 12:
        hour = 0
    return f"T{hour % 24:02d}:{minute:02d}"


def _period(count: float | None, unit: str) -> str:
    number = "X" if count is None else f"{count:g}"
    if unit.startswith("T"):
        return f"PT{number}{unit[1]}"
    return f"P{number}{unit}"


# --- on the calendar -------------------------------------------------------------------------------------------------


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


_DAYS = {"D": 1.0, "W": 7.0}
_MONTHS = {"M": 1, "Y": 12, "DE": 120, "CE": 1200}
_SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
_EDGE_MONTH = {"start": "01", "mid": "06", "end": "12"}
_MODS = {"start": "START", "mid": "MID", "end": "END"}


def _precision(edtf: str | None) -> Precision | None:
    if edtf is None:
        return None
    if "/" in edtf:
        return "interval"
    plain = edtf.rstrip("~?")
    return "day" if len(plain) == 10 else "month" if len(plain) == 7 else "year"


def _shifted(day: date, count: float, unit: str, sign: int) -> date | None:
    """The day so many units before or after, None where the calendar does not reach."""
    try:
        if unit in _MONTHS:
            return _add_months(day, sign * round(count * _MONTHS[unit]))
        if unit in _DAYS:
            return day + timedelta(days=sign * round(count * _DAYS[unit]))
        hours = {"TH": count, "TM": count / 60, "TS": count / 3600}[unit]
        return day + timedelta(days=sign * int(hours // 24))
    except (ValueError, OverflowError):
        return None


def _at_precision(day: date, unit: str) -> str:
    iso = day.isoformat()
    return iso[:7] if unit == "M" else iso[:4] if unit in ("Y", "DE", "CE") else iso


def _hijri_days(year: int, month: int | None, day: int | None) -> str | None:
    """A Hijri day, month or year in Gregorian days (Umm al-Qura), None outside of the tables' years (1343-1500)."""
    try:
        if month and day:
            return str(Hijri(year, month, day).to_gregorian().isoformat())
        first = Hijri(year, month or 1, 1)
        last = Hijri(year, month or 12, 1)
        last = Hijri(last.year, last.month, last.month_length())
        return f"{first.to_gregorian().isoformat()}/{last.to_gregorian().isoformat()}"
    except (ValueError, OverflowError):
        return None


class _Resolver:
    """Puts readings on the calendar, in the order of the text, remembering the dates told so far."""

    def __init__(self, reader: _Reader, published: date | None) -> None:
        self.reader = reader
        self.document = reader.document
        self.published = published
        self.last_day: date | None = None
        self.last_month: tuple[int, int] | None = None
        self.last_year: int | None = None

    def ahead(self, index: int) -> bool:
        """Whether the clause of a word speaks of what is to come: سـ on a verb, سوف, المقرر."""
        document = self.document
        if not document.sentences:
            return False
        sentence = document.sentences[document.sentence_of(index)]
        for place in range(index - 1, max(sentence.start, index - _CUE_REACH) - 1, -1):
            tense = self.tense(place)
            if tense:
                return tense > 0
        for place in range(index + 1, min(sentence.end, index + _CUE_REACH)):
            tense = self.tense(place)
            if tense:
                return tense > 0
        return False

    def tense(self, place: int) -> int:
        """1 for a word that speaks of what is to come, -1 for a verb in the past, 0 for any other word."""
        word = self.reader.words[place]
        if word.kind == PUNCTUATION or word.hashtag:
            return 0
        if self.reader.sense(place, "ahead") or "س" in word.proclitics:
            return 1
        if word.tag == "verb" or (not word.tag and word.norm.endswith("وا")):
            if word.key[:1] not in _IMPERFECT:
                return -1
            if self.reader.key(place - 1) == "ان" and self.reader.key(place - 2) not in _BEFORE_THAT:
                return 1
            return -1 if self.reader.key(place - 1) == "لم" else 0
        return 1 if not word.tag and len(word.norm) > 4 and _FUTURE.match(word.norm) else 0

    def resolve(self, reading: _Reading) -> list[TimeExpression]:
        """The expressions for a reading; none for a name, two for two dates joined by «و»."""
        if reading.kind == "name":
            return []
        if reading.listed and reading.first and reading.second:
            whole = self.expression(reading)
            parts = [
                self.expression(replace(part, start=max(part.start, reading.start)))
                for part in (reading.first, reading.second)
            ]
            # An event on the tenth and the eleventh lasts from one to the other.
            return [replace(part, edtf=whole.edtf, precision=whole.precision) for part in parts]
        return [self.expression(reading)]

    def expression(self, reading: _Reading) -> TimeExpression:
        """One reading on the calendar, with its place in the text."""
        type_, value, edtf, anchor, ahead = getattr(self, "_" + reading.kind.replace("-", "_"))(reading)
        mod = reading.mod or (_MODS[reading.edge] if reading.edge else None)
        words = self.document.words[reading.start : reading.end]
        start, end = words[0].stem_start, words[-1].stem_end if words[-1].enclitic else words[-1].end
        if not self.reader.stems[reading.start] and not words[0].proclitics:
            start = words[0].start
        elif not self.reader.stems[reading.start] and self.reader.senses[reading.start]:
            start = words[
                0
            ].start  # the whole word is the form in the table; what looks like a clitic is a letter of it
        expression = TimeExpression(
            reading.start, reading.end, start, end, type_, value, edtf, _precision(edtf), anchor, mod, ahead
        )
        self.remember(edtf)
        return expression

    def remember(self, edtf: str | None) -> None:
        if edtf is None or "/" in edtf:
            return
        plain = edtf.rstrip("~?")
        self.last_year = int(plain[:4])
        if len(plain) >= 7:
            self.last_month = (int(plain[:4]), int(plain[5:7]))
        if len(plain) == 10:
            self.last_day = date.fromisoformat(plain)

    # one method a kind of reading; each gives type, TIMEX3 value, EDTF, anchor, whether it lies ahead

    def _date(self, reading: _Reading) -> _Resolved:
        if reading.hijri:
            return self._hijri(reading)
        year, anchor, ahead = reading.year, "told", False
        month, day = reading.month, reading.day
        if reading.first is not None and month is None:  # 12 من الشهر الجاري
            _, base, _, anchor, ahead = self._shift(reading.first)
            if base is None or len(base) != 7:
                return "DATE", f"XXXX-XX-{day:02d}", None, "", False
            year, month = int(base[:4]), int(base[5:7])
        elif reading.first is not None:
            _, base, _, anchor, ahead = (self._shift if reading.first.kind == "shift" else self._same)(reading.first)
            year = int(base[:4]) if base and base[:4].isdigit() else None
        elif year is None and month is not None and not reading.named:
            year, ahead = self._year_of(reading)
            anchor = "published"
        if month is None:
            assert year is not None
            value, edtf = f"{year:04d}", f"{year:04d}"
            if reading.season:
                value = f"{year:04d}-{reading.season}"
                edtf = _season(year, reading.season)
            elif reading.edge:
                edtf = f"{year:04d}-{_EDGE_MONTH[reading.edge]}~"
            return "DATE", value, edtf, anchor, ahead
        if year is None:
            value = f"XXXX-{month:02d}" + (f"-{day:02d}" if day else "")
            return ("TIME" if reading.part or reading.clock else "DATE"), value + _suffix(reading), None, "", False
        if day is None:
            text = f"{year:04d}-{month:02d}"
            return "DATE", text, text, anchor, ahead
        try:
            text = date(year, month, day).isoformat()
        except ValueError:
            return "DATE", None, None, "", False
        return ("TIME" if reading.part or reading.clock else "DATE"), text + _suffix(reading), text, anchor, ahead

    def _year_of(self, reading: _Reading) -> tuple[int | None, bool]:
        """The year of a month or day told without one, and whether it lies ahead."""
        published, month = self.published, reading.month
        if published is None or month is None:
            return None, False
        shift = reading.shift
        if shift == 0:
            return published.year, False
        if reading.day is None:
            past = published.year - (month >= published.month if shift == -1 else month > published.month)
            future = published.year + (month <= published.month if shift == 1 else month < published.month)
            distances = (
                (published.year - past) * 12 + published.month - month,
                (future - published.year) * 12 + month - published.month,
            )
            near = 4 * distances[1] < distances[0]
        else:
            day = _clamped(published.year, month, reading.day)
            if day is None:
                return None, False
            past = published.year - (day >= published if shift == -1 else day > published)
            future = published.year + (day < published)
            before, after = _clamped(past, month, reading.day), _clamped(future, month, reading.day)
            near = before is None or after is None or 2 * (after - published).days < (published - before).days
        if shift is not None:
            return (past, False) if shift < 0 else (future, True)
        if past == future:
            return past, False
        if near or self.ahead(reading.start):
            return future, True
        return past, False

    def _hijri(self, reading: _Reading) -> _Resolved:
        year, anchor, ahead = reading.year, "told", False
        if year is None:
            if self.published is None or reading.month is None:
                return "DATE", None, None, "", False
            today = Gregorian.fromdate(self.published).to_hijri()
            this = (today.month, today.day)
            wanted = (reading.month, reading.day or 1)
            later = wanted > this
            ahead = reading.shift == 1 or (reading.shift is None and later and self.ahead(reading.start))
            if ahead:
                year = today.year + (wanted < this)
            elif reading.shift == -1 and reading.day is None:
                year = today.year - (reading.month >= today.month)
            else:
                year = today.year - later
            anchor = "published"
        days = _hijri_days(year, reading.month, reading.day)
        return "DATE", days, days, anchor if days else "", ahead

    def _day(self, reading: _Reading) -> _Resolved:
        type_: TimexKind = "TIME" if reading.part or reading.clock else "DATE"
        published = self.published
        if published is None:
            value = f"XXXX-WXX-{reading.weekday}" if reading.weekday else None
            return type_, value + _suffix(reading) if value else None, None, "", False
        ahead = False
        if reading.weekday is None:
            day = published + timedelta(days=reading.offset)
            ahead = reading.offset > 0
        else:
            back = (published.isoweekday() - reading.weekday) % 7
            on = (reading.weekday - published.isoweekday()) % 7
            if reading.first is not None and reading.first.shift is not None:
                monday = published - timedelta(days=published.isoweekday() - 1) + timedelta(weeks=reading.first.shift)
                day = monday + timedelta(days=reading.weekday - 1)
                ahead = reading.first.shift > 0
            elif reading.relation != "weekday":
                ahead = reading.offset > 0
                day = published + timedelta(days=on) if ahead else published - timedelta(days=back)
            elif reading.shift is not None and reading.shift != 0:
                ahead = reading.shift > 0
                day = published + timedelta(days=on or 7) if ahead else published - timedelta(days=back or 7)
            else:
                ahead = back != 0 and self.ahead(reading.start)
                day = published + timedelta(days=on) if ahead else published - timedelta(days=back)
        return type_, day.isoformat() + _suffix(reading), day.isoformat(), "published", ahead

    def _clock(self, reading: _Reading) -> _Resolved:
        day, anchor = (self.last_day, "before") if self.last_day else (self.published, "published")
        if day is None:
            return "TIME", reading.clock, None, "", False
        return "TIME", day.isoformat() + (reading.clock or ""), day.isoformat(), anchor, False

    def _same(self, reading: _Reading) -> _Resolved:
        """``اليوم نفسه``, ``العام التالي``: leans on a date told before."""
        type_: TimexKind = "TIME" if reading.part else "DATE"
        base: str | None = None
        if reading.unit == "D" and self.last_day:
            base = (self.last_day + timedelta(days=reading.offset)).isoformat()
        elif reading.unit == "W" and self.last_day:
            year, week, _ = (self.last_day + timedelta(weeks=reading.offset)).isocalendar()
            return type_, f"{year}-W{week:02d}", _week(year, week), "before", False
        elif reading.unit == "M" and self.last_month:
            base = _add_months(date(*self.last_month, 1), reading.offset).isoformat()[:7]
        elif reading.unit == "Y" and self.last_year:
            base = f"{self.last_year + reading.offset:04d}"
        if base is None:
            return type_, None, None, "", False
        return type_, base + _suffix(reading), base, "before", False

    def _shift(self, reading: _Reading) -> _Resolved:
        """``الشهر الماضي``, ``هذا العام``."""
        published, shift, unit = self.published, reading.shift or 0, reading.unit
        ahead = shift > 0
        if published is None:
            return "DATE", None, None, "", False
        if unit == "D":
            text = (published + timedelta(days=shift)).isoformat()
        elif unit == "W":
            year, week, _ = (published + timedelta(weeks=shift)).isocalendar()
            return "DATE", f"{year}-W{week:02d}", _week(year, week), "published", ahead
        elif unit == "M":
            text = _add_months(published, shift).isoformat()[:7]
        elif unit == "Y":
            year = published.year + shift
            text = f"{year:04d}"
            if reading.season:
                return "DATE", f"{text}-{reading.season}", _season(year, reading.season), "published", ahead
            if reading.edge:
                return "DATE", text, f"{text}-{_EDGE_MONTH[reading.edge]}~", "published", ahead
        elif unit == "CE":
            century = published.year // 100 + shift
            return "DATE", f"{century:02d}", f"{century:02d}00/{century:02d}99", "published", ahead
        else:
            decade = published.year // 10 + shift
            return "DATE", f"{decade:03d}", f"{decade:03d}0/{decade:03d}9", "published", ahead
        return "DATE", text, text, "published", ahead

    def _ago(self, reading: _Reading) -> _Resolved:
        """``قبل شهرين`` is a point, ``منذ شهرين`` all the time from it to now."""
        published, unit = self.published, reading.unit
        sign = 1 if reading.relation == "after" else -1
        if published is None or reading.floating or (reading.count is None and not unit.startswith("T")):
            if reading.floating:
                return "DURATION", _period(reading.count, unit), None, "", False
            return "DATE", _reference(sign), None, "", False
        day = _shifted(published, reading.count or 1, unit, sign)
        if day is None:
            return "DATE", None, None, "", False
        text = _at_precision(day, unit)
        if sign > 0:
            # «بعد شهر» is said of what was just told as often as of now.
            if not self.ahead(reading.start):
                return "DURATION", _period(reading.count, unit), None, "", False
            return "DATE", text, text, "published", True
        if reading.relation == "since" and text != _at_precision(published, unit):
            return "DATE", text, f"{text}/{_at_precision(published, unit)}", "published", False
        return "DATE", text, text, "published", False

    def _since(self, reading: _Reading) -> _Resolved:
        first = reading.first
        assert first is not None
        type_, value, edtf, anchor, ahead = getattr(self, "_" + first.kind)(first)
        if edtf is None or self.published is None:
            return type_, value, None, anchor, ahead
        begin = edtf.split("/")[0].rstrip("~")
        until = self.published.isoformat()[: len(begin)]
        if begin > until:
            return type_, value, edtf, anchor, ahead
        return type_, value, edtf if begin == until else f"{begin}/{until}", anchor, False

    def _window(self, reading: _Reading) -> _Resolved:
        """``الأيام الستة الماضية``; without a figure the bounds are uncertain."""
        published, unit, count = self.published, reading.unit, reading.count
        ahead = (reading.shift or -1) > 0
        value = reading.value or (_period(count, unit) if count else _reference(1 if ahead else -1))
        type_: TimexKind = "DURATION" if value.startswith("P") and value[1] in "T0123456789" else "DATE"
        if published is None:
            return type_, value, None, "", ahead
        other = _shifted(published, _SEVERAL if count is None else count, unit, 1 if ahead else -1)
        if other is None or (count is None and unit.startswith("T")):
            return type_, value, None, "", ahead
        fine = "M" if count is None and unit == "W" else unit
        low, high = sorted((_at_precision(published, fine), _at_precision(other, fine)))
        if count is None:
            low, high = (low, high + "~") if ahead else (low + "~", high)
        return type_, value, low if low == high else f"{low}/{high}", "published", ahead

    def _duration(self, reading: _Reading) -> _Resolved:
        value = _period(reading.count, reading.unit)
        within = self.reader.key(reading.start - 1) in _WITHIN
        if not within or self.published is None or not reading.count or not self.ahead(reading.start):
            return "DURATION", value, None, "", False
        # «خلال ثلاثين يوما» of what is to come counts from now, or from the later day just told.
        later = self.last_day is not None and self.last_day > self.published
        begin = self.last_day if later and self.last_day else self.published
        end = _shifted(begin, reading.count, reading.unit, 1)
        edtf = f"{begin.isoformat()}/{end.isoformat()}" if end and end != begin else None
        return "DURATION", value, edtf, ("before" if later else "published") if edtf else "", edtf is not None

    def _set(self, reading: _Reading) -> _Resolved:
        return "SET", reading.value, None, "", False

    def _reference(self, reading: _Reading) -> _Resolved:
        now = reading.value == "PRESENT_REF" and self.published is not None
        edtf = self.published.isoformat() if now and self.published else None
        return "DATE", reading.value, edtf, "published" if now else "", False

    def _decades(self, reading: _Reading) -> _Resolved:
        return "DATE", reading.value, f"{reading.value}0/{reading.value}9", "told", False

    def _century(self, reading: _Reading) -> _Resolved:
        return "DATE", reading.value, f"{reading.value}00/{reading.value}99", "told", False

    def _span(self, reading: _Reading) -> _Resolved:
        return "DATE", reading.value, reading.value, "told", False

    def _feast(self, reading: _Reading) -> _Resolved:
        hijri = reading.value.startswith("h")
        month, day = (int(part) for part in reading.value.lstrip("h").split("-"))
        return self._date(replace(reading, kind="date", month=month, day=day, hijri=hijri))

    def _range(self, reading: _Reading) -> _Resolved:
        assert reading.first is not None
        assert reading.second is not None
        _, _, low, anchor, _ = getattr(self, "_" + reading.first.kind)(reading.first)
        _, _, high, _, ahead = getattr(self, "_" + reading.second.kind)(reading.second)
        if low is None or high is None:
            return "DATE", None, None, "", False
        low, high = low.split("/")[0].rstrip("~"), high.split("/")[-1].rstrip("~")
        if low > high:
            return "DATE", None, None, "", False
        return "DATE", f"{low}/{high}", f"{low}/{high}", anchor, ahead


_Resolved = tuple[TimexKind, str | None, str | None, str, bool]
_SEVERAL = 4  # what "the last days" without a figure are taken for; its bound is marked as uncertain
_FUTURE = re.compile("و?س[يتن]")
_CUE_REACH = 12  # how many words from an expression a verb is looked for that tells which way it points
_IMPERFECT = frozenset("يتنا")
_BEFORE_THAT = frozenset(("قبل", "بعد", "منذ", "الي", "دون"))


def _reference(sign: int) -> str:
    return "FUTURE_REF" if sign > 0 else "PAST_REF"


def _suffix(reading: _Reading) -> str:
    if reading.clock:
        return reading.clock
    return "T" + reading.part[:2] if reading.part else ""


def _clamped(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _week(year: int, week: int) -> str:
    return f"{date.fromisocalendar(year, week, 1).isoformat()}/{date.fromisocalendar(year, week, 7).isoformat()}"


def _season(year: int, season: str) -> str:
    first, last = _SEASON_MONTHS[season]
    return f"{year:04d}-{first:02d}/{year + (last < first):04d}-{last:02d}"


def find_times(document: Document, published: date | None, calendar: Calendar) -> list[TimeExpression]:
    """Every expression of time in a document, in the order of the text, none overlapping another.

    :param published: the day the report was published; without it what leans on it has no EDTF value.
    """
    reader = _Reader(document, calendar)
    resolver = _Resolver(reader, published)
    found: list[TimeExpression] = []
    index, words, senses = 0, document.words, reader.senses
    while index < reader.count:
        word = words[index]
        if senses[index] or word.kind == NUMBER or word.stem in _OPENERS or word.key in _TWO_YEARS:
            reading = reader.read(index)
            if reading is not None and reading.end > index:
                found += resolver.resolve(reading)
                index = reading.end
                continue
        index += 1
    return found


_OPENERS = _POINTING | frozenset(("بين", "من", "ال"))


# --- the time of an event --------------------------------------------------------------------------------------------

_RELATIVES = frozenset(("الذي", "التي", "الذين", "اللذين", "اللذان", "اللتين", "اللتان", "اللواتي", "اللاتي"))
_CONTENT = frozenset(("ان", "انه", "انها", "انهم", "انهما", "بان", "بانه", "بانها"))
_ASIDE = frozenset(("فيما", "بينما", "حيث", "لكن", "حين", "كما", "مشيرا", "علما", "لافتا", "موضحا"))
_OTHER_TIME = frozenset(
    ("بعد", "بعدما", "عقب", "قبل", "قبيل", "منذ", "اثر", "رغم", "الرغم", "بناء", "اثناء", "ابان", "تزامنا", "بزعم")
)
_ABOUT = frozenset(("بشان", "حول", "حيال", "تقارير", "انباء", "الانباء"))
_REACH = 30  # words between an event and its time


@dataclass(frozen=True, slots=True)
class _Weights:
    """How much speaks for a time near a trigger; set by hand on the reports for tuning, nothing is learnt."""

    after: float = 1.0
    after_word: float = 0.03
    before: float = 0.85
    before_word: float = 0.015
    content: float = 0.7
    relative: float = 0.5
    aside: float = 0.6
    other_time: float = 0.4
    about: float = 0.3
    clause: float = 0.15
    mention: float = 0.35
    threshold: float = 0.2


_WEIGHTS = _Weights()


def _score(words: Sequence[Word], trigger: int, time: TimeExpression, clauses: int, verbal: bool) -> float:
    """How well a time of the trigger's sentence dates it, from the words that lie between the two."""
    weights = _WEIGHTS
    before = time.start_word < trigger
    between = words[time.end_word : trigger] if before else words[trigger + 1 : time.start_word]
    count = 0
    relative = content = aside = other = about = False
    for word in between:
        if word.kind == PUNCTUATION:
            continue
        count += 1
        word_key = word.key
        relative = relative or word.norm in _RELATIVES or word.stem in _RELATIVES
        content = content or word_key in _CONTENT
        aside = aside or word_key in _ASIDE
        other = other or word_key in _OTHER_TIME
        about = about or word_key in _ABOUT
    if count > _REACH:
        return 0.0
    if before:
        # The time stands with an earlier word; what lies in its relative clause, its object clause or its
        # circumstances has a time of its own.
        score = weights.before - weights.before_word * count - weights.clause * min(2, clauses)
        score -= weights.relative * relative + weights.aside * aside + weights.other_time * other
        if not verbal:
            score -= weights.content * content + weights.about * about
    else:
        score = weights.after - weights.after_word * count
        score -= weights.clause * min(1, clauses) * 2 + 0.2 * relative + 0.3 * aside + 0.1 * other
    return score


def choose_time(
    trigger_index: int,
    document: Document,
    times: Sequence[TimeExpression],
    published: date | None,
    *,
    mentions: Sequence[int] = (),
    verbal: bool = False,
) -> TimeExpression | None:
    """The expression that dates the event told by a word, None where the report does not tell.

    :param published: the day of the report, by which what was said has been said.
    :param mentions: words that tell the same event elsewhere; a time beside one of them counts a little less.
    :param verbal: the event is an act of speech (a demand, a threat), which happens when it is said: what would be
        the time of the statement only is its time too.
    """
    best: TimeExpression | None = None
    highest = _WEIGHTS.threshold
    dated = [time for time in times if time.edtf is not None and time.value != "PRESENT_REF"]
    if verbal and published is not None:
        # What was said was said by the day of the report.
        dated = [time for time in dated if (time.edtf or "") <= published.isoformat()]
    if not dated:
        return None
    for place in (trigger_index, *mentions):
        sentence = document.sentences[document.sentence_of(place)]
        here = [time for time in dated if sentence.start <= time.start_word < sentence.end]
        if not here:
            continue
        clause = _clause_of(sentence.clauses, place)
        for time in here:
            clauses = abs(_clause_of(sentence.clauses, time.start_word) - clause)
            score = _score(document.words, place, time, clauses, verbal)
            if place != trigger_index:
                score -= _WEIGHTS.mention
            if score > highest:
                best, highest = time, score
    return best


def _clause_of(clauses: Sequence[tuple[int, int]], index: int) -> int:
    return next((number for number, (low, high) in enumerate(clauses) if low <= index < high), 0)
