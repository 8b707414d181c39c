"""Who asks, and what he may do.

On loopback without log-in whoever runs the server is its admin. Else a cookie names a visit that the database knows.
Every change must bring the visit's token in a header, which a page of another origin can neither read nor send.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from masdar.store import people
from masdar.store.people import ROLES, Role
from masdar.web.errors import Refused
from masdar.web.state import Workbench, workbench

TOKEN = "X-Masdar-Token"
_SAFE = frozenset(("GET", "HEAD", "OPTIONS"))


@dataclass(frozen=True, slots=True)
class User:
    """Who asks: his name and role, the token of his changes, and where he asks from."""

    name: str
    role: Role
    token: str
    address: str

    def may(self, role: Role) -> bool:
        """Whether he may do what this role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


def cookie(bench: Workbench) -> str:
    """The name of the cookie; the prefix has browsers refuse it from anyone but this very host, by https."""
    return "__Host-masdar" if bench.settings.tls else "masdar"


def address(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else "?"


def visitor(request: Request) -> User | None:
    """Who asks; None where nobody is logged in."""
    bench = workbench(request)
    if not bench.settings.people:
        return User(bench.user, "admin", bench.token, address(request))
    secret = request.cookies.get(cookie(bench))
    visit = people.going_on(bench.database, secret) if secret else None
    return User(visit.name, visit.role, visit.token, address(request)) if visit else None


def _asking(role: Role) -> Callable[[Request], User]:
    def asking(request: Request) -> User:
        user = visitor(request)
        if user is None:
            raise Refused(401, "login", "Log in first.")
        if request.method not in _SAFE:
            given = request.headers.get(TOKEN, "")
            if not hmac.compare_digest(given.encode(), user.token.encode()):
                raise Refused(403, "token", f"The header {TOKEN} is missing or old; GET /api/me gives the token.")
        if not user.may(role):
            raise Refused(403, "role", f"This needs the role {role}; yours is {user.role}.")
        return user

    return asking


Reader = Annotated[User, Depends(_asking("reader"))]
Coder = Annotated[User, Depends(_asking("coder"))]
Admin = Annotated[User, Depends(_asking("admin"))]
