"""What can be asked of the store, and what each question comes to in the database.

A question about a text, an actor, a place, a source or a count comes to a *set* of events, and how large it is can be
told beforehand. :mod:`masdar.store.finding` begins with the smallest set, or with the latest events where the sets are
so large that a page of answers is soon found there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from math import cos, radians
from typing import Any, get_args

from sqlalchemy import Connection, bindparam, or_, select, text

from masdar.knowledge.gazetteer import kilometres
from masdar.knowledge.tables import read_all
from masdar.record import EVENT_TYPES, MODES, STATUSES, CountKey, SourceKind
from masdar.store import concerns, days, keys, schema
from masdar.store.database import Database
from masdar.store.units import area

Box = tuple[float, float, float, float]
#: What a person can have made of an event that is found: nothing yet, or accepted, corrected or added it. One that was
#: rejected is not found.
REVIEWS = ("unseen", "accepted", "corrected", "added")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What events are asked for; what is None or empty is not asked. Of several values any will do.

    :ivar text: words that the report must hold, in any of their forms; ``"…"`` for words one after the other, ``-`` for
        a word that it must not hold, ``|`` between alternatives.
    :ivar type: PLOVER types. :ivar mode: their modes. :ivar status: how the event is told.
    :ivar claimed: only events that somebody in the report tells (True), or only those that the report tells itself.
    :ivar actor: an actor's id or name; what belongs to it counts as well. :ivar role: ``actor`` or ``recipient``.
    :ivar place: a GeoNames id, an ISO 3166 code of a country or division, or an Arabic name; what lies in it counts.
    :ivar country: an ISO 3166-1 code of a country; what lies in it counts.
    :ivar box: west, south, east, north in degrees; west may be greater than east, across the 180th meridian.
    :ivar near: latitude, longitude and kilometres around them.
    :ivar since: the first day. :ivar until: the last day; for an event whose day is not told, of its report. See
        :data:`masdar.store.days.SHORT` for one that is told by a month or a year.
    :ivar source_kind: what kinds of sources tell it. :ivar outlet: the outlets whose reports tell it.
    :ivar least: the least number of killed, injured ... as far as a report gives one.
    :ivar confidence: the least confidence. :ivar independent: by how many independent outlets its incident is told.
    :ivar report: the id of the report.
    :ivar review: what a person made of it, ``unseen`` where nobody has looked (:data:`REVIEWS`).
    :ivar concern: what of it concerns civilians (:data:`masdar.store.concerns.CONCERNS`).
    """

    text: str | None = None
    type: Sequence[str] = ()
    mode: Sequence[str] = ()
    status: Sequence[str] = ()
    claimed: bool | None = None
    actor: str | None = None
    role: str | None = None
    place: str | None = None
    box: Box | None = None
    near: tuple[float, float, float] | None = None
    since: date | str | None = None
    until: date | str | None = None
    source_kind: Sequence[str] = ()
    outlet: Sequence[str] = ()
    least: dict[str, int] = field(default_factory=dict)
    confidence: float | None = None
    independent: int | None = None
    report: str | None = None
    country: str | None = None
    review: Sequence[str] = ()
    concern: Sequence[str] = ()

    def __post_init__(self) -> None:
        for name in ("type", "mode", "status", "source_kind", "outlet", "review", "concern"):
            value = getattr(self, name)
            object.__setattr__(self, name, (value,) if isinstance(value, str) else tuple(value or ()))
        modes = sorted({mode for many in MODES.values() for mode in many})
        for name, allowed in (
            ("type", EVENT_TYPES), ("mode", modes), ("status", STATUSES), ("source_kind", get_args(SourceKind)),
            ("role", ("actor", "recipient")), ("least", get_args(CountKey)), ("review", REVIEWS),
            ("concern", concerns.CONCERNS),
        ):  # fmt: skip
            given = getattr(self, name)
            for value in (given,) if isinstance(given, str) else given or ():
                if value not in allowed:
                    raise ValueError(f"{name} {value!r} is none of {', '.join(allowed)}")
        for name in ("since", "until"):
            value = getattr(self, name)
            if isinstance(value, str):
                object.__setattr__(self, name, date.fromisoformat(value))
        if self.box is not None:
            west, south, east, north = self.box
            if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
                raise ValueError("box must be west, south, east, north in degrees")
        if self.near is not None:
            lat, lon, radius = self.near
            if not (-90 <= lat <= 90 and -180 <= lon <= 180 and radius > 0):
                raise ValueError("near must be latitude, longitude (in degrees) and kilometres")

    @property
    def of_reports(self) -> bool:
        """Whether nothing is asked that only an event can answer."""
        own = ("text", "outlet", "report", "since", "until")
        return not any(getattr(self, item.name) not in (None, (), {}) for item in fields(self) if item.name not in own)


