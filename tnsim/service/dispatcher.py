"""Takes jobs from the queue, has each done in a process that can be ended, and writes down how it ended.

Two lanes: every job starts in the fast one, and is put into the slow one when it takes longer than the quantum, so
that heavy jobs never stand in the way of light ones. A thread keeps the leases and looks for jobs that others lost.
"""

from __future__ import annotations

import logging
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event, Lock, Semaphore, Thread
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from tnsim.cluster.execution import Executor, Task
from tnsim.core.tasks import GRACE, Progress
from tnsim.core.worker import Outcome
from tnsim.service.completion import answered_or_refused, record
from tnsim.service.settings import Settings
from tnsim.service.work import answer
from tnsim.store import queue, repository
from tnsim.store.database import Database, is_away
from tnsim.store.leases import LeaseWatch
from tnsim.store.models import Job
from tnsim.store.queue import Lane

__all__ = ["Dispatcher", "Ended"]

T = TypeVar("T")

_LOG = logging.getLogger("tnsim.service")
_MOST_ATTEMPTS = 3
_LOOK_AGAIN = 0.5
"""Seconds until an idle thread looks for jobs that another process has put into the queue."""
_NICE = 5
_PROGRESS_EVERY = 0.5
_MOST_REFUSALS = 3


@dataclass(frozen=True, slots=True)
class Ended:
    """How a job ended here: a result, final or not, or an error; how long the last attempt took."""

    job: Job
    result: dict[str, Any] | None
    error: str | None
    is_final: bool
    seconds: float


@dataclass(slots=True)
class _Held:
    job: Job
    given_up: Event = field(default_factory=Event)


