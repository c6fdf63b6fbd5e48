"""Keys, limits and hosts, over a real server."""

from __future__ import annotations

import ast
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra server")

import httpx
from httpx import Client
from sqlalchemy import event

from tests.service.questions import awaited
from tnsim.cli.serve import access
from tnsim.service.app import make_app
from tnsim.service.gate import RateLimit
from tnsim.service.settings import Settings
from tnsim.store import keys, migrate
from tnsim.store.database import Database

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, serve_in: Callable[..., Any]) -> Iterator[tuple[Any, str, str]]:
    """A server that asks for keys, and two of them."""
    folder = tmp_path_factory.mktemp("guarded")
    url = f"sqlite:///{folder}/tnsim.db"
    database = Database(url)
    migrate.upgrade(database)
    with database.write() as session:
        one, two = keys.create(session, "one"), keys.create(session, "two")
    database.dispose()
    with serve_in(folder, url, "--keys") as running:
        yield running, one, two


def client(running: Any, key: str) -> Client:
    return running.client(headers={"Authorization": f"Bearer {key}"})  # type: ignore[no-any-return]


def test_two_keys_do_not_see_each_other(guarded: tuple[Any, str, str]) -> None:
    running, *both = guarded
    with client(running, both[0]) as one, client(running, both[1]) as two:
        made = one.post("/api/v1/infinite-sets/", json={"name": "secret", "elements": [1, -1]}).json()
        place = f"/api/v1/infinite-sets/{made['id']}"
        assert one.get(place).status_code == 200
        for answer in (
            two.get(place),
            two.delete(place),
            two.get(f"{place}/elements"),
            two.post(f"{place}/operations/", json={"operation": "zero_sum"}),
            two.post("/api/zerosum/compensate", json={"set_id": made["id"]}),
            two.post("/api/zerosum/operation", json={"set_a_id": made["id"], "set_b_id": made["id"]}),
        ):
            assert answer.status_code == 404
            assert "secret" not in answer.text
        names = [item["name"] for item in two.get("/api/v1/infinite-sets/").json()["items"]]
        assert "secret" not in names and "Harmonic Series" in names
        seed = two.get("/api/v1/infinite-sets/", params={"type": "alternating"}).json()["items"][0]
        assert two.delete(f"/api/v1/infinite-sets/{seed['id']}").status_code == 404
        job = one.post("/api/v1/prove", json={"claim": "0"}, headers={"Prefer": "respond-async"}).headers["Location"]
        assert one.get(job).status_code == 200
        assert two.get(job).status_code == two.delete(job).status_code == two.get(f"{job}/events").status_code == 404


def test_what_compensates_a_shared_set_is_ones_own(guarded: tuple[Any, str, str]) -> None:
    running, *both = guarded
    made = []
    for key in both:
        with client(running, key) as mine:
            seed = mine.get("/api/v1/infinite-sets/", params={"type": "alternating"}).json()["items"][0]
            answer = mine.post("/api/zerosum/compensate", json={"set_id": seed["id"], "timeout": 60}).json()
            made.append(answer["compensating_set_id"])
            assert mine.get(f"/api/v1/infinite-sets/{made[-1]}").status_code == 200
            assert not mine.get(f"/api/v1/infinite-sets/{seed['id']}").json()["is_compensated"]
    assert made[0] != made[1]


def test_without_a_key_only_the_state_of_the_service_is_shown(guarded: tuple[Any, str, str]) -> None:
    running, one, _ = guarded
    with running.client() as nobody:
        for path in ("/health", "/ready", "/metrics", "/openapi.json"):
            assert nobody.get(path).status_code == 200
        for key in ("", "x", one[:-1], one + "x", "tnsim_unknown_secret", f"tnsim_{'a' * 16}_{'b' * 43}"):
            answer = nobody.get("/api/v1/infinite-sets/", headers={"X-API-Key": key})
            assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert nobody.get("/api/v1/infinite-sets/", headers={"X-API-Key": one}).status_code == 200