@dataclass(frozen=True, slots=True)
class Set:
    """The events that one question comes to: about how many there are, and SQL for two uses.

    ``ids`` selects the ids of its events (of its reports where ``key`` is ``report_id``); ``check`` is a condition on
    the event ``e``.
    """

    size: int
    ids: str
    check: str
    key: str = "id"


@dataclass(slots=True)
class Question:
    """Filters as SQL: conditions on the event ``e``, the sets, and the parameters of both."""

    conditions: list[str] = field(default_factory=list)
    sets: list[Set] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)
    #: How many events satisfy the conditions, about.
    among: int = 0
    #: Whether nothing can be found: a name that is not in the database.
    nothing: bool = False


def ids(numbers: Iterable[int]) -> str:
    """Keys as an SQL list."""
    return "(" + ",".join(map(str, sorted(numbers))) + ")"


def question(database: Database, connection: Connection, filters: Filters) -> Question:
    """Work out what is asked."""
    asked = Question()
    _simple(asked, filters)
    _dated(asked, filters)
    asked.among = _among(connection, filters)
    if filters.text is not None:
        _text(database, connection, asked, filters.text)
    if filters.actor is not None:
        found = actors(connection, filters.actor)
        role = f" AND role = '{filters.role}'" if filters.role else ""
        _linked(asked, connection, "actor", found, role)
    if filters.place is not None or filters.country is not None or filters.box is not None or filters.near is not None:
        _linked(asked, connection, "place", places(database, connection, filters))
    if filters.source_kind:
        source = schema.source
        numbers = connection.execute(select(source.c.id).where(source.c.kind.in_(filters.source_kind))).scalars()
        _linked(asked, connection, "source", set(numbers))
    for key, number in filters.least.items():
        least = f"coalesce({key}_low, {key}_high) >= {int(number)}"
        told = f"({key}_low IS NOT NULL OR {key}_high IS NOT NULL) AND {least}"
        size = connection.execute(text(f"SELECT count(*) FROM (SELECT 1 FROM event WHERE {told} LIMIT 100000) few"))
        check = f"coalesce(e.{key}_low, e.{key}_high) >= {int(number)}"
        asked.sets.append(Set(size.scalar_one(), f"SELECT id FROM event WHERE {told}", check))
    if filters.independent is not None:
        least = f"independent >= {int(filters.independent)}"
        size = connection.execute(text(f"SELECT coalesce(sum(events), 0) FROM incident WHERE {least}"))
        inner = f"SELECT f.id FROM incident i JOIN event f ON f.incident_id = i.id WHERE i.{least}"
        check = f"EXISTS (SELECT 1 FROM incident i WHERE i.id = e.incident_id AND i.{least})"
        asked.sets.append(Set(int(size.scalar_one()), inner, check))
    if filters.report is not None:
        report = connection.execute(select(schema.report.c.id).where(schema.report.c.doc_id == filters.report)).scalar()
        asked.nothing |= report is None
        if report is not None:
            asked.sets.append(Set(1, f"SELECT {report}", f"e.report_id = {report}", "report_id"))
    asked.nothing |= any(one.size == 0 for one in asked.sets)
    return asked


def _simple(asked: Question, filters: Filters) -> None:
    for name in ("type", "mode", "status", "outlet"):
        values = getattr(filters, name)
        if values:
            marks = [f"{name}{number}" for number in range(len(values))]
            asked.parameters.update(zip(marks, values, strict=True))
            asked.conditions.append(f"e.{name} IN ({', '.join(f':{mark}' for mark in marks)})")
    if filters.claimed is not None:
        asked.conditions.append("e.claimed" if filters.claimed else "NOT e.claimed")
    if filters.review:
        kept = ", ".join(repr(value) for value in filters.review if value != "unseen")
        parts = [f"e.review IN ({kept})"] if kept else []
        parts += ["e.review IS NULL"] if "unseen" in filters.review else []
        asked.conditions.append(f"({' OR '.join(parts)})")
    if filters.concern:
        asked.conditions.append(concerns.condition(tuple(filters.concern)))
    if filters.confidence is not None:
        asked.conditions.append("e.confidence >= :confidence")
        asked.parameters["confidence"] = filters.confidence


