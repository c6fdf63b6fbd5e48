"""Compensating sets that converge faster than the set: Kummer's transformation, with a proof.

From a rational term `a(n) ~ c/n^d` a telescoping term with the same leading behaviour and a known sum is taken away,
again and again; from `(-1)^n a(n)` the alternating one `(-1)^n (w(n) + w(n + 1))`. What is left converges faster by
as many powers of `n`, and together with the set leaves telescoping sums only, which are proved to be 0 as a whole.

K. Knopp, Theory and Application of Infinite Series, section 35 B.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tnsim.core.infinite_set import ZeroSumInfiniteSet
from tnsim.core.verdict import Verdict
from tnsim.errors import UnsupportedError
from tnsim.language.expression import Negate, Symbol
from tnsim.sets.infinite_set import FormulaSet

if TYPE_CHECKING:
    import sympy

__all__ = ["Acceleration", "kummer_transform"]

_STEPS = 6
"""How many powers of n are gained."""


@dataclass(frozen=True, slots=True)
class Acceleration:
    """A compensating set, the verdict on both together, and how fast each converges, in words."""

    compensating: ZeroSumInfiniteSet
    verdict: Verdict
    rate: str


def kummer_transform(given: ZeroSumInfiniteSet, timeout: float = 20.0) -> Acceleration:
    """Return a compensating set whose terms tend to 0 faster by powers of n.

    Raises UnsupportedError for terms that are neither rational in n nor (-1)^n times such, and for those that need no
    acceleration because all of it telescopes.

    >>> found = kummer_transform(ZeroSumInfiniteSet("1/n^2"))
    >>> found.verdict.kind, found.rate
    ('proved', 'terms of order n^-8 instead of n^-2')
    """
    known = given.formula
    if known is None or known.prefix:
        raise UnsupportedError("only sets given by one formula are accelerated")
    import sympy

    from tnsim.language.sympy_bridge import from_sympy, to_sympy

    n = sympy.Symbol("n", integer=True)
    term = to_sympy(known.term).subs(sympy.Symbol(known.index.name), n)
    sign, rational = _split(term, n)
    offset = max(0, 1 - known.start)  # n + offset >= 1 on the whole range
    left, total = rational, sympy.Integer(0)
    order = first_order = _order(left, n)
    if order < (2 if sign == 1 else 1):
        raise UnsupportedError("the set has no sum that telescoping terms could help with")
    while order < first_order + _STEPS:
        piece, value = _telescoping(order, n, known.start, offset, sign)
        factor = _leading(left, n)
        left = sympy.together(left - factor * piece)
        total += factor * value
        if left == 0:
            raise UnsupportedError("the whole set telescopes: its sum is known, and nothing is left to accelerate")
        order = _order(left, n)
    index = Symbol("n")
    remainder = Negate(from_sympy((sign**n if sign == -1 else 1) * sympy.factor(left)))
    first = from_sympy(-total)
    compensating = ZeroSumInfiniteSet(FormulaSet(remainder, index, known.start, (first,)))
    verdict = given.zero_sum_operation(compensating, timeout=timeout).verdict
    return Acceleration(compensating, verdict, f"terms of order n^-{order} instead of n^-{first_order}")


def _split(term: sympy.Expr, n: sympy.Symbol) -> tuple[int, sympy.Expr]:
    """Return 1 and a rational term, or -1 and the rational factor of (-1)^n."""
    import sympy

    for sign in (1, -1):
        rational = sympy.together(sympy.powsimp(sympy.expand(term * sympy.Integer(sign) ** n, power_exp=True)))
        if rational.is_rational_function(n) and rational.free_symbols == {n}:
            return sign, rational
        rational = sympy.simplify(term * sympy.Integer(sign) ** n)
        if rational.is_rational_function(n) and rational.free_symbols == {n}:
            return sign, sympy.together(rational)
    raise UnsupportedError("only rational terms, and (-1)^n times such, are accelerated")


def _degrees(term: sympy.Expr, n: sympy.Symbol) -> tuple[Any, Any]:
    import sympy

    numerator, denominator = sympy.fraction(sympy.together(term))
    return sympy.Poly(numerator, n, domain="QQ"), sympy.Poly(denominator, n, domain="QQ")


def _order(term: sympy.Expr, n: sympy.Symbol) -> int:
    numerator, denominator = _degrees(term, n)
    return int(denominator.degree() - numerator.degree())


def _leading(term: sympy.Expr, n: sympy.Symbol) -> sympy.Expr:
    numerator, denominator = _degrees(term, n)
    return numerator.LC() / denominator.LC()


def _telescoping(order: int, n: sympy.Symbol, start: int, offset: int, sign: int) -> tuple[sympy.Expr, sympy.Expr]:
    """Return a term that is n^-order to first order, and the sum of it (times (-1)^n) from the start on."""
    import sympy

    def product(at: Any, factors: int) -> Any:
        return sympy.Mul(*(at + offset + j for j in range(factors)))

    if sign == 1:
        return 1 / product(n, order), 1 / ((order - 1) * product(sympy.Integer(start), order - 1))
    half = sympy.Rational(1, 2)
    term = half / product(n, order) + half / product(n + 1, order)
    return term, half * sympy.Integer(-1) ** start / product(sympy.Integer(start), order)
