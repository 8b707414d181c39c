"""The gate: what every request must satisfy before anything else looks at it, and what every answer bears.

A page of another origin can make a browser send requests here, also to loopback, and by a name of its own that it
points here (DNS rebinding). So the Host must be an address, ``localhost`` or a name that the server was told; where the
browser says from what origin a request comes, it must be this one. Bodies are counted as they come in.

Every answer says to the browser what it may load (nothing but what comes from here, and tiles if the user set any),
that nothing is to be guessed to be HTML, and that no other page may frame or read it.
"""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from masdar.web.errors import answer
from masdar.web.settings import MIB, Settings

_UNSAFE = frozenset(("POST", "PUT", "PATCH", "DELETE"))


class _TooLarge(Exception):
    pass


class Gate:
    """An ASGI middleware; the outermost."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self.names = frozenset(name.lower() for name in (*settings.names, "localhost", settings.host.strip("[]")))
        self.headers = _headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            if name in (b"host", b"origin", b"content-length") and name in headers:
                value = b"?"  # noqa: PLW2901 two of them: neither is believed
            headers[name] = value
        private = scope["path"].startswith("/api")
        begun = False

        async def outward(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                own = {name for name, _ in message["headers"]}
                more = [(name, value) for name, value in self.headers if name not in own]
                if private and b"cache-control" not in own:
                    more.append((b"cache-control", b"no-store"))
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await answer(*refusal)(scope, receive, outward)
            return
        limits = self.settings.limits
        form = headers.get(b"content-type", b"").lower().startswith(b"multipart/")
        most = limits.upload if form else limits.body
        told = f"The request is larger than {most / MIB:.3g} MB."
        size = headers.get(b"content-length", b"0")
        if not size.isdigit() or int(size) > most:
            await answer(413, "large", told)(scope, receive, outward)
            return
        seen = 0

        async def inward() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise _TooLarge
            return message

        async def unless_too_large(message: Message) -> None:
            # Whoever reads the body may take the break for a fault of its own and say so.
            if seen <= most or begun:
                await outward(message)

        with suppress(_TooLarge):
            await self.app(scope, inward, unless_too_large)
        if seen > most and not begun:
            await answer(413, "large", told)(scope, receive, outward)

    def _refusal(self, scope: Scope, headers: dict[bytes, bytes]) -> tuple[int, str, str] | None:
        host = headers.get(b"host", b"").decode("latin-1")
        if not self._known(host):
            return 400, "host", "This server is not known by that name; masdar serve --name tells it one."
        origin = headers.get(b"origin")
        if origin is not None and urlsplit(origin.decode("latin-1")).netloc.lower() != host.lower():
            return 403, "origin", "Requests from pages of another origin are not answered."
        site = headers.get(b"sec-fetch-site", b"same-origin")
        reached = scope["method"] in _UNSAFE or scope["path"].startswith("/api")
        if reached and site not in (b"same-origin", b"none"):
            return 403, "origin", "Requests from pages of another origin are not answered."
        return None

    def _known(self, host: str) -> bool:
        name, _, port = host.rpartition(":") if not host.endswith("]") and ":" in host else (host, "", "")
        if port and not port.isdigit():
            return False
        name = name.strip("[]").lower()
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return name in self.names
        # An address cannot be made to point elsewhere, a name can; but a local server is reached by a local one only.
        return address.is_loopback or not self.settings.loopback


def _headers(settings: Settings) -> list[tuple[bytes, bytes]]:
    tiles = f" {settings.tiles_origin}" if settings.tiles_origin else ""
    policy = (
        f"default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:{tiles}; "
        f"connect-src 'self'{tiles}; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    )
    told = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }
    if settings.tls:
        told["strict-transport-security"] = "max-age=31536000"
    return [(name.encode(), value.encode()) for name, value in told.items()]
