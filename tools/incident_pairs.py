"""How well accounts are joined into incidents, on pairs of events judged by reading.

Usage: python tools/incident_pairs.py --shared ../shared [--learn] [--keep FOLDER]
Codes the reports of the windows that the judged pairs (``training/incidents/pairs.jsonl``) are drawn from, merges each
window as a whole, and prints how often two judged events are rightly in one incident: precision, recall and F1 of
pairs, and B-cubed. ``--learn`` first learns the weights anew from the tune part, and writes them. docs/incidents.md
tells how the pairs were drawn and judged.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from masdar import Coder
from masdar.record import Record, Span
from masdar.store import compare as comparing
from masdar.store.incidents import Account, account, merge
from masdar.store.nearduplicates import likeness
from masdar.store.wording import degree

PAIRS = Path("training/incidents/pairs.jsonl")
#: First and last day of publication of the reports that pairs were drawn from.
WINDOWS = {
    "2018-02-25": "2018-02-26",
    "2018-03-05": "2018-03-06",
    "2018-03-08": "2018-03-09",
    "2018-03-12": "2018-03-13",
    "2018-03-16": "2018-03-17",
    "2018-03-20": "2018-03-21",
    "2018-03-28": "2018-03-29",
    "2018-04-01": "2018-04-02",
    "2018-04-05": "2018-04-06",
    "2018-04-09": "2018-04-10",
    "2018-04-14": "2018-04-16",
    "2018-04-21": "2018-04-22",
    "2018-04-25": "2018-04-26",
    "2018-04-29": "2018-04-30",
    "2018-05-03": "2018-05-04",
    "2018-05-07": "2018-05-08",
    "2018-05-11": "2018-05-12",
    "2018-05-14": "2018-05-15",
    "2018-05-19": "2018-05-20",
    "2018-05-23": "2018-05-24",
    "2018-05-27": "2018-05-28",
    "2018-05-31": "2018-06-01",
    "2018-06-04": "2018-06-05",
    "2018-06-08": "2018-06-09",
    "2018-06-13": "2018-06-14",
    "2018-06-16": "2018-06-17",
    "2018-06-24": "2018-06-25",
    "2018-06-28": "2018-06-29",
    "2018-07-06": "2018-07-07",
    "2018-07-10": "2018-07-11",
    "2018-07-15": "2018-07-17",
    "2018-08-09": "2018-08-11",
    "2018-08-15": "2018-08-16",
}
CATEGORIES = ("middleEast", "internationalNews")
#: Pairs worded alike to this degree are copies, those below the second share nothing: both are easy.
COPIED_TEXT, COPIED_SENTENCE, UNLIKE = 0.8, 0.9, 0.05
STRENGTH = 16.0  # how strongly weights are held to what was expected: best of 4, 8, 16, 32 in cross-validation
RESAMPLES = 500


@dataclass(frozen=True, slots=True)
class Pair:
    """Two accounts, and whether a reader found them to be one happening."""

    group: str
    part: str
    one: Account
    other: Account
    same: bool

    @property
    def blind(self) -> bool:
        """Whether it was drawn by n-grams of letters; the first windows' pairs were drawn by a score of accounts."""
        return self.group[-1].isalpha()

    @property
    def easy(self) -> bool:
        """Whether the wording alone decides: a copied text or sentence, or nothing shared."""
        worded = degree(self.one.sentence, self.other.sentence)
        if likeness(self.one.signature, self.other.signature) > COPIED_TEXT or worded > COPIED_SENTENCE:
            return True
        return not self.same and worded < UNLIKE


Told = list[tuple[Account, list[Span]]]


