"""A service under everything that clients do, for as long as wanted: calm, flooded, calm again, killed in between.

    python -m campaigns.soak --minutes 30 --journal soak.jsonl

Each round of some seconds is a line of the journal. What must hold is checked at the end: every set and every job that
was acknowledged is there, every answer was right, light requests are as fast after the flood as before it (some fixed
work tells how fast the machine is meanwhile), memory and files are what they were, no secret got into the log.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import httpx
import psutil

from benchmarks.measurement import markdown
from campaigns.journal import Journal
from tnsim.store import keys, migrate
from tnsim.store.database import Database

__all__ = ["Ledger", "Service", "faults", "main", "table"]

ROOT = Path(__file__).parent.parent
KNOWN = {"claim": "sum(1/(n*(n+1)), n=1..oo) = 1"}
SETTINGS = {"RATE": "0", "CONCURRENT": "60", "WAITING": "40", "CACHED": "500", "LEASE": "3", "ARRIVAL": "5"}
_REFUSALS = (429, 503)
_SIZES = ("megabytes", "files")
_MOST_MEGABYTES, _MOST_FILES, _MOST_SLOWER = 30, 10, 2.0


class Service:
    """`tnsim serve` on a port of its own, asking for keys; it may be killed and started again."""

    def __init__(self, folder: Path, database: str) -> None:
        self.log = folder / "service.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._environment = os.environ | {"PYTHONPATH": str(ROOT), "TNSIM_DATABASE": database, "TNSIM_TABLES": "off"}
        self._environment |= {f"TNSIM_{name}": value for name, value in SETTINGS.items()}
        opened = Database(database)
        migrate.upgrade(opened)
        with opened.write() as session:
            self.key = keys.create(session, "soak")
        opened.dispose()
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it is ready."""
        command = [sys.executable, "-m", "tnsim", "serve", "--port", str(self.port), "--keys"]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                command, env=self._environment, cwd=self.log.parent, stdout=output, stderr=output
            )
        for _ in range(1800):
            try:
                if httpx.get(f"{self.url}/ready", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise RuntimeError(f"the service did not start:\n{self.log.read_text()[-4000:]}")

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """End it as an operator would."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)

    def size(self) -> tuple[int, int]:
        """Return the megabytes and the open files of the server and of the process that its workers come from."""
        server = psutil.Process(self.process.pid)
        family = [server, *server.children()]
        return sum(one.memory_info().rss for one in family) // 2**20, sum(one.num_fds() for one in family)


@dataclass
class Ledger:
    """What the service has acknowledged, and what its answers were."""

    stored: dict[str, list[str]] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    jobs: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def take(self) -> tuple[Counter[str], list[float]]:
        """Return the counts and the times of light requests since the last call."""
        with self.lock:
            counts, seconds = self.counts, self.seconds
            self.counts, self.seconds = Counter(), []
        return counts, seconds


class _Refused(Exception):
    """The service put the request off."""


@dataclass
class _Client:
    """One client: does one thing after the other, and writes down what it was told."""

    http: httpx.Client
    port: int
    ledger: Ledger
    chance: random.Random

    def ask(self, method: str, path: str, *expected: int, **options: Any) -> httpx.Response:
        answer = self.http.request(method, path, **options)
        if answer.status_code in _REFUSALS and answer.headers.get("Retry-After"):
            raise _Refused
        if answer.status_code not in expected:
            self.ledger.wrong.append(f"{method} {path} answered {answer.status_code}: {answer.text[:200]}")
        return answer

    def verdict(self, body: dict[str, Any], expected: str) -> None:
        answer = self.ask("POST", "/api/v1/prove", 200, 202, json=body)
        if answer.status_code == 200 and answer.json()["verdict"] != expected:
            self.ledger.wrong.append(f"{body} is {answer.json()['verdict']}")
        if answer.status_code == 202:
            self.ledger.jobs.add(answer.headers["Location"])

    def known(self) -> None:
        began = time.perf_counter()
        self.verdict(KNOWN, "proved")
        with self.ledger.lock:
            self.ledger.seconds.append(time.perf_counter() - began)

    def proved(self) -> None:
        k = self.chance.randint(1, 10**6)
        self.verdict({"claim": f"sum(1/((n+{k})*(n+{k + 1})), n=1..oo) = 1/{k + 1}"}, "proved")

    def refuted(self) -> None:
        self.verdict({"claim": f"sum(1/2^n, n=1..oo) = {self.chance.randint(2, 10**6)}"}, "refuted")

    def heavy(self) -> None:
        body = {"claim": f"sum(sin(n^2)/n^2, n=1..oo) = {self.chance.randint(2, 10**6)}", "timeout": 1.5}
        answer = self.ask("POST", "/api/v1/prove", 202, json=body, headers={"Prefer": "respond-async"})
        if answer.status_code == 202:
            self.ledger.jobs.add(answer.headers["Location"])

    def watched(self) -> None:
        body = {"claim": f"sum(sin(n^2)/n^2, n=1..oo) = {self.chance.randint(2, 10**6)}", "timeout": 20}
        answer = self.ask("POST", "/api/v1/prove", 202, json=body, headers={"Prefer": "respond-async"})
        if answer.status_code == 202:
            place = answer.headers["Location"]
            with self.http.stream("GET", f"{place}/events") as events:
                next(events.iter_lines())
            self.ask("DELETE", place, 200)
            self.ledger.jobs.add(place)

    def store(self) -> None:
        elements = [f"{self.chance.randint(-99, 99)}/{k}" for k in (101, 103, 107, 109)]
        answer = self.ask("POST", "/api/zerosum/create", 200, json={"elements": elements})
        if answer.status_code != 200:
            return
        body = answer.json()
        self.ledger.stored[body["set_id"]] = body["given_by"]["elements"]
        place = f"/api/v1/infinite-sets/{body['set_id']}"
        if self.ask("GET", place, 200).json()["elements"] != body["given_by"]["elements"]:
            self.ledger.wrong.append(f"{place} has other elements")
        if self.chance.random() < 0.5:
            del self.ledger.stored[body["set_id"]]  # should no answer come, it is anybody's guess
            self.ask("DELETE", place, 204)
            self.ledger.deleted.add(body["set_id"])

    def pages(self) -> None:
        for path in ("/api/v1/infinite-sets/?limit=20", "/metrics", "/openapi.json"):
            self.ask("GET", path, 200)
        self.ask("POST", "/api/v1/prove", 422, json={"claim": "sum(1/n"})
        self.ask("GET", "/api/v1/infinite-sets/", 401, headers={"Authorization": "Bearer tnsim_nobody_nothing"})

    def rude(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port), 10) as gone:
            gone.sendall(b"POST /api/v1/prove HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90\r\n\r\n{")

    def go_on(self, until: float, pause: float) -> None:
        actions: Sequence[Callable[[], None]] = (
            self.known, self.known, self.known, self.proved, self.refuted, self.store, self.pages, self.rude,
            self.heavy, self.watched,
        )  # fmt: skip
        while time.monotonic() < until:
            action = self.chance.choice(actions)
            try:
                action()
                outcome = action.__name__
            except _Refused:
                outcome = "refused"
                time.sleep(pause)
            except (httpx.TransportError, OSError):
                outcome = "broken off"
                time.sleep(0.2)
            with self.ledger.lock:
                self.ledger.counts[outcome] += 1
            time.sleep(pause)


def _round(service: Service, ledger: Ledger, seconds: float, clients: int, pause: float, seed: int) -> None:
    """Have so many clients ask for so long."""
    until = time.monotonic() + seconds
    headers = {"Authorization": f"Bearer {service.key}"}
    with httpx.Client(base_url=service.url, headers=headers, timeout=60) as http, ThreadPoolExecutor(clients) as pool:
        asking = [
            pool.submit(_Client(http, service.port, ledger, random.Random(1000 * seed + k)).go_on, until, pause)
            for k in range(clients)
        ]
        for one in asking:
            one.result()


def _settled(service: Service, ledger: Ledger, patience: float = 300.0) -> dict[str, int]:
    """Return how much of what was acknowledged is missing, once the queue is empty."""
    missing: Counter[str] = Counter()
    headers = {"Authorization": f"Bearer {service.key}"}
    deadline = time.monotonic() + patience
    with httpx.Client(base_url=service.url, headers=headers, timeout=60) as http:
        for place in sorted(ledger.jobs):
            while (job := http.get(place)).status_code == 200 and job.json()["status"] in ("queued", "running"):
                if time.monotonic() > deadline:
                    missing["jobs that did not end"] += 1
                    break
                time.sleep(0.2)
            missing["jobs lost"] += job.status_code != 200
            missing["jobs failed"] += job.status_code == 200 and job.json()["status"] == "failed"
        for set_id, elements in ledger.stored.items():
            found = http.get(f"/api/v1/infinite-sets/{set_id}")
            missing["sets lost"] += found.status_code != 200 or found.json()["elements"] != elements
        for set_id in ledger.deleted:
            missing["sets that came back"] += http.get(f"/api/v1/infinite-sets/{set_id}").status_code != 404
    return dict(missing)


def _reference() -> float:
    """Return the milliseconds that some fixed work takes now, to tell a slow service from a machine in use."""
    began = time.perf_counter()
    sum(k * k for k in range(200_000))
    return round(1000 * (time.perf_counter() - began), 1)


def faults(rounds: Sequence[dict[str, Any]], end: dict[str, Any]) -> list[str]:
    """Return what should not have been, from the rounds of a run and from what was seen at its end."""
    found = [f"{count} {what}" for what, count in end["missing"].items() if count]
    found += end["wrong"]
    if end["secret in the log"]:
        found.append("the log has a secret")
    found += [f"the log has {line}" for line in end["errors in the log"]]
    calm = [one for one in rounds if one["phase"] == "calm"]
    later = [one for one in rounds if one["phase"] == "calm again"]
    if not calm or not later:
        return [*found, "the run was too short to compare"]

    def middle(group: Sequence[dict[str, Any]], name: str) -> float:
        return statistics.median(float(one[name]) for one in group)

    slower = middle(later, "reference ms") / middle(calm, "reference ms")  # the machine, whatever else it does
    if middle(later, "median ms") > _MOST_SLOWER * max(1.0, slower) * middle(calm, "median ms"):
        found.append("light requests did not become as fast again")
    if middle(later, "megabytes") > middle(calm, "megabytes") + _MOST_MEGABYTES:
        found.append("memory grew")
    # Requests on their way hold some: what is left open shows when fewest are.
    if min(one["files"] for one in later) > min(one["files"] for one in calm) + _MOST_FILES:
        found.append("files are left open")
    found += [f"a round {one['seed']} without a flood broke off" for one in [*calm, *later] if one.get("broken off")]
    return found


def table(rounds: Sequence[dict[str, Any]]) -> str:
    """Return what the rounds of each phase were like, in the order of the phases."""
    phases: dict[str, list[dict[str, Any]]] = {}
    for one in rounds:
        phases.setdefault(one["phase"], []).append(one)
    rows = []
    for phase, group in phases.items():
        asked, refused = (sum(one[name] for one in group) for name in ("requests", "refused"))
        times = [f"{statistics.median(float(one[name]) for one in group):.1f}" for name in ("median ms", "p99 ms")]
        sizes = [f"{min(one[name] for one in group)} to {max(one[name] for one in group)}" for name in _SIZES]
        reference = f"{statistics.median(float(one['reference ms']) for one in group):.0f}"
        rows.append([phase, str(len(group)), f"{asked:,}", f"{refused:,}", *times, reference, *sizes])
    head = ["phase", "rounds", "requests", "put off", "median ms", "p99 ms", "fixed work ms", "MB", "open files"]
    return markdown(head, rows)


def _phase(share: float) -> str:
    """Return what is done after a share of the time: the first kill is early, that one process is seen for long."""
    bounds = ((0.08, "warm"), (0.1, "killed"), (0.4, "calm"), (0.55, "flood"), (0.7, "drained"), (1.1, "calm again"))
    return next(name for bound, name in bounds if share < bound)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it, and return 0 if everything held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--round", type=float, default=15.0, help="seconds of a round")
    parser.add_argument("--clients", type=int, default=6, help="clients while it is calm; ten times as many in a flood")
    parser.add_argument("--database", default="", help="URL of an empty database; default: SQLite in a new folder")
    parser.add_argument("--journal", type=Path, required=True, help="a new file: a line for each round")
    options = parser.parse_args(arguments)
    journal, ledger, rounds = Journal(options.journal), Ledger(), []
    if journal.done:
        parser.error(f"{options.journal} is the journal of another run")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        service = Service(Path(folder), options.database or f"sqlite:///{folder}/soak.db")
        count = max(12, round(60 * options.minutes / options.round))
        for seed in range(count):
            phase = _phase(seed / count)
            clients, pause = (10 * options.clients, 0.0) if phase == "flood" else (options.clients, 0.05)
            with ThreadPoolExecutor(1) as pool:
                asking = pool.submit(_round, service, ledger, options.round, clients, pause, seed)
                if phase == "killed":
                    time.sleep(options.round / 3)
                    service.kill()
                    service.start()
                asking.result()
            counts, seconds = ledger.take()
            megabytes, files = service.size()
            reference = statistics.median(_reference() for _ in range(5))
            times = sorted(seconds) or [0.0]
            rounds.append({
                "seed": seed, "phase": phase, "requests": sum(counts.values()), "refused": counts["refused"],
                "broken off": counts["broken off"], "median ms": round(1000 * statistics.median(times), 1),
                "p99 ms": round(1000 * times[int(0.99 * (len(times) - 1))], 1), "megabytes": megabytes, "files": files,
                "reference ms": reference,
            })  # fmt: skip
            journal.add(rounds[-1])
            print(*(f"{name} {value}" for name, value in rounds[-1].items()), sep=", ", flush=True)
        missing = _settled(service, ledger)
        service.stop()
        log = service.log.read_text(encoding="utf-8", errors="replace")
    lines = log.splitlines()
    errors = [
        "\n".join(lines[k : k + 40])[:3000]
        for k, line in enumerate(lines)
        if '"status": 500' in line or "Traceback" in line
    ]
    end = {
        "seed": "end", "sets": len(ledger.stored), "deleted": len(ledger.deleted), "jobs": len(ledger.jobs),
        "missing": missing, "wrong": ledger.wrong[:20], "secret in the log": keys.parse(service.key)[1] in log,
        "errors in the log": errors[:20],
    }  # fmt: skip
    journal.add(end)
    print(end)
    found = faults(rounds, end)
    print("everything held" if not found else "\n".join(["what did not hold:", *found]))
    return int(bool(found))


if __name__ == "__main__":
    raise SystemExit(main())
