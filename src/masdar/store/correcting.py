"""Corrections: what a person changes in an event, and the event that comes of it.

A person points at words of the report; what is known of these words (an actor's country, a place's point) is filled in
from what the person picked, else from the record's own list of mentions, and stays empty where neither tells it.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from masdar.evaluation import days
from masdar.knowledge.tables import BUILT_IN, read_table
from masdar.record import (
    CountKey,
    Event,
    EventType,
    PlaceLevel,
    PlacePrecision,
    PlaceRole,
    Record,
    Sector,
    SourceKind,
    Status,
    TimePrecision,
)
from masdar.store.units import gazetteer

BY_HAND = "a person's correction"
ADDED = "added by a person"
Number = Annotated[int, Field(ge=0, le=2**31 - 1)]
Country = Annotated[str, Field(pattern="^[A-Z]{3}$")]


class Given(BaseModel):
    """What all parts of a correction share: nothing unknown in it."""

    model_config = ConfigDict(extra="forbid")


class Words(Given):
    """Words of the report: code points from ``start`` to ``end``, exclusive. ``text`` may be given, and must fit."""

    start: Number
    end: Number
    text: str | None = None


class ActorWords(Words):
    """Who; ``id`` as the lexicon has it. What is not given is taken from the lexicon or the record's mentions."""

    id: str | None = None
    country: Country | None = None
    sector: Sector | None = None


class PlaceWords(Words):
    """Where: a place of the gazetteer by ``geonameid``, or a point."""

    geonameid: int | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    country: Country | None = None
    level: PlaceLevel | None = None
    precision: PlacePrecision | None = None
    role: PlaceRole = "location"


class TimeWords(Words):
    """When: ``value`` is a day, month, year or interval in EDTF."""

    value: Annotated[str, Field(max_length=40)] | None = None
    precision: TimePrecision | None = None


class SourceWords(Words):
    """Who in the report says so."""

    id: str | None = None
    kind: SourceKind | None = None
    party_to_conflict: bool = False


class Changes(Given):
    """What a person changes in an event. What is not given stays as it is; a list that is given takes the old one's
    place."""

    type: EventType | None = None
    mode: str | None = None
    status: Status | None = None
    trigger: Words | None = None
    also: list[Words] | None = None
    actors: list[ActorWords] | None = None
    recipients: list[ActorWords] | None = None
    places: list[PlaceWords] | None = None
    time: TimeWords | None = None
    sources: list[SourceWords] | None = None
    counts: dict[CountKey, tuple[Number | None, Number | None]] | None = None


#: The reasons of which field fall with each change.
_REASONS = {"mode": "type", "trigger": "type"}


def corrected(event: Event | None, changes: Changes, record: Record, text: str, ref: str) -> Event:
    """The event that a correction makes.

    :param event: the event as it is, None for one that is added.
    :param record: the record it is in. :param text: the report's text. :param ref: the event's id.
    :raises ValueError: in one sentence, where the correction cannot be.
    """
    given = changes.model_fields_set
    if event is None and (changes.type is None or changes.trigger is None):
        raise ValueError("an event that is added needs its type and the word that tells it (trigger)")
    made: dict[str, Any] = event.model_dump(mode="json") if event else {"id": ref, "confidence": 1.0}
    for name in ("type", "status", "trigger"):
        if name in given and getattr(changes, name) is None:
            raise ValueError(f"{name} can be changed but not taken away")
    for name in ("type", "mode", "status"):
        if name in given:
            made[name] = getattr(changes, name)
    if "type" in given and "mode" not in given and event is not None and changes.type != event.type:
        made["mode"] = None
    if changes.trigger is not None:
        made["trigger"] = _span(changes.trigger, text)
    if "also" in given:
        made["also"] = [_span(words, text) for words in changes.also or ()]
    for name in ("actors", "recipients"):
        if name in given:
            made[name] = [_actor(words, record, text) for words in getattr(changes, name) or ()]
    if "places" in given:
        made["places"] = [_place(words, record, text) for words in changes.places or ()]
    if "time" in given:
        made["time"] = _time(changes.time, record, text) if changes.time else None
    if "sources" in given:
        made["sources"] = [_source(words, text) for words in changes.sources or ()]
    if "counts" in given:
        made["counts"] = _counts(changes.counts or {})
    if event is not None and (made["type"], made["mode"]) != (event.type, event.mode):
        made["codes"] = {}  # they were of the act that the coder saw
    fields = {_REASONS.get(name, name) for name in given}
    rule = BY_HAND if event else ADDED
    made["why"] = [
        *(reason for reason in made.get("why", ()) if reason["field"] not in fields),
        *({"field": name, "rule": rule} for name in sorted(fields)),
    ]
    try:
        return Event.model_validate(made)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        reason = first["msg"].removeprefix("Value error, ")
        raise ValueError(f"{where}: {reason}" if where else reason) from error


