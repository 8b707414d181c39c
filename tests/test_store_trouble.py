"""What goes wrong with databases: one sentence each, nothing lost, the next good record loaded; and loads killed."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text as sql

import masdar
from masdar import batch, cli
from masdar.record import Record
from masdar.store import Store, StoreError
from masdar.store.preparing import unkept
from telling import event, pair

TEXT = "قصفت الطائرات مدينة حماة يوم السبت."


class FakeCoder:
    """Codes one event a report, or fails where the report asks for it."""

    def __init__(self, lexicon: Path | None = None) -> None:
        self.lexicon = lexicon

    def code(self, text: str, *, doc_id: str, published: Any, **more: Any) -> Record:
        if "عطل" in text:
            raise RuntimeError("a fault")
        record: Record = made(doc_id, text)[1]
        return record.model_copy(update={"published": published.isoformat() if published else None, **more})


def made(doc_id: str, text: str = TEXT) -> Any:
    return pair(doc_id, text, [event(text, "ASSAULT", "قصفت")], published=None, source=None)


@pytest.fixture(autouse=True)
def fake_coder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masdar, "Coder", FakeCoder, raising=False)
    monkeypatch.setattr(batch, "_state", {})


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main([str(argument) for argument in arguments])
    return int(left.value.code or 0)


def reports(path: Path, count: int, **special: str) -> Path:
    rows = [{"id": f"r{number}", "text": f"{TEXT} {number} {special.get(f'r{number}', '')}"} for number in range(count)]
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


def loaded(db: object) -> list[str]:
    with Store(str(db), make=False) as store:
        return [found.doc_id for found in store.records()]


# --- the commands -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2])
def test_load_codes_tells_and_goes_on(db: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], workers: int) -> None:
    path = reports(tmp_path / "a.jsonl", 30, r7="عطل")
    assert run("load", path, "--db", db, "--workers", workers) == 1
    out, err = capfd.readouterr()
    assert f"{db}: 29 new, 0 changed, 0 same.\n{db}: 29 events put into incidents.\n" == out
    assert err.count("\n") == 1
    assert "line 8: could not be coded" in err
    assert loaded(db) == [f"r{number}" for number in range(30) if number != 7]
    reports(path, 31)
    assert run("load", path, "--db", db, "--workers", workers) == 0
    assert f"{db}: 2 new, 0 changed, 29 same." in capfd.readouterr().out
    assert len(loaded(db)) == 31
    assert run("find", "--db", db, "قصفوا", "--limit", 5, "--type", "ASSAULT") == 0
    out, err = capfd.readouterr()
    assert [json.loads(line)["doc_id"] for line in out.splitlines()] == ["r30", "r7", "r29", "r28", "r27"]
    assert "go on with --after" in err
    assert run("find", "--db", db, "--format", "table", "--limit", 1) == 0
    assert "ASSAULT · told as fact" in capfd.readouterr().out
    assert run("find", "--db", db, "--what", "incidents", "--limit", 2) == 0
    assert sum(len(json.loads(line)["events"]) for line in capfd.readouterr().out.splitlines()) > 0
    assert run("find", "--db", db, "--what", "incidents", "--format", "table", "--limit", 2) == 0
    assert "independent outlet" in capfd.readouterr().out
    assert run("forget", "--db", db, "--report", "r7", "--yes") == 0
    assert "r7" not in loaded(db)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_the_workers_make_is_what_merging_would_make(db: str, tmp_path: Path, workers: int) -> None:
    path = reports(tmp_path / "a.jsonl", 3)
    assert run("load", path, "--db", db, "--workers", workers, "--no-merge") == 0

    def kept() -> tuple[list[Any], list[Any]]:
        with Store(db) as store, store._database.read() as connection:
            accounts = connection.execute(sql("SELECT event_id, kept FROM account ORDER BY event_id")).all()
            drawers = connection.execute(sql("SELECT drawer, event_id FROM drawer ORDER BY 2, 1")).all()
            return [(key, unkept(bytes(packed))) for key, packed in accounts], list(drawers)

    before = kept()
    assert len(before[0]) == 3
    with Store(db) as store:
        with store._database.write() as connection:
            connection.execute(sql("DELETE FROM drawer"))
            connection.execute(sql("DELETE FROM account"))
        store.merge()
    assert kept() == before


def test_accounts_made_by_other_rules_are_made_anew(db: str) -> None:
    with Store(db) as store:
        list(store.load([made("a"), made("b")]))
        store.merge()
        with store._database.write() as connection:
            connection.execute(sql("UPDATE account SET kept = :kept"), {"kept": zlib.compress(b'{"report": "old"}')})
            connection.execute(sql("UPDATE setting SET value = 'older' WHERE name = 'accounts'"))
        list(store.load([made("c")]))
        assert store.merge() == 1
        (incident,) = store.find(what="incidents").items
        assert incident.reports == 3


def test_reports_that_are_there_are_not_coded_again(db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Counting(FakeCoder):
        coded = 0

        def code(self, text: str, *, doc_id: str, published: Any, **more: Any) -> Record:
            Counting.coded += 1
            record = super().code(text, doc_id=doc_id, published=published, **more)
            return record.model_copy(update={"coder": record.coder.model_copy(update=version)})

    from masdar.coding.coder import program_version
    from masdar.knowledge.lexicon import fingerprint

    version = {"masdar": program_version(), "lexicon": fingerprint([])}
    monkeypatch.setattr(masdar, "Coder", Counting)
    path = reports(tmp_path / "a.jsonl", 12)
    for coded, more in ((12, ()), (12, ()), (24, ("--again",))):
        assert run("load", path, "--db", db, *more) == 0
        assert Counting.coded == coded
    reports(path, 12, r3="وزيادة")
    assert run("load", path, "--db", db) == 0
    assert Counting.coded == 25


def test_records_made_before_are_loaded_and_bad_ones_told(
    db: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = reports(tmp_path / "a.jsonl", 6)
    lines = [made(f"r{number}", f"{TEXT} {number} ")[1].model_dump_json() for number in range(6)]
    lines[1] = lines[1].replace('"ASSAULT"', '"BOMBING"')
    lines[2] = "{broken"
    lines[3] = lines[3].replace(TEXT[:4], "ضربت")
    records = tmp_path / "records.jsonl"
    records.write_text("\n".join([*lines[:5], '{"text": "no record"}']), "utf-8")
    assert run("load", path, "--db", db, "--records", records) == 1
    err = capfd.readouterr().err
    assert loaded(db) == ["r0", "r4"]
    assert f"{records}, line 2: holds a record that breaks the schema at events.0.type" in err
    assert f"{records}, line 3: is no record" in err
    assert "line 3: has no record in" in err
    assert "line 4: its record has “ضربت” at 0-4" in err
    assert "line 6: has no record in" in err
    assert err.count("\n") == 6
    assert run("load", path, "--db", db, "--records", tmp_path / "none.jsonl") == 1
    assert "none.jsonl: cannot be read (No such file" in capfd.readouterr().err


def test_bad_options_of_find_are_told(db: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("load", reports(tmp_path / "a.jsonl", 1), "--db", db) == 0
    capfd.readouterr()
    for options, words in (
        (("--type", "BOMB"), "'BOMB' is none of"),
        (("--least", "killed"), "is not like killed=10"),
        (("--least", "dead=3"), "none of killed"),
        (("؟",), "holds no word"),
        (("--after", "zz"), "not what a page gave"),
        (("--since", "May"), "YYYY-MM-DD"),
    ):
        assert run("find", "--db", db, *options) == 2
        assert words in capfd.readouterr().err.replace("\n", " ")
    assert run("incidents", "together", "r0#1", "zz#1", "--db", db) == 1
    assert "there is no such event" in capfd.readouterr().err
    assert run("forget", "--db", db) == 2


# --- databases that fail ----------------------------------------------------------------------------------------------


def refused(capfd: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run a load that must fail, and give its one sentence."""
    assert run("load", *arguments) == 1
    err = capfd.readouterr().err
    assert "Traceback" not in err
    assert err.count("\n") == 1
    assert "fault of the program" not in err
    return err


