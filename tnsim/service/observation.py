"""What can be seen from outside: metrics, structured logs without secrets, a name for each request."""

from __future__ import annotations

import json
import logging
import secrets
import sys
import time
from datetime import UTC, datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["JsonLines", "Metrics", "Observed", "log_to_stderr"]

_LOG = logging.getLogger("tnsim.service")
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


class Metrics:
    """The numbers of one service, in Prometheus' text form."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        in_it = self.registry
        self.requests = Counter("tnsim_requests", "Requests answered", ["method", "route", "status"], registry=in_it)
        self.seconds = Histogram("tnsim_request_seconds", "Time to the answer", ["route"], registry=in_it)
        self.refused = Counter("tnsim_refused", "Requests refused at the gate", ["reason"], registry=in_it)
        self.cache = Counter("tnsim_cache", "Looks into the caches", ["cache", "outcome"], registry=in_it)
        self.jobs = Counter("tnsim_jobs", "Jobs that ended here", ["kind", "outcome"], registry=in_it)
        self.job_seconds = Histogram("tnsim_job_seconds", "Time of the last attempt at a job", ["kind"], registry=in_it)
        self.running = Gauge("tnsim_jobs_running", "Jobs that run here now", registry=in_it)
        self.waiting = Gauge("tnsim_jobs_waiting", "Jobs in the queue", registry=in_it)

    def text(self) -> bytes:
        return generate_latest(self.registry)


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, message, and the fields given as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        fields |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info:
            fields["trace"] = self.formatException(record.exc_info)
        return json.dumps(fields, default=str)


def log_to_stderr(level: str = "info") -> None:
    """Send the logs of the service and of its HTTP server to stderr as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    for name in ("tnsim.service", "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.propagate = False
        logger.setLevel(level.upper())


class Observed:
    """The outermost layer: times and logs each request, and puts the headers that every answer has.

    Of a request, the method, the path, the status, the time and the id of the API key are logged, and nothing else.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, request_id = time.perf_counter(), 500, secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = list(message.get("headers", ()))
                names = {name for name, _ in given}  # the page has a policy of its own
                added = (header for header in _HEADERS if header[0] not in names)
                message["headers"] = [*given, *added, (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, answer)
        finally:
            seconds = time.perf_counter() - began
            route = getattr(scope.get("route"), "path", "none")
            self._metrics.requests.labels(scope["method"], route, status).inc()
            self._metrics.seconds.labels(route).observe(seconds)
            if _LOG.isEnabledFor(logging.INFO):
                fields = {
                    "request": request_id,
                    "method": scope["method"],
                    "path": scope["path"],
                    "status": status,
                    "milliseconds": round(1000 * seconds, 2),
                    "key": scope["state"].get("owner"),
                }
                _LOG.info("request", extra=fields)


_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"no-store"),
]
