"""DOCX files: paragraphs and tables in the order in which they stand.

A DOCX file is a zip archive, which may be damaged, locked, or made to unpack into more than any memory holds, so its
directory is looked at before anything is unpacked.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from masdar.reading.report import MAX_CHARACTERS, Content, Unreadable, printable

MAX_UNPACKED = 256 * 1024 * 1024
MAX_XML = 48 * 1024 * 1024
MAX_PARTS = 10_000

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WRAPPERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read_docx(data: bytes) -> Content:
    """Text of the body, one line a paragraph and one line a table row (cells separated by a tab), and the title.

    :raises Unreadable: where it is no DOCX, or a damaged, locked or oversized one.
    """
    if data.startswith(OLE):
        if _ENCRYPTED in data:
            raise Unreadable("is locked with a password", "open it, remove the password and save it again as DOCX")
        raise Unreadable("is an old Word file (.doc) or another old Office file", "save it as DOCX")
    _check(data)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        for fallback in list(body.iter(_FALLBACK)):
            fallback.getparent().remove(fallback)
        text = "\n".join(_capped(_lines(body)))
        title = printable(document.core_properties.title or "").strip()
    except Unreadable:
        raise
    except Exception as error:  # python-docx and lxml raise what they like on damaged parts
        raise Unreadable(f"is a damaged DOCX ({type(error).__name__})", "open it in Word and save it again") from error
    if not text.strip():
        raise Unreadable("is a DOCX with no text in it", "give the report as text")
    return Content(text, title=title or None)


def _check(data: bytes) -> None:
    """Look at the archive's directory; refuse what is no DOCX or would unpack to too much."""
    damaged = Unreadable("is no DOCX (not a whole zip archive)", "save it again as DOCX")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names or "word/document.xml" not in names:
                raise Unreadable("is a zip archive but no DOCX", "unpack it and give the reports in it")
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable("is locked with a password", "remove the password and save it again")
            xml = max(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED or xml > MAX_XML:
                raise Unreadable("would unpack to more than a document can be", "give the report as text")
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise damaged from error


def _lines(block: Any) -> Iterator[str]:
    """The paragraphs and table rows of a part of the body, in order.

    Read from the XML itself: python-docx's own paragraphs leave out what stands in content controls and in tracked
    insertions. What is deleted is not read (its text is ``w:delText``), nor are the fallbacks of drawings.
    """
    for child in block:
        if child.tag == f"{_W}p":
            yield _paragraph(child)
        elif child.tag == f"{_W}tbl":
            for row in _children(child, f"{_W}tr"):
                cells = (
                    " ".join(" ".join(_paragraph(paragraph).split()) for paragraph in cell.iter(f"{_W}p"))
                    for cell in _children(row, f"{_W}tc")
                )
                yield "\t".join(cells)
        elif child.tag in _WRAPPERS:
            yield from _lines(child)


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """The children with a tag, also inside content controls and tracked changes; not those of nested tables."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _paragraph(paragraph: Any) -> str:
    parts = []
    for node in paragraph.iter(*_SIGNS, f"{_W}t"):
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.getparent().tag == f"{_W}r":  # elsewhere the same names set tab stops
            parts.append(_SIGNS[node.tag])
    return "".join(parts)


def _capped(lines: Iterator[str]) -> Iterator[str]:
    """The lines that hold something, up to the size of a report."""
    total = 0
    for line in lines:
        total += len(line) + 1
        if total > MAX_CHARACTERS:
            raise Unreadable(f"holds more than {MAX_CHARACTERS:,} characters", "give its reports one by one")
        if line.strip():
            yield line.replace("\0", "")
