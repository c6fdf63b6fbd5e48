"""What is refused before any work is done: foreign hosts, too many requests, large or late bodies, wrong keys."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tnsim.service.observation import Metrics
from tnsim.service.problems import problem
from tnsim.service.settings import Settings
from tnsim.store import keys
from tnsim.store.cache import LocalCache
from tnsim.store.database import Database

__all__ = ["Gate", "RateLimit"]

_OPEN = frozenset(("/", "/health", "/ready", "/metrics", "/openapi.json"))
"""What needs no API key, as the files of the page: nothing there belongs to anybody."""
_NO_KEY = b"-"


class RateLimit:
    """A bucket for each client: `burst` requests at once, refilled with `rate` a second.

    >>> now = [0.0]
    >>> limit = RateLimit(rate=1, burst=2, clock=lambda: now[0])
    >>> [limit.admits("client") for _ in range(3)]
    [True, True, False]
    """

    def __init__(
        self, rate: float, burst: int, most: int = 100_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate, self._burst, self._most, self._clock = rate, burst, most, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def admits(self, client: str) -> bool:
        """Tell whether the client may ask once more."""
        now = self._clock()
        left, last = self._buckets.get(client, (float(self._burst), now))
        left = min(float(self._burst), left + (now - last) * self._rate)
        admitted = left >= 1
        self._buckets[client] = (left - admitted, now)
        self._buckets.move_to_end(client)
        while len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return admitted


class Gate:
    """Lets a request through, with `owner` (the id of its API key, or `None`) in its state."""

    def __init__(self, app: ASGIApp, settings: Settings, database: Database, metrics: Metrics) -> None:
        self._app, self._settings, self._database, self._metrics = app, settings, database, metrics
        self._limit = RateLimit(settings.rate, settings.burst) if settings.rate > 0 else None
        # A revoked key is known as such after half a minute.
        self._hashes = LocalCache(most=10_000, seconds=30.0)
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self._inside += 1
        try:
            await self._pass(scope, receive, send)
        finally:
            self._inside -= 1

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        key = _key(headers)
        refusal = self._host(headers) or self._crowd(scope) or self._rate(scope, key) or self._length(headers)
        if refusal is None:
            refusal = await self._owner(scope, key)
        if refusal is None:
            await self._app(scope, self._bounded(receive), send)
            return
        status, reason, detail = refusal
        self._metrics.refused.labels(reason).inc()
        challenge = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else {}
        await problem(status, detail, {**challenge, "Connection": "close"})(scope, receive, send)

    def _host(self, headers: dict[bytes, bytes]) -> tuple[int, str, str] | None:
        """Without keys, a page of another site must not reach the service through a name of its own."""
        if not self._settings.hosts:
            return None
        host = headers.get(b"host", b"").decode("latin-1")
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if name.strip("[]") in self._settings.hosts:
            return None
        return 400, "host", "the service does not go by this name; see the setting hosts"

    def _crowd(self, scope: Scope) -> tuple[int, str, str] | None:
        """While the database is slow, requests that wait for it must not pile up without end."""
        if self._inside <= self._settings.concurrent or scope["path"] in ("/health", "/ready"):
            return None
        return 503, "crowd", f"{self._settings.concurrent} requests are being answered already; try again"

    def _rate(self, scope: Scope, key: str) -> tuple[int, str, str] | None:
        if self._limit is None or scope["path"] in ("/health", "/ready"):
            return None
        key_id, secret = keys.parse(key)
        client = key_id if self._matches(secret, self._hashes.get(key_id) or _NO_KEY) else _address(scope)
        return None if self._limit.admits(client) else (429, "rate", "too many requests; slow down")

    def _length(self, headers: dict[bytes, bytes]) -> tuple[int, str, str] | None:
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length[:20]) > self._settings.body:
            return 413, "body", f"a body has at most {self._settings.body} bytes"
        return None

    async def _owner(self, scope: Scope, key: str) -> tuple[int, str, str] | None:
        state = scope.setdefault("state", {})
        state["owner"] = None
        if not self._settings.keys or scope["path"] in _OPEN or scope["path"].startswith("/page/"):
            return None
        key_id, secret = keys.parse(key)
        stored = self._hashes.get(key_id)
        if stored is None:
            try:
                stored = await run_in_threadpool(self._look_up, key_id)
            except SQLAlchemyError:
                return 503, "database", "the database does not answer; try again"
            self._hashes.put(key_id, stored)
        if not self._matches(secret, stored):
            return 401, "key", "an API key is needed: 'Authorization: Bearer KEY' or 'X-API-Key: KEY'"
        state["owner"] = key_id
        return None

    def _matches(self, secret: str, stored: bytes) -> bool:
        """Tell whether the secret is the one of a stored hash; where there is none, it takes as long to say no."""
        return keys.secret_matches(secret, None if stored == _NO_KEY else stored.decode())

    def _look_up(self, key_id: str) -> bytes:
        with self._database.read() as session:
            found = keys.stored_hash(session, key_id[:32])
        return _NO_KEY if found is None else found.encode()

    def _bounded(self, receive: Receive) -> Receive:
        """Return the stream of the body, which ends with 413 when it grows too long, with 408 when it is late."""
        received, complete = 0, False
        deadline = asyncio.get_running_loop().time() + self._settings.arrival

        async def bounded() -> Message:
            nonlocal received, complete
            if complete:  # what comes now is the end of the connection, which may take its time
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise self._cut("late", 408, f"the body did not arrive in {self._settings.arrival:g} s") from None
            received += len(message.get("body", b""))
            if received > self._settings.body:
                raise self._cut("body", 413, f"a body has at most {self._settings.body} bytes")
            complete = not message.get("more_body", False)
            return message

        return bounded

    def _cut(self, reason: str, status: int, detail: str) -> HTTPException:
        self._metrics.refused.labels(reason).inc()
        return HTTPException(status, detail, {"Connection": "close"})


def _address(scope: Scope) -> str:
    return f"address {(scope.get('client') or ('', 0))[0]}"


def _key(headers: dict[bytes, bytes]) -> str:
    bearer = headers.get(b"authorization", b"").decode("latin-1")
    scheme, _, key = bearer.partition(" ")
    if scheme.lower() == "bearer":
        return key.strip()
    return headers.get(b"x-api-key", b"").decode("latin-1")
