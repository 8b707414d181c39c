"""Incidents: what several reports tell of one happening, and a person's word on what belongs together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from masdar.record import EventPlace, Span
from masdar.store import StoreError, merging, people
from masdar.store.finding import FoundIncident, fetch_incidents, incident_keys
from masdar.web.access import Coder, Reader
from masdar.web.asked import AskedPage, Words
from masdar.web.errors import invalid, missing
from masdar.web.lists import FORMATS, Format, answered, wanted
from masdar.web.models import (
    Contradiction,
    Counted,
    Decision,
    EventRow,
    Incident,
    IncidentRow,
    Join,
    Joined,
    Page,
    Side,
    Teller,
    Value,
)
from masdar.web.rows import QUAD_OF, event_rows, incidents_of
from masdar.web.state import Bench

router = APIRouter(tags=["incidents"])
_MOST = 50  # events that are joined or split at once


class IncidentsAsked(AskedPage):
    """Incidents: filters of their events, page and format."""

    format: Format | None = None


@router.get("/incidents", response_model=Page[IncidentRow], responses=FORMATS)
def incidents(bench: Bench, request: Request, _user: Reader, asked: Annotated[IncidentsAsked, Query()]) -> Response:
    """Incidents of which such an event is one telling, the latest first."""
    filters = asked.filters()
    with bench.database.read() as connection:
        try:
            page = incident_keys(bench.database, connection, filters, asked.limit, asked.cursor)
        except ValueError as error:
            raise invalid(f"{error}.") from error
        items = [_row(found, _shown(connection, found)) for found in fetch_incidents(connection, page.items)]
    return answered(Page[IncidentRow](items=items, next=page.after), wanted(request, asked.format), "incidents")


def _shown(connection: Connection, found: FoundIncident) -> list[EventRow]:
    """The account that stands for an incident in a list: the surest."""
    keys = merging.keys_of(connection, [one.event.id for one in found.events])
    best = sorted(found.events, key=lambda one: (-one.event.confidence, one.event.id))[:1]
    return event_rows(connection, [keys[one.event.id] for one in best])


def _row(found: FoundIncident, accounts: Sequence[EventRow]) -> IncidentRow:
    return IncidentRow(
        id=found.key, type=found.type, mode=found.mode, quad=QUAD_OF[found.type], date=found.day, last=found.last,
        place=_place(found), events=len(found.events), reports=found.reports, outlets=found.independent,
        counts={key: Counted(**count) for key, count in found.told["counts"].items()},
        contradictions=[
            Contradiction(
                field=one["field"], says=one["says"],
                sides=[Side(value=value, events=events) for value, events in one["sides"]],
            )
            for one in found.told["contradictions"]
        ],
        sentence=accounts[0].sentence if accounts else None,
    )  # fmt: skip


def _place(found: FoundIncident) -> EventPlace | None:
    """Where it was: the place that most accounts tell, the most exact of its mentions."""
    order = {"exact": 0, "approximate": 1, "admin": 2, "unknown": 3}
    places = [place for one in found.events for place in one.event.places if place.role == "location"]
    told = [place.geonameid or place.text for place in places]
    return min(
        places, key=lambda place: (-told.count(place.geonameid or place.text), order[place.precision]), default=None
    )


@router.get("/incidents/{id}")
def incident(bench: Bench, _user: Reader, id: Annotated[int, Path(ge=0, le=2**31 - 1)]) -> Incident:
    """An incident: its accounts side by side, what they tell alike and where they differ, and why they are one."""
    with bench.database.read() as connection:
        found = next(iter(fetch_incidents(connection, [id])), None)
        if found is None:
            raise missing(f"{id}: there is no such incident; incidents get new numbers when they are joined anew.")
        keys = merging.keys_of(connection, [one.event.id for one in found.events])
        accounts = event_rows(connection, [keys[one.event.id] for one in found.events])
    refs = set(keys)
    best = sorted(accounts, key=lambda one: (-one.confidence, one.id))
    return Incident(
        **_row(found, best).model_dump(), accounts=accounts,
        fields={name: [_value(one) for one in values] for name, values in found.told["fields"].items()},
        joins=[
            Join(one=one, other=other, likely=round(likely, 3), reasons=why)
            for one, other, likely, why in merging.reasons(bench.database, id)
        ],
        decisions=[
            Decision(id=one.key, one=one.one, other=one.other, together=one.together, made=one.made)
            for one in merging.decisions(bench.database)
            if one.one in refs or one.other in refs
        ],
    )  # fmt: skip


def _value(told: dict[str, Any]) -> Value:
    by = [Teller(event=event, words=Span(**words) if words else None) for event, words in told["by"]]
    return Value(value=str(told["value"]), outlets=told["outlets"], by=by)


class Events(BaseModel):
    """Events by their ids."""

    model_config = ConfigDict(extra="forbid")

    events: Annotated[list[Words], Field(min_length=2, max_length=_MOST)]


class Undo(BaseModel):
    """Decisions by their numbers."""

    model_config = ConfigDict(extra="forbid")

    decisions: Annotated[list[Annotated[int, Field(ge=0, le=2**31 - 1)]], Field(min_length=1, max_length=_MOST)]


@router.post("/incidents/join")
def join(bench: Bench, user: Coder, given: Events) -> Joined:
    """Say that these events are one happening."""
    first, *others = _distinct(given)
    return _decide(bench, user.name, user.address, [(first, other) for other in others], True)


@router.post("/incidents/split")
def split(bench: Bench, user: Coder, given: Events) -> Joined:
    """Say that the first of these events is another happening than each of the others."""
    first, *others = _distinct(given)
    return _decide(bench, user.name, user.address, [(first, other) for other in others], False)


@router.post("/incidents/undo")
def undo(bench: Bench, user: Coder, given: Undo) -> Joined:
    """Take back what was said of events, by the numbers of the decisions."""
    held = {one.key: one for one in merging.decisions(bench.database)}
    for key in given.decisions:
        if key not in held:
            raise missing(f"decision {key}: there is none that could be taken back.")
    for key in dict.fromkeys(given.decisions):
        merging.undo(bench.database, key)
    refs = [ref for key in given.decisions for ref in (held[key].one, held[key].other)]
    told = ", ".join(map(str, given.decisions))
    people.note(bench.database, user.name, user.address, "undo decisions", told)
    return Joined(incidents=_now(bench, refs), decisions=[])


def _distinct(given: Events) -> list[str]:
    events = list(dict.fromkeys(given.events))
    if len(events) < 2:
        raise invalid("events: give two different ones at least.")
    return events


def _decide(bench: Bench, who: str, where: str, pairs: list[tuple[str, str]], together: bool) -> Joined:
    refs = list(dict.fromkeys(ref for pair in pairs for ref in pair))
    with bench.database.read() as connection:
        known = merging.keys_of(connection, refs)
    for ref in refs:
        if ref not in known:
            raise missing(f"{ref}: there is no such event.")
    try:
        decisions = [merging.decide(bench.database, one, other, together=together) for one, other in pairs]
    except StoreError as error:
        raise invalid(str(error)) from error
    people.note(bench.database, who, where, "join" if together else "split", ", ".join(refs))
    return Joined(incidents=_now(bench, refs), decisions=decisions)


def _now(bench: Bench, refs: Sequence[str]) -> dict[str, int | None]:
    with bench.database.read() as connection:
        return incidents_of(connection, refs)
