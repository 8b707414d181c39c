"""What a server is started with."""

from __future__ import annotations

import getpass
import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

STATIC = Path(__file__).parent / "static"
LABELS = Path(__file__).parent / "data" / "labels.csv"
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused for being too much."""

    #: Bytes of a request's body: one with files, and any other.
    upload: int = 64 * MIB
    body: int = 4 * MIB
    #: Files of one upload, and uploads that wait or are being coded.
    files: int = 200
    jobs: int = 20
    #: Characters of a note.
    note: int = 2000


@dataclass(frozen=True, slots=True)
class Settings:
    """How the workbench is served.

    :ivar db: the database, a file or a URL.
    :ivar host: the address that it listens on. :ivar names: further names that it is reached by.
    :ivar login: whether people must log in; always so where it listens on more than loopback.
    :ivar tls: whether it is reached by https.
    :ivar tiles: where map tiles come from, if the user wants any: the only thing that leaves the machine.
    :ivar lexicon: a folder with tables of the user's own, to code added reports with.
    :ivar static: the folder with the pages.
    """

    db: str
    host: str = "127.0.0.1"
    port: int = 8650
    names: tuple[str, ...] = ()
    login: bool = False
    tls: bool = False
    tiles: str | None = None
    lexicon: Path | None = None
    static: Path = STATIC
    limits: Limits = field(default_factory=Limits)

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)

    @property
    def people(self) -> bool:
        """Whether people must log in."""
        return self.login or not self.loopback

    @property
    def tiles_origin(self) -> str | None:
        """The origin of the tiles, as a policy names it."""
        if self.tiles is None:
            return None
        parts = urlsplit(self.tiles)
        return f"{parts.scheme}://{parts.netloc}"


def is_loopback(host: str) -> bool:
    """Whether an address is of this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def local_user() -> str:
    """Whoever runs the server: the name that stands in the log where nobody logs in."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "local"
