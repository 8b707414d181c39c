"""PDF files with a text layer.

A PDF holds glyphs at places, not words in order, and the order in which Arabic glyphs are stored differs from maker to
maker: some store them as they are read, some from left to right, some word by word. So the stored order is not
trusted. Glyphs are put on lines by where they are drawn, lines are read from right to left, and what a glyph stands for
is folded from presentation forms to letters. Lines that end where the page did are joined to paragraphs. A scanned PDF
has no glyphs and is told: this program does not guess at pictures.
"""

from __future__ import annotations

import ctypes
import itertools
import re
import statistics
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from masdar.reading.report import MAX_CHARACTERS, Content, Unreadable, printable

MAX_PAGES = 2000
# Gaps between glyphs, as shares of the line's height: between glyphs that the file (or PDFium) has in different words,
# between such as it has in one, and the gutter between columns.
_BLANK, _BARE_BLANK, _GUTTER = 0.14, 0.4, 1.0
_SMALL_BLANK = 0.25  # next to a letter of which only the mark on it is placed
_COLUMN_LINES, _COLUMN_CHARACTERS = 3, 14  # fewer lines or shorter ones are a table's, which is read row by row

_DEPTH = 12  # of cuts within cuts

_FORMS = re.compile("[\ufb00-\ufb4f\ufb50-\ufdff\ufe70-\ufefc]+")
_IGNORED = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\x00-\x08\x0e-\x1f]")
_SPACES = re.compile(r"[ \t\u00a0]+")
_SENTENCE_END = tuple('.!?؟:؛…»”")')
_RTL = re.compile("[\u0590-\u08ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
# What keeps its order from left to right inside an Arabic line.
_LTR_RUN = re.compile(
    r"[A-Za-z\u00c0-\u024f@](?:[^\u0590-\u08ff]*[A-Za-z\u00c0-\u024f0-9])?|[0-9٠-٩۰-۹](?:[.,:/٫٬]?[0-9٠-٩۰-۹])*"
)
_MIRROR = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_WRONG_WAY = re.compile(r"^[^()]*\)[^()]*\([^()]*$")
_ALEFS = "اأإآ"


def read_pdf(data: bytes) -> Content:
    """The text of all pages in reading order, and the title of the document's properties.

    :raises Unreadable: where the file is damaged, locked, or holds pictures of text only.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("is a PDF locked with a password", "unlock it and save it again") from error
        raise Unreadable("is a damaged PDF", "save it again or give its text") from error
    try:
        return _read(document)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("is a PDF with a damaged page", "save it again or give its text") from error
    finally:
        document.close()


def _read(document: Any) -> Content:
    count = len(document)
    if count > MAX_PAGES:
        raise Unreadable(f"has {count:,} pages (the limit is {MAX_PAGES:,})", "give its reports one by one")
    pages: list[str] = []
    total = 0
    for number in range(count):
        page = document[number]
        layer = page.get_textpage()
        total += layer.count_chars()
        if total > MAX_CHARACTERS:
            raise Unreadable(f"holds more than {MAX_CHARACTERS:,} characters", "give its reports one by one")
        pages.append(paragraphs(_page(_glyphs(layer))))
        layer.close()
        page.close()
    text = "\n".join(filter(None, pages))
    if not text:
        raise Unreadable(
            "is a PDF without a text layer, probably scanned", "run it through text recognition (OCR) first"
        )
    title = printable(str(document.get_metadata_dict().get("Title") or "")).strip()
    return Content(text, title=title or None)


@dataclass(slots=True)
class _Glyph:
    """What stands at one place: a letter, or the letters of a ligature, with the marks on it."""

    text: str
    left: float
    right: float
    base: float  # height of the line it stands on
    size: float
    word: int  # number of the word in stored order
    marks: str = ""


def _glyphs(layer: Any) -> list[_Glyph]:
    """The glyphs of a page, blanks left out, marks on the letters they are drawn over."""
    from pypdfium2 import raw

    x, y = ctypes.c_double(), ctypes.c_double()
    glyphs: list[_Glyph] = []
    marks: list[_Glyph] = []
    word = 0
    origin: tuple[float, float] | None = None
    for index in range(layer.count_chars()):
        code = raw.FPDFText_GetUnicode(layer.raw, index)
        char = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if not char or char.isspace() or char == "\u00a0":
            word += 1
            continue
        text = _IGNORED.sub("", _FORMS.sub(lambda run: unicodedata.normalize("NFKC", run[0]), char)).strip()
        if not text:
            continue
        raw.FPDFText_GetCharOrigin(layer.raw, index, x, y)
        left, bottom, right, top = layer.get_charbox(index, loose=True)
        here = (x.value, y.value)
        glyph = _Glyph(text, min(left, x.value), max(right, left), y.value, max(1.0, top - bottom), word)
        if unicodedata.combining(text[0]):
            marks.append(glyph)
        elif glyphs and here == origin and glyphs[-1].word == word:
            ligature = glyphs[-1]  # one glyph that stands for several letters
            ligature.text += text
            ligature.left, ligature.right = min(ligature.left, glyph.left), max(ligature.right, glyph.right)
        else:
            glyphs.append(glyph)
        origin = here
    for mark in marks:
        middle = (mark.left + mark.right) / 2
        near = [glyph for glyph in glyphs if abs(glyph.base - mark.base) < mark.size]
        if near:
            min(near, key=lambda glyph: abs((glyph.left + glyph.right) / 2 - middle)).marks += mark.text
    for glyph in glyphs:
        if len(glyph.text) == 2 and glyph.text[0] in _ALEFS and glyph.text[1] == "ل":
            glyph.text = glyph.text[::-1]  # there is a ligature of lam and alef, none of alef and lam
    return glyphs


def _page(glyphs: list[_Glyph]) -> list[str]:
    """The lines of a page in the order in which they are read, an empty one between blocks."""
    if not glyphs:
        return []
    size = statistics.median(glyph.size for glyph in glyphs)
    out: list[str] = []
    for block in _blocks(glyphs, size, 0):
        out += (_text(line, size) for line in _rows(block, size))
        out.append("")
    return out


def _blocks(glyphs: list[_Glyph], size: float, depth: int) -> Iterator[list[_Glyph]]:
    """The page cut into columns, right before left, and those into blocks from top to bottom (a recursive X-Y cut)."""
    sides = _columns(glyphs, size) if depth < _DEPTH else None
    parts = sides or (_stacked(glyphs, size) if depth < _DEPTH else [glyphs])
    if len(parts) == 1:
        yield glyphs
        return
    for part in parts:
        yield from _blocks(part, size, depth + 1)


def _columns(glyphs: list[_Glyph], size: float) -> list[list[_Glyph]] | None:
    """Two columns of prose, the right one first, if a gutter runs through from top to bottom."""
    ordered = sorted(glyphs, key=lambda glyph: glyph.left)
    reach, best, cut = ordered[0].right, _GUTTER * size, 0
    for index, glyph in enumerate(ordered):
        if glyph.left - reach > best:
            best, cut = glyph.left - reach, index
        reach = max(reach, glyph.right)
    if not cut:
        return None
    sides = [ordered[cut:], ordered[:cut]]
    prose = all(
        len(rows := _rows(side, size)) >= _COLUMN_LINES and len(side) >= _COLUMN_CHARACTERS * len(rows)
        for side in sides
    )
    return sides if prose else None


def _stacked(glyphs: list[_Glyph], size: float) -> list[list[_Glyph]]:
    """Blocks with more room between them than between their lines."""
    rows = _rows(glyphs, size)
    bases = [statistics.median(glyph.base for glyph in row) for row in rows]
    steps = [above - below for above, below in itertools.pairwise(bases)]
    if not steps:
        return [glyphs]
    usual = max(statistics.median(steps), size)
    blocks = [list(rows[0])]
    for step, row in zip(steps, rows[1:], strict=True):
        if step > 1.4 * usual:
            blocks.append([])
        blocks[-1] += row
    return blocks


def _rows(glyphs: list[_Glyph], size: float) -> list[list[_Glyph]]:
    """Glyphs by the lines they stand on, from top to bottom; small ones (marks, dots) on the nearest line."""
    rows: list[list[_Glyph]] = []
    bases: list[float] = []
    small = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.base):
        if glyph.size < 0.6 * size:
            small.append(glyph)
        elif rows and bases[-1] - glyph.base < 0.45 * size:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            bases.append(glyph.base)
    for glyph in small:
        near = min(range(len(bases)), key=lambda index: abs(bases[index] - glyph.base), default=None)
        if near is not None and abs(bases[near] - glyph.base) < 1.2 * size:
            rows[near].append(glyph)
        else:
            rows.append([glyph])
            bases.append(glyph.base)
    return [row for _, row in sorted(zip(bases, rows, strict=True), key=lambda pair: -pair[0])]


def _text(row: list[_Glyph], size: float) -> str:
    """The text of glyphs that stand on one line, in the order in which it is read."""
    glyphs = sorted(row, key=lambda glyph: glyph.left + glyph.right)
    units: list[str] = []
    for index, glyph in enumerate(glyphs):
        if index:
            before = glyphs[index - 1]
            gap = (glyph.left - before.right) / size
            least = _SMALL_BLANK if min(glyph.size, before.size) < 0.6 * size else _BLANK
            if gap > (least if glyph.word != before.word else _BARE_BLANK):
                units.append(" ")
        units.append(glyph.text + glyph.marks)
    line = "".join(units)
    if len(_RTL.findall(line)) < len(_LATIN.findall(line)):
        return line
    turned: list[str] = []
    # Every unit turns round as a whole, runs of Latin and digits with their units in the order they have.
    place, position = 0, 0
    starts = []
    for unit in units:
        starts.append(place)
        place += len(unit)
    for run in _LTR_RUN.finditer(line):
        turned += (
            unit.translate(_MIRROR) for unit, at in zip(units, starts, strict=True) if position <= at < run.start()
        )
        turned.append(run[0])
        position = run.end()
    turned += (unit.translate(_MIRROR) for unit, at in zip(units, starts, strict=True) if at >= position)
    text = "".join(reversed(turned))
    # Some makers store brackets turned already.
    return text.translate(_MIRROR) if _WRONG_WAY.match(text) else text


def paragraphs(lines: Sequence[str]) -> str:
    """Lines joined to paragraphs: a full line that ends no sentence goes on in the next."""
    longest = max((len(line) for line in lines), default=0)
    out: list[str] = []
    goes_on = False
    for raw in lines:
        line = _SPACES.sub(" ", raw).strip()
        if not line:
            goes_on = False
            continue
        if goes_on:
            out[-1] += " " + line
        else:
            out.append(line)
        goes_on = len(line) >= 0.7 * longest and not line.endswith(_SENTENCE_END)
    return "\n".join(out)
