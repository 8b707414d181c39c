"""Bad input: one sentence that names the file, what is wrong and what to do; never a trace, never a hang."""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from making import pdf, word
from masdar.reading import Problem, Report, read_reports
from masdar.reading.report import Unreadable
from masdar.reading.word import MAX_XML, OLE

TEXT = "أعلنت وزارة الداخلية اعتقال خمسة أشخاص في مدينة صفاقس."
GOOD = json.dumps({"id": "good", "text": TEXT}, ensure_ascii=False).encode()
SURROGATE = json.dumps({"id": "bad", "text": TEXT + "X"}).replace("X", "\\ud800").encode()


def locked_docx() -> bytes:
    """The start of an OLE container with an encrypted package in its directory."""
    return OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def locked_pdf() -> bytes:
    """A PDF that says it is encrypted with a password nobody has."""
    lock = (
        b"99 0 obj\n<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>\nendobj\n"
    )
    data = pdf([["ا"]])
    at = data.index(b"1 0 obj")
    whole = data[:at] + lock + data[at:]
    # The table of objects no longer fits, so readers search for the objects themselves.
    start = whole.index(b"xref")
    return whole[:start] + b"trailer << /Root 1 0 R /Encrypt 99 0 R /ID [<41><41>] >>\n%%EOF\n"


