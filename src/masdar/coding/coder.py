"""The coder: runs the stages in order over one report and writes the record."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import mode
from typing import Protocol

from masdar import record
from masdar.arabic import analyse
from masdar.arabic.numbers import find_numbers
from masdar.arabic.syntax import Syntax
from masdar.coding.acts import ActFinder
from masdar.coding.claims import ClaimReader
from masdar.coding.counts import TollReader
from masdar.coding.decide import Decider
from masdar.coding.described import find_described
from masdar.coding.draft import ActMention, Draft, Mention, Teller
from masdar.coding.features import Surroundings
from masdar.coding.judge import Judge
from masdar.coding.mentions import MentionFinder
from masdar.coding.nominals import Nominals
from masdar.coding.places import find_places
from masdar.coding.placing import PlaceMention
from masdar.coding.reference import Referents
from masdar.coding.roles import RoleFiller
from masdar.coding.statements import StatementMention, find_statements
from masdar.coding.status import UTTERED, StatusReader, date_status
from masdar.coding.ties import TieReader
from masdar.coding.times import choose_time, find_times
from masdar.coding.where import place_acts, preposition_before
from masdar.knowledge.calendar import load_calendar
from masdar.knowledge.gazetteer import Gazetteer
from masdar.knowledge.lexicon import Lexicon

_LOCATIVE = frozenset(("في", "ب", "إلى", "الى", "قرب", "داخل", "خارج", "شرق", "غرب", "شمال", "جنوب"))
DATELINE = 16  # words
_SURROGATES = re.compile("[\ud800-\udfff]")


def program_version() -> str:
    """The installed version of masdar, "0" where it runs from an uninstalled tree."""
    try:
        return version("masdar")
    except PackageNotFoundError:
        return "0"


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collection of garbage: among a million new objects that all stay it only takes time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


class Coder:
    """A coder with its knowledge loaded: make one, code many reports.

    :param lexicon: a directory of the user's own lexicon tables, whose rows come over the built-in ones.
    :raises masdar.knowledge.tables.LexiconError: where a table has a bad row; the message names file, line and reason.
    """

    def __init__(self, lexicon: Path | str | None = None) -> None:
        own = (Path(lexicon),) if lexicon is not None else ()
        with _uncollected():
            self.lexicon = Lexicon.load(*own)
            self.gazetteer = Gazetteer.load(own)
            self.calendar = load_calendar(own)
            self.judge = Judge.load()
        self._mentions = MentionFinder(self.lexicon)
        self._acts = ActFinder(self.lexicon)
        self._status = StatusReader(self.lexicon)
        self._counts = TollReader(self.lexicon)
        self._ties = TieReader(self.lexicon)
        self._version = record.CoderVersion(masdar=program_version(), lexicon=self.lexicon.fingerprint)

    def code(
        self,
        text: str,
        *,
        doc_id: str = "report",
        published: date | str | None = None,
        source: str | None = None,
        title: str | None = None,
        url: str | None = None,
    ) -> record.Record:
        """The record of one report.

        :param text: the report's text; offsets in the record count its code points. Its title is not coded.
        :param published: the day of publication, from which relative dates are worked out; without it they stay open.
        :param source: the outlet, which is never given as an event's source.
        :raises ValueError: where ``published`` is no ISO date, or the text holds a lone surrogate, which is no
            character of any text.
        """
        if isinstance(published, str):
            published = date.fromisoformat(published[:10])
        if bad := _SURROGATES.search(text):
            raise ValueError(f"{doc_id}: a lone surrogate at character {bad.start()}; the text was decoded wrongly")
        draft, events = self.draft(text, published=published, source=source)
        return self._record(draft, events, doc_id, title, url)

    def prepare(
        self, text: str, *, published: date | str | None = None, source: str | None = None
    ) -> tuple[Draft, Surroundings]:
        """The layers of a report before anything is decided: candidates, and what the rules say of them."""
        if isinstance(published, str):
            published = date.fromisoformat(published[:10])
        document = analyse(text)
        draft = Draft(document, published, source)
        draft.times = find_times(document, published, self.calendar)
        draft.numbers = find_numbers(document)
        self._mentions.find(draft)
        draft.place_names = find_places(document, self.gazetteer, source=source)
        draft.places = find_described(document.words, self.gazetteer, draft.place_names)
        _settle(draft)
        syntax = Syntax(document, draft.phrases, draft.phrase_at, _adverbial(draft), _feminine(draft))
        referents = Referents(draft, syntax)
        referents.join_names()
        self._acts.find(draft)
        nominals = Nominals(draft)
        ClaimReader(self.lexicon, draft, syntax, referents, nominals).read()
        RoleFiller(draft, syntax, referents, nominals).fill()
        self._status.read(draft)
        place_acts(draft)
        for act in draft.acts:
            act.time = choose_time(act.word, document, draft.times, published, verbal=act.type in UTTERED)
            date_status(act, published)
        self._counts.read(draft)
        self._ties.read(draft)
        return draft, Surroundings(draft, syntax)

    def decider(self, draft: Draft, around: Surroundings) -> Decider:
        """One that decides over a prepared draft with the coder's judge."""
        return Decider(self.lexicon, self.judge, self._counts, draft, around)

    def draft(
        self, text: str, *, published: date | str | None = None, source: str | None = None
    ) -> tuple[Draft, list[ActMention]]:
        """All layers of the coding of one report, and its events."""
        draft, around = self.prepare(text, published=published, source=source)
        decider = self.decider(draft, around)
        events = decider.events()
        for event in events:
            decider.fill_roles(event)
            decider.fill_places(event)
            decider.fill_time(event)
            decider.set_status(event)
            decider.fill_sources(event)
        decider.fill_counts(events)
        return draft, events

    def _record(
        self, draft: Draft, events: list[ActMention], doc_id: str, title: str | None, url: str | None
    ) -> record.Record:
        writer = _Writer(draft, doc_id)
        # Checked as a whole, which is much quicker than part by part.
        return record.Record.model_validate(
            {
                "coder": self._version,
                "doc_id": doc_id,
                "source": draft.source,
                "published": draft.published.isoformat() if draft.published else None,
                "title": title,
                "url": url,
                "events": [writer.event(number, act) for number, act in enumerate(events, 1)],
                "relations": [
                    {"type": tie.type, "head": writer.name(tie.head), "tail": writer.name(tie.tail)}
                    for tie in draft.ties
                ],
                "statements": [writer.statement(statement) for statement in find_statements(draft)],
                "actors": [writer.actor_mention(mention) for mention in draft.mentions if mention.kind != "source"],
                "places": [{**writer.place(place), "use": place.use} for place in draft.place_names],
                "times": [
                    {**writer.span(time.start, time.end), "type": time.type, "value": time.value}
                    for time in draft.times
                ],
            }
        )


