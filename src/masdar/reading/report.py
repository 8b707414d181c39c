"""What comes through the door: a report, or one sentence on why there is none.

Reading never raises for bad input: whatever cannot be read becomes a :class:`Problem` in the same stream as the
reports, so that one bad file never costs the good ones around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# A novel has about half a million characters; what is longer than this is no report but an archive or a mistake, and
# would keep the coder busy for minutes.
MAX_CHARACTERS = 500_000
# Half a million characters of Arabic are 1 MB; pages, PDF and DOCX carry markup, fonts and pictures besides.
MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Report:
    """One report as it is given to the coder; all offsets of its record are code points into ``text``.

    ``path`` is the file it came from as the user named it (``-`` for standard input), ``line`` its line in a JSONL
    file.
    """

    doc_id: str
    text: str
    title: str | None = None
    published: date | None = None
    source: str | None = None
    url: str | None = None
    path: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read or coded: where, what is wrong, and what to do about it."""

    path: str
    line: int | None
    what: str
    remedy: str

    def __str__(self) -> str:
        """One sentence on one line, safe to print whatever the file is called."""
        place = self.path if self.line is None else f"{self.path}, line {self.line}"
        return printable(f"{place}: {self.what}; {self.remedy}.")


class Unreadable(Exception):
    """Raised by readers of one kind of file; the door turns it into a :class:`Problem`."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader of one kind of file finds in it."""

    text: str
    title: str | None = None
    published: date | None = None
    source: str | None = None
    url: str | None = None


def printable(text: str) -> str:
    """``text`` on one line, without what would steer a terminal or cannot be written as UTF-8."""
    return "".join(
        char if char.isprintable() else " " if char.isspace() else "\N{REPLACEMENT CHARACTER}" for char in text
    )


def parse_date(value: str) -> date:
    """The day of an ISO 8601 date or date and time (``2018-08-27``, ``2018-08-27T10:00:00Z``), as it is written there.

    :raises ValueError: for anything else.
    """
    stripped = value.strip()
    if len(stripped) < 10 or stripped[4] != "-" or stripped[7] != "-":
        raise ValueError(f"{printable(stripped[:40])!r} is no ISO date")
    day = date.fromisoformat(stripped[:10])
    rest = stripped[10:]
    if rest and rest[0] not in "T +-Z":
        raise ValueError(f"{printable(stripped[:40])!r} is no ISO date")
    return day
