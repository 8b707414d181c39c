"""Turns coding sheets, as a person writes them, into the project's form: offsets over document ids, without any text.

Usage: python tools/ground_training.py SHEET.txt DOCS.jsonl OUT.jsonl
DOCS holds ``{"id", "text", "drawn": "random" or "chosen"}`` a line. A sheet quotes the words of a report, ``@2`` after
them where their second occurrence is meant, and parts fields by ``|``; ``-`` is an empty field::

    # doc id
    E | ASSAULT | aerial | actual          an event: type, mode, status; the lines after it are its own
    t | trigger                            one line
    + | another mention                    any number
    a | actor | RUS | MIL                  country, sector
    r | recipient | SYR | CVL
    p | place | location                   location, origin or destination
    w | words of the time | 2018-08-26
    s | source                             first who spoke, then who carried it
    c | killed | 8 | 12                    low, high
    R | part_of | head | tail              a tie
    P | place | 35.93 | 36.63              a place of the report, with its point where known
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from masdar.record import COUNT_KEYS, EVENT_TYPES, MODES, RELATION_TYPES, SECTORS, STATUSES

MODES_OF: dict[str, tuple[str, ...]] = {str(kind): modes for kind, modes in MODES.items()}

Row = dict[str, Any]


class SheetError(ValueError):
    """A line of a sheet that cannot be read."""


def span(quoted: str, text: str) -> Row:
    """Where the quoted words stand in the text."""
    words, mark, nth = quoted.rpartition("@")
    if not mark or not nth.isdigit():
        words, nth = quoted, "1"
    start = -1
    for _ in range(int(nth)):
        start = text.find(words, start + 1)
        if start < 0:
            raise SheetError(f"{words!r} does not stand {nth} times in the text")
    return {"start": start, "end": start + len(words)}


def one_of(value: str, known: Any, what: str) -> str:
    """The value, where it is one of those known."""
    if value not in known:
        raise SheetError(f"{value!r} is no {what}")
    return value


def number(value: str) -> float | None:
    """A number, None for an empty field."""
    return None if value in ("", "-") else float(value)


def read_line(report: Row, text: str, fields: list[str]) -> None:
    """Add what one line of a sheet tells to its report."""
    sign, *rest = fields
    rest = [field if field else "-" for field in rest]
    if sign == "E":
        kind = one_of(rest[0], EVENT_TYPES, "event type")
        mode = None if rest[1] == "-" else one_of(rest[1], MODES_OF.get(kind, ()), f"mode of {kind}")
        event: Row = {"type": kind, "mode": mode, "trigger": None, "also": [], "actors": [], "recipients": []}
        status = one_of(rest[2], STATUSES, "status")
        report["events"].append({**event, "places": [], "time": None, "status": status, "sources": [], "counts": {}})
        return
    if sign == "R":
        kind = one_of(rest[0], RELATION_TYPES, "kind of tie")
        report["relations"].append({"type": kind, "head": span(rest[1], text), "tail": span(rest[2], text)})
        return
    if sign == "P":
        lat, lon = (number(field) for field in (*rest[1:3], "-", "-")[:2])
        report["places"].append({**span(rest[0], text), "geonameid": None, "lat": lat, "lon": lon})
        return
    event = report["events"][-1]
    if sign == "c":
        low, high = (number(field) for field in rest[1:3])
        key = one_of(rest[0], COUNT_KEYS, "count")
        event["counts"][key] = [None if n is None else int(n) for n in (low, high)]
        return
    found = span(rest[0], text)
    if sign == "t":
        event["trigger"] = found
    elif sign == "w":
        event["time"] = {**found, "value": rest[1]}
    elif sign in ("a", "r"):
        country, sector = (None if field == "-" else field for field in (*rest[1:3], "-", "-")[:2])
        if sector is not None:
            one_of(sector, SECTORS, "sector")
        event["actors" if sign == "a" else "recipients"].append({**found, "country": country, "sector": sector})
    elif sign == "p":
        role = one_of(rest[1], ("location", "origin", "destination"), "role of a place")
        event["places"].append({**found, "geonameid": None, "lat": None, "lon": None, "role": role})
    elif sign in ("+", "s"):
        event["also" if sign == "+" else "sources"].append(found)
    else:
        raise SheetError(f"{sign!r} begins no line")


def give_points(report: Row, text: str) -> None:
    """Give the places of events the points of the report's places of the same name."""
    points = {text[p["start"] : p["end"]]: p for p in report["places"]}
    for event in report["events"]:
        for place in event["places"]:
            name = text[place["start"] : place["end"]]
            known = points.get(name) or next((p for n, p in points.items() if n in name or name in n), None)
            if known is not None:
                place.update({key: known[key] for key in ("lat", "lon")})


def read_sheet(sheet: str, docs: dict[str, Row]) -> tuple[list[Row], list[str]]:
    """The reports of a sheet, and a sentence for each line that cannot be read."""
    reports: list[Row] = []
    faults: list[str] = []
    text = ""
    for at, line in enumerate(sheet.splitlines(), 1):
        if not line.strip():
            continue
        try:
            if line.startswith("# "):
                doc_id = line[2:].strip()
                if doc_id not in docs:
                    raise SheetError(f"no report {doc_id}")
                text = docs[doc_id]["text"]
                drawn = docs[doc_id].get("drawn", "chosen")
                reports.append({"doc_id": doc_id, "events": [], "relations": [], "places": [], "drawn": drawn})
                continue
            read_line(reports[-1], text, [field.strip() for field in line.split("|")])
        except (SheetError, IndexError, ValueError) as error:
            faults.append(f"line {at}: {error}: {line}")
    for report in reports:
        give_points(report, docs[report["doc_id"]]["text"])
        faults += [f"{report['doc_id']}: an event without trigger" for e in report["events"] if e["trigger"] is None]
    return reports, faults


def main() -> None:
    """Ground a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sheet", type=Path)
    parser.add_argument("docs", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    docs = {row["id"]: row for row in map(json.loads, args.docs.read_text(encoding="utf-8").splitlines())}
    reports, faults = read_sheet(args.sheet.read_text(encoding="utf-8"), docs)
    if faults:
        sys.exit("\n".join(faults))
    args.out.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in reports), encoding="utf-8")
    print(f"{args.out}: {len(reports)} reports, {sum(len(r['events']) for r in reports)} events")


if __name__ == "__main__":
    main()
