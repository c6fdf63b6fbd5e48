from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy", reason="the store needs the extra server")

from tnsim.errors import InputError, MissingExtraError
from tnsim.store import migrate, repository
from tnsim.store.backup import backup
from tnsim.store.database import Database


def test_a_backup_of_sqlite_is_a_database(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/a.db")
    migrate.upgrade(database)
    with database.write() as session:
        made = repository.add_set(session, "A", "custom", {}, [Fraction(1, 3)], None)
    backup(database, tmp_path / "copy.db")
    with database.write() as session:
        repository.delete_set(session, made.id, None)
    copy = Database(f"sqlite:///{tmp_path}/copy.db")
    with copy.read() as session:
        assert repository.elements(session, made.id) == [Fraction(1, 3)]
    with pytest.raises(InputError, match="exists"):
        backup(database, tmp_path / "copy.db")
    with pytest.raises(InputError, match="no folder"):
        backup(database, tmp_path / "nowhere" / "copy.db")
    for each in (database, copy):
        each.dispose()


def test_a_backup_of_postgresql_is_an_archive(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite has the test above")
    import pgserver

    database = Database(database_url)
    migrate.upgrade(database)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(MissingExtraError, match="pg_dump"):
        backup(database, tmp_path / "archive")
    programs = Path(pgserver.__file__).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.defpath}")
    backup(database, tmp_path / "archive")
    assert (tmp_path / "archive").read_bytes().startswith(b"PGDMP")
    database.dispose()


@pytest.mark.parametrize("url", ["mysql://a/b", "nonsense", "file.db"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(InputError, match=r"SQLite|sqlite"):
        Database(url)
