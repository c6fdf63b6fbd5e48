"""Seeds of WZ pairs: hypergeometric terms whose sum over k does not depend on their other parameters.

With x = u + v*n for a whole vector v, the seed F(n, k) = f(x, k) is one half of a WZ pair, and Gosper's algorithm finds
the other: K. C. Au, Wilf-Zeilberger seeds and non-trivial hypergeometric identities, J. Symbolic Comput. 130 (2025).
Each seed is the term of a summation theorem, divided by the value of its sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod

from tnsim.domains.rationals import evaluate
from tnsim.language.expression import Apply, Divide, Expression, Multiply, Power, Symbol, number
from tnsim.language.parser import parse

__all__ = ["SEEDS", "Form", "GammaTerm", "Seed"]

Vector = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The linear form `n*index + k*other + rest`."""

    n: int
    k: int
    rest: Fraction

    def expression(self, n: Symbol, k: Symbol) -> Expression:
        parts: list[Expression] = [
            name if c == 1 else Multiply((number(c), name)) for c, name in ((self.n, n), (self.k, k)) if c
        ]
        total = parts[0] if parts else number(self.rest)
        for part in parts[1:]:
            total = total + part
        return total + number(self.rest) if parts and self.rest else total


@dataclass(frozen=True, slots=True)
class GammaTerm:
    """`(-1)^(s*n + t*k) * weight * product of gamma(form)^exponent`; all forms increase with n and k."""

    gammas: tuple[tuple[Form, int], ...]
    weight: Form | None
    signs: tuple[int, int]

    def expression(self, n: Symbol, k: Symbol) -> Expression:
        """Return the term with the two indices."""
        above: list[Expression] = [Power(number(-1), x) for odd, x in zip(self.signs, (n, k), strict=True) if odd]
        above += [self.weight.expression(n, k)] if self.weight is not None else []
        above += [Apply("gamma", (form.expression(n, k),)) for form, e in self.gammas if e > 0]
        below = [Apply("gamma", (form.expression(n, k),)) for form, e in self.gammas if e < 0]
        top: Expression = Multiply(tuple(above)) if len(above) > 1 else above[0] if above else number(1)
        if not below:
            return top
        return Divide(top, Multiply(tuple(below)) if len(below) > 1 else below[0])

    def signature(self) -> tuple[Fraction, frozenset[tuple[Fraction, int]]]:
        """Return z and the exponents of (x)_n, x in [0, 1), up to a rational function of n, at a fixed k."""
        z = Fraction(-1 if self.signs[0] else 1)
        exponents: dict[Fraction, int] = {}
        for form, e in self.gammas:
            z *= Fraction(form.n) ** (form.n * e) if form.n else 1
            for j in range(form.n):
                start = (form.rest + j) / form.n % 1
                exponents[start] = exponents.get(start, 0) + e
        return z, frozenset((x, e) for x, e in exponents.items() if e)


@dataclass(frozen=True)
class Seed:
    """Gamma functions of linear forms in the parameters and k; `weight` is a factor, `alternating` brings (-1)^k.

    `symmetric` names the parameters that may change places.
    """

    name: str
    parameters: str
    symmetric: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    weight: str | None = None
    alternating: bool = False

    @cached_property
    def forms(self) -> tuple[tuple[Vector, int], ...]:
        """Return coefficients of the parameters, of k, and the rest; with the exponent of the gamma function."""
        return tuple((self._vector(text), e) for texts, e in ((self.above, 1), (self.below, -1)) for text in texts)

    def _vector(self, text: str) -> Vector:
        names, form = (*self.parameters, "k"), parse(text)
        rest = evaluate(form, dict.fromkeys(names, Fraction(0)))
        units = [{name: Fraction(name == other) for name in names} for other in names]
        return (*(int(evaluate(form, unit) - rest) for unit in units), int(rest))

    def growth(self, direction: Vector) -> Fraction:
        """Return the modulus of z for x = u + v*n with a direction v, the last entry being that of k."""
        steps = (sum(c * v for c, v in zip(row, direction, strict=False)) * e for row, e in self.forms)
        return prod((Fraction(abs(m)) ** m for m in steps if m), start=Fraction(1))

    def term(self, offset: tuple[Fraction, ...], direction: Vector) -> GammaTerm | None:
        """Return F(n, k) for x = u + v*n, up to a constant; `None` if a gamma function would decrease or meet a pole.

        gamma(x)*gamma(1 - x) changes its sign only where x moves by 1, which allows reflections.
        """
        signs = [direction[-1], 1] if self.alternating else [0, 0]
        gammas: list[tuple[Form, int]] = []
        for row, e in self.forms:
            form = _along(row, offset, direction)
            if not (form.n or form.k):
                continue
            if form.n < 0 or (form.n == 0 and form.k < 0):
                form, e = Form(-form.n, -form.k, 1 - form.rest), -e
                signs = [signs[0] + form.n, signs[1] + form.k]
            if form.k < 0 or (form.rest.denominator == 1 and form.rest <= 0):
                return None
            gammas.append((form, e))
        weight = None if self.weight is None else _along(self._vector(self.weight), offset, direction)
        if weight is not None and (weight.n < 0 or weight.k < 0 or weight.rest <= 0):
            return None
        return GammaTerm(_cancelled(gammas), weight, (signs[0] % 2, signs[1] % 2))


def _along(row: Vector, offset: tuple[Fraction, ...], direction: Vector) -> Form:
    n = sum(c * v for c, v in zip(row, direction, strict=False))
    rest = row[-1] + sum((c * u for c, u in zip(row, offset, strict=False)), Fraction(0))
    return Form(n, row[-2], rest)


def _cancelled(gammas: list[tuple[Form, int]]) -> tuple[tuple[Form, int], ...]:
    """Return the gamma functions without those that stand above and below."""
    kept: list[tuple[Form, int]] = []
    for form, e in gammas:
        if (form, -e) in kept:
            kept.remove((form, -e))
        else:
            kept.append((form, e))
    return tuple(kept)


SEEDS = (
    Seed(
        "Gauss",
        "abc",
        "ab",
        ("a + k", "b + k", "c - a", "c - b"),
        ("c + k", "1 + k", "a", "b", "c - a - b"),
    ),
    Seed(
        "Dougall",
        "abcd",
        "bcd",
        ("a + k", "b + k", "c + k", "d + k", "1 + a - b - c", "1 + a - b - d", "1 + a - c - d"),
        ("1 + k", "1 + a - b + k", "1 + a - c + k", "1 + a - d + k", "b", "c", "d", "1 + a - b - c - d"),
        "a + 2*k",
    ),
    Seed(
        "limit of Dougall",
        "abc",
        "bc",
        ("a + k", "b + k", "c + k", "1 + a - b - c"),
        ("1 + k", "1 + a - b + k", "1 + a - c + k", "b", "c"),
        "a + 2*k",
        alternating=True,
    ),
)
