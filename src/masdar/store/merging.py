"""Incidents in the database: new events compared with those near them, and the groups written down.

Which events are one happening is judged by :mod:`masdar.store.incidents`; here their accounts are kept, the few that a
new event could be joined with are fetched by the drawers they lie in, and what comes out is stored. A group that a new
event touches is worked out anew, so that merging every day gives what merging all at once would.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text, update

from masdar.store import index, schema
from masdar.store.database import Database, chunks
from masdar.store.errors import StoreError
from masdar.store.filters import ids
from masdar.store.incidents import Account, Compared, Decision, Incident, merge, surroundings
from masdar.store.loading import renew_accounts, unpacked
from masdar.store.preparing import accounts, drawer, unkept

#: How many new events are merged at a time; the next are compared with what these have become.
BATCH = 2000
_REPORTS = 200


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person said of two events, by their ids: that they are one happening (``together``), or two. ``key``
    names it, to take it back."""

    key: int
    one: str
    other: str
    together: bool
    made: str


def merge_new(database: Database, progress: Callable[[int], None] = lambda _count: None) -> int:
    """Put every event that is in no incident into one, and say how many there were.

    :param progress: told how many events have been put away since the last call.
    """
    renew_accounts(database)
    _keep_accounts(database)
    event = schema.event
    none = event.c.incident_id.is_(None)
    done = last = 0
    while True:
        with database.read() as connection:
            rows = connection.execute(
                select(event.c.id).where(none, event.c.id > last).order_by(event.c.day, event.c.id)
            )
            waiting = list(rows.scalars())
        if not waiting:
            return done
        last = max(waiting)  # then only what has been loaded in the meantime
        for some in chunks(waiting, BATCH):
            with database.write() as connection:
                # Some have been put away with those before them.
                mine = select(event.c.id).where(text(f"id IN {ids(some)}"), none)
                if new := list(connection.execute(mine.order_by(event.c.id)).scalars()):
                    _merge(database, connection, new)
            done += len(some)
            progress(len(some))


def _keep_accounts(database: Database) -> None:
    """Make the accounts of events that have none, a few reports at a time."""
    event = schema.event
    none = ~select(schema.account.c.event_id).where(schema.account.c.event_id == event.c.id).exists()
    statement = select(event.c.report_id).where(none).distinct().order_by(event.c.report_id).limit(_REPORTS)
    last = 0
    while True:
        with database.write() as connection:
            reports = list(connection.execute(statement.where(event.c.report_id > last)).scalars())
            if not reports:
                return
            last = reports[-1]
            _keep(database, connection, reports)


def _keep(database: Database, connection: Connection, reports: Sequence[int]) -> None:
    """Make the accounts of reports that have none."""
    event, report, version = schema.event, schema.report, schema.version
    of_report = dict[int, list[tuple[int, int]]]()
    members = select(event.c.report_id, event.c.id, event.c.number)
    for report_id, key, number in connection.execute(members.where(text(f"report_id IN {ids(reports)}"))):
        of_report.setdefault(report_id, []).append((key, number))
    kept, drawers = [], []
    told = select(report.c.id, version.c.text, version.c.record).join(version, version.c.id == report.c.version)
    for report_id, words, packed in connection.execute(told.where(text(f"report.id IN {ids(reports)}"))):
        made = accounts(unpacked(packed), words)
        for key, number in of_report.get(report_id, ()):
            kept.append((key, made[number].account))
            drawers += [(drawer, key) for drawer in made[number].drawers]
    database.insert(connection, schema.account, kept)
    database.insert(connection, schema.drawer, drawers)


def merge_reports(database: Database, connection: Connection, reports: Sequence[int], mates: Sequence[int]) -> None:
    """Merge a few reports anew, whose events have just been indexed, with those that had been joined with them.

    :param reports: the keys of the reports. :param mates: the keys of the other events.
    """
    _keep(database, connection, reports)
    event = schema.event
    own = connection.execute(select(event.c.id).where(event.c.report_id.in_(reports))).scalars()
    new = sorted({*own, *mates})
    if new:
        _merge(database, connection, new)