@pytest.mark.parametrize("rate", [0.0, 50.0])
def test_whatever_is_wrong_with_a_key_the_same_is_done(
    rate: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A known id with a wrong secret, an unknown id, what is no key: as many comparisons, each of two whole digests."""
    url = f"sqlite:///{tmp_path}/tnsim.db"
    database = Database(url)
    migrate.upgrade(database)
    with database.write() as session:
        right = keys.create(session, "one")
    compared: list[tuple[int, int]] = []
    monkeypatch.setattr(keys.hmac, "compare_digest", lambda a, b: bool(compared.append((len(a), len(b))) or a == b))
    wrong = (f"tnsim_{keys.parse(right)[0]}_wrong", f"tnsim_{'a' * 16}_wrong", "tnsim_", "x")

    async def ask() -> list[tuple[int, list[tuple[int, int]]]]:
        app, found = make_app(Settings(database=url, keys=True, rate=rate)), []
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client:
            for key in (*wrong, *wrong):  # the second time, what is stored is remembered
                compared.clear()
                answer = await client.get("/api/v1/infinite-sets/", headers={"X-API-Key": key})
                found.append((answer.status_code, list(compared)))
            assert (await client.get("/api/v1/infinite-sets/", headers={"X-API-Key": right})).status_code == 200
        return found

    answers = awaited(ask())
    database.dispose()
    assert answers == [(401, [(64, 64)] * (2 if rate else 1))] * 8


def test_neither_keys_nor_bodies_are_logged(guarded: tuple[Any, str, str]) -> None:
    running, one, _ = guarded
    secret = keys.parse(one)[1]
    with client(running, one) as mine:
        mine.post("/api/v1/prove", json={"claim": "sum(1/2^n, n=1..oo) = 31415926535"})
    log = running.log.read_text()
    assert '"path": "/api/v1/prove"' in log and '"status": 200' in log
    assert secret not in log and "31415926535" not in log


def test_large_bodies_are_refused_without_being_read(guarded: tuple[Any, str, str]) -> None:
    running, one, _ = guarded
    with client(running, one) as mine:
        answer = mine.post("/api/v1/prove", content=b"x" * 10_000_000, headers={"Content-Type": "application/json"})
        assert answer.status_code == 413

        def endless() -> Iterator[bytes]:
            yield from (b"x" * 65536 for _ in range(200))

        answer = mine.post("/api/v1/prove", content=endless(), headers={"Content-Type": "application/json"})
        assert answer.status_code == 413


def test_a_flood_is_refused_cheaply(tmp_path: Path, serve: Callable[..., Any]) -> None:
    with serve(f"sqlite:///{tmp_path}/tnsim.db", rate=5, burst=20) as running:
        refused = 0
        host, port = running.url.removeprefix("http://").split(":")
        request = f"GET /api/v1/infinite-sets/ HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
        for _ in range(100):  # a refusal closes the connection; each carries a hundred requests
            with socket.create_connection((host, int(port)), 30) as flood:
                flood.sendall(request * 100)
                answers = b""
                while chunk := flood.recv(65536):
                    answers += chunk
                    if b" 429 " in answers:
                        break
                refused += b" 429 " in answers
        assert refused >= 80
        with running.client() as patient:
            assert patient.get("/health").status_code == 200
            answer = patient.get("/api/v1/infinite-sets/")
            assert answer.status_code in (200, 429)
            if answer.status_code == 429:
                assert int(answer.headers["Retry-After"]) > 0


def test_ten_thousand_requests_of_one_client_cost_the_database_nothing(tmp_path: Path) -> None:
    """Only those that are let through get to the body or to the database."""
    url = f"sqlite:///{tmp_path}/tnsim.db"
    database = Database(url)
    migrate.upgrade(database)
    database.dispose()

    async def ask() -> tuple[Counter[int], int]:
        app = make_app(Settings(database=url, rate=1e-6, burst=20))
        begun: list[object] = []
        event.listen(app.state.parts.database.engine, "begin", begun.append)
        answers: Counter[int] = Counter()
        request = {
            "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": "/api/v1/infinite-sets/",
            "query_string": b"", "root_path": "", "headers": [(b"host", b"localhost")], "client": ("127.0.0.1", 1),
            "server": ("localhost", 80),
        }  # fmt: skip

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                answers[message["status"]] += 1

        for _ in range(10_000):
            await app(dict(request), receive, send)
        app.state.parts.database.dispose()
        return answers, len(begun)

    answers, transactions = awaited(ask())
    assert (answers, transactions) == ({200: 20, 429: 9_980}, 20)


def test_buckets_are_refilled_and_forgotten() -> None:
    now = [0.0]
    limit = RateLimit(rate=2, burst=3, most=2, clock=lambda: now[0])
    assert [limit.admits("a") for _ in range(4)] == [True, True, True, False]
    now[0] = 0.5
    assert [limit.admits("a") for _ in range(2)] == [True, False]
    for other in "bcd":
        assert limit.admits(other)
    assert limit.admits("a")  # forgotten, which is no worse than a new address


def test_foreign_hosts_are_refused_where_no_key_is_asked_for(tmp_path: Path, serve: Callable[..., Any]) -> None:
    with serve(f"sqlite:///{tmp_path}/tnsim.db", origins="https://page.example") as running, running.client() as local:
        assert local.get("/health", headers={"Host": "evil.example"}).status_code == 400
        assert local.get("/health", headers={"Host": "localhost:1"}).status_code == 200
        assert local.get("/health", headers={"Host": "[::1]:1"}).status_code == 200
        allowed = local.get("/health", headers={"Origin": "https://page.example"})
        assert allowed.headers["Access-Control-Allow-Origin"] == "https://page.example"
        other = local.get("/health", headers={"Origin": "https://evil.example"})
        assert "Access-Control-Allow-Origin" not in other.headers
        preflight = {"Origin": "https://page.example", "Access-Control-Request-Method": "POST"}
        assert local.options("/api/v1/prove", headers=preflight).status_code == 200
        # A form of another page cannot send JSON without asking first.
        posted = local.post("/api/v1/prove", content='{"claim": "0"}', headers={"Content-Type": "text/plain"})
        assert posted.status_code == 422


RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
UNPICKLES = {"load", "loads", "Unpickler"}
OWN_TEXT = {
    "kernels/term_loops.py": {"exec", "compile"},  # loops written from the nodes of a term, not from its text
    "core/worker.py": {"loads"},  # an error of our own, pickled in the line before
}


def test_no_formula_is_run_as_a_program_and_nothing_is_unpickled() -> None:
    for file in sorted(ROOT.glob("tnsim/**/*.py")):
        name = file.relative_to(ROOT / "tnsim").as_posix()
        called = {node.func for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)}
        bare = {function.id for function in called if isinstance(function, ast.Name)}
        of_pickle = {
            function.attr
            for function in called
            if isinstance(function, ast.Attribute)
            and isinstance(function.value, ast.Name)
            and function.value.id in ("pickle", "marshal", "dill", "cloudpickle", "yaml")
        }
        assert bare & RUNS_TEXT | of_pickle & UNPICKLES <= OWN_TEXT.get(name, set()), name


@pytest.mark.parametrize(
    ("host", "asked", "environment", "expected"),
    [
        ("0.0.0.0", None, {}, {"keys": True}),
        ("service.example", None, {}, {"keys": True}),
        ("::1", None, {}, {"keys": False, "hosts": ("localhost", "127.0.0.1", "::1")}),
        ("localhost", True, {}, {"keys": True}),
        ("0.0.0.0", False, {}, {"keys": False}),
        ("0.0.0.0", None, {"TNSIM_KEYS": "false"}, {}),
        ("localhost", None, {"TNSIM_HOSTS": "a.example"}, {"keys": False}),
    ],
)
def test_keys_are_asked_for_beyond_loopback(
    host: str, asked: bool | None, environment: dict[str, str], expected: dict[str, Any]
) -> None:
    assert access(host, asked, environment) == expected
