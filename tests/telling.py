"""Reports and records for the tests of the store, made by hand: each says what it tells, by the words that tell it."""

from __future__ import annotations

from datetime import date
from typing import Any

from masdar.reading.report import Report
from masdar.record import Record

Pair = tuple[Report, Record]


def span(text: str, words: str, nth: int = 1) -> dict[str, Any]:
    """The ``nth`` place in ``text`` where ``words`` stand."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return {"start": start, "end": start + len(words), "text": words}


def event(text: str, kind: str, trigger: str, **more: Any) -> dict[str, Any]:
    """An event, as the record has it but with words for spans: ``actors=[("قوات", {"id": ...})]``."""
    made: dict[str, Any] = {"type": kind, "confidence": 0.9, "trigger": span(text, trigger)}
    for name, value in more.items():
        if name in ("actors", "recipients", "places", "sources"):
            made[name] = [{**span(text, words), **facts} for words, facts in value]
        elif name == "time":
            words, facts = value
            made[name] = {**span(text, words), **facts}
        else:
            made[name] = value
    return made


def pair(
    doc_id: str,
    text: str,
    events: list[dict[str, Any]],
    *,
    published: str | None = "2024-03-11",
    source: str | None = "outlet",
    title: str | None = None,
    url: str | None = None,
    **more: Any,
) -> Pair:
    """A report and its record."""
    report = Report(
        doc_id, text, title, date.fromisoformat(published) if published else None, source, url, "made.jsonl", 1
    )
    record = {
        "coder": {"masdar": "0", "lexicon": "x"},
        "doc_id": doc_id,
        "source": source,
        "published": published,
        "title": title,
        "url": url,
        "events": [{"id": f"{doc_id}#{number}", **one} for number, one in enumerate(events, 1)],
        **more,
    }
    return report, Record.model_validate(record)


IDLIB = {
    "country": "SYR",
    "level": "locality",
    "lat": 35.9306,
    "lon": 36.6339,
    "geonameid": 169389,
    "precision": "exact",
}
HAMA = {
    "country": "SYR",
    "level": "locality",
    "lat": 35.1318,
    "lon": 36.7578,
    "geonameid": 170017,
    "precision": "exact",
}
SFAX = {
    "country": "TUN",
    "level": "locality",
    "lat": 34.7406,
    "lon": 10.7603,
    "geonameid": 2467454,
    "precision": "exact",
}
SUVA = {
    "country": "FJI",
    "level": "locality",
    "lat": -18.1416,
    "lon": 178.4419,
    "geonameid": 2198148,
    "precision": "exact",
}
