"""The queue of jobs: rows that are claimed under a lease, and end once.

Whoever runs a job extends its lease; a job whose lease nobody extends, because its runner is gone, is queued again.
What a runner says of a job counts only while the row still names that runner and that attempt.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tnsim.errors import TnsimError
from tnsim.store.leases import Lease
from tnsim.store.models import ACTIVE, Job

__all__ = [
    "Lane",
    "QueueFullError",
    "TooManyJobsError",
    "cancel",
    "cancelled_among",
    "claim",
    "end",
    "extend",
    "find",
    "give_back",
    "has_waiting",
    "leases",
    "prune",
    "report_progress",
    "requeue_lost",
    "set_result",
    "submit",
    "try_again",
    "waiting",
]

Lane = Literal["fast", "slow"]
_MOST_COLLISIONS = 5


class QueueFullError(TnsimError):
    """So many jobs wait already that this one is refused."""


class TooManyJobsError(TnsimError):
    """So many jobs of this owner wait or run already that this one is refused."""


def submit(
    session: Session,
    kind: str,
    question: dict[str, Any],
    fingerprint: str,
    owner: str,
    timeout: float,
    lane: Lane = "fast",
    most: int = 1000,
    most_of_owner: int = 1000,
) -> Job:
    """Return a job that asks this question: one that waits or runs already, or a new one.

    Raises QueueFullError, TooManyJobsError.
    """
    same = select(Job).where(ACTIVE, Job.owner == owner, Job.fingerprint == fingerprint)
    known = session.scalar(same)
    if known is not None:
        return known
    if waiting(session) >= most:
        raise QueueFullError(f"{most} jobs wait already; try again later")
    active = select(func.count()).select_from(Job).where(ACTIVE, Job.owner == owner)
    if (session.scalar(active) or 0) >= most_of_owner:
        raise TooManyJobsError(f"{most_of_owner} jobs of yours wait or run already; wait for one of them")
    attempt = 1
    while True:
        job = Job(
            kind=kind,
            question=question,
            fingerprint=fingerprint,
            owner=owner,
            timeout=Decimal(repr(timeout)).quantize(Decimal("1e-3")),
            lane=lane,
        )
        try:
            with session.begin_nested():
                session.add(job)
            return job
        except IntegrityError:  # somebody else asked the same at this moment, and that job may have ended since
            if (known := session.scalar(same)) is not None:
                return known
            if attempt == _MOST_COLLISIONS:
                raise
            attempt += 1


def waiting(session: Session) -> int:
    """Return how many jobs wait."""
    return session.scalar(select(func.count()).select_from(Job).where(Job.status == "queued")) or 0


def find(session: Session, job_id: UUID, owner: str) -> Job | None:
    """Return the job, `None` where this owner has none of this id."""
    return session.scalar(select(Job).where(Job.id == job_id, Job.owner == owner))


def claim(session: Session, lane: Lane, worker: str, lease: float) -> Job | None:
    """Return the job that waits longest, now this worker's, or `None`."""
    oldest = select(Job).where(Job.status == "queued", Job.lane == lane).order_by(Job.created_at).limit(1)
    job = session.scalar(oldest.with_for_update(skip_locked=True))
    if job is None:
        return None
    now = datetime.now(UTC)
    job.status, job.worker, job.attempts = "running", worker, job.attempts + 1
    job.started_at = job.started_at or now
    job.lease_until = now + timedelta(seconds=lease)
    session.flush()
    return job


def extend(session: Session, jobs: Iterable[UUID], worker: str, lease: float) -> None:
    """Keep the jobs for this worker."""
    held = update(Job).where(Job.id.in_(list(jobs)), Job.status == "running", Job.worker == worker)
    session.execute(held.values(lease_until=datetime.now(UTC) + timedelta(seconds=lease)))


def give_back(session: Session, job_id: UUID, worker: str, attempt: int, lane: Lane | None = None) -> bool:
    """Queue a job again, perhaps in another lane, as if it had not been claimed."""
    values: dict[str, Any] = {"status": "queued", "worker": None, "attempts": attempt - 1}
    return _done(session, _held(job_id, worker, attempt).values(**values | ({"lane": lane} if lane else {})))


def try_again(session: Session, job_id: UUID, worker: str, attempt: int) -> bool:
    """Queue a job again whose process has ended without a word; that was an attempt."""
    return _done(session, _held(job_id, worker, attempt).values(status="queued", worker=None, lane="slow"))


def has_waiting(session: Session, lane: Lane) -> bool:
    """Tell whether a job waits in a lane."""
    oldest = select(Job.id).where(Job.status == "queued", Job.lane == lane).limit(1)
    return session.scalar(oldest) is not None


def set_result(session: Session, job_id: UUID, result: dict[str, Any]) -> None:
    """Store the result of a job that ended in this very transaction."""
    session.execute(update(Job).where(Job.id == job_id).values(result=result))


def report_progress(session: Session, job_id: UUID, worker: str, attempt: int, progress: dict[str, Any]) -> None:
    """Store what is known so far."""
    session.execute(_held(job_id, worker, attempt).values(progress=progress))


def end(
    session: Session,
    job_id: UUID,
    worker: str,
    attempt: int,
    error: str | None = None,
) -> bool:
    """End a job, as failed where there is an error; tell whether it was still this worker's to end."""
    status = "finished" if error is None else "failed"
    values = {"status": status, "error": error, "finished_at": datetime.now(UTC), "worker": None}
    return _done(session, _held(job_id, worker, attempt).values(**values))


def cancel(session: Session, job_id: UUID, owner: str) -> Job | None:
    """Return the job, cancelled unless it had ended; its runner finds out."""
    mine = update(Job).where(Job.id == job_id, Job.owner == owner, ACTIVE)
    session.execute(mine.values(status="cancelled", finished_at=datetime.now(UTC)))
    session.expire_all()
    return find(session, job_id, owner)


def cancelled_among(session: Session, jobs: Iterable[UUID]) -> set[UUID]:
    """Return those of the jobs that were cancelled."""
    return set(session.scalars(select(Job.id).where(Job.id.in_(list(jobs)), Job.status == "cancelled")))


def leases(session: Session) -> list[Lease]:
    """Return the leases of all jobs that run."""
    running = select(Job.id, Job.attempts, Job.lease_until).where(Job.status == "running")
    return [Lease(*row) for row in session.execute(running)]


def requeue_lost(session: Session, over: Iterable[Lease], most_attempts: int) -> int:
    """Queue jobs again whose runner is gone, and fail those that were lost too often; return how many were found."""
    found = 0
    reason = f"the process that ran this job was lost {most_attempts} times"
    for lease in over:
        values: dict[str, Any] = {"status": "queued", "worker": None}
        if lease.attempt >= most_attempts:
            values = {"status": "failed", "error": reason, "finished_at": datetime.now(UTC), "worker": None}
        unchanged = (Job.attempts == lease.attempt, Job.lease_until == lease.until)
        lost = update(Job).where(Job.id == lease.job_id, Job.status == "running", *unchanged)
        found += _done(session, lost.values(**values))
    return found


def prune(session: Session, before: datetime) -> None:
    """Forget jobs that ended before a moment."""
    session.execute(delete(Job).where(Job.finished_at < before))


def _held(job_id: UUID, worker: str, attempt: int) -> Any:
    held = (Job.id == job_id, Job.status == "running", Job.worker == worker, Job.attempts == attempt)
    return update(Job).where(*held)


def _done(session: Session, statement: Any) -> bool:
    return bool(session.execute(statement).rowcount)  # type: ignore[attr-defined]
