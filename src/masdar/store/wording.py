"""What a text is worded in: the stems of its words, and how much it says to share one.

Two reports of one happening are worded alike, and the more so the rarer the words that they share: the name of a
village says much, *said* says nothing. Words are compared by their stem, cut as for searching (after Larkey,
Ballesteros and Connell 2007, "Light stemming for Arabic information retrieval": what is written onto the word, the
article and the commonest endings), so that singular and plural, and a name with and without a preposition, meet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from math import fsum

from masdar.arabic.clitics import levels, split
from masdar.arabic.script import key, normalise
from masdar.knowledge.lexicon import bare

_WORD = re.compile(r"[^\W_]+")
_STOP = re.compile(r"[.!?؟؛\n]+")
_ENDINGS = ("ات", "ون", "ين", "ان", "يه", "ها", "ه", "ي")
_SHORTEST = 3  # letters that a cut ending must leave
#: Words at this level of frequency (:func:`masdar.arabic.clitics.levels`) and above tell nothing.
_COMMON = 22
NUMBER_RARITY = 0.3
WINDOW = 30  # words kept on each side of the word asked for; sentences of news run on
TOPICS = 40
#: What shares less of its telling words is never one happening: of the judged tune pairs that are, none does.
ALIKE = 0.08
_RARE, _ENOUGH = 0.6, 3.0  # from where on a stem is rare; how much of it says as much as any more
_LIGHT = 2.0  # a sentence of fewer rare words is too short to be found in another


def _cut(folded: str) -> str:
    for ending in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST:
            return folded[: -len(ending)]
    return folded


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """The stem of one word as it is written; a number is its own."""
    if word.isdigit():
        return normalise(word)
    return _cut(bare(split(normalise(word)).stem))


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words, in order."""
    return tuple(stem(word) for word in _WORD.findall(text))


def folded(text: str) -> tuple[str, ...]:
    """A text's words in order, in one spelling each."""
    return tuple(map(key, _WORD.findall(normalise(text))))


@cache
def _frequent() -> dict[str, int]:
    found: dict[str, int] = {}
    for word, level in levels().items():
        cut = _cut(word[2:] if word.startswith("ال") and len(word) > 4 else word)
        found[cut] = max(level, found.get(cut, 0))
    return found


@lru_cache(maxsize=1 << 17)
def rarity(stem: str) -> float:
    """How much it tells that two texts share a stem: from 0 (everyday) to 1 (hardly ever seen in news)."""
    if stem.isdigit():
        return NUMBER_RARITY if len(stem) < 4 else 0.0
    if len(stem) < 2:
        return 0.0
    return max(0.0, 1 - _frequent().get(stem, 0) / _COMMON)


def telling(found: Iterable[str]) -> tuple[str, ...]:
    """The stems that say something, each once, sorted."""
    return tuple(sorted({stem for stem in found if rarity(stem) > 0}))


def around(text: str, start: int, end: int, window: int = WINDOW) -> tuple[str, ...]:
    """The telling stems of the sentence that holds ``text[start:end]``, of at most ``window`` words on each side."""
    begin = max((match.end() for match in _STOP.finditer(text, 0, start)), default=0)
    stop = _STOP.search(text, end)
    before = _WORD.findall(text[begin:start])[-window:]
    after = _WORD.findall(text[start : stop.start() if stop else len(text)])[: window + 1]
    return telling(map(stem, (*before, *after)))


def topics(found: Iterable[str]) -> tuple[str, ...]:
    """The stems a whole text is about: those of most weight by number and rarity, sorted."""
    times = Counter(found)
    weight = {stem: (1 + min(times[stem], 8)) * rarity(stem) for stem in times}
    ranked = sorted((stem for stem in weight if weight[stem] > 0), key=lambda stem: (-weight[stem], stem))
    return tuple(sorted(ranked[:TOPICS]))


@lru_cache(maxsize=1 << 14)
def _weighed(stems: tuple[str, ...]) -> tuple[frozenset[str], float]:
    return frozenset(stems), fsum(map(rarity, stems))


def degree(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How much of the lighter of two sets of stems the other holds too: 0 to 1, by rarity."""
    left, weight = _weighed(one)
    right, other_weight = _weighed(other)
    common = left & right
    # The sum is exact, so that the order of a set makes no difference.
    return min(1.0, fsum(map(rarity, common)) / max(min(weight, other_weight), _LIGHT)) if common else 0.0


def rarest(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How much of what is rare two sets of stems share, however much there is: 0 to 1."""
    common = _weighed(one)[0] & _weighed(other)[0]
    return min(1.0, fsum(rare for rare in map(rarity, common) if rare > _RARE) / _ENOUGH)


def shared(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The stems that two sets share, the rarest first."""
    return tuple(sorted(_weighed(one)[0] & _weighed(other)[0], key=lambda stem: (-rarity(stem), stem)))


def alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two sentences share enough to be looked at more closely; an empty one is no reason to say that they do
    not."""
    return not one or not other or degree(one, other) >= ALIKE
