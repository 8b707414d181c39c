"""Actors: who they are, the ties that reports state, their acts over time and whom these concern."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import Connection

from masdar.store import parties
from masdar.store.aggregating import Bar, bars
from masdar.store.filters import Filters
from masdar.web.access import Reader
from masdar.web.asked import Paged, Words
from masdar.web.errors import missing
from masdar.web.models import ActorDetail, ActorRow, Bin, Edge, Network, Node, Opposite, Page, Tie
from masdar.web.rows import iso, quote
from masdar.web.state import Bench, Workbench

router = APIRouter(tags=["actors"])
_OPPOSITE = 60  # of one actor


class NamesAsked(Paged):
    """A list of names: what they hold, and a page."""

    model_config = ConfigDict(extra="forbid")

    q: Words | None = Field(None, description="Part of a name, in Arabic or English, or of an id.")
    cursor: Annotated[str, StringConstraints(pattern=r"^\d{1,6}$")] | None = None

    @property
    def offset(self) -> int:
        """How many come before the page."""
        return int(self.cursor or 0)


@router.get("/actors")
def actors(bench: Bench, _user: Reader, asked: Annotated[NamesAsked, Query()]) -> Page[ActorRow]:
    """Actors, those of most events first."""
    with bench.database.read() as connection:
        found = parties.parties(connection, asked.q, asked.limit + 1, asked.offset)
    items = [_row(one) for one in found[: asked.limit]]
    more = str(asked.offset + asked.limit) if len(found) > asked.limit else None
    return Page[ActorRow](items=items, next=more)


def _row(one: parties.Party) -> ActorRow:
    return ActorRow(
        id=one.id, name=one.name, english=one.english, known=one.known, country=one.country, sector=one.sector,
        events=one.events,
    )  # fmt: skip


@router.get("/actors/{id:path}", response_model=ActorDetail)
def actor(bench: Bench, _user: Reader, id: str) -> Response:
    """An actor with its ties, each with its quotation; its acts and what it suffers by month; whom these concern."""
    with bench.database.read() as connection:
        return bench.cache.answer(connection, f"actor {id}", lambda: _actor(bench, connection, id))


def _actor(bench: Workbench, connection: Connection, id: str) -> ActorDetail:
    found = parties.party(connection, id)
    if found is None:
        raise missing(f"{id}: there is no such actor.")
    rows = parties.belonging(connection, id)
    acts, people = parties.acts(connection, rows, 10_000)
    own = {party.id for party in parties.named(connection, rows)}
    grouped = parties.grouped(acts, own)
    done, suffered = (
        bars(bench.database, connection, Filters(actor=id, role=role), "month") for role in ("actor", "recipient")
    )
    ties = [_tie(one) for one in parties.ties(connection, rows)]
    names = parties.spellings(connection, id)
    known = parties.lexicon().get(id)
    opposite = [
        Opposite(
            id=other, name=people[other].name, english=people[other].english, role=role,
            events=sum(classes.values()), classes=classes,
        )
        for (role, other), classes in grouped.items()
    ]  # fmt: skip
    return ActorDetail(
        **_row(found).model_dump(), names=names, parent=known.parent if known else None,
        parts=sorted(one.id for one in parties.lexicon().values() if one.parent == id),
        ties=ties, acts=list(map(_bin, done)), suffered=list(map(_bin, suffered)),
        opposite=sorted(opposite, key=lambda one: (-one.events, one.id, one.role))[:_OPPOSITE],
    )  # fmt: skip


def _bin(one: Bar) -> Bin:
    return Bin(day=one.day.isoformat() if one.day else None, events=one.events, classes=one.classes)


def _tie(one: parties.Tie) -> Tie:
    return Tie(
        type=one.type, head=one.head, head_name=one.head_name, tail=one.tail, tail_name=one.tail_name,
        quote=quote(one.report, one.words, one.start, one.end), published=iso(one.published) if one.published else None,
        outlet=one.outlet,
    )  # fmt: skip


class NetworkAsked(BaseModel):
    """The network of one actor, or of those of most events."""

    model_config = ConfigDict(extra="forbid")

    actor: Words | None = None
    limit: Annotated[int, Field(ge=1, le=300, description="Edges of each kind.")] = 80


@router.get("/network", response_model=Network)
def network(bench: Bench, _user: Reader, asked: Annotated[NetworkAsked, Query()]) -> Response:
    """Who has to do with whom: ties that reports state, each with its words, and acts of one upon another."""
    with bench.database.read() as connection:
        return bench.cache.answer(
            connection, f"network {asked.model_dump_json()}", lambda: _network(connection, asked.actor, asked.limit)
        )


def _network(connection: Connection, actor: str | None, limit: int) -> Network:
    if actor is not None:
        rows = parties.belonging(connection, actor)
        if not rows and parties.party(connection, actor) is None:
            raise missing(f"{actor}: there is no such actor.")
    else:
        rows = parties.largest(connection, _LARGEST)
    ties = parties.ties(connection, rows, limit)
    acts, people = parties.acts(connection, rows, limit)
    for tie in ties:
        for id in (tie.head, tie.tail):
            if id not in people and (found := parties.party(connection, id)) is not None:
                people[id] = found
    edges = [
        Edge(source=one.head, target=one.tail, kind="tie", type=one.type, events=1, classes={}, quote=_tie(one).quote)
        for one in ties
    ] + [
        Edge(source=one.actor, target=one.recipient, kind="act", type=None, events=one.events, classes=one.classes,
             quote=None)
        for one in acts
    ]  # fmt: skip
    used = {id for edge in edges for id in (edge.source, edge.target)}
    nodes = [
        Node(id=one.id, name=one.name, english=one.english, country=one.country, sector=one.sector, events=one.events)
        for id, one in sorted(people.items())
        if id in used
    ]
    return Network(nodes=nodes, edges=edges)


_LARGEST = 25  # actors that the network of all begins with
