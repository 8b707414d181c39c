"""Review over SQLite and PostgreSQL: what people make of events holds, nothing they did is lost, undo restores."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql

from masdar import cli
from masdar.evaluation import evaluate, load_docs, load_gold
from masdar.reading.report import Report
from masdar.record import Record
from masdar.store import Store, people, review
from masdar.store.correcting import Changes
from masdar.store.gold import line, rows
from masdar.store.review import Conflict, NotThere
from telling import HAMA, IDLIB, Pair, event, pair, span

TEXT = "قصف الجيش حماة يوم السبت وقتل 7 مدنيين، بحسب ناشطين، وتظاهر طلاب في إدلب، وهددت الحكومة بالرد."


def at(words: str) -> dict[str, int]:
    """Where words of the text stand."""
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


MENTIONS: dict[str, Any] = {
    "actors": [{**span(TEXT, "الجيش"), "id": "SYR.MIL", "country": "SYR", "sector": "MIL"}],
    "places": [{**span(TEXT, "إدلب"), **IDLIB}],
    "times": [{**span(TEXT, "يوم السبت"), "type": "DATE", "value": "2024-03-09"}],
}


def report(doc_id: str = "r", **more: Any) -> Pair:
    raid = event(
        TEXT, "ASSAULT", "قصف", mode="aerial", actors=[("الجيش", {"id": "SYR.MIL", "country": "SYR", "sector": "MIL"})],
        places=[("حماة", HAMA)], time=("يوم السبت", {"value": "2024-03-09", "precision": "day"}),
        counts={"killed": [7, 7]}, sources=[("ناشطين", {"kind": "unnamed"})], codes={"cameo": "195"},
        why=[{"field": "type", "rule": "trigger verb"}, {"field": "places", "rule": "preposition"}],
    )  # fmt: skip
    protest = event(TEXT, "PROTEST", "وتظاهر", mode="demo", confidence=0.5)
    return pair(doc_id, TEXT, [raid, protest], published="2024-03-10", **MENTIONS, **more)


@pytest.fixture
def store(db: str) -> Iterator[Store]:
    with Store(db) as opened:
        for told in opened.load([report(), report("other", source="b")]):
            assert hasattr(told, "version")
        opened.merge()
        yield opened


def take(store: Store, ref: str, action: str, **changes: Any) -> review.Review:
    made = Changes.model_validate(changes) if changes else None
    return review.review(store.database, ref, action, who="amal", changes=made)  # type: ignore[arg-type]


def record(store: Store, doc_id: str = "r") -> Record:
    return store.find(what="reports", report=doc_id).items[0].record


def kept(store: Store) -> dict[str, Any]:
    """All rows of what is searched, but for the keys of events and incidents, which only rows know."""
    held: dict[str, Any] = {}
    tables = (
        "event",
        "event_actor",
        "event_place",
        "event_source",
        "relation",
        "statement",
        "tally_week",
        "tally_block",
        "tally_day",
    )
    with store.database.read() as connection:
        for table in tables:
            made = [dict(row) for row in connection.execute(sql(f'SELECT * FROM "{table}"')).mappings()]
            for row in made:
                for name in ("incident_id", "event_id" if table.startswith("event_") else "id"):
                    row.pop(name, None)
            held[table] = sorted(json.dumps(row, sort_keys=True, default=str) for row in made)
        for table in ("place", "actor", "source"):
            used = connection.execute(sql(f"SELECT name, events FROM {table} WHERE events > 0"))
            held[table] = sorted(tuple(row) for row in used)
    held["records"] = [found.record.model_dump_json() for found in store.records()]
    held["joined"] = sorted(
        sorted(told.event.id for told in found.events) for found in store.find(what="incidents").items
    )
    return held


# --- what holds -------------------------------------------------------------------------------------------------------


def test_a_corrected_event_is_what_is_found_counted_and_joined(store: Store) -> None:
    (both,) = store.find(what="incidents", type="ASSAULT", mode="aerial").items
    assert both.reports == 2
    done = take(store, "r#1", "correct", mode="heavy-weapons", places=[{**at("إدلب")}], counts={"killed": [9, None]})
    assert (done.state, done.who, done.revision) == ("corrected", "amal", 1)
    (found,) = store.find(mode="heavy-weapons").items
    assert (found.event.id, found.event.counts, found.event.places[0].geonameid) == (
        "r#1",
        {"killed": (9, None)},
        169389,
    )
    assert found.incident is not None
    assert [one.event.id for one in store.find(mode="aerial").items] == ["other#1"]
    assert [one.event.id for one in store.find(place="إدلب").items] == ["r#1"]
    assert [one.event.id for one in store.find(least={"killed": 8}).items] == ["r#1"]
    assert [one.event.id for one in store.find(review="corrected").items] == ["r#1"]
    cells = {(round(cell.lat), cell.events) for cell in store.cells(zoom=10, type="ASSAULT")}
    assert cells == {(36, 1), (35, 1)}


def test_the_coders_own_record_is_kept_beside(store: Store) -> None:
    take(store, "r#1", "reject")
    assert [one.id for one in record(store).events] == ["r#2"]
    with store.database.read() as connection:
        coded = connection.execute(sql("SELECT coded FROM version WHERE coded IS NOT NULL")).scalars().all()
    assert len(coded) == 1
    from masdar.store.loading import unpacked

    assert unpacked(coded[0]) == report()[1]


def test_rejected_is_gone_from_every_list_and_told_apart(store: Store) -> None:
    take(store, "r#1", "reject")
    take(store, "other#1", "reject")
    assert store.find(type="ASSAULT").items == []
    assert store.find(what="incidents", type="ASSAULT").items == []
    assert store.cells(zoom=3, type="ASSAULT") == []
    assert store.bars(step="day", type="ASSAULT") == []
    assert [step.event for step in review.rejected(store.database)] == ["other#1", "r#1"]
    with pytest.raises(Conflict, match="is rejected"):
        take(store, "r#1", "accept")


def test_added_event_gets_a_number_that_no_event_ever_had(store: Store) -> None:
    done = take(store, "r", "add", type="THREATEN", trigger=at("وهددت"))
    assert (done.event, done.state) == ("r#3", "added")
    assert done.now is not None
    assert done.now.trigger.text == "وهددت"
    assert [one.event.id for one in store.find(concern="threat").items] == ["r#3"]
    gone = take(store, "r#3", "undo")
    assert (gone.state, gone.now) == ("unseen", None)
    assert take(store, "r", "add", type="AGREE", trigger={"start": 0, "end": 3}).event == "r#4"
    assert take(store, "r#4", "correct", status="future").state == "corrected"


def test_accepting_what_was_corrected_leaves_it_corrected(store: Store) -> None:
    take(store, "r#1", "correct", mode="drone")
    assert take(store, "r#1", "accept").state == "corrected"
    assert take(store, "r#2", "accept").state == "accepted"
    assert [one.event.id for one in store.find(review=["accepted"]).items] == ["r#2"]
    assert len(store.find(review=["unseen"]).items) == 2


def test_what_is_not_given_is_filled_in_from_mentions_and_gazetteer(store: Store) -> None:
    done = take(
        store, "r#2", "correct", actors=[{**at("الجيش")}], time={**at("يوم السبت")},
        places=[{**at("حماة"), "geonameid": 170017}, {**at("إدلب"), "lat": 35.5, "lon": 36.5}],
        sources=[{**at("ناشطين"), "kind": "witness"}],
    )  # fmt: skip
    assert done.now is not None
    assert (done.now.actors[0].id, done.now.actors[0].sector) == ("SYR.MIL", "MIL")
    assert done.now.time is not None
    assert (done.now.time.value, done.now.time.precision) == ("2024-03-09", "day")
    assert (done.now.places[0].country, done.now.places[0].level) == ("SYR", "locality")
    assert (done.now.places[1].lat, done.now.places[1].precision, done.now.places[1].geonameid) == (35.5, "exact", None)
    assert {reason.rule for reason in done.now.why} == {"a person's correction"}


def test_another_type_takes_mode_codes_and_reasons_with_it(store: Store) -> None:
    done = take(store, "r#1", "correct", type="COERCE")
    assert done.now is not None
    assert (done.now.mode, done.now.codes.cameo) == (None, None)
    assert [(reason.field, reason.rule) for reason in done.now.why] == [
        ("places", "preposition"), ("type", "a person's correction"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"mode": "visit"}, "'visit' is no mode of ASSAULT"),
        ({"trigger": {"start": 5, "end": 500}}, "are no words of the report"),
        ({"trigger": {"start": 5, "end": 5}}, "are no words of the report"),
        ({"trigger": {"start": 0, "end": 3, "text": "نفى"}}, "offsets count code points"),
        ({"type": None}, "can be changed but not taken away"),
        ({"time": {**at("يوم السبت"), "value": "السبت"}}, "is no day, month, year or interval"),
        ({"time": {**at("يوم السبت"), "value": "2024-03-09/2024-03-01"}}, "is no day, month, year or interval"),
        ({"places": [{**at("حماة"), "lat": 35.1}]}, "needs both lat and lon"),
        ({"places": [{**at("حماة"), "geonameid": 1}]}, "is no place of the gazetteer"),
        ({"counts": {"killed": [9, 2]}}, "cannot both be"),
        ({"counts": {"killed": [None, None]}}, "neither a least nor a greatest"),
    ],
)
def test_a_correction_that_cannot_be_is_told_and_changes_nothing(
    tmp_path: Path, changes: dict[str, Any], sentence: str
) -> None:
    with Store(tmp_path / "x.db") as store:
        list(store.load([report()]))
        before = kept(store)
        with pytest.raises(ValueError, match=sentence):
            take(store, "r#1", "correct", **changes)
        assert kept(store) == before
        assert review.history(store.database) == []


def test_steps_that_make_no_sense_are_told(store: Store) -> None:
    with pytest.raises(NotThere):
        take(store, "none#1", "accept")
    with pytest.raises(NotThere):
        take(store, "r#9", "accept")
    with pytest.raises(NotThere):
        take(store, "r", "accept")
    with pytest.raises(Conflict, match="no step to undo"):
        take(store, "r#1", "undo")
    with pytest.raises(ValueError, match="must say what it changes"):
        take(store, "r#1", "correct")
    with pytest.raises(ValueError, match="needs its type"):
        take(store, "r", "add", type="AGREE")


def test_whoever_has_not_seen_the_last_step_does_not_go_over_it(store: Store) -> None:
    take(store, "r#1", "correct", mode="drone")
    with pytest.raises(Conflict, match="somebody has changed it meanwhile"):
        review.review(store.database, "r#1", "accept", who="badr", revision=0)
    assert review.review(store.database, "r#1", "accept", who="badr", revision=1).revision == 2


# --- undo and history -------------------------------------------------------------------------------------------------

STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["r#1", "r#2", "r#3"]), st.sampled_from(["accept", "reject", "undo"]), st.none()),
        st.tuples(
            st.sampled_from(["r#1", "r#2"]), st.just("correct"),
            st.fixed_dictionaries(
                {},
                optional={
                    "status": st.sampled_from(["actual", "future", "negated"]),
                    "places": st.sampled_from([[], [{**at("إدلب")}]]),
                    "counts": st.sampled_from([{}, {"killed": [1, 2]}, {"displaced": [50, None]}]),
                    "time": st.sampled_from([None, {**at("يوم السبت"), "value": "2024-02"}]),
                },
            ),
        ),
        st.tuples(st.just("r"), st.just("add"), st.just({"type": "AGREE", "trigger": {"start": 0, "end": 3}})),
    ),
    max_size=6,
)  # fmt: skip


@pytest.fixture(scope="module")
def worn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, dict[str, Any]]]:
    """A store that many rounds of steps are taken on and undone; each must leave it as it was."""
    with Store(tmp_path_factory.mktemp("worn") / "x.db") as store:
        list(store.load([report(), report("other", source="b")]))
        store.merge()
        yield store, kept(store)


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_undo_restores_exactly_and_history_is_only_added_to(
    worn: tuple[Store, dict[str, Any]], steps: list[tuple[str, str, dict[str, Any] | None]]
) -> None:
    store, before = worn
    log = review.history(store.database, limit=10_000)
    for ref, action, changes in steps:
        try:
            take(store, ref, action, **(changes or {}))
        except (review.NotThere, Conflict, ValueError):
            continue
    for ref in review.standing(store.database, "r"):
        while review.standing(store.database, "r")[ref].state != "unseen":
            take(store, ref, "undo")
    assert kept(store) == before
    after = review.history(store.database, limit=10_000)
    unchanged = [(step.key, step.event, step.action, step.before, step.after) for step in log]
    assert [(step.key, step.event, step.action, step.before, step.after) for step in after][
        -len(log) or len(after) :
    ] == (unchanged)
    with store.database.read() as connection:
        assert connection.execute(sql("SELECT count(*) FROM version WHERE coded IS NOT NULL")).scalar() == 0


def test_history_tells_who_did_what_before_and_after(store: Store) -> None:
    take(store, "r#1", "correct", mode="drone")
    review.review(store.database, "r#1", "reject", who="badr", note="مكرر")
    take(store, "r#1", "undo")
    steps = review.history(store.database, event="r#1")
    assert [(step.action, step.who, step.undone, step.undoes) for step in steps] == [
        ("undo", "amal", False, 2), ("reject", "badr", True, None), ("correct", "amal", False, None),
    ]  # fmt: skip
    assert steps[1].note == "مكرر"
    assert [step.before and step.before.mode for step in steps] == [None, "drone", "aerial"]
    assert [step.after and step.after.mode for step in steps] == ["drone", None, "drone"]
    assert review.history(store.database, report="other") == []
    assert [step.key for step in review.history(store.database, limit=1, before=3)] == [2]


# --- new versions and forgetting --------------------------------------------------------------------------------------


def test_review_is_carried_over_to_a_new_coding_of_the_same_text(store: Store) -> None:
    take(store, "r#1", "correct", mode="drone")
    take(store, "r#2", "reject")
    take(store, "r", "add", type="THREATEN", trigger=at("وهددت"))
    given_, coded = report()
    again = coded.model_copy(
        update={
            "coder": coded.coder.model_copy(update={"lexicon": "newer"}),
            "events": [
                coded.events[1].model_copy(update={"id": "r#1"}),
                coded.events[0].model_copy(update={"id": "r#2", "status": "historical"}),
            ],
        }
    )
    assert [item.what for item in store.load([(given_, again)]) if hasattr(item, "what")] == ["changed"]
    told = {one.id: (one.type, one.mode) for one in record(store).events}
    assert told == {"r#2": ("ASSAULT", "drone"), "r#3": ("THREATEN", None)}
    standing = review.standing(store.database, "r")
    assert {ref: one.state for ref, one in standing.items()} == {"r#1": "rejected", "r#2": "corrected", "r#3": "added"}
    assert take(store, "r#2", "undo").now == again.events[1]
    assert [step.version for step in review.history(store.database, report="r")] == [2, 2, 2, 2, 1, 1, 1]


def test_a_new_text_begins_unseen(store: Store) -> None:
    take(store, "r#1", "reject")
    text = "قصف الجيش إدلب."
    made = pair("r", text, [event(text, "ASSAULT", "قصف")])
    list(store.load([made]))
    assert [one.state for one in review.standing(store.database, "r").values()] == ["unseen"]
    assert review.rejected(store.database) == []


def test_forgetting_a_name_takes_it_out_of_the_review_too(store: Store) -> None:
    from test_store_more import everything

    take(store, "r#1", "correct", sources=[{**at("ناشطين"), "kind": "witness"}])
    review.review(store.database, "r#1", "accept", who="amal", note="رواه ناشطين من حماة")
    take(store, "r#2", "accept")
    people.note(store.database, "amal", "127.0.0.1", "join", "ناشطين-من-حماة#1, r#1")
    assert store.forget(name="ناشطين") == ["other", "r"]
    assert "ناشطين" not in everything(store)
    assert {ref: one.state for ref, one in review.standing(store.database, "r").items()} == {
        "r#1": "corrected", "r#2": "accepted",
    }  # fmt: skip
    assert [found.event.id for found in store.find(review=["corrected"]).items] == ["r#1"]
    undone = take(store, "r#1", "undo")
    assert undone.now is not None
    store.forget(report="r")
    assert review.history(store.database, report="r") == []


def test_a_database_without_review_is_brought_up_to_date(tmp_path: Path) -> None:
    from alembic import command

    from masdar.store.database import _config

    def tallied(store: Store) -> list[tuple[Any, ...]]:
        with store.database.read() as connection:
            return sorted(tuple(row) for row in connection.execute(sql("SELECT * FROM tally_block")))

    siege = "حاصرت القوات مدينة حماة، وهددت بقصفها."
    path = tmp_path / "old.db"
    with Store(path) as store:
        told = [event(siege, "COERCE", "حاصرت", mode="restrict"), event(siege, "THREATEN", "وهددت")]
        list(store.load([pair("s", siege, told), report()]))
        for number, day in enumerate(("1950-05-05", "1969-12-20", "1970-01-05", None)):
            was = event(siege, "COERCE", "حاصرت", places=[("حماة", HAMA)])
            list(store.load([pair(f"old-{number}", siege, [was], published=day)]))
        before = tallied(store)
        assert len(before) == 5
        with store.database.write() as connection:
            config = _config()
            config.attributes["connection"] = connection
            for table in ("review", "visit", "audit", "person", "tally_block"):
                connection.execute(sql(f"DROP TABLE {table}"))
            connection.execute(sql("DROP INDEX ix_tally_week_week"))
            for name in ("doubt", "review", "concern"):
                connection.execute(sql(f"DROP INDEX ix_event_{name}"))
            for table, column in (
                ("event", "review"),
                ("event", "concern"),
                ("incident", "contradicted"),
                ("version", "coded"),
            ):
                connection.execute(sql(f"ALTER TABLE {table} DROP COLUMN {column}"))
            command.stamp(config, "0001")
    with Store(path) as store:
        assert tallied(store) == before
        assert store.find(concern="siege", since="2024-01-01").items[0].event.id == "s#1"
        assert [found.event.id for found in store.find(concern="threat").items] == ["s#2"]
        assert take(store, "s#1", "accept").state == "accepted"


# --- gold -------------------------------------------------------------------------------------------------------------


def test_gold_is_of_reports_that_have_been_looked_at_wholly(store: Store) -> None:
    take(store, "r#1", "accept")
    assert list(rows(store.database)) == []
    assert [row["doc_id"] for row in rows(store.database, partial=True)] == ["r"]
    take(store, "r#2", "reject")
    (row,) = rows(store.database)
    assert [one["type"] for one in row["events"]] == ["ASSAULT"]
    assert "text" not in json.dumps(row)


def test_gold_scores_full_marks_against_itself_and_feeds_training(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], db: str
) -> None:
    take(store, "r#1", "correct", mode="drone", recipients=[{**at("مدنيين"), "sector": "CVL"}])
    take(store, "r#2", "accept")
    take(store, "r", "add", type="THREATEN", trigger=at("وهددت"), status="future")
    gold, texts = tmp_path / "gold.jsonl", tmp_path / "texts.jsonl"
    with pytest.raises(SystemExit) as left:
        cli.main(["gold", "--db", db, "--output", str(gold), "--texts", str(texts)])
    assert not left.value.code
    done = evaluate(load_gold(gold), load_gold(gold), load_docs(texts))
    assert not done.mistakes
    for name, figures in done.figures.items():
        for measure in ("f1", "accuracy"):
            if figures.get("gold") or figures.get("of"):
                assert figures.get(measure, 100) == 100, name
    assert done.figures["event"]["gold"] == 3
    exported = [json.loads(written) for written in gold.read_text("utf-8").splitlines()]
    assert set(exported[0]["events"][0]) == {
        "type", "mode", "trigger", "also", "actors", "recipients", "places", "time", "status", "sources", "counts",
    }  # fmt: skip
    assert line(exported[0]) == gold.read_text("utf-8")
    capsys.readouterr()


def test_a_reviewed_record_is_what_is_exported(store: Store, db: str, capsysbinary: Any) -> None:
    take(store, "r#1", "reject")
    with pytest.raises(SystemExit):
        cli.main(["export", "--db", db, "--format", "jsonl"])
    out = [Record.model_validate_json(one) for one in capsysbinary.readouterr().out.splitlines()]
    assert {one.doc_id: [told.id for told in one.events] for one in out} == {
        "r": ["r#2"], "other": ["other#1", "other#2"],
    }  # fmt: skip


def test_reports_without_events_can_get_one(store: Store) -> None:
    text = "هدوء في حماة."
    list(store.load([(Report("calm", text), pair("calm", text, [], published=None, source=None)[1])]))
    done = take(store, "calm", "add", type="AGREE", trigger={"start": 0, "end": 4})
    assert done.event == "calm#1"
    assert store.find(report="calm").items[0].incident is not None


@settings(max_examples=40, deadline=None, derandomize=True)
@given(start=st.integers(-40_000, 40_000), length=st.integers(0, 2000))
def test_a_range_of_days_is_added_up_from_pieces_that_neither_overlap_nor_leave_a_gap(start: int, length: int) -> None:
    from masdar.store.aggregating import _pieces

    pieces = sorted((first, after) for _, _, first, after in _pieces(start, start + length) if first is not None)
    edges = [start, *(after for _, after in pieces)]
    assert [first for first, _ in pieces] == edges[:-1]
    assert edges[-1] == start + length
    for table, _, first, after in _pieces(start, start + length):
        size = {"tally_block": 112, "tally_week": 7, "event_place": 1}[table]
        assert first is not None
        assert after is not None
        assert (first + 3) % size == (after + 3) % size == 0
