"""Series over binomial(m*n, a*n) at the reciprocal of a number whose equation of degree m has known roots.

With b = m - a, by the beta integral (DLMF 5.12.1) `(a*n + i)!*(b*n)!/(m*n + i + 1)!` is the integral of
`t^(a*n + i)*(1 - t)^(b*n)` over 0 < t < 1. For real `abs(c) > M = a^a*b^b/m^m`, the largest value of `t^a*(1 - t)^b`,
the series over n converges uniformly under the integral, whose integrand becomes `t^i/P(t)` with
`P(t) = 1 - t^a*(1 - t)^b/c`. P has no zero with 0 <= t <= 1, and `P'(r) = (m*r - a)/(r*(1 - r))` at a zero r; so where
no zero is a/m, all are simple, and partial fractions with the integrals `log(1 - 1/r)` of `1/(t - r)` give the value
for i < m.

Over n^2, `(a*n)!*(b*n)!/(m*n)!` is `b*n` times the integral of `(t^a*(1 - t)^b)^n/(1 - t)`, and the series that of
`-b*log(P(t))/(1 - t)`. There `log(P(t))` is the sum of the `log(1 - (1 - t)/(1 - r))` over the zeros r, as `P(1) = 1`
and P stays positive; these integrate to `-polylog(2, 1/(1 - r))` (DLMF 25.12.2).

At c = -M, P has no zero with 0 <= t <= 1 either; the terms alternate and decrease to 0, and Abel's theorem applies.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations
from math import comb, prod
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.lemmas.regions import whole_number
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS", "ROOTS"]

ROOTS = {3: ("p", "q", "r"), 4: ("p", "q", "r", "s")}
"""The names of the roots, by the degree m."""

_REFERENCE = (
    "Batir, On the series of x^k/(k^n*binomial(3k, k)), Proc. Indian Acad. Sci. Math. Sci. 115 (2005), for m = 3: "
    "DLMF 5.12.1 under the sum, partial fractions, 25.12.2"
)
_Drawing = Callable[[Random], dict[str, str]]


def _require_roots(scope: Scope, parameters: Parameters, degree: int, a: int) -> None:
    """Verify that the roots are those of `t^a*(1 - t)^b = c`, all simple, and that c is real and large enough.

    The polynomial is monic up to its sign: its elementary symmetric functions below the degree are binomial(b, j).
    """
    b, zero = degree - a, scope.ring.tower.element(0)
    roots = [scope.lift(parameters[name], "a root") for name in ROOTS[degree]]
    for j in range(1, degree):
        symmetric = sum((prod(chosen[1:], start=chosen[0]) for chosen in combinations(roots, j)), zero)
        require((symmetric - comb(b, j)).is_zero(), f"the symmetric function e_{j} of the roots is {comb(b, j)}")
    for root in roots:
        require(scope.facts.nonzero(degree * root - a), "no root is a/m")
    c = prod(roots, start=scope.ring.tower.element((-1) ** (a + 1)))
    require((real_parameter(scope, parameters["c"], "c") - c).is_zero(), "c is (-1)^(a + 1) times the roots")
    largest = Fraction(a**a * b**b, degree**degree)
    outside = scope.facts.positive(c - largest) or scope.facts.nonnegative(-c - largest)
    require(outside, "t^a*(1 - t)^b = c only off the interval from 0 to 1")


def _lemma(
    degree: int, name: str, left: str, summand: str, factor: str, hypotheses: str, others: Sequence[str]
) -> Lemma:
    """Return a lemma whose right side is the factor times a sum of the summand, a function of x, over the roots."""
    names = ROOTS[degree]
    left = left.format(m=degree)
    right = f"{factor}*({' + '.join(summand.format(x=root, m=degree) for root in names)})"

    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        a = whole_number(scope.lift(parameters["a"], "a"), 1, degree - 1)
        require(a is not None, f"a is whole, 0 < a < {degree}")
        if "i" in others:
            i = whole_number(scope.lift(parameters["i"], "i"), 0, degree - 1)
            require(i is not None, f"i is whole, 0 <= i < {degree}")
        _require_roots(scope, parameters, degree, a or 0)
        return substitute(parse(left), parameters), substitute(parse(right), parameters)

    def draw(random: Random) -> Parameters:
        drawn = random.choice(_ROWS[degree])(random)
        extra = {"i": number(random.randrange(degree))} if "i" in others else {}
        return extra | {key: parse(text) for key, text in drawn.items()}

    simple = f"e_j({', '.join(names)}) = binomial({degree} - a, j) for 0 < j < {degree}, none of these a/{degree}"
    largest = f"M = a**a*({degree} - a)**({degree} - a)/{degree}**{degree}"
    bound = f"and real c = (-1)**(a + 1)*{'*'.join(names)} with c > M or c <= -M, {largest}"
    statement = f"{left} = {right} for whole 0 < a < {degree}{hypotheses}, {simple}, {bound}"
    return Lemma(name, statement, _REFERENCE, ("a", "c", *others, *names), instance, draw)


def _cubic(random: Random) -> dict[str, str]:
    """Return a rational root of the cubic equation, and the two others; a = 1 by t for 1 - t."""
    r = random.choice((-1, 1)) * Fraction(random.randint(4, 30), random.randint(2, 9))
    r = r if r < 0 else 1 + r
    half, square = (1 - r) / 2, (1 - r) * (3 * r + 1) / 4
    roots = [f"{r}", f"{half} + sqrt({square})", f"{half} - sqrt({square})"]
    a = random.choice((1, 2))
    return {"a": str(a), "c": f"{r * r * (1 - r)}"} | dict(
        zip(ROOTS[3], roots if a == 2 else [f"1 - ({x})" for x in roots], strict=True)
    )


def _quartic(random: Random) -> dict[str, str]:
    """Return the roots of `t*(1 - t) = w` and `t*(1 - t) = -w`."""
    w = Fraction(random.randint(26, 90), 100)
    roots = [f"1/2 {sign} sqrt({Fraction(1, 4) + v})" for v in (w, -w) for sign in "+-"]
    return {"a": "2", "c": f"{w * w}"} | dict(zip(ROOTS[4], roots, strict=True))


_ROWS: dict[int, tuple[_Drawing, ...]] = {3: (_cubic,), 4: (_quartic,)}

LEMMAS = tuple(
    lemma
    for m in ROOTS
    for lemma in (
        _lemma(
            m,
            f"inverse binomial series of degree {m}",
            "Sum(factorial(a*n + i)*factorial(({m} - a)*n)/(factorial({m}*n + i + 1)*c**n), (n, 0, oo))",
            "{x}**(i + 1)*(1 - {x})*log(1 - 1/{x})/({m}*{x} - a)",
            "1",
            f" and 0 <= i < {m}",
            ("i",),
        ),
        _lemma(
            m,
            f"inverse binomial series of degree {m} over n^2",
            "Sum(factorial(a*n)*factorial(({m} - a)*n)/(n**2*factorial({m}*n)*c**n), (n, 1, oo))",
            "polylog(2, 1/(1 - {x}))",
            f"({m} - a)",
            "",
            (),
        ),
    )
)
