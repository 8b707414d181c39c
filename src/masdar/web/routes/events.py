"""Events in lists: the latest first, or the least sure first for those who check them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlalchemy import Connection, text

from masdar.store import review
from masdar.store.filters import Filters
from masdar.store.finding import Order, event_keys
from masdar.store.rows import Row
from masdar.web.access import Reader
from masdar.web.asked import AskedPage
from masdar.web.errors import invalid
from masdar.web.lists import FORMATS, Format, answered, wanted
from masdar.web.models import EventRow, Page, ReviewState
from masdar.web.rows import event_row, event_rows
from masdar.web.state import Bench

router = APIRouter(tags=["events"])
#: What can be asked of rejected events, which are not in the tables that are searched.
_OF_REJECTED = frozenset(("type", "mode", "status", "report", "review", "limit", "cursor", "sort", "format"))


class EventsAsked(AskedPage):
    """Events: filters, order, page and format."""

    sort: Literal["date", "doubt"] = "date"
    format: Format | None = None


class QueueAsked(AskedPage):
    """The queue: filters and page."""


@router.get("/events", response_model=Page[EventRow], responses=FORMATS)
def events(bench: Bench, request: Request, _user: Reader, asked: Annotated[EventsAsked, Query()]) -> Response:
    """Events, the latest first (``sort=date``) or the least sure first (``sort=doubt``)."""
    form = wanted(request, asked.format)
    return answered(_page(bench, asked, asked.sort), form, "events")


@router.get("/queue")
def queue(bench: Bench, _user: Reader, asked: Annotated[QueueAsked, Query()]) -> Page[EventRow]:
    """Events that nobody has looked at, the least sure first; with ``review``, those of these states instead."""
    if not asked.review:
        asked = asked.model_copy(update={"review": ["unseen"]})
    return _page(bench, asked, "doubt")


def _page(bench: Bench, asked: AskedPage, order: Order) -> Page[EventRow]:
    if asked.rejected:
        return _rejected(bench, asked)
    filters = asked.filters()
    with bench.database.read() as connection:
        try:
            page = event_keys(bench.database, connection, filters, asked.limit, asked.cursor, order)
        except ValueError as error:
            raise invalid(f"{error}.") from error
        total = _total(connection, filters) if asked.cursor is None else None
        return Page[EventRow](items=event_rows(connection, page.items), next=page.after, total=total)


def _total(connection: Connection, filters: Filters) -> int | None:
    """How many there are, where nothing is asked."""
    if filters != Filters():
        return None
    return int(connection.execute(text("SELECT coalesce(sum(events), 0) FROM tally_day")).scalar_one())


def _rejected(bench: Bench, asked: AskedPage) -> Page[EventRow]:
    if asked.review != ["rejected"] or asked.model_fields_set - _OF_REJECTED:
        names = ", ".join(sorted(_OF_REJECTED - {"review", "limit", "cursor", "format"}))
        raise invalid(f"review=rejected can be asked alone, and with {names}.")
    try:
        start = int(asked.cursor or 0)
    except ValueError:
        raise invalid(f"cursor {asked.cursor!r} is not what a page gave.") from None
    steps = [
        step
        for step in review.rejected(bench.database)
        if step.before is not None
        and (not asked.type or step.before.type in asked.type)
        and (not asked.mode or step.before.mode in asked.mode)
        and (not asked.status or step.before.status in asked.status)
        and (asked.report is None or step.report == asked.report)
    ]
    here = steps[start : start + asked.limit] if start >= 0 else []
    rows = []
    for step in here:
        (found,) = bench.store.find(what="reports", report=step.report).items
        assert step.before is not None
        head = found.record.model_copy(update={"events": []}).model_dump(mode="json")
        row = Row(0, step.before.model_dump(mode="json"), head, found.text, 0, 0, None, "rejected")
        state = ReviewState(state="rejected", revision=step.key, who=step.who, made=step.made, note=step.note)
        rows.append(event_row(row, state))
    following = str(start + asked.limit) if start + asked.limit < len(steps) else None
    return Page[EventRow](items=rows, next=following, total=len(steps))
