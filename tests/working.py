"""A workbench for the tests: a server over a small database, and a client that talks to it as a browser does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from masdar.store import Store
from masdar.web import Settings, make_app
from telling import HAMA, IDLIB, Pair, event, pair, span

HERE = "http://127.0.0.1:8650"
RAID = "قصفت الفرقة الرابعة مدينة إدلب يوم السبت، وقتل 12 مدنيا، بحسب المرصد السوري."
DENIAL = "قال مسؤول إن الفرقة الرابعة قصفت إدلب يوم السبت ردا على هجوم، وإن 3 أشخاص لا غير قتلوا في السوق."
SIEGE = "حاصرت القوات مدينة حماة، وهجر ألف مدني. وتتبع الفرقة الرابعة الجيش السوري، ووبخ الوزير الجيش السوري."
HOSTILE = '<script>alert("x")</script> قصفت الطائرات حماة <img src=x onerror=alert(1)>'
SYRIA = {"country": "SYR", "level": "country", "lat": 35.0, "lon": 38.0, "precision": "approximate"}
ARMY = {"id": "SYR.MIL.4TH-DIVISION", "country": "SYR", "sector": "MIL"}


def raid(doc_id: str, text: str, killed: int, told_by: str, kind: str, source: str) -> Pair:
    told = event(
        text, "ASSAULT", "قصفت", mode="heavy-weapons", actors=[("الفرقة الرابعة", ARMY)], places=[("إدلب", IDLIB)],
        time=("يوم السبت", {"value": "2024-03-09", "precision": "day"}), counts={"killed": [killed, killed]},
        sources=[(told_by, {"kind": kind})], why=[{"field": "type", "rule": "trigger verb", "start": 0, "end": 4}],
    )  # fmt: skip
    return pair(doc_id, text, [told], published="2024-03-10", source=source)


def siege() -> Pair:
    told = [
        event(SIEGE, "COERCE", "حاصرت", mode="restrict", places=[("حماة", HAMA)], confidence=0.4),
        event(SIEGE, "SANCTION", "وهجر", mode="expel", counts={"displaced": [1000, 1000]},
              places=[("مدينة", SYRIA)]),
        event(SIEGE, "ACCUSE", "ووبخ", actors=[("الوزير", {"sector": "GOV", "country": "SYR"})],
              recipients=[("الجيش السوري", {"id": "SYR.MIL", "country": "SYR", "sector": "MIL"})], status="negated"),
    ]  # fmt: skip
    ties = [{"type": "part_of", "head": span(SIEGE, "الفرقة الرابعة"), "tail": span(SIEGE, "الجيش السوري")}]
    actors = [{**span(SIEGE, "الفرقة الرابعة"), **ARMY}, {**span(SIEGE, "الجيش السوري"), "id": "SYR.MIL"}]
    return pair("folder/siege", SIEGE, told, published="2024-03-20", source="other", relations=ties, actors=actors)


def hostile() -> Pair:
    told = event(HOSTILE, "ASSAULT", "قصفت", actors=[("<script>", {})], places=[("حماة", HAMA)])
    return pair("=hostile<b>", HOSTILE, [told], title="<b>عنوان</b>", source="=cmd()", published="2024-01-01")


def filled(db: str | Path) -> None:
    """A database with what the tests tell."""
    with Store(db) as store:
        pairs = [
            raid("raid", RAID, 12, "المرصد السوري", "monitor", "first"),
            raid("denial", DENIAL, 3, "مسؤول", "unnamed", "second"), siege(), hostile(),
        ]  # fmt: skip
        for told in store.load(pairs):
            assert hasattr(told, "version"), told
        store.merge()


class Browser(TestClient):
    """A client that brings the token with every change."""

    def token(self) -> str:
        """The token that changes must bring."""
        return str(self.get("/api/me").json()["token"])

    def change(self, path: str, **more: Any) -> Any:
        """A change, as a page would send it."""
        headers = {"X-Masdar-Token": self.token(), "Origin": str(self.base_url).rstrip("/"), **more.pop("headers", {})}
        return self.post(path, headers=headers, **more)

    def step(self, event: str, action: str, **more: Any) -> Any:
        """A step of review that must succeed."""
        answer = self.change("/api/review", json={"event": event, "action": action, **more})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def done(self, job: str) -> dict[str, Any]:
        """A job, once it is at its end."""
        for _ in range(600):
            told: dict[str, Any] = self.get(f"/api/jobs/{job}").json()
            if told["state"] in {"done", "failed"}:
                return told
            time.sleep(0.1)
        raise AssertionError(f"job {job} does not end: {told}")


@contextmanager
def browser(app: FastAPI, **more: Any) -> Iterator[Browser]:
    """A client of an application, while it runs."""
    with Browser(app, base_url=more.pop("base_url", HERE), client=("127.0.0.1", 50000), **more) as client:
        yield client


@contextmanager
def workbench(db: str | Path, **more: Any) -> Iterator[Browser]:
    """A client of a server over a database."""
    with browser(make_app(Settings(str(db), **more))) as client:
        yield client
