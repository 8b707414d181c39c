"""What the API answers, as OpenAPI describes it."""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, Field

from masdar.record import Actor, Codes, CountKey, EventPlace, EventTime, Interval, Record, Source, Span
from masdar.store.concerns import Concern
from masdar.store.people import Role
from masdar.store.review import Action, State

T = TypeVar("T")
Quad = Literal["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]
Classes = dict[Quad, int]


class Page(BaseModel, Generic[T]):
    """Some of a list. ``next`` is the cursor of the next page, null on the last; ``total`` is null where it would have
    to be counted."""

    items: list[T]
    total: int | None = None
    next: str | None = None


class Quote(BaseModel):
    """Words of a report: code points ``start`` to ``end`` (exclusive) of its text."""

    report: str
    start: int
    end: int
    text: str


class ReviewState(BaseModel):
    """What people made of an event; ``revision`` is its last step, to be sent along with the next."""

    state: State
    revision: int
    who: str | None = None
    made: str | None = None
    note: str | None = None


class EventRow(BaseModel):
    """An event in a list. ``date`` is the first day that it may have been (the day of publication where none is told:
    then ``time`` is null), ``last`` the last one; ``sentence`` is where its trigger stands."""

    id: str
    report: str
    title: str | None
    outlet: str | None
    published: str | None
    type: str
    mode: str | None
    quad: Quad
    status: str
    claimed: bool
    confidence: float
    date: str | None
    last: str | None
    trigger: Span
    also: list[Span]
    actors: list[Actor]
    recipients: list[Actor]
    place: EventPlace | None
    places: list[EventPlace]
    time: EventTime | None
    sources: list[Source]
    counts: dict[CountKey, Interval]
    codes: Codes
    concerns: list[Concern]
    sentence: Quote
    incident: int | None
    review: ReviewState


class ReportRow(BaseModel):
    """A report in a list; ``reviewed`` counts its events by what people made of them."""

    id: str
    title: str | None
    source: str | None
    published: str | None
    url: str | None
    version: int
    opening: str
    events: int
    reviewed: dict[State, int]


class Version(BaseModel):
    """A version of a report, and what coded it."""

    number: int
    loaded: str
    masdar: str
    lexicon: str


class ReviewedEvent(ReviewState):
    """An event that is rejected, as it was."""

    event: dict[str, Any]


class Report(BaseModel):
    """A report: its text, its record as people left it, and what they made of each event."""

    id: str
    title: str | None
    source: str | None
    published: str | None
    url: str | None
    text: str
    version: int
    versions: list[Version]
    record: Record
    review: dict[str, ReviewState]
    rejected: list[ReviewedEvent]
    incidents: dict[str, int | None]


class Why(BaseModel):
    """One reason: the field, the rule by its name, the lexicon's file and line, and the words it was read from."""

    field: str
    rule: str
    lexicon: str | None
    start: int | None
    end: int | None
    words: str | None


class Explained(BaseModel):
    """Why an event was coded as it was; ``untold`` are fields of which the report tells nothing."""

    event: str
    type: str
    mode: str | None
    status: str
    confidence: float
    reasons: list[Why]
    untold: list[str]


class Job(BaseModel):
    """Reports being added. ``total`` is null where it is not known beforehand."""

    id: str
    state: Literal["queued", "running", "done", "failed"]
    done: int
    total: int | None
    messages: list[str]
    reports: list[str]
    user: str
    made: str


class Started(BaseModel):
    """A job that has been started."""

    job: str


class Bin(BaseModel):
    """Events that began in a day, week or month, by its first day; null those of which that is not known."""

    day: str | None
    events: int
    classes: Classes


class Timeline(BaseModel):
    """The bins that hold events, the earliest first."""

    bin: Literal["day", "week", "month"]
    items: list[Bin]
    total: int


class Point(BaseModel):
    """A GeoJSON point."""

    type: Literal["Point"] = "Point"
    coordinates: tuple[float, float]


class SpotProperties(BaseModel):
    """What a spot of the map holds. ``radius`` (kilometres) is how wide an area is to be drawn, 0 for points; ``name``,
    ``level``, ``geonameid`` and ``country`` are told where it is one place; ``box`` holds its places."""

    kind: Literal["point", "area"]
    events: int
    quad: Quad
    classes: Classes
    radius: float
    places: int
    name: str | None
    level: str | None
    geonameid: int | None
    country: str | None
    box: tuple[float, float, float, float]


class Spot(BaseModel):
    """A GeoJSON feature of the map."""

    type: Literal["Feature"] = "Feature"
    geometry: Point
    properties: SpotProperties


class Map(BaseModel):
    """The map as GeoJSON, the fullest spots first."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[Spot]


class Teller(BaseModel):
    """An event that tells a value, with the words for it."""

    event: str
    words: Span | None


class Value(BaseModel):
    """One value of a field of an incident, how many outlets tell it, and which events."""

    value: str
    outlets: int
    by: list[Teller]


class Counted(BaseModel):
    """A number of people as it is told: the lowest, the best, the highest, and who tells what."""

    low: int | None
    best: Interval
    high: int | None
    by: list[tuple[str, int | None, int | None]]


class Side(BaseModel):
    """One side of a contradiction."""

    value: str
    events: list[str]


class Contradiction(BaseModel):
    """What cannot all be true."""

    field: str
    says: str
    sides: list[Side]


class IncidentRow(BaseModel):
    """An incident in a list."""

    id: int
    type: str
    mode: str | None
    quad: Quad
    date: str | None
    last: str | None
    place: EventPlace | None
    events: int
    reports: int
    outlets: int
    counts: dict[CountKey, Counted]
    contradictions: list[Contradiction]
    sentence: Quote | None


class Join(BaseModel):
    """Why two events are in an incident together."""

    one: str
    other: str
    likely: float
    reasons: list[str]


class Decision(BaseModel):
    """What a person said of two events."""

    id: int
    one: str
    other: str
    together: bool
    made: str


class Incident(IncidentRow):
    """An incident with its accounts side by side."""

    accounts: list[EventRow]
    fields: dict[str, list[Value]]
    joins: list[Join]
    decisions: list[Decision]


class Joined(BaseModel):
    """What became of joining or splitting: the incidents that the events are in now, and the decisions to undo."""

    incidents: dict[str, int | None]
    decisions: list[int]


class ActorRow(BaseModel):
    """An actor: ``id`` is the lexicon's, or the words where it has none."""

    id: str
    name: str
    english: str | None
    known: bool
    country: str | None
    sector: str | None
    events: int


class Tie(BaseModel):
    """A lasting tie that a report states: read it as *head is part of tail*."""

    type: str
    head: str
    head_name: str
    tail: str
    tail_name: str
    quote: Quote
    published: str | None
    outlet: str | None


class Opposite(BaseModel):
    """Who an actor deals with: whom it acts against or for (``does``), or who acts upon it (``suffers``)."""

    id: str
    name: str
    english: str | None
    role: Literal["does", "suffers"]
    events: int
    classes: Classes


class ActorDetail(ActorRow):
    """An actor with its ties, its acts over time and whom they concern; what belongs to it counts as well."""

    names: list[str]
    parent: str | None
    parts: list[str]
    ties: list[Tie]
    acts: list[Bin]
    suffered: list[Bin]
    opposite: list[Opposite]


class Node(BaseModel):
    """An actor of a network."""

    id: str
    name: str
    english: str | None
    country: str | None
    sector: str | None
    events: int


class Edge(BaseModel):
    """A tie (with the words of one report) or acts of one upon another."""

    source: str
    target: str
    kind: Literal["tie", "act"]
    type: str | None
    events: int
    classes: Classes
    quote: Quote | None


class Network(BaseModel):
    """Who has to do with whom."""

    nodes: list[Node]
    edges: list[Edge]


class SourceRow(BaseModel):
    """Somebody whom reports quote: for how many events, of what types, how often nobody else tells them (``alone``) and
    how often others contradict (``contradicted``)."""

    id: str
    name: str
    english: str | None
    kinds: list[str]
    events: int
    alone: int
    contradicted: int
    party: int
    types: dict[str, int]
    outlets: list[tuple[str, int]]


class Entry(BaseModel):
    """A place of the gazetteer."""

    geonameid: int | None
    name: str
    latin: str
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    level: str
    precision: str
    population: int


class StepRow(BaseModel):
    """One step of the review log; ``undone`` where a later step has taken it back."""

    id: int
    report: str
    version: int
    event: str
    action: Action
    who: str
    made: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    changed: list[str]
    note: str | None
    undoes: int | None
    undone: bool


class Reviewed(ReviewState):
    """What holds of an event after a step: ``now`` is null where it is rejected or undone out of being."""

    event: str
    now: dict[str, Any] | None
    incident: int | None


class Me(BaseModel):
    """Who asks, and the token that every change must bring in the header X-Masdar-Token."""

    name: str
    role: Role
    token: str
    login: bool = Field(description="Whether people log in here at all.")


class Deed(BaseModel):
    """A line of the audit log."""

    id: int
    made: str
    who: str
    address: str
    what: str
    detail: str | None


class About(BaseModel):
    """What answers, and what it holds."""

    masdar: str
    lexicon: str
    name: str
    reports: int
    events: int
    incidents: int
    places: int
    actors: int
    reviewed: int
    first: str | None
    last: str | None
    tiles: str | None
    languages: list[str]


class Label(BaseModel):
    """A word of the schema in both languages."""

    id: str
    en: str
    ar: str


class TypeLabel(Label):
    """An event type, its quad class and its modes."""

    quad: Quad
    modes: list[Label]


class Schema(BaseModel):
    """The words of the record, with labels."""

    types: list[TypeLabel]
    quads: list[Label]
    statuses: list[Label]
    sectors: list[Label]
    counts: list[Label]
    source_kinds: list[Label]
    relations: list[Label]
    levels: list[Label]
    concerns: list[Label]
    reviews: list[Label]
    formats: list[str]
