"""How right the coder is: records scored against reports coded by hand.

The conventions are those of the gold standard's own scorer, so that figures from here can be set beside figures from
there: an event is right where its type is and its trigger overlaps the gold one's or stands in the same sentence;
spans agree by their words, not their exact ends; what a missed event would have had is missed, what a spurious one has
is spurious. Beside the figures the mistakes are kept, with where they stand, because it is them that one learns from.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from rich.markup import escape
from rich.table import Table

ARGUMENTS = ("actors", "recipients", "places", "sources")
COUNTS = ("killed", "injured", "captured", "displaced")  # at_risk is told in the gold and not scored
SYMMETRIC = frozenset(("kin_of", "allied_with"))  # head and tail may change places
RESAMPLES = 200

Report = Mapping[str, Any]
Figures = dict[str, dict[str, Any]]
T = TypeVar("T")
U = TypeVar("U")


class EvaluationError(ValueError):
    """Gold, texts or records that cannot be scored; the message names file and line, or report, and the reason."""


# --- files -----------------------------------------------------------------------------------------------------------


def _load(path: Path, needed: Mapping[str, type]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    number = 0
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise EvaluationError(f"{path}, line {number}: holds no JSON object; give one report a line.")
                for name, kind in needed.items():
                    if not isinstance(row.get(name), kind):
                        raise EvaluationError(f"{path}, line {number}: has no {name!r}.")
                rows.append(row)
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be read ({error.strerror}).") from error
    except json.JSONDecodeError as error:
        raise EvaluationError(f"{path}, line {number}: is not JSON ({error.msg}).") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path}, line {number + 1}: is not UTF-8.") from error
    return rows


def load_gold(path: Path) -> list[dict[str, Any]]:
    """Reports coded by hand, or records of ours: one JSON object a line with a ``doc_id`` that no other line has.

    :raises EvaluationError: where the file or a line cannot be used.
    """
    rows = _load(path, {"doc_id": str})
    seen: set[str] = set()
    for row in rows:
        if row["doc_id"] in seen:
            raise EvaluationError(f"{path}: report {row['doc_id']!r} is there twice.")
        seen.add(row["doc_id"])
    return rows


load_system = load_gold


def load_docs(path: Path) -> dict[str, str]:
    """The texts by report: one JSON object a line with ``id`` and ``text``.

    :raises EvaluationError: where the file or a line cannot be used.
    """
    return {row["id"]: row["text"] for row in _load(path, {"id": str, "text": str})}


def load_only(choice: str) -> frozenset[str]:
    """The report ids listed under KEY of a JSON file, for a choice written ``FILE:KEY``.

    :raises EvaluationError: where there is no such list.
    """
    name, colon, wanted = choice.rpartition(":")
    if not colon or not name:
        raise EvaluationError(f"{choice}: is not FILE:KEY.")
    try:
        lists = json.loads(Path(name).read_text(encoding="utf-8"))
    except OSError as error:
        raise EvaluationError(f"{name}: cannot be read ({error.strerror}).") from error
    except ValueError as error:
        raise EvaluationError(f"{name}: is not JSON.") from error
    ids = lists.get(wanted) if isinstance(lists, dict) else None
    if not isinstance(ids, list):
        raise EvaluationError(f"{name}: has no list {wanted!r}.")
    return frozenset(str(one) for one in ids)


# --- spans -----------------------------------------------------------------------------------------------------------

_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\N{ARABIC TATWEEL}]")
_SPELLING = str.maketrans("أإآٱىةؤئ_", "اااايهوي ")
_JOINED = re.compile("^[وفبلك](?=ال)")
_ARTICLE = re.compile("^(ال|لل)(?=..)")
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=1 << 16)
def name_words(text: str) -> tuple[str, ...]:
    """The distinct words of a span in order, without marks, article, joined particle or variants of spelling."""
    found: list[str] = []
    for word in _WORD.findall(_MARKS.sub("", text).translate(_SPELLING)):
        bare = _ARTICLE.sub("", _JOINED.sub("", word))
        if len(bare) > 1 and bare not in found:
            found.append(bare)
    return tuple(found)


@dataclass(slots=True, eq=False)
class Span:
    """Words of the text, and whatever else was said of them."""

    start: int
    end: int
    text: str
    fields: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.fields.get(name)

    def overlaps(self, other: Span) -> bool:
        return min(self.end, other.end) > max(self.start, other.start)


def likeness(one: Span, other: Span) -> float:
    """0 where two spans do not agree, else how well, up to 1.

    They agree where they share half of their words; where one lies over the other and has at most three words more;
    or where they are two mentions of a name, the shorter with the last word of the longer.
    """
    first, second = name_words(one.text), name_words(other.text)
    if not first or not second:
        return float(one.start == other.start and one.end == other.end)
    shared = len(set(first) & set(second))
    share = shared / len(set(first) | set(second))
    overlap = one.overlaps(other)
    short, long = (first, second) if len(first) <= len(second) else (second, first)
    within = shared == len(short)
    agree = (
        share >= 0.5
        or (overlap and within and len(long) <= len(short) + 3)
        or (not overlap and within and long[-1] in short)
    )
    if not agree:
        return 0.0
    return 0.5 + share / 2 - (0.0 if overlap else 0.1)


def ground(given: object, text: str, doc_id: str) -> Span | None:
    """A span with its offsets: those it has, or those of the ``nth`` time its text stands there."""
    if not isinstance(given, Mapping):
        return None
    start, end, quoted = given.get("start"), given.get("end"), given.get("text")
    if start is None or end is None:
        if not quoted:
            return None
        start = -1
        for _ in range(given.get("nth") or 1):
            start = text.find(quoted, start + 1)
            if start < 0:
                return None
        end = start + len(quoted)
    if not isinstance(start, int) or not isinstance(end, int):
        raise EvaluationError(f"Report {doc_id!r}: span {start!r}-{end!r} has offsets that are no whole numbers.")
    if not 0 <= start < end <= len(text):
        raise EvaluationError(f"Report {doc_id!r}: span {start}-{end} lies outside the text.")
    stands = text[start:end]
    if quoted is not None and quoted != stands:
        raise EvaluationError(f"Report {doc_id!r}: span {start}-{end} reads {stands!r}, not {quoted!r}.")
    return Span(start, end, stands, given)


@dataclass(slots=True, eq=False)
class _Event:
    type: str | None
    mode: str | None
    status: str | None
    trigger: Span
    also: list[Span]
    time: str | None
    counts: Mapping[str, Any]
    arguments: dict[str, list[Span]]


@dataclass(slots=True, eq=False)
class _Tie:
    type: str | None
    head: Span
    tail: Span


@dataclass(slots=True, eq=False)
class _Coding:
    events: list[_Event]
    relations: list[_Tie]
    places: list[Span]


def _read(report: Report, text: str) -> _Coding:
    """A report's coding with every span grounded; what is absent or not in the text is left out."""
    doc_id = str(report["doc_id"])

    def spans(given: Iterable[object] | None) -> list[Span]:
        return [span for span in (ground(one, text, doc_id) for one in given or ()) if span is not None]

    events = []
    for event in report.get("events") or ():
        trigger = ground(event.get("trigger"), text, doc_id)
        if trigger is None:
            continue
        value = (event.get("time") or {}).get("value")
        events.append(
            _Event(
                event.get("type"),
                event.get("mode"),
                event.get("status"),
                trigger,
                spans(event.get("also")),
                str(value) if value else None,
                event.get("counts") or {},
                {slot: spans(event.get(slot)) for slot in ARGUMENTS},
            )
        )
    ties = []
    for relation in report.get("relations") or ():
        head, tail = ground(relation.get("head"), text, doc_id), ground(relation.get("tail"), text, doc_id)
        if head is not None and tail is not None:
            ties.append(_Tie(relation.get("type"), head, tail))
    return _Coding(events, ties, spans(report.get("places")))


