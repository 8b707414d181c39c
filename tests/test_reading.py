"""Reading: every kind of file and encoding gives the report that is in it."""

from __future__ import annotations

import gzip
import io
import json
import unicodedata
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from making import pdf, word
from masdar.export.bidi import visual
from masdar.reading import Problem, Report, measure, read_reports
from masdar.reading.encoding import decode
from masdar.reading.jsonl import lines
from masdar.reading.language import foreign
from masdar.reading.report import parse_date

TEXT = "أعلنت وزارة الداخلية اعتقال خمسة أشخاص في مدينة صفاقس.\nوقال شهود إن الشرطة فرقت المحتجين."
SAMPLES = Path(__file__).parent.parent / "samples"


def only(path: Path | str, **given: object) -> Report:
    items = list(read_reports([path], **given))  # type: ignore[arg-type]
    assert len(items) == 1
    assert isinstance(items[0], Report), items[0]
    return items[0]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256", "iso8859_6"]
)
def test_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert only(path).text == TEXT


def test_plain_text_keeps_every_character(tmp_path: Path) -> None:
    # Line ends, marks, tatweel and blanks are the report's own; offsets count them.
    text = "  قـــال\r\nالوزيرُ\u200f في  بيانٍ\t له\r\n\r\n"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    assert only(path).text == text


# Which of two bytewise encodings a text is in can only be told by how common its letters are: so much of it is news.
ARABIC = st.text(st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئ ،.ًٌَُِّ0123٤٥"), min_size=1, max_size=20).map(
    lambda text: "قال الوزير في بيان من العاصمة إن الحكومة ستنظر في مطالب المحتجين قبل نهاية الشهر المقبل " + text
)


