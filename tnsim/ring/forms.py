"""Linear forms and integer-valued polynomials in the symbols that run over whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from tnsim.errors import UnsupportedError
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["LinearForm", "binomial_parts", "linear_form", "without_mixed_products"]


@dataclass(frozen=True, slots=True)
class LinearForm:
    """`sum coefficients[v]*v + rest`: whole coefficients of whole symbols, and a rest free of such symbols."""

    coefficients: Mapping[str, int]
    rest: Element

    @property
    def content(self) -> int:
        """Return the greatest common divisor of the coefficients (0 for a constant form)."""
        return gcd(*self.coefficients.values()) if self.coefficients else 0

    @property
    def leading(self) -> int:
        """Return the coefficient of the first symbol in alphabetical order (0 for a constant form)."""
        return self.coefficients[min(self.coefficients)] if self.coefficients else 0

    def moving_part(self, ring: Ring) -> Element:
        """Return the form without its rest."""
        return sum((c * ring.tower.symbol(v) for v, c in self.coefficients.items()), ring.tower.element(0))

    def is_integer_valued(self) -> bool:
        value = self.rest.rational()
        return value is not None and value.denominator == 1


def linear_form(ring: Ring, element: Element) -> LinearForm | None:
    """Return the element as a linear form, or `None` where it is not one."""
    tower = ring.tower
    coefficients: dict[str, int] = {}
    if not element.denominator.is_one():
        return LinearForm({}, element) if not ring.depends_on_integers(element) else None
    rest: list[tuple[Fraction, dict[int, int]]] = []
    for coefficient, exponents in element.monomials():
        used = {i: e for i, e in enumerate(exponents) if e}
        moving = [i for i in used if any(ring.signs.is_integer(s) for s in tower.symbols_of(tower.generators[i]))]
        if not moving:
            rest.append((coefficient, used))
            continue
        generator = tower.generators[moving[0]]
        if used != {moving[0]: 1} or generator.kind != "symbol" or coefficient.denominator != 1:
            return None
        coefficients[str(generator.labels[0])] = int(coefficient)
    return LinearForm(coefficients, tower.polynomial(rest))


def binomial_parts(ring: Ring, exponent: Element) -> tuple[dict[tuple[str, int], Element], Element]:
    """Return the exponent as `sum c[v, j]*binomial(v, j) + rest`; c and rest are free of whole symbols.

    Raises UnsupportedError when the exponent is not of that shape (a mixed product of two whole symbols,
    or a degree over 3).
    """
    tower = ring.tower
    if not ring.depends_on_integers(exponent):
        return {}, exponent
    denominator = Element(tower, exponent.denominator)
    if ring.depends_on_integers(denominator):
        raise UnsupportedError("the exponent is not a polynomial in the index")
    powers: dict[str, dict[int, Element]] = {}
    rest = tower.element(0)
    for coefficient, exponents in exponent.monomials():
        used = {i: e for i, e in enumerate(exponents) if e}
        moving = [i for i in used if any(ring.signs.is_integer(s) for s in tower.symbols_of(tower.generators[i]))]
        factor = tower.polynomial([(coefficient, {i: e for i, e in used.items() if i not in moving})]) / denominator
        if not moving:
            rest += factor
            continue
        generator = tower.generators[moving[0]]
        degree = used[moving[0]]
        if len(moving) > 1 or generator.kind != "symbol" or degree > 3:
            raise UnsupportedError("the exponent is not a polynomial of degree at most 3 in one index")
        row = powers.setdefault(str(generator.labels[0]), {})
        row[degree] = row.get(degree, tower.element(0)) + factor
    parts: dict[tuple[str, int], Element] = {}
    for name, row in powers.items():
        # n = C(n,1), n^2 = C(n,1) + 2 C(n,2), n^3 = C(n,1) + 6 C(n,2) + 6 C(n,3)
        for degree, factor in row.items():
            for j, stirling in enumerate(((1,), (1, 2), (1, 6, 6))[degree - 1], start=1):
                parts[name, j] = parts.get((name, j), tower.element(0)) + stirling * factor
    return {key: value for key, value in parts.items() if not value.is_zero()}, rest


def without_mixed_products(ring: Ring, exponent: Element) -> tuple[Element, dict[tuple[str, str], int]]:
    """Return the exponent without its terms c*m*n with whole c and two whole symbols m, n, and these."""
    tower = ring.tower
    mixed: dict[tuple[str, str], int] = {}
    if not exponent.denominator.is_one():
        return exponent, mixed
    for coefficient, exponents in exponent.monomials():
        used = [i for i, e in enumerate(exponents) if e]
        if len(used) != 2 or sum(exponents) != 2 or coefficient.denominator != 1:
            continue
        generators = [tower.generators[i] for i in used]
        if all(g.kind == "symbol" and ring.signs.is_integer(str(g.labels[0])) for g in generators):
            first, second = sorted(str(g.labels[0]) for g in generators)
            mixed[first, second] = int(coefficient)
            exponent = exponent - int(coefficient) * tower.symbol(first) * tower.symbol(second)
    return exponent, mixed
