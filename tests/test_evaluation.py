"""Scores: the conventions by hand on small examples, and equality with the gold standard's own scorer."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from masdar.evaluation import (
    EvaluationError,
    days,
    evaluate,
    format_figures,
    format_mistakes,
    load_docs,
    load_gold,
    load_only,
    name_words,
)

SHARED = Path(__file__).parents[2] / "shared" / "gold"

# Two sentences: a raid on a village with its dead, and a demand.
TEXT = "قصفت طائرات التحالف قرية النخيل مساء أمس. وطالب رئيس البلدية القوات المهاجمة بوقف الغارات فورا."


def span(text: str, nth: int = 1, **fields: Any) -> dict[str, Any]:
    return {"text": text, "nth": nth, **fields}


def placed(text: str, **fields: Any) -> dict[str, Any]:
    start = TEXT.index(text)
    return {"start": start, "end": start + len(text), "text": text, **fields}


GOLD: dict[str, Any] = {
    "doc_id": "a",
    "events": [
        {
            "type": "ASSAULT",
            "mode": "aerial",
            "status": "actual",
            "trigger": span("قصفت"),
            "also": [span("الغارات")],
            "actors": [span("طائرات التحالف", country="SAU", sector="MIL")],
            "places": [span("قرية النخيل", geonameid=1, lat=15.0, lon=44.0, role="location")],
            "time": {"text": "مساء أمس", "nth": 1, "value": "2018-08-26"},
            "counts": {"killed": [3, 3]},
        },
        {
            "type": "REQUEST",
            "mode": None,
            "status": "actual",
            "trigger": span("طالب"),
            "actors": [span("رئيس البلدية", country="YEM", sector="GOV")],
            "recipients": [span("القوات المهاجمة", country=None, sector="MIL")],
        },
    ],
    "relations": [{"type": "allied_with", "head": span("طائرات التحالف"), "tail": span("القوات المهاجمة")}],
    "places": [span("قرية النخيل", geonameid=1, lat=15.0, lon=44.0)],
}


def score(*events: dict[str, Any], **more: Any) -> dict[str, dict[str, Any]]:
    return evaluate([GOLD], [{"doc_id": "a", "events": list(events), **more}], {"a": TEXT}).figures


def test_gold_against_itself_is_all_right() -> None:
    figures = evaluate([GOLD], [GOLD], {"a": TEXT}).figures
    for name in ("event", "actors", "recipients", "places", "mode", "time", "counts", "relation", "doc_places"):
        assert figures[name]["f1"] == 100, name
    assert figures["event_geo@25km"] == {"accuracy": 100, "of": 1}
    assert figures["event"]["f1_95"] == [100, 100]


def test_one_of_two_events_found() -> None:
    # The raid is found with its actor and a wrong place; a spurious arrest brings an actor of its own.
    found = {
        "type": "ASSAULT",
        "mode": "drone",
        "status": "historical",
        "trigger": placed("قصفت"),
        "actors": [placed("طائرات التحالف", country="ARE", sector="MIL")],
        "places": [placed("البلدية", lat=15.0, lon=44.0)],
        "time": {"value": "2018-08"},
    }
    extra = {"type": "COERCE", "status": "actual", "trigger": placed("القوات"), "actors": [placed("المهاجمة")]}
    figures = score(found, extra)
    assert (figures["event"]["p"], figures["event"]["r"], figures["event"]["f1"]) == (50, 50, 50)
    assert figures["event_untyped"]["f1"] == 100  # the arrest lies in the demand's sentence
    assert (figures["actors"]["p"], figures["actors"]["r"]) == (50, 50)
    assert figures["actors|event"]["f1"] == 100
    assert figures["places"]["f1"] == 0
    assert figures["actor_country"]["f1"] == 0
    assert figures["mode"]["f1"] == 0
    assert figures["time"]["f1"] == 0
    assert figures["time_meets"]["accuracy"] == 100
    assert (figures["counts"]["gold"], figures["counts"]["system"]) == (1, 0)
    assert figures["status"]["accuracy"] == 0
    assert figures["event_geo@25km"]["accuracy"] == 100  # by the point alone


def test_mistakes_tell_where_they_stand() -> None:
    system = {"doc_id": "a", "events": [{"type": "PROTEST", "trigger": placed("الغارات")}]}
    mistakes = evaluate([GOLD], [system], {"a": TEXT}).mistakes
    assert [(one.kind, one.type, one.trigger) for one in mistakes] == [
        ("missed", "ASSAULT", "قصفت"),
        ("missed", "REQUEST", "طالب"),
        ("spurious", "PROTEST", "الغارات"),
    ]
    assert all(TEXT[one.start : one.end] == one.trigger for one in mistakes)


def test_repeated_event_is_spurious_and_counted_as_repeat() -> None:
    event = {"type": "ASSAULT", "trigger": placed("قصفت")}
    figures = score(event, {"type": "ASSAULT", "trigger": placed("الغارات")})
    assert figures["event"]["system"] == 2
    assert figures["event"]["r"] == 50
    assert figures["repeats"]["count"] == 1


def test_long_trigger_hits_nothing() -> None:
    assert score({"type": "ASSAULT", "trigger": placed("قصفت طائرات التحالف قرية")})["event"]["f1"] == 0


def test_symmetric_tie_may_be_turned_round() -> None:
    tie = {"head": placed("القوات المهاجمة"), "tail": placed("طائرات التحالف")}
    assert score(relations=[{"type": "allied_with", **tie}])["relation"]["f1"] == 100
    assert score(relations=[{"type": "part_of", **tie}])["relation"]["f1"] == 0


def test_countries_and_governments_are_left_aside() -> None:
    places = [
        placed("قرية النخيل", lat=15.1, lon=44.1),
        placed("البلدية", level="country"),
        placed("طائرات", use="government"),
    ]
    figures = score(places=places)
    assert (figures["doc_places"]["f1"], figures["doc_places"]["system"]) == (100, 1)
    assert figures["place_geo@25km"]["accuracy"] == 100


def test_name_words_fold_article_particle_and_spelling() -> None:
    assert name_words("والقُوّات في إدلب") == ("قوات", "في", "ادلب")


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("2018-02", ("2018-02-01", "2018-02-28")),
        ("2017", ("2017-01-01", "2017-12-31")),
        ("2018-08-24/2018-08-26", ("2018-08-24", "2018-08-26")),
        ("2016-12~/2017-06?", ("2016-12-01", "2017-06-30")),
        ("../2018", None),
        ("XXXX-WXX-5", None),
        (None, None),
    ],
)
def test_days(value: str | None, wanted: tuple[str, str] | None) -> None:
    found = days(value)
    assert (None if found is None else tuple(day.isoformat() for day in found)) == wanted


def test_span_that_is_not_in_the_text_is_refused() -> None:
    with pytest.raises(EvaluationError, match="reads"):
        score({"type": "ASSAULT", "trigger": {"start": 0, "end": 4, "text": "طالب"}})
    with pytest.raises(EvaluationError, match="outside the text"):
        score({"type": "ASSAULT", "trigger": {"start": 0, "end": 4000}})
    with pytest.raises(EvaluationError, match="coded twice"):
        evaluate([GOLD], [{"doc_id": "a"}, {"doc_id": "a"}], {"a": TEXT})
    with pytest.raises(EvaluationError, match="has no text"):
        evaluate([GOLD], [], {})


def test_loaders_say_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"doc_id": "a"}\n\n{"doc_id": \n', encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"gold\.jsonl, line 3: is not JSON"):
        load_gold(path)
    path.write_text('{"doc_id": "a"}\n[]\n', encoding="utf-8")
    with pytest.raises(EvaluationError, match="line 2: holds no JSON object"):
        load_gold(path)
    path.write_text('{"doc_id": "a"}\n{"doc_id": "a"}\n', encoding="utf-8")
    with pytest.raises(EvaluationError, match="there twice"):
        load_gold(path)
    path.write_bytes(b'{"id": "a", "text": "\xff"}\n')
    with pytest.raises(EvaluationError, match="not UTF-8"):
        load_docs(path)
    path.write_text('{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(EvaluationError, match="line 1: has no 'text'"):
        load_docs(path)
    with pytest.raises(EvaluationError, match="cannot be read"):
        load_docs(tmp_path / "none.jsonl")
    path.write_text('{"tune": ["a"]}', encoding="utf-8")
    assert load_only(f"{path}:tune") == {"a"}
    with pytest.raises(EvaluationError, match="has no list"):
        load_only(f"{path}:other")


def test_only_keeps_to_the_reports_listed() -> None:
    other = {**GOLD, "doc_id": "b"}
    figures = evaluate([GOLD, other], [GOLD], {"a": TEXT, "b": TEXT}, only={"a"}).figures
    assert (figures["event"]["f1"], figures["event"]["gold"]) == (100, 2)


def test_tables_can_be_printed() -> None:
    evaluation = evaluate([GOLD], [], {"a": TEXT})
    console = Console(width=120, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
    console.print(format_figures(evaluation))
    console.print(format_mistakes(evaluation, 1))
    shown = console.export_text()
    assert "event_untyped" in shown
    assert "1 of 2 mistakes" in shown


# --- against the gold standard's own scorer --------------------------------------------------------------------------


def _shift(text: str, given: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    """A span of the gold with offsets, now and then longer or shorter by a few characters."""
    start = -1
    for _ in range(given.get("nth") or 1):
        start = text.find(given["text"], start + 1)
    if start < 0:
        return given
    end = start + len(given["text"])
    if draw.random() < 0.3:
        start, end = max(0, start + draw.choice((-8, 0, 3))), min(len(text), end + draw.choice((-2, 0, 9)))
    if not start < end:
        start, end = 0, 1
    rest = {name: value for name, value in given.items() if name not in ("nth", "text")}
    return {**rest, "start": start, "end": end, "text": text[start:end]}


def _distorted(gold: list[dict[str, Any]], texts: dict[str, str], seed: int) -> list[dict[str, Any]]:
    """Gold with events and spans dropped, moved, given another type, and invented."""
    draw = random.Random(seed)
    reports = []
    for report in deepcopy(gold):
        text = texts[report["doc_id"]]
        if draw.random() < 0.05:
            continue
        events = [event for event in report.get("events") or [] if draw.random() > 0.15]
        for event in list(events):
            event["trigger"] = _shift(text, event["trigger"], draw)
            for slot in ("also", "actors", "recipients", "places", "sources"):
                kept = [_shift(text, one, draw) for one in event.get(slot) or [] if draw.random() > 0.2]
                for one in kept:
                    if "lat" in one and one["lat"] is not None:
                        one["lat"] += draw.choice((0, 0, 0.1, 1, 3))
                    if "country" in one and draw.random() < 0.2:
                        one["country"] = draw.choice((None, "SYR", "USA"))
                draw.shuffle(kept)
                event[slot] = kept
            if draw.random() < 0.2:
                event["type"] = draw.choice(("ASSAULT", "REQUEST", "CONSULT"))
            if draw.random() < 0.2:
                event["status"] = draw.choice(("actual", "future", "historical"))
            if draw.random() < 0.2:
                event["time"] = draw.choice((None, {"value": "2018"}, {"value": "2018-05/2018-06~"}, {"value": "x"}))
            if draw.random() < 0.3:
                event["counts"] = draw.choice(({}, {"killed": [1, None]}, {"injured": [2, 2]}))
            if draw.random() < 0.2:
                events.append(deepcopy(event))
        report["events"] = events
        report["relations"] = [tie for tie in report.get("relations") or [] if draw.random() > 0.3]
        places = [_shift(text, one, draw) for one in report.get("places") or [] if draw.random() > 0.2]
        for one in places:
            one["level"] = draw.choice(("country", "locality", "region", "admin1"))
            one["use"] = draw.choice(("location", "location", "government"))
        report["places"] = places
        reports.append(report)
    return reports


@pytest.mark.skipif(not (SHARED / "score.py").exists(), reason="the gold standard is not beside this checkout")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_figures_equal_those_of_the_scorer(tmp_path: Path, seed: int) -> None:
    docs = SHARED / "dev-docs.jsonl"
    only = f"{SHARED / 'split.json'}:tune"
    chosen = load_only(only)
    texts = load_docs(docs)
    gold = [report for report in load_gold(SHARED / "dev.jsonl") if report["doc_id"] in chosen]
    system = _distorted(gold, texts, seed)
    path = tmp_path / "system.jsonl"
    path.write_text("".join(json.dumps(report, ensure_ascii=False) + "\n" for report in system), encoding="utf-8")
    command = [
        sys.executable,
        str(SHARED / "score.py"),
        str(SHARED / "dev.jsonl"),
        str(path),
        "--docs",
        str(docs),
        "--only",
        only,
        "--json",
    ]
    wanted = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    figures = evaluate(gold, system, texts).figures
    assert set(figures) == set(wanted)
    for name, of in wanted.items():
        for part, value in of.items():
            assert figures[name][part] == pytest.approx(value, abs=0.1), (name, part)
