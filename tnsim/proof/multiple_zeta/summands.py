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
from tnsim.proof.multiple_zeta.colours import at_class
from tnsim.proof.multiple_zeta.constants import constant_as_surd
from tnsim.proof.multiple_zeta.parts import Part, Truncated, below, heads
from tnsim.proof.multiple_zeta.surds import Surd, SurdCombination, add_surd_multiple, surd_product
from tnsim.proof.multiple_zeta.words import MOST_WEIGHT, MOST_WEIGHT_OF_CLASSES, Combination
from tnsim.ring.partial_fractions import partial_fractions
from tnsim.ring.roots_of_unity import imaginary_unit, root_of_unity
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import substitute_element
from tnsim.ring.tower import Element, Generator, Tower

__all__ = ["parts_of", "poles_of"]

_MOST_ROUNDS = 60
_MOST_DEGREE = 12
_MOST_SHIFT = 60
_MOST_EXPONENT = 10_000


@dataclass(frozen=True, slots=True)
class _Denominator:
    """`scale * powers * product of (n + c)^m`, where `powers` are those of whole numbers, to the index."""

    poles: Mapping[Fraction, int]
    powers: Mapping[Fraction, int]
    scale: Fraction


@dataclass(frozen=True, slots=True)
class _Monomial:
    """`numerator(n) * beside * product of sums` over the product of the (n + c)^m.

    `beside` is `constants * exp(2*pi*I*turn*n/12) * ratio^n`.
    """

    numerator: fmpq_poly
    turn: int
    ratio: Fraction
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
    place = tower.number_of_symbol(index)
    poles: dict[Fraction, int] = {}
    powers: dict[Fraction, int] = {}
    content, factors = element.denominator.factor()
    scale = Fraction(int(content.p), int(content.q))
    for factor, multiplicity in factors:
        polynomial = Element(tower, factor)
        if polynomial.generator_numbers() == {place} and factor.degrees()[place] == 1:
            row = {e[place]: c for c, e in polynomial.monomials()}
            poles[row.get(0, Fraction(0)) / row[1]] = int(multiplicity)
            scale *= row[1] ** int(multiplicity)
        elif (base := _base_of_power(polynomial, index)) is not None:
            powers[base] = int(multiplicity)
        else:
            raise UnsupportedError("a denominator that is not a product of linear factors")
    return _Denominator(poles, powers, scale)


def _monomials(element: Element, index: str, denominator: _Denominator) -> Iterator[_Monomial]:
    tower = element.tower
    place = tower.number_of_symbol(index)
    below = tower.element(1)
    for base, exponent in denominator.powers.items():
        below = below * tower.intern(Generator("power", (1, index), (tower.element(base),))) ** (-exponent)
    rows: dict[tuple[int, ...], dict[int, Fraction]] = {}
    for c, exponents in element.monomials():
        key = tuple(0 if i == place else e for i, e in enumerate(exponents))
        rows.setdefault(key, {})[exponents[place]] = c / denominator.scale
    for key, row in rows.items():
        turn, powers = 0, {base: -exponent for base, exponent in denominator.powers.items()}
        sums: list[int] = []
        constants, beside = tower.element(1), below
        for number, exponent in enumerate(key):
            if not exponent:
                continue
            generator = tower.generators[number]
            factor = tower.generator_element(number) ** exponent
            if index not in tower.symbols_of(generator):
                constants = constants * factor
            elif generator.kind == "unity_power" and generator.labels[1:] == (1, index):
                turn += _twelfths(int(generator.labels[0])) * exponent
                beside = beside * factor
            elif generator.kind in ("power_sum", "partial_sum"):
                sums += [number] * exponent
            elif (base_of := _base_of_power(tower.generator_element(number), index)) is not None:
                powers[base_of] = powers.get(base_of, 0) + exponent
                beside = beside * factor
            else:
                raise UnsupportedError("a factor that is neither a sum up to the index nor a power")
        ratio = Fraction(1)
        for base, exponent in powers.items():
            if abs(exponent) > _MOST_EXPONENT:
                raise UnsupportedError("a power b^(e*n) with a very large e")
            ratio *= base**exponent
        if max(row) > _MOST_EXPONENT:
            raise UnsupportedError("a very high power of the index")
        numerator = fmpq_poly([_fmpq(row.get(e, Fraction(0))) for e in range(max(row) + 1)])
        yield _Monomial(numerator, turn % 12, ratio, tuple(sums), constants, beside * constants)


def _twelfths(order: int) -> int:
    """Return a primitive root of unity in twelfths of a turn."""
    if 12 % order:
        raise UnsupportedError("roots of unity of another order than 2, 3, 4, 6 or 12")
    return 12 // order