def swollen_docx() -> bytes:
    """A DOCX of a few kilobytes that unpacks to more than any document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<a>" + b" " * (MAX_XML + 1))
    return out.getvalue()


def understated_docx() -> bytes:
    """The same with a directory that lies about it."""
    data = swollen_docx()
    return data.replace(struct.pack("<I", MAX_XML + 4), struct.pack("<I", 100))


PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4

# name of the file, what is in it, and words of the sentence
FILES: list[tuple[str, bytes, tuple[str, ...]]] = [
    ("empty.txt", b"", ("is empty",)),
    ("blank.txt", b" \n\t\n", ("blank",)),
    ("mark.txt", b"\xef\xbb\xbf", ("blank",)),
    ("picture.txt", PICTURE, ("PNG picture", "text, HTML, PDF, DOCX or JSONL")),
    ("picture.html", PICTURE, ("PNG picture",)),
    ("photo.txt", b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(range(256)), ("JPEG",)),
    ("noise.txt", bytes(range(1, 256)) * 9, ("not",)),
    ("line.txt", ("قال الوزير " * 1_200_000).encode(), ("too much",)),
    ("long.txt", ("قال الوزير في " * 40_000).encode(), ("500,000 characters",)),
    ("broken.txt", TEXT.encode() + b"\xd8\x28" + TEXT.encode(), ("not valid UTF-8 at byte", "0xD8")),
    ("cut.txt", TEXT.encode("utf-16")[:-1], ("UTF-16", "byte")),
    ("nul.txt", TEXT.encode() + b"\0" + TEXT.encode(), ("NUL",)),
    ("english.txt", b"The army said that its forces had entered the town on Monday.", ("not in Arabic",)),
    ("turkish.txt", "Cumhurbaşkanı Ankara'da yaptığı açıklamada şunları söyledi".encode("cp1254"), ("UTF-8",)),
    ("page.html", b"<html><head><title>x</title></head><body><script>1</script></body></html>", ("no text",)),
    ("deep.html", b"<html><body>" + b"<div>" * 60_000 + TEXT.encode(), ("deep",)),
    ("large.html", b"<html><body>" + b"<p>x" * 3_000_000, ("limit",)),
    ("scanned.pdf", pdf([[], []]), ("without a text layer", "OCR")),
    ("broken.pdf", b"%PDF-1.7 and no more", ("damaged PDF",)),
    ("not.pdf", TEXT.encode(), ("damaged PDF",)),
    ("locked.pdf", locked_pdf(), ("password",)),
    ("locked.docx", locked_docx(), ("password",)),
    ("old.docx", OLE + b"\0" * 600, (".doc",)),
    ("text.docx", TEXT.encode(), ("no DOCX",)),
    ("cut.docx", word([TEXT])[:-300], ("no DOCX",)),
    ("empty.docx", word([]), ("no text",)),
    ("swollen.docx", swollen_docx(), ("unpack",)),
    ("lying.docx", understated_docx(), ("DOCX",)),
    ("broken.jsonl.gz", gzip.compress(GOOD * 50)[:-12], ("gzip",)),
    ("not.jsonl.gz", GOOD, ("gzip",)),
    ("blank.jsonl", b"\n\n", ("blank lines",)),
    ("list.json", b"[]", ("empty list",)),
    ("number.json", b"12", ("not an object",)),
]


@pytest.mark.parametrize(("name", "data", "words"), FILES, ids=[name for name, _, _ in FILES])
def test_bad_file_costs_itself_only(tmp_path: Path, name: str, data: bytes, words: tuple[str, ...]) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "z.txt").write_text(TEXT, "utf-8")
    items = list(read_reports([tmp_path / "a.txt", tmp_path / name, tmp_path / "z.txt"]))
    problems = [item for item in items if isinstance(item, Problem)]
    reports = [item for item in items if isinstance(item, Report)]
    assert {"a", "z"} <= {report.doc_id for report in reports}
    assert len(problems) == 1
    sentence = str(problems[0])
    assert sentence.startswith(str(tmp_path / name) + ": ")
    assert all(part in sentence for part in words), sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 400


ROWS: list[tuple[bytes, str]] = [
    (b'{"id": "x", "text": "abc', "is not valid JSON"),
    (b"[1, 2]", "is a JSON list, not an object"),
    (b'"text"', "is a JSON string"),
    (b'{"id": "x"}', 'has no "text"'),
    (b'{"text": null}', 'has no "text"'),
    (b'{"text": 5}', '"text" that is a number'),
    (b'{"text": ["a"]}', '"text" that is a list'),
    (b'{"text": "  "}', "has no text"),
    (b'{"text": "English only, no doubt"}', "not in Arabic"),
    (SURROGATE, "lone surrogate"),
    (GOOD.replace(b'"good"', b'"\\ud800"'), "lone surrogate"),
    (GOOD.replace(b'"good"', b'{"a": 1}'), '"id" that is a object'),
    (GOOD.replace(b'"good"', b"true"), '"id" that is a truth value'),
    (GOOD[:-1] + b', "published": "yesterday"}', "“yesterday”, which is no date"),
    (GOOD[:-1] + b', "published": "2018-02-31"}', "no date"),
    (GOOD[:-1] + b', "published": 20180101}', '"published" that is a number'),
    (GOOD[:-1] + b', "title": 1}', '"title" that is a number'),
    (GOOD.replace(b'"good"', b'"nul"').replace(b" ", b"\\u0000", 3), "JSON"),
    (b'{"text": "\\u0000"}', "NUL"),
    (b"[" * 100_000, "not valid JSON"),
    (b'{"text": ' + b"9" * 10_000 + b"}", "JSON"),
    (b'{"text": "\xd8"}', "not valid UTF-8"),
    (b"\xff\xfe\xfa", "not"),
    (b'{"text": "' + b"a" * 14_000_000 + b'"}', "longer than"),
]


@pytest.mark.parametrize(("row", "words"), ROWS, ids=[words[:30] for _, words in ROWS])
def test_bad_line_is_named_and_costs_itself_only(tmp_path: Path, row: bytes, words: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\n".join([GOOD, GOOD.replace(b"good", b"two"), row, GOOD.replace(b"good", b"four")]) + b"\n")
    first, second, problem, fourth = read_reports([path])
    assert isinstance(problem, Problem)
    assert str(problem).startswith(f"{path}, line 3: ")
    assert words in str(problem)
    assert [item.doc_id for item in (first, second, fourth) if isinstance(item, Report)] == ["good", "two", "four"]


def test_same_id_twice_is_told_and_both_are_coded(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(GOOD + b"\n" + GOOD)
    first, problem, second = read_reports([tmp_path])
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert isinstance(problem, Problem)
    assert (first.doc_id, second.doc_id, problem.line) == ("good", "good-2", 2)


def test_what_is_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "loop").symlink_to(folder)
    (folder / "round").symlink_to("round")
    (folder / "nowhere").symlink_to("nothing")
    os.mkfifo(folder / "pipe.txt")
    (folder / "a.xyz").write_text("x")
    (folder / "b.xyz").write_text("x")
    (folder / "good.txt").write_text(TEXT, "utf-8")
    items = [*read_reports([tmp_path / "missing.txt", folder, "a\0b"])]
    assert [item.doc_id for item in items if isinstance(item, Report)] == ["good"]
    told = " ".join(str(item) for item in items if isinstance(item, Problem))
    for words in (
        "missing.txt: does not exist",
        "loop: is a link to a folder that it lies in",
        "round: cannot be read",
        "nowhere: does not exist",
        "pipe.txt: is no file but a pipe",
        "2 files are of no kind that can be read (.xyz: 2)",
        "is no possible file name",
    ):
        assert words in told


def test_folder_without_reports(tmp_path: Path) -> None:
    (problem,) = read_reports([tmp_path])
    assert "without a report" in str(problem)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    path.chmod(0)
    (problem,) = read_reports([path])
    assert "permission denied" in str(problem)


def test_names_cannot_steer_a_terminal() -> None:
    assert str(Problem("a\x1b[2J\nb\udcff", None, "is x", "do y")) == "a�[2J b�: is x; do y."


SEEDS = [
    TEXT.encode(),
    TEXT.encode("cp1256"),
    TEXT.encode("utf-16"),
    GOOD,
    b"<html><body><article><p>" + TEXT.encode() + b"</p></article></body></html>",
    pdf([[TEXT]]),
    word([TEXT], [["a", "b"]]),
    locked_docx(),
    gzip.compress(GOOD),
]
NAMES = ["a.txt", "a.html", "a.pdf", "a.docx", "a.jsonl", "a.json", "a.jsonl.gz", "a"]


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """A good file with some bytes changed, taken out or put in, or bytes of no kind."""
    data = bytearray(draw(st.one_of(st.sampled_from(SEEDS), st.binary(max_size=200))))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 20))] = draw(st.binary(max_size=8))
    return bytes(data)


@settings(max_examples=250, deadline=3000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=spoiled(), name=st.sampled_from(NAMES))
def test_any_bytes_give_reports_or_problems(tmp_path: Path, data: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    for item in [*read_reports([path]), *read_reports(["-"], stdin=io.BytesIO(data))]:
        if isinstance(item, Report):
            assert item.text.strip()
            item.text.encode("utf-8")
            (item.doc_id + (item.title or "") + (item.source or "") + (item.url or "")).encode("utf-8")
        else:
            assert "\n" not in str(item)
            str(item).encode("utf-8")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just(TEXT),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
ROW = st.dictionaries(st.sampled_from(["id", "text", "title", "published", "source", "url"]), JSON)


@given(rows=st.lists(ROW | JSON, max_size=6))
def test_any_rows_give_reports_or_problems(rows: list[object]) -> None:
    data = b"{}\n" + b"\n".join(json.dumps(row).encode() for row in rows)
    items = list(read_reports(["-"], stdin=io.BytesIO(data)))
    assert {item.line for item in items} <= set(range(1, len(rows) + 2))
    assert len({item.line for item in items}) == len(rows) + 1
    ids = [item.doc_id for item in items if isinstance(item, Report)]
    assert len(ids) == len(set(ids))


def test_unreadable_carries_what_and_remedy() -> None:
    reason = Unreadable("is so", "do this")
    assert (reason.what, reason.remedy) == ("is so", "do this")
