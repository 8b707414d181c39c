"""Reading the lexicon's tables, and saying in one sentence what is wrong with a bad row.

Every table is a CSV file in UTF-8 that a spreadsheet opens. Lines that start with ``#`` explain the columns; the first
other line names them. A cell that holds several values separates them with ``|``. A user's own directory may hold
tables of the same names: their rows come after the built-in ones, and a row with an ``id`` that is already there
replaces it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

BUILT_IN = Path(__file__).parent / "data"
# Tables of the program's own: places are added in places.csv, and what stands beside a name is Arabic grammar.
NOT_ADDED_TO = frozenset(("gazetteer.csv", "place-neighbours.csv"))


class LexiconError(ValueError):
    """A lexicon file or row that cannot be used; the message names file, line and reason."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: where it stands, and its cells by column name (stripped, never None)."""

    path: Path
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def many(self, column: str) -> tuple[str, ...]:
        """The values of a cell that holds several."""
        return tuple([part for part in map(str.strip, self.cells[column].split("|")) if part])

    def error(self, reason: str) -> LexiconError:
        """The error to raise for this row."""
        return LexiconError(f"{self.path.name}, line {self.line}: {reason}")

    @property
    def where(self) -> str:
        """File and line, as shown to a person who asks why; a user's own table with the folder it lies in."""
        return f"{_shown(self.path)}:{self.line}"


@lru_cache(maxsize=256)
def _shown(path: Path) -> str:
    folder = "" if path.parent == BUILT_IN else f"{path.parent.name}/"
    return folder + path.name


def read_table(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of one file.

    :param columns: the columns the table must have; more are allowed and kept.
    :raises LexiconError: where the file cannot be read, is not UTF-8, or a row has too many or too few cells.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LexiconError(f"{path.name}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path.name}: is not UTF-8; save it as “CSV UTF-8”") from error
    header: list[str] | None = None
    # Comment lines are blanked, not dropped, so that line numbers are those of the file.
    lines = ("" if line.lstrip('"').startswith("#") else line for line in text.split("\n"))
    reader = csv.reader(lines)
    for cells in reader:
        stripped = [cell.strip() for cell in cells]
        if not any(stripped):
            continue
        if header is None:
            header = stripped
            missing = [column for column in columns if column not in header]
            if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
                raise LexiconError(
                    f"{path.name}, line {reader.line_num}: the cells are not separated by commas; "
                    "save it as CSV with commas"
                )
            if missing:
                raise LexiconError(f"{path.name}, line {reader.line_num}: column {missing[0]!r} is missing")
            continue
        if len(stripped) != len(header):
            raise LexiconError(
                f"{path.name}, line {reader.line_num}: {len(stripped)} cells where the header names {len(header)}"
            )
        yield Row(path, reader.line_num, dict(zip(header, stripped, strict=True)))
    if header is None:
        raise LexiconError(f"{path.name}: has no header line")


def read_all(name: str, columns: Sequence[str], own: Iterable[Path] = ()) -> list[Row]:
    """The built-in table ``name`` with the rows of the user's directories ``own`` over it."""
    rows = list(read_table(BUILT_IN / name, columns))
    for directory in own:
        path = directory / name
        if path.exists():
            added = list(read_table(path, columns))
            if "id" in columns:
                replaced = {row["id"] for row in added if row["id"]}
                rows = [row for row in rows if row["id"] not in replaced]
            rows += added
    return rows
