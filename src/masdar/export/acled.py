"""A CSV with ACLED's columns, for whoever has tools made for the Armed Conflict Location & Event Data.

Columns, their order and all codes are those of ACLED's codebook (version of 2024; types of actors and interactions as
words, as ACLED writes them now, not as the numbers of before). It is shaped like ACLED's data and is none of it: one
row is what one report tells, not an event that people have reviewed. What the record does not tell is empty.

What ACLED does not code is left out: diplomacy and statements, and whatever is not told as having happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from masdar.export.csv import line
from masdar.export.dates import days
from masdar.export.flat import Cell, happened, main_place
from masdar.export.formats import Aids
from masdar.export.quotes import Quotes
from masdar.export.reference import country, entry, names, province
from masdar.record import Actor, Event, EventPlace, Record

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
    "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip

VIOLENCE, DEMONSTRATIONS, STRATEGIC = "Political violence", "Demonstrations", "Strategic developments"
BATTLES, EXPLOSIONS, CIVILIANS_HURT = "Battles", "Explosions/Remote violence", "Violence against civilians"
PROTESTS, RIOTS = "Protests", "Riots"
# Event type by sub-event type.
TYPES = {
    "Government regains territory": BATTLES,
    "Non-state actor overtakes territory": BATTLES,
    "Armed clash": BATTLES,
    "Excessive force against protesters": PROTESTS,
    "Protest with intervention": PROTESTS,
    "Peaceful protest": PROTESTS,
    "Violent demonstration": RIOTS,
    "Mob violence": RIOTS,
    "Chemical weapon": EXPLOSIONS,
    "Air/drone strike": EXPLOSIONS,
    "Suicide bomb": EXPLOSIONS,
    "Shelling/artillery/missile attack": EXPLOSIONS,
    "Remote explosive/landmine/IED": EXPLOSIONS,
    "Grenade": EXPLOSIONS,
    "Sexual violence": CIVILIANS_HURT,
    "Attack": CIVILIANS_HURT,
    "Abduction/forced disappearance": CIVILIANS_HURT,
    "Agreement": STRATEGIC,
    "Arrests": STRATEGIC,
    "Change to group/activity": STRATEGIC,
    "Disrupted weapons use": STRATEGIC,
    "Headquarters or base established": STRATEGIC,
    "Looting/property destruction": STRATEGIC,
    "Non-violent transfer of territory": STRATEGIC,
    "Other": STRATEGIC,
}
# Types of actors, in the order of ACLED's old numbers, by which the two of an interaction are put.
STATE, REBELS, MILITIA, IDENTITY = "State forces", "Rebel group", "Political militia", "Identity militia"
RIOTERS, PROTESTERS, CIVILIANS, EXTERNAL = "Rioters", "Protesters", "Civilians", "External/Other forces"
INTERS = (STATE, REBELS, MILITIA, IDENTITY, RIOTERS, PROTESTERS, CIVILIANS, EXTERNAL)
ARMED = frozenset((STATE, REBELS, MILITIA, IDENTITY, EXTERNAL))
# Sectors that stand for one type wherever they are. Parties, NGOs, criminals and designated terrorist groups are not
# among them: ACLED counts such groups to one type or another by what it knows of each.
_ANYWHERE = {
    "REB": REBELS, "PRM": MILITIA, "UAF": MILITIA, "IGO": EXTERNAL,
    "CVL": CIVILIANS, "REF": CIVILIANS, "MED": CIVILIANS, "REL": CIVILIANS, "BUS": CIVILIANS,
}  # fmt: skip
_AT_HOME = frozenset(("GOV", "MIL", "COP"))  # state forces in their own state, external forces in another's
_GROUPS = {PROTESTERS, RIOTERS, CIVILIANS}  # named by what they are, with their state: Civilians (Syria)


def write(records: Iterable[Record], stream: TextIO, aids: Aids | None = None) -> int:
    """Write the events that ACLED codes and say how many records there were; how many were left out is told.

    With the reports' texts among the aids, ``notes`` is the sentence the event stands in.
    """
    given = aids or Aids()
    stream.write(line(COLUMNS))
    count = left_out = 0
    for record in records:
        count += 1
        quotes = Quotes(record, given.texts)
        for event in record.events:
            if event.codes.acled in TYPES and happened(event):
                stream.write(line(_cells(record, event, quotes)))
            else:
                left_out += 1
    given.left_out(left_out, "ACLED codes no diplomacy, and nothing that is not said to have happened")
    return count


def _cells(record: Record, event: Event, quotes: Quotes) -> Iterator[Cell]:
    place = main_place(event)
    state = country(place.country) if place else None
    sub_event = str(event.codes.acled)
    first, second = _sides(event, sub_event)
    inter1, inter2 = _inter(first, place, sub_event), _inter(second, place, sub_event)
    if sub_event == "Armed clash" and inter2 == CIVILIANS:
        sub_event = "Attack"  # a battle has two armed sides by the codebook, an attack one
    elif sub_event == "Attack" and inter1 in ARMED and inter2 in ARMED:
        sub_event = "Armed clash"
    kind = TYPES[sub_event]
    row: dict[str, Cell] = {
        "event_id_cnty": event.id,
        "disorder_type": _disorder(sub_event, kind),
        "event_type": kind,
        "sub_event_type": sub_event,
        "inter1": inter1,
        "inter2": inter2,
        "interaction": _interaction(inter1, inter2, sub_event),
        "civilian_targeting": "Civilian targeting" if _targets_civilians(sub_event, kind, inter1, inter2) else None,
        "iso": int(state.numeric) if state and state.numeric else None,
        "region": state.acled_region if state else None,
        "country": state.name if state else None,
        "source": record.source,
        "notes": quotes.sentence(event.trigger),
        "fatalities": event.counts.get("killed", (None, None))[0],
    }
    row["actor1"], row["assoc_actor_1"] = _named(first, inter1)
    row["actor2"], row["assoc_actor_2"] = _named(second, inter2)
    row["event_date"], row["year"], row["time_precision"] = _when(event)
    if place:
        row |= _where(place)
    return (row.get(column) for column in COLUMNS)


def _sides(event: Event, sub_event: str) -> tuple[Sequence[Actor], Sequence[Actor]]:
    """Who is actor 1 and who actor 2, each with those beside them.

    ACLED's actor 2 of a protest is who steps in, not whom it is aimed at; and where a protest is put down, those who
    protest come first. Two sides that fight stand together as actors of the record.
    """
    if event.type == "PROTEST":
        return event.actors, ()
    if TYPES[sub_event] == PROTESTS:
        return event.recipients, event.actors
    if not event.recipients and len(event.actors) == 2 and TYPES[sub_event] == BATTLES:
        return event.actors[:1], event.actors[1:]
    return event.actors, event.recipients


def _inter(side: Sequence[Actor], place: EventPlace | None, sub_event: str) -> str | None:
    """The type of a side's first actor; None where the sector, or not knowing the place, leaves it open."""
    if not side:
        return None
    actor = side[0]
    if actor.sector in {"CVL", "OPP", "REL", "MED", "BUS", None} and TYPES[sub_event] in {PROTESTS, RIOTS}:
        return PROTESTERS if TYPES[sub_event] == PROTESTS else RIOTERS
    if actor.sector in _AT_HOME:
        if actor.country is None or place is None or place.country is None:
            return None
        return STATE if actor.country == place.country else EXTERNAL
    return _ANYWHERE.get(actor.sector or "")


