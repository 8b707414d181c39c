"""Plain text: the text is the report, exactly as it stands in the file."""

from __future__ import annotations

from masdar.reading.encoding import decode
from masdar.reading.report import Content


def read_plain(data: bytes) -> Content:
    """The decoded text; nothing is taken away or joined, so offsets are those of the file.

    :raises Unreadable: where the bytes are no text.
    """
    return Content(decode(data))
