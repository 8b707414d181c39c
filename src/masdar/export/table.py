"""The table: what a person sees on a terminal.

Every event is one row of labelled lines, not of columns. A terminal that puts Arabic in order itself does so line by
line, and two Arabic columns with only blanks or rules between them come out swapped: the one who struck would stand
where the one who was struck belongs. So a line holds one Arabic field, after a label in Latin letters, and whatever
follows it starts with a Latin letter too.

What is only claimed, planned, feared or denied says so in words, not by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TextIO

from masdar.export.bidi import arrange, cells
from masdar.export.format import put
from masdar.record import Actor, Event, EventPlace, Record, Relation, Source

# Nothing but what is not told as fact has a colour, and one that can be read on black and on white.
_STYLES = {
    "head": "1",
    "title": "1",
    "label": "2",
    "told": "0",
    "claimed": "35",
    "not": "3;35",
    "denied": "1;31",
}
# Word, mark and style of each status. The word is for the reader who has no colours.
_STATUS = {
    "actual": ("told as fact", "●", "told"),
    "historical": ("past", "◷", "label"),
    "future": ("planned", "○", "not"),
    "hypothetical": ("feared or possible", "○", "not"),
    "negated": ("said not to have happened", "✕", "denied"),
}
_RELATIONS = {
    "part_of": "is part of",
    "led_by": "is led by",
    "backed_by": "is backed by",
    "allied_with": "is allied with",
    "kin_of": "is kin of",
    "spokesperson_of": "speaks for",
    "member_of": "is a member of",
}
_LABEL = 11
_INDENT = "    "


@dataclass(frozen=True, slots=True)
class Table:
    """Records for the eye.

    :param width: columns of the terminal.
    :param colour: whether to write ANSI colours.
    :param mode: how Arabic is written, see :mod:`masdar.export.bidi`.
    """

    width: int = 100
    colour: bool = False
    mode: Literal["terminal", "isolate", "visual"] = "terminal"
    opening: str = ""
    between: str = "\n"
    closing: str = ""

    def item(self, record: Record) -> str:
        """The report's heading, its events and its ties."""
        return "".join(line + "\n" for line in self._lines(record))

    def _lines(self, record: Record) -> Iterator[str]:
        # Latin words first and between, for an id or an outlet may be Arabic.
        facts = f"Report of {record.published or 'an unknown day'} · {self._arabic(record.doc_id)}"
        if record.source:
            facts += f" · from {self._arabic(record.source)}"
        rule = "─" * max(0, self.width - cells(facts) - 4)
        yield self._style(f"── {facts} {rule}", "head")
        if record.title:
            yield from self._field("title", record.title, style="title")
        if not record.events:
            yield f"{_INDENT}no events"
        for number, event in enumerate(record.events, 1):
            yield from self._event(number, event)
        if record.relations:
            yield ""
        for relation in record.relations:
            yield from self._relation(relation)

    def _event(self, number: int, event: Event) -> Iterator[str]:
        word, mark, style = _STATUS[event.status]
        if event.sources:
            # Whoever else tells it, the program does not: a claim stays one, also of what is past or planned.
            told = "claimed" if event.status == "actual" else f"{word}, as claimed"
            word, mark, style = (told, "◐", "claimed") if event.status == "actual" else (told, mark, style)
        kind = f"{event.type} {event.mode}" if event.mode else event.type
        head = f"{number:>2}  {mark} {kind}"
        trigger = self._arabic(event.trigger.text)
        yield ""
        yield f"{self._style(head, 'title')} · {self._style(word, style)} · {event.confidence:.2f} · {trigger}"
        for actor in event.actors:
            yield from self._field("by", actor.text, _of_actor(actor))
        for actor in event.recipients:
            yield from self._field("to", actor.text, _of_actor(actor))
        for place in event.places:
            label = {"location": "at", "origin": "from", "destination": "towards"}[place.role]
            yield from self._field(label, place.text, _of_place(place))
        if event.time:
            yield from self._field("when", event.time.text, before=event.time.value or "(day not known)")
        if event.counts:
            yield from self._field(
                "people", ", ".join(f"{key} {_interval(*event.counts[key])}" for key in event.counts)
            )
        for source in event.sources:
            yield from self._field("told by", source.text, _of_source(source))

    def _relation(self, relation: Relation) -> Iterator[str]:
        middle = _RELATIONS[relation.type]
        head, tail = self._arabic(clean(relation.head.text)), self._arabic(clean(relation.tail.text))
        claimed = self._style("  (as claimed)", "claimed") if relation.sources else ""
        label = self._style("tie".ljust(_LABEL), "label")
        yield f"{_INDENT}{label}{head} {self._style(middle, 'label')} {tail}{claimed}"

    def _field(self, label: str, text: str, after: str = "", before: str = "", style: str = "") -> Iterator[str]:
        """A labelled line, wrapped where it is longer than the terminal is wide."""
        room = max(20, self.width - len(_INDENT) - _LABEL - len(before))
        head = _INDENT + self._style(label.ljust(_LABEL), "label") + (f"{before}  " if before else "")
        more = _INDENT + self._style("…".ljust(_LABEL), "label")  # no label, which would look like another field
        parts = wrap(clean(text), room)
        for index, part in enumerate(parts):
            last = index == len(parts) - 1
            shown = self._arabic(part)
            line = head + (self._style(shown, style) if style else shown)
            if last and after:
                fits = cells(part) + len(after) + 2 <= room
                line += f"  {self._style(after, 'label')}" if fits else f"\n{more}{self._style(after, 'label')}"
            yield line
            head = more

    def _arabic(self, text: str) -> str:
        return arrange(clean(text), self.mode)

    def _style(self, text: str, style: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.colour else text


def _of_actor(actor: Actor) -> str:
    facts = " ".join(filter(None, (actor.country, actor.sector)))
    return f"({facts})" if facts else ""


def _of_place(place: EventPlace) -> str:
    if place.lat is None or place.lon is None:
        return "(place not found)" if place.geonameid is None else f"({place.level or 'place'})"
    about = {"exact": "", "admin": ", point of its province"}.get(place.precision, f", {place.precision}")
    return f"({place.level or 'point'} {place.lat:.2f} {place.lon:.2f}{about})"


def _of_source(source: Source) -> str:
    facts = [source.kind or "", "party to the conflict" if source.party_to_conflict else ""]
    return f"({', '.join(filter(None, facts))})" if any(facts) else ""


def _interval(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"{low:,}" if low == high else f"{low:,}–{high:,}"
    if low is not None:
        return f"at least {low:,}"
    return f"at most {high:,}" if high is not None else "not known"


def clean(text: str) -> str:
    """``text`` on one line, without control characters: a report must not steer the terminal."""
    return " ".join("".join(char if char.isprintable() or char in "\u200c\u200d" else " " for char in text).split())


def wrap(text: str, room: int) -> list[str]:
    """``text`` cut at blanks into lines of at most ``room`` columns; a longer word is cut where it must be."""
    lines, line = [], ""
    for word in text.split(" "):
        rest = word
        while cells(rest) > room:
            if line:
                lines.append(line)
                line = ""
            lines.append(rest[:room])
            rest = rest[room:]
        if line and cells(line) + 1 + cells(rest) > room:
            lines.append(line)
            line = rest
        else:
            line = f"{line} {rest}" if line else rest
    return [*lines, line] if line or not lines else lines


def write(reports: Iterable[Record], stream: TextIO, table: Table | None = None) -> int:
    """Write records for the eye and say how many there were."""
    return put(reports, stream, table or Table())
