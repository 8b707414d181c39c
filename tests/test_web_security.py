"""Who may do what in the workbench, and what it refuses: other origins, other names, guesses, too much of anything."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from masdar.cli import app as program
from masdar.store import Store, StoreError, people
from masdar.web import Settings, make_app
from masdar.web.settings import Limits
from masdar.web.throttle import Throttle
from test_store_more import everything
from working import HERE, Browser, browser, filled, workbench

PASSWORDS = {"rami": "reader-password-1", "kamal": "coder-password-22", "amina": "admin-password-333"}
ROLES: dict[str, people.Role] = {"rami": "reader", "kamal": "coder", "amina": "admin"}


@pytest.fixture(scope="module", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Passwords that take little memory and time, since what the tests ask is not how much they take."""
    from argon2 import PasswordHasher

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "hasher", lambda: PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("secure") / "x.db"
    filled(path)
    with Store(path) as store:
        for name, role in ROLES.items():
            people.add(store.database, name, role, PASSWORDS[name])
    return path


@pytest.fixture
def server(database: Path) -> Iterator[Browser]:
    """A server beyond loopback."""
    with browser(make_app(Settings(str(database), host="0.0.0.0", names=("masdar.example",)))) as client:
        yield client


@pytest.fixture
def local(database: Path) -> Iterator[Browser]:
    """A server on loopback."""
    with workbench(database) as client:
        yield client


def enter(client: Browser, name: str, password: str | None = None) -> Any:
    client.cookies.clear()
    return client.post("/api/login", json={"name": name, "password": password or PASSWORDS[name]})


# --- names and origins ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8650", 200), ("localhost:8650", 200), ("LOCALHOST", 200), ("[::1]:8650", 200), ("127.0.0.1", 200),
        ("evil.example", 400), ("evil.example:8650", 400), ("127.0.0.1.evil.example", 400), ("192.168.1.5:8650", 400),
        ("localhost:x", 400), ("", 400), ("localhost.", 400), ("0.0.0.0:8650", 400),
    ],
)  # fmt: skip
def test_only_its_own_names_reach_a_local_server(local: Browser, host: str, status: int) -> None:
    answer = local.get("/api/me", headers={"Host": host})
    assert answer.status_code == status
    assert status == 200 or answer.json()["error"]["code"] == "host"
    assert local.get("/", headers={"Host": host}).status_code != 400 or status == 400


def test_a_server_beyond_loopback_is_reached_by_addresses_and_the_names_it_was_told(server: Browser) -> None:
    for host, known in (("masdar.example", True), ("10.0.0.5:8650", True), ("evil.example", False)):
        assert (server.get("/api/me", headers={"Host": host}).status_code == 401) is known


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_pages_of_other_origins_are_refused(local: Browser, headers: dict[str, str]) -> None:
    token = local.token()
    for answer in (
        local.get("/api/me", headers=headers),
        local.post("/api/logout", headers={"X-Masdar-Token": token, **headers}),
        local.post("/api/login", headers=headers, json={"name": "a", "password": "b"}),
    ):
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "origin")
    assert local.post("/api/logout", headers={"X-Masdar-Token": token, "Origin": HERE}).status_code == 200


def test_no_answer_lets_another_origin_read_it(local: Browser) -> None:
    answer = local.options("/api/review", headers={"Access-Control-Request-Method": "POST"})
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control")]


CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("/api/review", {"event": "raid#1", "action": "accept"}),
    ("/api/reports", {"text": "نص"}),
    ("/api/incidents/join", {"events": ["raid#1", "denial#1"]}),
    ("/api/incidents/split", {"events": ["raid#1", "denial#1"]}),
    ("/api/incidents/undo", {"decisions": [1]}),
    ("/api/logout", {}),
]


@pytest.mark.parametrize(("path", "body"), CHANGES, ids=[path for path, _ in CHANGES])
def test_changes_without_the_token_are_refused(local: Browser, server: Browser, path: str, body: Any) -> None:
    enter(server, "amina")
    for client in (local, server):
        for headers in ({}, {"X-Masdar-Token": ""}, {"X-Masdar-Token": "x" * 43}):
            answer = client.post(path, json=body, headers=headers)
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, "token")


def test_the_token_of_one_visit_is_not_that_of_another(server: Browser) -> None:
    first = enter(server, "amina").json()["token"]
    enter(server, "kamal")
    answer = server.post("/api/logout", headers={"X-Masdar-Token": first})
    assert answer.status_code == 403


# --- people -----------------------------------------------------------------------------------------------------------


def test_nothing_is_told_to_who_is_not_logged_in(server: Browser) -> None:
    server.cookies.clear()
    described = server.get("/api/openapi.json").json()["paths"]
    for path, methods in described.items():
        address = path.replace("{id}", "1")
        for method in methods:
            if path != "/api/login":
                answer = server.request(method, address, json={} if method == "post" else None)
                assert answer.status_code in (401, 422), (method, path)
                assert "قصفت" not in answer.text
    assert server.get("/api/events").json()["error"]["code"] == "login"


