"""GeoPackage: one file with two layers, for QGIS, ArcGIS and every tool that GDAL is in.

``events`` has every event once, at its main place, with the columns of the CSV; an event without a known point is
there without a geometry. ``places`` has every place name of the reports, whether or not something happened there.
"""

from __future__ import annotations

import shutil
import struct
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyogrio

from masdar.export.dates import days
from masdar.export.flat import COLUMNS, DECIMAL, WHOLE, main_place, row
from masdar.record import Record

BATCH = 5_000
_GEOMETRY = "geom"
_DAYS = ("published", "first_day", "last_day")


def _type(column: str) -> pa.DataType:
    if column in _DAYS:
        return pa.date32()
    return pa.int64() if column in WHOLE else pa.float64() if column in DECIMAL else pa.string()


def _schema(columns: Iterable[str]) -> pa.Schema:
    return pa.schema([*((column, _type(column)) for column in columns), (_GEOMETRY, pa.binary())])


EVENTS = _schema((*COLUMNS, "first_day", "last_day"))
PLACES = _schema(
    ("doc_id", "source", "published", "place", "geonameid", "country", "level", "precision", "use", "lat", "lon")
)


def write(records: Iterable[Record], stream: BinaryIO) -> int:
    """Write the events and places of records as a GeoPackage and say how many records there were.

    A GeoPackage is a database, so it is made in a temporary file first.
    """
    count = 0
    with tempfile.TemporaryDirectory(prefix="masdar-") as folder:
        path = Path(folder) / "export.gpkg"
        layers = [_Layer(path, "events", EVENTS), _Layer(path, "places", PLACES)]
        for record in records:
            count += 1
            layers[0].add(_events(record))
            layers[1].add(_places(record))
        for layer in layers:
            layer.close()
        with path.open("rb") as made:
            shutil.copyfileobj(made, stream)
    return count


class _Layer:
    """A layer that rows are gathered for and written to by the batch."""

    def __init__(self, path: Path, name: str, schema: pa.Schema) -> None:
        self._path, self._name, self._schema = path, name, schema
        self._rows: list[dict[str, Any]] = []
        self._begun = False

    def add(self, rows: Iterable[dict[str, Any]]) -> None:
        self._rows += rows
        if len(self._rows) >= BATCH:
            self._write()

    def close(self) -> None:
        """Write what is left; a layer without rows is there all the same."""
        if self._rows or not self._begun:
            self._write()

    def _write(self) -> None:
        table = pa.Table.from_pylist(self._rows, schema=self._schema)
        pyogrio.write_arrow(
            table,
            self._path,
            layer=self._name,
            driver="GPKG",
            geometry_name=_GEOMETRY,
            geometry_type="Point",
            crs="EPSG:4326",
            append=self._begun,
        )
        self._begun = True
        self._rows = []


def _events(record: Record) -> Iterable[dict[str, Any]]:
    for event in record.events:
        place = main_place(event)
        cells: dict[str, Any] = row(record, event, place)
        cells["published"] = _day(record)
        cells["first_day"], cells["last_day"] = (days(event.time.value) if event.time else None) or (None, None)
        cells[_GEOMETRY] = _point(cells["lon"], cells["lat"])
        yield cells


def _places(record: Record) -> Iterable[dict[str, Any]]:
    for place in record.places:
        yield {
            "doc_id": record.doc_id,
            "source": record.source,
            "published": _day(record),
            "place": place.text,
            "geonameid": place.geonameid,
            "country": place.country,
            "level": place.level,
            "precision": place.precision,
            "use": place.use,
            "lat": place.lat,
            "lon": place.lon,
            _GEOMETRY: _point(place.lon, place.lat),
        }


def _day(record: Record) -> date | None:
    return date.fromisoformat(record.published) if record.published else None


def _point(lon: float | None, lat: float | None) -> bytes | None:
    """A point as well-known binary (OGC 06-103r4, 8.2): little-endian, type 1, x, y."""
    return None if lon is None or lat is None else struct.pack("<BIdd", 1, 1, lon, lat)
