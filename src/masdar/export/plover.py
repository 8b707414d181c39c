"""PLOVER's JSON: one event a line, with the field names of the Open Event Data Alliance's manual ("Data Fields").

The manual lets a provider add fields; those added here say how the report tells the event (``status``, ``told_by``),
how sure the program is (``confidence``), and numbers as low and high. The manual wants a date: an event without one,
and one that is not told as having happened, is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from masdar.export.dates import days
from masdar.export.flat import happened, main_place
from masdar.export.formats import Aids
from masdar.export.reference import country, names
from masdar.record import Actor, Event, EventPlace, EventType, Record

# Quad categories of the manual's chapter on CAMEO. SANCTION is not among them: its two tables differ over it.
QUADS: dict[EventType, int] = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1,
    "COOPERATE": 2, "AID": 2, "RETREAT": 2,
    "REQUEST": 3, "ACCUSE": 3, "REJECT": 3, "THREATEN": 3,
    "PROTEST": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
# The manual's sectors. It has journalists where the record has media, and none for designated terrorist groups.
SECTORS = {sector: sector for sector in (
    "GOV", "MIL", "COP", "JUD", "LEG", "PTY", "REB", "PRM", "UAF", "OPP", "CVL", "REF", "REL", "BUS", "CRM",
)} | {"MED": "JRN"}  # fmt: skip
SIZES = {"killed": "dead", "injured": "injured", "captured": "arrested"}


def write(records: Iterable[Record], stream: TextIO, aids: Aids | None = None) -> int:
    """Write the events of records and say how many records there were; how many events were left out is told."""
    count = left_out = 0
    for record in records:
        count += 1
        for event in record.events:
            made = _event(record, event) if happened(event) else None
            if made is None:
                left_out += 1
            else:
                stream.write(json.dumps(made, ensure_ascii=False, allow_nan=False) + "\n")
    if aids:
        aids.left_out(left_out, "PLOVER's JSON wants a date, and what is said to have happened")
    return count


def _event(record: Record, event: Event) -> dict[str, Any] | None:
    span = days(event.time.value) if event.time else None
    if span is None:
        return None
    first, last = span
    place = main_place(event)
    made: dict[str, Any] = {
        "id": event.id,
        "has_event": True,
        "date": first.isoformat(),
        "enddate": last.isoformat() if last != first else None,
        "source": [_actor(actor) for actor in event.actors],
        "recipient": [_actor(actor) for actor in event.recipients],
        "event": [event.type],
        "mode": [event.mode] if event.mode else [],
        "context": event.contexts,
        "quad_code": QUADS.get(event.type),
        "event_loc": _place(place) if place else None,
        "event_text": [event.trigger.text],
        "text_info": {"start": event.trigger.start, "end": event.trigger.end},
        "cite_info": _filled(
            {
                "citation": record.doc_id,
                "url": record.url,
                "title": record.title,
                "language": "ar",
                "publication": record.source,
                "codebook": "PLOVER 0.8",
            }
        ),
        "coder": f"masdar {record.coder.masdar}, lexicon {record.coder.lexicon}",
        "status": event.status,
        "confidence": event.confidence,
        "told_by": [source.text for source in event.sources],
    }
    for key, (low, high) in event.counts.items():
        name = SIZES.get(key, key)
        made |= {name: low} if low == high else {f"{name}_low": low, f"{name}_high": high}
    return _filled(made, keep=("source",))


def _actor(actor: Actor) -> dict[str, Any]:
    known = names(actor.id)
    code = actor.country or (actor.sector if actor.sector in {"IGO", "NGO"} else None)
    return _filled(
        {
            "code": code,
            "sector": SECTORS.get(actor.sector or ""),
            "actor_text": actor.text,
            "identifier_id": actor.id,
            "identifier_text": known.english if known else None,
        }
    )


def _place(place: EventPlace) -> dict[str, Any]:
    state = country(place.country)
    return _filled(
        {
            "geonameid": place.geonameid,
            "name": place.text,
            "latitude": place.lat,
            "longitude": place.lon,
            "country code": state.iso2 if state else None,
            "cc3": place.country,
        }
    )


def _filled(fields: dict[str, Any], keep: tuple[str, ...] = ()) -> dict[str, Any]:
    """The fields that hold something; those to keep are there even if empty."""
    return {name: value for name, value in fields.items() if name in keep or value not in (None, "", [])}
