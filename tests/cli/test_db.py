from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

pytest.importorskip("sqlalchemy", reason="the database needs the extra server")

from tnsim.cli.app import app
from tnsim.store import keys
from tnsim.store.database import Database


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["db", *arguments])
    return done.exit_code, done.output


def test_a_database_from_nothing_to_a_backup(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    assert run("upgrade", "--database", url) == (0, "tables at revision 0002 (before: none)\n")
    assert run("upgrade", "--database", url) == (0, "tables at revision 0002 (before: 0002)\n")
    assert run("seed", "--database", url) == (0, "sets added: 3\n")
    assert run("seed", "--database", url) == (0, "sets added: 0\n")
    copy = tmp_path / "copy.db"
    assert run("backup", str(copy), "--database", url)[0] == 0
    assert copy.stat().st_size > 0
    assert run("backup", str(copy), "--database", url)[0] == 2


def test_keys_are_made_and_revoked(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    run("upgrade", "--database", url)
    code, key = run("key", "somebody", "--database", url)
    key_id, secret = keys.parse(key.strip())
    database = Database(url)
    with database.read() as session:
        assert code == 0 and keys.secret_matches(secret, keys.stored_hash(session, key_id))
    assert run("revoke", key_id, "--database", url)[0] == 0
    with database.read() as session:
        assert keys.stored_hash(session, key_id) is None
    database.dispose()
    assert run("revoke", key_id, "--database", url)[0] == 2


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["seed", "--database", "sqlite:////nowhere/at/all.db"], "unable to open"),
        (["seed", "--database", "mysql://a/b"], "SQLite or PostgreSQL"),
        (["seed", "--database", "nonsense"], "a database URL is"),
    ],
)
def test_bad_input_is_one_line(arguments: list[str], reason: str) -> None:
    code, output = run(*arguments)
    assert code == 2 and reason in output and "Traceback" not in output


def test_missing_tables_are_named(tmp_path: Path) -> None:
    code, output = run("seed", "--database", f"sqlite:///{tmp_path}/empty.db")
    assert code == 2 and "tnsim db upgrade" in output
