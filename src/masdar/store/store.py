"""The store: a database of reports and records, by its path or URL. See docs/store.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, overload

from sqlalchemy import select

from masdar.reading.report import Problem, Report
from masdar.store import aggregating, finding, forgetting, loading, merging, schema
from masdar.store.aggregating import Bar, Cell, Step
from masdar.store.database import WAIT, Database
from masdar.store.filters import Filters
from masdar.store.finding import MOST, FoundEvent, FoundIncident, FoundReport, Page
from masdar.store.loading import BATCH, Item, Known, Loaded
from masdar.store.merging import Decided


class Store:
    """A database of reports and what they tell.

    :param where: the path of an SQLite file, which is made if it is not there, or a URL
        (``postgresql://user@host/name``).
    :param make: whether to make it where it is not there.
    :param wait: seconds to wait while another program writes.
    :raises masdar.store.errors.StoreError: where it cannot be opened, or was written by a newer version. So does every
        method, where the database fails; the message is one sentence.
    """

    def __init__(self, where: str | Path, *, make: bool = True, wait: float = WAIT) -> None:
        self._database = Database(where, make=make, wait=wait)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def database(self) -> Database:
        """The database itself, for what is done beside keeping and finding."""
        return self._database

    def close(self) -> None:
        """Close it."""
        self._database.close()

    def load(self, items: Iterable[Item | Problem], *, batch: int = BATCH) -> Iterator[Loaded | Problem]:
        """Load reports with their records, and say of each what became of it once it is in the database for good.

        The same report a second time changes nothing; a report or record that differs makes a new version. Problems
        pass through. Nothing happens until the result is gone over.

        :param batch: how many reports are written at a time; of those either all are there or none.
        """
        return loading.load(self._database, items, batch=batch)

    def unknown(
        self, items: Iterable[Report | Problem], masdar: str, lexicon: str
    ) -> Iterator[Report | Problem | Known]:
        """The items, with a :class:`Known` in place of each report that need not be coded again: it is in the database
        as the program of this version and with a lexicon of this fingerprint codes it."""
        return loading.unknown(self._database, items, masdar, lexicon)

    @overload
    def find(
        self, *, what: Literal["events"] = "events", limit: int = 50, after: str | None = None, **filters: Any
    ) -> Page[FoundEvent]: ...
    @overload
    def find(
        self, *, what: Literal["reports"], limit: int = 50, after: str | None = None, **filters: Any
    ) -> Page[FoundReport]: ...
    @overload
    def find(
        self, *, what: Literal["incidents"], limit: int = 50, after: str | None = None, **filters: Any
    ) -> Page[FoundIncident]: ...
    def find(
        self,
        *,
        what: Literal["events", "reports", "incidents"] = "events",
        limit: int = 50,
        after: str | None = None,
        **filters: Any,
    ) -> Page[FoundEvent] | Page[FoundReport] | Page[FoundIncident]:
        """A page of what satisfies all the filters, the latest first.

        :param what: events, the reports that tell them, or the incidents that they are of.
        :param limit: how many to a page.
        :param after: ``after`` of the page before.
        :param filters: the fields of :class:`masdar.store.filters.Filters`.
        :raises ValueError: where a filter cannot be.
        """
        asked = Filters(**filters)
        if not 1 <= limit <= MOST:
            raise ValueError(f"limit {limit} is not between 1 and {MOST:,}")
        with self._database.read() as connection:
            if what == "reports":
                return finding.reports(self._database, connection, asked, limit, after)
            if what == "incidents":
                return finding.incidents(self._database, connection, asked, limit, after)
            return finding.events(self._database, connection, asked, limit, after)

    def page(self, filters: Filters, limit: int, after: str | None = None) -> Page[FoundEvent]:
        """A page of events, as :meth:`find` gives it, by filters that are made already."""
        with self._database.read() as connection:
            return finding.events(self._database, connection, filters, limit, after)

    def versions(self, doc_id: str) -> list[FoundReport]:
        """All versions of a report, the first one first; none where there is no such report."""
        report, version = schema.report, schema.version
        statement = (
            select(version.c.number, version.c.text, version.c.record)
            .join(report, report.c.id == version.c.report_id)
            .where(report.c.doc_id == doc_id)
            .order_by(version.c.number)
        )
        with self._database.read() as connection:
            return [
                FoundReport(doc_id, number, words, loading.unpacked(kept))
                for number, words, kept in connection.execute(statement)
            ]

    def records(self) -> Iterator[FoundReport]:
        """Every report as it was last loaded, in the order of loading."""
        key = 0
        report = schema.report
        while True:
            with self._database.read() as connection:
                some = select(report.c.id).where(report.c.id > key).order_by(report.c.id).limit(BATCH)
                keys = list(connection.execute(some).scalars())
                found = finding.fetch_reports(connection, keys)
            if not keys:
                return
            yield from found
            key = keys[-1]

    def tune(self) -> None:
        """Have the database look at what it holds, so that it finds quickly; worth it after much has been loaded."""
        self._database.tune()

    def cells(self, *, zoom: int, **filters: Any) -> list[Cell]:
        """The tiles of a map that have events, with their numbers by quad class, the fullest first.

        :param zoom: as Web maps count it: 0 is the world in one tile, each step halves a tile's side.
        :param filters: as for :meth:`find`. An event counts once at each of its places, and on its first day.
        :raises ValueError: where a filter or the zoom cannot be.
        """
        with self._database.read() as connection:
            return aggregating.cells(self._database, connection, Filters(**filters), zoom)

    def bars(self, *, step: Step = "day", **filters: Any) -> list[Bar]:
        """The days, weeks or months that have events, with their numbers by quad class, the earliest first.

        :param filters: as for :meth:`find`. An event counts on its first day; one that is told by a year or longer, or
            of which no day is known, in a bar without a day.
        :raises ValueError: where a filter cannot be.
        """
        with self._database.read() as connection:
            return aggregating.bars(self._database, connection, Filters(**filters), step)

    def merge(self, progress: Callable[[int], None] = lambda _count: None) -> int:
        """Join what has been loaded since the last time with the incidents it belongs to; say how many events it was.

        :param progress: told how many have been dealt with since the last call.
        """
        return merging.merge_new(self._database, progress)

    def reasons(self, incident: int) -> list[tuple[str, str, float, list[str]]]:
        """Why the events of an incident are one: pairs of events' ids, how likely they are one, and the reasons."""
        return merging.reasons(self._database, incident)

    def decide(self, one: str, other: str, *, together: bool) -> int:
        """Say of two events, by their ids, that they are one happening or that they are not; gives the decision's key.

        :raises StoreError: where there is no such event.
        """
        return merging.decide(self._database, one, other, together=together)

    def undo(self, decision: int) -> None:
        """Take a decision back.

        :raises StoreError: where there is none of this key that holds.
        """
        merging.undo(self._database, decision)

    def decisions(self) -> list[Decided]:
        """The decisions that hold, the oldest first."""
        return merging.decisions(self._database)

    def forget(self, *, report: str | None = None, name: str | None = None) -> list[str]:
        """Take a report, or a name, out of every table, index and version, and out of the database's file.

        A name is blotted out of the reports that hold it, in every spelling, where its words stand one after the
        other; see docs/store.md.

        :returns: the ids of the reports it was taken out of.
        :raises StoreError: where there is no such report.
        """
        if (report is None) == (name is None):
            raise ValueError("give a report or a name to forget")
        if report is not None:
            forgetting.forget_report(self._database, report)
            return [report]
        assert name is not None
        return forgetting.forget_name(self._database, name)
