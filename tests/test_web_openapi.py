"""The API keeps what its OpenAPI description says, whatever is asked: schemathesis tries, the same way every time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient

from masdar.web import Settings, make_app
from working import HERE, filled

TRIES = 4  # of each route


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    path = tmp_path_factory.mktemp("openapi") / "x.db"
    filled(path)
    made = make_app(Settings(str(path)))
    with TestClient(made, base_url=HERE):
        yield made


QUIET = settings(
    max_examples=TRIES, derandomize=True, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def test_every_route_answers_as_it_is_described(app: FastAPI) -> None:
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app, headers={"Host": "127.0.0.1"})
    headers = {"Host": "127.0.0.1:8650", "X-Masdar-Token": app.state.workbench.token}
    faults: list[str] = []
    tried = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        tried += 1

        @QUIET
        @given(case=operation.as_strategy())
        def check(case: Case[Any]) -> None:
            # What cannot be told by a pattern (a box whose south is north) may be refused.
            case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

        try:
            check()
        except (Exception, FailureGroup) as error:  # all routes are tried before any is told
            faults.append(f"{operation.label}: {error}")
    assert tried > 30
    assert not faults, "\n\n".join(faults)
