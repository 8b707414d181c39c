"""Which inflected form belongs to which verb, without conjugating seven hundred verbs at every start.

``data/paradigms.tsv`` holds the folded forms of every verb that the built-in tables name, written by
``python -m masdar.knowledge.paradigms``. A verb that it does not hold (from a user's own table, or one added a moment
ago) is conjugated when the lexicon is loaded, so the file only ever saves time.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from masdar.arabic.script import key
from masdar.arabic.verbs import Form, conjugate
from masdar.knowledge.tables import BUILT_IN, read_table

COMPILED = BUILT_IN / "paradigms.tsv"
VERB_TABLES = ("acts-force.csv", "acts-speech.csv", "light-verbs.csv", "claims.csv", "casualties.csv")

Verb = tuple[str, str]  # past and present, third person masculine singular, as written in the tables


def paradigm(verb: Verb) -> dict[str, Form]:
    """The forms of a verb by folded surface; where two fall together the first in the grammar's order stands.

    :raises ValueError: where the two are not past and present of one verb.
    """
    forms: dict[str, Form] = {}
    for form in conjugate(*verb):
        forms.setdefault(key(form.surface), form)
    return forms


class Paradigms:
    """From a folded form to the verbs and forms it can be."""

    def __init__(self, verbs: Iterable[Verb]) -> None:
        self._verbs: list[Verb] = []
        self._tags: list[str] = []
        self._compiled: dict[str, str] = {}
        self._more: dict[str, list[tuple[Verb, Form]]] = {}
        self._known: dict[str, tuple[tuple[Verb, Form], ...]] = {}
        self._read()
        compiled = set(self._verbs)
        for verb in dict.fromkeys(verbs):
            if verb not in compiled:
                for surface, form in paradigm(verb).items():
                    self._more.setdefault(surface, []).append((verb, form))

    def _read(self) -> None:
        if not COMPILED.exists():
            return
        head, _, body = COMPILED.read_text(encoding="utf-8").partition("\n\n")
        verbs, tags = head.split("\n")
        self._verbs = [(past, present) for past, _, present in (verb.partition("/") for verb in verbs.split(" "))]
        self._tags = tags.split(" ")
        self._compiled = dict(line.split("\t") for line in body.splitlines())  # type: ignore[arg-type, misc]

    def lookup(self, surface: str) -> tuple[tuple[Verb, Form], ...]:
        """Every (verb, form) that a folded surface can be."""
        found = self._known.get(surface)
        if found is None:
            decoded = [self._decode(surface, item) for item in self._compiled.get(surface, "").split()]
            found = self._known[surface] = (*decoded, *self._more.get(surface, ()))
        return found

    def _decode(self, surface: str, item: str) -> tuple[Verb, Form]:
        verb, _, tag = item.partition(":")
        kind, tense, voice, person, number, gender, bound = self._tags[int(tag)].split("/")
        form = Form(surface, kind.replace("_", " "), tense, voice, int(person), number, gender, bound == "bound")
        return self._verbs[int(verb)], form


def table_verbs() -> list[Verb]:
    """The verbs of the built-in tables, sorted."""
    verbs: set[Verb] = set()
    for name in VERB_TABLES:
        for row in read_table(BUILT_IN / name, ("verb", "present")):
            if row["verb"]:
                verbs.add((row["verb"], row["present"]))
    for row in read_table(BUILT_IN / "cues.csv", ("cue",)):
        for item in row.many("cue"):
            past, slash, present = item.partition("/")
            if slash:
                verbs.add((past.strip(), present.strip()))
    return sorted(verbs)


def compile_paradigms() -> str:
    """The contents of the compiled file for the built-in tables as they are."""
    verbs = table_verbs()
    tags: dict[str, int] = {}
    surfaces: dict[str, list[str]] = {}
    for number, verb in enumerate(verbs):
        for surface, form in paradigm(verb).items():
            tag = "/".join(
                (
                    form.kind.replace(" ", "_"),
                    form.tense,
                    form.voice,
                    str(form.person),
                    form.number,
                    form.gender,
                    "bound" if form.bound else "free",
                )  # fmt: skip
            )
            surfaces.setdefault(surface, []).append(f"{number}:{tags.setdefault(tag, len(tags))}")
    head = " ".join(f"{past}/{present}" for past, present in verbs) + "\n" + " ".join(tags) + "\n\n"
    return head + "".join(f"{surface}\t{' '.join(items)}\n" for surface, items in sorted(surfaces.items()))


def main(path: Path = COMPILED) -> None:
    """Write the compiled file."""
    path.write_text(compile_paradigms(), encoding="utf-8")


if __name__ == "__main__":
    main()
