"""The process that codes added reports: orders come in as lines of JSON, what becomes of each goes out the same way.

An order names the database (by standard input, so that no list of processes shows its password), the files, and what
holds for those that do not say so themselves. Told are ``report`` for each that is in the database for good,
``problem`` for each that could not be read or coded, ``message`` for what else a person should know, and at last
``end``: done or failed.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from masdar.batch import Batch
from masdar.coding.coder import program_version
from masdar.export.jsonl import Jsonl
from masdar.knowledge.lexicon import fingerprint
from masdar.knowledge.tables import LexiconError
from masdar.reading import Problem, Report, read_reports
from masdar.store import Store, StoreError
from masdar.store.intake import coded
from masdar.store.loading import Known

_BATCH = 20  # so that progress is told often


def main() -> None:
    """Work off orders until standard input ends."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not get among the answers

    def tell(**told: object) -> None:
        out.write(json.dumps(told) + "\n")
        out.flush()

    with suppress(BrokenPipeError):  # the server has gone
        for line in sys.stdin:
            try:
                _work(json.loads(line), tell)
            except BrokenPipeError:
                raise
            except (StoreError, LexiconError, OSError) as error:
                tell(message=str(error))
                tell(end="failed")
            else:
                tell(end="done")


def _work(order: dict[str, Any], tell: Callable[..., None]) -> None:
    lexicon = Path(order["lexicon"]) if order["lexicon"] else None
    published = date.fromisoformat(order["published"]) if order["published"] else None

    def known(item: Known) -> None:
        tell(report=item.doc_id)

    many = 0
    with Store(order["db"]) as store, Batch(Jsonl().item, lexicon=lexicon) as batch:
        reports = _distinct(store, read_reports(order["paths"], published, order["source"]), tell)
        fresh = store.unknown(reports, program_version(), fingerprint([lexicon] if lexicon else []))
        for item in store.load(coded(batch, fresh, known), batch=_BATCH):
            if isinstance(item, Problem):
                tell(problem=str(item))
            else:
                tell(report=item.doc_id)
                many += item.what != "same"
        store.merge()
        if many:
            store.tune()


def _distinct(store: Store, items: Iterable[Report | Problem], tell: Callable[..., None]) -> Iterator[Report | Problem]:
    """The reports; one that only its file's name would make a version of another report gets an id of its own."""
    for item in items:
        if isinstance(item, Problem) or item.line is not None:
            yield item
            continue
        held = store.versions(item.doc_id)
        if held and all(one.text != item.text for one in held):
            digest = hashlib.blake2b(item.text.encode("utf-8", "surrogatepass"), digest_size=3).hexdigest()
            own = f"{item.doc_id}~{digest}"
            tell(message=f"There is another report {item.doc_id}; this one is kept as {own}.")
            yield replace(item, doc_id=own)
        else:
            yield item


if __name__ == "__main__":
    main()