def _span(words: Words, text: str) -> dict[str, Any]:
    if not words.start < words.end <= len(text):
        raise ValueError(f"{words.start}-{words.end} are no words of the report, which has {len(text)} characters")
    stands = text[words.start : words.end]
    if words.text is not None and words.text != stands:
        raise ValueError(f"at {words.start}-{words.end} the report reads otherwise; offsets count code points")
    return {"start": words.start, "end": words.end, "text": stands}


def _actor(words: ActorWords, record: Record, text: str) -> dict[str, Any]:
    made = {**_span(words, text), "id": words.id, "country": words.country, "sector": words.sector}
    given = words.model_fields_set
    known = _actors().get(words.id or "")
    mention = next((one for one in record.actors if (one.start, one.end) == (words.start, words.end)), None)
    for name in ("id", "country", "sector"):
        if name not in given:
            if known is not None and name != "id":
                made[name] = known[name] or None
            elif mention is not None and "id" not in given:
                made[name] = getattr(mention, name)
    return made


@cache
def _actors() -> dict[str, dict[str, str]]:
    rows = read_table(BUILT_IN / "actors.csv", ("id", "country", "sector"))
    return {row["id"]: {"country": row["country"], "sector": row["sector"]} for row in rows}


def _place(words: PlaceWords, record: Record, text: str) -> dict[str, Any]:
    made = {**_span(words, text), "role": words.role}
    fields = ("geonameid", "lat", "lon", "country", "level", "precision")
    if (words.lat is None) != (words.lon is None):
        raise ValueError("a point needs both lat and lon")
    if words.geonameid is not None:
        entry = gazetteer().unit(str(words.geonameid))
        if entry is not None:
            found = [entry.geonameid, entry.lat, entry.lon, entry.country or None, entry.level, entry.precision]
            made.update(zip(fields, found, strict=True))
        elif words.lat is None:
            raise ValueError(f"geonameid {words.geonameid} is no place of the gazetteer; give its point (lat, lon)")
    elif words.lat is None:
        mention = next((one for one in record.places if (one.start, one.end) == (words.start, words.end)), None)
        if mention is not None:
            made.update({name: getattr(mention, name) for name in fields})
    else:
        made["precision"] = "exact"
    made.update({name: getattr(words, name) for name in fields if getattr(words, name) is not None})
    return made


def _time(words: TimeWords, record: Record, text: str) -> dict[str, Any]:
    made = _span(words, text)
    value = words.value
    if value is None:
        mention = next((one for one in record.times if (one.start, one.end) == (words.start, words.end)), None)
        value = mention.value if mention is not None and mention.type in {"DATE", "TIME"} else None
        value = value.partition("T")[0] if value else None
        value = value if days(value) else None
    bounds = days(value)
    if value is not None and (bounds is None or bounds[1] < bounds[0]):
        raise ValueError(f"time {value!r} is no day, month, year or interval, such as 2024-03-09 or 2024-03/2024-05")
    return {**made, "value": value, "precision": words.precision or _precision(value)}


def _precision(value: str | None) -> str | None:
    if value is None:
        return None
    return "interval" if "/" in value else ("year", "month", "day")[min(2, value.rstrip("?~%").count("-"))]


def _source(words: SourceWords, text: str) -> dict[str, Any]:
    return {**_span(words, text), "id": words.id, "kind": words.kind, "party_to_conflict": words.party_to_conflict}


def _counts(given: dict[CountKey, tuple[int | None, int | None]]) -> dict[str, list[int | None]]:
    for key, (low, high) in given.items():
        if low is None and high is None:
            raise ValueError(f"{key} has neither a least nor a greatest number; leave it out")
        if low is not None and high is not None and low > high:
            raise ValueError(f"{key}: at least {low} and at most {high} cannot both be")
    return {key: [low, high] for key, (low, high) in given.items()}
