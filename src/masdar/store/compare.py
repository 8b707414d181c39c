"""Comparing two accounts: how likely they tell one happening, and why.

The answer is a sum that can be read: each field adds or takes a weight by what is found there, what is not known adds
nothing of its own, and the sum is turned into a probability. The weights (``data/incident-weights.csv``) are learnt
from pairs judged by reading, see docs/incidents.md. A few contradictions forbid joining whatever the sum says.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import exp
from pathlib import Path
from typing import NamedTuple

from masdar.knowledge.gazetteer import kilometres
from masdar.record import EventType
from masdar.store.account import Account, Party, Place, span
from masdar.store.nearduplicates import ONE_TEXT, likeness
from masdar.store.wording import degree, rarest, rarity, shared, stem

WEIGHTS = Path(__file__).parent / "data" / "incident-weights.csv"

# km: to be one place or its outskirts; to be another place beyond doubt; to lie in a province, from its point.
NEAR, FAR, PROVINCE = 15.0, 25.0, 130.0
_AREAS = frozenset(("admin1", "admin2", "region", "water"))
_MOSTLY = 0.5  # of a sentence's telling words
_OPEN = 1.5  # how far *at least* and *at most* reach
LEAD = 220  # code points at the beginning of a report, in which it says what it is about
_BIG = 4  # counts from here on rarely agree by chance


class Finding(NamedTuple):
    """What one field shows: its name, a value (1, or a degree from 0 to 1), and what it says in plain words.

    ``template`` and ``of`` are put together only where somebody reads them: most pairs are no match.
    """

    name: str
    value: float
    template: str
    of: tuple[object, ...] = ()

    @property
    def says(self) -> str:
        """The finding in plain words."""
        return self.template.format(*self.of)


#: Types by which outlets tell one happening: a meeting as agreed on and as held, what one calls to reject, another to
#: criticise.
_AKIN: tuple[tuple[EventType, EventType], ...] = (
    ("CONSULT", "AGREE"),
    ("ACCUSE", "REJECT"),
    ("SANCTION", "COERCE"),
    ("REQUEST", "SANCTION"),
    ("RETREAT", "CONCEDE"),
    ("ASSAULT", "COERCE"),
    ("AGREE", "SUPPORT"),
    ("AGREE", "COOPERATE"),
    ("AID", "COOPERATE"),
)
AKIN = frozenset(map(frozenset, _AKIN))


@dataclass(frozen=True, slots=True)
class Comparison:
    """How likely two accounts tell one happening (0 to 1), the findings, and what forbids joining them, if anything."""

    likely: float
    findings: tuple[Finding, ...]
    forbidden: str | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """The findings in plain words with what each adds, the weightiest first."""
        table = weights()
        added = [(table.get(finding.name, 0.0) * finding.value, finding) for finding in self.findings]
        ranked = sorted(added, key=lambda pair: (-abs(pair[0]), pair[1].name))
        return tuple(f"{finding.says} ({weight:+.1f})" for weight, finding in ranked if abs(weight) >= 0.05)


@cache
def weights() -> dict[str, float]:
    """Weights by the name of the finding; ``bias`` is where the sum starts."""
    with WEIGHTS.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {row["finding"]: float(row["weight"]) for row in rows}


# --- one field at a time ----------------------------------------------------------------------------------------------


def _types(one: Account, other: Account) -> Finding:
    if one.type != other.type:
        name = "type akin" if frozenset((one.type, other.type)) in AKIN else "type related"
        return Finding(name, 1, "{} and {}", (one.type, other.type))
    if one.mode == other.mode and one.mode:
        return Finding("type and mode same", 1, "both {} ({})", (one.type, one.mode))
    if one.mode and other.mode:
        return Finding("mode other", 1, "{}, but {} and {}", (one.type, one.mode, other.mode))
    return Finding("type same", 1, "both {}", (one.type,))


def _acts(one: Account, other: Account) -> Iterable[Finding]:
    if not set(one.acts).isdisjoint(other.acts):
        yield Finding("act same", 1, "told by words of one meaning: {} and {}", (one.trigger.text, other.trigger.text))
    if one.code is not None and one.code == other.code:
        yield Finding("code same", 1, "both CAMEO {}", (one.code,))


def _status(one: Account, other: Account) -> Finding | None:
    statuses = {one.status, other.status} - {"historical"} or {"actual"}
    if len(statuses) == 1 or statuses == {"actual"}:
        return None
    if "negated" in statuses:
        return Finding("status denied", 1, "{} and {}", (one.status, other.status))
    return Finding("status other", 1, "{} and {}", (one.status, other.status))


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, max(one[0], other[0]) - min(one[1], other[1]))


def _days(one: Account, other: Account) -> Finding | None:
    if one.when is None or other.when is None:
        spans = span(one), span(other)
        if spans[0] is None or spans[1] is None:
            return None
        gap = _gap(spans[0], spans[1])
        if gap == 0:
            return Finding("days may be same", 1, "no day told that speaks against it")
        return Finding("days apart, not told", min(1.0, gap / 7), "about {} days apart", (gap,))
    gap = _gap((one.when.first, one.when.last), (other.when.first, other.when.last))
    if one.when.precision == other.when.precision == "day":
        if gap == 0:
            return Finding("day same", 1, "the same day")
        if gap == 1:
            return Finding("day next", 1, "a day apart")
        return Finding("day other", min(1.0, gap / 7), "{} days apart", (gap,))
    if gap == 0:
        return Finding("days overlap", 1, "the times told overlap")
    if gap == 1:
        return Finding("day next", 1, "a day apart")
    return Finding("days apart", min(1.0, gap / 7), "the times told lie {} days apart", (gap,))


def _published(one: Account, other: Account) -> Finding | None:
    if one.published is None or other.published is None:
        return None
    gap = abs(one.published - other.published)
    if gap <= 1:
        return Finding("published together", 1, "reported within a day")
    return Finding("published apart", min(1.0, gap / 14), "reported {} days apart", (gap,))


def same_place(one: Place, other: Place) -> bool:
    """Whether two are one place by number or by name."""
    if one.geonameid is not None and one.geonameid == other.geonameid:
        return True
    return bool(one.name) and one.name == other.name and one.country == other.country


def distance(one: Place, other: Place) -> float | None:
    """How far two places lie apart in km, None where a point is not known."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return kilometres(one.lat, one.lon, other.lat, other.lon)


