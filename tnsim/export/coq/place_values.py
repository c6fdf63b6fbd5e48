"""Functions in terms at one place that are written by other ones before the terms are compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import factorial

from tnsim.export.coq.logarithm_atoms import logarithms_apart
from tnsim.export.coq.placed import Placed
from tnsim.export.coq.terms import fraction_of
from tnsim.language.expression import Apply, walk

__all__ = ["values_at_place"]

_LARGEST_FACTORIAL = 8


def values_at_place(terms: Sequence[Placed], place: str) -> list[str]:
    """Return the tactics that take logarithms apart and write factorials of numbers as numbers."""
    return [*logarithms_apart(terms, place), *dict.fromkeys(_factorials(terms))]


def _factorials(terms: Sequence[Placed]) -> Iterator[str]:
    for term in terms:
        for node in walk(term.term):
            match node:
                case Apply("factorial", (n,)) if (value := fraction_of(n)) is not None and value <= _LARGEST_FACTORIAL:
                    text = term.writer().real(node)
                    yield f"try (replace {text} with {factorial(int(value))} by (first_terms; reflexivity))."
