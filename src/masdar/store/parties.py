"""Actors and what holds between them: ties that reports state, acts of one upon another, and who has to do with whom.

An actor is one by the lexicon's id where it has one, else by its words: all rows of the table ``actor`` of one id, or
of one name without an id, are one. Its id here is the lexicon's, or its words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from sqlalchemy import Connection, text

from masdar.knowledge.tables import read_all
from masdar.store import keys
from masdar.store.aggregating import QUAD_CLASSES, QuadClass
from masdar.store.filters import actors, ids

_CLASS_OF: dict[str, QuadClass] = {kind: name for name, kinds in QUAD_CLASSES.items() for kind in kinds}
_MOST_TIES = 200


@dataclass(frozen=True, slots=True)
class Known:
    """What the lexicon has of an actor."""

    id: str
    name: str
    english: str
    aliases: tuple[str, ...]
    country: str | None
    sector: str | None
    parent: str | None


@dataclass(slots=True)
class Party:
    """An actor with the number of events it has a part in."""

    id: str
    name: str
    english: str | None
    known: bool
    country: str | None
    sector: str | None
    events: int


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie that a report states, with the places of the words."""

    type: str
    head: str
    head_name: str
    tail: str
    tail_name: str
    report: str
    words: str
    start: int
    end: int
    published: int | None
    outlet: str | None


@dataclass(slots=True)
class Acts:
    """Acts of one upon another, by quad class."""

    actor: str
    recipient: str
    classes: dict[QuadClass, int] = field(default_factory=dict)

    @property
    def events(self) -> int:
        """How many there are."""
        return sum(self.classes.values())


@cache
def lexicon() -> dict[str, Known]:
    """The built-in actors by id."""
    names = ("id", "name", "aliases", "english", "country", "sector", "parent")
    return {
        row["id"]: Known(
            row["id"], row["name"], row["english"], tuple(row.many("aliases")), row["country"] or None,
            row["sector"] or None, row["parent"] or None,
        )
        for row in read_all("actors.csv", names)
    }  # fmt: skip


_ID = "coalesce(a.code, a.key)"  # of a row of the table


def _party(row: tuple[str | None, str, str, str | None, str | None, int]) -> Party:
    code, _, name, country, sector, events = row
    known = lexicon().get(code or "")
    if known is not None:
        return Party(known.id, known.name, known.english or None, True, known.country, known.sector, events)
    return Party(code or name, name, None, code is not None, country, sector, events)


def parties(connection: Connection, asked: str | None, limit: int, offset: int) -> list[Party]:
    """Actors, those of most events first; with ``asked``, those whose name or id holds it."""
    where, parameters = "a.events > 0", {"limit": limit, "offset": offset}
    if asked:
        wanted = keys.name_key(asked)
        codes = _named(asked)
        parts = [f"a.code IN ({', '.join(repr(code) for code in codes)})"] if codes else []
        if wanted:
            parts.append("(' ' || a.key) LIKE :wanted ESCAPE '!'")
            parameters["wanted"] = f"% {_escaped(wanted)}%"  # type: ignore[assignment]
        if not parts:
            return []
        where += f" AND ({' OR '.join(parts)})"
    rows = connection.execute(
        text(
            f"SELECT max(a.code), {_ID}, min(a.name), max(a.country), max(a.sector), sum(a.events) AS n FROM actor a "
            f"WHERE {where} GROUP BY {_ID} ORDER BY n DESC, {_ID} LIMIT :limit OFFSET :offset"
        ),
        parameters,
    )
    return [_party((row[0], row[1], row[2], row[3], row[4], int(row[5]))) for row in rows]


def _escaped(given: str) -> str:
    return given.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _named(asked: str) -> list[str]:
    """The ids of the lexicon's actors whose id or name, in either language, holds what is asked."""
    plain, key = asked.strip().lower(), keys.name_key(asked)
    return sorted(
        known.id
        for known in lexicon().values()
        if plain in known.id.lower()
        or plain in known.english.lower()
        or (key and any(key in keys.name_key(name) for name in (known.name, *known.aliases)))
    )


def rows_of(connection: Connection, id: str) -> list[int]:
    """The rows of one actor, by its id, without what belongs to it; none where there is no such actor."""
    wanted = keys.name_key(id)
    found = connection.execute(
        text("SELECT id FROM actor a WHERE a.code = :id OR (a.code IS NULL AND a.key = :key)"),
        {"id": id, "key": wanted or "\x00"},
    )
    return sorted(found.scalars())


def party(connection: Connection, id: str) -> Party | None:
    """One actor by its id."""
    own = rows_of(connection, id)
    known = lexicon().get(id)
    if not own:
        if known is None:
            return None
        return Party(known.id, known.name, known.english or None, True, known.country, known.sector, 0)
    row = connection.execute(
        text(
            "SELECT max(a.code), max(a.key), min(a.name), max(a.country), max(a.sector), sum(a.events) "
            f"FROM actor a WHERE a.id IN {ids(own)}"
        )
    ).one()
    return _party((row[0], row[1], row[2], row[3], row[4], int(row[5] or 0)))


