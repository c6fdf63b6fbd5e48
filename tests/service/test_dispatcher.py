"""The dispatcher on a database of its own, with an executor that answers what the test says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Event
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra server")

from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, StatementError, TimeoutError

from tnsim.cluster.execution import Task
from tnsim.core.worker import Outcome, Report
from tnsim.service.dispatcher import Dispatcher, Ended
from tnsim.service.settings import Settings
from tnsim.service.work import Answered
from tnsim.store import migrate, queue
from tnsim.store.database import Database, is_away
from tnsim.store.models import Job


class Answering:
    """An executor whose answer is in the question."""

    def run(self, task: Task, on_progress: Report, given_up: Event) -> Outcome | None:
        _, question, *_ = task.arguments
        accepted = object() if question["wanted"] == "unstorable" else True  # type: ignore[index]
        return Outcome("finished", Answered({"accepted": accepted}, is_final=True), (), None, 0.1)

    def close(self) -> None: ...


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path}/tnsim.db")
    migrate.upgrade(made)
    yield made
    made.dispose()


def submit(database: Database, wanted: str) -> Job:
    with database.write() as session:
        return queue.submit(session, "check", {"wanted": wanted}, wanted, "", 5.0)


def test_an_answer_that_cannot_be_stored_fails_its_job_and_no_other(database: Database) -> None:
    ends: Queue[Ended] = Queue()
    settings = Settings(workers=1, slow_workers=1)
    wrong, right = submit(database, "unstorable"), submit(database, "storable")
    dispatcher = Dispatcher(database, Answering(), settings, ends.put)
    dispatcher.start()
    try:
        by_id = {ended.job.id: ended for ended in (ends.get(timeout=120), ends.get(timeout=120))}
    finally:
        dispatcher.stop()
    assert by_id[wrong.id].error == "the answer could not be stored"
    assert by_id[right.id].result == {"accepted": True}
    with database.read() as session:
        found = {job_id: queue.find(session, job_id, "") for job_id in by_id}
    states = {job_id: None if job is None else (job.status, job.result) for job_id, job in found.items()}
    assert states == {wrong.id: ("failed", None), right.id: ("finished", {"accepted": True})}


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OperationalError("", {}, Exception()), True),
        (InterfaceError("", {}, Exception()), True),
        (IntegrityError("", {}, Exception()), False),
        (IntegrityError("", {}, Exception(), connection_invalidated=True), True),
        (StatementError("", "", {}, Exception()), False),
        (TimeoutError(), True),
    ],
)
def test_what_may_be_tried_again(error: Any, expected: bool) -> None:
    assert is_away(error) is expected
