"""Civilians: where sieges, threats, expulsions or numbers of displaced and at-risk people are told, newest first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from masdar.store.concerns import CONCERNS
from masdar.store.finding import event_keys
from masdar.web.access import Reader
from masdar.web.asked import AskedPage
from masdar.web.errors import invalid
from masdar.web.lists import FORMATS, Format, answered, wanted
from masdar.web.models import EventRow, Page
from masdar.web.rows import event_rows
from masdar.web.state import Bench

router = APIRouter(tags=["civilians"])


class CiviliansAsked(AskedPage):
    """Filters, page and format; ``concern`` narrows to some kinds."""

    format: Format | None = None


@router.get("/civilians", response_model=Page[EventRow], responses=FORMATS)
def civilians(bench: Bench, request: Request, _user: Reader, asked: Annotated[CiviliansAsked, Query()]) -> Response:
    """Events that concern civilians, the latest first; ``concerns`` of each says what it tells."""
    if not asked.concern:
        asked = asked.model_copy(update={"concern": list(CONCERNS)})
    filters = asked.filters()
    with bench.database.read() as connection:
        try:
            page = event_keys(bench.database, connection, filters, asked.limit, asked.cursor)
        except ValueError as error:
            raise invalid(f"{error}.") from error
        found = Page[EventRow](items=event_rows(connection, page.items), next=page.after)
    return answered(found, wanted(request, asked.format), "civilians")
