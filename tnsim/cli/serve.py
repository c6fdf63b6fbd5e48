"""`tnsim serve`: the HTTP service, with everything that it needs, from one command."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Mapping
from typing import Any

import click

from tnsim.cli import options, reading
from tnsim.cli.db import refused_by_the_database
from tnsim.errors import InputError, MissingExtraError

__all__ = ["access", "invitation", "serve"]


@click.command()
@click.option("--host", default="127.0.0.1", help="The address to listen on.")
@click.option("--port", type=options.PORT, default=8000, help="The port; 0 for any that is free.")
@click.option("--database", help="URL; default: the file tnsim.db here.")
@click.option("--redis", help="URL of a Redis that replicas share as cache.")
@click.option("--cluster", help="Address of a Dask scheduler to send jobs to.")
@options.workers
@click.option("--rate", type=click.FloatRange(min=0), help="Requests a second for a client; 0: any.")
@click.option("--keys/--no-keys", default=None, help="Ask for API keys; default: unless on loopback.")
@click.option("--migrate/--no-migrate", default=True, help="Bring the tables up to date first.")
@click.option("--log", type=click.Choice(["debug", "info", "warning", "error"]), default="info", help="What is logged.")
def serve(
    host: str,
    port: int,
    database: str | None,
    redis: str | None,
    cluster: str | None,
    workers: int | None,
    rate: float | None,
    keys: bool | None,
    migrate: bool,
    log: str,
) -> None:
    """Serve the HTTP API and the web page.

    Everything else is set by environment variables TNSIM_..., see docs/service.md.
    """
    with reading.refusals(as_json=False):
        _refuse_taken(host, port)
        if sys.modules["__main__"].__spec__ is None:
            # Worker processes load the program again that they come from, unless it was started as a module.
            os.execv(sys.executable, [sys.executable, "-m", "tnsim", *sys.argv[1:]])
        try:
            given = {"database": database, "redis": redis, "cluster": cluster, "workers": workers, "rate": rate}
            _serve(host, port, keys, migrate, log, given)
        except MissingExtraError as error:
            raise InputError(str(error)) from None


def _serve(host: str, port: int, keys: bool | None, migrate: bool, log: str, given: dict[str, Any]) -> None:
    try:
        import uvicorn

        from tnsim.service.app import make_app
        from tnsim.service.connections import timed_protocol
        from tnsim.service.observation import log_to_stderr
        from tnsim.service.settings import Settings
        from tnsim.store.database import Database
        from tnsim.store.migrate import upgrade
        from tnsim.store.seed import seed
    except ImportError as error:
        if (error.name or "").startswith("tnsim"):
            raise
        missing = f"the service needs the extra server ({error.name} is missing): pip install 'tnsim[server]'"
        raise MissingExtraError(missing) from None

    settings = Settings.from_environment(os.environ, **given, **access(host, keys, os.environ))
    if migrate:
        database = Database(settings.database)
        with refused_by_the_database():
            upgrade(database)
            with database.write() as session:
                seed(session)
        database.dispose()
    log_to_stderr(log)
    if sys.stderr.isatty():
        click.echo(invitation(host, port), err=True)
    uvicorn.run(
        make_app(settings),
        host=host,
        port=port,
        http=timed_protocol(settings.arrival),
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        # Else every client on this machine could name itself anew, and escape the rate limit.
        proxy_headers="FORWARDED_ALLOW_IPS" in os.environ,
    )


def _refuse_taken(host: str, port: int) -> None:
    """Raise InputError where nobody can listen; found out now, and not at the end of a start."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise InputError(
            f"cannot listen on {host}, port {port}: {error.strerror}; choose another --host or --port (0: any free)"
        ) from None


def invitation(host: str, port: int) -> str:
    """Return what somebody at a terminal is told while the service starts.

    >>> print(invitation("127.0.0.1", 8000))
    Soon at http://127.0.0.1:8000/ in your browser. Ctrl+C ends it.
    """
    if not port:
        return "Soon at the address that the log names. Ctrl+C ends it."
    return f"Soon at http://{f'[{host}]' if ':' in host else host}:{port}/ in your browser. Ctrl+C ends it."


def access(host: str, keys: bool | None, environment: Mapping[str, str]) -> dict[str, Any]:
    """Return who may ask: with a key, everybody; without one, this machine only, by its own names.

    >>> access("0.0.0.0", None, {})
    {'keys': True}
    >>> access("127.0.0.1", None, {})
    {'keys': False, 'hosts': ('localhost', '127.0.0.1', '::1')}
    """
    if keys is None and "TNSIM_KEYS" in environment:
        return {}
    loopback = _is_loopback(host)
    wanted = not loopback if keys is None else keys
    if wanted or not loopback or "TNSIM_HOSTS" in environment:
        return {"keys": wanted}
    return {"keys": False, "hosts": ("localhost", "127.0.0.1", "::1")}


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
