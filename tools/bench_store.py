"""Measures the store at scale over SQLite and PostgreSQL, and writes the figures down with machine and date.

Three parts, to be run together or one by one (``--part``). ``load``: coding, loading and merging reports from all over
the corpora with two workers. ``queries``: searching a million events, which are the news of two weeks over and over,
each copy two weeks before the last, so that a day holds what a day of news holds and words, names and numbers are as
they are in the news. ``merge``: loading the day after the last of these, a thousand events, and merging it.

What was coded or made for one part is kept in ``--folder`` for the next.

Usage: python tools/bench_store.py --shared ../shared [--part load|queries|merge] [--reports N] [--events 1000000]
           [--only sqlite|postgresql] [--folder F] [--write docs/benchmarks.md]
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
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Index, Table, delete, func, select, text, update

from bench import CORPORA, FIELDS, STORE, every, machine, sample
from masdar.reading.report import Report
from masdar.record import Record
from masdar.store import Store, days, schema
from masdar.store.account import Account, blocks
from masdar.store.database import Database
from masdar.store.index import add_words
from masdar.store.loading import Loaded, read_record
from masdar.store.preparing import Prepared, drawer, prepare, unkept

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from postgresql import Cluster, programs

START, END = STORE, "<!-- /store -->"
PARTS = ("load", "queries", "merge")
#: The news that the million is made of: all reports of these days; and the day after, which is merged into it.
NEWS, FIRST, DAYS = "ant-2018.jsonl.gz", date(2018, 3, 1), 14
NEW_EVENTS = 1000
ROUNDS = 25  # of each kind of question, with other values each
COPIES = 8  # made in one transaction


def write_reports(rows: Iterator[dict[str, Any]] | Sequence[dict[str, Any]], path: Path) -> int:
    """Write reports as JSONL; how many there are."""
    written = 0
    with path.open("w", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps({name: row.get(name) for name in FIELDS}, ensure_ascii=False) + "\n")
            written += 1
    return written


# --- loading ----------------------------------------------------------------------------------------------------------

_WATCHED = (
    "import resource, sys; from masdar.cli import main\n"
    "try: main(sys.argv[1:])\n"
    "except SystemExit: pass\n"
    "own, theirs = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))\n"
    "print(own.ru_utime + own.ru_stime, theirs.ru_utime + theirs.ru_stime, own.ru_maxrss, theirs.ru_maxrss)"
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a command took: seconds by the clock, seconds of processor of itself and of its workers, and peak memory of
    itself and of its largest worker in MB."""

    wall: float
    own: float
    workers: float
    memory: float
    worker_memory: float

    @property
    def together(self) -> float:
        """At most the memory of all: two workers, each as large as the largest."""
        return self.memory + 2 * self.worker_memory


