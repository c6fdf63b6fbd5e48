"""From what the user typed to a claim, or to one line that says what is wrong and where."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from click.exceptions import Exit

from tnsim import __version__
from tnsim.errors import DomainError, InputError, ParseError
from tnsim.language.assumptions import Assumptions
from tnsim.language.bounds import bounding_symbols
from tnsim.language.expression import Expression, free_symbols
from tnsim.language.parser import DEFAULT_LIMITS, parse
from tnsim.language.tokens import constant_meant, is_symbol_name
from tnsim.sets.claim import Claim

__all__ = [
    "BAD_INPUT",
    "claim_from",
    "formula_from",
    "index_from",
    "refusals",
    "require_folder",
    "text_from",
]

BAD_INPUT = 2
"""The exit code for everything that cannot be read."""


@contextmanager
def refusals(as_json: bool) -> Iterator[None]:
    """Answer bad input with one line on stderr (and one object on stdout) and end with exit code 2."""
    try:
        yield
    except (InputError, DomainError) as error:
        position = error.position if isinstance(error, ParseError) else None
        place = "" if position is None else f"column {position + 1}: "
        click.echo(f"error: {place}{error}", err=True)
        if isinstance(error, ParseError) and (pointer := error.pointer()):
            click.echo(pointer, err=True)
        if as_json:
            click.echo(json.dumps({"error": str(error), "position": position, "version": __version__}))
        raise Exit(BAD_INPUT) from None


def text_from(argument: str) -> str:
    """Return the text of a formula; `-` stands for standard input."""
    if argument == "-":
        return sys.stdin.read(DEFAULT_LIMITS.length + 1).strip()
    return argument


def claim_from(argument: str, assumptions: Sequence[str]) -> Claim:
    """Return the claim.

    Raises InputError where it cannot be read, or where nothing is assumed of a free symbol.
    """
    text = text_from(argument)
    claim = Claim(parse(text), _facts(assumptions))
    _refuse_unknown_symbols(
        text, claim.expression, claim.assumptions.symbols, 'say what it is, as in --assume "{0}: {1}"'
    )
    return claim


def formula_from(
    argument: str, known: frozenset[str] = frozenset(), advice: str = "only the index may be left open"
) -> Expression:
    """Return the expression; raises InputError where it cannot be read or has a symbol that is not known."""
    text = text_from(argument)
    expression = parse(text)
    _refuse_unknown_symbols(text, expression, known, advice)
    return expression


def index_from(name: str) -> str:
    """Return the name of an index; raises InputError for what is none, or means something else."""
    if not is_symbol_name(name):
        raise InputError(f"--index: {name!r} is no name for an index; write one that means nothing else, as n")
    return name


def require_folder(path: Path | None) -> None:
    """Raise InputError when a file could not be written there: better now than after the work."""
    if path is not None and not path.absolute().parent.is_dir():
        raise InputError(f"cannot write {path}: there is no folder {path.parent}")


def _facts(texts: Sequence[str]) -> Assumptions:
    try:
        return Assumptions.parse(texts)
    except ParseError as error:
        raise ParseError(f"--assume: {error.message}", error.text, error.position) from None
    except InputError as error:
        raise InputError(f"--assume: {error}") from None


def _refuse_unknown_symbols(text: str, expression: Expression, known: frozenset[str], advice: str) -> None:
    for name in sorted(free_symbols(expression) - known):
        place = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        meant = constant_meant(name)
        kind = "integer" if name in bounding_symbols(expression) else "real"
        raise ParseError(
            f"nothing is known of the symbol {name!r}: {f'{meant}; or ' if meant else ''}{advice.format(name, kind)}",
            text,
            place.start() if place else None,
        )
