"""What places lie in: from a place of a record to its first-level division, and from a name to the places it asks for.

The gazetteer is loaded when first needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from masdar.arabic.script import key, normalise
from masdar.knowledge.gazetteer import Entry, Gazetteer
from masdar.record import Place

_NEAR = 0.02  # degrees between a record's point and the gazetteer's, which may have been mended since


@cache
def gazetteer() -> Gazetteer:
    """The built-in places, loaded once."""
    return Gazetteer.load()


def unit_of(place: Place) -> str | None:
    """The ISO 3166-2 code of the first-level division that a record's place is or lies in; None if not known."""
    if place.geonameid is not None:
        entry = gazetteer().unit(str(place.geonameid))
        if entry is not None:
            return entry.admin1 or None
    for entry in _named(place.text):
        if entry.country != (place.country or "") or (place.geonameid or entry.geonameid) != entry.geonameid:
            continue
        if entry.level == "admin1" == place.level or _at(entry, place.lat, place.lon):
            return entry.admin1 or None
    return None


def _at(entry: Entry, lat: float | None, lon: float | None) -> bool:
    if lat is None or lon is None or entry.lat is None or entry.lon is None:
        return False
    return abs(entry.lat - lat) <= _NEAR and abs(entry.lon - lon) <= _NEAR


def _named(name: str) -> tuple[Entry, ...]:
    light = key(normalise(name)).replace("-", " ")
    return gazetteer().named(" ".join(light.split()))


@dataclass(frozen=True, slots=True)
class Area:
    """What a name or code of a place asks for: whole countries, whole divisions, single places."""

    countries: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    geonameids: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.countries or self.units or self.geonameids)


def area(asked: str) -> Area:
    """What ``asked`` stands for: a GeoNames id, an ISO 3166-1 or 3166-2 code, or an Arabic name.

    A name that is that of a country or division stands for all that lies in it, and a name that several places share
    for all of them.
    """
    places = gazetteer()
    code = asked.strip()
    if code.isdigit():
        entry = places.unit(code)
        if entry is not None and entry.level in ("country", "admin1"):
            return _of([entry])
        return Area(geonameids=frozenset((int(code),)))
    if code.isascii() and code.isupper():
        if len(code) == 3 and (entry := places.country(code)):
            return _of([entry])
        if (entry := places.unit(code)) is not None:
            return _of([entry])
    return _of(list(_named(asked)))


def _of(entries: list[Entry]) -> Area:
    return Area(
        countries=frozenset(entry.country for entry in entries if entry.level == "country" and entry.country),
        units=frozenset(entry.admin1 for entry in entries if entry.level == "admin1" and entry.admin1),
        geonameids=frozenset(
            entry.geonameid for entry in entries if entry.geonameid and entry.level not in ("country", "admin1")
        ),
    )
