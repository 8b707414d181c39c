"""What the store keeps beside a record, made in the process that has coded it.

Cutting a text into search keys and making its events comparable costs about as much as writing them down. Made by the
workers it is shared out, and the process that writes has only to write.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from functools import cache

from masdar.reading.report import Report
from masdar.record import Record
from masdar.store.account import Account, account, blocks
from masdar.store.keys import digest_of, text_keys


@dataclass(frozen=True, slots=True)
class Kept:
    """An account as it is kept, and the numbers of the drawers it lies in."""

    account: bytes
    drawers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is kept beside a record: ``keys`` are the search keys of title and text, with blanks between, ``accounts``
    stand in the order of the record's events."""

    keys: str
    accounts: tuple[Kept, ...]


def drawer(name: str) -> int:
    """The number that a drawer (:func:`masdar.store.account.blocks`) is kept by."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


def kept(one: Account) -> Kept:
    """An account as it is kept."""
    return Kept(zlib.compress(one.dump().encode(), 1), tuple(map(drawer, blocks(one))))


def unkept(packed: bytes) -> Account:
    """The account that :func:`kept` packed."""
    return Account.load(zlib.decompress(packed).decode())


def accounts(record: Record, text: str) -> tuple[Kept, ...]:
    """The accounts of a record's events, in their order; ``text`` is the report's, as it was coded."""
    return tuple(kept(account(record, event, text)) for event in record.events)


def search_keys(title: str | None, text: str) -> str:
    """The keys that a report is found by, with blanks between."""
    return " ".join(text_keys(f"{title or ''}\n{text}"))


@cache
def fingerprint() -> str:
    """Tells one way of making accounts from another: a digest of the rules and tables that they are made by."""
    modules = ("account", "wording", "nearduplicates")
    return digest_of(*(f"masdar.store/{name}.py" for name in modules), "masdar.knowledge/lexicon.py")


def prepare(report: Report, record: Record) -> Prepared:
    """What is kept beside a record of a report."""
    return Prepared(search_keys(record.title, report.text), accounts(record, report.text))
