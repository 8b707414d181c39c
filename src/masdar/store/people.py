"""Who may use the workbench over a network, who is logged in, and what was done by it.

Passwords are kept as argon2id makes them, a visit by a digest of its secret: whoever reads the database can neither log
in with what stands there nor go on with a visit. The audit log is only ever added to.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, get_args

from sqlalchemy import delete, select, update

from masdar.store import index, schema
from masdar.store.database import Database
from masdar.store.errors import StoreError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

Role = Literal["reader", "coder", "admin"]
#: Each may do what those before it may.
ROLES: tuple[Role, ...] = get_args(Role)
LEAST_PASSWORD = 12  # characters
_NAME = re.compile(r"[\w.@-]{1,64}")
#: How long a visit lasts: seconds without a request, and in all.
IDLE, LONGEST = 12 * 3600, 7 * 24 * 3600
_SELDOM = 60  # seconds between two notes that a visit goes on


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who may log in."""

    name: str
    role: Role
    made: str


@dataclass(frozen=True, slots=True)
class Visit:
    """Someone who is logged in, and the token that every change must bring."""

    name: str
    role: Role
    token: str


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of the audit log."""

    key: int
    made: str
    who: str
    address: str
    what: str
    detail: str | None


def hasher() -> PasswordHasher:
    """What makes and checks what is kept of passwords: argon2id, as its library recommends (RFC 9106).

    :raises StoreError: where argon2-cffi is not installed.
    """
    try:
        from argon2 import PasswordHasher
    except ImportError as error:
        raise StoreError("argon2-cffi is not installed; run pip install 'masdar[serve]'.") from error
    return PasswordHasher()


def _hash(password: str) -> str:
    if len(password) < LEAST_PASSWORD:
        raise StoreError(f"The password is too short; give one of {LEAST_PASSWORD} characters or more.")
    return hasher().hash(password)


def add(database: Database, name: str, role: Role, password: str) -> None:
    """Let somebody in.

    :raises StoreError: where the name is taken or cannot be, or the password is too short.
    """
    if not _NAME.fullmatch(name):
        raise StoreError(f"{name!r} cannot be a name here; give 1 to 64 letters, digits, or . _ @ -.")
    kept, person = _hash(password), schema.person
    with database.write() as connection:
        if connection.execute(select(person.c.name).where(person.c.name == name)).scalar() is not None:
            raise StoreError(f"{name}: there is somebody of this name; take another.")
        database.insert(connection, person, [(name, role, kept, _now())])


def remove(database: Database, name: str) -> None:
    """Let somebody in no more, and end his visits. What he did stays in the logs.

    :raises StoreError: where there is nobody of this name.
    """
    with database.write() as connection:
        connection.execute(delete(schema.visit).where(schema.visit.c.name == name))
        if connection.execute(delete(schema.person).where(schema.person.c.name == name)).rowcount == 0:
            raise StoreError(f"{name}: there is nobody of this name.")


def change(database: Database, name: str, *, password: str | None = None, role: Role | None = None) -> None:
    """Give somebody another password or role, and end his visits.

    :raises StoreError: where there is nobody of this name, or the password is too short.
    """
    values = {**({"password": _hash(password)} if password is not None else {}), **({"role": role} if role else {})}
    with database.write() as connection:
        connection.execute(delete(schema.visit).where(schema.visit.c.name == name))
        of = update(schema.person).where(schema.person.c.name == name)
        if connection.execute(of.values(**values)).rowcount == 0:
            raise StoreError(f"{name}: there is nobody of this name.")


def everybody(database: Database) -> list[Person]:
    """All who may log in, by name."""
    person = schema.person
    with database.read() as connection:
        rows = connection.execute(select(person.c.name, person.c.role, person.c.made).order_by(person.c.name))
        return [Person(*row) for row in rows]


def admitted(database: Database, name: str, password: str) -> bool:
    """Whether the password is that of the one named. It takes as long where there is nobody of the name."""
    from argon2.exceptions import InvalidHashError, VerificationError

    person = schema.person
    with database.read() as connection:
        kept = connection.execute(select(person.c.password).where(person.c.name == name)).scalar()
    try:
        hasher().verify(kept or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


_NOBODY: list[str] = []


def _nobody() -> str:
    if not _NOBODY:
        _NOBODY.append(hasher().hash(secrets.token_hex()))
    return _NOBODY[0]


# --- visits -----------------------------------------------------------------------------------------------------------


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def begin(database: Database, name: str) -> tuple[str, Visit]:
    """Begin a visit of somebody who was admitted: the secret for his cookie, and the visit."""
    secret, token, now = secrets.token_urlsafe(32), secrets.token_urlsafe(32), int(time.time())
    visit, person = schema.visit, schema.person
    with database.write() as connection:
        old = (visit.c.seen < now - IDLE) | (visit.c.made < now - LONGEST)
        connection.execute(delete(visit).where(old))
        role = connection.execute(select(person.c.role).where(person.c.name == name)).scalar_one()
        database.insert(connection, visit, [(_digest(secret), name, token, now, now)])
    return secret, Visit(name, role, token)


def going_on(database: Database, secret: str) -> Visit | None:
    """The visit of a cookie's secret; None where there is none, or it is over."""
    visit, person = schema.visit, schema.person
    now = int(time.time())
    statement = select(visit, person.c.role).join(person, person.c.name == visit.c.name)
    with database.read() as connection:
        row = connection.execute(statement.where(visit.c.digest == _digest(secret))).one_or_none()
    if row is None or row.seen < now - IDLE or row.made < now - LONGEST:
        return None
    if row.seen < now - _SELDOM:
        # Where the database is being written to by others for long, looking at it goes on all the same.
        with suppress(StoreError), database.write() as connection:
            connection.execute(update(visit).where(visit.c.digest == row.digest).values(seen=now))
    return Visit(row.name, row.role, row.token)


def end(database: Database, secret: str) -> None:
    """End a visit."""
    with database.write() as connection:
        connection.execute(delete(schema.visit).where(schema.visit.c.digest == _digest(secret)))


# --- the audit log ----------------------------------------------------------------------------------------------------


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def note(database: Database, who: str, address: str, what: str, detail: str | None = None) -> None:
    """Note a deed."""
    with database.write() as connection:
        key = index.next_key(connection, schema.audit)
        database.insert(connection, schema.audit, [(key, _now(), who, address, what, detail)])


def deeds(database: Database, limit: int = 200, before: int | None = None) -> Sequence[Deed]:
    """The audit log, the latest first; ``before`` is the last key that a page gave."""
    audit = schema.audit
    statement = select(audit).order_by(audit.c.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(audit.c.id < before)
    with database.read() as connection:
        return [Deed(*row) for row in connection.execute(statement)]
