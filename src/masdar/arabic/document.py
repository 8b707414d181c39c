"""The text as the coder sees it: words with their clitics, sentences, clauses.

Everything here is plain data over one string. All offsets are Unicode code points into the report's text exactly as
it was given, end exclusive, so that whatever a later stage says can be shown in the words it came from.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

WORD, NUMBER, PUNCTUATION = "word", "number", "punctuation"


@dataclass(slots=True)
class Word:
    """One token: a word of Arabic or another script, a number written in digits, or one punctuation mark.

    ``norm`` is the word in light orthography (:func:`masdar.arabic.script.normalise`: no vowel signs or tatweel, one
    form for each letter, hamzas as written); ``key`` is its ``stem`` with spelling variants folded
    (:func:`masdar.arabic.script.key`), which is what lexicons are looked up by.
    """

    index: int
    start: int
    end: int
    text: str
    norm: str
    kind: str
    proclitics: tuple[str, ...] = ()  # particles written onto the word, outermost first: ("و", "ل"); never the article
    stem: str = ""  # norm without proclitics and enclitic, the article kept: للجيش -> "الجيش"
    enclitic: str = ""  # pronoun written onto the word: "ها"
    stem_start: int = 0  # where the stem starts in the text; for للجيش, which cannot be split, this is ``start``
    stem_end: int = 0
    key: str = ""
    definite: bool = False  # whether the stem carries the article
    bare: str = ""  # ``key`` without the article
    whole: str = ""  # the folded ``norm``, with all that is written onto the stem
    tag: str = ""  # part of speech of the stem, one of masdar.arabic.tags.TAGS; "" before tagging
    hashtag: bool = False  # stands inside a hashtag (#قوات_النظام gives two words)

    def settle(self, tag: str) -> None:
        """Give the word its part of speech. What looked like the article of a verb is none: التقى."""
        self.tag = tag
        if tag == "VERB":
            self.definite, self.bare = False, self.key


@dataclass(slots=True)
class Sentence:
    """A run of words, as indices into ``Document.words`` (end exclusive), and the clauses that make it up."""

    start: int
    end: int
    clauses: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """A text with its words and sentences."""

    text: str
    words: list[Word]
    sentences: list[Sentence]
    _ends: list[int] = field(default_factory=list, repr=False, compare=False)  # of the sentences

    def sentence_of(self, index: int) -> int:
        """The number of the sentence that holds word ``index``."""
        if len(self._ends) != len(self.sentences):
            self._ends = [sentence.end for sentence in self.sentences]
        number = bisect_right(self._ends, index)
        return number if number < len(self._ends) else max(0, number - 1)

    def spanned(self, words: Sequence[Word]) -> tuple[int, int]:
        """Start and end in the text of a run of words, its leading clitics left outside."""
        return words[0].stem_start, words[-1].end
