"""The gazetteer: what its tables hold, how names are looked up, and what is said of a bad row."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from masdar.arabic.script import key, normalise
from masdar.knowledge.gazetteer import LEVELS, Gazetteer, kilometres
from masdar.knowledge.tables import BUILT_IN, LexiconError, read_table

HEADER = "names,latin,lat,lon,precision,country,parent,level,kind,geonameid\n"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def keys(name: str) -> tuple[str, ...]:
    return tuple(key(normalise(word)) for word in name.split())


def test_a_name_gives_all_places_of_that_name(gazetteer: Gazetteer) -> None:
    countries = {entry.country for entry in gazetteer.lookup(keys("طرابلس"))}
    assert {"LBY", "LBN"} <= countries


@pytest.mark.parametrize(
    ("name", "geonameid"), [("خان شيخون", 168325), ("صعدة", 71334), ("دير الزور", 170794), ("الحديدة", 79415)]
)
def test_places_in_the_news_have_their_geonames_id(gazetteer: Gazetteer, name: str, geonameid: int) -> None:
    assert geonameid in {entry.geonameid for entry in gazetteer.lookup(keys(name))}


def test_spelling_variants_meet(gazetteer: Gazetteer) -> None:
    # Missing hamza, ه for ة: two writers, one town.
    assert gazetteer.lookup(keys("اللاذقيه")) == gazetteer.lookup(keys("اللاذقية"))
    assert gazetteer.lookup(keys("ادلب")) == gazetteer.lookup(keys("إدلب"))


def test_a_place_without_a_point_has_that_of_its_unit(gazetteer: Gazetteer) -> None:
    (entry,) = (e for e in gazetteer.lookup(keys("تشرين")) if e.own)
    unit = gazetteer.unit("SY-DI")
    assert unit is not None
    assert (entry.lat, entry.lon, entry.precision) == (unit.lat, unit.lon, "admin")


def test_first_level_divisions_of_the_region_have_arabic_names(gazetteer: Gazetteer) -> None:
    for code, name in {
        "SY-ID": "إدلب",
        "YE-HJ": "حجة",
        "IQ-NI": "نينوى",
        "AF-NAN": "ننغرهار",
        "TR-30": "هكاري",
    }.items():
        assert code in {entry.admin1 for entry in gazetteer.lookup(keys(name)) if entry.level == "admin1"}


@pytest.mark.parametrize(
    ("name", "code", "geonameid"),
    [("تكساس", "US-TX", 4736286), ("بافاريا", "DE-BY", 2951839), ("كرمان", "IR-08", None), ("إدلب", "SY-ID", None)],
)
def test_divisions_of_the_world(gazetteer: Gazetteer, name: str, code: str, geonameid: int | None) -> None:
    (unit,) = (e for e in gazetteer.lookup(keys(name)) if e.level == "admin1")
    assert unit.admin1 == code
    if geonameid is not None:
        assert unit.geonameid == geonameid


def test_no_capital_has_the_point_of_a_namesake(gazetteer: Gazetteer) -> None:
    (washington,) = (e for e in gazetteer.lookup(keys("واشنطن")) if e.kind == "capital")
    assert washington.lat is not None
    assert washington.lon is not None
    assert kilometres(washington.lat, washington.lon, 38.9, -77.04) < 10


def test_every_entry_is_well_formed(gazetteer: Gazetteer) -> None:
    for number in range(len(gazetteer)):
        entry = gazetteer._entry(number)
        assert entry.level in LEVELS
        assert (entry.lat is None) == (entry.lon is None)
        assert entry.country == "" or len(entry.country) == 3


def test_own_points_lie_in_the_unit_they_are_given() -> None:
    # A point far from its unit's middle is a slip of the pen; the largest units are nearly 1,000 km long.
    gazetteer = Gazetteer.load()
    for row in read_table(BUILT_IN / "places.csv", ("names", "lat", "lon", "parent")):
        unit = gazetteer.unit(row["parent"]) if row["parent"] else None
        if unit is not None and unit.lat is not None and unit.lon is not None and row["lat"]:
            assert kilometres(float(row["lat"]), float(row["lon"]), unit.lat, unit.lon) < 750, row.where


def test_users_rows_come_on_top(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(
        HEADER + "قرية الاختبار الأولى,Test,33.5,36.3,exact,SYR,SY-RD,locality,village,\n", encoding="utf-8"
    )
    entries = Gazetteer.load([tmp_path]).lookup(keys("قرية الاختبار الأولى"))
    assert [entry.country for entry in entries] == ["SYR"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("مكان,X,33,,exact,SYR,,locality,village,", "both lat and lon"),
        ("مكان,X,133,36,exact,SYR,,locality,village,", "within 90"),
        ("مكان,X,33,36,exact,SYR,,hamlet,village,", "level"),
        ("مكان,X,33,36,exact,SYR,SY-XX,locality,village,", "no division"),
        ("مكان,X,33,36,exact,SYR,,locality,village,abc", "geonameid"),
    ],
)
def test_a_bad_row_is_told_in_a_sentence(tmp_path: Path, row: str, reason: str) -> None:
    (tmp_path / "places.csv").write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"places\.csv, line 2") as raised:
        Gazetteer.load([tmp_path])
    assert reason in str(raised.value)


def test_loading_is_not_felt() -> None:
    times = []
    for _ in range(3):
        start = time.process_time()
        Gazetteer.load()
        times.append(time.process_time() - start)
    assert min(times) < 0.3  # 0.1 s on a quiet core; slack for a busy one
