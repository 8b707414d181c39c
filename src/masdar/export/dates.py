"""What an event's time says in days, for formats that have columns for a first and a last day and no EDTF."""

from __future__ import annotations

import calendar
import re
from datetime import date

_PLAIN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?[~?%]?")


def days(value: str | None) -> tuple[date, date] | None:
    """The first and the last day of an EDTF day, month, year or interval; None where it has no such days.

    >>> days("2018-02")
    (datetime.date(2018, 2, 1), datetime.date(2018, 2, 28))
    """
    first, _, last = (value or "").partition("/")
    start, end = _period(first), _period(last or first)
    if start is None or end is None or end[1] < start[0]:
        return None
    return start[0], end[1]


def _period(value: str) -> tuple[date, date] | None:
    match = _PLAIN.fullmatch(value)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        last = month or 12
        return date(year, month or 1, 1), date(year, last, calendar.monthrange(year, last)[1])
    except ValueError:
        return None