def test_wrong_places_are_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = reports(tmp_path / "a.jsonl", 2)
    text_file = tmp_path / "notes.txt"
    text_file.write_text("no database, but long enough to look like a file of some kind" * 30)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE mine (a)")
    for db, words in (
        (tmp_path, "is a folder"),
        (tmp_path / "no" / "x.db", "its folder does not exist"),
        (text_file, "is no database of this program"),
        (other, "holds other tables"),
        ("mysql://u:secret@h/db", "keeps no data in mysql"),
        ("postgresql://h:port/db", "is no URL of a database"),
        ("postgresql://u:secret@127.0.0.1:1/db", "cannot be reached"),
        ("postgresql://u@no.such.host.invalid/db", "cannot be reached"),
    ):
        err = refused(capfd, path, "--db", db)
        assert words in err
        assert "secret" not in err
    assert text_file.read_text().startswith("no database")


def test_wrong_database_of_a_server_is_told(cluster: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = reports(tmp_path / "a.jsonl", 2)
    assert 'database "nowhere" does not exist' in refused(capfd, path, "--db", cluster.url("nowhere"))
    url = cluster.make()
    assert 'role "stranger" does not exist' in refused(capfd, path, "--db", url.replace("postgres@", "stranger@"))


def test_database_of_a_newer_version_is_left_alone(db: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = reports(tmp_path / "a.jsonl", 2)
    assert run("load", path, "--db", db) == 0
    capfd.readouterr()
    with Store(db) as store, store._database.write() as connection:
        connection.execute(sql("UPDATE alembic_version SET version_num = '9999'"))
    assert "was written by a newer version of this program" in refused(capfd, path, "--db", db)


def test_locked_file_is_told_and_nothing_lost(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from masdar.store import store as module

    path, db = reports(tmp_path / "a.jsonl", 2), tmp_path / "s.db"
    assert run("load", path, "--db", db) == 0
    capfd.readouterr()
    reports(path, 5)
    with sqlite3.connect(db, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr(module.Store.__init__, "__kwdefaults__", {"make": True, "wait": 0.2})
        assert "is locked by another program" in refused(capfd, path, "--db", db)
        assert loaded(db) == ["r0", "r1"]  # reading goes on meanwhile
    assert run("load", path, "--db", db) == 0
    assert len(loaded(db)) == 5


def test_locked_server_is_told(cluster: Any) -> None:
    url = cluster.make()
    with Store(url) as first, Store(url, wait=0.3) as second:
        with first._database.write(), pytest.raises(StoreError, match="is locked by another program"):
            list(second.load([made("r1")]))
        assert len(list(second.load([made("r1")]))) == 1


@pytest.mark.skipif(os.name != "posix", reason="limits of files are POSIX")
def test_full_disk_keeps_what_was_told(tmp_path: Path) -> None:
    db = tmp_path / "s.db"
    with Store(db) as store:
        store._database.engine.dispose()
    # What SQLite says where it may not make its file larger is what it says on a full disk.
    with Store(db) as store:
        from sqlalchemy import event as listen

        @listen.listens_for(store._database.engine, "connect")
        def small(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA max_page_count = 400")

        told: list[str] = []

        def fill() -> None:
            for one in store.load((made(f"r{number}", TEXT * 20) for number in range(100_000)), batch=5):
                told.append(one.doc_id)  # type: ignore[union-attr]

        with pytest.raises(StoreError, match=r"s\.db: the disk is full; what was told as loaded stands"):
            fill()
    assert told
    assert loaded(db) == told


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="rights of files are POSIX")
def test_read_only_folder_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    folder.mkdir()
    path = reports(tmp_path / "a.jsonl", 2)
    folder.chmod(0o555)
    tmp_path.chmod(0o755)
    # Root may write everywhere; nobody may not.
    as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.getuid() == 0 else []
    if as_nobody:
        for parent in (tmp_path, *tmp_path.parents):
            if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
                pytest.skip(f"{parent} cannot be entered by another user, whom this test needs")
    done = subprocess.run(
        [*as_nobody, *PROGRAM, "load", str(path), "--db", str(folder / "s.db")],
        capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "s.db: cannot be opened; check that the folder is there and that you may write to it." in done.stderr
    assert done.stderr.count("\n") == 1


# --- kill -9 ----------------------------------------------------------------------------------------------------------

PROGRAM = [sys.executable, "-c", "import test_store_trouble as t; t.told_load()"]


def environment() -> dict[str, str]:
    source = Path(masdar.__file__).parent.parent
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), str(source)])}


def told_load() -> None:
    """The program of a process of its own: ``masdar`` with the coder above, or a load that says what is loaded."""
    if sys.argv[1] == "load":
        setattr(masdar, "Coder", FakeCoder)  # noqa: B010
        cli.main(sys.argv[1:])
    db, count = sys.argv[1], int(sys.argv[2])
    with Store(db) as store:
        for one in store.load((made(f"r{number}") for number in range(count)), batch=7):
            os.write(1, f"{one.doc_id}\n".encode())  # type: ignore[union-attr]


def whole(db: str) -> list[str]:
    """The ids of the reports of a database in which nothing is half-written."""
    with Store(db) as store:
        with store._database.read() as connection:
            if store._database.sqlite:
                assert connection.execute(sql("PRAGMA integrity_check")).scalar() == "ok"
                assert connection.execute(sql("PRAGMA foreign_key_check")).all() == []
                assert connection.execute(sql("INSERT INTO words(words) VALUES ('integrity-check')"))
            counts = [
                connection.execute(sql(f"SELECT count(*) FROM {table}")).scalar()
                for table in ("report", "version", "event", "words")
            ]
            counts.append(connection.execute(sql("SELECT coalesce(sum(events), 0) FROM tally_day")).scalar())
        assert len(set(counts)) == 1, counts
        return [found.doc_id for found in store.records()]


def test_load_killed_at_any_moment_loses_nothing_told_and_goes_on(db: str) -> None:
    count, seen = 600, 0
    chance = random.Random(5)
    with Store(db):
        pass
    for _ in range(12):
        process = subprocess.Popen([*PROGRAM, db, str(count)], stdout=subprocess.PIPE, env=environment())
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(chance.uniform(0, 0.25))
        process.send_signal(signal.SIGKILL)
        told = (first + process.stdout.read()).decode().split("\n")[:-1]
        process.wait()
        there = whole(db)
        assert set(told) <= set(there)
        assert there == [f"r{number}" for number in range(len(there))]  # in order, none twice, none left out
        assert len(there) >= seen
        seen = len(there)
    assert seen > 0
    done = subprocess.run([*PROGRAM, db, str(count)], capture_output=True, env=environment(), check=True)
    assert len(done.stdout.split()) == count
    assert len(whole(db)) == count
