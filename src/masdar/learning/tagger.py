"""Training of the part-of-speech tagger.

Usage: ``python -m masdar.learning.tagger --shared ../shared``. Three sources teach it: UD Arabic-PUD its tags, WikiNews
more words of news (its nouns parted into nouns and names by the model that PUD alone gives), and ANERcorp the names of
persons and places (its other words tagged by that model). Every fifth sentence of the first two is left for measuring.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pycrfsuite

from masdar.arabic.clitics import split
from masdar.arabic.document import NUMBER, PUNCTUATION, WORD
from masdar.arabic.script import normalise
from masdar.arabic.tags import MODEL, TAGS, Shape, features
from masdar.learning.words import Token, held_out, read_pud, read_wikinews

_UD = {"CCONJ": "CONJ", "AUX": "VERB", "SYM": "PUNCT", "INTJ": "PART"}
_QCRI = {
    "V": "VERB", "NOUN": "NOUN", "ADJ": "ADJ", "PREP": "ADP", "CONJ": "CONJ", "PART": "PART", "PRON": "PRON",
    "ADV": "ADV", "NUM": "NUM", "PUNC": "PUNCT", "FOREIGN": "X", "ABBREV": "X", "DET": "DET", "FUT_PART": "PART",
    "NEG_PART": "PART", "VERB": "VERB", "PROPN": "PROPN", "SCONJ": "SCONJ", "PUNCT": "PUNCT", "X": "X",
}  # fmt: skip
# Where WikiNews has one tag for what PUD parts in two, the PUD model chooses.
_CHOICES = {"NOUN": ("NOUN", "PROPN"), "CONJ": ("CONJ", "SCONJ"), "PART": ("PART", "SCONJ", "ADP"), "DET": ("DET", "PRON")}
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


def _sentences(corpus: Iterable[list[Token]], tags: dict[str, str]) -> list[Sentence]:
    return [
        ([shape_of(token.norm) for token in tokens], [tags.get(token.tag, token.tag) for token in tokens])
        for tokens in corpus
    ]


def train(sentences: Iterable[Sentence], path: Path, rounds: int = 120) -> None:
    """Train a model on sentences and write it."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for shapes, tags in sentences:
        trainer.append(features(shapes), [tag if tag in TAGS else "X" for tag in tags])
    trainer.set_params(
        {"c1": 0.3, "c2": 0.01, "max_iterations": rounds, "feature.minfreq": 2, "feature.possible_transitions": True}
    )
    trainer.train(str(path))


def _refine(sentences: list[Sentence], tagger: pycrfsuite.Tagger) -> list[Sentence]:
    refined = []
    for shapes, tags in sentences:
        tagger.set(features(shapes))
        chosen = []
        for at, tag in enumerate(tags):
            options = _CHOICES.get(tag, (tag,))
            chosen.append(max(options, key=lambda option, at=at: tagger.marginal(option, at)) if len(options) > 1 else tag)
        refined.append((shapes, chosen))
    return refined


def _names(path: Path, tagger: pycrfsuite.Tagger) -> list[Sentence]:
    """ANERcorp with the model's tags, its persons and places as names."""
    sentences = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            shapes = [shape_of(normalise(token)) for token in row["tokens"]]
            tags = tagger.tag(features(shapes))
            labels = [label.rpartition("-")[2] for label in row["tags"]]
            tags = [
                "PROPN" if label in _NAMES and tag not in ("ADP", "PUNCT", "CONJ") else tag
                for tag, label in zip(tags, labels, strict=True)
            ]
            sentences.append((shapes, tags))
    return sentences


def measure(sentences: Iterable[Sentence], tagger: pycrfsuite.Tagger, same: dict[str, str] | None = None) -> str:
    """Accuracy, and F1 of verbs and names, in percent."""
    right = total = 0
    found: Counter[tuple[str, str]] = Counter()
    for shapes, gold in sentences:
        for tag, told in zip(gold, tagger.tag(features(shapes)), strict=True):
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
    first = MODEL.with_suffix(".first")
    train(pud, first)
    tagger = pycrfsuite.Tagger()
    tagger.open(str(first))
    print("PUD alone, on PUD:", measure(pud_test, tagger))
    more = _refine(wiki, tagger)
    train([*pud, *more], first)
    tagger = pycrfsuite.Tagger()
    tagger.open(str(first))
    print("PUD and WikiNews, on PUD:", measure(pud_test, tagger))
    names = _names(args.shared / "eval/anercorp-train.jsonl", tagger)
    train([*pud, *pud, *more, *more, *names[: len(names) // 2]], MODEL, 100)
    first.unlink()
    tagger = pycrfsuite.Tagger()
    tagger.open(str(MODEL))
    print("all three, on PUD:", measure(pud_test, tagger))
    print("all three, on WikiNews (names as nouns):", measure(wiki_test, tagger, {"PROPN": "NOUN", "SCONJ": "CONJ"}))


if __name__ == "__main__":
    main()
