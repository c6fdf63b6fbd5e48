"""Sums in the sense of Abel, Cesàro, Borel, zeta and Ramanujan, in closed form where the term allows it.

A regularised value is asked for by name and never stands in a claim. For Abel's and Cesàro's the antidifference
T of the term is split by its powers z^n: those with |z| <= 1, z != 1, times what grows like a power of n, have the
Abel limit 0 (G. H. Hardy, Divergent Series, 1949, sections 1.3 and 5.12), and what is left must have an ordinary limit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from tnsim.errors import DivergenceError, InputError, TnsimError, UnsupportedError
from tnsim.language.expression import Expression
from tnsim.prover.algebra.telescopers import OutsideTower, telescopers
from tnsim.prover.candidates import first_whole_start, last_whole_root, start_of
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.conjugation import conjugate
from tnsim.ring.growth import leading, limit
from tnsim.ring.powers import atom, exponential
from tnsim.ring.readback import to_expression
from tnsim.ring.signs import Ring
from tnsim.ring.special_values import bernoulli
from tnsim.ring.substitution import shift, substitute_element
from tnsim.ring.tower import Element, split_powers

__all__ = ["REGULARISATIONS", "regularised_value"]

_FARTHEST_START = 100_000


def regularised_value(goal: Goal, name: str) -> Expression:
    """Return the value of the goal's sum in the named sense, as an exact expression.

    Raises InputError for an unknown name, DivergenceError where the sum has no value in that sense,
    UnsupportedError where this module has no closed form.
    """
    rule = REGULARISATIONS.get(name)
    if rule is None:
        raise InputError(f"unknown sense of a sum {name!r}; known are {', '.join(sorted(REGULARISATIONS))}")
    try:
        begin, scope, term = first_whole_start(goal)
        if begin != start_of(goal):
            raise UnsupportedError("the term has exceptional values at the start")
        return to_expression(rule(scope.ring, term, goal.sum.index.name, begin))
    except NotApplicable as reason:
        raise UnsupportedError(str(reason)) from None


def _abel(ring: Ring, term: Element, index: str, start: int) -> Element:
    return _by_antidifference(ring, term, index, start)


def _cesaro(ring: Ring, term: Element, index: str, start: int) -> Element:
    return _by_antidifference(ring, term, index, start, bounded=True)


def _by_antidifference(
    ring: Ring, term: Element, index: str, start: int, bounded: bool = False, exponential_means: bool = False
) -> Element:
    """Return (limit of T in the sense asked for) - T(start).

    `bounded` asks for bounded partial sums, that is for means of order 1; `exponential_means` admits z^n times
    polynomials for all real z < 1, whose Borel limit is 0 (Hardy, section 8.5).
    """
    candidate = _antidifference(ring, term, index)
    root = last_whole_root(candidate, index)
    if root is not None and root >= start:
        raise UnsupportedError("the antidifference has a pole in the range")
    first = _value(ring, candidate, index, start)
    rest = ring.tower.element(0)
    for monomial, coefficient in _by_powers(ring, candidate, index).values():
        base = _ratio(ring, monomial, index)
        modulus = base * conjugate(ring, base)
        if base == 1:
            rest = rest + coefficient
            continue
        if not _grows_like_a_power(ring, coefficient, index):
            raise UnsupportedError("the antidifference is not proved to grow like its powers times a power of n")
        if modulus == 1 and ring.signs.nonzero(base - 1):
            if bounded and limit(ring, coefficient, index) is None:
                raise DivergenceError("the partial sums are not bounded: no Cesàro mean of order 1; ask for 'abel'")
        elif ring.signs.positive(1 - modulus):
            continue
        elif exponential_means and ring.signs.real(base) and ring.signs.positive(1 - base):
            _polynomial(ring, coefficient, index)
        else:
            raise DivergenceError("the terms grow geometrically: no value in this sense")
    end = limit(ring, rest, index)
    if end is None:
        raise DivergenceError("the part of the term without oscillation diverges: no value in this sense")
    return end - first


def _grows_like_a_power(ring: Ring, coefficient: Element, index: str) -> bool:
    """Tell whether the leading order is proved to be `n^p * log(n)^l`, without an oscillation."""
    lead = leading(ring, coefficient, index)
    if lead is None or lead.oscillating:
        return False
    growth = lead.growth
    return growth.iterated is None and growth.gauss == 1 and growth.factorial == 0 and growth.geometric == 1


def _antidifference(ring: Ring, term: Element, index: str) -> Element:
    try:
        for (c,), candidate in telescopers(ring, [term], index):
            if not c.is_zero():
                return candidate / c
    except (OutsideTower, TnsimError, ZeroDivisionError) as error:
        raise UnsupportedError(str(error)) from None
    raise UnsupportedError("the term has no antidifference in its tower")


def _by_powers(ring: Ring, element: Element, index: str) -> dict[tuple[tuple[int, int], ...], tuple[Element, Element]]:
    """Split an element into (product of powers, coefficient free of them)."""
    tower = ring.tower
    below = Element(tower, element.denominator)
    found: dict[tuple[tuple[int, int], ...], tuple[Element, Element]] = {}
    kinds = ("power", "unity_power")
    fixed = tower.element(1)
    for i in below.generator_numbers():
        if tower.generators[i].kind in kinds and index in tower.symbols_of(tower.generators[i]):
            fixed = fixed * tower.generator_element(i) ** int(below.numerator.degrees()[i])
    rest = below / fixed
    if any(g.kind in kinds and index in tower.symbols_of(g) for g in rest.generators()):
        raise UnsupportedError("an antidifference with a sum of powers below")
    for c, exponents in element.monomials():
        used = {i: e for i, e in enumerate(exponents) if e}
        moving = {
            i: e
            for i, e in used.items()
            if tower.generators[i].kind in kinds and index in tower.symbols_of(tower.generators[i])
        }
        key = tuple(sorted(moving.items()))
        part = tower.polynomial([(c, {i: e for i, e in used.items() if i not in moving})]) / rest
        monomial = tower.polynomial([(1, moving)]) / fixed
        old = found.get(key, (monomial, tower.element(0)))
        found[key] = (monomial, old[1] + part)
    return found


def _ratio(ring: Ring, monomial: Element, index: str) -> Element:
    try:
        return shift(ring, monomial, index) / monomial
    except (TnsimError, ZeroDivisionError) as error:
        raise UnsupportedError(str(error)) from None


def _value(ring: Ring, element: Element, index: str, at: int) -> Element:
    return substitute_element(ring, element, {index: ring.tower.element(at)})


def _polynomial(ring: Ring, term: Element, index: str) -> dict[int, Element]:
    """Return {k: coefficient of n^k}; raises UnsupportedError for anything but a polynomial in the index."""
    tower = ring.tower
    below = Element(tower, term.denominator)
    parts = split_powers(term.numerator, tower.number_of_symbol(index))
    rows = {k: Element(tower, p) / below for k, p in parts.items()}
    if any(index in c.symbols() for c in rows.values()):
        raise UnsupportedError("this sense of a sum is known here for polynomials in the index (and 1/n)")
    return rows


def _zeta(ring: Ring, term: Element, index: str, start: int) -> Element:
    """Return sum_k c_k zeta(-k, start) from zeta(-k) = -B_(k+1)/(k + 1) (DLMF 25.6.3) less the terms before."""
    total = ring.tower.element(0)
    for k, c in _polynomial(ring, term, index).items():
        value = -bernoulli(k + 1) / (k + 1) if k else Fraction(-1, 2)
        if abs(start) > _FARTHEST_START:
            raise NotApplicable(f"a start beyond {_FARTHEST_START}")
        prefix = sum((j**k for j in range(1, start)), 0) - sum((j**k for j in range(start, 1)), 0)
        total = total + c * (value - prefix)
    return total


def _ramanujan(ring: Ring, term: Element, index: str, start: int) -> Element:
    """Return Ramanujan's constant: zeta(-k) for n^k, EulerGamma for 1/n (B. Candelpergher, LNM 2185, 2017)."""
    if start != 1:
        raise UnsupportedError("Ramanujan's constant is of sums from 1")
    n = ring.tower.symbol(index)
    scaled = term * n
    if index not in scaled.symbols():
        return -scaled * atom(ring, "digamma", ring.tower.element(1))
    return _zeta(ring, term, index, start)


def _borel(ring: Ring, term: Element, index: str, start: int) -> Element:
    """Return the Borel sum: of c z^n n! from 0 with z < 0, c/w e^(1/w) E_1(1/w), w = -z (DLMF 6.2.1); else Abel's."""
    n = ring.tower.symbol(index)
    ratio = _ratio(ring, term, index)
    z = ratio / (n + 1)
    if index in z.symbols():
        return _by_antidifference(ring, term, index, start, exponential_means=True)
    if start != 0 or not ring.signs.positive(-z):
        raise UnsupportedError("the Borel sum is known here for c*z^n*n! from 0 with z < 0")
    w = -1 / z
    return _value(ring, term, index, 0) * w * exponential(ring, w) * atom(ring, "expint", ring.tower.element(1), w)


REGULARISATIONS: Mapping[str, Callable[[Ring, Element, str, int], Element]] = {
    "abel": _abel,
    "borel": _borel,
    "cesaro": _cesaro,
    "ramanujan": _ramanujan,
    "zeta": _zeta,
}