def _merge(database: Database, connection: Connection, new: Sequence[int]) -> None:
    kept = schema.account
    found: dict[int, Account] = {}
    keys: dict[str, int] = {}

    def load(statement: Any) -> list[Account]:
        wanted = []
        for key, packed in connection.execute(statement):
            if key not in found:
                found[key] = unkept(packed)
                keys[found[key].event] = key
            wanted.append(found[key])
        return wanted

    def fetch(drawers: frozenset[str]) -> Iterable[Account]:
        near: list[Account] = []
        for some in chunks(map(drawer, drawers)):
            members = select(schema.drawer.c.event_id).where(schema.drawer.c.drawer.in_(some))
            wanted = set(connection.execute(members).scalars()) - found.keys()
            for few in chunks(wanted):
                near += load(select(kept).where(text(f"event_id IN {ids(few)}")))
        return near

    def by_event(refs: frozenset[str]) -> Iterable[Account]:
        members = [key for some in chunks(refs) for key in keys_of(connection, some).values()]
        return load(select(kept).where(text(f"event_id IN {ids(members)}"))) if members else ()

    def kin(refs: frozenset[str]) -> Iterable[Account]:
        event, mate = schema.event, schema.event.alias()
        mates = select(mate.c.id).join(event, event.c.incident_id == mate.c.incident_id)
        near: set[int] = set()
        for some in chunks(keys[ref] for ref in refs):
            near.update(connection.execute(mates.where(event.c.id.in_(some))).scalars())
        wanted = near - found.keys()
        return [
            one for some in chunks(wanted) for one in load(select(kept).where(text(f"event_id IN {ids(some)}")))
        ] + [found[key] for key in near - wanted]

    fresh = [one for some in chunks(new) for one in load(select(kept).where(text(f"event_id IN {ids(some)}")))]
    decisions = [
        Decision(one.one, one.other, "together" if one.together else "apart") for one in _decisions(connection)
    ]
    compared = Compared()
    around = surroundings(fresh, fetch, decisions, by_event, compared, kin)
    index.break_up(connection, [keys[one.event] for one in around])
    _write(database, connection, merge(around, decisions, compared), keys)


def _write(database: Database, connection: Connection, incidents: Iterable[Incident], keys: dict[str, int]) -> None:
    event = schema.event
    number = index.next_key(connection, schema.incident)
    rows, joins, members = [], [], []
    of_event: dict[int, Any] = {}
    made = list(incidents)
    everyone = [keys[one.event] for incident in made for one in incident.accounts]
    for some in chunks(everyone):
        cells = select(event.c.id, event.c.report_id, event.c.day, event.c.last, event.c.place_id)
        of_event.update((row.id, row) for row in connection.execute(cells.where(text(f"id IN {ids(some)}"))))
    for incident in made:
        mine = [of_event[keys[one.event]] for one in incident.accounts]
        # Where it is said when it happened, that counts; the latest start and the earliest end of those who say so.
        timed = [row for row, one in zip(mine, incident.accounts, strict=True) if one.when is not None] or mine
        first = max(row.day for row in timed)
        last = max(first, min(row.last for row in timed))
        places = [row.place_id for row in mine if row.place_id is not None]
        fields = incident.fields
        told = {
            "fields": {name: [_told(one) for one in values] for name, values in fields.items()},
            "counts": {key: asdict(count) for key, count in incident.counts.items()},
            "contradictions": [asdict(one) for one in incident.contradictions],
        }
        rows.append(
            (
                number, fields["type"][0].value if fields.get("type") else incident.accounts[0].type,
                fields["mode"][0].value if fields.get("mode") else None, first, last,
                max(places, key=places.count) if places else None, len(mine), len({row.report_id for row in mine}),
                incident.independent, json.dumps(told, ensure_ascii=False), len(incident.contradictions),
            )
        )  # fmt: skip
        members += [{"which": row.id, "of": number} for row in mine]
        joins += [
            (keys[one.one], keys[one.other], one.likely, json.dumps(one.reasons, ensure_ascii=False))
            for one in incident.joins
        ]
        number += 1
    database.insert(connection, schema.incident, rows)
    database.insert(connection, schema.join, joins)
    if members:
        statement = update(event).where(event.c.id == bindparam("which")).values(incident_id=bindparam("of"))
        connection.execute(statement, members)


