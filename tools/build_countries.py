"""Writes ``src/masdar/export/data/countries.csv``: what exports need to know of states beside their three-letter code.

Codes are those of ISO 3166-1 (through pycountry), English names those of CLDR (through babel). ACLED's names and
regions are given for the Arab states and their neighbours, where they are known from its published data; elsewhere
they are left empty.

``python tools/build_countries.py`` needs the extra ``build-data``.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pycountry
from babel import Locale

TARGET = Path(__file__).resolve().parent.parent / "src/masdar/export/data/countries.csv"
COLUMNS = ("iso3", "iso2", "numeric", "name", "acled_region")
HEAD = """\
# States. Written by tools/build_countries.py; do not edit. Columns:
# iso3, iso2, numeric: codes of ISO 3166-1 (XKX, Kosovo, has no other). name: in English, by CLDR, or as ACLED writes it
# where a region is given. acled_region: the region that ACLED counts the state to, empty where that was not checked.
"""
ACLED = {
    "Middle East": {
        "BHR": "Bahrain", "IRN": "Iran", "IRQ": "Iraq", "ISR": "Israel", "JOR": "Jordan", "KWT": "Kuwait",
        "LBN": "Lebanon", "OMN": "Oman", "PSE": "Palestine", "QAT": "Qatar", "SAU": "Saudi Arabia", "SYR": "Syria",
        "TUR": "Turkey", "ARE": "United Arab Emirates", "YEM": "Yemen",
    },
    "Northern Africa": {
        "DZA": "Algeria", "EGY": "Egypt", "LBY": "Libya", "MAR": "Morocco", "SDN": "Sudan", "TUN": "Tunisia",
    },
}  # fmt: skip


def main() -> None:
    """Write the table."""
    english = Locale("en").territories
    acled = {iso3: (name, region) for region, states in ACLED.items() for iso3, name in states.items()}
    rows: list[tuple[str, ...]] = []
    for country in pycountry.countries:
        name, region = acled.get(country.alpha_3, (english.get(country.alpha_2) or country.name, ""))
        rows.append((country.alpha_3, country.alpha_2, country.numeric.lstrip("0"), name, region))
    rows.append(("XKX", "", "", english["XK"], ""))
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        file.write(HEAD)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(rows))


if __name__ == "__main__":
    main()
