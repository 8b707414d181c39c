"""``masdar export``: records in from files or a pipe, a whole file out, and a sentence for all that goes wrong."""

from __future__ import annotations

import io
import json
import os
import stat
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from masdar import cli
from masdar.export import formats
from masdar.export.formats import FORMATS
from masdar.record import Record
from recording import TEXT, exported, full, meeting, record, rows, ties_only


def run(*arguments: object) -> int:
    """Run the program and give its exit status."""
    with pytest.raises(SystemExit) as leaving:
        cli.main([str(argument) for argument in arguments])
    return int(leaving.value.code or 0)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A file of two records."""
    path = tmp_path / "records.jsonl"
    path.write_bytes(exported("jsonl", full(), ties_only()))
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_comes_out_as_the_library_makes_it(name: str, records: Path, tmp_path: Path) -> None:
    made = tmp_path / "made"
    assert run("export", records, "--format", name, "--output", made) == 0
    if name == "geopackage":  # holds the time it was made
        assert made.read_bytes()[:15] == b"SQLite format 3"
    else:
        assert made.read_bytes() == exported(name, full(), ties_only())


def test_the_command_knows_all_formats() -> None:
    assert [str(name) for name in cli.ExportFormat] == list(FORMATS)


def test_several_files_and_standard_input(
    records: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(exported("jsonl", record(meeting(), doc_id="piped"))))
    monkeypatch.setattr("sys.stdin", stdin)
    assert run("export", records, "-", "-f", "jsonl") == 0
    assert [json.loads(line)["doc_id"] for line in capsys.readouterr().out.splitlines()] == ["r", "ties", "piped"]


def test_a_bad_line_costs_itself_only(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = records.read_text(encoding="utf-8")
    older = json.loads(good.splitlines()[1]) | {"schema_version": "0.9"}
    more = json.loads(good.splitlines()[1]) | {"surprise": 1}
    lines = ["{", '{"text": "no record"}', "", json.dumps(older), json.dumps(more), "[1]", good]
    records.write_text("\n".join(lines), encoding="utf-8")
    assert run("export", records, records.parent / "none.jsonl", "-f", "jsonl") == 1
    out, err = capsys.readouterr()
    assert [Record.model_validate_json(line) for line in out.splitlines()] == [full(), ties_only()]
    said = [line.removeprefix(f"{records}, ") for line in err.splitlines()]
    remedy = "; write records with masdar code --format jsonl."
    assert said == [
        f"line 1: is not valid JSON{remedy}",
        f"line 2: is no record (coder: Field required){remedy}",
        f"line 4: is a record of another version than 1.0{remedy}",
        f"line 5: is no record (surprise: Extra inputs are not permitted){remedy}",
        f"line 6: is no record (Input should be an object){remedy}",
        f"{records.parent / 'none.jsonl'}: cannot be read (No such file or directory); check the path.",
    ]


def test_what_is_left_out_is_told_and_is_no_error(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", records, "-f", "acled") == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 3
    assert err.startswith("2 events were left out: ACLED codes no diplomacy")
    assert err.count("\n") == 1


def test_reports_are_quoted_and_not_where_it_is_to_be_safe(
    records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "r.txt").write_text(TEXT, encoding="utf-8")
    assert run("export", records, "-f", "acled", "--reports", tmp_path / "r.txt") == 0
    assert "سليم الحمدان" in rows(capsys.readouterr().out.encode())[0]["notes"]
    assert run("export", records, "-f", "acled", "--reports", tmp_path / "r.txt", "--safe") == 0
    out = capsys.readouterr().out
    assert "سليم الحمدان" not in out
    assert [row["notes"] for row in rows(out.encode())] == ["", ""]


def test_safe_holds_for_a_binary_format(records: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.parquet"
    assert run("export", records, "-f", "parquet", "--safe", "-o", made) == 0
    assert "الحمدان" not in str(pq.read_table(made).to_pylist())


def test_a_file_is_whole_or_as_it_was(records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = tmp_path / "made.csv"
    made.write_text("before")

    def fails(*_arguments: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(formats, "export", fails)
    assert run("export", records, "-f", "csv", "-o", made) == 1
    assert made.read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made.csv", "records.jsonl"]


def test_a_new_file_has_the_rights_of_others(records: Path, tmp_path: Path) -> None:
    made, other = tmp_path / "made.csv", tmp_path / "other"
    other.touch()
    assert run("export", records, "-f", "csv", "-o", made) == 0
    assert stat.S_IMODE(made.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)


def test_a_folder_that_is_not_there(records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "none" / "made.csv"
    assert run("export", records, "-f", "csv", "-o", made) == 1
    assert capsys.readouterr().err == f"{made}: cannot be written (No such file or directory); give another file.\n"


def test_records_are_not_written_over(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = records.read_bytes()
    assert run("export", records, "-f", "csv", "-o", records) == 1
    assert "is one of the files to read" in capsys.readouterr().err
    assert records.read_bytes() == before


def test_output_to_what_is_no_file(records: Path) -> None:
    assert run("export", records, "-f", "csv", "-o", os.devnull) == 0
    assert Path(os.devnull).is_char_device()


def test_a_missing_library_costs_one_sentence(
    records: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "find_spec", lambda _name: None)
    assert run("export", records, "-f", "graphml") == 1
    assert capsys.readouterr().err == (
        "The format graphml needs networkx; install with: pip install 'masdar[export]'.\n"
    )


def test_a_binary_file_is_not_for_the_terminal(
    records: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert run("export", records, "-f", "parquet") == 1
    assert capsys.readouterr().err == "The format parquet is not for the eye; give a file with --output.\n"


def test_a_binary_file_goes_down_a_pipe(records: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("export", records, "-f", "parquet") == 0
    assert pq.read_table(io.BytesIO(capfdbinary.readouterr().out)).num_rows == 4


def test_a_database_is_exported_as_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "2024-03-11-report.txt"
    report.write_text("قصف الطيران الحربي مدينة أريحا في ريف إدلب أمس الأحد.", encoding="utf-8")
    database, made = tmp_path / "all.db", tmp_path / "made.jsonl"
    assert run("load", report, "--db", database) == 0
    assert run("export", "--db", database, "--format", "jsonl", "--output", made) == 0
    (only,) = (Record.model_validate_json(line) for line in made.read_text(encoding="utf-8").splitlines())
    assert only.doc_id == "2024-03-11-report"
    assert only.events
    capsys.readouterr()
    assert run("export", "--format", "jsonl") != 0
    assert "--db" in capsys.readouterr().err
    assert run("export", "--db", tmp_path / "none.db", "--format", "jsonl") != 0
