"""The coded reports that the judge learns from: they hold offsets only, and every offset stands for words."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from masdar.record import EVENT_TYPES, MODES, RELATION_TYPES, SECTORS, STATUSES

ROOT = Path(__file__).parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "ant-2018.jsonl.gz"
SPLIT = ROOT.parent / "shared" / "gold" / "split.json"
REPORTS = [
    json.loads(line)
    for path in sorted((ROOT / "training").glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


def spans(report: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for event in report["events"]:
        yield event["trigger"]
        if event.get("time"):
            yield event["time"]
        for slot in ("also", "actors", "recipients", "places", "sources"):
            yield from event[slot]
    for relation in report["relations"]:
        yield relation["head"]
        yield relation["tail"]
    yield from report["places"]


def test_there_are_enough_and_each_once() -> None:
    assert len(REPORTS) >= 150
    assert max(Counter(report["doc_id"] for report in REPORTS).values()) == 1
    drawn = Counter(report["drawn"] for report in REPORTS)
    assert drawn["random"] * 4 >= len(REPORTS)


def test_no_text_of_a_report_is_kept() -> None:
    for report in REPORTS:
        for span in spans(report):
            assert "text" not in span
        assert not any("\u0621" <= letter <= "\u064a" for letter in json.dumps(report, ensure_ascii=False))


def test_values_are_those_of_the_guidelines() -> None:
    for report in REPORTS:
        for event in report["events"]:
            assert event["type"] in EVENT_TYPES
            assert event.get("mode") is None or event["mode"] in MODES.get(event["type"], ())
            assert event["status"] in STATUSES
            for actor in (*event["actors"], *event["recipients"]):
                assert actor.get("sector") is None or actor["sector"] in SECTORS
        for relation in report["relations"]:
            assert relation["type"] in RELATION_TYPES


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus does not lie beside this checkout")
def test_every_span_stands_for_words_of_its_report() -> None:
    wanted = {report["doc_id"]: report for report in REPORTS}
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines) if row["id"] in wanted}
    assert texts.keys() == wanted.keys()
    for doc_id, report in wanted.items():
        for span in spans(report):
            words = texts[doc_id][span["start"] : span["end"]]
            assert words
            assert words == words.strip(), (doc_id, span)


@pytest.mark.skipif(not SPLIT.exists(), reason="the shared gold does not lie beside this checkout")
def test_nothing_is_learned_from_what_is_measured_on() -> None:
    split = json.loads(SPLIT.read_text(encoding="utf-8"))
    assert not {report["doc_id"] for report in REPORTS} & {*split["check"], *split["tune"]}
