"""Training of the judge: what the coded reports teach about events, roles, sources, places and status.

Usage: ``python -m masdar.learning.judge --shared ../shared [--folds 5 [--keep FILE]]``. Learns from the reports of
2018 in the tune part of the shared gold and from the project's own coded reports (``training/*.jsonl``, offsets without
text; their texts are read from the shared corpus), and writes the weights. With ``--folds`` it writes none, but codes
each fifth with what the others teach and prints the scores, so that no figure comes from a report that was trained on.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from masdar.arabic.document import WORD
from masdar.arabic.words import tokenise
from masdar.coding.circumstances import of_status
from masdar.coding.coder import Coder
from masdar.coding.decide import STATUSES, Decider, conjoined, retyped
from masdar.coding.draft import ActMention
from masdar.coding.features import of_act, of_main, of_pair, of_rank, of_role
from masdar.coding.judge import MODELS, Judge, spell
from masdar.evaluation import Span, days, evaluate, ground, likeness

# Inverse regularisation and the least number of examples that a feature must occur in, by question; both found by
# cross-validation, as are the probabilities from which a question is answered yes.
SETTINGS: dict[str, tuple[float, int]] = {
    "act": (0.3, 2), "same": (0.12, 2), "main": (0.15, 2), "actor": (0.3, 2), "recipient": (0.3, 2), "source": (0.2, 2),
    "place": (0.2, 2), "time": (0.2, 2), "count": (0.3, 2), "status": (1, 2), "news": (0.1, 8),
}  # fmt: skip
THRESHOLDS = {
    "act": 0.3, "same": 0.4, "main": 0.5, "actor": 0.3, "recipient": 0.24, "source": 0.3, "place": 0.25,
    "actor:ranked": 0.3, "recipient:ranked": 0.27, "source:ranked": 0.31, "place:ranked": 0.28,
    "time": 0.3, "time:ranked": 0.31, "count": 0.37,
    "news": 0.5, **{f"status:{status}": 0.5 for status in STATUSES},
}  # fmt: skip
NEWS, SOFT = ("middleEast", "internationalNews"), ("sport", "culture")
SECTION_MOST = 4000  # reports of one section of the corpus
PLAIN = ("act", "same", "main", "actor", "recipient", "source", "place", "time", "count")
RANKED = (
    "actor",
    "recipient",
    "source",
    "place",
    "time",
)  # parts that candidates compete for, weighed again side by side
BLIND_FOLDS = 4
LEAST_WEIGHT = 0.03  # smaller ones are left out


@dataclass(frozen=True)
class CodedReport:
    """A report with its text and its gold coding."""

    doc_id: str
    text: str
    published: str | None
    source: str | None
    coding: dict[str, Any]


@dataclass
class Examples:
    """Features and answers of one question, with the report each comes from.

    Where candidates compete for a part of one event, ``sets`` numbers the competitions, ``entities`` those who compete
    (two mentions of one are no rivals), ``told`` has the event's type and ``chains`` who is coordinated with whom. An
    answer of None is a candidate that is neither right nor wrong; it competes, but teaches nothing.
    """

    features: list[list[str]] = field(default_factory=list)
    answers: list[bool | None] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    sets: list[int] = field(default_factory=list)
    entities: list[int] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    chains: list[tuple[int, int]] = field(default_factory=list)

    def add(
        self,
        features: list[str],
        answer: bool | None,
        group: str,
        number: int = 0,
        entity: int = 0,
        told: str = "",
        chain: tuple[int, int] = (-1, -1),
    ) -> None:
        self.features.append(features)
        self.answers.append(answer)
        self.groups.append(group)
        self.sets.append(number)
        self.entities.append(entity)
        self.told.append(told)
        self.chains.append(chain)


def read_lines(path: Path) -> Iterable[dict[str, Any]]:
    """The rows of a JSONL file, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def gold_reports(shared: Path, part: str) -> list[CodedReport]:
    """The shared gold reports of a part (tune, check)."""
    wanted = set(json.loads((shared / "gold/split.json").read_text(encoding="utf-8"))[part])
    docs = {row["id"]: row for row in read_lines(shared / "gold/dev-docs.jsonl")}
    return [
        CodedReport(
            row["doc_id"],
            docs[row["doc_id"]]["text"],
            docs[row["doc_id"]]["published"],
            docs[row["doc_id"]]["source"],
            row,
        )
        for row in read_lines(shared / "gold/dev.jsonl")
        if row["doc_id"] in wanted
    ]


