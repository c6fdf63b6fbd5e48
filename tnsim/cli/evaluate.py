"""`tnsim eval`: a ball that holds the value of an expression."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from tnsim.cli import reading
from tnsim.cli.display import show_value
from tnsim.core import tasks

__all__ = ["evaluate"]

_EXIT_CODES = {"enclosed": 0, "undetermined": 3, "divergent": 4}


def evaluate(
    expression: Annotated[str, typer.Argument(metavar="EXPR", help="An expression; - reads stdin.")],
    given: Annotated[
        list[str] | None, typer.Option("--with", help='A symbol and its value, as in "x = 1/3 +/- 1e-30"; repeatable.')
    ] = None,
    digits: Annotated[int, typer.Option(min=1, help="Significant digits asked for.")] = tasks.DIGITS,
    timeout: Annotated[float, typer.Option(min=0, max=1e6, help="Seconds.")] = tasks.SECONDS,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Enclose a value. Exit code: 0 to the digits asked for, 3 not so, 4 divergent, 2 bad input."""
    with reading.refusals(as_json):
        values = reading.values_from(given or [])
        advice = 'give it a value, as in --with "{0} = 1/2", or sum over it, as in sum(..., {0}=1..oo)'
        formula = reading.formula_from(expression, frozenset(values), advice)
        value = tasks.value_within(formula, values, digits, timeout)
    if as_json:
        typer.echo(json.dumps(value.report))
    else:
        show_value(value)
    raise typer.Exit(_EXIT_CODES[value.kind])
