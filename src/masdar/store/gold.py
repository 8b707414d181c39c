"""What people have made of reports, as gold: JSONL that ``masdar evaluate`` and training read.

A row has the shape of ``training/*.jsonl``: spans are offsets without their words, so that the file holds no text of
anybody's. The texts are given apart, one row a report, as ``masdar evaluate --docs`` reads them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from sqlalchemy import select

from masdar.record import Event, Record, Span
from masdar.store import days, schema
from masdar.store.database import Database
from masdar.store.loading import unpacked


def rows(
    database: Database, *, what: Literal["gold", "texts"] = "gold", partial: bool = False
) -> Iterator[dict[str, Any]]:
    """The rows, in the order of loading.

    :param what: the coding, or the texts it was made of.
    :param partial: also reports of which not every event has been looked at; what nobody has looked at is told as the
        coder has it.
    """
    report, version, log, event = schema.report, schema.version, schema.review, schema.event
    step = select(log.c.id).where(log.c.version_id == report.c.version).exists()
    unseen = select(event.c.id).where(event.c.report_id == report.c.id, event.c.review.is_(None)).exists()
    wanted = select(report.c.id).where(step).order_by(report.c.id)
    with database.read() as connection:
        keys = list(connection.execute(wanted if partial else wanted.where(~unseen)).scalars())
    for key in keys:
        with database.read() as connection:
            row = connection.execute(
                select(report.c.doc_id, version.c.text, version.c.title, version.c.published, version.c.source,
                       version.c.url, version.c.record)
                .join(version, version.c.id == report.c.version)
                .where(report.c.id == key)
            ).one_or_none()  # fmt: skip
        if row is None:  # forgotten meanwhile
            continue
        if what == "texts":
            day = days.day(row.published) if row.published else None
            yield {
                "id": row.doc_id, "text": row.text, "title": row.title,
                "published": day.isoformat() if day else None, "source": row.source, "url": row.url,
            }  # fmt: skip
        else:
            yield coding(unpacked(row.record))


def line(row: Mapping[str, Any]) -> str:
    """A row as it is written."""
    return json.dumps(row, ensure_ascii=False) + "\n"


def coding(record: Record) -> dict[str, Any]:
    """A record as gold."""
    return {
        "doc_id": record.doc_id,
        "events": [_event(event) for event in record.events],
        "relations": [{"type": one.type, "head": _span(one.head), "tail": _span(one.tail)} for one in record.relations],
        "places": [_span(place, "geonameid", "lat", "lon", "level", "use") for place in record.places],
    }


def _span(span: Span, *fields: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, **{name: getattr(span, name) for name in fields}}


def _event(event: Event) -> dict[str, Any]:
    return {
        "type": event.type,
        "mode": event.mode,
        "trigger": _span(event.trigger),
        "also": [_span(span) for span in event.also],
        "actors": [_span(actor, "country", "sector") for actor in event.actors],
        "recipients": [_span(actor, "country", "sector") for actor in event.recipients],
        "places": [_span(place, "geonameid", "lat", "lon", "role") for place in event.places],
        "time": _span(event.time, "value") if event.time else None,
        "status": event.status,
        "sources": [_span(source) for source in event.sources],
        "counts": {key: list(interval) for key, interval in event.counts.items()},
    }
