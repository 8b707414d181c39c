"""All the shapes in which one verb is met, from the two that a dictionary gives.

A lexicon of acts names a verb by its past and present (``قال``, ``يقول``); a report says ``قيل``, ``قالوا``, ``يقلن``,
``قائلا``. Between the two lie the measures (I to X), the weak letters, the doubled ones, and the seats of hamza. The
forms are built here with their short vowels, because the vowels decide how a hamza is written, and are then spelled
as newspapers spell: without them.

Within this module a form is a string of Arabic consonants and of these signs: ``a i u`` short vowels, ``A I U`` the
long ones written ``ا ي و``, ``Y`` a last long a written ``ى``, ``~`` a doubled consonant (written once), ``ء`` a hamza
whose seat is still to be found, and a bare ``ا`` the alef that only carries a first vowel. The rules are those of any
reference grammar (W. Wright, *A Grammar of the Arabic Language*, I; K. Ryding, *A Reference Grammar of Modern Standard
Arabic*, chapters 21-34).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from masdar.arabic.script import key

VERB, ACTIVE_PARTICIPLE, PASSIVE_PARTICIPLE = "verb", "active participle", "passive participle"


class Form(NamedTuple):
    """One spelled form of a verb.

    ``tense`` is past, present or imperative, and empty for participles; ``voice`` is active, passive or either (the
    spelling does not tell). ``person`` is 1, 2 or 3, 0 for participles. ``bound`` forms stand only before a pronoun
    written onto them (هاجمو in هاجموه).
    """

    surface: str
    kind: str
    tense: str
    voice: str
    person: int
    number: str  # singular, dual, plural
    gender: str  # masculine, feminine, either
    bound: bool = False


# --- spelling --------------------------------------------------------------------------------------------------------

_SHORT, _LONG = "aiu", "AIUY"
_LETTER = {"A": "ا", "I": "ي", "U": "و"}
_PLAIN = str.maketrans({"A": "ا", "I": "ي", "U": "و", "a": "", "i": "", "u": "", "~": ""})
_SEATS = {"أ": "a", "ؤ": "u", "ئ": "i", "إ": "i"}


def _seat(before: str, after: str) -> str:
    """The seat of a hamza inside or at the end of a word, from the sign before it and the vowel after it."""
    if before in ("I", "ي"):
        return "ئ" if after else "ء"
    if before == "A":
        return "ئ" if after in ("i", "I") else "ؤ" if after in ("u", "U") else "ء"
    if before == "U":
        return "ئ" if after in ("i", "I") else "ء"
    vowel = before if before in _SHORT else ""
    if not vowel and not after:
        return "ء"
    both = vowel + after.lower().replace("y", "a")
    return "ئ" if "i" in both else "ؤ" if "u" in both else "أ"


def _spell(form: str) -> str:
    """A form in the notation of this module as it is written."""
    if "ء" not in form:
        form = form.translate(_PLAIN)
        if "Y" in form:
            last = form[:-1].replace("Y", "ا")
            form = last + ("ا" if form[-2:-1] == "ي" else "ى") if form[-1] == "Y" else form.replace("Y", "ا")
        return form
    # Two hamzas in one syllable: the second lengthens the vowel (آخذ, أومن).
    if form[:1] == "ء" and form[2:3] == "ء" and form[1:2] in _SHORT and form[3:4] not in _SHORT + _LONG:
        form = "ء" + form[1].upper() + form[3:]
    written: list[str] = []
    for place, sign in enumerate(form):
        before = form[place - 1] if place else ""
        if before == "~" and place > 1:
            before = form[place - 2]
        after = form[place + 1] if place + 1 < len(form) else ""
        if sign in _SHORT or sign == "~":
            continue
        if sign == "ء":
            if not place:
                written.append("إ" if after in ("i", "I") else "أ")
            else:
                written.append(_seat(before, after if after in _SHORT + _LONG else ""))
        elif sign in ("A", "Y") and written and written[-1] == "أ":
            written[-1] = "آ" if sign == "A" or after else "أ"
            if sign == "Y" and not after:
                written.append("ى")
        elif sign == "Y":
            written.append("ا" if after or before == "ي" else "ى")
        else:
            written.append(_LETTER.get(sign, sign))
    return "".join(written)


def _spellings(form: str) -> Iterator[str]:
    """The spelling, and the others in which newspapers write hamza before a long vowel."""
    first = _spell(form)
    yield first
    if "ؤو" in first:
        if "aءU" in form:
            yield first.replace("ؤو", "أو")  # قرأوا beside قرؤوا
        elif "AءU" in form:
            yield first.replace("ؤو", "ءو")  # جاءوا beside جاؤوا
        elif form.startswith("ma"):
            yield first.replace("ؤو", "ئو")  # مسئول beside مسؤول
    if form.endswith(("aءA", "aءAنi")):
        yield first.replace("آ", "أا")  # قرأا beside قرآ


# --- measures --------------------------------------------------------------------------------------------------------

#: Verbs of three letters that are of the second measure (فعّل), which spelling does not tell from the first: the two
#: differ in their participles. Those common in both are left to the first. Where the middle letter is written twice, or
#: is و or ي, or the present keeps a first و, no list is needed.
SECOND_MEASURE = frozenset(
    """
    أثر أجل أخر أدى أرخ أرق أكد ألف أمن أهل بدل برأ بشر ثقف ثمن جرب جرد جسد جمد جند جهز حذر حرض حصن حطم حفز حلق
    خبأ خدر خرب خزن خصب خفض دبر درب دشن دمر دنس رتب رجح رحب رسخ رشح رفه رقى ركز رهب سجل سخن سرب سرح سرع سلح سلط
    سمر سمى سهل شبه شجع شخص شرد شرع شكل صرح صعد صفى صنف ضحى ضمد طبق طهر عبأ عجل عذب عرض عطل عمق غرد غرم غطى فتش
    فجر فسر فكر فند قدم قلص كبد كتف كثف كدس كرس كرم كلف لبى لخص لطخ لغم لقن لمح مثل مزق مشط مكن مهد نبه نحى نسق
    نظم نفذ نقب نكل هشم همش هنأ يسر
    """.split()
)

#: Verbs in است that are of the eighth measure (their first radical is س), not doubled ones of the tenth.
EIGHTH_IN_SEEN = frozenset("استلم استمع استند استبق استرق استعر استوى استاء استتر استلب استبى استاك استام".split())

#: Verbs with a second letter و and a weak end: those of the second measure; the others (روى) are of the first.
_SECOND_WITH_WAW = frozenset("سوى قوى دوى".split())

#: Verbs of four radicals that begin with ت, which look like the fifth measure.
_FOUR_IN_TEH = frozenset("ترجم تلفز تلمذ".split())


@dataclass(frozen=True, slots=True)
class _Stem:
    """The parts of a tense's stem: what comes before the second radical, that radical, and the vowel after it."""

    head: str  # up to and with the first radical, its consonants with their vowels
    link: str  # vowel between the first and the second radical, or none
    middle: str  # the second radical, with "~" where the measure doubles it
    vowel: str  # after the second radical


