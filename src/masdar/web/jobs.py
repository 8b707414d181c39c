"""Adding reports in the background: a queue, and one process that codes what is in it.

Coding is done by a process of its own (:mod:`masdar.web.worker`), so that the server goes on answering and a report
that makes the coder die costs its job only. The process keeps its loaded lexicon from job to job and ends when there
has been nothing to do for a while. Uploaded files lie in a folder that only this user can read until they are coded.
"""

from __future__ import annotations

import contextlib
import json
import queue
import secrets
import subprocess
import sys
import tempfile
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal

from masdar.web.errors import Refused
from masdar.web.models import Job
from masdar.web.settings import Settings

IDLE = 300.0  # seconds
_KEPT = 200  # jobs that can be asked for
_MESSAGES = 200  # of one job


@dataclass(frozen=True, slots=True)
class Upload:
    """Files by name and content, and what holds for those that do not say so themselves."""

    files: list[tuple[str, bytes]]
    published: str | None = None
    source: str | None = None


@dataclass(slots=True)
class _Job:
    id: str
    user: str
    made: str
    folder: tempfile.TemporaryDirectory[str]
    order: dict[str, Any]
    total: int | None
    state: Literal["queued", "running", "done", "failed"] = "queued"
    done: int = 0
    messages: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)

    def tell(self, message: str) -> None:
        if len(self.messages) < _MESSAGES:
            self.messages.append(message)


class Jobs:
    """All jobs of a server."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._jobs: OrderedDict[str, _Job] = OrderedDict()
        self._waiting: queue.Queue[_Job | None] = queue.Queue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._worker: subprocess.Popen[str] | None = None
        self._closed = False

    def add(self, upload: Upload, user: str) -> str:
        """Queue an upload, and give the job's id.

        :raises Refused: where too much is waiting.
        """
        with self._lock:
            busy = sum(job.state in {"queued", "running"} for job in self._jobs.values())
            if busy >= self._settings.limits.jobs:
                raise Refused(429, "busy", "Too many uploads are waiting; try again when some are done.")
            folder = tempfile.TemporaryDirectory(prefix="masdar-")
            paths = []
            for number, (name, content) in enumerate(upload.files):
                path = Path(folder.name) / str(number) / name
                path.parent.mkdir()
                path.write_bytes(content)
                paths.append(str(path))
            settings = self._settings
            order = {
                "db": settings.db, "lexicon": str(settings.lexicon) if settings.lexicon else None, "paths": paths,
                "published": upload.published, "source": upload.source,
            }  # fmt: skip
            made = datetime.now(UTC).isoformat(timespec="seconds")
            job = _Job(secrets.token_hex(8), user, made, folder, order, _total(upload))
            self._jobs[job.id] = job
            while len(self._jobs) > _KEPT:
                self._jobs.popitem(last=False)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="masdar-jobs", daemon=True)
                self._thread.start()
            self._waiting.put(job)
        return job.id

    def get(self, id: str) -> Job | None:
        """How far a job is; None where there is none of this id."""
        job = self._jobs.get(id)
        if job is None:
            return None
        return Job(
            id=job.id, state=job.state, done=job.done, total=job.total, messages=list(job.messages),
            reports=list(job.reports), user=job.user, made=job.made,
        )  # fmt: skip

    def close(self) -> None:
        """End the process that codes; what it had in hand is lost, what it told as loaded stands."""
        self._closed = True
        self._end()
        self._waiting.put(None)
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._closed:
            try:
                job = self._waiting.get(timeout=IDLE)
            except queue.Empty:
                self._end()
                continue
            if job is None:
                break
            job.state = "running"
            try:
                self._code(job)
            except OSError as error:
                job.tell(f"The process that codes cannot be started or has ended ({error.strerror}).")
                job.state = "failed"
                self._end()
            finally:
                job.folder.cleanup()

    def _code(self, job: _Job) -> None:
        worker = self._started()
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.write(json.dumps(job.order) + "\n")
        worker.stdin.flush()
        self._listen(job, worker.stdout)
        if job.state == "running":
            job.tell("The process that codes has died, perhaps for want of memory; give fewer or smaller reports.")
            job.state = "failed"
            self._end()

    def _listen(self, job: _Job, lines: IO[str]) -> None:
        folder = job.folder.name
        for line in lines:
            told = json.loads(line)
            if "report" in told:
                job.reports.append(told["report"])
                job.done += 1
            elif "problem" in told:
                job.tell(_without(folder, told["problem"]))
                job.done += 1
            elif "message" in told:
                job.tell(_without(folder, told["message"]))
            elif "end" in told:
                job.total = job.done
                job.state = told["end"]
                return

    def _started(self) -> subprocess.Popen[str]:
        worker = self._worker
        if worker is None or worker.poll() is not None:
            worker = self._worker = subprocess.Popen(
                [sys.executable, "-m", "masdar.web.worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                text=True, encoding="utf-8", start_new_session=True,  # Ctrl-C is the server's to handle
            )  # fmt: skip
        return worker

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.terminate()
            for stream in (worker.stdin, worker.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()
            worker.wait()


def _without(folder: str, sentence: str) -> str:
    """A sentence about a file without the folder that it lies in for now: ``folder/3/name`` is ``name``."""
    before, _, after = sentence.partition(f"{folder}/")
    return f"{before}{after.partition('/')[2]}" if after else sentence


def _total(upload: Upload) -> int:
    """About how many reports there are: one a file, one a line of JSONL."""
    return sum(
        sum(1 for line in content.split(b"\n") if line.strip()) if name.endswith((".jsonl", ".ndjson")) else 1
        for name, content in upload.files
    )
