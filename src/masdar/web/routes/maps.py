"""The map and the timeline, counted on the server."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from masdar.store.aggregating import bars
from masdar.store.spots import Spot as Found
from masdar.store.spots import spots
from masdar.web.access import Reader
from masdar.web.asked import Asked
from masdar.web.models import Bin, Map, Point, Spot, SpotProperties, Timeline
from masdar.web.rows import summed
from masdar.web.state import Bench

router = APIRouter(tags=["map"])
MOST = 2000  # features


class MapAsked(Asked):
    """The map: filters and zoom; ``box`` is what is looked at."""

    z: Annotated[float, Field(ge=0, le=22, description="Zoom, as Web maps count it.")] = 2


class TimelineAsked(Asked):
    """The timeline: filters and the width of a bin."""

    bin: Literal["day", "week", "month"] = "month"


@router.get("/map", response_model=Map)
def events_on_map(bench: Bench, _user: Reader, asked: Annotated[MapAsked, Query()]) -> Response:
    """Points and areas with the number of events at them, by quad class; at most 2,000, the fullest first."""
    filters = asked.filters()
    with bench.database.read() as connection:
        return bench.cache.answer(
            connection,
            f"map {asked.model_dump_json()}",
            lambda: _map(spots(bench.database, connection, filters, int(asked.z), MOST)),
        )


def _map(found: list[Found]) -> Map:
    return Map(
        features=[
            Spot(
                geometry=Point(coordinates=(one.lon, one.lat)),
                properties=SpotProperties(
                    kind=one.kind, events=one.events, quad=summed(one.classes)[1], classes=one.classes,
                    radius=round(one.radius, 1), places=one.places, name=one.name, level=one.level,
                    geonameid=one.geonameid, country=one.country, box=one.box,
                ),
            )
            for one in found
        ]
    )  # fmt: skip


@router.get("/timeline", response_model=Timeline)
def events_in_time(bench: Bench, _user: Reader, asked: Annotated[TimelineAsked, Query()]) -> Response:
    """The events by day, week or month and quad class."""
    filters = asked.filters()

    def made() -> Timeline:
        found = bars(bench.database, connection, filters, asked.bin)
        items = [
            Bin(day=one.day.isoformat() if one.day else None, events=one.events, classes=one.classes) for one in found
        ]
        return Timeline(bin=asked.bin, items=items, total=sum(one.events for one in found))

    with bench.database.read() as connection:
        return bench.cache.answer(connection, f"timeline {asked.model_dump_json()}", made)
