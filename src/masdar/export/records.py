"""Reading records back: the JSONL that ``masdar code`` writes, line by line, and the texts that they were made from.

A line that is no record costs itself only, and is told.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from masdar.reading import Problem, read_reports
from masdar.reading.jsonl import lines
from masdar.record import SCHEMA_VERSION, Record

STDIN = "-"
_REMEDY = "write records with masdar code --format jsonl"


def read_records(
    paths: Iterable[str], tell: Callable[[Problem], None], *, stdin: BinaryIO | None = None
) -> Iterator[Record]:
    """The records of files, in order; ``-`` is standard input.

    :param tell: called with a problem for every file that cannot be read and every line that is no record.
    :param stdin: what to read for ``-``, the process's standard input by default.
    """
    for path in paths:
        if path == STDIN:
            yield from _records(stdin or sys.stdin.buffer, "standard input", tell)
            continue
        try:
            with Path(path).open("rb") as stream:
                yield from _records(stream, path, tell)
        except OSError as error:
            tell(Problem(path, None, f"cannot be read ({error.strerror})", "check the path"))


def _records(stream: BinaryIO, path: str, tell: Callable[[Problem], None]) -> Iterator[Record]:
    for number, line in lines(stream):
        if line is not None and not line.strip():
            continue
        try:
            if line is None:
                raise ValueError("is too long for a record")
            yield Record.model_validate_json(line)
        except ValidationError as error:
            tell(Problem(path, number, _what(error), _REMEDY))
        except ValueError as error:
            tell(Problem(path, number, str(error), _REMEDY))


def _what(error: ValidationError) -> str:
    """The first thing that is wrong with a line, in words."""
    first = error.errors(include_url=False, include_context=False)[0]
    if first["type"] == "json_invalid":
        return "is not valid JSON"
    where = ".".join(str(part) for part in first["loc"])
    if where == "schema_version":
        return f"is a record of another version than {SCHEMA_VERSION}"
    return f"is no record ({where + ': ' if where else ''}{first['msg']})"


def read_texts(paths: Iterable[str], tell: Callable[[Problem], None]) -> dict[str, str]:
    """The texts of reports by their ids, as ``masdar code`` reads the same paths."""
    texts = {}
    for item in read_reports(paths):
        if isinstance(item, Problem):
            tell(item)
        else:
            texts[item.doc_id] = item.text
    return texts
