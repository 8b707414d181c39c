"""The words that tell time, as data: months of four calendars' names, weekdays, parts of the day, units, edges.

The Arab world names one month in three ways and writes two of them with a slash between; what each word stands for is
the same for everyone and is kept in ``calendar.csv``. How words are put together to an expression, and which day that
is, is the business of :mod:`masdar.coding.times`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from masdar.arabic.script import key, normalise
from masdar.knowledge.tables import Row, read_all

COLUMNS = ("id", "kind", "value", "needs", "forms")

_RANGES = {"month": 12, "hijri": 12, "weekday": 7}
_UNIT = re.compile(r"T[SMH]|[DWMY]|DE|CE")
_PATTERNS = {
    "part": re.compile(r"(MO|MI|AF|EV|NI|DT)/\d\d-\d\d"),
    "day": re.compile(r"-?\d"),
    "unit": _UNIT,
    "dual": _UNIT,
    "plural": _UNIT,
    "decades": re.compile(r"\d{3}"),
    "season": re.compile(r"SP|SU|FA|WI"),
    "edge": re.compile(r"start|mid|end"),
    "shift": re.compile(r"-1|0|1"),
    "recent": re.compile(r"-1"),
    "reference": re.compile(r"(PRESENT|PAST|FUTURE)_REF"),
    "set": re.compile(r"P1[DWMY]"),
    "feast": re.compile(r"h?\d\d-\d\d"),
    "span": re.compile(r"\d{4}/\d{4}"),
    "every": re.compile(r""),
    "ago": re.compile(r"before|since|after"),
    "modifier": re.compile(r"MORE_THAN|LESS_THAN|APPROX"),
    "few": re.compile(r"\d"),
    "few-after": re.compile(r"\d"),
    "number": re.compile(r"\d+(\.\d+)?"),
    "ordinal": re.compile(r"\d+"),
    "ordinal-bare": re.compile(r"\d+"),
    "teen": re.compile(r"10"),
    "named": re.compile(r""),
    "market": re.compile(r""),
    "occasion": re.compile(r""),
    "then": re.compile(r""),
    "moment": re.compile(r""),
    "since-then": re.compile(r""),
    "announces": re.compile(r""),
    "ahead": re.compile(r"|weak"),
}
_PATTERNS["adverb"] = _PATTERNS["definite-part"] = _PATTERNS["part"]

#: The kinds of words that the table may hold; the loader adds ``the-unit``, ``the-dual`` and ``the-plural``.
KINDS = frozenset(_RANGES) | frozenset(_PATTERNS)


@dataclass(frozen=True, slots=True)
class Sense:
    """What one form stands for: ``rest`` are the keys of its further words, ``contextual`` asks for company."""

    kind: str
    value: str
    rest: tuple[str, ...]
    contextual: bool
    id: str

    @property
    def number(self) -> int:
        """The value as a whole number, for kinds that have one."""
        return int(self.value)

    @property
    def length(self) -> int:
        """How many words the form has."""
        return 1 + len(self.rest)


def _fold(form: str) -> list[str]:
    return [key(normalise(word)) for word in form.split()]


def _checked(row: Row) -> None:
    kind, value = row["kind"], row["value"]
    if kind not in KINDS:
        raise row.error(f"kind {kind!r} is none of {', '.join(sorted(KINDS))}")
    if kind in _RANGES:
        if not value.isdigit() or not 1 <= int(value) <= _RANGES[kind]:
            raise row.error(f"value {value!r} of a {kind} is no number from 1 to {_RANGES[kind]}")
    elif not _PATTERNS[kind].fullmatch(value):
        raise row.error(f"value {value!r} does not fit kind {kind!r}")
    if row["needs"] not in ("", "context"):
        raise row.error(f"needs {row['needs']!r} is neither empty nor “context”")
    if not row.many("forms"):
        raise row.error("has no forms")


@dataclass(slots=True)
class _Index:
    senses: dict[str, list[Sense]] = field(default_factory=dict)

    def add(self, words: list[str], kind: str, row: Row) -> None:
        sense = Sense(kind, row["value"], tuple(words[1:]), row["needs"] == "context", row["id"])
        known = self.senses.setdefault(words[0], [])
        if sense not in known:
            known.append(sense)


@dataclass(frozen=True)
class Calendar:
    """Every form by the key of its first word, longest forms first."""

    senses: dict[str, tuple[Sense, ...]]

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys by which an expression may begin."""
        return frozenset(self.senses)


def load_calendar(own: Iterable[Path] = ()) -> Calendar:
    """The built-in calendar words with the rows of the user's directories over them.

    :raises LexiconError: where a row cannot be used.
    """
    index = _Index()
    for row in read_all("calendar.csv", COLUMNS, own):
        _checked(row)
        kind = row["kind"]
        for form in row.many("forms"):
            words = _fold(form)
            index.add(words, kind, row)
            if kind in ("unit", "dual", "plural") and not words[0].startswith("ال"):
                index.add(["ال" + words[0], *words[1:]], "the-" + kind, row)
            elif kind == "number" and row["value"] not in ("1", "2"):
                # الأيام الستة; «الاثنين» is the weekday.
                index.add(["ال" + words[0], *words[1:]], "number", row)
            elif kind == "teen":
                index.add(["ال" + words[0]], "teen", row)
    return Calendar(
        {first: tuple(sorted(found, key=lambda sense: -sense.length)) for first, found in index.senses.items()}
    )