@given(ARABIC, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"]))
def test_arabic_survives_every_encoding(text: str, encoding: str) -> None:
    if encoding == "cp1256":
        text = "".join(char for char in text if char not in "٤٥")  # Windows-1256 has no Eastern digits
    assert decode(text.encode(encoding)) == text


def test_page(tmp_path: Path) -> None:
    report = only(SAMPLES / "protest.html")
    assert report.title == "اعتقال محتجين في العاصمة التونسية"
    assert report.published == date(2024, 1, 14)
    assert report.source == "صحيفة المثال"
    assert report.text.startswith("تظاهر مئات الأشخاص")
    assert report.text.endswith("ما لم يفرج عن الموقوفين.")
    assert "الرئيسية" not in report.text
    assert "الحقوق محفوظة" not in report.text
    # A page without a name that tells, in the old encoding that it declares.
    old = (SAMPLES / "protest.html").read_text("utf-8").replace('charset="utf-8"', 'charset="windows-1256"')
    (tmp_path / "page").write_bytes(old.encode("cp1256"))
    assert only(tmp_path / "page").text == report.text


def test_what_the_user_says_goes_before_what_a_page_says() -> None:
    report = only(SAMPLES / "protest.html", published=date(2024, 1, 13), source="own")
    assert (report.published, report.source) == (date(2024, 1, 13), "own")


def test_date_in_the_running_text_is_no_publication_date(tmp_path: Path) -> None:
    # The only date of the page is told in the story.
    page = (SAMPLES / "protest.html").read_text("utf-8")
    page = page.replace("article:published_time", "x").replace("2024-01-14T18:30:00+01:00", "")
    page = page.replace("اليوم الأحد", "في 2019-05-03")
    (tmp_path / "page.html").write_text(page, "utf-8")
    assert only(tmp_path / "page.html").published is None


# A PDF as most makers write it: glyphs stored from left to right.
PDF_LINES = (
    "قصفت الطائرات الحربية سوقا في مدينة أريحا (ريف إدلب) يوم 27 أغسطس، وقالت وكالة",
    "محلية إن القصف أوقع 12 قتيلا، ولا يزال البحث عن ناجين تحت الأنقاض مستمرا.",
    "وأدانت الأمم المتحدة الهجوم.",
)


@pytest.mark.parametrize("forms", [True, False], ids=["presentation forms", "letters"])
def test_pdf_in_visual_order_is_read_logically(tmp_path: Path, forms: bool) -> None:
    drawn = [visual(line) for line in PDF_LINES]
    if not forms:
        drawn = ["".join(unicodedata.normalize("NFKC", char)[::-1] for char in line) for line in drawn]
    (tmp_path / "a.pdf").write_bytes(pdf([drawn]))
    report = only(tmp_path / "a.pdf")
    assert report.text == f"{PDF_LINES[0]} {PDF_LINES[1]}\n{PDF_LINES[2]}"


def test_docx_paragraphs_and_tables(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word(TEXT.split("\n"), [["القتلى", "12"], ["الجرحى", "30"]], "عنوان"))
    report = only(tmp_path / "a.docx")
    assert report.text == TEXT + "\nالقتلى\t12\nالجرحى\t30"
    assert report.title == "عنوان"


def test_docx_tracked_changes_and_content_controls(tmp_path: Path) -> None:
    data = word(["XX"])
    out = io.BytesIO()
    inserted = (
        "<w:ins><w:r><w:t>قال الوزير</w:t><w:tab/></w:r></w:ins><w:del><w:r><w:delText>لم</w:delText></w:r></w:del>"
    )
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "word/document.xml":
                control = "<w:sdt><w:sdtContent><w:p><w:r><w:t>في المدينة</w:t></w:r></w:p></w:sdtContent></w:sdt>"
                content = content.replace(b"<w:r><w:t>XX</w:t></w:r></w:p>", f"{inserted}</w:p>{control}".encode())
            new.writestr(part, content)
    (tmp_path / "a.docx").write_bytes(out.getvalue())
    assert only(tmp_path / "a.docx").text == "قال الوزير\t\nفي المدينة"


ROWS = [
    {"id": "x", "text": TEXT, "title": "ع", "published": "2018-08-27T10:00:00Z", "source": "s", "url": "http://u"},
    {"text": TEXT},
    {"id": 7, "text": TEXT, "published": None},
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
def test_jsonl(tmp_path: Path, encoding: str, end: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(end.join(json.dumps(row, ensure_ascii=False) for row in ROWS).encode(encoding))
    reports = [item for item in read_reports([path], date(2000, 1, 1), "given") if isinstance(item, Report)]
    assert [report.text for report in reports] == [TEXT] * 3
    assert reports[0].published == date(2018, 8, 27)
    assert reports[1].published == date(2000, 1, 1)
    assert [report.source for report in reports] == ["s", "given", "given"]
    assert reports[0].doc_id == "x"
    assert reports[1].doc_id.startswith("rows-")
    assert reports[2].doc_id == "7"


def test_packed_jsonl_and_json(tmp_path: Path) -> None:
    data = "\n".join(json.dumps(row) for row in ROWS).encode()
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(data))
    (tmp_path / "b.json").write_text(json.dumps([{"text": TEXT}, {"text": TEXT}], indent=1))
    (tmp_path / "c.json").write_text(json.dumps({"text": TEXT}, indent=1))
    items = list(read_reports([tmp_path]))
    assert [item.doc_id for item in items if isinstance(item, Report)] == ["x", "a-2", "7", "b-1", "b-2", "c"]


def test_folders_are_read_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/10.txt", ".hidden.txt", ".git/x.txt", "c.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, "utf-8")
    assert [item.doc_id for item in read_reports([tmp_path]) if isinstance(item, Report)] == ["a/10", "a/2", "b", "c"]
    assert measure([tmp_path]) == 4 * len(TEXT.encode())


def test_day_in_a_file_name(tmp_path: Path) -> None:
    (tmp_path / "2024-05-01-raid.txt").write_text(TEXT, "utf-8")
    assert only(tmp_path / "2024-05-01-raid.txt").published == date(2024, 5, 1)
    assert only(tmp_path / "2024-05-01-raid.txt", published=date(2020, 1, 1)).published == date(2020, 1, 1)


@pytest.mark.parametrize(
    ("data", "number"),
    [
        (TEXT.encode(), 1),
        (TEXT.encode("cp1256"), 1),
        (b"\n".join(json.dumps(row).encode() for row in ROWS), 3),
        ((SAMPLES / "protest.html").read_bytes(), 1),
        (word([TEXT]), 1),
        (pdf([[visual(line) for line in PDF_LINES]]), 1),
    ],
    ids=["text", "old text", "rows", "page", "docx", "pdf"],
)
def test_standard_input_is_told_by_what_is_in_it(data: bytes, number: int) -> None:
    items = list(read_reports(["-"], stdin=io.BytesIO(data)))
    assert len(items) == number
    assert all(isinstance(item, Report) and item.path == "-" for item in items)


def test_a_feed_on_standard_input_is_not_waited_for() -> None:
    class Feed(io.RawIOBase):
        """Gives one row at a time and counts what has been taken."""

        taken = 0

        def read1(self, _size: int) -> bytes:
            self.taken += 1
            return json.dumps(ROWS[1]).encode() + b"\n" if self.taken <= 3 else b""

    feed = Feed()
    first = next(iter(read_reports(["-"], stdin=feed)))  # type: ignore[arg-type]
    assert isinstance(first, Report)
    assert feed.taken == 1


PARTS = st.lists(st.binary(max_size=20).map(lambda part: bytes(byte for byte in part if byte > 10)), max_size=8)


@given(PARTS, st.integers(1, 9))
def test_lines_are_those_of_the_file(parts: list[bytes], size: int) -> None:
    data = b"{" + b"\n".join(parts)

    class Slow:
        """A stream that gives a few bytes at a time."""

        at = 0

        def read(self, _size: int = -1, /) -> bytes:
            self.at += size
            return data[self.at - size : self.at]

    expected = data.split(b"\n")
    if not expected[-1]:
        expected.pop()
    assert [line for _, line in lines(Slow())] == expected


@pytest.mark.parametrize("value", ["2018-08-27", " 2018-08-27 ", "2018-08-27T23:59:59+03:00", "2018-08-27 10:00"])
def test_dates(value: str) -> None:
    assert parse_date(value) == date(2018, 8, 27)


@pytest.mark.parametrize("value", ["", "2018", "27-08-2018", "2018-13-01", "2018-02-30", "2018-08-27x", "20180827aa"])
def test_no_dates(value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_date(value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TEXT, None),
        ("مقتل جندي بانفجار", None),  # a headline without an article
        # typed on a Persian keyboard
        ("اعلن الرییس الامریکی انسحاب القوات من سوریا", None),
        ("The army said on Monday that its forces had entered the town.", "not in Arabic"),
        ("The army said it. قال الجيش", "mostly not in Arabic"),
        ("وزیر خارجه ایران اعلام کرد که این کشور به مذاکرات باز می گردد و با این طرح موافق است", "Persian"),
        ("وزیراعظم نے کہا ہے کہ حکومت اس معاملے میں کوئی سمجھوتہ نہیں کرے گی اور یہ فیصلہ اٹل ہے", "Urdu"),
        ("1234 ، 55 !", "without a single word"),
    ],
)
def test_language(text: str, told: str | None) -> None:
    found = foreign(text)
    assert found is None if told is None else told in (found or "")


def test_samples_are_all_readable() -> None:
    items = list(read_reports([SAMPLES]))
    assert not [item for item in items if isinstance(item, Problem)]
    assert len(items) >= 6
    assert all(isinstance(item, Report) and item.published for item in items)
