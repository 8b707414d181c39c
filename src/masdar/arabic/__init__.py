"""Arabic: script, words and clitics, verbs, numbers, sentences. Knows the language, knows nothing of conflict."""

from __future__ import annotations

from masdar.arabic.document import Document
from masdar.arabic.sentences import find_clauses, find_sentences
from masdar.arabic.words import tokenise

__all__ = ["analyse"]


def analyse(text: str) -> Document:
    """A text with its words, clitics, parts of speech, sentences and clauses."""
    words = tokenise(text)
    document = Document(text, words, find_sentences(text, words))
    try:
        from masdar.arabic.tags import tag_document
    except ImportError:
        pass
    else:
        tag_document(document)
    for sentence in document.sentences:
        sentence.clauses = find_clauses(words, sentence)
    return document
