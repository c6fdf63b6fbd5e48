"""Functions in terms at one place that are written by other ones before the terms are compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import factorial

from tnsim.export.coq.logarithm_atoms import logarithms_apart
from tnsim.export.coq.placed import Placed
from tnsim.export.coq.terms import fraction_of
from tnsim.language.expression import Apply, Integer, walk

__all__ = ["values_at_place"]

_LARGEST_FACTORIAL = 8
_ZETA_2 = Apply("zeta", (Integer(2),))


def values_at_place(terms: Sequence[Placed], place: str) -> list[str]:
    """Return the tactics that take logarithms apart and write factorials of numbers, and zeta(2), as known values."""
    holds_zeta = any(node == _ZETA_2 for term in terms for node in walk(term.term))
    known = ["rewrite ?hurwitz_2_1."] if holds_zeta else []
    return [*logarithms_apart(terms, place), *known, *dict.fromkeys(_factorials(terms))]


def _factorials(terms: Sequence[Placed]) -> Iterator[str]:
    for term in terms:
        for node in walk(term.term):
            match node:
                case Apply("factorial", (n,)) if (value := fraction_of(n)) is not None and value <= _LARGEST_FACTORIAL:
                    text = term.writer().real(node)
                    yield f"try (replace {text} with {factorial(int(value))} by (first_terms; reflexivity))."
