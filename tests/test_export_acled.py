"""ACLED's columns: its names and codes where the record tells enough, and nothing where it does not."""

from __future__ import annotations

from typing import Any

import pytest

from masdar.export.acled import COLUMNS, TYPES
from masdar.export.formats import Aids
from masdar.knowledge.tables import BUILT_IN, read_table
from recording import ARMY, KHAN, SFAX, TEXT, event, exported, full, meeting, protest, record, rows, span, strike

REBELS = span("المعارضة", country="SYR", sector="REB")
FARMER = span("المزارع سليم الحمدان", country="SYR", sector="CVL")
RUSSIANS = span("الجيش السوري", country="RUS", sector="MIL")
SYRIANS = span("الجيش السوري", **ARMY)
TUNISIAN_POLICE = span("الشرطة التونسية", id="TUN.COP.POLICE", country="TUN", sector="COP")
STUDENTS = span("طلاب", country="TUN", sector="CVL")


def row(one: dict[str, Any], **more: object) -> dict[str, str]:
    """The row of one event."""
    (found,) = rows(exported("acled", record(one, **more)))
    return found


def coded(sub_event: str, **more: object) -> dict[str, str]:
    return row(strike(codes={"acled": sub_event}, **more))


def test_columns_are_acleds_in_its_order() -> None:
    assert exported("acled").decode() == (
        "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,"
        "inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,"
        "location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp\r\n"
    )
    assert len(COLUMNS) == 31


def test_a_strike() -> None:
    assert {name: value for name, value in row(strike()).items() if value} == {
        "event_id_cnty": "r#1",
        "event_date": "2018-08-26",
        "year": "2018",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Air/drone strike",
        "actor1": "Armed forces of Syria",
        "inter1": "State forces",
        "actor2": "Civilians (Syria)",
        "assoc_actor_2": "المزارع سليم الحمدان; مدنيين",
        "inter2": "Civilians",
        "interaction": "State forces-Civilians",
        "civilian_targeting": "Civilian targeting",
        "iso": "760",
        "region": "Middle East",
        "country": "Syria",
        "admin1": "Idlib",
        "location": "Khān Shaykhūn",
        "latitude": "35.4421",
        "longitude": "36.651",
        "geo_precision": "1",
        "source": "وكالة",
        "fatalities": "1",
    }


def test_what_is_not_told_is_empty() -> None:
    bare = {name: value for name, value in row(event(1, "ASSAULT", "قصف", codes={"acled": "Attack"})).items() if value}
    assert bare == {
        "event_id_cnty": "r#1",
        "disorder_type": "Political violence",
        "event_type": "Violence against civilians",
        "sub_event_type": "Attack",
        "civilian_targeting": "Civilian targeting",
        "source": "وكالة",
    }


def test_what_acled_does_not_code_is_left_out_and_told() -> None:
    sentences: list[str] = []
    made = exported("acled", full(), aids=Aids(tell=sentences.append))
    assert [one["event_id_cnty"] for one in rows(made)] == ["r#1", "r#2"]
    assert sentences == [
        "2 events were left out: ACLED codes no diplomacy, and nothing that is not said to have happened."
    ]
    for status in ("future", "hypothetical", "negated"):
        assert rows(exported("acled", record(strike(status=status), meeting()))) == []
    assert rows(exported("acled", record(strike(status="historical"))))


def test_notes_are_the_sentence_of_the_report() -> None:
    given = Aids({"r": TEXT})
    strike_row, protest_row = rows(exported("acled", full(), aids=given))
    assert strike_row["notes"] == TEXT.partition(".")[0] + "."
    assert protest_row["notes"] == "وتظاهر طلاب في صفاقس ضد الغلاء."


@pytest.mark.parametrize(
    ("actor", "place", "inter"),
    [
        (SYRIANS, KHAN, "State forces"),
        (RUSSIANS, KHAN, "External/Other forces"),
        (span("المعارضة", country="SYR", sector="REB"), KHAN, "Rebel group"),
        (span("المعارضة", sector="PRM"), KHAN, "Political militia"),
        (span("المعارضة", sector="UAF"), KHAN, "Political militia"),
        (span("المعارضة", sector="IGO"), KHAN, "External/Other forces"),
        (span("المعارضة", sector="TER"), KHAN, ""),
        (span("المعارضة", sector="CRM"), KHAN, ""),
        (span("المعارضة"), KHAN, ""),
        (SYRIANS, {}, ""),  # whether the army is at home is not known
        (span("الجيش السوري", sector="MIL"), KHAN, ""),
    ],
)
def test_types_of_actors(actor: dict[str, Any], place: dict[str, Any], inter: str) -> None:
    made = coded("Air/drone strike", actors=[actor], places=[span("خان شيخون", **place)])
    assert made["inter1"] == inter
    assert bool(made["interaction"]) == bool(inter)


