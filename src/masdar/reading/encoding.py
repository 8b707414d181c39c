"""From bytes to text, without guessing wrongly and without hiding damage.

Arabic archives hold four encodings: UTF-8, UTF-16 in both byte orders (often without a mark), Windows-1256 and, rarely,
ISO 8859-6. The last two accept nearly any bytes, so a text decoded by them is believed only if its letters are as
frequent as they are in Arabic. Bytes that no encoding explains are an error that names the first of them: a text with
replacement characters would give a record whose words were never written.
"""

from __future__ import annotations

import codecs
import re

from masdar.reading.report import Unreadable

BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# First bytes of what is often saved or sent under the wrong name.
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"RIFF", "a sound, film or WebP file"),
    (b"ID3", "an MP3 sound file"),
    (b"OggS", "an Ogg sound or film file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"{\\rtf", "an RTF document"),
)

SAMPLE = 65536
# High bytes of Latin and blanks, Arabic, general punctuation, and Arabic presentation forms in UTF-16.
_BLOCKS = (0x00, 0x06, 0x20, 0xFB, 0xFE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LETTERS = re.compile(r"[^\W\d_]")
# The nine letters that make up about two thirds of any Arabic text (counted over news; they are the commonest of
# every Arabic corpus in slightly varying order).
_COMMON = frozenset("اليمنورتب")


def plausible_arabic(text: str) -> bool:
    """Whether text from a single-byte encoding reads like Arabic: Arabic letters, in their usual proportions."""
    letters = [char for char in text if char > "\x7f" and char.isalpha()]
    if len(letters) < 4:
        return False
    arabic = sum("\u0621" <= char <= "\u064a" for char in letters)
    common = sum(char in _COMMON for char in letters)
    return arabic >= 0.9 * len(letters) and common >= 0.45 * len(letters)


def _utf16_without_mark(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: of every pair one byte is nearly always that of a common block."""
    sample = data[: SAMPLE & ~1]
    pairs = len(sample) // 2
    if pairs < 2:
        return None
    for name, high, low in (
        ("utf-16-le", sample[1::2], sample[0::2]),
        ("utf-16-be", sample[0::2], sample[1::2]),
    ):
        if sum(high.count(block) for block in _BLOCKS) > 0.8 * pairs and low.count(0) < 0.2 * pairs:
            return name
    return None


def _looks_utf16(data: bytes) -> str | None:
    """As above, but only where plain bytes are no better explanation."""
    sample = data[:SAMPLE]
    if b"\0" not in sample and sample.count(6) < len(sample) // 4:
        return None
    return _utf16_without_mark(data)


def detect(data: bytes) -> str | None:
    """The Unicode encoding that a byte order mark or the pattern of bytes tells; None where neither does."""
    for mark, name in BOMS:
        if data.startswith(mark):
            return name
    return _looks_utf16(data)


def _binary(data: bytes) -> str | None:
    """What kind of file, other than text, the data is."""
    for start, kind in MAGIC:
        if data.startswith(start) and (len(start) > 2 or b"\0" in data[:512]):
            return kind
    if data[4:8] == b"ftyp":
        return "a film or HEIC picture"
    return None


def decode(data: bytes) -> str:
    """The text in ``data``, without a byte order mark.

    :raises Unreadable: where it is no text, or no encoding explains every byte of it.
    """
    kind = _binary(data)
    if kind:
        raise Unreadable(f"is {kind}, not text", "give the report as text, HTML, PDF, DOCX or JSONL")
    name = detect(data)
    if name:
        try:
            return _checked(data.decode(name).removeprefix("\ufeff"))
        except UnicodeDecodeError as error:
            label = name.removesuffix("-sig").upper()
            raise Unreadable(
                f"is marked or laid out as {label} but breaks off at byte {error.start}", "save it again as UTF-8"
            ) from error
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return single_byte(data, error)


def single_byte(data: bytes, error: UnicodeDecodeError) -> str:
    """Text in one of the old Arabic encodings, or the error that it is none."""
    best = None
    for name in ("cp1256", "iso8859_6"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if plausible_arabic(text[:SAMPLE]) and not _CONTROLS.search(text):
            best = max(best or ("", 0.0), (text, _common_share(text[:SAMPLE])), key=lambda pair: pair[1])
    if best:
        return _checked(best[0])
    bad = f"0x{data[error.start]:02X}"
    if len(_CONTROLS.findall(data[:SAMPLE].decode("latin-1"))) > min(len(data), SAMPLE) // 50:
        raise Unreadable(f"is binary data, not text (byte {error.start} is {bad})", "give the report as text")
    guess = _guess(data)
    hint = f" (it may be {guess})" if guess else ""
    raise Unreadable(
        f"is not valid UTF-8 at byte {error.start} ({bad}), nor Arabic in Windows-1256{hint}",
        "repair it or save it again as UTF-8",
    )


def _common_share(text: str) -> float:
    letters = _LETTERS.findall(text)
    return sum(char in _COMMON for char in letters) / max(1, len(letters))


def _guess(data: bytes) -> str | None:
    """What charset-normalizer takes the bytes for, to help the person who repairs them."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:8192], steps=3).best()
    return best.encoding.replace("_", "-").upper() if best and best.encoding not in {"utf_8", "ascii"} else None


def _checked(text: str) -> str:
    """``text`` if it holds no NUL and hardly any control characters.

    :raises Unreadable: where it does.
    """
    at = text.find("\0")
    if at >= 0:
        raise Unreadable(f"holds a NUL character (character {at}), so it is no plain text", "save it again as text")
    controls = len(_CONTROLS.findall(text[:SAMPLE]))
    if controls > max(3, min(len(text), SAMPLE) // 100):
        raise Unreadable("is full of control characters, so it is no plain text", "save it again as text")
    return text
