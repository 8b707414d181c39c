"""Mentions: the words that name or describe someone who may act, be acted upon, or speak.

Names come from the lexicon's actors; descriptions from its agent nouns, offices and demonyms, with sector and country
worked out from the modifiers; names of persons that no lexicon holds from the words that carry them (a title before,
a run of proper names).
"""

from __future__ import annotations

from collections import Counter

from masdar.arabic.document import NUMBER, WORD, Document, Word
from masdar.arabic.phrases import QUANTIFIERS, NounPhrase, find_phrases
from masdar.coding.draft import Draft, Mention
from masdar.knowledge.lexicon import HYPHEN, Actor, Agent, Demonym, Lexicon, Names, Office, T

ARMED = frozenset(("MIL", "REB", "PRM", "TER", "UAF", "COP"))
_BODY_KINDS = frozenset(("organisation", "unit", "alliance", "media", "country-government"))


def lookup_keys(document: Document) -> list[tuple[str, str]]:
    """For each word its key and its key without the article, as :class:`masdar.knowledge.lexicon.Names` wants them."""
    keys = []
    for word in document.words:
        if word.kind == WORD:
            keys.append((word.key, word.bare))
        elif word.kind == NUMBER:
            keys.append((word.norm, word.norm))
        else:
            keys.append((HYPHEN, HYPHEN) if word.text in "-\u2013\u2010\u2011" else ("", ""))
    return keys


