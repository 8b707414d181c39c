"""Who is quoted for what, how often nobody else tells it, and how often others contradict.

A source is one by the lexicon's id where it has one, else by its words. It is *alone* with an event where no other
source of the report tells it and its incident has one witness at most. It is *contradicted* where its event is on a
side of a contradiction of its incident (:mod:`masdar.store.agreement`).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from masdar.store import keys
from masdar.store.filters import ids
from masdar.store.parties import lexicon


@dataclass(slots=True)
class Teller:
    """A source: ``party`` counts the events of which it is on one side; ``outlets`` who quotes it, the most first."""

    id: str
    name: str
    english: str | None
    kinds: list[str]
    events: int
    alone: int = 0
    contradicted: int = 0
    party: int = 0
    types: dict[str, int] = field(default_factory=dict)
    outlets: list[tuple[str, int]] = field(default_factory=list)


_ID = "coalesce(s.code, s.key)"
_OUTLETS = 5


def tellers(connection: Connection, asked: str | None, kind: str | None, limit: int, offset: int) -> list[Teller]:
    """Sources, those of most events first; with ``asked``, those whose name or id holds it."""
    where, parameters = ["s.events > 0"], {"limit": limit, "offset": offset}
    if asked:
        key = keys.name_key(asked)
        parameters["code"] = f"%{_escaped(asked.strip().upper())}%"  # type: ignore[assignment]
        parts = ["upper(s.code) LIKE :code ESCAPE '!'"]
        if key:
            parameters["wanted"] = f"% {_escaped(key)}%"  # type: ignore[assignment]
            parts.append("(' ' || s.key) LIKE :wanted ESCAPE '!'")
        where.append(f"({' OR '.join(parts)})")
    if kind:
        where.append("s.kind = :kind")
        parameters["kind"] = kind  # type: ignore[assignment]
    groups = connection.execute(
        text(
            f"SELECT {_ID}, sum(s.events) AS n FROM source s WHERE {' AND '.join(where)} "
            f"GROUP BY {_ID} ORDER BY n DESC, {_ID} LIMIT :limit OFFSET :offset"
        ),
        parameters,
    ).all()
    return [_teller(connection, group) for group, _ in groups]


def teller(connection: Connection, id: str) -> Teller | None:
    """One source by its id; None where there is none."""
    for group in (id, keys.name_key(id)):
        found = connection.execute(text(f"SELECT 1 FROM source s WHERE {_ID} = :group LIMIT 1"), {"group": group})
        if found.scalar() is not None:
            return _teller(connection, group)
    return None


def _teller(connection: Connection, group: str) -> Teller:
    rows = connection.execute(
        text(f"SELECT id, name, code, kind, events FROM source s WHERE {_ID} = :group ORDER BY events DESC, id"),
        {"group": group},
    ).all()
    code = next((row.code for row in rows if row.code), None)
    known = lexicon().get(code or "")
    made = Teller(
        code or rows[0].name, known.name if known else rows[0].name, (known.english or None) if known else None,
        sorted({row.kind for row in rows if row.kind}), 0,
    )  # fmt: skip
    own = ids(row.id for row in rows)
    told = (
        "SELECT DISTINCT e.id, e.type, e.outlet, e.ref, e.incident_id FROM event_source l "
        f"JOIN event e ON e.id = l.event_id WHERE l.source_id IN {own}"
    )
    count = connection.execute(text(f"SELECT count(*) FROM ({told}) t")).scalar_one()
    made.events = int(count)
    types = connection.execute(text(f"SELECT type, count(*) FROM ({told}) t GROUP BY type ORDER BY 2 DESC, 1"))
    made.types = {row[0]: row[1] for row in types}
    outlets = connection.execute(
        text(
            f"SELECT outlet, count(*) FROM ({told}) t WHERE outlet IS NOT NULL GROUP BY outlet "
            f"ORDER BY 2 DESC, 1 LIMIT {_OUTLETS}"
        )
    )
    made.outlets = [(row[0], row[1]) for row in outlets]
    alone = (
        f"SELECT count(*) FROM ({told}) t LEFT JOIN incident i ON i.id = t.incident_id "
        "WHERE coalesce(i.independent, 1) <= 1 AND NOT EXISTS "
        f"(SELECT 1 FROM event_source o WHERE o.event_id = t.id AND o.source_id NOT IN {own})"
    )
    made.alone = int(connection.execute(text(alone)).scalar_one())
    party = f"SELECT count(DISTINCT event_id) FROM event_source WHERE source_id IN {own} AND party"
    made.party = int(connection.execute(text(party)).scalar_one())
    made.contradicted = _contradicted(connection, told)
    return made


def _contradicted(connection: Connection, told: str) -> int:
    rows = connection.execute(
        text(
            f"SELECT t.ref, i.id, i.told FROM ({told}) t JOIN incident i ON i.id = t.incident_id "
            "WHERE i.contradicted > 0"
        )
    )
    refs: defaultdict[int, list[str]] = defaultdict(list)
    sides: dict[int, Counter[str]] = {}
    for ref, key, kept in rows:
        refs[key].append(ref)
        if key not in sides:
            many = json.loads(kept)["contradictions"]
            sides[key] = Counter(event for one in many for _, events in one["sides"] for event in set(events))
    return sum(1 for key, many in refs.items() for ref in many if sides[key][ref])


def _escaped(given: str) -> str:
    return given.replace("!", "!!").replace("%", "!%").replace("_", "!_")
