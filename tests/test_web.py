"""The workbench's API: what each route answers, over a database of a few made reports."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from masdar.evaluation import evaluate
from masdar.record import MODES, Record
from masdar.store import Store, review
from working import HOSTILE, RAID, SIEGE, Browser, filled, workbench


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A workbench that is only read from."""
    path = tmp_path_factory.mktemp("web") / "read.db"
    filled(path)
    with workbench(path) as client:
        yield client


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Browser]:
    """A workbench of one test's own."""
    filled(tmp_path / "own.db")
    with workbench(tmp_path / "own.db") as client:
        yield client


def got(client: Browser, path: str, **params: Any) -> Any:
    answer = client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def ids(page: Any) -> list[Any]:
    return [item["id"] for item in page["items"]]


# --- reading ----------------------------------------------------------------------------------------------------------


def test_about_counts_what_is_there(bench: Browser) -> None:
    told = got(bench, "/api/about")
    assert (told["reports"], told["events"], told["incidents"], told["reviewed"]) == (4, 6, 5, 0)
    assert (told["first"], told["last"], told["tiles"]) == ("2024-01-01", "2024-03-20", None)


def test_schema_labels_every_word_in_both_languages(bench: Browser) -> None:
    told = got(bench, "/api/schema")
    assert {one["id"]: {mode["id"] for mode in one["modes"]} for one in told["types"]} == {
        one["id"]: set(MODES.get(one["id"], ())) for one in told["types"]
    }
    labels = [label for many in told.values() for label in many if isinstance(label, dict)]
    labels += [mode for one in told["types"] for mode in one["modes"]]
    assert all(label["en"].isascii() and any("\u0600" <= char <= "\u06ff" for char in label["ar"]) for label in labels)


def test_event_rows_tell_all_that_a_list_needs(bench: Browser) -> None:
    (row,) = got(bench, "/api/events", report="raid")["items"]
    assert (row["date"], row["place"]["geonameid"], row["counts"]) == ("2024-03-09", 169389, {"killed": [12, 12]})
    assert (row["quad"], row["claimed"], row["review"]["state"]) == ("material conflict", True, "unseen")
    assert row["sentence"] == {"report": "raid", "start": 0, "end": len(RAID), "text": RAID}
    assert row["incident"] is not None


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"type": ["ASSAULT"], "status": "actual"}, ["raid#1", "denial#1", "=hostile<b>#1"]),
        ({"mode": "expel"}, ["folder/siege#2"]),
        ({"status": "negated"}, ["folder/siege#3"]),
        ({"actor": "SYR.MIL"}, ["folder/siege#3", "raid#1", "denial#1"]),
        ({"actor": "الجيش السوري", "role": "actor"}, ["raid#1", "denial#1"]),
        ({"place": "إدلب"}, ["raid#1", "denial#1"]),
        ({"place": "170017"}, ["folder/siege#1", "=hostile<b>#1"]),
        ({"country": "SYR", "type": "SANCTION"}, ["folder/siege#2"]),
        ({"box": "36.7,35,37,36"}, ["folder/siege#1", "=hostile<b>#1"]),
        ({"near": "35.93,36.63,5"}, ["raid#1", "denial#1"]),
        ({"from": "2024-03-01", "to": "2024-03-09", "type": "ASSAULT"}, ["raid#1", "denial#1"]),
        ({"source_kind": "monitor"}, ["raid#1"]),
        ({"outlet": "second"}, ["denial#1"]),
        ({"killed_min": 5}, ["raid#1"]),
        ({"displaced_min": 1}, ["folder/siege#2"]),
        ({"outlets_min": 2}, ["raid#1", "denial#1"]),
        ({"confidence_min": 0.5, "place": "حماة"}, ["=hostile<b>#1"]),
        ({"text": "المرصد"}, ["raid#1"]),
        ({"concern": ["siege", "displaced"]}, ["folder/siege#2", "folder/siege#1"]),
        ({"claimed": "false", "type": "ASSAULT"}, ["=hostile<b>#1"]),
        ({"review": "accepted"}, []),
    ],
)
def test_filters_find_what_masdar_find_finds(bench: Browser, filters: dict[str, Any], found: list[str]) -> None:
    assert sorted(ids(got(bench, "/api/events", **filters))) == sorted(found)
    timeline = got(bench, "/api/timeline", **filters)
    assert timeline["total"] == sum(one["events"] for one in timeline["items"]) == len(found)
    reports = {one.rpartition("#")[0] for one in found}
    assert set(ids(got(bench, "/api/reports", **filters))) == reports


