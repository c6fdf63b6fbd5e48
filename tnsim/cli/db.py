"""`tnsim db`: the tables brought up to date, seeded, backed up; API keys made and revoked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tnsim.cli import reading
from tnsim.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from tnsim.store.database import Database

__all__ = ["app", "refused_by_the_database"]

app = typer.Typer(no_args_is_help=True, help="The database of the service.")
Url = Annotated[str | None, typer.Option("--database", help="URL; default: TNSIM_DATABASE, or the file tnsim.db here.")]


@app.command()
def upgrade(database: Url = None) -> None:
    """Bring the tables up to date."""
    with _opened(database) as opened:
        from tnsim.store import migrate

        before = migrate.current(opened)
        migrate.upgrade(opened)
        typer.echo(f"tables at revision {migrate.current(opened)} (before: {before or 'none'})")


@app.command()
def seed(database: Url = None) -> None:
    """Add the sets that every database should know, where they are missing."""
    with _opened(database) as opened:
        from tnsim.store.seed import seed

        with opened.write() as session:
            typer.echo(f"sets added: {seed(session)}")


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; it may not exist yet.")],
    database: Url = None,
) -> None:
    """Copy the whole database into one file, while it is in use."""
    with _opened(database) as opened:
        from tnsim.store.backup import backup

        backup(opened, file)
        typer.echo(f"written: {file}")


@app.command()
def key(name: Annotated[str, typer.Argument(metavar="NAME", help="Whose key it is.")], database: Url = None) -> None:
    """Make an API key, and print it this once."""
    with _opened(database) as opened:
        from tnsim.store import keys

        if not 0 < len(name) <= 255:
            raise InputError("a name has 1 to 255 characters")
        with opened.write() as session:
            typer.echo(keys.create(session, name))


@app.command()
def revoke(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="The part of a key between its underscores.")],
    database: Url = None,
) -> None:
    """Make an API key worthless, within half a minute."""
    with _opened(database) as opened:
        from tnsim.store import keys

        with opened.write() as session:
            if not keys.revoke(session, key_id):
                raise InputError(f"there is no valid key {key_id}")
        typer.echo(f"revoked: {key_id}")


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
