"""Reports: lists of them, one with its text and record, why it was coded so, and adding more."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from datetime import date
from pathlib import PurePosixPath
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError
from sqlalchemy import Connection, select, text
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from masdar.reading.report import MAX_CHARACTERS
from masdar.record import Event, Record
from masdar.store import people, review, schema
from masdar.store.filters import ids
from masdar.store.finding import report_keys
from masdar.web.access import Coder, Reader
from masdar.web.asked import AskedPage
from masdar.web.errors import Refused, invalid, missing
from masdar.web.jobs import Upload
from masdar.web.lists import Format, answered, wanted
from masdar.web.models import (
    Explained,
    Job,
    Page,
    Report,
    ReportRow,
    ReviewedEvent,
    ReviewState,
    Started,
    Version,
    Why,
)
from masdar.web.rows import iso
from masdar.web.state import Bench

router = APIRouter(tags=["reports"])
_OPENING = 200  # characters of a text that a list shows
_FIELDS = ("actors", "recipients", "places", "sources")


class ReportsAsked(AskedPage):
    """Reports: filters of their events, page and format."""

    format: Format | None = None


@router.get("/reports", response_model=Page[ReportRow])
def reports(bench: Bench, request: Request, _user: Reader, asked: Annotated[ReportsAsked, Query()]) -> Response:
    """Reports that tell such an event, the latest first; where nothing is asked of events, also those without one."""
    filters = asked.filters()
    with bench.database.read() as connection:
        try:
            page = report_keys(bench.database, connection, filters, asked.limit, asked.cursor)
        except ValueError as error:
            raise invalid(f"{error}.") from error
        items = _rows(connection, page.items)
    form = wanted(request, asked.format)
    return answered(Page[ReportRow](items=items, next=page.after), "json" if form == "geojson" else form, "reports")


def _rows(connection: Connection, keys: list[int]) -> list[ReportRow]:
    if not keys:
        return []
    some = ids(keys)
    version = schema.version
    columns = (
        version.c.report_id, version.c.number, version.c.title, version.c.source, version.c.published, version.c.url,
        version.c.text,
    )  # fmt: skip
    last = select(*columns).where(text(f"id IN (SELECT version FROM report WHERE id IN {some})"))
    names = {
        row.id: row.doc_id for row in connection.execute(text(f"SELECT id, doc_id FROM report WHERE id IN {some}"))
    }
    reviewed: dict[int, dict[Any, int]] = {key: {} for key in keys}
    counted = (
        f"SELECT report_id, coalesce(review, 'unseen'), count(*) FROM event WHERE report_id IN {some} GROUP BY 1, 2"
    )
    for key, state, number in connection.execute(text(counted)):
        reviewed[key][state] = number
    events = {key: sum(states.values()) for key, states in reviewed.items()}
    rejected = (
        "SELECT s.report_id, count(*) FROM review s JOIN report r ON r.id = s.report_id AND r.version = s.version_id "
        "WHERE s.action = 'reject' AND NOT EXISTS (SELECT 1 FROM review u WHERE u.undoes = s.id) "
        f"AND s.report_id IN {some} GROUP BY s.report_id"
    )
    for key, number in connection.execute(text(rejected)):
        reviewed[key]["rejected"] = number
    found = {
        row.report_id: ReportRow(
            id=names[row.report_id], title=row.title, source=row.source,
            published=iso(row.published) if row.published else None, url=row.url, version=row.number,
            opening=row.text[:_OPENING], events=events[row.report_id], reviewed=reviewed[row.report_id],
        )
        for row in connection.execute(last)
    }  # fmt: skip
    return [found[key] for key in keys]


# Ids of reports that come from folders hold slashes, so that the longer address is declared first.
@router.get("/reports/{id:path}/why")
def why(bench: Bench, _user: Reader, id: str) -> list[Explained]:
    """For each event of a report the rule, the lexicon's line and the words behind each field."""
    found = _found(bench, id)
    return [_explained(event, found.text) for event in found.record.events]


def _explained(event: Event, words: str) -> Explained:
    reasons = [
        Why(
            field=one.field, rule=one.rule, lexicon=one.lexicon, start=one.start, end=one.end,
            words=words[one.start : one.end] if one.start is not None and one.end is not None else None,
        )
        for one in event.why
    ]  # fmt: skip
    untold = [name for name in _FIELDS if not getattr(event, name)]
    return Explained(
        event=event.id, type=event.type, mode=event.mode, status=event.status, confidence=event.confidence,
        reasons=reasons, untold=untold if event.time else [*untold, "time"],
    )  # fmt: skip


def _found(bench: Bench, doc_id: str) -> Any:
    page = bench.store.find(what="reports", report=doc_id)
    if not page.items:
        raise missing(f"{doc_id}: there is no report of this id.")
    return page.items[0]


