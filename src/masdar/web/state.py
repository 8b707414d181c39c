"""What a running server holds: its settings, the open store, the jobs, the brake on log-ins."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Annotated, cast

from fastapi import Depends, Request

from masdar.store import Store
from masdar.store.database import Database
from masdar.web.cache import Cache
from masdar.web.jobs import Jobs
from masdar.web.settings import Settings, local_user
from masdar.web.throttle import Throttle


@dataclass(slots=True)
class Workbench:
    """One server's state."""

    settings: Settings
    store: Store
    jobs: Jobs
    throttle: Throttle = field(default_factory=Throttle)
    cache: Cache = field(default_factory=Cache)
    #: The token of changes where nobody logs in, and the name that then stands in the logs.
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    user: str = field(default_factory=local_user)

    @property
    def database(self) -> Database:
        """The store's database."""
        return self.store.database


def workbench(request: Request) -> Workbench:
    """The state of the server that a request came to."""
    return cast(Workbench, request.app.state.workbench)


Bench = Annotated[Workbench, Depends(workbench)]
