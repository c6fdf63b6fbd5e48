"""Seeds of WZ pairs: hypergeometric terms whose sum over k does not depend on their other parameters.

With x = u + v*n for a whole vector v, the seed F(n, k) = f(x, k) is one half of a WZ pair, and Gosper's algorithm finds
the other: K. C. Au, Wilf-Zeilberger seeds and non-trivial hypergeometric identities, J. Symbolic Comput. 130 (2025).
Each seed is the term of a summation theorem, divided by the value of its sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, prod

from tnsim.domains.rationals import evaluate
from tnsim.language.expression import Apply, Divide, Expression, Multiply, Power, Symbol, number
from tnsim.language.parser import parse

__all__ = ["MOVED", "SEEDS", "Form", "GammaTerm", "Offset", "Seed", "Vector"]

MOVED = "x"
"""The name of a real number near 0 by whose multiples the parameters of a seed are moved."""
Vector = tuple[int, ...]
Offset = tuple[Fraction, ...]
_Row = tuple[Fraction, ...]
"""The coefficients of a linear form: of the parameters, of k, and its rest."""


@dataclass(frozen=True, slots=True)
class Form:
    """The linear form `n*index + k*other + rest + x*move`, where move is a number near 0."""

    n: int
    k: int
    rest: Fraction
    x: Fraction = Fraction(0)

    def expression(self, n: Expression, k: Expression) -> Expression:
        parts: list[Expression] = [
            name if c == 1 else Multiply((number(c), name))
            for c, name in ((self.n, n), (self.k, k), (self.x, Symbol(MOVED)))
            if c
        ]
        total = parts[0] if parts else number(self.rest)
        for part in parts[1:]:
            total = total + part
        return total + number(self.rest) if parts and self.rest else total

    def gamma(self, n: Expression, k: Expression) -> Expression:
        """Return gamma of the form; where it is moved, divided by gamma of a number in (0, 1] and the move."""
        if not self.x:
            return Apply("gamma", (self.expression(n, k),))
        steps = ceil(self.rest) - 1
        start = number(self.rest - steps) + number(self.x) * Symbol(MOVED)
        return Apply("RisingFactorial", (start, Form(self.n, self.k, Fraction(steps)).expression(n, k)))


@dataclass(frozen=True, slots=True)
class GammaTerm:
    """`(-1)^(s*n + t*k) * weight * product of base^form and of gamma(form)^exponent`; the gammas increase."""

    gammas: tuple[tuple[Form, int], ...]
    weight: Form | None
    signs: tuple[int, int]
    powers: tuple[tuple[Fraction, Form], ...] = ()

    def expression(self, n: Symbol, k: Symbol, shift: Expression | None = None) -> Expression:
        """Return the term with the two indices, up to a constant with k moved by a shift that need not be whole."""
        at = k if shift is None else k + shift
        above: list[Expression] = [Power(number(-1), x) for odd, x in zip(self.signs, (n, k), strict=True) if odd]
        above += [self.weight.expression(n, at)] if self.weight is not None else []
        above += [Power(number(base), form.expression(n, k)) for base, form in self.powers]
        above += [form.gamma(n, at) for form, e in self.gammas if e > 0]
        below = [form.gamma(n, at) for form, e in self.gammas if e < 0]
        top: Expression = Multiply(tuple(above)) if len(above) > 1 else above[0] if above else number(1)
        if not below:
            return top
        return Divide(top, Multiply(tuple(below)) if len(below) > 1 else below[0])

    def signature(self) -> tuple[Fraction, frozenset[tuple[Fraction, int]]]:
        """Return z and the exponents of (x)_n, x in [0, 1), up to a rational function of n, at a fixed k."""
        z = prod((base**form.n for base, form in self.powers), start=Fraction(-1 if self.signs[0] else 1))
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

    `symmetric` names the parameters that may change places, `powers` are numbers raised to forms.
    """

    name: str
    parameters: str
    symmetric: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    weight: str | None = None
    alternating: bool = False
    powers: tuple[tuple[Fraction, str], ...] = ()

    @cached_property
    def rows(self) -> tuple[tuple[_Row, int], ...]:
        """Return the linear forms, with the exponents of their gamma functions."""
        return tuple((self._row(text), e) for texts, e in ((self.above, 1), (self.below, -1)) for text in texts)

    @cached_property
    def power_rows(self) -> tuple[tuple[Fraction, _Row], ...]:
        """Return the numbers and the linear forms in their exponents."""
        return tuple((base, self._row(text)) for base, text in self.powers)

    @cached_property
    def weight_row(self) -> _Row | None:
        """Return the linear form of the weight."""
        return None if self.weight is None else self._row(self.weight)

    def _row(self, text: str) -> _Row:
        names, form = (*self.parameters, "k"), parse(text)
        rest = evaluate(form, dict.fromkeys(names, Fraction(0)))
        units = [{name: Fraction(name == other) for name in names} for other in names]
        return (*(evaluate(form, unit) - rest for unit in units), rest)

    def power_growth(self, direction: Vector) -> Fraction | None:
        """Return the modulus of what the powers bring to z along a direction; `None` for steps of halves."""
        z = Fraction(1)
        for base, row in self.power_rows:
            m = _step(row, direction)
            if m.denominator != 1:
                return None
            z *= abs(base) ** int(m)
        return z

    def term(self, offset: Offset, direction: Vector, moves: Vector = ()) -> GammaTerm | None:
        """Return F(n, k) for x = u + v*n, up to a constant; `None` if a gamma function would decrease or meet a pole.

        gamma(x)*gamma(1 - x) changes its sign only where x moves by 1, which allows reflections. The parameters may
        be moved by multiples of a number near 0.
        """
        signs = [direction[-1], 1] if self.alternating else [0, 0]
        gammas: list[tuple[Form, int]] = []
        for row, e in self.rows:
            form = _along(row, offset, direction, moves)
            if form is None:
                return None
            if not (form.n or form.k):
                continue  # a constant, in x too
            if form.n < 0 or (form.n == 0 and form.k < 0):
                form, e = Form(-form.n, -form.k, 1 - form.rest, -form.x), -e
                signs = [signs[0] + form.n, signs[1] + form.k]
            if form.k < 0 or (form.rest.denominator == 1 and form.rest <= 0):
                return None
            gammas.append((form, e))
        weight = None if self.weight_row is None else _along(self.weight_row, offset, direction, moves)
        if weight is not None and (weight.n < 0 or weight.k < 0 or weight.rest <= 0):
            return None
        powers: list[tuple[Fraction, Form]] = []
        for base, row in self.power_rows:
            exponent = _along(row, offset, direction, moves)
            if exponent is None:
                return None
            if exponent.n or exponent.k:
                powers.append((base, Form(exponent.n, exponent.k, Fraction(0))))
        return GammaTerm(_cancelled(gammas), weight, (signs[0] % 2, signs[1] % 2), tuple(powers))


