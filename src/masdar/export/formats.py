"""All formats by name, and the one door to them: records in, bytes out.

``export(records, stream, "parquet")`` is what the command does, and what a database does with the records it found.
Most formats take record after record and keep none; those that cannot say so where they are described.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any, BinaryIO

from masdar.record import Record

EXTRA = "masdar[export]"


class ExportError(Exception):
    """An export that cannot be made; the message is one sentence that says what to do."""


def _silent(_sentence: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Aids:
    """What a format may want beside the records.

    :param texts: the reports' texts by ``doc_id``, for formats that quote the sentence an event stands in.
    :param tell: called with a sentence for a person, such as how many events were left out and why.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    tell: Callable[[str], None] = _silent

    def left_out(self, events: int, why: str) -> None:
        """Tell how many events the format has no place for, if any."""
        if events:
            self.tell(f"{events:,} {'event was' if events == 1 else 'events were'} left out: {why}.")


@dataclass(frozen=True, slots=True)
class FormatInfo:
    """A format: whether it is text, what libraries it needs, whether it uses the aids."""

    text: bool = True
    needs: tuple[str, ...] = ()
    aided: bool = False


#: Every format; the module of the same name writes it.
FORMATS: dict[str, FormatInfo] = {
    "jsonl": FormatInfo(),
    "csv": FormatInfo(),
    "parquet": FormatInfo(False, ("pyarrow",)),
    "geojson": FormatInfo(),
    "geopackage": FormatInfo(False, ("pyarrow", "pyogrio")),
    "acled": FormatInfo(aided=True),
    "plover": FormatInfo(aided=True),
    "hxl": FormatInfo(),
    "graphml": FormatInfo(False, ("networkx",)),
    "bayanat": FormatInfo(aided=True),
}


def check(name: str) -> FormatInfo:
    """What is known of a format.

    :raises ExportError: where there is none of that name, or a library it needs is not installed.
    """
    info = FORMATS.get(name)
    if info is None:
        raise ExportError(f"{name!r} is no format; there are {', '.join(FORMATS)}.")
    missing = [library for library in info.needs if find_spec(library) is None]
    if missing:
        raise ExportError(f"The format {name} needs {' and '.join(missing)}; install with: pip install '{EXTRA}'.")
    return info


def export(
    records: Iterable[Record], stream: BinaryIO, name: str, aids: Aids | None = None, *, safe: bool = False
) -> int:
    """Write records to a stream of bytes in one format and say how many there were.

    :param stream: is written to from where it stands, never sought in, and left open.
    :param safe: write of each record what may be shared (:mod:`masdar.export.safe`), and quote no report.
    :raises ExportError: as :func:`check`.
    """
    info = check(name)
    given = aids or Aids()
    if safe:
        from masdar.export.safe import share

        records, given = share(records), Aids(tell=given.tell)
    write: Any = importlib.import_module(f"masdar.export.{name}").write
    more = {"aids": given} if info.aided else {}
    if not info.text:
        return int(write(records, stream, **more))
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=False)
    try:
        return int(write(records, text, **more))
    finally:
        text.flush()
        text.detach()  # the stream is its owner's to close