def masdar(*arguments: str) -> Taken:
    """Run a command of the program and watch it."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
    )
    wall = time.perf_counter() - start
    own, workers, memory, worker_memory = map(float, done.stdout.split()[-4:])
    return Taken(wall, own, workers, memory / 1024, worker_memory / 1024)


def loading(shared: Path, reports: int | None, folder: Path) -> list[str]:
    """Lines on coding, loading and merging, all reports of the corpora or so many of them."""
    path, database = folder / "reports.jsonl", folder / "loaded.db"
    if reports is None:
        number = write_reports((row for corpus in CORPORA for row in every(shared / "corpus" / corpus, 1)), path)
    else:
        number = write_reports(sample(shared, reports), path)
    for old in folder.glob("loaded.db*"):
        old.unlink()
    loaded = masdar("load", str(path), "--db", str(database), "--workers", "2", "--no-merge")
    merged = masdar("load", str(path), "--db", str(database), "--workers", "2")
    with Store(database) as store, store._database.read() as connection:
        events = connection.execute(select(func.count()).select_from(schema.event)).scalar_one()
    processor = loaded.own + loaded.workers + merged.own
    return [
        f"| {number:,} reports ({events:,} events), 2 workers, SQLite | value |",
        "| --- | --- |",
        f"| coding and loading | {loaded.wall / 60:.1f} min ({number / loaded.wall:.0f} reports a second) |",
        f"| merging into incidents | {merged.wall / 60:.1f} min ({events / merged.wall:.0f} events a second) |",
        f"| processor time: coding, with words and accounts (workers) | {loaded.workers:.0f} s "
        f"({loaded.workers / processor:.0%}, {1000 * loaded.workers / number:.0f} ms a report) |",
        f"| processor time: writing down | {loaded.own:.0f} s "
        f"({loaded.own / processor:.0%}, {1000 * loaded.own / number:.0f} ms a report) |",
        f"| processor time: merging | {merged.own:.0f} s "
        f"({merged.own / processor:.0%}, {1000 * merged.own / max(1, events):.1f} ms an event) |",
        f"| peak memory of all processes together, at most | {max(loaded.together, merged.memory):,.0f} MB |",
        f"| size of the database | {database.stat().st_size / 1e6:,.0f} MB |",
        "",
    ]


# --- a million events -------------------------------------------------------------------------------------------------

Item = tuple[Report, Record, Prepared]


def news(shared: Path, folder: Path) -> tuple[list[Item], list[Item]]:
    """The coded reports of the two weeks, and those of the day after until there are a thousand events."""
    reports, records = folder / "news.jsonl", folder / "news-records.jsonl"
    last = FIRST + timedelta(DAYS + 2)
    rows = [row for row in every(shared / "corpus" / NEWS, 1) if FIRST.isoformat() <= row["published"] < str(last)]
    if not records.exists():
        write_reports(rows, reports)
        masdar("code", str(reports), "--format", "jsonl", "--output", str(records), "--workers", "2")
    coded = {record.doc_id: record for record in map(read_record, records.read_text("utf-8").splitlines())}
    old: list[Item] = []
    new: list[Item] = []
    for row in sorted(rows, key=lambda row: (row["published"], row["id"])):
        record = coded.get(row["id"])
        if record is None:
            continue
        published = date.fromisoformat(row["published"])
        report = Report(row["id"], row["text"], row["title"], published, row["source"], row["url"])
        if published < FIRST + timedelta(DAYS):
            old.append((report, record, prepare(report, record)))
        elif sum(len(record.events) for _, record, _ in new) < NEW_EVENTS:
            new.append((report, record, prepare(report, record)))
    return old, new


@contextlib.contextmanager
def bulk(database: Database) -> Iterator[Callable[[], contextlib.AbstractContextManager[Connection]]]:
    """Transactions that write a lot: indexes are made at the end, references are not checked, and a loss of power may
    cost the database."""
    indexes: list[Index] = [one for table in schema.metadata.tables.values() for one in table.indexes]
    with database.engine.connect() as opened:
        connection = opened.execution_options(masdar_write=True)
        driver: Any = connection.connection.driver_connection
        if database.sqlite:
            for pragma in ("foreign_keys = OFF", "synchronous = OFF", "cache_size = -400000"):
                driver.execute(f"PRAGMA {pragma}")
        else:
            driver.execute("SET session_replication_role = replica; SET synchronous_commit = off")
            driver.execute("SET maintenance_work_mem = '512MB'")
            driver.commit()

        @contextlib.contextmanager
        def write() -> Iterator[Connection]:
            with connection.begin():
                yield connection
            if database.sqlite:
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        with write():
            for index in indexes:
                index.drop(connection)
            if not database.sqlite:
                connection.execute(text("DROP INDEX words_keys"))
        yield write
        for index in indexes:
            with write():
                index.create(connection)
        # Else the next report that is loaded would pay for putting the pieces of the words' index together.
        whole = "INSERT INTO words(words) VALUES ('optimize')"
        with write():
            connection.execute(text(whole if database.sqlite else "CREATE INDEX words_keys ON words USING gin (keys)"))


def _copied(table: Table, sizes: dict[str, int]) -> str:
    """SQL that adds the copy ``:k`` of a table's first rows: keys moved on, days by ``:shift``."""
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
    return f'INSERT INTO "{table.name}" ({names}) SELECT {", ".join(parts)} FROM "first_{table.name}" t'


