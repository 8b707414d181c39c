"""The command line: what is written where, in which order, with which exit status, whatever goes wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import masdar
from masdar import batch, cli
from masdar.record import Record

TEXT = "أعلنت وزارة الداخلية اعتقال خمسة أشخاص في مدينة صفاقس، رقم "
FAILS, DIES, WAITS = "يعطل المرمز", "يقتل العملية", "ينتظر طويلا"


class FakeCoder:
    """Codes one event a report, or fails in the way that the text asks for."""

    def __init__(self, lexicon: Path | None = None) -> None:
        self.lexicon = lexicon

    def code(self, text: str, *, doc_id: str, published: date | None, **more: Any) -> Record:
        if FAILS in text:
            raise RuntimeError("a fault\nof two lines")
        if DIES in text:
            os._exit(9)
        if WAITS in text:
            time.sleep(0.2)
        trigger = {"start": 0, "end": 5, "text": text[:5]}
        event = {"id": f"{doc_id}#1", "type": "COERCE", "confidence": 0.5, "trigger": trigger}
        return Record.model_validate(
            {
                "coder": {"masdar": "0", "lexicon": "x"},
                "doc_id": doc_id,
                "published": published.isoformat() if published else None,
                "events": [event],
                **more,
            }
        )


@pytest.fixture(autouse=True)
def fake_coder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masdar, "Coder", FakeCoder, raising=False)
    monkeypatch.setattr(batch, "_state", {})
    monkeypatch.delenv("MASDAR_DEBUG", raising=False)


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main([str(argument) for argument in arguments])
    return int(left.value.code or 0)


def rows(path: Path, count: int, special: dict[int, str] | None = None) -> Path:
    """A JSONL file of reports; those in ``special`` have that text added."""
    given = special or {}
    lines = [json.dumps({"id": f"r{n}", "text": f"{TEXT}{n} {given.get(n, '')}"}) for n in range(count)]
    path.write_text("\n".join(lines), "utf-8")
    return path


def ids(text: str) -> list[str]:
    return [json.loads(line)["doc_id"] for line in text.splitlines()]


@pytest.mark.parametrize("workers", [1, 2])
def test_records_come_in_order_with_problems_on_the_side(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], workers: int
) -> None:
    path = rows(tmp_path / "a.jsonl", 40)
    lines = path.read_text().split("\n")
    lines[2] = "{broken"
    path.write_text("\n".join(lines))
    (tmp_path / "b.txt").write_bytes(b"")
    assert run("code", path, tmp_path / "b.txt", "--workers", workers, "--published", "2018-08-27") == 1
    out, err = capfd.readouterr()
    assert ids(out) == [f"r{n}" for n in range(40) if n != 2]
    assert json.loads(out.splitlines()[0])["published"] == "2018-08-27"
    told = err.splitlines()
    assert len(told) == 2
    assert told[0].startswith(f"{path}, line 3: ")
    assert told[1].startswith(f"{tmp_path / 'b.txt'}: is empty")


@pytest.mark.parametrize("form", ["jsonl", "csv", "geojson", "table"])
def test_workers_change_nothing_that_is_written(tmp_path: Path, capfd: pytest.CaptureFixture[str], form: str) -> None:
    path = rows(tmp_path / "a.jsonl", 50)
    outs = []
    for workers in (1, 3):
        assert run("code", path, "--format", form, "--workers", workers) == 0
        outs.append(capfd.readouterr().out)
    assert outs[0] == outs[1]
    assert outs[0]


@pytest.mark.parametrize("workers", [1, 2])
def test_report_that_makes_the_coder_fail_is_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], workers: int
) -> None:
    path = rows(tmp_path / "a.jsonl", 20, {4: FAILS})
    assert run("code", path, "--workers", workers) == 1
    out, err = capfd.readouterr()
    assert ids(out) == [f"r{n}" for n in range(20) if n != 4]
    assert err.count("\n") == 1
    assert "line 5: could not be coded (RuntimeError: a fault of two lines)" in err
    assert run("code", path, "--debug") == 1
    assert "MASDAR_DEBUG" not in os.environ
    assert "Traceback" in capfd.readouterr().err


def test_report_that_kills_a_worker_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = rows(tmp_path / "a.jsonl", 120, {7: DIES, 60: DIES})
    assert run("code", path, "--workers", 2) == 1
    out, err = capfd.readouterr()
    assert ids(out) == [f"r{n}" for n in range(120) if n not in {7, 60}]
    assert [line.split(": ")[0] for line in err.splitlines()] == [f"{path}, line 8", f"{path}, line 61"]
    assert "die" in err


def test_formats(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = rows(tmp_path / "a.jsonl", 3)
    assert run("code", path, "--format", "csv", "--bom") == 0
    table = list(csv.DictReader(io.StringIO(capfd.readouterr().out.removeprefix("\ufeff"))))
    assert [row["event_id"] for row in table] == ["r0#1", "r1#1", "r2#1"]
    assert run("code", path, "--format", "geojson") == 0
    assert len(json.loads(capfd.readouterr().out)["features"]) == 3
    assert run("code", path, "--format", "table", "--bidi", "isolate") == 0
    assert "COERCE · told as fact" in capfd.readouterr().out


def test_output_file_is_written_and_never_read(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = rows(tmp_path / "a.jsonl", 3)
    output = tmp_path / "out.jsonl"
    for _ in range(2):
        assert run("code", tmp_path, "--output", output) == 0
        assert ids(output.read_text("utf-8")) == ["r0", "r1", "r2"]
    before = path.read_bytes()
    assert run("code", path, "--output", path) == 1
    assert path.read_bytes() == before
    assert "is one of the files to read" in capfd.readouterr().err
    assert run("code", path, "--output", tmp_path / "no" / "where") == 1
    assert "cannot be written" in capfd.readouterr().err


def test_bad_options_are_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("code", tmp_path, "--published", "27.8.2018") == 2
    assert "YYYY-MM-DD" in capfd.readouterr().err
    assert run("code", tmp_path, "--format", "xml") == 2
    assert run("code") == 2
    assert run("fly") == 2


def test_read_gives_the_text_that_offsets_count_in(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    assert run("read", tmp_path / "a.txt", "--source", "s") == 0
    row = json.loads(capfd.readouterr().out)
    assert (row["id"], row["text"], row["source"]) == ("a", TEXT, "s")


def test_schema_is_that_of_the_records(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    assert run("schema") == 0
    schema = json.loads(capfd.readouterr().out)
    assert run("code", rows(tmp_path / "a.jsonl", 1)) == 0
    jsonschema.validate(json.loads(capfd.readouterr().out), schema)


def test_unexpected_error_is_one_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_lexicon: Path | None = None) -> None:
        raise ZeroDivisionError("oh\nno")

    monkeypatch.setattr(masdar, "Coder", fail)
    assert run("code", rows(tmp_path / "a.jsonl", 1)) == 1
    err = capfd.readouterr().err
    assert err.count("\n") == 1
    assert "ZeroDivisionError: oh no" in err
    assert "--debug" in err


def test_own_lexicon_with_strange_tables_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("lexicon", "check", tmp_path) == 1
    assert "holds no table" in capfd.readouterr().err
    (tmp_path / "strange.csv").write_text("a\n")
    assert run("lexicon", "check", tmp_path) == 1
    assert "strange.csv: is no table of the lexicon" in capfd.readouterr().err
    (tmp_path / "strange.csv").rename(tmp_path / "gazetteer.csv")  # built in, but a user's own would not be read
    assert run("lexicon", "check", tmp_path) == 1
    assert "gazetteer.csv: is no table of the lexicon that rows can be added to" in capfd.readouterr().err
    assert run("lexicon", "check", tmp_path / "nowhere") == 1


# The program as a process of its own, with the coder above.
PROGRAM = [
    sys.executable,
    "-c",
    "import masdar, test_cli; masdar.Coder = test_cli.FakeCoder; import masdar.cli; masdar.cli.main()",
]


def start(*arguments: object, **options: Any) -> subprocess.Popen[bytes]:
    source = Path(masdar.__file__).parent.parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), str(source)])}
    return subprocess.Popen(
        [*PROGRAM, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
        **options,
    )


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_stops_cleanly(tmp_path: Path, workers: int) -> None:
    path = rows(tmp_path / "a.jsonl", 400, dict.fromkeys(range(400), WAITS))
    process = start("code", path, "--workers", workers, "--output", tmp_path / "out.jsonl")
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not (tmp_path / "out.jsonl").exists():
        time.sleep(0.05)
    time.sleep(1.0)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=15)
    assert process.returncode == 130
    assert err.decode() == "masdar: stopped; what was written before stands.\n"
    # Nobody of its group is left.
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


@pytest.mark.parametrize("workers", [1, 2])
def test_reader_that_has_had_enough_is_no_error(tmp_path: Path, workers: int) -> None:
    process = start("code", rows(tmp_path / "a.jsonl", 3000), "--workers", workers)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.wait(timeout=20)


def test_feed_on_standard_input_is_coded_as_it_comes() -> None:
    process = start("code", "-", stdin=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    for number in range(3):
        process.stdin.write(json.dumps({"id": f"r{number}", "text": TEXT}).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["doc_id"] == f"r{number}"
    process.stdin.close()
    assert process.wait(timeout=20) == 0


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys, masdar.cli\n"
        "try: masdar.cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([name for name in ('pydantic', 'trafilatura', 'rich', 'docx', 'pypdfium2') if name in sys.modules])"
    )
    source = Path(masdar.__file__).parent.parent
    out = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(source)},
    ).stdout
    assert out.splitlines()[-1] == "[]"


def test_evaluate_codes_and_scores(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    docs = rows(tmp_path / "docs.jsonl", 3)
    gold = tmp_path / "gold.jsonl"
    event = {"type": "COERCE", "mode": None, "trigger": {"text": TEXT[:5], "nth": 1}, "status": "actual"}
    gold.write_text("\n".join(json.dumps({"doc_id": f"r{n}", "events": [event]}) for n in range(2)), "utf-8")
    assert run("evaluate", gold, "--docs", docs, "--json") == 0
    assert json.loads(capfd.readouterr().out)["event"]["f1"] == 100
    assert run("evaluate", gold, "--docs", docs, "--errors", 3) == 0
    assert "event" in capfd.readouterr().out
    gold.write_text("{", "utf-8")
    assert run("evaluate", gold, "--docs", docs) == 1
    err = capfd.readouterr().err
    assert err.count("\n") == 1
    assert "gold.jsonl" in err
    assert "fault of the program" not in err