def told(folder: Path, kept: Path | None) -> dict[str, Told]:
    """The accounts of all events of each window's reports, each with the words that tell the event; the records are
    read from ``kept`` where that holds them."""
    missing = [window for window in WINDOWS if not (kept and (kept / f"{window}.jsonl").exists())]
    found: dict[str, list[dict[str, str]]] = {window: [] for window in WINDOWS}
    for window in WINDOWS.keys() - missing:
        assert kept
        found[window] = list(map(json.loads, (kept / f"{window}.jsonl").read_text(encoding="utf-8").splitlines()))
    if missing:
        coder = Coder()
        with gzip.open(folder / "corpus/ant-2018.jsonl.gz", "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                window = next((name for name in missing if name <= row["published"] <= WINDOWS[name]), "")
                if not window or row["category"] not in CATEGORIES:
                    continue
                record = coder.code(row["text"], doc_id=row["id"], published=row["published"], source=row["source"])
                found[window].append({"text": row["text"], "record": record.model_dump_json()})
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        for window in missing:
            text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found[window])
            (kept / f"{window}.jsonl").write_text(text, encoding="utf-8")
    return {window: _accounts(rows) for window, rows in found.items()}


def _accounts(rows: Iterable[dict[str, str]]) -> Told:
    accounts = []
    for row in rows:
        record = Record.model_validate_json(row["record"])
        accounts += [(account(record, event, row["text"]), [event.trigger, *event.also]) for event in record.events]
    return accounts


def judged(found: dict[str, Told]) -> tuple[list[Pair], int]:
    """The judged pairs whose events are still told, and the number of those that are not."""
    by_report: defaultdict[str, Told] = defaultdict(list)
    for window in found.values():
        for one, spans in window:
            by_report[one.report].append((one, spans))

    def find(report: str, trigger: Sequence[int]) -> Account | None:
        """The event that is told by these words, first of all or again."""
        meeting = [
            (number, one)
            for one, spans in by_report[report]
            for number, span in enumerate(spans)
            if span.start < trigger[1] and trigger[0] < span.end
        ]
        return min(meeting, key=lambda pair: pair[0])[1] if meeting else None

    pairs, lost = [], 0
    for row in map(json.loads, PAIRS.read_text(encoding="utf-8").splitlines()):
        left, right = find(row["one"], row["one_trigger"]), find(row["other"], row["other_trigger"])
        if left is None or right is None:
            lost += 1
        else:
            pairs.append(Pair(row["group"], row["part"], left, right, row["same"]))
    return pairs, lost


# --- learning


def learn(pairs: Sequence[Pair]) -> None:
    """Learn weights from pairs by logistic regression, held to what was expected, and write them."""
    with comparing.WEIGHTS.open(encoding="utf-8", newline="") as lines:
        text = lines.read().splitlines()
    notes = [line for line in text if line.startswith("#")]
    rows = list(csv.DictReader(line for line in text if not line.startswith("#")))
    names = [row["finding"] for row in rows]
    place = {name: at for at, name in enumerate(names)}
    seen = np.zeros((len(pairs), len(names)))
    for at, pair in enumerate(pairs):
        seen[at, place["bias"]] = 1
        for finding in comparing.findings(pair.one, pair.other):
            seen[at, place[finding.name]] += finding.value
    same = np.array([pair.same for pair in pairs], dtype=float)
    # Pairs of one group are no independent witnesses: a group weighs as the square root of its pairs.
    sizes = {group: sum(pair.group == group for pair in pairs) for group in {pair.group for pair in pairs}}
    importance = np.array([sizes[pair.group] ** -0.5 for pair in pairs])
    importance *= len(pairs) / importance.sum()
    expected = np.array([float(row["expected"]) for row in rows])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        score = seen @ weights
        likely = 1 / (1 + np.exp(-np.clip(score, -30, 30)))
        missed = importance @ (np.logaddexp(0, score) - same * score)
        pull = weights - expected
        return (
            float(missed + STRENGTH / 2 * (pull @ pull)),
            seen.T @ (importance * (likely - same)) + STRENGTH * pull,
        )

    weights = minimize(loss, expected, jac=True, method="L-BFGS-B").x
    with comparing.WEIGHTS.open("w", encoding="utf-8", newline="") as out:
        out.writelines(note + "\n" for note in notes)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["finding", "expected", "weight"])
        writer.writerows([n, f"{e:.2f}", f"{w:.2f}"] for n, e, w in zip(names, expected, weights, strict=True))
    comparing.weights.cache_clear()


