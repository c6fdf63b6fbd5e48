"""One database behind a URL: sessions for reading and for writing, on SQLite or PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError, SQLAlchemyError, TimeoutError
from sqlalchemy.orm import Session

from tnsim.errors import InputError

__all__ = ["Database", "is_away"]

_SECONDS_TO_WAIT = 10


class Database:
    """A pool of connections; nothing connects before the first session.

    Raises InputError for a URL of anything but SQLite or PostgreSQL.

    >>> database = Database("sqlite://")
    >>> database.dialect
    'sqlite'
    """

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)

    @property
    def dialect(self) -> str:
        return self.engine.dialect.name

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Return a session whose transaction is rolled back at the end."""
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Return a session that commits at the end, and rolls back when an exception leaves it."""
        engine = self.engine.execution_options(tnsim_writes=True)
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def ping(self) -> None:
        """Ask the database for a sign of life; raises what SQLAlchemy raises."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def dispose(self) -> None:
        self.engine.dispose()


def is_away(error: SQLAlchemyError) -> bool:
    """Tell whether the database cannot be reached, is full or too busy, so that it may do the same thing later."""
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
    return isinstance(error, TimeoutError)  # of the pool


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise InputError("a database URL is sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME") from None
    if parsed.get_backend_name() == "sqlite":
        waiting = {} if "timeout" in parsed.query else {"timeout": _SECONDS_TO_WAIT}  # sqlite:///FILE?timeout=SECONDS
        engine = create_engine(parsed, connect_args={**waiting, "isolation_level": None})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if parsed.get_backend_name() == "postgresql":
        # A machine that vanishes closes no connection: without these, reading from it waits for hours.
        lost = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            connect_args={"connect_timeout": 5, **lost},
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=10,
            pool_timeout=_SECONDS_TO_WAIT,
        )
    raise InputError(f"the database is SQLite or PostgreSQL, not {parsed.get_backend_name()}")


def _prepare_sqlite(connection: DBAPIConnection, _record: Any) -> None:
    """Readers beside one writer, foreign keys that hold, and no loss of what was committed, even when power fails."""
    if isinstance(connection, sqlite3.Connection):
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A transaction that will write says so at its start: one that changes its mind may meet a deadlock."""
    writes = connection.get_execution_options().get("tnsim_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
