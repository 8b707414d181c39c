"""Reviewing: what people make of events, step by step, and what is found, mapped and exported because of it.

Every step (accept, correct, reject, add, undo) is a row of the log, with the event before and after; no row is ever
changed or taken away, and an undo is a step of its own. What holds of an event is what its last step left that is not
undone. The report's record as it is searched is made of the coder's own record and these steps; the coder's own is
kept beside it (``version.coded``) and is what comes back when all is undone, byte for byte.

A step holds for the version of the report that it was made on. Where a report is loaded anew with the same text, the
steps are :func:`carried <carry>` over; a new text begins unseen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Select, select, update

from masdar.record import Event, Record
from masdar.store import index, merging, schema
from masdar.store.correcting import Changes, corrected
from masdar.store.database import Database
from masdar.store.errors import StoreError
from masdar.store.loading import packed, unpacked

Action = Literal["accept", "correct", "reject", "add", "undo"]
State = Literal["unseen", "accepted", "corrected", "added", "rejected"]
ACTIONS: tuple[Action, ...] = get_args(Action)
_LEFT: dict[str, State] = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "add": "added"}


class NotThere(StoreError):
    """There is no such event or report."""


class Conflict(StoreError):
    """The event is not as whoever reviews it has seen it, or the step makes no sense on it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the log. ``undone``: a later step has taken it back."""

    key: int
    report: str
    version: int
    event: str
    action: Action
    who: str
    made: str
    before: Event | None
    after: Event | None
    note: str | None
    undoes: int | None
    undone: bool


@dataclass(frozen=True, slots=True)
class Review:
    """What holds of an event: its state, who left it so and when, the key of its last step (``revision``, 0 where
    there is none) and the event as it is, None where it is rejected or there is none."""

    event: str
    state: State
    revision: int
    who: str | None = None
    made: str | None = None
    note: str | None = None
    now: Event | None = None


@dataclass(frozen=True, slots=True)
class _Report:
    """A report's last version, and its steps."""

    key: int
    doc_id: str
    version: int
    text: str
    now: Record
    coded: Record
    steps: list[Any]

    def standing(self) -> dict[str, Any]:
        """The step that counts, by event; an event whose steps are all undone has none."""
        undone = {step.undoes for step in self.steps if step.undoes is not None}
        return {step.ref: step for step in self.steps if step.action != "undo" and step.id not in undone}

    def last(self, ref: str) -> int:
        """The key of an event's last step; 0 where nobody has looked."""
        return max((step.id for step in self.steps if step.ref == ref), default=0)


def _report(connection: Connection, doc_id: str) -> _Report:
    report, version, log = schema.report, schema.version, schema.review
    statement = (
        select(report.c.id, report.c.version, version.c.text, version.c.record, version.c.coded)
        .join(version, version.c.id == report.c.version)
        .where(report.c.doc_id == doc_id)
    )
    row = connection.execute(statement).one_or_none()
    if row is None:
        raise NotThere(f"{doc_id}: there is no report of this id; masdar find shows the ids.")
    steps = connection.execute(select(log).where(log.c.version_id == row.version, log.c.report_id == row.id))
    now = unpacked(row.record)
    coded = now if row.coded is None else unpacked(row.coded)
    return _Report(row.id, doc_id, row.version, row.text, now, coded, sorted(steps, key=lambda step: step.id))


def review(
    database: Database,
    event: str,
    action: Action,
    *,
    who: str,
    changes: Changes | None = None,
    note: str | None = None,
    revision: int | None = None,
) -> Review:
    """Take one step, and say what holds then.

    :param event: the event's id; for ``add`` the id of the report.
    :param changes: what is corrected or added.
    :param revision: the last step that whoever reviews has seen; where there is a later one, nothing is done.
    :raises StoreError: where there is no such event (:class:`NotThere`), where it has been changed meanwhile or the
        step makes no sense on it (:class:`Conflict`).
    :raises ValueError: where the correction cannot be.
    """
    doc_id = event if action == "add" else event.rpartition("#")[0]
    with database.write() as connection:
        report = _report(connection, doc_id)
        ref = _new_ref(report) if action == "add" else event
        standing = report.standing()
        coded = {one.id: one for one in report.coded.events}
        held = standing.get(ref)
        if action != "add" and ref not in coded and report.last(ref) == 0:
            raise NotThere(f"{event}: there is no such event; give the ids as masdar find shows them.")
        if revision is not None and action != "add" and report.last(ref) != revision:
            raise Conflict(f"{event}: somebody has changed it meanwhile; look at it again.")
        before = _after(held) if held is not None else coded.get(ref)
        undoes = None
        if action == "undo":
            if held is None:
                raise Conflict(f"{event}: there is no step to undo.")
            undoes, after = held.id, Event.model_validate_json(held.before) if held.before else None
        elif action == "add":
            after = corrected(None, changes or Changes(), report.coded, report.text, ref)
        elif action == "reject":
            if before is None:
                raise Conflict(f"{event}: is rejected already.")
            after = None
        else:
            if before is None:
                raise Conflict(f"{event}: is rejected; undo that first.")
            if action == "correct" and (changes is None or not changes.model_fields_set):
                raise ValueError("a correction must say what it changes")
            after = (
                corrected(before, changes, report.coded, report.text, ref)
                if action == "correct" and changes
                else before
            )
        _note(database, connection, report, ref, action, who, before, after, note, undoes)
        return settle(database, connection, doc_id)[ref]


