"""Reading expressions of time off the words: how Arabic puts dates together, on no particular day's calendar.

``فجر الاثنين 12 مايو/أيار الماضي`` is read here as a part of the day, a weekday, a day, a month and a word that looks
back; which day that is, :mod:`masdar.coding.timevalues` says. The reader goes left to right and takes the longest
reading at each word; what a word can stand for comes from :mod:`masdar.knowledge.calendar`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from masdar.arabic.document import NUMBER, Document
from masdar.arabic.script import key
from masdar.knowledge.calendar import Calendar, Sense


@dataclass(slots=True)
class Reading:
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
    behind: bool = False  # said of what has begun: it cannot lie ahead
    week: int | None = None  # of the month: its first, second ... seven days
    nights: bool = False  # the night from this day to the next
    floating: bool = False  # counted from something else than now (قبل يومين من الهجوم)
    mod: str | None = None
    value: str = ""
    first: Reading | None = None
    second: Reading | None = None
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
TWO_YEARS = frozenset(("عامي", "العامين", "سنتي", "الاعوام", "اعوام", "السنوات", "العامين"))
_NOT_TODAY = frozenset(
    key(word) for word in ["العالمي", "الوطني", "الدولي", "الأخير", "الواحد", "الكامل", "الموعود", "الدراسي", "الآخر"]
)
_OBSERVED = frozenset(("العالمي", "العالميه", "الدولي", "الوطني", "العربي", "القومي"))
_HIJRI_MARK = frozenset(("ه", "هـ", "هجري", "هجريه", "هجريا"))
_CE_MARK = frozenset(("م", "ميلادي", "ميلاديه"))
_QUOTES = frozenset("\"“”«»'‘’")
_ADJACENT_NAMES = frozenset("\"”»'’")


class TimeReader:
    """Reads expressions of time off a document's words, left to right, the longest reading first."""

    def __init__(self, document: Document, calendar: Calendar) -> None:
        self.document = document
        self.words = document.words
        self.count = len(document.words)
        self.calendar = calendar
        self.stems: list[bool] = [False] * self.count  # the senses are those of the stem, not of the whole word
        self.senses: list[tuple[Sense, ...]] = [()] * self.count
        senses = calendar.senses
        for index, word in enumerate(document.words):
            if word.kind != "word":
                continue
            found = senses.get(word.whole)
            if found is None:
                if not word.proclitics or word.enclitic or (found := senses.get(word.key)) is None:
                    continue
                self.stems[index] = True
            if found[0].rest:  # the longest forms come first
                found = tuple(sense for sense in found if not sense.rest or self._follow(index, sense.rest))
            self.senses[index] = found

    def _follow(self, index: int, rest: tuple[str, ...]) -> bool:
        words, at = self.words, index + 1
        if at >= self.count or words[at].whole != rest[0] or index + len(rest) >= self.count:
            return False
        return all(words[at + place].whole == wanted for place, wanted in enumerate(rest))

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

    def written_on(self, index: int) -> bool:
        """Whether something but the ``ل`` of ``للاثنين`` is written onto the word in front."""
        return index < self.count and self.stems[index] and self.words[index].proclitics != ("ل",)

    def norm(self, index: int) -> str:
        return self.words[index].norm if 0 <= index < self.count else ""

    def key(self, index: int) -> str:
        return self.words[index].whole if 0 <= index < self.count else ""

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
        apart = self.norm(end) in _SEPARATORS or self.norm(end) in _OPENING
        other = self.inner(other_at if apart else end, "month")
        if other and other.value == sense.value and sense.kind == "month":
            end, company = (other_at if apart else end) + other.length, True
            if apart and self.norm(other_at - 1) in _OPENING and self.norm(end) in _CLOSING:
                end += 1
        if sense.contextual and not company:
            follows = self.year(end) or self.inner(end, "shift")
            if not follows and (sense.kind == "hijri" or not self.after_in(start)):
                return None
        return sense.number, sense.kind == "hijri", end

    def after_in(self, index: int) -> bool:
        """Whether the word before is one after which a date stands: ``في``, ``منذ``, ``وبحلول``."""
        if not index:
            return False
        word = self.words[index - 1]
        return word.norm in _IN or (word.proclitics == ("و",) and word.stem in _IN)

    def year_expected(self, index: int) -> bool:
        """Whether a figure standing alone may be a year, from what stands before it."""
        return self.words[index].kind == NUMBER and (self.after_in(index) or self.after_occasion(index))

    def after_occasion(self, index: int) -> bool:
        """Whether a figure follows what is told by its year: ``انتخابات 2016``, ``الانتخابات الرئاسية 2016``."""
        for place in range(index - 1, max(index - _OCCASION_REACH, 0) - 1, -1):
            word = self.words[place]
            if word.kind != "word" or word.tag in ("VERB", "ADP"):
                return False
            if any(sense.kind == "occasion" for sense in self.calendar.senses.get(word.bare, ())):
                return True
        return False

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

    def of_year(self, reading: Reading) -> Reading:
        """A date with the year, or the word for which year, that follows it."""
        index = reading.end
        comma = self.norm(index) in ("،", ",")
        at = index + 1 if self.key(index) == "من" or comma else index
        found = self.year(at)
        if not found and self.key(at) in _YEARS:
            found = self.year(at + 1)
            old = self.digits(at + 1)
            if not found and old and not reading.hijri and old >= 100 and self.key(at + 2) not in _HIJRI_MARK:
                found = (old, False, at + 2)  # 2 أكتوبر من عام 1187
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
                return replace(reading, first=Reading(at, at + 2, "shift", shift=after.number, unit="Y"), end=at + 2)
            if self.norm(at + 1) in _SAME:
                return replace(reading, first=Reading(at, at + 2, "same", unit="Y"), end=at + 2)
        if self.norm(at) in _THIS | _THAT:
            unit = self.inner(at + 1, "the-unit", "unit")
            if unit and unit.value == "Y":
                kind = "shift" if self.norm(at) in _THIS else "same"
                return replace(reading, first=Reading(at, at + 2, kind, shift=0, unit="Y"), end=at + 2)
        return reading

    def calendar_date(self, index: int, company: bool = False) -> Reading | None:
        """A day and month, a month, or figures: ``12 مايو/أيار 2018``, ``الثالث من نيسان``, ``2018-08-12``."""
        numeric = self.figures(index)
        if numeric:
            return numeric
        start = index
        day = self.day_number(index)
        if day is None and (bare := self.sense(index, "ordinal-bare")) and self.inner(index + 1, "month", "hijri"):
            day = bare.number, index + 1
        if day:
            index = day[1]
            last = None
            gap = index + 1 if self.norm(index) in ("و", "-", "–", "/") else index
            if gap > index or (index < self.count and self.words[index].proclitics == ("و",)):
                last = self.day_number(gap)
                if last and last[0] <= day[0]:
                    last = None
            after = last[1] if last else index
            if self.key(after) == "من" or (self.norm(after) == "/" and self.inner(after + 1, "month")):
                after += 1
            month = self.month(after, True)
            if month is None and last is None and self.key(index) in ("من", "") and self.key(index):
                return self.day_of_unit(start, day[0], after)
            if month is None:
                return None
            reading = self.of_year(Reading(start, month[2], "date", month=month[0], hijri=month[1], day=day[0]))
            reading = self.with_next(reading)
            if last:
                second = replace(reading, start=gap, day=last[0])
                first = replace(reading, end=day[1])
                return Reading(
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
            return self.with_next(self.of_year(Reading(start, month[2], "date", month=month[0], hijri=month[1])))
        return None

    def with_next(self, reading: Reading) -> Reading:
        """The date with the year of the date that «و» or «أو» joins to it: ``نوفمبر وديسمبر 2015``."""
        if reading.year or reading.shift is not None or reading.first or reading.end >= self.count:
            return reading
        joined = self.norm(reading.end) in ("و", "أو", "او")
        if not joined and self.words[reading.end].proclitics != ("و",):
            return reading
        following = self.calendar_date(reading.end + joined)
        if following is None or following.kind != "date" or not following.year or not following.month:
            return reading
        if following.hijri != reading.hijri or not reading.month:
            return reading
        return replace(reading, year=following.year - (reading.month > following.month))

    def day_of_unit(self, start: int, day: int, index: int) -> Reading | None:
        """``12 من الشهر الجاري``: a day of a month that is told by where it lies."""
        unit = self.inner(index, "the-unit")
        shift = self.inner(index + 1, "shift")
        if unit and unit.value == "M" and shift:
            month = Reading(index, index + 2, "shift", shift=shift.number, unit="M")
            return Reading(start, index + 2, "date", day=day, first=month)
        return None

    def figures(self, index: int) -> Reading | None:
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
        return Reading(index, end, "date", year=year, month=month, day=day, hijri=hijri)

    def year_alone(self, index: int, company: bool) -> Reading | None:
        """``عام 2014``, ``عامي 2014 و2015``; a bare figure only in company."""
        word_key = self.key(index)
        if self.stems[index] or (self.words[index].proclitics and word_key not in _YEARS):
            word_key = self.words[index].key
        if word_key in _YEARS or word_key in TWO_YEARS:
            at = index + 1
            first = self.year(at)
            if not first:
                return None
            reading = Reading(index, first[2], "date", year=first[0], hijri=first[1])
            end = first[2]
            gap = end + 1 if self.norm(end) in ("و", "-", "/", "–") else end
            joined = gap > end or (end < self.count and self.words[end].proclitics == ("و",))
            second = self.year(gap) if joined and word_key in TWO_YEARS else None
            if second:
                other = Reading(gap, second[2], "date", year=second[0], hijri=second[1])
                return Reading(index, second[2], "range", first=reading, second=other, listed=True)
            return reading
        found = self.year(index)
        if not found or not (company or self.set_apart(index, found[2])):
            return None
        if self.sense(found[2], "unit", "plural", "the-unit") or self.norm(found[2]) in ("%", "٪"):
            return None
        reading = Reading(index, found[2], "date", year=found[0], hijri=found[1])
        second = self.year(found[2] + 1) if self.norm(found[2]) in _SEPARATORS else None
        if second and second[0] > found[0] and self.norm(index - 1) in _OPENING:  # (1950-1953)
            other = Reading(found[2] + 1, second[2], "date", year=second[0], hijri=second[1])
            return Reading(index, second[2], "range", first=reading, second=other)
        return reading

    def set_apart(self, index: int, end: int) -> bool:
        """Whether a figure stands by itself as years do: ``(1881)``, ``(1950-1953)``, ``- 1821``."""
        if self.words[index].norm != self.words[index].norm.zfill(4) or len(self.words[index].norm) != 4:
            return False
        before, after = self.norm(index - 1), self.norm(end)
        if before in _OPENING and after in _CLOSING:
            return True
        return before in _OPENING and after in _SEPARATORS and self.year(end + 1) is not None

    def period(self, index: int) -> Reading | None:
        """A unit told by where it lies: ``الشهر الماضي``, ``هذا العام``, ``اليوم التالي``, ``صيف 2016``."""
        start = index
        norm = self.norm(index)
        pointing = self.stem(index) if self.stems[index] or self.words[index].proclitics else norm
        if pointing in _THIS or pointing in _THAT:
            unit = self.inner(index + 1, "the-unit", "unit")
            part = self.inner(index + 1, "definite-part")
            if part and pointing in _THIS:
                return Reading(start, index + 1 + part.length, "day", offset=0, part=part.value)
            if unit is None or unit.value.startswith("T"):
                season = self.inner(index + 1, "season")
                if season and pointing in _THIS and self.norm(index + 1).startswith("ال"):
                    return Reading(start, index + 2, "shift", unit="Y", season=season.value, shift=0)
                return None
            if pointing in _THIS:
                if unit.kind != "the-unit":
                    return None
                if unit.value == "D":
                    return Reading(start, index + 2, "day", offset=0)
                return Reading(start, index + 2, "shift", unit=unit.value, shift=0)
            if unit.kind != "the-unit":
                return None
            return Reading(start, index + 2, "same", unit=unit.value)
        season = self.sense(index, "season")
        if season:
            return self.with_season(index, season)
        part = self.sense(index, "definite-part")
        if part and part.value.startswith("NI"):
            shift = self.inner(index + 1, "shift")
            if shift and shift.number < 0:
                return Reading(start, index + 2, "day", offset=-1, part=part.value)
            if self.norm(index + 1) in _SAME:
                return Reading(start, index + 2, "same", unit="D", part=part.value)
            if shift is None and self.norm(index).endswith("ليلة"):
                return Reading(start, index + 1, "day", offset=0, part=part.value)
            return None
        unit = self.sense(index, "the-unit")
        if unit is None or unit.value.startswith("T"):
            return None
        following = self.norm(index + 1)
        if following in _SAME:
            return Reading(start, index + 2, "same", unit=unit.value)
        if following in _NEXT_TOLD:
            return Reading(start, index + 2, "same", unit=unit.value, offset=1)
        ordinal = self.ordinal(index + 1) if unit.value in ("W", "CE") else None
        if ordinal and unit.value == "W" and ordinal[0] <= 5 and self.key(ordinal[1]) == "من":
            month = self.month(ordinal[1] + 1, True)
            if month and not month[1]:
                return self.of_year(Reading(start, month[2], "date", month=month[0], week=ordinal[0]))
        elif ordinal and unit.value == "CE":
            return Reading(start, ordinal[1], "century", value=f"{ordinal[0] - 1:02d}")
        shift = self.inner(index + 1, "shift")
        if shift is None and following in ("قبل", "ما"):
            at = index + 2 if following == "قبل" else index + 3
            beyond = self.inner(at, "shift")
            if beyond and beyond.number < 0:
                return Reading(start, at + 1, "shift", unit=unit.value, shift=-2)
        if shift is None:
            return None
        return Reading(start, index + 2, "shift", unit=unit.value, shift=shift.number)

    def with_season(self, index: int, season: Sense) -> Reading | None:
        start, index = index, index + 1
        if self.norm(start).startswith("ال"):
            shift = self.inner(index, "shift")
            return (
                Reading(start, index + 1, "shift", unit="Y", season=season.value, shift=shift.number) if shift else None
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

    def day(self, index: int) -> Reading | None:
        """A day by its weekday or by its distance from today, with all that is said of the same day after it."""
        start = index
        word_key = self.words[index].key if self.stems[index] or self.words[index].proclitics else self.key(index)
        company = False
        if word_key in ("يوم", "يومي"):
            index, company = index + 1, True
            if index >= self.count:
                return None
        deictic = self.sense(index, "day")
        reading: Reading | None = None
        if deictic and (not deictic.contextual or company or self.named_weekday(index + deictic.length)):
            if deictic.number == 0 and not self.today(index):
                return self.numbered_day(index)
            reading = Reading(start, index + deictic.length, "day", offset=deictic.number)
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
            reading = Reading(start, index + 1, "day", weekday=weekday.number, relation="weekday")
            last = index
            while self.follows_on(last):
                last += 1
            if last > index:
                # الاثنين والثلاثاء: days that follow on one another.
                number = (weekday.number + last - index - 1) % 7 + 1
                other = replace(reading, start=last, end=last + 1, weekday=number)
                return Reading(start, last + 1, "range", first=reading, second=other, listed=last == index + 1)
        return self.day_continued(reading)

    def follows_on(self, index: int) -> bool:
        """Whether the word after a weekday names the next day with «و», and the day is not told more closely."""
        here, there = self.sense(index, "weekday"), self.sense(index + 1, "weekday")
        if here is None or there is None or self.words[index + 1].proclitics != ("و",):
            return False
        if there.number != here.number % 7 + 1:
            return False
        return not self.inner(index + 2, "shift") and self.words[min(index + 2, self.count - 1)].kind != NUMBER

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

    def numbered_day(self, index: int) -> Reading | None:
        """``لليوم الثالث على التوالي``: days that end today."""
        same = self.period(index)
        if same:
            return same
        ordinal = self.ordinal(index + 1)
        if ordinal and self.key(ordinal[1]) == "علي" and self.key(ordinal[1] + 1) == "التوالي":
            return Reading(index, ordinal[1] + 2, "window", unit="D", count=ordinal[0] - 1, value=f"P{ordinal[0]}D")
        return None

    def day_continued(self, reading: Reading) -> Reading:
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
            numbered = self.words[at].kind == NUMBER or self.sense(at, "ordinal", "ordinal-bare")
            date_ = self.calendar_date(at) if numbered else None
            if date_ and date_.kind == "date" and date_.day and (reading.weekday or reading.offset == 0):
                end = date_.end
                if self.norm(at - 1) in _OPENING and self.norm(end) in _CLOSING:
                    end += 1
                return replace(date_, start=reading.start, end=end, weekday=reading.weekday, part=reading.part)
        return reading

    # composed expressions

    def core(self, index: int, company: bool = False) -> Reading | None:
        """A point or period on the calendar, without what may stand before it."""
        if index >= self.count:
            return None
        if not self.senses[index] and self.words[index].kind != NUMBER and self.stem(index) not in POINTING:
            return None
        return (
            self.day(index)
            or self.calendar_date(index, company)
            or self.period(index)
            or self.year_alone(index, company or self.year_expected(index))
        )

    def dated(self, index: int, company: bool = False) -> Reading | None:
        """A core with an edge or a part of the day before it: ``مطلع ديسمبر``, ``فجر الاثنين``."""
        if index >= self.count:
            return None
        part = self.sense(index, "part")
        if part:
            after = index + part.length
            found = self.core(after) if not (after < self.count and self.words[after].proclitics) else None
            if found and _is_day(found):
                found = replace(found, start=index, part=part.value)
                # ليل الأحد/الاثنين, ليل الأحد الاثنين, ليل الأحد إلى الاثنين: the night between the two.
                end = found.end + (self.norm(found.end) in _SEPARATORS or self.norm(found.end) in _TO | {"على"})
                following = self.sense(end, "weekday")
                if part.value.startswith("NI") and found.weekday and following and not self.written_on(end):
                    if following.number == found.weekday % 7 + 1:
                        found.end, found.nights = end + 1, True
                return found
            if part.contextual:
                return None
        edge = self.sense(index, "edge")
        if edge:
            after = index + edge.length
            if after < self.count and not self.words[after].proclitics:
                found = self.core(after, True)
                if found is None and (decades := self.sense(after, "decades")):
                    found = Reading(after, after + decades.length, "decades", value=decades.value)
                if found and (
                    found.kind in ("century", "decades")
                    or (found.kind in ("date", "shift") and not found.day and (found.unit or found.month or found.year))
                ):
                    return replace(found, start=index, edge=edge.value)
                unit = self.inner(after, "the-unit")
                if found is None and unit and unit.value in ("W", "M", "Y"):
                    return Reading(index, after + 1, "shift", unit=unit.value, shift=0, edge=edge.value)
        return self.core(index, company)

    def ranged(self, index: int) -> Reading | None:
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
        return Reading(index, second.end, "range", first=first, second=second)

    def time_of_day(self, index: int) -> Reading | None:
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
        return Reading(start, index, "clock", clock=clock)

    def amount(self, index: int) -> Reading | None:
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
            return Reading(start, index + few.length + 1, "duration", unit=unit.value, mod=mod)
        figure = self.number(index)
        if figure:
            unit = self.inner(figure[1], "unit", "plural") if figure[1] < self.count else None
            if unit is None:
                return None
            if self.key(figure[1] + 1) == "النصف":
                return None
            return self.and_half(Reading(start, figure[1] + 1, "duration", unit=unit.value, count=figure[0], mod=mod))
        dual = self.sense(index, "dual", "the-dual")
        if dual:
            if dual.kind == "the-dual" and self.key(index - 1) == "هذين":
                return None
            return self.and_half(Reading(start, index + 1, "duration", unit=dual.value, count=2, mod=mod))
        plural = self.sense(index, "plural")
        if plural and not plural.contextual:
            end = index + 1
            after = self.inner(end, "few-after")
            if after:
                end += 1
            return Reading(start, end, "duration", unit=plural.value, mod=mod)
        unit = self.sense(index, "unit")
        if unit and unit.value == "D" and self.key(index + 2) in _OBSERVED and self.words[index + 1].definite:
            return None  # يوم المسرح العالمي
        if unit and (not unit.contextual or modifier or self.key(index + 1) == "ونصف"):
            return self.and_half(Reading(start, index + 1, "duration", unit=unit.value, count=1, mod=mod))
        return None

    def and_half(self, reading: Reading) -> Reading:
        """The length with the half of a unit that is told after it: ``عام ونصف``, ``سنتين ونصف السنة``."""
        if self.key(reading.end) != "ونصف" or reading.count is None:
            return reading
        again = self.inner(reading.end + 1, "unit", "the-unit")
        end = reading.end + (2 if again and again.value == reading.unit else 1)
        return replace(reading, count=reading.count + 0.5, end=end)

    def length(self, index: int) -> Reading | None:
        """An amount that tells something by itself: not ``أيام`` in ``أيام العيد``."""
        found = self.amount(index)
        if found and found.count is None and found.end == index + 1:
            return None
        return found

    def window(self, index: int) -> Reading | None:
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
        return Reading(start, index, "window", unit=unit.value, count=count, shift=shift.number)

    def ago(self, index: int) -> Reading | None:
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
                return Reading(found.start, found.end, "since", first=replace(found, behind=True))
            return replace(found, relation=found.relation or sense.value) if sense.value == "before" else found
        if sense.value == "since" and (then := self.inner(at, "then")):
            return Reading(index, at + then.length, "then")
        amount = self.amount(at)
        if amount is None and (unit := self.inner(at, "unit")):
            amount = self.and_half(Reading(at, at + 1, "duration", unit=unit.value, count=1))
        if amount is None:
            return None
        if sense.value == "since":  # «منذ» is a signal of TIMEX3, not a part of the expression, as it is with a date
            return replace(amount, kind="ago", relation="since")
        floating = self.key(amount.end) in ("من", "علي", "ان")
        return replace(amount, start=index, kind="ago", relation=sense.value, floating=floating)

    def set_of(self, index: int) -> Reading | None:
        """``كل جمعة``, ``كل يوم``, ``كل عامين``, ``يوميا``."""
        sense = self.sense(index, "set")
        if sense:
            return Reading(index, index + sense.length, "set", value=sense.value)
        if self.sense(index, "every") is None:
            return None
        at = index + 1
        part = self.inner(at, "part")
        weekday_at = at + 1 if self.key(at) == "يوم" or part else at
        weekday = self.inner(weekday_at, "weekday")
        if weekday:
            return Reading(index, weekday_at + 1, "set", value=f"XXXX-WXX-{weekday.number}")
        unit = self.inner(at, "unit", "dual")
        if unit:
            return Reading(index, at + 1, "set", value=period(2 if unit.kind == "dual" else 1, unit.value))
        amount = self.amount(at)
        if amount and amount.count:
            return Reading(index, amount.end, "set", value=period(amount.count, amount.unit))
        if part and not part.contextual:
            return Reading(index, at + part.length, "set", value=f"XXXX-XX-XXT{part.value[:2]}")
        return None

    def is_name(self, reading: Reading) -> bool:
        """Whether a day or month is the name of a movement, a square, a quarter (``حركة 20 فبراير``, ``حي مايو``)."""
        if not reading.month or reading.year or reading.kind != "date" or reading.shift is not None:
            return False
        return not reading.first and self.sense(reading.start - 1, "named") is not None

    def read(self, index: int) -> Reading | None:
        """The expression that starts at a word, if one does."""
        senses = self.senses[index]
        word = self.words[index]
        found: Reading | None = None
        if not senses and word.kind != NUMBER:
            if word.stem == "بين" or word.norm == "من":
                return self.ranged(index)
            return self.period(index) or self.window(index) or self.year_alone(index, False) or self.day(index)
        moment = self.sense(index, "moment")
        if moment and (found := self.moment_of(index, moment)):
            return found
        for sense in senses:
            if sense.kind == "reference":
                return Reading(index, index + sense.length, "reference", value=sense.value)
            if sense.kind == "since-then":
                return Reading(index, index + sense.length, "then")
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
                return Reading(index, index + decades.length, "decades", value=decades.value)
            return None
        if found.kind == "date" and self.is_name(found):
            return Reading(found.start, found.end, "name")
        if found.kind == "date" and self.begun(found.start):
            return Reading(found.start, found.end, "since", first=replace(found, behind=True))
        if found.kind == "date" and found.month and found.day and not found.year and found.shift is None:
            found.named = self.sense(found.start - 1, "occasion") is not None
        return found

    def moment_of(self, index: int, moment: Sense) -> Reading | None:
        """``وقت سابق من الشهر الجاري``, ``ساعة متأخرة الجمعة``: a part of a day, month or year, told by that."""
        at = index + moment.length
        within = self.key(at) == "من"
        at += within
        if at >= self.count or self.words[at].proclitics:
            return None
        found = self.dated(at)
        if found and (_is_day(found) or found.kind in ("date", "shift")):
            return replace(found, start=index)
        unit = self.inner(at, "the-unit")
        if within and unit and unit.value in ("W", "M", "Y"):  # من الأسبوع
            return Reading(index, at + 1, "shift", unit=unit.value, shift=0)
        return None

    def begun(self, index: int) -> bool:
        """Whether the words before a date say since the start of what: ``منذ بدء الحملة في 30 مارس``."""
        if self.key(index - 1) != "في":
            return False
        for place in range(index - 2, max(index - _SINCE_REACH, 0), -1):
            if self.key(place) in _STARTS:
                return self.key(place - 1) in ("منذ", "مذ")
        return False

    def occasion(self, index: int, sense: Sense) -> Reading:
        reading = Reading(index, index + sense.length, sense.kind, value=sense.value)
        if sense.kind == "feast":
            after = self.inner(reading.end, "shift")
            if after:
                return replace(reading, shift=after.number, end=reading.end + 1)
            year = self.year(reading.end)
            if year:
                return replace(reading, year=year[0], hijri=year[1], end=year[2])
        return reading


POINTING = _THIS | _THAT | _YEARS | frozenset(("لعام", "عامي", "العام", "يومي"))
_STARTS = frozenset(("بدء", "بدايه", "انطلاق", "اندلاع", "انطلاقه", "اعلان", "توقيع", "سقوط"))
_OCCASION_REACH = 4  # how far before its year an occasion may stand
_SINCE_REACH = 10  # how far before its date «منذ» may stand
WITHIN = frozenset(("خلال", "غضون", "لمده", "مده", "مدي", "مدار"))
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


def _is_day(reading: Reading) -> bool:
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


def period(count: float | None, unit: str) -> str:
    number = "X" if count is None else f"{count:g}"
    if unit.startswith("T"):
        return f"PT{number}{unit[1]}"
    return f"P{number}{unit}"
