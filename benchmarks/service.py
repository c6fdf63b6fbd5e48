"""The service measured over HTTP: cached proofs beside an empty route, a mixed load, and a corpus on several workers.

Ratios are what counts. Light requests are measured alone and beside heavy ones, and a wrong or a missing answer ends
the run. What is not measured in a run stays as it was in the report.

    python -m benchmarks.service path/to/*.jsonl --write
    python -m benchmarks.service --mixed 0 --write                              cached proofs alone
    python -m benchmarks.service --requests 0 --write                           the mixed load alone
    python -m benchmarks.service --requests 0 --mixed 0 path/*.jsonl --write    a corpus alone
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.measurement import conditions, markdown, save
from tnsim.cli.bench import prove_record
from tnsim.cli.corpus import read_corpus
from tnsim.cluster.batch import Place, run_batch
from tnsim.cluster.distributed import local_cluster
from tnsim.core import tasks

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results" / "service.md"
CACHED_READS, MIXED, CORPUS = SECTIONS = ("Cached proofs", "A mixed load", "A corpus on several workers")
CONNECTIONS = 50
EMPTY = """
from fastapi import FastAPI
import sys, uvicorn
app = FastAPI()

@app.get("/")
async def nothing():
    return {}

uvicorn.run(app, port=int(sys.argv[1]), log_level="error", access_log=False)
"""
CACHED = {"claim": "sum(1/(n*(n+1)), n=1..oo) = 1"}


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent, and the verdict that must come back (none for the empty route)."""

    method: str
    path: str
    body: dict[str, Any] | None = None
    verdict: str | None = None
    is_heavy: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What a request took, in seconds."""

    request: Request
    seconds: float


async def send(requests: Sequence[Request], port: int, connections: int) -> tuple[list[Reply], float]:
    """Return all replies, and the time that they took together; raises RuntimeError for a wrong one."""
    waiting = iter(requests)
    replies: list[Reply] = []

    async def work() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in waiting:
            began = time.perf_counter()
            status, body = await _exchange(reader, writer, request)
            _verify(request, status, body)
            replies.append(Reply(request, time.perf_counter() - began))
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(connections)))
    return replies, time.perf_counter() - began


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: Request) -> tuple[int, bytes]:
    body = b"" if request.body is None else json.dumps(request.body).encode()
    head = f"{request.method} {request.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
    writer.write(head.encode() + b"Content-Type: application/json\r\n\r\n" + body)
    answer = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.partition(b":")[2]) for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length:")
    )
    return int(answer.split()[1]), await reader.readexactly(length)


def _verify(request: Request, status: int, body: bytes) -> None:
    if status != 200:
        raise RuntimeError(f"{request.path} answered {status}: {body[:200]!r}")
    found = json.loads(body).get("verdict")
    if request.verdict is not None and found not in request.verdict.split("|"):
        raise RuntimeError(f"{request.body}: {found} instead of {request.verdict}")


@contextmanager
def server(*command: str, port: int, **settings: str) -> Iterator[int]:
    """Run a server until it has been measured."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | settings
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, *command], cwd=folder, env=environment, stdout=output, stderr=output
            )
        try:
            _wait(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _quantile(seconds: Sequence[float], share: float) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def cached_reads(count: int, rounds: int) -> list[str]:
    """Return the lines about cached proofs beside an empty route."""
    port, empty_port = _free_port(), _free_port()
    rates: dict[str, list[float]] = {"empty": [], "cached": []}
    tails: list[tuple[float, float]] = []
    nothing, cached = Request("GET", "/"), Request("POST", "/api/v1/prove", CACHED, "proved")
    serve = ("-m", "tnsim", "serve", "--port", str(port), "--rate", "0", "--log", "warning")
    with server("-c", EMPTY, str(empty_port), port=empty_port), server(*serve, port=port):
        asyncio.run(send([nothing] * 200, empty_port, 10))
        asyncio.run(send([cached] * 200, port, 10))
        for _ in range(rounds):
            for name, request, at in (("empty", nothing, empty_port), ("cached", cached, port)):
                replies, seconds = asyncio.run(send([request] * count, at, CONNECTIONS))
                rates[name].append(count / seconds)
                if name == "cached":
                    taken = [reply.seconds for reply in replies]
                    tails.append((_quantile(taken, 0.99), statistics.median(taken)))
    share = statistics.median(b / a for a, b in zip(rates["empty"], rates["cached"], strict=True))
    tail = statistics.median(p99 / middle for p99, middle in tails)
    rows = [
        ["an empty FastAPI route", f"{statistics.median(rates['empty']):.0f}", "", ""],
        [
            "a cached proof",
            f"{statistics.median(rates['cached']):.0f}",
            f"{1000 * statistics.median(middle for _, middle in tails):.1f}",
            f"{1000 * statistics.median(p99 for p99, _ in tails):.1f}",
        ],
    ]
    return [
        f"{CONNECTIONS} connections, medians of {rounds} interleaved rounds of {count} requests.",
        markdown(["request", "a second", "median ms", "p99 ms"], rows),
        f"A cached proof has {share:.2f} of the rate of the empty route (asked: 0.33); p99 is {tail:.1f} times the "
        "median (asked: below 5).",
    ]


def _light(k: int) -> Request:
    kind = k % 4
    if kind == 0:
        return Request("POST", "/api/v1/prove", CACHED, "proved")
    if kind == 1:
        return Request(
            "POST", "/api/v1/prove", {"claim": f"sum(1/((n+{k})*(n+{k + 1})), n=1..oo) = 1/{k + 1}"}, "proved"
        )
    if kind == 2:
        return Request("POST", "/api/v1/prove", {"claim": f"sum(1/{k + 2}^n, n=1..oo) = 1/{k}"}, "refuted")
    return Request("POST", "/api/v1/evaluate", {"expression": f"sum(1/(n^2+{k}), n=1..oo)"}, "enclosed")


def _heavy(k: int) -> Request:
    """A false claim about a series that no method sums fast: all of its time is used, or a ball refutes it."""
    body = {"claim": f"sum(sin(n^2)/n^2, n=1..oo) = {k + 5}", "timeout": 0.8}
    return Request("POST", "/api/v1/prove", body, "refuted|undetermined|enclosed", is_heavy=True)


def mixed_load(total: int, share: float, connections: int) -> list[str]:
    """Return the lines about light requests alone, and beside heavy ones."""
    port = _free_port()
    heavy = int(total * share)
    light = [_light(k) for k in range(1, total - heavy + 1)]
    both = light + [_heavy(k) for k in range(heavy)]
    random.Random(1).shuffle(both)
    measured = {}
    for name, requests in (("alone", light), ("mixed", both)):
        serve = ("-m", "tnsim", "serve", "--port", str(port), "--rate", "0", "--log", "warning")
        settings = {"TNSIM_PATIENCE": "600", "TNSIM_QUANTUM": "0.3"}
        with server(*serve, port=port, **settings):
            asyncio.run(send([_light(1), _light(2)], port, 1))
            measured[name] = asyncio.run(send(requests, port, connections))
    rows, medians = [], {}
    for name, (replies, seconds) in measured.items():
        taken = [reply.seconds for reply in replies if not reply.request.is_heavy]
        medians[name] = statistics.median(taken)
        rows.append([
            f"light requests, {name}", str(len(taken)), f"{1000 * medians[name]:.0f}",
            f"{1000 * _quantile(taken, 0.95):.0f}", f"{seconds:.0f}",
        ])  # fmt: skip
    return [
        f"{total} requests, {heavy} of them heavy, {connections} connections.",
        markdown(["", "answered", "median ms", "p95 ms", "whole run s"], rows),
        f"All {total} were answered, none wrongly. Light requests take {medians['mixed'] / medians['alone']:.2f} times "
        "as long beside heavy ones (asked: at most 2).",
    ]


def several_workers(corpus: Sequence[Path], seconds: float) -> list[str]:
    """Return the lines about a corpus on one process, on two, and on a Dask cluster of two."""
    records = read_corpus(corpus)
    jobs = [(record.claim, record.assumptions, seconds) for record in records]
    cluster = local_cluster(2)
    places = {"one process": Place(1), "two processes": Place(2), "Dask, two": Place(cluster=cluster.scheduler_address)}
    taken: dict[str, float] = {}
    verdicts: dict[str, list[str | None]] = {}
    for name, place in places.items():
        began = time.perf_counter()
        outcomes = list(run_batch(prove_record, jobs, seconds + tasks.GRACE, place))
        taken[name] = time.perf_counter() - began
        verdicts[name] = [getattr(outcome.value, "report", {}).get("verdict") for outcome in outcomes]
    cluster.close()
    alone = verdicts["one process"]
    rows, others = [], []
    for name in places:
        same = sum(a == b for a, b in zip(alone, verdicts[name], strict=True))
        rows.append([name, f"{taken[name]:.0f}", f"{taken['one process'] / taken[name]:.2f}", f"{same}/{len(records)}"])
        others += [
            f"`{record.id}` is {a or 'without a verdict'} on one process, {b or 'without a verdict'} with {name}."
            for record, a, b in zip(records, alone, verdicts[name], strict=True)
            if a != b
        ]
    return [
        f"{len(records)} claims, {seconds:g} s each.",
        markdown(["", "s", "times as fast", "same verdicts"], rows),
        "Asked of two workers: 1.7 times as fast as one.",
        *others,
    ]


def _sections(report: str) -> dict[str, str]:
    """Return the sections of a report by their names."""
    return {name: text.strip() for name, text in re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", report, re.M | re.S)}


def main() -> int:
    """Run the measurements that the arguments ask for, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="*", type=Path)
    parser.add_argument("--requests", type=int, default=2000, help="of each round of cached reads; 0: none")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--mixed", type=int, default=1000, help="requests of the mixed load; 0: none")
    parser.add_argument("--connections", type=int, default=8, help="of the mixed load")
    parser.add_argument("--timeout", type=float, default=20.0, help="seconds for each claim of the corpus")
    parser.add_argument("--write", action="store_true", help=f"save as {RESULTS.relative_to(ROOT)}")
    options = parser.parse_args()
    found: dict[str, list[str]] = {}
    if options.requests:
        found[CACHED_READS] = cached_reads(options.requests, options.rounds)
    if options.mixed:
        found[MIXED] = mixed_load(options.mixed, 0.2, options.connections)
    if options.corpus:
        found[CORPUS] = several_workers(options.corpus, options.timeout)
    under = conditions(["fastapi", "uvicorn", "sqlalchemy"])
    sections = {name: "\n\n".join([*lines, under]) for name, lines in found.items()}
    if options.write and RESULTS.exists():
        sections = _sections(RESULTS.read_text(encoding="utf-8")) | sections
    report = ["# The service", *(f"## {name}\n\n{sections[name]}" for name in SECTIONS if name in sections)]
    save("\n\n".join(report), RESULTS if options.write else None)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
