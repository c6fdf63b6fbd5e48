"""Some thousand requests of every kind on one server: memory, files and threads stay what they were, and no row is lost."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra server")

import psutil

ROUNDS = 40
WARM = 20
"""Rounds until caches are full and every pool has grown; then nothing should grow any more."""


def one_round(client: Any, running: Any, k: int) -> str:
    """Ask some of everything; return the id of a set that is kept."""
    assert client.post("/api/v1/prove", json={"claim": f"sum(1/2^n, n=1..oo) = {k}"}).status_code == 200
    for _ in range(20):
        known = client.post("/api/v1/prove", json={"claim": "sum(1/(n*(n+1)), n=1..oo) = 1"})
        assert known.json()["verdict"] == "proved"
    for j in range(10):
        made = client.post("/api/zerosum/create", json={"elements": list(range(j, j + 100))}).json()["set_id"]
        assert client.get(f"/api/v1/infinite-sets/{made}").status_code == 200
        if j:
            assert client.delete(f"/api/v1/infinite-sets/{made}").status_code == 204
        else:
            kept = str(made)
    for wrong in ({"claim": "("}, {"claim": "x = 0"}, {}, {"claim": "1" * 6000}):
        assert client.post("/api/v1/prove", json=wrong).status_code == 422
    for path in ("/api/v1/infinite-sets/", "/metrics", "/ready", "/nothing"):
        assert client.get(path).status_code in (200, 404)
    host, port = running.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as rude:
        rude.sendall(f"POST /api/v1/prove HTTP/1.1\r\nHost: {host}\r\nContent-Length: 9\r\n\r\n{{".encode())
    body = {"claim": f"sum(sin(n^2)/n^2, n=1..oo) = {k}", "timeout": 60}
    job = client.post("/api/v1/prove", json=body, headers={"Prefer": "respond-async"}).headers["Location"]
    with client.stream("GET", f"{job}/events") as events:
        assert next(events.iter_lines()) == "event: status"
    assert client.delete(job).json()["status"] == "cancelled"
    return kept


def size(running: Any) -> tuple[int, int, int]:
    """Return bytes in memory, open files and threads of the server and of the process that its workers come from."""
    server = psutil.Process(running.process.pid)
    family = [server, *server.children()]
    return (
        sum(process.memory_info().rss for process in family),
        sum(process.num_fds() for process in family),
        sum(process.num_threads() for process in family),
    )


@pytest.mark.slow
def test_a_long_run_is_flat(tmp_path: Path, serve: Callable[..., Any]) -> None:
    with serve(f"sqlite:///{tmp_path}/tnsim.db", cached=20) as running, running.client() as client:
        kept = [one_round(client, running, k) for k in range(WARM)]
        memory, files, threads = size(running)
        kept += [one_round(client, running, k) for k in range(WARM, ROUNDS)]
        later = size(running)
        print(f"after {WARM} rounds: {memory, files, threads}; after {ROUNDS}: {later}")
        assert later[0] < memory + 10 * 2**20
        assert later[1] <= files + 5
        assert later[2] <= threads + 2
        for set_id in kept:
            assert client.get(f"/api/v1/infinite-sets/{set_id}").json()["element_count"] == 100
        assert client.get("/api/v1/infinite-sets/", params={"type": "custom"}).json()["total"] == len(kept)
        assert '"status": 500' not in running.log.read_text()