def _new_ref(report: _Report) -> str:
    refs = [*(one.id for one in report.coded.events), *(step.ref for step in report.steps)]
    return f"{report.doc_id}#{max((int(ref.rpartition('#')[2]) for ref in refs), default=0) + 1}"


def _after(step: Any) -> Event | None:
    return Event.model_validate_json(step.after) if step.after is not None else None


def _note(
    database: Database,
    connection: Connection,
    report: _Report,
    ref: str,
    action: str,
    who: str,
    before: Event | None,
    after: Event | None,
    note: str | None,
    undoes: int | None,
) -> None:
    key = index.next_key(connection, schema.review)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    kept = [one.model_dump_json() if one else None for one in (before, after)]
    database.insert(
        connection, schema.review, [(key, report.key, report.version, ref, action, who, now, *kept, note, undoes)]
    )


def reviewed(coded: Record, standing: dict[str, Any]) -> Record:
    """A coder's record with what people made of it: its own order, what was added at the end."""
    events = []
    for one in coded.events:
        step = standing.get(one.id)
        now = _after(step) if step is not None else one
        if now is not None:
            events.append(now)
    own = {one.id for one in coded.events}
    added = [_after(step) for ref, step in standing.items() if ref not in own]
    events += sorted((one for one in added if one), key=lambda one: int(one.id.rpartition("#")[2]))
    return coded.model_copy(update={"events": events})


def settle(database: Database, connection: Connection, doc_id: str) -> dict[str, Review]:
    """Have what is searched of a report be what its steps left, and say what holds of each of its events."""
    report = _report(connection, doc_id)
    standing = report.standing()
    now = reviewed(report.coded, standing)
    states = {ref: _LEFT[step.action] for ref, step in standing.items()}
    states = {
        ref: _corrected(report.coded, ref, state, step)
        for (ref, state), step in zip(states.items(), standing.values(), strict=True)
    }
    if now != report.now:
        changed = now != report.coded
        version = schema.version
        connection.execute(
            update(version)
            .where(version.c.id == report.version)
            .values(record=packed(now), coded=packed(report.coded) if changed else None)
        )
        _index(database, connection, report, now, states)
    else:
        event = schema.event
        for one in now.events:
            of = event.c.report_id == report.key, event.c.ref == one.id
            connection.execute(update(event).where(*of).values(review=states.get(one.id)))
    return {ref: _told(report, ref, standing, states, now) for ref in _refs(report)}


def _corrected(coded: Record, ref: str, state: State, step: Any) -> State:
    """An event that was corrected and then accepted stays one that was corrected; so does one that was added."""
    if state != "accepted":
        return state
    own = next((one for one in coded.events if one.id == ref), None)
    if own is None:
        return "added"
    return "accepted" if _after(step) == own else "corrected"


def _refs(report: _Report) -> list[str]:
    refs = [*(one.id for one in report.coded.events), *(step.ref for step in report.steps)]
    return list(dict.fromkeys(refs))


def _told(report: _Report, ref: str, standing: dict[str, Any], states: dict[str, State], now: Record) -> Review:
    step = standing.get(ref)
    event = next((one for one in now.events if one.id == ref), None)
    if step is None:
        return Review(ref, "unseen", report.last(ref), now=event)
    return Review(ref, states[ref], report.last(ref), step.who, step.made, step.note, event)


def _index(database: Database, connection: Connection, report: _Report, now: Record, states: dict[str, State]) -> None:
    """Search the record as it is now; what its events were joined with is joined anew, at once."""
    event = schema.event
    keys = {
        row.ref: row.id
        for row in connection.execute(select(event.c.ref, event.c.id).where(event.c.report_id == report.key))
    }
    of_report = select(event.c.incident_id).where(event.c.report_id == report.key, event.c.incident_id.is_not(None))
    mates = list(
        connection.execute(
            select(event.c.id).where(event.c.incident_id.in_(of_report), event.c.report_id != report.key)
        ).scalars()
    )
    merged = connection.execute(of_report.limit(1)).scalar() is not None or _any_merged(connection, report.key)
    index.remove(database, connection, [report.key])
    index.add(database, connection, [index.Indexed(report.key, now, report.text, keys=keys, review=states)])
    if merged:
        merging.merge_reports(database, connection, [report.key], mates)


