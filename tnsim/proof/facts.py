"""Proven signs: `Facts` answers what the ring asks, for all admissible values of all symbols at once.

A number is decided in ball arithmetic. A polynomial is decided exactly: every symbol or generator with a
known range is replaced by a rational function of variables >= 0 (`x = lo + y`, `hi - y`, `(lo + hi*y)/(1 + y)`);
if then all coefficients have one sign, so has the polynomial. Anything else is "not proved".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from flint import fmpq, fmpq_mpoly, fmpq_poly

from tnsim.errors import LimitError, TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.proof.affine_signs import affine_sign
from tnsim.proof.continuity import constant_sign
from tnsim.proof.decaying_quotients import sign_of_larger_term, terms_differ
from tnsim.proof.domination import coefficient_sign, one_term_dominates
from tnsim.proof.exponential_signs import exponential_sign
from tnsim.proof.linear_bounds import LinearBounds
from tnsim.proof.number_signs import excludes_zero, is_finite_number, number_sign
from tnsim.proof.power_ranges import iterated_power_range, power_range
from tnsim.proof.q_numbers import is_difference_of_powers
from tnsim.proof.ranges import Range, number_range, root_range, symbol_ranges
from tnsim.proof.unit_circle import off_the_turns, sine_differs_from_zero
from tnsim.proof.zeros import has_modulus, has_nonzero_part, misses_roots, misses_zero, univariate
from tnsim.ring.conjugation import is_real
from tnsim.ring.poles import is_no_pole
from tnsim.ring.polynomials import factors
from tnsim.ring.powers import pi
from tnsim.ring.readback import to_expression
from tnsim.ring.replacement import is_long_replacement, replaced_generators
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Generator, Key, Tower

__all__ = ["Facts"]

_MOST_ROUNDS, _MOST_LEVELS = 8, 2
_MOST_DEGREE = 5000
"""Polynomials of a higher degree in one symbol are not moved along at once."""
_ACUTE = Fraction(3, 2)
"""An angle below pi/2."""
_PLAIN = ("constant", "power", "symbol")
"""Kinds that hold no functions: at each level of cos(cos(...)) there would be two questions about the one below."""
_NAMED = ("unknown", "product_limit")
"""Kinds of numbers that are known by properties alone."""


class Facts:
    """What is proved about the symbols: whole or real, with ranges; implements `ring.signs.Signs`."""

    def __init__(
        self, tower: Tower, assumptions: Assumptions, starts: Mapping[str, int] | None = None, headroom: int = 0
    ) -> None:
        self.tower = tower
        self.assumptions = assumptions
        self.starts = dict(starts or {})
        self.ring = Ring(tower, self, headroom=headroom)
        self._signs: dict[Key, int] = {}
        self._levels = 0
        self._nonzero: set[Key] = set()
        self._within: dict[tuple[str, int], Facts] = {}
        self.unknowns: dict[str, bool] = {}
        """Names of indeterminates that stand for products, and whether these are proved different from 0."""
        self._ranges = symbol_ranges(assumptions, self.starts)
        self.linear: LinearBounds | None = None
        self.linear = LinearBounds(self.ring, assumptions, self.sign)
        self._signs.clear()  # what was not proved before the bounds were known

    def within(self, name: str, lower: int) -> Facts:
        """Return the same facts, and that the symbol runs over the whole numbers >= lower."""
        known = self._within.get((name, lower))
        if known is None:
            known = self._within[name, lower] = Facts(self.tower, self.assumptions, {**self.starts, name: lower})
        return known

    def is_integer(self, name: str) -> bool:
        return name in self.starts or self.assumptions.is_integer(name)

    def positive(self, element: Element) -> bool:
        return self.sign(element) > 0

    def nonnegative(self, element: Element) -> bool:
        """Tell whether the element is proved to be >= 0 at every admissible point."""
        if element.is_zero() or self.positive(element):
            return True
        if self.linear is not None and self.linear.sign(element) is not None:
            return True
        if not element.symbols() or not element.denominator.is_one():
            return False
        for polynomial in self._readings(element):
            if polynomial is not None and all(c > 0 for c, _ in polynomial[0].monomials()):
                return True
        content, parts = factors(element.numerator)
        written = len(parts) > 1 or parts[0][1] % 2 == 0
        return written and self._product_nonnegative(int(content.p), parts)

    def _product_nonnegative(self, content: int, parts: Sequence[tuple[fmpq_mpoly, int]]) -> bool:
        negative = content < 0
        for factor in (Element(self.tower, f) for f, exponent in parts if exponent % 2):
            if self.nonnegative(-factor):
                negative = not negative
            elif not self.nonnegative(factor):
                return False
        return not negative and all(self.real(Element(self.tower, f)) for f, _ in parts)

    def nonzero(self, element: Element) -> bool:
        if element.key not in self._nonzero and self._is_nonzero(element):
            self._nonzero.add(element.key)
        return element.key in self._nonzero

    def _is_nonzero(self, element: Element) -> bool:
        if element.rational() is not None:
            return not element.is_zero()
        if element.symbols() and all(self._is_plainly_nonzero(f) for f in _factors(element)):
            return True
        if self.sign(element) != 0:
            return True
        if not element.symbols() and not any(g.kind in _NAMED for g in element.generators()):
            return excludes_zero(element)
        return all(self._factor_nonzero(f) for f in _factors(element))

    def _is_plainly_nonzero(self, factor: Element) -> bool:
        """Tell whether a factor is proved different from 0 without asking for the sign of a long polynomial."""
        generators = factor.generators()
        if len(generators) == 1 and factor == self.tower.intern(generators[0]):
            return self._factor_nonzero(factor)
        return terms_differ(self, factor) or is_difference_of_powers(self, factor)

    def real(self, element: Element) -> bool:
        return is_real(self.ring, element)

    def no_pole(self, element: Element) -> bool:
        return is_no_pole(self.ring, element)

    def finite(self, element: Element) -> bool:
        return not element.symbols() and is_finite_number(element)

    def sign(self, element: Element) -> int:
        """Return 1 or -1 where that sign is proved at every admissible point, 0 where nothing is proved."""
        value = element.rational()
        if value is not None:
            return (value > 0) - (value < 0)
        key = element.key
        if key not in self._signs:
            self._signs[key] = 0  # an answer that would need itself is no answer
            self._signs[key] = self._decide(element)
        return self._signs[key]

    def _decide(self, element: Element) -> int:
        if not element.symbols():
            return number_sign(self.ring, element)
        if self.linear is not None:
            if self.linear.sign(element) == 1:
                return 1
            if self.linear.sign(-element) == 1:
                return -1
            if self.linear.decides(element):
                return 0
        return self._sign_of_factors(element) or constant_sign(self, element)

    def _sign_of_factors(self, element: Element) -> int:
        if not element.denominator.is_one():
            below = self.sign(Element(self.tower, element.denominator))
            return below * self.sign(Element(self.tower, element.numerator)) if below else 0
        content, parts = factors(element.numerator)
        sign = 1 if content > 0 else -1
        for factor, exponent in parts:
            own = Element(self.tower, factor)
            part = self._polynomial_sign(own, even=exponent % 2 == 0) or affine_sign(self, own)
            part = part or sign_of_larger_term(self, own) or exponential_sign(self, own)
            if part == 0 and len(parts) > 1 and factor.total_degree() == 1:
                even = exponent % 2 == 0 and self.real(own) and self.nonzero(own)
                part = 1 if even else self.sign(own)
            if part == 0:
                return 0
            sign *= part if exponent % 2 else 1
        return sign

    def _factor_nonzero(self, factor: Element) -> bool:
        generators = factor.generators()
        single = len(generators) == 1 and factor == self.tower.intern(generators[0])
        if single and generators[0].kind == "unknown":
            return self.unknowns.get(str(generators[0].labels[0]), False)
        if single and generators[0].kind == "product_limit":
            return self._generator_nonzero(generators[0])
        if not factor.symbols():
            return excludes_zero(factor)
        if terms_differ(self, factor) or self._polynomial_sign(factor, even=True) or self.sign(factor):
            return True
        if self.linear is not None and self.linear.differs(factor):
            return True
        if single:
            return self._generator_nonzero(generators[0])
        if is_difference_of_powers(self, factor):
            return True
        return (
            misses_roots(self.ring, factor, self._ranges, self.assumptions)
            or off_the_turns(self, factor)
            or misses_zero(self.ring, factor, self._ranges)
            or self._has_nonzero_part(factor)
            or has_modulus(self.ring, factor)
            or one_term_dominates(self, factor)
        )

    def _has_nonzero_part(self, factor: Element) -> bool:
        """Tell whether a part is proved not 0; parts of parts of exponentials have ever higher degrees: two levels."""
        self._levels += 1
        try:
            return self._levels <= _MOST_LEVELS and has_nonzero_part(self.ring, factor)
        finally:
            self._levels -= 1

    def _generator_nonzero(self, generator: Generator) -> bool:
        match generator.kind:
            case "exp" | "unity" | "unity_power":
                return True
            case "power" | "iterated_power":
                return self.nonzero(generator.arguments[0])
            case "apply" if generator.labels == ("exp",):
                return True
            case "apply" if generator.labels in (("sin",), ("cos",)):
                quarter = pi(self.ring) / 2 if generator.labels == ("cos",) else 0
                return sine_differs_from_zero(self, generator.arguments[0] + quarter)
            case "root":
                return self.nonzero(generator.arguments[0])
            case "partial_product" | "product_limit":
                # No factor is 0; a limit was made of products that converge absolutely.
                return self.within(str(generator.labels[0]), 0).nonzero(generator.arguments[0])
        return False

    def _polynomial_sign(self, factor: Element, even: bool = False) -> int:
        """Return the sign of a polynomial by non-negative coefficients (even: any sign will do)."""
        beyond = self._sign_beyond(factor)
        if beyond is not None:
            return beyond
        signs = {self._sign_of_case(case) for case in self._cases(factor)}
        if len(signs) == 1:
            return signs.pop()
        return 1 if even and signs == {1, -1} else 0

    def _sign_beyond(self, factor: Element) -> int | None:
        """Return the sign of a polynomial in one symbol >= a number, `None` for any other polynomial.

        The same reading as below, in one variable; most denominators are of this kind.
        """
        numbers = factor.generator_numbers()
        if len(numbers) != 1 or factor.numerator.total_degree() > _MOST_DEGREE:
            return None
        (number,) = numbers
        generator = self.tower.generators[number]
        if generator.kind != "symbol":
            return None
        bounds = self._ranges.get(str(generator.labels[0]), Range())
        if bounds.lower is None or bounds.upper is not None or bounds.base is not None:
            return None
        if factor.numerator.total_degree() > _MOST_DEGREE:
            return None
        lower = fmpq(bounds.lower.numerator, bounds.lower.denominator)
        coefficients = univariate(factor, number)(fmpq_poly([lower, 1])).coeffs()
        signs = {c > 0 for c in coefficients if c != 0}
        if len(signs) != 1 or not (bounds.lower_strict or coefficients[0] != 0):
            return 0
        return 1 if signs.pop() else -1

    def _sign_of_case(self, factor: Element) -> int:
        readings = (reading for reading in self._readings(factor) if reading is not None)
        return next((sign for reading in readings if (sign := coefficient_sign(*reading))), 0)

    def _readings(self, factor: Element) -> Iterator[tuple[Element, frozenset[int]] | None]:
        """Yield the polynomial in variables >= 0, by symbolic lower bounds and, where numbers bound too, by them."""
        yield self.in_nonnegative_variables(factor)
        if any(r.base is not None and r.lower is not None for r in self._ranges.values()):
            yield self.in_nonnegative_variables(factor, by_numbers=True)

    def _cases(self, factor: Element) -> Iterator[Element]:
        """Yield the polynomial with every (-1)^n replaced by 1 and by -1."""
        numbers = [
            i
            for i in sorted(factor.generator_numbers())
            if self.tower.generators[i].kind == "unity_power" and self.tower.generators[i].labels[0] == 2
        ]
        for choice in product((1, -1), repeat=len(numbers)):
            yield replaced_generators(factor, dict(zip(numbers, map(self.tower.element, choice), strict=True)))

    def in_nonnegative_variables(
        self, factor: Element, given: Mapping[int, Range] | None = None, by_numbers: bool = False
    ) -> tuple[Element, frozenset[int]] | None:
        """Return the polynomial in variables >= 0, up to positive factors, and which of them are > 0.

        `given` are ranges of generators that are not those of the facts.
        """
        known = given or {}
        strict: set[int] = set()
        current = factor
        for _ in range(_MOST_ROUNDS):
            ranges: dict[int, Range] = {}
            for number in current.generator_numbers():
                if not self._is_slack(number):
                    bounds = known[number] if number in known else self.range_of(number)
                    if bounds is None:
                        return None
                    ranges[number] = bounds.without_base() if by_numbers else bounds
            # A symbolic bound brings in other symbols: those it is resolved into come in a later round.
            chosen = {i: r for i, r in ranges.items() if r.base is not None} or ranges
            if not chosen:
                break
            images: dict[int, Element] = {}
            for number, bounds in chosen.items():
                slack = self._slack(number)
                if bounds.is_unbounded():
                    if any(e[number] % 2 for _, e in current.monomials()):
                        return None
                    images[number] = slack  # the modulus of the symbol, in even powers
                    continue
                try:
                    images[number] = bounds.image(self.ring, slack)
                except (TnsimError, ZeroDivisionError):
                    return None  # a symbolic bound that may have no value, as 1/y
                if bounds.strict_in_slack():
                    strict |= slack.generator_numbers()
            if is_long_replacement(current, images):
                return None
            try:
                replaced = replaced_generators(current, images)
            except LimitError:
                return None
            below = Element(self.tower, replaced.denominator)
            if any(c < 0 for c, _ in below.monomials()) or not all(map(self._is_slack, below.generator_numbers())):
                return None
            current = Element(self.tower, replaced.numerator)
        if not all(map(self._is_slack, current.generator_numbers())):
            return None
        return current, frozenset(strict)

    def _slack(self, number: int) -> Element:
        return self.tower.symbol(f"+{number}")

    def _is_slack(self, number: int) -> bool:
        generator = self.tower.generators[number]
        return generator.kind == "symbol" and str(generator.labels[0]).startswith("+")

    def range_of(self, number: int) -> Range | None:
        generator = self.tower.generators[number]
        if generator.kind == "symbol":
            return self._ranges.get(str(generator.labels[0]), Range())
        if not self.tower.symbols_of(generator):
            element = self.tower.generator_element(number)
            return number_range(to_expression(element)) if is_real(self.ring, element) else None
        return self._generator_range(generator)

    def _generator_range(self, generator: Generator) -> Range | None:
        zero, one = Fraction(0), Fraction(1)
        first = generator.arguments[0] if generator.arguments else None
        match generator.kind:
            case "power" if first is not None:
                return power_range(self, self._ranges, first, str(generator.labels[1]), int(generator.labels[0]))
            case "iterated_power" if first is not None and is_real(self.ring, first):
                return iterated_power_range(self, *generator.arguments)
            case "rising" if first is not None and self._counts(generator) and self.positive(first):
                return Range(one, None) if first.rational() == 1 else Range(zero, None, lower_strict=True)
            case "power_sum" if first is not None and self._counts(generator) and self.positive(first):
                top = generator.arguments[1]
                return Range(one if first == 1 and self.positive(top) else zero, None)
            case "exp" if first is not None and is_real(self.ring, first) and self.positive(first):
                return Range(one, None, lower_strict=True)
            case "root" if (known := root_range(self._ranges, generator)) and self.positive(generator.arguments[0]):
                return known
            case "root" | "exp" if first is not None and (self.positive(first) or generator.kind == "exp"):
                return self._monotone_range(first, Fraction(generator.kind == "root")) if self.real(first) else None
            case "root" if self.nonnegative(generator.arguments[0]):
                return Range(zero, None)
            case "apply" if generator.labels == ("zeta",) and len(generator.arguments) == 1:
                return Range(one, None, lower_strict=True) if self.positive(generator.arguments[0] - 1) else None
            case "apply" if generator.labels == ("gamma",) or generator.labels == ("exp",):
                return Range(zero, None, lower_strict=True) if first is not None and self.real(first) else None
            case "apply" if generator.labels == ("log",) and first is not None and self.positive(first - 1):
                return Range(zero, None, lower_strict=True)
            case "apply" if generator.labels in (("sin",), ("cos",)) and first is not None and self.real(first):
                plain = generator.labels == ("cos",) and all(g.kind in _PLAIN for g in first.generators())
                acute = plain and all(self.positive(_ACUTE + s * first) for s in (1, -1))
                return Range(zero, one, lower_strict=True) if acute else Range(-one, one)
        return None

    def _monotone_range(self, argument: Element, where_one: Fraction) -> Range:
        """Return the range of a positive, increasing function that is 1 at one place."""
        above = self.positive(argument - where_one)
        below = not above and self.positive(where_one - argument)
        return Range(Fraction(above), Fraction(1) if below else None, lower_strict=True, upper_strict=below)

    def _counts(self, generator: Generator) -> bool:
        """Tell whether the number of steps of a rising factorial or power sum is proved to be >= 0."""
        return self.positive(generator.arguments[1] + 1)


def _factors(element: Element) -> list[Element]:
    return [Element(element.tower, f) for f, _ in factors(element.numerator)[1]]
