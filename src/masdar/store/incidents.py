"""Incidents: accounts of different reports that are one happening, joined.

:func:`merge` compares accounts that share a drawer (:func:`masdar.store.account.blocks`), and joins what is likely one.
Pairs alone would chain one raid to the next, so groups are joined by the average over all their pairs (average
linkage), never across a contradiction, and hardly over two events of one report. What a person has decided comes before
all of it, and can be taken back: nothing is kept but the decisions.

The groups that an account can end in are those it is linked to by likely pairs, pair by pair; :func:`surroundings`
fetches these, so that what is new can be merged alone with the same answer as all at once. Where a long war links
everything with everything it fetches only so many, and the answer is nearly the same.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from masdar.record import CountKey
from masdar.store.account import Account, Words, account, blocks
from masdar.store.agreement import Contradiction, Count, Told, contradictions, counts, told
from masdar.store.compare import compare, forbidden
from masdar.store.witnesses import independent
from masdar.store.wording import alike

__all__ = [
    "Account", "Compared", "Contradiction", "Count", "Decision", "Incident", "Join", "Told", "Words",
    "account", "blocks", "merge", "surroundings",
]  # fmt: skip

#: What two accounts, and on average two groups, need to be joined: what joined the judged tune pairs best with weights
#: learnt from other windows (F1 of pairs 74.9 with 0.25, 76.8 with 0.3, 75.4 with 0.35). Pairs in a group are less
#: alike on average than the ones learnt from.
LIKELY = 0.3
#: How likely two events of one report are held to be one: a report tells a thing once, or the coder parts what it says.
SAME_REPORT = 0.3

#: How many kept accounts beside the new ones are looked on from, when something new is merged.
MOST = 1000


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on two events, by their ids. Of decisions that cannot all hold, the later ones do."""

    one: str
    other: str
    verdict: Literal["together", "apart"]


@dataclass(frozen=True, slots=True)
class Join:
    """Why two accounts of an incident, by their events' ids, are in it together: how likely, and the reasons."""

    one: str
    other: str
    likely: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """One happening as all its reports tell it.

    ``accounts`` are sorted by day of publication; ``joins`` lead from each to all others, over the likeliest pairs;
    ``independent`` is the number of witnesses (:func:`masdar.store.witnesses.independent`). ``fields`` has for type,
    mode, status, time, place, actor, recipient and source what is told, that of most outlets first, each with the
    words of every account; ``counts`` are low, best and high by key.
    """

    accounts: tuple[Account, ...]
    joins: tuple[Join, ...]
    independent: int
    fields: dict[str, tuple[Told, ...]]
    counts: dict[CountKey, Count]
    contradictions: tuple[Contradiction, ...]


BY_HAND = "put together by a person"

Pair = tuple[str, str]


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


class _Shelf:
    """Accounts by the drawers they lie in."""

    def __init__(self) -> None:
        self._drawers: defaultdict[str, dict[str, Account]] = defaultdict(dict)
        self._blocks: dict[str, frozenset[str]] = {}

    def put(self, one: Account) -> frozenset[str]:
        """Lay an account into its drawers, and name them."""
        if one.event not in self._blocks:
            self._blocks[one.event] = blocks(one)
            for key in self._blocks[one.event]:
                self._drawers[key][one.event] = one
        return self._blocks[one.event]

    def near(self, one: Account) -> dict[str, Account]:
        """The accounts of other reports that are worth comparing with one that lies here: those that share a drawer
        and are worded at all alike."""
        found: dict[str, Account] = {}
        for key in self._blocks[one.event]:
            found |= self._drawers[key]
        return {
            event: other
            for event, other in found.items()
            if other.report != one.report and alike(one.sentence, other.sentence)
        }


class Compared:
    """What pairs were found to be when they were compared, so that each is compared once: how likely one happening, and
    whether they can be."""

    def __init__(self) -> None:
        self._found: dict[Pair, tuple[float, bool]] = {}

    def of(self, one: Account, other: Account) -> tuple[float, bool]:
        """How likely two accounts are one happening, and whether something forbids it."""
        pair = _pair(one.event, other.event)
        found = self._found.get(pair)
        if found is None:
            comparison = compare(one, other) if one.event == pair[0] else compare(other, one)
            found = self._found[pair] = comparison.likely, comparison.forbidden is not None
        return found


