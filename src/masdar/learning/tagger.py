"""Training of the part-of-speech tagger.

Usage: ``python -m masdar.learning.tagger --shared ../shared``. Three sources teach it: UD Arabic-PUD its tags, WikiNews
more words of news (its nouns parted into nouns and names by the model that PUD alone gives), and ANERcorp the names of
persons and places (its other words tagged by the model of the first two). Every fifth sentence of each is left out of
training, and is what is measured.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pycrfsuite

from masdar.arabic.clitics import split
from masdar.arabic.document import NUMBER, PUNCTUATION, WORD
from masdar.arabic.script import normalise
from masdar.arabic.tags import MODEL, TAGS, Shape, closed, features
from masdar.learning.words import Token, held_out, read_pud, read_wikinews

_UD = {"CCONJ": "CONJ", "AUX": "VERB", "SYM": "PUNCT", "INTJ": "PART"}
_QCRI = {
    "V": "VERB", "NOUN": "NOUN", "ADJ": "ADJ", "PREP": "ADP", "CONJ": "CONJ", "PART": "PART", "PRON": "PRON",
    "ADV": "ADV", "NUM": "NUM", "PUNC": "PUNCT", "FOREIGN": "X", "ABBREV": "X", "DET": "DET", "FUT_PART": "PART",
    "NEG_PART": "PART", "VERB": "VERB", "PROPN": "PROPN", "SCONJ": "SCONJ", "PUNCT": "PUNCT", "X": "X",
}  # fmt: skip
# Where WikiNews has one tag for what PUD parts in two, the PUD model chooses.
_CHOICES = {
    "NOUN": ("NOUN", "PROPN"),
    "CONJ": ("CONJ", "SCONJ"),
    "PART": ("PART", "SCONJ", "PRON", "ADP"),
}
# Nouns by grammar that stand as prepositions, as PUD tags them; and what PUD tags as adverbs and are nouns to us.
_PREPOSITIONS = frozenset(
    "بعد قبل بين خلال مثل حول ضد نحو دون عند فوق تحت أمام وراء خلف تجاه وفق حسب حتى سوى رغم".split()
)
_TIMES = frozenset(("عام", "يوم", "العام", "اليوم", "مساء", "صباح", "ليلة", "أمس"))
_NAMES = ("PERS", "PER", "LOC")

Sentence = tuple[list[Shape], list[str]]


def shape_of(norm: str) -> Shape:
    """A word as the tagger will see it: cut by our own splitter, not by the corpus."""
    if norm.replace(".", "").replace(",", "").isdigit():
        return norm, (), "", NUMBER
    if not any(letter.isalnum() for letter in norm):
        return norm, (), "", PUNCTUATION
    cut = split(norm)
    return cut.stem, cut.proclitics, cut.enclitic, WORD


def _agreed(word: Shape, tag: str) -> str:
    """One tag for what the corpora tag differently."""
    stem, _, enclitic, kind = word
    if kind == NUMBER:
        return "NUM"
    if kind == PUNCTUATION:
        return "PUNCT"
    if tag == "NOUN" and stem in _PREPOSITIONS:
        return "ADP"
    if tag == "ADV" and stem in _TIMES:
        return "NOUN"
    return closed(stem, enclitic) or (tag if tag in TAGS else "X")


def _sentences(corpus: Iterable[list[Token]], tags: dict[str, str]) -> list[Sentence]:
    sentences = []
    for tokens in corpus:
        shapes = [shape_of(token.norm) for token in tokens]
        told = [tags.get(token.tag, token.tag) for token in tokens]
        sentences.append((shapes, [_agreed(word, tag) for word, tag in zip(shapes, told, strict=True)]))
    return sentences


def train(sentences: Iterable[Sentence], path: Path, rounds: int = 120) -> pycrfsuite.Tagger:
    """Train a model on sentences, write it, and give a tagger that uses it."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for shapes, tags in sentences:
        trainer.append(features(shapes), tags)
    trainer.set_params(
        {"c1": 0.3, "c2": 0.05, "max_iterations": rounds, "feature.minfreq": 2, "feature.possible_transitions": True}
    )
    trainer.train(str(path))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    return tagger


