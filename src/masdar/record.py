"""The record: what the program says of one report, and nothing but the record.

These models are the contract with everyone downstream. Offsets are Unicode code points into the report's text as it
was given, end exclusive. Unknown is null or empty, never a guess. Fields may be added to a schema version; none is
renamed or taken away.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

SCHEMA_VERSION: Literal["1.0"] = "1.0"

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Status = Literal["actual", "historical", "future", "hypothetical", "negated"]
Sector = Literal[
    "GOV", "MIL", "COP", "JUD", "LEG", "PTY", "REB", "PRM", "TER", "UAF", "OPP", "CVL",
    "REF", "IGO", "NGO", "MED", "REL", "BUS", "CRM", "OTH",
]  # fmt: skip
RelationType = Literal[
    "part_of", "led_by", "backed_by", "allied_with", "kin_of", "spokesperson_of", "member_of",
]  # fmt: skip
PlaceRole = Literal["location", "origin", "destination"]
PlaceLevel = Literal["country", "admin1", "admin2", "locality", "site", "region", "water"]
PlaceUse = Literal["location", "government"]
PlacePrecision = Literal["exact", "approximate", "admin", "unknown"]
TimePrecision = Literal["day", "month", "year", "interval"]
SourceKind = Literal[
    "official", "party", "agency", "monitor", "witness", "unnamed", "media", "document", "igo", "ngo", "other",
]  # fmt: skip
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
CountKey = Literal["killed", "injured", "captured", "displaced", "at_risk"]
Interval = tuple[int | None, int | None]

EVENT_TYPES: tuple[EventType, ...] = EventType.__args__  # type: ignore[attr-defined]
SECTORS: tuple[Sector, ...] = Sector.__args__  # type: ignore[attr-defined]
STATUSES: tuple[Status, ...] = Status.__args__  # type: ignore[attr-defined]
COUNT_KEYS: tuple[CountKey, ...] = CountKey.__args__  # type: ignore[attr-defined]
RELATION_TYPES: tuple[RelationType, ...] = RelationType.__args__  # type: ignore[attr-defined]

# PLOVER modes by type, from the project's coding guidelines.
MODES: dict[EventType, tuple[str, ...]] = {
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": (
        "seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation",
        "cyber",
    ),
    "ASSAULT": (
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
        "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
    ),
}  # fmt: skip


class Model(BaseModel):
    """What all parts of the record share: no unknown fields, no change after it is made."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(Model):
    """Some words of the report: ``text[start:end]`` of the report's text is ``text``."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    text: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _length(self) -> Span:
        if self.end - self.start != len(self.text):
            raise ValueError(f"span {self.start}-{self.end} does not fit its text of {len(self.text)} code points")
        return self


class Actor(Span):
    """A mention of one who acts or is acted upon. ``id`` is the lexicon's name for it, null where it has none."""

    id: str | None = None
    country: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None
    sector: Sector | None = None


class ActorMention(Actor):
    """An actor's mention in the report's list of all of them; ``refers_to`` is the fuller mention it stands for."""

    refers_to: Span | None = None


class Point(Model):
    """A gazetteer entry that a place name might have stood for, and did not by the program's lights."""

    geonameid: int | None = None
    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None


class Place(Span):
    """A place name; point and GeoNames id are null where they are not known."""

    geonameid: int | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    country: str | None = None
    level: PlaceLevel | None = None
    precision: PlacePrecision = "unknown"
    alternatives: list[Point] = []


class EventPlace(Place):
    """A place in its part for one event."""

    role: PlaceRole = "location"


class PlaceMention(Place):
    """A place in the report's list of all of them; a capital that speaks has ``use`` government."""

    use: PlaceUse = "location"


class EventTime(Span):
    """When an event happened: ``value`` is a day, month, year or interval in EDTF (ISO 8601-2), null if not known."""

    value: str | None = None
    precision: TimePrecision | None = None


class Timex(Span):
    """A time expression as TIMEX3 has it."""

    type: TimexType
    value: str | None = None


class Source(Span):
    """Who in the report tells something; the outlet itself is never one."""

    id: str | None = None
    kind: SourceKind | None = None
    party_to_conflict: bool = False


class Codes(Model):
    """The event in other ontologies; null where they have no code for it or the report does not tell enough."""

    cameo: str | None = None
    acled: str | None = None
    ucdp: str | None = None


class Reason(Model):
    """Why a field holds what it holds: the rule by its name, the lexicon's file and line, and the words it read."""

    field: str
    rule: str
    lexicon: str | None = None
    start: int | None = None
    end: int | None = None


class Event(Model):
    """One event, once, at the mention that says most."""

    id: str
    type: EventType
    mode: str | None = None
    contexts: list[str] = []
    status: Status = "actual"
    confidence: Annotated[float, Field(ge=0, le=1)]
    trigger: Span
    also: list[Span] = []
    actors: list[Actor] = []
    recipients: list[Actor] = []
    places: list[EventPlace] = []
    time: EventTime | None = None
    sources: list[Source] = []
    counts: dict[CountKey, Interval] = {}
    codes: Codes = Codes()
    why: list[Reason] = []

    @model_validator(mode="after")
    def _mode_of_type(self) -> Event:
        if self.mode is not None and self.mode not in MODES.get(self.type, ()):
            raise ValueError(f"{self.mode!r} is no mode of {self.type}")
        return self


class Relation(Model):
    """A lasting tie between two actors that the text states; ``sources`` as for events."""

    type: RelationType
    head: Span
    tail: Span
    sources: list[Source] = []


class Statement(Model):
    """A plain statement: who says it, who carries it, and the words."""

    speaker: Source
    carrier: Source | None = None
    words: Span


class CoderVersion(Model):
    """What made a record: the program's version and its lexicon's fingerprint."""

    masdar: str
    lexicon: str


class Record(Model):
    """Everything the program says of one report."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    coder: CoderVersion
    doc_id: str
    source: str | None = None
    published: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    title: str | None = None
    url: str | None = None
    events: list[Event] = []
    relations: list[Relation] = []
    statements: list[Statement] = []
    actors: list[ActorMention] = []
    places: list[PlaceMention] = []
    times: list[Timex] = []
