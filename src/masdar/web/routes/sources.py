"""Sources: who is quoted for what, how often alone, how often contradicted."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from sqlalchemy import Connection

from masdar.record import SourceKind
from masdar.store import tellers
from masdar.web.access import Reader
from masdar.web.errors import missing
from masdar.web.models import Page, SourceRow
from masdar.web.routes.actors import NamesAsked
from masdar.web.state import Bench

router = APIRouter(tags=["sources"])


class SourcesAsked(NamesAsked):
    """Sources: part of a name, a kind, a page."""

    kind: SourceKind | None = None


@router.get("/sources", response_model=Page[SourceRow])
def sources(bench: Bench, _user: Reader, asked: Annotated[SourcesAsked, Query()]) -> Response:
    """Who is quoted, those of most events first."""
    with bench.database.read() as connection:
        return bench.cache.answer(connection, f"sources {asked.model_dump_json()}", lambda: _page(connection, asked))


def _page(connection: Connection, asked: SourcesAsked) -> Page[SourceRow]:
    found = tellers.tellers(connection, asked.q, asked.kind, asked.limit + 1, asked.offset)
    items = [SourceRow(**asdict(one)) for one in found[: asked.limit]]
    more = str(asked.offset + asked.limit) if len(found) > asked.limit else None
    return Page[SourceRow](items=items, next=more)


@router.get("/sources/{id:path}")
def source(bench: Bench, _user: Reader, id: str) -> SourceRow:
    """One source."""
    with bench.database.read() as connection:
        found = tellers.teller(connection, id)
    if found is None:
        raise missing(f"{id}: there is no such source.")
    return SourceRow(**asdict(found))
