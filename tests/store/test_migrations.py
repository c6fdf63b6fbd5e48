from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest

pytest.importorskip("sqlalchemy", reason="the store needs the extra server")

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from tnsim.store import migrate
from tnsim.store.database import Database
from tnsim.store.models import Base


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    yield made
    made.dispose()


def test_every_migration_goes_up_down_and_up_again(database: Database) -> None:
    for before, revision in zip(["base", *migrate.revisions()], migrate.revisions(), strict=False):
        migrate.upgrade(database, revision)
        migrate.downgrade(database, before)
        migrate.upgrade(database, revision)
    assert migrate.is_up_to_date(database)
    migrate.downgrade(database, "base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]


def test_the_migrations_make_the_tables_of_the_models(database: Database) -> None:
    migrate.upgrade(database)
    with warnings.catch_warnings(), database.engine.connect() as connection:
        warnings.simplefilter("ignore")  # SQLite does not reflect descending indexes
        changes = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    descending = {"ix_infinite_sets_created_at", "ix_operation_logs_created_at"}
    assert [change for change in changes if getattr(change[1], "name", "") not in descending] == []


def test_the_data_model_is_kept(database: Database) -> None:
    migrate.upgrade(database)
    found = inspect(database.engine)
    columns = {table: {column["name"] for column in found.get_columns(table)} for table in found.get_table_names()}
    assert columns["infinite_sets"] >= {
        "id", "name", "type", "properties", "element_count", "is_compensated", "created_at", "updated_at",
    }  # fmt: skip
    assert columns["set_elements"] >= {"id", "set_id", "value", "position", "metadata", "created_at"}
    assert columns["compensation_pairs"] >= {
        "id", "set_a_id", "set_b_id", "zero_sum_result", "error_margin", "computation_method", "computed_at",
    }  # fmt: skip
    assert columns["operation_logs"] >= {
        "id", "operation_type", "input_data", "result_data", "execution_time", "success", "error_message", "created_at",
    }  # fmt: skip
    indexed = {(table, tuple(index["column_names"])) for table in columns for index in found.get_indexes(table)}
    assert indexed >= {
        ("infinite_sets", ("type",)), ("infinite_sets", ("is_compensated",)),
        ("set_elements", ("set_id",)), ("set_elements", ("set_id", "position")),
        ("compensation_pairs", ("set_a_id", "set_b_id")), ("compensation_pairs", ("zero_sum_result",)),
        ("operation_logs", ("operation_type",)),
    }  # fmt: skip
    (key,) = found.get_foreign_keys("set_elements")
    assert key["options"]["ondelete"] == "CASCADE"
