"""The options that several commands share, and how a formula is told from an option."""

from __future__ import annotations

import re
from pathlib import Path

import click

from tnsim.core.defaults import DIGITS, SECONDS

__all__ = [
    "FILE",
    "PORT",
    "TakesFormulas",
    "as_json",
    "assume",
    "certificate",
    "digits",
    "index",
    "start",
    "timeout",
    "workers",
]

_OPTION = re.compile(r"--[A-Za-z][\w-]*")

FILE = click.Path(path_type=Path)
PORT = click.IntRange(0, 65535)


class TakesFormulas(click.Command):
    """A command whose arguments may begin with a minus sign: only `--word` is an option here."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse an unknown word that looks like an option; leave everything else to the arguments."""
        known = {name for parameter in self.get_params(ctx) for name in (*parameter.opts, *parameter.secondary_opts)}
        for argument in args:
            option = _OPTION.match(argument)
            if option and option.group() not in known:
                ctx.fail(f"no such option: {option.group()}")
        ctx.ignore_unknown_options = True
        return super().parse_args(ctx, args)


assume = click.option("--assume", multiple=True, help='What is assumed, as in "x: real, 0 < x < 1"; repeatable.')
timeout = click.option("--timeout", type=click.FloatRange(0, 1e6), default=SECONDS, help="Seconds for each claim.")
digits = click.option("--digits", type=click.IntRange(min=1), default=DIGITS, help="Significant digits of a ball.")
certificate = click.option("--certificate", type=FILE, help="Save the certificate as JSON.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
index = click.option("--index", default="n", help="The name of the index.")
start = click.option("--start", type=int, default=1, help="The first index.")
workers = click.option("--workers", type=click.IntRange(min=1), help="Processes; default: one a processor.")
