"""Measures speed and memory over real reports, as ratios within one run, and writes them down with machine and date.

Usage: python tools/bench.py --shared ../shared [--reports 2000] [--write docs/benchmarks.md]
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from masdar.reading.language import foreign

MASDAR = [sys.executable, "-m", "masdar"]


CORPORA = ("ant-2018.jsonl.gz", "saudinews-2015.jsonl.gz")
FIELDS = ("id", "text", "title", "published", "source", "url")


def every(corpus: Path, step: int) -> Iterator[dict[str, Any]]:
    """Every so manieth report of a corpus."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in islice(lines, 0, None, step))


def size(corpus: Path) -> int:
    """How many reports a corpus has."""
    with gzip.open(corpus, "rb") as lines:
        return sum(1 for _ in lines)


def sample(shared: Path, reports: int) -> list[dict[str, Any]]:
    """Reports from all over the corpora, one of each in turn. Those that the program would not code are left out."""
    paths = [shared / "corpus" / name for name in CORPORA]
    # One in twenty more than needed, to stand in for those left out.
    sparse = [every(path, max(1, size(path) * len(paths) * 20 // (reports * 21))) for path in paths]
    found = [
        {name: row.get(name) for name in FIELDS}
        for turn in zip(*sparse, strict=False)
        for row in turn
        if row["text"].strip() and not foreign(row["text"])
    ]
    return found[:reports]


STORE = "<!-- store -->"  # opens the section of tools/bench_store.py


def timed(command: Sequence[str]) -> tuple[float, int]:
    """Wall seconds and peak resident memory (KiB) of a command and its children."""
    watcher = (
        "import resource, subprocess, sys; code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode;"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code if code > 1 else 0)"
    )
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", watcher, *command], capture_output=True, text=True, check=True)
    return time.perf_counter() - start, int(done.stdout.split()[-1])


def first_record(report: Path) -> float:
    """Seconds from starting the program to its first record, the median of five after one that fills the disk cache."""
    taken = []
    for _ in range(6):
        start = time.perf_counter()
        with subprocess.Popen(
            [*MASDAR, "code", str(report), "--format", "jsonl"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            taken.append(time.perf_counter() - start)
    return median(taken[1:])


def machine() -> str:
    """One line on the machine: processor, cores, memory, Python."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [
            line.split(":", 1)[1].strip() for line in cpuinfo.read_text().splitlines() if line.startswith("model name")
        ]
        model = names[0] if names else model
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"


def main() -> None:
    """Run the benchmark and print (and write) its table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--write", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        reports, one = Path(folder) / "reports.jsonl", Path(folder) / "one.txt"
        rows = sample(args.shared, args.reports)
        count, words = len(rows), sum(len(row["text"].split()) for row in rows)
        with reports.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        one.write_text(rows[0]["text"], encoding="utf-8")
        out = str(Path(folder) / "out.jsonl")
        code = [*MASDAR, "code", str(reports), "--format", "jsonl", "--output", out, "--workers"]
        cold = first_record(one)
        start_up, _ = timed([*MASDAR, "code", str(one), "--format", "jsonl", "--output", out, "--workers", "1"])
        single, memory_single = timed([*code, "1"])
        double, memory_double = timed([*code, "2"])
        with open(out, encoding="utf-8") as file:
            coded = sum(1 for _ in file)
    if coded != count:
        sys.exit(f"{coded} of {count} reports were coded; the figures would be wrong.")
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d}. Machine: {machine()}.",
        f"{count:,} reports, {words:,} words, taken evenly from two corpora ({', '.join(CORPORA)}).",
        "Times are by the clock, so other work on the machine shows in them.",
        "",
        "| figure | value |",
        "| --- | --- |",
        f"| reports per second, 1 worker | {count / single:.1f} |",
        f"| reports per second, 1 worker, without start-up | {count / (single - start_up):.1f} |",
        f"| words per second, 1 worker | {words / single:,.0f} |",
        f"| reports per second, 2 workers | {count / double:.1f} |",
        f"| 2 workers against 1 | {single / double:.2f} times |",
        f"| peak memory, 1 worker | {memory_single / 1024:.0f} MB |",
        f"| peak memory of the largest process, 2 workers | {memory_double / 1024:.0f} MB |",
        f"| from start to the first record of one text file | {cold:.2f} s |",
        "",
    ]
    text = "\n".join(lines)
    print(text)
    if args.write:
        args.write.parent.mkdir(parents=True, exist_ok=True)
        page = args.write.read_text(encoding="utf-8") if args.write.exists() else ""
        store = "\n" + page[page.index(STORE) :] if STORE in page else ""  # what `make bench-store` wrote stays
        args.write.write_text(text + store, encoding="utf-8")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
