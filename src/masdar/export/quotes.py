"""The sentence of a report that an event stands in, for formats that have a column for a description."""

from __future__ import annotations

from collections.abc import Mapping

from masdar.arabic.sentences import find_sentences
from masdar.arabic.words import tokenise
from masdar.record import Record, Span


class Quotes:
    """Finds sentences in a record's report; asked for many events, it splits the text once.

    :param texts: the reports' texts by ``doc_id``.
    """

    def __init__(self, record: Record, texts: Mapping[str, str]) -> None:
        self._text = texts.get(record.doc_id, "")
        self._bounds: list[tuple[int, int]] | None = None

    def sentence(self, span: Span) -> str:
        """The sentence that the span lies in, on one line; empty where the text is not at hand or is another one."""
        text = self._text
        if text[span.start : span.end] != span.text:
            return ""
        if self._bounds is None:
            words = tokenise(text)
            sentences = find_sentences(text, words)
            self._bounds = [(words[one.start].start, words[one.end - 1].end) for one in sentences]
        for start, end in self._bounds:
            if start <= span.start < end:
                return " ".join(text[start:end].split())
        return ""
