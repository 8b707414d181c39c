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
