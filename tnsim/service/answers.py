"""A question in, an answer out: from the cache, from a stored certificate, or by a job.

What comes from outside this process as proved is checked again before it is said: a certificate convinces the
checker, a row in a cache convinces nobody.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from starlette.concurrency import run_in_threadpool

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.service.dispatcher import Dispatcher, Ended
from tnsim.service.observation import Metrics
from tnsim.service.questions import Question
from tnsim.service.settings import Settings
from tnsim.sets.claim import Claim
from tnsim.store import queue, repository
from tnsim.store.cache import LocalCache, RedisCache
from tnsim.store.database import Database
from tnsim.store.models import CertificateRecord, Job

__all__ = ["Answer", "Answers"]

_SHARED = frozenset(("prove", "sum", "evaluate"))
"""Kinds whose answers name no rows of an owner, and go into Redis."""
_CERTIFIED = frozenset(("proved", "refuted", "divergent"))
_LOOK_AGAIN = 1.0
"""Seconds until a waiting request asks the database about a job that another process may have taken."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The bytes of a result as JSON; or the job that will have it; or why the question was refused."""

    body: bytes | None = None
    job: Job | None = None
    refusal: str | None = None


class Answers:
    """Answers questions; lives in the event loop that it was started in."""

    def __init__(
        self, settings: Settings, database: Database, near: LocalCache, far: RedisCache | None, metrics: Metrics
    ) -> None:
        self._settings, self._database, self._metrics = settings, database, metrics
        self._near, self._far = near, far
        self._waiters: dict[UUID, set[asyncio.Future[Answer]]] = {}
        self._recent: OrderedDict[UUID, Answer] = OrderedDict()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.dispatcher: Dispatcher | None = None

    def start(self, dispatcher: Dispatcher) -> None:
        """Take the running event loop, and the dispatcher that does the work."""
        self._loop, self.dispatcher = asyncio.get_running_loop(), dispatcher

    async def answer(self, question: Question, owner: str | None, timeout: float, patience: float) -> Answer:
        """Return the answer, or the job where it takes longer than the patience; raises what `submit` raises."""
        known = self._near.get(question.key)
        self._metrics.cache.labels("near", "miss" if known is None else "hit").inc()
        if known is None and question.kind in _SHARED:
            known = await run_in_threadpool(self._known_elsewhere, question)
            if known is not None:
                self._near.put(question.key, known)
        if known is not None:
            return Answer(known)
        job = await run_in_threadpool(self._submit, question, owner, timeout)
        if patience <= 0:
            return Answer(job=job)
        return await self._wait(job, patience)

    def job_ended(self, ended: Ended) -> None:
        """Take note of the end of a job; called in a thread of the dispatcher."""
        job = ended.job
        outcome = "refused" if ended.error is not None else str((ended.result or {}).get("verdict", "finished"))
        self._metrics.jobs.labels(job.kind, outcome).inc()
        self._metrics.job_seconds.labels(job.kind).observe(ended.seconds)
        if ended.error is not None or ended.result is None:
            answer = Answer(refusal=ended.error or "no result")
        else:
            answer = Answer(json.dumps(ended.result).encode())
        key = _key_of(job)
        if ended.is_final and answer.body is not None and key is not None:
            self._near.put(key, answer.body)
            if self._far is not None and job.kind in _SHARED:
                self._far.put(_far_key(key), answer.body)
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._resolve, job.id, answer)

    def _resolve(self, job_id: UUID, answer: Answer) -> None:
        self._recent[job_id] = answer
        while len(self._recent) > 256:
            self._recent.popitem(last=False)
        for waiter in self._waiters.pop(job_id, ()):
            if not waiter.done():
                waiter.set_result(answer)

    async def _wait(self, job: Job, patience: float) -> Answer:
        if job.id in self._recent:
            return self._recent[job.id]
        waiter: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiters.setdefault(job.id, set()).add(waiter)
        deadline = time.monotonic() + patience
        try:
            while (left := deadline - time.monotonic()) > 0:
                done, _ = await asyncio.wait({waiter}, timeout=min(left, _LOOK_AGAIN))
                if done:
                    return waiter.result()
                job = await run_in_threadpool(self._look, job)
                if job.status not in ("queued", "running"):
                    return _of_row(job)
        finally:
            waiting = self._waiters.get(job.id, set())
            waiting.discard(waiter)
            if not waiting:
                self._waiters.pop(job.id, None)
        return Answer(job=job)

    def _look(self, job: Job) -> Job:
        with self._database.read() as session:
            return queue.find(session, job.id, job.owner) or job

    def _submit(self, question: Question, owner: str | None, timeout: float) -> Job:
        settings = self._settings
        data = {**question.data, "key": question.key}
        lane: queue.Lane = "slow" if question.is_heavy else "fast"
        with self._database.write() as session:
            job = queue.submit(
                session,
                question.kind,
                data,
                question.fingerprint(timeout),
                owner or "",
                timeout,
                lane,
                settings.waiting,
                settings.jobs_of_owner,
            )
        if self.dispatcher is not None:
            self.dispatcher.wake(lane)
        return job

    def _known_elsewhere(self, question: Question) -> bytes | None:
        """Return an answer from Redis or from the table of certificates, checked again."""
        if self._far is not None:
            found = self._far.get(_far_key(question.key))
            usable = found is not None and self._is_true(question, found)
            self._metrics.cache.labels("redis", "hit" if usable else "miss").inc()
            if usable:
                return found
        if question.claim_digest is None:
            return None
        with self._database.read() as session:
            row = repository.certificate_of_claim(session, question.claim_digest)
        if row is None or row.verdict not in ("proved", "divergent") or not row.report:
            return None
        if not _accepts(row, _claim_of(question, {}), row.verdict):
            return None
        return json.dumps({**row.report, "certificate_id": row.id}).encode()

    def _is_true(self, question: Question, body: bytes) -> bool:
        try:
            result = json.loads(body)
            verdict = result["verdict"]
            if verdict not in _CERTIFIED:
                return question.kind == "evaluate"  # a ball: there is no certificate for it
            with self._database.read() as session:
                row = repository.certificate(session, result["certificate_id"] or "")
            return row is not None and _accepts(row, _claim_of(question, result), verdict)
        except (ValueError, KeyError, TypeError, TnsimError):
            return False


def _of_row(job: Job) -> Answer:
    if job.status == "finished":
        return Answer(json.dumps(job.result).encode())
    return Answer(refusal=job.error or f"the job was {job.status}")


def _key_of(job: Job) -> str | None:
    return job.question.get("key")


def _far_key(key: str) -> str:
    return f"tnsim:answer:{key}"


def _claim_of(question: Question, result: dict[str, Any]) -> Claim:
    if question.kind == "prove":
        return Claim.parse(question.data["claim"], question.data["assumptions"])
    expression = parse(question.data["expression"])
    if result["closed_form"] is not None:
        expression = expression - parse(result["closed_form"])
    return Claim(expression, Assumptions.parse(question.data["assumptions"]))


def _accepts(row: CertificateRecord, claim: Claim, verdict: str) -> bool:
    try:
        report = check(claim, Certificate.from_json(row.document))
    except TnsimError:
        return False
    return report.accepted and report.verdict == verdict