def _told(one: Any) -> dict[str, Any]:
    return {
        "value": one.value,
        "outlets": one.outlets,
        "by": [[ref, asdict(words) if words else None] for ref, words in one.by],
    }


# --- what a person says -----------------------------------------------------------------------------------------------


def keys_of(connection: Connection, refs: Iterable[str]) -> dict[str, int]:
    """The keys of events by the ids that their records give them."""
    event, report = schema.event, schema.report
    wanted = set(refs)
    statement = select(event.c.ref, event.c.id).join(report, report.c.id == event.c.report_id)
    docs = {ref.rpartition("#")[0] for ref in wanted}
    found = connection.execute(statement.where(report.c.doc_id.in_(docs), event.c.ref.in_(wanted)))
    return {row.ref: row.id for row in found}


def _decisions(connection: Connection) -> list[Decided]:
    table = schema.decision
    statement = select(table.c.id, table.c.ref, table.c.other, table.c.together, table.c.made)
    return [Decided(*row) for row in connection.execute(statement.where(table.c.undone.is_(None)).order_by(table.c.id))]


def decisions(database: Database) -> list[Decided]:
    """What has been said of pairs of events and not been taken back, the oldest first."""
    with database.read() as connection:
        return _decisions(connection)


def decide(database: Database, one: str, other: str, *, together: bool) -> int:
    """Note what a person says of two events, work their incidents out anew, and give the decision's key.

    :raises StoreError: where there is no such event.
    """
    with database.write() as connection:
        keys = keys_of(connection, (one, other))
        for ref in (one, other):
            if ref not in keys:
                raise StoreError(f"{ref}: there is no such event; give the ids as masdar find shows them.")
        if one == other:
            raise StoreError(f"{one}: is one event; give two.")
        number = (connection.execute(select(func.max(schema.decision.c.id))).scalar() or 0) + 1
        row = (number, one, other, together, datetime.now(UTC).isoformat(timespec="seconds"), None)
        database.insert(connection, schema.decision, [row])
        index.break_up(connection, list(keys.values()))
    merge_new(database)
    return number


def undo(database: Database, key: int) -> None:
    """Take a decision back and work the incidents out anew.

    :raises StoreError: where there is no such decision, or it has been taken back.
    """
    table = schema.decision
    with database.write() as connection:
        there = table.c.id == key, table.c.undone.is_(None)
        row = connection.execute(select(table.c.ref, table.c.other).where(*there)).one_or_none()
        if row is None:
            raise StoreError(f"decision {key}: there is none that could be taken back.")
        now = datetime.now(UTC).isoformat(timespec="seconds")
        connection.execute(update(table).where(*there).values(undone=now))
        index.break_up(connection, list(keys_of(connection, row).values()))
    merge_new(database)


def reasons(database: Database, key: int) -> list[tuple[str, str, float, list[str]]]:
    """Why the events of an incident are together: two events' ids, how likely they are one, and the reasons."""
    one, other = schema.event.alias(), schema.event.alias()
    join = schema.join
    statement = (
        select(one.c.ref, other.c.ref, join.c.likely, join.c.reasons)
        .join(one, one.c.id == join.c.event_id)
        .join(other, other.c.id == join.c.other_id)
        .where(one.c.incident_id == key)
        .order_by(join.c.likely.desc(), one.c.ref, other.c.ref)
    )
    with database.read() as connection:
        return [(ref, with_, likely, json.loads(why)) for ref, with_, likely, why in connection.execute(statement)]
