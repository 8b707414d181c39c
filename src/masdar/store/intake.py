"""Where what is loaded comes from: reports that are coded on the way, or records that were made before.

Both give items of a report and its record, in the order of the reports, and pass on whatever could not be read. What
is coded on the way comes with what the store keeps beside a record, made by the workers.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from masdar.batch import Batch
from masdar.reading.report import Problem, Report
from masdar.store.errors import StoreError
from masdar.store.loading import Item, Known, read_record


def coded(
    batch: Batch, items: Iterable[Report | Problem | Known], known: Callable[[Known], None]
) -> Iterator[Item | Problem]:
    """Reports with the records that ``batch`` codes, which must write them as JSON lines and make
    :func:`masdar.store.preparing.prepare` beside.

    :param known: told of each report that need not be coded.
    """
    waiting: deque[Report | Problem] = deque()

    def feed() -> Iterator[Report | Problem]:
        for item in items:
            if isinstance(item, Known):
                known(item)
            else:
                waiting.append(item)
                yield item

    for result in batch.code(feed()):
        item = waiting.popleft()
        if isinstance(result, Problem):
            yield result
        elif isinstance(item, Report):
            yield item, read_record(result.text), result.beside


def recorded(items: Iterable[Report | Problem], path: Path) -> Iterator[Item | Problem]:
    """Reports with the records of a JSONL file, found by their ids; a record that breaks the schema and a report
    without one are problems, each for itself.

    :raises StoreError: where the file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            places: dict[str, tuple[int, int, int]] = {}
            start = 0
            for number, line in enumerate(stream, 1):
                if line.strip() and (doc_id := _doc_id(line)) is not None:
                    places[doc_id] = (start, len(line), number)
                elif line.strip():
                    yield Problem(str(path), number, "is no record (it has no doc_id)", "write one record a line")
                start += len(line)
            for item in items:
                if isinstance(item, Problem):
                    yield item
                    continue
                place = places.get(item.doc_id)
                if place is None:
                    yield Problem(item.path, item.line, f"has no record in {path}", "code it, or give its record")
                    continue
                stream.seek(place[0])
                try:
                    yield item, read_record(stream.read(place[1]).decode("utf-8"))
                except ValueError as error:
                    yield Problem(str(path), place[2], f"holds a record that {error}", "write it as masdar schema says")
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}); give the file with the records.") from error


def _doc_id(line: bytes) -> str | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    doc_id = row.get("doc_id") if isinstance(row, dict) else None
    return doc_id if isinstance(doc_id, str) else None
