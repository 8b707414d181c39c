"""Masdar reads Arabic reports of conflict and politics and writes down who did what to whom, and who says so.

>>> import masdar
>>> record = masdar.code("قصفت الطائرات الروسية بلدة كفرنبل أمس.", published="2018-08-27")
>>> [(event.type, event.mode, event.trigger.text) for event in record.events]
[('ASSAULT', 'aerial', 'قصفت')]
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from masdar.coding.coder import Coder
    from masdar.record import Record
    from masdar.store import Store

__all__ = ["Coder", "Store", "code"]


def __getattr__(name: str) -> object:
    # Loading the coder takes a moment; `masdar --help` need not wait for it.
    if name == "Coder":
        from masdar.coding.coder import Coder

        return Coder
    if name == "Store":
        from masdar.store import Store

        return Store
    raise AttributeError(f"module 'masdar' has no attribute {name!r}")


@cache
def _coder() -> Coder:
    from masdar.coding.coder import Coder

    return Coder()


def code(
    text: str,
    *,
    published: date | str | None = None,
    source: str | None = None,
    title: str | None = None,
    doc_id: str = "report",
    url: str | None = None,
) -> Record:
    """The record of one report, by a coder that is loaded once and kept.

    The parameters and errors are those of :meth:`masdar.coding.coder.Coder.code`.
    """
    return _coder().code(text, doc_id=doc_id, published=published, source=source, title=title, url=url)
