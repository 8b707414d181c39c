"""The door: from whatever paths a person gives to a stream of reports and problems, in the order given.

The kind of a file is told by what is in it first and by its name second, for names lie more often. Nothing here is
read twice or kept: a folder of a million files and a JSONL file larger than memory pass through one report at a time.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import stat
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from masdar.reading.encoding import detect
from masdar.reading.jsonl import Readable, lines, read_row, row_content
from masdar.reading.language import foreign
from masdar.reading.pages import is_page, read_page
from masdar.reading.pdf import read_pdf
from masdar.reading.plain import read_plain
from masdar.reading.report import (
    MAX_BYTES,
    MAX_CHARACTERS,
    Content,
    Problem,
    Report,
    Unreadable,
    parse_date,
    printable,
)
from masdar.reading.word import OLE, ZIP, read_docx

STDIN = "-"
TEXT_SUFFIXES = frozenset({".txt", ".text", ".md"})
PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
ROW_SUFFIXES = frozenset({".jsonl", ".ndjson"})
KNOWN_SUFFIXES = TEXT_SUFFIXES | PAGE_SUFFIXES | ROW_SUFFIXES | {".json", ".pdf", ".docx", ""}

_HEAD = 65536
_MAX_PLAIN = MAX_CHARACTERS * 4  # no character of UTF-8 or UTF-16 takes more bytes
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d-[01]\d-[0-3]\d)(?!\d)")
_KINDS = "text, HTML, PDF, DOCX or JSONL"


def read_reports(
    paths: Iterable[str | Path],
    published: date | None = None,
    source: str | None = None,
    *,
    stdin: BinaryIO | None = None,
    progress: Callable[[int], None] | None = None,
    skip: tuple[int, int] | None = None,
) -> Iterator[Report | Problem]:
    """Every report under ``paths``, and a problem for everything that is none, in order.

    Folders are read with all that is below them, sorted by name, without hidden files. ``-`` is standard input: JSONL
    if it starts with an object, else one report of any kind.

    :param published: the day of publication where a JSONL row has none; it goes before a date found in a page or in a
        file's name (``2024-05-01 name.txt``).
    :param source: the outlet, by the same order.
    :param stdin: what to read for ``-`` (the process's standard input by default).
    :param progress: called with the number of bytes read since the last call.
    :param skip: device and inode of a file to pass over: the one that the records are written to, which would feed on
        itself.
    """
    return _Door(published, source, stdin, progress or (lambda _count: None), skip).read(paths)


def measure(paths: Iterable[str | Path]) -> int | None:
    """Bytes to be read under ``paths``, for a progress bar; None where they cannot be told beforehand."""
    total = 0
    for path in paths:
        if str(path) == STDIN:
            return None
        try:
            if os.path.isdir(path):
                total += sum(
                    entry.stat().st_size for entry in _walk(str(path), Counter()) if isinstance(entry, os.DirEntry)
                )
            else:
                total += os.stat(path).st_size
        except OSError:
            continue
    return total


@dataclass
class _Door:
    published: date | None
    source: str | None
    stdin: BinaryIO | None
    progress: Callable[[int], None]
    skip: tuple[int, int] | None = None
    ids: set[str] = field(default_factory=set)

    def read(self, paths: Iterable[str | Path]) -> Iterator[Report | Problem]:
        for given in paths:
            path = str(given)
            if path == STDIN:
                stream = self.stdin or sys.stdin.buffer
                yield from self._stream(stream, path, "stdin", "", published=None)
            elif os.path.isdir(path):
                yield from self._folder(path)
            else:
                yield from self._file(path, PurePosixPath(path).name)

    def _folder(self, path: str) -> Iterator[Report | Problem]:
        found = False
        other: Counter[str] = Counter()
        for entry in _walk(path, other):
            if isinstance(entry, Problem):
                yield entry
                continue
            found = True
            if self._is_output(entry.stat()):
                continue
            name = Path(os.path.relpath(entry.path, path)).as_posix()
            yield from self._file(entry.path, name)
        if other:
            kinds = ", ".join(f"{suffix}: {count}" for suffix, count in sorted(other.items()))
            yield Problem(
                path,
                None,
                f"{other.total()} files are of no kind that can be read ({printable(kinds)})",
                f"give {_KINDS}",
            )
        elif not found:
            yield Problem(path, None, "is a folder without a report in it", f"give one with {_KINDS}")

    def _file(self, path: str, name: str) -> Iterator[Report | Problem]:
        """The reports of one file; ``name`` is what their ids are made of."""
        identifier, suffix = _split(name)
        try:
            with open(path, "rb") as stream:
                if self._is_output(os.fstat(stream.fileno())):
                    yield Problem(path, None, "is the file that is written to", "write somewhere else")
                elif suffix.endswith(".gz"):
                    with gzip.open(stream) as unpacked:
                        yield from self._stream(unpacked, path, identifier, suffix.removesuffix(".gz"), _day(name))
                else:
                    yield from self._stream(stream, path, identifier, suffix, _day(name))
        except OSError as error:
            yield _os_problem(path, error)
        except ValueError:  # a NUL in the name
            yield Problem(path, None, "is no possible file name", "give another path")

    def _is_output(self, status: os.stat_result) -> bool:
        return stat.S_ISREG(status.st_mode) and (status.st_dev, status.st_ino) == self.skip

    def _stream(
        self, stream: BinaryIO | gzip.GzipFile, path: str, identifier: str, suffix: str, published: date | None
    ) -> Iterator[Report | Problem]:
        counted = _Counted(stream, self.progress)
        try:
            head = counted.fill(_HEAD if suffix not in ROW_SUFFIXES else 1)
            if not head:
                yield Problem(path, None, "is empty", "give a file with a report in it")
            elif _has_rows(head, suffix):
                yield from self._rows(counted, head, path, identifier)
            elif suffix == ".json":
                yield from self._json(counted, head, path, identifier)
            else:
                content = _content(counted, head, suffix)
                # What a page says of itself comes after what the user says; a file's name comes last.
                content = replace(
                    content,
                    published=self.published or content.published or published,
                    source=self.source or content.source,
                )
                yield from self._accept(content, path, None, self._own_id(identifier))
        except Unreadable as reason:
            yield Problem(path, None, reason.what, reason.remedy)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            yield Problem(path, None, "is a damaged gzip archive", "pack it again")
        except OSError as error:
            yield _os_problem(path, error)

    def _rows(self, stream: Readable, head: bytes, path: str, identifier: str) -> Iterator[Report | Problem]:
        found = False
        for number, line in lines(stream, head):
            if line is not None and not line.strip():
                continue
            found = True
            try:
                given, content = read_row(line)
            except Unreadable as reason:
                yield Problem(path, number, reason.what, reason.remedy)
            else:
                yield from self._row(given, content, path, number, f"{identifier}-{number}")
        if not found:
            yield Problem(path, None, "holds blank lines only", "give a file with a report in it")

    def _row(
        self, given: str | None, content: Content, path: str, number: int | None, fallback: str
    ) -> Iterator[Report | Problem]:
        content = replace(content, published=content.published or self.published, source=content.source or self.source)
        if given is not None and given in self.ids:
            other = self._own_id(given)
            yield Problem(
                path,
                number,
                f"has the id “{given[:80]}” that an earlier report has",
                f"give each report its own (it is coded as “{other[:90]}”)",
            )
            yield from self._accept(content, path, number, other)
            return
        if given is not None:
            self.ids.add(given)
        yield from self._accept(content, path, number, given if given is not None else self._own_id(fallback))

    def _json(self, stream: Readable, head: bytes, path: str, identifier: str) -> Iterator[Report | Problem]:
        """A .json file: one object, or a list of them."""
        data = _rest(stream, head, MAX_BYTES)
        try:
            rows: Any = json.loads(read_plain(data).text)
        except (ValueError, RecursionError):
            # Not one value: it may be lines.
            yield from self._rows(io.BytesIO(), data, path, identifier)
            return
        many = isinstance(rows, list)
        for number, row in enumerate(rows if many else [rows], 1):
            try:
                given, content = row_content(row)
            except Unreadable as reason:
                yield Problem(path, None, f"item {number} {reason.what}" if many else reason.what, reason.remedy)
            else:
                yield from self._row(given, content, path, None, f"{identifier}-{number}" if many else identifier)
        if not rows:
            yield Problem(path, None, "is an empty list or object", "give a file with a report in it")

    def _own_id(self, identifier: str) -> str:
        """An id that no report has yet, made from ``identifier``."""
        base, number = printable(identifier), 2
        unique = base
        while unique in self.ids:
            unique = f"{base}-{number}"
            number += 1
        self.ids.add(unique)
        return unique

    def _accept(self, content: Content, path: str, number: int | None, identifier: str) -> Iterator[Report | Problem]:
        """The report, if its text is one this program can read."""
        text = content.text
        if not text or text.isspace():
            yield Problem(path, number, "has no text" if number else "is blank", "give a report with text")
        elif len(text) > MAX_CHARACTERS:
            yield Problem(path, number, f"holds more than {MAX_CHARACTERS:,} characters", "give its reports one by one")
        elif language := foreign(text):
            yield Problem(path, number, f"is {language}", "give reports in Arabic")
        else:
            yield Report(identifier, text, content.title, content.published, content.source, content.url, path, number)


class _Counted:
    """A stream that says how many bytes have been read of it, and reads without waiting for more than there is."""

    def __init__(self, stream: Any, progress: Callable[[int], None]) -> None:
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self._progress = progress

    def read(self, size: int = -1, /) -> bytes:
        """At most ``size`` bytes."""
        data = self._read(size)
        self._progress(len(data))
        return data

    def fill(self, size: int) -> bytes:
        """At least ``size`` bytes, unless the stream ends before."""
        data = b""
        while len(data) < size and (more := self.read(_HEAD)):
            data += more
            if _has_rows(data, ""):  # what may be a feed is not waited for
                break
        return data


def _rest(stream: Readable, head: bytes, limit: int) -> bytes:
    """All of a stream.

    :raises Unreadable: where it is longer than ``limit``.
    """
    parts, total = [head], len(head)
    while chunk := stream.read(1 << 20):
        parts.append(chunk)
        total += len(chunk)
        if total > limit:
            raise Unreadable(f"is larger than {limit:,} bytes, too much for one report", "give its reports one by one")
    return b"".join(parts)


def _content(stream: Readable, head: bytes, suffix: str) -> Content:
    """Read one report of whatever kind its bytes, or else its name, tell.

    :raises Unreadable: where it cannot be read.
    """
    if b"%PDF-" in head[:1024] or suffix == ".pdf":
        return read_pdf(_rest(stream, head, MAX_BYTES))
    if head.startswith((ZIP, OLE)) or suffix == ".docx":
        return read_docx(_rest(stream, head, MAX_BYTES))
    if suffix in PAGE_SUFFIXES or (head[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] == b"<" and is_page(head)):
        return read_page(_rest(stream, head, MAX_BYTES))
    return read_plain(_rest(stream, head, _MAX_PLAIN))


def _has_rows(head: bytes, suffix: str) -> bool:
    """Whether a stream is JSONL: by its name, or because it starts with an object and has no other name."""
    if suffix in ROW_SUFFIXES:
        return True
    if suffix:
        return False
    name = detect(head)
    start = head[:512].decode(name or "latin-1", "ignore").lstrip("\ufeff \t\r\n")
    return start.startswith("{") and start[1:].lstrip()[:1] in {'"', "}"}


def _split(name: str) -> tuple[str, str]:
    """A file's name without its suffix, and the suffix in lower case (``.jsonl.gz`` as a whole)."""
    base = name.removesuffix(".gz")
    suffix = PurePosixPath(base).suffix
    stem = base.removesuffix(suffix) if suffix.lower() in KNOWN_SUFFIXES else base
    return stem, suffix.lower() + (".gz" if base != name else "")


def _day(name: str) -> date | None:
    """The date in a file's name, if there is one."""
    for match in _DAY.finditer(PurePosixPath(name).name):
        try:
            return parse_date(match[1])
        except ValueError:
            continue
    return None


def _walk(path: str, other: Counter[str], above: tuple[tuple[int, int], ...] = ()) -> Iterator[Any]:
    """The files under a folder that may be reports, as directory entries, sorted; problems where it cannot be read.

    :param other: counts the files of unknown kinds by suffix.
    :param above: the folders this one lies in, by device and inode, so that a link to one of them is not followed.
    """
    try:
        status = os.stat(path)
        with os.scandir(path) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield _os_problem(path, error)
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        yield Problem(path, None, "is a link to a folder that it lies in", "take the link away")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        try:
            mode = entry.stat().st_mode
        except OSError as error:
            yield _os_problem(entry.path, error)
            continue
        if stat.S_ISDIR(mode):
            yield from _walk(entry.path, other, (*above, here))
        elif not stat.S_ISREG(mode):
            yield Problem(entry.path, None, "is no file but a pipe or device", "give it by itself if you mean it")
        else:
            suffix = _split(entry.name)[1]
            if suffix.removesuffix(".gz") in KNOWN_SUFFIXES:
                yield entry
            else:
                other[suffix] += 1


def _os_problem(path: str, error: OSError) -> Problem:
    """What the operating system says, in this program's words where they are plainer."""
    if isinstance(error, FileNotFoundError):
        return Problem(path, None, "does not exist", "check the path")
    if isinstance(error, PermissionError):
        return Problem(path, None, "may not be read (permission denied)", "ask for the right to read it")
    if isinstance(error, gzip.BadGzipFile):
        return Problem(path, None, "is a damaged gzip archive", "pack it again")
    return Problem(
        path, None, f"cannot be read ({error.strerror or type(error).__name__})", "check the path and the disk"
    )
