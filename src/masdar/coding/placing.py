"""What every reader of places shares: the mention of a place, directions, and the table of words beside the names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import cos, radians, sin

from masdar.arabic.document import Word
from masdar.arabic.script import key
from masdar.knowledge.gazetteer import Entry
from masdar.knowledge.tables import BUILT_IN, read_table


def _neighbours() -> tuple[dict[str, frozenset[str]], dict[str, float]]:
    """The words of ``place-neighbours.csv`` by what they say of a name, and how strongly some speak for a place."""
    words: dict[str, set[str]] = defaultdict(set)
    weights: dict[str, float] = {}
    for row in read_table(BUILT_IN / "place-neighbours.csv", ("role", "word", "weight")):
        folded = key(row["word"])
        words[row["role"]].add(folded)
        if row["weight"]:
            weights[folded] = float(row["weight"])
    return {role: frozenset(folded) for role, folded in words.items()}, weights


WORDS, BEFORE = _neighbours()


def keys(words: str) -> frozenset[str]:
    """The folded words of a string."""
    return frozenset(key(word) for word in words.split())


BEARINGS = {
    **dict.fromkeys(keys("شمال شمالي شمالا الشمالي الشمالية"), 0.0),
    **dict.fromkeys(keys("شرق شرقي شرقا الشرقي الشرقية"), 90.0),
    **dict.fromkeys(keys("جنوب جنوبي جنوبا الجنوبي الجنوبية"), 180.0),
    **dict.fromkeys(keys("غرب غربي غربا الغربي الغربية"), 270.0),
}
QUOTES = frozenset("\"'«»“”()")
# How far from its middle a side of a place lies, in kilometres: directions without a distance are no more exact.
SIDE = {"country": 150.0, "admin1": 40.0, "region": 15.0, "water": 50.0, "admin2": 12.0, "locality": 8.0, "site": 3.0}


@dataclass(slots=True, eq=False)
class PlaceMention:
    """A place name in a report.

    ``start`` and ``end`` are code points of the text, ``start_word`` and ``end_word`` index ``Document.words`` (both
    ends exclusive). ``entry`` is the gazetteer's place, None where the place itself is in none; ``geonameid``, ``lat``
    and ``lon`` are None where they are not known. ``precision`` says how near the point is: ``exact``, ``approximate``
    (within some 10 km, or a computed point), ``admin`` (the point of the unit it lies in) or ``unknown``. ``use`` is
    ``government`` where a capital or a seat stands for those who govern there. ``alternatives`` are the places of the
    same name that were passed over, best first.
    """

    start_word: int
    end_word: int
    start: int
    end: int
    entry: Entry | None
    geonameid: int | None
    lat: float | None
    lon: float | None
    level: str
    use: str
    precision: str
    alternatives: list[dict[str, object]]
    country: str | None
    kind: str = ""


def shift(lat: float, lon: float, bearing: float, distance: float) -> tuple[float, float]:
    """The point ``distance`` kilometres from another in a direction (degrees, clockwise from north)."""
    angle = radians(bearing)
    return (
        round(lat + distance * cos(angle) / 111.2, 4),
        round(lon + distance * sin(angle) / (111.2 * max(0.1, cos(radians(lat)))), 4),
    )


def direction(words: list[Word], first: int, last: int) -> float | None:
    """The direction that one or two words tell: شمال, شمال شرقي."""
    told = (BEARINGS.get(word.key, BEARINGS.get(word.bare)) for word in words[first:last])
    angles = [angle for angle in told if angle is not None]
    if not angles:
        return None
    if len(angles) == 1:
        return angles[0]
    one, two = angles[0], angles[1]
    if {one, two} == {0.0, 270.0}:
        return 315.0
    return (one + two) / 2
