"""Letters, and the many ways in which one letter is written.

Arabic news reaches a program with vowel signs and without, stretched by tatweel, typed on Persian and Urdu keyboards,
pasted from PDF files as presentation forms, and sprinkled with invisible direction marks; and writers leave out
hamzas, dots and the ends of letters. Everything that compares words must first agree on one spelling, and this module
is the one place that says which. There are two strengths: :func:`normalise` takes away what carries no spelling
(*light*), :func:`key` also folds what writers confuse, and is what lexicons are looked up by.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Letters of other alphabets of the Arabic script that news in Arabic shows in place of the Arabic letter.
#: Letters that stand for a sound of their own (گ, پ, چ, ڤ …) stay.
LETTER_FORMS = {
    "\N{ARABIC LETTER KEHEH}": "\N{ARABIC LETTER KAF}",
    "\N{ARABIC LETTER SWASH KAF}": "\N{ARABIC LETTER KAF}",
    "\N{ARABIC LETTER FARSI YEH}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER YEH BARREE}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER YEH BARREE WITH HAMZA ABOVE}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER E}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER HEH GOAL}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER HEH GOAL WITH HAMZA ABOVE}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER HEH DOACHASHMEE}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER HEH WITH YEH ABOVE}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER AE}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER TEH MARBUTA GOAL}": "\N{ARABIC LETTER TEH MARBUTA}",
    "\N{ARABIC LETTER ALEF WITH WAVY HAMZA ABOVE}": "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}",
    "\N{ARABIC LETTER ALEF WITH WAVY HAMZA BELOW}": "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}",
}

#: Digits and number signs, to ASCII.
NUMBER_FORMS = {
    **{chr(ord("\N{ARABIC-INDIC DIGIT ZERO}") + digit): str(digit) for digit in range(10)},
    **{chr(ord("\N{EXTENDED ARABIC-INDIC DIGIT ZERO}") + digit): str(digit) for digit in range(10)},
    "\N{ARABIC DECIMAL SEPARATOR}": ".",
    "\N{ARABIC THOUSANDS SEPARATOR}": ",",
    "\N{ARABIC PERCENT SIGN}": "%",
}

_ARABIC_BLOCKS = ((0x0600, 0x06FF), (0x0750, 0x077F), (0x0870, 0x08FF))
_HAMZA_MARKS = "\N{ARABIC MADDAH ABOVE}\N{ARABIC HAMZA ABOVE}\N{ARABIC HAMZA BELOW}"

#: Marks written over and under letters, which news leaves out; the three marks that make another letter are apart.
VOWEL_SIGNS = "".join(
    chr(code)
    for first, last in _ARABIC_BLOCKS
    for code in range(first, last + 1)
    if unicodedata.category(chr(code)) == "Mn" and chr(code) not in _HAMZA_MARKS
)

TATWEEL = "\N{ARABIC TATWEEL}"

#: Characters that are not seen: joiners, direction marks, the soft hyphen, the byte order mark.
INVISIBLE = (
    "\N{SOFT HYPHEN}\N{ARABIC LETTER MARK}\N{COMBINING GRAPHEME JOINER}"
    "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}"
    "\N{LEFT-TO-RIGHT EMBEDDING}\N{RIGHT-TO-LEFT EMBEDDING}\N{POP DIRECTIONAL FORMATTING}"
    "\N{LEFT-TO-RIGHT OVERRIDE}\N{RIGHT-TO-LEFT OVERRIDE}\N{WORD JOINER}"
    "\N{LEFT-TO-RIGHT ISOLATE}\N{RIGHT-TO-LEFT ISOLATE}\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}"
    "\N{ZERO WIDTH NO-BREAK SPACE}\N{VARIATION SELECTOR-15}\N{VARIATION SELECTOR-16}"
)

#: A letter and the mark after it that together are another letter (Unicode's canonical composition).
COMPOSED = {
    "\N{ARABIC LETTER ALEF}\N{ARABIC MADDAH ABOVE}": "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}",
    "\N{ARABIC LETTER ALEF}\N{ARABIC HAMZA ABOVE}": "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}",
    "\N{ARABIC LETTER ALEF}\N{ARABIC HAMZA BELOW}": "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}",
    "\N{ARABIC LETTER WAW}\N{ARABIC HAMZA ABOVE}": "\N{ARABIC LETTER WAW WITH HAMZA ABOVE}",
    "\N{ARABIC LETTER YEH}\N{ARABIC HAMZA ABOVE}": "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}",
    "\N{ARABIC LETTER ALEF MAKSURA}\N{ARABIC HAMZA ABOVE}": "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}",
}

#: What :func:`key` folds: letters that writers of news exchange or leave unfinished.
FOLDED = {
    "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF WASLA}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER WAW WITH HAMZA ABOVE}": "\N{ARABIC LETTER WAW}",
    "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}": "\N{ARABIC LETTER YEH}",
}

_REMOVED = set(VOWEL_SIGNS + INVISIBLE + TATWEEL)


def _light_table() -> dict[int, str]:
    table = {ord(character): "" for character in _REMOVED}
    table |= {ord(character): form for character, form in (LETTER_FORMS | NUMBER_FORMS).items()}
    # Presentation forms: what PDF files hold in place of letters. Some stand for several letters, and some for a
    # mark on a blank, which leaves nothing.
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):
        letters = unicodedata.normalize("NFKC", chr(code))
        if letters != chr(code):
            table[code] = letters.translate(table).strip()
    return table


_LIGHT = _light_table()
_FOLD = str.maketrans(FOLDED)
_MARKED = re.compile(f"(.?)([{_HAMZA_MARKS}]+)", re.DOTALL)
_ODD = re.compile("[" + re.escape("".join(map(chr, _LIGHT))) + _HAMZA_MARKS + "]")


def _compose(match: re.Match[str]) -> str:
    letter, marks = match[1], match[2]
    return COMPOSED.get(letter + marks[0], letter)


def normalise(text: str) -> str:
    """The light form of a word or text: one form for each letter and digit, nothing invisible, no vowel signs.

    Hamzas, teh marbuta and alef maksura stay as written. Applying it twice changes nothing more.
    """
    if text.isascii() or not _ODD.search(text):
        return text
    light = text.translate(_LIGHT)
    # A combining hamza or madda makes another letter of the one before; on any other letter it is dropped.
    return _MARKED.sub(_compose, light) if any(mark in light for mark in _HAMZA_MARKS) else light


def normalise_with_offsets(text: str) -> tuple[str, list[int]]:
    """:func:`normalise`, and for each character of the result the offset in ``text`` of the character it comes from."""
    letters: list[str] = []
    offsets: list[int] = []
    fresh = False  # whether the last letter may still take a hamza
    for offset, character in enumerate(text):
        if character in _HAMZA_MARKS:
            if fresh:
                letters[-1] = COMPOSED.get(letters[-1] + character, letters[-1])
            fresh = False
            continue
        for letter in _LIGHT.get(ord(character), character):
            # An expanded presentation form can hold a combining hamza of its own.
            if letter in _HAMZA_MARKS:
                if fresh:
                    letters[-1] = COMPOSED.get(letters[-1] + letter, letters[-1])
                fresh = False
                continue
            letters.append(letter)
            offsets.append(offset)
            fresh = True
    return "".join(letters), offsets


@lru_cache(maxsize=1 << 17)
def key(norm: str) -> str:
    """The folded form by which lexicons are looked up: hamza seats, alef maksura and teh marbuta made one letter each.

    :param norm: a word in light form; Latin letters are made small.
    """
    return norm.translate(_FOLD).lower()
