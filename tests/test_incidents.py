"""Events of different reports that are one happening are joined, and those that are not are kept apart."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masdar.record import Record
from masdar.store.compare import compare
from masdar.store.incidents import Account, Decision, Incident, account, blocks, merge, surroundings
from masdar.store.nearduplicates import ONE_TEXT, likeness

TOWNS = {
    "خان شيخون": (168325, 35.44, 36.65),
    "سراقب": (172059, 35.86, 36.80),
    "الرستن": (172408, 34.92, 36.73),
}


def told(
    doc: str,
    text: str,
    trigger: str,
    *,
    outlet: str = "one",
    published: str = "2018-03-05",
    kind: str = "ASSAULT",
    mode: str | None = "aerial",
    status: str = "actual",
    actor: str | None = None,
    actor_id: str | None = None,
    country: str | None = None,
    sector: str | None = None,
    place: str | None = None,
    day: str | None = None,
    precision: str = "day",
    counts: dict[str, tuple[int | None, int | None]] | None = None,
    agency: str | None = None,
) -> Account:
    """The account of a report with one event, whose fields are the given words of its text."""

    def span(words: str) -> dict[str, object]:
        start = text.index(words)
        return {"start": start, "end": start + len(words), "text": words}

    event: dict[str, object] = {
        "id": f"{doc}#1",
        "type": kind,
        "mode": mode,
        "status": status,
        "confidence": 0.9,
        "trigger": span(trigger),
        "counts": counts or {},
    }
    if actor:
        event["actors"] = [{**span(actor), "id": actor_id, "country": country, "sector": sector}]
    if place:
        number, lat, lon = TOWNS[place]
        event["places"] = [
            {**span(place), "geonameid": number, "lat": lat, "lon": lon, "country": "SYR", "level": "locality"}
        ]
    if day:
        event["time"] = {**span(trigger), "value": day, "precision": precision}
    if agency:
        event["sources"] = [{**span(agency), "id": "afp", "kind": "agency"}]
    record = Record.model_validate(
        {
            "coder": {"masdar": "0", "lexicon": "0"},
            "doc_id": doc,
            "source": outlet,
            "published": published,
            "events": [event],
            "places": [
                {**span(town), "geonameid": TOWNS[town][0], "country": "SYR", "level": "locality"}
                for town in TOWNS
                if town in text
            ],
        }
    )
    return account(record, record.events[0], text)


def strike(doc: str, **fields: object) -> Account:
    """An air strike on Khan Shaykhun as most outlets tell it."""
    text = str(
        fields.pop("text", "قصفت طائرات روسية سوق الخضار في خان شيخون صباح الأحد ما أدى إلى مقتل ثمانية مدنيين.")
    )
    given = {
        "actor": "طائرات روسية",
        "actor_id": "RUS.MIL",
        "country": "RUS",
        "sector": "MIL",
        "place": "خان شيخون",
        "day": "2018-03-04",
        "counts": {"killed": (8, 8)},
        **fields,
    }
    return told(doc, text, "قصفت", **given)  # type: ignore[arg-type]


OTHER_WORDS = "طائرات روسية قصفت خان شيخون وأصابت سوق الخضار، وسقط اثنا عشر قتيلا على الأقل بحسب الدفاع المدني."


def joined(accounts: Iterable[Account], decisions: Iterable[Decision] = ()) -> set[frozenset[str]]:
    """Which events are in one incident."""
    return {frozenset(one.event for one in incident.accounts) for incident in merge(accounts, list(decisions))}


def only(accounts: Iterable[Account]) -> Incident:
    """The one incident that these are."""
    (incident,) = merge(accounts)
    return incident


def test_two_outlets_tell_one_strike() -> None:
    incident = only([strike("a"), strike("b", outlet="two", text=OTHER_WORDS, counts={"killed": (12, None)})])
    assert incident.independent == 2
    (join,) = incident.joins
    reasons = " ".join(join.reasons)
    assert "the same place: خان شيخون" in reasons
    assert "the same day" in reasons


def test_another_town_on_another_day_is_another_strike_however_alike_the_words() -> None:
    here = strike("a")
    text = "قصفت طائرات روسية سوق الخضار في الرستن صباح الأحد ما أدى إلى مقتل ثمانية مدنيين."
    there = strike("b", outlet="two", text=text, place="الرستن", day="2018-03-07", published="2018-03-07")
    assert joined([here, there]) == {frozenset({"a#1"}), frozenset({"b#1"})}
    assert "الرستن" in (compare(here, there).forbidden or "")


def test_the_same_town_another_week_is_another_strike() -> None:
    again = strike("b", outlet="two", day="2018-03-25", published="2018-03-25", counts={"killed": (2, 2)})
    assert len(joined([strike("a"), again])) == 2


def test_an_unknown_day_or_place_does_not_part_what_is_told_alike() -> None:
    vague = strike("b", outlet="two", text=OTHER_WORDS, place=None, day=None, actor=None)
    assert len(merge([strike("a"), vague])) == 1


def test_a_month_holds_its_days() -> None:
    rough = strike("b", outlet="two", text=OTHER_WORDS, day="2018-03", precision="month", published="2018-03-06")
    assert len(merge([strike("a"), rough])) == 1


def test_two_events_of_one_report_are_not_joined_by_themselves() -> None:
    one = strike("a")
    twin = Account.load(one.dump().replace('"a#1"', '"a#2"'))
    assert len(merge([one, twin])) == 2


def test_a_chain_of_likely_pairs_does_not_join_its_ends() -> None:
    """Raids of three days with one wording: the middle one, told without a day, joins one neighbour and not both."""
    first = strike("a", day="2018-03-02", published="2018-03-04", counts={"killed": (3, 3)})
    middle = strike("b", outlet="two", day=None, published="2018-03-05", counts={}, text=OTHER_WORDS)
    last = strike("c", outlet="three", day="2018-03-06", published="2018-03-06", counts={"killed": (11, 11)})
    groups = joined([first, middle, last])
    assert not any({"a#1", "c#1"} <= group for group in groups)


# --- witnesses


def test_an_agency_text_copied_ten_times_is_one_witness() -> None:
    copies = [strike(f"c{n}", outlet=f"outlet {n}") for n in range(10)]
    assert only(copies).independent == 1


def test_the_same_outlet_twice_is_one_witness() -> None:
    assert only([strike("a"), strike("b", text=OTHER_WORDS)]).independent == 1


def test_two_outlets_that_name_one_agency_are_one_witness() -> None:
    first = "قالت فرانس برس إن طائرات روسية قصفت سوق الخضار في خان شيخون صباح الأحد."
    second = "قصفت الأحد خان شيخون طائرات روسية، واستهدفت سوق الخضار في البلدة، وفق ما ذكرت فرانس برس."
    accounts = [
        strike("a", text=first, agency="فرانس برس"),
        strike("b", outlet="two", text=second, agency="فرانس برس"),
    ]
    assert likeness(accounts[0].signature, accounts[1].signature) < ONE_TEXT
    assert only(accounts).independent == 1
    assert only([*accounts, strike("c", outlet="three", text=OTHER_WORDS)]).independent == 2


# --- what they agree on, and what not


def test_counts_have_low_best_and_high() -> None:
    incident = only(
        [
            strike("a"),
            strike("b", outlet="two", text=OTHER_WORDS, counts={"killed": (12, 12)}),
            strike("c", outlet="three", counts={"killed": (12, 12)}),
        ]
    )
    count = incident.counts["killed"]
    assert (count.low, count.best, count.high) == (8, (12, 12), 12)
    assert any("killed: 12 (b#1, c#1); 8 (a#1)" in contradiction.says for contradiction in incident.contradictions)


def test_numbers_that_can_both_be_true_are_no_contradiction() -> None:
    incident = only([strike("a"), strike("b", outlet="two", text=OTHER_WORDS, counts={"killed": (7, None)})])
    assert not incident.contradictions
    assert incident.counts["killed"].high == 8


def test_doer_place_and_denial_are_spelled_out() -> None:
    syrian = strike(
        "b",
        outlet="two",
        text="قصفت طائرات سورية سوق الخضار في سراقب صباح الأحد ما أدى إلى مقتل ثمانية مدنيين.",
        actor="طائرات سورية",
        actor_id="SYR.MIL",
        country="SYR",
        place="سراقب",
    )
    denied = strike("c", outlet="three", status="negated")
    together = [Decision("a#1", "b#1", "together"), Decision("a#1", "c#1", "together")]
    (incident,) = merge([strike("a"), syrian, denied], together)
    fields = {contradiction.field: dict(contradiction.sides) for contradiction in incident.contradictions}
    assert fields["actor"] == {"طائرات روسية": ("a#1", "c#1"), "طائرات سورية": ("b#1",)}
    assert fields["place"]["سراقب"] == ("b#1",)
    assert fields["status"] == {"told": ("a#1", "b#1"), "denied": ("c#1",)}


def test_each_field_shows_the_words_of_each_account() -> None:
    accounts = [strike("a"), strike("b", outlet="two", text=OTHER_WORDS)]
    place = only(accounts).fields["place"][0]
    assert (place.value, place.outlets) == ("خان شيخون", 2)
    assert [(event, words.text) for event, words in place.by if words] == [("a#1", "خان شيخون"), ("b#1", "خان شيخون")]


# --- a person's word


def test_a_person_parts_and_joins_and_takes_it_back() -> None:
    alike = [strike("a"), strike("b", outlet="two")]
    apart, together = Decision("b#1", "a#1", "apart"), Decision("a#1", "b#1", "together")
    assert len(merge(alike, [apart])) == 2
    assert len(merge(alike, [apart, together])) == 1
    assert len(merge(alike, [])) == 1
    other = strike("c", text="قصفت طائرات روسية الرستن.", place="الرستن", day="2018-07-01", published="2018-07-02")
    (incident,) = merge([alike[0], other], [Decision("a#1", "c#1", "together")])
    assert "by a person" in incident.joins[0].reasons[0]


def test_of_decisions_that_cannot_all_hold_the_later_ones_do() -> None:
    three = [strike(name, outlet=name) for name in "abc"]
    decisions = [
        Decision("a#1", "b#1", "together"),
        Decision("b#1", "c#1", "together"),
        Decision("a#1", "c#1", "apart"),
    ]
    found = joined(three, decisions)
    assert frozenset({"b#1", "c#1"}) in found
    assert frozenset({"a#1"}) in found


def test_two_events_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="a#1: two different accounts"):
        merge([strike("a"), strike("a", outlet="two")])


# --- order and increments

_TEXTS = (
    "قصفت طائرات روسية سوق الخضار في {} صباح الأحد ما أدى إلى مقتل ثمانية مدنيين.",
    "طائرات روسية قصفت {} وأصابت سوق الخضار، وسقط قتلى على الأقل بحسب الدفاع المدني.",
    "قصفت مروحيات الجيش مستشفى في {} واستهدفت أحياء سكنية في البلدة.",
)


@st.composite
def some_accounts(draw: st.DrawFn) -> list[Account]:
    accounts = []
    for number in range(draw(st.integers(2, 9))):
        town = draw(st.sampled_from(sorted(TOWNS)))
        day = draw(st.integers(1, 6))
        killed = draw(st.sampled_from([None, 3, 8]))
        accounts.append(
            told(
                f"r{number}",
                draw(st.sampled_from(_TEXTS)).format(town),
                "قصفت",
                outlet=draw(st.sampled_from("xyz")),
                published=f"2018-03-{day + draw(st.integers(0, 2)):02}",
                place=draw(st.sampled_from([town, None])),
                day=f"2018-03-{day:02}" if draw(st.booleans()) else None,
                counts={"killed": (killed, killed)} if killed else {},
            )
        )
    return accounts


def _kept(accounts: Iterable[Account], keys: frozenset[str]) -> list[Account]:
    return [one for one in accounts if blocks(one) & keys]


@settings(max_examples=60, deadline=None)
@given(some_accounts(), st.randoms(use_true_random=False))
def test_the_order_makes_no_difference(accounts: list[Account], chance: random.Random) -> None:
    shuffled = accounts[:]
    chance.shuffle(shuffled)
    assert merge(shuffled) == merge(accounts)


@settings(max_examples=60, deadline=None)
@given(some_accounts(), st.integers(1, 8))
def test_what_is_new_merged_alone_gives_the_same_as_all_at_once(accounts: list[Account], cut: int) -> None:
    old, new = accounts[:cut], accounts[cut:]
    incidents = joined(old)
    near = surroundings(new, lambda keys: _kept(old, keys))
    moved = {one.event for one in near}
    incidents = {group for group in incidents if not group & moved} | joined(near)
    assert incidents == joined(accounts)


def test_what_lies_far_off_stays_in_the_incidents_it_is_in() -> None:
    def tell(number: int) -> Account:
        day = f"2018-03-{number + 1:02}"
        text = "قصفت طائرات روسية سوق الخضار في خان شيخون ما أدى إلى مقتل ثمانية مدنيين."
        return strike(f"r{number}", outlet=f"o{number}", text=text, day=None, published=day)

    old = [tell(number) for number in range(9)]  # every day is linked to the next
    incidents = [frozenset(one.event for one in old[at : at + 2]) for at in range(0, 9, 2)]
    new = tell(9)

    def kin(events: frozenset[str]) -> list[Account]:
        whole = frozenset().union(*(group for group in incidents if group & events))
        return [one for one in old if one.event in whole]

    def moved(most: int) -> set[str]:
        near = surroundings([new], lambda keys: _kept(old, keys), kin=kin, most=most)
        return {one.event for one in near} - {new.event}

    assert moved(most=100) == {one.event for one in old}
    assert moved(most=0) < moved(most=100)
    for group in incidents:
        assert group <= moved(most=0) or not group & moved(most=0), "an incident is moved whole or not at all"


def test_an_account_is_kept_and_read_back() -> None:
    one = strike("a", agency="الخضار")
    assert Account.load(one.dump()) == one
