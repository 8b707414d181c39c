"""CSV for Bayanat's sheet import, which makes actors of rows: one row for each part that somebody has in an event.

Bayanat asks which column goes to which of its fields; here they bear its fields' own names (``enferno/data_import`` of
github.com/sjacorg/bayanat), those of its events after ``event_``. ``originid`` is stable, so that with it marked as
unique a second import adds nothing. What is not told as having happened is left out, since little in an imported row
would say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from masdar.export.csv import line
from masdar.export.dates import days
from masdar.export.flat import COUNTS, Cell, happened, main_place
from masdar.export.formats import Aids
from masdar.export.quotes import Quotes
from masdar.export.reference import country, names
from masdar.record import Actor, Event, Record

COLUMNS = (
    "originid", "type", "name", "name_ar", "civilian", "nationalities", "tags", "sources", "source_link",
    "publish_date", "description", "event_title", "event_location", "event_from_date", "event_to_date",
    "event_comments",
)  # fmt: skip
# Bayanat's choices for "civilian"; what is neither is Unknown, which is one of them.
_CIVILIAN = {"CVL": "Civilian", "REF": "Civilian", "COP": "Police"} | dict.fromkeys(
    ("MIL", "REB", "PRM", "TER", "UAF"), "Non-Civilian"
)


def write(records: Iterable[Record], stream: TextIO, aids: Aids | None = None) -> int:
    """Write who took part in the events of records and say how many records there were.

    With the reports' texts among the aids, ``description`` is the sentence the event stands in.
    """
    given = aids or Aids()
    stream.write(line(COLUMNS))
    count = left_out = 0
    for record in records:
        count += 1
        quotes = Quotes(record, given.texts)
        for event in record.events:
            if not happened(event):
                left_out += 1
                continue
            for role, people in (("actor", event.actors), ("recipient", event.recipients)):
                for number, actor in enumerate(people, 1):
                    stream.write(line(_cells(record, event, actor, f"{role}{number}", quotes)))
    given.left_out(left_out, "the reports do not say that they happened")
    return count


def _cells(record: Record, event: Event, actor: Actor, part: str, quotes: Quotes) -> Iterator[Cell]:
    known = names(actor.id)
    state = country(actor.country)
    place = main_place(event)
    first, last = (days(event.time.value) if event.time else None) or (None, None)
    row: dict[str, Cell] = {
        "originid": f"{event.id}/{part}",
        "type": ("Person" if known.kind == "person" else "Entity") if known else None,
        "name": (known.english if known else "") or actor.text,
        "name_ar": known.arabic if known else actor.text,
        "civilian": _CIVILIAN.get(actor.sector or "", "Unknown"),
        "nationalities": state.name if state else None,
        "tags": ",".join(filter(None, ("masdar", event.type, event.mode, part.rstrip("0123456789"), actor.sector))),
        "sources": record.source,
        "source_link": record.url,
        "publish_date": record.published,
        "description": quotes.sentence(event.trigger),
        "event_title": f"{event.type} {event.mode}" if event.mode else event.type,
        "event_location": place.text if place else None,
        "event_from_date": first.isoformat() if first else None,
        "event_to_date": last.isoformat() if last else None,
        "event_comments": _comments(event),
    }
    return (row[column] for column in COLUMNS)


def _comments(event: Event) -> str:
    """What Bayanat has no field for, in words: how it is told, who tells it, how many people, how sure it is."""
    told = f"told by {'; '.join(source.text for source in event.sources)}" if event.sources else "told as fact"
    people = []
    for key in COUNTS:
        low, high = event.counts.get(key, (None, None))
        if (low, high) != (None, None):
            amount = f"{low}" if low == high else f"{low or 0} or more" if high is None else f"{low or 0} to {high}"
            people.append(f"{key}: {amount}")
    return ". ".join((told, *people, f"confidence {event.confidence:.2f}, coded by a program, not reviewed"))
