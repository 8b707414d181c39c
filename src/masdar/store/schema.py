"""The tables, as the program sees them.

A report keeps every version that was loaded; what is searched (events, parties, places, words) is of its last version
only, so that no query has to ask which version a row is of. Names of parties, places and sources stand once in a table
of their own: a million events name a few thousand places, and what lies in a box or belongs to an army is worked out
over those. ``tally_week``, ``tally_block`` and ``tally_day`` count events beforehand, for maps and timelines over
everything.

Days are whole numbers, counted from 1970-01-01. Keys are whole numbers given by the store, which writes from one place
at a time. How a database gets from one schema to the next is in ``migrations/``; a test holds the two together.
"""

from __future__ import annotations

from typing import get_args

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    func,
)

from masdar.record import CountKey

COUNTS: tuple[CountKey, ...] = get_args(CountKey)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: Facts about the database itself.
setting = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

#: A report, by its id; ``version`` is its last version, ``day`` the day of publication (0: not known).
report = Table(
    "report",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("doc_id", Text, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("day", Integer, nullable=False),
    Index("ix_report_day", "day", "id"),
)

#: A report as it was loaded at one time: the text, and its record (JSON, packed with zlib). ``given`` is a digest of
#: what came through the door, ``digest`` of that and the record. Where a person has changed what the record says,
#: ``record`` is as that person left it, and ``coded`` is as it was loaded.
version = Table(
    "version",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("report_id", ForeignKey("report.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("loaded", Text, nullable=False),
    Column("given", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("masdar", Text, nullable=False),
    Column("lexicon", Text, nullable=False),
    Column("source", Text),
    Column("published", Integer),
    Column("title", Text),
    Column("url", Text),
    Column("text", Text, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("coded", LargeBinary),
)

#: A place as records name it: the same name with the same point and number is one row. ``unit`` is the ISO 3166-2 code
#: of the first-level division that it is or lies in. ``events`` counts the events at it.
place = Table(
    "place",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("identity", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False, index=True),
    Column("geonameid", Integer, index=True),
    Column("lat", Float),
    Column("lon", Float),
    Column("country", Text, index=True),
    Column("unit", Text, index=True),
    Column("level", Text),
    Column("precision", Text, nullable=False),
    Column("events", Integer, nullable=False),
)

#: An actor as records name it.
actor = Table(
    "actor",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("identity", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False, index=True),
    Column("code", Text, index=True),
    Column("country", Text),
    Column("sector", Text),
    Column("events", Integer, nullable=False),
)

#: Someone who says so, as records name them.
source = Table(
    "source",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("identity", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False, index=True),
    Column("code", Text),
    Column("kind", Text, index=True),
    Column("events", Integer, nullable=False),
)

#: One happening, told by one or more events; ``told`` is all that its reports say of it (JSON): what they agree on and
#: where they differ, and ``contradicted`` how many contradictions there are.
incident = Table(
    "incident",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("type", Text, nullable=False),
    Column("mode", Text),
    Column("day", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("place_id", ForeignKey("place.id"), index=True),
    Column("events", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("independent", Integer, nullable=False),
    Column("told", Text, nullable=False),
    Column("contradicted", SmallInteger, nullable=False, server_default="0"),
    Index("ix_incident_day", "day", "id"),
    Index("ix_incident_independent", "independent", "events"),
)

#: An event of a report's last version. ``number`` is its place in the record, ``ref`` its id there. It happened on
#: ``day`` or later and on ``last`` or earlier; where the report does not tell when, both are the day of publication
#: and ``precision`` is null; 0 where that is not known either. ``claimed``: somebody in the report says so. ``review``:
#: what a person made of it (:data:`masdar.store.review.STATES`), null where nobody has looked. ``concern``: what of it
#: concerns civilians (:mod:`masdar.store.concerns`).
event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("report_id", ForeignKey("report.id"), nullable=False, index=True),
    Column("number", SmallInteger, nullable=False),
    Column("ref", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("mode", Text),
    Column("status", Text, nullable=False),
    Column("claimed", Boolean(create_constraint=False), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("day", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("precision", Text),
    Column("place_id", ForeignKey("place.id"), index=True),
    Column("outlet", Text),
    *(Column(f"{key}_{end}", Integer) for key in COUNTS for end in ("low", "high")),
    Column("incident_id", ForeignKey("incident.id"), index=True),
    Column("review", Text),
    Column("concern", Text),
    Index("ix_event_day", "day", "id"),
    Index("ix_event_type", "type", "day", "id"),
)
for _key in COUNTS:
    _least = func.coalesce(event.c[f"{_key}_low"], event.c[f"{_key}_high"])
    _told = event.c[f"{_key}_low"].is_not(None) | event.c[f"{_key}_high"].is_not(None)
    Index(f"ix_event_{_key}", _least, sqlite_where=_told, postgresql_where=_told)
Index(
    "ix_event_mode", event.c.mode, event.c.day, event.c.id,
    sqlite_where=event.c.mode.is_not(None), postgresql_where=event.c.mode.is_not(None),
)  # fmt: skip

Index(
    "ix_event_doubt", event.c.confidence, event.c.id,
    sqlite_where=event.c.review.is_(None), postgresql_where=event.c.review.is_(None),
)  # fmt: skip
for _name in ("review", "concern"):
    _set = event.c[_name].is_not(None)
    Index(f"ix_event_{_name}", event.c[_name], event.c.day, event.c.id, sqlite_where=_set, postgresql_where=_set)

#: Who does (``role`` actor) or suffers (recipient) an event; the offsets of the words.
event_actor = Table(
    "event_actor",
    metadata,
    Column("actor_id", ForeignKey("actor.id"), primary_key=True),
    Column("event_id", ForeignKey("event.id"), primary_key=True, index=True),
    Column("role", Text, primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, nullable=False),
    sqlite_with_rowid=False,
)

#: Where an event is; ``type``, ``status`` and the day that it is counted on (:func:`masdar.store.days.counted`) stand
#: here too, so that a map need not look them up.
event_place = Table(
    "event_place",
    metadata,
    Column("place_id", ForeignKey("place.id"), primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("event_id", ForeignKey("event.id"), primary_key=True, index=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("status", Text, nullable=False),
    Index("ix_event_place_day", "day", "place_id", "type", "status"),
    sqlite_with_rowid=False,
)

#: Who in the report tells an event.
event_source = Table(
    "event_source",
    metadata,
    Column("source_id", ForeignKey("source.id"), primary_key=True),
    Column("event_id", ForeignKey("event.id"), primary_key=True, index=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, nullable=False),
    Column("party", Boolean(create_constraint=False), nullable=False),
    sqlite_with_rowid=False,
)

#: A tie between two actors that a report states.
relation = Table(
    "relation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("report_id", ForeignKey("report.id"), nullable=False, index=True),
    Column("type", Text, nullable=False),
    Column("head_id", ForeignKey("actor.id"), nullable=False, index=True),
    Column("head_start", Integer, nullable=False),
    Column("head_end", Integer, nullable=False),
    Column("tail_id", ForeignKey("actor.id"), nullable=False, index=True),
    Column("tail_start", Integer, nullable=False),
    Column("tail_end", Integer, nullable=False),
)

#: Who says what: the words from ``start`` to ``end``.
statement = Table(
    "statement",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("report_id", ForeignKey("report.id"), nullable=False, index=True),
    Column("speaker_id", ForeignKey("source.id"), nullable=False, index=True),
    Column("carrier_id", ForeignKey("source.id"), index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

#: An event as it is compared with those of other reports (JSON, packed with zlib), and the drawers that it is looked
#: for in.
account = Table(
    "account",
    metadata,
    Column("event_id", ForeignKey("event.id"), primary_key=True),
    Column("kept", LargeBinary, nullable=False),
)
drawer = Table(
    "drawer",
    metadata,
    Column("drawer", BigInteger, primary_key=True),
    Column("event_id", ForeignKey("event.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

#: Why two events are told to be one happening.
join = Table(
    "incident_join",
    metadata,
    Column("event_id", ForeignKey("event.id"), primary_key=True),
    Column("other_id", ForeignKey("event.id"), primary_key=True, index=True),
    Column("likely", Float, nullable=False),
    Column("reasons", Text, nullable=False),
    sqlite_with_rowid=False,
)

#: What a person said of two events, by the ids that their records give them: one happening, or two. The last word
#: counts; one that is ``undone`` does not.
decision = Table(
    "decision",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("ref", Text, nullable=False, index=True),
    Column("other", Text, nullable=False, index=True),
    Column("together", Boolean(create_constraint=False), nullable=False),
    Column("made", Text, nullable=False),
    Column("undone", Text),
)

#: How many events there are at a place in a week (its Monday), by type and status.
tally_week = Table(
    "tally_week",
    metadata,
    Column("place_id", ForeignKey("place.id"), primary_key=True),
    Column("week", Integer, primary_key=True),
    Column("type", Text, primary_key=True),
    Column("status", Text, primary_key=True),
    Column("events", BigInteger, nullable=False),
    Index("ix_tally_week_week", "week", "place_id", "type", "status", "events"),
    sqlite_with_rowid=False,
)

#: The same by blocks of sixteen weeks (:func:`masdar.store.days.block`), for maps of years.
tally_block = Table(
    "tally_block",
    metadata,
    Column("place_id", ForeignKey("place.id"), primary_key=True),
    Column("block", Integer, primary_key=True),
    Column("type", Text, primary_key=True),
    Column("status", Text, primary_key=True),
    Column("events", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

#: How many events there are on a day, by country (of the place that stands for the event; "" unknown), type, status.
tally_day = Table(
    "tally_day",
    metadata,
    Column("day", Integer, primary_key=True),
    Column("country", Text, primary_key=True),
    Column("type", Text, primary_key=True),
    Column("status", Text, primary_key=True),
    Column("events", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

#: What people did to events, one row a step, never changed: the event (JSON) before and after, null where there was or
#: is none. ``undoes`` is the step that a step takes back. See :mod:`masdar.store.review`.
review = Table(
    "review",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("report_id", ForeignKey("report.id"), nullable=False, index=True),
    Column("version_id", ForeignKey("version.id"), nullable=False),
    Column("ref", Text, nullable=False, index=True),
    Column("action", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("note", Text),
    Column("undoes", ForeignKey("review.id"), unique=True),
)

#: Who may use the workbench when it is reached over a network; the password is kept as argon2 makes it.
person = Table(
    "person",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("made", Text, nullable=False),
)

#: Who is logged in: a digest of the cookie's secret, the token that every change must bring, seconds since 1970.
visit = Table(
    "visit",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("name", ForeignKey("person.name"), nullable=False, index=True),
    Column("token", Text, nullable=False),
    Column("made", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
)

#: Who did what by the workbench and from where, one row a deed, never changed.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("made", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("detail", Text),
)

# Made by the migrations alone, for each database in its own way: ``words``, the words of each report's last version
# (SQLite: an FTS5 table whose rowid is the report's; PostgreSQL: a tsvector with a GIN index), and ``place_point``, an
# index of the places' points (an R*Tree; a GiST index).
BY_HAND = ("words", "place_point")