@router.get("/reports/{id:path}")
def report(bench: Bench, _user: Reader, id: str) -> Report:
    """A report: its text, its record as people left it, what they made of each event, and its versions."""
    found = _found(bench, id)
    standing = review.standing(bench.database, id)
    states = {
        ref: ReviewState(state=one.state, revision=one.revision, who=one.who, made=one.made, note=one.note)
        for ref, one in standing.items()
        if one.now is not None
    }
    rejected = [
        ReviewedEvent(**_state(step), event=step.before.model_dump(mode="json"))
        for step in review.rejected(bench.database, id)
        if step.before is not None
    ]
    with bench.database.read() as connection:
        version, table, event = schema.version, schema.report, schema.event
        rows = connection.execute(
            select(version.c.number, version.c.loaded, version.c.masdar, version.c.lexicon)
            .join(table, table.c.id == version.c.report_id)
            .where(table.c.doc_id == id)
            .order_by(version.c.number)
        ).all()
        joined = connection.execute(
            select(event.c.ref, event.c.incident_id)
            .join(table, table.c.id == event.c.report_id)
            .where(table.c.doc_id == id)
        )
        incidents = {row.ref: row.incident_id for row in joined}
    record: Record = found.record
    return Report(
        id=id, title=record.title, source=record.source, published=record.published, url=record.url, text=found.text,
        version=found.version, record=record, review=states, rejected=rejected, incidents=incidents,
        versions=[Version(number=one[0], loaded=one[1], masdar=one[2], lexicon=one[3]) for one in rows],
    )  # fmt: skip


def _state(step: review.Step) -> dict[str, Any]:
    return {"state": "rejected", "revision": step.key, "who": step.who, "made": step.made, "note": step.note}


# --- adding -----------------------------------------------------------------------------------------------------------

Line = Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00-\x1f]*$")]


class Pasted(BaseModel):
    """A report that is pasted."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHARACTERS)]
    title: Line | None = None
    published: date | None = None
    source: Line | None = None
    url: Line | None = None
    id: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f#]+$")] | None = None


_DAY = TypeAdapter(date)
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": Pasted.model_json_schema(ref_template="#/components/schemas/{model}")},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {"type": "array", "minItems": 1, "items": {"type": "string", "format": "binary"}},
                        "published": {"type": "string", "format": "date"},
                        "source": {"type": "string"},
                    },
                }
            },
        },
    }
}


@router.post("/reports", status_code=202, openapi_extra=_BODY)
async def add(bench: Bench, request: Request, user: Coder) -> Started:
    """Add reports: one as JSON, or files (text, HTML, PDF, DOCX, JSONL) as a form. They are coded by a process of their
    own; the job tells how far it is."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        upload = await _files(bench, request)
    elif kind == "application/json":
        upload = _pasted(await request.body())
    else:
        raise Refused(422, "invalid", "Give a report as application/json, or files as multipart/form-data.")
    job = await run_in_threadpool(bench.jobs.add, upload, user.name)
    told = f"{len(upload.files)} files, job {job}"
    await run_in_threadpool(people.note, bench.database, user.name, user.address, "add reports", told)
    return Started(job=job)


def _pasted(body: bytes) -> Upload:
    try:
        given = Pasted.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise invalid(f"{where}: {first['msg']}" if where else str(first["msg"])) from None
    digest = hashlib.blake2b(given.text.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
    row = {
        "id": given.id or f"paste-{digest}", "text": given.text, "title": given.title, "source": given.source,
        "published": given.published.isoformat() if given.published else None, "url": given.url,
    }  # fmt: skip
    return Upload([("pasted.jsonl", json.dumps(row).encode())])


async def _files(bench: Bench, request: Request) -> Upload:
    limits = bench.settings.limits
    form = await request.form(max_files=limits.files, max_fields=20)
    files = []
    for number, item in enumerate(form.getlist("files")):
        if not isinstance(item, UploadFile):
            raise invalid("files: is no file.")
        files.append((_name(item.filename or "", number), await item.read()))
    if not files:
        raise invalid("files: there are none; give one at least.")
    published, source = form.get("published"), form.get("source")
    try:
        day = _DAY.validate_python(published) if published else None
    except ValidationError:
        raise invalid(f"published: {published!r} is no day; give it as YYYY-MM-DD.") from None
    if source is not None and (not isinstance(source, str) or len(source) > 200):
        raise invalid("source: is no name of an outlet.")
    return Upload(files, day.isoformat() if day else None, source or None)


def _name(given: str, number: int) -> str:
    """A file's own name without folders and without what a file system or a terminal would stumble over."""
    name = PurePosixPath(unicodedata.normalize("NFC", given).replace("\\", "/")).name
    name = re.sub(r"[\x00-\x1f\x7f#/]", "", name).strip(". ")
    while len(name.encode()) > 200:
        name = name[1:]
    return name or f"file-{number + 1}.txt"


@router.get("/jobs/{id}")
def job(bench: Bench, _user: Reader, id: str) -> Job:
    """How far a job is, what went wrong, and the ids of the reports that are in the database."""
    found = bench.jobs.get(id)
    if found is None:
        raise missing(f"{id}: there is no job of this id; jobs are forgotten when the server ends.")
    return found
