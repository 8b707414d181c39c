"""How right the places are: names found in tweets and news, the points they are given, and what the gazetteer costs.

Usage: python tools/measure_places.py --shared ../shared [--mistakes FILE]

Prints a Markdown section for docs/accuracy.md. Of each set a third, drawn by a hash of the text's id, is left aside:
nothing is tuned on it, and ``--mistakes`` writes only those of the other two thirds (of the gold reports: of the part
``tune``, which is there to be read).
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from masdar.arabic import analyse
from masdar.coding.places import find_places
from masdar.coding.placing import PlaceMention
from masdar.evaluation import Span, distinct_places, ground, near, pair_places
from masdar.knowledge.gazetteer import Gazetteer, kilometres
from masdar.learning.judge import CodedReport, gold_reports, own_reports

Row = dict[str, Any]
#: What IDRISI-RA calls the kinds of places that news names too: countries, cities, provinces, districts, quarters.
SETTLED = frozenset(("CTRY", "CITY", "PROV", "DIST", "NBHD"))
NEAR = 25.0  # kilometres
_CUT = re.compile(r"^[#\W]+|[\W_]+$")


def aside(identifier: str) -> bool:
    """Whether a text is of the third that is left aside."""
    return int(sha256(identifier.encode()).hexdigest(), 16) % 3 == 0


def rows(path: Path) -> Iterator[Row]:
    """The lines of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


@dataclass
class Share:
    """So many of so many."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        """Count one."""
        self.right += right
        self.of += 1

    def __str__(self) -> str:
        return f"{100 * self.right / self.of:.1f} % of {self.of}" if self.of else "–"


@dataclass
class Names:
    """Mentions found, missed and made up; those found at their offsets, and those found with the very same words."""

    gold: int = 0
    system: int = 0
    found: int = 0
    there: int = 0
    whole: int = 0
    recall: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))

    def f1(self, right: int) -> float:
        """In percent."""
        return 200 * right / (self.gold + self.system) if self.gold + self.system else 0.0

    def cells(self) -> list[str]:
        """What the table says of them."""
        settled = [share for kind, share in self.recall.items() if kind in SETTLED]
        together = Share(sum(share.right for share in settled), sum(share.of for share in settled))
        return [*(f"{self.f1(right):.1f}" for right in (self.found, self.there, self.whole)), str(together)]


def spoken(text: str) -> str:
    """A span's words as they are compared: without hashtag signs and marks around it."""
    return _CUT.sub("", text.replace("_", " ")).strip()


def pairs(
    gold: Sequence[Row], system: Sequence[PlaceMention], text: str, anywhere: bool
) -> list[tuple[Row, PlaceMention]]:
    """Mentions of the standard with those found that overlap them, the likest first; each stands in one pair.

    :param anywhere: also those of the same words elsewhere in the text.
    """
    scored = []
    for g in gold:
        for s in system:
            shared = min(g["end"], s.end) - max(g["start"], s.start)
            if shared > 0:
                whole = max(g["end"], s.end) - min(g["start"], s.start)
                scored.append((1 + shared / whole, -g["start"], g, s))
            elif anywhere and spoken(g["text"]) == spoken(text[s.start : s.end]):
                scored.append((1.0, -g["start"], g, s))
    taken: set[int] = set()
    out = []
    for _, _, g, s in sorted(scored, key=lambda item: (item[0], item[1]), reverse=True):
        if id(g) not in taken and id(s) not in taken:
            taken |= {id(g), id(s)}
            out.append((g, s))
    return out


