from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("redis", reason="the store needs the extra server")

from tnsim.store.cache import LocalCache, RedisCache


def test_values_are_forgotten_after_their_time_and_the_least_used_first() -> None:
    now = [0.0]
    cache = LocalCache(most=2, seconds=10, clock=lambda: now[0])
    cache.put("a", b"1")
    cache.put("b", b"2")
    assert cache.get("a") == b"1"
    cache.put("c", b"3")
    assert (cache.get("a"), cache.get("b"), cache.get("c")) == (b"1", None, b"3")
    now[0] = 11
    assert (cache.get("a"), len(cache)) == (None, 1)


def test_a_dead_redis_is_left_alone_for_a_while_and_breaks_nothing(run_redis: Callable[..., Any]) -> None:
    now = [0.0]
    with run_redis() as server:
        cache = RedisCache(server.url, seconds=60, rest=5, patience=2, clock=lambda: now[0])
        cache.put("a", b"1")
        assert (cache.get("a"), cache.get("b"), cache.is_alive()) == (b"1", None, True)
        server.kill()
        assert (cache.get("a"), cache.is_alive()) == (None, False)
        cache.put("a", b"2")
        port = int(server.url.rpartition(":")[2].partition("/")[0])
        with run_redis(port):
            assert not cache.is_alive()  # still at rest
            now[0] = 6
            assert cache.is_alive()
            cache.put("a", b"3")
            assert cache.get("a") == b"3"
        cache.close()
