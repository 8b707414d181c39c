"""What the formats ask of the built-in tables: an actor's names, a state's codes, the province a place lies in.

Records hold what the report says and stable ids; these look up what other tools want beside them. What is not in the
tables is not known. They are read when first asked for, and once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from masdar.arabic.script import key, normalise
from masdar.knowledge.gazetteer import Entry, Gazetteer
from masdar.knowledge.tables import BUILT_IN, read_table
from masdar.record import Place

COUNTRIES = Path(__file__).parent / "data" / "countries.csv"


@dataclass(frozen=True, slots=True)
class Country:
    """A state: ISO 3166-1 codes, English name, and the region that ACLED counts it to; empty where not known."""

    iso3: str
    iso2: str
    numeric: str
    name: str
    acled_region: str


class Names(NamedTuple):
    """What the lexicon calls an actor, and what sort of actor it is (``person``, ``organisation``, ``unit``, …)."""

    arabic: str
    english: str
    kind: str


def country(iso3: str | None) -> Country | None:
    """The state with this code."""
    return _countries().get(iso3 or "")


def names(actor_id: str | None) -> Names | None:
    """The built-in lexicon's names for an actor; None for one of the user's own tables."""
    return _actors().get(actor_id or "")


def entry(place: Place) -> Entry | None:
    """The gazetteer's entry that a place of a record is."""
    gazetteer = _gazetteer()
    found = gazetteer.unit(str(place.geonameid)) if place.geonameid is not None else None
    if found is not None or place.lat is None:
        return found
    # The project's own places have no GeoNames id: the same name at the same point is the same place.
    for other in gazetteer.named(key(normalise(place.text)).replace("-", " ")):
        if (other.lat, other.lon, other.level) == (place.lat, place.lon, place.level):
            return other
    return None


def province(place: Place) -> Entry | None:
    """The first-level division that a place is or lies in."""
    found = entry(place)
    if found is None or found.level == "country":
        return None
    return found if found.level == "admin1" else _division(found.admin1)


@cache
def _countries() -> dict[str, Country]:
    columns = ("iso3", "iso2", "numeric", "name", "acled_region")
    rows = read_table(COUNTRIES, columns)
    return {row["iso3"]: Country(*(row[column] for column in columns)) for row in rows}


@cache
def _actors() -> dict[str, Names]:
    rows = read_table(BUILT_IN / "actors.csv", ("id", "name", "english", "kind"))
    return {row["id"]: Names(row["name"], row["english"], row["kind"]) for row in rows}


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer.load()


def _division(code: str) -> Entry | None:
    found = _gazetteer().unit(code) if code else None
    return found if found is not None and found.level == "admin1" else None
