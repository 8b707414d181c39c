"""Measures the store at scale over SQLite and PostgreSQL, and writes the figures down with machine and date.

Three parts: coding and loading the reports of the corpora (``--reports``, all by default) with two workers; searching a
million events, made of those reports' events by moving copies of them in time, so that numbers, names and words are as
they are in the news; and merging a day of new events into the million.

Usage: python tools/bench_store.py --shared ../shared [--reports N] [--events 1000000] [--write docs/benchmarks.md]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, text, update

from bench import CORPORA, FIELDS, STORE, every, machine, sample
from masdar.reading.report import Report
from masdar.record import Record
from masdar.store import Store, days, merging, schema
from masdar.store.account import Account, blocks
from masdar.store.loading import Loaded

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from postgresql import Cluster, programs

START, END = STORE, "<!-- /store -->"
_TIME_SPAN = 5 * 365  # days that the million events are spread over
ROUNDS = 25  # of each kind of question, with other values each


def write_reports(shared: Path, count: int | None, path: Path) -> int:
    """All reports of the corpora, or ``count`` from all over them, as JSONL; how many there are."""
    rows: Iterator[dict[str, Any]] | list[dict[str, Any]]
    if count is None:
        rows = (
            {name: row.get(name) for name in FIELDS}
            for corpus in CORPORA
            for row in every(shared / "corpus" / corpus, 1)
        )
    else:
        rows = sample(shared, count)
    written = 0
    with path.open("w", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
            written += 1
    return written


def coded_and_loaded(reports: Path, url: str) -> dict[str, float]:
    """Seconds and peak memory of ``masdar load`` with two workers, merging included."""
    script = (
        "import resource, sys; from masdar.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + 2 * "
        "resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    taken: dict[str, float] = {}
    for name, more in (("loaded", ["--no-merge"]), ("merged", [])):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", script, "load", str(reports), "--db", url, "--workers", "2", *more],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        taken[name] = time.perf_counter() - start
        taken["memory"] = max(taken.get("memory", 0), float(done.stdout.split()[-1]) / 1024)
    return taken


# --- a million events -------------------------------------------------------------------------------------------------


def _shifted(table: Table, sizes: dict[str, int]) -> str:
    """SQL that adds the copy ``:k`` of a table's first rows: keys moved on, days moved by ``:shift``."""
    keys = {
        "id": table.name,
        **{
            column.name: next(iter(column.foreign_keys)).column.table.name
            for column in table.columns
            if column.foreign_keys
        },
    }
    if table is schema.report:
        keys["version"] = "version"
    parts = []
    for column in table.columns:
        name = f't."{column.name}"'
        moved_on = keys.get(column.name)
        if moved_on in sizes:
            name = f"{name} + :k * {sizes[moved_on]}"
        elif column.name in ("day", "last", "published"):
            name = f"CASE WHEN {name} = 0 THEN 0 ELSE {name} + :shift END"
        elif column.name in ("doc_id", "ref"):
            name = f"{name} || '~' || CAST(:k AS text)"
        parts.append(name)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    first = next(column.name for column in table.columns if keys.get(column.name) in sizes)
    return (
        f'INSERT INTO "{table.name}" ({names}) SELECT {", ".join(parts)} FROM "{table.name}" t '
        f'WHERE t."{first}" <= {sizes[keys[first]]}'
    )


