"""Whatever is given, the whole way from a file to its record: no crash, and a record that keeps its promises."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import masdar
from making import pdf, word
from masdar.cli import main
from masdar.export.jsonl import Jsonl
from masdar.reading import Problem, Report, read_reports
from masdar.record import Record
from test_bad_input import GOOD, NAMES, PICTURE, SURROGATE, TEXT, locked_docx, locked_pdf, spoiled

SCHEMA = Record.model_json_schema(mode="serialization")
# What news is made of, so that runs of it reach every stage; and what breaks it.
PIECES = """قصفت قصف الطائرات الروسية الجيش السوري بلدة كفرنبل مدينة حلب ريف إدلب الجنوبي أمس الأحد مساء غدا قال الوزير
أعلنت وزارة الدفاع أن مقتل إصابة عشرات 12 قتيلا وجريحين مدنيين في من إلى على بحسب المرصد لحقوق الإنسان وكالة رويترز نقلا
عن مصدر المتحدث باسم لن لم قد سوف اعتقال خمسة أشخاص هدد طالبت رفض اتفاق محادثات رئيس روسيا فلاديمير بوتين التي الذي
يقودها التابعة شعبان 1440 2018/8/27 25 يناير/كانون الثاني عام 9999 القادم التالي ١٢٫٥ ألف بين وبين كم شمال شرق "داعش"
« » ( ) : ، . .. ؟ - — # _ RT @ab https://a.b/ج لل ال و ه ـــ \u0651 \u200f \ufeff \ufdf2 \U0001f1f8""".split()
NEWS = st.lists(st.sampled_from([*PIECES, "\n", "\n\n", "."]), max_size=60).map(" ".join)
ARABIC = st.text(
    st.characters(min_codepoint=0x600, max_codepoint=0x6FF) | st.sampled_from(' \n.,،؛؟()"«»#_-0123456789aB\u200f\xa0'),
    max_size=80,
)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
DAY = st.none() | st.dates() | st.dates(date(2015, 1, 1), date(2026, 1, 1))


@pytest.fixture(scope="module")
def coder() -> masdar.Coder:
    return masdar.Coder()


def spans(value: Any) -> Iterator[tuple[int, int, str]]:
    """Every span in a record as JSON."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value["start"], value["end"], value["text"]
        for part in value.values():
            yield from spans(part)
    elif isinstance(value, list):
        for part in value:
            yield from spans(part)


def check(row: dict[str, Any], text: str) -> None:
    """What holds of every record: its schema, and that it shows the report's own words."""
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(row, SCHEMA)
    for start, end, shown in spans(row):
        assert text[start:end] == shown
    for event in row["events"]:
        for reason in event["why"]:
            assert reason["start"] is None or 0 <= reason["start"] <= reason["end"] <= len(text)
    assert len({event["id"] for event in row["events"]}) == len(row["events"])


@settings(max_examples=150, deadline=None)
@given(text=NEWS | ARABIC | ANY, published=DAY)
@example(text="بعد رمضان", published=date(1924, 1, 1))  # before the tables of the Hijri calendar
@example(text="", published=None)
@example(text=".", published=date.max)
@example(text="غدا", published=date.max)
@example(text="أمس", published=date.min)
def test_any_text_gives_a_sound_record(coder: masdar.Coder, text: str, published: date | None) -> None:
    record = coder.code(text, published=published)
    line = Jsonl().item(record)
    check(json.loads(line), text)
    assert Jsonl().item(coder.code(text, published=published)) == line


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=spoiled(), name=st.sampled_from(NAMES))
def test_any_bytes_are_coded_or_told(tmp_path: Path, coder: masdar.Coder, data: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    for item in read_reports([path]):
        if isinstance(item, Report):
            record = coder.code(item.text, doc_id=item.doc_id, published=item.published, title=item.title)
            check(json.loads(Jsonl().item(record)), item.text)
        else:
            assert isinstance(item, Problem)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main([*arguments])
    return left.value.code if isinstance(left.value.code, int) else 1


LINE = "قال الوزير إن الجيش قصف المدينة "
# What people really give: the name of the file, what is in it, words of the sentence, the line that it names.
GIVEN: list[tuple[str, bytes, str, int | None]] = [
    ("empty.txt", b"", "is empty", None),
    ("picture.txt", PICTURE, "is a PNG picture", None),
    ("line.txt", LINE.encode() * 860_000, "is larger than", None),
    ("line.html", b"<html><body><p>" + LINE.encode() * 860_000, "is a page of", None),
    ("line.jsonl", GOOD + b'\n{"text": "' + LINE.encode() * 860_000 + b'"}\n', "is longer than", 2),
    ("broken.txt", TEXT.encode() + b"\xd8\x28" + TEXT.encode(), "is not valid UTF-8 at byte", None),
    ("surrogate.jsonl", GOOD + b"\n" + SURROGATE + b"\n", "a lone surrogate", 2),
    ("english.txt", b"The army said that its forces had entered the town on Monday.", "is not in Arabic", None),
    ("page.html", b"<html><head><title>x</title></head><body><script>1</script></body></html>", "no text", None),
    ("scanned.pdf", pdf([[], []]), "without a text layer", None),
    ("locked.pdf", locked_pdf(), "locked with a password", None),
    ("locked.docx", locked_docx(), "locked with a password", None),
    ("empty.docx", word([]), "no text", None),
    ("third.jsonl", GOOD + b"\n" + GOOD.replace(b"good", b"b") + b'\n{"id": "c", "te\n' + GOOD[:-1] + b"}", "JSON", 3),
]


@pytest.mark.parametrize(("name", "data", "words", "line"), GIVEN, ids=[name for name, *_ in GIVEN])
def test_bad_file_is_one_sentence_and_the_good_ones_are_coded(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, data: bytes, words: str, line: int | None
) -> None:
    bad, before, after = tmp_path / name, tmp_path / "before.txt", tmp_path / "after.txt"
    bad.write_bytes(data.replace(b'"good", "text"', b'"other", "text"', 1) if name == "third.jsonl" else data)
    before.write_text(TEXT, "utf-8")
    after.write_text(TEXT, "utf-8")
    begin = time.monotonic()
    assert run("code", str(before), str(bad), str(after), "--format", "jsonl") == 1
    assert time.monotonic() - begin < 60
    out, told = capfd.readouterr()
    (sentence,) = told.splitlines()
    assert sentence.startswith(f"{bad}, line {line}: " if line else f"{bad}: ")
    assert words in sentence
    assert re.search(r"; \w.*\.$", sentence), "says what to do"
    assert "Traceback" not in told
    rows = [json.loads(row) for row in out.splitlines()]
    assert {"before", "after"} <= {row["doc_id"] for row in rows}
    assert all(row["events"] for row in rows)
    good_rows = {"line.jsonl": 1, "surrogate.jsonl": 1, "third.jsonl": 3}.get(name, 0)
    assert len(rows) == 2 + good_rows


def test_text_without_stops_or_line_breaks_does_not_take_forever(coder: masdar.Coder) -> None:
    begin = time.process_time()
    assert coder.code(LINE * 1000, published="2018-08-27").events
    assert time.process_time() - begin < 60  # 6,000 words: seconds on an idle core, hours if they were one sentence
