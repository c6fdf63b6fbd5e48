"""`tnsim eval`: a ball that holds the value of an expression."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from fractions import Fraction

import click
from click.exceptions import Exit

from tnsim.cli import options, reading
from tnsim.cli.display import show_value
from tnsim.core import tasks
from tnsim.core.reading import as_fraction
from tnsim.errors import InputError
from tnsim.language.tokens import is_symbol_name
from tnsim.sets.ball import Ball

__all__ = ["evaluate", "values_from"]

_EXIT_CODES = {"enclosed": 0, "undetermined": 3, "divergent": 4}


@click.command("eval", cls=options.TakesFormulas)
@click.argument("expression", metavar="EXPR")
@click.option("--with", "given", multiple=True, help='A symbol and its value, as in "x = 1/3 +/- 1e-30"; repeatable.')
@options.digits
@options.timeout
@options.as_json
def evaluate(expression: str, given: tuple[str, ...], digits: int, timeout: float, as_json: bool) -> None:
    """Enclose the value of an expression.

    EXPR is a formula; - reads stdin.

    Exit code: 0 to the digits asked for, 3 not so, 4 divergent, 2 bad input.
    """
    with reading.refusals(as_json):
        values = values_from(given)
        advice = 'give it a value, as in --with "{0} = 1/2", or sum over it, as in sum(..., {0}=1..oo)'
        formula = reading.formula_from(expression, frozenset(values), advice)
        value = tasks.value_within(formula, values, digits, timeout)
    if as_json:
        click.echo(json.dumps(value.report))
    else:
        show_value(value)
    raise Exit(_EXIT_CODES[value.kind])


def values_from(texts: Sequence[str]) -> dict[str, Fraction | Ball]:
    """Return what `x = 1/3` or `x = 1/3 +/- 1e-30` say of symbols; raises InputError for anything else."""
    values: dict[str, Fraction | Ball] = {}
    for text in texts:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not sign or not is_symbol_name(name):
            raise InputError(f'--with {text!r}: expected a symbol and its value, as in "x = 1/3"')
        if name in values:
            raise InputError(f"--with: {name} has two values")
        midpoint, *radius = re.split(r"±|\+/-", value)
        try:
            centre, width = as_fraction(midpoint), [abs(as_fraction(part)) for part in radius]
        except InputError as error:
            raise InputError(f"--with {text!r}: {error}") from None
        if len(width) > 1:
            raise InputError(f'--with {text!r}: one radius at most, as in "x = 1/3 +/- 1e-30"')
        values[name] = Ball.from_bounds(centre - width[0], centre + width[0]) if width else centre
    return values
