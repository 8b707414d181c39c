"""Counts: how many were killed, hurt, taken or driven out, as intervals, and by which act."""

from __future__ import annotations

from dataclasses import dataclass

from masdar.arabic.document import NUMBER, PUNCTUATION, WORD
from masdar.arabic.numbers import NumberPhrase, dual_of
from masdar.arabic.syntax import HARD
from masdar.coding.draft import ActMention, Draft, Mention, Why
from masdar.knowledge.lexicon import Casualty, Lexicon

REACH = 7  # words between a casualty word and its number
COUNTED_BY = {
    "killed": frozenset(("ASSAULT", "PROTEST", "COERCE")),
    "injured": frozenset(("ASSAULT", "PROTEST", "COERCE")),
    "captured": frozenset(("COERCE", "ASSAULT", "SANCTION")),
    "displaced": frozenset(("SANCTION", "RETREAT", "AID", "ASSAULT")),
    "at_risk": frozenset(("COERCE", "ASSAULT", "SANCTION", "THREATEN")),
}


@dataclass(slots=True)
class Toll:
    """A count told in the text: key, interval, and the word that tells it."""

    key: str
    low: int | None
    high: int | None
    word: int
    lexicon: str


class Counter:
    """Reads tolls with one lexicon and gives them to acts."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def read(self, draft: Draft) -> None:
        """Fill the counts of the draft's acts."""
        for toll in self._tolls(draft):
            act = self._act_for(draft, toll)
            if act is None:
                continue
            known = act.counts.get(toll.key)
            if known is None or (known == (1, 1) and (toll.low or 0) > 1):
                act.counts[toll.key] = (toll.low, toll.high)
                word = draft.document.words[toll.word]
                act.why.append(Why("counts", toll.key, toll.lexicon, word.start, word.end))

    def _casualty(self, draft: Draft, index: int) -> Casualty | None:
        word = draft.document.words[index]
        forms = self.lexicon.casualties.get(word.key)
        if word.definite:
            forms = (*forms, *self.lexicon.casualties.get(word.bare))
        for form in forms:
            if form.form is None and word.tag == "VERB" and any(f.form is not None for f in forms):
                continue
            if form.form is not None and (word.definite or word.tag not in ("VERB", "")):
                continue
            return form.entry
        return None

    def _tolls(self, draft: Draft) -> list[Toll]:
        tolls: list[Toll] = []
        used: set[int] = set()
        words = draft.document.words
        for word in words:
            if word.kind != WORD:
                continue
            casualty = self._casualty(draft, word.index)
            if casualty is None:
                continue
            if casualty.people:
                dual = dual_of(word.norm)
                number = self._number_before(draft, word.index)
                if number is not None:
                    used.add(id(number))
                    tolls.append(Toll(casualty.key, number.low, number.high, word.index, casualty.where))
                elif dual:
                    tolls.append(Toll(casualty.key, 2, 2, word.index, casualty.where))
                continue
            number = self._number_after(draft, word.index, used)
            if number is not None:
                used.add(id(number))
                tolls.append(Toll(casualty.key, number.low, number.high, word.index, casualty.where))
                continue
            counted = self._one_or_two(draft, word.index)
            if counted:
                tolls.append(Toll(casualty.key, counted, counted, word.index, casualty.where))
        return tolls

    @staticmethod
    def _number_before(draft: Draft, index: int) -> NumberPhrase | None:
        for number in draft.numbers:
            if number.end_word <= index <= number.end_word + 1 or number.unit_index == index:
                return number
        return None

    @staticmethod
    def _number_after(draft: Draft, index: int, used: set[int]) -> NumberPhrase | None:
        words = draft.document.words
        for number in draft.numbers:
            if index < number.start_word <= index + REACH and id(number) not in used:
                between = words[index + 1 : number.start_word]
                if any(w.tag == "VERB" or (w.kind == PUNCTUATION and w.text in HARD) for w in between):
                    return None
                if any(w.kind == WORD and w.norm in ("في", "منذ", "خلال", "قبل", "بعد") for w in between):
                    return None
                return number
        return None

    def _one_or_two(self, draft: Draft, index: int) -> int:
        """1 or 2 where the casualty is one person or a dual (مقتل جندي, أصيب طفلان), else 0."""
        words = draft.document.words
        for mention in draft.mentions:
            if not index < mention.start_word <= index + 2 or mention.kind in ("adjective", "country", "capital"):
                continue
            if any(w.kind != WORD for w in words[index + 1 : mention.start_word]):
                return 0
            head = words[draft.phrases[mention.phrase].head]
            if head.kind == NUMBER:
                return 0
            if dual_of(head.norm):
                return 2
            return 1 if self._single(mention) else 0
        return 0

    def _single(self, mention: Mention) -> bool:
        return (mention.kind in ("person", "name") or (mention.kind == "people" and mention.lexicon is not None)) and (
            not mention.plural
        )

    def _act_for(self, draft: Draft, toll: Toll) -> ActMention | None:
        """The act that a toll belongs to: that of its own word, else the nearest of its sentence that can have one."""
        document = draft.document
        sentence = document.sentences[document.sentence_of(toll.word)]
        allowed = COUNTED_BY[toll.key]
        best: ActMention | None = None
        for act in draft.acts:
            if act.word == toll.word and act.type in allowed:
                return act
            if not sentence.start <= act.word < sentence.end or act.type not in allowed:
                continue
            if best is None or abs(act.word - toll.word) < abs(best.word - toll.word):
                best = act
        if best is None and toll.key in ("killed", "injured"):
            # A toll told in a sentence of its own goes to the violence told last.
            before = [a for a in draft.acts if a.word < toll.word and a.type == "ASSAULT"]
            if before and document.sentence_of(toll.word) - document.sentence_of(before[-1].word) <= 1:
                return before[-1]
        return best