def _interaction(inter1: str | None, inter2: str | None, sub_event: str) -> str | None:
    """The two types as ACLED joins them."""
    if inter1 is None:
        return None
    if inter2 is None:
        # Elsewhere it cannot be told whether nobody else took part or somebody whose type is not known.
        return "Protesters only" if inter1 == PROTESTERS and sub_event == "Peaceful protest" else None
    pair = sorted((inter1, inter2), key=INTERS.index)
    if pair == [CIVILIANS, EXTERNAL]:
        pair.reverse()  # the one pair that ACLED writes the other way round
    return "-".join(pair)


def _named(side: Sequence[Actor], inter: str | None) -> tuple[str | None, str | None]:
    """A side's name, and the names of those beside it."""
    if not side:
        return None, None
    first, *others = (_name(actor) for actor in side)
    state = country(side[0].country)
    if inter in _GROUPS and side[0].id is None and state is not None:
        return f"{inter} ({state.name})", "; ".join((first, *others))
    return first, "; ".join(others)


def _name(actor: Actor) -> str:
    known = names(actor.id)
    return (known.english if known else "") or actor.text


def _when(event: Event) -> tuple[str | None, int | None, int | None]:
    """Day, year and precision: 1 the day, 2 within a week, 3 within a month; the middle day of what is longer."""
    span = days(event.time.value) if event.time else None
    if span is None:
        return None, None, None
    first, last = span
    length = (last - first).days + 1
    if length > 31:
        return None, first.year if first.year == last.year else None, None
    middle = first + (last - first) / 2
    return middle.isoformat(), middle.year, 1 if length == 1 else 2 if length <= 7 else 3


def _where(place: EventPlace) -> dict[str, Cell]:
    known, division = entry(place), province(place)
    located = place.level not in {"country", "water"}
    return {
        "admin1": division.latin if division else place.text if place.level == "admin1" else None,
        "location": ((known.latin if known else "") or place.text) if located else None,
        "latitude": place.lat if located else None,
        "longitude": place.lon if located else None,
        "geo_precision": _precision(place) if located else None,
    }


def _precision(place: EventPlace) -> int | None:
    """1 the place itself, 2 near it or a part of a region, 3 a region or the province it lies in."""
    if place.lat is None:
        return None
    if place.level in {"admin1", "admin2", "region"} or place.precision == "admin":
        return 3
    return {"exact": 1, "approximate": 2}.get(place.precision)


def _disorder(sub_event: str, kind: str) -> str:
    if sub_event == "Excessive force against protesters":
        return f"{VIOLENCE}; {DEMONSTRATIONS}"
    if kind == STRATEGIC:
        return STRATEGIC
    return DEMONSTRATIONS if kind == PROTESTS or sub_event == "Violent demonstration" else VIOLENCE


def _targets_civilians(sub_event: str, kind: str, inter1: str | None, inter2: str | None) -> bool:
    if kind == CIVILIANS_HURT or sub_event == "Excessive force against protesters":
        return True
    hurt = kind == EXPLOSIONS or sub_event == "Mob violence"
    return hurt and CIVILIANS in {inter1, inter2}
