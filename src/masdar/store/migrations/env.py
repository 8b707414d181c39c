"""How Alembic runs the migrations: over the connection that it is given (:class:`masdar.store.database.Database`)."""

from __future__ import annotations

from alembic import context

from masdar.store.schema import BY_HAND, metadata


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or not str(name).startswith(BY_HAND)


context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, include_name=_ours,
    transactional_ddl=True, transaction_per_migration=False,
)  # fmt: skip
context.run_migrations()