def test_each_role_may_do_what_it_is_for(server: Browser) -> None:
    may = {"rami": (200, 403, 403), "kamal": (200, 200, 403), "amina": (200, 200, 200)}
    for name, expected in may.items():
        told = enter(server, name).json()
        assert (told["name"], told["role"]) == (name, ROLES[name])
        looked = server.get("/api/events").status_code
        accepted = server.change("/api/review", json={"event": "raid#1", "action": "accept"}).status_code
        assert (looked, accepted, server.get("/api/audit").status_code) == expected
    steps = server.get("/api/history", params={"event": "raid#1"}).json()["items"]
    assert {step["who"] for step in steps} == {"kamal", "amina"}


def test_a_wrong_password_and_an_unknown_name_are_told_alike(server: Browser) -> None:
    wrong, unknown = enter(server, "rami", "wrong"), enter(server, "nobody", "wrong")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert not server.cookies


def test_the_cookie_is_kept_from_scripts_and_other_sites(database: Path) -> None:
    settings = Settings(str(database), host="0.0.0.0", names=("masdar.example",), tls=True)
    with browser(make_app(settings), base_url="https://masdar.example") as client:
        cookie = enter(client, "rami").headers["set-cookie"]
        assert cookie.startswith("__Host-masdar=")
        assert {part.strip().lower() for part in cookie.split(";")[1:]} >= {
            "httponly", "secure", "samesite=strict", "path=/",
        }  # fmt: skip
        assert client.get("/api/me").headers["strict-transport-security"]


def test_log_out_ends_the_visit_on_the_server(server: Browser) -> None:
    enter(server, "rami")
    secret = server.cookies["masdar"]
    assert server.change("/api/logout").status_code == 200
    server.cookies.set("masdar", secret)
    assert server.get("/api/me").status_code == 401


def test_visits_end_by_time_and_with_the_password(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(database) as store:
        secret, _ = people.begin(store.database, "rami")
        assert people.going_on(store.database, secret) is not None
        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now + people.IDLE + 1)
        assert people.going_on(store.database, secret) is None
        monkeypatch.undo()
        people.change(store.database, "rami", password=PASSWORDS["rami"])
        assert people.going_on(store.database, secret) is None


def test_neither_passwords_nor_secrets_stand_in_the_database(server: Browser, database: Path) -> None:
    enter(server, "kamal")
    with Store(database) as store:
        held = everything(store)
    assert "$argon2id$" in held
    for secret in (*PASSWORDS.values(), server.cookies["masdar"]):
        assert secret not in held


def test_guessing_is_slowed_by_name_and_by_address() -> None:
    now = 0.0
    brake = Throttle(lambda: now)
    for _ in range(5):
        assert brake.wait(["name a", "address 1"]) == 0
        brake.failed(["name a", "address 1"])
    waits = []
    for _ in range(4):
        waits.append(brake.wait(["name a"]))
        now += waits[-1]
        brake.failed(["name a"])
    assert waits == [1, 2, 4, 8]
    assert brake.wait(["name b", "address 1"]) == 0  # its own wait is over by now
    assert brake.wait(["name b"]) == 0
    brake.succeeded("name a")
    assert brake.wait(["name a"]) == 0


def test_too_many_failures_are_told_when_to_come_back(server: Browser) -> None:
    for _ in range(5):
        assert enter(server, "rami", "wrong").status_code == 401
    answer = enter(server, "rami")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1


def test_what_was_done_is_in_the_audit_log(server: Browser) -> None:
    enter(server, "kamal", "wrong")
    enter(server, "amina")
    server.get("/api/export", params={"format": "csv", "safe": True})
    deeds = [(one["who"], one["what"], one["detail"]) for one in server.get("/api/audit").json()["items"]]
    assert deeds[:3] == [("amina", "export", "csv safe"), ("amina", "login", None), ("kamal", "login failed", None)]


# --- what every answer bears ------------------------------------------------------------------------------------------