@dataclass(frozen=True, slots=True)
class _Verb:
    measure: str
    weak: str  # sound, hollow, doubled, defective
    last: str  # third radical ("" where defective)
    past: _Stem
    past_passive: _Stem
    present: _Stem
    present_passive: _Stem
    hollow: str = "A"  # long vowel of the present of a hollow verb
    short: str = "a"  # short vowel that stands for it in the past (قُلت, بِعت)
    tail: str = "Y"  # how a defective past ends: "Y" (رمى), "A" (دعا), "I" (لقي)
    present_tail: str = "I"  # "I" (يرمي), "U" (يدعو), "Y" (يلقى)
    dual_glide: str = "ي"  # رميا, دعوا
    passive_participle: str = ""  # of the first measure
    active_participle: str = ""


def _letters(word: str) -> str:
    return "".join({"أ": "ء", "إ": "ء", "ؤ": "ء", "ئ": "ء", "آ": "ءا"}.get(letter, letter) for letter in word)


def measure(past: str, present: str) -> str:
    """The measure of a verb: ``"I"`` to ``"X"``, or ``"QI"``, ``"QII"``, ``"QIV"`` for those of four radicals.

    :param past: third person masculine singular of the past, without vowel signs, hamzas written: اتهم.
    :param present: the same of the present: يتهم.
    """
    letters, after = _letters(past), _letters(present[1:])
    length = len(letters)
    if letters.startswith("است") and length >= 5 and past not in EIGHTH_IN_SEEN:
        return "X"
    if letters[0] == "ا":
        if letters.startswith("ان") and letters[2:3] != "ت" and length in (4, 5):
            return "VII"
        if (length >= 4 and (letters[2] == "ت" or letters[1:3] in ("زد", "صط", "ضط", "ظط", "طط"))) or (
            letters[1] in "تدطذظث" and length <= 4
        ):
            return "VIII"
        return "IX" if length == 4 else "QIV"
    if length == 2:
        return "I"
    if letters[0] == "ت" and length >= 4 and letters[1] != "ا":
        if length >= 5:
            return "VI" if letters[2] == "ا" else "QII"
        return "QI" if past in _FOUR_IN_TEH else "V"
    if letters[0] == "ء":
        if after[0] != "ء":
            return "IV"
        if length == 4 and letters[1] == "ا":
            return "III" if after[1:2] == "ا" else "IV"
        if length == 3 and present[1] == "ؤ":
            return "II"
        return "I"
    if length == 4:
        return "III" if letters[1] == "ا" else "QI"
    if length == 3:
        if letters[1] == "ا":
            return "I"
        if letters[0] == "و" and after[0] == "و":
            return "II"
        if letters[1] == letters[2] or past in SECOND_MEASURE:
            return "II"
        if letters[1] in "وي" and letters[2] not in "ىاي":
            return "II"
        if past in _SECOND_WITH_WAW:
            return "II"
    return "I"


