"""The program `tnsim`: its commands, one a file."""

from __future__ import annotations

import re
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from tnsim import __version__
from tnsim.cli.bench import bench
from tnsim.cli.check import check
from tnsim.cli.closed_forms import closed_form
from tnsim.cli.cluster import app as cluster
from tnsim.cli.compensate import compensate
from tnsim.cli.db import app as db
from tnsim.cli.evaluate import evaluate
from tnsim.cli.plot import plot
from tnsim.cli.prove import prove
from tnsim.cli.serve import serve

__all__ = ["app", "main"]

app = typer.Typer(
    name="tnsim",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class _TakesFormulas(TyperCommand):
    """A command whose arguments may begin with a minus sign: only `--word` is an option here."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        known = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        for argument in args:
            option = _OPTION.match(argument)
            if option and option.group() not in known:
                ctx.fail(f"no such option: {option.group()}")
        ctx.ignore_unknown_options = True
        return super().parse_args(ctx, args)


_OPTION = re.compile(r"--[A-Za-z][\w-]*")

app.command(cls=_TakesFormulas)(prove)
app.command("eval", cls=_TakesFormulas)(evaluate)
app.command("sum", cls=_TakesFormulas)(closed_form)
app.command(cls=_TakesFormulas)(compensate)
app.command(cls=_TakesFormulas)(plot)
app.command()(check)
app.command()(bench)
app.command()(serve)
app.add_typer(db, name="db")
app.add_typer(cluster, name="cluster")


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"tnsim {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version.")
    ] = False,
) -> None:
    """Proves and rigorously encloses infinite sums."""


def main() -> None:
    """Run the program on the arguments of this process; ends by SystemExit."""
    app(prog_name="tnsim")