def own_reports(training: Path, shared: Path) -> list[CodedReport]:
    """The project's own coded reports, with their texts from the shared corpus."""
    coded = {row["doc_id"]: row for path in sorted(training.glob("*.jsonl")) for row in read_lines(path)}
    if not coded:
        return []
    found = []
    for row in read_lines(shared / "corpus/ant-2018.jsonl.gz"):
        if row["id"] in coded:
            found.append(CodedReport(row["id"], row["text"], row["published"], row["source"], coded[row["id"]]))
    return sorted(found, key=lambda report: report.doc_id)


def soft_reports(training: Path, shared: Path) -> list[CodedReport]:
    """Reports of sport and culture, taken as telling no event (``training/sport-and-culture.txt``)."""
    lines = (training / "sport-and-culture.txt").read_text(encoding="utf-8").splitlines()
    wanted = {line for line in lines if not line.startswith("#")}
    return [
        CodedReport(row["id"], row["text"], row["published"], row["source"], {"events": []})
        for row in read_lines(shared / "corpus/ant-2018.jsonl.gz")
        if row["id"] in wanted
    ]


def _best(golds: Sequence[Span], spans: Sequence[Span]) -> tuple[set[int], set[int]]:
    """Which candidates match gold spans best, and which only match."""
    best: set[int] = set()
    loose: set[int] = set()
    for gold in golds:
        rated = [(likeness(gold, span), number) for number, span in enumerate(spans)]
        matching = [(score, number) for score, number in rated if score > 0]
        loose |= {number for _, number in matching}
        if matching:
            best.add(max(matching, key=lambda item: (item[0], -item[1]))[1])
    return best, loose - best