def _dated(asked: Question, filters: Filters) -> None:
    if filters.since is None and filters.until is None:
        return
    since = days.number(filters.since) if filters.since else -(10**6)
    until = days.number(filters.until) if filters.until else 10**6
    asked.conditions.append(
        f"e.day BETWEEN {since - days.SHORT} AND {until} AND e.last >= {since} AND e.day <> {days.UNKNOWN} "
        f"AND (e.last - e.day <= {days.SHORT} OR (e.day >= {since} AND e.last <= {until}))"
    )


def _among(connection: Connection, filters: Filters) -> int:
    tally = schema.tally_day
    statement = select(text("coalesce(sum(events), 0)")).select_from(tally)
    if filters.type:
        statement = statement.where(tally.c.type.in_(filters.type))
    if filters.status:
        statement = statement.where(tally.c.status.in_(filters.status))
    if filters.since is not None:
        statement = statement.where(tally.c.day >= days.number(filters.since) - days.SHORT)
    if filters.until is not None:
        statement = statement.where(tally.c.day <= days.number(filters.until))
    return int(connection.execute(statement).scalar_one())


def _text(database: Database, connection: Connection, asked: Question, words: str) -> None:
    alternatives = keys.terms(words)
    if not alternatives:
        raise ValueError(f"text {words!r} holds no word to look for")
    if database.sqlite:
        asked.parameters["words"] = keys.fts5(alternatives)
        inner = "SELECT rowid FROM words WHERE words MATCH :words"
    else:
        asked.parameters["words"] = keys.tsquery(alternatives)
        inner = "SELECT report_id FROM words WHERE keys @@ CAST(:words AS tsquery)"
    count = connection.execute(
        text(f"SELECT count(*) FROM ({inner} LIMIT 20000) few"), {"words": asked.parameters["words"]}
    ).scalar_one()
    if count:
        reports = connection.execute(select(text("max(id)")).select_from(schema.report)).scalar_one()
        events = connection.execute(select(text("max(id)")).select_from(schema.event)).scalar() or 0
        count = max(1, int(count * events / reports))
    # The plus keeps SQLite from beginning with this set where it is only to be looked into.
    plus = "+" if database.sqlite else ""
    asked.sets.append(Set(count, inner, f"{plus}e.report_id IN ({inner})", "report_id"))


def _linked(asked: Question, connection: Connection, name: str, numbers: set[int], more: str = "") -> None:
    """Events that are linked to some rows of a table of names."""
    if not numbers:
        asked.nothing = True
        return
    some = ids(numbers)
    size = connection.execute(text(f"SELECT coalesce(sum(events), 0) FROM {name} WHERE id IN {some}")).scalar_one()
    link = f"SELECT event_id FROM event_{name} WHERE {name}_id IN {some}{more}"
    check = f"EXISTS (SELECT 1 FROM event_{name} l WHERE l.event_id = e.id AND l.{name}_id IN {some}{more})"
    asked.sets.append(Set(int(size), link, check))


# --- actors -----------------------------------------------------------------------------------------------------------


@cache
def _lexicon() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """The ids of actors by name, and those of their parts by the id of the whole."""
    named: dict[str, set[str]] = {}
    parts: dict[str, set[str]] = {}
    for row in read_all("actors.csv", ("id", "name", "aliases", "parent")):
        for name in (row["name"], *row.many("aliases")):
            named.setdefault(keys.name_key(name), set()).add(row["id"])
        if row["parent"]:
            parts.setdefault(row["parent"], set()).add(row["id"])
    return (
        {name: frozenset(codes) for name, codes in named.items()},
        {whole: frozenset(codes) for whole, codes in parts.items()},
    )


_TIES = ("part_of", "member_of")
_DEEP = 4  # a brigade of a division of a corps of an army


