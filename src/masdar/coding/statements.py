"""Statements: who says what in plain words, for those who ask who said it rather than what was done.

Every act of telling that has a speaker and words of its own (قال إن..., وأضاف: "...") is one, whether or not its words
tell an event.
"""

from __future__ import annotations

from dataclasses import dataclass

from masdar.arabic.document import PUNCTUATION
from masdar.arabic.syntax import COMPLEMENTISERS
from masdar.coding.draft import ClaimMention, Draft, Teller

WORDED = frozenset(("that", "quote"))  # what follows the word of telling: a clause opened by إن, or a quotation
SHORTEST = 3  # words; less is a name or a fragment


@dataclass(slots=True)
class StatementMention:
    """A statement: who speaks, who carries it, and its words (``start_word`` to ``end_word``, exclusive)."""

    speaker: Teller
    carrier: Teller | None
    start_word: int
    end_word: int


def find_statements(draft: Draft) -> list[StatementMention]:
    """The plain statements of a report in text order, none inside another's words."""
    found: list[StatementMention] = []
    for claim in sorted(draft.claims, key=lambda claim: claim.marker):
        if claim.speaker is None or claim.content not in WORDED:
            continue
        start, end = _words_of(draft, claim)
        if end - start < SHORTEST or (found and start < found[-1].end_word):
            continue
        carrier = claim.carriers[0] if claim.carriers else None
        found.append(StatementMention(claim.speaker, carrier, start, end))
    return found


def _words_of(draft: Draft, claim: ClaimMention) -> tuple[int, int]:
    """The words that a claim tells, without what opens and closes them."""
    words = draft.document.words
    first, end = claim.scope
    start = max(first, claim.marker + 1)
    for teller in (claim.speaker, *claim.carriers):
        if teller is not None and start <= teller.mention.start_word < end:
            start = max(start, teller.mention.end_word)
    # Between the speaker and the words stand asides (الأحد, في مؤتمر صحفي); the words open with إن, a colon or a quote.
    for at in range(start, end):
        word = words[at]
        if word.text in ('"', "«", "“", ":") or {word.norm, word.stem} & COMPLEMENTISERS:
            start = at
            break
    while start < end and words[start].kind == PUNCTUATION:
        start += 1
    while end > start and words[end - 1].kind == PUNCTUATION:
        end -= 1
    return start, end
