"""Powers, roots, exponentials, logarithms and what is made of them (trigonometric, Fibonacci).

Every function returns an element equal to the value of the formula at every admissible point, or raises
UnsupportedError. Principal values throughout, `0^0 = 1`.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb, isqrt

from flint import fmpz

from tnsim.errors import DomainError, LimitError, UnsupportedError
from tnsim.ring.forms import binomial_parts
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Generator

__all__ = ["atom", "exponential", "imaginary_unit", "integer_power", "logarithm", "pi", "power", "quotient"]
__all__ += ["root", "root_of_unity", "unity_power"]

_EXPONENT_LIMIT = 20_000
_FACTOR_BITS = 200
_TERM_LIMIT = 20_000


def atom(ring: Ring, function: str, *arguments: Element) -> Element:
    """Return a function value as an indeterminate about which the ring knows nothing."""
    return ring.tower.intern(Generator("apply", (function,), arguments))


def pi(ring: Ring) -> Element:
    """Return pi, an indeterminate of the ring."""
    return ring.tower.intern(Generator("constant", ("pi",)))


def imaginary_unit(ring: Ring) -> Element:
    """Return the imaginary unit, the primitive fourth root of unity."""
    return root_of_unity(ring, Fraction(1, 4))


def quotient(ring: Ring, a: Element, b: Element) -> Element:
    """Return a/b; raises DomainError unless b is proved to have no zero."""
    if b.is_zero() or not ring.signs.nonzero(b):
        raise DomainError("a denominator is not proved to be different from 0 on the whole range")
    return a / b


def integer_power(ring: Ring, base: Element, exponent: int) -> Element:
    """Return base^exponent; raises LimitError for powers too large to write out, DomainError for 1/0."""
    size = max(len(base.numerator.monoms()), len(base.denominator.monoms()), 1)
    degree = max(base.numerator.total_degree(), base.denominator.total_degree())
    places = max(len(base.generator_numbers()), 1)
    terms = min(comb(size - 1 + abs(exponent), size - 1), comb(degree * abs(exponent) + places, places))
    if abs(exponent) > _EXPONENT_LIMIT or (size > 1 and terms > _TERM_LIMIT):
        raise LimitError(f"the power {exponent} of a formula is too large to be written out")
    if exponent < 0:
        return quotient(ring, ring.tower.element(1), base) ** (-exponent)
    return base**exponent


def power(ring: Ring, base: Element, exponent: Element) -> Element:
    """Return base^exponent for whole, rational or index-dependent exponents."""
    value = exponent.rational()
    if value is not None:
        if value.denominator == 1:
            return integer_power(ring, base, int(value))
        return _rational_power(ring, base, value)
    if base.is_zero():
        if ring.signs.positive(exponent):
            return ring.tower.element(0)
        raise DomainError("0 to a power that is not proved to be positive")
    if base.generators() and base == ring.tower.intern(Generator("constant", ("E",))):
        return exponential(ring, exponent)
    parts, rest = binomial_parts(ring, exponent)
    if rest.rational() is None:
        if not (ring.signs.positive(base) and ring.signs.nonzero(base)):
            raise UnsupportedError("a power with a symbolic exponent needs a base that is proved positive")
        result = exponential(ring, rest * logarithm(ring, base))
    else:
        result = power(ring, base, rest)
    for (name, j), coefficient in parts.items():
        result = result * _index_power(ring, base, name, j, coefficient)
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
    result = ring.tower.element(1)
    for factor, multiplicity in _multiplicative_parts(ring, base):
        if factor == -1:
            result = result * unity_power(ring, Fraction(multiplicity * exponent, 2), name, j)
        else:
            generator = Generator("power", (j, name), (factor,))
            relation = _unity_order(factor)
            if relation is not None:
                number, order = relation
                result = result * unity_power(ring, Fraction(number * multiplicity * exponent, order), name, j)
            else:
                result = result * ring.tower.intern(generator) ** (multiplicity * exponent)
    return result


def _unity_order(factor: Element) -> tuple[int, int] | None:
    """Return (1, N) if the factor is the generator of the N-th roots of unity itself."""
    generators = factor.generators()
    if len(generators) == 1 and generators[0].kind == "unity" and factor == factor.tower.intern(generators[0]):
        return 1, int(generators[0].labels[0])
    return None


def unity_power(ring: Ring, turn: Fraction, name: str, j: int) -> Element:
    """Return exp(2 pi i turn)^binomial(name, j), a product of generators t with t^N = 1."""
    result, tower = ring.tower.element(1), ring.tower
    for numerator, order in _prime_power_parts(turn):
        relation = [tower.element(1)] + [tower.element(0)] * (order - 1)
        generator = tower.intern(Generator("unity_power", (order, j, name)), relation)
        result = result * generator**numerator
    return result


def root_of_unity(ring: Ring, turn: Fraction) -> Element:
    """Return exp(2 pi i turn)."""
    tower = ring.tower
    result = tower.element(1)
    for numerator, order in _prime_power_parts(turn):
        if order == 2:
            result = -result
            continue
        prime = next(p for p in range(2, order + 1) if order % p == 0)
        block = order // prime
        # Phi_{p^k}(t) = 1 + t^b + ... + t^((p-1) b) with b = p^(k-1)
        relation = [tower.element(-1 if i % block == 0 else 0) for i in range(block * (prime - 1))]
        result = result * tower.intern(Generator("unity", (order,)), relation) ** numerator
    return result


def _prime_power_parts(turn: Fraction) -> list[tuple[int, int]]:
    """Split a/N mod 1 into fractions with prime power denominators (Chinese remainders)."""
    turn %= 1
    if turn.denominator > 1000:
        raise UnsupportedError(f"roots of unity of order {turn.denominator} are beyond the limit 1000")
    parts = []
    for prime, exponent in fmpz(turn.denominator).factor():
        order = int(prime) ** int(exponent)
        cofactor = turn.denominator // order
        parts.append((turn.numerator * pow(cofactor, -1, order) % order, order))
    return parts


def _multiplicative_parts(ring: Ring, base: Element) -> list[tuple[Element, int]]:
    """Return base as a product of powers of primes, -1 and irreducible polynomials; an algebraic number whole."""
    tower = ring.tower
    if any(tower.relation(i) is not None for i in base.generator_numbers()) and len(list(base.monomials())) > 1:
        return [(base, 1)]
    parts: list[tuple[Element, int]] = []
    constant = Fraction(1)
    for polynomial, direction in ((base.numerator, 1), (base.denominator, -1)):
        content, factors = polynomial.factor()
        constant *= Fraction(int(content.p), int(content.q)) ** direction
        parts += [(Element(tower, factor), int(e) * direction) for factor, e in factors]
    return [*_rational_parts(ring, constant), *parts]


def _rational_parts(ring: Ring, value: Fraction) -> list[tuple[Element, int]]:
    tower = ring.tower
    parts = [(tower.element(-1), 1)] if value < 0 else []
    for whole, direction in ((abs(value.numerator), 1), (value.denominator, -1)):
        if whole.bit_length() > _FACTOR_BITS:
            parts.append((tower.element(whole), direction))
        else:
            parts += [(tower.element(int(p)), int(e) * direction) for p, e in fmpz(whole).factor()]
    return parts


def root(ring: Ring, base: Element, order: int) -> Element:
    """Return the principal root base^(1/order); t^order = base holds for every complex base."""
    tower = ring.tower
    if order > 60:
        raise UnsupportedError(f"roots of order {order} are beyond the limit 60")
    if base.is_zero():
        return base
    result = tower.element(1)
    constant = base.rational()
    if constant is not None:
        if constant < 0:
            result = root_of_unity(ring, Fraction(1, 2 * order))
        pieces = _rational_parts(ring, abs(constant))
    else:
        pieces = _positive_pieces(ring, base)
    for factor, exponent in pieces:
        whole, part = divmod(exponent, order)
        value = factor.rational()
        if value is not None and value < 0:
            result = result * root(ring, factor**exponent, order)
            continue
        result = result * integer_power(ring, factor, whole) * _root_generator(ring, factor, order, part)
    return result


def _positive_pieces(ring: Ring, base: Element) -> list[tuple[Element, int]]:
    """Split off positive factors, for which the root of a product is the product of the roots."""
    free: list[tuple[Element, int]] = []
    rest = ring.tower.element(1)
    for factor, exponent in _multiplicative_parts(ring, base):
        if ring.signs.positive(factor):
            free.append((factor, exponent))
        elif factor.rational() is None and ring.signs.positive(-factor):
            free.append((-factor, exponent))
            rest = rest * (-1) ** (exponent % 2)
        else:
            rest = rest * factor**exponent
    if rest == 1:
        return free
    return [*free, (rest, 1)]


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
    if base.denominator.is_constant():
        relation = [base] + [tower.element(0)] * (order - 1)
        return tower.intern(Generator("root", (order,), (base,)), relation) ** exponent
    return tower.intern(Generator("root", (order,), (base,))) ** exponent


def exponential(ring: Ring, exponent: Element) -> Element:
    """Return exp(exponent): additive pieces become factors, multiples of pi*i become roots of unity."""
    tower = ring.tower
    result = tower.element(1)
    denominator = Element(tower, exponent.denominator)
    for coefficient, exponents in exponent.monomials():
        piece = tower.polynomial([(coefficient, {i: e for i, e in enumerate(exponents) if e})]) / denominator
        result = result * _exponential_of_monomial(ring, piece)
    return result


def _exponential_of_monomial(ring: Ring, piece: Element) -> Element:
    tower = ring.tower
    if ring.depends_on_integers(piece):
        try:
            parts, _ = binomial_parts(ring, piece)
        except UnsupportedError:
            return atom(ring, "exp", piece)
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
    value = piece.rational()
    if value is not None:
        base = tower.intern(Generator("constant", ("E",)))
        return integer_power(ring, root(ring, base, value.denominator), value.numerator)
    scale = piece.numerator.leading_coefficient()
    multiple = Fraction(int(scale.p), int(scale.q))
    unit = piece / multiple
    generators = unit.generators()
    if len(generators) == 1 and generators[0].labels == ("log",) and unit == tower.intern(generators[0]):
        return power(ring, generators[0].arguments[0], tower.element(multiple))
    base = tower.intern(Generator("exp", (1,), (unit,)))
    if multiple.denominator == 1:
        return base**multiple.numerator
    relation = [base] + [tower.element(0)] * (multiple.denominator - 1)
    part = tower.intern(Generator("exp", (multiple.denominator,), (unit,)), relation)
    return part**multiple.numerator


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
    pieces = _rational_parts(ring, value) if value is not None else _positive_pieces(ring, argument)
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
            case Generator("power", (1, name), (base,)) if ring.signs.positive(base):
                return ring.tower.symbol(str(name)) * logarithm(ring, base)
    return atom(ring, "log", factor)