# --- measuring


def figures(pairs: Iterable[Pair], together: dict[str, int]) -> tuple[float, float, float]:
    """Precision, recall and F1 in percent of being in one incident."""
    right = wrong = missed = 0
    for pair in pairs:
        joined = together[pair.one.event] == together[pair.other.event]
        right += joined and pair.same
        wrong += joined and not pair.same
        missed += pair.same and not joined
    return _percent(right / max(1, right + wrong), right / max(1, right + missed))


def b_cubed(pairs: Sequence[Pair], together: dict[str, int]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 in percent (Bagga and Baldwin 1998), each event among those judged with it."""
    known: defaultdict[tuple[str, str], list[tuple[bool, bool]]] = defaultdict(list)
    for pair in pairs:
        joined = together[pair.one.event] == together[pair.other.event]
        for event in (pair.one.event, pair.other.event):
            known[pair.group, event].append((joined, pair.same))
    precision, recall = [], []
    for seen in known.values():
        right = 1 + sum(joined and same for joined, same in seen)
        precision.append(right / (1 + sum(joined for joined, _ in seen)))
        recall.append(right / (1 + sum(same for _, same in seen)))
    return _percent(sum(precision) / len(precision), sum(recall) / len(recall))


def _percent(precision: float, recall: float) -> tuple[float, float, float]:
    return 100 * precision, 100 * recall, 200 * precision * recall / max(1e-9, precision + recall)


def interval(pairs: Sequence[Pair], together: dict[str, int]) -> tuple[float, float]:
    """Where F1 of pairs lies in 95 of 100 samples of the groups."""
    groups: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[pair.group].append(pair)
    chance = random.Random(1)
    names = sorted(groups)
    found = sorted(
        figures([pair for name in chance.choices(names, k=len(names)) for pair in groups[name]], together)[2]
        for _ in range(RESAMPLES)
    )
    return found[RESAMPLES // 40], found[-RESAMPLES // 40]


def main() -> None:
    """Measure, and learn before where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--learn", action="store_true", help="learn the weights anew from the tune part")
    parser.add_argument("--keep", type=Path, help="a folder where accounts are kept from one run to the next")
    arguments = parser.parse_args()
    found = told(arguments.shared, arguments.keep)
    pairs, lost = judged(found)
    if arguments.learn:
        learn([pair for pair in pairs if pair.part == "tune"])
    together: dict[str, int] = {}
    incidents = [incident for window in found.values() for incident in merge(one for one, _ in window)]
    for number, incident in enumerate(incidents):
        together.update((one.event, number) for one in incident.accounts)
    sizes = [len(incident.accounts) for incident in incidents]
    print(
        f"{len(together)} events of {len({one.report for window in found.values() for one, _ in window})} reports in "
        f"{len(incidents)} incidents, {sum(size > 1 for size in sizes)} of them of several reports, "
        f"{sum(incident.independent > 1 for incident in incidents)} with several witnesses; largest {max(sizes)}"
    )
    if lost:
        print(f"{lost} judged pairs left out: an event of theirs is no longer told")
    for part in ("tune", "test"):
        mine = [pair for pair in pairs if pair.part == part]
        for name, some in (
            ("all pairs", mine),
            ("hard pairs", [pair for pair in mine if not pair.easy]),
            ("drawn by score", [pair for pair in mine if not pair.blind]),
            ("drawn blind", [pair for pair in mine if pair.blind]),
            ("drawn blind, hard", [pair for pair in mine if pair.blind and not pair.easy]),
        ):
            low, high = interval(some, together)
            print(
                f"{part}, {name} ({len(some)}, {sum(pair.same for pair in some)} same): "
                + "P {:.1f} R {:.1f} F1 {:.1f}".format(*figures(some, together))
                + f" ({low:.0f}-{high:.0f}); B-cubed "
                + "P {:.1f} R {:.1f} F1 {:.1f}".format(*b_cubed(some, together))
            )


if __name__ == "__main__":
    main()
