"""Whatever is killed in the middle of work: nothing that was acknowledged is lost, and every job ends once."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra server")

import psutil
from sqlalchemy import func, select

from tests.service.questions import ASYNC, HEAVY, LIGHT, PATIENCE, wait_for
from tnsim.store.database import Database
from tnsim.store.models import Job, OperationLog


def ended(client: Any, place: str) -> dict[str, Any] | None:
    answer = client.get(place)
    if answer.status_code != 200:
        return None
    job: dict[str, Any] = answer.json()
    return job if job["status"] not in ("queued", "running") else None


def running(client: Any, place: str) -> bool:
    return bool(client.get(place).json()["status"] == "running")


def workers_of(process: Any) -> list[psutil.Process]:
    """The processes at work: grandchildren, forked by the server beside the service."""
    children = psutil.Process(process.pid).children()
    return [worker for child in children for worker in child.children()]


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def test_a_killed_service_goes_on_where_it_was(
    kind: str, tmp_path: Path, serve: Callable[..., Any], request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path}/tnsim.db"
    if kind == "postgresql":
        url = request.getfixturevalue("own_postgres").url
    with serve(url, lease=2) as first, first.client() as client:
        made = client.post("/api/zerosum/create", json={"elements": [1, -1]}).json()["set_id"]
        heavy = client.post("/api/v1/prove", json=HEAVY, headers=ASYNC).headers["Location"]
        waiting = [
            client.post("/api/v1/prove", json={"claim": f"sum(1/2^n, n=1..oo) = {k}"}, headers=ASYNC).headers[
                "Location"
            ]
            for k in range(1, 4)
        ]
        wait_for(lambda: running(client, heavy))
        first.kill()
    with serve(url, lease=2) as second, second.client() as client:
        assert client.get(f"/api/v1/infinite-sets/{made}").json()["elements"] == ["1", "-1"]
        verdicts = [wait_for(lambda place=place: ended(client, place))["result"]["verdict"] for place in waiting]
        assert verdicts == ["proved", "refuted", "refuted"]
        assert wait_for(lambda: ended(client, heavy))["status"] == "finished"
    assert "Traceback" not in first.log.read_text()  # workers go without complaint when there is nobody to tell
    database = Database(url)
    with database.read() as session:
        jobs = session.scalar(select(func.count()).select_from(Job))
        logged = session.scalar(select(func.count()).select_from(OperationLog))
    database.dispose()
    assert jobs == logged == 4  # each was completed once


def test_the_job_of_a_killed_worker_is_done_by_another(tmp_path: Path, serve: Callable[..., Any]) -> None:
    with serve(f"sqlite:///{tmp_path}/tnsim.db", workers=1, slow_workers=1) as service, service.client() as client:
        heavy = client.post("/api/v1/prove", json=HEAVY, headers=ASYNC).headers["Location"]
        (worker,) = wait_for(lambda: workers_of(service.process))
        worker.kill()
        job = wait_for(lambda: ended(client, heavy))
        assert job["status"] == "finished" and job["result"]["verdict"] != "proved"
        assert client.post("/api/v1/prove", json=LIGHT).json()["verdict"] == "proved"


@pytest.mark.slow
def test_the_fork_server_may_be_killed(tmp_path: Path, serve: Callable[..., Any]) -> None:
    with serve(f"sqlite:///{tmp_path}/tnsim.db", timeout=60, patience=60) as service, service.client() as client:
        assert client.post("/api/v1/prove", json=LIGHT).json()["verdict"] == "proved"
        for child in psutil.Process(service.process.pid).children():
            child.kill()
        body = {"claim": "sum(1/2^n, n=1..oo) = 1"}
        assert client.post("/api/v1/prove", json=body).json()["verdict"] == "proved"


def test_a_killed_redis_slows_and_breaks_nothing(
    tmp_path: Path, serve: Callable[..., Any], run_redis: Callable[..., Any]
) -> None:
    url = f"sqlite:///{tmp_path}/tnsim.db"
    with run_redis() as cache:
        with serve(url, redis=cache.url) as service, service.client() as client:
            assert client.get("/ready").json()["cache"] == "redis"
            first = client.post("/api/v1/prove", json=LIGHT).json()
        with serve(url, redis=cache.url) as service, service.client() as client:
            assert client.post("/api/v1/prove", json=LIGHT).json() == first
            assert 'tnsim_cache_total{cache="redis",outcome="hit"} 1.0' in client.get("/metrics").text
            cache.kill()
            assert client.post("/api/v1/prove", json=LIGHT).json() == first
            other = client.post("/api/v1/prove", json={"claim": "sum(1/3^n, n=0..oo) = 3/2"})
            assert other.json()["verdict"] == "proved"
            ready = client.get("/ready")
            assert ready.status_code == 200 and "does not answer" in ready.json()["cache"]


def test_what_redis_says_is_not_believed(
    tmp_path: Path, serve: Callable[..., Any], run_redis: Callable[..., Any]
) -> None:
    """A false claim that somebody wrote into Redis as proved is not repeated."""
    from redis import Redis

    from tnsim.service.questions import ask_prove

    false = "sum(1/2^n, n=1..oo) = 2"
    url = f"sqlite:///{tmp_path}/tnsim.db"
    with run_redis() as cache, serve(url, redis=cache.url) as service, service.client() as client:
        true = client.post("/api/v1/prove", json=LIGHT)
        key = ask_prove(false, [], 15).key
        with Redis.from_url(cache.url) as poison:
            poison.set(f"tnsim:answer:{key}", true.content)
        assert client.post("/api/v1/prove", json={"claim": false}).json()["verdict"] == "refuted"


def test_a_killed_postgresql_is_waited_for(own_postgres: Any, serve: Callable[..., Any]) -> None:
    with serve(own_postgres.url, lease=3) as service, service.client() as client:
        made = client.post("/api/zerosum/create", json={"elements": [1, -1]}).json()["set_id"]
        heavy = client.post("/api/v1/prove", json=HEAVY, headers=ASYNC).headers["Location"]
        wait_for(lambda: running(client, heavy))
        own_postgres.kill()
        refused = wait_for(lambda: (a := client.get(f"/api/v1/infinite-sets/{made}")).status_code == 503 and a)
        assert refused.headers["Retry-After"]
        assert client.get("/health").status_code == 200
        assert client.get("/ready").status_code == 503
        time.sleep(3)
        own_postgres.start_again()
        wait_for(lambda: client.get("/ready").status_code == 200)
        assert client.get(f"/api/v1/infinite-sets/{made}").json()["elements"] == ["1", "-1"]
        assert wait_for(lambda: ended(client, heavy))["status"] == "finished"


@pytest.mark.slow
def test_a_job_that_eats_memory_or_time_is_ended(tmp_path: Path, serve: Callable[..., Any]) -> None:
    with serve(f"sqlite:///{tmp_path}/tnsim.db", memory=400 * 2**20) as service, service.client() as client:
        body = {"properties": {"formula": "2^(2^n)"}}
        made = client.post("/api/zerosum/create", json=body).json()["set_id"]
        answer = client.get(f"/api/v1/infinite-sets/{made}/elements", params={"offset": 40, "limit": 1})
        assert answer.status_code == 422
        assert client.post("/api/v1/prove", json=LIGHT).json()["verdict"] == "proved"


def test_a_stopped_service_gives_its_jobs_back(tmp_path: Path, serve: Callable[..., Any]) -> None:
    url = f"sqlite:///{tmp_path}/tnsim.db"
    with serve(url) as service, service.client() as client:
        heavy = client.post("/api/v1/prove", json=HEAVY, headers=ASYNC).headers["Location"]
        wait_for(lambda: running(client, heavy))
        os.kill(service.process.pid, signal.SIGTERM)
        assert service.process.wait(PATIENCE) in (0, -signal.SIGTERM)  # it passes the signal on in the end
    database = Database(url)
    with database.read() as session:
        job = session.scalars(select(Job)).one()
    database.dispose()
    assert (job.status, job.attempts) == ("queued", 0)


@pytest.mark.slow
def test_a_full_queue_says_when_to_come_back(tmp_path: Path, serve: Callable[..., Any]) -> None:
    url = f"sqlite:///{tmp_path}/tnsim.db"
    with serve(url, workers=1, slow_workers=1, waiting=3, jobs_of_owner=50) as service, service.client() as client:
        answers = [
            client.post("/api/v1/prove", json=HEAVY | {"claim": f"sum(sin(n^2)/n^2, n=1..oo) = {k}"}, headers=ASYNC)
            for k in range(12)
        ]
        codes = {answer.status_code for answer in answers}
        assert codes == {202, 503}
        assert all(answer.headers["Retry-After"] for answer in answers if answer.status_code == 503)
        for answer in answers:
            if answer.status_code == 202:
                client.delete(answer.headers["Location"])
        wait_for(lambda: client.post("/api/v1/prove", json=LIGHT).status_code == 200)
