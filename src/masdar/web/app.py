"""The application: the routes behind the gate, and the pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from masdar.coding.coder import program_version
from masdar.store import Store
from masdar.web import errors, pages
from masdar.web.guard import Gate
from masdar.web.jobs import Jobs
from masdar.web.routes import (
    about,
    actors,
    civilians,
    events,
    exporting,
    gazetteer,
    incidents,
    maps,
    reports,
    reviewing,
    session,
    sources,
)
from masdar.web.settings import Settings
from masdar.web.state import Workbench


def make_app(settings: Settings, store: Store | None = None) -> FastAPI:
    """The application over a database; close it by its lifespan.

    :param store: an open store to use instead of opening ``settings.db``.
    :raises StoreError: where the database cannot be opened.
    """
    opened = store or Store(settings.db)
    bench = Workbench(settings, opened, Jobs(settings))

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        bench.jobs.close()
        if store is None:
            opened.close()

    app = FastAPI(
        title="Masdar", version=program_version(), lifespan=lifespan, docs_url=None, redoc_url=None,
        openapi_url="/api/openapi.json", summary="Who did what to whom, where, when, and who says so.",
        generate_unique_id_function=_name,
    )  # fmt: skip
    app.state.workbench = bench
    api = APIRouter(prefix="/api", responses=errors.RESPONSES)
    for module in (
        session, about, events, reports, reviewing, maps, incidents, actors, sources, civilians, gazetteer, exporting,
    ):  # fmt: skip
        api.include_router(module.router)
    app.include_router(api)
    pages.install(app, settings)
    errors.install(app)
    app.add_middleware(Gate, settings=settings)
    return app


def _name(route: APIRoute) -> str:
    return route.name
