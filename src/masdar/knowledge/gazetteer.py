"""Names of places, and what is known of each place: the gazetteer.

Three tables make it: ``gazetteer.csv``, compiled from open data (``tools/build_gazetteer.py``), and the project's own
``places.csv`` and ``regions.csv``. A name is looked up by the keys of its words; what comes back are all places of
that name, for the coder to choose among. ``place-doubts.csv`` holds the names that are also words, persons or
organisations, with what must stand beside one before it is read as a place.

Loading must not be felt when the program starts, so a row of the compiled table is only parsed when its name is met.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from masdar.arabic.script import key, normalise
from masdar.knowledge.tables import BUILT_IN, LexiconError, Row, read_all

COMPILED = "gazetteer.csv"
OWN_COLUMNS = ("names", "latin", "lat", "lon", "precision", "country", "parent", "level", "kind", "geonameid")
LEVELS = frozenset(("country", "admin1", "admin2", "locality", "site", "region", "water"))
PRECISIONS = frozenset(("exact", "approximate", "admin", "unknown"))
DOUBT_COLUMNS = ("name", "also", "needs")
#: What a doubtful name must have before it: the noun of its kind; that or a preposition; or nothing, if only another
#: place of its country is told in the report; or both of these.
NEEDS = frozenset(("kind", "preposition", "context", "both", "never"))


KIND_COLUMNS = ("forms", "kind", "level", "unknown", "joined")
CUE_COLUMNS = ("stem", "kind", "country")
DEMONYM_COLUMNS = ("id", "iso3", "adjectives")
_DEMONYM_ENDINGS = ("ي", "يه", "يون", "يين", "يات", "يتين", "يتان", "يان")


@dataclass(frozen=True, slots=True)
class Kind:
    """What the noun before a place name says of it; see ``place-kinds.csv`` for the columns."""

    kind: str
    level: str
    unknown: bool
    joined: str
    several: bool  # a dual or plural: بلدتي, قرى


@dataclass(frozen=True, slots=True)
class Entry:
    """One place.

    ``level`` is one of :data:`LEVELS`; ``admin1`` the ISO 3166-2 code of the division it lies in; ``precision`` says
    how near the point is to the place (``admin``: it is the point of the unit that the place lies in). ``own`` marks
    the rows of the project's own tables: places that the news of the region is known to name.
    """

    name: str
    latin: str
    geonameid: int | None
    lat: float | None
    lon: float | None
    precision: str
    country: str
    admin1: str
    level: str
    kind: str
    population: int
    own: bool

    @property
    def prominence(self) -> float:
        """How likely the news is to mean this place, other things being equal."""
        if self.level == "country":
            return 1e8
        if self.kind == "capital":
            return self.population + 5e6
        if self.level == "admin1":
            return self.population + 4e5
        return self.population + (3e5 if self.own else 0)


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance between two points along the earth's surface."""
    p, q = radians(lat), radians(other_lat)
    h = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(other_lon - lon) / 2) ** 2
    return 12742 * asin(min(1.0, sqrt(h)))