def _vowel_at(written: str, radical: str, default: str) -> str:
    """The vowel that a hamza's seat tells, where the radical is one."""
    if radical != "ء":
        return default
    return next((_SEATS[letter] for letter in reversed(written) if letter in _SEATS), default)


def _parse(past: str, present: str, told: str = "") -> _Verb | None:
    """The verb behind its two dictionary forms, or None where it fits no measure."""
    letters, after = _letters(past), _letters(present[1:])
    name = told or measure(past, present)
    if name == "X":
        past_head, head, rest = "اista" + letters[3], "sta" + letters[3], letters[4:]
        passive = "اustu" + letters[3]
        link, vowels = "", "aiia"
        present_prefix = "ya"
    elif name == "VII":
        past_head, head, rest = "اin" + letters[2], "n" + letters[2], letters[3:]
        passive = "اun" + letters[2]
        link, vowels = "a", "aiia"
        present_prefix = "ya"
    elif name == "VIII":
        merged = letters[1] in "تدطذظث" and len(letters) <= 4 and letters[2] != "ت"
        if merged:
            joined, rest = letters[1] + "~", letters[2:]
        else:
            joined, rest = letters[1:3], letters[3:]
        past_head, head, passive = "اi" + joined, joined, "اu" + joined
        link, vowels = "a", "aiia"
        present_prefix = "ya"
    elif name in ("V", "VI", "QII"):
        present_prefix = "ya"
        if name == "V":
            head, rest, link = "ta" + letters[1], letters[2:], "a"
        elif name == "VI":
            head, rest, link = "ta" + letters[1], letters[3:], "A"
        else:
            head, rest, link = "ta" + letters[1] + "a" + letters[2], letters[3:], ""
        past_head = head
        passive = head.replace("a", "u")
        vowels = "aaia"
    elif name in ("II", "III", "QI"):
        present_prefix = "yu"
        if name == "II":
            head, rest, link = letters[0], letters[1:], "a"
        elif name == "III":
            head, rest, link = letters[0], letters[2:], "A"
        else:
            head, rest, link = letters[0] + "a" + letters[1], letters[2:], ""
        past_head, passive = head, head.replace("a", "u")
        vowels = "aiia"
    elif name == "IV":
        if letters[1] == "ا":  # آمن: ءَأْمن
            first, rest = "ء", letters[2:]
        else:
            first, rest = letters[1], letters[2:]
        # A first ي becomes و after u: أيقظ, يوقظ.
        after_u = "و" if first == "ي" else first
        past_head, head, passive = "ءa" + first, after_u, "ءu" + after_u
        link, vowels = "", "aiia"
        present_prefix = "yu"
    elif name in ("IX", "QIV"):
        if name == "IX":
            head, rest, link, vowels = letters[1:3], letters[3:], "a", "aiia"
        else:
            head, rest, link, vowels = letters[1:3] + "a" + letters[3], letters[4:], "", "aiia"
        past_head, passive, present_prefix = "اi" + head, "اu" + head.replace("a", "u"), "ya"
    else:
        return _parse_first(past, present, letters, after)
    doubled_middle = "~" if name in ("II", "V") else ""
    passive_link = {"a": "u", "A": "U", "": ""}[link]
    weak, middle, last = _weakness(rest, name)
    if not weak:
        return None

    def stem(top: str, between: str, vowel: str) -> _Stem:
        return _Stem(top, between, middle + doubled_middle, vowel)

    return _Verb(
        name,
        weak,
        last,
        stem(past_head, link, vowels[0]),
        stem(passive, passive_link, vowels[2]),
        stem(present_prefix + head, link, vowels[1]),
        stem("yu" + head, link, vowels[3]),
        hollow="I" if name in ("IV", "X") else "A",
        present_tail="Y" if vowels[1] == "a" else "I",
    )