def surroundings(
    new: Iterable[Account],
    fetch: Callable[[frozenset[str]], Iterable[Account]],
    decisions: Sequence[Decision] = (),
    by_event: Callable[[frozenset[str]], Iterable[Account]] | None = None,
    compared: Compared | None = None,
    kin: Callable[[frozenset[str]], Iterable[Account]] | None = None,
    most: int = MOST,
) -> list[Account]:
    """``new`` and the kept accounts that merging it could move: those linked to it by likely pairs, and on from these
    pair by pair until there are more than ``most`` of them.

    Of a long war every day is linked to the next; what lies further off than that stays in the incidents it is in.

    :param fetch: the kept accounts that have any of these drawers (it may give more); no drawer is asked for twice.
    :param by_event: the kept accounts of these events, to follow decisions to what shares no drawer.
    :param compared: keeps what pairs were found to be, for :func:`merge`.
    :param kin: the kept accounts that are in one incident with these events, so that no incident is torn apart.
    """
    compared = compared or Compared()
    found: dict[str, Account] = {one.event: one for one in new}
    enough = len(found) + most
    frontier = list(found.values())
    partners: defaultdict[str, set[str]] = defaultdict(set)
    for decision in decisions:
        if decision.verdict == "together":
            partners[decision.one].add(decision.other)
            partners[decision.other].add(decision.one)
    shelf = _Shelf()
    asked: set[str] = set()
    while frontier:
        reached: dict[str, Account] = {}
        if len(found) <= enough:
            keys = frozenset().union(*map(shelf.put, frontier)) - asked
            asked |= keys
            for one in fetch(keys) if keys else ():
                shelf.put(one)
            for one in frontier:
                for event, other in shelf.near(one).items():
                    if event not in found and event not in reached and _linked(*compared.of(one, other)):
                        reached[event] = other
        wanted = frozenset(event for one in frontier for event in partners[one.event]) - found.keys() - reached.keys()
        if wanted and by_event is not None:
            reached.update((one.event, one) for one in by_event(wanted))
        if reached and kin is not None:
            reached.update((one.event, one) for one in kin(frozenset(reached)) if one.event not in found)
        found |= reached
        frontier = list(reached.values())
    return sorted(found.values(), key=lambda one: one.event)


def _linked(likely: float, forbidden: bool) -> bool:
    return likely >= LIKELY and not forbidden


def merge(
    accounts: Iterable[Account], decisions: Sequence[Decision] = (), compared: Compared | None = None
) -> list[Incident]:
    """The incidents that these accounts tell, each account in one; the order of accounts makes no difference.

    :param decisions: what a person has decided, the oldest first; those on events that are not here are passed over.
    :param compared: what pairs have been found to be before, by :func:`surroundings`.
    :raises ValueError: where two accounts have one event id.
    """
    members: dict[str, Account] = {}
    for one in accounts:
        if members.setdefault(one.event, one) != one:
            raise ValueError(f"{one.event}: two different accounts have this event id; give each event once")
    members = dict(sorted(members.items()))
    compared = compared or Compared()
    shelf = _Shelf()
    pairs: dict[Pair, tuple[float, bool]] = {}
    for event, one in members.items():
        shelf.put(one)
        for before, other in shelf.near(one).items():
            pairs[before, event] = compared.of(other, one)
    together, apart = _decided(members, decisions)
    linked = [pair for pair, found in pairs.items() if _linked(*found)]
    components = _components(members, [*linked, *together])
    home = {event: number for number, component in enumerate(components) for event in component}
    inside: list[dict[Pair, tuple[float, bool]]] = [{} for _ in components]
    for pair, found in pairs.items():
        if home[pair[0]] == home[pair[1]]:
            inside[home[pair[0]]][pair] = found
    incidents = []
    for component, mine in zip(components, inside, strict=True):
        for group in _Grouping(component, members, mine, together, apart).groups():
            incidents.append(_incident([members[event] for event in group], mine, together))
    return sorted(incidents, key=lambda incident: min(one.event for one in incident.accounts))


def _decided(members: Collection[str], decisions: Sequence[Decision]) -> tuple[list[Pair], set[Pair]]:
    """The pairs put together and those kept apart, without what later decisions rule out."""
    roots = {event: event for event in members}
    together: list[Pair] = []
    apart: set[Pair] = set()
    seen: set[Pair] = set()

    def root(event: str) -> str:
        while roots[event] != event:
            event = roots[event]
        return event

    for decision in reversed(decisions):
        pair = _pair(decision.one, decision.other)
        if pair in seen or pair[0] == pair[1] or not all(event in roots for event in pair):
            continue
        seen.add(pair)
        left, right = root(pair[0]), root(pair[1])
        if decision.verdict == "apart":
            if left != right:
                apart.add(pair)
        elif _pair(left, right) not in {_pair(root(one), root(other)) for one, other in apart}:
            together.append(pair)
            roots[max(left, right)] = min(left, right)
    return sorted(together), apart


def _components(members: Iterable[str], pairs: Iterable[Pair]) -> list[list[str]]:
    roots = {event: event for event in members}

    def root(event: str) -> str:
        while roots[event] != event:
            roots[event] = event = roots[roots[event]]
        return event

    for one, other in pairs:
        left, right = root(one), root(other)
        if left != right:
            roots[max(left, right)] = min(left, right)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for event in roots:
        found[root(event)].append(event)
    return list(found.values())


