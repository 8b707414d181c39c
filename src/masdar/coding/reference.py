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


class Referents:
    """Finds what understood subjects and pronouns of one draft stand for."""

    def __init__(self, draft: Draft, syntax: Syntax) -> None:
        self.draft = draft
        self.syntax = syntax
        self.starts = [mention.start_word for mention in draft.mentions]

    def join_appositions(self) -> None:
        """Point descriptions at the name that follows them after a comma (الناشطة السعودية، منال الشريف، ...)."""
        words = self.draft.document.words
        by_start: dict[int, Mention] = {}
        for mention in self.draft.mentions:
            if mention.kind in ("person", "name") and mention.name_start == mention.start_word:
                by_start.setdefault(mention.start_word, mention)
        for mention in self.draft.mentions:
            if mention.kind not in ("person", "people") or mention.name_start >= 0 or mention.refers_to is not None:
                continue
            at = mention.end_word
            if at >= len(words) or words[at].text not in ("،", ",", "(", '"', "«"):
                continue
            name = by_start.get(at + 1)
            if name is None or words[at + 1].proclitics or (mention.plural and not mention.office):
                continue
            stop = words[name.end_word] if name.end_word < len(words) else None
            if words[at].text in "،," and stop is not None and stop.kind != PUNCTUATION and stop.tag != "SCONJ":
                continue
            mention.refers_to = name
            name.country = name.country or mention.country
            name.sector = name.sector or mention.sector
            name.kind, name.office = "person", name.office or mention.office
            name.feminine = name.feminine or mention.feminine

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
