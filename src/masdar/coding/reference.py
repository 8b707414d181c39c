"""Reference: whom a pronoun, a short name or a description stands for.

Arabic pronouns and verbs agree in gender and number with what they stand for, and news keeps its topics close: of the
mentions before that agree, the nearest subject is taken, else the nearest.
"""

from __future__ import annotations

from masdar.arabic.document import PUNCTUATION
from masdar.arabic.syntax import Syntax, feminine_verb, plural_verb
from masdar.coding.draft import Draft, Mention

_PLURAL = frozenset(("هم", "هن", "هما", "نا", "كم"))
SENTENCES_BACK = 2


class Referents:
    """Finds what understood subjects and pronouns of one draft stand for."""

    def __init__(self, draft: Draft, syntax: Syntax) -> None:
        self.draft = draft
        self.syntax = syntax
        self.starts = [mention.start_word for mention in draft.mentions]

    def join_names(self) -> None:
        """Point short names at the first fuller mention of the same actor or person before them."""
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
                m
                for m in self.draft.mentions
                if sentence.start <= m.start_word and m.end_word <= stop and m.kind != "adjective"
            ]
            subjects = [m for m in candidates if self._is_subject(m)]
            for group in (subjects, [m for m in candidates if not self._governed(m)]):
                for mention in reversed(group) if number == current else group:
                    if self.fits(mention, feminine, plural):
                        return mention
        return None

    def pronoun(self, index: int, enclitic: str, taken: list[Mention]) -> Mention | None:
        """The mention that the pronoun written onto word ``index`` stands for."""
        plural = enclitic in _PLURAL
        feminine = enclitic == "ها"
        document = self.draft.document
        current = document.sentence_of(index)
        skip = {id(m) for m in taken} | {id(m.resolved) for m in taken}
        for number in range(current, max(-1, current - SENTENCES_BACK), -1):
            sentence = document.sentences[number]
            candidates = [
                m
                for m in self.draft.mentions
                if sentence.start <= m.start_word
                and m.end_word <= (index if number == current else sentence.end)
                and m.kind != "adjective"
                and id(m) not in skip
                and id(m.resolved) not in skip
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
