"""Incidents as lines: JSON for programs, or a table for a person."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from masdar.export.table import clean

if TYPE_CHECKING:
    from masdar.store.finding import FoundIncident


def lines(incidents: Iterable[FoundIncident], *, table: bool = False) -> Iterator[str]:
    """One JSON object an incident, or what a person wants to see of each."""
    for incident in incidents:
        if table:
            yield from _shown(incident)
        else:
            yield json.dumps(_plain(incident), ensure_ascii=False) + "\n"


def _plain(incident: FoundIncident) -> dict[str, Any]:
    cells = {item.name: getattr(incident, item.name) for item in dataclasses.fields(incident)}
    cells["events"] = [found.record.model_dump(mode="json") for found in incident.events]
    return cells


def _shown(incident: FoundIncident) -> Iterator[str]:
    kind = f"{incident.type} {incident.mode}" if incident.mode else incident.type
    day = incident.day if incident.day == incident.last else f"{incident.day} to {incident.last}"
    outlets = f"{incident.independent} independent" + (" outlet" if incident.independent == 1 else " outlets")
    yield f"── {incident.key}  {kind} · {day or 'day not known'} · {incident.reports} reports, {outlets}\n"
    for key, (low, best, high) in incident.told.get("counts", {}).items():
        yield f"    {key:<10} {low}-{high}, best {best}\n" if low != high else f"    {key:<10} {best}\n"
    for contradiction in incident.told.get("contradictions", ()):
        yield f"    differ     {clean(str(contradiction))}\n"
    for found in incident.events:
        record, event = found.record, found.event
        where = ", ".join(place.text for place in event.places)
        yield f"    {event.id}  {record.source or ''}  {clean(event.trigger.text)}  {clean(where)}\n"
    yield "\n"
