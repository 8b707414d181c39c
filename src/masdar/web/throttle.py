"""A brake on guessing passwords: after a few failures each further try has to wait, longer every time.

Counted by name and by address, so that neither many names from one address nor one name from many addresses is quick.
Kept in memory; a restart forgets it, which an attacker cannot cause.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

FREE = 5  # failures without a wait
LONGEST = 900.0  # seconds
FORGOTTEN = 3600.0  # seconds after the last failure
_MOST = 10_000  # names and addresses remembered


@dataclass(slots=True)
class _Failures:
    count: int
    last: float


class Throttle:
    """Counts failures; ``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, _Failures] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, keys: Iterable[str]) -> float:
        """Seconds until any of these may try again; 0 where they may now."""
        now = self._clock()
        with self._lock:
            return max((self._of(key, now) for key in keys), default=0.0)

    def _of(self, key: str, now: float) -> float:
        held = self._failures.get(key)
        if held is None or held.count < FREE:
            return 0.0
        return max(0.0, held.last + min(LONGEST, 2.0 ** (held.count - FREE)) - now)

    def failed(self, keys: Iterable[str]) -> None:
        """Note a failure."""
        now = self._clock()
        with self._lock:
            for key in keys:
                held = self._failures.pop(key, None)
                if held is None or now - held.last > FORGOTTEN:
                    held = _Failures(0, now)
                held.count, held.last = min(held.count + 1, 64), now
                self._failures[key] = held
            while len(self._failures) > _MOST:
                self._failures.popitem(last=False)

    def succeeded(self, key: str) -> None:
        """Forget the failures of one who got in; those of his address stay."""
        with self._lock:
            self._failures.pop(key, None)
