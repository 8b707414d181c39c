"""Starting the server: the port is taken before anything is loaded, so that trouble is told in one sentence."""

from __future__ import annotations

import contextlib
import errno
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable

import uvicorn

from masdar.store import Store, people
from masdar.web.app import make_app
from masdar.web.settings import Settings


class ServeError(Exception):
    """The server cannot be started; the message is one sentence that says what to do."""


def listen(settings: Settings) -> socket.socket:
    """The socket that the server listens on.

    :raises ServeError: where the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    where = f"{settings.host}:{settings.port}"
    try:
        made = socket.socket(family, socket.SOCK_STREAM)
        if sys.platform != "win32":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((settings.host.strip("[]"), settings.port))
        made.listen(128)  # whoever comes before all is loaded waits
    except OSError as error:
        reason = {
            errno.EADDRINUSE: "is taken by another program; give another port (--port)",
            errno.EACCES: "may not be used by you; give a port above 1023 (--port)",
            errno.EADDRNOTAVAIL: "is no address of this machine; give one of its own (--host)",
        }.get(error.errno or 0, f"cannot be listened on ({error.strerror})")
        raise ServeError(f"{where} {reason}.") from error
    return made


def serve(
    settings: Settings,
    *,
    certificate: str | None = None,
    key: str | None = None,
    show: bool = False,
    tell: Callable[[str], None] = print,
) -> None:
    """Serve until it is stopped.

    :param certificate: a file with the certificate for https, with its ``key``.
    :param show: open a browser at it.
    :param tell: told the address in a sentence.
    :raises ServeError: where it cannot be started.
    :raises StoreError: where the database cannot be opened.
    """
    taken = listen(settings)
    with Store(settings.db) as store:
        if settings.people and not people.everybody(store.database):
            raise ServeError("There is nobody who may log in; add somebody first: masdar user add NAME --role admin.")
        app = make_app(settings, store)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, date_header=False, proxy_headers=False,
            ssl_certfile=certificate, ssl_keyfile=key, timeout_keep_alive=30, timeout_graceful_shutdown=5,
            ws="none",
        )  # fmt: skip
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        scheme = "https" if certificate else "http"
        port = taken.getsockname()[1]
        address = f"{scheme}://{settings.names[0] if settings.names else host}:{port}/"
        tell(f"The workbench is at {address} (Ctrl-C ends it).")
        if show:
            threading.Timer(0.5, webbrowser.open, (address,)).start()
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[taken])