def _continuing(document: Document, keys: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The keys as seen from inside a name, where a particle written onto a word belongs to the name (لحقوق الإنسان)."""
    return [
        (word.whole, word.whole) if word.proclitics and word.kind == WORD else pair
        for word, pair in zip(document.words, keys, strict=True)
    ]


class MentionFinder:
    """Finds mentions with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def find(self, draft: Draft) -> None:
        """Fill the draft's phrases and mentions."""
        document = draft.document
        keys = draft.keys = lookup_keys(document)
        inside = _continuing(document, keys)
        named = self._names(draft, keys, inside)
        draft.phrases = find_phrases(
            document,
            {**self._countries(keys, inside), **{start: end for start, (end, _) in named.items()}}.items(),
            {time.start_word: time.end_word for time in draft.times}.items(),
        )
        draft.phrase_at = [-1] * len(document.words)
        for number, phrase in enumerate(draft.phrases):
            for at in range(phrase.start, phrase.end):
                draft.phrase_at[at] = number
        for number, phrase in enumerate(draft.phrases):
            self._read_phrase(draft, number, phrase, keys, inside, named)
        timed = {at for time in draft.times for at in range(time.start_word, time.end_word)}
        draft.mentions = [m for m in draft.mentions if not timed.issuperset(range(m.start_word, m.end_word))]
        draft.mentions.sort(key=lambda mention: (mention.start_word, -mention.end_word))
        draft.main_country = _main_country(draft)

    def _names(
        self, draft: Draft, keys: list[tuple[str, str]], inside: list[tuple[str, str]]
    ) -> dict[int, tuple[int, Actor]]:
        """Where the lexicon's names stand: start word -> (end word, actor)."""
        found: dict[int, tuple[int, Actor]] = {}
        at = 0
        words = draft.document.words
        first = self.lexicon.actors.first
        while at < len(words):
            if keys[at][1] not in first and keys[at][0] not in first:
                at += 1
                continue
            match = self._longest(self.lexicon.actors, keys, inside, at)
            if match:
                length, entries = match
                found[at] = (at + length, _of_date(entries, draft))
                at += length
            else:
                at += 1
        return found

    def _countries(self, keys: list[tuple[str, str]], inside: list[tuple[str, str]]) -> dict[int, int]:
        """Where names of countries and capitals stand: start word -> end word."""
        found = {}
        first = self.lexicon.countries.first
        for at, (full, plain) in enumerate(keys):
            if plain not in first and full not in first:
                continue
            match = self._longest(self.lexicon.countries, keys, inside, at)
            if match:
                found[at] = at + match[0]
        return found

    @staticmethod
    def _longest(
        names: Names[T], keys: list[tuple[str, str]], inside: list[tuple[str, str]], at: int
    ) -> tuple[int, list[T]] | None:
        """The longest name at a word, which itself may carry a clitic."""
        full, plain = keys[at]
        if not plain or (plain not in names.first and full not in names.first):
            return None
        saved, inside[at] = inside[at], keys[at]
        try:
            return names.longest(inside, at, len(keys))
        finally:
            inside[at] = saved

    def _read_phrase(
        self,
        draft: Draft,
        number: int,
        phrase: NounPhrase,
        keys: list[tuple[str, str]],
        inside: list[tuple[str, str]],
        named: dict[int, tuple[int, Actor]],
    ) -> None:
        """All mentions inside one noun phrase, the whole phrase first where it is one."""
        words = draft.document.words
        at = phrase.head
        outer: Mention | None = None
        while at < phrase.end:
            word = words[at]
            made: Mention | None = None
            stop = at + 1
            office = self._longest(self.lexicon.offices, keys, inside, at) if word.kind == WORD else None
            if at in named:
                stop, actor = named[at]
                made = self._named(draft, number, at, phrase, stop, actor, named)
            elif office and office[1]:
                stop = at + office[0]
                made = self._office(draft, number, at, phrase, stop, office[1][0], named)
            elif (word.key in self.lexicon.agents or word.bare in self.lexicon.agents) and not (
                word.tag == "ADJ" and at > phrase.head
            ):
                agent = self.lexicon.agents.get(word.bare) or self.lexicon.agents[word.key]
                made = self._agent(draft, number, at, phrase, agent, named)
            else:
                country = self._longest(self.lexicon.countries, keys, inside, at) if word.kind == WORD else None
                if country:
                    stop = at + country[0]
                    made = self._country(draft, number, at, stop, country[1][0])
                elif word.bare in self.lexicon.source_nouns and at == phrase.head:
                    made = self._mention(draft, number, phrase.start, phrase.end, "source")
                    made.lexicon = self.lexicon.source_nouns[word.bare].where
                    self._modify(draft, made, at + 1, phrase.end, named)
                elif word.bare in self.lexicon.demonyms:
                    made = self._people(draft, number, at, phrase, self.lexicon.demonyms[word.bare])
                elif word.tag == "PROPN":
                    stop = at + 1
                    while stop < phrase.end and words[stop].tag == "PROPN" and stop not in named:
                        stop += 1
                    made = self._mention(draft, number, at, stop, "name")
                    made.name_start = at
            if made is not None:
                draft.mentions.append(made)
                if outer is None and at == phrase.head:
                    outer = made
                # Parts inside (the body in a title, the name after it) are mentions of their own.
                if made.kind in ("name", "country", "capital") or at in named:
                    at = max(at + 1, min(stop, phrase.end))
                    continue
            at = stop if made is None or stop > at + 1 else at + 1

    def _mention(self, draft: Draft, number: int, start: int, end: int, kind: str) -> Mention:
        words = draft.document.words
        first, last = words[start], words[end - 1]
        mention = Mention(start, end, first.stem_start, last.end, kind, number)
        head = first
        mention.feminine = head.key.endswith(("ه", "ات")) or head.stem.endswith("اء")
        mention.plural = head.key.endswith(("ون", "ين", "ات"))
        mention.key = " ".join(word.bare for word in words[start:end] if word.kind == WORD)
        return mention

    def _begin(self, phrase: NounPhrase, at: int) -> int:
        """Where a mention headed at ``at`` begins: with the phrase's numbers and quantifiers if it is its head."""
        return phrase.start if at == phrase.head else at

    def _known(self, word: Word, at: int, named: dict[int, tuple[int, Actor]]) -> bool:
        """Whether a proper name is somebody else's, so that the name before it ends here."""
        return at in named or bool(self.lexicon.countries.longest([(word.key, word.bare)], 0, 1))

    def _named(
        self,
        draft: Draft,
        number: int,
        at: int,
        phrase: NounPhrase,
        stop: int,
        actor: Actor,
        named: dict[int, tuple[int, Actor]],
    ) -> Mention:
        words = draft.document.words
        kind = "person" if actor.kind == "person" else "body"
        end = min(stop, phrase.end) if stop <= phrase.end else stop
        # Adjectives that go with a body's name (ميليشيات الحوثي الانقلابية) belong to it.
        if kind == "body":
            while end < phrase.end and words[end].tag == "ADJ":
                end += 1
        else:
            while end < phrase.end and words[end].tag == "PROPN" and not self._known(words[end], end, named):
                end += 1
        mention = self._mention(draft, number, self._begin(phrase, at), end, kind)
        mention.actor_id, mention.country, mention.sector = actor.id, actor.country, actor.sector
        mention.lexicon = actor.where
        if kind == "person":
            mention.name_start = at
        return mention

    def _country(self, draft: Draft, number: int, at: int, stop: int, demonym: Demonym) -> Mention:
        mention = self._mention(draft, number, at, stop, demonym.kind)
        mention.country, mention.sector = demonym.country, "GOV"
        mention.actor_id, mention.lexicon = f"{demonym.country}.GOV", demonym.where
        mention.feminine = True
        return mention

    def _people(self, draft: Draft, number: int, at: int, phrase: NounPhrase, demonym: Demonym) -> Mention:
        kind = "people" if demonym.kind == "people" and at == phrase.head else "adjective"
        start, end = (phrase.start, phrase.end) if at == phrase.head else (at, at + 1)
        mention = self._mention(draft, number, start, end, kind)
        mention.country, mention.lexicon = demonym.country, demonym.where
        mention.sector = "CVL" if kind == "people" else "GOV"
        mention.plural = kind == "people"
        return mention

    def _office(
        self,
        draft: Draft,
        number: int,
        at: int,
        phrase: NounPhrase,
        stop: int,
        office: Office,
        named: dict[int, tuple[int, Actor]],
    ) -> Mention:
        words = draft.document.words
        mention = self._mention(draft, number, self._begin(phrase, at), phrase.end, "person")
        mention.office = f"{office.kind}:{office.id}"
        mention.sector, mention.lexicon = office.sector, office.where
        mention.plural = words[at].key.endswith(("اء", "ون", "ين", "ات", "ه")) and office.kind != "kin"
        mention.feminine = mention.feminine and not mention.plural
        self._modify(draft, mention, at + 1, phrase.end, named)
        if office.sector:
            mention.sector = office.sector
        for position in range(stop, phrase.end):
            if position in named and named[position][1].kind == "person":
                mention.name_start = position
                mention.actor_id = named[position][1].id
                mention.country = named[position][1].country or mention.country
                mention.sector = named[position][1].sector or mention.sector
            elif words[position].tag == "PROPN" and mention.name_start < 0 and position not in named:
                mention.name_start = position
        return mention

    def _agent(
        self,
        draft: Draft,
        number: int,
        at: int,
        phrase: NounPhrase,
        agent: Agent,
        named: dict[int, tuple[int, Actor]],
    ) -> Mention:
        kind = "body" if agent.collective == "yes" else "people"
        mention = self._mention(draft, number, self._begin(phrase, at), phrase.end, kind)
        mention.sector, mention.country, mention.lexicon = agent.sector, agent.country, agent.where
        words = draft.document.words
        one = bool({words[at].key, words[at].bare} & agent.singular) and at == mention.start_word
        mention.plural = not one and (mention.plural or agent.collective == "people")
        self._modify(draft, mention, at + 1, phrase.end, named, agent.sector)
        return mention

    def _modify(
        self,
        draft: Draft,
        mention: Mention,
        start: int,
        stop: int,
        named: dict[int, tuple[int, Actor]],
        sector: str | None = None,
    ) -> None:
        """Sector and country from the words that follow the head."""
        words = draft.document.words
        for position in range(start, stop):
            word = words[position]
            if position in named:
                actor = named[position][1]
                mention.country = mention.country or actor.country
                if actor.kind != "person" or mention.kind == "people":
                    if sector in (None, "MIL", "UAF", "OTH") and actor.sector:
                        mention.sector = actor.sector
                    if mention.kind != "person":
                        mention.actor_id = mention.actor_id or actor.id
                continue
            modifier = self.lexicon.modifiers.get(word.bare)
            if modifier:
                new = modifier.armed_sector if sector in ARMED else modifier.sector
                mention.sector = new or mention.sector
                mention.country = mention.country or modifier.country
            demonym = self.lexicon.demonyms.get(word.bare)
            if demonym and not mention.country:
                mention.country = demonym.country
            if not demonym and not mention.country and word.kind == WORD:
                country = self.lexicon.countries.longest([(word.key, word.bare)], 0, 1)
                if country:
                    mention.country = country[1][0].country
            if mention.sector is None:
                inner = self.lexicon.agents.get(word.bare)
                if inner and inner.sector:
                    mention.sector = inner.sector


def _of_date(entries: list[Actor], draft: Draft) -> Actor:
    """The actor that held the name when the report was published; the first where none of them has dates."""
    if len(entries) == 1 or draft.published is None:
        return entries[0]
    day = draft.published.isoformat()
    for actor in entries:
        if (not actor.start or actor.start <= day) and (not actor.end or day[: len(actor.end)] <= actor.end):
            return actor
    return entries[0]


def _main_country(draft: Draft) -> str | None:
    """The country that most of the mentions and places belong to."""
    counts: Counter[str] = Counter()
    for mention in draft.mentions:
        if mention.country:
            counts[mention.country] += 1
    return counts.most_common(1)[0][0] if counts else None


def quantified(draft: Draft, mention: Mention) -> bool:
    """Whether numbers or quantifiers open the mention."""
    word = draft.document.words[mention.start_word]
    return word.kind == NUMBER or word.stem in QUANTIFIERS