def _refine(sentences: list[Sentence], tagger: pycrfsuite.Tagger) -> list[Sentence]:
    refined = []
    for shapes, tags in sentences:
        tagger.set(features(shapes))
        chosen = []
        for at, tag in enumerate(tags):
            options = _CHOICES.get(tag, (tag,))
            if len(options) > 1 and not closed(shapes[at][0], shapes[at][2]):
                weighed = {option: tagger.marginal(option, at) for option in options}
                tag = max(options, key=weighed.__getitem__)  # noqa: PLW2901
            chosen.append(tag)
        refined.append((shapes, chosen))
    return refined


def _names(path: Path, tagger: pycrfsuite.Tagger) -> list[tuple[list[Shape], list[str], list[str]]]:
    """ANERcorp with the model's tags, its persons and places as names; and its own labels."""
    sentences = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            shapes = [shape_of(normalise(token)) for token in row["tokens"]]
            tags = [_agreed(word, tag) for word, tag in zip(shapes, tagger.tag(features(shapes)), strict=True)]
            labels = [label.rpartition("-")[2] for label in row["tags"]]
            tags = [
                "PROPN" if label in _NAMES and tag not in ("ADP", "PUNCT", "CONJ") else tag
                for tag, label in zip(tags, labels, strict=True)
            ]
            sentences.append((shapes, tags, labels))
    return sentences


def _persons(row: tuple[list[Shape], list[str], list[str]], tagger: pycrfsuite.Tagger) -> list[str]:
    """The tags given to the words of names of persons."""
    shapes, _, labels = row
    return [tag for tag, label in zip(tagger.tag(features(shapes)), labels, strict=True) if label in ("PERS", "PER")]


def measure(sentences: Iterable[Sentence], tagger: pycrfsuite.Tagger, same: dict[str, str] | None = None) -> str:
    """Accuracy and F1 of the large classes, in percent; ``same`` folds tags that the corpus does not tell apart."""
    right = total = 0
    found: Counter[tuple[str, str]] = Counter()
    for shapes, gold in sentences:
        for word, tag, told in zip(shapes, gold, tagger.tag(features(shapes)), strict=True):
            told = _agreed(word, told)  # noqa: PLW2901
            if same:
                told = same.get(told, told)  # noqa: PLW2901
            right += tag == told
            total += 1
            for name in ("VERB", "PROPN", "NOUN", "ADJ"):
                found[name, "right"] += tag == told == name
                found[name, "all"] += (tag == name) + (told == name)
    scores = ", ".join(
        f"{name} F1 {200 * found[name, 'right'] / max(1, found[name, 'all']):.1f}"
        for name in ("VERB", "PROPN", "NOUN", "ADJ")
        if not same or name not in same
    )
    return f"{100 * right / total:.1f} % of {total} words; {scores}"


def main() -> None:
    """Train on all but the held-out fifths, measure on them, and write the model."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    args = parser.parse_args()
    pud, pud_test = (_sentences(part, _UD) for part in held_out(read_pud(args.shared / "eval/pud-test.conllu")))
    wiki, wiki_test = (
        _sentences(part, _QCRI) for part in held_out(read_wikinews(args.shared / "eval/wikinews-pos-train.tsv"))
    )
    with TemporaryDirectory() as folder:
        draft = Path(folder) / "tags.crfsuite"
        tagger = train(pud, draft)
        print("PUD alone, on PUD:       ", measure(pud_test, tagger))
        more = _refine(wiki, tagger)
        tagger = train([*pud, *more], draft)
        print("PUD and WikiNews, on PUD:", measure(pud_test, tagger))
        names = _names(args.shared / "eval/anercorp-train.jsonl", tagger)
    tagger = train([*pud, *pud, *pud, *more, *more, *more, *(row[:2] for at, row in enumerate(names) if at % 5)], MODEL)
    print("all three, on PUD:       ", measure(pud_test, tagger))
    print("all three, on WikiNews:  ", measure(wiki_test, tagger, {"PROPN": "NOUN", "SCONJ": "CONJ"}))
    told = [tag for at, row in enumerate(names) if not at % 5 for tag in _persons(row, tagger)]
    print(f"names of persons in ANERcorp tagged as names: {told.count('PROPN') / len(told):.1%} of {len(told)} words")


if __name__ == "__main__":
    main()
