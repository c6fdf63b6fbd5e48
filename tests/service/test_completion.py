"""What a job leaves behind, on a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra server")

from tnsim.service.completion import record
from tnsim.service.definitions import define
from tnsim.service.work import Answered
from tnsim.store import migrate, repository
from tnsim.store.database import Database
from tnsim.store.models import Job


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path}/tnsim.db")
    migrate.upgrade(made)
    yield made
    made.dispose()


@pytest.mark.parametrize(("verdict", "is_proved"), [("proved", True), ("enclosed", False), ("undetermined", False)])
def test_sets_are_compensated_where_that_is_proved(verdict: str, is_proved: bool, database: Database) -> None:
    definition = dict(define("custom", {"formula": "1/n^2"}, ()))
    with database.write() as session:
        first = repository.add_set(session, "A", "custom", definition, (), "somebody")
        question = {"subject": {"a": str(first.id), "name": "A"}}
        job = Job(kind="compensate", question=question, owner="somebody")
        answered = Answered({"verdict": verdict}, extras={"definition": definition})
        made = record(session, job, answered, 0.1)["compensating_set_id"]
        sets, _ = repository.list_sets(session, "somebody")
        assert {str(each.id): each.is_compensated for each in sets} == {str(first.id): is_proved, made: is_proved}
