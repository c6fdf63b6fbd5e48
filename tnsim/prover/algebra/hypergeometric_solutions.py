"""Hypergeometric solutions of linear recurrences with polynomial coefficients.

M. Petkovsek, Hypergeometric solutions of linear recurrences with polynomial coefficients, J. Symbolic Comput. 14
(1992) 243-264: the quotient of a solution is z*a(n)/b(n)*c(n + 1)/c(n) with a monic divisor a of the trailing
coefficient, one b of the shifted leading one, and a polynomial c. Of the numbers z, rational ones only are looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from flint import fmpq, fmpq_poly

from tnsim.prover.algebra.linear_algebra import nullspace
from tnsim.prover.deadline import watch_deadline
from tnsim.ring.replacement import replaced_generators
from tnsim.ring.tower import Element, split_powers

__all__ = ["hypergeometric_quotients"]

_MOST_DIVISORS = 400
_MOST_DEGREE = 30


def hypergeometric_quotients(coefficients: Sequence[Element], index: str) -> Iterator[Element]:
    """Yield quotients h(n + 1)/h(n), rational in n, of solutions of sum_i coefficients[i](n) h(n + i) = 0."""
    tower, order = coefficients[0].tower, len(coefficients) - 1
    seen: list[Element] = []
    for a, b in product(
        _divisors(coefficients[0], index), _divisors(_moved(coefficients[-1], index, 1 - order), index)
    ):
        watch_deadline()
        rows = [
            coefficients[i]
            * prod((_moved(a, index, j) for j in range(i)), start=tower.element(1))
            * prod((_moved(b, index, j) for j in range(i, order)), start=tower.element(1))
            for i in range(order + 1)
        ]
        for z in _bases(rows, index):
            scaled = [row * z**i for i, row in enumerate(rows)]
            for c in _polynomial_solutions(scaled, index):
                quotient = z * a / b * _moved(c, index, 1) / c
                if not any(quotient == known for known in seen):
                    seen.append(quotient)
                    yield quotient


def _moved(element: Element, index: str, steps: int) -> Element:
    tower = element.tower
    return replaced_generators(element, {tower.number_of_symbol(index): tower.symbol(index) + steps})


def _divisors(polynomial: Element, index: str) -> list[Element]:
    """Return the monic divisors, in the index, of a polynomial; the simplest first."""
    tower, place = polynomial.tower, polynomial.tower.number_of_symbol(index)
    factors = [(f, int(m)) for f, m in polynomial.numerator.factor()[1] if f.degrees()[place] > 0]
    found: list[Element] = []
    for exponents in product(*(range(m + 1) for _, m in factors)):
        if len(found) == _MOST_DIVISORS:
            break
        divisor = prod((Element(tower, f) ** e for (f, _), e in zip(factors, exponents, strict=True)),
                       start=tower.element(1))  # fmt: skip
        found.append(divisor / _leading(divisor, index)[1])
    return sorted(found, key=lambda d: _leading(d, index)[0])


def _leading(polynomial: Element, index: str) -> tuple[int, Element]:
    """Return the degree in the index and the leading coefficient."""
    tower = polynomial.tower
    parts = split_powers(polynomial.numerator, tower.number_of_symbol(index))
    degree = max(parts, default=0)
    top = Element(tower, parts[degree]) if parts else polynomial
    return degree, top / Element(tower, polynomial.denominator)


def _bases(rows: Sequence[Element], index: str) -> list[Element]:
    """Return the z != 0 for which the leading coefficients of the sum of z^i rows[i] c(n + i) cancel.

    They are the rational ones, and the one of two terms next to each other.
    """
    tower = rows[0].tower
    leads = [_leading(row, index) if not row.is_zero() else (-1, row) for row in rows]
    highest = max(degree for degree, _ in leads)
    row = [c if degree == highest else tower.element(0) for degree, c in leads]
    used = [i for i, c in enumerate(row) if not c.is_zero()]
    if len(used) == 2 and used[1] == used[0] + 1:
        return [-row[used[0]] / row[used[1]]]
    known = [v for v in (c.rational() for c in row) if v is not None]
    if len(known) < len(row):
        return []
    polynomial = fmpq_poly([fmpq(v.numerator, v.denominator) for v in known])
    roots = [-f[0] / f[1] for f, _ in polynomial.factor()[1] if f.degree() == 1 and f[0] != 0]
    return [tower.element(Fraction(int(r.p), int(r.q))) for r in roots]


def _polynomial_solutions(rows: Sequence[Element], index: str) -> Iterator[Element]:
    """Yield polynomials c that span the solutions of sum_i rows[i](n) c(n + i) = 0, those of low degree."""
    tower, place = rows[0].tower, rows[0].tower.number_of_symbol(index)
    n = tower.symbol(index)
    for degree in range(min(_degree_bound(rows, index), _MOST_DEGREE) + 1):
        images = [sum((row * (n + i) ** k for i, row in enumerate(rows)), tower.element(0)) for k in range(degree + 1)]
        table: dict[int, list[Element]] = {}
        for k, image in enumerate(images):
            below = Element(tower, image.denominator)
            for power, part in split_powers(image.numerator, place).items():
                row = table.setdefault(power, [tower.element(0)] * (degree + 1))
                row[k] = Element(tower, part) / below
        for vector in nullspace(tower, list(table.values()), degree + 1):
            if not vector[degree].is_zero():
                yield sum((c * n**k for k, c in enumerate(vector)), tower.element(0))
                break


def _degree_bound(rows: Sequence[Element], index: str) -> int:
    """Return a bound on the degree of c, from the first differences whose leading coefficients do not cancel."""
    tower = rows[0].tower
    order = len(rows) - 1
    # q_j = sum_i binomial(i, j) rows[i] multiplies the j-th difference of c, which lowers the degree by j.
    differences = [sum((row * _choose(i, j) for i, row in enumerate(rows)), tower.element(0)) for j in range(order + 1)]
    leads = [(_leading(q, index), j) for j, q in enumerate(differences) if not q.is_zero()]
    highest = max(degree - j for (degree, _), j in leads)
    polynomial = fmpq_poly([0])
    falling = fmpq_poly([1])
    for j in range(order + 1):
        for (degree, lead), i in leads:
            if i == j and degree - j == highest:
                value = lead.rational()
                if value is None:
                    return 3
                polynomial += falling * fmpq(value.numerator, value.denominator)
        falling *= fmpq_poly([-j, 1])
    roots = [-f[0] / f[1] for f, _ in polynomial.factor()[1] if f.degree() == 1] if polynomial.degree() >= 0 else []
    whole = [int(r.p) for r in roots if r.q == 1 and r >= 0]
    return max(whole, default=-1)


def _choose(i: int, j: int) -> int:
    return prod(range(i - j + 1, i + 1)) // prod(range(1, j + 1)) if j <= i else 0
