"""Agreement: what the accounts of an incident tell alike, and where they contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from masdar.record import CountKey
from masdar.store.account import Account, Party, Place, Words
from masdar.store.compare import FAR, distance, said, same_party, same_place


@dataclass(frozen=True, slots=True)
class Told:
    """One value of a field, and the words of each account that tells it, by event id.

    ``words`` are None where the account tells it by the act itself. ``outlets`` is how many outlets tell it.
    """

    value: str
    outlets: int
    by: tuple[tuple[str, Words | None], ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people: the lowest and the highest told, and the best.

    ``low`` is None where the lowest is told as *at most*, ``high`` where the highest is told as *at least*.
    ``best`` is what most outlets tell; of several, that of the latest report, since numbers are corrected; of several
    still, the lower one.
    """

    low: int | None
    best: tuple[int | None, int | None]
    high: int | None
    by: tuple[tuple[str, int | None, int | None], ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What cannot all be true: the field, the values with the events that tell each, and both in a sentence."""

    field: str
    sides: tuple[tuple[str, tuple[str, ...]], ...]
    says: str


# --- what is told -----------------------------------------------------------------------------------------------------

Item = tuple[str, Words | None]


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _times(one: Account) -> list[Item]:
    if one.when is None:
        return []
    first, last = _day(one.when.first), _day(one.when.last)
    return [(first if first == last else f"{first}/{last}", one.when.words)]


def _group(items: Iterable[tuple[Account, str, Words | None]]) -> tuple[Told, ...]:
    found: defaultdict[str, list[tuple[Account, Words | None]]] = defaultdict(list)
    for one, value, words in items:
        found[value].append((one, words))
    values = [
        Told(
            value,
            len({one.outlet for one, _ in by}),
            tuple(sorted({(one.event, words) for one, words in by}, key=lambda item: (item[0], item[1] or _NOWHERE))),
        )
        for value, by in found.items()
    ]
    return tuple(sorted(values, key=lambda value: (-value.outlets, -len(value.by), value.value)))


_NOWHERE = Words(0, 0, "")


def _named(accounts: Sequence[Account], mentions: Callable[[Account], Iterable[Party | Place]]) -> tuple[Told, ...]:
    """Mentions of one and the same under its longest name."""
    groups: list[list[tuple[Account, Party | Place]]] = []
    for one in accounts:
        for mention in mentions(one):
            home = next((group for group in groups if _same(group[0][1], mention)), None)
            if home is None:
                groups.append([(one, mention)])
            else:
                home.append((one, mention))
    items = []
    for group in groups:
        name = max((mention.words.text for _, mention in group), key=lambda text: (len(text), text))
        items += [(one, name, mention.words) for one, mention in group]
    return _group(items)


def _same(one: Party | Place, other: Party | Place) -> bool:
    if isinstance(one, Place):
        return isinstance(other, Place) and same_place(one, other)
    return isinstance(other, Party) and same_party(one, other)


def told(accounts: Sequence[Account]) -> dict[str, tuple[Told, ...]]:
    """What the accounts tell, field by field, the value that most outlets tell first."""
    plain: dict[str, Callable[[Account], list[Item]]] = {
        "type": lambda one: [(one.type, one.trigger)],
        "mode": lambda one: [(one.mode, one.trigger)] if one.mode else [],
        "status": lambda one: [(one.status, None)],
        "time": _times,
        "source": lambda one: [(teller.words.text, teller.words) for teller in one.tellers],
    }
    fields = {
        name: _group((one, value, words) for one in accounts for value, words in read(one))
        for name, read in plain.items()
    }
    fields["place"] = _named(accounts, lambda one: one.places)
    fields["actor"] = _named(accounts, lambda one: one.actors)
    fields["recipient"] = _named(accounts, lambda one: one.recipients)
    return fields


def counts(accounts: Sequence[Account]) -> dict[CountKey, Count]:
    """Low, best and high by key."""
    by_key: defaultdict[CountKey, list[tuple[Account, int | None, int | None]]] = defaultdict(list)
    for one in accounts:
        for key, low, high in one.counts:
            if low is not None or high is not None:
                by_key[key].append((one, low, high))
    found: dict[CountKey, Count] = {}
    for key, given in sorted(by_key.items()):
        outlets: defaultdict[tuple[int | None, int | None], set[str | None]] = defaultdict(set)
        latest: defaultdict[tuple[int | None, int | None], int] = defaultdict(int)
        for one, low, high in given:
            outlets[low, high].add(one.outlet)
            latest[low, high] = max(latest[low, high], one.published or 0)
        best = min(outlets, key=lambda value: (-len(outlets[value]), -latest[value], value[0] or 0, value[1] or 0))
        least = min(value for _, low, high in given for value in (low, high) if value is not None)
        most = max(value for _, low, high in given for value in (low, high) if value is not None)
        found[key] = Count(
            low=least if least in {low for _, low, _ in given} else None,
            best=best,
            high=most if most in {high for _, _, high in given} else None,
            by=tuple(sorted((one.event, low, high) for one, low, high in given)),
        )
    return found


# --- what is contradicted ---------------------------------------------------------------------------------------------


def _opposed(field: str, sides: dict[str, set[str]]) -> Contradiction:
    ordered = tuple((value, tuple(sorted(events))) for value, events in sorted(sides.items()))
    return Contradiction(
        field, ordered, f"{field}: " + "; ".join(f"{value} ({', '.join(by)})" for value, by in ordered)
    )


def _numbers(accounts: Sequence[Account]) -> Iterable[Contradiction]:
    by_key: defaultdict[CountKey, list[tuple[str, int | None, int | None]]] = defaultdict(list)
    for one in accounts:
        for key, low, high in one.counts:
            by_key[key].append((one.event, low, high))
    for key, given in sorted(by_key.items()):
        least = max((low for _, low, _ in given if low is not None), default=0)
        most = min((high for _, _, high in given if high is not None), default=None)
        if most is not None and least > most:
            sides: defaultdict[str, set[str]] = defaultdict(set)
            for event, low, high in given:
                sides[said(low, high)].add(event)
            yield _opposed(key, sides)


def _where(accounts: Sequence[Account]) -> Iterable[Contradiction]:
    exact = {
        one.event: [place for place in one.places if place.role == "location" and place.level in ("locality", "site")]
        for one in accounts
    }
    exact = {event: places for event, places in exact.items() if places}
    sides: defaultdict[str, set[str]] = defaultdict(set)
    events = sorted(exact)
    for at, one in enumerate(events):
        for other in events[:at]:
            pairs = [(left, right, distance(left, right)) for left in exact[one] for right in exact[other]]
            if all(far is not None and far > FAR and not same_place(left, right) for left, right, far in pairs):
                sides[exact[one][0].words.text].add(one)
                sides[exact[other][0].words.text].add(other)
    if len(sides) > 1:
        yield _opposed("place", sides)


def _doers(accounts: Sequence[Account]) -> Iterable[Contradiction]:
    """Accounts whose doers are of other countries, or of one country's other sides (its army, its rebels)."""
    sides: defaultdict[str, set[str]] = defaultdict(set)
    known = {one.event: [p for p in one.actors if p.country and p.sector] for one in accounts}
    events = sorted(event for event, parties in known.items() if parties)
    for at, one in enumerate(events):
        for other in events[:at]:
            if not any(
                same_party(left, right) or (left.country == right.country and left.sector == right.sector)
                for left in known[one]
                for right in known[other]
            ):
                sides[known[one][0].words.text].add(one)
                sides[known[other][0].words.text].add(other)
    if len(sides) > 1:
        yield _opposed("actor", sides)


def _denied(accounts: Sequence[Account]) -> Iterable[Contradiction]:
    denied = {one.event for one in accounts if one.status == "negated"}
    claimed = {one.event for one in accounts if one.status in ("actual", "historical")}
    if denied and claimed:
        yield _opposed("status", {"told": claimed, "denied": denied})


def contradictions(accounts: Sequence[Account]) -> tuple[Contradiction, ...]:
    """Where the accounts cannot all be right: place, numbers, doer, and whether it happened."""
    return (*_where(accounts), *_numbers(accounts), *_doers(accounts), *_denied(accounts))
