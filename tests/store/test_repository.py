from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest

pytest.importorskip("sqlalchemy", reason="the store needs the extra server")

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tnsim.store import migrate, repository
from tnsim.store.database import Database
from tnsim.store.models import CompensationPair, InfiniteSetRecord, OperationLog, SetElement
from tnsim.store.seed import SEED, seed


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    migrate.upgrade(made)
    yield made
    made.dispose()


def test_exact_values_come_back_exactly(database: Database) -> None:
    values = [Fraction(1, 3), Fraction(-(10**40), 7), Fraction(0)]
    with database.write() as session:
        made = repository.add_set(session, "A", "custom", {}, values, None)
    with database.read() as session:
        assert repository.elements(session, made.id) == values
        rows = session.scalars(select(SetElement.value).order_by(SetElement.position)).all()
        assert rows[0] == Decimal("0.3333333333")
        assert rows[1] < -Decimal(9999999998)  # as near as the column can hold
        assert repository.elements(session, made.id, limit=1, offset=1) == values[1:2]


def test_deleting_a_set_deletes_what_hangs_on_it(database: Database) -> None:
    with database.write() as session:
        a = repository.add_set(session, "A", "custom", {}, [Fraction(1)], None)
        b = repository.add_set(session, "B", "custom", {}, [Fraction(-1)], None)
        repository.add_pair(session, a.id, b.id, Fraction(0), Fraction(0), "direct", "proved", None)
    with database.write() as session:
        assert repository.delete_set(session, a.id, None)
        assert not repository.delete_set(session, a.id, None)
    with database.read() as session:
        assert session.scalars(select(CompensationPair)).all() == []
        assert [row.set_id for row in session.scalars(select(SetElement))] == [b.id]


def test_an_error_margin_is_rounded_up(database: Database) -> None:
    with database.write() as session:
        a = repository.add_set(session, "A", "custom", {}, [], None)
        pair = repository.add_pair(session, a.id, a.id, Fraction(1), Fraction(1, 10**15), "direct", "enclosed", None)
    with database.read() as session:
        assert session.get_one(CompensationPair, pair.id).error_margin == Decimal("1e-10")


def test_owners_see_their_own_sets_and_everybodys(database: Database) -> None:
    with database.write() as session:
        seed(session)
        mine = repository.add_set(session, "mine", "custom", {}, [], "one")
    with database.read() as session:
        assert repository.list_sets(session, "one")[1] == len(SEED) + 1
        assert repository.list_sets(session, "two")[1] == len(SEED)
        assert repository.find_set(session, mine.id, "two") is None
        assert repository.find_set(session, uuid4(), "one") is None
        harmonic, _ = repository.list_sets(session, "two", kind="harmonic", is_compensated=False)
        assert [found.name for found in harmonic] == ["Harmonic Series"]
    with database.write() as session:
        assert not repository.delete_set(session, harmonic[0].id, "two")


def test_pages_show_every_set_once(database: Database) -> None:
    with database.write() as session:
        for k in range(7):
            repository.add_set(session, str(k), "custom", {}, [], None)
    seen: list[str] = []
    after = None
    with database.read() as session:
        while page := repository.list_sets(session, None, limit=3, after=after)[0]:
            seen += [found.name for found in page]
            after = (page[-1].created_at, page[-1].id)
    assert sorted(seen) == [str(k) for k in range(7)]


def test_seeding_twice_adds_nothing(database: Database) -> None:
    with database.write() as session:
        assert seed(session) == 3
    with database.write() as session:
        assert seed(session) == 0
        names = {row.name: (row.type, row.properties["formula"]) for row in session.scalars(select(InfiniteSetRecord))}
    assert names["Compensating Harmonic"] == ("harmonic", "-1/n")
    assert names["Alternating Series"] == ("alternating", "(-1)^n/n")


def test_a_type_that_is_none_is_refused_by_the_database(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as session:
        repository.add_set(session, "A", "no such type", {}, [], None)


def test_operations_are_logged(database: Database) -> None:
    with database.write() as session:
        repository.log_operation(session, "prove", {"claim": "0"}, {"verdict": "proved"}, 0.25)
        repository.log_operation(session, "prove", {"claim": "1/0"}, {}, 1e9, error="a pole")
    with database.read() as session:
        first, second = session.scalars(select(OperationLog).order_by(OperationLog.execution_time)).all()
    assert (first.success, first.execution_time, first.result_data) == (True, Decimal("0.25"), {"verdict": "proved"})
    assert (second.success, second.error_message) == (False, "a pole")
