"""`tnsim compensate`: are infinite sets together zero-sum, index by index?"""

from __future__ import annotations

import json
from functools import reduce
from operator import add
from typing import Annotated

import typer

from tnsim.cli import reading
from tnsim.cli.display import EXIT_CODES, show_report
from tnsim.core import tasks
from tnsim.errors import InputError
from tnsim.language.expression import INFINITY, Sum, Symbol, number
from tnsim.language.printing import to_text

__all__ = ["compensate"]


def compensate(
    sets: Annotated[list[str], typer.Argument(metavar="A B...", help="The formulas of two or more sets.")],
    index: Annotated[str, typer.Option(help="The name of the index.")] = "n",
    start: Annotated[int, typer.Option(help="The first index.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Decide whether A ⊕ B is zero-sum, index by index. Exit codes as those of `prove`."""
    with reading.refusals(as_json):
        if len(sets) < 2:
            raise InputError(f'compensate takes two sets or more, as in "1/n" "-1/n"; got {len(sets)}')
        index = reading.index_from(index)
        terms = tuple(reading.formula_from(text, frozenset({index})) for text in sets)
        claim = to_text(Sum(reduce(add, terms), Symbol(index), number(start), INFINITY))
        answer = tasks.verdict_within(tasks.compensate, (terms, index, start, tasks.DIGITS), tasks.SECONDS, claim)
    if as_json:
        typer.echo(json.dumps(answer.report))
    else:
        show_report(answer.report)
    raise typer.Exit(EXIT_CODES[answer.report["verdict"]])
