"""The store over SQLite and PostgreSQL: what is loaded is kept as it was, once, and found again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from masdar.reading.report import Problem
from masdar.store import Store, StoreError
from masdar.store.loading import Loaded
from telling import HAMA, IDLIB, SFAX, SUVA, Pair, event, pair, span

RAID = "قصفت الفرقة الرابعة مدينة إدلب يوم السبت، وقتل 12 مدنيا، بحسب المرصد السوري."
ARREST = "اعتقلت الشرطة التونسية عشرة محتجين في صفاقس، ونفت الوزارة ذلك."
VISIT = "زار الوزير أحمد الكوني دمشق وحماة، وشنت الطائرات غارات على سوفا."
ARMY = {"id": "SYR.MIL.4TH-DIVISION", "country": "SYR", "sector": "MIL"}
POLICE = {"id": "TUN.COP.POLICE", "country": "TUN", "sector": "COP"}


def raid(doc_id: str = "raid", **more: Any) -> Pair:
    told = event(
        RAID, "ASSAULT", "قصفت", mode="heavy-weapons", actors=[("الفرقة الرابعة", ARMY)], places=[("إدلب", IDLIB)],
        time=("يوم السبت", {"value": "2024-03-09", "precision": "day"}), counts={"killed": [12, 12]},
        sources=[("المرصد السوري", {"kind": "monitor"})],
    )  # fmt: skip
    return pair(doc_id, RAID, [told], **{"published": "2024-03-10", "title": "قصف على إدلب", **more})


def arrest(**more: Any) -> Pair:
    told = event(
        ARREST, "COERCE", "اعتقلت", mode="arrest", actors=[("الشرطة التونسية", POLICE)], places=[("صفاقس", SFAX)],
        counts={"captured": [10, None]},
    )  # fmt: skip
    denied = event(ARREST, "REJECT", "ونفت", status="negated", confidence=0.4)
    return pair("arrest", ARREST, [told, denied], published="2024-03-20", source="other", **more)


def visit() -> Pair:
    seen = event(
        VISIT, "CONSULT", "زار", mode="visit", actors=[("الوزير أحمد الكوني", {"sector": "GOV"})],
        places=[("دمشق", {"country": "SYR", "level": "locality"}), ("حماة", HAMA)],
        time=("زار", {"value": "2023", "precision": "year"}),
    )  # fmt: skip
    struck = event(VISIT, "ASSAULT", "غارات", mode="aerial", places=[("سوفا", SUVA)], status="future")
    ties = [{"type": "part_of", "head": span(VISIT, "الطائرات"), "tail": span(VISIT, "الوزير")}]
    return pair("visit", VISIT, [seen, struck], published=None, source=None, relations=ties)


@pytest.fixture
def store(db: str) -> Iterator[Store]:
    with Store(db) as opened:
        yield opened


@pytest.fixture
def full(store: Store) -> Store:
    assert [item.what for item in store.load([raid(), arrest(), visit()]) if isinstance(item, Loaded)] == ["new"] * 3
    return store


def ids(store: Store, **filters: Any) -> list[str]:
    return [found.event.id for found in store.find(**filters).items]


def test_record_comes_back_as_it_was(full: Store) -> None:
    for report, record in (raid(), arrest(), visit()):
        (found,) = full.find(what="reports", report=report.doc_id).items
        assert (found.record, found.text, found.version) == (record, report.text, 1)


def test_same_report_twice_changes_nothing(full: Store) -> None:
    before = list(full.records())
    told = list(full.load([raid(), arrest(), visit()]))
    assert told == [Loaded(name, "same", 1) for name in ("raid", "arrest", "visit")]
    assert list(full.records()) == before
    assert len(ids(full)) == 5


def test_changed_report_makes_a_version_and_only_the_last_is_found(full: Store) -> None:
    text = "قصفت الفرقة الرابعة مدينة حماة."
    report, record = pair("raid", text, [event(text, "ASSAULT", "قصفت", places=[("حماة", HAMA)])])
    assert list(full.load([(report, record)])) == [Loaded("raid", "changed", 2)]
    # The text is the same and the record is not: a new version as well.
    changed = record.model_copy(update={"title": "عنوان"})
    assert list(full.load([(report, changed)])) == [Loaded("raid", "changed", 3)]
    assert [(found.version, found.text) for found in full.versions("raid")] == [(1, RAID), (2, text), (3, text)]
    assert full.versions("raid")[0].record == raid()[1]
    assert ids(full, place="حماة") == ["raid#1", "visit#1"]
    assert ids(full, place="إدلب") == []
    assert ids(full, text="المرصد") == []
    assert ids(full, source_kind="monitor") == []
    assert ids(full, least={"killed": 1}) == []
    assert full.versions("none") == []


def test_one_id_twice_in_one_batch_is_two_versions(store: Store) -> None:
    text = "قصفت الطائرات حماة."
    second = pair("raid", text, [event(text, "ASSAULT", "قصفت")])
    told = [item for item in store.load([raid(), second, arrest()]) if isinstance(item, Loaded)]
    assert [(item.doc_id, item.what, item.version) for item in told] == [
        ("raid", "new", 1), ("raid", "changed", 2), ("arrest", "new", 1),
    ]  # fmt: skip
    assert len(store.find(what="events").items) == 3


def test_record_of_another_text_is_told_and_the_rest_loaded(store: Store) -> None:
    report, record = raid()
    other = arrest()
    bad = [
        (report, other[1]),
        (report, record.model_copy(update={"doc_id": "x"})),
        (pair("raid", "نص " + RAID, [])[0], record),
        (report, record.model_copy(update={"events": record.events * 2})),
    ]
    told = list(store.load([*bad, Problem("p", None, "a", "b"), other]))
    assert [isinstance(item, Problem) for item in told] == [True] * 5 + [False]
    assert "made.jsonl, line 1: its record is of the report “arrest”" in str(told[0])
    assert "reads otherwise" in str(told[2])
    assert "number of their own" in str(told[3])
    assert [found.doc_id for found in store.records()] == ["arrest"]


@pytest.mark.parametrize(
    "words", ["قصفت", "يقصف", "القصف", "وقصفوا", "فقصفها", "قَصَفَت", "مدنيين", "المدنيون", "ادلب", "«مدينة إدلب»"]
)
def test_words_are_found_in_any_form(full: Store, words: str) -> None:
    assert ids(full, text=words) == ["raid#1"]


def test_text_with_phrases_alternatives_and_exclusions(full: Store) -> None:
    assert ids(full, text='"الشرطة التونسية"') == ["arrest#2", "arrest#1"]
    assert ids(full, text='"التونسية الشرطة"') == []
    assert ids(full, text="اعتقال | قصف") == ["raid#1"]  # a verbal noun that the verb does not spell is another word
    assert ids(full, text="اعتقل | قصف") == ["arrest#2", "arrest#1", "raid#1"]
    assert ids(full, text="الوزارة -صفاقس") == []
    assert ids(full, text="غارة") == ["visit#1", "visit#2"]
    assert ids(full, text="' OR \" * NEAR() \\ قصف'") == []  # no word of a query language gets through
    with pytest.raises(ValueError, match="no word"):
        full.find(text="؟ !")


def test_filters(full: Store) -> None:
    assert ids(full, type="ASSAULT") == ["raid#1", "visit#2"]
    assert ids(full, type=["COERCE", "CONSULT"]) == ["arrest#1", "visit#1"]
    assert ids(full, mode="aerial") == ["visit#2"]
    assert ids(full, status=["negated", "future"]) == ["arrest#2", "visit#2"]
    assert ids(full, claimed=True) == ["raid#1"]
    assert ids(full, confidence=0.5, outlet="other") == ["arrest#1"]
    assert ids(full, source_kind="monitor") == ["raid#1"]
    assert ids(full, least={"killed": 12}) == ["raid#1"]
    assert ids(full, least={"killed": 13}) == []
    assert ids(full, least={"captured": 10}) == ["arrest#1"]
    assert ids(full, report="visit", type="CONSULT") == ["visit#1"]
    assert ids(full, type="PROTEST") == []
    assert ids(full, report="none") == []


def test_place_finds_what_lies_in_it(full: Store) -> None:
    assert ids(full, place="سوريا") == ["raid#1", "visit#1"]
    assert ids(full, place="SYR") == ["raid#1", "visit#1"]
    assert ids(full, place="SY-ID") == ["raid#1"]  # the province, of the town that the record names
    assert ids(full, place="169389") == ["raid#1"]
    assert ids(full, place="دمشق") == ["visit#1"]  # by its name only: the record knows no point
    assert ids(full, place="أطلانتس") == []
    assert ids(full, box=(36, 35.5, 37, 36.5)) == ["raid#1"]
    assert ids(full, box=(170, -20, -170, 0)) == ["visit#2"]  # over the 180th meridian
    assert ids(full, near=(35.9306, 36.6339, 1)) == ["raid#1"]
    assert ids(full, near=(35.13, 36.75, 100)) == ["raid#1", "visit#1"]
    assert ids(full, near=(-18, -179.5, 400)) == ["visit#2"]
    assert ids(full, place="سوريا", near=(35.13, 36.75, 20)) == ["visit#1"]


def test_actor_finds_its_parts_and_who_is_tied_to_it(full: Store) -> None:
    assert ids(full, actor="SYR.MIL.4TH-DIVISION") == ["raid#1"]
    assert ids(full, actor="SYR.MIL") == ["raid#1"]
    assert ids(full, actor="الجيش السوري") == ["raid#1"]
    assert ids(full, actor="الجيش السوري", role="recipient") == []
    assert ids(full, actor="الكوني") == ["visit#1"]
    assert ids(full, actor="الكون") == []
    text = "أطلق لواء الفجر النار في حماة. لواء الفجر جزء من جيش الشرق. جيش الشرق جزء من حلف الشمال."
    ties = [
        {"type": "part_of", "head": span(text, "لواء الفجر", 2), "tail": span(text, "جيش الشرق")},
        {"type": "member_of", "head": span(text, "جيش الشرق", 2), "tail": span(text, "حلف الشمال")},
    ]
    list(full.load([pair("fire", text, [event(text, "ASSAULT", "أطلق", actors=[("لواء الفجر", {})])], relations=ties)]))
    for name in ("حلف الشمال", "جيش الشرق", "لواء الفجر"):
        assert ids(full, actor=name) == ["fire#1"]


def test_dates_take_what_may_have_been_then(full: Store) -> None:
    assert ids(full, since="2024-03-09", until="2024-03-09") == ["raid#1"]
    assert ids(full, since="2024-03-10", until="2024-03-19") == []
    assert ids(full, since="2024-03-20") == ["arrest#2", "arrest#1"]  # not told when: the day of the report
    assert ids(full, since="2023-05-01", until="2023-05-31") == []  # told by the year only
    assert ids(full, since="2023-01-01", until="2023-12-31") == ["visit#1"]
    assert ids(full, until="2024-01-01") == ["visit#1"]  # visit#2 has no day at all
    assert [r.doc_id for r in full.find(what="reports", until="2024-03-15").items] == ["raid"]


def test_reports_are_found_by_their_events_and_without(full: Store) -> None:
    text = "لا خبر هنا عن القصف."
    list(full.load([pair("empty", text, [], published="2024-01-01")]))
    assert [found.doc_id for found in full.find(what="reports", text="قصف").items] == ["raid", "empty"]
    assert [found.doc_id for found in full.find(what="reports", text="قصف", type="ASSAULT").items] == ["raid"]
    assert [found.doc_id for found in full.find(what="reports").items] == ["arrest", "raid", "empty", "visit"]
    assert [found.doc_id for found in full.find(what="reports", outlet="other").items] == ["arrest"]


@pytest.mark.parametrize("what", ["events", "reports"])
@pytest.mark.parametrize("filters", [{}, {"text": "قصف"}, {"place": "إدلب"}, {"type": "ASSAULT"}])
def test_pages_hold_everything_once_in_a_stable_order(store: Store, what: Any, filters: dict[str, Any]) -> None:
    list(store.load(raid(f"r{number}", source=f"outlet {number}") for number in range(23)))
    whole = store.find(what=what, limit=100, **filters)
    assert whole.after is None
    pages, after = [], None
    while True:
        page = store.find(what=what, limit=5, after=after, **filters)
        pages += page.items
        after = page.after
        if after is None:
            break
        # What is loaded meanwhile comes before what was seen, not among it.
        list(store.load([raid(f"late{len(pages)}", published="2024-04-01")])) if what == "reports" else None
    assert pages == whole.items
    assert len(pages) == 23


def test_impossible_filters_are_told(full: Store) -> None:
    for filters, words in (
        ({"type": "BOMB"}, "none of AGREE"),
        ({"mode": "x"}, "none of"),
        ({"least": {"dead": 1}}, "none of killed"),
        ({"box": (0, 5, 0, 4)}, "west, south"),
        ({"near": (0, 0, -1)}, "kilometres"),
        ({"since": "yesterday"}, "isoformat"),
        ({"limit": 0}, "between 1 and"),
        ({"after": "x"}, "not what a page gave"),
    ):
        with pytest.raises(ValueError, match=words):
            full.find(**filters)


def test_store_opened_anew_holds_what_was_loaded(db: str) -> None:
    with Store(db) as store:
        list(store.load([raid()]))
    with Store(db, make=False) as store:
        assert ids(store) == ["raid#1"]


def test_empty_database_is_not_made_by_looking(db: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"load reports|holds no reports"):
        Store(db, make=False)
    assert not list(tmp_path.iterdir())


def test_names_nobody_needs_any_more_are_dropped(full: Store) -> None:
    text = "لا شيء."
    list(full.load([pair("visit", text, []), pair("raid", text, [])]))
    from sqlalchemy import text as sql

    with full._database.read() as connection:
        for table in ("place", "actor", "source"):
            names = set(connection.execute(sql(f"SELECT name FROM {table}")).scalars())
            assert names <= {"صفاقس", "الشرطة التونسية"}
        for table in ("tally_day", "tally_week"):
            assert connection.execute(sql(f"SELECT min(events), count(*) FROM {table}")).one()[0] == 1
        assert connection.execute(sql("SELECT sum(events) FROM tally_day")).scalar() == 2
        assert connection.execute(sql("SELECT sum(events) FROM tally_week")).scalar() == 1


def test_find_writes_records_that_can_be_read_again(full: Store) -> None:
    (found,) = full.find(place="SY-ID").items
    assert json.loads(found.record.model_dump_json())["events"][0]["id"] == "raid#1"
    assert found.record.source == "outlet"


def test_words_made_by_other_rules_are_made_anew(full: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from masdar.store import loading, preparing

    monkeypatch.setattr(preparing, "text_keys", lambda text: text.split())
    monkeypatch.setattr(loading, "fingerprint", lambda: "other")
    list(full.load([raid("later")]))
    assert ids(full, text="مدنيين") == []  # cut by the rules of the question, not of these texts
    monkeypatch.undo()
    list(full.load([]))
    assert ids(full, text="مدنيين") == ["later#1", "raid#1"]


def test_migrations_lead_to_the_tables_that_the_program_uses(store: Store) -> None:
    import warnings

    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from masdar.store.schema import BY_HAND, metadata

    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return not (kind == "table" and str(name).startswith((*BY_HAND, "sqlite")))

    with store._database.read() as connection, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # indexes over expressions cannot be compared everywhere
        context = MigrationContext.configure(connection, opts={"include_name": ours, "compare_type": True})
        differences = compare_metadata(context, metadata)
    assert [one for one in differences if BY_HAND[1] not in str(one)] == []
