"""Ties: who belongs to whom, who leads, backs, speaks for, or is kin of whom, as far as the text states it.

News states most of its ties in titles (وزير الخارجية التركي مولود جاويش أوغلو), and a title's parts lie in a row: the
title, the body or state it is of, other titles, the name; or the name, a comma, and the title. So titles are read word
by word here, over the mentions and across the borders of noun phrases, which a preposition would end too early.
Everything else is said by a word between two actors (المدعوم من, بقيادة, التابع لـ) or by one body written after
another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from masdar.arabic.document import NUMBER, PUNCTUATION, WORD, Word
from masdar.arabic.phrases import PREPOSITIONS, SUBORDINATORS
from masdar.coding.draft import Draft, Mention, Tie
from masdar.coding.mentions import lookup_keys
from masdar.knowledge.lexicon import HYPHEN, Lexicon, Names, Office, TieWord

T = TypeVar("T")

_PERSONAL = frozenset(("person", "name"))
_ACTORS = frozenset(("person", "name", "body", "people", "country", "capital"))
_STOPS = frozenset(".!?؟؛:\n")
_COMMAS = frozenset("،,")
_QUOTES = frozenset("\"“”«»'‘’#")
_RELATIVES = frozenset(("الذي", "التي", "الذين", "اللذان", "اللتان", "اللذين", "اللتين"))
_PRESENTED = frozenset(("هو", "وهو", "هي", "وهي", "يدعى", "ويدعى", "تدعى", "وتدعى"))
# Words inside names of persons that are no proper names themselves.
_NAME_LINKS = frozenset(("بن", "بنت", "آل", "أبو", "عبد", "ابو", "ال", "ابن", "أم"))
# Prepositions after which the body of a title may stand, and those that say only where its holder serves.
_OF_BODY = frozenset(("ل", "ب", "في", "من", "باسم", "بلسان", "عن"))
_AWAY = frozenset(("إلى", "الى", "لدى", "على"))
_MINOR = frozenset(("rank", "honorific"))
_LEADERS_OF_STATES = frozenset(("leader",))
TITLE_REACH = 14  # words from a title to its holder's name
UNITS = frozenset(("committee", "council", "cell", "command", "leadership", "forces"))  # parts of greater bodies
MATERIEL = frozenset(("airforce", "navy", "artillery"))  # taken for bodies where they act, never members of one
GOVERNMENTS = frozenset(("government", "administration", "regime", "authority"))
_SPORT = frozenset(("منتخب", "نادي", "كره", "دوري", "لاعب"))
_PLURAL_KIN = ("اقارب", "ابنا", "ابناء", "اشقا", "اخوت", "اهل", "ذوي", "احفاد", "اصهار", "بنات")


@dataclass(slots=True)
class _Title:
    """A title as it stands: words ``start`` to ``end``, what it is of, and whose it is."""

    start: int
    end: int
    office: Office
    body: Mention | None = None
    state: Mention | None = None
    country: str | None = None
    field_end: int = 0  # where the words that say what it is of end, 0 if there are none
    stop: int = 0  # first word after everything that belongs to it, the name left out
    person: Mention | None = None
    served: bool = False  # the body is where the title's holder works, not what the title is of


class TieReader:
    """Reads the ties of a draft with one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def read(self, draft: Draft) -> None:
        """Fill the draft's ties, each pair once."""
        self.draft = draft
        self.words = draft.document.words
        self.keys = draft.keys or lookup_keys(draft.document)
        self._inside = [
            ("", "") if word.proclitics and word.kind == WORD else pair
            for word, pair in zip(self.words, self.keys, strict=True)
        ]
        self.by_start: dict[int, list[Mention]] = {}
        for mention in draft.mentions:
            self.by_start.setdefault(mention.start_word, []).append(mention)
        self._elsewhere = {at for time in draft.times for at in range(time.start_word, time.end_word)}
        self._elsewhere |= {
            at for place in draft.places if place.level != "country" for at in range(place.start_word, place.end_word)
        }
        self.titles: dict[int, _Title] = {}
        self.names = self._find_names()
        self.name_ends = {mention.end_word: mention for mention in self.names.values()}
        self.titles = self._find_titles()
        for title in self.titles.values():
            self._complete(title)
        found = [*self._of_titles(), *self._of_kin(), *self._of_words(), *self._of_bodies()]
        seen: set[tuple[str, str, str]] = set()
        for tie in found:
            head, tail = self._identity(tie.head), self._identity(tie.tail)
            if not head or not tail or head == tail or (tie.type, head, tail) in seen:
                continue
            if tie.type in ("kin_of", "allied_with") and (tie.type, tail, head) in seen:
                continue
            seen.add((tie.type, head, tail))
            draft.ties.append(tie)

    # -- names -------------------------------------------------------------------------------------------------------

    def _find_names(self) -> dict[int, Mention]:
        """Names of persons by their first word, without titles."""
        found: dict[int, Mention] = {}
        covered = 0
        for mention in self.draft.mentions:
            if mention.kind not in _PERSONAL or mention.name_start < covered:
                continue
            at = mention.name_start
            word = self.words[at]
            if word.tag != "PROPN" and mention.actor_id is None:
                continue
            if mention.actor_id is None and (
                at in self._elsewhere
                or self._country(at)
                or self._is_body(at)
                or word.bare in self.lexicon.demonyms
                or word.bare in self.lexicon.agents
            ):
                continue
            end = self._name_end(at, mention.end_word)
            if mention.actor_id is None and (
                (end == at + 1 and self._title_at(at)) or (end > at + 1 and word.definite)
            ):
                continue
            found[at] = self._span(at, end, "person", mention)
            found[at].name_start = at
            covered = end
        return found

    def _name_end(self, at: int, known: int) -> int:
        end = at + 1
        while end < len(self.words):
            word = self.words[end]
            if word.kind == PUNCTUATION:
                following = end + 1 < len(self.words) and self.words[end + 1].tag == "PROPN"
                if word.text in "-‐‑" and following and word.start == self.words[end - 1].end:
                    end += 1
                    continue
                break
            if word.kind != WORD or word.proclitics:
                break
            inside = end < known and not word.definite
            if not (word.tag == "PROPN" or word.norm in _NAME_LINKS or inside or self._odd_name(end)):
                break
            if (self._title_at(end) and word.norm not in _NAME_LINKS) or self._country(end):
                if word.tag != "PROPN" or not self._is_name_like(end):
                    break
            end += 1
        return end

    def _odd_name(self, at: int) -> bool:
        """Whether a word that is no proper name elsewhere ends a name here: رفعت, صالح، before a comma or bracket."""
        word = self.words[at]
        if word.definite or word.enclitic or word.tag not in ("NOUN", "ADJ", "X", "VERB", ""):
            return False
        if word.bare in self.lexicon.agents or word.norm in SUBORDINATORS or word.norm in PREPOSITIONS:
            return False
        following = self.words[at + 1] if at + 1 < len(self.words) else None
        if following is None:
            return False
        return following.text in "،,(" or (word.tag in ("NOUN", "ADJ", "X") and following.tag == "PROPN")

    def _is_name_like(self, at: int) -> bool:
        """Whether a word that may be a title or country is part of a name (أمير, شيخة): it has no genitive after it."""
        following = self.words[at + 1] if at + 1 < len(self.words) else None
        return following is None or following.kind != WORD or following.tag in ("VERB", "ADP", "SCONJ")

    # -- what stands at a word ---------------------------------------------------------------------------------------

    def _longest(self, names: Names[T], at: int) -> tuple[int, list[T]] | None:
        full, plain = self.keys[at]
        if not plain or (plain not in names.first and full not in names.first):
            return None
        saved, self._inside[at] = self._inside[at], self.keys[at]
        try:
            return names.longest(self._inside, at, len(self.keys))
        finally:
            self._inside[at] = saved

    def _title_at(self, at: int) -> tuple[int, Office] | None:
        word = self.words[at]
        if word.kind != WORD or word.tag == "VERB":
            return None
        match = self._longest(self.lexicon.offices, at)
        return (match[0], match[1][0]) if match and match[1] else None

    def _country(self, at: int) -> tuple[int, Mention] | None:
        """A country, its capital or adjective at a word: end and mention."""
        word = self.words[at]
        if word.kind != WORD:
            return None
        match = self._longest(self.lexicon.countries, at)
        if match:
            end = at + match[0]
            found = self._span(at, end, match[1][0].kind)
            found.country = match[1][0].country
            return end, found
        demonym = self.lexicon.demonyms.get(word.bare)
        if demonym is not None and demonym.kind == "adjective" and (word.tag == "ADJ" or word.definite):
            end = at + 1
            if end < len(self.words):  # الكوري الشمالي
                double = self.lexicon.demonyms.get(f"{word.bare} {self.words[end].bare}")
                if double is not None:
                    demonym, end = double, end + 1
            found = self._span(at, end, "adjective")
            found.country = demonym.country
            return end, found
        return None

    def _body(self, at: int) -> Mention | None:
        """The body that a mention beginning at a word names, cut before a title or name inside its phrase."""
        for mention in self.by_start.get(at, ()):
            if mention.kind == "body":
                return self._cut(mention)
        return None

    def _is_body(self, at: int) -> bool:
        return any(m.kind == "body" for m in self.by_start.get(at, ()))

    def _cut(self, mention: Mention) -> Mention:
        first = mention.start_word + 1
        for at in range(first, mention.end_word):
            inner = self.titles.get(at)
            if at in self.names or (inner is not None and inner.office.kind != "head"):
                if at == first and at in self.names:
                    return mention  # إدارة ترامب: the name is what tells the body
                return self._span(mention.start_word, at, mention.kind, mention)
        return mention

    def _span(self, start: int, end: int, kind: str, like: Mention | None = None) -> Mention:
        """A mention of some words, with what is known of another one."""
        first, last = self.words[start].stem_start, self.words[end - 1].end
        if like is None:
            return Mention(start, end, first, last, kind, self.draft.phrase_at[start])
        refers = like.refers_to if kind == like.kind else None
        return replace(
            like, start_word=start, end_word=end, start=first, end=last, kind=kind, name_start=-1, refers_to=refers
        )

    # -- titles ------------------------------------------------------------------------------------------------------

    def _find_titles(self) -> dict[int, _Title]:
        found: dict[int, _Title] = {}
        at = 0
        while at < len(self.words):
            match = self._title_at(at) if at not in self.names else None
            if match is None:
                at += 1
                continue
            length, office = match
            found[at] = _Title(at, at + length, office)
            at += length
        return found

    def _complete(self, title: _Title) -> None:
        """Find what a title is of and whose it is."""
        self._inside_title(title)
        before = self._name_before(title)
        after, comma = self._scan(title, crossing=before is None)
        if before is not None and (after is None or comma):
            title.person = before
        elif after is not None:
            title.person = after

    def _inside_title(self, title: _Title) -> None:
        """The body or state that a title of several words names itself: رئيس البرلمان, أمير قطر."""
        if title.office.kind == "spokesperson":
            return
        for at in range(title.start + 1, title.end):
            if self.words[at - 1].norm in PREPOSITIONS:
                return
            country = self._country(at)
            if country is not None and title.office.sector != "IGO":
                title.state, title.country = country[1], country[1].country
                return
            word = self.words[at]
            agent = self.lexicon.agents.get(word.bare)
            if agent is None or agent.collective != "yes" or title.office.sector == "GOV":
                continue
            end = title.end
            while end < len(self.words) and self._goes_on(end, self.words[end - 1]):
                end += 1
            title.body = self._span(at, end, "body")
            title.body.sector, title.end = agent.sector, max(title.end, end)
            return

    def _goes_on(self, at: int, previous: Word) -> bool:
        """Whether the name of a body goes on with this word."""
        word = self.words[at]
        if word.kind != WORD or word.proclitics or word.tag in ("VERB", "ADP", "SCONJ", "ADV"):
            return False
        if at in self.names or word.norm in SUBORDINATORS or word.norm in PREPOSITIONS:
            return False
        title = self.titles.get(at)
        if title is not None and (title.office.kind in ("rank", "honorific", "kin") or word.definite):
            return False
        if word.tag == "ADJ" or (word.definite and word.key.endswith(("ي", "يه"))):
            return True
        return not previous.definite and word.tag in ("NOUN", "PROPN", "X", "")

    def _name_before(self, title: _Title) -> Mention | None:
        """The name that a title stands in apposition to: لافروف، وزير الخارجية."""
        word = self.words[title.start]
        if word.proclitics:
            return None
        at = title.start - 1
        comma = presented = False
        while at >= 0:
            token = self.words[at]
            if token.kind == PUNCTUATION and token.text in _COMMAS and not comma:
                comma = True
            elif token.norm in _PRESENTED and not presented:
                presented = True
            elif token.text == ")":
                opening = next((i for i in range(at - 1, max(-1, at - 7), -1) if self.words[i].text == "("), -1)
                if opening < 0:
                    return None
                at = opening
            elif not (token.kind == PUNCTUATION and token.text in _QUOTES):
                break
            at -= 1
        return self.name_ends.get(at + 1)

    def _scan(self, title: _Title, *, crossing: bool) -> tuple[Mention | None, bool]:
        """Read on from a title to its holder's name; whether a comma stood before it."""
        words = self.words
        at = start = title.end
        office = title.office
        comma = joined = False
        construct = not words[start - 1].definite and not words[start - 1].enclitic
        limit = min(len(words), start + TITLE_REACH)
        while at < limit:
            word = words[at]
            title.stop = at
            if at in self.names and not (word.proclitics and at > start):
                if title.body is None and title.state is None and at == start and construct and office.kind == "kin":
                    return None, False
                return self.names[at], comma
            if word.kind == PUNCTUATION:
                if word.text in _COMMAS:
                    following = at + 1
                    while following < limit and words[following].text in _QUOTES:
                        following += 1
                    inner = self.titles.get(following)
                    if comma or not (following in self.names or (inner and inner.office.kind in _MINOR)):
                        return None, False
                    comma = True
                elif word.text == "(":
                    closing = next((i for i in range(at + 1, min(limit, at + 6)) if words[i].text == ")"), -1)
                    if closing < 0:
                        return None, False
                    at = closing
                elif word.text not in _QUOTES and word.text not in HYPHEN + ")":
                    return None, False
                at += 1
                continue
            if word.kind == NUMBER or word.tag == "VERB":
                return None, False
            inner = self.titles.get(at)
            if inner is not None and at > title.start:
                if inner.office.kind in _MINOR:
                    at = inner.end
                    continue
                if "و" in word.proclitics:
                    if not crossing:
                        return None, False
                    joined = True
                    at = inner.end
                    continue
                if (at == start and (construct or word.proclitics)) or word.proclitics or office.kind == "spokesperson":
                    return None, False
                joined = True
                at = inner.end
                continue
            if "و" in word.proclitics or "ف" in word.proclitics:
                if word.tag == "NOUN" and word.definite and not comma and at not in self.by_start:
                    at += 1  # الخارجية والمغتربين
                    continue
                return None, False
            governed = next((p for p in word.proclitics if p in ("ل", "ب", "ك")), "")
            previous = words[at - 1]
            if not governed and previous.kind == WORD and previous.norm in PREPOSITIONS | _OF_BODY:
                governed = previous.norm
            country = self._country(at)
            body = self._body(at)
            if body is not None and not comma:
                if (
                    self._takes(title, body)
                    and title.body is None
                    and title.state is None
                    and not joined
                    and governed not in _AWAY
                ):
                    title.body = body
                    title.served = bool(title.field_end) and governed != ""
                    title.country = title.country or body.country
                at = max(at + 1, body.end_word)
                continue
            if country is not None and not comma:
                end, mention = country
                own = not governed or governed in ("ب", "باسم") or (governed == "ل" and office.kind == "spokesperson")
                if title.state is None and title.body is None and not joined and own:
                    title.state, title.country = mention, mention.country
                at = end
                continue
            if comma:
                return None, False
            if word.norm in PREPOSITIONS or word.norm in _OF_BODY or word.stem == "اسم":
                if word.norm in ("أن", "منذ", "خلال", "بعد", "قبل", "ضد", "مع", "بين", "عند"):
                    return None, False
                at += 1
                continue
            if word.norm in SUBORDINATORS or word.tag in ("SCONJ", "PRON", "CCONJ", "PART"):
                return None, False
            opens = not title.field_end and at == start and construct
            if not governed and (opens or title.field_end == at):
                title.field_end = at + 1
            at += 1
        return None, False

    def _takes(self, title: _Title, body: Mention) -> bool:
        """Whether a title can be of a body: a minister belongs to a government, not to what he administers."""
        agent = self.lexicon.agents.get(self.words[body.start_word].bare)
        if "minister" not in title.office.id:
            return True
        return agent is not None and agent.id in ("government", "regime", "authority")

    # -- ties of titles ----------------------------------------------------------------------------------------------

    def _of_titles(self) -> Iterator[Tie]:
        for title in self.titles.values():
            kind, person = title.office.kind, title.person
            if kind in ("kin", "honorific") or person is None:
                continue
            body = title.body
            if kind == "spokesperson":
                tail = body or title.state or self._voiced(title)
                if tail is not None:
                    yield Tie("spokesperson_of", person, self._fuller(tail), "title of a spokesperson", title.start)
                continue
            if kind == "rank":
                if body is not None:
                    yield Tie("member_of", person, body, "rank in a body", title.start)
                continue
            if body is None and kind == "head" and title.office.sector != "GOV" and title.field_end:
                body = self._span(title.end, title.field_end, "body")
            if body is not None and self._of_sport(body):
                continue
            if kind == "head" and not title.served:
                if body is not None and (body.sector != "GOV" or title.office.sector != "GOV"):
                    yield Tie("led_by", self._fuller(body), person, "title of a head", title.start)
                    continue
                country = title.country or person.country
                if title.office.id in _LEADERS_OF_STATES and country:
                    state = self._state(country) or title.state
                    if state is not None:
                        yield Tie("led_by", state, person, "title of a leader", title.start)
                    continue
            if title.office.sector == "LEG" and body is None:
                continue
            tail = self._tail(title, body)
            if tail is not None:
                yield Tie("member_of", person, tail, "title of an office", title.start)

    def _voiced(self, title: _Title) -> Mention | None:
        """Whom a spokesperson speaks for where no body is known there: the noun and what goes with it."""
        start = title.end
        while start < len(self.words) and self.words[start].stem in ("اسم", "باسم", "الرسمي"):
            start += 1
        end = start
        if start < len(self.words) and self.words[start].tag == "NOUN" and not self.titles.get(start):
            end = start + 1
            while end < len(self.words) and self._goes_on(end, self.words[end - 1]):
                end += 1
        return self._span(start, end, "body") if end > start else None

    def _of_sport(self, body: Mention) -> bool:
        return any(word.bare in _SPORT for word in self.words[body.start_word : body.end_word + 1])

    def _fuller(self, body: Mention) -> Mention:
        """The body that a short name with the article takes up: الهيئة after هيئة السكك الحديدية."""
        head = self.words[body.start_word]
        if body.end_word - body.start_word > 1 or not head.definite or body.actor_id:
            return body
        for mention in self.draft.mentions:
            if mention.start_word >= body.start_word:
                break
            first = self.words[mention.start_word]
            if mention.kind == "body" and first.bare == head.bare and not first.definite:
                if mention.end_word - mention.start_word > 1:
                    return self._cut(mention)
        return body

    def _tail(self, title: _Title, body: Mention | None) -> Mention | None:
        """The body or state that an office belongs to."""
        if body is not None:
            return body
        if title.country is None and title.person is not None:
            if title.office.sector == "IGO":
                return self._united_nations()
            if title.office.sector != "GOV":
                return None
            title.country = title.person.country or self.draft.main_country
        if title.country is None:
            return None
        return self._state(title.country) or title.state

    def _united_nations(self) -> Mention | None:
        named = [m for m in self.draft.mentions if m.kind == "body" and m.sector == "IGO" and m.actor_id]
        first = (m for m in named if self.words[m.start_word].bare == "امم")
        return next(first, None)

    def _state(self, country: str) -> Mention | None:
        """A state by its name anywhere in the text, else by its capital that speaks for it."""
        for kind in ("country", "capital"):
            for mention in self.draft.mentions:
                if mention.kind == kind and mention.country == country:
                    return mention
        return None

    # -- kin ---------------------------------------------------------------------------------------------------------

    def _of_kin(self) -> Iterator[Tie]:
        for title in self.titles.values():
            if title.office.kind != "kin":
                continue
            word = self.words[title.end - 1]
            if word.enclitic:
                other = self._owner(title.start, word.enclitic)
                person = self._next_name(title.end)
                if person is None or word.key.startswith(_PLURAL_KIN):
                    continue
                head = person
            else:
                other = self._next_name(title.end)
                if other is None:
                    continue
                person = self._name_before(title) or self._next_name(other.end_word)
                if person is None and (title.end < other.start_word - 2 or word.key.startswith(_PLURAL_KIN)):
                    continue
                head = person or self._span(title.start, other.end_word, "person")
            if other is not None:
                yield Tie("kin_of", head, other, "kinship", title.start)

    def _next_name(self, at: int) -> Mention | None:
        """The name that follows at once, after titles or one comma."""
        comma = False
        for position in range(at, min(len(self.words), at + 6)):
            word = self.words[position]
            if position in self.names and not ("و" in word.proclitics and position > at):
                return self.names[position]
            title = self.titles.get(position)
            covered = any(t.start <= position < t.end for t in self.titles.values()) if title is None else True
            if word.kind == PUNCTUATION and (word.text in _QUOTES or (word.text in _COMMAS and not comma)):
                comma = comma or word.text in _COMMAS
            elif not covered and not (self._country(position) and not word.proclitics):
                return None
        return None

    def _owner(self, at: int, enclitic: str) -> Mention | None:
        """Whose kin: the person named last before in the sentence, or the sentence before."""
        sentence = self.draft.document.sentence_of(at)
        for start in sorted((s for s in self.names if s < at), reverse=True):
            if sentence - self.draft.document.sentence_of(start) > 1:
                return None
            if enclitic in ("ه", "ها"):
                return self.names[start]
        return None

    # -- words that state a tie --------------------------------------------------------------------------------------

    def _of_words(self) -> Iterator[Tie]:
        """X المدعومة من Y, X التابع لـ Y, X بقيادة Y."""
        for word in self.words:
            if word.kind != WORD:
                continue
            entries: tuple[TieWord, ...] | None = ()
            if not word.enclitic:
                entries = self.lexicon.tie_words.get(word.key) or self.lexicon.tie_words.get(word.bare) or ()
            if not entries and word.proclitics:
                entries = self.lexicon.tie_words.get("".join(word.proclitics) + word.key)
            if not entries and word.enclitic:
                entries = self.lexicon.tie_words.get(word.key + word.enclitic)
            for entry in entries or ():
                tie = self._around(word.index, entry)
                if tie is not None:
                    yield tie
                    break

    def _around(self, at: int, entry: TieWord) -> Tie | None:
        if not entry.head_before and not entry.prepositions and self.words[at - 1].norm not in _RELATIVES:
            return None  # a verb before its object counts in a relative clause: الذي يقود حزبا
        before = self._before(at, entry)
        after = self._after(at, entry)
        if before is None or after is None:
            return None
        kind = entry.type
        if kind == "part_of":
            agent = self.lexicon.agents.get(self.words[before.start_word].bare)
            if before.kind != "body" or self._of_sport(before) or (agent is not None and agent.id in MATERIEL):
                return None
            if after.kind in ("country", "capital", "person") and before.sector in ("PRM", "REB", "TER", "UAF"):
                kind = "backed_by"  # militias of a state or a man are his clients
        if before.end_word - before.start_word == 1 and not self.words[before.start_word].definite:
            if before.kind not in ("country", "capital", "name") and before.actor_id is None:
                # Of قوات مدعومة من X the whole is the name.
                before = self._span(before.start_word, after.end_word, before.kind, before)
        head, tail = (before, after) if entry.head_before else (after, before)
        return Tie(kind, head, tail, f"{entry.id} ({entry.where})", at)

    def _before(self, at: int, entry: TieWord) -> Mention | None:
        """The actor that the word describes: the last one that ends before it in its clause, or that holds it."""
        number = self.draft.phrase_at[at]
        best: Mention | None = None
        for mention in self.draft.mentions:
            if mention.start_word >= at:
                break
            if mention.kind not in _ACTORS or (mention.start_word == at - 1 and self.words[at - 1].tag == "ADJ"):
                continue
            if mention.kind == "name" and mention.start_word not in self.names:
                continue
            end = min(mention.end_word, at)
            if mention.phrase != number and end < at - 4:
                continue
            between = self.words[end:at]
            if any(w.tag == "VERB" or w.text in _STOPS for w in between):
                continue
            if best is not None and best.kind == "body" and mention.kind in ("country", "capital"):
                if self.words[mention.start_word - 1].norm in PREPOSITIONS and entry.type != "backed_by":
                    continue  # تحالف ... في اليمن الذي تقوده السعودية
            if best is None or mention.start_word >= best.end_word or mention.end_word > best.end_word:
                best = mention
        if best is None:
            return None
        if best.end_word > at:
            best = self._span(best.start_word, at, best.kind, best)
        return best

    def _after(self, at: int, entry: TieWord) -> Mention | None:
        words = self.words
        for mention in self.draft.mentions:
            if not at < mention.start_word <= at + 6 or mention.kind not in _ACTORS:
                continue
            between = words[at + 1 : mention.start_word]
            if any(w.tag == "VERB" or w.text in _STOPS for w in between):
                return None
            first = words[mention.start_word]
            if entry.prepositions:
                standing = [w.norm for w in between] + list(first.proclitics)
                standing += [clitic for w in between for clitic in w.proclitics]
                if not any(p in standing for p in entry.prepositions):
                    return None
            elif any(w.kind == WORD and w.tag not in ("NOUN", "ADJ", "X", "PROPN") for w in between):
                return None
            title = self.titles.get(mention.start_word)
            if title is not None and title.person is not None and title.person.start_word > title.start:
                return title.person
            return self._cut(mention) if mention.kind == "body" else mention
        return None

    # -- bodies in bodies --------------------------------------------------------------------------------------------

    def _of_bodies(self) -> Iterator[Tie]:
        """اللجنة التنفيذية لمنظمة التحرير, مركز الإعلام بوزارة الداخلية, إدارة ترامب."""
        for mention in self.draft.mentions:
            if mention.kind != "body":
                continue
            head = self.words[mention.start_word]
            agent = self.lexicon.agents.get(head.bare)
            if agent is None:
                continue
            if agent.id in GOVERNMENTS:
                yield from self._led_body(mention)
            body = self._cut(mention)
            if agent.id not in UNITS or body.end_word >= len(self.words):
                continue
            following, last = self.words[body.end_word], self.words[body.end_word - 1]
            if last.bare in self.lexicon.tie_words or last.key in self.lexicon.tie_words or last.enclitic:
                continue
            if following.proclitics == ("ل",) or (following.proclitics == ("ب",) and agent.id == "committee"):
                greater = self._body(body.end_word)
                if greater is not None and (greater.actor_id or self.words[greater.end_word - 1].definite):
                    yield Tie("part_of", body, greater, "a body of another", mention.start_word)

    def _led_body(self, mention: Mention) -> Iterator[Tie]:
        at = mention.start_word + 1
        title = self.titles.get(at)
        person = self.names.get(at)
        if person is None and title is not None and title.office.kind == "head":
            person = title.person
        if person is not None and person.start_word >= at and person.start_word - at <= 4:
            body = self._span(mention.start_word, person.end_word, "body", mention)
            yield Tie("led_by", body, person, "a government by its head", mention.start_word)

    # -- identity ----------------------------------------------------------------------------------------------------

    def _identity(self, mention: Mention) -> str:
        """What two mentions of one actor have in common; empty where a mention names nobody."""
        words = [w for w in self.words[mention.start_word : mention.end_word] if w.kind == WORD]
        if not words:
            return ""
        if mention.kind in ("country", "capital", "adjective") and mention.country:
            return mention.country
        if mention.actor_id and mention.kind in ("person", "body"):
            return mention.actor_id
        if mention.kind in _PERSONAL and len(words) == 1:
            last = words[-1].bare
            for name in self.names.values():
                if self.words[name.end_word - 1].bare == last and name.end_word - name.start_word > 1:
                    return self._identity(name)
        return " ".join(word.bare for word in words)
