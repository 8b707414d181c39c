"""Loading: reports with their records into the database, a batch at a time, wholly or not at all.

What :func:`load` yields is in the database for good: nothing is told before its transaction is through. A process that
is killed in between leaves no trace of the batch it had in hand, and loading the same again passes over what is there.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar

from pydantic import ValidationError
from sqlalchemy import Connection, bindparam, delete, select, update

from masdar.reading.report import Problem, Report, printable
from masdar.record import Record
from masdar.store import days, index, preparing, schema
from masdar.store.database import Database, chunks
from masdar.store.keys import fingerprint
from masdar.store.preparing import Prepared, search_keys

#: A batch is written when it has so many reports or its first has waited so long.
BATCH = 200
SECONDS = 2.0
#: A report, its record and, where it was coded on the way here, what is kept beside it.
Item = tuple[Report, Record] | tuple[Report, Record, Prepared]
T = TypeVar("T")
# The settings that tell how the words and the accounts were made that the database holds.
_KEYS, _ACCOUNTS = "keys", "accounts"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A report that is in the database: whether it is ``new``, ``changed`` (an older version is kept) or the ``same``
    as it was; and how many versions there are of it."""

    doc_id: str
    what: Literal["new", "changed", "same"]
    version: int


@dataclass(frozen=True, slots=True)
class Known:
    """A report that need not be coded: what is in the database was made of the same text by the same coder."""

    doc_id: str
    version: int


