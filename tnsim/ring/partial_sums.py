"""Finite sums with a symbolic upper bound: what does not depend on the bound index in front, one generator a part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

from flint import fmpq, fmpq_poly

from tnsim.errors import DomainError, UnsupportedError
from tnsim.ring.forms import linear_form
from tnsim.ring.nested_sums import shifted_sum
from tnsim.ring.partial_fractions import partial_fractions
from tnsim.ring.polynomials import factors
from tnsim.ring.signs import Ring
from tnsim.ring.tower import BINDING, Element, Generator

__all__ = ["moved_sum", "partial_sum"]

Substitution: TypeAlias = Callable[[Ring, Element, Mapping[str, Element]], Element]


def partial_sum(ring: Ring, term: Element, bound: str, lower: int, upper: Element, value_at: Substitution) -> Element:
    """Return `sum(term, bound = lower..upper)`: sums of `1/(k + b)^s` as power sums, others as generators.

    `value_at(ring, element, {name: value})` substitutes for symbols. `bound` is a reserved symbol; it may not
    occur in `upper`, and the term may depend on other whole symbols in factors only.
    """
    form = linear_form(ring, upper)
    if form is None or not form.is_integer_valued() or not form.coefficients:
        raise UnsupportedError("a partial sum needs an upper bound that is linear in the index")
    if not ring.nonnegative_integer(upper - lower + 1):
        raise UnsupportedError("a partial sum that may run backwards")
    total = ring.tower.element(0)
    if term.is_zero():
        return total
    for factor, part, pole in _parts(ring, term, bound):
        plain = (
            _moving_power_sum(ring, part, bound, lower, upper) if pole is None else _power_sum(ring, pole, lower, upper)
        )
        total = total + factor * (_generator(ring, part, bound, lower, upper, value_at) if plain is None else plain)
    return total


def _power_sum(ring: Ring, pole: tuple[Fraction, int], lower: int, upper: Element) -> Element | None:
    """Return the sum of 1/(k + b)^s, if k + b is positive."""
    b, s = pole
    if lower + b <= 0:
        return None
    try:
        start, total = shifted_sum(ring, upper + 1 + b, s)
        first, before = shifted_sum(ring, ring.tower.element(lower + b), s)
    except (DomainError, UnsupportedError):
        return None
    return total - before if start == first else None


def _moving_power_sum(ring: Ring, part: Element, bound: str, lower: int, upper: Element) -> Element | None:
    """Return the sum of `1/(k + b)^s` where b holds other symbols and k + b is proved positive, else `None`."""
    parts = factors(part.denominator)[1]
    if len(parts) != 1:
        return None
    factor, s = Element(part.tower, parts[0][0]), parts[0][1]
    k = part.tower.symbol(bound)
    if not (part * factor**s - 1).is_zero() or bound in (factor - k).symbols():
        return None
    try:
        start, total = shifted_sum(ring, factor - k + upper + 1, s)
        first, before = shifted_sum(ring, factor - k + lower, s)
    except (DomainError, UnsupportedError):
        return None
    return total - before if start == first else None


def _generator(ring: Ring, term: Element, bound: str, lower: int, upper: Element, value_at: Substitution) -> Element:
    form = linear_form(ring, upper)
    if form is None or sorted(form.coefficients.values()) != [1]:
        raise UnsupportedError("a partial sum needs an upper bound of the shape n + c")
    if any(name != bound and ring.signs.is_integer(name) for name in term.symbols()):
        raise UnsupportedError("a partial sum whose term depends on another index")
    # The name of the bound index is the first after those bound in the term as it now is: equal sums have one name.
    name = f"#{_first_free(term)}"
    if name != bound:
        if name in term.symbols() | upper.symbols():
            raise UnsupportedError("a partial sum inside another one that binds the same name")
        inner = Ring(ring.tower, ring.signs.within(name, lower))
        term, bound = value_at(inner, term, {bound: ring.tower.symbol(name)}), name
    moving = ring.tower.symbol(next(iter(form.coefficients)))
    return moved_sum(ring, Generator("partial_sum", (lower, bound), (term, moving)), upper, value_at)


def moved_sum(ring: Ring, generator: Generator, upper: Element, value_at: Substitution) -> Element:
    """Return a partial sum with another upper bound n + c: one up to n, and the terms between."""
    form = linear_form(ring, upper)
    if form is None or not form.is_integer_valued() or sorted(form.coefficients.values()) != [1]:
        raise UnsupportedError("a partial sum needs an upper bound of the shape n + c")
    lower, bound, term = int(generator.labels[0]), str(generator.labels[1]), generator.arguments[0]
    moving = form.moving_part(ring)
    whole = int(form.rest.rational() or 0)
    runs_forward = ring.nonnegative_integer(moving - lower + 1) and ring.nonnegative_integer(upper - lower + 1)
    if not runs_forward or abs(whole) > 50:
        raise UnsupportedError("a partial sum that may run backwards")
    total = ring.tower.intern(Generator("partial_sum", (lower, bound), (term, moving)))
    for j in range(1, whole + 1):
        total = total + value_at(ring, term, {bound: moving + j})
    for j in range(0, -whole):
        total = total - value_at(ring, term, {bound: moving - j})
    return total


def _first_free(element: Element) -> int:
    """Return a number above those of all indices that are bound in the element, inside of functions and roots too."""
    free = 0
    for generator in element.generators():
        if generator.kind in BINDING:
            free = max(free, int(str(generator.labels[-1]).removeprefix("#")) + 1)
        free = max(free, *map(_first_free, generator.arguments), 0)
    return free


def _parts(ring: Ring, term: Element, bound: str) -> Iterator[tuple[Element, Element, tuple[Fraction, int] | None]]:
    """Yield (c, f, pole): the term is the sum of c*f, c free of the bound index; pole is (b, s) for 1/(k + b)^s."""
    tower = ring.tower
    place, k = tower.number_of_symbol(bound), tower.symbol(bound)
    moves = {i for i in term.generator_numbers() if bound in tower.symbols_of(tower.generators[i])}
    outside = inside = tower.element(1)
    poles: dict[Fraction, int] | None = {}
    for factor, multiplicity in factors(term.denominator)[1]:
        polynomial = Element(tower, factor)
        if not polynomial.generator_numbers() & moves:
            outside = outside * polynomial**multiplicity
            continue
        inside = inside * polynomial**multiplicity
        if polynomial.generator_numbers() != {place} or factor.degrees()[place] != 1:
            poles = None
        elif poles is not None:
            row = {e[place]: c for c, e in polynomial.monomials()}
            poles[row.get(0, Fraction(0)) / row[1]] = multiplicity
    scale = term / (Element(tower, term.numerator) / (outside * inside))
    rows: dict[tuple[int, ...], dict[int, Fraction]] = {}
    for c, exponents in term.monomials():
        key = tuple(0 if i == place else e for i, e in enumerate(exponents))
        rows.setdefault(key, {})[exponents[place]] = c
    for key, row in rows.items():
        front, beside = scale / outside, tower.element(1)
        for i, exponent in enumerate(key):
            if exponent and i in moves:
                beside = beside * tower.generator_element(i) ** exponent
            elif exponent:
                front = front * tower.generator_element(i) ** exponent
        if poles is None:
            lead = row[max(row)]
            top = sum((c / lead * k**e for e, c in row.items()), tower.element(0))
            yield front * lead, top * beside / inside, None
            continue
        below = tower.element(1)
        for pole, multiplicity in poles.items():
            below = below * (k + pole) ** multiplicity
        front = front * (below / inside)
        numerator = fmpq_poly([_fmpq(row.get(e, Fraction(0))) for e in range(max(row) + 1)])
        for (pole, order), residue in partial_fractions(numerator, poles).items():
            is_plain = order > 0 and beside == 1
            single = beside * (k + pole) ** (-order)
            yield front * Fraction(int(residue.p), int(residue.q)), single, (pole, order) if is_plain else None


def _fmpq(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)