def test_pages_follow_each_other_without_gap(bench: Browser) -> None:
    for path in ("/api/events", "/api/queue", "/api/reports", "/api/incidents", "/api/actors", "/api/sources"):
        whole = ids(got(bench, path, limit=200))
        seen: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = got(bench, path, limit=1, **cursor)
            seen += ids(page)
            if page["next"] is None:
                break
            cursor = {"cursor": page["next"]}
        assert seen == whole, path


def test_the_queue_begins_with_what_is_least_sure(bench: Browser) -> None:
    page = got(bench, "/api/queue")
    assert page["items"][0]["id"] == "folder/siege#1"
    told = [one["confidence"] for one in page["items"]]
    assert told == sorted(told)


def test_lists_come_as_geojson_and_csv_too(bench: Browser) -> None:
    map_ = bench.get("/api/events", headers={"Accept": "application/geo+json"})
    assert map_.headers["content-type"] == "application/geo+json"
    features = {one["properties"]["id"]: one for one in map_.json()["features"]}
    assert features["raid#1"]["geometry"] == {"type": "Point", "coordinates": [36.6339, 35.9306]}
    assert features["folder/siege#3"]["geometry"] is None
    sheet = bench.get("/api/events", params={"format": "csv", "limit": 2})
    assert sheet.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(sheet.text)))
    assert len(rows) == 2
    assert sheet.headers["x-masdar-next"]
    for path in ("/api/reports", "/api/incidents", "/api/civilians"):
        assert len(list(csv.DictReader(io.StringIO(bench.get(path, params={"format": "csv"}).text)))) > 1


def test_a_report_comes_with_text_record_and_reasons(bench: Browser) -> None:
    told = got(bench, "/api/reports/folder%2Fsiege")
    assert told["text"] == SIEGE
    assert [one["id"] for one in Record.model_validate(told["record"]).model_dump()["events"]] == list(told["review"])
    assert told["versions"][0]["number"] == 1
    assert set(told["incidents"]) == {f"folder/siege#{number}" for number in (1, 2, 3)}
    (why,) = got(bench, "/api/reports/raid/why")
    assert why["reasons"][0] | {"words": "قصفت", "rule": "trigger verb"} == why["reasons"][0]
    assert why["untold"] == ["recipients"]


def test_the_map_draws_what_is_uncertain_as_an_area(bench: Browser) -> None:
    spots = [one["properties"] for one in got(bench, "/api/map", z=8)["features"]]
    areas = [one for one in spots if one["kind"] == "area"]
    assert [(one["level"], one["events"]) for one in areas] == [("country", 1)]
    assert areas[0]["radius"] > 100
    points = {one["name"]: one["events"] for one in spots if one["kind"] == "point"}
    assert points == {"إدلب": 2, "حماة": 2}
    (together,) = [one["properties"] for one in got(bench, "/api/map", z=0, type="ASSAULT")["features"]]
    assert (together["events"], together["places"], together["name"]) == (3, 2, None)
    assert got(bench, "/api/map", z=8, box="36.7,35,37,36")["features"][0]["properties"]["events"] == 2


def test_incidents_set_the_accounts_side_by_side(bench: Browser) -> None:
    (row,) = got(bench, "/api/incidents", outlets_min=2)["items"]
    assert (row["reports"], row["outlets"], row["place"]["text"]) == (2, 2, "إدلب")
    assert row["counts"]["killed"] | {"low": 3, "high": 12} == row["counts"]["killed"]
    assert [one["field"] for one in row["contradictions"]] == ["killed"]
    told = got(bench, f"/api/incidents/{row['id']}")
    assert {one["id"] for one in told["accounts"]} == {"raid#1", "denial#1"}
    assert {told["joins"][0]["one"], told["joins"][0]["other"]} == {"raid#1", "denial#1"}
    assert told["joins"][0]["reasons"]
    assert {value["value"] for value in told["fields"]["source"]} == {"المرصد السوري", "مسؤول"}


def test_actors_have_ties_with_their_words_and_acts(bench: Browser) -> None:
    for asked in ("armed forces of syria", "الجيش السوري", "syr.mil"):
        assert "SYR.MIL" in ids(got(bench, "/api/actors", q=asked))
    told = got(bench, "/api/actors/SYR.MIL")
    (tie,) = told["ties"]
    assert (tie["head"], tie["type"], tie["tail"]) == ("SYR.MIL.4TH-DIVISION", "part_of", "SYR.MIL")
    assert "وتتبع الفرقة الرابعة الجيش السوري" in tie["quote"]["text"]
    assert [(one["day"], one["events"]) for one in told["acts"]] == [("2024-03-01", 2)]
    assert [(one["name"], one["role"], one["events"]) for one in told["opposite"]] == [("الوزير", "suffers", 1)]
    assert bench.get("/api/actors/NONE").status_code == 404


