"""What a request is answered that cannot be granted: one code for programs, one sentence for people."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from masdar.reading.report import printable
from masdar.store import StoreError
from masdar.store.review import Conflict, NotThere


class Told(BaseModel):
    """What went wrong."""

    code: str
    message: str


class Error(BaseModel):
    """The body of every answer that grants nothing."""

    error: Told


class Refused(Exception):
    """A request that is not granted."""

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers


def invalid(message: str) -> Refused:
    """What was asked cannot be."""
    return Refused(422, "invalid", message)


def missing(message: str) -> Refused:
    """There is no such thing."""
    return Refused(404, "missing", message)


#: How routes describe what they may answer instead.
RESPONSES: dict[int | str, dict[str, Any]] = {
    400: {"model": Error, "description": "The request is none that can be read."},
    401: {"model": Error, "description": "Nobody is logged in."},
    403: {"model": Error, "description": "The one who is logged in may not do that, or the token is missing."},
    404: {"model": Error, "description": "There is no such thing."},
    409: {"model": Error, "description": "It has been changed meanwhile, or the step makes no sense."},
    413: {"model": Error, "description": "It is too large."},
    422: {"model": Error, "description": "What is asked cannot be."},
    429: {"model": Error, "description": "Too many tries, or too much work is waiting."},
    503: {"model": Error, "description": "The database cannot be reached or written to."},
}


def answer(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """An error as it is sent."""
    return JSONResponse({"error": {"code": code, "message": printable(message)}}, status, headers)


def install(app: FastAPI) -> None:
    """Have every error answered in one form."""

    @app.exception_handler(Refused)
    def refused(_request: Request, error: Refused) -> JSONResponse:
        return answer(error.status, error.code, error.message, error.headers)

    @app.exception_handler(RequestValidationError)
    def unfit(_request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:])
        reason = str(first["msg"]).removeprefix("Value error, ")
        return answer(422, "invalid", f"{where}: {reason}" if where else reason)

    @app.exception_handler(StoreError)
    def store(_request: Request, error: StoreError) -> JSONResponse:
        if isinstance(error, NotThere):
            return answer(404, "missing", str(error))
        if isinstance(error, Conflict):
            return answer(409, "conflict", str(error))
        return answer(503, "store", str(error))

    @app.exception_handler(HTTPException)
    def other(_request: Request, error: HTTPException) -> JSONResponse:
        codes = {400: "unreadable", 404: "missing", 405: "method", 413: "large"}
        sentences = {404: "There is nothing at this address.", 405: "This address takes no such request."}
        message = sentences.get(error.status_code, str(error.detail))
        headers = dict(error.headers) if error.headers else None
        return answer(error.status_code, codes.get(error.status_code, "refused"), message, headers)
