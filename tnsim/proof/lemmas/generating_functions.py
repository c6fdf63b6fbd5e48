"""What generating functions of orthogonal polynomials share: `sum P(m) t^m w(m)` over m = q*n + c.

A series over all m that converges absolutely in a disc of t is summed over an arithmetic progression by the mean of its
values at the q rotated points; on the border of the disc q is 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TypeAlias

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, require
from tnsim.proof.lemmas.regions import whole_number
from tnsim.proof.scope import Scope
from tnsim.ring.conjugation import conjugate
from tnsim.ring.tower import Element

__all__ = [
    "GeneratingFunction",
    "Region",
    "Values",
    "degree_text",
    "draws",
    "in_disc",
    "inside",
    "mean_over_roots",
    "real_values",
    "require_above",
    "within",
]

_MOST_STEP = 6
Values: TypeAlias = Mapping[str, Element]
Region: TypeAlias = Callable[[Scope, Values, int], str]
"""Verifies the hypotheses for the values and q, and returns the right side as a text in t."""
_Draw: TypeAlias = Callable[[Random], Mapping[str, Fraction | int]]


@dataclass(frozen=True, slots=True)
class GeneratingFunction:
    """The term is `functions * t^m * weight`, texts in the degree m; `where` says what `region` verifies.

    The series begins at m = `first`.
    """

    name: str
    functions: str
    weight: str
    symbols: tuple[str, ...]
    region: Region
    value: str
    where: str
    reference: str
    draw: _Draw
    first: int = 0

    def lemma(self) -> Lemma:
        left = f"Sum({self._term('m')}, (m, {self.first}, oo))"
        return Lemma(
            self.name,
            f"{left} = {self.value} for {self.where}; and over m = q*n + c by roots of unity, 0 <= c < q <= 6",
            self.reference,
            (*self.symbols, "q", "c"),
            self._instance,
            self._drawn,
        )

    def _term(self, degree: str) -> str:
        weight = "" if self.weight == "1" else f"*({self.weight})"
        return f"{self.functions}*t**{{m}}{weight}".replace("{m}", degree)

    def _instance(self, scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        values = {name: scope.lift(parameters[name], name) for name in self.symbols}
        q = whole_number(scope.lift(parameters["q"], "q"), 1, _MOST_STEP) or 0
        c = whole_number(scope.lift(parameters["c"], "c"), 0, _MOST_STEP)
        require(q > 0 and c is not None and c < q, "q is 1 to 6, and 0 <= c < q")
        value = self.region(scope, values, q)
        value = mean_over_roots(value, q, c or 0)
        first = int(c is not None and c < self.first)
        term = self._term(degree_text(q, c or 0))
        left = substitute(parse(f"Sum({term}, (n, {first}, oo))"), parameters)
        return left, substitute(parse(value), parameters)

    def _drawn(self, random: Random) -> Parameters:
        drawn = {name: number(value) for name, value in self.draw(random).items()}
        q = 1 if "q = 1" in self.where else random.choice((1, 2))
        return {"q": number(q), "c": number(random.randrange(q))} | drawn


def degree_text(q: int, c: int) -> str:
    """Return q*n + c as a factor."""
    if (q, c) == (1, 0):
        return "n"
    return f"({q}*n)" if c == 0 else f"({q}*n + {c})"


def mean_over_roots(value: str, q: int, c: int) -> str:
    """Return the part of a function of {t} made of the powers t^(q*n + c), by its values at t times roots of unity."""
    if q == 1:
        return value.replace("{t}", "t")
    parts = (value.replace("{t}", _turned(j, q)) for j in range(q))
    turned = (f"exp(-2*pi*I*{j * c}/{q})*({part})" if j * c else f"({part})" for j, part in enumerate(parts))
    return f"({' + '.join(turned)})/{q}"


def _turned(j: int, q: int) -> str:
    return "t" if j == 0 else "(-t)" if 2 * j == q else f"(t*exp(2*pi*I*{j}/{q}))"


def real_values(scope: Scope, values: Values, *names: str) -> None:
    """Require that the values are proved real."""
    for name in names:
        require(scope.facts.real(values[name]), f"{name} is real")


def require_above(scope: Scope, values: Values, name: str, bound: int) -> None:
    """Require that a value is proved real and greater than a number."""
    real_values(scope, values, name)
    require(scope.facts.positive(values[name] - bound), f"{name} > {bound}")


def inside(scope: Scope, x: Element) -> bool:
    """Tell whether -1 < x < 1 is proved for a real x."""
    return scope.facts.positive(1 - x) and scope.facts.positive(1 + x)


def within(scope: Scope, x: Element) -> bool:
    """Tell whether -1 <= x <= 1 is proved for a real x."""
    return scope.facts.nonnegative(1 - x) and scope.facts.nonnegative(1 + x)


def in_disc(scope: Scope, t: Element) -> bool:
    """Tell whether abs(t) < 1 is proved."""
    return scope.facts.positive(1 - t * conjugate(scope.ring, t))


def drawn_fraction(random: Random, low: Fraction | int, high: Fraction | int) -> Fraction:
    below = random.randint(4, 9)
    return Fraction(random.randint(int(low * below) + 1, int(high * below) - 1) or 1, below)


def draws(**ranges: tuple[Fraction | int, Fraction | int]) -> _Draw:
    """Return a generator of fractions in the given open intervals, none of them 0."""
    return lambda random: {name: drawn_fraction(random, *ends) for name, ends in ranges.items()}
