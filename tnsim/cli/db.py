"""`tnsim db`: the tables brought up to date, seeded, backed up; API keys made and revoked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tnsim.cli import options, reading
from tnsim.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from tnsim.store.database import Database

__all__ = ["db", "refused_by_the_database"]

_url = click.option("--database", help="URL; default: TNSIM_DATABASE, or the file tnsim.db here.")


@click.group(no_args_is_help=True)
def db() -> None:
    """Keep the database; make API keys."""


@db.command()
@_url
def upgrade(database: str | None) -> None:
    """Bring the tables up to date."""
    with _opened(database) as opened:
        from tnsim.store import migrate

        before = migrate.current(opened)
        migrate.upgrade(opened)
        click.echo(f"tables at revision {migrate.current(opened)} (before: {before or 'none'})")


@db.command()
@_url
def seed(database: str | None) -> None:
    """Add the sets that every database has."""
    with _opened(database) as opened:
        from tnsim.store.seed import seed

        with opened.write() as session:
            click.echo(f"sets added: {seed(session)}")


@db.command()
@click.argument("file", type=options.FILE)
@_url
def backup(file: Path, database: str | None) -> None:
    """Copy the database into one new file.

    It may be in use meanwhile.
    """
    with _opened(database) as opened:
        from tnsim.store.backup import backup

        backup(opened, file)
        click.echo(f"written: {file}")


@db.command()
@click.argument("name")
@_url
def key(name: str, database: str | None) -> None:
    """Make an API key for somebody, and print it this once."""
    with _opened(database) as opened:
        from tnsim.store import keys

        if not 0 < len(name) <= 255:
            raise InputError("a name has 1 to 255 characters")
        with opened.write() as session:
            click.echo(keys.create(session, name))


@db.command()
@click.argument("key_id", metavar="ID")
@_url
def revoke(key_id: str, database: str | None) -> None:
    """Make an API key worthless.

    ID is its part between the underscores; half a minute later no replica takes the key.
    """
    with _opened(database) as opened:
        from tnsim.store import keys

        with opened.write() as session:
            if not keys.revoke(session, key_id):
                raise InputError(f"there is no valid key {key_id}")
        click.echo(f"revoked: {key_id}")


@contextmanager
def _opened(url: str | None) -> Iterator[Database]:
    with reading.refusals(as_json=False):
        try:
            from tnsim.service.settings import Settings
            from tnsim.store.database import Database
        except ImportError as error:
            if (error.name or "").startswith("tnsim"):
                raise
            missing = f"the database needs the extra server ({error.name} is missing): pip install 'tnsim[server]'"
            raise InputError(missing) from None
        opened = Database(Settings.from_environment(os.environ, database=url).database)
        try:
            with refused_by_the_database(" (are the tables there? `tnsim db upgrade`)"):
                yield opened
        except MissingExtraError as error:
            raise InputError(str(error)) from None
        finally:
            opened.dispose()


@contextmanager
def refused_by_the_database(advice: str = "") -> Iterator[None]:
    """Have what the database refuses said in one line; raises InputError."""
    from sqlalchemy.exc import OperationalError, ProgrammingError

    try:
        yield
    except (OperationalError, ProgrammingError) as error:
        reason = str(error.orig).splitlines()[0]
        raise InputError(f"the database refuses: {reason}{advice}") from None
