"""Logging in and out, who asks, and what was done."""

from __future__ import annotations

import threading
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from masdar.store import people
from masdar.web.access import Admin, Reader, address, cookie
from masdar.web.asked import Paged
from masdar.web.errors import Refused
from masdar.web.models import Deed, Me, Page
from masdar.web.state import Bench

router = APIRouter(tags=["session"])
#: Checking a password takes much memory on purpose; so few at a time.
_CHECKS = threading.BoundedSemaphore(2)


class Login(BaseModel):
    """A name and its password."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=1000)]


@router.post("/login")
def login(bench: Bench, request: Request, response: Response, given: Login) -> Me:
    """Log in: sets a cookie that scripts cannot read, and gives the token that changes must bring."""
    if not bench.settings.people:
        return Me(name=bench.user, role="admin", token=bench.token, login=False)
    where = address(request)
    keys = (f"name {given.name}", f"address {where}")
    wait = bench.throttle.wait(keys)
    if wait:
        message = f"Too many failures; try again in {int(wait) + 1} seconds."
        raise Refused(429, "wait", message, {"Retry-After": str(int(wait) + 1)})
    with _CHECKS:
        admitted = people.admitted(bench.database, given.name, given.password)
    if not admitted:
        bench.throttle.failed(keys)
        people.note(bench.database, given.name, where, "login failed")
        raise Refused(401, "login", "There is nobody of this name and password.")
    bench.throttle.succeeded(keys[0])
    secret, visit = people.begin(bench.database, given.name)
    people.note(bench.database, visit.name, where, "login")
    response.set_cookie(
        cookie(bench), secret, max_age=people.LONGEST, path="/", secure=bench.settings.tls, httponly=True,
        samesite="strict",
    )  # fmt: skip
    return Me(name=visit.name, role=visit.role, token=visit.token, login=True)


class Done(BaseModel):
    """It is done."""

    done: bool = True


@router.post("/logout")
def logout(bench: Bench, request: Request, response: Response, user: Reader) -> Done:
    """End the visit."""
    name = cookie(bench)
    if bench.settings.people and (secret := request.cookies.get(name)):
        people.end(bench.database, secret)
        people.note(bench.database, user.name, user.address, "logout")
        response.delete_cookie(name, path="/", secure=bench.settings.tls, httponly=True, samesite="strict")
    return Done()


@router.get("/me")
def me(bench: Bench, user: Reader) -> Me:
    """Who asks, and the token that changes must bring in the header X-Masdar-Token."""
    return Me(name=user.name, role=user.role, token=user.token, login=bench.settings.people)


class DeedPage(Paged):
    """A page of the audit log."""

    model_config = ConfigDict(extra="forbid")

    cursor: Annotated[str, StringConstraints(pattern=r"^\d{1,9}$")] | None = None


@router.get("/audit")
def audit(bench: Bench, _user: Admin, asked: Annotated[DeedPage, Query()]) -> Page[Deed]:
    """Who did what from where, the latest first."""
    deeds = people.deeds(bench.database, asked.limit + 1, int(asked.cursor) if asked.cursor else None)
    items = [
        Deed(id=one.key, made=one.made, who=one.who, address=one.address, what=one.what, detail=one.detail)
        for one in deeds[: asked.limit]
    ]
    return Page[Deed](items=items, next=str(items[-1].id) if len(deeds) > asked.limit else None)
