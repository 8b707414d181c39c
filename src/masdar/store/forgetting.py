"""Forgetting: a report, or a person's name, out of every table, index and version.

A name is blotted out, not cut out: each of its characters in a text becomes a full block, so that all offsets of the
records stay right, and every field that lay on it shows blocks too. What had been joined or counted by it is worked out
anew. Then the database is written over, so that the bytes are gone from its file as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import unquote

from sqlalchemy import Connection, delete, select, update

from masdar.arabic.document import PUNCTUATION, Word
from masdar.arabic.script import key, normalise
from masdar.arabic.words import tokenise
from masdar.record import Record
from masdar.store import index, schema
from masdar.store.database import Database
from masdar.store.errors import StoreError, telling
from masdar.store.loading import packed, unpacked

BLOT = "\N{FULL BLOCK}"
_FEW = 200


def forget_report(database: Database, doc_id: str) -> None:
    """Take a report away with all its versions, and what was said of its events.

    :raises StoreError: where there is no such report.
    """
    report, version = schema.report, schema.version
    with database.write() as connection:
        number = connection.execute(select(report.c.id).where(report.c.doc_id == doc_id)).scalar()
        if number is None:
            raise StoreError(f"{doc_id}: there is no report of this id; masdar find shows the ids.")
        _forget_decisions(connection, doc_id)
        index.remove(database, connection, [number])
        log = schema.review
        connection.execute(update(log).where(log.c.report_id == number).values(undoes=None))
        connection.execute(delete(log).where(log.c.report_id == number))
        connection.execute(delete(version).where(version.c.report_id == number))
        connection.execute(delete(report).where(report.c.id == number))
        index.tidy(database, connection)
    wipe(database)


def _forget_decisions(connection: Connection, doc_id: str) -> None:
    table = schema.decision
    for column in (table.c.ref, table.c.other):
        connection.execute(delete(table).where(column.startswith(f"{doc_id}#", autoescape=True)))


def forget_name(database: Database, name: str) -> list[str]:
    """Blot a name out of every report that holds it, in any spelling and with whatever is written onto it.

    Its words must stand one after the other; other forms of the name, a family name alone or a nickname, are names of
    their own. A report whose address or id spells the name loses the address, and gets another id.

    :returns: the ids of the reports that held it, as they are now.
    :raises StoreError: where the name has no letter.
    """
    wanted = tuple(word.bare or word.key for word in tokenise(name) if word.kind != PUNCTUATION)
    if not any(wanted):
        raise StoreError(f"{name!r} holds no word; give the name to forget.")
    version, report = schema.version, schema.report
    held: dict[int, str] = {}
    last = 0
    while True:
        with database.write() as connection:
            rows = connection.execute(
                select(version, report.c.doc_id, report.c.version.label("last"))
                .join(report, report.c.id == version.c.report_id)
                .where(version.c.id > last)
                .order_by(version.c.id)
                .limit(_FEW)
            ).all()
            if not rows:
                break
            last = rows[-1].id
            again = []
            for row in rows:
                blotted = _blotted(row, wanted)
                if blotted is None:
                    continue
                doc_id, cells, record = blotted
                held[row.report_id] = doc_id
                connection.execute(update(version).where(version.c.id == row.id).values(**cells))
                _blot_steps(connection, row.id, doc_id, cells["text"], wanted)
                if doc_id != row.doc_id:
                    _forget_decisions(connection, row.doc_id)
                    connection.execute(update(report).where(report.c.id == row.report_id).values(doc_id=doc_id))
                if row.last == row.id:
                    states = _states(connection, row.report_id, doc_id)
                    again.append(index.Indexed(row.report_id, record, cells["text"], review=states))
            index.remove(database, connection, [item.report_id for item in again])
            index.add(database, connection, again)
    with database.write() as connection:
        logged = _blot_audit(connection, wanted)
        if held:
            index.tidy(database, connection)
    if held or logged:
        wipe(database)
    return sorted(held.values())


def _blotted(row: Any, wanted: Sequence[str]) -> tuple[str, dict[str, Any], Record] | None:
    """A version without a name: the report's id, the changed columns, and the record. None where it has not got it."""
    longest = max(wanted, key=len)
    everything = "\n".join(filter(None, (row.text, row.title, row.source, unquote(row.url or ""), row.doc_id)))
    if longest not in key(normalise(everything)):
        return None
    words, title, source = (_blot(part, wanted) for part in (row.text, row.title, row.source))
    url = row.url if row.url is None or not _holds(unquote(row.url), wanted) else None
    doc_id = row.doc_id if not _holds(row.doc_id, wanted) else f"forgotten-{row.report_id}"
    if (words, title, source, url, doc_id) == (row.text, row.title, row.source, row.url, row.doc_id):
        return None
    assert words is not None

    def shown(kept: bytes) -> Record:
        record = unpacked(kept).model_dump(mode="json")
        _show(record, words)
        record.update(doc_id=doc_id, title=title, source=source, url=url)
        for event in record["events"]:
            event["id"] = _renamed(event["id"], doc_id)
        return Record.model_validate(record)

    made = shown(row.record)
    cells = {
        "text": words, "title": title, "source": source, "url": url, "record": packed(made),
        "coded": packed(shown(row.coded)) if row.coded is not None else None,
    }  # fmt: skip
    return doc_id, cells, made


