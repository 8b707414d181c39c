"""Reference: whom a pronoun, a short name or a description stands for.

Arabic pronouns and verbs agree in gender and number with what they stand for, and news keeps its topics close: of the
mentions before that agree, the nearest subject is taken, else the nearest.
"""

from __future__ import annotations

from bisect import bisect_left

from masdar.arabic.document import PUNCTUATION
from masdar.arabic.syntax import Syntax, feminine_verb, plural_verb
from masdar.coding.draft import Draft, Mention

_PLURAL = frozenset(("هم", "هن", "هما", "نا", "كم"))
SENTENCES_BACK = 2
ATTACHED = 6  # words between a description and the name after its comma


class Referents:
    """Finds what understood subjects and pronouns of one draft stand for."""

    def __init__(self, draft: Draft, syntax: Syntax) -> None:
        self.draft = draft
        self.syntax = syntax
        self.starts = [mention.start_word for mention in draft.mentions]

    def join_appositions(self) -> None:
        """Point descriptions at the name that follows them after a comma (الناشطة السعودية، منال الشريف، ...), and tell
        the syntax which phrase is in apposition to which, either way round (لافروف، وزير الخارجية، ...)."""
        words = self.draft.document.words
        by_start: dict[int, Mention] = {}
        by_end: dict[int, Mention] = {}
        for mention in self.draft.mentions:
            if mention.kind in ("person", "name") and mention.name_start >= 0:
                by_end.setdefault(mention.end_word, mention)
                if mention.name_start == mention.start_word or (mention.office and mention.phrase >= 0):
                    by_start.setdefault(mention.start_word, mention)
        for mention in self.draft.mentions:
            if mention.kind not in ("person", "people") or mention.name_start >= 0 or mention.refers_to is not None:
                continue
            if mention.plural and not mention.office:
                continue
            end = self._end(mention)
            after = words[end] if end < len(words) else None
            name = by_start.get(end + 1)
            if after is not None and after.text in ("،", ",", "(", '"', "«") and name is not None:
                if words[name.start_word].proclitics:
                    continue
                if after.text in "،," and not self._closed(name.end_word):
                    continue
                self._appose(name, mention, name.phrase, mention.phrase)
                continue
            name = by_end.get(mention.start_word - 1) if mention.office else None
            if name is None or words[mention.start_word - 1].text not in "،," or words[mention.start_word].proclitics:
                continue
            if mention.start_word <= self.draft.phrases[mention.phrase].head and self._closed(mention.end_word):
                self._appose(name, mention, mention.phrase, name.phrase)

    def _end(self, description: Mention) -> int:
        """The word after a description and what is attached to it by a preposition (القيادي في الحركة، أبو خالد)."""
        end = description.end_word
        for at in (end, end + 1):
            number = self.draft.phrase_at[at] if at < len(self.draft.phrase_at) else -1
            if number > description.phrase and self.draft.phrases[number].preposition:
                phrase = self.draft.phrases[number]
                return phrase.end if phrase.start <= at and phrase.end - end <= ATTACHED else end
        return end

    def _closed(self, end: int) -> bool:
        """Whether an apposition can end before a word: at a mark, or where a clause begins."""
        words = self.draft.document.words
        return end >= len(words) or words[end].kind == PUNCTUATION or words[end].tag == "SCONJ"

    def _appose(self, name: Mention, description: Mention, phrase: int, host: int) -> None:
        description.refers_to = name
        name.country = name.country or description.country
        name.sector = name.sector or description.sector
        name.kind, name.office = "person", name.office or description.office
        name.feminine = name.feminine or description.feminine
        if phrase != host:
            self.syntax.apposed[phrase] = host

    def join_names(self) -> None:
        """Point short names at the first fuller mention of the same actor or person before them."""
        self.join_appositions()
        by_id: dict[str, Mention] = {}
        by_last: dict[str, Mention] = {}
        words = self.draft.document.words
        for mention in self.draft.mentions:
            if mention.kind in ("adjective",):
                continue
            if mention.actor_id:
                first = by_id.setdefault(mention.actor_id, mention)
                if first is not mention:
                    mention.refers_to = first
            if mention.kind in ("person", "name") and mention.name_start >= 0:
                last = words[mention.end_word - 1].bare
                fuller = by_last.get(last)
                length = mention.end_word - mention.name_start
                if fuller is not None and fuller is not mention and length == 1 and mention.refers_to is None:
                    mention.refers_to = fuller
                    mention.country = mention.country or fuller.country
                    mention.sector = mention.sector or fuller.sector
                    mention.actor_id = mention.actor_id or fuller.actor_id
                    if mention.kind == "name":
                        mention.kind = "person"
                elif length > 1 or mention.office:
                    by_last.setdefault(last, mention)

    def understood_subject(self, verb: int) -> Mention | None:
        """The subject of a verb that has none of its own: that of the clause before, if it agrees."""
        words = self.draft.document.words
        word = words[verb]
        feminine = feminine_verb(word) if word.tag == "VERB" else None
        plural = plural_verb(word) if word.tag == "VERB" else False
        document = self.draft.document
        current = document.sentence_of(verb)
        for number in range(current, max(-1, current - SENTENCES_BACK), -1):
            sentence = document.sentences[number]
            stop = verb if number == current else sentence.end
            candidates = [
                m for m in self._between(sentence.start, stop) if m.end_word <= stop and m.kind != "adjective"
            ]
            subjects = [m for m in candidates if self._is_subject(m)]
            for group in (subjects, [m for m in candidates if not self._governed(m)]):
                for mention in reversed(group) if number == current else group:
                    if self.fits(mention, feminine, plural):
                        return mention
        return None

    def _between(self, start: int, stop: int) -> list[Mention]:
        """The mentions that begin within a range of words."""
        return self.draft.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, stop)]

    def pronoun(self, index: int, enclitic: str, taken: list[Mention]) -> Mention | None:
        """The mention that the pronoun written onto word ``index`` stands for."""
        plural = enclitic in _PLURAL
        feminine = enclitic == "ها"
        document = self.draft.document
        current = document.sentence_of(index)
        skip = {id(m) for m in taken} | {id(m.resolved) for m in taken}
        for number in range(current, max(-1, current - SENTENCES_BACK), -1):
            sentence = document.sentences[number]
            stop = index if number == current else sentence.end
            candidates = [
                m
                for m in self._between(sentence.start, stop)
                if m.end_word <= stop and m.kind != "adjective" and id(m) not in skip and id(m.resolved) not in skip
            ]
            subjects = [m for m in candidates if self._is_subject(m)]
            for group in (subjects, candidates):
                for mention in reversed(group):
                    if plural and (mention.plural or mention.kind == "people"):
                        return mention
                    if not plural and feminine and (mention.feminine or mention.plural or mention.kind == "body"):
                        return mention
                    if not plural and not feminine and not mention.plural and not mention.feminine:
                        return mention
        return None

    def _is_subject(self, mention: Mention) -> bool:
        phrase = self.draft.phrases[mention.phrase]
        if phrase.preposition or mention.start_word > phrase.head:
            return False
        words = self.draft.document.words
        before = phrase.start - 1
        if before < 0 or words[before].kind == PUNCTUATION:
            return True
        return words[before].tag == "VERB" or words[before].norm in ("أن", "إن", "ان", "لكن", "وأن", "وإن")

    def _governed(self, mention: Mention) -> bool:
        return bool(self.draft.phrases[mention.phrase].preposition)

    @staticmethod
    def fits(mention: Mention, feminine: bool | None, plural: bool) -> bool:
        """Whether a verb of that gender and number may have the mention as its subject."""
        if plural:
            return mention.plural or mention.kind == "people"
        if feminine is None:
            return True
        if feminine:
            return mention.feminine or (mention.kind in ("body", "country", "capital")) or mention.plural
        return not mention.feminine and not (mention.plural and mention.kind == "people")
