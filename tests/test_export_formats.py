"""Each format read back by a library that knows it: what the record says is there, Arabic and unknown included."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import hxl
import networkx as nx
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyogrio
import pytest

from masdar.export import formats
from masdar.export import hxl as hxl_export
from masdar.export.dates import days
from masdar.export.formats import FORMATS, Aids, ExportError
from masdar.record import Record
from recording import ARMY, TEXT, event, exported, full, protest, record, rows, span, strike, ties_only


def told(name: str, *records: Record) -> list[str]:
    """The sentences that a format says to a person."""
    sentences: list[str] = []
    exported(name, *records, aids=Aids(tell=sentences.append))
    return sentences


@pytest.mark.parametrize("name", FORMATS)
def test_no_event_and_no_record_are_written_too(name: str) -> None:
    for records in ((), (record(),), (ties_only(),)):
        exported(name, *records)
    assert told(name, record(), ties_only()) == []


@pytest.mark.parametrize("name", FORMATS)
def test_text_that_is_no_proper_text_does_not_break_a_format(name: str) -> None:
    odd = record(strike(), title='a\x00\x01"<&>\u2028\u202e', source="وكالة\nأخرى", doc_id="r<>\x0b")
    exported(name, odd)


def test_jsonl_gives_records_back() -> None:
    made = exported("jsonl", full(), ties_only()).decode("utf-8").splitlines()
    assert [Record.model_validate_json(line) for line in made] == [full(), ties_only()]


class TestParquet:
    @staticmethod
    def read(*records: Record) -> Any:
        return pq.read_table(io.BytesIO(exported("parquet", *records)))

    def test_columns_have_types_and_parts(self) -> None:
        table = self.read(full())
        kinds = {field.name: field.type for field in table.schema}
        assert (kinds["published"], kinds["first_day"], kinds["confidence"]) == (pa.date32(), pa.date32(), pa.float64())
        assert pa.types.is_list(kinds["actors"])
        assert kinds["actors"].value_type.field("sector").type == pa.string()
        assert kinds["counts"].field("killed").type == pa.struct([("low", pa.int64()), ("high", pa.int64())])

    def test_rows_are_the_events(self) -> None:
        strike_row, protest_row, *_ = self.read(full()).to_pylist()
        assert [actor["text"] for actor in strike_row["recipients"]] == ["المزارع سليم الحمدان", "مدنيين"]
        assert strike_row["places"][0]["geonameid"] == 168325
        assert strike_row["counts"]["injured"] == {"low": 2, "high": None}
        assert strike_row["counts"]["displaced"] is None
        assert strike_row["first_day"].isoformat() == "2018-08-26"
        assert (protest_row["time"], protest_row["recipients"]) == (None, [])
        assert TEXT[strike_row["trigger"]["start"] : strike_row["trigger"]["end"]] == "قصف"

    def test_every_field_of_an_event_is_there(self) -> None:
        row = self.read(full()).to_pylist()[0]
        said = full().events[0].model_dump()
        said.pop("counts")
        assert {name: row[name] for name in said} == said

    def test_no_events_still_have_columns(self) -> None:
        empty = self.read(ties_only())
        assert (empty.num_rows, empty.schema) == (0, self.read(full()).schema)

    def test_many_events_are_written_in_parts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("masdar.export.parquet.BATCH", 3)
        made = io.BytesIO(exported("parquet", full(), full()))
        assert pq.ParquetFile(made).num_row_groups == 3
        assert pc.sum(pq.read_table(made)["confidence"]).as_py() == pytest.approx(8 * 0.9)


class TestMaps:
    @staticmethod
    def layer(name: str, folder: Path, layer: str | None, *records: Record) -> list[dict[str, Any]]:
        path = folder / f"made.{'gpkg' if name == 'geopackage' else 'geojson'}"
        path.write_bytes(exported(name, *records))
        meta, table = pyogrio.read_arrow(path, layer=layer)
        assert meta["crs"] in {"EPSG:4326", "OGC:CRS84"}
        geometry = meta["geometry_name"] or "wkb_geometry"
        return [{**row, "point": _point(row[geometry])} for row in table.to_pylist()]

    def test_geojson_opens(self, tmp_path: Path) -> None:
        found = self.layer("geojson", tmp_path, None, full(), ties_only())
        assert [row["event_id"] for row in found] == ["r#1", "r#2", "r#3", "r#4"]
        assert found[0]["point"] == (36.651, 35.4421)
        assert (found[0]["actors"], found[2]["point"]) == ("الجيش السوري", None)

    def test_geopackage_has_events(self, tmp_path: Path) -> None:
        strike_row, _, feared_row, meeting_row = self.layer("geopackage", tmp_path, "events", full(), ties_only())
        assert strike_row["point"] == (36.651, 35.4421)
        assert strike_row["recipients"] == "المزارع سليم الحمدان|مدنيين"
        assert (strike_row["killed_low"], strike_row["injured_high"]) == (1, None)
        assert strike_row["first_day"].isoformat() == "2018-08-26"
        assert (feared_row["point"], feared_row["place"], feared_row["status"]) == (None, "إدلب", "hypothetical")
        assert (meeting_row["place"], meeting_row["lat"]) == (None, None)

    def test_geopackage_has_places(self, tmp_path: Path) -> None:
        found = self.layer("geopackage", tmp_path, "places", full(), ties_only())
        assert [(row["place"], row["geonameid"], row["point"]) for row in found] == [
            ("خان شيخون", 168325, (36.651, 35.4421)),
            ("صفاقس", 2467454, (10.7603, 34.7406)),
        ]

    def test_geopackage_without_events_has_both_layers(self, tmp_path: Path) -> None:
        path = tmp_path / "empty.gpkg"
        path.write_bytes(exported("geopackage", ties_only()))
        assert sorted(pyogrio.list_layers(path)[:, 0]) == ["events", "places"]
        assert pyogrio.read_info(path, layer="events")["features"] == 0

    def test_geopackage_is_written_in_parts(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("masdar.export.geopackage.BATCH", 3)
        assert len(self.layer("geopackage", tmp_path, "events", *[full()] * 3)) == 12


def _point(wkb: bytes | None) -> tuple[float, float] | None:
    import struct

    if wkb is None:
        return None
    order, kind, x, y = struct.unpack("<BIdd", wkb)
    assert (order, kind) == (1, 1)
    return x, y


class TestPlover:
    @staticmethod
    def read(*records: Record) -> list[dict[str, Any]]:
        return [json.loads(line) for line in exported("plover", *records).decode("utf-8").splitlines()]

    def test_fields_are_those_of_the_manual(self) -> None:
        (made,) = self.read(full())
        assert (made["id"], made["date"], made["event"], made["mode"]) == ("r#1", "2018-08-26", ["ASSAULT"], ["aerial"])
        assert made["source"] == [
            {
                "code": "SYR",
                "sector": "MIL",
                "actor_text": "الجيش السوري",
                "identifier_id": "SYR.MIL",
                "identifier_text": "Armed forces of Syria",
            }
        ]
        assert made["recipient"][0] == {"code": "SYR", "sector": "CVL", "actor_text": "المزارع سليم الحمدان"}
        assert made["event_loc"] == {
            "geonameid": 168325, "name": "خان شيخون", "latitude": 35.4421, "longitude": 36.651,
            "country code": "SY", "cc3": "SYR",
        }  # fmt: skip
        assert (made["quad_code"], made["dead"], made["injured_low"]) == (4, 1, 2)
        assert "injured" not in made
        assert made["told_by"] == ["شاهد من البلدة"]
        start, end = made["text_info"]["start"], made["text_info"]["end"]
        assert [TEXT[start:end]] == made["event_text"]

    def test_what_has_no_date_or_did_not_happen_is_left_out_and_told(self) -> None:
        assert told("plover", full()) == [
            "3 events were left out: PLOVER's JSON wants a date, and what is said to have happened."
        ]
        denied = strike(status="negated")
        assert self.read(record(denied)) == []

    def test_a_month_has_an_end(self) -> None:
        (made,) = self.read(record(strike(time=span("يوم الأحد", value="2018-02", precision="month"), actors=[])))
        assert (made["date"], made["enddate"], made["source"]) == ("2018-02-01", "2018-02-28", [])

    def test_codes_that_the_manual_has_otherwise(self) -> None:
        press = span("طلاب", country="TUN", sector="MED")
        group = span("مدنيين", country="SYR", sector="TER")
        un = span("المعارضة", sector="IGO")
        (made,) = self.read(record(strike(actors=[press, group, un])))
        assert [actor.get("sector") for actor in made["source"]] == ["JRN", None, None]
        assert made["source"][2]["code"] == "IGO"
        (sanction,) = self.read(record(strike() | {"type": "SANCTION", "mode": None}))
        assert "quad_code" not in sanction


class TestHxl:
    @staticmethod
    def read(folder: Path, *records: Record) -> Any:
        path = folder / "made.csv"
        path.write_bytes(exported("hxl", *records))
        return hxl.data(str(path), hxl.InputOptions(allow_local=True)).cache()

    def test_hashtags_are_found(self, tmp_path: Path) -> None:
        dataset = self.read(tmp_path, full(), ties_only())
        assert len(dataset.columns) == len(hxl_export.COLUMNS)
        strike_row, _, feared_row, _ = list(dataset)
        said = {tag: strike_row.get(tag) for tag in (
            "#event+type-acled", "#date+occurred+start", "#adm1+name", "#loc+name", "#country+code", "#geo+lat",
            "#affected+killed+max", "#affected+injured+min", "#affected+injured+max", "#group+recipient+name",
        )}  # fmt: skip
        assert said == {
            "#event+type-acled": "ASSAULT",
            "#date+occurred+start": "2018-08-26",
            "#adm1+name": "ادلب",
            "#loc+name": "خان شيخون",
            "#country+code": "SYR",
            "#geo+lat": "35.4421",
            "#affected+killed+max": "1",
            "#affected+injured+min": "2",
            "#affected+injured+max": None,
            "#group+recipient+name": "المزارع سليم الحمدان|مدنيين",
        }
        assert (feared_row.get("#event+status"), feared_row.get("#geo+lat")) == ("hypothetical", None)

    def test_libhxl_finds_nothing_wrong(self, tmp_path: Path) -> None:
        report = hxl.validate(self.read(tmp_path, full()))
        assert report["is_valid"], report["issues"]
        assert report["stats"]["error"] == 0

    def test_no_events_still_have_hashtags(self, tmp_path: Path) -> None:
        dataset = self.read(tmp_path, ties_only())
        assert (len(list(dataset)), dataset.tags[0]) == (0, "#meta")


class TestGraphml:
    @staticmethod
    def read(*records: Record) -> Any:
        return nx.read_graphml(io.BytesIO(exported("graphml", *records)), force_multigraph=True)

    def test_acts_and_ties_are_edges(self) -> None:
        graph = self.read(full())
        assert graph.nodes["SYR.MIL"] == {
            "label": "Armed forces of Syria", "name": "الجيش السوري", "country": "SYR", "sector": "MIL",
        }  # fmt: skip
        acts = [data for *_, data in graph.out_edges("SYR.MIL", data=True)]
        assert {(act["kind"], act["type"], act["mode"], act["first_day"], act["mutual"]) for act in acts} == {
            ("act", "ASSAULT", "aerial", "2018-08-26", False)
        }
        assert len(acts) == 2
        ties = [edge for edge in graph.edges(data=True) if edge[2]["kind"] == "tie"]
        assert [(head, data["type"], graph.nodes[tail]["label"]) for head, tail, data in ties] == [
            ("TUN.COP.POLICE", "part_of", "وزارة الداخلية")
        ]
        assert "طلاب" in {data["label"] for _, data in graph.nodes(data=True)}, "who acts on nobody is a node"

    def test_the_lexicons_actors_are_one_in_all_reports_and_others_are_not(self) -> None:
        graph = self.read(full(), record(strike(), doc_id="other"))
        assert sum(data["label"] == "Armed forces of Syria" for _, data in graph.nodes(data=True)) == 1
        assert sum(data["label"] == "مدنيين" for _, data in graph.nodes(data=True)) == 2

    def test_two_who_fight_each_other_are_tied_both_ways(self) -> None:
        fight = strike(actors=[span("الجيش السوري", **ARMY), span("المعارضة", sector="REB")], recipients=[])
        ((head, tail, data),) = self.read(record(fight)).edges(data=True)
        assert (head, data["mutual"]) == ("SYR.MIL", True)
        assert tail != head

    def test_a_mention_that_stands_for_a_fuller_one_is_the_same_node(self) -> None:
        fuller = span("الجيش السوري", **ARMY)
        short = span("قصف", refers_to=span("الجيش السوري"))
        graph = self.read(record(strike(actors=[span("قصف")]), actors=[fuller, short]))
        assert "SYR.MIL" in graph

    def test_a_record_with_ties_only(self) -> None:
        assert self.read(ties_only()).number_of_edges() == 1


class TestBayanat:
    def test_rows_bear_bayanats_fields(self) -> None:
        army, farmer, *_ = rows(exported("bayanat", full(), aids=Aids({"r": TEXT})))
        assert (army["name"], army["name_ar"]) == ("Armed forces of Syria", "الجيش السوري")
        assert (army["type"], army["civilian"], army["nationalities"]) == ("Entity", "Non-Civilian", "Syria")
        assert (farmer["originid"], farmer["name_ar"], farmer["type"]) == (
            "r#1/recipient1", "المزارع سليم الحمدان", "",
        )  # fmt: skip
        assert (farmer["civilian"], farmer["event_title"]) == ("Civilian", "ASSAULT aerial")
        assert (farmer["event_location"], farmer["event_from_date"]) == ("خان شيخون", "2018-08-26")
        assert farmer["publish_date"] == "2018-08-27"
        assert farmer["description"] == TEXT.partition(".")[0] + "."
        assert farmer["tags"] == "masdar,ASSAULT,aerial,recipient,CVL"
        assert farmer["event_comments"].startswith("told by شاهد من البلدة. killed: 1. injured: 2 or more. ")

    def test_what_did_not_happen_makes_no_actor(self) -> None:
        threat = event(5, "ASSAULT", "هجوم", status="future", actors=[span("المعارضة")])
        assert rows(exported("bayanat", record(threat))) == []
        assert told("bayanat", record(threat)) == ["1 event was left out: the reports do not say that they happened."]

    def test_another_text_is_not_quoted(self) -> None:
        made = rows(exported("bayanat", full(), aids=Aids({"r": "نص آخر غير الذي رمز."})))
        assert {row["description"] for row in made} == {""}


@pytest.mark.parametrize("name", ["csv", "acled", "hxl", "bayanat"])
def test_no_cell_of_any_csv_is_a_formula(name: str) -> None:
    evil = strike(
        actors=[span("الجيش السوري", sector="MIL") | {"text": "=HYPERLINK(1)", "end": TEXT.index("الجيش") + 13}],
    )
    made = exported(name, record(evil, source="@SUM(1)", url="+cmd", doc_id="-1"))
    import csv

    cells = [cell for row in csv.reader(io.StringIO(made.decode("utf-8"), newline="")) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert "'@SUM(1)" in cells
    assert not [cell for cell in cells if cell[:1] in "=+-@" and cell[:1] and not cell[1:].replace(".", "").isdigit()]
    assert "مدنيين" in made.decode("utf-8") or name == "acled"


def test_a_library_that_is_missing_costs_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "find_spec", lambda name: None if name == "pyogrio" else object())
    with pytest.raises(ExportError, match=r"needs pyogrio; install with: pip install 'masdar\[export\]'\."):
        formats.check("geopackage")
    formats.check("parquet")


def test_a_format_that_there_is_not() -> None:
    with pytest.raises(ExportError, match="'xls' is no format; there are jsonl, csv, "):
        exported("xls")


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2018-08-26", "2018-08-26", "2018-08-26"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2018", "2018-01-01", "2018-12-31"),
        ("2018-08-24/2018-09", "2018-08-24", "2018-09-30"),
        ("2018-08~", "2018-08-01", "2018-08-31"),
    ],
)
def test_days(value: str, first: str, last: str) -> None:
    found = days(value)
    assert found is not None
    assert tuple(map(str, found)) == (first, last)


@pytest.mark.parametrize("value", [None, "", "2018-13", "2018-02-30", "2018-08-27/2018-08-26", "../2018", "201X"])
def test_days_that_are_none(value: str | None) -> None:
    assert days(value) is None


def test_protests_are_not_lost_where_formats_are_chained() -> None:
    # JSONL is what everything else is made from: a second export of it is the same.
    again = [Record.model_validate_json(line) for line in exported("jsonl", record(protest())).splitlines()]
    assert exported("hxl", *again) == exported("hxl", record(protest()))