def actors(connection: Connection, asked: str) -> set[int]:
    """The rows of the actors that an id or a name asks for, with those that belong to them.

    What belongs to an actor is told by the lexicon, and by the ties that the reports state.
    """
    named, parts = _lexicon()
    actor, relation = schema.actor, schema.relation
    wanted = keys.name_key(asked)
    codes = {asked.strip()} | named.get(wanted, frozenset())
    pattern = "% " + wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + " %"
    whole_words = (" " + actor.c.key + " ").like(pattern, escape="\\") if wanted else text("1 = 0")
    found: set[int] = set(connection.execute(select(actor.c.id).where(whole_words)).scalars()) if wanted else set()
    fresh = set(found)
    seen_codes: set[str] = set()
    for _ in range(_DEEP):
        grown = set(codes)
        level = codes
        while level:
            level = {part for code in level for part in parts.get(code, ())} - grown
            grown |= level
        new_codes = grown - seen_codes
        seen_codes |= grown
        if new_codes:
            for some in _few(new_codes):
                fresh |= set(connection.execute(select(actor.c.id).where(actor.c.code.in_(some))).scalars())
        found |= fresh
        # Heads of ties whose tail is found, and all rows that name the same.
        heads: set[tuple[str | None, str]] = set()
        for some in _few(fresh):
            head = (
                select(actor.c.code, actor.c.key)
                .join(relation, relation.c.head_id == actor.c.id)
                .where(relation.c.tail_id.in_(some), relation.c.type.in_(_TIES))
            )
            heads |= {(code, key) for code, key in connection.execute(head)}
        codes = {code for code, _ in heads if code}
        fresh = set()
        for some in _few({key for code, key in heads if not code}):
            same = select(actor.c.id).where(actor.c.key.in_(some), actor.c.code.is_(None))
            fresh |= set(connection.execute(same).scalars())
        fresh -= found
        if not codes - seen_codes and not fresh:
            break
    return found


def _few(values: Iterable[Any], size: int = 5000) -> Iterable[list[Any]]:
    held = list(values)
    return (held[start : start + size] for start in range(0, len(held), size))


# --- places -----------------------------------------------------------------------------------------------------------


def places(database: Database, connection: Connection, filters: Filters) -> set[int]:
    """The rows of the places that are asked for by name, box and radius; all of these that are given must hold."""
    found: list[set[int]] = []
    if filters.place is not None:
        found.append(_named_places(connection, filters.place))
    if filters.country is not None:
        country = schema.place.c.country == filters.country
        found.append(set(connection.execute(select(schema.place.c.id).where(country)).scalars()))
    if filters.box is not None:
        found.append(_inside(database, connection, filters.box))
    if filters.near is not None:
        lat, lon, radius = filters.near
        place = schema.place
        tall = radius / 111.0
        wide = min(180.0, tall / max(0.01, cos(radians(min(89.0, abs(lat) + tall)))))
        west, east = lon - wide, lon + wide
        whole = wide >= 180
        box = (
            -180.0 if whole else west + 360 if west < -180 else west,
            max(-90.0, lat - tall),
            180.0 if whole else east - 360 if east > 180 else east,
            min(90.0, lat + tall),
        )
        close = set()
        for some in _few(_inside(database, connection, box)):
            for number, at, along in connection.execute(
                select(place.c.id, place.c.lat, place.c.lon).where(place.c.id.in_(some))
            ):
                if kilometres(lat, lon, at, along) <= radius:
                    close.add(number)
        found.append(close)
    return set.intersection(*found)


def _named_places(connection: Connection, asked: str) -> set[int]:
    place = schema.place
    wanted = area(asked)
    conditions = [place.c.key == keys.name_key(asked)]
    if wanted:
        # Places of the same name elsewhere are those that the gazetteer has under other numbers.
        conditions[0] &= place.c.geonameid.is_(None)
    if wanted.countries:
        conditions.append(place.c.country.in_(wanted.countries))
    if wanted.units:
        conditions.append(place.c.unit.in_(wanted.units))
    if wanted.geonameids:
        conditions.append(place.c.geonameid.in_(wanted.geonameids))
    return set(connection.execute(select(place.c.id).where(or_(*conditions))).scalars())


def _inside(database: Database, connection: Connection, box: Box) -> set[int]:
    west, south, east, north = box
    if west > east:
        return _inside(database, connection, (west, south, 180.0, north)) | _inside(
            database, connection, (-180.0, south, east, north)
        )
    # The R*Tree keeps its numbers in 32 bits, so that what it finds at the edge is looked at again.
    rough = (
        "id IN (SELECT id FROM place_point"
        " WHERE north >= :south AND south <= :north AND east >= :west AND west <= :east)"
        if database.sqlite
        else "point(lon, lat) <@ box(point(:west, :south), point(:east, :north))"
    )
    found = connection.execute(
        text(
            f"SELECT id FROM place WHERE {rough} AND lat BETWEEN :south AND :north AND lon BETWEEN :west AND :east"
        ).bindparams(bindparam("west"), bindparam("south"), bindparam("east"), bindparam("north")),
        {"west": west, "south": south, "east": east, "north": north},
    )
    return set(found.scalars())
