"""Makers of records for the tests of exports: events of sentences written for them, and what goes around them."""

from __future__ import annotations

import csv
import io
from typing import Any

from masdar.export.formats import Aids, export
from masdar.record import Record

TEXT = (
    "قصف الجيش السوري بلدة خان شيخون يوم الأحد، ما أدى إلى مقتل المزارع سليم الحمدان وإصابة مدنيين، "
    "بحسب شاهد من البلدة. "
    "وتظاهر طلاب في صفاقس ضد الغلاء. وحذرت المعارضة من هجوم على إدلب. والتقى وزير الخارجية التونسي نظيره الليبي. "
    "وتتبع الشرطة التونسية لوزارة الداخلية."
)
KHAN = {"geonameid": 168325, "lat": 35.4421, "lon": 36.651, "country": "SYR", "level": "locality", "precision": "exact"}
SFAX = {"geonameid": 2467454, "lat": 34.7406, "lon": 10.7603, "country": "TUN", "level": "locality"}
ARMY = {"id": "SYR.MIL", "country": "SYR", "sector": "MIL"}


def span(text: str, **more: object) -> dict[str, Any]:
    """Some words of the text, with what is known of them."""
    start = TEXT.index(text)
    return {"start": start, "end": start + len(text), "text": text, **more}


def event(number: int, kind: str, trigger: str, **more: object) -> dict[str, Any]:
    return {"id": f"r#{number}", "type": kind, "confidence": 0.9, "trigger": span(trigger), **more}


def strike(**more: object) -> dict[str, Any]:
    """An air strike with a named victim, told by a witness."""
    fields = {
        "mode": "aerial",
        "actors": [span("الجيش السوري", **ARMY)],
        "recipients": [
            span("المزارع سليم الحمدان", country="SYR", sector="CVL"),
            span("مدنيين", country="SYR", sector="CVL"),
        ],
        "places": [span("خان شيخون", **KHAN)],
        "time": span("يوم الأحد", value="2018-08-26", precision="day"),
        "sources": [span("شاهد من البلدة", kind="witness")],
        "counts": {"killed": [1, 1], "injured": [2, None]},
        "codes": {"cameo": "195", "acled": "Air/drone strike"},
    }
    return event(1, "ASSAULT", "قصف", **fields | more)


def protest(**more: object) -> dict[str, Any]:
    fields = {
        "mode": "demo",
        "actors": [span("طلاب", country="TUN", sector="CVL")],
        "places": [span("صفاقس", **SFAX)],
        "codes": {"acled": "Peaceful protest"},
    }
    return event(2, "PROTEST", "تظاهر", **fields | more)


def feared(**more: object) -> dict[str, Any]:
    fields = {
        "status": "hypothetical",
        "sources": [span("المعارضة", kind="party", party_to_conflict=True)],
        "places": [span("إدلب")],
        "codes": {"acled": "Attack"},
    }
    return event(3, "ASSAULT", "هجوم", **fields | more)


def meeting(**more: object) -> dict[str, Any]:
    fields = {
        "actors": [span("وزير الخارجية التونسي", country="TUN", sector="GOV")],
        "recipients": [span("نظيره الليبي", country="LBY", sector="GOV")],
    }
    return event(4, "CONSULT", "التقى", **fields | more)


def record(*events: dict[str, Any], **more: object) -> Record:
    fields: dict[str, Any] = {
        "coder": {"masdar": "0", "lexicon": "x"},
        "doc_id": "r",
        "source": "وكالة",
        "published": "2018-08-27",
        "title": "قصف على خان شيخون",
        "url": "https://example.org/قصف",
        "events": list(events),
    }
    return Record.model_validate(fields | more)


def full() -> Record:
    """A record with something of everything."""
    police = span("الشرطة التونسية", id="TUN.COP.POLICE", country="TUN", sector="COP")
    ministry = span("وزارة الداخلية", country="TUN", sector="GOV")
    return record(
        strike(),
        protest(),
        feared(),
        meeting(),
        relations=[{"type": "part_of", "head": span("الشرطة التونسية"), "tail": span("وزارة الداخلية")}],
        statements=[{"speaker": span("شاهد من البلدة", kind="witness"), "words": span("مقتل المزارع سليم الحمدان")}],
        actors=[police, ministry, span("المزارع سليم الحمدان", country="SYR", sector="CVL")],
        places=[span("خان شيخون", **KHAN), span("صفاقس", **SFAX)],
        times=[span("يوم الأحد", type="DATE", value="2018-08-26")],
    )


def ties_only() -> Record:
    """A record that tells no event, only a tie."""
    return record(relations=full().relations, actors=full().actors[:2], doc_id="ties")


def exported(name: str, *records: Record, aids: Aids | None = None, safe: bool = False) -> bytes:
    """What a format makes of records."""
    stream = io.BytesIO()
    assert export(records, stream, name, aids, safe=safe) == len(records)
    assert not stream.closed
    return stream.getvalue()


def rows(made: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file by column."""
    return list(csv.DictReader(io.StringIO(made.decode("utf-8"), newline="")))
