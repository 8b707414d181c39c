"""Places to pick from, by the beginning of a name in Arabic or Latin letters."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from masdar.knowledge import gazetteer as places
from masdar.store.units import gazetteer
from masdar.web.access import Reader
from masdar.web.asked import Words
from masdar.web.models import Entry, Page
from masdar.web.state import Bench

router = APIRouter(tags=["gazetteer"])


class PlacesAsked(BaseModel):
    """Part of a name."""

    model_config = ConfigDict(extra="forbid")

    q: Words
    limit: Annotated[int, Field(ge=1, le=50)] = 20


@router.get("/gazetteer")
def search(_bench: Bench, _user: Reader, asked: Annotated[PlacesAsked, Query()]) -> Page[Entry]:
    """Places whose name begins so, those that news is likeliest to mean first."""
    return Page[Entry](items=[_entry(one) for one in gazetteer().beginning(asked.q, asked.limit)])


def _entry(one: places.Entry) -> Entry:
    return Entry(
        geonameid=one.geonameid, name=one.name, latin=one.latin, lat=one.lat, lon=one.lon,
        country=one.country or None, admin1=one.admin1 or None, level=one.level, precision=one.precision,
        population=one.population,
    )  # fmt: skip