class _Grouping:
    """Average linkage over one component. Pairs that were not compared count as unlikely."""

    def __init__(
        self,
        component: Sequence[str],
        members: dict[str, Account],
        compared: dict[Pair, tuple[float, bool]],
        together: Sequence[Pair],
        apart: set[Pair],
    ) -> None:
        inside = set(component)
        self._members: dict[str, list[str]] = {event: [event] for event in component}
        self._near: dict[str, dict[str, float]] = {event: {} for event in component}
        self._forbidden: dict[str, set[str]] = {event: set() for event in component}
        forbidden: set[Pair] = set()
        for pair, (likely, never) in compared.items():
            self._near[pair[0]][pair[1]] = self._near[pair[1]][pair[0]] = likely
            if never:
                forbidden.add(pair)
        held = [pair for pair in together if pair[0] in inside]
        # A person's word goes before what the program forbids.
        for one, other in (forbidden - set(held)) | {pair for pair in apart if pair[0] in inside and pair[1] in inside}:
            self._forbidden[one].add(other)
            self._forbidden[other].add(one)
        self._accounts, self._compared = members, compared
        self._reports = {event: Counter({members[event].report: 1}) for event in component}
        self._where = {event: event for event in component}
        for one, other in held:
            left, right = self._where[one], self._where[other]
            if left != right:
                self._join(min(left, right), max(left, right))

    def _join(self, kept: str, gone: str) -> None:
        for event in self._members[gone]:
            self._where[event] = kept
        self._members[kept] += self._members.pop(gone)
        self._reports[kept] += self._reports.pop(gone)
        near = self._near.pop(gone)
        self._near[kept].pop(gone, None)
        for other, weight in near.items():
            if other != kept:
                self._near[other].pop(gone)
                self._near[other][kept] = self._near[kept][other] = self._near[kept].get(other, 0.0) + weight
        for other in self._forbidden.pop(gone):
            self._forbidden[other].discard(gone)
            if other != kept:
                self._forbidden[other].add(kept)
                self._forbidden[kept].add(other)
        self._forbidden[kept].discard(gone)

    def _average(self, one: str, other: str) -> float:
        left, right = self._reports[one], self._reports[other]
        if len(left) > len(right):
            left, right = right, left
        inside = sum(times * right[report] for report, times in left.items())
        return (self._near[one][other] + SAME_REPORT * inside) / (len(self._members[one]) * len(self._members[other]))

    def _contradict(self, one: str, other: str) -> bool:
        """Whether accounts that were not compared, since they share no drawer or word, forbid joining two groups."""
        return any(
            _pair(left, right) not in self._compared
            and self._accounts[left].report != self._accounts[right].report
            and forbidden(self._accounts[left], self._accounts[right])
            for left in self._members[one]
            for right in self._members[other]
        )

    def groups(self) -> list[list[str]]:
        """The groups, each sorted."""
        heap: list[tuple[float, str, str, int, int]] = []

        def push(one: str, other: str) -> None:
            left, right = _pair(one, other)
            if right not in self._forbidden[left] and (average := round(self._average(left, right), 9)) >= LIKELY:
                heapq.heappush(heap, (-average, left, right, len(self._members[left]), len(self._members[right])))

        for one in sorted(self._near):
            for other in self._near[one]:
                if one < other:
                    push(one, other)
        while heap:
            _, one, other, size, other_size = heapq.heappop(heap)
            if len(self._members.get(one, ())) != size or len(self._members.get(other, ())) != other_size:
                continue  # one of them has grown or gone since
            if other in self._forbidden[one]:
                continue
            if self._contradict(one, other):
                self._forbidden[one].add(other)
                self._forbidden[other].add(one)
                continue
            self._join(one, other)
            for neighbour in self._near[one]:
                push(one, neighbour)
        return [sorted(events) for events in self._members.values()]


def _incident(group: Sequence[Account], compared: dict[Pair, tuple[float, bool]], together: Sequence[Pair]) -> Incident:
    by_event = {one.event: one for one in group}
    events = by_event.keys()
    by_hand = [pair for pair in together if pair[0] in events]
    pairs = [pair for pair in combinations(sorted(events), 2) if pair in compared]
    pairs.sort(key=lambda pair: (-compared[pair][0], pair))
    joins: list[Join] = []
    roots = {event: event for event in events}
    for number, (one, other) in enumerate([*by_hand, *pairs]):
        if roots[one] != roots[other]:
            gone, kept = roots[other], roots[one]
            roots = {event: kept if root == gone else root for event, root in roots.items()}
            if number < len(by_hand):
                joins.append(Join(one, other, 1.0, (BY_HAND,)))
            else:
                comparison = compare(by_event[one], by_event[other])
                joins.append(Join(one, other, round(comparison.likely, 3), comparison.reasons))
    accounts = tuple(sorted(group, key=lambda one: (one.published or 0, one.event)))
    return Incident(
        accounts=accounts,
        joins=tuple(joins),
        independent=independent(accounts),
        fields=told(accounts),
        counts=counts(accounts),
        contradictions=contradictions(accounts),
    )