def _weakness(rest: str, name: str) -> tuple[str, str, str]:
    """What stands after the first radical in the past: kind of weakness, second radical, third radical."""
    if len(rest) == 1:
        if rest in "ىا":
            return "defective", "", ""  # أرى has lost its second radical
        return "doubled", rest, rest
    if len(rest) != 2:
        return "", "", ""
    if rest[0] == "ا":
        return ("hollow", "", rest[1]) if name in ("IV", "VII", "VIII", "X") else ("", "", "")
    if rest[1] in "ىا":
        return "defective", rest[0], ""
    return "sound", rest[0], rest[1]


def _parse_first(past: str, present: str, letters: str, after: str) -> _Verb | None:
    """A verb of the first measure."""
    first = letters[0]
    dropped = first == "و" and after[:1] != "و"  # وصل, يصل
    present_first = "" if dropped else first
    if len(letters) == 2:
        second = letters[1]
        vowel = _vowel_at(present[1], first, "u")
        return _Verb(
            "I",
            "doubled",
            second,
            _Stem(first, "a", second, "a"),
            _Stem(first, "u", second, "i"),
            _Stem("ya" + first, "", second, vowel),
            _Stem("yu" + first, "", second, "a"),
            passive_participle=f"ma{first}{second}U{second}",
            active_participle=f"{first}A{second}~",
        )
    if len(letters) != 3:
        return None
    second, third = letters[1], letters[2]
    if second == "ا":
        long = {"و": "U", "ي": "I"}.get(after[1:2], "A")
        short = {"U": "u", "I": "i", "A": "i"}[long]
        return _Verb(
            "I",
            "hollow",
            third,
            _Stem(first, "", "", "a"),
            _Stem(first, "", "", "i"),
            _Stem("ya" + first, "", "", long.lower()),
            _Stem("yu" + first, "", "", "a"),
            hollow=long,
            short=short,
            # A hollow verb that ends in hamza has participles of two hamzas, which news does not use.
            active_participle="" if third == "ء" else f"{first}Aءi{third}",
            passive_participle="" if third == "ء" else f"ma{first}{'I' if long == 'I' else 'U'}{third}",
        )
    if third in "ىاي" and (third != "ي" or after[-1:] in "ىيا"):
        tail = {"ى": "Y", "ا": "A", "ي": "I"}[third]
        ending = {"و": "U", "ي": "I"}.get(after[-1:], "Y")
        waw = third == "ا" and second != "ي"
        in_present = second if second in after[:-1] or second != "ء" else ""  # رأى, يرى
        past_vowel = "i" if tail == "I" else "a"
        return _Verb(
            "I",
            "defective",
            "",
            _Stem(first, "a", second, past_vowel),
            _Stem(first, "u", second, "i"),
            _Stem("ya" + present_first, "", in_present, ending.lower().replace("y", "a")),
            _Stem("yu" + first, "", in_present, "a"),
            tail=tail,
            present_tail=ending,
            dual_glide="و" if waw else "ي",
            active_participle=f"{first}A{second}",
            passive_participle=f"ma{first}{second}{'U' if waw else 'I'}~",
        )
    return _Verb(
        "I",
        "sound",
        third,
        _Stem(first, "a", second, _vowel_at(past, second if second == "ء" else third, "a")),
        _Stem(first, "u", second, "i"),
        _Stem("ya" + present_first, "", second, _vowel_at(present, second if second == "ء" else third, "a")),
        _Stem("yu" + first, "", second, "a"),
        active_participle=f"{first}A{second}i{third}",
        passive_participle=f"ma{first}{second}U{third}",
    )


# --- endings ---------------------------------------------------------------------------------------------------------

_S, _D, _P = "singular", "dual", "plural"
_M, _F, _E = "masculine", "feminine", "either"

