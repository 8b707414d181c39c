"""Exports: what was found, streamed in any of the formats of ``masdar export``."""

from __future__ import annotations

import io
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import Field

from masdar.export.formats import FORMATS, Aids, ExportError, check, export
from masdar.record import Record
from masdar.store import Store, people
from masdar.store.filters import Filters
from masdar.web.access import Reader
from masdar.web.asked import Asked
from masdar.web.errors import invalid
from masdar.web.state import Bench

router = APIRouter(tags=["export"])
Name = Literal[
    "jsonl", "csv", "parquet", "geojson", "geopackage", "acled", "plover", "hxl", "graphml", "bayanat",
]  # fmt: skip
_ENDINGS = {
    "jsonl": ("jsonl", "application/jsonl"), "csv": ("csv", "text/csv"),
    "parquet": ("parquet", "application/vnd.apache.parquet"), "geojson": ("geojson", "application/geo+json"),
    "geopackage": ("gpkg", "application/geopackage+sqlite3"), "acled": ("csv", "text/csv"),
    "plover": ("jsonl", "application/jsonl"), "hxl": ("csv", "text/csv"),
    "graphml": ("graphml", "application/graphml+xml"), "bayanat": ("csv", "text/csv"),
}  # fmt: skip
assert set(_ENDINGS) == set(FORMATS)
_PAGE = 200
_AHEAD = 64  # pieces that wait for whoever downloads
_PIECE = 32 * 1024


class ExportAsked(Asked):
    """Filters, the format, and whether to leave out who private persons are."""

    format: Name = "jsonl"
    safe: bool = Field(False, description="Leave out what would tell who private persons are.")


_CONTENT: dict[str, Any] = {kind: {} for _, kind in _ENDINGS.values()}


@router.get("/export", response_class=StreamingResponse, responses={200: {"content": _CONTENT}})
def stream(bench: Bench, user: Reader, asked: Annotated[ExportAsked, Query()]) -> StreamingResponse:
    """The records of what is found: whole records where nothing is asked, else each event in a record of its own."""
    try:
        check(asked.format)
    except ExportError as error:
        raise invalid(str(error)) from error
    filters = asked.filters()
    if filters.text is not None:
        bench.store.find(limit=1, text=filters.text)  # words that cannot be looked for are told now
    people.note(bench.database, user.name, user.address, "export", f"{asked.format}{' safe' if asked.safe else ''}")
    ending, kind = _ENDINGS[asked.format]

    def write(out: io.RawIOBase) -> None:
        # Small writes are gathered; the format closes neither.
        buffer = io.BufferedWriter(out, _PIECE)
        export(_records(bench.store, filters), buffer, asked.format, Aids(), safe=asked.safe)
        buffer.flush()
        buffer.detach()

    headers = {"Content-Disposition": f'attachment; filename="masdar-{asked.format}.{ending}"'}
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    return StreamingResponse(_streamed(write), media_type=f"{kind}{charset}", headers=headers)


def _records(store: Store, filters: Filters) -> Iterator[Record]:
    if filters == Filters():
        yield from (found.record for found in store.records())
        return
    after: str | None = None
    while True:
        page = store.page(filters, _PAGE, after)
        yield from (found.record for found in page.items)
        after = page.after
        if after is None:
            return


class _Gone(Exception):
    """Whoever downloads has gone."""


class _Pipe(io.RawIOBase):
    """A stream whose bytes come out as pieces of an answer, while they are written."""

    def __init__(self, pieces: queue.Queue[bytes | None], gone: threading.Event) -> None:
        self._pieces = pieces
        self._gone = gone

    def writable(self) -> bool:
        return True

    def write(self, given: object) -> int:
        piece = bytes(given)  # type: ignore[call-overload]
        while True:
            if self._gone.is_set():
                raise _Gone
            try:
                self._pieces.put(piece, timeout=1)
            except queue.Full:
                continue
            return len(piece)


def _streamed(write: Callable[[io.RawIOBase], None]) -> Iterator[bytes]:
    pieces: queue.Queue[bytes | None] = queue.Queue(_AHEAD)
    gone = threading.Event()
    failed: list[Exception] = []

    def work() -> None:
        try:
            write(_Pipe(pieces, gone))
        except _Gone:
            return
        except Exception as error:  # told to whoever downloads by an answer that breaks off
            failed.append(error)
        while not gone.is_set():
            try:
                pieces.put(None, timeout=1)
            except queue.Full:
                continue
            return

    thread = threading.Thread(target=work, name="masdar-export", daemon=True)
    thread.start()
    try:
        while (piece := pieces.get()) is not None:
            yield piece
        if failed:
            raise failed[0]
    finally:
        gone.set()
