"""CSV: one row an event, for spreadsheets.

Reports are other people's words, and a spreadsheet runs a cell that starts like a formula: such cells get an
apostrophe before them, which spreadsheets show as plain text. Nothing else of a cell is changed, but that line breaks
become blanks. All formats that are CSV write their lines with :func:`line`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

from masdar.export.flat import COLUMNS, Cell, main_place, row
from masdar.export.format import put
from masdar.record import Record

# What OWASP's page on CSV injection lists, with the full-width forms that some spreadsheets take as well;
# leading blanks are looked through.
_FORMULA = frozenset("=+-@＝＋－＠")
_UNSEEN = re.compile("^[\\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


@dataclass(frozen=True, slots=True)
class Csv:
    """Events as rows with the columns of :mod:`masdar.export.flat`.

    :param mark: write a byte order mark first, which Excel needs to see that a file is UTF-8.
    """

    mark: bool = False
    between: str = ""
    closing: str = ""

    @property
    def opening(self) -> str:
        """The row of column names."""
        return ("\ufeff" if self.mark else "") + line(COLUMNS)

    def item(self, record: Record) -> str:
        """The record's rows, none if it has no event."""
        return "".join(line(row(record, event, main_place(event)).values()) for event in record.events)


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if not isinstance(cell, str):
        return cell
    # What cannot be seen does not keep a formula from being one everywhere.
    seen = _UNSEEN.sub("", cell)
    text = cell.replace("\r", " ").replace("\n", " ")
    return "'" + text if seen[:1] and seen[0] in _FORMULA else text


def line(cells: Iterable[Cell]) -> str:
    """One row of a CSV file (RFC 4180), its cells made harmless; what is not known is empty."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(["" if cell is None else harmless(cell) for cell in cells])
    return buffer.getvalue()


def write(reports: Iterable[Record], stream: TextIO, *, mark: bool = False) -> int:
    """Write the events of records as CSV and say how many records there were; open the stream with ``newline=""``."""
    return put(reports, stream, Csv(mark))
