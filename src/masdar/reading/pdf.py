"""PDF files with a text layer.

A PDF holds glyphs at places, not words in order. PDFium puts right-to-left runs back into reading order; what it leaves
are the glyphs' own code points: presentation forms, which are folded here to the letters they show, and lines that end
where the page did, which are joined to paragraphs. A scanned PDF has no text and is told: this program does not guess
at pictures.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from masdar.reading.report import MAX_CHARACTERS, Content, Unreadable, printable

MAX_PAGES = 2000

_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\x02\x00]")
_SPACES = re.compile(r"[ \t\u00a0]+")
_SENTENCE_END = tuple('.!?؟:؛…»”")')
_ARABIC_WORD = re.compile("[\u0621-\u064a]+")


def read_pdf(data: bytes) -> Content:
    """The text of all pages in reading order, and the title of the document's properties.

    :raises Unreadable: where the file is damaged, locked, or holds pictures of text only.
    """
    import pypdfium2  # noqa: PLC0415 - loads a shared library that only PDF should cost

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
        pages.append(layer.get_text_bounded())
        layer.close()
        page.close()
        total += len(pages[-1])
        if total > MAX_CHARACTERS:
            raise Unreadable(f"holds more than {MAX_CHARACTERS:,} characters", "give its reports one by one")
    text = "\n\n".join(filter(None, (paragraphs(page) for page in pages)))
    if not text:
        raise Unreadable(
            "is a PDF without a text layer, probably scanned", "run it through text recognition (OCR) first"
        )
    if _reversed(text):
        text = "\n".join(_turned(line) for line in text.split("\n"))
    title = printable(str(document.get_metadata_dict().get("Title") or "")).strip()
    return Content(text, title=title or None)


def letters(text: str) -> str:
    """``text`` with presentation forms as the letters they show and without direction marks."""
    return _MARKS.sub("", _FORMS.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text))


def paragraphs(page: str) -> str:
    """The lines of a page joined to paragraphs: a full line that ends no sentence goes on in the next."""
    lines = [_SPACES.sub(" ", letters(line)).strip() for line in page.splitlines()]
    longest = max((len(line) for line in lines), default=0)
    out: list[str] = []
    goes_on = False
    for line in lines:
        if not line:
            goes_on = False
            continue
        if goes_on:
            out[-1] += " " + line
        else:
            out.append(line)
        goes_on = len(line) >= 0.7 * longest and not line.endswith(_SENTENCE_END)
    return "\n".join(out)


def _reversed(text: str) -> bool:
    """Whether words are spelled backwards, as in files whose makers wrote glyphs from left to right.

    The article tells: ``ال`` starts every fourth Arabic word and ends hardly any.
    """
    words: list[str] = _ARABIC_WORD.findall(text)
    starts = sum(word.startswith("ال") and len(word) > 3 for word in words)
    ends = sum(word.endswith("لا") and len(word) > 3 for word in words)
    return ends >= 3 and ends > 3 * starts


def _turned(line: str) -> str:
    """A line in visual order put into reading order: reversed, runs of digits and Latin kept."""
    return re.sub(
        r"[0-9A-Za-z٠-٩](?:[0-9A-Za-z٠-٩.,:/%-]*[0-9A-Za-z٠-٩])?", lambda run: run[0][::-1], line[::-1]
    ).translate(str.maketrans("()[]«»", ")(][»«"))
