"""What people make of events, who may use the workbench, and what concerns civilians."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None
_FEW = 500


def upgrade() -> None:
    """Add columns and tables, and fill in what can be told of events that are there."""
    op.add_column("version", sa.Column("coded", sa.LargeBinary(), nullable=True))
    op.add_column("incident", sa.Column("contradicted", sa.SmallInteger(), nullable=False, server_default="0"))
    op.add_column("event", sa.Column("review", sa.Text(), nullable=True))
    op.add_column("event", sa.Column("concern", sa.Text(), nullable=True))
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_review_report_id")),
        sa.ForeignKeyConstraint(["undoes"], ["review.id"], name=op.f("fk_review_undoes")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_review_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("undoes", name=op.f("uq_review_undoes")),
    )
    op.create_index(op.f("ix_review_ref"), "review", ["ref"], unique=False)
    op.create_index(op.f("ix_review_report_id"), "review", ["report_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_person")),
    )
    op.create_table(
        "visit",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["name"], ["person.name"], name=op.f("fk_visit_name")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_name"), "visit", ["name"], unique=False)
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    _index("ix_event_doubt", ["confidence", "id"], "review IS NULL")
    for name in ("review", "concern"):
        _index(f"ix_event_{name}", [name, "day", "id"], f"{name} IS NOT NULL")
    _fill()


def _index(name: str, columns: list[str], where: str) -> None:
    told = sa.text(where)
    op.create_index(name, "event", columns, unique=False, sqlite_where=told, postgresql_where=told)


def _fill() -> None:
    connection = op.get_bind()
    op.execute("UPDATE incident SET contradicted = 1 WHERE told LIKE '%\"contradictions\": [{%'")
    op.execute("UPDATE event SET concern = 'threat' WHERE type = 'THREATEN'")
    op.execute(
        "UPDATE event SET concern = 'expulsion' "
        "WHERE (type = 'SANCTION' AND mode = 'expel') OR (type = 'COERCE' AND mode = 'deport')"
    )
    # Whether it is a siege is told by the trigger, which stands in the record only.
    from masdar.store.concerns import concern
    from masdar.store.loading import unpacked

    last = 0
    while True:
        rows = connection.execute(
            sa.text(
                "SELECT e.id, e.number, v.record FROM event e JOIN report r ON r.id = e.report_id "
                "JOIN version v ON v.id = r.version WHERE e.id > :last AND e.type IN ('COERCE', 'MOBILIZE') "
                f"AND e.concern IS NULL ORDER BY e.id LIMIT {_FEW}"
            ),
            {"last": last},
        ).all()
        if not rows:
            return
        last = rows[-1].id
        found = [(row.id, concern(unpacked(row.record).events[row.number])) for row in rows]
        many = [{"key": key, "what": what} for key, what in found if what is not None]
        if many:
            connection.execute(sa.text("UPDATE event SET concern = :what WHERE id = :key"), many)
