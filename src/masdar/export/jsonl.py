"""JSONL: one record a line, whole. The form that everything else is made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

from masdar.export.format import put
from masdar.record import Record


@dataclass(frozen=True, slots=True)
class Jsonl:
    """Records as JSON objects, one a line, in the order of the schema's fields."""

    opening: str = ""
    between: str = ""
    closing: str = ""

    def item(self, record: Record) -> str:
        """The record's line."""
        # U+2028 and U+2029 end lines for some readers of JSON, though not for JSON itself.
        line = record.model_dump_json().replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        return line + "\n"


def write(reports: Iterable[Record], stream: TextIO) -> int:
    """Write records as JSONL and say how many there were."""
    return put(reports, stream, Jsonl())
