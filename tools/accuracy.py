"""Writes docs/accuracy.md: how often the coder is right on reports that it has not learned from.

Usage: python tools/accuracy.py --shared ../shared --blind out/blind.jsonl [--write docs/accuracy.md]
``--blind`` holds records coded fold by fold, each by what the other folds teach, as
``python -m masdar.learning.judge --folds 4 --keep out/blind.jsonl`` writes them (`make accuracy` does both).
"""

from __future__ import annotations

import argparse
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import measure_places
import measure_times
from masdar import Coder
from masdar.evaluation import Evaluation, evaluate
from masdar.learning.judge import SOFT, CodedReport, gold_reports, own_reports, read_lines, soft_reports
from masdar.record import EVENT_TYPES

Row = dict[str, Any]
POLITICS = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "REQUEST", "ACCUSE", "REJECT", "THREATEN")
SOFT_REPORTS = 400
OUTLETS = {"AL": "Al Arabiya", "BB": "BBC", "CN": "CNN", "FR": "France 24", "SK": "Sky News"}


def score(reports: Sequence[CodedReport], records: dict[str, Row]) -> Evaluation:
    """The figures of the records of some reports."""
    texts = {report.doc_id: report.text for report in reports}
    coded = [records.get(report.doc_id, {"doc_id": report.doc_id}) for report in reports]
    return evaluate([report.coding for report in reports], coded, texts)


