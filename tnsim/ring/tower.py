"""The difference ring: a tower of generators over Q and the exact rational functions in them.

A `Generator` is a named quantity: a symbol, `x^n`, a rising factorial, `harmonic(n)`, a root of unity,
`sqrt(5)`, `log(2)`, ... An `Element` is a quotient of polynomials in the generators, with rational
coefficients. Soundness rests on one fact only: giving every generator its true value is a homomorphism,
so an element whose numerator reduces to 0 has the value 0 wherever its denominator has a value other than 0.
Nothing is claimed of an element that does *not* reduce to 0.

A tower only grows: a generator keeps its number for ever, and older elements are read in the larger ring.

>>> tower = Tower()
>>> n = tower.symbol("n")
>>> 1 / n - 1 / (n + 1) == 1 / (n * (n + 1))
True
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any, TypeAlias

from flint import Ordering, fmpq, fmpq_mat, fmpq_mpoly, fmpq_mpoly_ctx

from tnsim.errors import UnsupportedError
from tnsim.ring.polynomials import is_constant, limited_power, limited_product, reduced_by, split_powers

__all__ = ["BINDING", "Element", "Generator", "Key", "Tower", "split_powers"]

Key: TypeAlias = tuple[Any, ...]
_Number: TypeAlias = "int | Fraction | fmpq"
_MOST_DIMENSIONS = 100
BINDING = ("partial_sum", "partial_product", "product_limit")
"""Kinds whose last label is an index bound in the first argument, and in no other one."""


@dataclass(frozen=True, slots=True)
class Generator:
    """A quantity of the ring: its kind, plain labels (names, orders) and arguments that are elements themselves."""

    kind: str
    labels: tuple[str | int, ...]
    arguments: tuple[Element, ...] = ()

    @property
    def key(self) -> Key:
        return (self.kind, self.labels, tuple(argument.key for argument in self.arguments))


class Element:
    """An exact rational function in the generators of a tower; numerator reduced, common factors removed."""

    __slots__ = ("_den", "_key", "_num", "tower")

    def __init__(self, tower: Tower, numerator: fmpq_mpoly, denominator: fmpq_mpoly | None = None) -> None:
        self.tower = tower
        self._key: Key | None = None
        num = tower.reduce(numerator)
        if denominator is None:
            self._num, self._den = num, tower.one_polynomial()
            return
        den = tower.reduce(denominator)
        if den.is_zero():
            raise ZeroDivisionError("the denominator of a ring element reduces to 0")
        if num.is_zero():
            den = tower.one_polynomial()
        elif not is_constant(den):
            common = num.gcd(den)
            if not is_constant(common):
                num, den = num / common, den / common
        scale = den.leading_coefficient()
        if scale != 1:
            num, den = num / scale, den / scale
        self._num, self._den = num, den

    @classmethod
    def _normal(cls, tower: Tower, numerator: fmpq_mpoly, denominator: fmpq_mpoly) -> Element:
        """Return the element of two polynomials that are in normal form already."""
        element = cls.__new__(cls)
        element.tower, element._key = tower, None
        element._num, element._den = numerator, denominator
        return element

    @property
    def numerator(self) -> fmpq_mpoly:
        self._num = current = self.tower.current(self._num)
        return current

    @property
    def denominator(self) -> fmpq_mpoly:
        self._den = self.tower.current(self._den)
        return self._den

    @property
    def key(self) -> Key:
        """Return a hashable canonical form; it does not change when the tower grows."""
        if self._key is None:
            # Generators keep their names, and the order of terms, in every later ring.
            self._key = (str(self._num), str(self._den))
        return self._key

    def __add__(self, other: Element | _Number) -> Element:
        b = self.tower.element(other)
        if self._den.is_one() and b._den.is_one():
            # Reduced polynomials are a vector space; a constant denominator is 1 in the normal form.
            return Element._normal(self.tower, self.numerator + b.numerator, self.denominator)
        if self.denominator == b.denominator:
            return Element(self.tower, self.numerator + b.numerator, self.denominator)
        numerator = limited_product(self.numerator, b.denominator) + limited_product(b.numerator, self.denominator)
        return Element(self.tower, numerator, limited_product(self.denominator, b.denominator))

    def __neg__(self) -> Element:
        return Element._normal(self.tower, -self._num, self._den)

    def __sub__(self, other: Element | _Number) -> Element:
        return self + (-self.tower.element(other))

    def __mul__(self, other: Element | _Number) -> Element:
        b = self.tower.element(other)
        if is_constant(b._num) and b._den.is_one():
            return self._scaled(b._num)
        if is_constant(self._num) and self._den.is_one():
            return b._scaled(self._num)
        if self._den.is_one() and b._den.is_one():
            product = self.tower.reduce(limited_product(self.numerator, b.numerator))
            return Element._normal(self.tower, product, self.tower.one_polynomial())
        numerator = limited_product(self.numerator, b.numerator)
        return Element(self.tower, numerator, limited_product(self.denominator, b.denominator))

    def _scaled(self, number: fmpq_mpoly) -> Element:
        """Return the element times a constant polynomial: a normal form stays one."""
        if number.is_zero():
            return self.tower.element(0)
        return Element._normal(self.tower, self._num * number.leading_coefficient(), self._den)

    def __truediv__(self, other: Element | _Number) -> Element:
        return self * self.tower.element(other).inverse()

    def inverse(self) -> Element:
        """Return 1/self, with an algebraic number moved out of the denominator where it is a factor there."""
        if self.is_zero():
            raise ZeroDivisionError("division by an element of the ring that is 0")
        if is_constant(self._num):
            return Element._normal(self.tower, self._den / self._num.leading_coefficient(), self.tower.one_polynomial())
        rationalised = self.tower.rationalise(self.numerator)
        if rationalised is not None:
            return Element(self.tower, self.denominator * rationalised)
        factor = self.tower.algebraic_monomial(self.numerator)
        rationalised = self.tower.rationalise(factor)
        if rationalised is None:
            return Element(self.tower, self.denominator, self.numerator)
        return Element(self.tower, self.denominator * rationalised, self.numerator / factor)

    def __pow__(self, exponent: int) -> Element:
        """Return the power; raises LimitError where its numbers are too large to be written out."""
        if exponent < 0:
            return self.inverse() ** (-exponent)
        if exponent == 1:
            return self
        return Element(self.tower, limited_power(self.numerator, exponent), limited_power(self.denominator, exponent))

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other: _Number) -> Element:
        return self.tower.element(other) - self

    def __rtruediv__(self, other: _Number) -> Element:
        return self.tower.element(other) / self

    def is_zero(self) -> bool:
        """Tell whether the element reduces to 0; True is a proof, False proves nothing."""
        return bool(self._num.is_zero())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Element | int | Fraction):
            return NotImplemented
        return (self - other).is_zero()

    def __hash__(self) -> int:
        raise TypeError("elements that are equal may be written in two ways; hash element.key")

    def rational(self) -> Fraction | None:
        """Return the value if the element is a rational number as it stands, else `None`."""
        if not (is_constant(self._num) and self._den.is_one()):
            return None
        value = self._num.leading_coefficient() if not self._num.is_zero() else fmpq(0)
        return Fraction(int(value.p), int(value.q))

    def generator_numbers(self) -> frozenset[int]:
        """Return the numbers of the generators that occur as they stand (not those inside arguments)."""
        parts = [p for p in (self._num, self._den) if not is_constant(p)]
        return frozenset([i for p in parts for i, degree in enumerate(p.degrees()) if degree > 0])

    def generators(self) -> tuple[Generator, ...]:
        return tuple(self.tower.generators[i] for i in sorted(self.generator_numbers()))

    def symbols(self) -> frozenset[str]:
        """Return the names of all symbols, those inside arguments of generators included."""
        return frozenset[str]().union(*(self.tower.symbols_of(generator) for generator in self.generators()))

    def monomials(self) -> Iterator[tuple[Fraction, tuple[int, ...]]]:
        """Yield (coefficient, exponents) of the numerator."""
        yield from _terms(self.numerator)

    def __repr__(self) -> str:
        return f"Element({self.numerator}, {self.denominator})"


class Tower:
    """The generators met so far, their relations, and the polynomial ring that holds them.

    A relation `t^k = r(t)`, with `r` of degree below k in t and otherwise in earlier generators, is kept as
    the list of the coefficients of `r`; numerators are reduced by it, so the normal form is unique
    (leading powers of distinct generators are coprime: Buchberger's first criterion). The coefficients are
    polynomials: a relation with a denominator is not kept.
    """

    def __init__(self) -> None:
        self.generators: list[Generator] = []
        self._numbers: dict[Key, int] = {}
        self._relations: dict[int, tuple[Element, ...]] = {}
        self._related: list[tuple[int, int]] = []
        """The generators with a relation and its degree, the latest first."""
        self.roots_of_unity: dict[Fraction, Element] = {}
        """exp(2 pi i t) by t, as far as they were made."""
        self._symbols: dict[int, frozenset[str]] = {}
        self._context = fmpq_mpoly_ctx.get(["g0"], Ordering.lex)
        self._one = self._context.constant(1)

    def intern(self, generator: Generator, relation: Sequence[Element] | None = None) -> Element:
        """Return the generator as an element, new or met before; `relation` gives t^k = sum relation[j] t^j.

        Raises UnsupportedError where an index that the generator binds is in its bound as well.
        """
        number = self._numbers.get(generator.key)
        if number is None:
            number = len(self.generators)
            self._symbols[number] = _symbols(generator)
            self.generators.append(generator)
            self._numbers[generator.key] = number
            if number >= self._context.nvars():
                self._context = fmpq_mpoly_ctx.get([f"g{i}" for i in range(2 * number)], Ordering.lex)
                self._one = self._context.constant(1)
            if relation is not None and all(c.denominator.is_one() for c in relation):
                self._relations[number] = tuple(relation)
                self._related.insert(0, (number, len(relation)))
        return Element(self, self._context.gen(number))

    def symbol(self, name: str) -> Element:
        return self.intern(Generator("symbol", (name,)))

    def unknown(self, name: str) -> Element:
        """Return an indeterminate of which nothing is known, not even that it is real."""
        return self.intern(Generator("unknown", (name,)))

    def number_of_symbol(self, name: str) -> int:
        return self.number_of(self.symbol(name).generators()[0])

    def number_of(self, generator: Generator) -> int:
        return self._numbers[generator.key]

    def generator_element(self, number: int) -> Element:
        return Element(self, self._context.gen(number))

    def symbols_of(self, generator: Generator) -> frozenset[str]:
        return self._symbols[self.number_of(generator)]

    def relation(self, number: int) -> tuple[Element, ...] | None:
        return self._relations.get(number)

    def element(self, value: Element | _Number) -> Element:
        """Return a number, or an element of this tower, as an element."""
        if isinstance(value, Element):
            if value.tower is not self:
                raise ValueError("elements of two towers cannot be combined")
            return value
        if isinstance(value, Fraction):
            value = fmpq(value.numerator, value.denominator)
        return Element._normal(self, self._context.constant(value), self._one)

    def one_polynomial(self) -> fmpq_mpoly:
        return self._one

    def current(self, polynomial: fmpq_mpoly) -> fmpq_mpoly:
        """Return the polynomial read in the ring of all generators known now."""
        context = polynomial.context()
        if context is self._context or context == self._context:
            return polynomial
        return polynomial.project_to_context(self._context)

    def polynomial(self, terms: Iterable[tuple[Fraction | int, dict[int, int]]]) -> Element:
        """Return the polynomial with the given (coefficient, {generator number: exponent}) terms."""
        width = self._context.nvars()
        data: dict[tuple[int, ...], fmpq] = {}
        for coefficient, exponents in terms:
            row = [0] * width
            for number, exponent in exponents.items():
                row[number] = exponent
            value = Fraction(coefficient)
            data[tuple(row)] = data.get(tuple(row), fmpq(0)) + fmpq(value.numerator, value.denominator)
        return Element(self, self._context.from_dict({k: v for k, v in data.items() if v != 0}))

    def reduce(self, polynomial: fmpq_mpoly) -> fmpq_mpoly:
        """Return the normal form of a polynomial modulo the relations."""
        result = self.current(polynomial)
        if not self._relations:
            return result
        degrees = result.degrees()
        # Later relations may bring in earlier generators, never the other way round: one pass is enough.
        for number, order in self._related:
            if degrees[number] >= order:
                relation = [self.current(c.numerator) for c in self._relations[number]]
                result = reduced_by(result, number, relation)
                degrees = result.degrees()
        return result

    def rationalise(self, polynomial: fmpq_mpoly) -> fmpq_mpoly | None:
        """Return the inverse of a polynomial in algebraic numbers alone, else `None`."""
        numbers = self._algebraic_closure(i for i, degree in enumerate(polynomial.degrees()) if degree > 0)
        if not numbers:
            return None
        degrees = [len(self._relations[i]) for i in numbers]
        if prod(degrees) > _MOST_DIMENSIONS:
            return None
        basis = [dict(zip(numbers, exponents, strict=True)) for exponents in product(*map(range, degrees))]
        places = {tuple(e[i] for i in numbers): k for k, e in enumerate(basis)}
        matrix = fmpq_mat(len(basis), len(basis))
        for column, exponents in enumerate(basis):
            image = self.reduce(polynomial * self.polynomial([(1, exponents)]).numerator)
            for c, e in _terms(image):
                matrix[places[tuple(e[i] for i in numbers)], column] = fmpq(c.numerator, c.denominator)
        try:
            solution = matrix.solve(fmpq_mat(len(basis), 1, [1] + [0] * (len(basis) - 1)))
        except ZeroDivisionError:
            return None
        terms = [(Fraction(int(c.p), int(c.q)), e) for c, e in zip(solution.entries(), basis, strict=True)]
        return self.polynomial(terms).numerator

    def algebraic_monomial(self, polynomial: fmpq_mpoly) -> fmpq_mpoly:
        """Return the product of powers of algebraic numbers that divides a polynomial."""
        content = enumerate(polynomial.term_content().degrees())
        powers = [self._context.gen(i) ** int(d) for i, d in content if d and self._algebraic_closure([i])]
        return prod(powers, start=self._one)

    def _algebraic_closure(self, numbers: Iterable[int]) -> list[int]:
        """Return the generators and those in their relations, sorted; nothing if one has no relation over numbers."""
        found: set[int] = set()
        pending = list(numbers)
        while pending:
            number = pending.pop()
            if number in found:
                continue
            relation = self._relations.get(number)
            if relation is None:
                return []
            found.add(number)
            pending += [i for c in relation for i in c.generator_numbers()]
        return sorted(found)


def _symbols(generator: Generator) -> frozenset[str]:
    """Return the names of the symbols in a generator; raises UnsupportedError for a bound index outside its binder."""
    names: frozenset[str] = frozenset().union(*(a.symbols() for a in generator.arguments))
    match generator.kind:
        case "symbol":
            return frozenset({str(generator.labels[0])})
        case "unity_power" | "power" | "vanishing":
            return names | {str(generator.labels[-1])}
        case kind if kind in BINDING:
            bound = str(generator.labels[-1])
            if any(bound in a.symbols() for a in generator.arguments[1:]):
                raise UnsupportedError("a sum or product whose bound holds its own index")
            return names - {bound}
    return names


def _terms(polynomial: fmpq_mpoly) -> Iterator[tuple[Fraction, tuple[int, ...]]]:
    for exponents, c in polynomial.terms():
        yield Fraction(int(c.p), int(c.q)), tuple(map(int, exponents))
