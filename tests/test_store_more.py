"""Incidents, counts and forgetting in the store, over SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text as sql

from masdar.store import Store, StoreError
from telling import HAMA, IDLIB, Pair, event, pair, span


@pytest.fixture
def store(db: str) -> Iterator[Store]:
    with Store(db) as opened:
        yield opened


def strike(doc_id: str, outlet: str, text: str, killed: int, **more: Any) -> Pair:
    told = event(
        text, "ASSAULT", "غارة", mode="aerial", actors=[("طائرات روسية", {"country": "RUS", "sector": "MIL"})],
        places=[("إدلب", IDLIB)], time=("السبت", {"value": "2024-03-09", "precision": "day"}),
        counts={"killed": [killed, killed]},
    )  # fmt: skip
    return pair(doc_id, text, [told], published="2024-03-10", source=outlet, **more)


def strikes() -> list[Pair]:
    return [
        strike("a", "one", "شنت طائرات روسية غارة على سوق في إدلب يوم السبت وقتل تسعة مدنيين.", 9),
        strike("b", "two", "قتل أحد عشر شخصا في غارة لطائرات روسية على السوق في إدلب السبت: طائرات روسية.", 11),
        strike("c", "three", "غارة السبت: طائرات روسية تقصف سوقا شعبيا في إدلب والقتلى تسعة.", 9),
    ]


def quiet(doc_id: str = "q", day: str = "2024-05-01") -> Pair:
    text = "اعتقلت السلطات رجلا في حماة."
    return pair(doc_id, text, [event(text, "COERCE", "اعتقلت", places=[("حماة", HAMA)])], published=day, source="one")


def groups(store: Store) -> set[frozenset[str]]:
    return {
        frozenset(found.event.id for found in incident.events)
        for incident in store.find(what="incidents", limit=1000).items
    }


def load(store: Store, pairs: list[Pair]) -> None:
    list(store.load(pairs))


def test_reports_of_one_happening_become_an_incident(store: Store) -> None:
    load(store, [*strikes(), quiet()])
    assert store.find(what="incidents").items == []
    assert store.merge() == 4
    assert store.merge() == 0
    assert groups(store) == {frozenset(("a#1", "b#1", "c#1")), frozenset(("q#1",))}
    (incident,) = store.find(what="incidents", independent=2).items
    assert (incident.type, incident.mode, incident.day, incident.reports, incident.independent) == (
        "ASSAULT", "aerial", "2024-03-09", 3, 3,
    )  # fmt: skip
    killed = incident.told["counts"]["killed"]
    assert (killed["low"], killed["best"], killed["high"]) == (9, [9, 9], 11)
    assert {found.event.id for found in store.find(independent=3).items} == {"a#1", "b#1", "c#1"}
    assert store.find(independent=4).items == []
    why = store.reasons(incident.key)
    assert len(why) == 2
    assert all(reasons for *_, reasons in why)
    assert [found.key for found in store.find(what="incidents", place="SY-ID").items] == [incident.key]


def test_merging_day_by_day_gives_what_merging_at_once_gives(store: Store, tmp_path: Path) -> None:
    everything = [*strikes(), quiet(), quiet("q2", "2024-05-02")]
    for one in everything:
        load(store, [one])
        store.merge()
    with Store(tmp_path / "at-once.db") as other:
        load(other, everything)
        other.merge()
        assert groups(other) == groups(store)


def test_a_person_decides_and_takes_it_back(store: Store) -> None:
    load(store, [*strikes(), quiet()])
    store.merge()
    before = groups(store)
    key = store.decide("a#1", "b#1", together=False)
    assert not any({"a#1", "b#1"} <= group for group in groups(store))
    other = store.decide("a#1", "q#1", together=True)
    assert any({"a#1", "q#1"} <= group for group in groups(store))
    assert [(one.one, one.other, one.together) for one in store.decisions()] == [
        ("a#1", "b#1", False), ("a#1", "q#1", True),
    ]  # fmt: skip
    store.undo(other)
    store.undo(key)
    assert groups(store) == before
    assert store.decisions() == []
    for one, with_ in (("a#1", "none#1"), ("a#1", "a#1")):
        with pytest.raises(StoreError, match=r"there is no such event|is one event"):
            store.decide(one, with_, together=True)
    with pytest.raises(StoreError, match="none that could be taken back"):
        store.undo(key)


def test_a_changed_report_leaves_its_incident(store: Store) -> None:
    load(store, strikes())
    store.merge()
    text = "لا غارة."
    load(store, [pair("b", text, [], published="2024-03-10", source="two")])
    assert store.find(what="incidents").items == []  # taken apart until the next merging
    store.merge()
    assert groups(store) == {frozenset(("a#1", "c#1"))}


# --- counts -----------------------------------------------------------------------------------------------------------


def many() -> list[Pair]:
    return [
        *strikes(),
        *(quiet(f"q{number}", f"2024-0{4 + number % 3}-{number + 1:02}") for number in range(20)),
    ]


COUNTED: list[dict[str, Any]] = [
    {}, {"type": "ASSAULT"}, {"type": ["COERCE", "ASSAULT"], "status": "actual"}, {"place": "حماة"},
    {"box": (36, 35, 37, 36)}, {"since": "2024-04-03"}, {"since": "2024-04-03", "until": "2024-06-09"},
    {"until": "2024-05-05", "place": "SYR"}, {"since": "2024-04-08", "until": "2024-04-14"},
    {"text": "اعتقل"}, {"least": {"killed": 1}}, {"outlet": "one", "confidence": 0.5}, {"type": "PROTEST"},
    {"place": "SYR", "text": "غارة"}, {"text": "لاوجودلها"}, {"place": "أطلانتس"},
]  # fmt: skip


@pytest.mark.parametrize("filters", COUNTED, ids=str)
def test_maps_and_timelines_count_what_is_found(store: Store, filters: dict[str, Any]) -> None:
    load(store, many())
    found = store.find(limit=1000, **filters).items
    for zoom in (0, 6, 12):
        cells = store.cells(zoom=zoom, **filters)
        assert sum(cell.events for cell in cells) == len(found)
        assert all(sum(cell.classes.values()) == cell.events for cell in cells)
    assert len(store.cells(zoom=0, **filters)) == (1 if found else 0)
    for step in ("day", "week", "month"):
        bars = store.bars(step=step, **filters)
        assert sum(bar.events for bar in bars) == len(found)
        starts = [bar.day for bar in bars if bar.day]
        assert starts == sorted(set(starts))
        assert all(start.day == 1 for start in starts) or step != "month"
        assert all(start.weekday() == 0 for start in starts) or step != "week"


def test_counts_follow_changes(store: Store) -> None:
    load(store, many())
    (tile,) = [cell for cell in store.cells(zoom=9) if cell.classes.get("material conflict") == 3]
    assert (tile.lat, tile.lon) == (35.9306, 36.6339)
    for doc_id in ("a", "b"):
        store.forget(report=doc_id)
    load(store, [pair("c", "لا شيء.", [])])
    assert sum(cell.events for cell in store.cells(zoom=9)) == 20
    assert sum(bar.events for bar in store.bars(step="day")) == 20
    assert store.bars(step="day", type="ASSAULT") == []


def test_what_is_told_by_the_year_is_in_no_month(store: Store) -> None:
    text = "قتل كثيرون في حماة عام 2019."
    told = event(
        text, "ASSAULT", "قتل", places=[("حماة", HAMA)], time=("عام 2019", {"value": "2019", "precision": "year"})
    )
    load(store, [pair("y", text, [told])])
    assert [bar.day for bar in store.bars(step="month")] == [None]
    assert store.cells(zoom=3)[0].events == 1
    assert store.bars(step="month", since="2019-01-01", until="2019-12-31", text="قتل")[0].day is None
    load(store, [quiet("q", "2024-02-29")])
    assert [bar.day for bar in store.bars(step="week")] == [None, date(2024, 2, 26)]


@pytest.mark.parametrize("zoom", [-1, 23])
def test_impossible_zoom_is_told(store: Store, zoom: int) -> None:
    with pytest.raises(ValueError, match="between 0 and 22"):
        store.cells(zoom=zoom)


# --- forgetting -------------------------------------------------------------------------------------------------------

NAME = "سليمان بن خلدون الطرابيشي"
SPELT = "سُليمان بن خلدون الطرابيشى"
TEXT = f"قال {NAME} إن الشرطة اعتقلت ابنه. وأفرج عن {SPELT} ثم ل{NAME} أمس في حماة."


def witness(doc_id: str = "w") -> Pair:
    told = event(
        TEXT, "COERCE", "اعتقلت", recipients=[(NAME, {"id": "X.Y"})], sources=[(NAME, {"kind": "witness"})],
        places=[("حماة", HAMA)],
    )  # fmt: skip
    mentions = [{**span(TEXT, NAME), "id": "X.Y"}]
    return pair(
        doc_id, TEXT, [told], title=f"شهادة {NAME}", actors=mentions, source="one",
        url="https://example.org/" + NAME.replace(" ", "-"),
        statements=[{"speaker": {**span(TEXT, NAME), "kind": "witness"}, "words": span(TEXT, "الشرطة اعتقلت ابنه")}],
        relations=[{"type": "kin_of", "head": span(TEXT, "ابنه"), "tail": span(TEXT, NAME)}],
    )  # fmt: skip


def everything(store: Store) -> str:
    """All that the database holds, as text."""
    import zlib

    database = store._database
    parts = []
    with database.read() as connection:
        if database.sqlite:
            tables = connection.execute(sql("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE TABLE%'")).scalars()
        else:
            tables = connection.execute(sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars()
        for table in list(tables):
            for row in connection.execute(sql(f'SELECT * FROM "{table}"')):
                for cell in row:
                    if isinstance(cell, bytes | memoryview):
                        try:
                            parts.append(zlib.decompress(cell).decode())
                        except (zlib.error, UnicodeDecodeError):
                            parts.append(bytes(cell).decode("utf-8", "replace"))
                    else:
                        parts.append(str(cell))
        if not database.sqlite:
            parts += map(str, connection.execute(sql("SELECT most_common_vals, histogram_bounds FROM pg_stats")))
    return "\n".join(parts)


def raw(store: Store) -> bytes:
    """The bytes of an SQLite database and of what lies beside it."""
    path = store._database.path
    return b"".join(part.read_bytes() for part in path.parent.glob(path.name + "*")) if path else b""


SURNAME = "طرابيش"  # as it stands in the text and, with the endings off, in every key


def test_forgotten_name_is_in_no_table_index_version_or_file(store: Store) -> None:
    load(store, [witness(), *strikes()])
    load(
        store,
        [(witness()[0], witness()[1].model_copy(update={"places": []})), witness("شهادة-" + NAME.replace(" ", "-"))],
    )
    report, record = witness()
    load(store, [(report, record.model_copy(update={"places": [], "times": []}))])
    store.merge()
    store.decide("w#1", "a#1", together=True)
    assert SURNAME in everything(store)
    assert SURNAME.encode() in raw(store) or not store._database.sqlite
    held = store.forget(name="سليمان بن خلدون الطرابيشي")
    assert "w" in held
    assert len(held) == 2
    store.merge()
    assert SURNAME not in everything(store)
    assert SURNAME.encode() not in raw(store)
    # The rest stands, and every span shows the words where it lies.
    (found,) = store.find(what="reports", report="w").items
    assert len(found.text) == len(TEXT)
    assert found.text.startswith("قال ████")
    assert found.record.url is None
    one = found.record.events[0]
    assert (one.trigger.text, one.recipients[0].id, one.recipients[0].text) == ("اعتقلت", None, "█" * len(NAME))
    assert store.find(text="الشرطة").items != []
    assert store.find(text="الطرابيشي").items == []
    assert store.find(actor="سليمان بن خلدون الطرابيشي").items == []
    # What was loaded before does not come back by loading the same again.
    list(store.load([(report, record.model_copy(update={"places": [], "times": []}))]))
    assert SURNAME not in everything(store)


def test_forgotten_report_is_in_no_table_index_version_or_file(store: Store) -> None:
    load(store, [witness(), *strikes()])
    load(store, [(witness()[0], witness()[1].model_copy(update={"places": []}))])
    store.merge()
    store.decide("w#1", "a#1", together=False)
    assert store.forget(report="w") == ["w"]
    store.merge()
    assert SURNAME not in everything(store)
    assert SURNAME.encode() not in raw(store)
    assert store.decisions() == []
    assert store.versions("w") == []
    assert groups(store) == {frozenset(("a#1", "b#1", "c#1"))}
    with pytest.raises(StoreError, match="no report of this id"):
        store.forget(report="w")


def test_forgetting_takes_only_the_whole_name(store: Store) -> None:
    load(store, [witness(), *strikes()])
    before = everything(store)
    assert store.forget(name="سليمان بن حمدون الطرابيشي") == []
    assert store.forget(name="خلدون سليمان") == []
    assert everything(store) == before
    for arguments in ({}, {"report": "w", "name": "x"}):
        with pytest.raises(ValueError, match="give a report or a name"):
            store.forget(**arguments)
    with pytest.raises(StoreError, match="holds no word"):
        store.forget(name="؟!")