def multiply(store: Store, events: int) -> int:
    """Add copies of everything, each a fortnight before the last, until there are so many events.

    Done by the database itself: a copy differs from its original in keys and days only, so that numbers, names, words
    and incidents are as they are in the news. Accounts are written anew, since they hold days and drawers.
    """
    database = store._database
    tables = (
        schema.report, schema.version, schema.incident, schema.event, schema.event_actor, schema.event_place,
        schema.event_source, schema.relation, schema.statement, schema.join,
    )  # fmt: skip
    counted = (schema.report, schema.version, schema.incident, schema.event, schema.relation, schema.statement)

    def largest(connection: Connection, table: Table) -> int:
        return connection.execute(select(func.max(table.c.id))).scalar() or 0

    with database.read() as connection:
        sizes = {table.name: largest(connection, table) for table in counted}
        accounts = [(key, unkept(packed)) for key, packed in connection.execute(select(schema.account))]
    copies = -(-events // sizes["event"]) - 1
    key = "rowid" if database.sqlite else "report_id"
    words = f"INSERT INTO words ({key}, keys) SELECT report_id + :k * {sizes['report']}, keys FROM first_words"
    with bulk(database) as write:
        with write() as connection:
            for name in (table.name for table in tables):
                connection.execute(text(f'CREATE TEMPORARY TABLE "first_{name}" AS SELECT * FROM "{name}"'))
            connection.execute(
                text(f"CREATE TEMPORARY TABLE first_words AS SELECT {key} AS report_id, keys FROM words")
            )
        for start in range(1, copies + 1, COPIES):
            some = [{"k": k, "shift": -k * DAYS} for k in range(start, min(start + COPIES, copies + 1))]
            with write() as connection:
                for table in tables:
                    connection.execute(text(_copied(table, sizes)), some)
                connection.execute(text(words), some)
                for shift in some:
                    rows, drawers = [], []
                    for number, one in accounts:
                        copy = _moved(one, **shift)
                        rows.append((number + shift["k"] * sizes["event"], zlib.compress(copy.dump().encode(), 1)))
                        drawers += [(drawer(name), rows[-1][0]) for name in blocks(copy)]
                    database.insert(connection, schema.account, rows)
                    database.insert(connection, schema.drawer, sorted(drawers))
            print(f"{(some[-1]['k'] + 1) * sizes['event']:,} events", file=sys.stderr, flush=True)
        with write() as connection:
            for table in (schema.place, schema.actor, schema.source):
                connection.execute(update(table).values(events=table.c.events * (copies + 1)))
            _tally_again(connection)
    with database.read() as connection:
        return largest(connection, schema.event)


def _moved(one: Account, k: int, shift: int) -> Account:
    when = one.when and replace(one.when, first=one.when.first + shift, last=one.when.last + shift)
    return replace(
        one, event=f"{one.event}~{k}", report=f"{one.report}~{k}", when=when,
        published=one.published and one.published + shift,
    )  # fmt: skip


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


def base(shared: Path, folder: Path) -> Path:
    """An SQLite file with the two weeks' news, loaded and merged."""
    path = folder / "base.db"
    if not path.exists():
        making = folder / "making.db"
        with Store(making) as store:
            for result in store.load(news(shared, folder)[0]):
                assert isinstance(result, Loaded), result
            store.merge()
        making.rename(path)
    return path


def fill(store: Store, path: Path) -> None:
    """Copy all that a store in an SQLite file holds into an empty one."""
    with Store(path, make=False) as first, first._database.read() as source, store._database.write() as connection:
        database = store._database
        for table in schema.metadata.sorted_tables:
            database.insert(connection, table, source.execute(select(table)).all())
        rows = source.execute(text("SELECT rowid, keys FROM words")).all()
        add_words(database, connection, [(row[0], row[1]) for row in rows])
        if database.sqlite:
            points = "SELECT id, lat, lat, lon, lon FROM place WHERE lat IS NOT NULL"
            connection.execute(text(f"INSERT INTO place_point {points}"))


def million(store: Store, shared: Path, folder: Path, events: int) -> int:
    """Fill a store with a million events, where it has not got them."""
    with store._database.read() as connection:
        there = connection.execute(select(func.max(schema.event.c.id))).scalar() or 0
    if there >= events:
        return there
    assert not there, "the store holds something else; give another folder"
    fill(store, base(shared, folder))
    made = multiply(store, events)
    store.tune()
    return made


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
        first = FIRST - timedelta(days=chance.randrange(1, 3 * 365))
        return {"since": first, "until": first + timedelta(days=chance.randrange(7, most))}

    def one(**filters: Any) -> Callable[[Store], Any]:
        return lambda store: store.find(limit=50, **filters)

    def incidents(**filters: Any) -> Callable[[Store], Any]:
        return lambda store: store.find(what="incidents", limit=50, **filters)

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
        "incidents: type, days, box": [incidents(type=TYPES[n % 5], box=box(), **days(180)) for n in rounds],
        "incidents of several outlets: place": [incidents(place=PLACES[n], independent=2) for n in rounds],
        "timeline: type and place": [bars("week", type=TYPES[n % 5], place=PLACES[n]) for n in rounds],
    }


@dataclass(frozen=True, slots=True)
class Figures:
    """Milliseconds of a kind of question: by the clock and of the processor, half and 95 of 100 of them."""

    clock: tuple[float, float]
    processor: tuple[float, float]