_NO_PLACE, _OTHER_COUNTRY, _OTHER, _COUNTRY, _AREA, _NEAR, _SAME_AREA, _SAME = range(8)


def _one_place(one: Place, other: Place) -> int:
    if "country" in (one.level, other.level):
        if one.country is None or other.country is None:
            return _NO_PLACE
        return _COUNTRY if one.country == other.country else _OTHER_COUNTRY
    if same_place(one, other):
        return _SAME_AREA if one.level in _AREAS else _SAME
    far = distance(one, other)
    if one.level in _AREAS or other.level in _AREAS:
        if far is not None and far <= PROVINCE and (one.level not in _AREAS or other.level not in _AREAS):
            return _AREA
    elif far is not None and far <= NEAR:
        return _NEAR
    if one.country and other.country and one.country != other.country:
        return _OTHER_COUNTRY
    return _OTHER if far is not None else _NO_PLACE


_PLACE_FINDINGS = {
    _OTHER_COUNTRY: ("country other", "other countries: {} and {}"),
    _OTHER: ("place other", "other places: {} and {}"),
    _COUNTRY: ("country same", "in one country: {} and {}"),
    _AREA: ("place within", "one place may lie in the other: {} and {}"),
    _NEAR: ("place near", "places close together: {} and {}"),
    _SAME_AREA: ("province same", "the same province or region: {}"),
    _SAME: ("place same", "the same place: {}"),
}


def _placed(one: Account, other: Account) -> tuple[int, Place, Place] | None:
    best: tuple[int, Place, Place] | None = None
    for left in one.places:
        for right in other.places:
            level = _one_place(left, right)
            if best is None or level > best[0]:
                best = level, left, right
    return best


