"""What a request asks for: the filters of ``masdar find``, as parameters of an address."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    field_validator,
)

from masdar.record import MODES, EventType, SourceKind, Status
from masdar.store.concerns import Concern
from masdar.store.filters import Filters
from masdar.web.errors import invalid

MOST = 200  # items of a page


def _mode(given: str) -> str:
    if given not in _MODES:
        raise ValueError(f"{given[:40]!r} is none of {', '.join(_MODES)}")
    return given


Words = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
_MODES = sorted({mode for modes in MODES.values() for mode in modes})
Mode = Annotated[str, AfterValidator(_mode), WithJsonSchema({"type": "string", "enum": _MODES})]
Numbers = Annotated[str, StringConstraints(max_length=120)]
Whole = Annotated[int, Field(ge=0, le=2**31 - 1)]


class Asked(BaseModel):
    """The filters; of several values of one any will do, and all filters must hold."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    text: Words | None = Field(None, description='Words in any form; "…" in a row, - unwanted, | or.')
    type: list[EventType] = Field([], description="PLOVER types.")
    mode: list[Mode] = Field([], description="Their modes.")
    status: list[Status] = Field([], description="How the event is told.")
    claimed: bool | None = Field(None, description="Only what somebody in the report claims, or only what it tells.")
    actor: Words | None = Field(None, description="An actor's id or name; what belongs to it counts as well.")
    role: Literal["actor", "recipient"] | None = Field(None, description="The actor's part.")
    place: Words | None = Field(None, description="A place's Arabic name, GeoNames id or ISO code.")
    country: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = Field(None, description="ISO 3166-1 alpha-3.")
    box: Numbers | None = Field(None, description="west,south,east,north in degrees.")
    near: Numbers | None = Field(None, description="latitude,longitude,kilometres.")
    since: date | None = Field(None, alias="from", description="The first day.")
    until: date | None = Field(None, alias="to", description="The last day.")
    source_kind: list[SourceKind] = Field([], description="Who in the report tells it.")
    outlet: list[Words] = Field([], description="Whose report it is.")
    killed_min: Whole | None = Field(None, description="At least so many killed, by the lowest number told.")
    injured_min: Whole | None = None
    captured_min: Whole | None = None
    displaced_min: Whole | None = None
    at_risk_min: Whole | None = None
    confidence_min: Annotated[float, Field(ge=0, le=1)] | None = None
    outlets_min: Annotated[int, Field(ge=1, le=10_000)] | None = Field(
        None, description="Told by so many outlets that do not copy each other."
    )
    report: Words | None = Field(None, description="The events of one report.")
    concern: list[Concern] = Field([], description="What concerns civilians.")
    review: list[Literal["unseen", "accepted", "corrected", "added", "rejected"]] = Field(
        [], description="What people made of it. Rejected events are found only where they alone are asked for."
    )

    @field_validator("text", "actor", "place", "report")
    @classmethod
    def _not_blank(cls, value: str | None) -> str | None:
        if value is not None and not value.strip():
            raise ValueError("is blank")
        return value

    @property
    def rejected(self) -> bool:
        """Whether rejected events are asked for, which are kept apart."""
        return "rejected" in self.review

    def filters(self) -> Filters:
        """The store's filters.

        :raises Refused: where a filter cannot be.
        """
        if self.rejected:
            raise invalid("review=rejected: rejected events are found by /api/events and /api/queue alone.")
        least = {
            key: number
            for key in ("killed", "injured", "captured", "displaced", "at_risk")
            if (number := getattr(self, f"{key}_min")) is not None
        }
        box, near = _numbers("box", self.box, 4), _numbers("near", self.near, 3)
        try:
            return Filters(
                text=self.text, type=self.type, mode=self.mode, status=self.status, claimed=self.claimed,
                actor=self.actor, role=self.role, place=self.place, country=self.country, box=box, near=near,
                since=self.since, until=self.until, source_kind=self.source_kind, outlet=self.outlet, least=least,
                confidence=self.confidence_min, independent=self.outlets_min, report=self.report, review=self.review,
                concern=self.concern,
            )  # fmt: skip
        except ValueError as error:
            raise invalid(f"{error}.") from error


def _numbers(name: str, given: str | None, count: int) -> Any:
    if given is None:
        return None
    try:
        numbers = tuple(float(part) for part in given.split(","))
    except ValueError:
        numbers = ()
    if len(numbers) != count or not all(abs(number) <= 1e5 for number in numbers):
        raise invalid(f"{name} must be {count} numbers with commas between them.")
    return numbers


class Paged(BaseModel):
    """A page of a list."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 50
    cursor: Annotated[str, StringConstraints(max_length=100)] | None = None


class AskedPage(Asked, Paged):
    """Filters and a page."""
