"""What concerns civilians most: sieges, threats, expulsions, and numbers of people displaced or at risk.

The kinds are asked for as any filter is. Threats and expulsions are told by type and mode, numbers by the counts; a
siege is a COERCE or MOBILIZE whose trigger is one of ``data/siege-words.txt``, since no mode is its own.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from masdar.record import Event
from masdar.store.keys import text_keys

Concern = Literal["siege", "threat", "expulsion", "displaced", "at_risk"]
CONCERNS: tuple[Concern, ...] = get_args(Concern)
#: Those that are a count and not a kind of act.
NUMBERS: tuple[Concern, ...] = ("displaced", "at_risk")


@cache
def _siege_words() -> frozenset[str]:
    lines = (files("masdar.store") / "data" / "siege-words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(key for line in lines if line and line[0] != "#" for key in text_keys(line))


def concern(event: Event) -> Concern | None:
    """What kind of act against civilians an event may be; None for any other. Numbers are not looked at."""
    if event.type == "THREATEN":
        return "threat"
    if (event.type, event.mode) in {("SANCTION", "expel"), ("COERCE", "deport")}:
        return "expulsion"
    if event.type in {"COERCE", "MOBILIZE"} and _siege_words().intersection(text_keys(event.trigger.text)):
        return "siege"
    return None


def concerns(event: Event) -> list[Concern]:
    """All that an event tells of these things: the kind of act and the numbers."""
    kind = concern(event)
    return [*((kind,) if kind else ()), *(name for name in NUMBERS if name in event.counts)]


def condition(wanted: tuple[str, ...]) -> str:
    """The events ``e`` that tell any of these, as an SQL condition; the names have been checked."""
    acts = [name for name in wanted if name not in NUMBERS]
    parts = [f"e.concern IN ({', '.join(map(repr, acts))})"] if acts else []
    parts += [f"e.{name}_low IS NOT NULL OR e.{name}_high IS NOT NULL" for name in wanted if name in NUMBERS]
    return f"({' OR '.join(parts)})"
