"""Finding: pages of events, reports or incidents, the latest first, in an order that stays.

There are two ways to a page. One goes over all events from the latest on and keeps those that satisfy; it is quick
where every other event does. The other begins with the smallest set that is asked for, and is quick where that is
small. :func:`begin` weighs which it is to be; the databases' own planners cannot know, for they do not see how a text
and an army go together.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from sqlalchemy import Connection, select, text

from masdar.record import Event, Record
from masdar.store import days, schema
from masdar.store.database import Database
from masdar.store.filters import Filters, Question, Set, ids, question
from masdar.store.loading import unpacked

T = TypeVar("T")
Order = Literal["date", "doubt"]
MOST = 10_000  # of one page


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of what was found. ``after`` is what to ask the next page with; None where this is the last."""

    items: list[T]
    after: str | None


@dataclass(frozen=True, slots=True)
class FoundReport:
    """A report as it was last loaded: ``version`` counts from 1."""

    doc_id: str
    version: int
    text: str
    record: Record


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event: its report's record with this event only, and the key of its incident, if it is in one."""

    record: Record
    incident: int | None

    @property
    def event(self) -> Event:
        """The event."""
        return self.record.events[0]


@dataclass(frozen=True, slots=True)
class FoundIncident:
    """A happening: first and last day (ISO; None not known), its events, how many reports and independent outlets tell
    it, and what they tell (``told``: fields, counts, contradictions)."""

    key: int
    type: str
    mode: str | None
    day: str | None
    last: str | None
    reports: int
    independent: int
    told: dict[str, Any] = field(default_factory=dict)
    events: list[FoundEvent] = field(default_factory=list)


def _after(given: str | None) -> tuple[int, int] | None:
    if given is None:
        return None
    try:
        day, key = map(int, given.split("."))
    except ValueError as error:
        raise ValueError(f"after {given!r} is not what a page gave") from error
    return day, key


def _page(rows: Sequence[Any], limit: int) -> tuple[Sequence[Any], str | None]:
    """The rows of a page (of which one more was asked for), each with its key and day first, and where the next is."""
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], f"{rows[limit - 1][1]}.{rows[limit - 1][0]}"


def begin(asked: Question, wanted: int, total: int) -> Set | None:
    """The set to begin with; None where it is better to go over all events from the latest on."""
    if not asked.sets:
        return None
    smallest = min(asked.sets, key=lambda one: one.size)
    share = 1.0
    for one in asked.sets:
        share *= min(1.0, one.size / max(1, total))
    if asked.conditions:
        share *= 0.5
    scan = min(asked.among, wanted / share)
    return smallest if smallest.size <= scan * 2 else None


def _order(after: tuple[int, int] | None, alias: str) -> str:
    if after is None:
        return "1 = 1"
    day, key = after
    return f"({alias}.day < {day} OR ({alias}.day = {day} AND {alias}.id < {key}))"


def where(asked: Question, without: Set | None = None) -> str:
    """The conditions of a question that hold but for one set."""
    return " AND ".join(["1 = 1", *asked.conditions, *(one.check for one in asked.sets if one is not without)])


def driven(database: Database, first: Set) -> str:
    """The events of the set to begin with, as what follows FROM."""
    join = "CROSS JOIN event e" if database.sqlite else "JOIN event e"  # SQLite keeps the order of a cross join
    on = f"e.{first.key} = d.key"
    condition = f"WHERE {on}" if database.sqlite else f"ON {on} WHERE 1 = 1"
    column = first.ids.split(" ", 2)[1]
    inner = first.ids.replace(f"SELECT {column}", f"SELECT DISTINCT {column} AS key", 1)
    return f"({inner}) d {join} {condition}"


def _event_by(database: Database, column: str) -> str:
    """The events ``e`` of one row, to be looked up by a column: left to itself, SQLite goes by the days that are asked
    for, and looks all of them over for every row."""
    return f"event e INDEXED BY ix_event_{column}" if database.sqlite else "event e"


def events(
    database: Database, connection: Connection, filters: Filters, limit: int, after: str | None
) -> Page[FoundEvent]:
    """Events, the latest first."""
    page = event_keys(database, connection, filters, limit, after)
    return Page(fetch_events(connection, page.items), page.after)


