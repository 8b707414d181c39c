"""Fixtures that several tests share: the databases that the store is tested over, a browser, a served workbench."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browsing import ROOT, Served, browser, need_browser, serving
from postgresql import Cluster, programs


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server; tests that need it are skipped where it is not installed, unless it is asked for."""
    if programs() is None and not os.environ.get("MASDAR_TEST_POSTGRESQL"):
        pytest.skip("PostgreSQL is not installed; install Debian's postgresql to test the store over it.")
    with Cluster() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, as a user gives it: once a file, once a URL."""
    if request.param == "sqlite":
        return str(tmp_path / "store.db")
    url: str = request.getfixturevalue("cluster").make()
    return url


@pytest.fixture(scope="session")
def sample_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the sample reports; copy it to change it."""
    from masdar import Coder, Store
    from masdar.reading import Problem, read_reports

    path = tmp_path_factory.mktemp("samples") / "samples.db"
    coder = Coder()
    with Store(path) as store:
        items = [item for item in read_reports([str(ROOT / "samples")]) if not isinstance(item, Problem)]
        records = (
            (item, coder.code(item.text, doc_id=item.doc_id, published=item.published, title=item.title,
                              source=item.source))
            for item in items
        )  # fmt: skip
        list(store.load(records))
        store.merge()
    return path


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """A browser; tests that need it are skipped where there is none, unless it is asked for."""
    need_browser()
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def served(sample_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A workbench over a copy of the samples, for the tests of one file."""
    need_browser()
    db = tmp_path_factory.mktemp("served") / "work.db"
    shutil.copy(sample_db, db)
    with serving(db) as running:
        yield running
