"""Near-duplicates: reports that are one text, whoever prints it.

A report that ten outlets take from an agency is one witness, not ten. Texts are compared by MinHash over their runs of
three words (Broder 1997, "On the resemblance and containment of documents"): a text has a short signature, and the
share of places in which two signatures agree estimates what part of all their runs the two texts have in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from operator import eq

from rensa import RMinHash

PLACES = 128  # the estimate is within about 0.04 of the true share
RUN = 3
_DIGITS = 4  # of a hexadecimal number: 16 of each hash's 32 bits, which agree by chance once in 65,536
_SEED = 42

#: Reports that share this much are one text. Of 131 pairs of reports of two outlets that tell one happening (the judged
#: pairs of docs/incidents.md), 117 share less than a tenth, 9 up to this, and 5 more.
ONE_TEXT = 0.3


def signature(words: Sequence[str]) -> str:
    """The signature of a text, given the folded words of it; empty where it has fewer than a run of words."""
    runs = sorted({" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)})
    if not runs:
        return ""
    hashes = RMinHash(num_perm=PLACES, seed=_SEED)
    hashes.update(runs)
    return "".join(f"{value & 0xFFFF:04x}" for value in hashes.digest())


def likeness(one: str, other: str) -> float:
    """What part of their runs two texts share, by their signatures: 0 to 1; 0 where one has none."""
    if not one or len(one) != len(other):
        return 0.0
    left, right = _hashes(one), _hashes(other)
    agreeing: int = sum(map(eq, left, right))
    return agreeing / len(left)


@lru_cache(maxsize=1 << 14)
def _hashes(signature: str) -> tuple[str, ...]:
    return tuple(signature[at : at + _DIGITS] for at in range(0, len(signature), _DIGITS))