class Gazetteer:
    """All places, by name. Make it with :meth:`load`."""

    def __init__(self, lines: list[str], index: dict[str, list[int]], ids: dict[str, int]) -> None:
        self._lines = lines
        self._index = index
        self._ids = ids
        self._own: dict[int, Row] = {}
        self._entries: dict[int, Entry] = {}
        self._doubts: dict[str, str] = {}
        #: How many words the longest name has, by the key of its first word.
        self.lengths: dict[str, int] = {}
        #: Nouns of kinds of places, by key; countries that a word speaks of, by key without the article; common words;
        #: the country of an adjective of origin, by its words' keys without the article.
        self.kinds: dict[str, Kind] = {}
        self.cues: dict[str, tuple[str, ...]] = {}
        self.common: frozenset[str] = frozenset()
        self.demonyms: dict[str, str] = {}
        self._countries: dict[str, Entry] = {}
        self._capitals: dict[str, Entry] = {}
        self._seats: dict[str, int] = {}
        self._spreads: dict[str, float] = {}
        for name in index:
            first, _, rest = name.partition(" ")
            length = 2 + rest.count(" ") if rest else 1
            if length > self.lengths.get(first, 0):
                self.lengths[first] = length

    @classmethod
    def load(cls, own: Iterable[Path] = ()) -> Gazetteer:
        """The built-in tables, with those of the same names in the user's directories ``own`` over them.

        :raises LexiconError: where a table cannot be read or a row is wrong.
        """
        directories = list(own)
        try:
            text = (BUILT_IN / COMPILED).read_text(encoding="utf-8")
        except OSError as error:
            raise LexiconError(f"{COMPILED}: cannot be read ({error.strerror})") from error
        lines = [line for line in text.splitlines() if line and line[0] != "#"][1:]
        index: dict[str, list[int]] = {}
        cells = [line.split(",", 2) for line in lines]
        # Folding all names at once is much quicker than one by one.
        folded_names = key("\n".join(cell[1] for cell in cells)).replace("-", " ").split("\n")
        for number, names in enumerate(folded_names):
            for name in names.split("|"):
                if name in index:
                    index[name].append(number)
                else:
                    index[name] = [number]
        ids = {cell[0]: number for number, cell in enumerate(cells)}
        rows = [row for name in ("places.csv", "regions.csv") for row in read_all(name, OWN_COLUMNS, directories)]
        added: dict[int, Row] = {}
        for row in rows:
            _check(row, ids)
            number = ids.get(row["geonameid"], -1) if row["geonameid"] else -1
            if number < 0:
                number = len(lines)
                lines.append("")
            added[number] = row
            for name in row.many("names"):
                folded = key(normalise(name)).replace("-", " ")
                numbers = index.setdefault(folded, [])
                if number not in numbers:
                    numbers.append(number)
        gazetteer = cls(lines, index, ids)
        gazetteer._own = added
        for row in read_all("place-doubts.csv", DOUBT_COLUMNS, directories):
            if row["needs"] not in NEEDS:
                raise row.error(f"{row['needs']!r} is none of {', '.join(sorted(NEEDS))}")
            for name in row.many("name"):
                gazetteer._doubts[key(normalise(name))] = row["needs"]
        for row in read_all("place-kinds.csv", KIND_COLUMNS, directories):
            for position, form in enumerate(row.many("forms")):
                folded = key(normalise(form))
                several = position > 0 and (folded.endswith("ي") or row["joined"] == "unit")
                kind = Kind(row["kind"], row["level"], row["unknown"] == "yes", row["joined"], several)
                gazetteer.kinds.setdefault(folded, kind)
        for row in read_all("place-cues.csv", CUE_COLUMNS, directories):
            stem, countries = key(normalise(row["stem"])), row.many("country")
            if row["kind"] == "word":
                gazetteer.cues[stem] = countries
            else:
                gazetteer.cues.update((stem[:-1] + ending, countries) for ending in _DEMONYM_ENDINGS)
                gazetteer.demonyms.update((stem[:-1] + ending, countries[0]) for ending in _DEMONYM_ENDINGS)
        for row in read_all("demonyms.csv", DEMONYM_COLUMNS, directories):
            forms = key(normalise(row["adjectives"])).split("|")
            gazetteer.demonyms.update((form, row["iso3"]) for form in forms if form)
        common = (BUILT_IN / "place-common.txt").read_text(encoding="utf-8").split("\n")
        gazetteer.common = frozenset(line for line in common if line and line[0] != "#")
        return gazetteer

    def __len__(self) -> int:
        return len(self._lines)

    def lookup(self, keys: Sequence[str]) -> tuple[Entry, ...]:
        """The places whose name's words have these keys, as they stand; empty where there is none."""
        return self.named(" ".join(keys))

    def named(self, name: str) -> tuple[Entry, ...]:
        """The places of a name given as its words' keys with single spaces between them."""
        numbers = self._index.get(name)
        return tuple(self._entry(number) for number in numbers) if numbers else ()

    def beginning(self, name: str, limit: int) -> list[Entry]:
        """Places whose name begins with some letters, Arabic or Latin, the likeliest first; before all others those
        whose whole name it is."""
        wanted = " ".join(key(normalise(name)).replace("-", " ").split())
        latin = name.strip().casefold()
        numbers = dict.fromkeys(self._index.get(wanted, ()))
        for known, many in self._index.items():
            if wanted and known.startswith(wanted):
                numbers.update(dict.fromkeys(many))
        if latin.isascii():
            for number, line in enumerate(self._lines):
                if line and line.split(",", 3)[2].casefold().startswith(latin):
                    numbers[number] = None
        whole = set(self._index.get(wanted, ()))
        found = sorted(numbers, key=lambda one: (one not in whole, -self._entry(one).prominence, one))
        return [self._entry(number) for number in found[:limit]]

    def doubt(self, name: str) -> str:
        """What a name that is also something else needs beside it (:data:`NEEDS`); "" where it is a place only."""
        return self._doubts.get(name, "")

    def unit(self, code: str) -> Entry | None:
        """The first-level division with this ISO 3166-2 code, or the country or place with this GeoNames id."""
        number = self._ids.get(code)
        return self._entry(number) if number is not None else None

    def seat(self, code: str) -> Entry | None:
        """The largest town of a first-level division, which what is named after the division mostly stands in."""
        if not self._seats:
            sizes: dict[str, int] = {}
            for number, line in enumerate(self._lines):
                if ",locality," in line:
                    cells = line.split(",")
                    size = int(cells[9] or 0)
                    if size > sizes.get(cells[6], 0):
                        sizes[cells[6]], self._seats[cells[6]] = size, number
        number = self._seats.get(code, -1)
        return self._entry(number) if number >= 0 else None

    def country(self, iso3: str) -> Entry | None:
        """The country with this three-letter code."""
        if not self._countries:
            for number, line in enumerate(self._lines):
                if ",country," in line:
                    entry = self._entry(number)
                    self._countries[entry.country] = entry
        return self._countries.get(iso3)

    def capital(self, iso3: str) -> Entry | None:
        """The capital of the country with this three-letter code."""
        if not self._capitals:
            for number, line in enumerate(self._lines):
                if ",capital," in line:
                    entry = self._entry(number)
                    self._capitals[entry.country] = entry
        return self._capitals.get(iso3)

    def spread(self, code: str) -> float | None:
        """How far most places of a country (ISO 3166-1 alpha-3) or division (ISO 3166-2) lie from its point, in
        kilometres: four of five lie nearer. None where fewer than three places of it are known."""
        if not self._spreads:
            members: dict[str, list[tuple[float, float]]] = {}
            middles: dict[str, tuple[float, float]] = {}
            for line in filter(None, self._lines):
                identifier, _, _, lat, lon, country, admin1, level, *_ = line.split(",")
                if not lat:
                    continue
                point = float(lat), float(lon)
                if level in ("country", "admin1"):
                    middles[country if level == "country" else admin1 or identifier] = point
                elif level == "locality":
                    members.setdefault(country, []).append(point)
                    members.setdefault(admin1, []).append(point)
            for name, middle in middles.items():
                far = sorted(kilometres(*middle, *point) for point in members.get(name, ()))
                if len(far) >= 3:
                    self._spreads[name] = far[len(far) * 4 // 5]
        return self._spreads.get(code)

    def _entry(self, number: int) -> Entry:
        entry = self._entries.get(number)
        if entry is None:
            entry = self._entries[number] = self._parse(number)
        return entry

    def _parse(self, number: int) -> Entry:
        row = self._own.get(number)
        line = self._lines[number]
        if line:
            identifier, names, latin, lat, lon, country, admin1, level, kind, population, unit = line.split(",")
            name = names.partition("|")[0]
            if row is not None:
                name, level, kind = row.many("names")[0], row["level"], kind or row["kind"]
                country = row["country"] or country
            number_of_unit = int(unit) if unit else None
            return Entry(
                name,
                latin,
                int(identifier) if identifier.isdigit() else number_of_unit,
                float(lat) if lat else None,
                float(lon) if lon else None,
                "approximate" if level in ("country", "admin1", "region") else "exact",
                country,
                admin1,
                level,
                kind,
                int(population) if population else 0,
                row is not None,
            )
        assert row is not None
        lat, lon, precision = row["lat"], row["lon"], row["precision"]
        if not lat and row["parent"]:
            parent = self.unit(row["parent"])
            if parent is not None and parent.lat is not None:
                lat, lon, precision = str(parent.lat), str(parent.lon), "admin"
        return Entry(
            row.many("names")[0],
            row["latin"],
            int(row["geonameid"]) if row["geonameid"] else None,
            float(lat) if lat else None,
            float(lon) if lon else None,
            precision if lat else "unknown",
            row["country"],
            row["parent"],
            row["level"],
            row["kind"],
            0,
            True,
        )


def _check(row: Row, ids: dict[str, int]) -> None:
    """Raise what is wrong with a row of one of the project's own tables."""
    if not row.many("names"):
        raise row.error("a place needs a name")
    if row["level"] not in LEVELS:
        raise row.error(f"level {row['level']!r} is none of {', '.join(sorted(LEVELS))}")
    if row["precision"] not in PRECISIONS:
        raise row.error(f"precision {row['precision']!r} is none of {', '.join(sorted(PRECISIONS))}")
    if bool(row["lat"]) != bool(row["lon"]):
        raise row.error("a point needs both lat and lon")
    if row["lat"]:
        try:
            inside = abs(float(row["lat"])) <= 90 and abs(float(row["lon"])) <= 180
        except ValueError:
            raise row.error("lat and lon must be numbers, in degrees") from None
        if not inside:
            raise row.error("lat must lie within 90 degrees, lon within 180")
    if row["geonameid"] and not row["geonameid"].isdigit():
        raise row.error("geonameid must be a number")
    if row["parent"] and row["parent"] not in ids:
        raise row.error(f"parent {row['parent']!r} is no division of the gazetteer")
