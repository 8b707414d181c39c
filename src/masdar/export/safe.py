"""What of a record may be shared without harm to the people in it: a record again, which every format can write.

Private persons are told by their part alone: a civilian, a refugee, a journalist, a fighter of some state; never by
name, and neither by what describes them. Who is in the lexicon's table of actors is known to the public and stays, and
so does who is told by an office of state. Where a private person is concerned, the event is put in its province.

Rules, by the record's fields (docs/exports.md gives them in a table):

- *Private* is an actor without id whose sector is one of :data:`PRIVATE` or not known; a source that is a witness, is
  unnamed, or has neither id nor kind. Whoever without id is hurt, held or threatened (:data:`HARM`) is left unnamed as
  well, unless a government's, a court's, a parliament's or an international body's.
- Whatever holds the words for such a person anywhere, even inside a longer word, goes too. So do titles, links and ids
  made of a file's name, which name people that the record may have missed; statements; other mentions of an event; the
  reasons, which quote; and all offsets, which lead to the names in a text that anyone can find.
- Ties stay where both ends are known to be public.
- Events with a private person are moved to the first-level division: its name, its point. Where that is not known
  there is no name, and the point is rounded to half a degree. So are, in the report's list, the places where nothing
  happened but to them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from masdar.arabic.script import key, normalise
from masdar.export.reference import province
from masdar.record import (
    Actor,
    ActorMention,
    Event,
    EventPlace,
    EventType,
    Place,
    PlaceMention,
    Record,
    Relation,
    Sector,
    Source,
    SourceKind,
    Span,
    Timex,
)

PRIVATE: frozenset[Sector] = frozenset(("CVL", "REF", "OPP", "MED", "REL", "BUS", "CRM", "OTH"))
#: Whoever these are done to is a victim, whatever side he is on; but an office remains one.
HARM: frozenset[EventType] = frozenset(("ASSAULT", "COERCE", "SANCTION", "THREATEN"))
OFFICES: frozenset[Sector] = frozenset(("GOV", "JUD", "LEG", "IGO"))
PRIVATE_SOURCES: frozenset[SourceKind | None] = frozenset(("witness", "unnamed", "other", None))
#: Levels that are as wide as a province or wider.
WIDE = frozenset(("country", "admin1", "water"))
GRID = 0.5  # degrees

_P = TypeVar("_P", bound=Place)


def share(records: Iterable[Record]) -> Iterator[Record]:
    """The records as they may be shared, one by one."""
    return map(safe, records)


def safe(record: Record) -> Record:
    """The record without what would tell who the private persons in it are; see the module's description.

    Spans do not point into the report: each begins at 0. What stands for a person is in square brackets.
    """
    return _Guard(record).record()


class _Guard:
    """A record with the words in it that must not get out."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._persons: set[str] = set()  # words for private persons, folded
        self._villages: set[str] = set()  # names of places that are told by their province instead
        self._concerned = [_concerns(event) for event in record.events]
        for event in record.events:
            self._persons.update(_fold(actor.text) for actor in _people(event) if _private(actor))
            self._persons.update(_fold(source.text) for source in event.sources if _private_source(source))
            if event.type in HARM:
                self._persons.update(_fold(actor.text) for actor in event.recipients if _victim(actor))
        spans = {(mention.start, mention.end) for mention in record.actors}
        for mention in filter(_private, record.actors):
            self._persons.add(_fold(mention.text))
            fuller = mention.refers_to
            if fuller is not None and (fuller.start, fuller.end) not in spans:
                self._persons.add(_fold(fuller.text))
        told = [source for statement in record.statements for source in (statement.speaker, statement.carrier)]
        told += [source for relation in record.relations for source in relation.sources]
        self._persons.update(_fold(source.text) for source in told if source is not None and _private_source(source))
        self._persons.discard("")
        public: set[str] = set()  # places of events in which no private person has a part
        for event, concerned in zip(record.events, self._concerned, strict=True):
            (self._villages if concerned else public).update(
                _fold(place.text) for place in event.places if not _wide(place) and not _named_as_province(place)
            )
        self._villages.discard("")
        self._public = public - self._villages

    def record(self) -> Record:
        record = self._record
        doc_id = record.doc_id if self._speaks_not(record.doc_id) else _pseudonym(record)
        return Record(
            coder=record.coder,
            doc_id=doc_id,
            source=record.source if record.source and self._harmless(record.source) else None,
            published=record.published,
            events=[
                self._event(event, concerned, f"{doc_id}#{number}")
                for number, (event, concerned) in enumerate(zip(record.events, self._concerned, strict=True), 1)
            ],
            relations=[made for relation in record.relations if (made := self._relation(relation)) is not None],
            actors=list(map(self._mention, record.actors)),
            places=[
                self._place(place, coarse=bool(self._persons) and _fold(place.text) not in self._public)
                for place in record.places
            ],
            times=[Timex(**_words(time.text), type=time.type, value=time.value) for time in self._told(record.times)],
        )

    # --- what is private -----------------------------------------------------------------------------------------

    def _harmless(self, text: str) -> bool:
        """Whether a text holds none of the words for private persons, and no place that is to be told more widely."""
        folded = _fold(text)
        return not any(words in folded for words in self._persons) and not any(
            name in folded for name in self._villages
        )

    def _speaks_not(self, identifier: str) -> bool:
        """Whether an id is a number or a code. One with other letters comes from a file's name, which is a title."""
        return identifier.isascii() and self._harmless(identifier)

    def _told(self, spans: Iterable[Any]) -> Iterator[Any]:
        return (span for span in spans if self._harmless(span.text))

    # --- what is left --------------------------------------------------------------------------------------------

    def _event(self, event: Event, coarse: bool, new_id: str) -> Event:
        return event.model_copy(
            update={
                "id": event.id if self._speaks_not(event.id) else new_id,
                "contexts": [context for context in event.contexts if self._harmless(context)],
                "trigger": Span(**_words(self._or(event.trigger.text, event.type))),
                "also": [],
                "actors": list(map(self._actor, event.actors)),
                "recipients": [self._actor(actor, event) for actor in event.recipients],
                "places": [self._place(place, coarse=coarse) for place in event.places],
                "time": event.time
                and event.time.model_copy(update=_words(self._or(event.time.text, event.time.value or "time"))),
                "sources": list(map(self._source, event.sources)),
                "why": [],
            }
        )

    def _or(self, text: str, instead: str) -> str:
        """A text where it is harmless, else what stands for it, in brackets."""
        return text if self._harmless(text) else f"[{instead}]"

    def _actor(self, actor: Actor, harmed_by: Event | None = None) -> Actor:
        hidden = _private(actor) or (harmed_by is not None and harmed_by.type in HARM and _victim(actor))
        part = " ".join(filter(None, (actor.country, actor.sector))) or "person"
        return actor.model_copy(update=_words(f"[{part}]" if hidden else self._or(actor.text, part)))

    def _mention(self, mention: ActorMention) -> ActorMention:
        return ActorMention(**self._actor(mention).model_dump(exclude={"refers_to"}))

    def _source(self, source: Source) -> Source:
        part = source.kind or "source"
        words = f"[{part}]" if _private_source(source) else self._or(source.text, part)
        return source.model_copy(update=_words(words))

    def _relation(self, relation: Relation) -> Relation | None:
        """A tie between two that are public; kin is nobody's business."""
        if relation.type == "kin_of":
            return None
        known = {(mention.start, mention.end): mention for mention in self._record.actors}
        for end in (relation.head, relation.tail):
            mention = known.get((end.start, end.end))
            if mention is None or _victim(mention) or not self._harmless(end.text):
                return None
        return Relation(
            type=relation.type,
            head=Span(**_words(relation.head.text)),
            tail=Span(**_words(relation.tail.text)),
            sources=list(map(self._source, relation.sources)),
        )

    def _place(self, place: _P, *, coarse: bool) -> _P:
        """A place, by its province where a private person is concerned or where it was told so elsewhere."""
        if not coarse and self._harmless(place.text):
            return place.model_copy(update={**_words(place.text), "alternatives": []})
        if _wide(place):
            point: dict[str, Any] = {"lat": _rounded(place.lat), "lon": _rounded(place.lon), "alternatives": []}
            return place.model_copy(update={**_words(self._name(place.text, place)), **point})
        division = province(place)
        if division is None:
            update: dict[str, Any] = {
                **_words(self._name("", place)),
                "lat": _rounded(place.lat),
                "lon": _rounded(place.lon),
                "level": None,
                "precision": "unknown",
            }
        else:
            near = division.lat is None
            update = {
                **_words(self._name(division.name, place)),
                "lat": _rounded(place.lat) if near else division.lat,
                "lon": _rounded(place.lon) if near else division.lon,
                "level": "admin1",
                "precision": "admin",
            }
        return place.model_copy(update={**update, "geonameid": None, "alternatives": []})

    def _name(self, name: str, place: EventPlace | PlaceMention | Place) -> str:
        """The name of a wide place, unless it holds the words for a person."""
        folded = _fold(name)
        if folded and not any(words in folded for words in self._persons):
            return name
        return f"[{place.country or 'place'}]"