# Endings of the past: those that begin with a vowel, and those that begin with a consonant.
_PAST_VOWEL = (("at", 3, _S, _F), ("A", 3, _D, _M), ("atA", 3, _D, _F), ("UA", 3, _P, _M))
_PAST_CONSONANT = (
    ("na", 3, _P, _F),
    ("tu", 1, _S, _E),
    ("ta", 2, _S, _M),
    ("ti", 2, _S, _F),
    ("tumA", 2, _D, _E),
    ("tum", 2, _P, _M),
    ("tun~a", 2, _P, _F),
    ("nA", 1, _P, _E),
)
_LATIN = str.maketrans({"t": "ت", "n": "ن", "m": "م", "s": "س", "y": "ي"})
#: A last radical and the same letter of an ending are written once: أعلنّا, أثبتّ.
_MERGED = re.compile("([تن])\\1")

# Prefixes of the present, with the endings that go with each.
_PRESENT_BARE = (("ي", 3, _S, _M), ("ت", 3, _S, _F), ("ت", 2, _S, _M), ("ء", 1, _S, _E), ("ن", 1, _P, _E))
_PRESENT_VOWEL = (
    ("ي", "A", "ni", 3, _D, _M),
    ("ت", "A", "ni", 3, _D, _F),
    ("ت", "A", "ni", 2, _D, _E),
    ("ي", "U", "na", 3, _P, _M),
    ("ت", "U", "na", 2, _P, _M),
    ("ت", "I", "na", 2, _S, _F),
)
_PRESENT_CONSONANT = (("ي", 3, _P, _F), ("ت", 2, _P, _F))

_Cell = tuple[str, int, str, str]  # form, person, number, gender


def _past(verb: _Verb, stem: _Stem, passive: bool) -> Iterator[_Cell]:
    head, middle, vowel, last = stem.head, stem.middle, stem.vowel, verb.last
    if verb.weak == "defective":
        core = head + stem.link + middle
        tail = "I" if passive else verb.tail
        if tail == "I":
            full, plural, consonant = core + "iي", core, core + "I"
            yield full + "a", 3, _S, _M
            yield full + "at", 3, _S, _F
            yield full + "A", 3, _D, _M
            yield full + "atA", 3, _D, _F
            yield plural + "UA", 3, _P, _M
        else:
            glide = verb.dual_glide
            yield core + tail, 3, _S, _M
            yield core + "at", 3, _S, _F
            yield core + "a" + glide + "A", 3, _D, _M
            yield core + "atA", 3, _D, _F
            yield core + "aUA", 3, _P, _M
            consonant = core + "a" + glide
    else:
        if verb.weak == "hollow":
            full = head + ("I" if passive else "A") + last
            short = "i" if passive else verb.short
            consonant = head + short + last
        elif verb.weak == "doubled":
            full = head + (stem.link or vowel) + middle + "~"
            consonant = head + stem.link + middle + vowel + last
        else:
            full = consonant = head + stem.link + middle + vowel + last
        yield full, 3, _S, _M
        for ending, person, number, gender in _PAST_VOWEL:
            yield full + ending, person, number, gender
    for ending, person, number, gender in _PAST_CONSONANT:
        yield consonant + ending, person, number, gender


def _prefixed(form: str, prefix: str) -> str:
    return prefix + form[1:]


def _present(verb: _Verb, stem: _Stem, passive: bool) -> Iterator[_Cell]:
    """Indicative, subjunctive and jussive."""
    core = stem.head + stem.link + stem.middle
    shortened: tuple[str, ...] = ()  # of the jussive, where it is not the indicative without its vowel
    if verb.weak == "defective":
        tail = "Y" if passive else verb.present_tail
        bare = core + tail
        shortened = (core + {"Y": "a", "I": "i", "U": "u"}[tail],)
        # Before each ending: dual, masculine plural, feminine singular.
        before = {
            "Y": {"A": "aي", "U": "a", "I": "a"},
            "I": {"A": "iي", "U": "", "I": ""},
            "U": {"A": "uو", "U": "", "I": ""},
        }[tail]
        starts = {ending: core + glide for ending, glide in before.items()}
        consonant = core + {"Y": "aي", "I": "I", "U": "U"}[tail]
    elif verb.weak == "hollow":
        long = "A" if passive else verb.hollow
        bare = stem.head + long + verb.last
        shortened = (stem.head + long.lower() + verb.last,)
        starts = dict.fromkeys("AUI", bare)
        consonant = shortened[0]
    elif verb.weak == "doubled":
        bare = stem.head + (stem.link or stem.vowel) + stem.middle + "~"
        consonant = stem.head + stem.link + stem.middle + stem.vowel + verb.last
        shortened = (consonant,)  # يردد beside يرد
        starts = dict.fromkeys("AUI", bare)
    else:
        bare = consonant = core + stem.vowel + verb.last
        starts = dict.fromkeys("AUI", bare)
    for prefix, person, number, gender in _PRESENT_BARE:
        for form in (bare, *shortened):
            yield _prefixed(form, prefix), person, number, gender
    for prefix, vowel, rest, person, number, gender in _PRESENT_VOWEL:
        form = _prefixed(starts[vowel], prefix) + vowel
        yield form + rest, person, number, gender
        yield form + ("A" if vowel == "U" else ""), person, number, gender
    for prefix, person, number, gender in _PRESENT_CONSONANT:
        yield _prefixed(consonant, prefix) + "نa", person, number, gender


