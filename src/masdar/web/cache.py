"""Answers that were worked out already, kept while nothing that is searched has changed.

Whoever moves a map back and forth asks the same again and again. An answer is kept as it is sent, with the generation
of what is searched (:func:`masdar.store.index.generation`), which every change moves on, whichever process makes it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy import Connection

from masdar.store.index import generation

MOST = 64 * 1024 * 1024  # bytes in all


class Cache:
    """Answers by what was asked, those that were not asked for longest leaving first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[str, tuple[int, bytes]] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, connection: Connection, asked: str, make: Callable[[], BaseModel]) -> Response:
        """The answer to ``asked``, which tells one question from every other, made if it must be."""
        now = generation(connection)
        with self._lock:
            held = self._kept.get(asked)
            if held is not None and held[0] == now:
                self._kept.move_to_end(asked)
                return Response(held[1], media_type="application/json")
        body = make().model_dump_json().encode()
        with self._lock:
            old = self._kept.pop(asked, None)
            self._size += len(body) - (len(old[1]) if old else 0)
            self._kept[asked] = (now, body)
            while self._size > self._most and self._kept:
                self._size -= len(self._kept.popitem(last=False)[1][1])
        return Response(body, media_type="application/json")