def tweets_named(path: Path, gazetteer: Gazetteer, mistakes: list[Row]) -> dict[bool, Names]:
    """IDRISI-RA: which names of places are found; by whether the tweet was left aside."""
    out = {False: Names(), True: Names()}
    for row in rows(path):
        part, text = out[aside(row["id"])], row["text"]
        system = find_places(analyse(text), gazetteer)
        gold = row["places"]
        paired = pairs(gold, system, text, anywhere=True)
        done = {id(x) for pair in paired for x in pair}
        part.gold += len(gold)
        part.system += len(system)
        part.found += len(paired)
        part.there += len(pairs(gold, system, text, anywhere=False))
        part.whole += sum(spoken(g["text"]) == spoken(text[s.start : s.end]) for g, s in paired)
        for g in gold:
            part.recall[g["type"]].add(id(g) in done)
        if not aside(row["id"]):
            for what, spans in (("missed", gold), ("made up", [shown(m, text) for m in system])):
                alone = zip(spans, gold if what == "missed" else system, strict=True)
                mistakes += [mistake("idrisi-ra", what, row["id"], span) for span, one in alone if id(one) not in done]
            mistakes += [
                mistake("idrisi-ra", "other bounds", row["id"], g, shown(s, text))
                for g, s in paired
                if spoken(g["text"]) != spoken(text[s.start : s.end])
            ]
    return out


def mistake(where: str, what: str, identifier: str, span: Mapping[str, Any], found: object = None) -> Row:
    """A line of the list of mistakes."""
    return {"set": where, "what": what, "id": identifier, **span, **({"found": found} if found else {})}


def shown(mention: PlaceMention, text: str) -> Row:
    """A place found, as the list of mistakes shows it."""
    return {
        "start": mention.start,
        "end": mention.end,
        "text": text[mention.start : mention.end],
        "country": mention.country,
        "level": mention.level,
        "lat": mention.lat,
        "lon": mention.lon,
        "precision": mention.precision,
    }


def within(gold: Row, mention: PlaceMention) -> bool:
    """Whether a point lies within 25 km of the standard's, or in the box of the standard's object."""
    if mention.lat is None or mention.lon is None:
        return False
    south, north, west, east = gold.get("bbox") or (1, 0, 0, 0)
    inside = south <= mention.lat <= north and west <= mention.lon <= east
    return inside or kilometres(gold["lat"], gold["lon"], mention.lat, mention.lon) <= NEAR


def tweets_placed(path: Path, gazetteer: Gazetteer, mistakes: list[Row]) -> dict[bool, tuple[Share, dict[str, Share]]]:
    """IDRISI-DA: of all mentions, how many are found and placed right; also by type."""
    out: dict[bool, tuple[Share, dict[str, Share]]] = {part: (Share(), defaultdict(Share)) for part in (False, True)}
    for row in rows(path):
        share, types = out[aside(row["id"])]
        text = row["text"]
        system = find_places(analyse(text), gazetteer)
        for g in row["places"]:
            # A mention may stand there several times, with an object each; whichever overlaps is asked.
            over = [s for s in system if min(g["end"], s.end) > max(g["start"], s.start)]
            right = any(within(g, s) for s in over)
            share.add(right)
            types[g["type"]].add(right)
            if not right and not aside(row["id"]):
                what, found = ("elsewhere", shown(over[0], text)) if over else ("missed", None)
                mistakes.append(mistake("idrisi-da", what, row["id"], g, found))
    return out


def reports(
    coded: Iterable[CodedReport], gazetteer: Gazetteer, mistakes: list[Row] | None = None
) -> tuple[Names, Share]:
    """Coded reports: distinct places told, and of those found how many lie within 25 km."""
    names, share = Names(), Share()
    for report in coded:
        text = report.text
        told = find_places(analyse(text), gazetteer, source=report.source)
        given = [Span(m.start, m.end, text[m.start : m.end], {**shown(m, text), "use": m.use}) for m in told]
        grounded = (ground(place, text, report.doc_id) for place in report.coding["places"])
        wanted, distinct = [span for span in grounded if span is not None], distinct_places(given)
        paired = pair_places(wanted, distinct)
        names.gold += len(wanted)
        names.system += len(distinct)
        names.found += len(paired)
        done = {id(span) for pair in paired for span in pair}
        wrong: list[tuple[str, Span, object]] = [("missed", span, None) for span in wanted if id(span) not in done]
        wrong += [("made up", span, None) for span in distinct if id(span) not in done]
        for one, other in paired:
            # One coded without a point tells nothing of ours.
            if one["lat"] is not None:
                share.add(near(one, other, NEAR))
                if not near(one, other, NEAR):
                    wrong.append(("elsewhere", one, other.fields))
        if mistakes is not None:
            mistakes += [
                mistake("news", what, report.doc_id, {**one.fields, "text": one.text}, found)
                for what, one, found in wrong
            ]
    return names, share


