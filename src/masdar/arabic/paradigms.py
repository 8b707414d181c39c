"""Which inflected form belongs to which verb, without conjugating a thousand verbs at every start.

``data/paradigms.tsv`` holds the folded forms of the verbs that news uses (those of the lexicon's tables; it is written
by ``python -m masdar.knowledge.verbs``). A verb that it does not hold is conjugated when it is asked for, so that a
stale file costs time and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from masdar.arabic.script import key
from masdar.arabic.verbs import Form, conjugate

COMPILED = Path(__file__).parent / "data" / "paradigms.tsv"

Verb = tuple[str, str]  # past and present, third person masculine singular, as written in the tables


def paradigm(verb: Verb) -> dict[str, Form]:
    """The forms of a verb by folded surface; where two fall together the first in the grammar's order stands.

    :raises ValueError: where the two are not past and present of one verb.
    """
    forms: dict[str, Form] = {}
    for form in conjugate(*verb):
        forms.setdefault(key(form.surface), form)
    return forms


@cache
def _compiled() -> tuple[tuple[Verb, ...], tuple[str, ...], dict[str, str]]:
    """The verbs, form tags and forms of the compiled file; empty where there is none."""
    if not COMPILED.exists():
        return (), (), {}
    head, _, body = COMPILED.read_text(encoding="utf-8").partition("\n\n")
    verbs, tags = head.split("\n")
    pairs = (verb.partition("/") for verb in verbs.split(" "))
    return (
        tuple((past, present) for past, _, present in pairs),
        tuple(tags.split(" ")),
        dict(line.split("\t") for line in body.splitlines()),
    )


def looks(surface: str) -> frozenset[str]:
    """As what a folded form may be met, of the verbs in the compiled file: past, present, imperative, participle."""
    _, tags, forms = _compiled()
    found = set()
    for item in forms.get(surface, "").split():
        _, tense, *_ = tags[int(item.partition(":")[2])].split("/")
        found.add(tense or "participle")
    return frozenset(found)


def past(surface: str) -> str | None:
    """The folded past (third person masculine singular) of the verb that a folded word is a form of.

    Of the verbs in the compiled file; the first of several. None where it is no form of one, or a participle, which
    is inflected as a noun.
    """
    verbs, tags, forms = _compiled()
    for item in forms.get(surface, "").split():
        verb, _, tag = item.partition(":")
        if tags[int(tag)].split("/")[1]:
            return key(verbs[int(verb)][0])
    return None


class Paradigms:
    """From a folded form to the verbs and forms it can be."""

    def __init__(self, verbs: Iterable[Verb]) -> None:
        self._verbs, self._tags, self._compiled = _compiled()
        self._more: dict[str, list[tuple[Verb, Form]]] = {}
        self._known: dict[str, tuple[tuple[Verb, Form], ...]] = {}
        compiled = set(self._verbs)
        for verb in dict.fromkeys(verbs):
            if verb not in compiled:
                for surface, form in paradigm(verb).items():
                    self._more.setdefault(surface, []).append((verb, form))

    def lookup(self, surface: str) -> tuple[tuple[Verb, Form], ...]:
        """Every (verb, form) that a folded surface can be."""
        listed = self._compiled.get(surface)
        more = self._more.get(surface, ())
        if listed is None:
            return tuple(more)
        found = self._known.get(surface)
        if found is None:
            decoded = [self._decode(surface, item) for item in listed.split()]
            found = self._known[surface] = (*decoded, *more)
        return found

    def _decode(self, surface: str, item: str) -> tuple[Verb, Form]:
        verb, _, tag = item.partition(":")
        kind, tense, voice, person, number, gender, bound = self._tags[int(tag)].split("/")
        form = Form(surface, kind.replace("_", " "), tense, voice, int(person), number, gender, bound == "bound")
        return self._verbs[int(verb)], form
