"""The shapes of a noun that dictionaries leave out.

A lexicon lists a noun in the singular and its plurals; a text writes ``هجوما``, ``غارتين``, ``غارته``, ``مسلحو``.
Only what follows from the spelling alone is built here, and what would meet another word is left out: a form too few
is a gap that a row can fill, a form too many is an error that nobody sees.
"""

from __future__ import annotations

from functools import lru_cache

#: Duals that would be spelled like another, commoner word (عدو + ان, بحر + ين).
_MISTAKEN = frozenset(
    (
        "عدوان", "طيران", "بحرين", "عشرين", "عمران", "سودان", "فقدان", "بنين", "تسعين", "سبعين", "خمسين", "جولان",
        "بيان", "شأنين", "سكان", "شبان", "ضمان", "كيان", "زمان", "مكان", "أمان", "إيمان", "حزبين",
    )
) - {"حزبين", "شأنين"}  # fmt: skip

#: Words in ون that are no plurals.
_SINGULAR = frozenset(("تلفزيون", "تريليون", "تليفزيون", "كاميرون", "هوليوود"))


def _sound_plural(noun: str) -> bool:
    """Whether a noun in ون or ين is surely a sound plural: of a participle (مسلحون) or of a nisba (سوريون)."""
    if len(noun) < 6 or noun in _SINGULAR:
        return False
    if noun.endswith("ين") and len(noun) == 6 and noun[2] == "ا":
        return False  # ملايين, ميادين
    return noun[0] == "م" or noun[-3] in "يئ"


@lru_cache(maxsize=1 << 14)
def inflect_noun(noun: str) -> tuple[str, ...]:
    """The spelled forms of a noun, itself first.

    :param noun: an indefinite singular or plural in normal spelling, without article: غارة, هجوم, مسلحون. A name of
        several words comes back alone.
    :returns: its accusative, its dual in all cases, and what it looks like before a pronoun or a genitive.
    """
    if " " in noun or len(noun) < 2:
        return (noun,)
    forms = [noun]
    if noun.endswith("ة"):
        stem = noun[:-1] + "ت"
        forms += [stem, stem + "ان", stem + "ين", stem + "ا", stem + "ي"]
    elif noun.endswith("ات"):
        pass  # a sound plural (غارات) looks the same in every case
    elif noun.endswith(("ون", "ين")) and _sound_plural(noun):
        stem = noun[:-2]
        forms += [stem + "ون", stem + "ين", stem + "و", stem + "ي"]
    elif noun.endswith("ى"):
        stem = noun[:-1]
        forms += [stem + "ا", stem + "يان", stem + "يين"]
    elif noun.endswith("اء"):
        stem = noun[:-1]
        forms += [stem + "ؤ", stem + "ئ", noun + "ان", noun + "ين"]
    elif noun.endswith("أ"):
        stem = noun[:-1]
        forms += [stem + "ؤ", stem + "ئ", stem + "آن", noun + "ين"]
    elif noun.endswith("ء"):
        seated = noun[:-1] + ("ئ" if noun[-2] not in "ويأ" or noun[-2] == "ي" else "ء")
        forms += [seated + "ا", seated + "ان", seated + "ين"]
    elif not noun.endswith("ا"):
        forms += [noun + "ا", noun + "ان", noun + "ين"]
    return tuple(dict.fromkeys(form for form in forms if form == noun or form not in _MISTAKEN))
