"""CSV with a row of HXL hashtags, which the Humanitarian Data Exchange and its tools read.

Hashtags and attributes are those of the HXL dictionary 1.1 (hxlstandard.org); attributes that it does not list, such as
``+sector``, are the free ones that its tagging conventions allow. One row is one event, at its main place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from masdar.export.csv import line
from masdar.export.dates import days
from masdar.export.flat import Cell, joined, main_place
from masdar.export.reference import country, province
from masdar.record import Actor, Event, EventPlace, Record

COLUMNS = {
    "Report": "#meta+report+id",
    "Outlet": "#meta+source",
    "Link": "#meta+url",
    "Published": "#date+reported",
    "Event": "#meta+event+id",
    "Type": "#event+type",
    "Mode": "#event+mode",
    "Told as": "#event+status",
    "Confidence": "#indicator+confidence+num",
    "Told by": "#meta+claim+source",
    "Word": "#description+word",
    "ACLED sub-event": "#event+type+acled",
    "First day": "#date+occurred+start",
    "Last day": "#date+occurred+end",
    "Actors": "#group+actor+name",
    "Actors' ids": "#group+actor+code",
    "Actors' states": "#group+actor+country",
    "Actors' sectors": "#group+actor+sector",
    "Recipients": "#group+recipient+name",
    "Recipients' ids": "#group+recipient+code",
    "Recipients' states": "#group+recipient+country",
    "Recipients' sectors": "#group+recipient+sector",
    "Country": "#country+name",
    "Country code": "#country+code+v_iso3",
    "Province": "#adm1+name",
    "Place": "#loc+name",
    "GeoNames id": "#loc+code+v_geonames",
    "Kind of place": "#loc+type",
    "Precision": "#geo+precision",
    "Latitude": "#geo+lat",
    "Longitude": "#geo+lon",
    "Killed, least": "#affected+killed+min",
    "Killed, most": "#affected+killed+max",
    "Injured, least": "#affected+injured+min",
    "Injured, most": "#affected+injured+max",
    "Captured, least": "#affected+captured+min",
    "Captured, most": "#affected+captured+max",
    "Displaced, least": "#affected+displaced+min",
    "Displaced, most": "#affected+displaced+max",
    "At risk, least": "#affected+at_risk+min",
    "At risk, most": "#affected+at_risk+max",
}


def write(records: Iterable[Record], stream: TextIO) -> int:
    """Write the events of records and say how many records there were."""
    stream.write(line(COLUMNS) + line(COLUMNS.values()))
    count = 0
    for record in records:
        count += 1
        for event in record.events:
            stream.write(line(_cells(record, event)))
    return count


def _cells(record: Record, event: Event) -> Iterator[Cell]:
    place = main_place(event)
    first, last = (days(event.time.value) if event.time else None) or (None, None)
    yield from (record.doc_id, record.source, record.url, record.published)
    yield from (event.id, event.type, event.mode, event.status, event.confidence)
    yield joined(source.text for source in event.sources)
    yield from (event.trigger.text, event.codes.acled)
    yield from (first.isoformat() if first else None, last.isoformat() if last else None)
    yield from _group(event.actors)
    yield from _group(event.recipients)
    yield from _place(place) if place else [None] * 9
    for key in ("killed", "injured", "captured", "displaced", "at_risk"):
        yield from event.counts.get(key, (None, None))


def _group(actors: Iterable[Actor]) -> Iterator[Cell]:
    listed = list(actors)
    yield joined(actor.text for actor in listed)
    yield joined(actor.id for actor in listed)
    yield joined(actor.country for actor in listed)
    yield joined(actor.sector for actor in listed)


def _place(place: EventPlace) -> Iterator[Cell]:
    state, division = country(place.country), province(place)
    yield state.name if state else None
    yield place.country
    yield division.name if division else place.text if place.level == "admin1" else None
    yield from (place.text, place.geonameid, place.level, place.precision, place.lat, place.lon)
