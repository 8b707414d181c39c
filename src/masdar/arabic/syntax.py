"""Clause structure without a parser: what stands as subject, object and prepositional phrase of a verb or masdar.

News Arabic keeps to a few orders: verb, subject, object; subject, verb, object; a relative clause after its
antecedent with a resumptive pronoun where the antecedent is not the subject; a masdar with its agent or patient in
the genitive. These are read off the noun phrases around a word, with agreement deciding where order does not.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from masdar.arabic.document import PUNCTUATION, WORD, Document, Word
from masdar.arabic.phrases import NounPhrase

RELATIVES = frozenset("الذي التي الذين اللذان اللتان اللذين اللتين اللواتي اللاتي".split())
COMPLEMENTISERS = frozenset(
    "أن إن ان أنّ إنّ لأن لان أنه إنه أنها إنها أنهم إنهم انه انها انهم حيث فيما بينما عندما حين حينما لكن ولكن بل إذا "
    "اذا لو إلا مما بعدما قبلما كما لكي كي ثم بأن بان أنهما".split()
)
AUXILIARIES = frozenset(
    "كان كانت كانوا يكون تكون قد لقد لم لن لا ما سوف ليس ليست مازال يزال تزال زال زالت بات باتت أصبح أصبحت "
    "ظل ظلت".split()
)
HARD = frozenset(".:؛;!?؟…—–")
FURTHEST = 30  # words; beyond this an argument is a guess


@dataclass(slots=True)
class Frame:
    """The arguments of a verb or masdar, as numbers of noun phrases in the document's list."""

    subject: list[int] = field(default_factory=list)
    subject_rule: str = ""
    objects: list[int] = field(default_factory=list)
    object_rule: str = ""
    oblique: list[tuple[str, int]] = field(default_factory=list)  # preposition, phrase
    antecedent: int = -1  # the phrase that a relative clause with this verb describes
    resumptive: bool = False  # ... and the pronoun on the verb stands for it


def feminine_verb(word: Word) -> bool | None:
    """Whether a finite verb agrees with a feminine singular (or things) subject; None where its form fits both."""
    stem = word.stem
    if "س" in word.proclitics or (stem.startswith(("ي", "ت")) and len(stem) > 3 and word.tag == "VERB"):
        if stem.startswith("ي"):
            return False
        if stem.endswith("ت"):
            return True
        return None if stem.startswith(("تح", "تع", "تظ", "تص", "تم", "تر", "تس", "تف", "تو")) else True
    return stem.endswith("ت")


def plural_verb(word: Word) -> bool:
    """Whether a finite verb carries the ending of the plural, so that its subject stands before it or is understood."""
    return word.stem.endswith(("وا", "ون")) and len(word.stem) > 3


def _dash(words: list[Word], index: int) -> bool:
    """Whether a hyphen ends a dateline: (CNN) -- قال."""
    return words[index].text == "-" and index > 0 and words[index - 1].text in ("-", ")")


