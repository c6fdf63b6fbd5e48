"""What is refused before any work is done: foreign hosts, too many requests, large bodies, wrong keys."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from http import HTTPStatus

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

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        refusal = self._host(headers)
        key = _key(headers)
        if refusal is None:
            refusal = self._rate(scope, key) or self._length(headers)
        if refusal is None:
            refusal = await self._owner(scope, key)
        if refusal is not None:
            status, reason, detail = refusal
            self._metrics.refused.labels(reason).inc()
            challenge = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else {}
            await problem(status, detail, {**challenge, "Connection": "close"})(scope, receive, send)
            return
        await self._app(scope, self._bounded(receive), send)

    def _host(self, headers: dict[bytes, bytes]) -> tuple[int, str, str] | None:
        """Without keys, a page of another site must not reach the service through a name of its own."""
        if not self._settings.hosts:
            return None
        host = headers.get(b"host", b"").decode("latin-1")
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if name.strip("[]") in self._settings.hosts:
            return None
        return 400, "host", "the service does not go by this name; see the setting hosts"

    def _rate(self, scope: Scope, key: str) -> tuple[int, str, str] | None:
        if self._limit is None or scope["path"] in ("/health", "/ready"):
            return None
        key_id, secret = keys.parse(key)
        known = self._hashes.get(key_id) if key_id else None
        is_known = known not in (None, _NO_KEY) and keys.secret_matches(secret, (known or b"").decode())
        client = key_id if is_known else f"address {(scope.get('client') or ('', 0))[0]}"
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
            stored = await run_in_threadpool(self._look_up, key_id)
            self._hashes.put(key_id, stored)
        if not keys.secret_matches(secret, None if stored == _NO_KEY else stored.decode()):
            return 401, "key", "an API key is needed: 'Authorization: Bearer KEY' or 'X-API-Key: KEY'"
        state["owner"] = key_id
        return None

    def _look_up(self, key_id: str) -> bytes:
        with self._database.read() as session:
            found = keys.stored_hash(session, key_id[:32])
        return _NO_KEY if found is None else found.encode()

    def _bounded(self, receive: Receive) -> Receive:
        """Return the stream of the body, which ends with 413 when it grows too long."""
        received = 0

        async def bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._settings.body:
                self._metrics.refused.labels("body").inc()
                raise HTTPException(413, f"a body has at most {self._settings.body} bytes")
            return message

        return bounded


def _key(headers: dict[bytes, bytes]) -> str:
    bearer = headers.get(b"authorization", b"").decode("latin-1")
    scheme, _, key = bearer.partition(" ")
    if scheme.lower() == "bearer":
        return key.strip()
    return headers.get(b"x-api-key", b"").decode("latin-1")
