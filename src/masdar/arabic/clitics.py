"""What is written onto a word: conjunctions and prepositions before it, pronouns after it.

``وبقواتهم`` is four words of grammar, *and with forces their*; every lexicon lookup wants the third. But ``وزير``
(minister) is not *and* + ``زير``, and ``بيان`` (statement) is not *with* + ``يان``. Which cut is right is seen from the
company a word keeps: ``الوزير`` and ``لوزير`` are frequent, ``زير`` is not. So each possible cut is weighed by how often
its stem, and the stem with other clitics, occur in a large corpus of news; the weights of a small log-linear model
were learnt from annotated news (:mod:`masdar.learning.words`, card in ``learning/models/clitics.md``). A closed list
holds the particles, whose cuts are a matter of grammar. Words are cut one by one, without looking at their
neighbours, so an answer is kept once found.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from math import exp
from typing import NamedTuple

#: What may stand before a stem; the article is no proclitic. Interrogative أ is cut from particles only.
PROCLITICS = ("و", "ف", "ب", "ك", "ل", "س", "أ")
#: Pronouns that may stand after a stem, longest first.
ENCLITICS = ("هما", "كما", "ها", "هم", "هن", "كم", "نا", "ني", "ه", "ك", "ي")

ARTICLE = "ال"
_FOLD_ALEF = str.maketrans("أإآٱ", "اااا")
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
# Particles. A cut is written with "+", enclitics after "-".

_PARTICLES = """
في من إلى على عن مع منذ حتى لدى بين عند قبل بعد ثم أو أم أن إن لا ما لم لن قد لقد هو هي هم هما نحن أنا أنت أنتم
هذا هذه هذان هذين هاتان هاتين هؤلاء ذلك تلك ذاك أولئك هنا هناك هنالك هكذا الذي التي الذين اللذان اللذين اللتان اللتين
اللواتي اللاتي كان كانت كانوا ليس ليست ليسوا كل كلا كلتا كلها غير إذا إذ إذن لو لولا لما لكن كما كي مما ممن عما عمن
فيما بينما أينما حينما عندما بعدما قبلما كلما ريثما طالما مثلما حيثما إنما أنما ربما كأنما كأن كذلك كم أين متى كيف ماذا
لماذا لمن أي أية حيث هل بل سوى إلا ألا أما إما أيضا حول ضد خلال عبر فوق تحت أمام وراء خلف نحو دون سوف فقط أكثر أقل
وفق وسط كي لكي بيد نعم ليت لعل بلا مهما يوم عام بعض مثل أحد إحدى نفس أول آخر كثير
ب+ما ب+ذلك ب+هذا ب+هذه ب+تلك ب+أن ب+كل ب+لا ب+من ب+غير ب+دون ب+عد ب+أي ب+أية ب+بعض ب+مثل ب+هم
ل+ذلك ل+هذا ل+هذه ل+تلك ل+هؤلاء ل+أن ل+كل ل+غير ل+أي ل+أية ل+بعض ل+مثل ل+ألا ل+ئلا ل+لذين ل+ما
ك+هذا ك+هذه ك+تلك ك+ما ك+أن ك+كل ك+أي ك+غير
أ+لم أ+ليس أ+ليست أ+لن أ+هذا أ+هو
ل-ه ل-ها ل-هما ل-هم ل-هن ل-ك ل-كم ل-نا ل-ي ب-ه ب-ها ب-هما ب-هم ب-هن ب-ك ب-كم ب-نا ب-ي
في-ه في-ها في-هما في-هم في-هن في-ك في-كم في-نا من-ه من-ها من-هما من-هم من-هن من-ك من-كم من-نا من-ي
عن-ه عن-ها عن-هما عن-هم عن-هن عن-ك عن-كم عن-ي إلي-ه إلي-ها إلي-هما إلي-هم إلي-هن إلي-ك إلي-كم إلي-نا
علي-ه علي-ها علي-هما علي-هم علي-هن علي-ك علي-كم علي-نا لدي-ه لدي-ها لدي-هما لدي-هم لدي-هن لدي-ك لدي-كم لدي-نا
مع-ه مع-ها مع-هما مع-هم مع-هن مع-ك مع-كم مع-نا مع-ي بين-ه بين-ها بين-هما بين-هم بين-هن بين-كم بين-نا بين-ي
عند-ه عند-ها عند-هما عند-هم عند-ك عند-نا عند-ي قبل-ه قبل-ها قبل-هما قبل-هم قبل-نا بعد-ه بعد-ها بعد-هما بعد-هم بعد-نا
أن-ه أن-ها أن-هما أن-هم أن-هن أن-ك أن-كم أن-نا أن-ني أن-ي إن-ه إن-ها إن-هما إن-هم إن-هن إن-ك إن-كم إن-نا إن-ني إن-ي
لكن-ه لكن-ها لكن-هما لكن-هم لكن-هن لكن-ك لكن-كم لكن-نا لكن-ني لكن-ي لأن ل+أن-ه ل+أن-ها ل+أن-هما ل+أن-هم ل+أن-نا ل+أن-ك ل+أن-ي ل+أن-ني
ب+أن-ه ب+أن-ها ب+أن-هما ب+أن-هم ب+أن-نا ب+أن-ني ب+أن-ي ب+أن-ك كأن-ه كأن-ها كأن-هما كأن-هم كأن-نا كأن-ك كأن-ني
لعل-ه لعل-ها لعل-هم لعل-نا لعل-ك لعل-ي كل-ه كل-ها كل-هم كل-نا كلا-هما كلي-هما كلتا-هما كلتي-هما غير-ه غير-ها غير-هما غير-هم غير-نا
مثل-ه مثل-ها مثل-هم مثل-نا مثل-ك بعض-ه بعض-ها بعض-هما بعض-هم بعض-نا نفس-ه نفس-ها نفس-هما أنفس-هم أنفس-نا ذات-ه ذات-ها
حول-ه حول-ها حول-هما حول-هم حول-نا ضد-ه ضد-ها ضد-هما ضد-هم ضد-نا خلال-ه خلال-ها فوق-ه فوق-ها فوق-هم تحت-ه تحت-ها تحت-هم
أمام-ه أمام-ها أمام-هم أمام-نا وراء-ه وراء-ها وراء-هم خلف-ه خلف-ها خلف-هم نحو-ه نحو-ها نحو-هم دون-ه دون-ها دون-هم
وسط-ه وسط-ها منذ-ه حيال-ه حيال-ها تجاه-ه تجاه-ها تجاه-هم تجاه-نا إزاء-ه إزاء-ها عبر-ه عبر-ها لدى
"""


def _read_particles() -> dict[str, Split]:
    table: dict[str, Split] = {}
    for cut in _PARTICLES.split():
        before, _, rest = cut.rpartition("+")
        stem, _, enclitic = rest.partition("-")
        proclitics = (before,) if before else ()
        table.setdefault(before + stem + enclitic, Split(proclitics, stem, enclitic))
    for surface, split_ in list(table.items()):
        for conjunction in ("و", "ف"):
            joined = conjunction + surface
            if joined not in table and joined not in _NOT_JOINED:
                table[joined] = Split((conjunction, *split_.proclitics), split_.stem, split_.enclitic)
    table["لأن"] = Split(("ل",), "أن", "")
    for conjunction in ("و", "ف"):
        table[conjunction + "لأن"] = Split((conjunction, "ل"), "أن", "")
    return table


#: Words that look like a conjunction and a particle and are mostly something else: delusion, guardian, faded, individual …
_NOT_JOINED = frozenset("ولي فكم فأي وفق فوق فضد وبك وعام فهم فبي فبك فلي وليست".split()) - {"وليست"}


# --------------------------------------------------------------------------------------------------------------------
# Statistics and weights.


class _Model(NamedTuple):
    levels: dict[str, int]
    weights: dict[str, float]


@cache
def _model() -> _Model:
    folder = files("masdar.learning") / "models"
    levels: dict[str, int] = {}
    for line in (folder / "clitics-words.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            level, _, words = line.partition("\t")
            levels.update(dict.fromkeys(words.split(" "), int(level)))
    weights: dict[str, float] = {}
    for line in (folder / "clitics-weights.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, _, weight = line.partition("\t")
            weights[name] = float(weight)
    return _Model(levels, weights)


def fold(norm: str) -> str:
    """The spelling under which word statistics are kept: alef with any hamza is plain alef."""
    return norm.translate(_FOLD_ALEF)


def _restorations(stem: str) -> tuple[str, ...]:
    """Spellings that ``stem``, standing before an enclitic, can have on its own."""
    last = stem[-1:]
    if last == "ت":
        return (stem, stem[:-1] + "ة")
    if last == "ا":
        return (stem, stem[:-1] + "ى")
    if last == "و":
        return (stem + "ا", stem)
    if last in ("ؤ", "ئ"):
        return (stem[:-1] + "ء", stem)
    if last == "ي":
        return (stem, stem[:-1] + "ى")
    return (stem,)


@lru_cache(maxsize=1 << 15)
def restore(stem: str) -> str:
    """How a stem that stands before an enclitic is spelt without one; the more frequent spelling where two are possible."""
    options = _restorations(stem)
    if len(options) == 1:
        return stem
    levels = _model().levels
    # The article tells a noun in ة from a verb in ت, whose bare forms may both be frequent.
    return max(options, key=lambda option: max(levels.get(fold(option), 0), levels.get(ARTICLE + fold(option), 0)))


def possible(norm: str) -> list[Split]:
    """Every cut of a word that its letters allow, the uncut word first; no statistics are asked."""
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
                if after[1] not in "لا":
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


def features(cut: Split, whole: str) -> list[str]:
    """What the model sees of one cut of the word ``whole`` (folded by :func:`fold`): names of features that hold."""
    get = _model().levels.get
    proclitics, stem, enclitic = cut
    before = "".join(proclitics)
    definite = stem.startswith(ARTICLE) and len(stem) > 3
    folded = fold(stem)
    alone = get(folded, 0)
    article = get(folded if definite else ARTICLE + folded, 0)
    if enclitic:
        for option in _restorations(folded)[1:] if folded[-1] != "و" else (folded + "ا",):
            alone = max(alone, get(option, 0))
            article = max(article, get(ARTICLE + option, 0))
    tailed = folded + enclitic
    kind = before + ("A" if definite else "") + "+" + enclitic
    shape = ("p" if before else "") + ("e" if enclitic else "") + ("A" if definite else "")
    result = ["k" + kind, "P" + before, "E" + enclitic, "n" + shape + str(min(len(stem), 8))]
    whole_level = get(whole, 0)
    result.append(f"a{shape}{_bucket(alone)}")
    result.append(f"aP{before}{_bucket(alone)}")
    result.append(f"aE{enclitic}{_bucket(alone)}")
    difference = max(-6, min(6, (alone - whole_level) // 2))
    result.append(f"d{shape}{difference}")
    result.append(f"dk{kind}{difference}")
    if not definite:
        result.append(f"r{shape}{_bucket(article)}")
        result.append(f"rP{before}{_bucket(article)}")
        result.append(f"rE{enclitic}{_bucket(article)}")
    # The same stem with other clitics: a word that takes them is a stem.
    others = 0
    for head in ("و", "ف", "ب", "ل", "ك", "س", "وب", "ول", "وس"):
        level = get(head + tailed, 0) if head != before else 0
        if level:
            others += 1
            if len(head) == 1:
                result.append(f"h{shape}{head}{_bucket(level)}")
    result.append(f"H{shape}{others}")
    result.append(f"HP{before}{others}")
    tails = 0
    if not definite:
        base = folded if enclitic or folded[-1] != "ة" else folded[:-1] + "ت"
        for tail in ("ه", "ها", "هم", "هما", "نا"):
            if tail != enclitic:
                level = max(get(base + tail, 0), get(before + base + tail, 0) if before else 0)
                tails += level > 0
        result.append(f"T{shape}{tails}")
        result.append(f"TE{enclitic}{tails}")
    result.append(f"fP{before}|{stem[:1]}")
    result.append(f"fQ{before}|{stem[:2]}")
    result.append(f"lE{enclitic}|{stem[-1:]}")
    result.append(f"lF{enclitic}|{stem[-2:]}")
    return result


@lru_cache(maxsize=1 << 12)
def _scored(norm: str) -> list[tuple[float, int, Split]]:
    weights = _model().weights.get
    whole = fold(norm)
    return sorted(
        (-sum(weights(name, 0.0) for name in features(cut, whole)), place, cut)
        for place, cut in enumerate(possible(norm))
    )


@lru_cache(maxsize=1 << 17)
def split(norm: str) -> Split:
    """The likeliest cut of a word.

    :param norm: one word in light form (:func:`masdar.arabic.script.normalise`). A word that is not all of Arabic
        letters is not cut.
    """
    particle = _particles().get(norm)
    if particle is not None:
        return particle
    if len(norm) < 3 or not _ARABIC.issuperset(norm):
        return Split((), norm, "")
    return _scored(norm)[0][2]


def candidates(norm: str) -> tuple[Split, ...]:
    """All plausible cuts of a word, the likeliest (that of :func:`split`) first.

    A cut is plausible where the model gives it at least a hundredth of the probability of the likeliest. A particle
    has its one cut.
    """
    particle = _particles().get(norm)
    if particle is not None:
        return (particle,)
    if len(norm) < 3 or not _ARABIC.issuperset(norm):
        return (Split((), norm, ""),)
    scored = _scored(norm)
    best = scored[0][0]
    return tuple(cut for cost, _, cut in scored if exp(best - cost) >= 0.01)


@cache
def _particles() -> dict[str, Split]:
    return _read_particles()