class Teacher:
    """Turns coded reports into examples."""

    def __init__(self, coder: Coder) -> None:
        self.coder = coder
        self.events = 0
        self.examples: dict[str, Examples] = {
            name: Examples() for name in (*PLAIN, *(f"status:{status}" for status in STATUSES))
        }

    def teach(self, report: CodedReport) -> None:
        """Add a report's examples."""
        draft, around = self.coder.prepare(report.text, published=report.published, source=report.source)
        decider = self.coder.decider(draft, around)
        words = draft.document.words
        text, group = report.text, report.doc_id
        golds: list[tuple[dict[str, Any], list[Span]]] = []
        for event in report.coding["events"]:
            grounded = (ground(span, text, group) for span in (event["trigger"], *event.get("also", ())))
            golds.append((event, [span for span in grounded if span is not None]))
        told: dict[int, list[ActMention]] = {}
        for act in draft.acts:
            word = words[act.word]
            own = next(
                (
                    number
                    for number, (event, spans) in enumerate(golds)
                    if event["type"] in act.types and any(s.start < word.end and word.start < s.end for s in spans)
                ),
                None,
            )
            if own is not None:
                told.setdefault(own, []).append(act)
        for number, (event, spans) in enumerate(golds):
            if number in told or not spans:
                continue
            # The event's own word is no act of the lexicon: one of its type in the same sentence stands for it.
            sentence = next((around.sentence[w.index] for w in words if w.end > spans[0].start), -1)
            taken = {id(act) for acts in told.values() for act in acts}
            for act in draft.acts:
                if event["type"] == act.act.type and around.sentence[act.word] == sentence and id(act) not in taken:
                    told.setdefault(number, []).append(act)
                    break
        answers = {id(act): number for number, acts in told.items() for act in acts}
        for act in draft.acts:
            right = golds[answers[id(act)]][0]["type"] if id(act) in answers else None
            for kind in act.types:
                self.examples["act"].add(of_act(around, retyped(act, kind)), kind == right, group)
            retyped(act, right or act.act.type)
        self._pairs(decider, answers, group)
        events = [
            (golds[number][0], self._event(decider, golds[number][0], acts, report))
            for number, acts in sorted(told.items())
        ]
        self._tolls(decider, events, group)

    def _pairs(self, decider: Decider, answers: dict[int, int], group: str) -> None:
        acts = [act for act in decider.draft.acts if id(act) in answers]
        for later, other in enumerate(acts):
            for one in acts[:later]:
                if one.type == other.type:
                    outcome = (decider.outcome(one), decider.outcome(other))
                    same = answers[id(one)] == answers[id(other)]
                    self.examples["same"].add(of_pair(decider.around, one, other, outcome), same, group)

    def _event(self, decider: Decider, gold: dict[str, Any], acts: list[ActMention], report: CodedReport) -> ActMention:
        text, group = report.text, report.doc_id
        around = decider.around
        trigger = ground(gold["trigger"], text, group)
        words = decider.draft.document.words
        tells = [
            trigger is not None and trigger.start < words[act.word].end and words[act.word].start < trigger.end
            for act in acts
        ]
        if len(acts) > 1 and any(tells):
            for act, tell in zip(acts, tells, strict=True):
                self.examples["main"].add(of_main(around, act, acts, decider.outcome(act)), tell, group)
        event = decider.merge(acts, acts[tells.index(True) if any(tells) else 0])

        def spans(slot: str) -> list[Span]:
            return [s for s in (ground(item, text, group) for item in gold.get(slot) or ()) if s is not None]

        def span(start: int, end: int) -> Span:
            return Span(start, end, text[start:end], {})

        candidates = decider.candidates(event)
        places = [span(c.mention.start, c.mention.end) for c in candidates]
        matches = {role: _best(spans(role + "s"), places) for role in ("actor", "recipient")}
        given = {
            role: [a.mention for act in (event, *event.also) for a in getattr(act, role + "s")]
            for role in ("actor", "recipient")
        }
        self.events += 1
        for role, (best, loose) in matches.items():
            other = given["recipient" if role == "actor" else "actor"]
            for number, candidate in enumerate(candidates):
                answer = True if number in best else None if number in loose else False
                mention = candidate.mention
                features = of_role(around, event, mention, role, candidate.rules, other, candidate.rank, candidate.nth)
                self.examples[role].add(
                    features, answer, group, self.events, id(mention.resolved), event.type, decider.chain(mention)
                )
        sources = spans("sources")
        tellers = decider.tellers(event)
        mentions = [teller.mention for _, teller in tellers]
        best, loose = _best(sources, [span(m.start, m.end) for m in mentions])
        full, _ = _best(sources, [span(m.resolved.start, m.resolved.end) for m in mentions])
        best, loose = best or full, loose | full
        for number, (signs, _) in enumerate(tellers):
            answer = True if number in best else None if number in loose else False
            self.examples["source"].add(spell(signs), answer, group, self.events, number, event.type)
        offered = decider.places(event)
        best, loose = _best(spans("places"), [span(p.start, p.end) for _, p, _ in offered])
        for number, (signs, _, _) in enumerate(offered):
            answer = True if number in best else None if number in loose else False
            self.examples["place"].add(spell(signs), answer, group, self.events, number, event.type)
        self._time(decider, event, gold.get("time") or {}, report)
        event.time = decider.ruled_time(event)
        rule = next((w.rule for w in event.why if w.field == "status"), "")
        features = of_status(around, event, rule)
        for status in STATUSES:
            self.examples[f"status:{status}"].add(features, gold.get("status") == status, group)
        return event

    def _time(self, decider: Decider, event: ActMention, gold: dict[str, Any], report: CodedReport) -> None:
        """Which of the times told dates an event: the gold's own words, elsewhere whatever has its value."""
        own = ground(gold, report.text, report.doc_id) if gold.get("value") else None
        wanted = days(gold.get("value"))
        offered = decider.times(event)
        rated = []
        for _, time in offered:
            over = own is not None and own.start < time.end and time.start < own.end
            rated.append((own is not None and days(time.edtf) == wanted, over))
        both = any(equal and over for equal, over in rated)
        for number, ((features, _), (equal, over)) in enumerate(zip(offered, rated, strict=True)):
            # The gold's words with another value, and its value in other words, teach nothing.
            answer = True if equal and (over or not both) else None if equal or over else False
            self.examples["time"].add(spell(features), answer, report.doc_id, self.events, number, event.type)

    def _tolls(self, decider: Decider, events: Sequence[tuple[dict[str, Any], ActMention]], group: str) -> None:
        golds = {id(event): gold.get("counts") or {} for gold, event in events}
        for features, event, toll in decider.tolls([event for _, event in events]):
            told = golds[id(event)].get(toll.key)
            self.examples["count"].add(features, told is not None and tuple(told) == (toll.low, toll.high), group)


