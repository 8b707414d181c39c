"""Accounts: what one report tells of one happening, made comparable.

An :class:`Account` is an event of a record in plain values that compare (days as numbers, names as stems, the text as
a signature), each with the words it was read from, so that nothing needs to be read again to join events of different
reports. :func:`blocks` names the few drawers an account is looked for in.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pydantic import TypeAdapter

from masdar.evaluation import days
from masdar.record import Actor, CountKey, Event, EventPlace, EventType, PlaceLevel, Record, SourceKind, Status
from masdar.store import nearduplicates
from masdar.store.wording import around, folded, stems, telling, topics


@dataclass(frozen=True, slots=True, order=True)
class Words:
    """Some words of the report: code points from ``start`` to ``end`` (exclusive) of its text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Party:
    """One who does or to whom it is done. ``names`` are the telling stems of the mention."""

    id: str | None
    country: str | None
    sector: str | None
    names: tuple[str, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class Place:
    """Where; ``name`` is the place's name as stems."""

    geonameid: int | None
    lat: float | None
    lon: float | None
    level: PlaceLevel | None
    country: str | None
    name: tuple[str, ...]
    role: str
    words: Words


@dataclass(frozen=True, slots=True)
class When:
    """First and last day that it may have been, as days since the year 1 (``date.toordinal``)."""

    first: int
    last: int
    precision: str
    words: Words


@dataclass(frozen=True, slots=True)
class Teller:
    """Who in the report says so. ``names`` are the telling stems of the mention."""

    id: str | None
    kind: SourceKind | None
    names: tuple[str, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class Account:
    """What one report tells of one happening.

    ``published`` is a day as in :class:`When`. ``countries`` are those of its places and parties; where none is told,
    those that the report names most. ``sentence`` holds the telling stems of the sentences that tell it, ``clause``
    those next to the word that tells it best, ``topics`` those the whole report is about, ``signature`` is the report's
    (:mod:`masdar.store.nearduplicates`). ``code`` is CAMEO's, ``acts`` are the entries of the lexicon that it is told
    by, ``begins`` is where in the text it is told first.
    """

    report: str
    event: str
    outlet: str | None
    published: int | None
    type: EventType
    mode: str | None
    status: Status
    confidence: float
    trigger: Words
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    places: tuple[Place, ...]
    when: When | None
    countries: tuple[str, ...]
    counts: tuple[tuple[CountKey, int | None, int | None], ...]
    tellers: tuple[Teller, ...]
    code: str | None
    acts: tuple[str, ...]
    begins: int
    clause: tuple[str, ...]
    sentence: tuple[str, ...]
    topics: tuple[str, ...]
    signature: str

    def dump(self) -> str:
        """The account as JSON, to be kept."""
        return _ADAPTER.dump_json(self).decode()

    @staticmethod
    def load(kept: str) -> Account:
        """The account that :meth:`dump` wrote.

        :raises ValueError: where ``kept`` is no such JSON.
        """
        return _ADAPTER.validate_json(kept)


_ADAPTER = TypeAdapter(Account)


CLAUSE = 8  # words on each side of the one that tells it
ABOUT = 2  # countries that a report is about, at most


@lru_cache(maxsize=64)
def _told(text: str) -> tuple[tuple[str, ...], str]:
    return topics(stems(text)), nearduplicates.signature(folded(text))


@lru_cache(maxsize=1 << 14)
def _names(text: str) -> tuple[str, ...]:
    return telling(stems(text))


def _party(mention: Actor) -> Party:
    words = Words(mention.start, mention.end, mention.text)
    return Party(mention.id, mention.country, mention.sector, _names(mention.text), words)


def _place(place: EventPlace) -> Place:
    return Place(
        geonameid=place.geonameid,
        lat=place.lat,
        lon=place.lon,
        level=place.level,
        country=place.country,
        name=stems(place.text),
        role=place.role,
        words=Words(place.start, place.end, place.text),
    )


def _when(event: Event) -> When | None:
    time = event.time
    bounds = days(time.value) if time else None
    if time is None or bounds is None or bounds[1] < bounds[0]:
        return None
    first, last = (day.toordinal() for day in bounds)
    return When(first, last, time.precision or "interval", Words(time.start, time.end, time.text))


def _countries(record: Record, event: Event) -> tuple[str, ...]:
    parties = {actor.country for actor in (*event.actors, *event.recipients) if actor.country}
    told = parties | {place.country for place in event.places if place.country}
    if told:
        return tuple(sorted(told))
    named = Counter(place.country for place in record.places if place.country)
    named.update(actor.country for actor in record.actors if actor.country)
    return tuple(sorted(sorted(named, key=lambda country: (-named[country], country))[:ABOUT]))


def _acts(record: Record, event: Event) -> tuple[str, ...]:
    """The entries of the lexicon that tell it; those of another lexicon are others."""
    entries = {reason.lexicon for reason in event.why if reason.field in ("type", "also") and reason.lexicon}
    return tuple(sorted(f"{entry}@{record.coder.lexicon[:6]}" for entry in entries))


def account(record: Record, event: Event, text: str) -> Account:
    """What ``record`` tells of ``event``, one of its events; ``text`` is the report's text, as it was coded."""
    about, signature = _told(text)
    told: set[str] = set()
    for mention in (event.trigger, *event.also):
        told.update(around(text, mention.start, mention.end))
    return Account(
        report=record.doc_id,
        event=event.id,
        outlet=record.source,
        published=date.fromisoformat(record.published).toordinal() if record.published else None,
        type=event.type,
        mode=event.mode,
        status=event.status,
        confidence=event.confidence,
        trigger=Words(event.trigger.start, event.trigger.end, event.trigger.text),
        actors=tuple(map(_party, event.actors)),
        recipients=tuple(map(_party, event.recipients)),
        places=tuple(map(_place, event.places)),
        when=_when(event),
        countries=_countries(record, event),
        counts=tuple((key, low, high) for key, (low, high) in sorted(event.counts.items())),
        tellers=tuple(
            Teller(source.id, source.kind, _names(source.text), Words(source.start, source.end, source.text))
            for source in event.sources
        ),
        code=event.codes.cameo,
        acts=_acts(record, event),
        begins=min(mention.start for mention in (event.trigger, *event.also)),
        clause=around(text, event.trigger.start, event.trigger.end, CLAUSE),
        sentence=tuple(sorted(told)),
        topics=about,
        signature=signature,
    )


#: Types that often tell one happening, in groups; events are compared only within a group.
FAMILIES: dict[str, tuple[EventType, ...]] = {
    "force": ("ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "PROTEST"),
    "measures": ("SANCTION", "COERCE", "CONCEDE", "RETREAT"),
    "talks": ("CONSULT", "AGREE", "COOPERATE", "SUPPORT", "AID"),
    "words": ("ACCUSE", "REJECT", "REQUEST", "THREATEN", "SUPPORT", "CONCEDE"),
}
_FAMILIES_OF: dict[str, tuple[str, ...]] = {
    kind: tuple(name for name, kinds in FAMILIES.items() if kind in kinds)
    for kinds in FAMILIES.values()
    for kind in kinds
}

#: Days in one drawer; an event is put into those of its first day, its last and the day after.
_DRAWER = 2
#: A happening without a time of its own lies within so many days before the report.
BEFORE = 2
#: What may have been on more days than these is kept by years.
_LONG = 45


def span(one: Account) -> tuple[int, int] | None:
    """First and last day on which it may have been: as told, else the days before the report; None if neither is
    known."""
    if one.when is not None:
        return one.when.first, one.when.last
    return (one.published - BEFORE, one.published) if one.published is not None else None


def blocks(one: Account) -> frozenset[str]:
    """The drawers of an account: type family, country and days. Only accounts that share one are compared."""
    bounds = span(one)
    if bounds is None:
        drawers = {"?"}
    elif bounds[1] - bounds[0] > _LONG:
        years = range(date.fromordinal(bounds[0]).year, date.fromordinal(bounds[1]).year + 1)
        drawers = {f"y{year}" for year in (years[0], years[-1])}
    else:
        drawers = {str(day // _DRAWER) for day in range(bounds[0], bounds[1] + 2)}
    return frozenset(
        f"{family}.{country}.{drawer}"
        for family in _FAMILIES_OF[one.type]
        for country in (one.countries or ("?",))
        for drawer in drawers
    )
