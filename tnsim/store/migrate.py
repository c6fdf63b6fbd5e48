"""The tables brought up to date by Alembic, whose files lie inside the package."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from tnsim.store.database import Database

__all__ = ["current", "downgrade", "is_up_to_date", "revisions", "upgrade"]

_LOCK = 742_653  # any number of our own


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the tables to a revision; of several processes that do it at a time, one does."""
    _run(database, command.upgrade, revision)


def downgrade(database: Database, revision: str) -> None:
    """Take the tables back to a revision, "base" for none; data in what is dropped is lost."""
    _run(database, command.downgrade, revision)


def current(database: Database) -> str | None:
    """Return the revision of the tables, `None` where there are none."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def revisions() -> list[str]:
    """Return all revisions, the first one first."""
    script = ScriptDirectory.from_config(_config())
    return [revision.revision for revision in script.walk_revisions()][::-1]


def is_up_to_date(database: Database) -> bool:
    """Tell whether the tables are those of this program."""
    return current(database) == revisions()[-1]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _run(database: Database, change: object, revision: str) -> None:
    config = _config()
    with database.engine.execution_options(tnsim_writes=True).begin() as connection:
        if database.dialect == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        config.attributes["connection"] = connection
        change(config, revision)  # type: ignore[operator]
