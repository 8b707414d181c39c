"""Word classes: which words keep the same company, learnt from plain news.

Usage: ``python -m masdar.learning.classes --shared ../shared`` (needs numpy and scipy). Words that stand between the
same neighbours do the same work in a sentence, so a tagger that has seen ``قذيفة`` knows something of ``صاروخ``. The
stems of the ANT corpus are described by the words just before and after them (positive pointwise mutual information,
reduced to a few dimensions), and the cloud of them is halved again and again (2-means). The path of halvings is a
class: two stems whose paths begin alike are alike, the more so the longer they do.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import coo_matrix, diags
from scipy.sparse.linalg import svds

from masdar.arabic.clitics import fold
from masdar.arabic.document import NUMBER, PUNCTUATION
from masdar.arabic.words import tokenise

MODEL = Path(__file__).parent / "models" / "classes.tsv"
STEMS, CONTEXTS = 20_000, 1_500  # how many of the most frequent stems are sorted, and how many describe them
DIMENSIONS, DEPTH = 60, 9


def _runs(path: Path, without: frozenset[str]) -> Iterator[list[str]]:
    """The stems of each report, with proclitics as words of their own."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            report = json.loads(line)
            if report["id"] in without:
                continue
            run: list[str] = []
            for word in tokenise(report["text"]):
                if word.kind == PUNCTUATION:
                    run.append("." if word.text in ".!؟\n" else word.text)
                elif word.kind == NUMBER:
                    run.append("0")
                else:
                    run += [particle + "+" for particle in word.proclitics]
                    run.append(fold(word.stem))
                    if word.enclitic:
                        run.append("+" + word.enclitic)
            yield run


def _halve(vectors: Any, members: Any, path: str, paths: dict[int, str]) -> None:
    """Give every member its path: split in two by 2-means from the main direction, then each half again."""
    if len(path) == DEPTH or len(members) < 8:
        for member in members:
            paths[int(member)] = path
        return
    cloud = vectors[members]
    centred = cloud - cloud.mean(axis=0)
    # The main direction, by power iteration from a fixed start.
    direction = np.ones(cloud.shape[1])
    for _ in range(20):
        direction = centred.T @ (centred @ direction)
        direction /= np.linalg.norm(direction) or 1.0
    side = centred @ direction > 0
    for _ in range(15):
        if side.all() or not side.any():
            break
        right, left = cloud[side].mean(axis=0), cloud[~side].mean(axis=0)
        moved = ((cloud - right) ** 2).sum(axis=1) < ((cloud - left) ** 2).sum(axis=1)
        if (moved == side).all():
            break
        side = moved
    if side.all() or not side.any():
        for member in members:
            paths[int(member)] = path
        return
    _halve(vectors, members[~side], path + "0", paths)
    _halve(vectors, members[side], path + "1", paths)


def learn(path: Path, without: frozenset[str]) -> dict[str, str]:
    """Stem -> path of halvings, for the most frequent stems of the corpus."""
    runs = list(_runs(path, without))
    counts: Counter[str] = Counter()
    for run in runs:
        counts.update(run)
    ranked = sorted(counts, key=lambda stem: (-counts[stem], stem))
    contexts = {stem: place for place, stem in enumerate(ranked[:CONTEXTS])}
    stems = [stem for stem in ranked if "\u0621" <= stem[:1] <= "\u064a" and "+" not in stem][:STEMS]
    places = {stem: place for place, stem in enumerate(stems)}
    pairs: Counter[tuple[int, int]] = Counter()
    for run in runs:
        left: int | None = None
        mine: int | None = None
        for stem in [*run, "."]:
            context = contexts.get(stem)
            if mine is not None and context is not None:
                pairs[mine, CONTEXTS + context] += 1
            mine = places.get(stem)
            if mine is not None and left is not None:
                pairs[mine, left] += 1
            left = context
    keys = np.array(list(pairs), dtype=np.int64)
    values = np.array(list(pairs.values()), dtype=float)
    seen = coo_matrix((values, (keys[:, 0], keys[:, 1])), shape=(len(stems), 2 * CONTEXTS)).tocsr()
    rows = np.asarray(seen.sum(axis=1)).ravel() + 1e-9
    columns = np.asarray(seen.sum(axis=0)).ravel() ** 0.75 + 1e-9
    expected = diags(1 / rows) @ seen @ diags(columns.sum() / columns)
    expected.data = np.maximum(np.log(expected.data), 0.0)
    left_vectors, strengths, _ = svds(expected, k=DIMENSIONS, v0=np.ones(min(expected.shape)), random_state=0)
    vectors = left_vectors * np.sqrt(strengths)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.where(norms, norms, 1.0)
    paths: dict[int, str] = {}
    _halve(vectors, np.arange(len(stems)), "", paths)
    return {stem: paths[place] for place, stem in enumerate(stems)}


def write(classes: dict[str, str], path: Path) -> None:
    """One class a line: its path, and its stems (folded as :func:`masdar.arabic.clitics.fold` does)."""
    members: dict[str, list[str]] = {}
    for stem, bits in classes.items():
        members.setdefault(bits, []).append(stem)
    lines = ["# Word classes: path of halvings, and the stems in the class. Statistics of the ANT Corpus v2.1."]
    lines += [f"{bits}\t{' '.join(sorted(stems))}" for bits, stems in sorted(members.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Learn the classes and write them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    arguments = parser.parse_args()
    shared: Path = arguments.shared
    without = frozenset(json.loads((shared / "gold" / "split.json").read_text(encoding="utf-8"))["check"])
    classes = learn(shared / "corpus" / "ant-2018.jsonl.gz", without)
    write(classes, MODEL)
    print(f"classes: {len(classes)} stems in {len(set(classes.values()))} classes")


if __name__ == "__main__":
    main()
