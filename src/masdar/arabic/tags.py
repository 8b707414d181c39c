"""Parts of speech: whether a word is here a verb, a noun, an adjective, a name.

Written Arabic leaves out the vowels that tell قَتَلَ (he killed) from قَتْل (killing); the words around it tell. A
conditional random field over spelling, clitics, word classes and neighbours decides for a whole sentence at once;
particles that can be one thing only are listed. The model file is trained by :mod:`masdar.learning.tagger`; its card
stands beside it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import pycrfsuite

from masdar.arabic.clitics import fold, restore
from masdar.arabic.document import NUMBER, PUNCTUATION, Document, Word
from masdar.arabic.paradigms import looks
from masdar.arabic.script import key

TAGS = (
    "VERB", "NOUN", "PROPN", "ADJ", "NUM", "ADP", "CONJ", "SCONJ", "PRON", "DET", "ADV", "PART", "PUNCT", "X",
)  # fmt: skip
MODELS = Path(__file__).parent.parent / "learning" / "models"
MODEL = MODELS / "tags.crfsuite"

# What the model sees of one word: stem, proclitics, enclitic, kind.
Shape = tuple[str, tuple[str, ...], str, str]

_CLOSED_CLASSES = {
    "ADP": "في من إلى على عن مع منذ لدى إزاء حيال عبر ب ل ك إلي علي لدي",
    "CONJ": "و ف أو أم ثم بل لكن",
    "SCONJ": "أن إن لأن كأن إذا لو عندما حيث بينما كي لكي إذ لعل ليت لولا حينما كما فيما مما مهما كلما ريثما",
    "PRON": "هو هي هم هما نحن أنا أنت أنتم هذا هذه هذان هذين هاتان هاتين هؤلاء ذلك تلك ذاك أولئك الذي التي الذين"
    " اللذان اللذين اللتان اللتين اللواتي إيا ماذا",
    "PART": "لا لم لن قد لقد غير سوف هل إلا إنما أما إما يا",
    "DET": "كل بعض أي أية أحد إحدى جميع كلا كلتا",
    "ADV": "هنا هناك هنالك أيضا فقط جدا هكذا",
}
#: Words of closed classes by stem, those of one reading only: their tag is not asked of the model.
CLOSED = {word: tag for tag, words in _CLOSED_CLASSES.items() for word in words.split()}
#: Stems that are a preposition only where a pronoun follows: علي is a name, علي + ه is *on him*.
WITH_PRONOUN = frozenset(("إلي", "علي", "لدي", "ب", "ل", "ك"))


def closed(stem: str, enclitic: str) -> str | None:
    """The tag of a word of a closed class, or None for all other words."""
    tag = CLOSED.get(stem)
    return None if tag is None or (stem in WITH_PRONOUN and not enclitic) else tag


@cache
def classes() -> dict[str, str]:
    """The class of each frequent stem (:mod:`masdar.learning.classes`): a path of 0 and 1, alike for words alike."""
    found: dict[str, str] = {}
    for line in (MODELS / "classes.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            path, _, stems = line.partition("\t")
            found.update(dict.fromkeys(stems.split(" "), path))
    return found


def class_of(stem: str, enclitic: str = "") -> str:
    """The class of a stem, or "" for a rare one; a stem before an enclitic may go by the spelling it has on its own."""
    found = classes().get(fold(stem), "")
    return found or (classes().get(fold(restore(stem)), "") if enclitic else "")


@lru_cache(maxsize=1 << 16)
def _alone(stem: str, proclitics: tuple[str, ...], enclitic: str, kind: str) -> tuple[str, ...]:
    """The features of a word by itself."""
    if kind == PUNCTUATION:
        return (f"p={stem}",)
    if kind == NUMBER:
        return ("number",)
    definite = stem.startswith("ال") and len(stem) > 3
    bare = stem[2:] if definite else stem
    path = class_of(stem, enclitic)
    before = "".join(proclitics)
    affixed = ("D" if definite else "d") + ("E" if enclitic else "e")
    features = [
        f"w={stem}{'+' if enclitic else ''}", f"E={enclitic}{affixed[0]}", f"P={before}{affixed[0]}",
        f"2={bare[:2]}{affixed}", f"-1={bare[-1:]}{affixed}", f"-2={bare[-2:]}{affixed}", f"-3={bare[-3:]}",
        f"1-1={bare[:1]}{bare[-1:]}{min(len(bare), 7)}", f"m={_pattern(bare)}",
    ]  # fmt: skip
    if definite:
        features.append(f"b={bare}")
    if path:
        features += (f"9={path}", f"6={path[:6]}", f"4={path[:4]}")
    else:
        features += ("rare", f"3={bare[:3]}")
    forms = looks(key(stem))
    if forms:
        features.append("form=" + ",".join(sorted(forms)))
    if not "\u0621" <= stem[:1] <= "\u064a":
        features.append("foreign")
    return tuple(features)


def _pattern(bare: str) -> str:
    """The word with its root letters hidden: those that never belong to an affix or a measure become C."""
    return "".join(letter if letter in "اأإآوينتمسةىءئؤ" else "C" for letter in bare)


@lru_cache(maxsize=1 << 16)
def _beside(stem: str, proclitics: tuple[str, ...], enclitic: str, kind: str) -> tuple[tuple[str, ...], ...]:
    """The features that a word lends to the word after it, to the second after it, and to the word before it."""
    if kind == PUNCTUATION:
        own: tuple[str, ...] = (f"p={stem}",)
    elif kind == NUMBER:
        own = ("number",)
    else:
        definite = stem.startswith("ال") and len(stem) > 3
        path = class_of(stem, enclitic) or f"rare{stem[-2:]}"
        own = (
            f"w={stem}", f"9={path}", f"6={path[:6]}{'E' if enclitic else ''}{proclitics[-1] if proclitics else ''}",
            f"s={'D' if definite else ''}{'E' if enclitic else ''}{stem[-1:]}{proclitics[-1] if proclitics else ''}",
        )  # fmt: skip
    return (
        tuple("<" + feature for feature in own),
        ("<<" + own[0], "<<" + own[min(2, len(own) - 1)]),
        tuple(">" + feature for feature in own),
    )


_FIRST, _LAST = ("first",), ("last",)


def features(shapes: Sequence[Shape]) -> list[tuple[str, ...]]:
    """The features of every word of a sentence, as the model was trained on."""
    alone = [_alone(*shape) for shape in shapes]
    beside = [_beside(*shape) for shape in shapes]
    last = len(shapes) - 1
    return [
        mine
        + (beside[at - 1][0] if at else _FIRST)
        + (beside[at - 2][1] if at > 1 else ())
        + (beside[at + 1][2] if at < last else _LAST)
        for at, mine in enumerate(alone)
    ]


@cache
def _tagger(process: int) -> pycrfsuite.Tagger:  # noqa: ARG001 - a forked process opens its own
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
    tagger = _tagger(os.getpid())
    for sentence in document.sentences:
        words = document.words[sentence.start : sentence.end]
        if not words:
            continue
        for word, tag in zip(words, tagger.tag(features([shape(word) for word in words])), strict=True):
            if word.kind == PUNCTUATION:
                word.tag = "PUNCT"
            elif word.kind == NUMBER:
                word.tag = "NUM"
            else:
                word.tag = closed(word.stem, word.enclitic) or tag