def test_every_answer_tells_the_browser_to_load_nothing_from_elsewhere(local: Browser) -> None:
    for path in ("/", "/api/me", "/api/none", "/none.js", "/api/events?bogus=1"):
        headers = local.get(path).headers
        policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == "'self'"
        assert policy["connect-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
    assert local.get("/api/me").headers["cache-control"] == "no-store"


def test_tiles_are_the_only_other_origin_and_only_if_asked_for(database: Path) -> None:
    with workbench(database, tiles="https://tiles.example:8443/{z}/{x}/{y}.png") as client:
        policy = client.get("/api/about").headers["content-security-policy"]
        assert "connect-src 'self' https://tiles.example:8443;" in policy
        assert client.get("/api/about").json()["tiles"].startswith("https://tiles.example")


# --- pages ------------------------------------------------------------------------------------------------------------


def test_pages_are_served_and_nothing_beside_them(database: Path, tmp_path: Path) -> None:
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<!doctype html><title>Masdar</title>", "utf-8")
    (static / "assets" / "app-1.js").write_text("1", "utf-8")
    (static / "notes.py").write_text("secret", "utf-8")
    (tmp_path / "outside.txt").write_text("secret", "utf-8")
    (static / "link.txt").symlink_to(tmp_path / "outside.txt")
    with workbench(database, static=static) as client:
        for path in ("/", "/map", "/reports/a%2Fb"):
            answer = client.get(path)
            assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
        script = client.get("/assets/app-1.js")
        assert script.headers["content-type"] == "text/javascript; charset=utf-8"
        assert "immutable" in script.headers["cache-control"]
        for path in (
            "/../outside.txt",
            "/%2e%2e/outside.txt",
            "/..%2foutside.txt",
            "/notes.py",
            "/link.txt",
            "/none.js",
        ):
            answer = client.get(path)
            assert "secret" not in answer.text
            assert answer.status_code == 404 or "<title>Masdar" in answer.text, path
        assert client.get("/none.js").status_code == 404


def test_where_the_pages_are_not_built_it_is_said(database: Path, tmp_path: Path) -> None:
    with workbench(database, static=tmp_path) as client:
        answer = client.get("/")
        assert answer.status_code == 503
        assert "have not been built" in answer.text


# --- too much ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def narrow(database: Path) -> Iterator[Browser]:
    limits = Limits(upload=20_000, body=2_000, files=3, jobs=0)
    with workbench(database, limits=limits) as client:
        yield client


def test_bodies_that_are_too_large_are_refused_before_they_are_read(narrow: Browser) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 1000

    headers = {"Content-Type": "application/json"}
    assert narrow.change("/api/review", content=b"x" * 3000, headers=headers).status_code == 413
    assert narrow.change("/api/review", content=pieces(), headers=headers).status_code == 413
    assert narrow.change("/api/reports", files=[("files", ("a.txt", b"x" * 30_000))]).status_code == 413
    many = [("files", (f"{number}.txt", b"x")) for number in range(4)]
    answer = narrow.change("/api/reports", files=many)
    assert answer.status_code == 400
    assert "Too many files" in answer.json()["error"]["message"]


def test_more_uploads_than_can_wait_are_refused(narrow: Browser) -> None:
    answer = narrow.change("/api/reports", json={"text": "نص"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "busy")


# --- the command ------------------------------------------------------------------------------------------------------


def run(*arguments: str, given: str = "") -> Any:
    return CliRunner().invoke(program, list(arguments), input=given)


def test_people_are_looked_after_by_the_command(tmp_path: Path) -> None:
    db = str(tmp_path / "x.db")
    assert run("user", "add", "huda", "--db", db, "--role", "coder", given="long-enough-1\n").exit_code == 0
    assert run("user", "list", "--db", db).output.startswith("huda  coder  ")
    with Store(db) as store:
        assert people.admitted(store.database, "huda", "long-enough-1")
        assert not people.admitted(store.database, "huda", "long-enough-2")
        assert not people.admitted(store.database, "nobody", "long-enough-1")
        for name, password in (("huda", "long-enough-3"), ("a b", "long-enough-3"), ("new", "short")):
            with pytest.raises(StoreError):
                people.add(store.database, name, "reader", password)
        assert run("user", "password", "huda", "--db", db, given="long-enough-2\n").exit_code == 0
        assert people.admitted(store.database, "huda", "long-enough-2")
        assert run("user", "remove", "huda", "--db", db).exit_code == 0
        assert people.everybody(store.database) == []
        with pytest.raises(StoreError, match="there is nobody of this name"):
            people.remove(store.database, "huda")


def test_beyond_loopback_it_does_not_start_without_anybody_to_log_in(tmp_path: Path) -> None:
    done = run("serve", "--db", str(tmp_path / "x.db"), "--host", "0.0.0.0", "--port", "0")
    assert done.exit_code == 1
    assert "masdar user add" in done.output


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    from masdar.web.serve import listen

    with listen(Settings("x.db", port=0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", "--db", str(tmp_path / "x.db"), "--port", str(port))
    assert done.exit_code == 1
    assert done.output == f"127.0.0.1:{port} is taken by another program; give another port (--port).\n"


def test_a_missing_extra_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "uvicorn" else find(name, *more)
    )
    done = run("serve", "--db", str(tmp_path / "x.db"))
    assert done.exit_code == 1
    assert "pip install 'masdar[serve]'" in done.output
    assert not (tmp_path / "x.db").exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--tiles", "ftp://x/{z}"), "is no URL of tiles"),
        (("--tiles", "https://x/"), "is no URL of tiles"),
        (("--certificate", "none.pem"), "--certificate and --key together"),
        (("--certificate", "none.pem", "--key", "none.key"), "does not exist"),
        (("--host", "203.0.113.7"), "is no address of this machine"),
    ],
)
def test_wrong_options_are_told(tmp_path: Path, options: tuple[str, ...], sentence: str) -> None:
    done = run("serve", "--db", str(tmp_path / "x.db"), "--port", "0", *options)
    assert done.exit_code in (1, 2)
    assert sentence in " ".join(done.output.split())