def event_keys(
    database: Database, connection: Connection, filters: Filters, limit: int, after: str | None, order: Order = "date"
) -> Page[int]:
    """The keys of events, the latest first, or the least sure first."""
    asked = question(database, connection, filters)
    if asked.nothing:
        return Page([], None)
    first = begin(asked, limit + 1, total(connection))
    base = driven(database, first) if first else "event e WHERE 1 = 1"
    if order == "date":
        column, edge, by = "day", _order(_after(after), "e"), "e.day DESC, e.id DESC"
    else:
        column, edge, by = "confidence", _doubtful(after), "e.confidence, e.id"
    tail = f"AND {where(asked, first)} AND {edge} ORDER BY {by} LIMIT {limit + 1}"
    rows = connection.execute(text(f"SELECT e.id, e.{column} FROM {base} {tail}"), asked.parameters).all()
    if len(rows) <= limit:
        return Page([row[0] for row in rows], None)
    last = rows[limit - 1]
    return Page([row[0] for row in rows[:limit]], f"{last[1]!r}.{last[0]}")


def _doubtful(after: str | None) -> str:
    if after is None:
        return "1 = 1"
    given, _, key = after.rpartition(".")
    try:
        confidence, number = float(given), int(key)
        if not 0 <= confidence <= 1:
            raise ValueError(given)
    except ValueError as error:
        raise ValueError(f"after {after!r} is not what a page gave") from error
    return f"(e.confidence > {confidence!r} OR (e.confidence = {confidence!r} AND e.id > {number}))"


def fetch_events(connection: Connection, wanted: Sequence[int]) -> list[FoundEvent]:
    """Events by their keys, in that order."""
    if not wanted:
        return []
    event, report, version = schema.event, schema.report, schema.version
    statement = (
        select(event.c.id, event.c.number, event.c.incident_id, report.c.id, version.c.record)
        .join(report, report.c.id == event.c.report_id)
        .join(version, version.c.id == report.c.version)
        .where(text(f"event.id IN {ids(wanted)}"))
    )
    records: dict[int, dict[str, Any]] = {}
    found = {}
    for key, number, incident, report_id, kept in connection.execute(statement):
        record = records.get(report_id)
        if record is None:
            record = records[report_id] = json.loads(zlib.decompress(kept))
        one = {name: value for name, value in record.items() if not isinstance(value, list)}
        one["events"] = [record["events"][number]]
        found[key] = FoundEvent(Record.model_validate(one), incident)
    return [found[key] for key in wanted]


def total(connection: Connection) -> int:
    return int(connection.execute(text("SELECT coalesce(max(id), 0) FROM event")).scalar_one())


def reports(
    database: Database, connection: Connection, filters: Filters, limit: int, after: str | None
) -> Page[FoundReport]:
    """Reports that tell such an event, the latest first; where nothing is asked of events, also those without one, and
    ``since`` and ``until`` are days of publication."""
    page = report_keys(database, connection, filters, limit, after)
    return Page(fetch_reports(connection, page.items), page.after)


def report_keys(
    database: Database, connection: Connection, filters: Filters, limit: int, after: str | None
) -> Page[int]:
    """The keys of the reports that :func:`reports` gives."""
    asked = question(database, connection, filters)
    if asked.nothing:
        return Page([], None)
    edge = _order(_after(after), "r")
    tail = f"AND {edge} ORDER BY r.day DESC, r.id DESC LIMIT {limit + 1}"
    if filters.of_reports:
        conditions, parameters = _of_reports(asked, filters)
        base = f"report r JOIN version v ON v.id = r.version WHERE {conditions}"
        rows = connection.execute(text(f"SELECT r.id, r.day FROM {base} {tail}"), parameters).all()
    else:
        first = begin(asked, limit + 1, total(connection))
        if first:
            inner = f"SELECT DISTINCT e.report_id AS id FROM {driven(database, first)} AND {where(asked, first)}"
            base = f"({inner}) f JOIN report r ON r.id = f.id WHERE 1 = 1"
        else:
            of = _event_by(database, "report_id")
            base = f"report r WHERE EXISTS (SELECT 1 FROM {of} WHERE e.report_id = r.id AND {where(asked)})"
        rows = connection.execute(text(f"SELECT r.id, r.day FROM {base} {tail}"), asked.parameters).all()
    kept, following = _page(rows, limit)
    return Page([row[0] for row in kept], following)


