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
from itertools import pairwise
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


def _alone(stem: str, proclitics: tuple[str, ...], enclitic: str, kind: str, path: str) -> list[str]:
    """The features of a word by itself; ``path`` is its class."""
    if kind == PUNCTUATION:
        return [f"p={stem}"]
    if kind == NUMBER:
        return ["number"]
    definite = stem.startswith("ال") and len(stem) > 3
    bare = stem[2:] if definite else stem
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
    return features


def _pattern(bare: str) -> str:
    """The word with its root letters hidden: those that never belong to an affix or a measure become C."""
    return "".join([letter if letter in "اأإآوينتمسةىءئؤ" else "C" for letter in bare])


def _lent(stem: str, proclitics: tuple[str, ...], enclitic: str, kind: str, path: str) -> list[str]:
    """What the words beside a word see of it."""
    if kind == PUNCTUATION:
        return [f"p={stem}"]
    if kind == NUMBER:
        return ["number"]
    definite = stem.startswith("ال") and len(stem) > 3
    path = path or f"rare{stem[-2:]}"
    last = proclitics[-1] if proclitics else ""
    attached = "E" if enclitic else ""
    return [
        f"w={stem}", f"9={path}", f"6={path[:6]}{attached}{last}",
        f"s={'D' if definite else ''}{attached}{stem[-1:]}{last}",
    ]  # fmt: skip


#: A word's features, and those that it lends to the word after it, to the second after it, and to the word before it;
#: in UTF-8, as the model keeps them: half the time and memory of strings.
_Features = tuple[tuple[bytes, ...], tuple[bytes, ...], tuple[bytes, ...], tuple[bytes, ...]]


@lru_cache(maxsize=1 << 16)
def _features(stem: str, proclitics: tuple[str, ...], enclitic: str, kind: str) -> _Features:
    path = class_of(stem, enclitic) if kind not in (PUNCTUATION, NUMBER) else ""
    # Encoded in one go; no word holds a line break.
    alone = "\n".join(_alone(stem, proclitics, enclitic, kind, path)).encode().split(b"\n")
    lent = "\n".join(_lent(stem, proclitics, enclitic, kind, path)).encode().split(b"\n")
    return (
        tuple(alone),
        tuple([b"<" + feature for feature in lent]),
        (b"<<" + lent[0], b"<<" + lent[min(2, len(lent) - 1)]),
        tuple([b">" + feature for feature in lent]),
    )


_FIRST, _LAST = (b"first",), (b"last",)


def features(shapes: Sequence[Shape]) -> list[tuple[bytes, ...]]:
    """The features of every word of a sentence, in UTF-8, as the model was trained on."""
    known = [_features(*shape) for shape in shapes]
    found = []
    before: tuple[bytes, ...] = _FIRST
    second: tuple[bytes, ...] = ()
    further: tuple[bytes, ...] = ()  # what the word just seen lends to the second after it
    last = len(known) - 1
    for at, (alone, lent, far, _) in enumerate(known):
        found.append(alone + before + second + (known[at + 1][3] if at < last else _LAST))
        before, second, further = lent, further, far
    return found


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
                word.settle(closed(word.stem, word.enclitic) or tag)
        _mend(words)


def _relative(before: Word, word: Word, following: Word) -> bool:
    """Whether what looks like a noun with a pronoun is the verb of a relative clause (مذكرة أصدرتها المحكمة).

    An indefinite noun stands before it, and behind it what cannot follow a noun that has its pronoun. Of the words
    that can be a verb and a noun those are taken that are rather a verb: in ت, in أ, before a plural in ون.
    """
    if before.tag != "NOUN" or before.definite or before.enclitic or word.proclitics or following.proclitics:
        return False
    if following.tag != "NOUN" and (following.tag != "ADJ" or following.definite):
        return False
    if "past" not in looks(key(word.stem)):
        return False
    if word.stem.endswith("ت"):
        return restore(word.stem) == word.stem
    return word.stem.startswith("أ") or (not following.definite and following.norm.endswith("ون"))


def _mend(words: list[Word]) -> None:
    """Set right what the sentence as a whole tells better than the words around.

    A sentence needs a predicate: where none of its words is a verb and the first can be one in the past, with a
    definite noun or a name after it, it is (قصف الطيران مواقع...). And علي before a name is one.
    """
    for word, following in pairwise(words):
        if word.stem == "علي" and word.tag == "NOUN" and following.tag == "PROPN" and not following.proclitics:
            word.settle("PROPN")
    for before, word, following in zip(words, words[1:], words[2:], strict=False):
        if word.tag == "NOUN" and word.enclitic and _relative(before, word, following):
            word.settle("VERB")
    if len(words) < 2 or any(word.tag == "VERB" for word in words):
        return
    first, second = words[0], words[1]
    subject = second.definite or second.tag == "PROPN"
    if first.tag == "NOUN" and not first.enclitic and not first.definite and subject and not second.proclitics:
        if "past" in looks(key(first.stem)):
            first.settle("VERB")
