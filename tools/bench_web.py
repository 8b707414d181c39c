"""Measures how quickly the workbench answers over a large database, by requests as its pages send them.

Usage: python tools/bench_web.py --db FILE [--rounds 60]. The server runs in a process of its own and is asked over HTTP
by one client, each question with other values, so that no answer is one that was kept; then the same again, kept. The
database is not changed; ``tools/bench_store.py`` makes one of a million events.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

HOST = "127.0.0.1"
KINDS = ("ASSAULT", "COERCE", "CONSULT", "PROTEST", "THREATEN", "MOBILIZE", "AID", "ACCUSE")
PLACES = ("SYR", "YEM", "IRQ", "LBY", "169389", "بغداد", "عدن", "غزة")
ACTORS = ("SYR.MIL", "RUS.GOV", "USA.GOV", "ISR.MIL", "الجيش", "الأمم المتحدة", "SAU.GOV")


def _box(draw: random.Random, side: float) -> str:
    west, south = draw.uniform(30, 55 - side / 2), draw.uniform(12, 36 - side / 2)
    return ",".join(f"{edge:.3f}" for edge in (west, south, west + side, south + side))


def _days(draw: random.Random, first: date, last: date) -> dict[str, str]:
    start = first + timedelta(days=draw.randrange(max(1, (last - first).days)))
    return {"from": start.isoformat(), "to": (start + timedelta(days=draw.randrange(20, 900))).isoformat()}


def questions(first: date, last: date) -> dict[str, Callable[[random.Random], tuple[str, dict[str, str]]]]:
    """What is asked, by name: an address and its parameters, drawn anew each time."""

    def near(draw: random.Random) -> dict[str, str]:
        zoom = draw.uniform(4, 10)
        return {"z": f"{zoom:.2f}", "box": _box(draw, 360 / 2**zoom * 3)}

    return {
        "map, the world": lambda draw: ("/api/map", {"z": f"{draw.uniform(1, 3):.3f}"}),
        "map, moved about": lambda draw: ("/api/map", near(draw)),
        "map, some days": lambda draw: ("/api/map", {**near(draw), **_days(draw, first, last)}),
        "map, the world, some days": lambda draw: ("/api/map", {"z": "2", **_days(draw, first, last)}),
        "map, a type": lambda draw: ("/api/map", {**near(draw), "type": draw.choice(KINDS)}),
        "map, an actor": lambda draw: ("/api/map", {**near(draw), "actor": draw.choice(ACTORS)}),
        "map, a least confidence": lambda draw: (
            "/api/map", {**near(draw), "confidence_min": f"{draw.uniform(0.5, 0.99):.4f}"},
        ),
        "timeline": lambda draw: ("/api/timeline", {"bin": "month", **_days(draw, first, last)}),
        "timeline, an actor": lambda draw: (
            "/api/timeline", {"bin": "month", "actor": draw.choice(ACTORS), **_days(draw, first, last)},
        ),
        "events": lambda draw: ("/api/events", {"to": _days(draw, first, last)["from"]}),
        "events, type and place": lambda draw: (
            "/api/events", {"type": draw.choice(KINDS), "place": draw.choice(PLACES), **_days(draw, first, last)},
        ),
        "queue": lambda draw: ("/api/queue", {"type": draw.choice(KINDS), "limit": str(draw.randrange(20, 60))}),
        "civilians": lambda draw: ("/api/civilians", {"to": _days(draw, first, last)["from"]}),
        "incidents": lambda draw: ("/api/incidents", {"to": _days(draw, first, last)["from"], "limit": "30"}),
        "actors": lambda draw: ("/api/actors", {"q": draw.choice(ACTORS), "limit": str(draw.randrange(20, 60))}),
        "sources": lambda draw: ("/api/sources", {"limit": "10", "cursor": str(draw.randrange(0, 200))}),
        "network, an actor": lambda draw: (
            "/api/network", {"actor": draw.choice(ACTORS), "limit": str(draw.randrange(40, 120))},
        ),
        "about": lambda _draw: ("/api/about", {}),
    }  # fmt: skip


def ask(connection: http.client.HTTPConnection, path: str, params: dict[str, str]) -> tuple[float, int]:
    """Seconds and bytes of one answer."""
    begun = time.perf_counter()
    connection.request("GET", f"{path}?{urlencode(params)}")
    answer = connection.getresponse()
    body = answer.read()
    taken = time.perf_counter() - begun
    if answer.status != 200:
        raise SystemExit(f"{path} {params}: {answer.status} {body[:200]!r}")
    return taken, len(body)


def processor(pid: int) -> float:
    """Seconds of a processor that a process has taken, which other work on the machine does not lengthen (Linux)."""
    cells = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(cells[11]) + int(cells[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", required=True)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--only", default="", help="questions whose name begins so")
    parser.add_argument("--port", type=int, default=8699)
    given = parser.parse_args()
    server = subprocess.Popen(
        [sys.executable, "-m", "masdar", "serve", "--db", given.db, "--port", str(given.port)],
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            time.sleep(0.1)
            try:
                connection = http.client.HTTPConnection(HOST, given.port, timeout=600)
                connection.request("GET", "/api/about")
                about = json.loads(connection.getresponse().read())
                break
            except OSError:
                continue
        else:
            raise SystemExit("The server does not answer.")
        last = date.fromisoformat(about["last"])
        first = max(date.fromisoformat(about["first"]), last - timedelta(days=5 * 365))
        print(f"{about['events']:,} events, {about['reports']:,} reports, {about['first']} to {about['last']}")
        print("| asked | median ms | p95 ms | worst ms | processor ms | kept, p95 ms | largest KB |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for name, draw in questions(first, last).items():
            if not name.startswith(given.only):
                continue
            rows = [draw(random.Random(number)) for number in range(given.rounds)]
            ask(connection, *draw(random.Random(-1)))  # what is loaded once
            begun = processor(server.pid)
            taken = [ask(connection, *row) for row in rows]
            each = (processor(server.pid) - begun) / len(rows)
            kept = sorted(ask(connection, *row)[0] for row in rows)
            times = sorted(seconds for seconds, _ in taken)
            ninety = int(0.95 * len(times))
            print(
                f"| {name} | {statistics.median(times) * 1000:.0f} | {times[ninety] * 1000:.0f} | "
                f"{times[-1] * 1000:.0f} | {each * 1000:.0f} | {kept[ninety] * 1000:.0f} | "
                f"{max(size for _, size in taken) / 1024:.0f} |",
                flush=True,
            )
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