def _imperative(verb: _Verb) -> Iterator[_Cell]:
    """The imperative: the jussive without its prefix, and an alef where two consonants would open the word."""
    for form, person, number, gender in _present(verb, verb.present, False):
        if person != 2 or form.endswith(("ni", "Una", "Ina", "aينa")):
            continue
        indicative = form[-1] not in _SHORT and (
            verb.weak == "defective" or (verb.weak == "hollow" and form[-2] in _LONG)
        )
        if number == _S and gender == _M and indicative:
            continue
        body = form[2:]
        if verb.measure == "IV":
            body = "ءa" + body
        elif body[0] == "ء" and body[1] in "خكم" and verb.measure == "I" and verb.weak == "sound":
            body = body[1:]  # خذ, كل, مر
        elif body[1:2] not in ("", "~", *_SHORT, *_LONG):
            body = "اi" + body
        yield body, 2, number, gender


def _participle(base: str, *, defective: str = "") -> Iterator[tuple[str, str, str, bool]]:
    """Form, number, gender and whether bound, of a participle in all its cases.

    :param defective: "I" for one that ends in a lost ي (رامٍ), "Y" for one that ends in ى (ملقى).
    """
    masculine = feminine = plural = base
    if defective == "I":
        masculine = feminine = base + "iي"
        yield base + "i", _S, _M, False
        yield base + "I", _S, _M, False
    elif defective == "Y":
        masculine, feminine = base + "aي", base
        yield base + "Y", _S, _M, False
        yield base + "A", _S, _M, True
    else:
        yield base, _S, _M, False
    if defective != "Y" and not base.endswith("Aء"):
        yield masculine + "aا", _S, _M, False
    if defective == "Y":
        yield feminine + "Aة", _S, _F, False
        yield feminine + "Aت", _S, _F, True
        yield feminine + "Aتaانi", _D, _F, False
        yield feminine + "Aتaينi", _D, _F, False
        yield masculine + "Aت", _P, _F, False
    else:
        yield feminine + "aة", _S, _F, False
        yield feminine + "aت", _S, _F, True
        yield feminine + "aتAنi", _D, _F, False
        yield feminine + "aتaينi", _D, _F, False
        yield feminine + "aتA", _D, _F, True
        yield feminine + "aتaي", _D, _F, True
        yield feminine + "Aت", _P, _F, False
    yield masculine + "Aنi", _D, _M, False
    yield masculine + "aينi", _D, _M, False
    yield masculine + "A", _D, _M, True
    yield masculine + "aي", _D, _M, True
    between = "a" if defective == "Y" else ""
    yield plural + between + "Uنa", _P, _M, False
    yield plural + between + "Iنa", _P, _M, False
    yield plural + between + "U", _P, _M, True
    yield plural + between + "I", _P, _M, True


def _participles(verb: _Verb) -> Iterator[tuple[str, str, str, str, bool]]:
    """Kind, form, number, gender, bound."""
    active_end = passive_end = ""
    if verb.measure == "I":
        active, passive = verb.active_participle, verb.passive_participle
        if verb.weak == "defective":
            active_end = "I"
    else:
        active, passive = (_participle_stem(verb, stem) for stem in (verb.present, verb.present_passive))
        if verb.weak == "defective":
            active_end, passive_end = "I", "Y"
        elif verb.weak == "sound" and verb.present.vowel == "a":  # V, VI: the participle has i
            active = active[: active.rindex("a")] + "i" + active[active.rindex("a") + 1 :]
    for kind, base, end in ((ACTIVE_PARTICIPLE, active, active_end), (PASSIVE_PARTICIPLE, passive, passive_end)):
        if base:
            for form, number, gender, bound in _participle(base, defective=end):
                yield kind, form, number, gender, bound


