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
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

MASDAR = [sys.executable, "-m", "masdar"]


def sample(shared: Path, reports: int, into: Path) -> int:
    """Write every nth report of the 2018 corpus to one JSONL file; returns how many words they have."""
    corpus = shared / "corpus" / "ant-2018.jsonl.gz"
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        step = max(1, sum(1 for _ in lines) // reports)
    words = 0
    with gzip.open(corpus, "rt", encoding="utf-8") as lines, into.open("w", encoding="utf-8") as out:
        for line in islice(islice(lines, 0, None, step), reports):
            row = json.loads(line)
            words += len(row["text"].split())
            out.write(json.dumps({key: row.get(key) for key in ("id", "text", "title", "published", "source")}) + "\n")
    return words


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
    """Seconds from starting the program to its first record, best of three (the first fills the disk cache)."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        with subprocess.Popen(
            [*MASDAR, "code", str(report), "--format", "jsonl"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            best = min(best, time.perf_counter() - start)
    return best


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
        reports, one = Path(folder) / "reports.jsonl", Path(folder) / "one.jsonl"
        words = sample(args.shared, args.reports, reports)
        one.write_text(reports.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
        out = str(Path(folder) / "out.jsonl")
        code = [*MASDAR, "code", str(reports), "--format", "jsonl", "--output", out, "--workers"]
        start_up, _ = timed([*MASDAR, "code", str(one), "--format", "jsonl", "--output", out, "--workers", "1"])
        single, memory_single = timed([*code, "1"])
        double, memory_double = timed([*code, "2"])
        cold = first_record(one)
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d}. Machine: {machine()}.",
        f"{args.reports} reports of the 2018 corpus (every nth), {words:,} words.",
        "",
        "| figure | value |",
        "| --- | --- |",
        f"| reports per second, 1 worker | {args.reports / single:.1f} |",
        f"| reports per second, 1 worker, without start-up | {args.reports / (single - start_up):.1f} |",
        f"| words per second, 1 worker | {words / single:,.0f} |",
        f"| reports per second, 2 workers | {args.reports / double:.1f} |",
        f"| 2 workers against 1 | {single / double:.2f} times |",
        f"| peak memory, 1 worker | {memory_single / 1024:.0f} MB |",
        f"| peak memory of the largest process, 2 workers | {memory_double / 1024:.0f} MB |",
        f"| from start to first record (warm disk) | {cold:.2f} s |",
        "",
    ]
    text = "\n".join(lines)
    print(text)
    if args.write:
        args.write.parent.mkdir(parents=True, exist_ok=True)
        args.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