def _renamed(ref: str, doc_id: str) -> str:
    return f"{doc_id}#{ref.rpartition('#')[2]}"


def _blot_steps(connection: Connection, version: int, doc_id: str, words: str, wanted: Sequence[str]) -> None:
    """Have the steps of the review log that were made on a version show its text as it is now."""
    log = schema.review
    for step in connection.execute(select(log).where(log.c.version_id == version)).all():
        cells: dict[str, Any] = {"ref": _renamed(step.ref, doc_id), "note": _blot(step.note, wanted)}
        for name in ("before", "after"):
            kept = getattr(step, name)
            if kept is not None:
                event = json.loads(kept)
                _show(event, words)
                cells[name] = json.dumps({**event, "id": cells["ref"]}, ensure_ascii=False)
        connection.execute(update(log).where(log.c.id == step.id).values(**cells))


def _blot_audit(connection: Connection, wanted: Sequence[str]) -> int:
    """Blot a name out of the audit log, where ids of reports may have spelled it; say of how many lines."""
    audit = schema.audit
    rows = connection.execute(select(audit.c.id, audit.c.detail).where(audit.c.detail.is_not(None))).all()
    blotted = [(key, detail) for key, detail in rows if _holds(detail, wanted)]
    for number, _ in blotted:
        connection.execute(update(audit).where(audit.c.id == number).values(detail=BLOT))
    return len(blotted)


def _states(connection: Connection, report: int, doc_id: str) -> dict[str, str]:
    """What people made of a report's events, by the ids that they have now."""
    event = schema.event
    rows = connection.execute(
        select(event.c.ref, event.c.review).where(event.c.report_id == report, event.c.review.is_not(None))
    )
    return {_renamed(ref, doc_id): state for ref, state in rows}


def _blot(given: str | None, wanted: Sequence[str]) -> str | None:
    if given is None:
        return None
    letters = list(given)
    for run in _runs(given, wanted):
        letters[run[0].start : run[-1].end] = BLOT * (run[-1].end - run[0].start)
    return "".join(letters)


def _holds(given: str, wanted: Sequence[str]) -> bool:
    # Addresses and ids join words with marks.
    return any(True for _ in _runs("".join(char if char.isalnum() else " " for char in given), wanted))


def _runs(given: str, wanted: Sequence[str]) -> Iterator[list[Word]]:
    """Where the words stand one after the other."""
    words = [word for word in tokenise(given) if word.kind != PUNCTUATION]
    for start in range(len(words) - len(wanted) + 1):
        run = words[start : start + len(wanted)]
        if all(one in (word.bare, word.key, word.whole) for word, one in zip(run, wanted, strict=True)):
            yield run


def _show(value: Any, words: str) -> None:
    """Have every span of a record show the text as it is now; one that shows a blot is of nobody known."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str) and "start" in value:
            value["text"] = words[value["start"] : value["end"]]
            if BLOT in value["text"] and "id" in value and "trigger" not in value:
                value["id"] = None
        for part in value.values():
            _show(part, words)
    elif isinstance(value, list):
        for part in value:
            _show(part, words)


def wipe(database: Database) -> None:
    """Write the database anew, so that what was deleted is gone from its files too.

    SQLite: the index of words is merged, the file is written anew, and the log is emptied. PostgreSQL: the tables are
    written anew, and so are the samples that its planner keeps; its own log and copies are the administrator's to look
    after.
    """
    with telling(database.name), database.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if database.sqlite:
            driver.execute("INSERT INTO words(words) VALUES ('optimize')")
            driver.execute("VACUUM")
            driver.execute("ANALYZE")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            driver.rollback()
            driver.autocommit = True
            for table in (*schema.metadata.tables, "words"):
                driver.execute(f'VACUUM (FULL, ANALYZE) "{table}"')
