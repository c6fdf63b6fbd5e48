"""Products of classical constants and of a few nested sums, weight by weight, in which all values are written.

Level 1: pi^2 and zeta at odd numbers, at weights 8 and 10 a double sum. Level 2: log(2), pi^2, zeta at odd numbers,
Li_k(1/2) for k >= 4, at weights 6 and 7 three sums. These are those of Blümlein, Broadhurst, Vermaseren, "The multiple
zeta value data mine" (2010). Level 4: log(2), pi, Catalan's constant, zeta at odd numbers and at 1/4, Li_4(1/2), at
weights 3 and 4 two sums. There are as many products as Zagier's and Deligne's numbers say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from flint import fmpq

from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import ONE, Apply, Constant, Expression, Multiply, Power, number
from tnsim.language.parser import parse
from tnsim.proof.multiple_zeta.colours import SINE
from tnsim.proof.multiple_zeta.constants import constants_as_values
from tnsim.proof.multiple_zeta.words import Combination, Index, product
from tnsim.proof.scope import Scope

__all__ = ["BasisElement", "basis"]


_NEW: Mapping[int, tuple[tuple[Index, str], ...]] = {
    1: (
        (((5, 0), (3, 0)), "Sum(harmonic(n - 1, 3)/n^5, (n, 1, oo))"),
        (((7, 0), (3, 0)), "Sum(harmonic(n - 1, 3)/n^7, (n, 1, oo))"),
    ),
    2: (
        (((5, 6), (1, 6)), "Sum((-1)^n*Sum((-1)^k/k, (k, 1, n - 1))/n^5, (n, 1, oo))"),
        (((5, 6), (1, 0), (1, 0)), "Sum((-1)^n*Sum(harmonic(k - 1)/k, (k, 1, n - 1))/n^5, (n, 1, oo))"),
        (((5, 0), (1, 6), (1, 6)), "Sum(Sum((-1)^k*Sum((-1)^j/j, (j, 1, k - 1))/k, (k, 1, n - 1))/n^5, (n, 1, oo))"),
    ),
    4: (
        (((2, SINE), (1, 0)), "Sum((-1)^n*harmonic(2*n)/(2*n + 1)^2, (n, 0, oo))"),
        (
            ((2, SINE), (1, 0), (1, 0)),
            "Sum((-1)^n*(harmonic(2*n)^2/2 - harmonic(2*n, 2)/2)/(2*n + 1)^2, (n, 0, oo))",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class BasisElement:
    """A product of constants, perhaps with a nested sum, and what it is in multiple zeta values."""

    expression: Expression
    values: Combination
    is_classical: bool


@lru_cache(maxsize=64)
def basis(level: int, weight: int) -> tuple[BasisElement, ...]:
    """Return the basis of a weight, products with fewer factors first, those with nested sums last."""
    found = list(_classical(level, weight))
    for index, text in _NEW[level]:
        if sum(s for s, _ in index) <= weight:
            node = parse(text)
            for element in _classical(level, weight - sum(s for s, _ in index)):
                expression = node if element.expression == ONE else Multiply((element.expression, node))
                found.append(BasisElement(expression, product(element.values, {index: fmpq(1)}), False))
    return tuple(found)


def _classical(level: int, weight: int) -> Iterator[BasisElement]:
    scope = Scope(EMPTY)
    for factors in sorted(_products(weight, _constants(level, weight)), key=len):
        expression = _product(factors)
        values = constants_as_values(scope.lift(expression, "a constant"))
        if values is None:
            raise ValueError("a constant of the basis is no multiple zeta value")
        yield BasisElement(expression, values, True)


def _constants(level: int, most: int) -> list[tuple[int, Expression]]:
    """Return constants with their weights, the lightest first."""
    found: list[tuple[int, Expression]] = [(2, Power(Constant("pi"), number(2)))]
    if level == 4:
        found = [(1, Constant("pi")), (2, Constant("Catalan"))]
    if level > 1:
        found.insert(0, (1, Apply("log", (number(2),))))
    for k in range(3, most + 1):
        if k % 2:
            found.append((k, Apply("zeta", (number(k),))))
        if level == 4 and k % 2 == 0:
            found.append((k, Apply("zeta", (number(k), number(1) / number(4)))))
        if level > 1 and k >= 4:
            found.append((k, Apply("polylog", (number(k), number(1) / number(2)))))
    return found


def _products(weight: int, constants: list[tuple[int, Expression]]) -> Iterator[tuple[Expression, ...]]:
    if weight == 0:
        yield ()
        return
    for i, (own, expression) in enumerate(constants):
        if own <= weight:
            for rest in _products(weight - own, constants[i:]):
                yield (expression, *rest)


def _product(factors: tuple[Expression, ...]) -> Expression:
    """Return the product with powers collected."""
    powers: list[Expression] = []
    for factor in dict.fromkeys(factors):
        exponent = factors.count(factor)
        if isinstance(factor, Power):
            powers.append(Power(factor.base, number(2 * exponent)))
        else:
            powers.append(factor if exponent == 1 else Power(factor, number(exponent)))
    if not powers:
        return number(1)
    return powers[0] if len(powers) == 1 else Multiply(tuple(powers))
