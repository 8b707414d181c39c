"""Counts by blocks of sixteen weeks, and weeks that are found by themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and fill it from the weeks."""
    op.create_table(
        "tally_block",
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_tally_block_place_id")),
        sa.PrimaryKeyConstraint("place_id", "block", "type", "status", name=op.f("pk_tally_block")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_tally_week_week", "tally_week", ["week", "place_id", "type", "status", "events"], unique=False)
    # Blocks as masdar.store.days.block has them; the Monday of day 0 stands for no day. Whole numbers are divided
    # towards zero, so that they are made positive first.
    op.execute(
        "INSERT INTO tally_block SELECT place_id, CASE WHEN week = -3 THEN -1000000000 "
        "ELSE ((week + 3 + 112000000) / 112 - 1000000) * 112 - 3 END, type, status, sum(events) "
        "FROM tally_week GROUP BY 1, 2, 3, 4"
    )
