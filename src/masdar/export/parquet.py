"""Parquet: one typed row an event, nested as the record is, for pandas, R, DuckDB and the like.

The columns are those of the report and of :class:`~masdar.record.Event`, made from the models themselves: lists stay
lists, parts stay structs, days are dates. Relations and statements are no events; they are in JSONL and GraphML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from itertools import islice
from types import NoneType, UnionType
from typing import Annotated, Any, BinaryIO, Literal, Union, get_args, get_origin

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel

from masdar.export.dates import days
from masdar.export.flat import COUNTS
from masdar.record import Event, Record

BATCH = 5_000  # events in one row group: about 10 MB in memory
_REPORT = ("doc_id", "source", "published", "title", "url")
_SCALARS = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
_COUNT = pa.struct([("low", pa.int64()), ("high", pa.int64())])


@cache
def schema() -> pa.Schema:
    """The columns: the report's, then the event's, then its first and last day where it has them."""
    report = [pa.field(name, pa.date32() if name == "published" else pa.string()) for name in _REPORT]
    coder = [pa.field("coder", _struct(Record.model_fields["coder"].annotation))]
    event = [_field(name, Event.model_fields[name].annotation) for name in Event.model_fields]
    return pa.schema([*report, *coder, *event, pa.field("first_day", pa.date32()), pa.field("last_day", pa.date32())])


def write(records: Iterable[Record], stream: BinaryIO) -> int:
    """Write the events of records as one Parquet file and say how many records there were."""
    count = 0

    def rows() -> Iterator[dict[str, Any]]:
        nonlocal count
        for record in records:
            count += 1
            yield from (_row(record, event) for event in record.events)

    with pq.ParquetWriter(stream, schema(), compression="zstd") as writer:
        waiting = rows()
        while batch := list(islice(waiting, BATCH)):
            writer.write_batch(pa.RecordBatch.from_pylist(batch, schema=schema()))
    return count


def _row(record: Record, event: Event) -> dict[str, Any]:
    span = days(event.time.value) if event.time else None
    row: dict[str, Any] = {name: getattr(record, name) for name in _REPORT}
    row["published"] = date.fromisoformat(record.published) if record.published else None
    row |= event.model_dump()
    row["coder"] = record.coder.model_dump()
    row["counts"] = {key: dict(zip(("low", "high"), count, strict=True)) for key, count in event.counts.items()}
    row["first_day"], row["last_day"] = span or (None, None)
    return row


def _field(name: str, annotation: Any) -> pa.Field:
    if name == "counts":
        return pa.field(name, pa.struct([(key, _COUNT) for key in COUNTS]))
    return pa.field(name, _type(annotation))


def _struct(model: Any) -> pa.StructType:
    return pa.struct([_field(name, part.annotation) for name, part in model.model_fields.items()])


def _type(annotation: Any) -> pa.DataType:
    """The Arrow type of a field of the record."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(arguments[0])
    if origin is list:
        return pa.list_(_type(arguments[0]))
    if origin is Literal:
        return pa.string()
    if origin in {Union, UnionType}:
        (given,) = (argument for argument in arguments if argument is not NoneType)
        return _type(given)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _struct(annotation)
    return _SCALARS[annotation]
