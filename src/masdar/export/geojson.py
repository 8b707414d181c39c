"""GeoJSON (RFC 7946): one feature for every place of every event, for maps.

An event whose place is not known, or has no coordinates, is there all the same with a null geometry, as section 3.2
of the RFC allows: a map leaves it out, a count of the features does not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TextIO

from masdar.export.flat import main_place, row
from masdar.export.format import put
from masdar.record import Event, EventPlace, Record


@dataclass(frozen=True, slots=True)
class GeoJson:
    """Events as a FeatureCollection of points with flat properties."""

    opening: str = '{"type": "FeatureCollection", "features": [\n'
    between: str = ",\n"
    closing: str = "\n]}\n"

    def item(self, record: Record) -> str:
        """The record's features, none if it has no event."""
        return ",\n".join(
            json.dumps(feature, ensure_ascii=False, allow_nan=False)
            for event in record.events
            for feature in features(record, event)
        )


def features(record: Record, event: Event) -> list[dict[str, Any]]:
    """A feature for every place of the event that has coordinates, or one without a point."""
    placed = [place for place in event.places if place.lat is not None and place.lon is not None]
    return [_feature(record, event, place) for place in placed] or [_feature(record, event, main_place(event))]


def _feature(record: Record, event: Event, place: EventPlace | None) -> dict[str, Any]:
    properties = row(record, event, place)
    lat, lon = properties.pop("lat"), properties.pop("lon")
    point = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
    return {
        "type": "Feature",
        "geometry": point,
        "properties": {name: value for name, value in properties.items() if value not in {None, ""}},
    }


def write(reports: Iterable[Record], stream: TextIO) -> int:
    """Write the events of records as one GeoJSON object and say how many records there were."""
    return put(reports, stream, GeoJson())
