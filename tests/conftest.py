"""Fixtures that several tests share: the databases that the store is tested over."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

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
