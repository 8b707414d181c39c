"""One event as one flat row, for tools that know no nesting: spreadsheets and maps.

What is many in the record is joined with ``|``, in the record's order. Nothing is summed up or chosen but the place:
the first that says where the event was, else its destination or origin.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from masdar.record import CountKey, Event, EventPlace, Record

COUNTS: tuple[CountKey, ...] = get_args(CountKey)
Cell = str | int | float | None

COLUMNS = (
    "doc_id", "source", "published", "title", "url",
    "event_id", "type", "mode", "contexts", "status", "confidence",
    "trigger", "trigger_start", "trigger_end",
    "actors", "actor_ids", "actor_countries", "actor_sectors",
    "recipients", "recipient_ids", "recipient_countries", "recipient_sectors",
    "place", "place_role", "lat", "lon", "geonameid", "place_country", "place_level", "place_precision", "other_places",
    "time", "time_value", "time_precision",
    "sources", "source_kinds", "source_party_to_conflict",
    *(f"{key}_{end}" for key in COUNTS for end in ("low", "high")),
    "cameo", "acled", "ucdp",
)  # fmt: skip

#: Columns that hold numbers; all others hold text.
WHOLE = frozenset(
    ("trigger_start", "trigger_end", "geonameid", *(f"{key}_{end}" for key in COUNTS for end in ("low", "high")))
)
DECIMAL = frozenset(("confidence", "lat", "lon"))


def joined(values: Iterable[str | None]) -> str:
    """Values in one cell; a value that is not known keeps its place, empty, so that cells of one row line up."""
    parts = [(value or "").replace("|", "¦") for value in values]
    return "|".join(parts) if any(parts) else ""


def main_place(event: Event) -> EventPlace | None:
    """Where the event was: its first location, else where it led to, else where it came from."""
    for role in ("location", "destination", "origin"):
        for place in event.places:
            if place.role == role:
                return place
    return None


def happened(event: Event) -> bool:
    """Whether the report tells that the event took place: not planned, not feared, not denied.

    Formats that cannot say so of an event leave the others out, for there they would pass as facts.
    """
    return event.status in {"actual", "historical"}


def row(record: Record, event: Event, place: EventPlace | None) -> dict[str, Cell]:
    """The event's cells by column; ``place`` is the one to tell of."""
    time = event.time
    cells: dict[str, Cell] = {
        "doc_id": record.doc_id,
        "source": record.source,
        "published": record.published,
        "title": record.title,
        "url": record.url,
        "event_id": event.id,
        "type": event.type,
        "mode": event.mode,
        "contexts": joined(event.contexts),
        "status": event.status,
        "confidence": event.confidence,
        "trigger": event.trigger.text,
        "trigger_start": event.trigger.start,
        "trigger_end": event.trigger.end,
        "place": place.text if place else None,
        "place_role": place.role if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "geonameid": place.geonameid if place else None,
        "place_country": place.country if place else None,
        "place_level": place.level if place else None,
        "place_precision": place.precision if place else None,
        "other_places": joined(other.text for other in event.places if other is not place),
        "time": time.text if time else None,
        "time_value": time.value if time else None,
        "time_precision": time.precision if time else None,
        "sources": joined(source.text for source in event.sources),
        "source_kinds": joined(source.kind for source in event.sources),
        "source_party_to_conflict": joined("yes" if source.party_to_conflict else None for source in event.sources),
        "cameo": event.codes.cameo,
        "acled": event.codes.acled,
        "ucdp": event.codes.ucdp,
    }
    for name, mentions in (("actor", event.actors), ("recipient", event.recipients)):
        cells[f"{name}s"] = joined(mention.text for mention in mentions)
        cells[f"{name}_ids"] = joined(mention.id for mention in mentions)
        cells[f"{name}_countries"] = joined(mention.country for mention in mentions)
        cells[f"{name}_sectors"] = joined(mention.sector for mention in mentions)
    for key in COUNTS:
        low, high = event.counts.get(key, (None, None))
        cells[f"{key}_low"], cells[f"{key}_high"] = low, high
    return {column: cells[column] for column in COLUMNS}
