"""What goes wrong around the service: disks, locks, clocks, caches and clients. What it said is done stays done."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import socket
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra server")

import httpx

from tests.service.questions import ASYNC, HEAVY, LIGHT, PATIENCE, awaited, wait_for
from tnsim.service.app import make_app
from tnsim.service.settings import Settings


def job_in(client: Any, place: str, *states: str) -> dict[str, Any] | None:
    job: dict[str, Any] = client.get(place).json()
    return job if job["status"] in states else None


def create(client: Any) -> Any:
    return client.post("/api/zerosum/create", json={"elements": list(range(1, 200))})


def connect(running: Any) -> socket.socket:
    host, port = running.url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), PATIENCE)


def head(running: Any, length: int, path: str = "/api/v1/prove") -> bytes:
    host = running.url.removeprefix("http://")
    lines = (f"POST {path} HTTP/1.1", f"Host: {host}", "Content-Type: application/json", f"Content-Length: {length}")
    return "\r\n".join((*lines, "", "")).encode()


def everything(connection: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    found = b""
    while chunk := connection.recv(65536):
        found += chunk
    return found


def test_clients_that_do_not_come_to_the_point_are_not_waited_for(tmp_path: Path, serve: Callable[..., Any]) -> None:
    with serve(f"sqlite:///{tmp_path}/tnsim.db", arrival=1) as running, running.client() as client:
        with connect(running) as silent, connect(running) as half_a_head, connect(running) as half_a_body:
            half_a_head.sendall(head(running, 100)[:40])
            half_a_body.sendall(head(running, 100) + b'{"claim": ')
            assert client.post("/api/v1/prove", json=LIGHT).json()["verdict"] == "proved"
            answer = everything(half_a_body)
            assert b" 408 " in answer.splitlines()[0] and b"did not arrive" in answer
            assert b"connection: close" in answer.lower()
            assert everything(half_a_head) == everything(silent) == b""
        with connect(running) as trickling:  # a byte now and then buys no time
            sent = 0
            try:
                for sent in range(600):
                    trickling.sendall(b"x" if sent else b"GET /health HTTP/1.1\r\nX: ")
                    time.sleep(0.05)
            except OSError:
                pass
            assert sent < 599
        for _ in range(20):  # gone in the middle of the body
            with connect(running) as gone:
                gone.sendall(head(running, 100) + b'{"claim": ')
        assert client.get("/health").status_code == 200
        assert 'tnsim_refused_total{reason="late"} 1.0' in client.get("/metrics").text
        assert '"status": 500' not in running.log.read_text() and "Traceback" not in running.log.read_text()


def test_clients_that_do_not_read_stand_in_nobodys_way(tmp_path: Path, serve: Callable[..., Any]) -> None:
    with serve(f"sqlite:///{tmp_path}/tnsim.db") as running, running.client() as client:
        made = create(client).json()["set_id"]
        job = client.post("/api/v1/prove", json=HEAVY, headers=ASYNC).headers["Location"]
        host = running.url.removeprefix("http://")
        deaf = [connect(running) for _ in range(30)]
        for k, connection in enumerate(deaf):
            path = f"{job}/events" if k % 2 else f"/api/v1/infinite-sets/{made}/elements"
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode() * (1 if k % 2 else 100))
        assert client.post("/api/v1/prove", json=LIGHT).json()["verdict"] == "proved"
        assert client.get("/ready").status_code == 200
        assert wait_for(lambda: job_in(client, job, "finished"))
        for connection in deaf:
            connection.close()
        assert client.get(f"/api/v1/infinite-sets/{made}").status_code == 200


def test_a_full_disk_loses_nothing_that_was_said_to_be_stored(tmp_path: Path, serve: Callable[..., Any]) -> None:
    with serve(f"sqlite:///{tmp_path}/tnsim.db") as running, running.client() as client:
        stored = [create(client).json()["set_id"]]
        job = client.post("/api/v1/prove", json=HEAVY, headers=ASYNC).headers["Location"]
        wait_for(lambda: job_in(client, job, "running"))
        _, hard = resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (4096, hard))  # no file grows any more
        refused = 0
        for _ in range(30):
            answer = create(client)
            if answer.status_code == 200:
                stored.append(answer.json()["set_id"])
            else:
                refused += 1
                assert answer.status_code == 503 and answer.headers["Retry-After"], answer.text
        assert refused > 0
        assert client.get("/health").status_code == 200
        for set_id in stored:
            assert client.get(f"/api/v1/infinite-sets/{set_id}").status_code == 200
        time.sleep(5)  # the job ends in the meantime, and cannot be written down
        resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
        stored.append(wait_for(lambda: (answer := create(client)).status_code == 200 and answer.json()["set_id"]))
        assert wait_for(lambda: job_in(client, job, "finished"))["result"]["verdict"] != "proved"
        running.kill()
    with serve(f"sqlite:///{tmp_path}/tnsim.db") as running, running.client() as client:
        for set_id in stored:
            assert client.get(f"/api/v1/infinite-sets/{set_id}").json()["element_count"] == 199
        total = client.get("/api/v1/infinite-sets/", params={"type": "custom"}).json()["total"]
        assert total == len(stored)  # nothing that was refused was stored after all
        assert client.get(job).json()["status"] == "finished"


def test_while_the_database_is_locked_reading_goes_on(tmp_path: Path, serve: Callable[..., Any]) -> None:
    with serve(f"sqlite:///{tmp_path}/tnsim.db?timeout=1") as running, running.client() as client:
        made = create(client).json()["set_id"]
        job = client.post("/api/v1/prove", json=HEAVY, headers=ASYNC).headers["Location"]
        wait_for(lambda: job_in(client, job, "running"))
        with closing(sqlite3.connect(tmp_path / "tnsim.db", isolation_level=None, timeout=60)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert client.get(f"/api/v1/infinite-sets/{made}").status_code == 200
            answer = create(client)
            assert answer.status_code == 503 and "try again" in answer.json()["detail"]
            other.execute("ROLLBACK")
        assert wait_for(lambda: create(client).status_code == 200)
        assert wait_for(lambda: job_in(client, job, "finished"))


def test_a_wrong_clock_takes_no_job_from_its_runner(tmp_path: Path, serve: Callable[..., Any]) -> None:
    """Whatever moment the runner writes down: that it writes another one now and then is what keeps its job."""
    with (
        serve(f"sqlite:///{tmp_path}/tnsim.db", lease=1) as running,
        running.client() as client,
        closing(sqlite3.connect(tmp_path / "tnsim.db", isolation_level=None, timeout=60)) as other,
    ):
        for year, value in (("1999", 2), ("2999", 3)):  # what was refuted once is not asked again
            other.execute("DROP TRIGGER IF EXISTS clock")
            other.execute(
                "CREATE TRIGGER clock AFTER UPDATE OF lease_until ON jobs WHEN NEW.lease_until IS NOT NULL BEGIN"
                f" UPDATE jobs SET lease_until = '{year}' || substr(NEW.lease_until, 5) WHERE id = NEW.id; END"
            )
            body = {"claim": f"sum(sin(n^2)/n^2, n=1..oo) = {value}", "timeout": 4}
            place = client.post("/api/v1/prove", json=body, headers=ASYNC).headers["Location"]
            assert wait_for(lambda place=place: job_in(client, place, "finished", "failed"))["status"] == "finished"
        # Cut short in the fast lane, which is no attempt, and done in the slow one.
        assert other.execute("SELECT attempts FROM jobs").fetchall() == [(1,), (1,)]


def test_a_job_is_found_again_though_the_clock_was_set_back(tmp_path: Path, serve: Callable[..., Any]) -> None:
    url = f"sqlite:///{tmp_path}/tnsim.db"
    with serve(url, lease=2) as running, running.client() as client:
        job = client.post("/api/v1/prove", json=HEAVY, headers=ASYNC).headers["Location"]
        wait_for(lambda: job_in(client, job, "running"))
        running.kill()
    with closing(sqlite3.connect(tmp_path / "tnsim.db", isolation_level=None)) as other:
        other.execute("UPDATE jobs SET lease_until = '2999' || substr(lease_until, 5) WHERE status = 'running'")
    with serve(url, lease=2) as running, running.client() as client:
        assert wait_for(lambda: job_in(client, job, "finished"))


def test_a_redis_that_hangs_slows_and_breaks_nothing(
    tmp_path: Path, serve: Callable[..., Any], run_redis: Callable[..., Any]
) -> None:
    with (
        run_redis() as cache,
        serve(f"sqlite:///{tmp_path}/tnsim.db", redis=cache.url) as running,
        running.client() as client,
    ):
        os.kill(cache.process.pid, signal.SIGSTOP)
        try:
            assert client.post("/api/v1/prove", json=LIGHT).json()["verdict"] == "proved"
            ready = client.get("/ready")
            assert ready.status_code == 200 and "does not answer" in ready.json()["cache"]
        finally:
            os.kill(cache.process.pid, signal.SIGCONT)
        assert wait_for(lambda: client.get("/ready").json()["cache"] == "redis")


def test_a_database_that_is_away_is_said_to_be_whoever_asks() -> None:
    """With a key that has to be looked up first, and without one."""

    async def ask(keys: bool) -> list[httpx.Response]:
        app = make_app(Settings(database="postgresql://nobody@127.0.0.1:1/nothing", keys=keys))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client:
            key = {"X-API-Key": f"tnsim_{'a' * 16}_{'b' * 43}"}
            return [
                await client.get("/api/v1/infinite-sets/", headers=key),
                await client.post("/api/zerosum/create", json={"elements": [1]}, headers=key),
                await client.get(f"/api/v1/jobs/{uuid4()}", headers=key),
                await client.get("/ready"),
            ]

    for answer in (*awaited(ask(keys=True)), *awaited(ask(keys=False))):
        assert answer.status_code == 503, answer.text
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_more_requests_than_can_be_answered_are_refused_at_once() -> None:
    async def ask() -> list[int]:
        app = make_app(Settings(database="sqlite://", concurrent=3))
        arrived, go_on = asyncio.Semaphore(0), asyncio.Event()

        async def body() -> Any:
            arrived.release()
            await go_on.wait()
            yield b"{}"

        headers = {"Content-Type": "application/json"}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client:
            waiting = [
                asyncio.create_task(client.post("/api/v1/prove", content=body(), headers=headers)) for _ in "abc"
            ]
            for _ in waiting:
                await arrived.acquire()
            refused = await client.post("/api/v1/prove", json=LIGHT)
            assert refused.headers["Retry-After"]
            alive = await client.get("/health")
            go_on.set()
            answers = [refused, alive, *await asyncio.gather(*waiting)]
            return [answer.status_code for answer in answers]

    assert awaited(ask()) == [503, 200, 422, 422, 422]