def _participle_stem(verb: _Verb, stem: _Stem) -> str:
    head = "مu" + stem.head[2:]
    if verb.weak == "defective":
        return head + stem.link + stem.middle
    if verb.weak == "hollow":
        return head + (verb.hollow if stem is verb.present else "A") + verb.last
    if verb.weak == "doubled":
        return head + (stem.link or stem.vowel) + stem.middle + "~"
    return head + stem.link + stem.middle + stem.vowel + verb.last


# --- the public functions --------------------------------------------------------------------------------------------


def _finish(form: str) -> str:
    """A built form with the signs of its endings made Arabic."""
    form = form.translate(_LATIN)
    return _MERGED.sub(r"\1", form) if "نن" in form or "تت" in form else form


def _bound(surface: str, tense: str) -> Iterator[str]:
    """How a form is written before a pronoun, where that differs."""
    if surface.endswith("وا") and len(surface) > 3:
        yield surface[:-1]
    elif surface.endswith("ى"):
        yield surface[:-2] + "آ" if surface.endswith("أى") else surface[:-1] + "ا"
    elif tense == "past" and surface.endswith("تم") and len(surface) > 3:
        yield surface + "و"
    elif tense == "present" and surface.endswith(("أ", "اء")):
        yield surface[:-1] + "ؤ"
    elif surface.endswith("يء"):
        yield surface[:-1] + "ئ"


def _built(verb: _Verb) -> Iterator[Form]:
    for voice, past, present in (
        ("active", verb.past, verb.present),
        ("passive", verb.past_passive, verb.present_passive),
    ):
        passive = voice == "passive"
        for tense, cells in (("past", _past(verb, past, passive)), ("present", _present(verb, present, passive))):
            for form, person, number, gender in cells:
                for surface in _spellings(_finish(form)):
                    yield Form(surface, VERB, tense, voice, person, number, gender)
    for form, person, number, gender in _imperative(verb):
        for surface in _spellings(_finish(form)):
            yield Form(surface, VERB, "imperative", "active", person, number, gender)
    for kind, form, number, gender, bound in _participles(verb):
        voice = "active" if kind == ACTIVE_PARTICIPLE else "passive"
        for surface in _spellings(_finish(form)):
            yield Form(surface, kind, "", voice, 0, number, gender, bound)


def _plain(past: str, present: str) -> Iterator[Form]:
    """A verb that fits no measure: the endings written onto the two forms as they are."""
    for ending, person, number, gender in ((("", 3, _S, _M)), *_PAST_VOWEL, *_PAST_CONSONANT):
        yield Form(past + _spell(_finish(ending)), VERB, "past", "either", person, number, gender)
    body = present[1:]
    for prefix, person, number, gender in _PRESENT_BARE:
        yield Form(prefix.replace("ء", "أ") + body, VERB, "present", "either", person, number, gender)
    for prefix, vowel, rest, person, number, gender in _PRESENT_VOWEL:
        stem = prefix + body + _LETTER[vowel]
        yield Form(stem + _spell(_finish(rest)), VERB, "present", "either", person, number, gender)
        yield Form(stem + ("ا" if vowel == "U" else ""), VERB, "present", "either", person, number, gender)
    for base, number, gender, bound in _participle("م" + body):
        yield Form(_spell(_finish(base)), ACTIVE_PARTICIPLE, "", "active", 0, number, gender, bound)


def _told_by(past: str, nouns: tuple[str, ...]) -> str:
    """The measure that the verbal nouns tell for a verb of three letters: "II" (تدمير, تسمية), "I" (شروع), or ""."""
    if len(past) != 3 or past[1] == "ا":
        return ""
    letters, forms = key(past), [key(noun) for noun in nouns]
    second = {f"ت{letters[0]}{letters[1]}ي{letters[2]}", f"ت{letters[0]}{letters[1]}يه", f"ت{letters}ه"}
    if not second.isdisjoint(forms):
        return "II"
    if past in SECOND_MEASURE and letters[0] != "ا":
        first = {f"{letters[:2]}{vowel}{letters[2]}{end}" for vowel in ("", "ا", "و") for end in ("", "ه")}
        if not first.isdisjoint(forms):
            return "I"
    return ""


