"""Sums of powers of the index times an arithmetic function, by the values of the zeta function.

    sum mu(n)/n^s = 1/zeta(s),   sum phi(n)/n^s = zeta(s - 1)/zeta(s),   sum sigma_k(n)/n^s = zeta(s) zeta(s - k),

where they converge absolutely: for s > 1, s > 2 and s > k + 1 (Hardy and Wright 1979, Theorems 287, 288 and 291).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flint import acb, arb, fmpq

from tnsim.domains.arithmetic_functions import ARITHMETIC
from tnsim.domains.special_functions import to_acb
from tnsim.enclosure.index_powers import IndexPowers
from tnsim.enclosure.method import Budget, Part, Recipe, Series, partial_sum
from tnsim.errors import UnsupportedError
from tnsim.language.expression import ONE, Apply, Divide, Expression, Multiply, Negate, Symbol

__all__ = ["DirichletSeries"]


@dataclass(frozen=True, slots=True)
class DirichletSeries:
    """Encloses sums of an arithmetic function of the index times a sum of its powers."""

    name: ClassVar[str] = "Dirichlet series"

    def recipe(self, series: Series, _budget: Budget) -> Recipe:
        """Return how the sum is computed."""
        return lambda budget: self._enclosed(series, budget)

    def _enclosed(self, series: Series, budget: Budget) -> Part:
        found = _arithmetic_factor(series.term, series.index)
        if found is None:
            raise UnsupportedError("the term is not an arithmetic function times powers of the index")
        function, rest = found
        interpreter = budget.interpreter()
        order = [interpreter.value(argument, series.env) for argument in function.arguments[1:]]
        total = acb(0)
        for a, q, c in IndexPowers(series.index, series.env, interpreter).read(rest):
            factor = acb(q) * to_acb(interpreter.value(c, series.env))
            total += factor * acb(_value(function.function, -a, order))
        start = max(series.start, 1)
        below = partial_sum(Series(series.term, series.index, 1, series.env), start, budget)
        before = partial_sum(series, start, budget)  # a pole, as the functions have no value below 1
        return Part(total - below + before, self.name, start - 1, "no tail: the Dirichlet series is a value of zeta")


def _arithmetic_factor(term: Expression, index: Symbol) -> tuple[Apply, Expression] | None:
    """Return the arithmetic function of the index itself and the other factors, if the term is such a product."""
    match term:
        case Apply(function, (first, *_)) if function in ARITHMETIC and first == index:
            return term, ONE
        case Negate(operand):
            found = _arithmetic_factor(operand, index)
            return found and (found[0], Negate(found[1]))
        case Divide(numerator, denominator):
            found = _arithmetic_factor(numerator, index)
            return found and (found[0], Divide(found[1], denominator))
        case Multiply(factors):
            for position, factor in enumerate(factors):
                found = _arithmetic_factor(factor, index)
                if found is not None:
                    return found[0], Multiply((*factors[:position], found[1], *factors[position + 1 :]))
    return None


def _value(function: str, s: fmpq, order: Sequence[object]) -> arb:
    """Return the sum of function(n)/n^s over all n >= 1."""
    k = order[0] if order else fmpq(1)
    if not isinstance(k, fmpq) or k.q != 1 or k < 0:
        raise UnsupportedError("divisor_sigma of a power that is not a whole number >= 0")
    least = {"mobius": fmpq(1), "totient": fmpq(2), "divisor_sigma": k + 1}[function]
    if s <= least:
        raise UnsupportedError(
            f"a Dirichlet series that is not known to converge absolutely: the power must exceed {least}"
        )
    zeta = arb(s).zeta()
    if function == "mobius":
        return 1 / zeta
    if function == "totient":
        return arb(s - 1).zeta() / zeta
    return zeta * arb(s - k).zeta()
