"""Status: what the rules read off particles, cues and dates."""

from __future__ import annotations

import pytest

from masdar.coding.coder import Coder


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("قصف الجيش القرية صباح اليوم.", "ASSAULT", "actual"),  # plain past
        ("ستقصف الطائرات القرية.", "ASSAULT", "future"),  # future particle on the verb
        ("لم تقصف الطائرات القرية.", "ASSAULT", "negated"),  # jussive after لم
        ("يخشى السكان قصف القرية.", "ASSAULT", "hypothetical"),  # feared
        ("نفى الجيش قصف القرية.", "ASSAULT", "negated"),  # denied
        ("قصف الجيش القرية في مارس 2012.", "ASSAULT", "historical"),  # a date far back
    ],
)
def test_status_by_rule(coder: Coder, text: str, kind: str, status: str) -> None:
    draft, _ = coder.prepare(text, published="2018-05-20")
    assert status in {act.status for act in draft.acts if kind in act.types}


def test_what_is_only_denied_is_not_told_as_fact_nor_by_the_denier(coder: Coder) -> None:
    text = (
        "قتل خمسة مدنيين في غارة جوية على سوق في مدينة أريحا مساء الأحد، بحسب ناشطين. ونفت وزارة الدفاع الروسية "
        "استهداف مواقع مدنية في المدينة."
    )
    draft, _ = coder.prepare(text, published="2024-03-11")
    denied = next(act for act in draft.acts if draft.document.words[act.word].text == "استهداف")
    assert denied.status == "negated"
    told = [e for e in coder.code(text, published="2024-03-11").events if e.type == "ASSAULT" and e.status == "actual"]
    assert told
    for event in told:
        assert "وزارة الدفاع الروسية" not in [source.text for source in event.sources]


def test_what_is_dated_after_the_report_is_planned(coder: Coder) -> None:
    record = coder.code("يجتمع وزراء خارجية مصر والأردن والعراق في القاهرة الأسبوع المقبل.", published="2018-05-01")
    assert [event.status for event in record.events] == ["future"]
