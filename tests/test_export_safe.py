"""Sharing without harm: no words for a private person in any format, and nothing lost that names nobody."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

import networkx as nx
import pyarrow.parquet as pq
import pyogrio
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from masdar.export.formats import FORMATS, Aids
from masdar.export.safe import GRID, HARM, PRIVATE, safe, share
from masdar.record import Record
from recording import ARMY, KHAN, SFAX, TEXT, exported, full, meeting, record, span, strike

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def everything(name: str, made: bytes) -> str:
    """All text that a file of a format holds, as whoever opens it would find it."""
    if name == "parquet":
        return json.dumps(pq.read_table(io.BytesIO(made)).to_pylist(), ensure_ascii=False, default=str)
    if name == "geopackage":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "made.gpkg"
            path.write_bytes(made)
            layers = [pyogrio.read_arrow(path, layer=layer)[1].to_pylist() for layer in ("events", "places")]
        return str(layers) + made.decode("utf-8", "ignore")
    if name == "graphml":
        graph = nx.read_graphml(io.BytesIO(made))
        return str((list(graph.nodes(data=True)), list(graph.edges(data=True)))) + made.decode("utf-8")
    return made.decode("utf-8")


def words(text: str, **more: object) -> dict[str, Any]:
    return {"start": 0, "end": len(text), "text": text, **more}


def people_of(names: list[str], village: str, sector: str | None, harm: str, kind: str, lat: float) -> Record:
    """A record that has private persons wherever a record can hold words."""
    name = names[0]
    person = {"country": "SYR", "sector": sector}
    place = words(village, lat=lat, lon=36.651, country="SYR", level="locality", precision="exact")
    event: dict[str, Any] = {
        "id": f"تقرير عن {name}#1",
        "type": harm,
        "confidence": 0.9,
        "trigger": words(f"قتل{name}"),
        "also": [words(f"مقتل {name}")],
        "actors": [words("الجيش السوري", **ARMY), words(f"كتيبة الشهيد {name}", country="SYR", sector="REB")],
        "recipients": [words(one, **person) for one in names],
        "places": [place, words(f"ساحة {name}", level="site", country="SYR")],
        "time": words(f"يوم وفاة {name}", value="2018-08-26", precision="day"),
        "sources": [words(f"والد {name}", kind=kind), words(f"مستشفى {name}", kind="official")],
        "counts": {"killed": [1, 1]},
        "codes": {"acled": "Attack"},
        "why": [{"field": "type", "rule": "trigger verb", "start": 3, "end": 5}],
    }
    return Record.model_validate(
        {
            "coder": {"masdar": "0", "lexicon": "x"},
            "doc_id": f"تقرير عن {name}",
            "source": f"صفحة {name}",
            "published": "2018-08-27",
            "title": f"وداعا {name} من {village}",
            "url": f"https://example.org/{name}",
            "events": [event, meeting()],
            "relations": [
                {"type": "kin_of", "head": words(name), "tail": words(names[-1])},
                {"type": "member_of", "head": words(name), "tail": words("الجيش السوري")},
                {"type": "led_by", "head": words(f"كتيبة {name}"), "tail": words(name)},
            ],
            "statements": [{"speaker": words(name, kind=None), "words": words(f"قال {name} إنه رأى")}],
            "actors": [
                words(name, **person),
                words(f"عائلة {name}", sector="CVL", refers_to=words(f"آل {name}")),
                words("الجيش السوري", **ARMY),
            ],
            "places": [place, words(village, country="SYR", level="locality")],
            "times": [words(f"يوم وفاة {name}", type="DATE", value="2018-08-26")],
        }
    )


SEEN = everything("jsonl", exported("jsonl", *share([full(), record(meeting())])))
names = st.text(LETTERS, min_size=3, max_size=9).filter(lambda name: name not in SEEN)


reported = st.tuples(
    st.lists(st.lists(names, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=3),
    names,
    st.sampled_from([*sorted(PRIVATE), None]),
    st.sampled_from(sorted(HARM)),
    st.sampled_from(["witness", "unnamed", "other", None]),
    st.floats(33, 36),
)
SLOW = ("parquet", "geopackage")


def check_nobody_is_named(name: str, told: Any) -> None:
    """Write a record with private persons in a format, and look for their words in what comes out."""
    people, village, sector, harm, kind, lat = told
    given = people_of(people, village, sector, harm, kind, lat)
    # What is neither the words for them nor told of anybody private may hold any letters: an army, a minister.
    public = everything("jsonl", exported("jsonl", people_of(["#" * 9], "%" * 9, sector, harm, kind, lat), safe=True))
    assume(not any(one in public for one in (*people, village)))
    quoted = f"قتل{people[0]} في {village}."
    aids = Aids({safe(given).doc_id: quoted, given.doc_id: quoted})
    made = everything(name, exported(name, given, aids=aids, safe=True))
    assert [one for one in (*people, village) if one in made] == []
    assert str(lat) not in made or lat % GRID == 0


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in SLOW])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reported)
def test_no_words_for_a_private_person_are_in_any_format(name: str, told: Any) -> None:
    check_nobody_is_named(name, told)


@pytest.mark.parametrize("name", SLOW)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reported)
def test_no_words_for_a_private_person_are_in_a_binary_format(name: str, told: Any) -> None:
    check_nobody_is_named(name, told)


@pytest.mark.parametrize(
    "form",
    ["سليمُ الحَمدان", "سليم_الحمدان", "سليم  الحمدان", "سليم الحمدانٍ", "سلـيم الحمدان"],
)
def test_other_spellings_of_the_name_go_too(form: str) -> None:
    told = record(
        strike(recipients=[words("سليم الحمدان", sector="CVL")], actors=[words(f"كتيبة {form}", sector="REB")])
    )
    assert "الحمدان" not in exported("jsonl", safe(told)).decode()
    assert form not in exported("jsonl", safe(told)).decode()


def test_who_is_private_is_told_by_part_and_who_is_not_by_name() -> None:
    strike_said, protest_said, feared_said, meeting_said = safe(full()).events
    assert [actor.text for actor in strike_said.actors] == ["الجيش السوري"]
    assert [(actor.text, actor.country, actor.sector) for actor in strike_said.recipients] == [
        ("[SYR CVL]", "SYR", "CVL"),
        ("[SYR CVL]", "SYR", "CVL"),
    ]
    assert [(source.text, source.kind) for source in strike_said.sources] == [("[witness]", "witness")]
    assert [actor.text for actor in protest_said.actors] == ["[TUN CVL]"]
    assert [source.text for source in feared_said.sources] == ["المعارضة"]
    assert [actor.text for actor in meeting_said.actors] == ["وزير الخارجية التونسي"], "an office stays"
    assert strike_said.counts == full().events[0].counts
    assert (strike_said.codes, strike_said.time and strike_said.time.value) == (full().events[0].codes, "2018-08-26")


@pytest.mark.parametrize(
    ("actor", "hidden"),
    [
        ({"id": "PSE.CVL.AHED-TAMIMI", "sector": "CVL"}, False),
        ({"sector": "GOV"}, False),
        ({"sector": "JUD"}, False),
        ({"sector": "MIL", "country": "SYR"}, True),
        ({"sector": "NGO"}, True),
        ({"sector": "OPP"}, True),
        ({}, True),
    ],
)
def test_victims_are_unnamed_on_any_side_but_for_the_lexicons_and_offices(actor: dict[str, str], hidden: bool) -> None:
    (said,) = safe(record(strike(recipients=[span("المعارضة", **actor)]))).events[0].recipients
    assert (said.text != "المعارضة") == hidden


def test_fighters_who_act_keep_their_words() -> None:
    said = safe(record(strike(actors=[span("المعارضة", sector="REB")])))
    assert said.events[0].actors[0].text == "المعارضة"


def test_places_of_private_persons_are_their_provinces() -> None:
    (place,) = safe(record(strike())).events[0].places
    assert (place.text, place.level, place.precision, place.geonameid) == ("ادلب", "admin1", "admin", None)
    assert (place.lat, place.lon) == (35.8702, 36.5482)
    unknown = strike(
        places=[span("خان شيخون", lat=35.4421, lon=36.651, country="SYR", level="site", precision="exact")]
    )
    (place,) = safe(record(unknown)).events[0].places
    assert (place.text, place.lat, place.lon, place.level, place.precision) == ("[SYR]", 35.5, 36.5, None, "unknown")


def test_a_valley_is_told_by_its_province_and_a_country_by_its_name() -> None:
    valley = words("الغوطة الشرقية", lat=33.53, lon=36.42, country="SYR", level="region", precision="approximate")
    syria = words("سوريا", lat=35.0, lon=38.0, country="SYR", level="country", precision="approximate")
    province, country = safe(record(strike(places=[valley, syria]))).events[0].places
    assert (province.text, province.level) == ("ريف دمشق", "admin1")
    assert (country.text, country.lat, country.lon) == ("سوريا", 35.0, 38.0)


def test_places_where_no_private_person_is_concerned_stay() -> None:
    said = safe(record(strike(recipients=[], sources=[]), places=[span("خان شيخون", **KHAN)]))
    assert said.events[0].places[0].lat == said.places[0].lat == 35.4421
    mixed = record(
        strike(recipients=[], sources=[]),
        strike(places=[span("صفاقس", **SFAX | {"level": "site"})]) | {"id": "r#2"},
        places=[span("خان شيخون", **KHAN), span("إدلب", lat=35.93, lon=36.63, level="locality", country="SYR")],
    )
    said = safe(mixed)
    assert said.events[0].places[0].text == said.places[0].text == "خان شيخون"
    assert said.events[1].places[0].level == "admin1"
    assert said.places[1].text == "[SYR]", "a village of the report where nothing public happened may be the victim's"


def test_a_village_is_not_told_by_another_event_of_the_report() -> None:
    both = record(strike(), strike(recipients=[], sources=[]) | {"id": "r#2"})
    assert [event.places[0].text for event in safe(both).events] == ["ادلب", "ادلب"]


def test_ties_of_public_actors_stay_and_kin_goes() -> None:
    (tie,) = safe(full()).relations
    assert (tie.type, tie.head.text, tie.tail.text) == ("part_of", "الشرطة التونسية", "وزارة الداخلية")
    ends = {"head": span("الشرطة التونسية"), "tail": span("وزارة الداخلية")}
    assert safe(record(relations=[{"type": "kin_of", **ends}], actors=full().actors)).relations == []
    assert safe(record(relations=[{"type": "part_of", **ends}])).relations == [], "who they are is not known"


def test_nothing_leads_back_into_the_report() -> None:
    said = safe(full())
    assert (said.title, said.url, said.statements) == (None, None, [])
    for event in said.events:
        assert (event.also, event.why) == ([], [])
        for part in (event.trigger, *event.actors, *event.recipients, *event.places, *event.sources):
            assert (part.start, part.end) == (0, len(part.text))


def test_an_id_that_is_a_file_name_is_not_told() -> None:
    said = safe(record(meeting() | {"id": "مقتل الحمدان#1"}, doc_id="مقتل الحمدان"))
    assert said.doc_id.startswith("report-")
    assert said.events[0].id == f"{said.doc_id}#1"
    assert safe(full()).doc_id == "r"


@pytest.mark.parametrize("name", ["acled", "bayanat"])
def test_a_report_is_not_quoted_though_its_text_is_at_hand(name: str) -> None:
    # The act's word stands first, where the spans of what is shared begin.
    assert "مقتل المزارع" not in exported(name, full(), aids=Aids({"r": TEXT}), safe=True).decode()


def test_what_is_shared_is_a_record_and_sharing_it_again_changes_nothing_of_it() -> None:
    once = safe(full())
    assert Record.model_validate_json(once.model_dump_json()) == once
    assert safe(once).events[0].recipients == once.events[0].recipients
