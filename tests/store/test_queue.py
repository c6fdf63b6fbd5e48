from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

pytest.importorskip("sqlalchemy", reason="the store needs the extra server")

from sqlalchemy import update

from tnsim.store import migrate, queue
from tnsim.store.database import Database
from tnsim.store.models import Job


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    migrate.upgrade(made)
    yield made
    made.dispose()


def submit(database: Database, fingerprint: str = "f", owner: str = "", **options: int) -> Job:
    with database.write() as session:
        return queue.submit(session, "prove", {"claim": "0"}, fingerprint, owner, 5.0, **options)


def claim(database: Database, worker: str = "w", lease: float = 60.0) -> Job | None:
    with database.write() as session:
        return queue.claim(session, "fast", worker, lease)


def test_jobs_are_claimed_once_and_in_order(database: Database) -> None:
    made = [submit(database, str(k)).id for k in range(20)]
    with ThreadPoolExecutor(4) as pool:
        claimed = list(pool.map(lambda k: claim(database, f"w{k}"), range(25)))
    ids = [job.id for job in claimed if job is not None]
    assert sorted(ids) == sorted(made)
    assert claim(database) is None


def test_the_same_question_is_one_job_while_it_is_open(database: Database) -> None:
    first = submit(database)
    assert submit(database).id == first.id
    assert submit(database, owner="another").id != first.id
    job = claim(database)
    assert job is not None and submit(database).id == first.id
    with database.write() as session:
        assert queue.end(session, job.id, "w", job.attempts)
    assert submit(database).id != first.id


def test_a_job_that_ends_while_the_same_is_asked_makes_room(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was not there yet at the first look, and not any more after the collision."""
    first, looks = submit(database), 0
    with database.write() as session:
        look = session.scalar

        def scalar(statement: Any) -> Any:
            nonlocal looks
            looks += "fingerprint" in str(statement.whereclause)
            if looks == 1:
                return None if "fingerprint" in str(statement.whereclause) else look(statement)
            session.execute(update(Job).where(Job.id == first.id).values(status="finished"))
            return look(statement)

        monkeypatch.setattr(session, "scalar", scalar)
        second = queue.submit(session, "prove", {"claim": "0"}, "f", "", 5.0)
        assert second.id != first.id and looks == 2
    assert submit(database).id == second.id


def test_a_job_ends_once(database: Database) -> None:
    submit(database)
    job = claim(database)
    assert job is not None
    with database.write() as session:
        assert not queue.end(session, job.id, "somebody else", job.attempts)
        assert not queue.end(session, job.id, "w", job.attempts + 1)
        assert queue.end(session, job.id, "w", job.attempts)
        assert not queue.end(session, job.id, "w", job.attempts, "too late")
    with database.read() as session:
        found = queue.find(session, job.id, "")
    assert found is not None and (found.status, found.error) == ("finished", None)


def test_a_lost_job_is_found_again_and_given_up_in_the_end(database: Database) -> None:
    submit(database)
    for attempt in (1, 2):
        job = claim(database, f"w{attempt}")
        assert job is not None and job.attempts == attempt
        with database.write() as session:
            (lease,) = queue.leases(session)
            assert (lease.job_id, lease.attempt) == (job.id, attempt)
            assert queue.requeue_lost(session, [lease], most_attempts=2) == 1
            assert queue.leases(session) == []
        with database.write() as session:
            assert not queue.end(session, job.id, f"w{attempt}", attempt)
    with database.read() as session:
        found = queue.find(session, job.id, "")
    assert found is not None and found.status == "failed" and "lost 2 times" in (found.error or "")


def test_a_lease_that_is_extended_is_kept(database: Database) -> None:
    submit(database)
    job = claim(database)
    assert job is not None
    with database.write() as session:
        seen = queue.leases(session)
        queue.extend(session, [job.id], "w", 60.0)
        assert queue.requeue_lost(session, seen, 3) == 0
        assert queue.requeue_lost(session, queue.leases(session), 3) == 1


def test_what_is_given_back_is_no_attempt(database: Database) -> None:
    submit(database)
    job = claim(database)
    assert job is not None
    with database.write() as session:
        assert queue.give_back(session, job.id, "w", job.attempts, "slow")
    assert claim(database) is None
    with database.write() as session:
        assert queue.has_waiting(session, "slow")
        again = queue.claim(session, "slow", "w", 60.0)
    assert again is not None and (again.id, again.attempts) == (job.id, 1)


def test_cancelling_is_for_the_owner_and_before_the_end(database: Database) -> None:
    job = submit(database, owner="one")
    with database.write() as session:
        assert queue.cancel(session, job.id, "two") is None
        cancelled = queue.cancel(session, job.id, "one")
        assert cancelled is not None and cancelled.status == "cancelled"
        assert queue.cancelled_among(session, [job.id]) == {job.id}
    assert claim(database) is None


def test_the_queue_has_an_end(database: Database) -> None:
    submit(database, "a", most=2)
    submit(database, "b", most=2)
    with pytest.raises(queue.QueueFullError, match="2 jobs wait"):
        submit(database, "c", most=2)
    with pytest.raises(queue.TooManyJobsError, match="2 jobs of yours"):
        submit(database, "c", most_of_owner=2)
    submit(database, "c", owner="another", most_of_owner=2)
