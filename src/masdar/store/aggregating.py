"""Counting: events on a map and along time, by quad class, quickly enough to move a map by.

Where nothing but type, status, place and days is asked, the counts that are kept (``tally_block``, ``tally_week``,
``tally_day``) are added up; for anything else the events are found and counted.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, text

from masdar.record import EVENT_TYPES, EventType
from masdar.store import days
from masdar.store.database import Database
from masdar.store.filters import Filters, Question, ids, places, question
from masdar.store.finding import begin, driven, total, where

Step = Literal["day", "week", "month"]
QuadClass = Literal["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]

#: PLOVER's quad classes.
QUAD_CLASSES: dict[QuadClass, tuple[EventType, ...]] = {
    "verbal cooperation": ("AGREE", "CONSULT", "SUPPORT", "CONCEDE"),
    "material cooperation": ("COOPERATE", "AID", "RETREAT"),
    "verbal conflict": ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    "material conflict": ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
_CLASS_OF: dict[str, QuadClass] = {kind: name for name, kinds in QUAD_CLASSES.items() for kind in kinds}
assert len(_CLASS_OF) == len(EVENT_TYPES)
#: What the counts that are kept can answer.
_KEPT = {"type", "status", "place", "country", "box", "near", "since", "until"}
_AREA = {"place", "country", "box", "near"}
DEEPEST = 22  # zoom of a map


@dataclass(frozen=True, slots=True)
class Cell:
    """A tile of a map (``x`` and ``y`` at its zoom, as Web maps number them) with the number of events in it, and the
    middle of where they are. An event is counted at each of its places that has a point."""

    x: int
    y: int
    lat: float
    lon: float
    events: int
    classes: dict[QuadClass, int]


@dataclass(frozen=True, slots=True)
class Bar:
    """The events that began in a day, week (from Monday) or month: its first day and their number. ``day`` is None for
    those of which that is not known."""

    day: date | None
    events: int
    classes: dict[QuadClass, int]


def _asked(filters: Filters) -> set[str]:
    return {item.name for item in fields(filters) if getattr(filters, item.name) not in (None, (), {})}


def _in(name: str, values: Iterable[str]) -> str:
    # The values have been checked against the record's own.
    return f"{name} IN ({', '.join(repr(value) for value in values)})"


Classes = defaultdict[QuadClass, int]


def by_places(database: Database, connection: Connection, filters: Filters) -> dict[int, Classes]:
    """The events at each place, by the place's key and quad class."""
    asked = _asked(filters)
    area = places(database, connection, filters) if asked & _AREA else None
    if area is not None and not area:
        return {}
    rows = _tallied(connection, filters, area) if asked <= _KEPT else _counted(database, connection, filters, area)
    found: defaultdict[int, Classes] = defaultdict(lambda: defaultdict(int))
    for place, kind, number in rows:
        found[place][_CLASS_OF[kind]] += int(number)
    return found


def cells(database: Database, connection: Connection, filters: Filters, zoom: int) -> list[Cell]:
    """The cells of a map at a zoom that have events, the fullest first."""
    if not 0 <= zoom <= DEEPEST:
        raise ValueError(f"zoom {zoom} is not between 0 and {DEEPEST}")
    by_place = by_places(database, connection, filters)
    # Where the places are: a few thousand points.
    points = connection.execute(text("SELECT id, lat, lon FROM place WHERE lat IS NOT NULL AND events > 0"))
    tiles: dict[tuple[int, int], list[Any]] = {}
    for place, lat, lon in points:
        if place not in by_place:
            continue
        number = sum(by_place[place].values())
        tile = tiles.setdefault(tile_of(lat, lon, zoom), [0.0, 0.0, 0, defaultdict(int)])
        tile[0] += lat * number
        tile[1] += lon * number
        tile[2] += number
        for name, count in by_place[place].items():
            tile[3][name] += count
    found = [
        Cell(x, y, round(lat / number, 5), round(lon / number, 5), number, dict(classes))
        for (x, y), (lat, lon, number, classes) in tiles.items()
        if number
    ]
    return sorted(found, key=lambda cell: (-cell.events, cell.x, cell.y))


def tile_of(lat: float, lon: float, zoom: int) -> tuple[int, int]:
    """The tile of a point, as Web maps number them (slippy map tile names)."""
    side = 1 << zoom
    bounded = math.radians(max(-85.0511, min(85.0511, lat)))
    x = int((lon + 180.0) / 360.0 * side)
    y = int((1.0 - math.asinh(math.tan(bounded)) / math.pi) / 2.0 * side)
    return min(side - 1, max(0, x)), min(side - 1, max(0, y))


