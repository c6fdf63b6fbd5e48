"""Proven signs: `Facts` answers what the ring asks, for all admissible values of all symbols at once.

A number is decided in ball arithmetic. A polynomial is decided exactly: every symbol or generator with a
known range is replaced by a rational function of variables >= 0 (`x = lo + y`, `hi - y`, `(lo + hi*y)/(1 + y)`);
if then all coefficients have one sign, so has the polynomial. Anything else is "not proved".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from flint import fmpq, fmpq_poly

from tnsim.domains.balls import evaluate
from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.proof.ranges import Range, excluded_values, number_range, symbol_ranges
from tnsim.ring.conjugation import conjugate, is_real
from tnsim.ring.powers import imaginary_unit, integer_power, pi
from tnsim.ring.readback import to_expression
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Generator, Key, Tower, replaced_generators

__all__ = ["Facts"]

_PRECISIONS = (96, 512, 2048)
_MOST_ROUNDS = 8
_MOST_TURNS = 8


class Facts:
    """What is proved about the symbols: whole or real, with ranges; implements `ring.signs.Signs`."""

    def __init__(self, tower: Tower, assumptions: Assumptions, starts: Mapping[str, int] | None = None) -> None:
        self.tower = tower
        self.assumptions = assumptions
        self.starts = dict(starts or {})
        self.ring = Ring(tower, self)
        self._signs: dict[Key, int] = {}
        self._ranges = symbol_ranges(assumptions, self.starts)

    def within(self, name: str, lower: int) -> Facts:
        """Return the same facts, and that the symbol runs over the whole numbers >= lower."""
        return Facts(self.tower, self.assumptions, {**self.starts, name: lower})

    def is_integer(self, name: str) -> bool:
        return name in self.starts or self.assumptions.is_integer(name)

    def positive(self, element: Element) -> bool:
        return self.sign(element) > 0

    def nonnegative(self, element: Element) -> bool:
        """Tell whether the element is proved to be >= 0 at every admissible point."""
        if element.is_zero() or self.positive(element):
            return True
        if not element.symbols() or not element.denominator.is_constant():
            return False
        polynomial = self._in_nonnegative_variables(element)
        return polynomial is not None and all(c > 0 for c, _ in polynomial[0].monomials())

    def nonzero(self, element: Element) -> bool:
        if element.rational() is not None:
            return not element.is_zero()
        if self.sign(element) != 0:
            return True
        if not element.symbols():
            return self._number_excludes_zero(element)
        return all(self._factor_nonzero(f) for f in _factors(element))

    def real(self, element: Element) -> bool:
        return is_real(self.ring, element)

    def finite(self, element: Element) -> bool:
        if element.symbols():
            return False
        try:
            return bool(evaluate(to_expression(element), {}, _PRECISIONS[0]).is_finite())
        except TnsimError:
            return False

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
            return self._number_sign(element)
        if not element.denominator.is_constant():
            below = self.sign(Element(self.tower, element.denominator))
            return below * self.sign(Element(self.tower, element.numerator)) if below else 0
        content, factors = element.numerator.factor()
        sign = 1 if content > 0 else -1
        for factor, exponent in factors:
            part = self._polynomial_sign(Element(self.tower, factor), even=int(exponent) % 2 == 0)
            if part == 0:
                return 0
            sign *= part if int(exponent) % 2 else 1
        return sign

    def _number_sign(self, element: Element) -> int:
        if not is_real(self.ring, element):
            return 0
        for precision in _PRECISIONS:
            try:
                ball = evaluate(to_expression(element), {}, precision).real
            except TnsimError:
                return 0
            if ball > 0:
                return 1
            if ball < 0:
                return -1
        return 0

    def _number_excludes_zero(self, element: Element) -> bool:
        for precision in _PRECISIONS:
            try:
                ball = evaluate(to_expression(element), {}, precision)
            except TnsimError:
                return False
            if ball.is_finite() and (ball.real > 0 or ball.real < 0 or ball.imag > 0 or ball.imag < 0):
                return True
        return False

    def _factor_nonzero(self, factor: Element) -> bool:
        if not factor.symbols():
            return self._number_excludes_zero(factor)
        if self._polynomial_sign(factor, even=True) or self.sign(factor):
            return True
        generators = factor.generators()
        if len(generators) == 1 and factor == self.tower.intern(generators[0]):
            return self._generator_nonzero(generators[0])
        return self._no_whole_root(factor) or self._off_the_turns(factor) or self._one_term_dominates(factor)

    def _generator_nonzero(self, generator: Generator) -> bool:
        match generator.kind:
            case "exp" | "unity" | "unity_power":
                return True
            case "power":
                return self.nonzero(generator.arguments[0])
            case "symbol":
                return self._excluded_zero(str(generator.labels[0]))
            case "apply" if generator.labels == ("exp",):
                return True
            case "root":
                return self.nonzero(generator.arguments[0])
        return False

    def _off_the_turns(self, factor: Element) -> bool:
        """Tell whether exp(pi*i*w) - 1 or exp(pi*i*w) + 1 is proved free of zeros: w between two whole numbers.

        It is 0 only where w is an even (odd) whole number.
        """
        generators = factor.generators()
        if len(generators) != 1 or generators[0].kind != "exp":
            return False
        z = self.tower.intern(generators[0])
        parity = 0 if (factor == z - 1 or factor == 1 - z) else 1 if (factor == z + 1 or factor == -z - 1) else None
        angle = generators[0].arguments[0] / (pi(self.ring) * imaginary_unit(self.ring)) / int(generators[0].labels[0])
        if parity is None or not self.real(angle):
            return False
        for k in range(-_MOST_TURNS - parity, _MOST_TURNS, 2):
            if self.positive(angle - k) and self.positive(k + 2 - angle):
                return True
        return False

    def _one_term_dominates(self, factor: Element) -> bool:
        """Tell whether one term of a sum is proved larger in modulus than all others together.

        Generators of modulus 1 drop out, real ones with a bounded range stand for their modulus.
        """
        rows = list(factor.monomials())
        moduli: dict[int, Element] = {}
        ranges: dict[int, Range] = {}
        for number in factor.generator_numbers():
            generator = self.tower.generators[number]
            if generator.kind in ("unity", "unity_power") or self._has_modulus_one(number):
                moduli[number] = self.tower.element(1)
                continue
            bounds = self._range_of(number)
            if bounds is None or bounds.lower is None or bounds.upper is None:
                return False
            modulus = self.tower.symbol(f"|{number}|")
            moduli[number] = modulus
            strict = bounds.lower_strict and bounds.upper_strict
            top = max(abs(bounds.lower), abs(bounds.upper))
            ranges[self.tower.number_of_symbol(f"|{number}|")] = Range(Fraction(0), top, False, strict)
        for chosen in range(len(rows)):
            signed = [(abs(c) if i == chosen else -abs(c), e) for i, (c, e) in enumerate(rows)]
            terms = [(c, {i: k for i, k in enumerate(e) if k}) for c, e in signed]
            margin = sum((_monomial(self.tower, c, e, moduli) for c, e in terms), self.tower.element(0))
            value = margin.rational()
            if value is not None and value > 0:
                return True
            polynomial = self._in_nonnegative_variables(margin, ranges) if value is None else None
            if polynomial is not None and _coefficient_sign(*polynomial) > 0:
                return True
        return False

    def _has_modulus_one(self, number: int) -> bool:
        element = self.tower.generator_element(number)
        try:
            return not is_real(self.ring, element) and element * conjugate(self.ring, element) == 1
        except TnsimError:
            return False

    def _excluded_zero(self, name: str) -> bool:
        return Fraction(0) in excluded_values(self.assumptions, name)

    def _no_whole_root(self, factor: Element) -> bool:
        """Tell whether a polynomial in one whole symbol over Q has no root in the range of the symbol."""
        numbers = factor.generator_numbers()
        if len(numbers) != 1 or not factor.denominator.is_constant():
            return False
        number = next(iter(numbers))
        generator = self.tower.generators[number]
        name = str(generator.labels[0])
        if generator.kind != "symbol":
            return False
        polynomial = _univariate(factor, number)
        roots = [-f[0] / f[1] for f, _ in polynomial.factor()[1] if f.degree() == 1]
        if any(f.degree() > 1 for f, _ in polynomial.factor()[1]) and not self.is_integer(name):
            return False
        bounds = self._ranges.get(name, Range())
        return all(not self._admissible(bounds, Fraction(int(r.p), int(r.q)), name) for r in roots)

    def _admissible(self, bounds: Range, value: Fraction, name: str) -> bool:
        if self.is_integer(name) and value.denominator != 1:
            return False
        return bounds.contains(value) and value not in excluded_values(self.assumptions, name)

    def _polynomial_sign(self, factor: Element, even: bool = False) -> int:
        """Return the sign of an irreducible polynomial by non-negative coefficients (even: any sign will do)."""
        signs = set()
        for case in self._cases(factor):
            polynomial = self._in_nonnegative_variables(case)
            if polynomial is None:
                return 0
            signs.add(_coefficient_sign(*polynomial))
        if len(signs) == 1:
            return signs.pop()
        return 1 if even and signs == {1, -1} else 0

    def _cases(self, factor: Element) -> Iterator[Element]:
        """Yield the polynomial with every (-1)^n replaced by 1 and by -1."""
        numbers = [
            i
            for i in sorted(factor.generator_numbers())
            if self.tower.generators[i].kind == "unity_power" and self.tower.generators[i].labels[0] == 2
        ]
        for choice in product((1, -1), repeat=len(numbers)):
            yield replaced_generators(factor, dict(zip(numbers, map(self.tower.element, choice), strict=True)))

    def _in_nonnegative_variables(
        self, factor: Element, given: Mapping[int, Range] | None = None
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
                    bounds = known[number] if number in known else self._range_of(number)
                    if bounds is None:
                        return None
                    ranges[number] = bounds
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
                images[number] = bounds.image(self.ring, slack)
                if bounds.strict_in_slack():
                    strict |= slack.generator_numbers()
            replaced = replaced_generators(current, images)
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

    def _range_of(self, number: int) -> Range | None:
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
                return self._power_range(first, str(generator.labels[1]), int(generator.labels[0]))
            case "rising" if first is not None and self._counts(generator) and self.positive(first):
                return Range(one, None) if first.rational() == 1 else Range(zero, None, lower_strict=True)
            case "power_sum" if first is not None and self._counts(generator) and self.positive(first):
                top = generator.arguments[1]
                return Range(one if first == 1 and self.positive(top) else zero, None)
            case "exp" if first is not None and is_real(self.ring, first) and self.positive(first):
                return Range(one, None, lower_strict=True)
            case "root" | "exp" if first is not None and (self.positive(first) or generator.kind == "exp"):
                return Range(zero, None, lower_strict=True) if is_real(self.ring, first) else None
            case "apply" if generator.labels == ("zeta",) and len(generator.arguments) == 1:
                return Range(one, None, lower_strict=True) if self.positive(generator.arguments[0] - 1) else None
            case "apply" if generator.labels == ("gamma",) or generator.labels == ("exp",):
                return Range(zero, None, lower_strict=True) if first is not None and self.real(first) else None
            case "apply" if generator.labels == ("log",) and first is not None and self.positive(first - 1):
                return Range(zero, None, lower_strict=True)
            case "apply" if generator.labels in (("sin",), ("cos",)):
                return Range(-one, one) if first is not None and self.real(first) else None
        return None

    def _counts(self, generator: Generator) -> bool:
        """Tell whether the number of steps of a rising factorial or power sum is proved to be >= 0."""
        return self.positive(generator.arguments[1] + 1)

    def _power_range(self, base: Element, name: str, below: int) -> Range | None:
        """Return the range of base^binomial(name, below)."""
        lower = self._ranges.get(name, Range()).lower
        if not self.positive(base):
            inside = self.positive(1 - base) and self.positive(1 + base)
            if not inside or lower is None or lower < 0:
                return None
            # At n = 0 the power is 1; from 1 on it is smaller than 1 in modulus.
            moved = below == 1 and lower >= 1
            return Range(-Fraction(1), Fraction(1), lower_strict=moved, upper_strict=moved)
        if lower is not None and lower >= 0:
            if below == 1 and not base.symbols() and lower.denominator == 1 and lower <= 200:
                first = number_range(to_expression(integer_power(self.ring, base, int(lower))))
                if first is not None and self.positive(base - 1):
                    return Range(first.lower, None)
                if first is not None and self.positive(1 - base):
                    return Range(Fraction(0), first.upper, lower_strict=True)
            if self.positive(base - 1):
                return Range(Fraction(1), None, lower_strict=below == 1 and lower >= 1)
            if self.positive(1 - base):
                return Range(Fraction(0), Fraction(1), lower_strict=True)
        return Range(Fraction(0), None, lower_strict=True)


def _coefficient_sign(polynomial: Element, strict: frozenset[int]) -> int:
    """Return the common sign of all coefficients if some term is positive for all admissible slacks, else 0."""
    signs, certain = set(), False
    for coefficient, exponents in polynomial.monomials():
        signs.add(coefficient > 0)
        certain = certain or all(i in strict for i, e in enumerate(exponents) if e)
    if len(signs) != 1 or not certain:
        return 0
    return 1 if signs.pop() else -1


def _monomial(tower: Tower, c: Fraction, exponents: Mapping[int, int], images: Mapping[int, Element]) -> Element:
    term = tower.element(c)
    for number, exponent in exponents.items():
        term = term * images[number] ** exponent
    return term


def _factors(element: Element) -> list[Element]:
    return [Element(element.tower, f) for f, _ in element.numerator.factor()[1]]


def _univariate(polynomial: Element, number: int) -> fmpq_poly:
    row: dict[int, fmpq] = {}
    for coefficient, exponents in polynomial.monomials():
        row[exponents[number]] = fmpq(coefficient.numerator, coefficient.denominator)
    return fmpq_poly([row.get(j, fmpq(0)) for j in range(max(row) + 1)])
