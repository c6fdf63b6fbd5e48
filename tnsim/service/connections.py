"""HTTP/1.1 from clients that must come to the point: a request whose head does not arrive in time is not waited for.

The server's own timer runs between two requests only. A client that connects and says nothing, or half a request,
would hold its connection for ever; with some thousand of those there are none left for others.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["timed_protocol"]


def timed_protocol(seconds: float) -> type[H11Protocol]:
    """Return a protocol for uvicorn that ends connections whose next request has not begun after so many seconds."""

    class TimedProtocol(H11Protocol):
        _head: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._watch()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._watch()

        def connection_lost(self, exc: Exception | None) -> None:
            self._forget()
            super().connection_lost(exc)

        def _watch(self) -> None:
            """Start the timer while the head of a request is not complete; more bytes of it do not start it again."""
            if self.conn.their_state is not h11.IDLE:
                self._forget()
            elif self._head is None:
                self._head = self.loop.call_later(seconds, self._give_up)

        def _give_up(self) -> None:
            self._head = None
            if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
                self.transport.close()

        def _forget(self) -> None:
            if self._head is not None:
                self._head.cancel()
                self._head = None

    return TimedProtocol
