"""Measures expressions of time against hand-marked ones: whether they are found, and whether their values are right.

Usage: python tools/measure_times.py --shared ../shared [--mistakes 40]
Two measures. The TIMEX texts (no publication dates) tell whether every expression is found and dates that are complete
in themselves are read rightly; the times of events in coded reports tell whether what leans on the publication day is
put on the right day. A third of either, drawn by a hash of the id, is scored apart; its mistakes are never shown.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from masdar.arabic import analyse
from masdar.coding.times import TimeExpression, find_times
from masdar.evaluation import days, ground
from masdar.knowledge.calendar import Calendar, load_calendar
from masdar.learning.judge import CodedReport, gold_reports, own_reports, read_lines

PARTS = ("read while tuning", "left aside")
_ABSOLUTE = re.compile(r"\d{4}(-\d\d){0,2}")
_YEAR = re.compile(r"(?<!\d)(1[4-9]|20)\d\d(?!\d)")
_BESIDE = 40  # characters shown around a mistake


def aside(name: str) -> bool:
    """Whether a text belongs to the third that is not read while tuning."""
    return hashlib.sha256(name.encode()).digest()[0] % 3 == 0


@dataclass(slots=True)
class Tally:
    """Counts of one part of the TIMEX texts or of the reports' event times."""

    texts: int = 0
    gold: int = 0
    told: int = 0
    overlap: int = 0
    exact: int = 0
    typed: int = 0
    absolute: int = 0
    absolute_found: int = 0
    absolute_right: int = 0
    right: int = 0
    blank: int = 0

    def f1(self, right: int) -> str:
        """F1 with precision and recall, in percent."""
        return (
            f"{200 * right / max(1, self.gold + self.told):.1f} ({share(right, self.told)} / {share(right, self.gold)})"
        )


@dataclass(frozen=True, slots=True)
class Mistake:
    """What was marked and what was found instead, with the words around."""

    kind: str
    doc_id: str
    words: str
    marked: str
    found: str
    around: str


def share(part: int, whole: int) -> str:
    """A part in percent."""
    return f"{100 * part / whole:.1f}" if whole else "–"


def _paired(spans: Sequence[tuple[int, int]], found: Sequence[TimeExpression]) -> list[TimeExpression | None]:
    """For each span the expression that shares most of it, each expression given once."""
    pairs = sorted(
        (max(start, time.start) - min(end, time.end), number, place)
        for number, (start, end) in enumerate(spans)
        for place, time in enumerate(found)
        if min(end, time.end) > max(start, time.start)
    )
    chosen: list[TimeExpression | None] = [None] * len(spans)
    taken: set[int] = set()
    for _, number, place in pairs:
        if chosen[number] is None and place not in taken:
            chosen[number] = found[place]
            taken.add(place)
    return chosen


def timex(shared: Path, calendar: Calendar) -> tuple[dict[str, Tally], list[Mistake]]:
    """The TIMEX texts' figures by part, and the mistakes in the texts that may be read."""
    tallies = {part: Tally() for part in PARTS}
    mistakes: list[Mistake] = []
    for row in read_lines(shared / "eval/timex-dev.jsonl"):
        tally = tallies[PARTS[aside(row["id"])]]
        text, gold = row["text"], row["timex"]
        found = find_times(analyse(text), None, calendar)
        pairs = _paired([(one["start"], one["end"]) for one in gold], found)
        tally.texts += 1
        tally.gold += len(gold)
        tally.told += len(found)
        wrong: list[tuple[str, int, int, str, str]] = []
        for one, time in zip(gold, pairs, strict=True):
            place = (one["start"], one["end"])
            marked = f"{one['type']} {one['value']}"
            complete = bool(_ABSOLUTE.fullmatch(one["value"] or "") and _YEAR.search(one["text"]))
            tally.absolute += complete
            if time is None:
                wrong.append(("missed", *place, marked, ""))
                continue
            shown = f"{text[time.start : time.end]} {time.type} {time.value}"
            tally.overlap += 1
            tally.typed += time.type == one["type"]
            if (time.start, time.end) == place:
                tally.exact += 1
            else:
                wrong.append(("ends", *place, marked, shown))
            if time.type != one["type"]:
                wrong.append(("type", *place, marked, shown))
            if complete:
                right = (time.value or "").split("T")[0] == one["value"]
                tally.absolute_found += 1
                tally.absolute_right += right
                if not right:
                    wrong.append(("value", *place, marked, shown))
        for time in found:
            if not any(time is pair for pair in pairs):
                wrong.append(("spurious", time.start, time.end, "", f"{time.type} {time.value}"))
        if not aside(row["id"]):
            mistakes += [_mistake(row["id"], text, *one) for one in wrong]
    return tallies, mistakes


