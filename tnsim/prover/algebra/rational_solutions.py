"""Rational solutions y(n) of a(n) y(n+1) - b(n) y(n) = sum_i c_i p_i(n) with unknown constants c_i.

Abramov's universal denominator (S. A. Abramov, USSR Comput. Math. Math. Phys. 29 (1989) 7-12), then a degree
bound and linear algebra. With a/b the shift quotient of a hypergeometric term this is Gosper's algorithm
(R. W. Gosper, PNAS 75 (1978) 40-42) in its parameterised form.
"""

from __future__ import annotations

from collections.abc import Sequence

from tnsim.prover.algebra.linear_algebra import nullspace
from tnsim.prover.deadline import watch_deadline
from tnsim.ring.polynomials import factors
from tnsim.ring.tower import Element, Tower, split_powers

__all__ = ["Solution", "at_shift", "rational_solutions"]

Solution = tuple[list[Element], Element]
"""(the constants c_i, the rational function y)."""

_MOST_SHIFT = 300
_MOST_DEGREE = 120


def at_shift(element: Element, number: int, steps: int) -> Element:
    """Return a rational function of the generator with it moved by some steps (nothing else moves)."""
    if not steps:
        return element
    tower = element.tower
    moved = tower.generator_element(number) + steps
    return _horner(element, number, moved, of_denominator=False) / _horner(element, number, moved, of_denominator=True)


def _horner(element: Element, number: int, value: Element, of_denominator: bool) -> Element:
    tower = element.tower
    polynomial = element.denominator if of_denominator else element.numerator
    parts = split_powers(polynomial, number)
    total = tower.element(0)
    for degree in range(max(parts, default=0), -1, -1):
        total = total * value
        if degree in parts:
            total = total + Element(tower, parts[degree])
    return total


def _coefficients(polynomial: Element, number: int) -> list[Element]:
    """Return the coefficients of a polynomial in the generator, whose denominator is free of it."""
    tower = polynomial.tower
    below = Element(tower, polynomial.denominator)
    parts = split_powers(polynomial.numerator, number)
    if not parts:
        return []
    zero = tower.element(0)
    return [Element(tower, parts[j]) / below if j in parts else zero for j in range(max(parts) + 1)]


def _degree(polynomial: Element, number: int) -> int:
    return -1 if polynomial.is_zero() else int(polynomial.numerator.degrees()[number])


def _shift_distances(a: Element, b: Element, number: int) -> list[int]:
    """Return all k >= 0 for which a(n) and b(n + k) have a common factor in n."""
    found = set()
    for f in _moving_factors(a, number):
        for g in _moving_factors(b, number):
            watch_deadline()
            k = _distance(f, g, number)
            if k is not None and 0 <= k <= _MOST_SHIFT:
                found.add(k)
    return sorted(found, reverse=True)


def _moving_factors(polynomial: Element, number: int) -> list[Element]:
    tower = polynomial.tower
    return [Element(tower, f) for f, _ in factors(polynomial.numerator)[1] if f.degrees()[number]]


def _distance(f: Element, g: Element, number: int) -> int | None:
    """Return k with f(n) proportional to g(n + k), if there is one."""
    p, q = _coefficients(f, number), _coefficients(g, number)
    degree = len(p) - 1
    if len(q) - 1 != degree:
        return None
    gap = (p[degree - 1] / p[degree] - q[degree - 1] / q[degree]) / degree
    k = gap.rational()
    if k is None or k.denominator != 1:
        return None
    if degree == 1:
        return int(k)
    moved = at_shift(g, number, int(k))
    lead = _coefficients(moved, number)[degree]
    return int(k) if (f / p[degree] - moved / lead).is_zero() else None


def _gcd(a: Element, b: Element) -> Element:
    return Element(a.tower, a.numerator.gcd(b.numerator))


def _universal_denominator(a: Element, b: Element, number: int) -> Element:
    """Return u(n) such that every rational solution is (polynomial)/u; a and b are polynomials."""
    tower = a.tower
    u = tower.element(1)
    high, low = Element(tower, at_shift(a, number, -1).numerator), Element(tower, b.numerator)
    for k in _shift_distances(high, low, number):
        common = _gcd(high, Element(tower, at_shift(low, number, k).numerator))
        if _degree(common, number) <= 0:
            continue
        high = Element(tower, (high / common).numerator)
        low = Element(tower, (low / at_shift(common, number, -k)).numerator)
        for i in range(k + 1):
            u = u * at_shift(common, number, -i)
    return u


def _lcm_denominator(elements: Sequence[Element], tower: Tower) -> Element:
    total = tower.element(1)
    for element in elements:
        below = Element(tower, element.denominator)
        total = total * below / _gcd(total, below)
    return total


def rational_solutions(a: Element, b: Element, right: Sequence[Element], number: int) -> list[Solution]:
    """Return a basis of all (c, y) with a y(n+1) - b y(n) = sum c_i right_i, y rational in the generator.

    `number` is the generator n; a, b and right are rational functions of it over the constants.
    """
    tower = a.tower
    clear = _lcm_denominator([a, b, *right], tower)
    a, b = a * clear, b * clear
    right = [p * clear for p in right]
    u = _universal_denominator(a, b, number)
    # With y = z/u the equation is alpha z(n+1) - beta z(n) = sum c_i gamma_i.
    u_next = at_shift(u, number, 1)
    common = _lcm_denominator([a / u_next, b / u], tower)
    alpha, beta = a / u_next * common, b / u * common
    gammas = [p * common for p in right]
    degree = _degree_bound(alpha, beta, gammas, number)
    if degree > _MOST_DEGREE:
        return []
    columns = [-gamma for gamma in gammas]
    n = tower.generator_element(number)
    columns += [alpha * (n + 1) ** j - beta * n**j for j in range(degree + 1)]
    table = [_coefficients(column, number) for column in columns]
    height = max((len(column) for column in table), default=0)
    zero = tower.element(0)
    rows = [[column[i] if i < len(column) else zero for column in table] for i in range(height)]
    solutions: list[Solution] = []
    for vector in nullspace(tower, rows, len(columns)):
        z = sum((c * n**j for j, c in enumerate(vector[len(right) :])), zero)
        solutions.append((vector[: len(right)], z / u))
    return solutions


def _degree_bound(alpha: Element, beta: Element, gammas: Sequence[Element], number: int) -> int:
    tower = alpha.tower
    p, q = _degree(alpha, number), _degree(beta, number)
    top = max((_degree(g, number) for g in gammas), default=-1)
    high, low = _coefficients(alpha, number), _coefficients(beta, number)
    if p != q or not (high[p] - low[q]).is_zero():
        return top - max(p, q)
    bound = top - p + 1
    zero = tower.element(0)
    below = (high[p - 1] - low[p - 1] if p > 0 else zero) / high[p]
    k = (-below).rational()
    if k is not None and k.denominator == 1 and k >= 0:
        bound = max(bound, int(k))
    return max(bound, 0)
