"""The application: its parts put together, started and stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware

from tnsim import __version__
from tnsim.cluster.execution import Executor, LocalExecutor
from tnsim.core.worker import preload
from tnsim.service import problems
from tnsim.service.answers import Answers
from tnsim.service.dependencies import Parts
from tnsim.service.dispatcher import Dispatcher
from tnsim.service.gate import Gate
from tnsim.service.links import operation_id
from tnsim.service.observation import Metrics, Observed
from tnsim.service.routes import engine, health, infinite_sets, integration, jobs, page, presentation, zerosum
from tnsim.service.settings import Settings
from tnsim.store.cache import LocalCache, RedisCache
from tnsim.store.database import Database

__all__ = ["make_app"]

_SECURITY = {
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "bearer": {"type": "http", "scheme": "bearer"},
}


def make_app(settings: Settings) -> FastAPI:
    """Return the application; it connects to nothing before it is started."""
    database = Database(settings.database)
    metrics = Metrics()
    near = LocalCache(settings.cached, settings.cache_seconds)
    far = RedisCache(settings.redis, settings.cache_seconds) if settings.redis else None
    answers = Answers(settings, database, near, far, metrics)

    app = FastAPI(
        title="tnsim",
        version=__version__,
        summary="Proves and rigorously encloses infinite sums",
        lifespan=partial(_running, settings, database, answers, far),
        docs_url=None,  # they load scripts from other sites
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=operation_id,
    )
    app.state.parts = Parts(settings, database, answers, metrics, far)
    for module in (
        engine,
        zerosum,
        infinite_sets,
        presentation,
        jobs,
        integration,
        health,
        page,
    ):  # tried in this order
        app.include_router(module.router)
    problems.register(app)
    app.add_middleware(Gate, settings=settings, database=database, metrics=metrics)
    if settings.origins:  # outside the gate: a browser asks for leave without a key
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.origins),
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Prefer", "X-API-Key"],
        )
    app.add_middleware(Observed, metrics=metrics)
    if settings.keys:
        _declare_keys(app)
    return app


@asynccontextmanager
async def _running(
    settings: Settings, database: Database, answers: Answers, far: RedisCache | None, app: FastAPI
) -> AsyncIterator[None]:
    executor = await run_in_threadpool(_executor, settings)
    dispatcher = Dispatcher(database, executor, settings, answers.job_ended)
    answers.start(dispatcher)
    dispatcher.start()
    try:
        yield
    finally:
        await run_in_threadpool(dispatcher.stop)
        await run_in_threadpool(executor.close)
        if far is not None:
            far.close()
        database.dispose()


def _executor(settings: Settings) -> Executor:
    if not settings.cluster:
        preload("tnsim.service.work", "tnsim.__main__")
        return LocalExecutor()
    from tnsim.cluster.distributed import DaskExecutor  # an extra of its own

    return DaskExecutor(settings.cluster)


def _declare_keys(app: FastAPI) -> None:
    """Say in the OpenAPI document that a key is needed."""
    described = app.openapi()
    described.setdefault("components", {})["securitySchemes"] = _SECURITY
    described["security"] = [{name: []} for name in _SECURITY]
