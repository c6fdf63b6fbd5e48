"""Products of classical constants, weight by weight, in which values of level 1 and 2 are written.

Level 1: pi^2 and zeta at odd numbers; complete below weight 8, where `Z(5, 3)` is new. Level 2: log(2), pi^2, zeta at
odd numbers, Li_k(1/2) for k >= 4; complete below weight 6, where a double sum is new (Broadhurst 1996; Deligne 2010).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import Apply, Constant, Expression, Multiply, Power, number
from tnsim.proof.multiple_zeta.constants import constants_as_values
from tnsim.proof.multiple_zeta.words import Combination
from tnsim.proof.scope import Scope

__all__ = ["BasisElement", "basis"]


@dataclass(frozen=True, slots=True)
class BasisElement:
    """A product of constants, and what it is in multiple zeta values."""

    expression: Expression
    values: Combination


@lru_cache(maxsize=64)
def basis(level: int, weight: int) -> tuple[BasisElement, ...]:
    """Return the products of constants of a weight, those with fewer factors first."""
    scope = Scope(EMPTY)
    found = []
    for factors in sorted(_products(weight, _constants(level, weight)), key=len):
        expression = _product(factors)
        values = constants_as_values(scope.lift(expression, "a constant"))
        if values is None:
            raise ValueError("a constant of the basis is no multiple zeta value")
        found.append(BasisElement(expression, values))
    return tuple(found)


def _constants(level: int, most: int) -> list[tuple[int, Expression]]:
    """Return constants with their weights, the lightest first."""
    found: list[tuple[int, Expression]] = [(2, Power(Constant("pi"), number(2)))]
    if level == 2:
        found.insert(0, (1, Apply("log", (number(2),))))
    for k in range(3, most + 1):
        if k % 2:
            found.append((k, Apply("zeta", (number(k),))))
        if level == 2 and k >= 4:
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