def _of_reports(asked: Question, filters: Filters) -> tuple[str, dict[str, Any]]:
    conditions = ["1 = 1"]
    parameters: dict[str, Any] = {}
    for one in asked.sets:  # text and report
        conditions.append(f"r.id IN ({one.ids})")
    if "words" in asked.parameters:
        parameters["words"] = asked.parameters["words"]
    if filters.outlet:
        marks = [f"outlet{number}" for number in range(len(filters.outlet))]
        parameters.update(zip(marks, filters.outlet, strict=True))
        conditions.append(f"v.source IN ({', '.join(f':{mark}' for mark in marks)})")
    if filters.since is not None:
        conditions.append(f"r.day >= {days.number(filters.since)}")
    if filters.until is not None:
        conditions.append(f"r.day <= {days.number(filters.until)} AND r.day <> {days.UNKNOWN}")
    return " AND ".join(conditions), parameters


def fetch_reports(connection: Connection, wanted: Sequence[int]) -> list[FoundReport]:
    """Reports by their keys, in that order."""
    if not wanted:
        return []
    report, version = schema.report, schema.version
    statement = (
        select(report.c.id, report.c.doc_id, version.c.number, version.c.text, version.c.record)
        .join(version, version.c.id == report.c.version)
        .where(text(f"report.id IN {ids(wanted)}"))
    )
    found = {
        key: FoundReport(doc_id, number, words, unpacked(kept))
        for key, doc_id, number, words, kept in connection.execute(statement)
    }
    return [found[key] for key in wanted]


def incidents(
    database: Database, connection: Connection, filters: Filters, limit: int, after: str | None
) -> Page[FoundIncident]:
    """Incidents of which such an event is one telling, the latest first."""
    page = incident_keys(database, connection, filters, limit, after)
    return Page(fetch_incidents(connection, page.items), page.after)


def incident_keys(
    database: Database, connection: Connection, filters: Filters, limit: int, after: str | None
) -> Page[int]:
    """The keys of the incidents that :func:`incidents` gives."""
    asked = question(database, connection, filters)
    if asked.nothing:
        return Page([], None)
    edge = _order(_after(after), "i")
    first = begin(asked, limit + 1, total(connection))
    if first:
        inner = f"SELECT DISTINCT e.incident_id AS id FROM {driven(database, first)} AND {where(asked, first)}"
        base = f"({inner}) f JOIN incident i ON i.id = f.id WHERE 1 = 1"
    else:
        of = _event_by(database, "incident_id")
        base = f"incident i WHERE EXISTS (SELECT 1 FROM {of} WHERE e.incident_id = i.id AND {where(asked)})"
    tail = f"AND {edge} ORDER BY i.day DESC, i.id DESC LIMIT {limit + 1}"
    rows = connection.execute(text(f"SELECT i.id, i.day FROM {base} {tail}"), asked.parameters).all()
    kept, following = _page(rows, limit)
    return Page([row[0] for row in kept], following)


def fetch_incidents(connection: Connection, wanted: Sequence[int]) -> list[FoundIncident]:
    """Incidents by their keys, in that order; those that there are."""
    if not wanted:
        return []
    incident, event = schema.incident, schema.event
    members: dict[int, list[int]] = {}
    statement = select(event.c.incident_id, event.c.id).where(text(f"incident_id IN {ids(wanted)}"))
    for key, member in connection.execute(statement.order_by(event.c.day, event.c.id)):
        members.setdefault(key, []).append(member)
    everyone = [member for many in members.values() for member in many]
    told = dict(zip(everyone, fetch_events(connection, everyone), strict=True))
    found = {}
    for row in connection.execute(select(incident).where(text(f"id IN {ids(wanted)}"))):
        first, last = days.day(row.day), days.day(row.last)
        found[row.id] = FoundIncident(
            row.id, row.type, row.mode, first.isoformat() if first else None, last.isoformat() if last else None,
            row.reports, row.independent, json.loads(row.told), [told[member] for member in members.get(row.id, ())],
        )  # fmt: skip
    return [found[key] for key in wanted if key in found]
