"""A PostgreSQL server of the tests' own: a temporary cluster that is reached by a socket only and gone afterwards.

Used by the fixtures in ``conftest.py`` and by ``tools/bench_store.py``. PostgreSQL refuses to run as root, so a root
user has it run as ``postgres``, the user that Debian's package makes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType


def programs() -> Path | None:
    """The folder with PostgreSQL's programs; None where it is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return installed[-1].parent if installed else None


class Cluster:
    """A running server; use it as a context. ``durable`` turns on what keeps data over a loss of power."""

    def __init__(self, *, durable: bool = False, memory: str = "128MB") -> None:
        where = programs()
        if where is None:
            raise RuntimeError("PostgreSQL is not installed; install Debian's postgresql to test the store over it.")
        self._bin = where
        self._as = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        self._folder = Path(tempfile.mkdtemp(prefix="masdar-pg-"))
        self._options = f"-c listen_addresses='' -c unix_socket_directories={self._folder} -c shared_buffers={memory}"
        if not durable:
            self._options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        self._made = 0

    def _run(self, program: str, *arguments: str) -> None:
        # pg_ctl's child keeps its output open, so that it goes to a file and not to a pipe that would never end.
        log = self._folder / "commands.log"
        with log.open("a") as output:
            done = subprocess.run(
                [*self._as, str(self._bin / program), *arguments], stdout=output, stderr=output, cwd="/", check=False
            )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {log.read_text()[-500:]}")

    def __enter__(self) -> Cluster:
        if self._as:
            shutil.chown(self._folder, "postgres")
        data = str(self._folder / "data")
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self._run("pg_ctl", "-D", data, "-w", "-l", str(self._folder / "log"), "-o", self._options, "start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-w", "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def make(self) -> str:
        """The URL of a new, empty database."""
        import psycopg

        self._made += 1
        name = f"masdar_{self._made}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def url(self, name: str) -> str:
        """The URL of one of its databases."""
        return f"postgresql://postgres@/{name}?host={self._folder}"

    def processor(self) -> float:
        """Seconds of processor that the server and all its processes have used, those that have ended included."""
        first = int((self._folder / "data" / "postmaster.pid").read_text().split()[0])
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has ended in the meantime
            if int(stat.parent.name) == first:
                ticks += sum(map(int, fields[11:15]))
            elif int(fields[1]) == first:
                ticks += sum(map(int, fields[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK")