class Syntax:
    """The clause structure of one document with its noun phrases."""

    def __init__(
        self,
        document: Document,
        phrases: list[NounPhrase],
        phrase_at: list[int],
        adverbial: Collection[int],
        feminine: Collection[int] = (),
    ) -> None:
        """:param adverbial: numbers of phrases that are times or places, which are no subjects or objects.
        :param feminine: numbers of phrases that agree as feminine singular."""
        self.document = document
        self.phrases = phrases
        self.phrase_at = phrase_at
        self.adverbial = frozenset(adverbial)
        self.feminine = frozenset(feminine)
        #: Phrases in apposition to another one, which is named here too: they are no arguments of their own. To be
        #: filled before the first frame is asked for.
        self.apposed: dict[int, int] = {}
        self._frames: dict[tuple[int, bool, int], Frame] = {}
        # What each word is to the clauses, asked for again and again.
        words = document.words
        self._finite = [word.tag == "VERB" and word.stem not in AUXILIARIES for word in words]
        self._hard = [word.kind == PUNCTUATION and (word.text in HARD or _dash(words, word.index)) for word in words]
        self._relative = [word.kind == WORD and word.norm in RELATIVES for word in words]
        self._that = [
            word.kind == WORD and (word.norm in COMPLEMENTISERS or word.stem in COMPLEMENTISERS) for word in words
        ]
        #: The finite verbs other than auxiliaries, as indices of words.
        self.verbs = [index for index, finite in enumerate(self._finite) if finite]

    def finite(self, index: int) -> bool:
        """Whether word ``index`` is a finite verb other than an auxiliary."""
        return self._finite[index]

    def verb_frame(self, verb: int, passive: bool = False, carried: int = -1) -> Frame:
        """The arguments of the finite verb at word ``verb``.

        :param passive: whether to read the verb as passive, so that it has no subject.
        :param carried: the phrase of the noun that a light verb carries, which is none of its arguments.
        """
        cached = self._frames.get((verb, passive, carried))
        if cached is None:
            cached = self._frames[verb, passive, carried] = self._verb_frame(verb, passive, carried)
        return cached

    def _verb_frame(self, verb: int, passive: bool, carried: int) -> Frame:
        words = self.document.words
        sentence = self.document.sentences[self.document.sentence_of(verb)]
        frame = Frame()
        right = [n for n in self._right(verb + 1, sentence.end) if n != carried]
        bare = self._bare(right)
        frame.oblique = [(self.phrases[n].preposition, n) for n in right if self.phrases[n].preposition]
        groups = self._groups(bare)
        before, rule = self._left(verb, sentence.start, frame)
        if rule == "relative-object":
            frame.resumptive = True
            frame.objects, frame.object_rule = [frame.antecedent], "relative clause: the pronoun on the verb"
            before = []
        word = words[verb]
        if passive:
            if groups:
                frame.objects, frame.object_rule = groups[0], "subject of a passive verb"
            elif before:
                frame.objects, frame.object_rule = before, "subject of a passive verb, before it"
            return frame
        if before and self._agrees(word, before[0]):
            # With the subject before its verb, what follows is the object; a subject right after a verb that agrees
            # better than what stands before is still the subject (قال الرئيس after a clause-opening phrase).
            frame.subject, frame.subject_rule = before, rule
            if groups:
                frame.objects, frame.object_rule = groups[0], "object after the verb"
        elif groups and not plural_verb(word) and self._agrees(word, groups[0][0]):
            frame.subject, frame.subject_rule = groups[0], "subject after the verb"
            if len(groups) > 1 and not frame.objects:
                frame.objects, frame.object_rule = groups[1], "object after the subject"
        else:
            if before:
                frame.subject, frame.subject_rule = before, rule + ", without agreement"
            if groups and not frame.objects:
                frame.objects, frame.object_rule = groups[0], "object after the verb, subject understood"
        return frame

    def noun_frame(self, noun: int) -> Frame:
        """What follows a masdar: its genitive and adjectives as objects of one phrase, and prepositional phrases."""
        sentence = self.document.sentences[self.document.sentence_of(noun)]
        frame = Frame()
        number = self.phrase_at[noun]
        start = self.phrases[number].end if number >= 0 else noun + 1
        right = self._right(start, sentence.end)
        frame.oblique = [(self.phrases[n].preposition, n) for n in right if self.phrases[n].preposition]
        frame.objects = self._bare(right)[:1]
        return frame

    def _bare(self, numbers: list[int]) -> list[int]:
        """The phrases that can be subjects and objects."""
        return [
            n for n in numbers if not self.phrases[n].preposition and n not in self.adverbial and n not in self.apposed
        ]

    def governing_verb(self, index: int) -> int:
        """The finite verb that word ``index`` hangs on: the nearest before it in its clause, -1 if there is none."""
        first = self.document.sentences[self.document.sentence_of(index)].start
        for at in range(index - 1, max(first, index - FURTHEST) - 1, -1):
            if self._finite[at]:
                return at
            if self._hard[at] or self._relative[at] or self.document.words[at].norm in COMPLEMENTISERS:
                return -1
        return -1

    def _right(self, start: int, stop: int) -> list[int]:
        """Noun phrases after a word, up to the end of its clause."""
        found: list[int] = []
        at = start
        limit = min(stop, start + FURTHEST)
        while at < limit:
            if self._hard[at] or self._finite[at] or self._that[at]:
                break
            if self._relative[at]:
                after = self._after_relative(at, limit)
                if after < 0:
                    break
                at = after
                continue
            number = self.phrase_at[at]
            if number >= 0 and self.phrases[number].start >= start:
                if not found or found[-1] != number:
                    found.append(number)
                at = self.phrases[number].end
            else:
                at += 1
        return found

    def _after_relative(self, at: int, limit: int) -> int:
        """Where the clause goes on after a relative clause set off by a comma, or -1."""
        for position in range(at + 2, limit):
            word = self.document.words[position]
            if word.kind == PUNCTUATION:
                return position + 1 if word.text in "،," else -1
        return -1

    def _groups(self, numbers: list[int]) -> list[list[int]]:
        """Phrases with what is coordinated to them."""
        groups: list[list[int]] = []
        for number in numbers:
            joined = self.phrases[number].coordinated
            if groups and joined >= 0 and joined in groups[-1]:
                groups[-1].append(number)
            elif joined < 0 or not groups:
                groups.append([number])
            else:
                groups.append([number])
        return groups

    def _left(self, verb: int, first: int, frame: Frame) -> tuple[list[int], str]:
        """The subject before a verb, or the antecedent of its relative clause."""
        words = self.document.words
        at = verb - 1
        while at >= first and words[at].kind == WORD and words[at].stem in AUXILIARIES:
            at -= 1
        if at >= first and words[at].norm in RELATIVES:
            return self._antecedent(verb, at, first, frame)
        if at >= first and words[at].norm in ("من", "ما", "مما", "ممن"):
            return [], ""
        if words[verb].proclitics and words[verb].proclitics[0] in ("و", "ف"):
            return [], ""
        number = self.phrase_at[at] if at >= first else -1
        if number >= 0 and words[verb].enclitic and not self.phrases[number].preposition:
            last = words[at]
            if not last.definite and not last.enclitic and last.tag in ("NOUN", "ADJ"):
                frame.antecedent = number
                return [number], "relative-object"
        found: list[int] = []
        commas = 0
        while at >= max(first, verb - FURTHEST):
            word = words[at]
            number = self.phrase_at[at]
            if number >= 0:
                found.append(number)
                at = self.phrases[number].start - 1
                continue
            if self._hard[at] or self._finite[at] or self._relative[at] or self._that[at]:
                break
            if word.kind == PUNCTUATION:
                commas += word.text in "،,"
                if commas > 2:
                    break
            at -= 1
        found.reverse()
        bare = self._bare(found)
        if not bare:
            return [], ""
        if at >= first and self._finite[at]:
            # What stands between two verbs belongs to the first one.
            return [], ""
        group = self._groups(bare)[0]
        return group, "subject before the verb"

    def _antecedent(self, verb: int, relative: int, first: int, frame: Frame) -> tuple[list[int], str]:
        words = self.document.words
        at = relative - 1
        while at >= first and words[at].kind == PUNCTUATION and words[at].text not in HARD:
            at -= 1
        number = self.phrase_at[at] if at >= first else -1
        if number < 0:
            return [], ""
        frame.antecedent = number
        if words[verb].enclitic:
            return [number], "relative-object"
        return [number], "antecedent of the relative clause"

    def _agrees(self, word: Word, number: int) -> bool:
        feminine = feminine_verb(word)
        if feminine is None or plural_verb(word):
            return True
        if self.document.words[self.phrases[number].head].tag == "PROPN":
            return True  # a name's spelling does not tell its gender
        phrase_feminine = number in self.feminine
        if feminine and not phrase_feminine:
            head = self.document.words[self.phrases[number].head]
            # Broken plurals of things and peoples' names take a feminine verb too; only a clear singular man does not.
            return not head.key.endswith(("ون", "ين"))
        return not (feminine is False and phrase_feminine)
