"""What can go wrong with a database, each in one sentence that says what, where and what to do.

Drivers tell the same trouble in many ways; :func:`told` makes one sentence of them, for SQLite and PostgreSQL alike.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from masdar.reading.report import printable


class StoreError(Exception):
    """Something that keeps the store from doing what was asked; the message is one sentence."""


_SQLITE = {
    sqlite3.SQLITE_FULL: "the disk is full; what was told as loaded stands; make room and run it again",
    sqlite3.SQLITE_READONLY: "cannot be written to; make the file and its folder writable or give another file",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that the folder is there and that you may write to it",
    sqlite3.SQLITE_BUSY: "is locked by another program; wait until that has finished, or end it, and run it again",
    sqlite3.SQLITE_LOCKED: "is locked by another program; wait until that has finished, or end it, and run it again",
    sqlite3.SQLITE_NOTADB: "is no database of this program; give another file",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore it from a copy, or load the reports into a new file",
    sqlite3.SQLITE_IOERR: "cannot be read or written (a fault of the disk, or it is full); check the disk",
    sqlite3.SQLITE_PERM: "may not be opened; give yourself the right to read and write it",
}
# PostgreSQL's classes of errors, https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL = {
    "42501": "does not let this user do that; give it the right to create and write tables",
    "25006": "is open for reading only; give a database that can be written to",
    "53100": "its disk is full; what was told as loaded stands; make room and run it again",
    "53300": "has no connection left; wait or close others",
    "57": "has ended the connection; run it again when the server is up",
    "08": "has ended the connection; run it again when the server is up",
    "40": "was written to by another program at the same moment; run it again",
    "55P03": "is locked by another program; wait until that has finished and run it again",
}


def told(name: str, error: exc.DBAPIError) -> StoreError | None:
    """The sentence for an error of the database called ``name``; None for a fault of this program."""
    cause = error.orig
    code, state = getattr(cause, "sqlite_errorcode", None), getattr(cause, "sqlstate", None)
    if code is not None and (what := _SQLITE.get(code & 0xFF)):
        return StoreError(f"{name}: {what}.")
    for length in (5, 2):
        if state and (what := _POSTGRESQL.get(state[:length])):
            return StoreError(f"{name}: {what}.")
    reason = printable(str(cause).strip().split("\n")[-1])[:200].rstrip(".")
    if type(cause).__name__ == "OperationalError" and code is None and state is None:
        return StoreError(f"{name}: cannot be reached ({reason}); check the URL and that the server is up.")
    if isinstance(error, exc.OperationalError):
        return StoreError(f"{name}: the database refused ({reason}).")
    return None


@contextmanager
def telling(name: str) -> Iterator[None]:
    """Turns what a database raises into a :class:`StoreError`."""
    try:
        yield
    except exc.DBAPIError as error:
        sentence = told(name, error)
        if sentence is None:
            raise
        raise sentence from error
