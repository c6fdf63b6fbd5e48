"""Parameterised telescoping in a tower: all (c, T) with T(n+1) - T(n) = sum_i c_i f_i(n).

Sum generators are peeled off one by one, highest power first (M. Karr, J. ACM 28 (1981) 305-350, for towers
of sums; C. Schneider, Ann. Comb. 14 (2010) 533-552); at the bottom every group of similar hypergeometric
monomials is a first-order recurrence over rational functions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tnsim.errors import TnsimError
from tnsim.prover.algebra.rational_solutions import Solution, rational_solutions
from tnsim.prover.algebra.shift_modules import Monomial, Row, modules, vector_solutions
from tnsim.prover.deadline import watch_deadline
from tnsim.ring.conjugation import ORDERED
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element, Tower, split_powers

__all__ = ["OutsideTower", "telescopers"]

_SUMS = ("power_sum", "partial_sum")
_PRODUCTS = ("power", "unity_power", "rising")


class OutsideTower(Exception):
    """The elements are not in a tower of sums and products over rational functions."""


def telescopers(ring: Ring, elements: Sequence[Element], index: str) -> list[Solution]:
    """Return a basis of all (c, T) with sigma(T) - T = sum c_i elements_i that this method finds.

    Raises OutsideTower where an element holds something else than sums and products of rational functions.
    """
    tower = ring.tower
    numbers = frozenset().union(*(e.generator_numbers() for e in elements))
    moving = [i for i in sorted(numbers) if index in tower.symbols_of(tower.generators[i])]
    sums = [i for i in moving if tower.generators[i].kind in _SUMS]
    base = tower.number_of_symbol(index)
    for i in moving:
        if tower.generators[i].kind not in _SUMS + _PRODUCTS and not _is_ordered(tower, i) and i != base:
            raise OutsideTower(f"a generator of kind {tower.generators[i].kind}")
    return _with_sums(ring, list(elements), index, _nesting_order(ring, sums))


def _nesting_order(ring: Ring, sums: list[int]) -> list[int]:
    """Return the sum generators and those inside their differences, each after what it is built on."""
    tower = ring.tower
    ordered: list[int] = []

    def visit(number: int) -> None:
        if number in ordered:
            return
        for inner in tower.generators[number].arguments:
            for i in inner.generator_numbers():
                if tower.generators[i].kind in _SUMS:
                    visit(i)
        ordered.append(number)

    for number in sums:
        visit(number)
    return ordered


def _with_sums(ring: Ring, elements: list[Element], index: str, sums: list[int]) -> list[Solution]:
    if not sums:
        return _hypergeometric(ring, elements, index)
    tower, number, below = ring.tower, sums[-1], sums[:-1]
    h = tower.generator_element(number)
    try:
        step = shift(ring, h, index) - h
    except TnsimError as error:
        raise OutsideTower(str(error)) from None
    parts = [_powers(element, number) for element in elements]
    top = max((max(p, default=0) for p in parts), default=0)
    zero, one = tower.element(0), tower.element(1)
    # A vector is (c, T): the equation holds in all powers of h above the current one.
    space: list[Solution] = [
        ([one if i == j else zero for j in range(len(elements))], zero) for i in range(len(elements))
    ]
    for degree in range(top + 1, -1, -1):
        watch_deadline()
        residuals = [_residual(ring, c, t, parts, index, number, h, step, degree) for c, t in space]
        lower = _with_sums(ring, residuals, index, below)
        space = [_combined(space, d, y * h**degree, len(elements), zero) for d, y in lower]
    return space


def _residual(
    ring: Ring,
    constants: list[Element],
    candidate: Element,
    parts: Sequence[Mapping[int, Element]],
    index: str,
    number: int,
    h: Element,
    step: Element,
    degree: int,
) -> Element:
    """Return the coefficient of h^degree in sum c_i f_i - (sigma(T) - T)."""
    zero = ring.tower.element(0)
    total = sum((c * p[degree] for c, p in zip(constants, parts, strict=True) if degree in p), zero)
    difference = shift(ring, candidate, index) - candidate
    return total - _powers(difference, number).get(degree, zero)


def _combined(space: list[Solution], d: list[Element], extra: Element, width: int, zero: Element) -> Solution:
    used = [(c, row) for c, row in zip(d, space, strict=True) if not c.is_zero()]
    constants = [sum((c * row[0][i] for c, row in used if not row[0][i].is_zero()), zero) for i in range(width)]
    return constants, sum((c * row[1] for c, row in used if not row[1].is_zero()), zero) + extra


def _powers(element: Element, number: int) -> dict[int, Element]:
    """Return {j: coefficient of h^j}; raises OutsideTower if h stands in the denominator."""
    tower = element.tower
    if element.denominator.degrees()[number]:
        raise OutsideTower("a sum in a denominator")
    below = Element(tower, element.denominator)
    return {j: Element(tower, p) / below for j, p in split_powers(element.numerator, number).items()}


def _hypergeometric(ring: Ring, elements: list[Element], index: str) -> list[Solution]:
    """Solve group by group of similar terms; the constants must satisfy all groups."""
    tower = ring.tower
    base = tower.number_of_symbol(index)
    groups: dict[tuple[tuple[int, int], ...], list[Element]] = {(): [tower.element(0)] * len(elements)}
    for position, element in enumerate(elements):
        for key, part in _groups(ring, element, index, base).items():
            row = groups.setdefault(key, [tower.element(0)] * len(elements))
            row[position] = row[position] + part
    zero, one = tower.element(0), tower.element(1)
    space: list[Solution] = [
        ([one if i == j else zero for j in range(len(elements))], zero) for i in range(len(elements))
    ]
    functions = {key: row for key, row in groups.items() if any(_is_ordered(tower, i) for i, _ in key)}
    for key, row in groups.items():
        watch_deadline()
        if key in functions:
            continue
        monomial = _product(tower, key)
        try:
            ratio = shift(ring, monomial, index) / monomial
        except TnsimError as error:
            raise OutsideTower(str(error)) from None
        if any(index in tower.symbols_of(g) for g in ratio.generators() if g.kind != "symbol"):
            raise OutsideTower("a product that is not hypergeometric")
        filled = [i for i, part in enumerate(row) if not part.is_zero()]
        right = [sum((c[i] * row[i] for i in filled if not c[i].is_zero()), zero) for c, _ in space]
        solved = rational_solutions(ratio, one, right, base)
        space = [_combined(space, d, y * monomial, len(elements), zero) for d, y in solved]
    return _with_functions(ring, functions, index, space, len(elements)) if functions else space


def _is_ordered(tower: Tower, number: int) -> bool:
    """Tell whether the generator is a function of a moving order, with a recurrence in it."""
    generator = tower.generators[number]
    return generator.kind == "apply" and generator.labels[0] in ORDERED


def _with_functions(
    ring: Ring, groups: Mapping[Monomial, list[Element]], index: str, space: list[Solution], width: int
) -> list[Solution]:
    """Solve module by module for the monomials that hold functions of a moving order."""
    tower = ring.tower
    base, zero = tower.number_of_symbol(index), tower.element(0)

    def moved(monomial: Monomial) -> Row:
        try:
            return _groups(ring, shift(ring, _product(tower, monomial), index), index, base)
        except TnsimError as error:
            raise OutsideTower(str(error)) from None

    for basis, rows in modules(list(groups), moved):
        right = [
            {key: sum((c[i] * e for i, e in enumerate(groups[key])), zero) for key in basis if key in groups}
            for c, _ in space
        ]
        solved = vector_solutions(tower, basis, rows, right, base)
        extra = [sum((e * _product(tower, m) for e, m in zip(u, basis, strict=True)), zero) for _, u in solved]
        space = [_combined(space, d, e, width, zero) for (d, _), e in zip(solved, extra, strict=True)]
    return space


def _product(tower: Tower, monomial: Monomial) -> Element:
    result = tower.element(1)
    for number, exponent in monomial:
        result = result * tower.generator_element(number) ** exponent
    return result


def _groups(ring: Ring, element: Element, index: str, base: int) -> dict[tuple[tuple[int, int], ...], Element]:
    """Split an element into rational functions times monomials of product generators."""
    tower = ring.tower
    denominator = Element(tower, element.denominator)
    below = [i for i in denominator.generator_numbers() if i != base and index in tower.symbols_of(tower.generators[i])]
    shared: dict[int, int] = {}
    for i in below:
        low = min(split_powers(denominator.numerator, i))
        if max(split_powers(denominator.numerator, i)) != low:
            raise OutsideTower("a denominator that is not hypergeometric")
        shared[i] = -low
        denominator = denominator / tower.generator_element(i) ** low
    found: dict[tuple[tuple[int, int], ...], Element] = {}
    for coefficient, exponents in element.monomials():
        powers, kept = dict(shared), {}
        for i, e in enumerate(exponents):
            if not e:
                continue
            if i != base and index in tower.symbols_of(tower.generators[i]):
                powers[i] = powers.get(i, 0) + e
            else:
                kept[i] = e
        key = tuple(sorted((i, e) for i, e in _without_turns(tower, powers).items() if e))
        found[key] = found.get(key, tower.element(0)) + tower.polynomial([(coefficient, kept)])
    return {key: value / denominator for key, value in found.items()}


def _without_turns(tower: Tower, powers: dict[int, int]) -> dict[int, int]:
    """Return exponents in which those of powers of roots of unity are taken modulo the order of the root."""
    orders = {i: tower.generators[i].labels[0] for i in powers if tower.generators[i].kind == "unity_power"}
    return {i: e % int(orders[i]) if i in orders else e for i, e in powers.items()}