def _places(one: Account, other: Account) -> Finding | None:
    best = _placed(one, other)
    if best is None or best[0] == _NO_PLACE:
        return None
    name, says = _PLACE_FINDINGS[best[0]]
    return Finding(name, 1, says, (best[1].words.text, best[2].words.text))


def _one_party(one: Party, other: Party) -> int:
    if one.id is not None and one.id == other.id:
        return 4
    if one.country and other.country and one.country != other.country:
        return 0
    if one.names and other.names:
        if one.names == other.names:
            return 4
        if sum(map(rarity, set(one.names).intersection(other.names))) >= 0.5:
            return 4
    if one.country and one.country == other.country:
        return 3 if one.sector and one.sector == other.sector else 2
    return 1


def same_party(one: Party, other: Party) -> bool:
    """Whether two mentions name one party, by id or by name."""
    return _one_party(one, other) == 4


_PARTY_FINDINGS = ("other", "unknown", "of one country", "of one kind", "same")


def _parties(role: str, one: Sequence[Party], other: Sequence[Party]) -> Finding | None:
    best: tuple[int, Party, Party] | None = None
    for left in one:
        for right in other:
            level = _one_party(left, right)
            if best is None or level > best[0]:
                best = level, left, right
    if best is None or best[0] == 1:
        return None
    finding = _PARTY_FINDINGS[best[0]]
    return Finding(f"{role} {finding}", 1, "{} {}: {} and {}", (role, finding, best[1].words.text, best[2].words.text))


def _crossed(one: Account, other: Account) -> Finding | None:
    """The doer of one as the other's sufferer: who did it is told less surely than who was in it."""
    for left, right in ((one.actors, other.recipients), (one.recipients, other.actors)):
        found = _parties("party", left, right)
        if found is not None and found.name == "party same":
            return Finding("party crossed", 1, found.template, found.of)
    return None


def _counts(one: Account, other: Account) -> Iterable[Finding]:
    mine = {key: (low, high) for key, low, high in one.counts}
    findings: dict[str, Finding] = {}
    for key, low, high in other.counts:
        if key not in mine:
            continue
        bounds = [value for value in (*mine[key], low, high) if value is not None]
        if not bounds:
            continue
        left, right = _ends(*mine[key]), _ends(low, high)
        numbers = key, said(*mine[key]), said(low, high)
        if left[0] <= right[1] and right[0] <= left[1]:
            name = "number same" if max(bounds) >= _BIG else "small number same"
            if _loose(*left) or _loose(*right):
                name = "number may be same"
        elif min(left[1], right[1]) * 1.5 >= max(left[0], right[0]):
            name = "number near"
        else:
            name = "number other"
        findings[name] = Finding(name, 1, "{}: {} and {}", numbers)
    return findings.values()


def _loose(low: float, high: float) -> bool:
    """Whether a number is hardly one: *dozens*."""
    return high > 2 * low


def _ends(low: int | None, high: int | None) -> tuple[float, float]:
    """Where a number is likely to lie: who says *at least 50* means hardly 500."""
    if low is None or high is None:
        return (low, low * _OPEN) if low is not None else ((high or 0) / _OPEN, high or 0)
    return low, high


def said(low: int | None, high: int | None) -> str:
    """A count as it is written: ``8``, ``8-12``, ``at least 7``, ``at most 3``."""
    if low is None:
        return f"at most {high}"
    if high is None:
        return f"at least {low}"
    return str(low) if low == high else f"{low}-{high}"


