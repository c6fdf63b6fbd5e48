"""Liveness, readiness, metrics."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from tnsim import __version__
from tnsim.service.dependencies import Parts, PartsOf
from tnsim.service.problems import responses
from tnsim.service.schemas.answers import HealthAnswer, ReadyAnswer
from tnsim.store import migrate, queue

__all__ = ["router"]

router = APIRouter(tags=["health"])


@router.get("/health")
async def health() -> HealthAnswer:
    """Say that the process is alive."""
    return HealthAnswer(status="alive", version=__version__)


@router.get("/ready", response_model=ReadyAnswer, responses={503: {"model": ReadyAnswer, "description": "not now"}})
async def ready(parts: PartsOf) -> Response:
    """Say whether the database and the workers are there; without its cache the service is slower, but ready."""
    found = await run_in_threadpool(_look, parts)
    return JSONResponse(found.model_dump(mode="json"), 200 if found.ready else 503)


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}, **responses()},
)
async def metrics(parts: PartsOf) -> Response:
    """Show the numbers of this process in Prometheus' text form."""
    return Response(await run_in_threadpool(_measured, parts), media_type="text/plain; version=0.0.4")


def _look(parts: Parts) -> ReadyAnswer:
    try:
        database = "ready" if migrate.is_up_to_date(parts.database) else "its tables are not those of this version"
    except SQLAlchemyError:
        database = "does not answer"
    cache = "in this process"
    if parts.far is not None:
        cache = "redis" if parts.far.is_alive() else "redis does not answer: every process for itself"
    dispatcher = parts.answers.dispatcher
    workers = "ready" if dispatcher is not None and dispatcher.is_alive else "stopped"
    return ReadyAnswer(ready=database == workers == "ready", database=database, cache=cache, workers=workers)


def _measured(parts: Parts) -> bytes:
    dispatcher = parts.answers.dispatcher
    parts.metrics.running.set(0 if dispatcher is None else dispatcher.running)
    with parts.database.read() as session:
        parts.metrics.waiting.set(queue.waiting(session))
    return parts.metrics.text()
