"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "actor",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor")),
        sa.UniqueConstraint("identity", name=op.f("uq_actor_identity")),
    )
    op.create_index(op.f("ix_actor_code"), "actor", ["code"], unique=False)
    op.create_index(op.f("ix_actor_key"), "actor", ["key"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.Column("undone", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_other"), "decision", ["other"], unique=False)
    op.create_index(op.f("ix_decision_ref"), "decision", ["ref"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("geonameid", sa.Integer(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("identity", name=op.f("uq_place_identity")),
    )
    op.create_index(op.f("ix_place_country"), "place", ["country"], unique=False)
    op.create_index(op.f("ix_place_geonameid"), "place", ["geonameid"], unique=False)
    op.create_index(op.f("ix_place_key"), "place", ["key"], unique=False)
    op.create_index(op.f("ix_place_unit"), "place", ["unit"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("doc_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("doc_id", name=op.f("uq_report_doc_id")),
    )
    op.create_index("ix_report_day", "report", ["day", "id"], unique=False)
    op.create_table(
        "setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("identity", name=op.f("uq_source_identity")),
    )
    op.create_index(op.f("ix_source_key"), "source", ["key"], unique=False)
    op.create_index(op.f("ix_source_kind"), "source", ["kind"], unique=False)
    op.create_table(
        "tally_day",
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "country", "type", "status", name=op.f("pk_tally_day")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("independent", sa.Integer(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_incident_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index("ix_incident_day", "incident", ["day", "id"], unique=False)
    op.create_index("ix_incident_independent", "incident", ["independent", "events"], unique=False)
    op.create_index(op.f("ix_incident_place_id"), "incident", ["place_id"], unique=False)
    op.create_table(
        "relation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("head_id", sa.Integer(), nullable=False),
        sa.Column("head_start", sa.Integer(), nullable=False),
        sa.Column("head_end", sa.Integer(), nullable=False),
        sa.Column("tail_id", sa.Integer(), nullable=False),
        sa.Column("tail_start", sa.Integer(), nullable=False),
        sa.Column("tail_end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["head_id"], ["actor.id"], name=op.f("fk_relation_head_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_relation_report_id")),
        sa.ForeignKeyConstraint(["tail_id"], ["actor.id"], name=op.f("fk_relation_tail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
    )
    op.create_index(op.f("ix_relation_head_id"), "relation", ["head_id"], unique=False)
    op.create_index(op.f("ix_relation_report_id"), "relation", ["report_id"], unique=False)
    op.create_index(op.f("ix_relation_tail_id"), "relation", ["tail_id"], unique=False)
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=False),
        sa.Column("carrier_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["carrier_id"], ["source.id"], name=op.f("fk_statement_carrier_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_statement_report_id")),
        sa.ForeignKeyConstraint(["speaker_id"], ["source.id"], name=op.f("fk_statement_speaker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    op.create_index(op.f("ix_statement_carrier_id"), "statement", ["carrier_id"], unique=False)
    op.create_index(op.f("ix_statement_report_id"), "statement", ["report_id"], unique=False)
    op.create_index(op.f("ix_statement_speaker_id"), "statement", ["speaker_id"], unique=False)
    op.create_table(
        "tally_week",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_tally_week_place_id")),
        sa.PrimaryKeyConstraint("place_id", "week", "type", "status", name=op.f("pk_tally_week")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "version",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("loaded", sa.Text(), nullable=False),
        sa.Column("given", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("masdar", sa.Text(), nullable=False),
        sa.Column("lexicon", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("published", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_version_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
    )
    op.create_index(op.f("ix_version_report_id"), "version", ["report_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("claimed", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("precision", sa.Text(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("killed_low", sa.Integer(), nullable=True),
        sa.Column("killed_high", sa.Integer(), nullable=True),
        sa.Column("injured_low", sa.Integer(), nullable=True),
        sa.Column("injured_high", sa.Integer(), nullable=True),
        sa.Column("captured_low", sa.Integer(), nullable=True),
        sa.Column("captured_high", sa.Integer(), nullable=True),
        sa.Column("displaced_low", sa.Integer(), nullable=True),
        sa.Column("displaced_high", sa.Integer(), nullable=True),
        sa.Column("at_risk_low", sa.Integer(), nullable=True),
        sa.Column("at_risk_high", sa.Integer(), nullable=True),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_event_incident_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_event_place_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_event_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index("ix_event_day", "event", ["day", "id"], unique=False)
    op.create_index(op.f("ix_event_incident_id"), "event", ["incident_id"], unique=False)
    op.create_index(
        "ix_event_mode",
        "event",
        ["mode", "day", "id"],
        unique=False,
        sqlite_where=sa.text("mode IS NOT NULL"),
        postgresql_where=sa.text("mode IS NOT NULL"),
    )
    op.create_index(op.f("ix_event_place_id"), "event", ["place_id"], unique=False)
    op.create_index(op.f("ix_event_report_id"), "event", ["report_id"], unique=False)
    op.create_index("ix_event_type", "event", ["type", "day", "id"], unique=False)
    op.create_table(
        "account",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kept", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_account_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_account")),
    )
    op.create_table(
        "drawer",
        sa.Column("drawer", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_drawer_event_id")),
        sa.PrimaryKeyConstraint("drawer", "event_id", name=op.f("pk_drawer")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_drawer_event_id"), "drawer", ["event_id"], unique=False)
    op.create_table(
        "event_actor",
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_event_actor_actor_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_actor_event_id")),
        sa.PrimaryKeyConstraint("actor_id", "event_id", "role", "start", name=op.f("pk_event_actor")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_event_actor_event_id"), "event_actor", ["event_id"], unique=False)
    op.create_table(
        "event_place",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_place_event_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_event_place_place_id")),
        sa.PrimaryKeyConstraint("place_id", "day", "event_id", "start", name=op.f("pk_event_place")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_event_place_day", "event_place", ["day", "place_id", "type", "status"], unique=False)
    op.create_index(op.f("ix_event_place_event_id"), "event_place", ["event_id"], unique=False)
    op.create_table(
        "event_source",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("party", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_source_event_id")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_event_source_source_id")),
        sa.PrimaryKeyConstraint("source_id", "event_id", "start", name=op.f("pk_event_source")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_event_source_event_id"), "event_source", ["event_id"], unique=False)
    op.create_table(
        "incident_join",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("likely", sa.Float(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_incident_join_event_id")),
        sa.ForeignKeyConstraint(["other_id"], ["event.id"], name=op.f("fk_incident_join_other_id")),
        sa.PrimaryKeyConstraint("event_id", "other_id", name=op.f("pk_incident_join")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_incident_join_other_id"), "incident_join", ["other_id"], unique=False)
    # ### end Alembic commands ###
    for key in ("killed", "injured", "captured", "displaced", "at_risk"):
        told = sa.text(f"{key}_low IS NOT NULL OR {key}_high IS NOT NULL")
        least = sa.text(f"coalesce({key}_low, {key}_high)")
        op.create_index(f"ix_event_{key}", "event", [least], sqlite_where=told, postgresql_where=told)
    if op.get_bind().dialect.name == "sqlite":
        # The words come as keys already; this tokenizer only cuts them at blanks.
        op.execute("CREATE VIRTUAL TABLE words USING fts5(keys, tokenize = 'ascii')")
        op.execute("CREATE VIRTUAL TABLE place_point USING rtree(id, south, north, west, east)")
    else:
        op.execute("CREATE TABLE words (report_id integer PRIMARY KEY REFERENCES report (id), keys tsvector NOT NULL)")
        op.execute("CREATE INDEX words_keys ON words USING gin (keys)")
        op.execute("CREATE INDEX place_point ON place USING gist (point(lon, lat))")
