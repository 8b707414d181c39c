"""Counts: how many were killed, hurt, taken or driven out, as intervals, and by which act.

First the tolls are read, wherever the text tells one (مقتل 12, 12 قتيلا, حصيلة القتلى إلى 12,
مقتل جندي); then each is given to the act that did it: while the layers are built to every act word, so that the judge
can see which of them tell deaths, and once it has decided to the events that stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from masdar.arabic.document import NUMBER, PUNCTUATION, WORD, Word
from masdar.arabic.numbers import NumberPhrase, dual_of
from masdar.arabic.phrases import PREPOSITIONS
from masdar.arabic.syntax import HARD
from masdar.coding.draft import ActMention, Draft, Mention, Why
from masdar.knowledge.lexicon import Casualty, Lexicon

REACH = 9  # words between a casualty word and its number
CLOSE = 2  # the same, where nothing is said of what the number counts
HINT_REACH = 12  # words between a number of people and a word that may count by it
COUNTED_BY = {
    "killed": frozenset(("ASSAULT", "PROTEST", "COERCE")),
    "injured": frozenset(("ASSAULT", "PROTEST", "COERCE")),
    "captured": frozenset(("COERCE", "ASSAULT", "SANCTION")),
    "displaced": frozenset(("SANCTION", "RETREAT", "AID", "ASSAULT")),
    "at_risk": frozenset(("COERCE", "ASSAULT", "SANCTION", "THREATEN")),
}
NOT_DONE = frozenset(("negated", "hypothetical", "future"))
_AMONG = frozenset(("بينهم", "منهم", "بينهن", "منهن", "بينها", "هم", "معظمهم", "أغلبهم"))
_OTHERS = frozenset(
    ("اخر", "اخرون", "اخرين", "اخران", "اخريات", "شخص", "شخصا", "اشخاص", "شخصين", "شخصان", "فرد", "افراد", "فردا")
)
_RISE = frozenset(("حصيله", "ارتفع", "ارتفعت", "ارتفاع", "يرتفع", "ترتفع", "بلغ", "بلغت", "عدد"))
_ONE = frozenset(("احد", "احدي"))
_ANTECEDENT = frozenset(("الذي", "التي"))
_AFTER_FATE = frozenset(("في", "ب", "إثر", "خلال", "على", "جراء", "برصاص", "بنيران", "اليوم", "أمس"))


@dataclass(slots=True)
class Toll:
    """A count told in the text: key, interval, and the word that tells it."""

    key: str
    low: int | None
    high: int | None
    word: int
    lexicon: str
    update: bool = False  # told as what a count has come to
    number: NumberPhrase | None = None
    loose: bool = False  # only a number of people with a word near it that may count them: to be weighed


class TollReader:
    """Reads tolls with one lexicon and gives them to acts."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def read(self, draft: Draft) -> None:
        """Fill the counts of the draft's act words."""
        used: set[int] = set()
        tolls = self._tolls(draft, used)
        draft.tolls = tolls + self._loose(draft, tolls, used)
        self._give(draft, tolls)

    # -- reading -----------------------------------------------------------------------------------------------------

    def _casualty(self, draft: Draft, index: int) -> Casualty | None:
        word = draft.document.words[index]
        if word.kind != WORD:
            return None
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

    def _tolls(self, draft: Draft, used: set[int]) -> list[Toll]:
        words = draft.document.words
        listed = self.lexicon.casualties.get
        known = {
            word.index: casualty
            for word in words
            if (listed(word.key) or (word.definite and listed(word.bare)))
            and (casualty := self._casualty(draft, word.index)) is not None
        }
        tolls: list[Toll] = []
        for index, casualty in known.items():
            counted = (
                self._people(draft, index, used) if casualty.people else self._happening(draft, index, known, used)
            )
            if counted is not None:
                low, high = counted
                if (low, high) == (2, None):
                    continue  # عدة: nobody counts by it
                update = any(w.bare in _RISE or w.key in _RISE for w in words[max(0, index - 5) : index])
                tolls.append(Toll(casualty.key, low, high, index, casualty.where, update))
                continue
            # عشرات القتلى والجرحى, مقتل وإصابة 20: one number for both.
            other = known.get(index - 1) if words[index].proclitics[:1] == ("و",) else None
            if other is not None and tolls and tolls[-1].word == index - 1 and other.key != casualty.key:
                last = tolls[-1]
                if casualty.people or words[index - 1].enclitic == "":
                    tolls.append(Toll(casualty.key, last.low, last.high, index, casualty.where, last.update))
        return tolls

    def _loose(self, draft: Draft, tolls: Sequence[Toll], used: set[int]) -> list[Toll]:
        """Numbers of people that no rule has taken, each with the nearest word of its sentence that may count by it."""
        document = draft.document
        words = document.words
        told = {(toll.key, toll.low, toll.high) for toll in tolls}
        found: list[Toll] = []
        hints: dict[int, tuple[Casualty, ...]] = {}
        for number in draft.numbers:
            if number.year or id(number) in used or not self._counts_people(draft, number, 0):
                continue
            if number.start_word and words[number.start_word - 1].norm in _AMONG:
                continue
            if _dates(draft, number):
                continue
            sentence = document.sentences[document.sentence_of(number.start_word)]
            nearest: dict[str, tuple[int, int, Casualty]] = {}
            low, high = max(sentence.start, number.start_word - HINT_REACH), number.end_word + HINT_REACH
            for word in words[low : min(sentence.end, high)]:
                if word.kind != WORD:
                    continue
                if word.index not in hints:
                    hints[word.index] = self._hints(word)
                for hint in hints[word.index]:
                    rank = (abs(word.index - number.start_word), word.index, hint)
                    if hint.key not in nearest or rank[0] < nearest[hint.key][0]:
                        nearest[hint.key] = rank
            for key, (_, at, hint) in sorted(nearest.items()):
                if (key, number.low, number.high) not in told:
                    found.append(Toll(key, number.low, number.high, at, hint.where, number=number, loose=True))
        return found

    def _hints(self, word: Word) -> tuple[Casualty, ...]:
        """What a word says, or may say, of people who are counted."""
        found: list[Casualty] = []
        for table in (self.lexicon.casualties, self.lexicon.toll_hints):
            found += [form.entry for form in (*table.get(word.key), *(table.get(word.bare) if word.definite else ()))]
        return tuple(found)

    def _people(self, draft: Draft, index: int, used: set[int]) -> tuple[int | None, int | None] | None:
        """The count of a noun for those it happened to: 12 قتيلا, قتيلان, حصيلة القتلى إلى 12, راح ضحيته 12."""
        words = draft.document.words
        for number in draft.numbers:
            if number.year:
                continue
            if number.end_word <= index <= number.end_word + 1 or number.unit_index == index:
                if id(number) in used:
                    return None
                used.add(id(number))
                return number.low, number.high
        if dual_of(words[index].norm):
            return 2, 2
        if words[index].norm == "قتيل" and words[index - 1].norm == "بين":
            return self._fallen(draft, index, used)
        if words[index].key.startswith("جريح") and words[index - 2].norm == "بين":
            return None
        if words[index].definite or words[index].enclitic:
            after = self._after(draft, index, {}, used)
            if after is not None and after.start_word <= index + 4:
                used.add(id(after))
                return after.low, after.high
        return None

    def _fallen(self, draft: Draft, index: int, used: set[int]) -> tuple[int | None, int | None] | None:
        """عشرات العناصر سقطوا بين قتيل وجريح."""
        number = self._before(draft, index, used)
        return (number.low, number.high) if number is not None else None

    def _happening(
        self, draft: Draft, index: int, known: dict[int, Casualty], used: set[int]
    ) -> tuple[int | None, int | None] | None:
        """The count of a verb or verbal noun: قتل 12, مقتل 12 جنديا ومدنيين, 450 شخصا أوقفوا, مقتل جندي."""
        words = draft.document.words
        word = words[index]
        number = self._after(draft, index, known, used)
        if number is not None:
            used.add(id(number))
            return self._with_others(draft, number, known, used)
        if word.tag == "VERB" and word.stem.endswith(("وا", "ون")):
            number = self._before(draft, index, used)
            if number is not None:
                used.add(id(number))
                return number.low, number.high
        single = self._one_or_two(draft, index)
        if single:
            low, high = self._and_more(draft, index + 1, single, known, used)
            return low, high
        if word.enclitic == "ه":
            return 1, 1
        previous = words[index - 1] if index else None
        if word.tag == "VERB" and previous is not None and previous.norm in _ANTECEDENT:
            following = words[index + 1] if index + 1 < len(words) else None
            if following is not None and (following.norm in _AFTER_FATE or following.proclitics[:1] == ("ب",)):
                return 1, 1
        return None

    def _is_person(self, word: Word) -> bool:
        if word.bare in _OTHERS or dual_of(word.norm):
            return True
        agent = self.lexicon.agents.get(word.bare)
        return (agent is not None and agent.collective == "people") or word.bare in self.lexicon.demonyms

    def _counts_people(self, draft: Draft, number: NumberPhrase, gap: int) -> bool:
        """Whether a number can be of people: by its unit, or by standing close to the casualty word."""
        words = draft.document.words
        at = number.unit_index
        if at is None:
            return gap <= CLOSE
        if self._is_person(words[at]):
            return True
        if any(m.start_word <= at < m.end_word and m.kind in ("people", "person") for m in draft.mentions):
            return True
        return False

    def _after(self, draft: Draft, index: int, known: dict[int, Casualty], used: set[int]) -> NumberPhrase | None:
        words = draft.document.words
        for number in draft.numbers:
            if number.start_word <= index or number.year:
                continue
            if number.start_word > index + REACH:
                return None
            between = words[index + 1 : number.start_word]
            if any(w.tag == "VERB" or (w.kind == PUNCTUATION and w.text in HARD) for w in between):
                return None
            if any(w.norm in _AMONG for w in between):
                return None
            if any(w.index in known and w.index != index + 1 for w in between):
                return None
            if index + 1 in known and words[index + 1].proclitics[:1] != ("و",):
                return None
            if _dates(draft, number):
                continue
            if id(number) in used or not self._counts_people(draft, number, len(between)):
                continue
            return number
        return None

    def _before(self, draft: Draft, index: int, used: set[int]) -> NumberPhrase | None:
        words = draft.document.words
        for number in reversed(draft.numbers):
            if number.end_word > index or number.year:
                continue
            if index - number.end_word > REACH + 2 or id(number) in used:
                return None
            between = words[number.end_word : index]
            if any(w.tag == "VERB" and w.key != "سقطوا" for w in between):
                return None
            if any(w.kind == PUNCTUATION and w.text in HARD for w in between):
                return None
            if _dates(draft, number):
                continue
            if number.start_word and words[number.start_word - 1].norm in _AMONG:
                return None
            return number if self._counts_people(draft, number, CLOSE) else None
        return None

    def _with_others(
        self, draft: Draft, number: NumberPhrase, known: dict[int, Casualty], used: set[int]
    ) -> tuple[int | None, int | None]:
        return self._and_more(draft, number.end_word, (number.low, number.high), known, used)

    def _and_more(
        self,
        draft: Draft,
        at: int,
        told: tuple[int | None, int | None] | int,
        known: dict[int, Casualty],
        used: set[int],
    ) -> tuple[int | None, int | None]:
        """The sum of a count and of those joined to it: 3 جنود ومدنيان, عشرة جنود إضافة إلى ثلاثة عمال."""
        words = draft.document.words
        low, high = (told, told) if isinstance(told, int) else told
        starts = {number.start_word: number for number in draft.numbers if not number.year}
        limit = min(len(words), at + 14)
        while at < limit:
            word = words[at]
            if (
                word.tag == "VERB"
                or word.norm in _AMONG
                or at in known
                or (word.kind == PUNCTUATION and word.text in HARD)
            ):
                break
            joined = "و" in word.proclitics or (words[at - 1].norm == "إلى" and words[at - 2].stem == "إضافة")
            number = starts.get(at)
            if joined and number is not None and id(number) not in used and self._counts_people(draft, number, CLOSE):
                if not any(t.start_word <= at < t.end_word for t in draft.times):
                    used.add(id(number))
                    low = low + number.low if low is not None and number.low is not None else low
                    high = high + number.high if high is not None and number.high is not None else None
                at = number.end_word
                continue
            if joined and dual_of(word.norm) and self._is_person(word):
                low, high = (low or 0) + 2, high + 2 if high is not None else None
            elif (
                joined
                and isinstance(told, int)
                and self._is_person(word)
                and not word.definite
                and words[at].tag == "NOUN"
            ):
                agent = self.lexicon.agents.get(word.bare)
                if agent is not None and not word.key.endswith(("ون", "ين", "ات")) and self._lone(draft, at):
                    low, high = (low or 0) + 1, high + 1 if high is not None else None
            at += 1
        return low, high

    def _lone(self, draft: Draft, at: int) -> bool:
        return any(m.start_word == at and not m.plural for m in draft.mentions)

    def _one_or_two(self, draft: Draft, index: int) -> int:
        """1 or 2 where the casualty is one person or a dual (مقتل جندي, أصيب طفلان), else 0."""
        words = draft.document.words
        for at in range(index + 1, min(len(words), index + 6)):
            word = words[at]
            if word.kind != WORD or word.tag == "VERB":
                break
            if word.key in _ONE and at + 1 < len(words) and words[at + 1].kind == WORD:
                return 1
        for mention in draft.mentions:
            if not index < mention.start_word <= index + 2 or mention.kind in ("adjective", "country", "capital"):
                continue
            between = words[index + 1 : mention.start_word]
            if any(w.kind != WORD or (w.norm in PREPOSITIONS and w.norm != "على") for w in between):
                return 0
            head = words[draft.phrases[mention.phrase].head]
            if head.kind == NUMBER or words[mention.start_word].proclitics[:1] == ("ب",):
                return 0
            if dual_of(head.norm):
                return 2
            return 1 if self._single(mention) else 0
        return 0

    def _single(self, mention: Mention) -> bool:
        return (mention.kind in ("person", "name") or (mention.kind == "people" and mention.lexicon is not None)) and (
            not mention.plural
        )

    # -- giving ------------------------------------------------------------------------------------------------------

    def _give(self, draft: Draft, tolls: Iterable[Toll]) -> None:
        given: dict[tuple[int, str], Toll] = {}
        for toll in tolls:
            act = self.act_for(draft, toll, draft.acts)
            if act is None:
                continue
            before = given.get((id(act), toll.key))
            if before is not None and not self._better(toll, before):
                continue
            given[id(act), toll.key] = toll
            act.counts[toll.key] = (toll.low, toll.high)
            word = draft.document.words[toll.word]
            act.why = [why for why in act.why if not (why.field == "counts" and why.rule == toll.key)]
            act.why.append(Why("counts", toll.key, toll.lexicon, word.start, word.end))

    @staticmethod
    def _better(toll: Toll, before: Toll) -> bool:
        """Whether a later toll of one event says more than an earlier one: many after one, or a count that rose."""
        if (before.low, before.high) == (1, 1):
            return (toll.low or 0) > 1
        return toll.update and (toll.low or 0) > (before.low or 0)

    def lone(self, draft: Draft, event: ActMention) -> Toll | None:
        """The toll of one who is the only recipient of a killing or taking (اغتال مسلحون القيادي أبو خالد), where the
        text tells no number with its words."""
        if len(event.recipients) != 1 or not self._single(event.recipients[0].mention):
            return None
        for act in (event, *event.also):
            casualty = self._casualty(draft, act.word)
            if casualty is None or casualty.people or casualty.key not in ("killed", "captured"):
                continue
            if not any(toll.word == act.word for toll in draft.tolls):
                return Toll(casualty.key, 1, 1, act.word, casualty.where)
        return None

    def act_for(self, draft: Draft, toll: Toll, acts: Sequence[ActMention]) -> ActMention | None:
        """The act that the rules give a toll to: that of its own word, else the nearest of its sentence fit for it.

        :param acts: acts, each taken with those that tell the same event.
        """
        if toll.loose:
            return None
        document = draft.document
        sentence = document.sentences[document.sentence_of(toll.word)]
        allowed = COUNTED_BY[toll.key]
        best: tuple[tuple[int, int], ActMention] | None = None
        for act in acts:
            if act.type not in allowed:
                continue
            told = (act.word, *(other.word for other in act.also))
            if toll.word in told:
                return act
            for word in told:
                if sentence.start <= word < sentence.end:
                    rank = (int(toll.key in ("killed", "injured") and act.type != "ASSAULT"), abs(word - toll.word))
                    if best is None or rank < best[0]:
                        best = (rank, act)
        if best is not None:
            if toll.key == "captured" and best[0][1] > REACH:
                return None
            return best[1]
        if toll.key in ("killed", "injured"):
            # A toll told in a sentence of its own goes to the violence told last.
            number = document.sentence_of(toll.word)
            before = [
                (word, act)
                for act in acts
                for word in (act.word, *(other.word for other in act.also))
                if act.type == "ASSAULT" and word < toll.word and number - document.sentence_of(word) <= 1
            ]
            if before:
                return max(before, key=lambda item: item[0])[1]
        return None


def _dates(draft: Draft, number: NumberPhrase) -> bool:
    """Whether a number is part of an expression of time."""
    return any(time.start_word <= number.start_word < time.end_word for time in draft.times)