def value(evaluation: Evaluation, name: str) -> str:
    """A figure as it is printed."""
    figure = evaluation.figures.get(name) or {}
    if "f1" in figure:
        return f"{figure['f1']:.1f} ({figure['p']:.0f} / {figure['r']:.0f})" if figure["gold"] else "–"
    return f"{figure['accuracy']:.1f} %" if "accuracy" in figure else "–"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines of a Markdown table."""
    lines = ["| " + " | ".join(row) + " |" for row in (head, *rows)]
    return [lines[0], "|" + " --- |" * len(head), *lines[1:], ""]


def only_types(reports: Sequence[CodedReport], records: dict[str, Row], kinds: Sequence[str]) -> Evaluation:
    """The figures of events of some types alone."""
    kept = [
        CodedReport(r.doc_id, r.text, r.published, r.source, {**r.coding, "events": _of(r.coding["events"], kinds)})
        for r in reports
    ]
    return score(kept, {name: {**row, "events": _of(row["events"], kinds)} for name, row in records.items()})


def _of(events: Sequence[Row], kinds: Sequence[str]) -> list[Row]:
    return [event for event in events if event["type"] in kinds]


def grouped(reports: Sequence[CodedReport], name: Callable[[CodedReport], str]) -> dict[str, list[CodedReport]]:
    """Reports by a name of theirs."""
    found: dict[str, list[CodedReport]] = {}
    for report in reports:
        found.setdefault(name(report), []).append(report)
    return dict(sorted(found.items()))


def confidence(reports: Sequence[CodedReport], records: dict[str, Row]) -> tuple[float, float]:
    """How often events of the more and of the less confident half are right, in percent."""
    right: list[tuple[float, bool]] = []
    for report in reports:
        row = records[report.doc_id]
        for event in row["events"]:
            alone = score([report], {report.doc_id: {**row, "events": [event]}})
            right.append((event["confidence"], alone.figures["event"]["p"] > 0))
    middle = statistics.median(c for c, _ in right)
    upper, lower = [r for c, r in right if c >= middle], [r for c, r in right if c < middle]
    return 100 * sum(upper) / len(upper), 100 * sum(lower) / max(1, len(lower))


def soft_events(shared: Path, training: Path, coder: Coder) -> float:
    """Events told of 100 reports of sport and culture."""
    seen = {report.doc_id for report in soft_reports(training, shared)}
    numbered = enumerate(read_lines(shared / "corpus/ant-2018.jsonl.gz"))
    rows = [r for n, r in numbered if n % 8 == 0 and r["id"].split("-")[2] in SOFT and r["id"] not in seen]
    chosen = rows[:: max(1, len(rows) // SOFT_REPORTS)][:SOFT_REPORTS]
    events = (coder.code(r["text"], published=r["published"], source=r["source"]).events for r in chosen)
    return 100 * sum(map(len, events)) / len(chosen)


ABOUT = """
Nothing here is scored on what it was learned from. The *check part* of the shared gold was coded by the judge that
ships, which has not seen it; *random* (reports drawn by chance from the corpus) and *cross-validation* (all coded
reports) were coded fold by fold, each by what the others teach. The *second reading* is no program: the same gold
reports were coded once more, blind, and are scored like a coder's work; it shows what a careful reading reaches. All
codings, the gold's too, were made by a language model that read each report closely, not by people. Figures are F1
(precision / recall) or percent right; the number of reports stands beside each name. `|event` figures are within events
that were found.
"""


def page(shared: Path, training: Path, blind: Path) -> str:
    """The page."""
    coder = Coder()
    check = gold_reports(shared, "check")
    checked = {
        r.doc_id: coder.code(r.text, doc_id=r.doc_id, published=r.published, source=r.source).model_dump()
        for r in check
    }
    records = {row["doc_id"]: row for row in read_lines(blind)}
    own = [report for report in own_reports(training, shared) if report.doc_id in records]
    drawn = {row["doc_id"] for path in training.glob("*.jsonl") for row in read_lines(path) if row["drawn"] == "random"}
    random = [report for report in own if report.doc_id in drawn]
    everything = [r for r in [*gold_reports(shared, "tune"), *own] if r.doc_id in records]
    again = {row["doc_id"]: row for row in read_lines(training / "again" / "gold.jsonl")}
    twice = [r for r in gold_reports(shared, "tune") if r.doc_id in again]
    parts = {
        f"check part ({len(check)})": score(check, checked),
        f"random ({len(random)})": score(random, records),
        f"cross-validation ({len(everything)})": score(everything, records),
        f"second reading ({len(twice)})": score(twice, again),
    }
    names = [name for name in next(iter(parts.values())).figures if name != "repeats"]
    upper, lower = confidence(random, records)
    lines = [
        "# Accuracy",
        "",
        f"Written by `make accuracy` on {datetime.now(UTC).date()}.",
        "",
        *ABOUT.strip().splitlines(),
        "",
        "## Every figure",
        "",
        *table(["figure", *parts], [[name, *(value(part, name) for part in parts.values())] for name in names]),
        f"Events of the more confident half are right in {upper:.1f} %, those of the other in {lower:.1f} % "
        f"({upper / lower:.2f} times as often; random part).",
        f"Sport and culture: {soft_events(shared, training, coder):.1f} events told of 100 reports, of {SOFT_REPORTS}.",
        "",
        "## By type",
        "",
        *table(
            ["type", "event", "actors\\|event", "recipients\\|event", "mode"],
            [
                [kind, *(value(part, n) for n in ("event", "actors|event", "recipients|event", "mode"))]
                for kind, part in ((kind, only_types(everything, records, [kind])) for kind in (*EVENT_TYPES,))
            ],
        ),
        f"Types of politics together: {value(only_types(everything, records, POLITICS), 'event')}; "
        f"in the random part {value(only_types(random, records, POLITICS), 'event')}.",
        "",
        "## By outlet",
        "",
        *table(
            ["outlet", "reports", "event", "actors\\|event", "recipients\\|event", "places\\|event", "sources\\|event"],
            [
                [OUTLETS.get(name, name), str(len(some)), *(value(score(some, records), n) for n in _ROLES)]
                for name, some in grouped(everything, lambda r: r.doc_id.split("-")[1]).items()
            ],
        ),
        "## By year (check part)",
        "",
        *table(
            ["year", "reports", "event", "actors\\|event", "recipients\\|event", "places\\|event", "sources\\|event"],
            [
                [year, str(len(some)), *(value(score(some, checked), n) for n in _ROLES)]
                for year, some in grouped(check, lambda r: (r.published or "?")[:4]).items()
            ],
        ),
        "## The commonest mistakes (cross-validation)",
        "",
    ]
    mistakes = Counter(mistake.kind for mistake in score(everything, records).mistakes)
    lines += table(["mistake", "times"], [[kind, str(times)] for kind, times in mistakes.most_common(12)])
    lines += [*measure_places.section(shared, training), *measure_times.lines(shared, training)]
    lines += ["What was tried, and what each idea did to the figures, is in [log.md](log.md); what the mistakes are"]
    lines += ["that remain, read one by one, in [mistakes.md](mistakes.md).", ""]
    return "\n".join(lines)


_ROLES = ("event", "actors|event", "recipients|event", "places|event", "sources|event")


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--training", type=Path, default=Path("training"))
    parser.add_argument("--blind", type=Path, required=True, help="records coded fold by fold")
    parser.add_argument("--write", type=Path, default=Path("docs/accuracy.md"))
    args = parser.parse_args()
    args.write.write_text(page(args.shared, args.training, args.blind), encoding="utf-8")
    print(f"Written to {args.write}.")


if __name__ == "__main__":
    main()