def given(report: Report) -> bytes:
    """A digest of a report as it was given: text, title, day, outlet and address."""
    published = report.published.isoformat() if report.published else None
    cells = [report.text, report.title, published, report.source, report.url]
    return hashlib.blake2b(json.dumps(cells).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def packed(record: Record) -> bytes:
    """A record as it is kept."""
    return zlib.compress(record.model_dump_json().encode())


def unpacked(kept: bytes) -> Record:
    """The record that :func:`packed` made."""
    return Record.model_validate_json(zlib.decompress(kept))


def read_record(line: str) -> Record:
    """A record from its JSON.

    :raises ValueError: in one sentence, where it breaks the schema.
    """
    try:
        return Record.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the record"
        more = f" (and {error.error_count() - 1} more faults)" if error.error_count() > 1 else ""
        raise ValueError(f"breaks the schema at {where}: {printable(first['msg'])[:160]}{more}") from error


def misfit(record: Record, report: Report) -> str | None:
    """What shows that a record was not made of a report; None where they fit."""
    if record.doc_id != report.doc_id:
        return f"is of the report “{record.doc_id[:80]}”"
    ids = {event.id for event in record.events}
    if len(ids) < len(record.events) or any(not re.fullmatch(rf"{re.escape(record.doc_id)}#\d+", one) for one in ids):
        return "has events whose ids are not the report's id, # and a number of their own"
    for start, end, words in _spans(record.model_dump(mode="json", exclude={"coder", "title", "url"})):
        if report.text[start:end] != words:
            return f"has “{words[:40]}” at {start}-{end}, where the report's text reads otherwise"
    return None


def _spans(value: Any) -> Iterator[tuple[int, int, str]]:
    if isinstance(value, dict):
        if isinstance(value.get("text"), str) and "start" in value:
            yield value["start"], value["end"], value["text"]
        for part in value.values():
            if isinstance(part, dict | list):
                yield from _spans(part)
    elif isinstance(value, list):
        for part in value:
            yield from _spans(part)


@dataclass(frozen=True, slots=True)
class _There:
    report_id: int
    version_id: int
    number: int
    given: bytes
    digest: bytes
    masdar: str
    lexicon: str


def _there(connection: Connection, doc_ids: Iterable[str]) -> dict[str, _There]:
    """The last versions of those reports that are in the database."""
    report, version = schema.report, schema.version
    columns = (
        report.c.doc_id, report.c.id, version.c.id, version.c.number, version.c.given, version.c.digest,
        version.c.masdar, version.c.lexicon,
    )  # fmt: skip
    statement = select(*columns).join(version, version.c.id == report.c.version)
    found: dict[str, _There] = {}
    for some in chunks(doc_ids):
        for doc_id, *cells in connection.execute(statement.where(report.c.doc_id.in_(some))):
            found[doc_id] = _There(*cells)
    return found


def unknown(
    database: Database, items: Iterable[Report | Problem], masdar: str, lexicon: str
) -> Iterator[Report | Problem | Known]:
    """The items, with a :class:`Known` in place of each report that is in the database as this coder codes it.

    :param masdar: the coder's version.
    :param lexicon: its lexicon's fingerprint.
    """
    for held in _batches(items):
        with database.read() as connection:
            there = _there(connection, [item.doc_id for item in held if isinstance(item, Report)])
        for item in held:
            last = there.get(item.doc_id) if isinstance(item, Report) else None
            if (
                last is not None
                and isinstance(item, Report)
                and (last.given, last.masdar, last.lexicon) == (given(item), masdar, lexicon)
            ):
                yield Known(item.doc_id, last.number)
            else:
                yield item


def _batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """``items`` in lists of at most ``size``; of fewer where they come slowly."""
    held: list[T] = []
    started = 0.0
    for item in items:
        if not held:
            started = time.monotonic()
        held.append(item)
        if len(held) >= size or time.monotonic() - started > SECONDS:
            yield held
            held = []
    if held:
        yield held


def load(database: Database, items: Iterable[Item | Problem], *, batch: int = BATCH) -> Iterator[Loaded | Problem]:
    """Load reports with their records; problems pass through.

    A record that was not made of its report's text is a problem, and costs itself only; one that comes with what was
    prepared beside it was coded on the way here and is taken as it is.

    :raises masdar.store.errors.StoreError: where the database cannot be written to; what was told before stands.
    """
    renew_words(database)
    renew_accounts(database)
    for some in _batches(items, batch):
        good: list[Item] = []
        for item in some:
            if isinstance(item, Problem):
                yield item
                continue
            report, record = item[:2]
            if len(item) == 2 and (reason := misfit(record, report)) is not None:
                yield Problem(report.path, report.line, f"its record {reason}", "give the record of this very report")
            else:
                good.append(item)
        yield from _write(database, good) if good else ()


def _write(database: Database, items: Sequence[Item]) -> list[Loaded]:
    """Write one batch; all of it is there when this returns. Of two items with one id the second is a later version."""
    told: list[Loaded] = []
    with database.write() as connection:
        rest = list(items)
        while rest:  # once, unless an id comes twice
            first: dict[str, Item] = {}
            again = []
            for item in rest:
                if first.setdefault(item[0].doc_id, item) is not item:
                    again.append(item)
            told += _write_distinct(database, connection, list(first.values()))
            rest = again
        _mark(connection)
    order = {item[0].doc_id: number for number, item in enumerate(items)}
    return sorted(told, key=lambda loaded: order[loaded.doc_id])


def _write_distinct(database: Database, connection: Connection, items: Sequence[Item]) -> list[Loaded]:
    there = _there(connection, [item[0].doc_id for item in items])
    report_key = index.next_key(connection, schema.report)
    version_key = index.next_key(connection, schema.version)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    reports, versions, last, indexed, replaced, told = [], [], [], [], [], []
    for item in items:
        report, record = item[:2]
        before = there.get(report.doc_id)
        as_given, body = given(report), record.model_dump_json().encode()
        digest = hashlib.blake2b(as_given + body, digest_size=16).digest()
        if before is not None and before.digest == digest:
            told.append(Loaded(report.doc_id, "same", before.number))
            continue
        if before is None:
            report_id, number = report_key, 1
            reports.append((report_id, report.doc_id, version_key, days.number(report.published)))
            report_key += 1
        else:
            report_id, number = before.report_id, before.number + 1
            replaced.append(report_id)
            last.append({"which": report_id, "last": version_key, "on": days.number(report.published)})
        versions.append(
            (
                version_key, report_id, number, now, as_given, digest, record.coder.masdar, record.coder.lexicon,
                report.source, days.number(report.published) if report.published else None, report.title, report.url,
                report.text, zlib.compress(body), None,
            )
        )  # fmt: skip
        indexed.append(index.Indexed(report_id, record, report.text, item[2] if len(item) == 3 else None))
        told.append(Loaded(report.doc_id, "new" if before is None else "changed", number))
        version_key += 1
    index.remove(database, connection, replaced)
    database.insert(connection, schema.report, reports)
    database.insert(connection, schema.version, versions)
    if last:
        statement = update(schema.report).where(schema.report.c.id == bindparam("which"))
        connection.execute(statement.values(version=bindparam("last"), day=bindparam("on")), last)
    index.add(database, connection, indexed)
    if replaced:
        _carry(database, connection, [(one, there[one.doc_id]) for one, *_ in items if one.doc_id in there])
        index.tidy(database, connection)
    return told


def _carry(database: Database, connection: Connection, items: Iterable[tuple[Report, _There]]) -> None:
    """What people made of the events of a report holds for its new version too, where its text is the same."""
    from masdar.store import review

    version = schema.version
    for report, before in items:
        was = connection.execute(select(version.c.text).where(version.c.id == before.version_id)).scalar_one()
        if was == report.text:
            review.carry(database, connection, report.doc_id, before.version_id)


def _mark(connection: Connection) -> None:
    """Note how the words were made, once."""
    setting = schema.setting
    if connection.execute(select(setting.c.value).where(setting.c.name == _KEYS)).scalar() is None:
        connection.execute(setting.insert().values(name=_KEYS, value=fingerprint()))


def renew_words(database: Database) -> None:
    """Make the words of all reports anew, where they were made by other rules than this program's: what a question is
    cut into must be what the texts were cut into."""
    setting, report, version = schema.setting, schema.report, schema.version
    stale = setting.c.name == _KEYS, setting.c.value != fingerprint()
    with database.read() as connection:
        if connection.execute(select(setting.c.name).where(*stale)).scalar() is None:
            return
    with database.write() as connection:
        index.clear_words(connection)
        last = 0
        texts = select(report.c.id, version.c.title, version.c.text).join(version, version.c.id == report.c.version)
        while some := connection.execute(texts.where(report.c.id > last).order_by(report.c.id).limit(BATCH)).all():
            index.add_words(database, connection, [(row.id, search_keys(row.title, row.text)) for row in some])
            last = some[-1].id
        connection.execute(update(setting).where(*stale).values(value=fingerprint()))


def renew_accounts(database: Database) -> None:
    """Drop the accounts that were made by other rules than this program's; merging makes them anew."""
    setting = schema.setting
    ours = setting.c.name == _ACCOUNTS, setting.c.value == preparing.fingerprint()
    with database.read() as connection:
        if connection.execute(select(setting.c.name).where(*ours)).scalar() is not None:
            return
    with database.write() as connection:
        for table in (schema.drawer, schema.account):
            connection.execute(delete(table))
        connection.execute(delete(setting).where(setting.c.name == _ACCOUNTS))
        connection.execute(setting.insert().values(name=_ACCOUNTS, value=preparing.fingerprint()))
