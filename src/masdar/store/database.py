"""Opening a database: an SQLite file by its path, or a PostgreSQL database by its URL.

Whatever differs between the two in how they are opened, written to and cleaned is here; the tables are the same. One
process writes at a time (SQLite's own lock, an advisory lock of PostgreSQL), so keys can be given by counting.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, Table, create_engine, event, exc, inspect, make_url, text
from sqlalchemy.pool import NullPool

from masdar.store.errors import StoreError, telling

WAIT = 30.0  # seconds for another writer to finish
_LOCK = 0x4D415344  # "MASD": PostgreSQL's number of the writers' lock
_SCHEMES = ("sqlite", "postgresql", "postgres")


class Database:
    """An open database, its schema brought up to date.

    :param where: the path of an SQLite file, which is made if it is not there, or a URL (``postgresql://user@host/name``,
        ``sqlite:///file``).
    :param make: whether to make the file or the tables where there are none.
    :raises StoreError: where it cannot be opened, is no database of this program, or is of a newer version of it.
    """

    def __init__(self, where: str | Path, *, make: bool = True, wait: float = WAIT) -> None:
        given = str(where)
        self.path: Path | None = None
        if "://" in given:
            try:
                url = make_url(given)
                _ = url.port
            except (exc.ArgumentError, ValueError) as error:
                raise StoreError(
                    f"{given}: is no URL of a database; give postgresql://user@host/name or a file."
                ) from error
            self.name = url.render_as_string(hide_password=True)
            backend = url.get_backend_name()
            if backend not in _SCHEMES:
                raise StoreError(f"{self.name}: this program keeps no data in {backend}; give postgresql:// or a file.")
            if backend == "sqlite":
                self.path = Path(url.database or "")
        else:
            self.name = given
            self.path = Path(given)
        self.sqlite = self.path is not None
        if self.path is not None:
            if not make and not self.path.exists():
                raise StoreError(f"{self.name}: does not exist; load reports into it first (masdar load).")
            if self.path.is_dir():
                raise StoreError(f"{self.name}: is a folder; give a file in it.")
            if not self.path.parent.is_dir():
                raise StoreError(f"{self.name}: its folder does not exist; make it first.")
            self.engine = _sqlite(self.path, wait)
        else:
            self.engine = _postgresql(given, self.name, wait)
        try:
            with telling(self.name):
                self._prepare(make)
        except BaseException:
            self.engine.dispose()
            raise

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the database."""
        with telling(self.name), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection to write with: all that is done is kept at the end, or nothing is."""
        with telling(self.name), self.engine.connect() as connection:
            connection = connection.execution_options(masdar_write=True)  # noqa: PLW2901
            with connection.begin():
                if not self.sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                yield connection

    def insert(self, connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        """Add rows, each with a value for every column of the table, in their order."""
        if not rows:
            return
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        if self.sqlite:
            marks = ", ".join("?" * len(table.columns))
            connection.exec_driver_sql(
                f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', [tuple(row) for row in rows]
            )
            return
        driver: Any = connection.connection.driver_connection
        with (
            _as_sqlalchemy(),
            driver.cursor() as cursor,
            cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def tune(self) -> None:
        """Have the planner's statistics made anew."""
        with telling(self.name), self.engine.connect() as connection:
            if self.sqlite:
                connection.exec_driver_sql("PRAGMA analysis_limit = 1000")  # rows of each index, not all
            connection.exec_driver_sql("ANALYZE")
            connection.commit()

    def _prepare(self, make: bool) -> None:
        script = ScriptDirectory.from_config(_config())
        with self.engine.connect() as connection:
            present = MigrationContext.configure(connection).get_current_heads()
            others = () if present else inspect(connection).get_table_names()
        if present == tuple(script.get_heads()):
            return
        for revision in present:
            try:
                script.get_revision(revision)
            except CommandError as error:
                raise StoreError(
                    f"{self.name}: was written by a newer version of this program; install that one."
                ) from error
        if not present and (not make or others):
            what = "holds other tables" if others else "holds no reports"
            raise StoreError(f"{self.name}: {what}; give the database of this program, or an empty one to load into.")
        with self.write() as connection:
            # Another process may have done it in the meantime.
            if MigrationContext.configure(connection).get_current_heads() != tuple(script.get_heads()):
                config = _config()
                config.attributes["connection"] = connection
                command.upgrade(config, "head")


@contextmanager
def _as_sqlalchemy() -> Iterator[None]:
    """What psycopg raises where SQLAlchemy is not between, as SQLAlchemy's own."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        raise exc.DBAPIError("COPY", None, error) from error


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def _sqlite(path: Path, wait: float) -> Engine:
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, connect_args={"timeout": wait})

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where SQLAlchemy says so, below
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA mmap_size = 1073741824")
        connection.execute("PRAGMA temp_store = MEMORY")
        try:
            if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY):
                raise
        # A commit is on the disk before it is told.
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("masdar_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(given: str, name: str, wait: float) -> Engine:
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise StoreError(f"{name}: psycopg is not installed; run pip install 'masdar[postgresql]'.") from error
    url = make_url(given).set(drivername="postgresql+psycopg")
    engine = create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": max(2, int(wait))})

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {int(wait * 1000)}")
        connection.commit()

    return engine


def chunks(values: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    """``values`` in lists of at most ``size``, as many as a statement takes well."""
    held: list[Any] = []
    for value in values:
        held.append(value)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held
