"""What is written onto a word: conjunctions and prepositions before it, pronouns after it.

``وبقواتهم`` is four words of grammar, *and with forces their*; every lexicon lookup wants the third. But ``وزير``
(minister) is not *and* + ``زير``, and ``بيان`` (statement) is not *with* + ``يان``. Which cut is right is seen from the
company a word keeps: ``الوزير`` and ``لوزير`` are frequent, ``زير`` is not. So each possible cut is weighed by how
often its stem, and the stem with other clitics, occur in a large corpus of news; the weights of a small log-linear
model were learnt from annotated news (:mod:`masdar.learning.words`, card in ``learning/models/clitics.md``). A list
holds the particles, whose cuts are a matter of grammar, and words that are known to mislead. Words are cut one by
one, without looking at their neighbours, so an answer is kept once found.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files
from itertools import repeat
from math import exp
from typing import NamedTuple

#: What may stand before a stem; the article is no proclitic. Interrogative أ is cut from particles only.
PROCLITICS = ("و", "ف", "ب", "ك", "ل", "س", "أ")
#: Pronouns that may stand after a stem, longest first.
ENCLITICS = ("هما", "كما", "ها", "هم", "هن", "كم", "نا", "ني", "ه", "ك", "ي")

ARTICLE = "ال"
_MODELS = files("masdar.learning") / "models"
_ARABIC = frozenset(map(chr, (*range(0x0621, 0x063B), *range(0x0641, 0x064B))))


class Split(NamedTuple):
    """A word in light form taken apart.

    ``stem`` is as written, so for a word with an enclitic it may have the form that only stands before one (غارت for
    غارة); ``restored`` is how the stem is spelt on its own.
    """

    proclitics: tuple[str, ...]
    stem: str
    enclitic: str

    @property
    def restored(self) -> str:
        """The stem as it is spelt without an enclitic: غارت + ه -> غارة, ألقا + ه -> ألقى, هاجمو + ه -> هاجموا.

        Where two spellings are possible (دمرت + ها: she destroyed it) the one seen more often in news is given.
        """
        return restore(self.stem) if self.enclitic else self.stem


# --------------------------------------------------------------------------------------------------------------------
# What is known beforehand.


def parse(cut: str) -> tuple[str, Split]:
    """A word and its cut from the notation of the list of known words: ``و+ب+قوات-هم``, ``ل+الجيش`` (للجيش)."""
    before, _, rest = cut.rpartition("+")
    stem, _, enclitic = rest.partition("-")
    parts = Split(tuple(before.split("+")) if before else (), stem, enclitic)
    return join(parts), parts


def join(parts: Split) -> str:
    """The written word that a cut is of: the inverse of :func:`split`."""
    before = "".join(parts.proclitics)
    stem = parts.stem
    if before.endswith("ل") and stem.startswith(ARTICLE) and len(stem) > 3:
        # للجيش; of three lam in a row only two are written: للجنة is ل + اللجنة.
        stem = stem[2:] if stem.startswith("الل") else stem[1:]
    return before + stem + parts.enclitic


class _Known(NamedTuple):
    particles: dict[str, Split]
    words: dict[str, Split]


@cache
def known() -> _Known:
    """The words whose cut is listed: particles, also with و or ف before them, and content words."""
    particles: dict[str, Split] = {}
    words: dict[str, Split] = {}
    whole: set[str] = set()
    for line in (_MODELS / "clitics-known.txt").read_text(encoding="utf-8").splitlines():
        kind, _, cuts = line.partition("\t")
        if kind == "particle":
            particles.update(map(parse, cuts.split()))
        elif kind == "word":
            words.update(map(parse, cuts.split()))
        elif kind == "not-joined":
            whole.update(cuts.split())
    for word, cut in list(particles.items()):
        for conjunction in ("و", "ف"):
            joined = conjunction + word
            if joined not in whole:
                particles.setdefault(joined, Split((conjunction, *cut.proclitics), cut.stem, cut.enclitic))
    words.update((word, Split((), word, "")) for word in whole)
    return _Known(particles, words)


def _known(norm: str) -> Split | None:
    lists = known()
    return lists.particles.get(norm) or lists.words.get(norm)


# --------------------------------------------------------------------------------------------------------------------
# Statistics and weights.


class _Model(NamedTuple):
    levels: dict[str, int]
    weights: dict[str, float]


@cache
def _model() -> _Model:
    levels: dict[str, int] = {}
    for line in (_MODELS / "clitics-words.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            level, _, words = line.partition("\t")
            levels.update(dict.fromkeys(words.split(" "), int(level)))
    weights: dict[str, float] = {}
    for line in (_MODELS / "clitics-weights.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, _, weight = line.partition("\t")
            weights[name] = float(weight)
    return _Model(levels, weights)


@cache
def _answers() -> dict[str, str]:
    """The pattern of the cut of each frequent word (:func:`pattern`), worked out beforehand."""
    found: dict[str, str] = {}
    for line in (_MODELS / "clitics-cuts.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            cut, _, words = line.partition("\t")
            found.update(dict.fromkeys(words.split(" "), cut))
    return found


def pattern(norm: str, cut: Split) -> str:
    """What is cut off a word, without its stem: ``وب.هم`` of وبقواتهم, ``ل(ا).`` of للجيش, which is ل + الجيش."""
    before = "".join(cut.proclitics)
    article = cut.stem[: len(cut.stem) + len(before) + len(cut.enclitic) - len(norm)]
    return f"{before}{f'({article})' if article else ''}.{cut.enclitic}"


@cache
def _read_pattern(cut: str) -> tuple[tuple[str, ...], int, str, str]:
    """Proclitics, how many letters they are, letters that the stem has got beside the written ones, and enclitic."""
    before, _, enclitic = cut.partition(".")
    before, _, article = before.removesuffix(")").partition("(")
    return tuple(before), len(before), article, enclitic


def levels() -> dict[str, int]:
    """How often words are seen in news, by folded word: floor(2 log2 of the times) - 3. Not to be changed."""
    return _model().levels


def fold(norm: str) -> str:
    """The spelling under which word statistics are kept: alef with any hamza is plain alef."""
    # Half the time of str.translate, and every word is folded many times over.
    return norm.replace("أ", "ا").replace("إ", "ا").replace("آ", "ا").replace("ٱ", "ا")


def _restorations(stem: str) -> tuple[str, ...]:
    """Spellings that ``stem``, standing before an enclitic, can have on its own.

    They restore teh marbuta, alef maksura, the silent alef of the plural, the seatless hamza and the nun of dual and
    plural (مقاتلي + هم: مقاتلين).
    """
    last = stem[-1:]
    if last == "ت":
        return (stem, stem[:-1] + "ة")
    if last == "ا":
        return (stem, stem[:-1] + "ى", stem + "ن")
    if last == "و":
        return (stem + "ا", stem, stem + "ن")
    if last in ("ؤ", "ئ"):
        return (stem[:-1] + "ء", stem)
    if last == "ي":
        return (stem, stem[:-1] + "ى", stem + "ن")
    return (stem,)


@lru_cache(maxsize=1 << 15)
def restore(stem: str) -> str:
    """How a stem that stands before an enclitic is spelt on its own; the more frequent of two possible spellings."""
    options = _restorations(stem)
    if len(options) == 1:
        return stem
    levels = _model().levels
    # The article tells a noun in ة from a verb in ت, whose bare forms may both be frequent.
    return max(options, key=lambda option: max(levels.get(fold(option), 0), levels.get(ARTICLE + fold(option), 0)))


def possible(norm: str) -> list[Split]:
    """Every cut of a word that its letters allow, the uncut word first.

    ``للجنة`` can be ل + اللجنة too, but only where the noun with the article is known from the statistics.
    """
    cuts: list[tuple[tuple[str, ...], str]] = [((), norm)]
    heads: list[tuple[tuple[str, ...], str]] = [((), norm)]
    if norm[0] in "وف" and len(norm) > 2:
        heads.append(((norm[0],), norm[1:]))
        cuts.append(heads[-1])
    for before, rest in heads:
        if len(rest) < 3:
            continue
        first, after = rest[0], rest[1:]
        if first == "ل":
            cuts.append(((*before, "ل"), after))
            if after[0] == "ل" and len(after) > 2:
                cuts.append(((*before, "ل"), ARTICLE + after[1:]))
                if _model().levels.get(fold(ARTICLE + after)):
                    cuts.append(((*before, "ل"), ARTICLE + after))
        elif first in "بك" or (first == "س" and after[0] in "يتنأ" and len(after) > 2):
            cuts.append(((*before, first), after))
    found: list[Split] = []
    for proclitics, rest in cuts:
        found.append(Split(proclitics, rest, ""))
        for enclitic in ENCLITICS:
            if rest.endswith(enclitic):
                stem = rest[: -len(enclitic)]
                if len(stem) >= 2 and stem[-1] not in "ةى":
                    found.append(Split(proclitics, stem, enclitic))
    return found


def _bucket(level: int) -> int:
    return level if level < 2 else (level + 2) // 2 if level < 12 else 7 + (level - 12) // 4


def _step(difference: int) -> int:
    return max(-6, min(6, difference // 2))


def features(cut: Split, whole: str, get: Callable[[str, int], int]) -> list[str]:
    """What the model sees of one cut of a word.

    :param whole: the uncut word, folded by :func:`fold`.
    :param get: the level of frequency of a folded word, or the second argument where it is not known.
    :returns: the names of the features that hold.
    """
    proclitics, stem, enclitic = cut
    conjunction = proclitics[0] if proclitics and proclitics[0] in "وف" else ""
    inner = proclitics[-1] if len(proclitics) > len(conjunction) else ""
    definite = stem.startswith(ARTICLE) and len(stem) > 3
    mark = "A" if definite else ""
    folded = fold(stem)
    alone = get(folded, 0)
    article = get(folded if definite else ARTICLE + folded, 0)
    if enclitic:
        for option in _restorations(folded):
            alone = max(alone, get(option, 0))
            article = max(article, get(ARTICLE + option, 0))
    if inner == "س" and not alone and folded[-2:] in ("ون", "وا", "ان"):
        alone = get(folded[:-2], 0)  # the singular of a plural verb that is not known itself
    tailed = folded + enclitic
    # Each of the three ends is weighed as if the word were cut at the others already, so that the few examples of
    # words that are cut at several ends need not teach what the many that are cut at one tell.
    joined = get(tailed, 0)
    known_as = max(alone, joined)
    rest = whole[len(conjunction) :]
    rest_level = get(rest, 0)
    result = ["k" + conjunction + inner + mark + "+" + enclitic, "C" + conjunction, "P" + inner, "E" + enclitic]
    result += (f"n{'p' if proclitics else ''}{'e' if enclitic else ''}{mark}{min(len(stem), 8)}",)
    result += (f"aC{conjunction}{_bucket(max(known_as, rest_level))}", f"aP{inner}{_bucket(known_as)}")
    if conjunction:
        gain = _step(max(known_as, rest_level) - get(whole, 0))
        result += (f"dC{mark}{gain}", f"dC{conjunction}{mark}{gain}", f"rC{conjunction}{_bucket(article)}")
    if inner:
        gain = _step(known_as - rest_level)
        result += (f"ap{mark}{_bucket(known_as)}", f"dp{mark}{gain}", f"dP{inner}{mark}{gain}")
        if not definite:
            result += (f"rp{_bucket(article)}", f"rP{inner}{_bucket(article)}")
    if enclitic:
        gain = _step(alone - joined)
        best = _step(max(alone, article) - joined)
        result += (f"ae{_bucket(alone)}", f"aE{enclitic}{_bucket(alone)}", f"de{gain}", f"dE{enclitic}{gain}")
        result += (f"re{_bucket(article)}", f"rE{enclitic}{_bucket(article)}", f"u{best}", f"uE{enclitic}{best}")
    elif not proclitics:
        result += (f"a{mark}{_bucket(alone)}", f"r{mark}{_bucket(article)}")
    # The same stem with other clitics: a word that takes them is a stem.
    others = 0
    cut_at = "c" if conjunction and not inner else "p" if inner else ""
    for head in ("و", "ف", "ب", "ل", "ك", "س", "وب", "ول", "وس"):
        level = get(head + tailed, 0) if head not in proclitics else 0
        if level:
            others += 1
            if len(head) == 1:
                result.append(f"h{cut_at}{head}{_bucket(level)}")
    result += (f"H{cut_at}{others}", f"HP{conjunction}{inner}{others}")
    if not definite:
        base = folded if enclitic or folded[-1] != "ة" else folded[:-1] + "ت"
        tails = sum([get(base + tail, 0) > 0 for tail in ("ه", "ها", "هم", "هما", "نا") if tail != enclitic])
        result += (f"T{'e' if enclitic else ''}{tails}", f"TE{enclitic}{tails}")
    result += (f"fP{inner}|{stem[:1]}", f"fQ{inner}|{stem[:2]}", f"fC{conjunction}|{rest[:2]}")
    result += (f"lE{enclitic}|{stem[-1:]}", f"lF{enclitic}|{stem[-2:]}")
    return result


@lru_cache(maxsize=1 << 12)
def _scored(norm: str) -> list[tuple[float, int, Split]]:
    levels, weights = _model().levels.get, _model().weights.get
    whole = fold(norm)
    return sorted(
        (-sum(map(weights, features(cut, whole, levels), repeat(0.0))), place, cut)
        for place, cut in enumerate(possible(norm))
    )


@lru_cache(maxsize=1 << 17)
def split(norm: str) -> Split:
    """The likeliest cut of a word.

    :param norm: one word in light form (:func:`masdar.arabic.script.normalise`). A word that is not all of Arabic
        letters is not cut.
    """
    listed = _known(norm)
    if listed is not None:
        return listed
    answer = _answers().get(norm)
    if answer is not None:
        proclitics, before, article, enclitic = _read_pattern(answer)
        return Split(proclitics, article + norm[before : len(norm) - len(enclitic)], enclitic)
    if len(norm) < 3 or not _ARABIC.issuperset(norm):
        return Split((), norm, "")
    return weigh(norm)


def weigh(norm: str) -> Split:
    """The likeliest cut of a word by the model alone, worked out anew.

    :param norm: as in :func:`split`, of at least three letters, all of them Arabic.
    """
    cuts = possible(norm)
    return _scored(norm)[0][2] if len(cuts) > 1 else cuts[0]


def candidates(norm: str) -> tuple[Split, ...]:
    """All plausible cuts of a word, the likeliest (that of :func:`split`) first.

    A cut is plausible where the model gives it at least a hundredth of the probability of the likeliest. A particle
    has its one cut.
    """
    listed = known().particles.get(norm)
    if listed is not None:
        return (listed,)
    if len(norm) < 3 or not _ARABIC.issuperset(norm):
        return (Split((), norm, ""),)
    first = split(norm)
    scored = _scored(norm)
    best = scored[0][0]
    return (first, *(cut for cost, _, cut in scored if cut != first and exp(best - cost) >= 0.01))
