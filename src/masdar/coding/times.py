"""When: every expression of time in a report, what it means on the calendar, and which of them dates an event.

News says when mostly by leaning on the day it was published: a weekday, ``أمس``, ``الشهر الماضي``. A first step
reads the words (:mod:`masdar.coding.timereading`), a second puts what was read on the calendar, from the publication
date and the dates told before (:mod:`masdar.coding.timevalues`). Values are TIMEX3 (TimeML 1.2.1) for the expression
and EDTF (ISO 8601-2) for an event that it dates. What cannot be placed keeps its words and has no value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from masdar.arabic.document import NUMBER, PUNCTUATION, Document, Word
from masdar.coding.timereading import POINTING, TWO_YEARS, TimeReader
from masdar.coding.timevalues import TimeExpression, TimeResolver
from masdar.knowledge.calendar import Calendar

__all__ = ["TimeExpression", "choose_time", "find_times"]


def find_times(document: Document, published: date | None, calendar: Calendar) -> list[TimeExpression]:
    """Every expression of time in a document, in the order of the text, none overlapping another.

    :param published: the day the report was published; without it what leans on it has no EDTF value.
    """
    if published is not None and published.year not in _YEARS:
        published = None  # what leans on it would fall off the calendar
    reader = TimeReader(document, calendar)
    resolver = TimeResolver(reader, published)
    found: list[TimeExpression] = []
    index, words, senses = 0, document.words, reader.senses
    while index < reader.count:
        word = words[index]
        if senses[index] or word.kind == NUMBER or word.stem in _OPENERS or word.key in TWO_YEARS:
            reading = reader.read(index)
            if reading is not None and reading.end > index:
                found += resolver.resolve(reading)
                index = reading.end
                continue
        index += 1
    return found


_OPENERS = POINTING | frozenset(("بين", "من", "ال"))
_YEARS = range(1000, 9000)  # a report can have been published in


# --- the time of an event --------------------------------------------------------------------------------------------

_RELATIVES = frozenset(("الذي", "التي", "الذين", "اللذين", "اللذان", "اللتين", "اللتان", "اللواتي", "اللاتي"))
_CONTENT = frozenset(("ان", "انه", "انها", "انهم", "انهما", "بان", "بانه", "بانها"))
_ASIDE = frozenset(("فيما", "بينما", "حيث", "لكن", "حين", "كما", "مشيرا", "علما", "لافتا", "موضحا"))
_OTHER_TIME = frozenset(
    ("بعد", "بعدما", "عقب", "قبل", "قبيل", "منذ", "اثر", "رغم", "الرغم", "بناء", "اثناء", "ابان", "تزامنا", "بزعم")
)
_ABOUT = frozenset(("بشان", "حول", "حيال", "تقارير", "انباء", "الانباء"))
_REACH = 30  # words between an event and its time


@dataclass(frozen=True, slots=True)
class _Weights:
    """How much speaks for a time near a trigger; set by hand on the reports for tuning, nothing is learnt."""

    after: float = 1.0
    after_word: float = 0.03
    before: float = 0.85
    before_word: float = 0.017
    content: float = 0.7
    relative: float = 0.5
    aside: float = 0.3
    other_time: float = 0.4
    about: float = 0.45
    clause: float = 0.085
    verb: float = 0.05
    verb_before_time: float = 0.15
    mention: float = 0.35
    threshold: float = 0.2


_WEIGHTS = _Weights()


def _score(words: Sequence[Word], trigger: int, time: TimeExpression, clauses: int, verbal: bool) -> float:
    """How well a time of the trigger's sentence dates it, from the words that lie between the two."""
    weights = _WEIGHTS
    before = time.start_word < trigger
    between = words[time.end_word : trigger] if before else words[trigger + 1 : time.start_word]
    count = 0
    verbs = 0
    relative = content = aside = other = about = False
    for word in between:
        if word.kind == PUNCTUATION:
            continue
        count += 1
        verbs += word.tag == "VERB"
        word_key = word.key
        relative = relative or word.norm in _RELATIVES or word.stem in _RELATIVES
        content = content or word_key in _CONTENT
        aside = aside or word_key in _ASIDE
        other = other or word_key in _OTHER_TIME
        about = about or word_key in _ABOUT
    if count > _REACH:
        return 0.0
    if before:
        # The time stands with an earlier word; what lies in its relative clause, its object clause or its
        # circumstances has a time of its own.
        score = weights.before - weights.before_word * count - weights.clause * min(2, clauses)
        score -= weights.relative * relative + weights.aside * aside + weights.other_time * other
        score -= weights.verb * min(2, verbs)
        if not verbal:
            score -= weights.content * content + weights.about * about
    else:
        score = weights.after - weights.after_word * count - weights.verb_before_time * min(2, verbs)
        score -= weights.clause * min(1, clauses) * 2 + 0.2 * relative + 0.3 * aside + 0.1 * other
    return score


def choose_time(
    trigger_index: int,
    document: Document,
    times: Sequence[TimeExpression],
    published: date | None,
    *,
    mentions: Sequence[int] = (),
    verbal: bool = False,
) -> TimeExpression | None:
    """The expression that dates the event told by a word, None where the report does not tell.

    :param published: the day of the report, by which what was said has been said.
    :param mentions: words that tell the same event elsewhere; a time beside one of them counts a little less.
    :param verbal: the event is an act of speech (a demand, a threat), which happens when it is said: what would be
        the time of the statement only is its time too.
    """
    best: TimeExpression | None = None
    highest = _WEIGHTS.threshold
    dated = [time for time in times if time.edtf is not None and time.value != "PRESENT_REF"]
    if verbal and published is not None:
        # What was said was said by the day of the report.
        dated = [time for time in dated if (time.edtf or "") <= published.isoformat()]
    if not dated:
        return None
    for place in (trigger_index, *mentions):
        sentence = document.sentences[document.sentence_of(place)]
        here = [time for time in dated if sentence.start <= time.start_word < sentence.end]
        if not here:
            continue
        clause = _clause_of(sentence.clauses, place)
        for time in here:
            clauses = abs(_clause_of(sentence.clauses, time.start_word) - clause)
            score = _score(document.words, place, time, clauses, verbal)
            if place != trigger_index:
                score -= _WEIGHTS.mention
            if score > highest:
                best, highest = time, score
    return best


def _clause_of(clauses: Sequence[tuple[int, int]], index: int) -> int:
    return next((number for number, (low, high) in enumerate(clauses) if low <= index < high), 0)
