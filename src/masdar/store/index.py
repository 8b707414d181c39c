"""What of a report's last version is searched: rows added when it is loaded, taken away when it changes or goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, select, text, update

from masdar.evaluation import days as bounds
from masdar.export.flat import main_place
from masdar.record import Actor, Event, EventPlace, Place, Record, Source, Span
from masdar.store import days, schema
from masdar.store.concerns import concern
from masdar.store.database import Database, chunks
from masdar.store.keys import name_key, tsvector
from masdar.store.preparing import Prepared, search_keys
from masdar.store.units import unit_of

_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Indexed:
    """A record to be searched: the key of its report, and the text it was made of.

    ``prepared`` is what is kept beside it, where that was made before; ``keys`` are those that its events had before,
    and ``review`` what people made of them, by their ids in the record.
    """

    report_id: int
    record: Record
    text: str
    prepared: Prepared | None = None
    keys: Mapping[str, int] = field(default_factory=dict)
    review: Mapping[str, str] = field(default_factory=dict)


def next_key(connection: Connection, table: Table) -> int:
    """The first key of a table that no row has."""
    return (connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1


@dataclass
class _Names:
    """The rows of a table of names that some records need: those that are there, and those to be added."""

    table: Table
    given: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    events: Counter[str] = field(default_factory=Counter)

    def ask(self, cells: tuple[Any, ...], more: tuple[Any, ...] = ()) -> str:
        identity = _SEPARATOR.join("" if cell is None else str(cell) for cell in cells)
        if identity not in self.given:
            self.given[identity] = cells + more
        return identity

    def settle(self, database: Database, connection: Connection) -> list[tuple[Any, ...]]:
        """Find or add all that was asked for; the rows that were added."""
        table = self.table
        for some in chunks(self.given):
            found = connection.execute(select(table.c.identity, table.c.id).where(table.c.identity.in_(some)))
            self.ids.update((identity, number) for identity, number in found)
        number = next_key(connection, table)
        added = []
        for identity, cells in self.given.items():
            if identity not in self.ids:
                self.ids[identity] = number
                added.append((number, identity, *cells, 0))
                number += 1
        database.insert(connection, table, added)
        return added

    def count(self, connection: Connection) -> None:
        """Add the events to those that the rows count."""
        _count(connection, self.table, [(self.ids[identity], number) for identity, number in self.events.items()])


def _count(connection: Connection, table: Table, numbers: Sequence[tuple[int, int]]) -> None:
    if numbers:
        statement = update(table).where(table.c.id == bindparam("which"))
        statement = statement.values(events=table.c.events + bindparam("more"))
        connection.execute(statement, [{"which": key, "more": more} for key, more in numbers])


def add(database: Database, connection: Connection, items: Sequence[Indexed]) -> None:
    """Make records searchable; none of their reports may be so already."""
    if not items:
        return
    _changed(connection)
    places, actors, sources = _Names(schema.place), _Names(schema.actor), _Names(schema.source)
    for item in items:
        record = item.record
        codes = {(mention.start, mention.end): mention for mention in record.actors}
        for event in record.events:
            for identity in {_place(places, place) for place in event.places}:
                places.events[identity] += 1
            for identity in {_actor(actors, actor) for actor in (*event.actors, *event.recipients)}:
                actors.events[identity] += 1
            for identity in {_source(sources, source) for source in event.sources}:
                sources.events[identity] += 1
        for relation in record.relations:
            for span in (relation.head, relation.tail):
                _actor(actors, codes.get((span.start, span.end), span))
        for statement in record.statements:
            for source in filter(None, (statement.speaker, statement.carrier)):
                _source(sources, source)
    new_places = places.settle(database, connection)
    if database.sqlite and new_places:
        # id, identity, name, key, geonameid, lat, lon: see schema.place
        points = [(row[0], row[5], row[5], row[6], row[6]) for row in new_places if row[5] is not None]
        if points:
            connection.exec_driver_sql("INSERT INTO place_point VALUES (?, ?, ?, ?, ?)", points)
    for names in (actors, sources):
        names.settle(database, connection)
    for names in (places, actors, sources):
        names.count(connection)
    _add_rows(database, connection, items, places, actors, sources)


def _add_rows(
    database: Database,
    connection: Connection,
    items: Sequence[Indexed],
    places: _Names,
    actors: _Names,
    sources: _Names,
) -> None:
    rows: dict[Table, list[tuple[Any, ...]]] = {
        table: []
        for table in (
            schema.event, schema.event_actor, schema.event_place, schema.event_source, schema.relation,
            schema.statement, schema.account, schema.drawer,
        )
    }  # fmt: skip
    fresh = max(next_key(connection, schema.event), *(key + 1 for item in items for key in item.keys.values()), 1)
    relation_key, statement_key = next_key(connection, schema.relation), next_key(connection, schema.statement)
    weeks: Counter[tuple[Any, ...]] = Counter()
    blocks: Counter[tuple[Any, ...]] = Counter()
    by_day: Counter[tuple[Any, ...]] = Counter()
    words: list[tuple[int, str]] = []
    for item in items:
        record = item.record
        published = days.number(record.published)
        for number, event in enumerate(record.events):
            key = item.keys.get(event.id, fresh)
            fresh = max(fresh, key + 1)
            main = main_place(event)
            first, last, precision = when(event, published)
            counts = [end for key_ in schema.COUNTS for end in event.counts.get(key_, (None, None))]
            rows[schema.event].append(
                (
                    key, item.report_id, number, event.id, event.type, event.mode, event.status, bool(event.sources),
                    event.confidence, first, last, precision, places.ids[_place(places, main)] if main else None,
                    record.source, *counts, None, item.review.get(event.id), concern(event),
                )
            )  # fmt: skip
            counted = days.counted(first, last)
            by_day[counted, (main.country if main else None) or "", event.type, event.status] += 1
            spots: dict[tuple[int, int], EventPlace] = {}
            for place in event.places:
                spots.setdefault((places.ids[_place(places, place)], place.start), place)
            for (place_id, start), place in spots.items():
                rows[schema.event_place].append(
                    (place_id, counted, key, start, place.end, place.role, event.type, event.status)
                )
            for place_id in {place_id for place_id, _ in spots}:
                weeks[place_id, days.week(counted), event.type, event.status] += 1
                blocks[place_id, days.block(counted), event.type, event.status] += 1
            parties = {
                (actors.ids[_actor(actors, actor)], key, role, actor.start): actor.end
                for role, many in (("actor", event.actors), ("recipient", event.recipients))
                for actor in many
            }
            rows[schema.event_actor] += [(*cells, end) for cells, end in parties.items()]
            tellers = {(sources.ids[_source(sources, source)], key, source.start): source for source in event.sources}
            rows[schema.event_source] += [
                (*cells, source.end, source.party_to_conflict) for cells, source in tellers.items()
            ]
            if item.prepared is not None:
                kept = item.prepared.accounts[number]
                rows[schema.account].append((key, kept.account))
                rows[schema.drawer] += [(drawer, key) for drawer in kept.drawers]
        codes = {(mention.start, mention.end): mention for mention in record.actors}
        for relation in record.relations:
            ends = []
            for span in (relation.head, relation.tail):
                identity = _actor(actors, codes.get((span.start, span.end), span))
                ends += [actors.ids[identity], span.start, span.end]
            rows[schema.relation].append((relation_key, item.report_id, relation.type, *ends))
            relation_key += 1
        for statement in record.statements:
            carrier = sources.ids[_source(sources, statement.carrier)] if statement.carrier else None
            speaker = sources.ids[_source(sources, statement.speaker)]
            rows[schema.statement].append(
                (statement_key, item.report_id, speaker, carrier, statement.words.start, statement.words.end)
            )
            statement_key += 1
        prepared = item.prepared
        words.append((item.report_id, prepared.keys if prepared else search_keys(record.title, item.text)))
    for table, many in rows.items():
        database.insert(connection, table, many)
    add_words(database, connection, words)
    _tally(connection, schema.tally_week, weeks)
    _tally(connection, schema.tally_block, blocks)
    _tally(connection, schema.tally_day, by_day)


def add_words(database: Database, connection: Connection, rows: Sequence[tuple[int, str]]) -> None:
    """Add the words of texts: for each the key of its report and its :func:`search_keys`."""
    if database.sqlite:
        connection.exec_driver_sql("INSERT INTO words (rowid, keys) VALUES (?, ?)", rows)
    else:
        connection.execute(
            text("INSERT INTO words (report_id, keys) VALUES (:id, CAST(:keys AS tsvector))"),
            [{"id": report_id, "keys": tsvector(keys.split())} for report_id, keys in rows],
        )


def clear_words(connection: Connection) -> None:
    """Take the words of all reports away."""
    connection.execute(text("DELETE FROM words"))


def when(event: Event, published: int) -> tuple[int, int, str | None]:
    """First and last day of an event and the precision; the day of publication, and None, where it is not told."""
    time = event.time
    told = bounds(time.value) if time else None
    if time is None or told is None:
        return published, published, None
    first, last = sorted(map(days.number, told))
    return first, last, time.precision


def _place(names: _Names, place: Place) -> str:
    cells = (place.text, place.geonameid, place.lat, place.lon, place.country, place.level, place.precision)
    identity = _SEPARATOR.join("" if cell is None else str(cell) for cell in cells)
    if identity not in names.given:
        name, geonameid, lat, lon, country, level, precision = cells
        names.given[identity] = (
            name, name_key(name), geonameid, lat, lon, country, unit_of(place), level, precision,
        )  # fmt: skip
    return identity


def _actor(names: _Names, span: Span) -> str:
    code, country, sector = (span.id, span.country, span.sector) if isinstance(span, Actor) else (None, None, None)
    return names.ask((span.text, name_key(span.text), code, country, sector))


def _source(names: _Names, source: Source) -> str:
    return names.ask((source.text, name_key(source.text), source.id, source.kind))


def _tally(connection: Connection, table: Table, numbers: Counter[tuple[Any, ...]]) -> None:
    if not numbers:
        return
    names = [column.name for column in table.columns]
    keys = ", ".join(names[:-1])
    connection.execute(
        text(
            f"INSERT INTO {table.name} ({keys}, events) VALUES ({', '.join(f':{name}' for name in names)}) "
            f"ON CONFLICT ({keys}) DO UPDATE SET events = {table.name}.events + excluded.events"
        ),
        [dict(zip(names, (*cells, number), strict=True)) for cells, number in numbers.items()],
    )


def remove(database: Database, connection: Connection, report_ids: Iterable[int]) -> None:
    """Take what was added for reports away; places, actors and sources that only they named go with :func:`tidy`."""
    event, spot = schema.event, schema.event_place
    for reports in chunks(report_ids):
        _changed(connection)
        ids = select(event.c.id).where(event.c.report_id.in_(reports))
        weeks: Counter[tuple[Any, ...]] = Counter()
        blocks: Counter[tuple[Any, ...]] = Counter()
        by_day: Counter[tuple[Any, ...]] = Counter()
        distinct = select(spot.c.place_id, spot.c.day, spot.c.type, spot.c.status, spot.c.event_id).distinct()
        for place_id, first, kind, status, _ in connection.execute(distinct.where(spot.c.event_id.in_(ids))):
            weeks[place_id, days.week(first), kind, status] -= 1
            blocks[place_id, days.block(first), kind, status] -= 1
        days_of = select(event.c.day, event.c.last, schema.place.c.country, event.c.type, event.c.status)
        days_of = days_of.select_from(event.outerjoin(schema.place, schema.place.c.id == event.c.place_id))
        for first, last, country, kind, status in connection.execute(days_of.where(event.c.report_id.in_(reports))):
            by_day[days.counted(first, last), country or "", kind, status] -= 1
        _tally(connection, schema.tally_week, weeks)
        _tally(connection, schema.tally_block, blocks)
        _tally(connection, schema.tally_day, by_day)
        for table in (schema.tally_week, schema.tally_block, schema.tally_day):
            connection.execute(delete(table).where(table.c.events <= 0))
        for names, link in (
            (schema.place, spot),
            (schema.actor, schema.event_actor),
            (schema.source, schema.event_source),
        ):
            key = link.c[f"{names.name}_id"]
            counted = select(key, -func.count(link.c.event_id.distinct())).where(link.c.event_id.in_(ids)).group_by(key)
            _count(connection, names, [(row[0], row[1]) for row in connection.execute(counted)])
            connection.execute(delete(link).where(link.c.event_id.in_(ids)))
        break_up(connection, list(connection.execute(ids).scalars()))
        for table in (schema.account, schema.drawer):
            connection.execute(delete(table).where(table.c.event_id.in_(ids)))
        for table in (event, schema.relation, schema.statement):
            connection.execute(delete(table).where(table.c.report_id.in_(reports)))
        key_name = "rowid" if database.sqlite else "report_id"
        connection.execute(
            text(f"DELETE FROM words WHERE {key_name} = :id"), [{"id": report_id} for report_id in reports]
        )


_GENERATION = "generation"


def generation(connection: Connection) -> int:
    """A number that every change of what is searched moves on."""
    setting = schema.setting
    return int(connection.execute(select(setting.c.value).where(setting.c.name == _GENERATION)).scalar() or 0)


def _changed(connection: Connection) -> None:
    connection.execute(
        text(
            "INSERT INTO setting (name, value) VALUES (:name, '1') ON CONFLICT (name) "
            "DO UPDATE SET value = CAST(CAST(setting.value AS integer) + 1 AS text)"
        ),
        {"name": _GENERATION},
    )


def break_up(connection: Connection, events: Iterable[int]) -> None:
    """Take the incidents of events apart: all their events are in none then, until they are merged again."""
    event, join = schema.event, schema.join
    for some in chunks(events):
        _changed(connection)
        broken = select(event.c.incident_id).where(event.c.id.in_(some), event.c.incident_id.is_not(None)).distinct()
        incidents = list(connection.execute(broken).scalars())
        for few in chunks(incidents):
            members = list(connection.execute(select(event.c.id).where(event.c.incident_id.in_(few))).scalars())
            for fewer in chunks(members):
                connection.execute(delete(join).where(join.c.event_id.in_(fewer) | join.c.other_id.in_(fewer)))
            connection.execute(update(event).where(event.c.incident_id.in_(few)).values(incident_id=None))
            connection.execute(delete(schema.incident).where(schema.incident.c.id.in_(few)))


def tidy(database: Database, connection: Connection) -> None:
    """Drop the names of places, actors and sources that no report's last version holds any more."""
    used: dict[Table, list[Any]] = {
        schema.place: [schema.event.c.place_id, schema.incident.c.place_id],
        schema.actor: [schema.relation.c.head_id, schema.relation.c.tail_id],
        schema.source: [schema.statement.c.speaker_id, schema.statement.c.carrier_id],
    }
    for table, columns in used.items():
        unused = table.c.events <= 0
        for column in columns:
            unused &= ~select(column).where(column == table.c.id).exists()
        if database.sqlite and table is schema.place:
            gone = [(key,) for key in connection.execute(select(table.c.id).where(unused)).scalars()]
            if gone:
                connection.exec_driver_sql("DELETE FROM place_point WHERE id = ?", gone)
        connection.execute(delete(table).where(unused))