def test_the_network_holds_ties_and_acts(bench: Browser) -> None:
    for params in ({}, {"actor": "SYR.MIL"}):
        told = got(bench, "/api/network", **params)
        edges = {(one["source"], one["kind"], one["target"]) for one in told["edges"]}
        assert edges == {("SYR.MIL.4TH-DIVISION", "tie", "SYR.MIL"), ("الوزير", "act", "SYR.MIL")}
        assert {one["id"] for one in told["nodes"]} == {"SYR.MIL.4TH-DIVISION", "SYR.MIL", "الوزير"}


def test_sources_are_told_with_how_often_alone_and_contradicted(bench: Browser) -> None:
    (told,) = got(bench, "/api/sources", q="المرصد")["items"]
    assert (told["events"], told["alone"], told["contradicted"], told["types"]) == (1, 0, 1, {"ASSAULT": 1})
    assert told["outlets"] == [["first", 1]]
    assert got(bench, "/api/sources/المرصد السوري") == told


def test_civilians_are_told_newest_first_with_their_words(bench: Browser) -> None:
    page = got(bench, "/api/civilians")
    assert [(one["id"], one["concerns"]) for one in page["items"]] == [
        ("folder/siege#2", ["expulsion", "displaced"]), ("folder/siege#1", ["siege"]),
    ]  # fmt: skip
    assert "وهجر ألف مدني" in page["items"][0]["sentence"]["text"]
    assert ids(got(bench, "/api/civilians", concern="siege")) == ["folder/siege#1"]


def test_the_gazetteer_is_looked_through_in_both_scripts(bench: Browser) -> None:
    for asked in ("إدل", "idli"):
        assert 169389 in [one["geonameid"] for one in got(bench, "/api/gazetteer", q=asked)["items"]]
    assert got(bench, "/api/gazetteer", q="زززز")["items"] == []


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/api/events?bogus=1", 422, "bogus: Extra inputs are not permitted"),
        ("/api/events?type=RAID", 422, "type.0: Input should be"),
        ("/api/events?mode=none", 422, "is none of"),
        ("/api/events?box=1,2,3", 422, "box must be 4 numbers"),
        ("/api/events?box=10,40,20,30", 422, "box must be west, south, east, north"),
        ("/api/events?near=1,2,nan", 422, "near must be 3 numbers"),
        ("/api/events?cursor=x", 422, "is not what a page gave"),
        ("/api/queue?cursor=x.1", 422, "is not what a page gave"),
        ("/api/events?limit=1000", 422, "less than or equal to 200"),
        ("/api/events?text=.", 422, "holds no word to look for"),
        ("/api/map?review=rejected", 422, "rejected events are found by"),
        ("/api/events?review=rejected&place=x", 422, "can be asked alone"),
        ("/api/export?format=xlsx", 422, "format: Input should be"),
        ("/api/reports/none", 404, "there is no report of this id"),
        ("/api/incidents/99", 404, "there is no such incident"),
        ("/api/jobs/none", 404, "there is no job of this id"),
        ("/api/none", 404, "nothing at this address"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(bench: Browser, path: str, status: int, sentence: str) -> None:
    answer = bench.get(path)
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"code", "message"}
    assert sentence in answer.json()["error"]["message"]


# --- exports ----------------------------------------------------------------------------------------------------------


def test_exports_stream_what_is_found(bench: Browser) -> None:
    answer = bench.get("/api/export", params={"format": "jsonl"})
    records = [Record.model_validate_json(line) for line in answer.text.splitlines()]
    assert [len(record.events) for record in records] == [1, 1, 3, 1]
    assert "attachment" in answer.headers["content-disposition"]
    sheet = bench.get("/api/export", params={"format": "csv", "type": "SANCTION"})
    assert [row["event_id"] for row in csv.DictReader(io.StringIO(sheet.text))] == ["folder/siege#2"]
    assert len(bench.get("/api/export", params={"format": "geopackage"}).content) > 10_000


def test_a_safe_export_names_no_source(bench: Browser) -> None:
    plain = bench.get("/api/export", params={"format": "csv", "report": "denial"}).text
    safe = bench.get("/api/export", params={"format": "csv", "report": "denial", "safe": True}).text
    assert "مسؤول" in plain
    assert "مسؤول" not in safe