class Table:
    """The examples of one question as numbers, so that it can be learned from many choices of reports."""

    def __init__(self, examples: Examples, name: str) -> None:
        self.examples = examples
        self.strength, least = SETTINGS[name.partition(":")[0]]
        self.threshold = THRESHOLDS[name]
        self.vectorizer = CountVectorizer(analyzer=lambda row: row, min_df=least, binary=True)
        self.matrix = self.vectorizer.fit_transform(examples.features)
        self.answers = np.array([bool(answer) for answer in examples.answers])
        self.teaches = np.array([answer is not None for answer in examples.answers])
        self.groups = np.array(examples.groups)

    def rows(self, without: frozenset[str]) -> Any:
        """The examples to learn from, those of the reports ``without`` left out."""
        return np.flatnonzero(self.teaches & ~np.isin(self.groups, list(without)))

    def model(self, rows: Any) -> LogisticRegression | None:
        """What these examples teach; None where they all have one answer."""
        if len(set(self.answers[rows])) < 2:
            return None
        model = LogisticRegression(C=self.strength, max_iter=1000, solver="liblinear", random_state=0)
        return model.fit(self.matrix[rows], self.answers[rows])

    def question(self, without: frozenset[str]) -> dict[str, Any]:
        """The question's weights."""
        model = self.model(self.rows(without))
        if model is None:
            return {"weights": {}, "bias": -5.0, "threshold": self.threshold}
        weights = {
            feature: round(float(model.coef_[0][column]), 3)
            for feature, column in sorted(self.vectorizer.vocabulary_.items())
        }
        kept = {feature: weight for feature, weight in weights.items() if abs(weight) >= LEAST_WEIGHT}
        return {"weights": kept, "bias": round(float(model.intercept_[0]), 4), "threshold": self.threshold}

    def blind(self, without: frozenset[str]) -> Any:
        """For each example its probability by what the other reports teach."""
        found = np.zeros(len(self.answers))
        reports = sorted(set(self.groups) - without)
        rows = self.rows(without)
        for fold in range(BLIND_FOLDS):
            out = np.isin(self.groups, reports[fold::BLIND_FOLDS])
            model = self.model(rows[~out[rows]])
            if model is not None and out.any():
                found[out] = model.predict_proba(self.matrix[out])[:, 1]
        return found


def ranked(examples: dict[str, Examples], tables: dict[str, Table], name: str, without: frozenset[str]) -> Examples:
    """The examples of a part once more, each with how it stands among its rivals."""
    own = tables[name].blind(without)
    other_name = {"actor": "recipient", "recipient": "actor"}.get(name)
    other = tables[other_name].blind(without) if other_name else np.zeros(len(own))
    sets: dict[int, list[int]] = {}
    source = examples[name]
    for at, number in enumerate(source.sets):
        sets.setdefault(number, []).append(at)
    found = Examples()
    for at, features in enumerate(source.features):
        rivals = [n for n in sets[source.sets[at]] if source.entities[n] != source.entities[at]]
        if source.groups[at] in without:
            continue
        fellows = [n for n in sets[source.sets[at]] if conjoined(source.chains[n], source.chains[at])]
        joined = (float(max(own[fellows])), float(max(other[fellows]))) if fellows and other_name else None
        rank = of_rank(
            source.told[at], own[at], list(own[rivals]), other[at], list(other[rivals]) if other_name else (), joined
        )
        found.add([*features, *spell(rank)], source.answers[at], source.groups[at])
    return found


