"""`tnsim compensate`: are infinite sets together zero-sum, index by index?"""

from __future__ import annotations

import json
from functools import reduce
from operator import add

import click
from click.exceptions import Exit

from tnsim.cli import options, reading
from tnsim.cli.display import EXIT_CODES, show_report
from tnsim.core import tasks
from tnsim.errors import InputError
from tnsim.language.expression import INFINITY, Sum, Symbol, number
from tnsim.language.printing import to_text

__all__ = ["compensate"]


@click.command(cls=options.TakesFormulas)
@click.argument("sets", metavar="A B...", nargs=-1, required=True)
@options.index
@options.start
@options.as_json
def compensate(sets: tuple[str, ...], index: str, start: int, as_json: bool) -> None:
    """Decide whether A ⊕ B is zero-sum.

    The sets are given by their terms, and compensate each other index by index.

    Exit codes as those of `prove`.
    """
    with reading.refusals(as_json):
        if len(sets) < 2:
            raise InputError(f'compensate takes two sets or more, as in "1/n" "-1/n"; got {len(sets)}')
        index = reading.index_from(index)
        terms = tuple(reading.formula_from(text, frozenset({index})) for text in sets)
        claim = to_text(Sum(reduce(add, terms), Symbol(index), number(start), INFINITY))
        answer = tasks.verdict_within(tasks.compensate, (terms, index, start, tasks.DIGITS), tasks.SECONDS, claim)
    if as_json:
        click.echo(json.dumps(answer.report))
    else:
        show_report(answer.report)
    raise Exit(EXIT_CODES[answer.report["verdict"]])
