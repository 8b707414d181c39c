"""Events as a list shows them: what the record says, its sentence, its incident, and what people made of it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select, text

from masdar.arabic.sentences import find_sentences
from masdar.arabic.words import tokenise
from masdar.store import schema
from masdar.store.filters import ids


@dataclass(frozen=True, slots=True)
class Row:
    """One event: ``event`` as its record has it, ``report`` the record without its lists, ``words`` the report's text;
    first and last day as numbers (:mod:`masdar.store.days`)."""

    key: int
    event: dict[str, Any]
    report: dict[str, Any]
    words: str
    day: int
    last: int
    incident: int | None
    review: str | None


def fetch_rows(connection: Connection, wanted: Sequence[int]) -> list[Row]:
    """Events by their keys, in that order."""
    if not wanted:
        return []
    event, report, version = schema.event, schema.report, schema.version
    statement = (
        select(
            event.c.id, event.c.number, event.c.day, event.c.last, event.c.incident_id, event.c.review,
            report.c.id.label("report_id"), version.c.record, version.c.text,
        )
        .join(report, report.c.id == event.c.report_id)
        .join(version, version.c.id == report.c.version)
        .where(text(f"event.id IN {ids(wanted)}"))
    )  # fmt: skip
    records: dict[int, dict[str, Any]] = {}
    found = {}
    for row in connection.execute(statement):
        record = records.get(row.report_id)
        if record is None:
            record = records[row.report_id] = json.loads(zlib.decompress(row.record))
        head = {name: value for name, value in record.items() if not isinstance(value, list)}
        found[row.id] = Row(
            row.id, record["events"][row.number], head, row.text, row.day, row.last, row.incident_id, row.review
        )
    return [found[key] for key in wanted]


@lru_cache(maxsize=512)
def _sentences(words: str) -> tuple[tuple[int, int], ...]:
    tokens = tokenise(words)
    return tuple((tokens[one.start].start, tokens[one.end - 1].end) for one in find_sentences(words, tokens))


def sentence(words: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence begins and ends that some words of a text stand in."""
    for first, last in _sentences(words):
        if first <= start < last:
            return first, max(last, end)
    return start, end
