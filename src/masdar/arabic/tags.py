"""Parts of speech: whether a word is here a verb, a noun, an adjective, a name.

Written Arabic leaves out the vowels that tell قَتَلَ (he killed) from قَتْل (killing); the words around it tell. A
conditional random field over spelling, clitics and neighbours decides for a whole sentence at once. The model file is
trained by :mod:`masdar.learning.tagger`; its card stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import pycrfsuite

from masdar.arabic.document import NUMBER, PUNCTUATION, Document, Word
from masdar.arabic.paradigms import looks
from masdar.arabic.script import key

TAGS = (
    "VERB", "NOUN", "PROPN", "ADJ", "NUM", "ADP", "CONJ", "SCONJ", "PRON", "DET", "ADV", "PART", "PUNCT", "X",
)  # fmt: skip
MODEL = Path(__file__).parent.parent / "learning" / "models" / "tags.crfsuite"

# What the model sees of one word: stem, proclitics, enclitic, kind.
Shape = tuple[str, tuple[str, ...], str, str]


@lru_cache(maxsize=200_000)
def _own(stem: str, proclitics: tuple[str, ...], enclitic: str, kind: str) -> tuple[str, ...]:
    """The features of a word by itself."""
    if kind == PUNCTUATION:
        return (f"p={stem}",)
    if kind == NUMBER:
        return ("number",)
    definite = stem.startswith("ال") and len(stem) > 3
    bare = stem[2:] if definite else stem
    features = [
        f"w={stem}", f"b={bare}", f"1={bare[:1]}", f"2={bare[:2]}", f"3={bare[:3]}", f"-1={bare[-1:]}",
        f"-2={bare[-2:]}", f"-3={bare[-3:]}", f"l={min(len(bare), 8)}", f"1-1={bare[:1]}{bare[-1:]}{len(bare)}",
        f"pattern={_pattern(bare)}",
    ]  # fmt: skip
    features += [f"form={look}" for look in looks(key(stem))]
    if definite:
        features.append("definite")
    if enclitic:
        features += ["pronoun", f"pronoun={enclitic}"]
    features += [f"clitic={particle}" for particle in proclitics]
    if not stem[:1] or not "\u0621" <= stem[0] <= "\u064a":
        features.append("foreign")
    return tuple(features)


def _pattern(bare: str) -> str:
    """The word with its root letters hidden: those that never belong to an affix or a measure become C."""
    return "".join(letter if letter in "اأإآوينتمسةىءئؤ" else "C" for letter in bare)


@lru_cache(maxsize=200_000)
def _beside(stem: str, proclitics: tuple[str, ...], enclitic: str, kind: str) -> tuple[str, ...]:
    """The features that a word lends to its neighbours."""
    if kind == PUNCTUATION:
        return (f"p={stem}",)
    if kind == NUMBER:
        return ("number",)
    definite = "definite" if stem.startswith("ال") and len(stem) > 3 else "bare"
    return (f"w={stem}", f"end={stem[-2:]}{definite}", f"begin={stem[:1]}{'+' if enclitic else ''}{''.join(proclitics)}")


def features(shapes: Sequence[Shape]) -> list[list[str]]:
    """The features of every word of a sentence, as the model was trained on."""
    own = [_own(*shape) for shape in shapes]
    beside = [_beside(*shape) for shape in shapes]
    last = len(shapes) - 1
    found = []
    for at, mine in enumerate(own):
        row = list(mine)
        if at:
            row += ["<" + feature for feature in beside[at - 1]]
            if at > 1:
                row.append("<<" + beside[at - 2][0])
        else:
            row.append("first")
        if at < last:
            row += [">" + feature for feature in beside[at + 1]]
        else:
            row.append("last")
        found.append(row)
    return found


@cache
def _tagger() -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(MODEL))
    return tagger


def shape(word: Word) -> Shape:
    """What the model sees of a word."""
    if word.kind == PUNCTUATION:
        return word.text, (), "", PUNCTUATION
    return word.stem, word.proclitics, word.enclitic, word.kind


def tag_document(document: Document) -> None:
    """Set the tag of every word."""
    tagger = _tagger()
    for sentence in document.sentences:
        words = document.words[sentence.start : sentence.end]
        if not words:
            continue
        for word, tag in zip(words, tagger.tag(features([shape(word) for word in words])), strict=True):
            word.tag = "PUNCT" if word.kind == PUNCTUATION else "NUM" if word.kind == NUMBER else tag
