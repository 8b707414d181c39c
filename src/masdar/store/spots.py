"""What a map shows: points and areas with the number of events at them, by quad class, few enough to draw.

A place that is known to its spot is a point; points that would lie on each other at a zoom are one. A place that is
known only by the division, country or region it is or lies in is an area, drawn as wide as the places of that unit
spread, so that nobody takes its middle for where it happened.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from sqlalchemy import Connection, text

from masdar.store.aggregating import Classes, QuadClass, by_places, tile_of
from masdar.store.database import Database
from masdar.store.filters import Filters
from masdar.store.units import gazetteer

#: Points closer than the side of a tile of this many zooms deeper are drawn as one.
FINER = 3
#: Kilometres that an area is drawn wide where its own spread is not known, by level and precision.
_WIDTHS = {"country": 250.0, "admin1": 60.0, "admin2": 25.0, "region": 75.0, "water": 75.0}
_APPROXIMATE = 10.0
_ADMIN = 60.0


@dataclass(frozen=True, slots=True)
class Spot:
    """Events at a point or in an area. ``radius`` (kilometres) is 0 for points; ``name``, ``geonameid``, ``level`` and
    ``country`` are known where it is one place; ``places`` counts the names of places in it."""

    kind: Literal["point", "area"]
    lat: float
    lon: float
    radius: float
    events: int
    classes: dict[QuadClass, int]
    places: int
    name: str | None
    geonameid: int | None
    level: str | None
    country: str | None
    box: tuple[float, float, float, float]


@dataclass(slots=True)
class _Place:
    id: int
    name: str
    geonameid: int | None
    lat: float
    lon: float
    country: str | None
    level: str | None
    radius: float


_PLACES: dict[str, tuple[tuple[int, int], dict[int, _Place]]] = {}


def _places(database: Database, connection: Connection) -> dict[int, _Place]:
    """All places that have a point, kept in memory: a million events name a few thousand places."""
    state = connection.execute(text("SELECT coalesce(max(id), 0), count(*) FROM place")).one()
    kept = _PLACES.get(database.name)
    if kept is not None and kept[0] == tuple(state):
        return kept[1]
    rows = connection.execute(
        text("SELECT id, name, geonameid, lat, lon, country, unit, level, precision FROM place WHERE lat IS NOT NULL")
    )
    found = {
        row.id: _Place(
            row.id, row.name, row.geonameid, row.lat, row.lon, row.country, row.level,
            radius(row.level, row.precision, row.country, row.unit),
        )
        for row in rows
    }  # fmt: skip
    _PLACES[database.name] = ((state[0], state[1]), found)
    return found


@lru_cache(maxsize=4096)
def radius(level: str | None, precision: str, country: str | None, unit: str | None) -> float:
    """How wide a place is drawn, in kilometres; 0 for one that is known to its spot."""
    if level == "country" and country:
        return gazetteer().spread(country) or _WIDTHS["country"]
    if (level == "admin1" or precision == "admin") and unit:
        return gazetteer().spread(unit) or _WIDTHS["admin1"]
    if precision == "exact":
        return 0.0
    if precision == "admin":
        return _ADMIN
    return _WIDTHS.get(level or "", _APPROXIMATE)


def spots(database: Database, connection: Connection, filters: Filters, zoom: int, most: int) -> list[Spot]:
    """The points and areas of a map at a zoom, the fullest first, at most so many; of areas, no more than a third."""
    counted = by_places(database, connection, filters)
    known = _places(database, connection)
    placed = [(known[key], classes) for key, classes in counted.items() if key in known]
    areas: dict[tuple[object, ...], list[tuple[_Place, Classes]]] = {}
    points: list[tuple[_Place, Classes]] = []
    for place, classes in placed:
        if place.radius:
            where = (round(place.lat, 3), round(place.lon, 3), place.level)
            areas.setdefault(where, []).append((place, classes))
        else:
            points.append((place, classes))
    wide = _fullest((_spot("area", group) for group in areas.values()), most // 3)
    finer = min(22, zoom + FINER)
    while True:
        tiles: dict[tuple[int, int], list[tuple[_Place, Classes]]] = {}
        for place, classes in points:
            tiles.setdefault(tile_of(place.lat, place.lon, finer), []).append((place, classes))
        if len(tiles) <= most - len(wide) or not finer:
            break
        finer -= 1
    return _fullest([*wide, *(_spot("point", group) for group in tiles.values())], most)


def _fullest(found: object, most: int) -> list[Spot]:
    return sorted(found, key=lambda spot: (-spot.events, spot.lat, spot.lon))[:most]  # type: ignore[call-overload, no-any-return]


def _spot(kind: Literal["point", "area"], group: list[tuple[_Place, Classes]]) -> Spot:
    classes: defaultdict[QuadClass, int] = defaultdict(int)
    lat = lon = 0.0
    events, fullest = 0, 0
    first = group[0][0]
    for place, many in group:
        number = sum(many.values())
        for name, count in many.items():
            classes[name] += count
        lat += place.lat * number
        lon += place.lon * number
        events += number
        if number > fullest:
            fullest, first = number, place
    lats, lons = [place.lat for place, _ in group], [place.lon for place, _ in group]
    one = len({place.geonameid or place.name for place, _ in group}) == 1 or kind == "area"
    return Spot(
        kind, round(lat / events, 5), round(lon / events, 5), max(place.radius for place, _ in group), events,
        dict(classes), len(group), first.name if one else None, first.geonameid if one else None,
        first.level if one else None, first.country, (min(lons), min(lats), max(lons), max(lats)),
    )  # fmt: skip