def _any_merged(connection: Connection, report: int) -> bool:
    """Whether a report without events of its own is one of those that have been merged: others are."""
    event = schema.event
    if connection.execute(select(event.c.id).where(event.c.report_id == report).limit(1)).scalar() is not None:
        return False
    return connection.execute(select(schema.incident.c.id).limit(1)).scalar() is not None


def carry(database: Database, connection: Connection, doc_id: str, before: int) -> None:
    """Carry the steps of an older version (by its key) over to a report's last one, whose text is the same.

    A step on an event that the coder now tells by another trigger is carried as what it left: what was accepted or
    corrected stays as an added event, what was rejected is told no more anyway.
    """
    report = _report(connection, doc_id)
    log = schema.review
    old = connection.execute(select(log).where(log.c.version_id == before).order_by(log.c.id)).all()
    if not old:
        return
    past = _Report(report.key, doc_id, before, report.text, report.now, report.coded, list(old))
    free = {one.id: one for one in report.coded.events}
    taken: set[str] = set()
    for step in past.standing().values():
        was = _after(step) or Event.model_validate_json(step.before)
        match = next((one for one in free.values() if _same(one, was, step) and one.id not in taken), None)
        note = f"carried over from step {step.id}" + (f": {step.note}" if step.note else "")
        after = _after(step)
        if match is not None:
            taken.add(match.id)
            left = after.model_copy(update={"id": match.id}) if after else None
            action = "reject" if left is None else "accept" if left == match else "correct"
            _note(database, connection, report, match.id, action, step.who, match, left, note, None)
        elif after is not None:
            report = _report(connection, doc_id)
            new = _new_ref(report)
            _note(
                database,
                connection,
                report,
                new,
                "add",
                step.who,
                None,
                after.model_copy(update={"id": new}),
                note,
                None,
            )
        report = _report(connection, doc_id)
    settle(database, connection, doc_id)


def _same(one: Event, was: Event, step: Any) -> bool:
    """Whether the coder's event is the one that a person has looked at: one of its words told it."""
    first = Event.model_validate_json(step.before) if step.before else was
    words = [(span.start, span.end) for span in (was.trigger, first.trigger, *first.also)]
    return any(one.trigger.start < end and start < one.trigger.end for start, end in words)


# --- asking -----------------------------------------------------------------------------------------------------------


def standing(database: Database, doc_id: str) -> dict[str, Review]:
    """What holds of each event of a report, rejected ones too, by their ids.

    :raises NotThere: where there is no such report.
    """
    with database.read() as connection:
        report = _report(connection, doc_id)
    steps = report.standing()
    states = {ref: _corrected(report.coded, ref, _LEFT[step.action], step) for ref, step in steps.items()}
    return {ref: _told(report, ref, steps, states, report.now) for ref in _refs(report)}


def _steps(statement: Select[Any], connection: Connection) -> list[Step]:
    log, report, version = schema.review, schema.report, schema.version
    undone = set(connection.execute(select(log.c.undoes).where(log.c.undoes.is_not(None))).scalars())
    rows = connection.execute(
        statement.join(report, report.c.id == log.c.report_id).join(version, version.c.id == log.c.version_id)
    )
    return [
        Step(
            row.id, row.doc_id, row.number, row.ref, row.action, row.who, row.made,
            Event.model_validate_json(row.before) if row.before else None, _after(row), row.note, row.undoes,
            row.id in undone,
        )
        for row in rows
    ]  # fmt: skip


def history(
    database: Database,
    *,
    event: str | None = None,
    report: str | None = None,
    limit: int = 200,
    before: int | None = None,
) -> list[Step]:
    """Who did what, the latest first: of an event, of a report, or of all; ``before`` is the key of the last step that
    a page gave."""
    log = schema.review
    statement = select(log, schema.report.c.doc_id, schema.version.c.number)
    if event is not None:
        statement = statement.where(log.c.ref == event)
    if report is not None:
        statement = statement.where(schema.report.c.doc_id == report)
    if before is not None:
        statement = statement.where(log.c.id < before)
    with database.read() as connection:
        return _steps(statement.order_by(log.c.id.desc()).limit(limit), connection)


def rejected(database: Database, doc_id: str | None = None) -> list[Step]:
    """The steps that reject what is rejected now, of a report or of all, the latest first."""
    log, report = schema.review, schema.report
    later = log.alias()
    undone = select(later.c.id).where(later.c.undoes == log.c.id).exists()
    statement = (
        select(log, report.c.doc_id, schema.version.c.number)
        .where(log.c.action == "reject", log.c.version_id == report.c.version, ~undone)
        .order_by(log.c.id.desc())
    )
    if doc_id is not None:
        statement = statement.where(report.c.doc_id == doc_id)
    with database.read() as connection:
        return _steps(statement, connection)