@lru_cache(maxsize=4096)
def conjugate(past: str, present: str, nouns: tuple[str, ...] = ()) -> tuple[Form, ...]:
    """All unvocalised forms of a verb: past, present (three moods), imperative, both voices, both participles.

    :param past: third person masculine singular of the past, without vowel signs, hamzas written: اتهم.
    :param present: the same of the present: يتهم.
    :param nouns: its verbal nouns, where known: they tell the second measure (تدمير) from the first, which only
        differ in the participles.
    :returns: each form once; forms that are spelled alike in both voices have the voice ``either``.
    :raises ValueError: where the two are not a past and its present.
    """
    if len(past) < 2 or len(present) < 3 or present[0] != "ي":
        raise ValueError(f"{past!r}, {present!r}: not a past and its present in the third person masculine singular")
    verb = _parse(past, present, _told_by(past, nouns))
    built = list(_built(verb)) if verb else []
    if not _agrees(built, past, present):
        built = list(_plain(past, present))
    merged: dict[tuple[str, str, str, int, str, str, bool], str] = {}  # everything but the voice, to the voice
    for form in built:
        surfaces = [(form.surface, form.bound)]
        if form.kind == VERB:
            surfaces += [(surface, True) for surface in _bound(form.surface, form.tense)]
        for surface, bound in surfaces:
            spot = (surface, form.kind, form.tense, form.person, form.number, form.gender, bound)
            voice = form.voice
            if merged.setdefault(spot, voice) != voice:
                merged[spot] = "either"
    return tuple(
        Form(surface, kind, tense, voice, person, number, gender, bound)
        for (surface, kind, tense, person, number, gender, bound), voice in merged.items()
    )


def _agrees(forms: list[Form], past: str, present: str) -> bool:
    surfaces = {(key(form.surface), form.tense) for form in forms if form.kind == VERB and form.person == 3}
    return (key(past), "past") in surfaces and (key(present), "present") in surfaces


def is_regular(past: str, present: str) -> bool:
    """Whether the two forms fit one another and a measure, so that the whole paradigm is known."""
    verb = _parse(past, present)
    return verb is not None and _agrees(list(_built(verb)), past, present)


def masdars(past: str, present: str) -> tuple[str, ...]:
    """The verbal nouns that the measures from the second on give a verb, likeliest first; none for the first measure.

    They are a check on a lexicon, not a source for it: a verb may have none, or another.
    """
    verb = _parse(past, present)
    if verb is None or verb.measure == "I":
        return ()
    return tuple(dict.fromkeys(_spell(_finish(form)) for form in _masdars(verb)))


def _masdars(verb: _Verb) -> Iterator[str]:
    name, weak = verb.measure, verb.weak
    first = verb.past.head[-1]
    if first == "~":
        first = verb.past.head[-2:]
    second, third = verb.past.middle.rstrip("~"), verb.last
    after_i = "I" if first in ("و", "ي") else "i" + first  # إيقاف, استيلاء
    if name == "II":
        if weak == "defective":
            yield f"ta{first}{second}iيaة"
        elif third == "ء":
            yield f"ta{first}{second}iءaة"
        else:
            yield f"ta{first}{second}I{third}"
    elif name == "III":
        if weak == "defective":
            yield f"mu{first}A{second}Aة"
            yield f"{first}i{second}Aء"
        else:
            yield f"mu{first}A{second}a{third}aة"
            yield f"{first}i{second}A{third}"
    elif name == "IV":
        if weak == "hollow":
            yield f"ءi{first}A{third}aة"
        elif weak == "defective":
            yield f"ء{after_i}{second}Aء"
        else:
            yield f"ء{after_i}{second}A{third}"
    elif name == "V":
        yield f"ta{first}a{second}~" + ("I" if weak == "defective" else f"u{third}")
        if weak == "defective":
            yield f"ta{first}a{second}~i"
    elif name == "VI":
        yield f"ta{first}A{second}" + ("I" if weak == "defective" else f"u{third}")
        if weak == "defective":
            yield f"ta{first}A{second}i"
    elif name in ("VII", "VIII"):
        head = verb.past.head
        if weak == "defective":
            yield f"{head}i{second}Aء"
        elif weak == "hollow":
            yield f"{head}iيA{third}"
        else:
            yield f"{head}i{second}A{third}"
    elif name == "X":
        if weak == "hollow":
            yield f"اisti{first}A{third}aة"
        elif weak == "defective":
            yield f"اist{after_i}{second}Aء"
        else:
            yield f"اist{after_i}{second}A{third}"
    elif name == "QI":
        yield f"{verb.past.head}{second}a{third}aة"
    elif name == "QII":
        yield f"{verb.past.head}{second}u{third}"
