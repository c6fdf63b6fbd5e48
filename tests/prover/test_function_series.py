"""Sums over orders of Bessel functions and degrees of orthogonal polynomials: proved, refuted, generated, refused."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from tnsim.core.compensator import Compensator
from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.enclosure.evaluate import enclose
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import Expression, Sum
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.checker import check
from tnsim.proof.scope import Rejected
from tnsim.prover.search import search
from tnsim.prover.strategies.lemma_reduction import LemmaReduction
from tnsim.prover.strategies.telescoping import Telescoping
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.sets.ball import Ball
from tnsim.sets.claim import Claim

X = ("x: real",)
XY = ("x: real", "y: real")
XA = ("x: real", "a: real")
XT = ("x: real, -1 <= x <= 1", "t: real, -1 < t < 1")
ALL = ("x: real", "t: real")
N = ("x: real", "N: integer, N >= 0")

# DLMF 10.12, 10.23, 10.35, 10.44; 18.5, 18.9, 18.12, 18.18; G. N. Watson, Theory of Bessel Functions (1944).
IDENTITIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("besselj(0,x)**2 + 2*Sum(besselj(n,x)**2, (n, 1, oo)) - 1", X),
    ("besselj(0,x) + 2*Sum(besselj(2*n,x), (n, 1, oo)) - 1", X),
    ("besselj(0,x) + 2*Sum((-1)**n*besselj(2*n,x), (n, 1, oo)) - cos(x)", X),
    ("2*Sum((-1)**n*besselj(2*n+1,x), (n, 0, oo)) - sin(x)", X),
    ("besseli(0,x) + 2*Sum(besseli(n,x), (n, 1, oo)) - exp(x)", X),
    ("besseli(0,x) + 2*Sum((-1)**n*besseli(n,x), (n, 1, oo)) - exp(-x)", X),
    ("besseli(0,x) + 2*Sum((-1)**n*besseli(2*n,x), (n, 1, oo)) - 1", X),
    ("2*Sum(besseli(2*n+1,x), (n, 0, oo)) - sinh(x)", X),
    ("Sum((2*n+1)*besselj(2*n+1,x), (n, 0, oo)) - x/2", X),
    ("Sum(n^2*besselj(2*n,x), (n, 1, oo)) - x^2/8", X),
    ("Sum((2*n+1)^3*besselj(2*n+1,x), (n, 0, oo)) - (x+x^3)/2", X),
    ("Sum(n^2*besselj(n,x)^2, (n, 1, oo)) - x^2/4", X),
    ("Sum(n^4*besselj(n,x)^2, (n, 1, oo)) - x^2/4 - 3*x^4/16", X),
    ("besselj(0,x) + 2*Sum((-1)^n*cos(2*n*a)*besselj(2*n,x), (n, 1, oo)) - cos(x*cos(a))", XA),
    ("besselj(0,x) + 2*Sum(cos(2*n*a)*besselj(2*n,x), (n, 1, oo)) - cos(x*sin(a))", XA),
    ("2*Sum(sin((2*n+1)*a)*besselj(2*n+1,x), (n, 0, oo)) - sin(x*sin(a))", XA),
    ("besseli(0,x) + 2*Sum(cos(n*a)*besseli(n,x), (n, 1, oo)) - exp(x*cos(a))", XA),
    ("besselj(0,x) + 2*Sum(besselj(4*n,x), (n, 1, oo)) - cos(x/2)^2", X),
    ("Sum(besselj(n,x), (n, -oo, oo)) - 1", X),
    ("Sum(besselj(n,x)^2, (n, -oo, oo)) - 1", X),
    ("Sum(t^n*besselj(n,x), (n, -oo, oo)) - exp(x/2*(t-1/t))", ("x: real", "t: real, t > 0")),
    ("Sum(t^n*besseli(n,x), (n, -oo, oo)) - exp(x/2*(t+1/t))", ("x: real", "t: real, t != 0")),
    ("Sum(besselj(n,x)*besselj(n,y), (n, -oo, oo)) - besselj(0,x-y)", XY),
    ("Sum(besselj(n,x)*besselj(1-n,y), (n, -oo, oo)) - besselj(1,x+y)", XY),
    ("Sum(besselj(n,x)*besselj(3-n,y), (n, -oo, oo)) - besselj(3,x+y)", XY),
    ("Sum((-1)^n*besselj(n,x)^2, (n, -oo, oo)) - besselj(0,2*x)", X),
    ("Sum(besselj(n,x)*besselj(n+1,x), (n, -oo, oo))", X),
    ("besselj(0,x)^2 + 2*Sum(besselj(2*n,x)^2, (n, 1, oo)) - (1+besselj(0,2*x))/2", X),
    ("besseli(0,x)^2 + 2*Sum((-1)^n*besseli(n,x)^2, (n, 1, oo)) - 1", X),
    ("besseli(0,x)^2 + 2*Sum(besseli(n,x)^2, (n, 1, oo)) - besseli(0,2*x)", X),
    (
        "besselj(0,x)*besselj(0,y) + 2*Sum(cos(n*a)*besselj(n,x)*besselj(n,y), (n, 1, oo)) "
        "- besselj(0,sqrt(x^2+y^2-2*x*y*cos(a)))",
        (*XY, "a: real"),
    ),
    ("Sum((x/2)^n/factorial(n)*besselj(n,x), (n, 0, oo)) - 1", X),
    ("Sum((x/2)^n/factorial(n)*besselj(n+1,x), (n, 0, oo)) - x/2", X),
    ("Sum((-1)^n*(x/2)^n/factorial(n)*besselj(n,x), (n, 0, oo)) - besselj(0,sqrt(2)*x)", X),
    (
        "Sum((N+2*n)*gamma(N+n)/factorial(n)*besselj(N+2*n,x), (n, 0, oo)) - (x/2)^N",
        ("x: real, x > 0", "N: integer, N >= 1"),
    ),
    (
        "Sum((1/2+2*n)*gamma(1/2+n)/factorial(n)*besselj(1/2+2*n,x), (n, 0, oo)) - sqrt(x/2)",
        ("x: real, x > 0",),
    ),
    ("Sum(chebyshevt(n,x)*t**n, (n, 0, oo)) - (1-t*x)/(1-2*x*t+t**2)", XT),
    ("Sum(chebyshevt(n,x)*t**n, (n, 0, oo)) - (1-t*x)/(1-2*x*t+t**2)", ("x: real, -1 < x < 1", XT[1])),
    ("1 + 2*Sum(chebyshevt(n,x)*t**n, (n, 1, oo)) - (1-t^2)/(1-2*x*t+t**2)", XT),
    ("Sum(chebyshevu(n,x)*t**n, (n, 0, oo)) - 1/(1-2*x*t+t**2)", XT),
    ("Sum(n*chebyshevt(n,x)*t**n, (n, 0, oo)) - t*(x-2*t+x*t^2)/(1-2*x*t+t^2)^2", XT),
    ("Sum(chebyshevt(2*n,x)*t**n, (n, 0, oo)) - (1-t*(2*x^2-1))/(1-2*(2*x^2-1)*t+t^2)", XT),
    ("Sum(chebyshevt(n,2)/5^n, (n, 0, oo)) - 5/2", ()),
    ("Sum(chebyshevt(n,cos(a))*t**n, (n, 0, oo)) - (1-t*cos(a))/(1-2*cos(a)*t+t^2)", ("a: real", XT[1])),
    ("Sum(chebyshevt(n,x)*t**n/n, (n, 1, oo)) + log(1-2*x*t+t^2)/2", XT),
    ("Sum(chebyshevt(n,x)/n, (n, 1, oo)) + log(2-2*x)/2", ("x: real, -1 <= x < 1",)),
    ("Sum(chebyshevt(n,x)*t**n/factorial(n), (n, 0, oo)) - exp(x*t)*cos(t*sqrt(1-x^2))", (XT[0], "t: real")),
    (
        "Sum(chebyshevu(n,x)*t**n/factorial(n), (n, 0, oo)) "
        "- exp(x*t)*(cos(t*sqrt(1-x^2)) + x/sqrt(1-x^2)*sin(t*sqrt(1-x^2)))",
        ("x: real, -1 < x < 1", "t: real"),
    ),
    ("Sum(legendre(n,x)*t**n, (n, 0, oo)) - 1/sqrt(1-2*x*t+t**2)", XT),
    ("Sum((2*n+1)*legendre(n,x)*t**n, (n, 0, oo)) - (1-t^2)/(1-2*x*t+t**2)^(3/2)", XT),
    ("Sum(legendre(n,x), (n, 0, oo)) - 1/sqrt(2-2*x)", ("x: real, -1 < x < 1",)),
    ("Sum((-1)^n*legendre(n,x), (n, 0, oo)) - 1/sqrt(2+2*x)", ("x: real, -1 < x < 1",)),
    ("Sum(legendre(n,x)*t**n/n, (n, 1, oo)) + log((1-x*t+sqrt(1-2*x*t+t^2))/2)", XT),
    (
        "Sum(legendre(n,x)*t**(n+1)/(n+1), (n, 0, oo)) - log((t-x+sqrt(1-2*x*t+t^2))/(1-x))",
        ("x: real, -1 < x < 1", XT[1]),
    ),
    ("Sum(legendre(n,x)*t**n/factorial(n), (n, 0, oo)) - exp(x*t)*besselj(0,t*sqrt(1-x^2))", (XT[0], "t: real")),
    ("Sum(legendre(2*n,x)*t**(2*n), (n, 0, oo)) - (1/sqrt(1-2*x*t+t**2)+1/sqrt(1+2*x*t+t**2))/2", XT),
    ("Sum(gegenbauer(n,a,x)*t**n, (n, 0, oo)) - (1-2*x*t+t**2)^(-a)", (*XT, "a: real, a > 0")),
    (
        "Sum((n+a)*gegenbauer(n,a,x)*t**n, (n, 0, oo)) - a*(1-t^2)*(1-2*x*t+t**2)^(-a-1)",
        (*XT, "a: real, a > 0"),
    ),
    ("Sum(hermite(n,x)*t**n/factorial(n), (n, 0, oo)) - exp(2*x*t-t**2)", ALL),
    ("Sum(hermite(2*n,x)*(-1)^n*t**(2*n)/factorial(2*n), (n, 0, oo)) - exp(t^2)*cos(2*x*t)", ALL),
    ("Sum(hermite(2*n+1,x)*t**(2*n+1)/factorial(2*n+1), (n, 0, oo)) - exp(-t^2)*sinh(2*x*t)", ALL),
    (
        "Sum(hermite(n,x)*hermite(n,y)*t**n/(2^n*factorial(n)), (n, 0, oo)) "
        "- exp((2*x*y*t-(x^2+y^2)*t^2)/(1-t^2))/sqrt(1-t^2)",
        (*XY, XT[1]),
    ),
    ("Sum(hermite(n,x)^2*t**n/(2^n*factorial(n)), (n, 0, oo)) - exp(2*x^2*t/(1+t))/sqrt(1-t^2)", ("x: real", XT[1])),
    ("Sum(laguerre(n,x)*t**n, (n, 0, oo)) - exp(-x*t/(1-t))/(1-t)", ("x: real", XT[1])),
    (
        "Sum(assoc_laguerre(n,a,x)*t**n, (n, 0, oo)) - exp(-x*t/(1-t))/(1-t)^(a+1)",
        ("x: real", XT[1], "a: real, a > -1"),
    ),
    (
        "Sum(laguerre(n,x)*t**n/factorial(n), (n, 0, oo)) - exp(t)*besselj(0,2*sqrt(x*t))",
        ("x: real, x >= 0", "t: real, t >= 0"),
    ),
    (
        "Sum(laguerre(n,x)*laguerre(n,y)*t**n, (n, 0, oo)) - exp(-(x+y)*t/(1-t))/(1-t)*besseli(0,2*sqrt(x*y*t)/(1-t))",
        ("x: real, x > 0", "y: real, y > 0", "t: real, 0 < t < 1"),
    ),
    (
        "Sum((2*n+1)*I^n*sqrt(pi/(2*v))*besselj(n+1/2,v)*legendre(n,x), (n, 0, oo)) - exp(I*v*x)",
        (XT[0], "v: real, v > 0"),
    ),
    ("Sum(legendre(n,1/3)/2^n, (n, 0, oo)) - 1/sqrt(11/12)", ()),
    (
        "Sum((2*k+1)*legendre(k,x)*legendre(k,y), (k, 0, N)) "
        "- (N+1)*(legendre(N+1,x)*legendre(N,y)-legendre(N,x)*legendre(N+1,y))/(x-y)",
        ("x: real, x > y", "y: real", "N: integer, N >= 0"),
    ),
    ("Sum(laguerre(k,x), (k, 0, N)) - assoc_laguerre(N,1,x)", N),
    (
        "Sum(chebyshevt(k,x), (k, 0, N)) - (1-x+chebyshevt(N,x)-chebyshevt(N+1,x))/(2*(1-x))",
        ("x: real, x < 1", N[1]),
    ),
    ("2*Sum(chebyshevt(2*k,x), (k, 1, N)) - chebyshevu(2*N,x) + 1", ("x: real, -1 < x < 1", N[1])),
    ("Sum(binomial(N,k)*laguerre(k,x)*(-1)^k, (k, 0, N)) - x^N/factorial(N)", N),
    ("Sum(binomial(N,k)*(-x)^k/factorial(k), (k, 0, N)) - laguerre(N,x)", N),
    ("Sum(chebyshevt(k,x)*chebyshevt(N-k,x), (k, 0, N)) - ((N+1)*chebyshevt(N,x)+chebyshevu(N,x))/2", N),
    ("chebyshevu(N,x) - chebyshevu(N-2,x) - 2*chebyshevt(N,x)", ("x: real", "N: integer, N >= 2")),
    ("chebyshevt(N,cos(a)) - cos(N*a)", ("a: real", N[1])),
)

# At the edges of the hypotheses, and beyond: the sums diverge there for some admissible values.
NEVER_PROVED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Sum(chebyshevt(n,x)*t**n, (n, 0, oo)) - (1-t*x)/(1-2*x*t+t**2)", (XT[0], "t: real, -1 < t <= 1")),
    ("Sum(chebyshevt(n,x)*t**n, (n, 0, oo)) - (1-t*x)/(1-2*x*t+t**2)", ("x: real, -2 < x < 1", XT[1])),
    ("Sum(chebyshevu(n,x), (n, 0, oo)) - 1/(2-2*x)", ("x: real, -1 < x < 1",)),
    ("Sum(legendre(n,x)*t**n, (n, 0, oo)) - 1/sqrt(1-2*x*t+t**2)", ("x: real", XT[1])),
    ("Sum(legendre(n,x), (n, 0, oo)) - 1/sqrt(2-2*x)", ("x: real, -1 <= x < 1",)),
    ("Sum(gegenbauer(n,a,x)*t**n, (n, 0, oo)) - (1-2*x*t+t**2)^(-a)", (*XT, "a: real, a >= 0")),
    ("Sum(laguerre(n,x)*t**n, (n, 0, oo)) - exp(-x*t/(1-t))/(1-t)", ("x: real", "t: real, -1 <= t < 1")),
    ("Sum(hermite(n,x)*t**n, (n, 0, oo)) - exp(2*x*t-t**2)", ALL),
    ("Sum(t^n*besselj(n,x), (n, -oo, oo)) - exp(x/2*(t-1/t))", ("x: real", "t: real, t >= 0")),
    ("Sum(besselj(n,x), (n, 1, oo)) - (1-besselj(0,x))/2", X),
    ("Sum(besselj(n,x)*besselj(n,y), (n, -oo, oo)) - besselj(0,x+y)", XY),
    ("Sum(besseli(n,x)*besseli(n,y), (n, -oo, oo)) - besseli(0,x-y)", XY),
    ("besselj(0,x) + 2*Sum(cos(2*n*a)*besselj(2*n,x), (n, 1, oo)) - cos(x*cos(a))", XA),
    ("besselj(-N,x) - besselj(N,x)", N),
    ("legendre(N,-x) - legendre(N,x)", N),
    ("Sum((2*k+1)*legendre(k,x), (k, 0, N)) - (N+1)*(legendre(N,x)-legendre(N+1,x))/(1-x)", N),
)


@pytest.mark.parametrize(("text", "assumptions"), IDENTITIES)
def test_an_identity_is_proved(text: str, assumptions: tuple[str, ...]) -> None:
    claim = Claim.parse(text, assumptions)
    found = search(claim)
    assert found.certificate is not None, [(a.strategy, a.reason) for a in found.attempts]
    report = check(claim, found.certificate)
    assert report.accepted and report.verdict == "proved", report.reason


@pytest.mark.parametrize(("text", "assumptions"), IDENTITIES[::3])
def test_a_perturbed_identity_is_never_proved(text: str, assumptions: tuple[str, ...]) -> None:
    claim = Claim.parse(f"{text} + 1/10^40", assumptions)
    found = search(claim)
    assert found.certificate is None or check(claim, found.certificate).verdict != "proved"


@pytest.mark.parametrize(("text", "assumptions"), NEVER_PROVED)
def test_beyond_the_hypotheses_nothing_is_proved(text: str, assumptions: tuple[str, ...]) -> None:
    claim = Claim.parse(text, assumptions)
    found = search(claim)
    assert found.certificate is None or check(claim, found.certificate).verdict != "proved"


def test_a_false_claim_is_refuted() -> None:
    claim = Claim.parse("besselj(0,x) + 2*Sum(besselj(2*n,x), (n, 1, oo)) - cos(x)", X)
    assert Compensator(timeout=20).prove(claim).kind == "refuted"


TERMS = (
    "{w}*{p}^{m}*legendre({m}, {x})",
    "{w}*{p}^{m}*chebyshevt({m}, {x})",
    "{w}*{p}^{m}*chebyshevu({m}, {x})*chebyshevt({m}, {y})",
    "{w}*{p}^{m}*gegenbauer({m}, 3/2, {x})",
    "{w}*{p}^{m}*laguerre({m}, {z})",
    "{w}*{p}^{m}*assoc_laguerre({m}, 1/3, {z})",
    "{w}*{p}^{m}*hermite({m}, {y})/factorial({m})",
    "{w}*{p}^n*hermite(n, {x})*hermite(n, {y})/(2^n*factorial(n))",
    "{w}*(({p})^{m} + (-1/({p}))^{m})*besselj({m}, {z})",
    "{w}*besselj(n, {z})^2",
    "{w}*(-1)^n*besselj(n, {z})*besselj(n + 1, {z})",
    "{w}*besselj(2*n, {z})",
    "{w}*(-1)^n*besselj(2*n + 1, {z})",
    "{w}*besseli(n, {z})^2",
    "{w}*({p})^n/factorial(n)*besselj(n, {z})",
)
"""Terms with a polynomial weight, for which the reduction finds the value of a sum that no lemma states."""


@pytest.mark.parametrize("term", TERMS)
def test_values_of_random_sums_lie_in_their_balls(term: str) -> None:
    random = Random(term)
    summed = 0
    for _ in range(6):
        text = _drawn(term, random)
        goal = parse(text)
        assert isinstance(goal, Sum)
        value = _value(goal)
        if value is None:
            continue
        summed += 1
        ball, found = enclose(goal, {}, 30).ball, evaluate(value, {}, 300)
        with working_precision(300):
            known = Ball.from_arb(found.real)
        assert known.overlaps(ball) and found.imag.contains(0), text
        assert known.radius + ball.radius < max(1, abs(known.midpoint)) / Fraction(10**25), text
    assert summed >= 2  # odd moments of even orders have no such value


def _drawn(term: str, random: Random) -> str:
    p = Fraction(random.choice((-1, 1)) * random.randint(1, 6), 7)
    x, y = (Fraction(random.randint(-6, 6), 7) for _ in "xy")
    z = Fraction(random.randint(1, 20), 7)
    degree = random.randint(0, 2)
    weight = "(" + "+".join(f"({random.randint(-3, 3)})*n^{j}" for j in range(degree)) + ("+" if degree else "")
    weight += f"n^{degree})"
    m = random.choice(("n", "2*n", "n"))
    filled = term.format(w=weight, p=f"({p})", m=f"({m})", x=f"({x})", y=f"({y})", z=f"({z})")
    return f"Sum({filled}, (n, 0, oo))"


def _value(goal: Sum) -> Expression | None:
    for strategy in (Telescoping(), LemmaReduction()):
        try:
            return strategy.search(Goal(goal, EMPTY))[-1].conclusion.right
        except (NotApplicable, Rejected):
            continue
    return None


def test_the_value_is_about_the_term_that_was_asked_for() -> None:
    goal = parse("Sum(n*legendre(n, 1/3)/2^n, (n, 0, oo))")
    assert isinstance(goal, Sum)
    steps = LemmaReduction().search(Goal(goal, EMPTY))
    assert to_text(steps[-1].conclusion.left) == to_text(goal)