def _mistake(name: str, text: str, kind: str, start: int, end: int, marked: str, found: str) -> Mistake:
    around = text[max(0, start - _BESIDE) : start] + "[" + text[start:end] + "]" + text[end : end + _BESIDE]
    return Mistake(kind, name, text[start:end], marked, found, around.replace("\n", " "))


def told_times(reports: Iterable[CodedReport]) -> Iterator[tuple[CodedReport, list[tuple[int, int, str]]]]:
    """The distinct times of each report's events: where they stand and their values."""
    for report in reports:
        times: dict[tuple[int, int], str] = {}
        for event in report.coding["events"]:
            time = event.get("time") or {}
            span = ground(time, report.text, report.doc_id) if time.get("value") else None
            if span:
                times.setdefault((span.start, span.end), str(time["value"]))
        if times:
            yield report, [(*place, value) for place, value in times.items()]


def event_times(reports: Iterable[CodedReport], calendar: Calendar) -> tuple[dict[str, Tally], list[Mistake]]:
    """The figures of the times of coded events, by part, and the mistakes in the reports that may be read."""
    tallies = {part: Tally() for part in PARTS}
    mistakes: list[Mistake] = []
    for report, times in told_times(reports):
        tally = tallies[PARTS[aside(report.doc_id)]]
        published = date.fromisoformat(report.published[:10]) if report.published else None
        found = find_times(analyse(report.text), published, calendar)
        tally.texts += 1
        for start, end, value in times:
            over = [time for time in found if min(end, time.end) > max(start, time.start)]
            right = any(time.edtf is not None and days(time.edtf) == days(value) for time in over)
            tally.gold += 1
            tally.overlap += bool(over)
            tally.exact += any((time.start, time.end) == (start, end) for time in over)
            tally.right += right
            blank = bool(over) and all(time.edtf is None for time in over)
            tally.blank += blank
            if not right and not aside(report.doc_id):
                shown = "; ".join(f"{report.text[time.start : time.end]} {time.edtf}" for time in over)
                kind = "missed" if not over else "blank" if blank else "value"
                marked = f"{value} (published {report.published})"
                mistakes.append(_mistake(report.doc_id, report.text, kind, start, end, marked, shown))
    return tallies, mistakes


def lines(shared: Path, training: Path) -> list[str]:
    """The figures as lines of Markdown, for docs/accuracy.md."""
    calendar = load_calendar()
    marked, _ = timex(shared, calendar)
    coded, _ = event_times([*gold_reports(shared, "tune"), *own_reports(training, shared)], calendar)
    return [
        "## Times",
        "",
        "A third of each set, by a hash of the text's id, is left aside: its mistakes are never read.",
        "",
        "| TIMEX3 texts | texts | expressions | found, F1 (P / R) | the same ends | type | absolute dates' values |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *(
            f"| {part} | {one.texts} | {one.gold} | {one.f1(one.overlap)} | {one.f1(one.exact)} | "
            f"{share(one.typed, one.overlap)} % | {share(one.absolute_right, one.absolute_found)} % of "
            f"{one.absolute_found} found ({one.absolute} marked) |"
            for part, one in marked.items()
        ),
        "",
        "| times of coded events | reports | times | found | the same ends | value right | no value | wrong value |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *(
            f"| {part} | {one.texts} | {one.gold} | {share(one.overlap, one.gold)} % | "
            f"{share(one.exact, one.gold)} % | {share(one.right, one.gold)} % | {share(one.blank, one.gold)} % | "
            f"{share(one.overlap - one.right - one.blank, one.gold)} % |"
            for part, one in coded.items()
        ),
        "",
    ]


def main() -> None:
    """Print the figures, or the mistakes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--training", type=Path, default=Path("training"))
    parser.add_argument("--mistakes", type=int, metavar="N", help="print up to N mistakes of each measure instead")
    args = parser.parse_args()
    if args.mistakes is None:
        print("\n".join(lines(args.shared, args.training)))
        return
    calendar = load_calendar()
    reports = [*gold_reports(args.shared, "tune"), *own_reports(args.training, args.shared)]
    for _, mistakes in (timex(args.shared, calendar), event_times(reports, calendar)):
        for mistake in mistakes[: args.mistakes]:
            print(f"{mistake.kind}\t{mistake.doc_id}\t{mistake.marked}\t{mistake.found}\n\t{mistake.around}")


if __name__ == "__main__":
    main()