def train(
    examples: dict[str, Examples], without: frozenset[str] = frozenset(), tables: dict[str, Table] | None = None
) -> dict[str, Any]:
    """The whole judge from all examples, those of the reports ``without`` left out."""
    tables = tables or {name: Table(question, name) for name, question in examples.items()}
    questions = {name: table.question(without) for name, table in tables.items()}
    for name in RANKED:
        again = Table(ranked(examples, tables, name, without), f"{name}:ranked")
        questions[f"{name}:ranked"] = again.question(frozenset())
    return {"questions": questions}


def news_question(shared: Path) -> dict[str, Any]:
    """Which words tell news of conflict and politics from sport and culture, by the sections of the shared corpus.

    Reports of the gold are left out, and every eighth report, which is kept to measure on.
    """
    split = json.loads((shared / "gold/split.json").read_text(encoding="utf-8"))
    held = {*split["tune"], *split["check"]}
    examples = Examples()
    taken = dict.fromkeys((*NEWS, *SOFT), 0)
    for number, row in enumerate(read_lines(shared / "corpus/ant-2018.jsonl.gz")):
        section = row["id"].split("-")[2]
        if section not in taken or row["id"] in held or number % 8 == 0 or taken[section] >= SECTION_MOST:
            continue
        taken[section] += 1
        keys = sorted({word.key for word in tokenise(row["text"]) if word.kind == WORD})
        examples.add(keys, section in NEWS, row["id"])
    return Table(examples, "news").question(frozenset())


def write(model: dict[str, Any], path: Path) -> None:
    """Write a trained judge."""
    path.write_text(json.dumps(model, ensure_ascii=False, separators=(",", ":"), sort_keys=True), encoding="utf-8")


def cross_validate(
    teacher: Teacher, reports: Sequence[CodedReport], news: dict[str, Any], folds: int, keep: Path | None
) -> None:
    """Code each fold with what the others teach, and print the figures over all of them.

    :param news: the question what is news, which no coded report teaches.
    :param keep: where to write the records.
    """
    coded = []
    tables = {name: Table(question, name) for name, question in teacher.examples.items()}
    for fold in range(folds):
        out = [report for number, report in enumerate(reports) if number % folds == fold]
        model = train(teacher.examples, frozenset(report.doc_id for report in out), tables)
        model["questions"]["news"] = news
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"fold-{fold}.json"
            write(model, path)
            teacher.coder.judge = Judge.load(path)
        for report in out:
            record = teacher.coder.code(
                report.text, doc_id=report.doc_id, published=report.published, source=report.source
            )
            coded.append(record.model_dump())
    if keep is not None:
        keep.parent.mkdir(parents=True, exist_ok=True)
        keep.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in coded), encoding="utf-8")
    texts = {report.doc_id: report.text for report in reports}
    figures = evaluate([report.coding for report in reports], coded, texts).figures
    for name, values in figures.items():
        if "f1" in values:
            print(f"{name:<18} F1 {values['f1']:5.1f}  P {values['p']:5.1f}  R {values['r']:5.1f}")
        elif "accuracy" in values:
            print(f"{name:<18} {values['accuracy']:5.1f} %")


def main() -> None:
    """Train, cross-validate where asked, and write the model."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--training", type=Path, default=Path("training"))
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="with --folds: where to write the records")
    parser.add_argument("--everything", action="store_true", help="learn from reports of 2015 too (not for shipping)")
    args = parser.parse_args()
    reports = gold_reports(args.shared, "tune")
    learned = [r for r in reports if args.everything or r.doc_id.startswith("ant-")] + own_reports(
        args.training, args.shared
    )
    teacher = Teacher(Coder())
    for report in learned:
        teacher.teach(report)
    print(
        len(learned), "reports;", {n: (len(e.answers), sum(map(bool, e.answers))) for n, e in teacher.examples.items()}
    )
    for report in soft_reports(args.training, args.shared):
        teacher.teach(report)
    news = news_question(args.shared)
    if args.folds:
        cross_validate(teacher, learned, news, args.folds, args.keep)
    else:
        model = train(teacher.examples)
        model["questions"]["news"] = news
        write(model, MODELS)


if __name__ == "__main__":
    main()