# --- pairing ---------------------------------------------------------------------------------------------------------


def _assign(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The pairing of rows with columns of the largest total weight, pairs of no weight left out.

    The Hungarian method with potentials, row by row (Kuhn 1955, Munkres 1957). Which of two equally good pairings is
    found depends on the order of the rows, and the gold's scorer goes by the same order.
    """
    if not weights or not weights[0]:
        return []
    if len(weights) > len(weights[0]):
        turned = [list(column) for column in zip(*weights, strict=True)]
        return [(row, column) for column, row in _assign(turned)]
    rows, columns = len(weights), len(weights[0])
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    taken_by, came_from = [0] * (columns + 1), [0] * (columns + 1)  # column 0 holds the row that is being placed
    for row in range(1, rows + 1):
        taken_by[0] = row
        slack, visited = [math.inf] * (columns + 1), [False] * (columns + 1)
        column = 0
        while taken_by[column]:
            visited[column] = True
            current, step, best = taken_by[column], math.inf, 0
            for other in range(1, columns + 1):
                if visited[other]:
                    continue
                cost = -weights[current - 1][other - 1] - row_price[current] - column_price[other]
                if cost < slack[other]:
                    slack[other], came_from[other] = cost, column
                if slack[other] < step:
                    step, best = slack[other], other
            for other in range(columns + 1):
                if visited[other]:
                    row_price[taken_by[other]] += step
                    column_price[other] -= step
                else:
                    slack[other] -= step
            column = best
        while column:
            before = came_from[column]
            taken_by[column] = taken_by[before]
            column = before
    return [
        (taken_by[column] - 1, column - 1)
        for column in range(1, columns + 1)
        if taken_by[column] and weights[taken_by[column] - 1][column - 1] > 0
    ]


def _pair(gold: Sequence[T], system: Sequence[U], weight: Callable[[T, U], float]) -> list[tuple[T, U]]:
    table = [[weight(one, other) for other in system] for one in gold]
    return [(gold[row], system[column]) for row, column in _assign(table)]


_SENTENCE_END = re.compile(r"[.!?؟؛\n]+")
_LONGEST_TRIGGER = 3  # words; a longer one hits nothing


def distinct_places(told: Sequence[Span]) -> list[Span]:
    """A report's places below the level of a country, each name once where it stands first; governments left out."""
    distinct: dict[tuple[str, ...], Span] = {}
    for place in reversed(told):
        if place["level"] != "country" and place["use"] != "government":
            distinct[name_words(place.text)] = place
    return list(distinct.values())


def pair_places(gold: Sequence[Span], distinct: Sequence[Span]) -> list[tuple[Span, Span]]:
    """The places of the standard with those found that bear their names."""
    return _pair(gold, distinct, likeness)


class _Sentences:
    """In which sentence of a text an offset lies, by the scorer's plain notion of one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._known: dict[int, int] = {}

    def of(self, span: Span) -> int:
        number = self._known.get(span.start)
        if number is None:
            number = sum(1 for _ in _SENTENCE_END.finditer(self.text, 0, span.start))
            self._known[span.start] = number
        return number


def _event_weight(gold: _Event, system: _Event, sentences: _Sentences, typed: bool) -> float:
    if (typed and gold.type != system.type) or len(system.trigger.text.split()) > _LONGEST_TRIGGER:
        return 0.0
    best = 0.0
    for mention in (gold.trigger, *gold.also):
        if mention.overlaps(system.trigger):
            best = max(best, 3.0)
        elif sentences.of(mention) == sentences.of(system.trigger):
            best = max(best, 2.0 if mention is gold.trigger else 1.0)
    if best:
        best -= 0.5 * (gold.type != system.type)
        agree = sum(
            likeness(one, other) > 0
            for slot in ARGUMENTS
            for one in gold.arguments[slot]
            for other in system.arguments[slot]
        )
        size = sum(len(gold.arguments[slot]) + len(system.arguments[slot]) for slot in ARGUMENTS)
        best += 0.1 * agree / (1 + size)
    return best


def _tie_weight(gold: _Tie, system: _Tie) -> float:
    if gold.type != system.type:
        return 0.0
    straight = min(likeness(gold.head, system.head), likeness(gold.tail, system.tail))
    if gold.type not in SYMMETRIC:
        return straight
    return max(straight, min(likeness(gold.head, system.tail), likeness(gold.tail, system.head)))


# --- values ----------------------------------------------------------------------------------------------------------

_UNCERTAIN = re.compile("[?~%]")
EARTH_DIAMETER = 12742  # km


def days(value: str | None) -> tuple[date, date] | None:
    """First and last day of an EDTF day, month, year or interval of them, None where it is none of these."""

    def bounds(part: str) -> tuple[date, date]:
        bits = [int(bit) for bit in _UNCERTAIN.sub("", part)[:10].split("-")]
        first = date(bits[0], bits[1] if len(bits) > 1 else 1, bits[2] if len(bits) > 2 else 1)
        if len(bits) == 3:
            return first, first
        if len(bits) == 1 or first.month == 12:
            return first, date(first.year + 1, 1, 1) - timedelta(days=1)
        return first, date(first.year, first.month + 1, 1) - timedelta(days=1)

    parts = (value or "").split("/")
    try:
        return bounds(parts[0])[0], bounds(parts[-1])[1]
    except ValueError:
        return None


def _kilometres(one: Span, other: Span) -> float | None:
    if one["lat"] is None or other["lat"] is None:
        return None
    low, high = math.radians(one["lat"]), math.radians(other["lat"])
    across = math.radians(other["lon"] - one["lon"])
    half = math.sin((high - low) / 2) ** 2 + math.cos(low) * math.cos(high) * math.sin(across / 2) ** 2
    return EARTH_DIAMETER * math.asin(min(1.0, math.sqrt(half)))


_BY_NAME = frozenset(("country", "admin1", "region", "water"))


def near(gold: Span, system: Span, limit: float) -> bool:
    """Whether two places lie close together; one that is too large for a point is right by its name."""
    if gold["geonameid"] is None and system["level"] in _BY_NAME and likeness(gold, system):
        return True
    distance = _kilometres(gold, system)
    return distance is not None and distance <= limit


# --- figures ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Tally:
    right: int = 0
    missed: int = 0
    spurious: int = 0

    def add(self, right: int, gold: int, system: int) -> None:
        self.right += right
        self.missed += gold - right
        self.spurious += system - right

    def figures(self) -> dict[str, Any]:
        gold, system = self.right + self.missed, self.right + self.spurious
        precision = self.right / system if system else 0.0
        recall = self.right / gold if gold else 0.0
        both = precision + recall
        return {
            "p": 100 * precision,
            "r": 100 * recall,
            "f1": 200 * precision * recall / both if both else 0.0,
            "gold": gold,
            "system": system,
        }


@dataclass(frozen=True, slots=True)
class Mistake:
    """A gold event that the system missed, or a system event that is not in the gold; offsets of its trigger."""

    doc_id: str
    kind: str  # missed, spurious
    type: str
    trigger: str
    start: int
    end: int


@dataclass(slots=True)
class Evaluation:
    """What came out: ``figures`` by name (``p``, ``r``, ``f1``, ``gold``, ``system`` in percent and numbers;
    ``accuracy`` and ``of``; ``count``), as the gold's scorer prints them in JSON, and the mistakes in the order of the
    reports."""

    figures: Figures
    mistakes: list[Mistake]


_TALLIES = (
    "event",
    "event_untyped",
    *ARGUMENTS,
    *(slot + "|event" for slot in ARGUMENTS),
    "mode",
    "time",
    "counts",
    "actor_country",
    "relation",
    "doc_places",
)


@dataclass(slots=True)
class _Scores:
    """Everything counted so far."""

    tallies: dict[str, _Tally] = field(default_factory=lambda: {name: _Tally() for name in _TALLIES})
    statuses: dict[str | None, list[int]] = field(default_factory=dict)  # gold, system, right
    hits: dict[str, list[int]] = field(default_factory=dict)  # right, of
    repeats: int = 0
    mistakes: list[Mistake] = field(default_factory=list)
    by_report: list[_Tally] = field(default_factory=list)  # events of each report, for the interval

    def hit(self, name: str, right: object) -> None:
        counted = self.hits.setdefault(name, [0, 0])
        counted[0] += bool(right)
        counted[1] += 1

    def value(self, name: str, gold: object, system: object, same: object) -> None:
        told, given = gold is not None, system is not None
        self.tallies[name].add(int(told and given and bool(same)), int(told), int(given))

    def report(self, doc_id: str, text: str, gold: _Coding, system: _Coding) -> None:
        """Counts one report in."""
        sentences = _Sentences(text)
        loose = _pair(gold.events, system.events, lambda one, other: _event_weight(one, other, sentences, False))
        self.tallies["event_untyped"].add(len(loose), len(gold.events), len(system.events))
        weights = [[_event_weight(one, other, sentences, True) for other in system.events] for one in gold.events]
        found = _assign(weights)
        self.tallies["event"].add(len(found), len(gold.events), len(system.events))
        here = _Tally()
        here.add(len(found), len(gold.events), len(system.events))
        self.by_report.append(here)
        hit_gold, hit_system = {row for row, _ in found}, {column for _, column in found}
        self.repeats += sum(
            1
            for column in range(len(system.events))
            if column not in hit_system and any(row[column] >= 3 for row in weights)
        )
        for number, event in enumerate(gold.events):
            if number not in hit_gold:
                self.alone(doc_id, event, "missed")
        for number, event in enumerate(system.events):
            if number not in hit_system:
                self.alone(doc_id, event, "spurious")
        for row, column in found:
            self.pair(gold.events[row], system.events[column])
        ties = _pair(gold.relations, system.relations, _tie_weight)
        self.tallies["relation"].add(len(ties), len(gold.relations), len(system.relations))
        distinct = distinct_places(system.places)
        places = pair_places(gold.places, distinct)
        self.tallies["doc_places"].add(len(places), len(gold.places), len(distinct))
        for one, other in places:
            self.hit("place_geo@25km", near(one, other, 25))

    def alone(self, doc_id: str, event: _Event, kind: str) -> None:
        """Counts an event that no other stands beside: its arguments are missed or spurious with it."""
        trigger = event.trigger
        self.mistakes.append(Mistake(doc_id, kind, event.type or "", trigger.text, trigger.start, trigger.end))
        for slot in ARGUMENTS:
            count = len(event.arguments[slot])
            self.tallies[slot].add(0, count if kind == "missed" else 0, count if kind == "spurious" else 0)

    def pair(self, gold: _Event, system: _Event) -> None:
        """Counts the fields of an event that was found."""
        for slot in ARGUMENTS:
            ours, theirs = system.arguments[slot], gold.arguments[slot]
            found = _pair(theirs, ours, likeness)
            for name in (slot, slot + "|event"):
                self.tallies[name].add(len(found), len(theirs), len(ours))
            for one, other in found:
                if slot in ("actors", "recipients"):
                    self.value("actor_country", one["country"], other["country"], one["country"] == other["country"])
                    self.hit("actor_sector", one["sector"] == other["sector"])
                elif slot == "places":
                    self.hit("place_role", (one["role"] or "location") == (other["role"] or "location"))
        sources = gold.arguments["sources"], system.arguments["sources"]
        if len(sources[0]) > 1 and sources[1]:
            self.hit("first_source", likeness(sources[0][0], sources[1][0]) > 0)
        self.value("mode", gold.mode, system.mode, gold.mode == system.mode)
        wanted, given = days(gold.time), days(system.time)
        self.value("time", gold.time, system.time, wanted is not None and wanted == given)
        if wanted is not None:
            self.hit("time_meets", given is not None and wanted[0] <= given[1] and given[0] <= wanted[1])
        for name in COUNTS:
            theirs_told, ours_told = gold.counts.get(name), system.counts.get(name)
            same = theirs_told and ours_told and list(theirs_told) == list(ours_told)
            self.value("counts", theirs_told, ours_told, same)
        self.statuses.setdefault(gold.status, [0, 0, 0])[0] += 1
        self.statuses.setdefault(system.status, [0, 0, 0])[1] += 1
        self.statuses[gold.status][2] += gold.status == system.status
        self.hit("status", gold.status == system.status)
        if gold.status != "actual":
            self.hit("status_not_actual", gold.status == system.status)
        if gold.arguments["places"]:
            place, ours = gold.arguments["places"][0], system.arguments["places"]
            self.hit("event_geo@25km", ours and near(place, ours[0], 25))
            self.hit("event_geo@161km", ours and near(place, ours[0], 161))

    def figures(self) -> Figures:
        figures: Figures = {name: tally.figures() for name, tally in self.tallies.items()}
        figures["repeats"] = {"count": self.repeats}
        each = [2 * right / (gold + system) if gold + system else 0.0 for gold, system, right in self.statuses.values()]
        figures["status_macro_f1"] = {"accuracy": 100 * sum(each) / len(each) if each else 0.0, "of": len(each)}
        for name, (right, total) in sorted(self.hits.items()):
            figures[name] = {"accuracy": 100 * right / total, "of": total}
        interval = _interval(self.by_report)
        if interval:
            figures["event"]["f1_95"] = interval
        return figures


def _interval(reports: Sequence[_Tally]) -> list[float] | None:
    """The 95 % interval of event F1, by drawing reports with replacement; the same draws every time."""
    if not reports:
        return None
    draws = random.Random(1)
    scores = []
    for _ in range(RESAMPLES):
        sample = draws.choices(reports, k=len(reports))
        right = sum(one.right for one in sample)
        total = sum(2 * one.right + one.missed + one.spurious for one in sample)
        scores.append(200 * right / total if total else 0.0)
    scores.sort()
    return [scores[int(0.025 * RESAMPLES)], scores[max(0, int(0.975 * RESAMPLES) - 1)]]


def evaluate(
    gold_reports: Iterable[Report],
    system_reports: Iterable[Report],
    texts: Mapping[str, str],
    only: Collection[str] | None = None,
) -> Evaluation:
    """Scores records against gold.

    :param gold_reports: reports coded by hand; spans are quoted with ``nth`` or have offsets.
    :param system_reports: records as the coder writes them (as mappings); a report without one counts as empty.
    :param texts: the reports' texts by ``doc_id``.
    :param only: ids to keep to, of those in the gold.
    :raises EvaluationError: where a report has no text or is coded twice, or a span is not what stands in the text.
    """
    records: dict[str, Report] = {}
    for record in system_reports:
        if record["doc_id"] in records:
            raise EvaluationError(f"Report {record['doc_id']!r}: is coded twice.")
        records[record["doc_id"]] = record
    scores = _Scores()
    for report in gold_reports:
        doc_id = report["doc_id"]
        if only is not None and doc_id not in only:
            continue
        text = texts.get(doc_id)
        if text is None:
            raise EvaluationError(f"Report {doc_id!r}: has no text among the documents.")
        scores.report(doc_id, text, _read(report, text), _read(records.get(doc_id, {"doc_id": doc_id}), text))
    return Evaluation(scores.figures(), scores.mistakes)


# --- shown to a person -----------------------------------------------------------------------------------------------


def format_figures(evaluation: Evaluation) -> Table:
    """The figures as a table: F1, precision and recall, or the share that is right."""
    table = Table("figure", title="Scores")
    for heading in ("F1", "P", "R", "right", "gold", "system", "95 %"):
        table.add_column(heading, justify="right")
    for name, of in evaluation.figures.items():
        if "f1" in of:
            span = "{:.0f}-{:.0f}".format(*of["f1_95"]) if "f1_95" in of else ""
            cells = [
                f"{of['f1']:.1f}",
                f"{of['p']:.1f}",
                f"{of['r']:.1f}",
                "",
                str(of["gold"]),
                str(of["system"]),
                span,
            ]
        elif "accuracy" in of:
            cells = ["", "", "", f"{of['accuracy']:.1f} %", str(of["of"]), "", ""]
        else:
            cells = ["", "", "", "", "", str(of["count"]), ""]
        table.add_row(name, *cells)
    return table


def format_mistakes(evaluation: Evaluation, limit: int) -> Table:
    """The first ``limit`` mistakes as a table: report, kind, type, trigger and where it stands."""
    total = len(evaluation.mistakes)
    table = Table("report", "mistake", "type", "trigger", "offsets", title=f"{min(limit, total)} of {total} mistakes")
    for one in evaluation.mistakes[:limit]:
        table.add_row(escape(one.doc_id), one.kind, escape(one.type), escape(one.trigger), f"{one.start}-{one.end}")
    return table