def _concerns(event: Event) -> bool:
    """Whether a private person has a part in an event, or tells of it."""
    return any(map(_private, _people(event))) or any(map(_private_source, event.sources))


def _people(event: Event) -> Iterator[Actor]:
    yield from event.actors
    yield from event.recipients


def _private(actor: Actor) -> bool:
    return actor.id is None and (actor.sector is None or actor.sector in PRIVATE)


def _victim(actor: Actor) -> bool:
    """Whether whoever is harmed is to be left unnamed: all but the lexicon's actors and offices."""
    return actor.id is None and actor.sector not in OFFICES


def _private_source(source: Source) -> bool:
    if source.kind in {"witness", "unnamed"}:
        return True
    return source.id is None and source.kind in PRIVATE_SOURCES


def _wide(place: Place) -> bool:
    """Whether a place is a province or wider. A region may be a valley: it is wide where it lies in no province."""
    return place.level in WIDE or (place.level == "region" and province(place) is None)


def _named_as_province(place: Place) -> bool:
    """Whether a place bears the name of its province, which may be told."""
    division = province(place)
    return division is not None and _fold(division.name) == _fold(place.text)


def _rounded(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees / GRID) * GRID


def _words(text: str) -> dict[str, Any]:
    return {"start": 0, "end": len(text), "text": text}


def _fold(text: str) -> str:
    """The form that words are compared in: light, folded, and with single blanks for all that parts words."""
    return " ".join(key(normalise(text)).replace("_", " ").replace("-", " ").replace("#", " ").split())


def _pseudonym(record: Record) -> str:
    """A name for a report that says nothing, the same each time: of the record, for an id alone could be guessed."""
    return f"report-{hashlib.sha256(record.model_dump_json().encode()).hexdigest()[:12]}"