def spellings(connection: Connection, id: str, limit: int = 30) -> list[str]:
    """The words that reports have for an actor, the commonest first."""
    own = rows_of(connection, id)
    if not own:
        return []
    rows = connection.execute(
        text(
            f"SELECT name FROM actor WHERE id IN {ids(own)} GROUP BY name ORDER BY sum(events) DESC, name LIMIT {limit}"
        )
    )
    return list(rows.scalars())


def belonging(connection: Connection, id: str) -> set[int]:
    """The rows of an actor and of what belongs to it (:func:`masdar.store.filters.actors`)."""
    return actors(connection, id) | set(rows_of(connection, id))


def _names(connection: Connection, rows: Iterable[int]) -> dict[int, Party]:
    wanted = set(rows)
    if not wanted:
        return {}
    found = connection.execute(
        text(f"SELECT id, code, key, name, country, sector, events FROM actor WHERE id IN {ids(wanted)}")
    )
    return {row[0]: _party((row[1], row[2], row[3], row[4], row[5], int(row[6]))) for row in found}


def ties(connection: Connection, rows: set[int], limit: int = _MOST_TIES) -> list[Tie]:
    """The ties of some actors that reports state, the latest report first."""
    if not rows:
        return []
    some = ids(rows)
    found = connection.execute(
        text(
            "SELECT t.type, t.head_id, t.tail_id, t.head_start, t.head_end, t.tail_start, t.tail_end, r.doc_id, "
            "v.text, v.published, v.source FROM relation t "
            "JOIN report r ON r.id = t.report_id JOIN version v ON v.id = r.version "
            f"WHERE t.head_id IN {some} OR t.tail_id IN {some} ORDER BY r.day DESC, t.id DESC LIMIT {limit}"
        )
    ).all()
    names = _names(connection, (key for row in found for key in (row.head_id, row.tail_id)))
    return [
        Tie(
            row.type, names[row.head_id].id, names[row.head_id].name, names[row.tail_id].id, names[row.tail_id].name,
            row.doc_id, row.text, min(row.head_start, row.tail_start), max(row.head_end, row.tail_end), row.published,
            row.source,
        )
        for row in found
    ]  # fmt: skip


def acts(connection: Connection, rows: set[int], limit: int) -> tuple[list[Acts], dict[str, Party]]:
    """Acts that some actors do to others or suffer from them, the most first, and who the others are."""
    if not rows:
        return [], {}
    some = ids(rows)
    found: dict[tuple[str, str], Acts] = {}
    people: dict[str, Party] = {}
    for role, other in (("actor", "recipient"), ("recipient", "actor")):
        pairs = connection.execute(
            text(
                "SELECT m.actor_id AS own, o.actor_id AS other, e.type, count(DISTINCT e.id) FROM event_actor m "
                f"JOIN event_actor o ON o.event_id = m.event_id AND o.role = '{other}' "
                f"JOIN event e ON e.id = m.event_id WHERE m.role = '{role}' AND m.actor_id IN {some} "
                "GROUP BY m.actor_id, o.actor_id, e.type"
            )
        ).all()
        names = _names(connection, {key for row in pairs for key in (row[0], row[1])})
        for own_key, other_key, kind, number in pairs:
            one, two = names[own_key], names[other_key]
            people[one.id], people[two.id] = one, two
            pair = (one.id, two.id) if role == "actor" else (two.id, one.id)
            if role == "recipient" and other_key in rows:
                continue  # counted already, from the other end
            held = found.setdefault(pair, Acts(*pair))
            name = _CLASS_OF[kind]
            held.classes[name] = held.classes.get(name, 0) + number
    most = sorted(found.values(), key=lambda one: (-one.events, one.actor, one.recipient))[:limit]
    return most, people


def named(connection: Connection, rows: set[int]) -> list[Party]:
    """Who some rows are."""
    return list(_names(connection, rows).values())


def largest(connection: Connection, limit: int) -> set[int]:
    """The rows of the actors of most events."""
    return {row for one in parties(connection, None, limit, 0) for row in rows_of(connection, one.id)}


Role = Literal["does", "suffers"]


def grouped(acts_: Sequence[Acts], own: set[str]) -> dict[tuple[Role, str], dict[QuadClass, int]]:
    """Acts by the other side and whether ``own`` does or suffers them."""
    made: defaultdict[tuple[Role, str], defaultdict[QuadClass, int]] = defaultdict(lambda: defaultdict(int))
    for one in acts_:
        key: tuple[Role, str] = ("does", one.recipient) if one.actor in own else ("suffers", one.actor)
        for name, number in one.classes.items():
            made[key][name] += number
    return {key: dict(classes) for key, classes in made.items()}
