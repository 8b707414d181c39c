"""Training of the clitic splitter, and the annotated corpora as this package's cuts.

``python -m masdar.learning.words --shared ../shared`` reads the annotated and plain corpora in that directory, writes
``clitics-words.txt`` and ``clitics-weights.tsv`` in ``learning/models`` and prints the figures that the card beside
them quotes. Word classes (:mod:`masdar.learning.classes`) and the tagger (:mod:`masdar.learning.tagger`) are trained
after it, in this order, since each builds on the cuts. Nothing is drawn at random, so the same corpora give the same
files. Every fifth sentence of each annotated corpus is left out of training and tuning, and is what is measured.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import exp, log, log2, sqrt
from pathlib import Path
from typing import NamedTuple

from masdar.arabic import clitics
from masdar.arabic.clitics import ENCLITICS, Split
from masdar.arabic.script import normalise

MODELS = Path(__file__).parent / "models"
LEAST_COUNT = 5  # a word type seen more seldom is left out of the statistics
_ARABIC_WORD = re.compile("[\u0621-\u063a\u0641-\u064a]+")
# Endings of verbs, which WikiNews cuts off as pronouns.
_SUBJECTS = frozenset(["ت", "وا", "و", "ون", "ين", "ا", "ان", "ن", "نا", "تا", "تم", "تن", "ي"])
KNOWN_WEIGHT, THINNED_WEIGHT = 0.03, 0.5
THINNING = 6  # levels taken off word statistics where training plays that the corpus was an eighth of its size


class Token(NamedTuple):
    """One written word of an annotated corpus: its light form, its cut, and the tag of its stem."""

    norm: str
    cut: Split
    tag: str


# --------------------------------------------------------------------------------------------------------------------
# Readers.


def read_wikinews(path: Path) -> list[list[Token]]:
    """Sentences of QCRI WikiNews; article and endings, which it cuts off, are put back onto the stem."""
    sentences: list[list[Token]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        pieces_cell, tags_cell = line.split("\t")
        pieces = pieces_cell.split("+") if pieces_cell != "+" else ["+"]
        tags = tags_cell.strip().split("+")
        if len(pieces) != len(tags):
            pieces, tags = [pieces_cell], [tags[0]]
        sentences[-1].append(_wikinews_token([normalise(piece) for piece in pieces], tags))
        if pieces_cell in (".", "؟", "!"):
            sentences.append([])
    return [sentence for sentence in sentences if sentence]


def _wikinews_token(pieces: list[str], tags: list[str]) -> Token:
    first = 0
    while first < len(pieces) - 1 and tags[first] in ("CONJ", "PREP", "FUT_PART", "PART") and len(pieces[first]) == 1:
        first += 1
    if tags[first] == "PRON" and first and len(pieces) == first + 1 and pieces[first] in ENCLITICS:
        first -= 1  # a preposition that carries only a pronoun is itself the stem: ل + ه
    last = len(pieces)
    enclitic = ""
    if last - first > 1 and tags[-1] == "PRON":
        verbal = tags[first] == "V"
        before = tags[-2] == "PRON"
        if pieces[-1] in ENCLITICS and not (verbal and not before and pieces[-1] in _SUBJECTS):
            enclitic = pieces[-1]
            last -= 1
    stem = "".join(pieces[first:last])
    proclitics = tuple(pieces[:first])
    cut = Split(proclitics, stem, enclitic)
    head = next((tag for tag in tags[first:] if tag not in ("DET", "NSUFF", "CASE")), tags[first])
    return Token(clitics.join(cut), cut, head)


def read_pud(path: Path) -> list[list[Token]]:
    """Sentences of UD Arabic-PUD; the parts of a written word are the tokens with no space between them."""
    sentences: list[list[Token]] = []
    rows: list[list[str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line and line[0].isdigit():
            rows.append(line.split("\t"))
        elif not line and rows:
            sentences.append(list(_pud_tokens(rows)))
            rows = []
    return sentences


def _pud_tokens(rows: list[list[str]]) -> Iterator[Token]:
    group: list[list[str]] = []
    for row in rows:
        arabic = _ARABIC_WORD.fullmatch(normalise(row[1])) is not None
        if not arabic:
            if group:
                yield _pud_token(group)
                group = []
            yield Token(normalise(row[1]), Split((), normalise(row[1]), ""), row[3])
            continue
        group.append(row)
        if "SpaceAfter=No" not in row[9]:
            yield _pud_token(group)
            group = []
    if group:
        yield _pud_token(group)


def _pud_token(group: list[list[str]]) -> Token:
    pieces = [normalise(row[1]) for row in group]
    tags = [row[3] for row in group]
    surface = "".join(pieces)
    first = 0
    while first < len(pieces) - 1 and len(pieces[first]) == 1 and pieces[first] in clitics.PROCLITICS:
        first += 1
    last = len(pieces)
    enclitic = ""
    if tags[-1] == "PRON" and pieces[-1] in ENCLITICS:
        if last - first == 1 and first:
            first -= 1
        if last - first > 1:
            enclitic, last = pieces[-1], last - 1
    stem = "".join(pieces[first:last])
    proclitics = tuple(pieces[:first])
    if proclitics and proclitics[-1] == "ل" and stem.startswith("ل") and _definite(group[first]):
        stem = "ا" + stem
    main = next((tag for tag in tags[first:last] if tag not in ("ADP", "PART", "SCONJ")), tags[first])
    return Token(surface, Split(proclitics, stem, enclitic), main)


def _definite(row: list[str]) -> bool:
    return "Definite=Def" in row[5] or row[3] in ("PROPN", "ADJ", "PRON")


def held_out(sentences: list[list[Token]]) -> tuple[list[list[Token]], list[list[Token]]]:
    """The sentences for training, and every fifth, which is left for measuring."""
    return (
        [sentence for number, sentence in enumerate(sentences) if number % 5],
        [sentence for number, sentence in enumerate(sentences) if not number % 5],
    )


# --------------------------------------------------------------------------------------------------------------------
# Clitics.


def count_words(path: Path, without: frozenset[str]) -> Counter[str]:
    """How often each Arabic word type, in light form, occurs in the ANT corpus."""
    counts: Counter[str] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            report = json.loads(line)
            if report["id"] not in without:
                counts.update(_ARABIC_WORD.findall(normalise(report["text"])))
    return counts


def write_levels(counts: Counter[str], path: Path) -> None:
    """Folded word types (:func:`masdar.arabic.clitics.fold`) by frequency, in half steps of log2: level 5 is a count
    of 2 ** 2.5."""
    folded: Counter[str] = Counter()
    for word, count in counts.items():
        folded[clitics.fold(word)] += count
    levels: dict[int, list[str]] = defaultdict(list)
    for word, count in folded.items():
        if count >= LEAST_COUNT and len(word) <= 16:
            levels[int(2 * log2(count)) - 3].append(word)
    lines = ["# Word types of the ANT Corpus v2.1 (news of 2018) by frequency: level = floor(2 log2 count) - 3."]
    lines += [f"{level}\t{' '.join(sorted(words))}" for level, words in sorted(levels.items(), reverse=True)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def train_clitics(sentences: Iterable[list[Token]], path: Path, rounds: int = 30) -> None:
    """Learn the weights of the cuts: a log-linear model over the possible cuts of each word type (AdaGrad, L2)."""
    types = Counter((token.norm, token.cut) for sentence in sentences for token in sentence)
    listed = clitics.known()
    levels = clitics._model().levels.get

    def thinned(word: str, default: int) -> int:
        return max(levels(word, default) - THINNING, 0)

    examples: list[tuple[int, list[list[str]], float]] = []
    lost = 0
    # The listed words were chosen because they mislead, so they weigh less than words as they come.
    weighed = [(norm, gold, 1 + log(count)) for (norm, gold), count in sorted(types.items())]
    weighed += [(norm, gold, KNOWN_WEIGHT) for norm, gold in sorted(listed.words.items())]
    for norm, gold, weight in weighed:
        if len(norm) < 3 or not _ARABIC_WORD.fullmatch(norm) or norm in listed.particles:
            continue
        cuts = clitics.possible(norm)
        if gold not in cuts:
            lost += 1
        elif len(cuts) > 1:
            whole, place = clitics.fold(norm), cuts.index(gold)
            examples.append((place, [clitics.features(cut, whole, levels) for cut in cuts], weight))
            # Once more as if the corpus had been smaller, so that rare words are met in training.
            examples.append((place, [clitics.features(cut, whole, thinned) for cut in cuts], weight * THINNED_WEIGHT))
    print(f"clitics: {len(examples) // 2} word types to learn from, {lost} with a cut that is not possible")
    weights: dict[str, float] = defaultdict(float)
    squares: dict[str, float] = defaultdict(lambda: 1e-6)
    decay = 0.02
    for round_ in range(rounds):
        loss = 0.0
        for gold_place, cuts_features, weight in examples:
            scores = [sum(weights[name] for name in names) for names in cuts_features]
            top = max(scores)
            raised = [exp(score - top) for score in scores]
            total = sum(raised)
            loss -= weight * log(max(raised[gold_place] / total, 1e-12))
            gradient: dict[str, float] = defaultdict(float)
            for place, names in enumerate(cuts_features):
                error = raised[place] / total - (place == gold_place)
                if abs(error) > 1e-4:
                    for name in names:
                        gradient[name] += weight * error
            for name, error in gradient.items():
                slope = error + decay * weights[name]
                squares[name] += slope * slope
                weights[name] -= 0.1 * slope / sqrt(squares[name])
        if round_ % 10 == 9:
            print(f"  round {round_ + 1}: loss {loss:.1f}")
    lines = ["# Weights of the features of masdar.arabic.clitics; see clitics.md."]
    lines += [f"{name}\t{value:.2f}" for name, value in sorted(weights.items()) if abs(value) >= 0.03]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_answers(counts: Counter[str], path: Path) -> None:
    """The cuts that the model gives frequent words, so that they need not be weighed while a report waits."""
    found: dict[str, list[str]] = defaultdict(list)
    listed = clitics.known()
    for word, count in counts.items():
        if count >= LEAST_COUNT and 3 <= len(word) <= 16 and word not in listed.particles and word not in listed.words:
            found[clitics.pattern(word, clitics.weigh(word))].append(word)
    lines = ["# Frequent words by what is cut off them (masdar.arabic.clitics.pattern), as the model has it."]
    lines += [f"{cut}\t{' '.join(sorted(words))}" for cut, words in sorted(found.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def measure_clitics(sentences: Iterable[list[Token]], errors: Counter[tuple[str, Split, Split]] | None = None) -> str:
    """Share of words cut right, of all Arabic words and of those that have a clitic."""
    total = right = with_clitic = right_with = 0
    for sentence in sentences:
        for token in sentence:
            if not _ARABIC_WORD.fullmatch(token.norm):
                continue
            found = clitics.split(token.norm)
            good = found == token.cut
            total += 1
            right += good
            if token.cut.proclitics or token.cut.enclitic:
                with_clitic += 1
                right_with += good
            if not good and errors is not None:
                errors[token.norm, token.cut, found] += 1
    return f"{right / total:.2%} of {total} words, {right_with / with_clitic:.2%} of {with_clitic} with a clitic"


def main() -> None:
    """Count the words, learn the weights, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="directory of the corpora")
    parser.add_argument("--errors", type=int, default=0, help="show so many errors on the parts used for training")
    parser.add_argument("--keep-counts", action="store_true", help="use the word statistics that are there")
    arguments = parser.parse_args()
    shared: Path = arguments.shared
    without = frozenset(json.loads((shared / "gold" / "split.json").read_text(encoding="utf-8"))["check"])
    words_path, weights_path = MODELS / "clitics-words.txt", MODELS / "clitics-weights.tsv"
    counts = count_words(shared / "corpus" / "ant-2018.jsonl.gz", without)
    if not arguments.keep_counts:
        write_levels(counts, words_path)
    weights_path.write_text("", encoding="utf-8")
    wikinews_train, wikinews_test = held_out(read_wikinews(shared / "eval" / "wikinews-pos-train.tsv"))
    pud_train, pud_test = held_out(read_pud(shared / "eval" / "pud-test.conllu"))
    train_clitics(wikinews_train, weights_path)
    for cached in (clitics._model, clitics.split, clitics._scored, clitics.restore, clitics.known):
        cached.cache_clear()
    write_answers(counts, MODELS / "clitics-cuts.txt")
    clitics._answers.cache_clear()
    errors: Counter[tuple[str, Split, Split]] = Counter()
    print("WikiNews, trained on:", measure_clitics(wikinews_train))
    print("WikiNews, held out:  ", measure_clitics(wikinews_test))
    print("PUD, tuned on:       ", measure_clitics(pud_train, errors))
    print("PUD, held out:       ", measure_clitics(pud_test))
    for (norm, gold, found), count in errors.most_common(arguments.errors):
        print(
            count,
            norm,
            "+".join(gold.proclitics),
            gold.stem,
            gold.enclitic,
            "| found",
            "+".join(found.proclitics),
            found.stem,
            found.enclitic,
        )


if __name__ == "__main__":
    main()
