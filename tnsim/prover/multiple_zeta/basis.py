"""Products of classical constants and of a few nested sums, weight by weight, in which all values are written.

Level 1: pi^2 and zeta at odd numbers, at weights 8 and 10 a double sum. Level 2: log(2), pi^2, zeta at odd numbers,
Li_k(1/2) for k >= 4, at weights 6 and 7 three sums. These are those of Blümlein, Broadhurst, Vermaseren, "The multiple
zeta value data mine" (2010). Level 4: log(2), pi, Catalan's constant, zeta at odd numbers and at 1/4, Li_4(1/2), at
weights 3, 4 and 5 six sums. Level 3: log(3), sqrt(3)*pi, zeta at odd numbers and at 1/3, at weight 3 a double sum, at
weight 4 two more. Level 6: log(2) and log(3), sqrt(3)*pi, zeta(2, 1/3), Li_2(1/4), at weight 3 zeta(3), Li_3(1/4),
Li_3(1/3), at weight 4 Li_4 at 1/2, 1/4, 1/3, -1/3 and zeta(4, 1/3), at weights 3 and 4 eight sums. There are as many
products as Zagier's and Deligne's numbers say, but for level 6 and weight 4, where Deligne's is 55, not 56.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import ONE, ZERO, Expression, Multiply, Power, number
from tnsim.language.parser import parse
from tnsim.proof.multiple_zeta.constants import constants_as_values
from tnsim.proof.multiple_zeta.words import Combination, product
from tnsim.proof.multiple_zeta.words import weight as index_weight
from tnsim.proof.rules.relations import difference_as_values
from tnsim.proof.scope import Scope
from tnsim.prover.multiple_zeta.instances import EVEN, Parity, parity, sum_of_parities

__all__ = ["BasisElement", "basis"]


_OVER_CHARACTER = "2*sqrt(3)/3*Sum(sin(2*pi*n/3)*{}/n^2, (n, 1, oo))"
_SQUARE = "(harmonic(n - 1)^2 - harmonic(n - 1, 2))/2"
_NESTED: Mapping[int, tuple[str, ...]] = {
    1: ("Sum(harmonic(n - 1, 3)/n^5, (n, 1, oo))", "Sum(harmonic(n - 1, 3)/n^7, (n, 1, oo))"),
    2: (
        "Sum((-1)^n*Sum((-1)^k/k, (k, 1, n - 1))/n^5, (n, 1, oo))",
        "Sum((-1)^n*Sum(harmonic(k - 1)/k, (k, 1, n - 1))/n^5, (n, 1, oo))",
        "Sum(Sum((-1)^k*Sum((-1)^j/j, (j, 1, k - 1))/k, (k, 1, n - 1))/n^5, (n, 1, oo))",
    ),
    3: (
        _OVER_CHARACTER.format("harmonic(n - 1)"),
        "Sum(cos(2*pi*n/3)*harmonic(n - 1)/n^3, (n, 1, oo))",
        _OVER_CHARACTER.format(_SQUARE),
    ),
    4: (
        "Sum((-1)^n*harmonic(2*n)/(2*n + 1)^2, (n, 0, oo))",
        "Sum((-1)^n*(harmonic(2*n)^2/2 - harmonic(2*n, 2)/2)/(2*n + 1)^2, (n, 0, oo))",
        "Sum((-1)^n*harmonic(2*n)/(2*n + 1)^4, (n, 0, oo))",
        "Sum(sin(pi*n/2)*Sum((-1)^k/k, (k, 1, n - 1))/n^4, (n, 1, oo))",
        "Sum(sin(pi*n/2)*Sum(sin(pi*k/2)*harmonic(k - 1, 2)/k, (k, 1, n - 1))/n^2, (n, 1, oo))",
        "Sum((-1)^n*(harmonic(2*n)^3 - 3*harmonic(2*n)*harmonic(2*n, 2) + 2*harmonic(2*n, 3))"
        "/(6*(2*n + 1)^2), (n, 0, oo))",
    ),
    6: (
        _OVER_CHARACTER.format("harmonic(n - 1)"),
        _OVER_CHARACTER.format("Sum((-1)^k/k, (k, 1, n - 1))"),
        "Sum(harmonic(n - 1)/(3^n*n^3), (n, 1, oo))",
        _OVER_CHARACTER.format(_SQUARE),
        _OVER_CHARACTER.format("Sum((-1)^k*harmonic(k - 1)/k, (k, 1, n - 1))"),
        _OVER_CHARACTER.format("Sum(Sum((-1)^j/j, (j, 1, k - 1))/k, (k, 1, n - 1))"),
        _OVER_CHARACTER.format("Sum((-1)^k*Sum((-1)^j/j, (j, 1, k - 1))/k, (k, 1, n - 1))"),
        _OVER_CHARACTER.format("Sum((-1)^k*Sum(cos(2*pi*j/3)/j, (j, 1, k - 1))/k, (k, 1, n - 1))"),
    ),
}
"""Sums that are no polynomials in the constants, the lightest first."""


@dataclass(frozen=True, slots=True)
class BasisElement:
    """A product of constants, perhaps with a nested sum, and what it is in multiple zeta values."""

    expression: Expression
    values: Combination
    is_classical: bool
    parity: Parity
    """The parity for which it is needed; `zeta(2, 1/3)` has a multiple of pi^2 beside."""

    @property
    def own_values(self) -> Combination:
        """Return the values of this parity."""
        return {index: c for index, c in self.values.items() if parity(index) == self.parity}


@lru_cache(maxsize=64)
def basis(level: int, weight: int) -> tuple[BasisElement, ...]:
    """Return the basis of a weight, products with fewer factors first, those with nested sums last."""
    found = list(_classical(level, weight))
    for own, node, values, own_parity in _nested(level):
        if own <= weight:
            for element in _classical(level, weight - own):
                expression = node if element.expression == ONE else Multiply((element.expression, node))
                both = sum_of_parities(element.parity, own_parity)
                found.append(BasisElement(expression, product(element.values, values), False, both))
    return tuple(found)


@lru_cache(maxsize=8)
def _nested(level: int) -> tuple[tuple[int, Expression, Combination, Parity], ...]:
    """Return the sums with their weights, values and parities."""
    found = []
    for text in _NESTED[level]:
        node = parse(text)
        values = difference_as_values(node, ZERO, thirds=level % 3 == 0)[1]
        index = next(iter(values))
        found.append((index_weight(index), node, values, parity(index)))
    return tuple(found)


def _classical(level: int, weight: int) -> Iterator[BasisElement]:
    scope = Scope(EMPTY)
    for factors in sorted(_products(weight, _constants(level, weight)), key=len):
        expression = _product(tuple(constant.expression for constant in factors))
        values = constants_as_values(scope.lift(expression, "a constant"), thirds=level % 3 == 0)
        if values is None or values.keys() != {1}:
            raise ValueError("a constant of the basis is no multiple zeta value")
        yield BasisElement(expression, values[1], True, sum_of_parities(*(constant.parity for constant in factors)))


@dataclass(frozen=True, slots=True)
class _Constant:
    weight: int
    expression: Expression
    parity: Parity


def _constants(level: int, most: int) -> list[_Constant]:
    """Return the constants of a level, the lightest first."""
    odd = (int(level % 4 == 0), int(level % 3 == 0))
    found: list[tuple[int, str, Parity]] = [(2, "pi^2", EVEN)]
    if level % 4 == 0:
        found = [(1, "pi", odd), (2, "Catalan", odd)]
    elif level % 3 == 0:
        found = [(1, "sqrt(3)*pi", odd), (2, "zeta(2, 1/3)", odd)]
    found = [(1, f"log({p})", EVEN) for p in (2, 3) if level % p == 0] + found
    if level == 6:
        found.append((2, "polylog(2, 1/4)", EVEN))
    for k in range(3, most + 1):
        if k % 2:
            found.append((k, f"zeta({k})", EVEN))
        elif level > 2:
            found.append((k, f"zeta({k}, 1/{4 if level == 4 else 3})", odd))
        if level % 2 == 0 and k >= 4:
            found.append((k, f"polylog({k}, 1/2)", EVEN))
        if level == 6:
            points = ("1/4", "1/3") if k == 3 else ("1/4", "1/3", "-1/3")
            found += [(k, f"polylog({k}, {x})", EVEN) for x in points]
    return [_Constant(weight, parse(text), own) for weight, text, own in found]


def _products(weight: int, constants: list[_Constant]) -> Iterator[tuple[_Constant, ...]]:
    if weight == 0:
        yield ()
        return
    for i, constant in enumerate(constants):
        if constant.weight <= weight:
            for rest in _products(weight - constant.weight, constants[i:]):
                yield (constant, *rest)


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
