"""Coding many reports, in order, by one process or several.

Reports come in as a stream and go out as one: at no time are more in memory than the workers have in hand. A report
that makes the coder fail costs itself only, and so does one that makes a worker process die.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from masdar.reading.report import Problem, Report, printable

if TYPE_CHECKING:
    from masdar.record import Record

# Enough that handing a chunk over costs little beside coding it, few enough that an order of a few dozen reports is
# still shared out.
CHUNK_REPORTS = 8
CHUNK_CHARACTERS = 40_000
CHUNKS_AHEAD = 3  # for every worker
# When to look for garbage in cycles (:func:`gc.set_threshold`): a report leaves next to none, and each look costs.
SELDOM = (100_000, 20, 100)

Render = Callable[["Record"], str]
Beside = Callable[[Report, "Record"], Any]
Chunk = list[Report | Problem]


@dataclass(frozen=True, slots=True)
class Coded:
    """A report's record as it is to be written; empty where the format has nothing to say of it. ``beside`` is what was
    asked to be made beside it."""

    text: str
    beside: Any = None


class Batch:
    """Codes streams of reports; use it as a context, so that its workers are ended.

    :param render: makes the text to write of a record; for several workers it must be something that can be pickled.
    :param beside: makes something more of a report and its record, where the report is coded.
    :param lexicon: a user's own lexicon directory.
    :param workers: how many processes code; 1 codes in this one.
    :param debug: print the trace of what goes wrong unexpectedly to standard error.
    :raises masdar.knowledge.tables.LexiconError: on entering, where the lexicon cannot be used.
    """

    def __init__(
        self,
        render: Render,
        *,
        beside: Beside | None = None,
        lexicon: Path | None = None,
        workers: int = 1,
        debug: bool = False,
    ) -> None:
        self._start = (render, beside, lexicon, debug)
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Batch:
        # Loaded here even where workers code: a bad lexicon is told once, and forked workers share the memory.
        _prepare(*self._start)
        # What is loaded stays: the collector need not go over it again, and forked workers leave its pages shared.
        gc.freeze()
        if self._workers > 1:
            self._pool = self._new_pool(self._workers)
            self._pool.submit(int).result()  # the workers start now, before there are threads to be copied with them
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            _end(self._pool, at_once=kind is not None)
            self._pool = None
        gc.unfreeze()

    def code(self, items: Iterable[Report | Problem]) -> Iterator[Coded | Problem]:
        """What becomes of each item, in order; problems pass through."""
        if self._pool is None:
            for item in items:
                yield _one(item)
            return
        waiting: deque[tuple[Chunk, Future[list[Coded | Problem]]]] = deque()
        for chunk in _chunks(items):
            waiting.append(self._hand_out(chunk))
            while waiting and (waiting[0][1].done() or len(waiting) > self._workers * CHUNKS_AHEAD):
                yield from self._take(waiting)
        while waiting:
            yield from self._take(waiting)

    def _hand_out(self, chunk: Chunk) -> tuple[Chunk, Future[list[Coded | Problem]]]:
        assert self._pool is not None
        try:
            return chunk, self._pool.submit(_work, chunk)
        except BrokenProcessPool as error:
            failed: Future[list[Coded | Problem]] = Future()
            failed.set_exception(error)
            return chunk, failed

    def _take(self, waiting: deque[tuple[Chunk, Future[list[Coded | Problem]]]]) -> Iterator[Coded | Problem]:
        """The results of the first chunk; where a worker died, those of all chunks that died with it."""
        chunk, future = waiting[0]
        try:
            results = future.result()
        except BrokenProcessPool:
            lost = list(waiting)
            waiting.clear()
            for chunk, future in lost:
                try:
                    results = future.result(timeout=0)
                except (BrokenProcessPool, TimeoutError):
                    results = self._one_by_one(chunk)
                yield from results
            assert self._pool is not None
            _end(self._pool, at_once=True)
            self._pool = self._new_pool(self._workers)
            return
        waiting.popleft()
        yield from results

    def _one_by_one(self, chunk: Chunk) -> list[Coded | Problem]:
        """Code a chunk that a worker died over, each report in a process that may die as well."""
        results: list[Coded | Problem] = []
        pool = self._new_pool(1)
        for item in chunk:
            try:
                results += pool.submit(_work, [item]).result()
            except BrokenProcessPool:
                results.append(
                    Problem(
                        item.path,
                        item.line,
                        "made the process that coded it die, perhaps for want of memory",
                        "code it by itself to see whether it happens again",
                    )
                )
                _end(pool, at_once=True)
                pool = self._new_pool(1)
        _end(pool, at_once=False)
        return results

    def _new_pool(self, workers: int) -> ProcessPoolExecutor:
        methods = multiprocessing.get_all_start_methods()
        # Forking shares the loaded knowledge; elsewhere every worker loads its own.
        method = "fork" if sys.platform == "linux" and "fork" in methods else "spawn"
        context = multiprocessing.get_context(method)
        return ProcessPoolExecutor(workers, mp_context=context, initializer=_enter, initargs=self._start)


def _end(pool: ProcessPoolExecutor, *, at_once: bool) -> None:
    """Shut a pool down; at once means without waiting for what its workers have in hand."""
    processes = list((pool._processes or {}).values()) if at_once else []
    for process in processes:
        process.terminate()
    pool.shutdown(wait=True, cancel_futures=True)


def _chunks(items: Iterable[Report | Problem]) -> Iterator[Chunk]:
    chunk: Chunk = []
    size = 0
    for item in items:
        chunk.append(item)
        size += len(item.text) if isinstance(item, Report) else 0
        if len(chunk) >= CHUNK_REPORTS or size >= CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


# What a process codes with. Module state, because a pool hands its workers functions and not objects.
_state: dict[str, Any] = {}


def _prepare(render: Render, beside: Beside | None, lexicon: Path | None, debug: bool) -> None:
    if "coder" not in _state or _state["lexicon"] != lexicon:
        from masdar import Coder

        _state.update(coder=Coder(lexicon), lexicon=lexicon)
    _state.update(render=render, beside=beside, debug=debug)


def _enter(render: Render, beside: Beside | None, lexicon: Path | None, debug: bool) -> None:
    """Start a worker: Ctrl-C is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.set_threshold(*SELDOM)
    _prepare(render, beside, lexicon, debug)


def _work(chunk: Chunk) -> list[Coded | Problem]:
    return [_one(item) for item in chunk]


def _one(item: Report | Problem) -> Coded | Problem:
    if isinstance(item, Problem):
        return item
    try:
        record = _state["coder"].code(
            item.text,
            doc_id=item.doc_id,
            published=item.published,
            source=item.source,
            title=item.title,
            url=item.url,
        )
        beside = _state["beside"]
        return Coded(_state["render"](record), beside(item, record) if beside else None)
    except Exception as error:  # whatever it is, it must not cost the other reports
        if _state["debug"]:
            traceback.print_exc()
        return Problem(
            item.path,
            item.line,
            f"could not be coded ({type(error).__name__}: {printable(str(error))[:200]})",
            "this is a fault of the program; --debug shows where",
        )
