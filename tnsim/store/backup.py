"""A copy of the whole database in one file, made while it is in use."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL

from tnsim.errors import InputError, MissingExtraError
from tnsim.store.database import Database

__all__ = ["backup"]


def backup(database: Database, file: Path) -> None:
    """Write a backup: of SQLite a database file, of PostgreSQL an archive for `pg_restore`.

    Raises InputError where the file exists or its folder does not, MissingExtraError where `pg_dump` is missing.
    """
    if file.exists():
        raise InputError(f"{file} exists; give the backup another name")
    if not file.absolute().parent.is_dir():
        raise InputError(f"cannot write {file}: there is no folder {file.parent}")
    unfinished = file.with_name(file.name + ".part")
    try:
        if database.dialect == "sqlite":
            _copy_sqlite(database, unfinished)
        else:
            _dump_postgresql(database.engine.url, unfinished)
        unfinished.rename(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _copy_sqlite(database: Database, file: Path) -> None:
    with database.engine.connect() as connection, closing(sqlite3.connect(file)) as target:
        source = connection.connection.dbapi_connection
        if isinstance(source, sqlite3.Connection):
            source.rollback()  # a transaction of its own would hold the copy up
            source.backup(target)


def _dump_postgresql(url: URL, file: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise MissingExtraError("a backup of PostgreSQL needs the program pg_dump: install its client programs")
    # The password goes by the environment: arguments are seen by everybody on the machine.
    environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    address = url.set(drivername="postgresql", password=None).render_as_string()
    done = subprocess.run(
        [program, "--format=custom", f"--file={file}", f"--dbname={address}"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise InputError(f"pg_dump failed: {done.stderr.strip()}")
