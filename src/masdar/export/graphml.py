"""GraphML: who is tied to whom and who did what to whom, for Gephi, yEd, Cytoscape or networkx.

A node is an actor. What the lexicon knows is one node in all reports; any other mention is a node of its own report,
since a name or a noun alone does not say that two reports mean the same. An edge is a tie that a report states, or one
act of one event, from who did it to whom it was done; acts that two do together are edges marked ``mutual``.

The whole graph is kept in memory until the last record has been read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import BinaryIO

import networkx as nx

from masdar.arabic.script import key, normalise
from masdar.export.dates import days
from masdar.export.flat import joined, main_place
from masdar.export.reference import names
from masdar.record import Actor, ActorMention, Event, Record, Relation, Span

Value = str | int | float | bool


def write(records: Iterable[Record], stream: BinaryIO) -> int:
    """Write the actors of records, their ties and acts, and say how many records there were."""
    graph = nx.MultiDiGraph()
    count = 0
    for record in records:
        count += 1
        _Report(graph, record).add()
    nx.write_graphml(graph, stream, encoding="utf-8", named_key_ids=True)
    return count


class _Report:
    """One record on its way into the graph."""

    def __init__(self, graph: nx.MultiDiGraph, record: Record) -> None:
        self._graph, self._record = graph, record
        # A tie's ends are spans; what stands there is in the list of mentions, and that may stand for a fuller one.
        self._mentions = {_place(mention): mention for mention in record.actors}

    def add(self) -> None:
        for event in self._record.events:
            doers, others = self._nodes(event.actors), self._nodes(event.recipients)
            facts = _facts(self._record, event)
            for doer in doers:
                for other in others:
                    self._edge(doer, other, facts | {"mutual": False})
            if not others:
                for doer, other in combinations(doers, 2):
                    self._edge(doer, other, facts | {"mutual": True})
        for relation in self._record.relations:
            self._edge(self._node(relation.head), self._node(relation.tail), _tie(self._record, relation))

    def _nodes(self, spans: Iterable[Span]) -> list[str]:
        return [self._node(span) for span in spans]

    def _node(self, span: Span) -> str:
        """The node of a mention, made if it is new."""
        mention: Span = span
        if getattr(span, "id", None) is None:
            mention = self._mentions.get(_place(span), span)
            fuller = mention.refers_to if isinstance(mention, ActorMention) else None
            if fuller is not None:
                mention = self._mentions.get(_place(fuller), fuller)
        facts = mention if isinstance(mention, Actor) else None
        known = names(facts.id) if facts else None
        if facts is not None and facts.id is not None:
            node = facts.id
        else:
            node = str(_clean(f"{self._record.doc_id}/{key(normalise(mention.text))}"))
        if node not in self._graph:
            label = (known.english if known else "") or mention.text
            self._graph.add_node(node, label=_clean(label), name=_clean(known.arabic if known else mention.text))
        for name in ("country", "sector"):
            value = getattr(facts, name, None)
            if value:
                self._graph.nodes[node].setdefault(name, value)
        return node

    def _edge(self, head: str, tail: str, facts: dict[str, Value]) -> None:
        self._graph.add_edge(head, tail, **{name: _clean(value) for name, value in facts.items() if value != ""})


def _facts(record: Record, event: Event) -> dict[str, Value]:
    place = main_place(event)
    span = days(event.time.value) if event.time else None
    return {
        "kind": "act",
        "type": event.type,
        "mode": event.mode or "",
        "status": event.status,
        "told_by": joined(source.text for source in event.sources),
        "confidence": event.confidence,
        "first_day": span[0].isoformat() if span else "",
        "last_day": span[1].isoformat() if span else "",
        "place": place.text if place else "",
        "event": event.id,
        "report": record.doc_id,
        "outlet": record.source or "",
    }


def _tie(record: Record, relation: Relation) -> dict[str, Value]:
    return {
        "kind": "tie",
        "type": relation.type,
        "told_by": joined(source.text for source in relation.sources),
        "report": record.doc_id,
        "outlet": record.source or "",
    }


def _place(span: Span) -> tuple[int, int, str]:
    return span.start, span.end, span.text


def _clean(value: Value) -> Value:
    """A value without the characters that XML 1.0 (2.2) cannot hold."""
    if not isinstance(value, str):
        return value
    return "".join(_allowed(value))


def _allowed(text: str) -> Iterator[str]:
    for char in text:
        code = ord(char)
        if code in {9, 10, 13} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000:
            yield char
