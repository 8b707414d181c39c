"""JSONL: one report a line, as archives and feeds write them.

Lines are read one by one, so a file may be larger than memory and a broken line costs itself only.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Protocol

from masdar.reading.encoding import detect, single_byte
from masdar.reading.report import MAX_CHARACTERS, Content, Unreadable, parse_date, printable

# Every character of the longest report as \uXXXX, and room for the other fields.
MAX_LINE = MAX_CHARACTERS * 6 + 65536
CHUNK = 1 << 16
_SHAPE = 'one object a line: {"id": …, "text": …, "title": …, "published": "YYYY-MM-DD", "source": …, "url": …}'


class Readable(Protocol):
    """Something bytes can be read from."""

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes; none at the end."""


_FIELDS = ("title", "source", "url")


def lines(stream: Readable, start: bytes = b"") -> Iterator[tuple[int, bytes | None]]:
    """Line numbers (from 1) and lines of a stream, in UTF-8 whatever Unicode it is in; None for a line too long.

    :param start: what has already been read of the stream.
    """
    number, buffered, skipping = 0, bytearray(), False
    for chunk in _transcoded(_chunks(stream, start)):
        parts = chunk.split(b"\n")
        for index, part in enumerate(parts):
            if not skipping:
                buffered += part
            if len(buffered) > MAX_LINE:
                skipping = True
                buffered.clear()
            if index < len(parts) - 1:
                number += 1
                yield number, None if skipping else bytes(buffered)
                buffered.clear()
                skipping = False
    if buffered or skipping:
        yield number + 1, None if skipping else bytes(buffered)


def _chunks(stream: Readable, start: bytes) -> Iterator[bytes]:
    if start:
        yield start
    # read1 gives what is there without waiting for a full chunk, so that a feed piped in is coded as it comes.
    read = getattr(stream, "read1", stream.read)
    while chunk := read(CHUNK):
        yield chunk


def _transcoded(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks in UTF-8, if a mark or the bytes tell that they are in UTF-16 or UTF-32."""
    decoder: codecs.IncrementalDecoder | None = None
    first = True
    for chunk in chunks:
        if first:
            first = False
            name = detect(chunk)
            if name and not name.startswith("utf-8"):
                decoder = codecs.getincrementaldecoder(name)("surrogatepass")
            elif name:
                chunk = chunk.removeprefix(codecs.BOM_UTF8)  # noqa: PLW2901
        yield decoder.decode(chunk).encode("utf-8", "surrogatepass") if decoder else chunk


def read_row(line: bytes | None) -> tuple[str | None, Content]:
    """The id (None if the row has none) and the content of one line.

    :raises Unreadable: where the line is no JSON object with a ``text``, or a field is not what it should be.
    """
    if line is None:
        raise Unreadable(f"is longer than {MAX_LINE:,} bytes", f"write {_SHAPE}")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        text = single_byte(line, error)
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as error:
        at = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
        raise Unreadable(f"is not valid JSON{at}", f"write {_SHAPE}") from error
    return row_content(row)


def row_content(row: object) -> tuple[str | None, Content]:
    """The id (None if there is none) and the content of a row that has been parsed.

    :raises Unreadable: where it is no object with a ``text``, or a field is not what it should be.
    """
    if not isinstance(row, dict):
        raise Unreadable(f"is a JSON {_kind(row)}, not an object", f"write {_SHAPE}")
    return _identifier(row.get("id")), _content(row)


def _content(row: dict[str, Any]) -> Content:
    text = row.get("text")
    if text is None:
        raise Unreadable('has no "text"', f"write {_SHAPE}")
    if not isinstance(text, str):
        raise Unreadable(f'has a "text" that is a {_kind(text)}', "give it as a string")
    fields = {"text": text}
    for name in _FIELDS:
        value = row.get(name)
        if value is not None and not isinstance(value, str):
            raise Unreadable(f'has a "{name}" that is a {_kind(value)}', "give it as a string, or leave it out")
        if value:
            fields[name] = value
    for name, value in fields.items():
        _whole(name, value)
    return Content(
        text,
        title=fields.get("title"),
        published=_published(row.get("published")),
        source=fields.get("source"),
        url=fields.get("url"),
    )


def _whole(name: str, value: str) -> None:
    """Refuse half characters, which no file can hold, and NUL."""
    if not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise Unreadable(
                f'has half a character (\\u{ord(value[error.start]):04x}, a lone surrogate) in "{name}"',
                "write whole characters",
            ) from error
    if "\0" in value:
        raise Unreadable(f'holds a NUL character in "{name}"', "take it out")


def _identifier(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Unreadable(f'has an "id" that is a {_kind(value)}', "give it as a string or a whole number")
    text = str(value)
    _whole("id", text)
    if len(text) > 1000:
        raise Unreadable('has an "id" of more than 1,000 characters', "give a shorter one")
    return text


def _published(value: object) -> date | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Unreadable(f'has a "published" that is a {_kind(value)}', 'give it as "YYYY-MM-DD"')
    try:
        return parse_date(value)
    except ValueError as error:
        shown = printable(value[:40])
        raise Unreadable(f'has the "published" “{shown}”, which is no date', 'give it as "YYYY-MM-DD"') from error


def _kind(value: object) -> str:
    """What JSON calls a value."""
    kinds = {dict: "object", list: "list", str: "string", bool: "truth value", type(None): "null"}
    return kinds.get(type(value), "number")
