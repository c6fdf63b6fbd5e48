"""Moments of Ramanujan's generalized elliptic integrals: the kernel (a)_n*(1 - a)_n/n!^2 over 2*n + 1 and over n.

With c = 2*a - 1, Wallis's integral `(1/2)_n/n!` of `2/pi*sin(x)^(2*n)` over 0 < x < pi/2, under the sums of cosines and
sines of multiples of the arcsine (Abramowitz and Stegun, 15.1.15, 15.1.18), gives the first sum as `2/(pi*c)` times the
integral I(c) of `sin(c*x)/sin(x)`, at c = 0 as `2/pi` times that of `x/sin(x)`, which is twice Catalan's constant; and
the second as `4/pi` times the integral J(c) of `(pi/2 - x)*(cos(c*x) - cos(x))/sin(x)`. All terms are positive, so that
the order of summation and integration does not matter (Tonelli). For all real c, but for 0 on the right,

    I(c + 1) - I(c - 1) = 2*sin(pi*c/2)/c,   J(c + 1) - J(c - 1) = 2*sin(pi*c/2)/c^2 - pi/c;

I(c) tends to pi/2, and J(c) + pi/2*log(c) to a limit, as c tends to infinity (Riemann and Lebesgue); J(1) = 0. So the
differences add up to digamma functions at a, and to sums of `(-1)^k/(a + k)` and `(-1)^k/(a + k)^2`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope
from tnsim.ring.tower import Element

__all__ = ["LEMMAS"]

_MOMENTS = (
    "D. Borwein, J. M. Borwein, Glasser, Wan, Moments of Ramanujan's generalized elliptic integrals and extensions of "
    "Catalan's constant, J. Math. Anal. Appl. 384 (2011); from Abramowitz and Stegun, 15.1.15 and 15.1.18"
)
_KERNEL = "RisingFactorial(a, n)*RisingFactorial(1 - a, n)"

_LEFT, _RIGHT = "Sum(binomial(2*n, n)**2/(16**n*(2*n + 1)), (n, 0, oo))", "4*Catalan/pi"


def _inside(scope: Scope, a: Element) -> None:
    require(scope.facts.positive(a) and scope.facts.positive(1 - a), "0 < a < 1")


def _off_the_middle(scope: Scope, a: Element) -> None:
    _inside(scope, a)
    require(scope.facts.nonzero(2 * a - 1), "a is not 1/2")


def _lemma(name: str, left: str, right: str, condition: str, holds: Callable[[Scope, Element], None]) -> Lemma:
    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        holds(scope, real_parameter(scope, parameters["a"], "a"))
        return substitute(parse(left), parameters), substitute(parse(right), parameters)

    return Lemma(name, f"{left} = {right} for {condition}", _MOMENTS, ("a",), instance, _draw)


def _draw(random: Random) -> Parameters:
    below = random.choice((3, 5, 7, 8, 9, 11, 12))
    return {"a": number(Fraction(random.randint(1, below - 1), below))}


LEMMAS = (
    _lemma(
        "generalized elliptic integral over 2n + 1",
        f"Sum({_KERNEL}/(factorial(n)**2*(2*n + 1)), (n, 0, oo))",
        "(1 - sin(pi*a)*(digamma((a + 1)/2) - digamma(a/2))/pi)/(2*a - 1)",
        "real 0 < a < 1, a different from 1/2",
        _off_the_middle,
    ),
    Lemma(
        "complete elliptic integral over 2n + 1",
        f"{_LEFT} = {_RIGHT} for the series as it stands",
        _MOMENTS,
        (),
        lambda scope, parameters: (parse(_LEFT), parse(_RIGHT)),
        lambda random: {},
    ),
    _lemma(
        "generalized elliptic integral over n",
        f"Sum({_KERNEL}/(n*factorial(n)**2), (n, 1, oo))",
        "-2*EulerGamma - 2*digamma(a) - sin(pi*a)*(zeta(2, a/2) - zeta(2, (a + 1)/2))/(2*pi)",
        "real 0 < a < 1",
        _inside,
    ),
)