@pytest.mark.parametrize(
    ("first", "second", "interaction"),
    [
        (SYRIANS, REBELS, "State forces-Rebel group"),
        (REBELS, SYRIANS, "State forces-Rebel group"),
        (RUSSIANS, FARMER, "External/Other forces-Civilians"),
        (REBELS, FARMER, "Rebel group-Civilians"),
        (RUSSIANS, REBELS, "Rebel group-External/Other forces"),
    ],
)
def test_interactions_are_joined_as_acled_joins_them(
    first: dict[str, Any], second: dict[str, Any], interaction: str
) -> None:
    assert coded("Shelling/artillery/missile attack", actors=[first], recipients=[second])["interaction"] == interaction


def test_two_sides_that_fight_are_two_actors() -> None:
    made = coded("Armed clash", actors=[SYRIANS, REBELS], recipients=[])
    assert (made["inter1"], made["inter2"], made["event_type"]) == ("State forces", "Rebel group", "Battles")
    assert (made["actor2"], made["assoc_actor_1"]) == ("المعارضة", "")


def test_an_attack_on_civilians_is_no_battle_and_one_on_the_armed_is() -> None:
    attack = coded("Armed clash", actors=[REBELS], recipients=[FARMER])
    assert (attack["event_type"], attack["sub_event_type"]) == ("Violence against civilians", "Attack")
    clash = coded("Attack", actors=[REBELS], recipients=[SYRIANS])
    assert (clash["event_type"], clash["sub_event_type"], clash["civilian_targeting"]) == ("Battles", "Armed clash", "")
    assert coded("Attack", actors=[REBELS], recipients=[])["sub_event_type"] == "Attack"


def test_protests() -> None:
    made = row(protest(recipients=[span("وزير الخارجية التونسي", sector="GOV", country="TUN")]))
    assert (made["actor1"], made["assoc_actor_1"], made["inter1"]) == ("Protesters (Tunisia)", "طلاب", "Protesters")
    assert made["actor2"] == "", "whom a protest is aimed at is no actor of ACLED's"
    assert (made["interaction"], made["disorder_type"]) == ("Protesters only", "Demonstrations")
    assert (made["region"], made["iso"], made["admin1"]) == ("Northern Africa", "788", "Sfax")


def test_a_protest_that_is_put_down_has_the_protesters_first() -> None:
    shot = event(
        1,
        "ASSAULT",
        "قصف",
        mode="crowd-control",
        actors=[TUNISIAN_POLICE],
        recipients=[STUDENTS],
        places=[span("صفاقس", **SFAX)],
        codes={"acled": "Excessive force against protesters"},
    )
    made = row(shot)
    assert (made["actor1"], made["actor2"]) == ("Protesters (Tunisia)", "Police of Tunisia")
    assert made["interaction"] == "State forces-Protesters"
    assert made["disorder_type"] == "Political violence; Demonstrations"
    assert made["civilian_targeting"] == "Civilian targeting"


@pytest.mark.parametrize(
    ("value", "date", "year", "precision"),
    [
        ("2018-08-26", "2018-08-26", "2018", "1"),
        ("2018-08-20/2018-08-24", "2018-08-22", "2018", "2"),
        ("2018-08", "2018-08-16", "2018", "3"),
        ("2018", "", "2018", ""),
        ("2017-12-01/2018-03-01", "", "", ""),
        (None, "", "", ""),
    ],
)
def test_time_precision(value: str | None, date: str, year: str, precision: str) -> None:
    made = row(strike(time=span("يوم الأحد", value=value)))
    assert (made["event_date"], made["year"], made["time_precision"]) == (date, year, precision)


@pytest.mark.parametrize(
    ("changes", "precision", "location"),
    [
        ({}, "1", "Khān Shaykhūn"),
        ({"precision": "approximate"}, "2", "Khān Shaykhūn"),
        ({"precision": "admin"}, "3", "Khān Shaykhūn"),
        ({"precision": "unknown"}, "", "Khān Shaykhūn"),
        ({"geonameid": None, "lat": None, "lon": None, "precision": "unknown"}, "", "خان شيخون"),
        ({"geonameid": None, "level": "admin1", "precision": "approximate"}, "3", "خان شيخون"),
        ({"geonameid": None, "level": "country", "precision": "approximate"}, "", ""),
    ],
)
def test_geo_precision(changes: dict[str, object], precision: str, location: str) -> None:
    made = row(strike(places=[span("خان شيخون", **KHAN | changes)]))
    assert (made["geo_precision"], made["location"]) == (precision, location)


def test_fatalities_are_the_least_that_is_told() -> None:
    assert row(strike(counts={"killed": [8, 12]}))["fatalities"] == "8"
    assert row(strike(counts={"killed": [None, 12]}))["fatalities"] == ""
    assert row(strike(counts={"killed": [0, 0]}))["fatalities"] == "0"
    assert row(strike(counts={}))["fatalities"] == ""


def test_every_sub_event_type_of_the_lexicon_is_one_of_acleds() -> None:
    tables = ("acts-force.csv", "acts-speech.csv")
    used = {act["acled"] for name in tables for act in read_table(BUILT_IN / name, ("acled",))}
    assert used - {""} <= set(TYPES)
