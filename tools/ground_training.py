"""Turns reports coded with quoted spans into the project's form: offsets over document ids, without any text.

Usage: python tools/ground_training.py CODED.jsonl DOCS.jsonl OUT.jsonl [--drawn random|chosen]
CODED is as the coding guidelines have it ({"text", "nth"} spans); DOCS holds {"id", "text"} a line.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

SPANS = ("also", "actors", "recipients", "places", "sources")


def ground(span: dict[str, Any] | None, text: str, where: str) -> dict[str, Any] | None:
    """The span with start and end in place of its text."""
    if not span:
        return None
    start = -1
    for _ in range(span.get("nth") or 1):
        start = text.find(span["text"], start + 1)
        if start < 0:
            raise SystemExit(f"{where}: {span['text']!r} does not stand in the text")
    rest = {name: value for name, value in span.items() if name not in ("text", "nth")}
    return {"start": start, "end": start + len(span["text"]), **rest}


def ground_report(report: dict[str, Any], text: str) -> dict[str, Any]:
    """A coded report with offsets in place of quotations."""
    where = report["doc_id"]
    events = []
    for event in report.get("events") or []:
        grounded = {**event, "trigger": ground(event["trigger"], text, where), "time": ground(event.get("time"), text, where)}
        for slot in SPANS:
            grounded[slot] = [ground(span, text, where) for span in event.get(slot) or []]
        events.append(grounded)
    relations = [
        {**relation, "head": ground(relation["head"], text, where), "tail": ground(relation["tail"], text, where)}
        for relation in report.get("relations") or []
    ]
    places = [ground(place, text, where) for place in report.get("places") or []]
    return {"doc_id": where, "events": events, "relations": relations, "places": places}


def main() -> None:
    """Ground a file."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("coded", type=Path)
    parser.add_argument("docs", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    docs = {row["id"]: row for row in map(json.loads, args.docs.read_text(encoding="utf-8").splitlines())}
    rows = [json.loads(line) for line in args.coded.read_text(encoding="utf-8").splitlines() if line.strip()]
    with args.out.open("w", encoding="utf-8") as out:
        for row in rows:
            report = ground_report(row, docs[row["doc_id"]]["text"])
            report["drawn"] = "random" if docs[row["doc_id"]].get("why") == "random" else "chosen"
            out.write(json.dumps(report, ensure_ascii=False) + "\n")
    print(f"{args.out}: {len(rows)} reports")


if __name__ == "__main__":
    main()
