"""HTML pages: the report's own text among menus, advertisements and comments.

Trafilatura finds the main text, the title and the outlet's name. The publication date is believed only where the page
states it (``meta``, JSON-LD, ``time``, its address): a date found somewhere in the running text may be
that of another article.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from masdar.reading.encoding import decode, detect
from masdar.reading.report import Content, Unreadable, parse_date, printable

# Odd markup takes up to seven seconds a megabyte; a news page is a tenth of one.
MAX_PAGE_BYTES = 4 * 1024 * 1024
# A page nested deeper than this is made to break parsers; real ones stay below a hundred.
MAX_DEPTH = 1000

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.I)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>")
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li td tr th dd dt option".split()
)
_META = re.compile(r"<(?:meta|time)\b[^<>]{0,600}>", re.I)
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_LINKED_DATA = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_IN_ADDRESS = re.compile(r"(?<!\d)(20\d\d|19\d\d)[/-]([01]?\d)[/-]([0-3]?\d)(?!\d)")
# The names under which pages give their day of publication, surest first.
_DATE_NAMES = (
    "article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dcterms.created", "pubdate",
    "publishdate", "publish-date", "publish_date", "publication_date", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "dc.date", "date",
)  # fmt: skip
_SPACES = re.compile(r"[ \t\u00a0]+")


def is_page(data: bytes) -> bool:
    """Whether the data starts like HTML."""
    head = data[:4096]
    if _HTML.search(head):
        return True
    name = detect(data)
    return name is not None and _HTML.search(head.decode(name, "ignore").encode("utf-8", "ignore")) is not None


def read_page(data: bytes, url: str | None = None) -> Content:
    """Main text, title, date, outlet and address of a page. Offsets are into the text so extracted.

    :raises Unreadable: where the bytes are no text or the page has none worth the name.
    """
    if len(data) > MAX_PAGE_BYTES:
        raise Unreadable(f"is a page of {len(data):,} bytes (the limit is {MAX_PAGE_BYTES:,})", "save the text alone")
    page = _decode(data)
    if _depth(page) > MAX_DEPTH:
        raise Unreadable(f"is nested more than {MAX_DEPTH} elements deep", "save the text alone")
    from trafilatura import bare_extraction

    try:
        found: Any = bare_extraction(
            page,
            url=url,
            with_metadata=True,
            include_comments=False,
        )
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, AssertionError) as error:
        raise Unreadable(f"cannot be taken apart as HTML ({type(error).__name__})", "save the text alone") from error
    text = _tidy(found.text or "") if found is not None else ""
    title = _one_line(found.title) if found is not None else None
    if title and text.startswith(title + "\n"):
        text = text[len(title) + 1 :]  # the heading is the title, which is not coded
    if not text:
        raise Unreadable("is an HTML page with no text in it", "save the page again after it has loaded, or its text")
    return Content(
        text,
        title=title,
        published=_published(page, found.url),
        source=_one_line(found.sitename or found.hostname),
        url=_one_line(found.url),
    )


def _decode(data: bytes) -> str:
    """The page's characters: by its mark, then by what it declares if that fits, then as any text."""
    declared = _CHARSET.search(data[:8192])
    if declared and not detect(data):
        name = declared[1].decode("ascii", "ignore")
        try:
            text = data.decode(name)
        except (LookupError, ValueError):  # UnicodeDecodeError is a ValueError
            return decode(data)
        if "\0" not in text:
            return text
    return decode(data)


def _depth(page: str) -> int:
    """How deep elements that must be closed are nested, roughly and in one pass."""
    depth = deepest = 0
    for tag in _TAG.finditer(page):
        if tag[2].lower() in _VOID or tag[3]:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _published(page: str, url: str | None) -> date | None:
    """The day of publication that the markup states, or else the page's address."""
    stated: dict[str, str] = {}
    times = []
    for tag in _META.finditer(page):
        attributes = {
            name.lower(): first or second or third for name, first, second, third in _ATTRIBUTE.findall(tag[0])
        }
        if tag[0][1:5].lower() == "time":
            times.append(attributes.get("datetime", ""))
        else:
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
            stated.setdefault(name.lower(), attributes.get("content", ""))
    candidates = [stated[name] for name in _DATE_NAMES if name in stated]
    candidates[1:1] = _LINKED_DATA.findall(page)[:1]
    # Several times are those of comments or of other articles as well; the first is the article's.
    for candidate in (*candidates, *times[:1], url or ""):
        try:
            return parse_date(candidate)
        except ValueError:
            found = _IN_ADDRESS.search(candidate)
            if found:
                try:
                    return date(int(found[1]), int(found[2]), int(found[3]))
                except ValueError:
                    continue
    return None


def _tidy(text: str) -> str:
    """Paragraphs on lines of their own, without runs of blanks."""
    lines = (_SPACES.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _one_line(text: str | None) -> str | None:
    return printable(_SPACES.sub(" ", text)).strip() or None if text else None