class Dispatcher:
    """Runs jobs until it is stopped; `on_end` is called, in a thread of its own, after the end is written."""

    def __init__(
        self, database: Database, executor: Executor, settings: Settings, on_end: Callable[[Ended], None]
    ) -> None:
        self._database, self._executor, self._settings, self._on_end = database, executor, settings, on_end
        self.name = f"{os.uname().nodename}-{os.getpid()}-{secrets.token_hex(4)}"
        self._held: dict[UUID, _Held] = {}
        self._lock = Lock()
        self._work: dict[Lane, Semaphore] = {"fast": Semaphore(0), "slow": Semaphore(0)}
        self._stopping = Event()
        self._threads = [
            *(Thread(target=self._serve, args=("fast",), daemon=True) for _ in range(settings.workers)),
            *(Thread(target=self._serve, args=("slow",), daemon=True) for _ in range(settings.slow_workers)),
            Thread(target=self._keep, daemon=True),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End the workers; their jobs go back to the queue."""
        self._stopping.set()
        for held in self._all_held():
            held.given_up.set()
        for lane in self._work:
            for _ in self._threads:
                self._work[lane].release()
        for thread in self._threads:
            thread.join()

    def wake(self, lane: Lane = "fast") -> None:
        """Say that there is a job in the queue."""
        self._work[lane].release()

    def give_up(self, job_id: UUID) -> None:
        """End the worker of a job that was cancelled, if it runs here."""
        with self._lock:
            held = self._held.get(job_id)
        if held is not None:
            held.given_up.set()

    @property
    def running(self) -> int:
        return len(self._held)

    @property
    def is_alive(self) -> bool:
        return not self._stopping.is_set() and all(thread.is_alive() for thread in self._threads)

    def _all_held(self) -> list[_Held]:
        with self._lock:
            return list(self._held.values())

    def _serve(self, lane: Lane) -> None:
        while not self._stopping.is_set():
            try:
                job = self._claim(lane)
                if job is None:
                    self._work[lane].acquire(timeout=_LOOK_AGAIN)
                else:
                    self._run(job)
            except SQLAlchemyError as error:
                _LOG.warning("the database does not answer", extra={"error": type(error).__name__})
                self._stopping.wait(_LOOK_AGAIN)
            except Exception:
                _LOG.exception("a thread of the dispatcher failed and goes on")
                self._stopping.wait(_LOOK_AGAIN)

    def _claim(self, lane: Lane) -> Job | None:
        with self._database.read() as session:
            if not queue.has_waiting(session, lane):
                return None
        with self._database.write() as session:
            job = queue.claim(session, lane, self.name, self._settings.lease)
        if job is not None:
            with self._lock:
                self._held[job.id] = _Held(job)
        return job

    def _run(self, job: Job) -> None:
        held = self._held[job.id]
        try:
            seconds = float(job.timeout)
            limit = seconds + GRACE
            if job.lane == "fast":
                limit = min(limit, self._settings.quantum)
            arguments = (job.kind, job.question, seconds, _NICE if job.lane == "slow" else 0)
            task = Task(answer, arguments, limit, self._settings.memory)
            outcome = self._executor.run(task, _Reporter(self, job), held.given_up)
            self._settle(job, outcome, was_cut_short=limit < seconds)
        finally:
            with self._lock:
                del self._held[job.id]

    def _settle(self, job: Job, outcome: Outcome | None, was_cut_short: bool) -> None:
        if outcome is None:
            if self._stopping.is_set():
                self._persistently(lambda session: queue.give_back(session, job.id, self.name, job.attempts))
            return
        if outcome.state == "timed out" and was_cut_short:
            if self._persistently(lambda session: queue.give_back(session, job.id, self.name, job.attempts, "slow")):
                self.wake("slow")
            return
        if outcome.state == "ended" and job.attempts < _MOST_ATTEMPTS:
            self._persistently(lambda session: queue.try_again(session, job.id, self.name, job.attempts))
            self.wake("slow")
            return
        self._finish(job, outcome)

    def _finish(self, job: Job, outcome: Outcome) -> None:
        answered = answered_or_refused(job, outcome)
        for note in getattr(outcome.error, "__notes__", ()):
            _LOG.error("a worker failed", extra={"job": str(job.id), "kind": job.kind, "error": note})

        def write(session: Session) -> Ended | None:
            error = answered if isinstance(answered, str) else None
            # The job ends first: whoever does not own it any more writes nothing.
            if not queue.end(session, job.id, self.name, job.attempts, error):
                return None
            if isinstance(answered, str):
                repository.log_operation(session, job.kind, job.question, {}, outcome.seconds, answered)
                return Ended(job, None, answered, False, outcome.seconds)
            result = record(session, job, answered, outcome.seconds)
            queue.set_result(session, job.id, result)
            return Ended(job, result, None, answered.is_final, outcome.seconds)

        try:
            ended = self._persistently(write)
        except SQLAlchemyError as error:
            _LOG.exception("an answer was refused by the database", exc_info=error, extra={"job": str(job.id)})
            answered = "the answer could not be stored"
            ended = self._persistently(write)
        if ended is not None:
            self._on_end(ended)

    def _persistently(self, change: Callable[[Session], T]) -> T | None:
        """Return what a change of the database returns; while the database is gone, try again until stopped.

        Raises SQLAlchemyError for a change that the database refuses, even when it looks at its rows again.
        """
        pause, refused = 0.1, 0
        while True:
            try:
                with self._database.write() as session:
                    return change(session)
            except SQLAlchemyError as error:
                refused += not is_away(error)
                if refused == _MOST_REFUSALS:
                    raise
                _LOG.warning("the database does not answer", extra={"error": type(error).__name__})
                if self._stopping.wait(pause):
                    return None
                pause = min(2 * pause, 2.0)

    def _keep(self) -> None:
        """Extend leases, notice what was cancelled elsewhere, find lost jobs, forget old ones."""
        last_pruned, watch = 0.0, LeaseWatch(self._settings.lease)
        while not self._stopping.wait(self._settings.lease / 3):
            try:
                ids = [held.job.id for held in self._all_held()]
                with self._database.write() as session:
                    queue.extend(session, ids, self.name, self._settings.lease)
                    found = queue.requeue_lost(session, watch.over(queue.leases(session)), _MOST_ATTEMPTS)
                    cancelled = queue.cancelled_among(session, ids)
                    if time.monotonic() - last_pruned > 3600:
                        before = datetime.now(UTC) - timedelta(days=self._settings.keep_days)
                        queue.prune(session, before)
                        repository.prune_log(session, before)
                        last_pruned = time.monotonic()
                for job_id in cancelled:
                    self.give_up(job_id)
                if found:
                    _LOG.warning("jobs were lost by a process that is gone", extra={"jobs": found})
                    self.wake("fast")
                    self.wake("slow")
            except Exception as error:
                watch.forget()
                _LOG.warning("leases could not be kept", extra={"error": type(error).__name__})


class _Reporter:
    """Writes down what is known of a running job, but not too often."""

    def __init__(self, dispatcher: Dispatcher, job: Job) -> None:
        self._dispatcher, self._job = dispatcher, job
        self._last = 0.0

    def __call__(self, message: object) -> None:
        if not isinstance(message, Progress) or time.monotonic() - self._last < _PROGRESS_EVERY:
            return
        self._last = time.monotonic()
        job, fields = self._job, dict(message.fields)
        try:
            with self._dispatcher._database.write() as session:
                queue.report_progress(session, job.id, self._dispatcher.name, job.attempts, fields)
        except SQLAlchemyError as error:
            _LOG.warning("progress was not written", extra={"error": type(error).__name__})