def _settle(draft: Draft) -> None:
    """What one layer knows that another read otherwise: a country that is a place here is no speaking government."""
    begin = _dateline(draft)
    by_word = {place.start_word: place for place in draft.places}
    kept = []
    for mention in draft.mentions:
        if mention.start_word < begin:
            continue
        place = by_word.get(mention.start_word)
        if mention.kind == "name" and place is not None and place.geonameid is not None:
            continue
        if mention.kind == "capital" and place is not None and place.use != "government":
            # في القاهرة is where; باريس without a preposition may be who.
            if preposition_before(draft, place) in _LOCATIVE:
                continue
        kept.append(mention)
    draft.mentions = kept


def _adverbial(draft: Draft) -> set[int]:
    """Phrases that are times or distances: no subjects or objects."""
    found = {draft.phrase_at[at] for time in draft.times for at in range(time.start_word, time.end_word)}
    for place in draft.places:
        number = draft.phrase_at[place.start_word]
        if number >= 0 and place.level not in ("country", None) and draft.phrases[number].head >= place.start_word:
            found.add(number)
    occupied = {m.phrase for m in draft.mentions}
    return {number for number in found if number >= 0 and number not in occupied}


_FEMININE = frozenset(("نساء", "صحراء", "سماء", "دماء", "ذكري", "قوي"))  # by sense or by another ending than ة


def _feminine(draft: Draft) -> set[int]:
    """Phrases that a verb agrees with in the feminine singular."""
    words = draft.document.words
    spelled = {
        number
        for number, phrase in enumerate(draft.phrases)
        if words[phrase.head].key.endswith(("ه", "ات")) or words[phrase.head].bare in _FEMININE
    }
    heads = [m for m in draft.mentions if m.start_word <= draft.phrases[m.phrase].head]
    men = {m.phrase for m in heads if m.kind in ("person", "name") and not (m.office and m.feminine)}
    # خبراء, قضاء, ادعاء: the ending is no sign of the feminine there.
    women = {m.phrase for m in heads if m.feminine and not words[m.start_word].stem.endswith("اء")}
    return (spelled - men) | (women - men)


def _dateline(draft: Draft) -> int:
    """Where the report begins after a dateline (دبي، الإمارات العربية المتحدة (CNN) --), 0 where it has none."""
    words = draft.document.words[:DATELINE]
    for word in words:
        if word.tag == "VERB":
            return 0
        if word.text in ("-", "–", "—", "--") and word.index >= 2:
            return word.index + 1
    return 0


Part = dict[str, object]