def quantiles(taken: list[float]) -> tuple[float, float]:
    """The middle, and what 95 of 100 do not exceed."""
    taken = sorted(taken)
    return taken[len(taken) // 2], taken[min(len(taken) - 1, int(len(taken) * 0.95))]


def timed(store: Store, used: Callable[[], float]) -> dict[str, Figures]:
    """What every kind of question takes; some of each are asked to begin with.

    :param used: the seconds of processor that the database has used so far.
    """
    figures = {}
    for kind, asked in questions().items():
        for ask in asked[:3]:
            ask(store)
        clock, processor = [], []
        for ask in asked:
            start, before = time.perf_counter(), used()
            ask(store)
            clock.append((time.perf_counter() - start) * 1000)
            processor.append((used() - before) * 1000)
        figures[kind] = Figures(quantiles(clock), quantiles(processor))
        print(f"{kind}: {_shown(figures[kind])}", file=sys.stderr, flush=True)
    return figures


def _shown(figures: Figures) -> str:
    return f"{figures.clock[0]:.0f} / {figures.clock[1]:.0f} ({figures.processor[0]:.0f} / {figures.processor[1]:.0f})"


def together(cluster: Cluster) -> float:
    """Seconds of processor that this process and a server of PostgreSQL have used."""
    return time.process_time() + cluster.processor()


def new_day(store: Store, day: Sequence[Item]) -> tuple[int, float, float]:
    """Load the reports of a new day and merge them; how many events they tell, and the seconds of either."""
    suffix = next(f"-{n}" for n in count() if not store.versions(f"{day[0][0].doc_id}-{n}"))
    items = []
    for report, record, _ in day:
        row = record.model_dump()
        row["doc_id"] += suffix
        for event in row["events"]:
            event["id"] = event["id"].replace("#", f"{suffix}#")
        copy, again = replace(report, doc_id=row["doc_id"]), Record.model_validate(row)
        items.append((copy, again, prepare(copy, again)))
    start = time.perf_counter()
    for result in store.load(items):
        assert isinstance(result, Loaded), result
    loaded = time.perf_counter()
    merged = store.merge()
    return merged, loaded - start, time.perf_counter() - loaded


def main() -> None:
    """Run the benchmark, or a part of it, and print (and write) its section."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--part", choices=PARTS, action="append", help="only this part; several times for several")
    parser.add_argument("--reports", type=int, help="so many reports instead of all")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="keep what is coded and made here")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--write", type=Path)
    args = parser.parse_args()
    parts = args.part or PARTS
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
        if "load" in parts:
            lines += loading(args.shared, args.reports, folder)
        kinds = [kind for kind in ("sqlite", "postgresql") if args.only in (None, kind)]
        if programs() is None and "postgresql" in kinds:
            print("PostgreSQL is not installed: measured over SQLite only.", file=sys.stderr)
            kinds.remove("postgresql")
        figures: dict[str, dict[str, Figures]] = {}
        facts: list[str] = []
        for kind in kinds if {"queries", "merge"} & set(parts) else ():
            path = folder / "million.db"
            used: Callable[[], float] = time.process_time
            if kind == "sqlite":
                url = str(path)
            else:
                cluster = stack.enter_context(Cluster(durable=True, memory="1GB"))
                url, used = cluster.make(), partial(together, cluster)
            with Store(url) as store:
                start = time.perf_counter()
                made = million(store, args.shared, folder, args.events)
                print(f"{kind}: {made:,} events in {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
                facts.append(f"| {kind}: events | {made:,} |")
                if kind == "sqlite":
                    facts.append(f"| {kind}: size of the database | {path.stat().st_size / 1e9:.2f} GB |")
                if "queries" in parts:
                    figures[kind] = timed(store, used)
                if "merge" in parts:
                    merged, loaded, seconds = new_day(store, news(args.shared, folder)[1])
                    facts.append(f"| {kind}: a new day of {merged:,} events: loading | {loaded:.1f} s |")
                    facts.append(f"| {kind}: a new day of {merged:,} events: merging | {seconds:.1f} s |")
        if facts:
            lines += ["| a million events, made of two weeks' news | value |", "| --- | --- |", *facts, ""]
        if figures:
            lines += [
                "p50 / p95 of 25 questions in milliseconds by the clock; in brackets, of processor time, that of the",
                "server and of the client together:",
                "",
                "| question | " + " | ".join(figures) + " |",
                "| --- |" + " --- |" * len(figures),
            ]
            for question in next(iter(figures.values())):
                cells = [_shown(figures[kind][question]) for kind in figures]
                lines.append(f"| {question} | {' | '.join(cells)} |")
    text = "\n".join([*lines, ""])
    print(text)
    if args.write:
        page = args.write.read_text("utf-8") if args.write.exists() else ""
        if START in page:
            page = page[: page.index(START)] + page[page.index(END) + len(END) :].lstrip("\n")
        args.write.write_text(f"{page.rstrip()}\n\n{START}\n{text}{END}\n", "utf-8")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