def _tallied(connection: Connection, filters: Filters, area: set[int] | None) -> Iterable[Any]:
    """Place, type and number, from the counts that are kept and, at the ends, from the events of single days."""
    common = ["1 = 1"]
    if filters.type:
        common.append(_in("type", filters.type))
    if filters.status:
        common.append(_in("status", filters.status))
    if area is not None:
        common.append(f"place_id IN {ids(area)}")
    base = " AND ".join(common)
    start = days.number(filters.since) if filters.since else None
    end = days.number(filters.until) + 1 if filters.until else None
    found: list[Any] = []
    for table, column, first, after in _pieces(start, end):
        bounds = [f"{column} >= {first}"] if first is not None else []
        bounds += [f"{column} < {after}"] if after is not None else []
        # Where days are asked for, what has none is left out.
        bounds += [f"{column} <> {_NO_DAY[column]}"] if bounds else []
        number = "count(DISTINCT event_id)" if table == "event_place" else "sum(events)"
        where = " AND ".join([base, *bounds])
        found += connection.execute(
            text(f"SELECT place_id, type, {number} FROM {table} WHERE {where} GROUP BY place_id, type")
        )
    return found


_NO_DAY = {"block": days.NO_BLOCK, "week": days.week(days.UNKNOWN), "day": days.UNKNOWN}
_LEVELS = (("tally_block", "block", days.BLOCK), ("tally_week", "week", 7))
_Piece = tuple[str, str, int | None, int | None]


def _pieces(start: int | None, end: int | None, level: int = 0) -> Iterator[_Piece]:
    """What a range of days is added up from: whole blocks, whole weeks around them, single days at the ends; of each
    the table, its column, and from where to before where. None is no bound."""
    if start is not None and end is not None and start >= end:
        return
    if level == len(_LEVELS):
        yield "event_place", "day", start, end
        return
    table, column, length = _LEVELS[level]
    first = None if start is None else -(-(start + 3) // length) * length - 3
    after = None if end is None else (end + 3) // length * length - 3
    if first is not None and after is not None and first >= after:
        yield from _pieces(start, end, level + 1)
        return
    yield table, column, first, after
    if start is not None:
        yield from _pieces(start, first, level + 1)
    if end is not None:
        yield from _pieces(after, end, level + 1)


def _matching(database: Database, connection: Connection, filters: Filters) -> tuple[str, Question] | None:
    """The events that satisfy, as what follows FROM."""
    asked = question(database, connection, filters)
    if asked.nothing:
        return None
    first = begin(asked, asked.among, total(connection))
    base = driven(database, first) if first else "event e WHERE 1 = 1"
    return f"{base} AND {where(asked, first)}", asked


def _counted(database: Database, connection: Connection, filters: Filters, area: set[int] | None) -> Iterable[Any]:
    found = _matching(database, connection, filters)
    if found is None:
        return ()
    base, asked = found
    inside = f"WHERE p.place_id IN {ids(area)}" if area is not None else ""
    return connection.execute(
        text(
            f"SELECT p.place_id, p.type, count(*) FROM (SELECT e.id FROM {base}) m "
            f"JOIN event_place p ON p.event_id = m.id {inside} GROUP BY p.place_id, p.type"
        ),
        asked.parameters,
    ).all()


def bars(database: Database, connection: Connection, filters: Filters, step: Step) -> list[Bar]:
    """The bars of a timeline that are not empty, the earliest first."""
    asked = _asked(filters)
    rows: Iterable[Any]
    if asked <= _KEPT - _AREA:
        common = ["1 = 1"]
        if filters.type:
            common.append(_in("type", filters.type))
        if filters.status:
            common.append(_in("status", filters.status))
        common += _between(filters, "day")
        rows = connection.execute(
            text(f"SELECT day, type, sum(events) FROM tally_day WHERE {' AND '.join(common)} GROUP BY day, type")
        )
    else:
        found = _matching(database, connection, filters)
        if found is None:
            return []
        base, parts = found
        counted = f"CASE WHEN e.last - e.day <= {days.SHORT} THEN e.day ELSE {days.UNKNOWN} END"
        rows = connection.execute(
            text(f"SELECT {counted}, e.type, count(*) FROM {base} GROUP BY 1, 2"), parts.parameters
        )
    sums: defaultdict[date | None, defaultdict[QuadClass, int]] = defaultdict(lambda: defaultdict(int))
    for number, kind, count in rows:
        sums[_start(number, step)][_CLASS_OF[kind]] += int(count)
    found_bars = [Bar(day, sum(classes.values()), dict(classes)) for day, classes in sums.items()]
    return sorted(found_bars, key=lambda bar: bar.day or date.min)


def _between(filters: Filters, name: str) -> list[str]:
    conditions = []
    if filters.since is not None:
        conditions.append(f"{name} >= {days.number(filters.since)}")
    if filters.until is not None:
        conditions.append(f"{name} <= {days.number(filters.until)}")
    return [*conditions, f"{name} <> {days.UNKNOWN}"] if conditions else []


def _start(number: int, step: Step) -> date | None:
    day = days.day(number)
    if day is None or step == "day":
        return day
    return days.day(days.week(number)) if step == "week" else day.replace(day=1)
