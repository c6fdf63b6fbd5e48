"""Powers, roots, exponentials, logarithms and what is made of them (trigonometric, Fibonacci).

Every function returns an element equal to the value of the formula at every admissible point, or raises
UnsupportedError. Principal values throughout, `0^0 = 1`.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, isqrt

from flint import fmpz

from tnsim.errors import DomainError, LimitError, UnsupportedError
from tnsim.ring.forms import binomial_parts, without_mixed_products
from tnsim.ring.fractions import with_plain_leading_coefficient
from tnsim.ring.iterated_powers import iterated_power, without_iterated_powers
from tnsim.ring.multiplicative_parts import positive_pieces, power_parts, rational_parts
from tnsim.ring.polynomials import most_terms_of_power
from tnsim.ring.replacement import replaced_generators
from tnsim.ring.roots_of_unity import imaginary_unit, prime_power_parts, root_of_unity, turn_of, unity_power
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Generator

__all__ = ["atom", "exponential", "integer_power", "is_long_power", "logarithm", "pi", "power", "quotient", "root"]

_EXPONENT_LIMIT = 20_000
_MOST_ROOT = 1000
_ORDER_LIMIT = 60
_TERM_LIMIT = 20_000
_BIT_LIMIT = 4_000_000


def atom(ring: Ring, function: str, *arguments: Element) -> Element:
    """Return a function value as an indeterminate about which the ring knows nothing."""
    return ring.tower.intern(Generator("apply", (function,), tuple(map(with_plain_leading_coefficient, arguments))))


def pi(ring: Ring) -> Element:
    """Return pi, an indeterminate of the ring."""
    return ring.tower.intern(Generator("constant", ("pi",)))


def quotient(ring: Ring, a: Element, b: Element) -> Element:
    """Return a/b; raises DomainError unless b is proved to have no zero."""
    if b.is_zero() or not ring.signs.nonzero(b):
        raise DomainError("a denominator is not proved to be different from 0 on the whole range")
    return a / b


def integer_power(ring: Ring, base: Element, exponent: int) -> Element:
    """Return base^exponent; raises LimitError for powers too large to write out, DomainError for 1/0."""
    if abs(exponent) > _EXPONENT_LIMIT and (turn := _whole_turn(ring, base)) is not None:
        return root_of_unity(ring, turn * exponent)
    if is_long_power(base, abs(exponent)):
        raise LimitError(f"the power {exponent} of a formula is too large to be written out")
    if exponent < 0:
        return quotient(ring, ring.tower.element(1), base) ** (-exponent)
    return base**exponent


def is_long_power(base: Element, exponent: int, most_terms: int = _TERM_LIMIT) -> bool:
    """Tell whether a power with an exponent >= 0 has too many terms, digits or factors to be written out."""
    if exponent > _EXPONENT_LIMIT:
        return True
    parts = (base.numerator, base.denominator)
    degree = max(part.total_degree() for part in parts)
    bits = max(max(c.p.bit_length(), c.q.bit_length()) for part in parts for c in part.coeffs())
    terms = max(most_terms_of_power(part, exponent) for part in parts)
    return terms > most_terms or exponent * max(bits - 1, degree) > _BIT_LIMIT


def _whole_turn(ring: Ring, base: Element) -> Fraction | None:
    """Return t with base = exp(2 pi i t), `None` for what is no root of unity."""
    value = base.rational()
    if value is not None:
        return {Fraction(1): Fraction(0), Fraction(-1): Fraction(1, 2)}.get(Fraction(value))
    found = turn_of(ring, base)
    return found[1] if found is not None and found[0] == 1 else None


def power(ring: Ring, base: Element, exponent: Element) -> Element:
    """Return base^exponent for whole, rational or index-dependent exponents."""
    value = exponent.rational()
    if value is not None and value.denominator == 1:
        return integer_power(ring, base, int(value))
    if base.generators() and base == ring.tower.intern(Generator("constant", ("E",))):
        return exponential(ring, exponent)
    if value is not None:
        return _rational_power(ring, base, value)
    if base.is_zero():
        if ring.signs.positive(exponent):
            return ring.tower.element(0)
        raise DomainError("0 to a power that is not proved to be positive")
    mixed: dict[tuple[str, str], int] = {}
    if not ring.depends_on_integers(base):
        exponent, mixed = without_mixed_products(ring, exponent)
    exponent, iterated = without_iterated_powers(ring, exponent)
    try:
        parts, rest = binomial_parts(ring, exponent)
    except UnsupportedError:
        turning = any(g.kind == "unity_power" for g in exponent.generators())
        if not ring.signs.positive(base) or (exponent.denominator.is_one() and not turning):
            raise
        return exponential(ring, exponent * logarithm(ring, base))
    if rest.rational() is None:
        if not (ring.signs.positive(base) and ring.signs.nonzero(base)):
            raise UnsupportedError("a power with a symbolic exponent needs a base that is proved positive")
        result = exponential(ring, rest * logarithm(ring, base))
    else:
        result = power(ring, base, rest)
    for (name, j), coefficient in parts.items():
        result = result * _index_power(ring, base, name, j, coefficient)
    for unit, multiple in iterated:
        result = result * iterated_power(ring, base, unit, multiple)
    for (first, second), times in mixed.items():
        inner = _index_power(ring, base, first, 1, ring.tower.element(times))
        result = result * _index_power(ring, inner, second, 1, ring.tower.element(1))
    return result


def _rational_power(ring: Ring, base: Element, exponent: Fraction) -> Element:
    """Return base^exponent by the principal root, whose high powers are not written out first."""
    whole, rest = divmod(abs(exponent.numerator), exponent.denominator)
    result = integer_power(ring, root(ring, base, exponent.denominator), rest)
    if whole:
        result = result * integer_power(ring, base, whole)
    return quotient(ring, ring.tower.element(1), result) if exponent < 0 else result


def _index_power(ring: Ring, base: Element, name: str, j: int, coefficient: Element) -> Element:
    """Return base^(coefficient * binomial(name, j))."""
    value = coefficient.rational()
    if value is None:
        if not ring.signs.positive(base):
            raise UnsupportedError("a power with a symbolic exponent needs a base that is proved positive")
        base, value = exponential(ring, coefficient * logarithm(ring, base)), Fraction(1)
    if value.denominator != 1:
        if not ring.signs.positive(base):
            raise UnsupportedError("a fractional multiple of the index needs a base that is proved positive")
        base, value = root(ring, base, value.denominator), Fraction(value.numerator)
    exponent = int(value)
    if exponent < 0 and not ring.signs.nonzero(base):
        raise DomainError("a negative power of a base that is not proved to be different from 0")
    if not (ring.nonnegative_integer(ring.tower.symbol(name)) or ring.signs.nonzero(base)):
        raise DomainError("a negative power of a base that is not proved to be different from 0")
    result, turn = ring.tower.element(1), Fraction(0)
    whole = turn_of(ring, base)
    if whole is not None:
        turn, base = whole[1], ring.tower.element(whole[0])
    for factor, multiplicity in power_parts(ring, base):
        own = (Fraction(1), Fraction(1, 2)) if factor == -1 else turn_of(ring, factor)
        if own is not None and own[0] == 1:
            turn += own[1] * multiplicity
            continue
        turned = _power_of_power(ring, factor, name, multiplicity * exponent) if j == 1 else None
        if turned is not None:
            result = result * turned
            continue
        below = _inherited_relation(ring, factor, name, j)
        generator = ring.tower.intern(Generator("power", (j, name), (factor,)), below)
        result = result * generator ** (multiplicity * exponent)
    # All roots of unity at once: (-1)^n and I^n are generators without a relation between them.
    return result * unity_power(ring, turn * exponent, name, j) if turn else result


def _power_of_power(ring: Ring, factor: Element, name: str, exponent: int) -> Element | None:
    """Return (q^m)^(exponent*n) as q^(exponent*n^2) if m is n, as (q^n)^(exponent*m) if m is the later name."""
    generators = factor.generators()
    if len(generators) != 1 or generators[0].kind != "power" or generators[0].labels[0] != 1:
        return None
    other, (inner,) = str(generators[0].labels[1]), generators[0].arguments
    if other < name or factor != ring.tower.intern(generators[0]):
        return None
    if other == name:
        return power(ring, inner, exponent * ring.tower.symbol(name) ** 2)
    turned = _index_power(ring, inner, name, 1, ring.tower.element(1))
    return _index_power(ring, turned, other, 1, ring.tower.element(exponent))


def _inherited_relation(ring: Ring, factor: Element, name: str, j: int) -> list[Element] | None:
    """Return the relation of t^binomial(name, j) for a generator with t^p = r: its p-th power is that of r."""
    generators = factor.generators()
    if len(generators) != 1 or generators[0].kind not in ("root", "exp") or factor != ring.tower.intern(generators[0]):
        return None
    relation = ring.tower.relation(ring.tower.number_of(generators[0]))
    if relation is None or not all(c.is_zero() for c in relation[1:]):
        return None
    below = _index_power(ring, relation[0], name, j, ring.tower.element(1))
    return [below] + [ring.tower.element(0)] * (len(relation) - 1)


def root(ring: Ring, base: Element, order: int) -> Element:
    """Return the principal root base^(1/order); t^order = base holds for every complex base."""
    tower = ring.tower
    if order > _ORDER_LIMIT:
        raise UnsupportedError(f"roots of order {order} are beyond the limit {_ORDER_LIMIT}")
    if base.is_zero():
        return base
    result = tower.element(1)
    constant = base.rational()
    if constant is not None:
        if constant < 0:
            result = root_of_unity(ring, Fraction(1, 2 * order))
        pieces = rational_parts(ring, abs(constant))
    elif ring.signs.positive(-base):
        result = root_of_unity(ring, Fraction(1, 2 * order))
        pieces = positive_pieces(ring, -base)
    else:
        pieces = positive_pieces(ring, base)
    for factor, exponent in pieces:
        whole, part = divmod(exponent, order)
        value = factor.rational()
        if value is not None and value < 0:
            result = result * root(ring, factor**exponent, order)
            continue
        # A factor with an exponent above 1 is positive: there b^(2/4) is b^(1/2).
        common = gcd(part, order)
        lowest = _root_generator(ring, factor, order // common, part // common)
        result = result * integer_power(ring, factor, whole) * lowest
    return result


def _root_generator(ring: Ring, base: Element, order: int, exponent: int) -> Element:
    tower = ring.tower
    if exponent == 0:
        return tower.element(1)
    value = base.rational()
    if value is not None and value == 1:
        return tower.element(1)
    if value is not None and order == 2 and value.denominator == 1 and value >= 0:
        exact = isqrt(int(value))
        if exact * exact == value:
            return tower.element(exact) ** exponent
    generators = base.generators()
    if len(generators) == 1 and generators[0].kind == "exp" and base == tower.intern(generators[0]):
        unit = generators[0].arguments[0] / int(generators[0].labels[0])
        if ring.signs.real(unit):
            return exponential(ring, unit * Fraction(exponent, order))
    if len(generators) == 1 and generators[0].kind == "root" and base == tower.intern(generators[0]):
        # The argument of a principal root lies in (-pi, pi], so that its principal root is one of higher order.
        higher = int(generators[0].labels[0]) * order
        if higher <= _ORDER_LIMIT:
            return integer_power(ring, root(ring, generators[0].arguments[0], higher), exponent)
    if _is_prime_power(order) or ring.signs.nonzero(base):
        return _fractional_power(ring, "root", base, Fraction(exponent, order), base)
    relation = [base] + [tower.element(0)] * (order - 1) if base.denominator.is_one() else None
    return tower.intern(Generator("root", (order,), (base,)), relation) ** exponent


def _is_prime_power(order: int) -> bool:
    return len(fmpz(order).factor()) == 1


def _fractional_power(ring: Ring, kind: str, argument: Element, exponent: Fraction, base: Element) -> Element:
    """Return b^exponent = exp(exponent*L), b = exp(L), by generators for the prime powers in the denominator.

    L is log(argument) for roots, and the argument itself for exponentials. With t = exp(L/p^j), t^p is the generator
    before, so that the form is unique.
    """
    tower = ring.tower
    result, rest = tower.element(1), exponent
    for numerator, order in prime_power_parts(exponent):
        below, prime = base, next(p for p in range(2, order + 1) if order % p == 0)
        reached = prime
        while reached <= order:
            relation = [below] + [tower.element(0)] * (prime - 1)
            free = kind == "root" and not base.denominator.is_one()
            below = tower.intern(Generator(kind, (reached,), (argument,)), None if free else relation)
            reached *= prime
        result = result * below**numerator
        rest -= Fraction(numerator, order)
    # What is left is whole; it is 0 for a prime power, and so where the base of a root may be 0.
    return result * base ** int(rest)


def exponential(ring: Ring, exponent: Element) -> Element:
    """Return exp(exponent): additive pieces become factors, multiples of pi*i become roots of unity."""
    tower = ring.tower
    result = tower.element(1)
    exponent = _in_radicals(ring, exponent)
    denominator = Element(tower, exponent.denominator)
    for coefficient, exponents in exponent.monomials():
        piece = tower.polynomial([(coefficient, {i: e for i, e in enumerate(exponents) if e})]) / denominator
        result = result * _exponential_of_monomial(ring, piece)
    return result


def _in_radicals(ring: Ring, element: Element) -> Element:
    """Return the element with exp(2 pi i/3) as (-1 + i*sqrt(3))/2 and exp(2 pi i/8) as (1 + i)/sqrt(2)."""
    images: dict[int, Element] = {}
    for number in element.generator_numbers():
        generator = ring.tower.generators[number]
        if generator.kind == "unity" and generator.labels == (3,):
            images[number] = (imaginary_unit(ring) * root(ring, ring.tower.element(3), 2) - 1) / 2
        elif generator.kind == "unity" and generator.labels == (8,):
            images[number] = (1 + imaginary_unit(ring)) * root(ring, ring.tower.element(2), 2) / 2
    return replaced_generators(element, images) if images else element


def _exponential_of_monomial(ring: Ring, piece: Element) -> Element:
    tower = ring.tower
    logarithm_of = _multiple_of_logarithm(piece)
    if logarithm_of is not None:
        return power(ring, logarithm_of[0], tower.element(logarithm_of[1]))
    if ring.depends_on_integers(piece):
        try:
            parts, _ = binomial_parts(ring, piece)
        except UnsupportedError:
            return _exponential_of_mixed_product(ring, piece)
        result = tower.element(1)
        for (name, j), coefficient in parts.items():
            turn = _turn(ring, coefficient)
            if turn is not None:
                result = result * unity_power(ring, turn, name, j)
            else:
                base = _exponential_of_monomial(ring, coefficient)
                result = result * _index_power(ring, base, name, j, tower.element(1))
        return result
    turn = _turn(ring, piece)
    if turn is not None:
        return root_of_unity(ring, turn)
    scale = piece.numerator.leading_coefficient()
    multiple = Fraction(int(scale.p), int(scale.q))
    unit = piece / multiple
    if abs(multiple.numerator) > _EXPONENT_LIMIT or multiple.denominator > _MOST_ROOT:
        return tower.intern(Generator("exp", (1,), (piece,)))  # too high a power or root to be written out
    if unit == 1:
        base = tower.intern(Generator("constant", ("E",)))
        return _fractional_power(ring, "root", base, multiple, base)
    base = tower.intern(Generator("exp", (1,), (unit,)))
    return _fractional_power(ring, "exp", unit, multiple, base)


def _exponential_of_mixed_product(ring: Ring, piece: Element) -> Element:
    """Return exp(c*m*n), for a real c and two whole symbols, as a power of a power of exp(c); others as they are."""
    names, one = sorted(name for name in piece.symbols() if ring.signs.is_integer(name)), ring.tower.element(1)
    if len(names) == 2:
        coefficient = piece / (ring.tower.symbol(names[0]) * ring.tower.symbol(names[1]))
        if not ring.depends_on_integers(coefficient) and ring.signs.real(coefficient):
            inner = _index_power(ring, exponential(ring, coefficient), names[0], 1, one)
            return _index_power(ring, inner, names[1], 1, one)
    return atom(ring, "exp", piece)


def _multiple_of_logarithm(piece: Element) -> tuple[Element, Fraction] | None:
    """Return (a, m) if the piece is m*log(a) with a rational m."""
    generators = piece.generators()
    if len(generators) != 1 or generators[0].kind != "apply" or generators[0].labels != ("log",):
        return None
    multiple = (piece / piece.tower.intern(generators[0])).rational()
    return None if multiple is None else (generators[0].arguments[0], multiple)


def _turn(ring: Ring, exponent: Element) -> Fraction | None:
    """Return t if exponent = 2 pi i t with t rational and not 0, else `None`."""
    if not exponent.generators():
        return None
    return (exponent / (2 * pi(ring) * imaginary_unit(ring))).rational()


def logarithm(ring: Ring, argument: Element) -> Element:
    """Return the principal log; positive factors are split off, rationals into primes."""
    tower = ring.tower
    value = argument.rational()
    if argument.is_zero():
        raise DomainError("log(0) has no value")
    if value is not None and value < 0:
        return logarithm(ring, -argument) + pi(ring) * imaginary_unit(ring)
    pieces = rational_parts(ring, value) if value is not None else positive_pieces(ring, argument)
    result = tower.element(0)
    for factor, exponent in pieces:
        result = result + exponent * _log_of_factor(ring, factor)
    return result


def _log_of_factor(ring: Ring, factor: Element) -> Element:
    if factor == 1:
        return ring.tower.element(0)
    if factor == -1:
        return pi(ring) * imaginary_unit(ring)
    if not ring.signs.nonzero(factor):
        raise DomainError("the argument of a logarithm is not proved to be different from 0")
    generators = factor.generators()
    if len(generators) == 1 and factor == ring.tower.intern(generators[0]):
        match generators[0]:
            case Generator("constant", ("E",)):
                return ring.tower.element(1)
            case Generator("root", (order,), (base,)) if ring.signs.positive(base):
                return logarithm(ring, base) * Fraction(1, int(order))
            case Generator("exp", (order,), (unit,)) if ring.signs.real(unit):
                return unit / int(order)
            case Generator("apply", ("exp",), (inner,)) if ring.signs.real(inner):
                return inner
            case Generator("power", (1, name), (base,)) if ring.signs.positive(base):
                return ring.tower.symbol(str(name)) * logarithm(ring, base)
    return atom(ring, "log", factor)
