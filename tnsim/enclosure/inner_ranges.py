"""The ranges of inner sums, by polynomials in the outer index: whether they run forwards, and have terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flint import fmpq, fmpq_mpoly, fmpq_poly

from tnsim.domains.special_functions import Value
from tnsim.enclosure.index_polynomials import IndexPolynomials, in_outer_index
from tnsim.errors import UnsupportedError
from tnsim.language.expression import INFINITY, Expression, Product, Sum, Symbol, free_symbols

__all__ = ["InnerRange", "exact_values", "first_with_terms"]

_LATEST = 24


def first_with_terms(term: Expression, index: Symbol, start: int, env: Mapping[str, Value]) -> int:
    """Return the least index from which on no inner sum is empty, near the start; the start where none is known.

    What is taken out of an empty sum need not have a value: sum(k/(n - 1), k=2..n) is 0 at n = 1.
    """
    if isinstance(term, Product) or (isinstance(term, Sum) and term.index == index):
        return start
    if not isinstance(term, Sum):
        return max((first_with_terms(child, index, start, env) for child in term.children), default=start)
    later = range(start, start + _LATEST)
    exact = exact_values(env, index)
    return next((first for first in later if InnerRange(index, first, exact, term).has_terms), start)


def exact_values(env: Mapping[str, Value], index: Symbol) -> Mapping[str, fmpq]:
    """Return the values that are known exactly, of other symbols than the index."""
    return {name: value for name, value in env.items() if isinstance(value, fmpq) and name != index.name}


@dataclass(frozen=True, slots=True)
class InnerRange:
    """The range of an inner sum, in a term of an outer sum over index >= start."""

    index: Symbol
    start: int
    env: Mapping[str, fmpq]
    node: Sum

    @property
    def polynomials(self) -> IndexPolynomials:
        """Return the reader of quotients of polynomials in both indices."""
        return IndexPolynomials(self.node.index, self.index, self.env)

    def least_index(self) -> int | None:
        """Return a whole number that the inner index is never below, `None` where none is known."""
        try:
            lower = self.polynomial(self.node.lower)
        except UnsupportedError:
            return None
        coefficients = self.from_start(lower)
        if not _is_whole(lower) or any(c < 0 for c in coefficients[1:]):
            return None
        return int(coefficients[0]) if coefficients else 0

    @property
    def runs_forwards(self) -> bool:
        """Tell whether the bounds are whole, or the upper one infinite, and the range is never less than empty."""
        try:
            lower = self.polynomial(self.node.lower)
            upper = None if self.node.upper == INFINITY else self.polynomial(self.node.upper)
        except UnsupportedError:
            return False
        if upper is None:
            return _is_whole(lower)
        return _is_whole(lower) and _is_whole(upper) and self.is_positive(upper - lower + 2)

    @property
    def has_terms(self) -> bool:
        """Tell whether the range is never empty."""
        if self.node.upper == INFINITY:
            return True
        try:
            return self.is_positive(self.polynomial(self.node.upper) - self.polynomial(self.node.lower) + 1)
        except UnsupportedError:
            return False

    @property
    def is_fixed(self) -> bool:
        """Tell whether the bounds do not depend on the outer index."""
        return self.index.name not in free_symbols(self.node.lower) | free_symbols(self.node.upper)

    def polynomial(self, node: Expression) -> fmpq_mpoly:
        """Return a polynomial in both indices; raises UnsupportedError for anything else."""
        above, below = self.polynomials.fraction(node)
        if not below.is_constant():
            raise UnsupportedError("an expression that is not a polynomial")
        return above / below

    def is_positive(self, polynomial: fmpq_mpoly) -> bool:
        """Tell whether a polynomial in n is positive for all n >= start: by non-negative coefficients in n - start."""
        if polynomial.degrees()[0] > 0:
            return False
        shifted = self.from_start(polynomial)
        return bool(shifted) and all(c >= 0 for c in shifted) and bool(shifted[0] > 0)

    def from_start(self, polynomial: fmpq_mpoly) -> list[fmpq]:
        """Return the coefficients in n - start of a polynomial in n."""
        coefficients: list[fmpq] = in_outer_index(polynomial)(fmpq_poly([self.start, 1])).coeffs()
        return coefficients


def _is_whole(bound: fmpq_mpoly) -> bool:
    """Tell whether a polynomial in the outer index has whole coefficients, and so whole values."""
    return bool(bound.degrees()[0] <= 0) and all(c.q == 1 for c in bound.coeffs())