# What loads the gazetteer in a process of its own: the processor time it takes, and what memory it adds (Linux).
_LOADING = """
import resource, time
import masdar.coding.places
from masdar.knowledge.gazetteer import Gazetteer
def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1e6
before, start = resident(), time.process_time()
kept = Gazetteer.load()
print(time.process_time() - start, resident() - before)
"""


def loading(times: int = 7) -> tuple[float, float]:
    """Milliseconds and megabytes that the gazetteer costs to load: the best of some fresh processes."""
    runs = [
        tuple(
            map(float, subprocess.run([sys.executable, "-c", _LOADING], check=True, capture_output=True).stdout.split())
        )
        for _ in range(times)
    ]
    return 1000 * min(run[0] for run in runs), min(run[1] for run in runs)


TWEETS = """
Tweets on disasters: IDRISI-RA and IDRISI-DA, of each a third left aside by a hash of the tweet's id; nothing is tuned
on it. A mention is found where one of ours overlaps it or, the offsets of IDRISI-RA being those of the first time the
words stand in the tweet, has the same words; each stands in one pair only. `there`: of those only what overlaps;
`whole`: only what has the same words. `settled`: recall of countries, cities, provinces, districts and quarters alone.
`placed`: of all mentions of IDRISI-DA, those found whose point lies within 25 km or in the box of the standard's
object.
"""


def section(shared: Path, training: Path, mistakes: list[Row] | None = None) -> list[str]:
    """The lines of the section on places.

    :param mistakes: takes what was wrong outside what is left aside and the gold's part ``check``.
    """
    wrong: list[Row] = [] if mistakes is None else mistakes
    gazetteer = Gazetteer.load()
    named = tweets_named(shared / "eval/idrisi-lmr-train.jsonl", gazetteer, wrong)
    placed = tweets_placed(shared / "eval/idrisi-lmd-train.jsonl", gazetteer, wrong)
    own = own_reports(training, shared)
    news = {
        "gold, tune": reports(gold_reports(shared, "tune"), gazetteer, wrong),
        "gold, check": reports(gold_reports(shared, "check"), gazetteer),
        "the project's own, two thirds": reports((r for r in own if not aside(r.doc_id)), gazetteer, wrong),
        "the project's own, left aside": reports((r for r in own if aside(r.doc_id)), gazetteer),
    }
    milliseconds, megabytes = loading()
    parts = (("two thirds", False), ("left aside", True))
    return [
        "## Places",
        "",
        *TWEETS.strip().splitlines(),
        "",
        "| tweets | found, F1 | there, F1 | whole, F1 | settled, recall | placed |",
        "| --- | --- | --- | --- | --- | --- |",
        *(f"| {name} | {' | '.join(named[key].cells())} | {placed[key][0]} |" for name, key in parts),
        "",
        "By kind of place, left aside:",
        "",
        "| kind | found, recall | | kind | placed |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| {kind} | {share} | | {other} | {another} |"
            for (kind, share), (other, another) in zip(
                sorted(named[True].recall.items(), key=lambda item: -item[1].of),
                sorted(placed[True][1].items(), key=lambda item: -item[1].of),
                strict=False,
            )
        ),
        "",
        "Coded reports, distinct places by the conventions of the gold's scorer; of those found that were coded with a",
        "point, how many of ours lie within 25 km:",
        "",
        "| part | F1 | precision | recall | within 25 km |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| {part} | {names.f1(names.found):.1f} | {100 * names.found / max(1, names.system):.1f} "
            f"| {100 * names.found / max(1, names.gold):.1f} | {share} |"
            for part, (names, share) in news.items()
        ),
        "",
        f"The gazetteer loads in {milliseconds:.0f} ms and costs {megabytes:.0f} MB.",
        "",
    ]


def main() -> None:
    """Print the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--training", type=Path, default=Path("training"))
    parser.add_argument("--mistakes", type=Path, help="write what was wrong here, one JSON object a line")
    args = parser.parse_args()
    mistakes: list[Row] = []
    print("\n".join(section(args.shared, args.training, mistakes)))
    if args.mistakes:
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in mistakes)
        args.mistakes.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
