"""Other ways to write a value: hyperbolic and circular functions for exponentials, no doubled signs."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from flint import fmpq_mpoly

from tnsim.language.expression import (
    ONE,
    Add,
    Apply,
    Constant,
    Divide,
    Expression,
    Multiply,
    Negate,
    rebuild,
    substitute,
)
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, Generator, split_powers

__all__ = ["by_functions_of_half_angles", "tidy"]

_NAME = "#f"
_MOST_MONOMIALS = 60


def by_functions_of_half_angles(element: Element) -> Iterator[Expression]:
    """Yield the element as a rational function of coth(v), tanh(v), cosh(v) or cos(v), for an exponential in it.

    With c = coth(v) and t = tanh(v), exp(2*v) = (c + 1)/(c - 1) = (1 + t)/(1 - t); a quotient of polynomials
    that read the same backwards in exp(v) is one in cosh(v), and in cos(w) for v = w*I.
    """
    tower = element.tower
    if sum(1 for _ in element.monomials()) > _MOST_MONOMIALS:
        return
    f = tower.symbol(_NAME)
    for place in sorted(element.generator_numbers()):
        generator = tower.generators[place]
        if generator.kind != "exp":
            continue
        imaginary = _without_i(_angle(generator, 1))
        changed = _palindromic(element, place, f)
        if changed is not None:
            yield _named(changed, "cosh" if imaginary is None else "cos", imaginary or _angle(generator, 1))
        if imaginary is not None:
            continue
        for step in (2, 1):
            for name, image in (("coth", (f + 1) / (f - 1)), ("tanh", (1 + f) / (1 - f))):
                moved = _in_powers(element, place, step, image)
                if moved is not None:
                    yield _named(moved, name, _angle(generator, Fraction(step, 2)))


def tidy(expression: Expression) -> Expression:
    """Return the expression with its sums flat, positive terms first, no doubled signs, no quotient of a quotient.

    >>> from tnsim.language.parser import parse
    >>> from tnsim.language.printing import to_text
    >>> to_text(tidy(parse("-4*log(2) - (1 - (-(-3)))")))
    '3 - 4*log(2) - 1'
    """
    expression = rebuild(expression, tidy)
    if isinstance(expression, Negate):
        return _negative(expression.operand)
    if isinstance(expression, Divide) and isinstance(expression.numerator, Divide):
        inner = expression.numerator
        return Divide(inner.numerator, Multiply((expression.denominator, inner.denominator)))
    if isinstance(expression, Add):
        terms = _terms(expression)
        ordered = [t for t in terms if not isinstance(t, Negate)] + [t for t in terms if isinstance(t, Negate)]
        return Add(tuple(ordered))
    return expression


def _negative(expression: Expression) -> Expression:
    if isinstance(expression, Negate):
        return expression.operand
    if isinstance(expression, Add):
        return tidy(Add(tuple(_negative(term) for term in expression.terms)))
    return Negate(expression)


def _terms(expression: Expression) -> list[Expression]:
    if isinstance(expression, Add):
        return [term for part in expression.terms for term in _terms(part)]
    return [expression]


def _angle(generator: Generator, factor: int | Fraction) -> Expression:
    """Return so many times the exponent of an exponential."""
    return to_expression(generator.arguments[0] * (Fraction(factor) / int(generator.labels[0])))


def _without_i(angle: Expression) -> Expression | None:
    """Return w for an angle w*I."""
    i = Constant("I")
    factors = angle.factors if isinstance(angle, Multiply) else (angle,)
    if i not in factors:
        return None
    rest = [factor for factor in factors if factor != i]
    return Multiply(tuple(rest)) if len(rest) > 1 else rest[0] if rest else ONE


def _named(element: Element, name: str, angle: Expression) -> Expression:
    return substitute(to_expression(element), {_NAME: Apply(name, (angle,))})


def _in_powers(element: Element, place: int, step: int, image: Element) -> Element | None:
    """Return the element with `t^step` replaced, if t occurs in powers of it alone."""
    sides = []
    for polynomial in (element.numerator, element.denominator):
        parts = split_powers(polynomial, place)
        if any(degree % step for degree in parts):
            return None
        total = element.tower.element(0)
        for degree, part in parts.items():
            total = total + Element(element.tower, part) * image ** (degree // step)
        sides.append(total)
    return sides[0] / sides[1]


def _palindromic(element: Element, place: int, cosine: Element) -> Element | None:
    """Return the element as a function of (t + 1/t)/2, if both its sides read the same backwards in t."""
    sides, shifts = [], []
    for polynomial in (element.numerator, element.denominator):
        parts = split_powers(polynomial, place)
        low, high = min(parts), max(parts)
        zero = polynomial * 0
        if (high + low) % 2 or any(parts.get(low + high - d, zero) != part for d, part in parts.items()):
            return None
        sides.append(_cosines(element, parts, (low + high) // 2, cosine))
        shifts.append(low + high)
    return sides[0] / sides[1] if shifts[0] == shifts[1] else None


def _cosines(element: Element, parts: dict[int, fmpq_mpoly], middle: int, cosine: Element) -> Element:
    """Return sum of the coefficients at middle + d times 2*T_d(cosine), with Chebyshev's polynomials T_d."""
    tower = element.tower
    total = Element(tower, parts[middle]) if middle in parts else tower.element(0)
    before, now = tower.element(1), cosine
    for d in range(1, max(parts) - middle + 1):
        if middle + d in parts:
            total = total + 2 * now * Element(tower, parts[middle + d])
        before, now = now, 2 * cosine * now - before
    return total