def _wording(one: Account, other: Account) -> Iterable[Finding]:
    sentences = (_Shared(one.sentence, other.sentence),)
    worded = degree(one.sentence, other.sentence)
    if worded > 0:
        yield Finding("sentence shared", worded, "told in the same words: {}", sentences)
    if worded >= _MOSTLY:
        yield Finding("sentence mostly shared", 1, "most of the words are the same")
    if (rare := rarest(one.sentence, other.sentence)) > 0:
        yield Finding("rare words shared", rare, "rare words are the same: {}", sentences)
    yield from _clauses(one, other)
    about = _topics(one.topics, other.topics)
    if about > 0:
        yield Finding("report shared", about, "reports about the same: {}", (_Shared(one.topics, other.topics),))
        if one.begins < LEAD and other.begins < LEAD:
            yield Finding("lead shared", about, "both reports begin with it")
    triggers = one.trigger.text, other.trigger.text
    left, right = map(stem, triggers)
    if left == right:
        yield Finding("trigger same", 1, "both by the word {}", triggers)
    elif left in other.sentence and right in one.sentence:
        yield Finding("trigger apart", 1, "both reports tell both, by {} and {}", triggers)
    like = _likeness(one.signature, other.signature)
    if like >= ONE_TEXT:
        # One text tells one happening by one word; what it tells by another word is most often another.
        if left == right:
            yield Finding("text same", like, "nearly one text ({:.0%})", (like,))
        else:
            words = f"{like:.0%}", *triggers
            yield Finding("text same, trigger other", like, "nearly one text ({}), by other words: {} and {}", words)


def _clauses(one: Account, other: Account) -> Iterable[Finding]:
    """What stands next to the words that tell the two: what is asked for, who is struck, how many are sent away."""
    if not one.clause or not other.clause:
        return
    near = degree(one.clause, other.clause)
    if near == 0:
        yield Finding("clause other", 1, "told next to other words")
        return
    yield Finding("clause shared", near, "told next to the same words: {}", (_Shared(one.clause, other.clause),))
    numbers = _numbers(one.clause) & _numbers(other.clause)
    if numbers:
        yield Finding("clause number same", 1, "told next to the same number: {}", (min(numbers),))


@lru_cache(maxsize=1 << 14)
def _numbers(stems: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem for stem in stems if stem.isdigit())


class _Shared(NamedTuple):
    """What two sets of stems share, put into words where somebody reads it."""

    one: tuple[str, ...]
    other: tuple[str, ...]

    def __format__(self, _: str) -> str:
        return "، ".join(shared(self.one, self.other)[:6])


# Of two reports, which have several events each.
_topics = lru_cache(maxsize=1 << 16)(degree)
_likeness = lru_cache(maxsize=1 << 16)(likeness)


# --- all of them ------------------------------------------------------------------------------------------------------


def findings(one: Account, other: Account) -> list[Finding]:
    """What the fields of two accounts show, one by one; what is not known shows nothing."""
    found: list[Finding | None] = [
        _types(one, other),
        *_acts(one, other),
        _status(one, other),
        _days(one, other),
        _published(one, other),
        _places(one, other),
        _parties("actor", one.actors, other.actors),
        _parties("recipient", one.recipients, other.recipients),
        _crossed(one, other),
        *_counts(one, other),
        *_wording(one, other),
    ]
    return [finding for finding in found if finding is not None]


def forbids(found: Iterable[Finding]) -> str | None:
    """Why two accounts of which this is found cannot be one happening, None if they can be."""
    names = {finding.name: finding for finding in found}
    days = names.get("day other") or names.get("days apart")
    if days is not None and "place other" in names:
        return f"{names['place other'].says}, {days.says}"
    if "day other" in names and "number other" in names:
        return f"{names['day other'].says}; {names['number other'].says}"
    if "country other" in names and "actor other" in names:
        return f"{names['country other'].says}; {names['actor other'].says}"
    return None


def compare(one: Account, other: Account) -> Comparison:
    """How likely two accounts tell one happening. Who comes first makes no difference to the answer's number."""
    found = findings(one, other)
    table = weights()
    total = table["bias"] + sum(sorted(table.get(finding.name, 0.0) * finding.value for finding in found))
    likely = 1 / (1 + exp(-max(-30.0, min(30.0, total))))
    return Comparison(likely, tuple(found), forbids(found))


def forbidden(one: Account, other: Account) -> bool:
    """Whether something forbids that two accounts are one happening (:func:`forbids`)."""
    found = [
        _days(one, other),
        _places(one, other),
        _parties("actor", one.actors, other.actors),
        *_counts(one, other),
    ]
    return forbids(finding for finding in found if finding is not None) is not None
