"""The program `tnsim`: its commands, one a file, each imported when it is asked for."""

from __future__ import annotations

import gc
from importlib import import_module

import click

from tnsim import __version__

__all__ = ["app", "main"]

_COMMANDS = {
    "prove": "prove:prove",
    "eval": "evaluate:evaluate",
    "sum": "closed_forms:closed_form",
    "compensate": "compensate:compensate",
    "plot": "plot:plot",
    "check": "check:check",
    "bench": "bench:bench",
    "serve": "serve:serve",
    "db": "db:db",
    "cluster": "cluster:cluster",
}
"""The module and the command in it: the checker starts without the prover, and nothing waits for the service."""

_ALLOCATIONS_BETWEEN_SCANS = 50_000
"""Modules make many objects that stay: scans for cycles take an eighth of the checker's start."""


class _Program(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, command = _COMMANDS[cmd_name].split(":")
        found = getattr(import_module(f"tnsim.cli.{module}"), command)
        assert isinstance(found, click.Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Refuse what is no command with those there are."""
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"no such command: {args[0]!r}; the commands are {', '.join(_COMMANDS)}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Program, no_args_is_help=True, context_settings={"show_default": True})
@click.version_option(__version__, prog_name="tnsim", message="%(prog)s %(version)s")
def app() -> None:
    """Proves and rigorously encloses infinite sums."""


def main() -> None:
    """Run the program on the arguments of this process; ends by SystemExit."""
    gc.set_threshold(_ALLOCATIONS_BETWEEN_SCANS)
    app(prog_name="tnsim")