# --- review -----------------------------------------------------------------------------------------------------------


def test_review_corrects_what_is_listed_mapped_and_exported(own: Browser) -> None:
    start = RAID.index("12")
    done = own.step(
        "raid#1", "correct", changes={"counts": {"killed": [12, 15]}, "also": [{"start": start, "end": start + 2}]},
        note="بحسب النص",
    )  # fmt: skip
    assert (done["state"], done["now"]["counts"]["killed"]) == ("corrected", [12, 15])
    (row,) = got(own, "/api/events", review="corrected")["items"]
    assert (row["id"], row["review"]["note"], row["review"]["revision"]) == ("raid#1", "بحسب النص", done["revision"])
    assert row["incident"] == done["incident"]
    assert got(own, f"/api/incidents/{done['incident']}")["counts"]["killed"]["high"] == 15
    assert "raid#1" not in ids(got(own, "/api/queue"))
    (step,) = got(own, "/api/history", event="raid#1")["items"]
    assert (step["action"], step["changed"]) == ("correct", ["also", "counts"])
    undone = own.step("raid#1", "undo")
    assert (undone["state"], undone["now"]["counts"]["killed"]) == ("unseen", [12, 12])
    assert len(got(own, "/api/history", report="raid")["items"]) == 2


def test_rejected_events_are_told_apart_and_come_back(own: Browser) -> None:
    own.step("folder/siege#1", "reject")
    assert got(own, "/api/civilians", concern="siege")["items"] == []
    (row,) = got(own, "/api/queue", review="rejected")["items"]
    assert (row["id"], row["review"]["state"]) == ("folder/siege#1", "rejected")
    told = got(own, "/api/reports/folder/siege")
    assert [one["event"]["id"] for one in told["rejected"]] == ["folder/siege#1"]
    assert got(own, "/api/reports", report="folder/siege")["items"][0]["reviewed"] == {"unseen": 2, "rejected": 1}
    own.step("folder/siege#1", "undo")
    assert ids(got(own, "/api/civilians", concern="siege")) == ["folder/siege#1"]


def test_kept_answers_are_not_those_of_before_a_change(own: Browser, tmp_path: Path) -> None:
    def counted() -> tuple[int, int]:
        points = got(own, "/api/map", z=5, type="COERCE")["features"]
        return len(points), got(own, "/api/timeline", type="COERCE")["total"]

    assert counted() == counted() == (1, 1)
    own.step("folder/siege#1", "reject")
    assert counted() == (0, 0)
    with Store(tmp_path / "own.db") as other:  # another program
        review.review(other.database, "folder/siege#1", "undo", who="other")
    assert counted() == (1, 1)


def test_a_step_on_what_somebody_else_has_changed_is_a_conflict(own: Browser) -> None:
    own.step("raid#1", "accept")
    late = own.change("/api/review", json={"event": "raid#1", "action": "reject", "revision": 0})
    assert (late.status_code, late.json()["error"]["code"]) == (409, "conflict")
    wrong = own.change("/api/review", json={"event": "raid#1", "action": "correct", "changes": {"mode": "visit"}})
    assert (wrong.status_code, wrong.json()["error"]["message"]) == (422, "'visit' is no mode of ASSAULT.")
    assert own.change("/api/review", json={"event": "raid#9", "action": "accept"}).status_code == 404


def test_gold_of_the_api_scores_full_marks_against_itself(own: Browser) -> None:
    own.step("raid#1", "correct", changes={"mode": "aerial"})
    gold = [json.loads(line) for line in own.get("/api/gold").text.splitlines()]
    texts = [json.loads(line) for line in own.get("/api/gold", params={"what": "texts"}).text.splitlines()]
    done = evaluate(gold, gold, {row["id"]: row["text"] for row in texts})
    assert (done.figures["event"]["f1"], done.figures["mode"]["f1"], done.mistakes) == (100, 100, [])


