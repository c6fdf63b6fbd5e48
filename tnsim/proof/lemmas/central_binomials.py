"""Series over central binomial coefficients and their inverses, at real arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope
from tnsim.ring.tower import Element

__all__ = ["LEMMAS"]

_Hypothesis = Callable[[Scope, Element], bool]
_LEHMER = "Lehmer, Interesting series involving the central binomial coefficient, Amer. Math. Monthly 92 (1985)"


_NOTEBOOKS = "Berndt, Ramanujan's Notebooks I, 1985, chapter 9"
_MASSIVE = "Davydychev and Kalmykov, Massive Feynman diagrams and inverse binomial sums, Nuclear Phys. B 699 (2004)"


def _positive(scope: Scope, x: Element) -> bool:
    return scope.facts.positive(x) and scope.facts.nonnegative(1 - x)


def _open(scope: Scope, x: Element) -> bool:
    return scope.facts.positive(1 - x * x)


def _closed(scope: Scope, x: Element) -> bool:
    return scope.facts.nonnegative(1 - x * x) or (scope.facts.nonnegative(1 - x) and scope.facts.nonnegative(1 + x))


def _draw(random: Random) -> Parameters:
    below = random.randint(2, 24)
    return {"x": number(Fraction(random.randint(1 - below, below - 1) or 1, below))}


def _draw_positive(random: Random) -> Parameters:
    below = random.randint(2, 24)
    return {"x": number(Fraction(random.randint(1, below - 1), below))}


_CONDITIONS: Mapping[_Hypothesis, str] = {_closed: "-1 <= x <= 1", _open: "-1 < x < 1", _positive: "0 < x <= 1"}


def _lemma(name: str, left: str, right: str, holds: _Hypothesis, reference: str) -> Lemma:
    """Return a lemma in a real x of an interval in [-1, 1]."""
    condition = _CONDITIONS[holds]

    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        require(holds(scope, real_parameter(scope, parameters["x"], "x")), condition)
        return substitute(parse(left), parameters), substitute(parse(right), parameters)

    draw = _draw_positive if holds is _positive else _draw
    return Lemma(name, f"{left} = {right} for {condition}", reference, ("x",), instance, draw)


def _constant(name: str, left: str, right: str, reference: str) -> Lemma:
    """Return a lemma without parameters."""
    return Lemma(
        name,
        f"{left} = {right} for the series as it stands",
        reference,
        (),
        lambda scope, parameters: (parse(left), parse(right)),
        lambda random: {},
    )


LEMMAS = (
    _lemma(
        "arcsine series",
        "Sum(binomial(2*n, n)*x**(2*n + 1)/(4**n*(2*n + 1)), (n, 0, oo))",
        "asin(x)",
        _closed,
        "DLMF 4.24.1, with Abel's theorem at x = -1 and x = 1",
    ),
    _lemma(
        "inverse hyperbolic sine series",
        "Sum((-1)**n*binomial(2*n, n)*x**(2*n + 1)/(4**n*(2*n + 1)), (n, 0, oo))",
        "asinh(x)",
        _closed,
        "DLMF 4.38.1, with Abel's theorem at x = -1 and x = 1",
    ),
    _lemma(
        "central binomial series over n",
        "Sum(binomial(2*n, n)*x**n/(4**n*n), (n, 1, oo))",
        "2*log(2) - 2*log(1 + sqrt(1 - x))",
        _closed,
        f"{_LEHMER}, section 2, the integral of the binomial series; Abel's theorem at x = -1 and x = 1",
    ),
    _lemma(
        "inverse central binomial series over n",
        "Sum((2*x)**(2*n)/(n*binomial(2*n, n)), (n, 1, oo))",
        "2*x*asin(x)/sqrt(1 - x**2)",
        _open,
        f"{_LEHMER}, section 3",
    ),
    _lemma(
        "inverse central binomial series over n^2",
        "Sum((2*x)**(2*n)/(n**2*binomial(2*n, n)), (n, 1, oo))",
        "2*asin(x)**2",
        _closed,
        f"{_LEHMER}, section 3; Abel's theorem at x = -1 and x = 1",
    ),
    _lemma(
        "alternating inverse central binomial series over n",
        "Sum((-1)**(n + 1)*(2*x)**(2*n)/(n*binomial(2*n, n)), (n, 1, oo))",
        "2*x*asinh(x)/sqrt(1 + x**2)",
        _closed,
        f"{_LEHMER}, section 3, at imaginary arguments; Abel's theorem at x = -1 and x = 1",
    ),
    _lemma(
        "alternating inverse central binomial series over n^2",
        "Sum((-1)**(n + 1)*(2*x)**(2*n)/(n**2*binomial(2*n, n)), (n, 1, oo))",
        "2*asinh(x)**2",
        _closed,
        f"{_LEHMER}, section 3, at imaginary arguments; Abel's theorem at x = -1 and x = 1",
    ),
    _lemma(
        "inverse central binomial series over n^3",
        "Sum((2*x)**(2*n)/(n**3*binomial(2*n, n)), (n, 1, oo))",
        "4*asin(x)**2*log(2*x)"
        " - 2*I*asin(x)*(polylog(2, 1 - 2*x**2 + 2*I*x*sqrt(1 - x**2)) - polylog(2, 1 - 2*x**2 - 2*I*x*sqrt(1 - x**2)))"
        " + polylog(3, 1 - 2*x**2 + 2*I*x*sqrt(1 - x**2)) + polylog(3, 1 - 2*x**2 - 2*I*x*sqrt(1 - x**2)) - 2*zeta(3)",
        _positive,
        f"{_MASSIVE}, section 2: the integral of 4*asin(t)**2/t from 0 to x; Abel's theorem at x = 1",
    ),
    _lemma(
        "alternating inverse central binomial series over n^3",
        "Sum((-1)**(n + 1)*(2*x)**(2*n)/(n**3*binomial(2*n, n)), (n, 1, oo))",
        "4*asinh(x)**3/3 + 4*asinh(x)**2*log(2*x*sqrt(1 + x**2) - 2*x**2)"
        " - 4*asinh(x)*polylog(2, 1 + 2*x**2 - 2*x*sqrt(1 + x**2))"
        " - 2*polylog(3, 1 + 2*x**2 - 2*x*sqrt(1 + x**2)) + 2*zeta(3)",
        _positive,
        f"{_MASSIVE}, section 2: the integral of 4*asinh(t)**2/t from 0 to x; Abel's theorem at x = 1",
    ),
    _lemma(
        "inverse central binomial series over (2n + 1)^2",
        "Sum(4**n*x**(2*n + 1)/((2*n + 1)**2*binomial(2*n, n)), (n, 0, oo))",
        "asin(x)*log(x/(1 + sqrt(1 - x**2)))"
        " - I*(polylog(2, sqrt(1 - x**2) + I*x) - polylog(2, -sqrt(1 - x**2) - I*x))/2"
        " + I*(polylog(2, sqrt(1 - x**2) - I*x) - polylog(2, -sqrt(1 - x**2) + I*x))/2",
        _positive,
        f"{_NOTEBOOKS}: the integral of asin(t)/(t*sqrt(1 - t**2)) from 0 to x; Abel's theorem at x = 1",
    ),
    _lemma(
        "alternating inverse central binomial series over (2n + 1)^2",
        "Sum((-1)**n*4**n*x**(2*n + 1)/((2*n + 1)**2*binomial(2*n, n)), (n, 0, oo))",
        "asinh(x)*log(x/(1 + sqrt(1 + x**2))) + pi**2/4"
        " - polylog(2, sqrt(1 + x**2) - x) + polylog(2, x - sqrt(1 + x**2))",
        _positive,
        f"{_NOTEBOOKS}: the integral of asinh(t)/(t*sqrt(1 + t**2)) from 0 to x; Abel's theorem at x = 1",
    ),
    _constant(
        "series of Comtet for zeta(4)",
        "Sum(1/(n**4*binomial(2*n, n)), (n, 1, oo))",
        "17*pi**4/3240",
        "Comtet, Advanced Combinatorics, 1974, page 89; van der Poorten, Math. Intelligencer 1 (1979)",
    ),
)