def multiply(store: Store, events: int) -> int:
    """Add copies of everything, each moved in time by its own number of days, until there are so many events.

    Done by the database itself: a copy differs from its original in keys and days only, so that numbers, names, words
    and incidents are as they are in the news. Accounts are written anew, since they hold days and drawers.
    """
    database = store._database
    tables = (
        schema.report, schema.version, schema.incident, schema.event, schema.event_actor, schema.event_place,
        schema.event_source, schema.relation, schema.statement, schema.join,
    )  # fmt: skip
    with database.write() as connection:

        def largest(table: Table) -> int:
            return connection.execute(select(func.max(table.c.id))).scalar() or 0

        counted = (schema.report, schema.version, schema.incident, schema.event, schema.relation, schema.statement)
        sizes = {table.name: largest(table) for table in counted}
        copies = -(-events // sizes["event"]) - 1
        shifts = [{"k": k, "shift": (k * 7919) % _TIME_SPAN - _TIME_SPAN // 2} for k in range(1, copies + 1)]
        accounts = connection.execute(select(schema.account)).all()
        for table in tables:
            connection.execute(text(_shifted(table, sizes)), shifts)
        key, kept = ("rowid", "keys") if database.sqlite else ("report_id", "keys")
        connection.execute(
            text(
                f"INSERT INTO words ({key}, {kept}) SELECT {key} + :k * {sizes['report']}, {kept} FROM words "
                f"WHERE {key} <= {sizes['report']}"
            ),
            shifts,
        )
        for shift in shifts:
            rows, drawers = [], []
            for number, packed in accounts:
                one = Account.load(zlib.decompress(packed).decode())
                when = one.when and replace(
                    one.when, first=one.when.first + shift["shift"], last=one.when.last + shift["shift"]
                )
                copy = replace(
                    one, event=f"{one.event}~{shift['k']}", report=f"{one.report}~{shift['k']}", when=when,
                    published=one.published and one.published + shift["shift"],
                )  # fmt: skip
                rows.append((number + shift["k"] * sizes["event"], zlib.compress(copy.dump().encode(), 1)))
                drawers += [(merging.drawer(name), rows[-1][0]) for name in blocks(copy)]
            database.insert(connection, schema.account, rows)
            database.insert(connection, schema.drawer, drawers)
        for table in (schema.place, schema.actor, schema.source):
            connection.execute(update(table).values(events=table.c.events * (copies + 1)))
        _tally_again(connection)
        return largest(schema.event)


def _tally_again(connection: Connection) -> None:
    for table in (schema.tally_week, schema.tally_block, schema.tally_day):
        connection.execute(delete(table))
    connection.execute(
        text(
            "INSERT INTO tally_week SELECT place_id, day - (day + 3) % 7, type, status, count(DISTINCT event_id) "
            "FROM event_place GROUP BY 1, 2, 3, 4"
        )
    )
    block = f"(week + 3) / {days.BLOCK} * {days.BLOCK} - 3"
    connection.execute(
        text(
            "INSERT INTO tally_block SELECT place_id, "
            f"CASE WHEN week = {days.week(days.UNKNOWN)} THEN {days.NO_BLOCK} ELSE {block} END, type, status, "
            "sum(events) FROM tally_week GROUP BY 1, 2, 3, 4"
        )
    )
    connection.execute(
        text(
            "INSERT INTO tally_day "
            "SELECT CASE WHEN e.last - e.day <= 31 THEN e.day ELSE 0 END, coalesce(p.country, ''), e.type, "
            "e.status, count(*) FROM event e LEFT JOIN place p ON p.id = e.place_id GROUP BY 1, 2, 3, 4"
        )
    )


# --- questions --------------------------------------------------------------------------------------------------------

WORDS = (
    "قصف", "غارات", "انتخابات", "المحكمة", "هجوم انتحاري", "اللاجئين", "تفجير", '"مجلس الأمن"', "نفط", "مظاهرات",
    "احتجاجات | إضراب", "صواريخ -اليمن", "الأمم المتحدة", "زلزال", "هدنة", "أسرى", '"إطلاق نار"', "تعيين", "عقوبات",
    "الحدود", "مفاوضات", "وزير الخارجية", "ميليشيات", "حكم بالسجن", "طائرة مسيرة",
)  # fmt: skip
PLACES = (
    "سوريا", "اليمن", "العراق", "مصر", "ليبيا", "السعودية", "لبنان", "فلسطين", "تركيا", "إيران", "دمشق", "صنعاء",
    "بغداد", "القاهرة", "طرابلس", "الرياض", "بيروت", "غزة", "أنقرة", "طهران", "حلب", "عدن", "الموصل", "سيناء", "بنغازي",
)  # fmt: skip
ACTORS = (
    "الجيش السوري", "جماعة الحوثي", "داعش", "التحالف العربي", "الجيش الإسرائيلي", "حزب الله", "حماس", "الشرطة المصرية",
    "روسيا", "الأمم المتحدة", "الجيش التركي", "البيت الأبيض", "الجيش الليبي", "البشمركة", "الحشد الشعبي", "طالبان",
    "القاعدة", "جبهة النصرة", "الجيش العراقي", "الحرس الثوري", "الاتحاد الأوروبي", "الناتو", "المعارضة السورية",
    "قوات سوريا الديمقراطية", "الجامعة العربية",
)  # fmt: skip
TYPES = ("ASSAULT", "COERCE", "PROTEST", "CONSULT", "ACCUSE")


def questions() -> dict[str, list[Callable[[Store], Any]]]:
    """Kinds of questions, each with other values every time."""
    chance = random.Random(11)

    def box() -> tuple[float, float, float, float]:
        west, south = chance.uniform(20, 50), chance.uniform(12, 36)
        width = chance.choice((1, 3, 8))
        return west, south, west + width, south + width

    def days(most: int) -> dict[str, Any]:
        first = date(2014, 1, 1) + timedelta(days=chance.randrange(5 * 365))
        return {"since": first, "until": first + timedelta(days=chance.randrange(7, most))}

    def one(**filters: Any) -> Callable[[Store], Any]:
        return lambda store: store.find(limit=50, **filters)

    def cells(zoom: int, **filters: Any) -> Callable[[Store], Any]:
        return lambda store: store.cells(zoom=zoom, **filters)

    def bars(step: Any, **filters: Any) -> Callable[[Store], Any]:
        return lambda store: store.bars(step=step, **filters)

    rounds = range(ROUNDS)
    return {
        "filtered events: type, days, box": [one(type=TYPES[n % 5], box=box(), **days(180)) for n in rounds],
        "filtered events: actor and place": [one(actor=ACTORS[n], place=PLACES[n]) for n in rounds],
        "filtered events: place, killed, confidence": [
            one(place=PLACES[n], least={"killed": n % 5 + 1}, confidence=0.5) for n in rounds
        ],
        "text": [one(text=WORDS[n]) for n in rounds],
        "text, type and days": [one(text=WORDS[n], type=TYPES[n % 5], **days(365)) for n in rounds],
        "map of everything": [cells(n % 6 + 2) for n in rounds],
        "map: type, days, box": [cells(8, type=TYPES[n % 5], box=box(), **days(365)) for n in rounds],
        "map: text": [cells(5, text=WORDS[n]) for n in rounds],
        "timeline of everything": [bars(("day", "week", "month")[n % 3]) for n in rounds],
        "timeline: type and place": [bars("week", type=TYPES[n % 5], place=PLACES[n]) for n in rounds],
    }


def timed(store: Store) -> dict[str, tuple[float, float]]:
    """p50 and p95 of every kind of question in milliseconds; each question is asked once to begin with."""
    figures = {}
    for kind, asked in questions().items():
        for ask in asked[:3]:
            ask(store)
        taken = []
        for ask in asked:
            start = time.perf_counter()
            ask(store)
            taken.append((time.perf_counter() - start) * 1000)
        taken.sort()
        figures[kind] = taken[len(taken) // 2], taken[min(len(taken) - 1, int(len(taken) * 0.95))]
    return figures


def new_day(store: Store, pairs: list[tuple[Report, Record]], events: int) -> tuple[int, float]:
    """Load reports of one day that tell so many events, and merge them; how many they were, and the seconds of merging.

    They are reports of the corpus under new ids, all published on one day in the middle of the million.
    """
    chance = random.Random(13)
    day = date(2017, 3, 1)
    some: list[tuple[Report, Record]] = []
    made = 0
    for report, record in chance.sample(pairs, len(pairs)):
        if made >= events:
            break
        made += len(record.events)
        row = record.model_dump()
        row.update(doc_id=f"new-{record.doc_id}", published=day.isoformat())
        for event in row["events"]:
            event["id"] = "new-" + event["id"]
            if event["time"]:
                event["time"].update(value=day.isoformat(), precision="day")
        copy = Report(row["doc_id"], report.text, report.title, day, report.source, report.url)
        some.append((copy, Record.model_validate(row)))
    for result in store.load(some):
        assert isinstance(result, Loaded), result
    start = time.perf_counter()
    merged = store.merge()
    return merged, time.perf_counter() - start


def main() -> None:
    """Run the benchmark and print (and write) its section."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--reports", type=int, help="so many reports instead of all")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="keep the databases here")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--no-merge", action="store_true", help="leave out the merging of a million and of a day")
    parser.add_argument("--write", type=Path)
    args = parser.parse_args()
    lines = [
        "## The store",
        "",
        f"Written by `make bench-store` on {datetime.now(UTC):%Y-%m-%d}. Machine: {machine()}.",
        "Times are by the clock, so other work on the machine shows in them.",
        "",
    ]
    with contextlib.ExitStack() as stack:
        folder = args.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        reports = folder / "reports.jsonl"
        count = write_reports(args.shared, args.reports, reports)
        first = folder / "loaded.db"
        taken = coded_and_loaded(reports, str(first))
        with Store(first) as store:
            pairs = [
                (
                    Report(one.doc_id, one.text, one.record.title, _day(one.record.published), one.record.source),
                    one.record,
                )
                for one in store.records()
            ]
        events = sum(len(record.events) for _, record in pairs)
        lines += [
            f"| {count:,} reports ({events:,} events), 2 workers, SQLite | value |",
            "| --- | --- |",
            f"| coding and loading | {taken['loaded'] / 60:.1f} min ({count / taken['loaded']:.0f} reports a second) |",
            f"| merging into incidents | {taken['merged'] / 60:.1f} min |",
            f"| peak memory of all processes together, at most | {taken['memory']:,.0f} MB |",
            f"| size of the database | {first.stat().st_size / 1e6:,.0f} MB |",
            "",
        ]
        figures: dict[str, dict[str, tuple[float, float]]] = {}
        facts: list[str] = []
        kinds = [kind for kind in ("sqlite", "postgresql") if args.only in (None, kind)]
        if programs() is None and "postgresql" in kinds:
            print("PostgreSQL is not installed: measured over SQLite only.", file=sys.stderr)
            kinds.remove("postgresql")
        for kind in kinds:
            if kind == "sqlite":
                url = str(folder / "million.db")
            else:
                url = stack.enter_context(Cluster(durable=True, memory="1GB")).make()
            with Store(url) as store:
                for result in store.load(pairs):
                    assert isinstance(result, Loaded), result
                if not args.no_merge:
                    store.merge()
                made = multiply(store, args.events)
                store.tune()
                facts.append(f"| {kind}: events | {made:,} |")
                figures[kind] = timed(store)
                if not args.no_merge:
                    merged, seconds = new_day(store, pairs, 1000)
                    facts.append(f"| {kind}: merging a new day of {merged:,} events | {seconds:.1f} s |")
                if kind == "sqlite":
                    facts.append(f"| {kind}: size of the database | {Path(url).stat().st_size / 1e9:.2f} GB |")
        lines += ["| a million events, made of these | value |", "| --- | --- |", *facts, ""]
        lines += [
            "| question (p50 / p95 of 25, milliseconds) | " + " | ".join(figures) + " |",
            "| --- |" + " --- |" * len(figures),
        ]
        for question in next(iter(figures.values())):
            cells = [f"{figures[kind][question][0]:.0f} / {figures[kind][question][1]:.0f}" for kind in figures]
            lines.append(f"| {question} | {' | '.join(cells)} |")
    text = "\n".join([*lines, ""])
    print(text)
    if args.write:
        page = args.write.read_text("utf-8") if args.write.exists() else ""
        if START in page:
            page = page[: page.index(START)] + page[page.index(END) + len(END) :].lstrip("\n")
        args.write.write_text(f"{page.rstrip()}\n\n{START}\n{text}{END}\n", "utf-8")


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
