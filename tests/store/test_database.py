"""How a database is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy", reason="the store needs the extra server")

from sqlalchemy import text

from tnsim.store.database import Database


@pytest.mark.parametrize(("options", "milliseconds"), [("", 10_000), ("?timeout=1.5", 1500)])
def test_a_locked_file_is_waited_for_as_long_as_its_url_says(tmp_path: Path, options: str, milliseconds: int) -> None:
    database = Database(f"sqlite:///{tmp_path}/tnsim.db{options}")
    with database.read() as session:
        assert session.scalar(text("PRAGMA busy_timeout")) == milliseconds
    database.dispose()
