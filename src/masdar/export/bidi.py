"""Arabic on terminals, which disagree about who puts it in order.

Some terminals reorder and join Arabic themselves (GNOME Terminal and others on VTE, Konsole, mlterm, Terminal.app),
line by line, and strip or ignore direction marks; others draw every code point where it stands, unjoined and from left
to right (xterm, Alacritty, foot). For the first kind the text is best left as it is, and for the second it has to be
put in visual order and written in presentation forms beforehand. Doing both undoes both, so it is done only where the
terminal is known or the user asks. (State of terminals: the "BiDi in Terminal Emulators" draft of freedesktop.org's
terminal working group, and the terminals' own manuals.)

Only single fields are put in order here (a name, a date, a title), with the right-to-left base that an Arabic field
has; that needs a small part of the Unicode Bidirectional Algorithm (UAX #9).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal

Bidi = Literal["auto", "terminal", "isolate", "visual"]

FSI, PDI = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"

_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Runs that keep their order inside right-to-left text: Latin with what stands between its words, and numbers.
_LTR_RUN = re.compile(
    r"[A-Za-z\u00c0-\u024f](?:[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]*[A-Za-z\u00c0-\u024f0-9])?"
    r"|[0-9\u0660-\u0669\u06f0-\u06f9](?:[.,:/\u066b\u066c]?[0-9\u0660-\u0669\u06f0-\u06f9])*%?"
)
_FORM_NAMES = ("<isolated>", "<final>", "<initial>", "<medial>")


def choose(environment: Mapping[str, str]) -> Literal["terminal", "visual"]:
    """What ``auto`` means on the terminal that these environment variables tell of."""
    if environment.get("VTE_VERSION") or environment.get("KONSOLE_VERSION"):
        return "terminal"
    plain = ("XTERM_VERSION", "ALACRITTY_WINDOW_ID", "ALACRITTY_LOG")
    if any(environment.get(name) for name in plain) or environment.get("TERM", "").split("-")[0] in {"foot", "st"}:
        return "visual"
    return "terminal"


def arrange(text: str, mode: Literal["terminal", "isolate", "visual"]) -> str:
    """One field as it is to be written; what has no right-to-left letter stays as it is."""
    if mode == "terminal" or not _RTL.search(text):
        return text
    return f"{FSI}{text}{PDI}" if mode == "isolate" else visual(text)


def visual(text: str) -> str:
    """A right-to-left field in the order in which a plain terminal has to draw it, letters joined."""
    shaped = shape(text)
    units: list[str] = []
    position = 0
    for run in _LTR_RUN.finditer(shaped):
        units += _clusters(shaped[position : run.start()])
        units.append(run[0])
        position = run.end()
    units += _clusters(shaped[position:])
    return "".join(reversed(units))


def shape(text: str) -> str:
    """Arabic letters in the presentation forms that their neighbours ask for (Unicode, chapter 9.2)."""
    forms, ligatures = _forms()
    out: list[str] = []
    joins = False  # whether the letter before reaches out to this one
    index = 0
    while index < len(text):
        char = text[index]
        if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
            out.append(char)
            index += 1
            continue
        ligature = ligatures.get(text[index : index + 2])
        if ligature:
            out.append(ligature[1 if joins else 0])
            joins = False
            index += 2
            continue
        shapes = forms.get(char)
        if shapes is None:
            out.append(char)
            joins = char == "\N{ARABIC TATWEEL}"
        else:
            reaches = bool(shapes[2]) and _reachable(text, index + 1, forms)
            out.append(shapes[(1 if joins and shapes[1] else 0) + (2 if reaches else 0)] or char)
            joins = reaches
        index += 1
    return "".join(out)


def _reachable(text: str, index: int, forms: Mapping[str, list[str]]) -> bool:
    """Whether the next letter from ``index`` on, marks left aside, can be joined to from before."""
    while index < len(text) and unicodedata.combining(text[index]):
        index += 1
    if index >= len(text):
        return False
    return text[index] == "\N{ARABIC TATWEEL}" or bool(forms.get(text[index], ["", ""])[1])


@cache
def _forms() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Presentation forms by letter (isolated, final, initial, medial), and lam-alef's (isolated, final).

    Read from the Unicode character database, where every form names the letter it stands for.
    """
    letters: dict[str, list[str]] = {}
    ligatures: dict[str, list[str]] = {}
    for code in (*range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFC00), *range(0xFE70, 0xFEFD)):
        name, *parts = unicodedata.decomposition(chr(code)).split() or ["", ""]
        if name not in _FORM_NAMES or "0020" in parts:
            continue
        word = "".join(chr(int(part, 16)) for part in parts)
        kind = _FORM_NAMES.index(name)
        if len(word) == 1:
            letters.setdefault(word, ["", "", "", ""])[kind] = chr(code)
        elif word[0] == "ل" and kind < 2:
            ligatures.setdefault(word, ["", ""])[kind] = chr(code)
    return letters, {word: kinds for word, kinds in ligatures.items() if word[1] in "اأإآ"}


def _clusters(text: str) -> Iterator[str]:
    """Characters with the marks on them; brackets turned, for they will stand the other way round."""
    cluster = ""
    for char in text:
        if cluster and (unicodedata.combining(char) or unicodedata.category(char) == "Cf"):
            cluster += char
            continue
        if cluster:
            yield cluster
        cluster = _MIRRORED.get(char, char)
    if cluster:
        yield cluster


_PAIRS = "()[]{}<>«»‹›"
_MIRRORED = {char: _PAIRS[index ^ 1] for index, char in enumerate(_PAIRS)}


def cells(text: str) -> int:
    """How many columns of a terminal the text takes."""
    width = 0
    for char in text:
        if unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Mn", "Me", "Cc"}:
            continue
        width += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return width
