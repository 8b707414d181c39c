"""Putting expressions of time on the calendar: TIMEX3 values, and the EDTF value of an event dated by them.

News says when mostly by leaning on the day it was published, and now and then on a date it has just told. What cannot
be placed has no value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from hijridate import Gregorian, Hijri

from masdar.arabic.document import PUNCTUATION
from masdar.coding.timereading import WITHIN, Reading, TimeReader, period

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


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


_DAYS = {"D": 1.0, "W": 7.0}
_MONTHS = {"M": 1, "Y": 12, "DE": 120, "CE": 1200}
_FINER = {"Y": "M", "M": "D"}
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


class TimeResolver:
    """Puts readings on the calendar, in the order of the text, remembering the dates told so far."""

    def __init__(self, reader: TimeReader, published: date | None) -> None:
        self.reader = reader
        self.document = reader.document
        self.published = published
        self.last: str | None = None  # the value that was told last, at its own precision
        self.last_day: date | None = None
        self.last_month: tuple[int, int] | None = None
        self.last_year: int | None = None

    def tense(self, place: int) -> int:
        """How a word dates what is told beside it: 2 and 1 to come (surely, perhaps), -2 past, 0 not at all.

        -1 is a verb in the past that may tell of what is to come: ``دعا``, ``أعلن``.
        """
        word, reader = self.reader.words[place], self.reader
        if word.kind == PUNCTUATION or word.hashtag:
            return 0
        cue = reader.sense(place, "ahead")
        if cue:
            # كان اللقاء مقررا: what had been planned.
            had = any(reader.key(before) in _WAS for before in range(place - _WAS_REACH, place))
            return -2 if had else 1 if cue.value else 2
        if "س" in word.proclitics:
            return 2
        if word.tag == "VERB":
            if reader.key(place - 1) == "لم" or _is_past(word.key):
                return -1 if reader.sense(place, "announces") else -2
            # «أن» makes what follows it a wish or a plan, unless it is said of what went before.
            planned = reader.key(place - 1) == "ان" and reader.key(place - 2) not in _BEFORE_THAT
            return 1 if planned else 0
        return 2 if word.tag in ("", "PROPN", "X") and _FUTURE.match(word.norm) else 0

    def direction(self, index: int, end: int) -> tuple[int, int]:
        """Which way the nearest word of the sentence that has a tense points, and how many words lie between.

        What stands before decides; what follows only where nothing there has one (``والأحد قتل ثلاثة``).
        """
        document, words = self.document, self.reader.words
        if not document.sentences:
            return 0, _CUE_REACH
        sentence = document.sentences[document.sentence_of(index)]
        apart = 0
        for place in range(index - 1, max(sentence.start, index - _CUE_REACH) - 1, -1):
            tense = self.tense(place)
            if tense:
                return tense, apart
            apart += words[place].kind != PUNCTUATION
        apart = 0
        for place in range(end, min(sentence.end, end + _CUE_REACH)):
            tense = self.tense(place)
            if tense:
                return tense, apart + _FOLLOWING
            apart += words[place].kind != PUNCTUATION
        return 0, _CUE_REACH

    def ahead(self, reading: Reading) -> bool:
        """Whether the sentence of an expression speaks of what is to come: سـ on a verb, سوف, المقرر."""
        return self.direction(reading.start, reading.end)[0] > 0

    def weekday_ahead(self, reading: Reading, on: int) -> tuple[bool, bool]:
        """Whether a bare weekday, ``on`` days ahead or ``7 - on`` back, lies ahead, and whether that is in doubt.

        News names the days just gone and the days to come that are nearest: in 870 reports read for this
        (training/batch-*.jsonl) a weekday one to three days back was always the past one, one that was tomorrow's or
        the next day's was to come in 31 of 36.
        """
        tense, apart = self.direction(reading.start, reading.end)
        if on > _NEAR_DAYS:
            return tense == 2 and apart <= _CUE_NEAR, False
        if self.reader.key(reading.end) in _THAT:
            return False, False  # مؤكدة الاثنين أن: what has been said
        if tense < 0:
            return tense == -1 and apart > _VERB_NEAR, apart > _VERB_NEAR
        return True, False

    def resolve(self, reading: Reading) -> list[TimeExpression]:
        """The expressions for a reading; none for a name, two for two dates joined by «و»."""
        if reading.kind == "name":
            return []
        if reading.listed and reading.first and reading.second:
            whole = self.expression(reading)
            parts = [
                self.expression(replace(part, start=max(part.start, reading.start)))
                for part in (reading.first, reading.second)
            ]
            if reading.second.relation == "weekday" and whole.edtf:
                parts[1] = replace(parts[1], value=whole.edtf.split("/")[-1])
            # An event on the tenth and the eleventh lasts from one to the other.
            return [replace(part, edtf=whole.edtf, precision=whole.precision) for part in parts]
        return [self.expression(reading)]

    def expression(self, reading: Reading) -> TimeExpression:
        """One reading on the calendar, with its place in the text."""
        type_, value, edtf, anchor, ahead = getattr(self, "_" + reading.kind.replace("-", "_"))(reading)
        mod = reading.mod or (_MODS[reading.edge] if reading.edge else None)
        words = self.document.words[reading.start : reading.end]
        start, end = words[0].stem_start, words[-1].end
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
        if edtf is None:
            return
        self.last = edtf.split("/")[0].rstrip("~?")
        if "/" in edtf:
            return
        plain = self.last
        self.last_year = int(plain[:4])
        if len(plain) >= 7:
            self.last_month = (int(plain[:4]), int(plain[5:7]))
        if len(plain) == 10:
            self.last_day = date.fromisoformat(plain)

    # one method a kind of reading; each gives type, TIMEX3 value, EDTF, anchor, whether it lies ahead

    def _date(self, reading: Reading) -> Resolved:
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
            return "DATE", value, edtf, anchor, ahead
        if year is None:
            value = f"XXXX-{month:02d}" + (f"-{day:02d}" if day else "")
            return ("TIME" if reading.part or reading.clock else "DATE"), value + _suffix(reading), None, "", False
        if day is None:
            text = f"{year:04d}-{month:02d}"
            edtf = _week_of_month(year, month, reading.week) if reading.week else text
            return "DATE", text, edtf, anchor, ahead
        try:
            text = date(year, month, day).isoformat()
        except ValueError:
            return "DATE", None, None, "", False
        return ("TIME" if reading.part or reading.clock else "DATE"), text + _suffix(reading), text, anchor, ahead

    def _year_of(self, reading: Reading) -> tuple[int | None, bool]:
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
            back = (published.year - past) * 12 + published.month - month
            on = (future - published.year) * 12 + month - published.month
        else:
            day = _clamped(published.year, month, reading.day)
            if day is None:
                return None, False
            past = published.year - (day >= published if shift == -1 else day > published)
            future = published.year + (day < published)
            before, after = _clamped(past, month, reading.day), _clamped(future, month, reading.day)
            back = (published - before).days if before else 999
            on = (after - published).days if after else 999
        if shift is not None:
            return (past, False) if shift < 0 else (future, True)
        if past == future or reading.behind:
            return past, False
        ahead = self.lies_ahead(reading, back, on)
        return (future, True) if ahead else (past, False)

    def lies_ahead(self, reading: Reading, back: int, on: int) -> bool:
        """Whether the later of two dates is meant, from how far they lie and which way the sentence points."""
        tense, apart = self.direction(reading.start, reading.end)
        if tense == 2:
            return on < (10 if apart <= _CUE_NEAR else 4) * back
        if tense < 0:
            return 8 * on < back  # the month to come in a sentence that began with «أعلن»
        return 4 * on < back if tense == 0 else on < 2 * back

    def _hijri(self, reading: Reading) -> Resolved:
        year, anchor, ahead = reading.year, "told", False
        if year is None:
            if self.published is None or reading.month is None:
                return "DATE", None, None, "", False
            try:
                today = Gregorian.fromdate(self.published).to_hijri()
            except OverflowError:  # the tables go from 1924 to 2077
                return "DATE", None, None, "", False
            this = (today.month, today.day)
            wanted = (reading.month, reading.day or 1)
            later = wanted > this
            on = ((wanted[0] - this[0]) * 30 + wanted[1] - this[1]) % _HIJRI_YEAR
            ahead = reading.shift == 1 or (
                reading.shift is None and later and self.lies_ahead(reading, _HIJRI_YEAR - on, on)
            )
            if ahead:
                year = today.year + (wanted < this)
            elif reading.shift == -1 and reading.day is None:
                year = today.year - (reading.month >= today.month)
            else:
                year = today.year - later
            anchor = "published"
        days = _hijri_days(year, reading.month, reading.day)
        return "DATE", days, days, anchor if days else "", ahead

    def _day(self, reading: Reading) -> Resolved:
        type_: TimexKind = "TIME" if reading.part or reading.clock else "DATE"
        published = self.published
        if published is None:
            value = f"XXXX-WXX-{reading.weekday}" if reading.weekday else None
            return type_, value + _suffix(reading) if value else None, None, "", False
        ahead, edtf = False, ""
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
                # Told both ways (أمس الاثنين), and the weekday is surer: the nearest such day.
                told = published + timedelta(days=reading.offset)
                on = (reading.weekday - told.isoweekday()) % 7
                day = told + timedelta(days=on if on <= _NEAR_DAYS + 1 else on - 7)
                ahead = day > published
            elif reading.shift is not None and reading.shift != 0:
                ahead = reading.shift > 0
                day = published + timedelta(days=on or 7) if ahead else published - timedelta(days=back or 7)
            else:
                ahead, doubt = (False, False) if back == 0 or reading.behind else self.weekday_ahead(reading, on)
                day = published + timedelta(days=on) if ahead else published - timedelta(days=back)
                edtf += "?" * doubt
        edtf = day.isoformat() + edtf
        if reading.nights:
            edtf = f"{day.isoformat()}/{(day + timedelta(days=1)).isoformat()}"
        return type_, day.isoformat() + _suffix(reading), edtf, "published", ahead

    def _clock(self, reading: Reading) -> Resolved:
        day, anchor = (self.last_day, "before") if self.last_day else (self.published, "published")
        if day is None:
            return "TIME", reading.clock, None, "", False
        return "TIME", day.isoformat() + (reading.clock or ""), day.isoformat(), anchor, False

    def _same(self, reading: Reading) -> Resolved:
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

    def _shift(self, reading: Reading) -> Resolved:
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

    def _ago(self, reading: Reading) -> Resolved:
        """``قبل شهرين`` is a point, ``منذ شهرين`` all the time from it to now."""
        published, unit = self.published, reading.unit
        sign = 1 if reading.relation == "after" else -1
        vague = reading.count is None and not unit.startswith("T")
        if published is None or reading.floating or vague:
            edtf = _lately(published, unit) if published and sign < 0 and not reading.floating else None
            anchor = "published" if edtf else ""
            if reading.floating or reading.relation == "since":
                return "DURATION", period(reading.count, unit), edtf, anchor, False
            return "DATE", _reference(sign), edtf, anchor, False
        day = _shifted(published, reading.count or 1, unit, sign)
        if day is None:
            return "DATE", None, None, "", False
        if reading.count and reading.count % 1:  # عام ونصف
            unit = _FINER.get(unit, unit)
        text = _at_precision(day, unit)
        if sign > 0:
            # «بعد شهر» is said of what was just told as often as of now.
            if not self.ahead(reading):
                return "DURATION", period(reading.count, unit), None, "", False
            return "DATE", text, text, "published", True
        if reading.relation == "since":
            until = _at_precision(published, unit)
            edtf = text if text == until else f"{text}/{until}"
            return "DURATION", period(reading.count, reading.unit), edtf, "published", False
        return "DATE", text, text, "published", False

    def _since(self, reading: Reading) -> Resolved:
        first = reading.first
        assert first is not None
        type_, value, edtf, anchor, ahead = getattr(self, "_" + first.kind)(first)
        if edtf is None or self.published is None:
            return type_, value, None, anchor, ahead
        edtf = _at_edge(edtf, first)
        begin = edtf.split("/")[0].rstrip("~?")
        until = self.published.isoformat()[: len(begin)]
        if begin > until:
            return type_, value, edtf, anchor, ahead
        return type_, value, edtf if begin == until else f"{begin}/{until}", anchor, False

    def _then(self, _: Reading) -> Resolved:
        """``منذ ذلك الحين``: from the date told last to now, in doubt because more may have been told since."""
        begin = self.last
        if begin is None or self.published is None or begin >= self.published.isoformat()[: len(begin)]:
            return "DATE", "PAST_REF", None, "", False
        return "DATE", "PAST_REF", f"{begin}?/{self.published.isoformat()[: len(begin)]}", "before", False

    def _window(self, reading: Reading) -> Resolved:
        """``الأيام الستة الماضية``; without a figure the bounds are uncertain."""
        published, unit, count = self.published, reading.unit, reading.count
        ahead = (reading.shift or -1) > 0
        value = reading.value or (period(count, unit) if count else _reference(1 if ahead else -1))
        type_: TimexKind = "DURATION" if value.startswith("P") and value[1] in "T0123456789" else "DATE"
        if published is None:
            return type_, value, None, "", ahead
        if count is None and unit == "TH":
            return type_, value, f"{published.isoformat()}~", "published", ahead
        if count is None and unit == "D":
            edtf = _lately(published + timedelta(days=_BACK["D"]), unit) if ahead else _lately(published, unit)
            return type_, value, edtf, "published", ahead
        other = _shifted(published, _SEVERAL if count is None else count, unit, 1 if ahead else -1)
        if other is None or (count is None and unit.startswith("T")):
            return type_, value, None, "", ahead
        fine = "M" if count is None and unit == "W" else unit
        low, high = sorted((_at_precision(published, fine), _at_precision(other, fine)))
        if count is None and low == high:
            return type_, value, f"{low}~", "published", ahead
        if count is None:
            low, high = (low, high + "~") if ahead else (low + "~", high)
        return type_, value, low if low == high else f"{low}/{high}", "published", ahead

    def _duration(self, reading: Reading) -> Resolved:
        value = period(reading.count, reading.unit)
        within = self.reader.key(reading.start - 1) in WITHIN
        if not within or self.published is None or not reading.count or not self.ahead(reading):
            return "DURATION", value, None, "", False
        # «خلال ثلاثين يوما» of what is to come counts from now, or from the later day just told.
        later = self.last_day is not None and self.last_day > self.published
        begin = self.last_day if later and self.last_day else self.published
        end = _shifted(begin, reading.count, reading.unit, 1)
        edtf = f"{begin.isoformat()}/{end.isoformat()}" if end and end != begin else None
        return "DURATION", value, edtf, ("before" if later else "published") if edtf else "", edtf is not None

    def _set(self, reading: Reading) -> Resolved:
        return "SET", reading.value, None, "", False

    def _reference(self, reading: Reading) -> Resolved:
        now = reading.value == "PRESENT_REF" and self.published is not None
        edtf = self.published.isoformat() if now and self.published else None
        return "DATE", reading.value, edtf, "published" if now else "", False

    def _decades(self, reading: Reading) -> Resolved:
        return "DATE", reading.value, f"{reading.value}0/{reading.value}9", "told", False

    def _century(self, reading: Reading) -> Resolved:
        return "DATE", reading.value, f"{reading.value}00/{reading.value}99", "told", False

    def _span(self, reading: Reading) -> Resolved:
        return "DATE", reading.value, reading.value, "told", False

    def _feast(self, reading: Reading) -> Resolved:
        hijri = reading.value.startswith("h")
        month, day = (int(part) for part in reading.value.lstrip("h").split("-"))
        return self._date(replace(reading, kind="date", month=month, day=day, hijri=hijri))

    def _range(self, reading: Reading) -> Resolved:
        assert reading.first is not None
        assert reading.second is not None
        _, _, low, anchor, _ = getattr(self, "_" + reading.first.kind)(reading.first)
        _, _, high, _, ahead = getattr(self, "_" + reading.second.kind)(reading.second)
        if low is None or high is None:
            return "DATE", None, None, "", False
        if reading.second.relation == "weekday" and reading.first.weekday and reading.second.weekday:
            # A weekday can come with a part of the night, which ends on the day after it.
            begin = date.fromisoformat(low.split("/")[0].rstrip("?~%"))
            high = (begin + timedelta(days=(reading.second.weekday - reading.first.weekday) % 7)).isoformat()
        low, high = _at_edge(low, reading.first), _at_edge(high, reading.second)
        low, high = low.split("/")[0].rstrip("~?"), high.split("/")[-1].rstrip("~?")
        if low > high:
            return "DATE", None, None, "", False
        return "DATE", f"{low}/{high}", f"{low}/{high}", anchor, ahead


Resolved = tuple[TimexKind, str | None, str | None, str, bool]
_SEVERAL = 3  # what "the last weeks" without a figure are taken for; its bound is marked as uncertain
_FUTURE = re.compile(r"و?س[يت]\w\w+(ان|ون)$")  # a future verb that was not split: it may be a name else
_BACK = {"D": 3, "W": 28, "M": 180}  # how many days back "days ago", "weeks ago", "months ago" may lie
_CUE_REACH = 12  # how many words from an expression a verb is looked for that tells which way it points
_CUE_NEAR = 6  # ... and how near one must be that outweighs what is usual
_FOLLOWING = 3  # what follows an expression counts as so many words further off
_VERB_NEAR = 4  # words that may lie between a verb in the past and the weekday that dates it
_NEAR_DAYS = 2  # today's news names what is this near ahead by its weekday
_HIJRI_YEAR = 355
_WAS = frozenset(("كان", "كانت", "وكان", "وكانت"))
_WAS_REACH = 3  # words that «كان» may stand before a plan
_THAT = frozenset(("ان", "انه", "انها", "انهم"))
_BEFORE_THAT = frozenset(("قبل", "بعد", "منذ", "الي", "دون"))


def _is_past(verb: str) -> bool:
    """Whether the key of a verb is of the past: what begins like the present is, too, where its end tells so."""
    if verb[:1] not in ("ي", "ت", "ن"):
        return True
    if verb[0] == "ن" and len(verb) == 3:  # نقل, نشر
        return True
    return verb in ("تم", "توفي") or (verb[0] != "ي" and len(verb) > 4 and verb.endswith(("ت", "وا")))


def _reference(sign: int) -> str:
    return "FUTURE_REF" if sign > 0 else "PAST_REF"


def _suffix(reading: Reading) -> str:
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


def _at_edge(edtf: str, reading: Reading) -> str:
    """A year told by its beginning, middle or end as the bound of a stretch: its month."""
    return f"{edtf}-{_EDGE_MONTH[reading.edge]}" if reading.edge and len(edtf) == 4 else edtf


def _lately(published: date, unit: str) -> str | None:
    """``قبل أيام``, ``منذ أسابيع``, ``قبل أشهر``: the months or years that may be meant, None where they are many."""
    back = _BACK.get(unit)
    if back is None:
        return None
    kept = 4 if unit == "M" else 7
    low, high = (published - timedelta(days=back)).isoformat()[:kept], published.isoformat()[:kept]
    return f"{high}~" if low == high else f"{low}~/{high}"


def _week_of_month(year: int, month: int, week: int) -> str:
    first = date(year, month, 1) + timedelta(weeks=week - 1)
    last = min(first + timedelta(days=6), _add_months(date(year, month, 1), 1) - timedelta(days=1))
    return f"{first.isoformat()}/{last.isoformat()}"


def _season(year: int, season: str) -> str:
    first, last = _SEASON_MONTHS[season]
    return f"{year:04d}-{first:02d}/{year + (last < first):04d}-{last:02d}"
