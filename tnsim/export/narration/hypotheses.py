"""The hypotheses of a lemma, written in one line of words and formulas, with the formulas found in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from tnsim.errors import InputError
from tnsim.export.document import Formula
from tnsim.language.expression import CONSTANTS, FUNCTIONS, Expression
from tnsim.language.parser import parse

__all__ = ["in_formulas"]

_RELATIONS = {"<": " < ", "<=": " ≤ ", ">": " > ", ">=": " ≥ ", "=": " = ", "!=": " ≠ "}
_OPERATORS = frozenset({*_RELATIONS, "+", "-", "*", "/"})


def in_formulas(text: str, symbols: Collection[str]) -> tuple[str, tuple[Formula, ...]]:
    """Return the words with `{}` for each formula, and the formulas; what cannot be read stays a word.

    >>> in_formulas("real a and -1 < x <= 1, or x = 1", ("a", "x"))[0]
    'real {} and {}, or {}'
    """
    words: list[str] = []
    formulas: list[Formula] = []
    for run, is_formal, stop in _runs(text.split(" "), symbols):
        found = _formula(run) if is_formal else None
        if found is None:
            words.append(" ".join(run) + stop)
        else:
            words.append("{}" + stop)
            formulas.append(found)
    return " ".join(words), tuple(formulas)


def _runs(tokens: list[str], symbols: Collection[str]) -> Iterator[tuple[list[str], bool, str]]:
    """Yield runs of tokens that may be one formula, and single words, with the punctuation behind them."""
    run: list[str] = []
    for token in tokens:
        bare = token.rstrip(",;:")
        while bare.count(")") > bare.count("("):
            bare = bare[:-1]
        stop = token[len(bare) :]
        if not _is_formal(bare, symbols):
            if run:
                yield run, True, ""
            run = []
            yield [bare], False, stop
            continue
        run.append(bare)
        if stop:
            yield run, True, stop
            run = []
    if run:
        yield run, True, ""


def _is_formal(token: str, symbols: Collection[str]) -> bool:
    names = re.findall(r"[A-Za-z_]\w*", token)
    return token in _OPERATORS or (
        bool(re.search(r"\d|[-+*/()^]", token) or token in symbols or _LETTER.fullmatch(token))
        and all(name in symbols or name in _FUNCTIONS or _LETTER.fullmatch(name) for name in names)
    )


_LETTER = re.compile("[b-zA-HK-Z]")
"""A letter that is no word and no name of a function."""

_FUNCTIONS = frozenset({*FUNCTIONS, *CONSTANTS, "abs"})


def _formula(run: list[str]) -> Formula | None:
    parts: list[str | Expression] = []
    piece: list[str] = []
    try:
        for token in [*run, ""]:
            if token in _RELATIONS or not token:
                parts.append(parse(" ".join(piece)))
                parts.append(_RELATIONS.get(token, ""))
                piece = []
            else:
                piece.append(token)
    except InputError:
        return None
    return Formula(tuple(parts[:-1]))
