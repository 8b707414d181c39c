"""Review: steps on events, who did what, and what was corrected as gold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from masdar.store import gold, people, review
from masdar.store.correcting import Changes
from masdar.store.review import Action
from masdar.web.access import Coder, Reader
from masdar.web.asked import Paged, Words
from masdar.web.errors import invalid
from masdar.web.models import Page, Reviewed, StepRow
from masdar.web.rows import incidents_of
from masdar.web.state import Bench

router = APIRouter(tags=["review"])


class Step(BaseModel):
    """A step: on an event by its id, or ``add`` on a report by its id."""

    model_config = ConfigDict(extra="forbid")

    event: Words
    action: Action
    changes: Changes | None = Field(None, description="For correct and add: what is changed; lists replace the old.")
    note: Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$")] | None = None
    revision: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = Field(
        None, description="The last step that whoever reviews has seen; a later one is a conflict (409)."
    )


@router.post("/review")
def step(bench: Bench, user: Coder, given: Step) -> Reviewed:
    """Accept, correct, reject or add an event, or undo the last step on it; nothing is ever overwritten."""
    if given.changes is not None and given.action not in {"correct", "add"}:
        raise invalid(f"{given.action} takes no changes.")
    try:
        held = review.review(
            bench.database, given.event, given.action, who=user.name, changes=given.changes, note=given.note,
            revision=given.revision,
        )  # fmt: skip
    except ValueError as error:
        raise invalid(f"{error}.") from error
    with bench.database.read() as connection:
        incident = incidents_of(connection, [held.event]).get(held.event)
    return Reviewed(
        event=held.event, state=held.state, revision=held.revision, who=held.who, made=held.made, note=held.note,
        now=held.now.model_dump(mode="json") if held.now else None, incident=incident,
    )  # fmt: skip


class HistoryAsked(Paged):
    """Of an event, of a report, or of all."""

    model_config = ConfigDict(extra="forbid")

    event: Words | None = None
    report: Words | None = None
    cursor: Annotated[str, StringConstraints(pattern=r"^\d{1,9}$")] | None = None


@router.get("/history")
def history(bench: Bench, _user: Reader, asked: Annotated[HistoryAsked, Query()]) -> Page[StepRow]:
    """Who did what and when, with each event before and after, the latest first."""
    before = int(asked.cursor) if asked.cursor else None
    steps = review.history(bench.database, event=asked.event, report=asked.report, limit=asked.limit + 1, before=before)
    items = [_row(one) for one in steps[: asked.limit]]
    return Page[StepRow](items=items, next=str(items[-1].id) if len(steps) > asked.limit else None)


def _row(one: review.Step) -> StepRow:
    before = one.before.model_dump(mode="json") if one.before else None
    after = one.after.model_dump(mode="json") if one.after else None
    names = sorted({*(before or {}), *(after or {})} - {"why", "id"})
    changed = [name for name in names if (before or {}).get(name) != (after or {}).get(name)]
    return StepRow(
        id=one.key, report=one.report, version=one.version, event=one.event, action=one.action, who=one.who,
        made=one.made, before=before, after=after, changed=changed, note=one.note, undoes=one.undoes,
        undone=one.undone,
    )  # fmt: skip


class GoldAsked(BaseModel):
    """What of the gold."""

    model_config = ConfigDict(extra="forbid")

    what: Literal["gold", "texts"] = Field("gold", description="The coding, or the texts that it was made of.")
    partial: bool = Field(False, description="Also reports of which not every event has been looked at.")


@router.get("/gold", response_class=StreamingResponse, responses={200: {"content": {"application/jsonl": {}}}})
def gold_export(bench: Bench, user: Reader, asked: Annotated[GoldAsked, Query()]) -> StreamingResponse:
    """What people have made of reports as JSONL that ``masdar evaluate`` and training read; ``what=texts`` gives the
    texts for it. Only reports of which every event has been looked at, unless ``partial`` is set."""
    people.note(bench.database, user.name, user.address, "export gold", asked.what)

    def lines() -> Iterator[bytes]:
        rows: Iterator[dict[str, Any]] = gold.rows(bench.database, what=asked.what, partial=asked.partial)
        for row in rows:
            yield gold.line(row).encode()

    name = "gold.jsonl" if asked.what == "gold" else "texts.jsonl"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(lines(), media_type="application/jsonl", headers=headers)