class _Writer:
    """Writes parts of the record over one draft, as the record's fields and values."""

    def __init__(self, draft: Draft, doc_id: str) -> None:
        self.draft = draft
        self.text = draft.document.text
        self.doc_id = doc_id
        told = [p.country for p in draft.places if p.country and p.use == "location" and p.level != "country"]
        self.place_country = mode(told) if told else None

    def span(self, start: int, end: int) -> Part:
        return {"start": start, "end": end, "text": self.text[start:end]}

    def name(self, mention: Mention) -> Part:
        """A mention as a tie shows it: by its name where a title stands before it."""
        start = mention.start
        if mention.kind == "person" and mention.name_start > mention.start_word:
            start = self.draft.document.words[mention.name_start].stem_start
        return self.span(start, mention.end)

    def actor(self, mention: Mention, act: ActMention) -> Part:
        full = mention.resolved
        return {
            **self.span(mention.start, mention.end),
            "id": mention.actor_id or full.actor_id,
            "country": mention.country or full.country or self._home(mention, act),
            "sector": mention.sector or full.sector,
        }

    def _home(self, mention: Mention, act: ActMention) -> str | None:
        """People told of without a country are taken to be of that where it happened, or that the report is about."""
        if mention.kind != "people":
            return None
        here = next((place.country for place, _, _ in act.places if place.country), None)
        return here or self.place_country or self.draft.main_country

    def actor_mention(self, mention: Mention) -> Part:
        full = mention.resolved
        return {
            **self.span(mention.start, mention.end),
            "id": mention.actor_id or full.actor_id,
            "country": mention.country or full.country,
            "sector": mention.sector or full.sector,
            "refers_to": None if full is mention else self.span(full.start, full.end),
        }

    def place(self, place: PlaceMention) -> Part:
        return {
            **self.span(place.start, place.end),
            "geonameid": place.geonameid,
            "lat": place.lat,
            "lon": place.lon,
            "country": place.country,
            "level": place.level,
            "precision": place.precision,
            "alternatives": place.alternatives,
        }

    def source(self, teller: Teller, act: ActMention) -> Part:
        mention, full = teller.mention, teller.mention.resolved
        parties = {a.mention.resolved.country for a in (*act.actors, *act.recipients) if a.mention.resolved.country}
        identities = {id(a.mention.resolved) for a in (*act.actors, *act.recipients)}
        own = id(full) in identities
        armed = (mention.sector or full.sector) in ("MIL", "REB", "PRM", "TER", "COP")
        party = own or (armed and (mention.country or full.country) in parties)
        return {**self.teller(teller), "party_to_conflict": party}

    def teller(self, teller: Teller) -> Part:
        mention = teller.mention
        return {
            **self.span(mention.start, mention.end),
            "id": mention.actor_id or mention.resolved.actor_id,
            "kind": teller.kind,
        }

    def statement(self, statement: StatementMention) -> Part:
        words = self.draft.document.words
        return {
            "speaker": self.teller(statement.speaker),
            "carrier": self.teller(statement.carrier) if statement.carrier else None,
            "words": self.span(words[statement.start_word].start, words[statement.end_word - 1].end),
        }

    def event(self, number: int, act: ActMention) -> Part:
        words = self.draft.document.words
        trigger = words[act.word]
        kind = "trigger " + act.form.kind + (f", carried by {act.light.entry.id}" if act.light else "")
        why = [_reason("type", kind, act.act.where, trigger)]
        for slot in ("actors", "recipients"):
            for argument in getattr(act, slot):
                why.append(_reason(slot, argument.rule, argument.mention.lexicon, argument.mention))
        why += [_reason("places", rule, None, place) for place, _, rule in act.places]
        if act.time is not None:
            why.append(_reason("time", act.time.anchor or "told", None, act.time))
        why += [_reason("sources", teller.rule, None, teller.mention) for teller in act.sources]
        why += [_reason(reason.field, reason.rule, reason.lexicon, reason) for reason in act.why]
        time = None
        if act.time is not None:
            time = {
                **self.span(act.time.start, act.time.end),
                "value": act.time.edtf,
                "precision": act.time.precision if act.time.edtf else None,
            }
        return {
            "id": f"{self.doc_id}#{number}",
            "type": act.type,
            "mode": act.mode,
            "status": act.status,
            "confidence": round(act.confidence, 3),
            "trigger": self.span(trigger.stem_start, trigger.end),
            "also": [
                self.span(words[a.word].stem_start, words[a.word].end) for a in sorted(act.also, key=lambda a: a.word)
            ],
            "actors": [self.actor(a.mention, act) for a in act.actors],
            "recipients": [self.actor(a.mention, act) for a in act.recipients],
            "places": [{**self.place(p), "role": role} for p, role, _ in act.places],
            "time": time,
            "sources": [self.source(teller, act) for teller in act.sources],
            "counts": act.counts,
            "codes": {"cameo": act.act.cameo, "acled": act.act.acled, "ucdp": act.act.ucdp},
            "why": why,
        }


class _Placed(Protocol):
    """Something that stands in the text, or nowhere."""

    @property
    def start(self) -> int | None: ...

    @property
    def end(self) -> int | None: ...


def _reason(field: str, rule: str, lexicon: str | None, where: _Placed) -> Part:
    """Why a field was filled: rule name, lexicon line, words it read."""
    return {"field": field, "rule": rule, "lexicon": lexicon, "start": where.start, "end": where.end}
