"""Export: each format says what the record says, and nothing in a report can harm who opens it."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masdar.export import csv as csv_export
from masdar.export import geojson, jsonl, table
from masdar.export.bidi import FSI, PDI, arrange, cells, choose, shape, visual
from masdar.export.flat import COLUMNS, joined
from masdar.record import Record

TEXT = (
    "قصف الطيران الروسي بلدة أريحا مساء الأحد، ما أدى إلى مقتل مدنيين، بحسب المرصد. "
    "وحذر الدفاع المدني من هجوم على إدلب. ونفت موسكو."
)


def span(text: str, **more: object) -> dict[str, object]:
    start = TEXT.index(text)
    return {"start": start, "end": start + len(text), "text": text, **more}


def record(**changes: object) -> Record:
    strike = {
        "id": "r#1",
        "type": "ASSAULT",
        "mode": "aerial",
        "status": "actual",
        "confidence": 0.83,
        "trigger": span("قصف"),
        "actors": [span("الطيران الروسي", country="RUS", sector="MIL")],
        "recipients": [span("مدنيين", country="SYR", sector="CVL"), span("بلدة أريحا")],
        "places": [span("أريحا", geonameid=172955, lat=35.81, lon=36.60, level="locality", precision="exact")],
        "time": span("مساء الأحد", value="2018-08-26", precision="day"),
        "sources": [span("المرصد", kind="monitor")],
        "counts": {"killed": [8, 12], "injured": [20, None]},
        "codes": {"cameo": "195", "acled": "Air/drone strike", "ucdp": None},
    }
    feared = {
        "id": "r#2",
        "type": "ASSAULT",
        "status": "hypothetical",
        "confidence": 0.5,
        "trigger": span("هجوم"),
        "sources": [span("الدفاع المدني", kind="ngo", party_to_conflict=True)],
        "places": [span("إدلب", role="destination")],
    }
    denial = {"id": "r#3", "type": "REJECT", "confidence": 0.4, "trigger": span("نفت"), "actors": [span("موسكو")]}
    return Record.model_validate(
        {
            "coder": {"masdar": "0", "lexicon": "x"},
            "doc_id": "تقرير",
            "source": "وكالة",
            "published": "2018-08-27",
            "title": "قصف على أريحا",
            "events": [strike, feared, denial],
            "relations": [{"type": "part_of", "head": span("الطيران الروسي"), "tail": span("موسكو")}],
            **changes,
        }
    )


def written(write: object, *records: Record, **options: object) -> str:
    stream = io.StringIO(newline="")
    assert write(records, stream, **options) == len(records)  # type: ignore[operator]
    return stream.getvalue()


def test_jsonl_gives_the_record_back() -> None:
    out = written(jsonl.write, record(), record(title="a\u2028b"))
    lines = out.splitlines()
    assert len(lines) == 2
    assert Record.model_validate_json(lines[0]) == record()
    assert json.loads(lines[1])["title"] == "a\u2028b"
    assert "الطيران" in lines[0]


def test_csv_has_one_row_an_event() -> None:
    rows = list(csv.DictReader(io.StringIO(written(csv_export.write, record()))))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["event_id"] for row in rows] == ["r#1", "r#2", "r#3"]
    strike, feared, _ = rows
    assert strike["recipients"] == "مدنيين|بلدة أريحا"
    assert strike["recipient_countries"] == "SYR|"
    assert (strike["killed_low"], strike["killed_high"]) == ("8", "12")
    assert (strike["injured_low"], strike["injured_high"]) == ("20", "")
    assert (strike["lat"], strike["lon"], strike["place_role"]) == ("35.81", "36.6", "location")
    assert (strike["time_value"], strike["sources"], strike["cameo"]) == ("2018-08-26", "المرصد", "195")
    assert (feared["status"], feared["place_role"], feared["source_party_to_conflict"]) == (
        "hypothetical", "destination", "yes",
    )  # fmt: skip
    assert written(csv_export.write, mark=True).startswith("\ufeffdoc_id,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "＝", " =", "\n@", "\u200f="])
def test_csv_cells_are_never_formulas(start: str) -> None:
    out = written(csv_export.write, record(title=f"{start}HYPERLINK(1)"))
    cell = next(csv.DictReader(io.StringIO(out)))["title"]
    assert cell.startswith("'")


def test_csv_keeps_negative_numbers() -> None:
    event = record().events[0].model_dump()
    event["places"][0].update(lat=-33.4, lon=-70.6)
    rows = list(csv.DictReader(io.StringIO(written(csv_export.write, record(events=[event])))))
    assert (rows[0]["lat"], rows[0]["lon"]) == ("-33.4", "-70.6")


@given(st.lists(st.text(max_size=5) | st.none(), max_size=4))
def test_joined_values_keep_their_places(values: list[str | None]) -> None:
    cell = joined(values)
    assert cell == "" or cell.count("|") == len(values) - 1


def test_geojson_places_events_and_keeps_those_without_a_point() -> None:
    out = json.loads(written(geojson.write, record(), record(events=[])))
    assert out["type"] == "FeatureCollection"
    points = [feature["geometry"] for feature in out["features"]]
    assert points == [{"type": "Point", "coordinates": [36.60, 35.81]}, None, None]
    assert all(not isinstance(value, list | dict) for f in out["features"] for value in f["properties"].values())
    assert json.loads(written(geojson.write))["features"] == []


def test_geojson_separates_records() -> None:
    out = json.loads(written(geojson.write, record(events=[]), record(), record(events=[]), record()))
    assert len(out["features"]) == 6


def test_table_says_what_is_not_fact() -> None:
    out = written(table.write, record())
    lines = out.splitlines()
    assert " 1  ◐ ASSAULT aerial · claimed · 0.83 · قصف" in lines
    assert " 2  ○ ASSAULT · feared or possible, as claimed · 0.50 · هجوم" in lines
    assert " 3  ● REJECT · told as fact · 0.40 · نفت" in lines
    assert "    told by    الدفاع المدني  (ngo, party to the conflict)" in lines
    assert "    when       2018-08-26  مساء الأحد" in lines
    assert "    people     killed 8–12, injured at least 20" in lines
    assert "    tie        الطيران الروسي is part of موسكو" in lines
    assert "\x1b" not in out


@pytest.mark.parametrize("width", [40, 60, 100])
def test_no_terminal_can_swap_fields(width: int) -> None:
    # Numbers after Arabic on a line would be drawn on its other side, and a line that starts with Arabic may be
    # drawn from the right: every line starts in Latin, and numbers follow a Latin letter or come first.
    for line in written(table.write, record(), table=table.Table(width=width)).splitlines():
        strong = [k for k in map(unicodedata.bidirectional, line) if k in {"L", "R", "AL", "EN"}]
        if not line.startswith("    …"):
            assert not strong or strong[0] in {"L", "EN"}
        assert all(not (b == "EN" and a in {"R", "AL"}) for a, b in pairwise(strong))
        if "AL" in strong and line.startswith("    ") and " is part of " not in line:
            assert cells(line) <= max(width, 46)


def test_what_goes_on_in_the_next_line_is_no_other_field() -> None:
    lines = written(table.write, record(), table=table.Table(width=45)).splitlines()
    at = lines.index("    told by    الدفاع المدني")
    assert lines[at + 1] == "    …          (ngo, party to the conflict)"


def test_colour_marks_only_what_is_not_told_as_fact() -> None:
    out = written(table.write, record(), table=table.Table(colour=True))
    assert "\x1b[35mclaimed\x1b[0m" in out
    assert "\x1b[0mtold as fact\x1b[0m" in out


def test_a_point_that_is_not_the_place_itself_says_so() -> None:
    event = record().events[0].model_dump()
    event["places"][0].update(precision="admin")
    assert "(locality 35.81 36.60, point of its province)" in written(table.write, record(events=[event]))


def test_table_cannot_be_steered() -> None:
    out = written(table.write, record(title="قصف\x1b[2J\x07 على\n أريحا\u202e", doc_id="a\x1b]0;x\x07"))
    assert not any(unicodedata.category(char) == "Cc" and char != "\n" for char in out)
    assert "\u202e" not in out


def test_long_title_is_wrapped() -> None:
    title = "كلمة " * 60
    lines = written(table.write, record(title=title), table=table.Table(width=60)).splitlines()
    shown = [line for line in lines if "كلمة" in line]
    assert sum(line.count("كلمة") for line in shown) == 60
    assert all(cells(line) <= 60 for line in shown)


def test_visual_order() -> None:
    assert shape("سلام") == "ﺳﻼﻡ"
    assert shape("لَا") == "ﻟَﺎ"  # a mark between them keeps lam and alef apart
    assert visual("سلام") == "ﻡﻼﺳ"
    # Numbers and Latin keep their order; brackets are turned.
    assert visual("قتل 12 (RT)") == f"(RT) 12 {visual('قتل')}"
    assert visual("في 2018/8/27 أمس") == f"{visual('أمس')} 2018/8/27 {visual('في')}"


@given(st.text(st.sampled_from("ابجدلاسمم نهو12٣ab ()ًّ.،-"), max_size=30))
def test_visual_order_keeps_every_letter(text: str) -> None:
    turned = str.maketrans(")", "(")  # brackets are turned where they stand among Arabic letters
    drawn = unicodedata.normalize("NFKC", visual(text)).translate(turned)
    assert sorted(drawn) == sorted(unicodedata.normalize("NFKC", text).translate(turned))


def test_arrange() -> None:
    assert arrange("abc", "visual") == arrange("abc", "isolate") == "abc"
    assert arrange("قال", "isolate") == f"{FSI}قال{PDI}"
    assert arrange("قال", "terminal") == "قال"


def test_auto_never_undoes_what_the_terminal_does() -> None:
    assert choose({"VTE_VERSION": "7600", "TERM": "xterm-256color"}) == "terminal"
    assert choose({"XTERM_VERSION": "XTerm(379)", "TERM": "xterm"}) == "visual"
    assert choose({"ALACRITTY_WINDOW_ID": "1"}) == "visual"
    assert choose({"TERM": "xterm-256color"}) == "terminal"


def test_cells_count_what_is_seen() -> None:
    assert cells("قُتِلَ") == 3
    assert cells(f"{FSI}قال{PDI}") == 3
    assert cells("漢字") == 4
