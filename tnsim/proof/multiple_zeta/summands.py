"""Terms with harmonic numbers read pole by pole: `1/(n + c)^k` times truncated nested sums at the same place.

A term is an element of the ring: a rational function of the index times sums up to the index. With `N = q*(n + c)` at a
pole `-c`, a sum up to n is one over residue classes up to N - 1, and finitely many terms; these terms bring in other
poles, but fewer sums, so that the reading ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm

from flint import fmpq, fmpq_poly

from tnsim.errors import UnsupportedError
from tnsim.proof.multiple_zeta.colours import MINUS_ONE
from tnsim.proof.multiple_zeta.parts import Part, Truncated, below, heads
from tnsim.proof.multiple_zeta.words import (
    MOST_WEIGHT,
    Combination,
    add_multiple,
)
from tnsim.ring.partial_fractions import partial_fractions
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import substitute_element
from tnsim.ring.tower import Element, Generator, Tower

__all__ = ["parts_of", "poles_of"]

_MOST_ROUNDS = 60
_MOST_DEGREE = 12
_MOST_SHIFT = 60


@dataclass(frozen=True, slots=True)
class _Denominator:
    """`scale * 2^(halves*n) * product of (n + c)^m`."""

    poles: Mapping[Fraction, int]
    halves: int
    scale: Fraction


@dataclass(frozen=True, slots=True)
class _Monomial:
    """`numerator(n) * beside * product of sums` over the product of the (n + c)^m."""

    numerator: fmpq_poly
    signed: bool
    halves: int
    sums: tuple[int, ...]
    constants: Element
    beside: Element


def poles_of(element: Element, index: str) -> Mapping[Fraction, int]:
    """Return c and multiplicity for the factors n + c of the denominator; raises UnsupportedError for others."""
    return _denominator_of(element, index).poles


def parts_of(ring: Ring, element: Element, index: str, modulus: int = 0) -> Iterator[Part]:
    """Yield parts that add up to the element at every index from which all poles are to the left, for one modulus.

    Raises UnsupportedError where the element is not of this kind.
    """
    rest = element
    modulus = modulus or _modulus(element, index)
    for _ in range(_MOST_ROUNDS):
        denominator = _denominator_of(rest, index)
        monomials = list(_monomials(rest, index, denominator))
        if not monomials:
            return
        most = max(len(m.sums) for m in monomials)
        if most > _MOST_DEGREE:
            raise UnsupportedError("a product of too many sums")
        # What the monomials with the most sums leave over has fewer of them.
        rest = _polynomial(ring.tower, monomials, denominator, index, below=most)
        for monomial in monomials:
            if len(monomial.sums) == most:
                for part, left_over in _at_poles(ring, monomial, denominator.poles, index, modulus):
                    yield part
                    rest = rest + left_over
    raise UnsupportedError("a term that takes too long to be read")


def _denominator_of(element: Element, index: str) -> _Denominator:
    tower = element.tower
    n, place = tower.symbol(index), tower.number_of_symbol(index)
    poles: dict[Fraction, int] = {}
    halves = 0
    content, factors = element.denominator.factor()
    scale = Fraction(int(content.p), int(content.q))
    for factor, multiplicity in factors:
        polynomial = Element(tower, factor)
        if polynomial.generator_numbers() == {place} and factor.degrees()[place] == 1:
            row = {e[place]: c for c, e in polynomial.monomials()}
            poles[row.get(0, Fraction(0)) / row[1]] = int(multiplicity)
            scale *= row[1] ** int(multiplicity)
        elif _is_power_of_two(polynomial, n):
            halves = int(multiplicity)
        else:
            raise UnsupportedError("a denominator that is not a product of linear factors")
    return _Denominator(poles, halves, scale)


def _monomials(element: Element, index: str, denominator: _Denominator) -> Iterator[_Monomial]:
    tower = element.tower
    n, place = tower.symbol(index), tower.number_of_symbol(index)
    rows: dict[tuple[int, ...], dict[int, Fraction]] = {}
    for c, exponents in element.monomials():
        key = tuple(0 if i == place else e for i, e in enumerate(exponents))
        rows.setdefault(key, {})[exponents[place]] = c / denominator.scale
    for key, row in rows.items():
        signed, halves = False, denominator.halves
        sums: list[int] = []
        constants = beside = tower.element(1)
        for number, exponent in enumerate(key):
            if not exponent:
                continue
            generator = tower.generators[number]
            factor = tower.generator_element(number) ** exponent
            if index not in tower.symbols_of(generator):
                constants = constants * factor
            elif generator.kind == "unity_power" and generator.labels == (2, 1, index):
                signed = bool(exponent % 2)
                beside = beside * factor
            elif generator.kind in ("power_sum", "partial_sum"):
                sums += [number] * exponent
            elif _is_power_of_two(tower.generator_element(number), n):
                halves -= exponent
            else:
                raise UnsupportedError("a factor that is neither a sum up to the index nor a power")
        if halves:
            two = Generator("power", (1, index), (tower.element(2),))
            beside = beside * tower.intern(two) ** (-halves)
        numerator = fmpq_poly([_fmpq(row.get(e, Fraction(0))) for e in range(max(row) + 1)])
        yield _Monomial(numerator, signed, halves, tuple(sums), constants, beside * constants)


def _is_power_of_two(element: Element, n: Element) -> bool:
    """Tell whether an element is 2^n, as the ring writes it."""
    generators = element.generators()
    if len(generators) != 1 or generators[0].kind != "power" or generators[0].arguments[0] != 2:
        return False
    (name,) = n.symbols()
    return generators[0].labels == (1, name) and element == element.tower.intern(generators[0])


def _polynomial(
    tower: Tower, monomials: Sequence[_Monomial], denominator: _Denominator, index: str, below: int
) -> Element:
    """Return the sum of the monomials with fewer sums."""
    n = tower.symbol(index)
    total = tower.element(0)
    for monomial in monomials:
        if len(monomial.sums) < below:
            part = monomial.beside
            for number in monomial.sums:
                part = part * tower.generator_element(number)
            top = sum((_fraction(c) * n**e for e, c in enumerate(monomial.numerator.coeffs())), tower.element(0))
            total = total + part * top
    for pole, multiplicity in denominator.poles.items():
        total = total / (n + pole) ** multiplicity
    return total


def _at_poles(
    ring: Ring, monomial: _Monomial, poles: Mapping[Fraction, int], index: str, modulus: int
) -> Iterator[tuple[Part, Element]]:
    """Yield the parts of a monomial, with what each leaves over."""
    tower = ring.tower
    n = tower.symbol(index)
    for (pole, order), c in partial_fractions(monomial.numerator, poles).items():
        generators = [tower.generators[number] for number in monomial.sums]
        sums = tuple(_truncated(ring, g, index, pole, modulus) for g in generators)
        full = lower = tower.element(1)
        for number, s in zip(monomial.sums, sums, strict=True):
            g = tower.generator_element(number)
            full, lower = full * g, lower * (g - s.rest)
        left_over = (full - lower) * monomial.beside * _fraction(c) * (n + pole) ** (-order)
        part = Part(c, monomial.constants, monomial.signed, monomial.halves, pole, order, modulus, sums)
        yield part, left_over


def _modulus(element: Element, index: str) -> int:
    """Return q for poles and sums over numbers in Z/q: one q for all parts, so that their divergent parts cancel."""
    found = [pole.denominator for pole in poles_of(element, index)]
    for generator in element.generators():
        if generator.kind == "power_sum":
            start = generator.arguments[0].rational()
            if start is None:
                raise UnsupportedError("a sum from a number that is not rational")
            found.append(start.denominator)
        elif generator.kind == "partial_sum":
            found.append(_modulus(generator.arguments[0], str(generator.labels[1])))
    modulus = lcm(1, *found)
    if modulus > 2:
        raise UnsupportedError("sums over residue classes modulo more than 2")
    return modulus


def _truncated(ring: Ring, generator: Generator, index: str, pole: Fraction, modulus: int) -> Truncated:
    if generator.arguments[1] != ring.tower.symbol(index):
        raise UnsupportedError("a sum up to a multiple of the index")
    if generator.kind == "power_sum":
        return _power_sum(ring, generator, index, pole, modulus)
    return _partial_sum(ring, generator, index, pole, modulus)


def _power_sum(ring: Ring, generator: Generator, index: str, pole: Fraction, q: int) -> Truncated:
    """`sum 1/(j + a)^s` over 0 <= j < n runs over the m = q*(j + a), which are all m = q*a mod q below q*(n + a)."""
    s = int(generator.labels[0])
    a = generator.arguments[0].rational()
    if a is None or not 0 < a <= 1 or q % a.denominator:
        raise UnsupportedError("a sum from a number that is not in the right class")
    residue = int(q * a)
    values: Combination = {((s, 0),): fmpq(1)}
    if q == 2:
        values = {((s, 0),): fmpq(2**s, 2), ((s, MINUS_ONE),): fmpq(2**s * (-1) ** residue, 2)}
    steps = ceil(pole - a)
    n = ring.tower.symbol(index)
    rest = ring.tower.element(0)
    for i in _between(steps):
        rest = rest + (n + i + a) ** (-s) * (-1 if steps > 0 else 1)

    def at(place: int) -> fmpq:
        return sum((fmpq(q**s, m**s) for m in range(residue, place, q)), fmpq(0))

    return Truncated(values, rest, at)


def _partial_sum(ring: Ring, generator: Generator, index: str, pole: Fraction, q: int) -> Truncated:
    """A sum of term(k) over lower <= k <= n, all of whose poles are -a: nested sums in the m = q*(k + a).

    These begin with the first k that makes m positive, which must not be above `lower`; those below n + c - a are the k
    up to n + steps.
    """
    lower, bound = int(generator.labels[0]), str(generator.labels[1])
    term = generator.arguments[0]
    parts = list(parts_of(Ring(ring.tower, ring.signs.within(bound, lower)), term, bound, q))
    if len({part.pole for part in parts}) > 1:
        raise UnsupportedError("an inner sum with several poles")
    a = parts[0].pole if parts else Fraction(0)
    steps, before = ceil(pole - a) - 1, lower - floor(-a) - 1
    if before < 0 or (before and steps < 0) or before > _MOST_SHIFT:
        raise UnsupportedError("an inner sum that starts too far to the left or right")
    values: Combination = {}
    rest = ring.tower.element(0)
    for part in parts:
        constant = part.constants.rational()
        if part.order < 1 or part.halves or constant is None:
            raise UnsupportedError("an inner sum of terms that do not decrease, or with other constants")
        if part.weight > MOST_WEIGHT:
            raise UnsupportedError(f"an inner sum of a weight above {MOST_WEIGHT}")
        for head, scale in heads(part).items():
            factor = scale * part.coefficient * _fmpq(constant) * q**part.order
            for inner, c in part.inner().items():
                add_multiple(values, {((part.order, head), *inner): c * factor})
        rest = rest - _fraction(below(part, int(q * (lower + a)))) * constant
    n = ring.tower.symbol(index)
    for i in _between(steps):
        moved = substitute_element(ring, term, {bound: n + (i + 1)})
        rest = rest + moved * (-1 if steps > 0 else 1)

    def at(place: int) -> fmpq:
        found = (below(part, place) * _fmpq(part.constants.rational() or Fraction(0)) for part in parts)
        return sum(found, fmpq(0))

    return Truncated(values, rest, at)


def _between(steps: int) -> range:
    if abs(steps) > _MOST_SHIFT:
        raise UnsupportedError("poles too far apart")
    return range(steps) if steps > 0 else range(steps, 0)


def _fmpq(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def _fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))