def test_a_person_splits_and_joins_incidents_and_takes_it_back(own: Browser) -> None:
    before = got(own, "/api/incidents", outlets_min=2)["items"][0]["id"]
    split = own.change("/api/incidents/split", json={"events": ["raid#1", "denial#1"]}).json()
    assert len(set(split["incidents"].values())) == 2
    assert got(own, "/api/incidents", outlets_min=2)["items"] == []
    undone = own.change("/api/incidents/undo", json={"decisions": split["decisions"]}).json()
    assert len(set(undone["incidents"].values())) == 1
    joined = own.change("/api/incidents/join", json={"events": ["raid#1", "=hostile<b>#1"]}).json()
    told = got(own, f"/api/incidents/{joined['incidents']['raid#1']}")
    assert {one["id"] for one in told["accounts"]} == {"raid#1", "denial#1", "=hostile<b>#1"}
    assert told["decisions"][0]["id"] == joined["decisions"][0]
    assert before
    assert own.change("/api/incidents/join", json={"events": ["raid#1", "none#1"]}).status_code == 404
    assert own.change("/api/incidents/join", json={"events": ["raid#1", "raid#1"]}).status_code == 422
    assert own.change("/api/incidents/undo", json={"decisions": [99]}).status_code == 404


# --- adding reports ---------------------------------------------------------------------------------------------------


def test_pasted_and_uploaded_reports_are_coded_and_found(tmp_path: Path) -> None:
    with workbench(tmp_path / "new.db") as client:
        pasted = {"text": "قصفت الطائرات الروسية بلدة كفرنبل أمس.", "published": "2018-08-27", "title": "غارة"}
        answer = client.change("/api/reports", json=pasted)
        assert answer.status_code == 202
        told = client.done(answer.json()["job"])
        assert (told["state"], told["done"], told["total"], told["messages"]) == ("done", 1, 1, [])
        (row,) = got(client, "/api/events", type="ASSAULT")["items"]
        assert (row["report"], row["title"], row["date"]) == (told["reports"][0], "غارة", "2018-08-26")
        files = [
            ("files", ("../../تقرير 2024-03-11.txt", "اعتقلت الشرطة التونسية عشرة محتجين في صفاقس أمس.".encode())),
            ("files", ("rows.jsonl", b'{"id": "a", "text": "\xd9\x86\xd8\xb5"}\n{"text": 1}\n')),
            ("files", ("page.html", b"<title>x</title><script>alert(1)</script>")),
        ]  # fmt: skip
        sent = client.change("/api/reports", files=files, data={"source": "وكالة"})
        told = client.done(sent.json()["job"])
        assert told["state"] == "done"
        assert told["reports"] == ["تقرير 2024-03-11", "a"]
        assert [message.partition(":")[0] for message in told["messages"]] == ["rows.jsonl, line 2", "page.html"]
        (row,) = got(client, "/api/events", type="COERCE")["items"]
        assert (row["outlet"], row["date"]) == ("وكالة", "2024-03-10")
        again = client.change("/api/reports", files=[("files", ("تقرير 2024-03-11.txt", "نص آخر تماما.".encode()))])
        told = client.done(again.json()["job"])
        assert "There is another report" in told["messages"][0]
        assert told["reports"][0].startswith("تقرير 2024-03-11~")
        assert {one["what"] for one in got(client, "/api/audit")["items"]} == {"add reports"}


@pytest.mark.parametrize(
    ("request_", "sentence"),
    [
        ({"json": {"text": ""}}, "text: "),
        ({"json": {"text": "نص", "published": "أمس"}}, "published: "),
        ({"json": {"text": "نص", "id": "a#1"}}, "id: "),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, "Invalid JSON"),
        ({"content": b"x", "headers": {"Content-Type": "text/plain"}}, "application/json, or files"),
        ({"files": [("other", ("a.txt", b"x"))]}, "there are none"),
        ({"files": [("files", ("a.txt", b"x"))], "data": {"published": "x"}}, "is no day"),
    ],
)
def test_what_is_no_report_is_told(bench: Browser, request_: dict[str, Any], sentence: str) -> None:
    answer = bench.change("/api/reports", **request_)
    assert answer.status_code == 422, answer.text
    assert sentence in answer.json()["error"]["message"]


def test_hostile_reports_stay_text(bench: Browser) -> None:
    told = bench.get("/api/reports/=hostile%3Cb%3E")
    assert told.headers["content-type"] == "application/json"
    assert told.headers["x-content-type-options"] == "nosniff"
    assert told.json()["text"] == HOSTILE
    sheet = bench.get("/api/events", params={"format": "csv", "report": "=hostile<b>"})
    (row,) = csv.DictReader(io.StringIO(sheet.text))
    assert (row["outlet"], row["id"]) == ("'=cmd()", "'=hostile<b>#1")
    for params in ({"format": "csv"}, {"format": "geojson"}, {"format": "jsonl"}):
        answer = bench.get("/api/export", params=params)
        assert "html" not in answer.headers["content-type"]
        assert answer.headers["content-disposition"].startswith("attachment")
