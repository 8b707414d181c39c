"""Days as whole numbers, counted from 1970-01-01; 0 stands for *not known* (nothing that is told here fell on it)."""

from __future__ import annotations

from datetime import date, timedelta

_EPOCH = date(1970, 1, 1)
UNKNOWN = 0
#: An event told by month or by few days is found by a range of days that touches it; one told only by a longer span,
#: such as a year, by a range that holds all of it: *in 2015* says nothing of the second week of March.
SHORT = 31


def number(day: date | str | None) -> int:
    """The number of a day or an ISO date; :data:`UNKNOWN` for None."""
    if day is None:
        return UNKNOWN
    return ((date.fromisoformat(day) if isinstance(day, str) else day) - _EPOCH).days


def day(number: int) -> date | None:
    """The day of a number; None for :data:`UNKNOWN`."""
    return _EPOCH + timedelta(days=number) if number != UNKNOWN else None


def week(number: int) -> int:
    """The Monday of a day's week."""
    return number - (number + 3) % 7


#: Days of a block: sixteen weeks. Longer, and a range of days has many weeks at its ends; shorter, and many blocks.
BLOCK = 16 * 7
#: The block of events of which no day is known.
NO_BLOCK = -(10**9)


def block(number: int) -> int:
    """The first Monday of a day's block."""
    return NO_BLOCK if number == UNKNOWN else (number + 3) // BLOCK * BLOCK - 3


def counted(first: int, last: int) -> int:
    """The day that an event is counted on: its first; :data:`UNKNOWN` for one that is told by a long span only."""
    return first if last - first <= SHORT else UNKNOWN
