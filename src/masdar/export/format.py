"""What an output format is: something to write first, something a record, something between and something last.

A record becomes text by itself, without regard to the records around it, so that worker processes can do it and the
order is kept by whoever writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TextIO

from masdar.record import Record


class Format(Protocol):
    """One output format. Objects are small and can be sent to another process."""

    @property
    def opening(self) -> str:
        """What comes before the first record."""

    @property
    def between(self) -> str:
        """What comes between two records that are not empty."""

    @property
    def closing(self) -> str:
        """What comes after the last record."""

    def item(self, record: Record) -> str:
        """One record; empty where the format has nothing to say of it."""


def put(records: Iterable[Record], stream: TextIO, output: Format) -> int:
    """Write all records to a text stream and say how many there were."""
    stream.write(output.opening)
    count = 0
    separator = ""
    for record in records:
        text = output.item(record)
        if text:
            stream.write(separator + text)
            separator = output.between
        count += 1
    stream.write(output.closing)
    return count
