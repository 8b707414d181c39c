"""From the store's events to the API's: one row an event, with its sentence and what people made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, select, text

from masdar.record import Event
from masdar.store import days, merging, schema
from masdar.store.aggregating import QUAD_CLASSES
from masdar.store.concerns import concerns
from masdar.store.filters import ids
from masdar.store.review import State
from masdar.store.rows import Row, fetch_rows, sentence
from masdar.web.models import EventRow, Quad, Quote, ReviewState

QUAD_OF: dict[str, Quad] = {kind: quad for quad, kinds in QUAD_CLASSES.items() for kind in kinds}
_ROLES = ("location", "destination", "origin")


def iso(number: int) -> str | None:
    """A day's number as ISO has it; None for one that is not known."""
    day = days.day(number)
    return day.isoformat() if day else None


def quote(report: str, words: str, start: int, end: int) -> Quote:
    """The sentence that some words of a report stand in."""
    first, last = sentence(words, start, end)
    return Quote(report=report, start=first, end=last, text=words[first:last])


def event_rows(connection: Connection, keys: Sequence[int]) -> list[EventRow]:
    """Events by their keys, in that order."""
    rows = fetch_rows(connection, keys)
    states = states_of(connection, {row.event["id"]: cast("State | None", row.review) for row in rows})
    return [event_row(row, states.get(row.event["id"])) for row in rows]


def event_row(row: Row, state: ReviewState | None = None) -> EventRow:
    """One event as the API tells it."""
    event = Event.model_validate(row.event)
    report = row.report
    place = next((one for role in _ROLES for one in event.places if one.role == role), None)
    trigger = event.trigger
    return EventRow(
        id=event.id, report=report["doc_id"], title=report.get("title"), outlet=report.get("source"),
        published=report.get("published"), type=event.type, mode=event.mode, quad=QUAD_OF[event.type],
        status=event.status, claimed=bool(event.sources), confidence=event.confidence, date=iso(row.day),
        last=iso(row.last), trigger=trigger, also=event.also, actors=event.actors, recipients=event.recipients,
        place=place, places=event.places, time=event.time, sources=event.sources, counts=event.counts,
        codes=event.codes, concerns=concerns(event),
        sentence=quote(report["doc_id"], row.words, trigger.start, trigger.end), incident=row.incident,
        review=state or ReviewState(state="unseen", revision=0),
    )  # fmt: skip


def states_of(connection: Connection, reviews: Mapping[str, State | None]) -> dict[str, ReviewState]:
    """What people made of events: their states by their ids, with who left them so, and when."""
    if not reviews:
        return {}
    log = schema.review
    found: dict[str, ReviewState] = {}
    steps = connection.execute(select(log).where(log.c.ref.in_(list(reviews))).order_by(log.c.id)).all()
    undone = {step.undoes for step in steps}
    for step in steps:
        standing = step.action != "undo" and step.id not in undone
        held = found.get(step.ref)
        if standing:
            state = reviews[step.ref] or "unseen"
            found[step.ref] = ReviewState(state=state, revision=step.id, who=step.who, made=step.made, note=step.note)
        elif held is None:
            found[step.ref] = ReviewState(state="unseen", revision=step.id)
        else:
            found[step.ref] = held.model_copy(update={"revision": step.id})
    return found


def incidents_of(connection: Connection, refs: Iterable[str]) -> dict[str, int | None]:
    """The incidents of events, by the events' ids."""
    keys = merging.keys_of(connection, refs).values()
    if not keys:
        return {}
    rows = connection.execute(text(f"SELECT ref, incident_id FROM event WHERE id IN {ids(keys)}"))
    return {row[0]: row[1] for row in rows}


def summed(classes: dict[Any, int]) -> tuple[int, Quad]:
    """How many events there are, and the class of most of them."""
    quad: Quad = max(classes, key=lambda name: (classes[name], name))
    return sum(classes.values()), quad
