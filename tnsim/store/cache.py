"""The cache of answers: in this process, and behind it Redis where there is one.

A dead Redis is found out once and then left alone for a while: it makes the service slower, and breaks nothing.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Protocol

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from tnsim.errors import InputError

__all__ = ["Cache", "LocalCache", "RedisCache"]


class Cache(Protocol):
    """Bytes under a key, for a time."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, value: bytes) -> None: ...


class LocalCache:
    """The values used last, in this process, each for so many seconds.

    >>> cache = LocalCache(most=1)
    >>> cache.put("a", b"1"); cache.put("b", b"2")
    >>> cache.get("a"), cache.get("b")
    (None, b'2')
    """

    def __init__(
        self, most: int = 10_000, seconds: float = 3600.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._values: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> bytes | None:
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            if found[0] < self._clock():
                del self._values[key]
                return None
            self._values.move_to_end(key)
            return found[1]

    def put(self, key: str, value: bytes) -> None:
        with self._lock:
            self._values[key] = (self._clock() + self._seconds, value)
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)

    def __len__(self) -> int:
        return len(self._values)


class RedisCache:
    """Values in Redis, each for so many seconds; while Redis is dead, there are none.

    Raises InputError for what is no URL of a Redis.
    """

    def __init__(
        self,
        url: str,
        seconds: float = 86_400.0,
        rest: float = 2.0,
        patience: float = 0.25,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        try:
            self._redis = Redis.from_url(
                url, socket_timeout=patience, socket_connect_timeout=patience, retry=Retry(NoBackoff(), 0)
            )
        except ValueError:
            raise InputError("a Redis URL is redis://USER:PASSWORD@HOST:PORT/NUMBER") from None
        self._seconds, self._rest, self._clock = seconds, rest, clock
        self._dead_until = 0.0

    def get(self, key: str) -> bytes | None:
        value = self._attempt(lambda: self._redis.get(key))
        return value if isinstance(value, bytes) else None

    def put(self, key: str, value: bytes) -> None:
        self._attempt(lambda: self._redis.set(key, value, ex=max(1, int(self._seconds))))

    def is_alive(self) -> bool:
        """Tell whether Redis answers."""
        return self._attempt(self._redis.ping) is not None

    def close(self) -> None:
        self._redis.close()

    def _attempt(self, call: Callable[[], object]) -> object:
        if self._clock() < self._dead_until:
            return None
        try:
            return call()
        except RedisError:
            self._dead_until = self._clock() + self._rest
            return None
