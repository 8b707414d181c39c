"""What answers, what it holds, and the words of the record with labels in both languages."""

from __future__ import annotations

from functools import cache

from fastapi import APIRouter
from sqlalchemy import text

from masdar.coding.coder import program_version
from masdar.export.formats import FORMATS
from masdar.knowledge.lexicon import fingerprint
from masdar.knowledge.tables import read_table
from masdar.record import COUNT_KEYS, EVENT_TYPES, MODES, RELATION_TYPES, SECTORS, STATUSES
from masdar.store.concerns import CONCERNS
from masdar.web.access import Reader
from masdar.web.models import About, Label, Schema, TypeLabel
from masdar.web.rows import QUAD_OF, iso
from masdar.web.settings import LABELS
from masdar.web.state import Bench, Workbench

router = APIRouter(tags=["about"])


@router.get("/about")
def about(bench: Bench, _user: Reader) -> About:
    """What answers, and what it holds."""
    settings = bench.settings
    with bench.database.read() as connection:

        def one(question: str) -> int:
            return int(connection.execute(text(question)).scalar() or 0)

        return About(
            masdar=program_version(), lexicon=_lexicon(bench), name=bench.database.name,
            reports=one("SELECT count(*) FROM report"), events=one("SELECT sum(events) FROM tally_day"),
            incidents=one("SELECT count(*) FROM incident"),
            places=one("SELECT count(*) FROM place WHERE events > 0"),
            actors=one("SELECT count(*) FROM actor WHERE events > 0"),
            reviewed=one("SELECT count(*) FROM event WHERE review IS NOT NULL"),
            first=iso(one("SELECT min(day) FROM tally_day WHERE day <> 0")),
            last=iso(one("SELECT max(day) FROM tally_day WHERE day <> 0")), tiles=settings.tiles,
            languages=["en", "ar"],
        )  # fmt: skip


_FINGERPRINTS: dict[str, str] = {}


def _lexicon(bench: Workbench) -> str:
    own = bench.settings.lexicon
    if str(own) not in _FINGERPRINTS:
        _FINGERPRINTS[str(own)] = fingerprint([own] if own else [])
    return _FINGERPRINTS[str(own)]


@router.get("/schema")
def schema(_user: Reader) -> Schema:
    """The words of the record, with labels in English and Arabic."""
    return _schema()


@cache
def _schema() -> Schema:
    rows = read_table(LABELS, ("set", "id", "en", "ar"))
    words = {(row["set"], row["id"]): Label(id=row["id"], en=row["en"], ar=row["ar"]) for row in rows}

    def labels(kind: str, names: tuple[str, ...]) -> list[Label]:
        return [words[kind, name] for name in names]

    def of_set(kind: str) -> list[Label]:
        return [label for (other, _), label in words.items() if other == kind]

    return Schema(
        types=[
            TypeLabel(
                **words["type", name].model_dump(), quad=QUAD_OF[name], modes=labels("mode", MODES.get(name, ()))
            )
            for name in EVENT_TYPES
        ],
        quads=of_set("quad"), statuses=labels("status", STATUSES), sectors=labels("sector", SECTORS),
        counts=labels("count", COUNT_KEYS), source_kinds=of_set("source_kind"),
        relations=labels("relation", RELATION_TYPES), levels=of_set("level"), concerns=labels("concern", CONCERNS),
        reviews=of_set("review"), formats=list(FORMATS),
    )  # fmt: skip
