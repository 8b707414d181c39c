"""Compiling the inflected forms of all the verbs that the tables name.

``python -m masdar.knowledge.verbs`` writes :data:`masdar.arabic.paradigms.COMPILED`; a test tells when that was
forgotten after a table changed.
"""

from __future__ import annotations

from pathlib import Path

from masdar.arabic.paradigms import COMPILED, Verb, paradigm
from masdar.knowledge.tables import BUILT_IN, read_table

VERB_TABLES = ("acts-force.csv", "acts-speech.csv", "light-verbs.csv", "claims.csv", "casualties.csv", "toll-hints.csv")


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
                )
            )
            surfaces.setdefault(surface, []).append(f"{number}:{tags.setdefault(tag, len(tags))}")
    head = " ".join(f"{past}/{present}" for past, present in verbs) + "\n" + " ".join(tags) + "\n\n"
    return head + "".join(f"{surface}\t{' '.join(items)}\n" for surface, items in sorted(surfaces.items()))


def main(path: Path = COMPILED) -> None:
    """Write the compiled file."""
    path.write_text(compile_paradigms(), encoding="utf-8")


if __name__ == "__main__":
    main()
