"""Witnesses: how many of an incident's reports stand on their own.

A text that ten outlets took from an agency is one witness, and so is an outlet that tells it three times. Each report
has an outlet and an origin: the agency it names, or the text that it and its near-duplicates are. The number of
witnesses is the largest number of reports of which no two share an outlet or an origin.
"""

from __future__ import annotations

from collections.abc import Sequence

from masdar.store.account import Account
from masdar.store.nearduplicates import ONE_TEXT, likeness

_UNKNOWN = "?"  # outlets that are not told may all be one


def _agencies(one: Account) -> set[str]:
    found = {teller.id or " ".join(teller.names) for teller in one.tellers if teller.kind == "agency"}
    return {name for name in found if name}


def origins(accounts: Sequence[Account]) -> list[int]:
    """For each account the number of its origin: one for those that name one agency or are nearly one text."""
    numbers = list(range(len(accounts)))
    agencies = [_agencies(one) for one in accounts]
    for at, one in enumerate(accounts):
        for before in range(at):
            if numbers[at] == numbers[before]:
                continue
            other = accounts[before]
            if (
                one.report == other.report
                or agencies[at] & agencies[before]
                or likeness(one.signature, other.signature) >= ONE_TEXT
            ):
                gone, kept = max(numbers[at], numbers[before]), min(numbers[at], numbers[before])
                numbers = [kept if number == gone else number for number in numbers]
    return numbers


def independent(accounts: Sequence[Account]) -> int:
    """The number of independent witnesses among accounts: a largest matching of outlets with origins."""
    wanted: dict[str, set[int]] = {}
    for one, origin in zip(accounts, origins(accounts), strict=True):
        wanted.setdefault(one.outlet or _UNKNOWN, set()).add(origin)
    given: dict[int, str] = {}

    def find(outlet: str, tried: set[int]) -> bool:
        for origin in sorted(wanted[outlet] - tried):
            tried.add(origin)
            if origin not in given or find(given[origin], tried):
                given[origin] = outlet
                return True
        return False

    return sum(find(outlet, set()) for outlet in sorted(wanted))
