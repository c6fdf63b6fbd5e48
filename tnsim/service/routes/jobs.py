"""Jobs: looked at, listened to, cancelled."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from tnsim.service.dependencies import Owner, Parts, PartsOf
from tnsim.service.jobs import described
from tnsim.service.problems import responses
from tnsim.service.schemas.answers import JobAnswer
from tnsim.store import queue
from tnsim.store.models import Job

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/jobs", tags=["jobs"])
JobId = Annotated[UUID, Path(description="the id of a job")]
_GLANCE = 0.25
_LONGEST = 3600.0
_SILENCE = 15.0
"""Seconds after which a comment is sent, so that nobody between takes the connection for dead."""


@router.get("/{job_id}", responses=responses(404))
async def get(job_id: JobId, parts: PartsOf, owner: Owner) -> JobAnswer:
    """Show a job of yours."""
    return described(await run_in_threadpool(_find, parts, job_id, owner))


@router.delete("/{job_id}", responses=responses(404))
async def cancel(job_id: JobId, parts: PartsOf, owner: Owner) -> JobAnswer:
    """Cancel a job of yours; one that has ended stays as it is."""
    job = await run_in_threadpool(_cancel, parts, job_id, owner)
    if parts.answers.dispatcher is not None:
        parts.answers.dispatcher.give_up(job_id)
    return described(job)


@router.get(
    "/{job_id}/events",
    response_class=Response,
    responses={
        200: {
            "description": "server-sent events: `status` with a job whenever it changes, `end` with the last one",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        },
        **responses(404),
    },
)
async def events(job_id: JobId, request: Request, parts: PartsOf, owner: Owner) -> Response:
    """Follow a job of yours until it ends."""
    job = await run_in_threadpool(_find, parts, job_id, owner)
    return StreamingResponse(_events(job, request, parts, owner), media_type="text/event-stream")


async def _events(job: Job, request: Request, parts: Parts, owner: str | None) -> AsyncIterator[str]:
    said, spoke, began = "", time.monotonic(), time.monotonic()
    while True:
        text = described(job).model_dump_json()
        ended = job.status not in ("queued", "running")
        if text != said:
            said, spoke = text, time.monotonic()
            yield f"event: {'end' if ended else 'status'}\ndata: {text}\n\n"
        elif time.monotonic() - spoke > _SILENCE:
            spoke = time.monotonic()
            yield ": still here\n\n"
        if ended or time.monotonic() - began > _LONGEST or await request.is_disconnected():
            return
        await asyncio.sleep(_GLANCE)
        job = await run_in_threadpool(_find, parts, job.id, owner)


def _find(parts: Parts, job_id: UUID, owner: str | None) -> Job:
    with parts.database.read() as session:
        return _found(queue.find(session, job_id, owner or ""), job_id)


def _cancel(parts: Parts, job_id: UUID, owner: str | None) -> Job:
    with parts.database.write() as session:
        return _found(queue.cancel(session, job_id, owner or ""), job_id)


def _found(job: Job | None, job_id: UUID) -> Job:
    if job is None:
        raise HTTPException(404, f"you have no job {job_id}")
    return job
