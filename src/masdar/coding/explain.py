"""Explaining: for every event the rule, the lexicon line and the words behind each field.

The record carries its own reasons (``why``); this only writes them out for a person.
"""

from __future__ import annotations

from collections.abc import Iterator

from masdar.record import Event, Record

_FIELDS = ("type", "status", "actors", "recipients", "places", "time", "sources", "counts", "also")


def explain(record: Record, text: str) -> Iterator[str]:
    """Lines of plain text that say why the record says what it says.

    :param text: the report's text, which the record's offsets point into.
    """
    if not record.events:
        yield f"{record.doc_id}: no event is told."
        return
    for event in record.events:
        mode = f", {event.mode}" if event.mode else ""
        yield f"{event.id}  {event.type}{mode}  {event.status}  confidence {event.confidence:.2f}"
        yield from _fields(event, text)
        yield ""


def _fields(event: Event, text: str) -> Iterator[str]:
    given = {reason.field for reason in event.why}
    for name in (*_FIELDS, *sorted(given.difference(_FIELDS))):
        for reason in event.why:
            if reason.field != name:
                continue
            words = "" if reason.start is None or reason.end is None else f" “{text[reason.start : reason.end]}”"
            where = f"  [{reason.lexicon}]" if reason.lexicon else ""
            place = "" if reason.start is None else f"  ({reason.start}-{reason.end})"
            yield f"  {name}:{words} {reason.rule}{where}{place}".rstrip()
    for name in ("actors", "recipients", "places", "sources"):
        if not getattr(event, name):
            yield f"  {name}: none told"
    if event.time is None:
        yield "  time: none told"