def _base_of_power(element: Element, index: str) -> Fraction | None:
    """Return r > 0 if the element is r^n as the ring writes it, else `None`."""
    generators = element.generators()
    if len(generators) != 1 or generators[0].kind != "power" or generators[0].labels != (1, index):
        return None
    base = generators[0].arguments[0].rational()
    return base if base is not None and base > 0 and element == element.tower.intern(generators[0]) else None


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
        if modulus % pole.denominator:
            raise UnsupportedError("a pole where q*(n + c) is no whole number")
        generators = [tower.generators[number] for number in monomial.sums]
        sums = tuple(_truncated(ring, g, index, pole, modulus) for g in generators)
        full = lower = tower.element(1)
        for number, s in zip(monomial.sums, sums, strict=True):
            g = tower.generator_element(number)
            full, lower = full * g, lower * (g - s.rest)
        front = monomial.beside * _fraction(c) * (n + pole) ** (-order)
        own = (c, monomial.constants, monomial.turn, monomial.ratio, pole, order, modulus, sums)
        yield Part(*own, lower * front), (full - lower) * front


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
    if 12 % modulus:
        raise UnsupportedError("sums over residue classes that are none modulo 12")
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
    values: Combination = {((s, f),): c * fmpq(q) ** s for f, c in at_class(residue, q).items()}
    steps = ceil(pole - a)
    n = ring.tower.symbol(index)
    rest = ring.tower.element(0)
    for i in _between(steps):
        rest = rest + (n + i + a) ** (-s) * (-1 if steps > 0 else 1)

    def at(place: int) -> Surd:
        return {1: sum((fmpq(q**s, m**s) for m in range(residue, place, q)), fmpq(0))}

    return Truncated({1: values}, rest, at)


def _partial_sum(ring: Ring, generator: Generator, index: str, pole: Fraction, q: int) -> Truncated:
    """A sum of term(k) over lower <= k <= n: for each pole -a, nested sums in the m = q*(k + a).

    These begin with the first k that makes m positive, which must not be above `lower`; those below n + c - a are the k
    up to n + steps.
    """
    lower, bound = int(generator.labels[0]), str(generator.labels[1])
    parts = list(parts_of(Ring(ring.tower, ring.signs.within(bound, lower)), generator.arguments[0], bound, q))
    values: SurdCombination = {}
    n, rest = ring.tower.symbol(index), ring.tower.element(0)
    constants: list[Surd] = []
    for part in parts:
        constant = constant_as_surd(part.constants)
        if part.order < 1 or part.ratio != 1 or constant is None:
            raise UnsupportedError("an inner sum of terms that do not decrease, or with other constants")
        most = MOST_WEIGHT if q <= 2 and part.turn in (0, 6) else MOST_WEIGHT_OF_CLASSES
        if part.weight > most:
            raise UnsupportedError(f"an inner sum of a weight above {most}")
        constants.append(constant)
        steps, before = ceil(pole - part.pole) - 1, lower - floor(-part.pole) - 1
        if before < 0 or (before and steps < 0) or before > _MOST_SHIFT:
            raise UnsupportedError("an inner sum that starts too far to the left or right")
        scale = part.coefficient * fmpq(q) ** part.order
        for head, turned in heads(part).items():
            for d, inner in part.inner().items():
                longer = {d: {((part.order, head), *i): c * scale for i, c in inner.items()}}
                add_surd_multiple(values, longer, surd_product(turned, constant))
        rest = rest - _element(ring, below(part, int(q * (lower + part.pole)))) * part.constants
        for i in _between(steps):
            moved = substitute_element(ring, part.element, {bound: n + (i + 1)})
            rest = rest + moved * (-1 if steps > 0 else 1)

    def at(place: int) -> Surd:
        total: dict[int, fmpq] = {}
        for part, constant in zip(parts, constants, strict=True):
            for d, c in surd_product(below(part, place), constant).items():
                total[d] = total.get(d, fmpq(0)) + c
        return total

    return Truncated(values, rest, at)


def _element(ring: Ring, number: Surd) -> Element:
    """Return the number in the ring, made of roots of unity: `sqrt(-3)` is `2*exp(2*pi*I/3) + 1`."""
    i, third = imaginary_unit(ring), root_of_unity(ring, Fraction(1, 3)) * 2 + 1
    roots = {1: ring.tower.element(1), -1: i, -3: third, 3: -i * third}
    return sum((roots[d] * _fraction(c) for d, c in number.items()), ring.tower.element(0))


def _between(steps: int) -> range:
    if abs(steps) > _MOST_SHIFT:
        raise UnsupportedError("poles too far apart")
    return range(steps) if steps > 0 else range(steps, 0)


def _fmpq(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def _fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))
