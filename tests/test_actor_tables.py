"""The tables of actors, agents, offices, states and outlets must be usable as they stand.

A wrong parent, a name that two actors share without dates to tell them apart, or a country code that is none would be
found by nobody until a record is wrong; here the tables themselves are held to their rules.
"""

from __future__ import annotations

import re
from collections import defaultdict

import pycountry
import pytest

from masdar.knowledge.lexicon import ACTOR_COLUMNS, bare, fold
from masdar.knowledge.tables import Row, read_all
from masdar.record import SECTORS

COLUMNS = {
    "actors.csv": ACTOR_COLUMNS,
    "agents.csv": ("id", "forms", "sector", "country", "collective", "gloss"),
    "modifiers.csv": ("id", "forms", "sector", "country", "gloss"),
    "offices.csv": ("id", "forms", "sector", "kind", "tail", "gloss"),
    "demonyms.csv": ("id", "iso3", "country_names", "adjectives", "people", "capital_names"),
    "outlets.csv": ("id", "names", "english", "country", "kind"),
}
ISO3 = {country.alpha_3 for country in pycountry.countries} | {"XKX"}
KINDS = {
    "actors.csv": {"person", "organisation", "unit", "alliance", "country-government"},
    "offices.csv": {"head", "member", "spokesperson", "rank", "kin", "honorific"},
    "outlets.csv": {"agency", "broadcaster", "paper", "site"},
}
SECTOR_NAMES = set(SECTORS)


def lookup(name: str) -> str:
    """What a name is found by: a single word with its article, several words without any."""
    words = name.split()
    return " ".join(bare(word) for word in words) if len(words) > 1 else fold(name)


@pytest.fixture(scope="module")
def tables() -> dict[str, list[Row]]:
    return {name: read_all(name, columns) for name, columns in COLUMNS.items()}


def test_ids_are_unique_and_codes_exist(tables: dict[str, list[Row]]) -> None:
    for name, rows in tables.items():
        ids = [row["id"] for row in rows]
        assert len(ids) == len(set(ids)), name
        for row in rows:
            country = row.cells.get("iso3") or row.cells.get("country", "")
            assert not country or country in ISO3, row.where
            for sector in filter(None, row.cells.get("sector", "").split("/")):
                assert sector in SECTOR_NAMES, row.where
            assert name not in KINDS or row["kind"] in KINDS[name], row.where


def test_actors_ties_lead_to_actors_or_states(tables: dict[str, list[Row]]) -> None:
    ids = {row["id"] for row in tables["actors.csv"]}
    for row in tables["actors.csv"]:
        assert not row["parent"] or row["parent"] in ids, row.where
        assert all(backer in ids or backer in ISO3 for backer in row.many("backed_by")), row.where
        assert all(re.fullmatch(r"(\d{4}(-\d\d){0,2})?", row[column]) for column in ("start", "end")), row.where


def test_a_name_is_one_actor_unless_dates_tell_them_apart(tables: dict[str, list[Row]]) -> None:
    holders: dict[str, list[Row]] = defaultdict(list)
    for row in tables["actors.csv"]:
        for key in {lookup(name) for name in (row["name"], *row.many("aliases"))}:
            holders[key].append(row)
    for key, rows in holders.items():
        if len(rows) > 1:
            assert all(row["start"] or row["end"] for row in rows), (key, [row["id"] for row in rows])


def test_every_form_of_an_agent_noun_stands_in_one_row(tables: dict[str, list[Row]]) -> None:
    for name in ("agents.csv", "offices.csv"):
        seen: dict[str, str] = {}
        for row in tables[name]:
            for form in row.many("forms"):
                assert seen.setdefault(form, row["id"]) == row["id"], (name, form)


def test_every_state_has_a_row_and_its_government_an_id(tables: dict[str, list[Row]]) -> None:
    states = {row["iso3"] for row in tables["demonyms.csv"]}
    assert {"PSE", "XKX", "TWN", "ESH", "SSD", "VAT"} <= states
    assert len(states) >= 197
    ids = {row["id"] for row in tables["actors.csv"]}
    missing = {state for state in states if f"{state}.GOV" not in ids}
    assert not missing


def test_a_state_name_means_one_state(tables: dict[str, list[Row]]) -> None:
    seen: dict[str, str] = {}
    for row in tables["demonyms.csv"]:
        for column in ("country_names", "adjectives", "capital_names"):
            for form in row.many(column):
                assert seen.setdefault(lookup(form), row["iso3"]) == row["iso3"], form