def _step(row: _Row, direction: Vector) -> Fraction:
    return sum((c * v for c, v in zip(row, direction, strict=False) if v and c), Fraction(0))


def _along(row: _Row, offset: Offset, direction: Vector, moves: Vector) -> Form | None:
    n, k = _step(row, direction), row[-2]
    if n.denominator != 1 or k.denominator != 1:
        return None
    rest = row[-1] + sum((c * u for c, u in zip(row, offset, strict=False) if u and c), Fraction(0))
    return Form(int(n), int(k), rest, _step(row, moves))


def _cancelled(gammas: list[tuple[Form, int]]) -> tuple[tuple[Form, int], ...]:
    """Return the gamma functions without those that stand above and below."""
    kept: list[tuple[Form, int]] = []
    for form, e in gammas:
        if (form, -e) in kept:
            kept.remove((form, -e))
        else:
            kept.append((form, e))
    return tuple(kept)


_HALF = Fraction(1, 2)

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
    Seed(
        "Kummer",
        "ab",
        "",
        ("a + k", "b + k", "1 + a", "1 + a/2 - b"),
        ("1 + k", "1 + a - b + k", "a", "b", "1 + a/2"),
        alternating=True,
    ),
    Seed(
        "Gauss at 1/2",
        "ab",
        "ab",
        ("a + k", "b + k", "(a + 1)/2", "(b + 1)/2"),
        ("1 + k", "(a + b + 1)/2 + k", "a", "b"),
        powers=((_HALF, "k"),),
    ),
    Seed(
        "Bailey",
        "ab",
        "",
        ("a + k", "1 - a + k", "(a + b)/2", "(1 + b - a)/2"),
        ("1 + k", "b + k", "a", "1 - a"),
        powers=((_HALF, "k - b"),),
    ),
    Seed(
        "Watson",
        "abc",
        "ab",
        ("a + k", "b + k", "c + k", "2*c", "(a + 1)/2", "(b + 1)/2", "c + (1 - a)/2", "c + (1 - b)/2"),
        ("1 + k", "(a + b + 1)/2 + k", "2*c + k", "a", "b", "c", "c + 1/2", "c + (1 - a - b)/2"),
    ),
    Seed(
        "Whipple",
        "acd",
        "",
        ("a + k", "1 - a + k", "c + k", "c + (a - d + 1)/2", "c + 1 - (a + d)/2", "(a + d)/2", "(d - a + 1)/2"),
        ("1 + k", "d + k", "2*c - d + 1 + k", "a", "1 - a", "c"),
        powers=((Fraction(2), "2*c"),),
    ),
)
