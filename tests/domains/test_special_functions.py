"""Every function of the language in balls, against mpmath at random and at awkward points."""

from __future__ import annotations

import random
from collections.abc import Callable

import mpmath
import pytest
from flint import acb, arb, ctx, fmpq

from tnsim.domains.arithmetic_functions import ARITHMETIC
from tnsim.domains.balls import evaluate
from tnsim.errors import DomainError, UnsupportedError
from tnsim.language.expression import FUNCTIONS, Apply, Symbol
from tnsim.language.parser import parse

NAMES = ("t", "u", "v", "w")

# name -> (mpmath's function, where the arguments are drawn from: r real, p positive, c complex, u in (0,1),
# n whole >= 0)
REFERENCES: dict[str, tuple[Callable[..., mpmath.mpc], str]] = {
    "Abs": (abs, "c"),
    "RisingFactorial": (mpmath.rf, "cc"),
    "FallingFactorial": (mpmath.ff, "cc"),
    "acos": (mpmath.acos, "c"),
    "acosh": (mpmath.acosh, "c"),
    "acot": (mpmath.acot, "c"),
    "asin": (mpmath.asin, "c"),
    "asinh": (mpmath.asinh, "c"),
    "assoc_laguerre": (mpmath.laguerre, "npc"),
    "atan": (mpmath.atan, "c"),
    "atanh": (mpmath.atanh, "c"),
    "bernoulli": (mpmath.bernpoly, "nc"),
    "besseli": (mpmath.besseli, "rc"),
    "besselj": (mpmath.besselj, "rc"),
    "besselk": (mpmath.besselk, "rc"),
    "bessely": (mpmath.bessely, "rc"),
    "beta": (mpmath.beta, "cc"),
    "binomial": (mpmath.binomial, "cc"),
    "ceiling": (mpmath.ceil, "r"),
    "chebyshevt": (mpmath.chebyt, "nc"),
    "chebyshevu": (mpmath.chebyu, "nc"),
    "cos": (mpmath.cos, "c"),
    "cosh": (mpmath.cosh, "c"),
    "cot": (mpmath.cot, "c"),
    "coth": (mpmath.coth, "c"),
    "csc": (mpmath.csc, "c"),
    "digamma": (mpmath.digamma, "c"),
    "dirichlet_eta": (mpmath.altzeta, "c"),
    "elliptic_e": (mpmath.ellipe, "c"),
    "elliptic_k": (mpmath.ellipk, "c"),
    "erf": (mpmath.erf, "c"),
    "erfc": (mpmath.erfc, "c"),
    "erfi": (mpmath.erfi, "c"),
    "fresnelc": (mpmath.fresnelc, "c"),
    "fresnels": (mpmath.fresnels, "c"),
    "Chi": (mpmath.chi, "p"),
    "Ci": (mpmath.ci, "p"),
    "Ei": (mpmath.ei, "r"),
    "Shi": (mpmath.shi, "c"),
    "Si": (mpmath.si, "c"),
    "li": (mpmath.li, "p"),
    "lowergamma": (lambda a, z: mpmath.gammainc(a, 0, z), "pp"),
    "uppergamma": (mpmath.gammainc, "pp"),
    "exp": (mpmath.exp, "c"),
    "expint": (mpmath.expint, "rc"),
    "factorial": (mpmath.factorial, "c"),
    "factorial2": (mpmath.fac2, "n"),
    "fibonacci": (mpmath.fib, "n"),
    "floor": (mpmath.floor, "r"),
    "gamma": (mpmath.gamma, "c"),
    "gegenbauer": (mpmath.gegenbauer, "npc"),
    "harmonic": (mpmath.harmonic, "c"),
    "hermite": (mpmath.hermite, "nc"),
    "im": (mpmath.im, "c"),
    "jacobi": (mpmath.jacobi, "nppc"),
    "laguerre": (lambda n, x: mpmath.laguerre(n, 0, x), "nc"),
    "legendre": (mpmath.legendre, "nr"),
    "lerchphi": (mpmath.lerchphi, "upp"),
    "log": (mpmath.log, "c"),
    "loggamma": (mpmath.loggamma, "c"),
    "lucas": (lambda n: mpmath.fib(n + 1) + mpmath.fib(n - 1), "n"),
    "polygamma": (mpmath.polygamma, "nc"),
    "polylog": (mpmath.polylog, "ru"),
    "re": (mpmath.re, "c"),
    "sec": (mpmath.sec, "c"),
    "sign": (mpmath.sign, "r"),
    "sin": (mpmath.sin, "c"),
    "sinh": (mpmath.sinh, "c"),
    "sqrt": (mpmath.sqrt, "c"),
    "stieltjes": (mpmath.stieltjes, "n"),
    "tan": (mpmath.tan, "c"),
    "tanh": (mpmath.tanh, "c"),
    "zeta": (mpmath.zeta, "c"),
}


def draw(kind: str, source: random.Random) -> tuple[acb | fmpq, mpmath.mpc]:
    """Return the same dyadic number for both systems."""
    if kind == "n":
        value = source.randrange(0, 8)
        return fmpq(value), mpmath.mpf(value)
    real = {"p": (1, 640), "u": (-63, 63)}.get(kind, (-640, 640))
    imaginary = source.randrange(-640, 640) if kind == "c" and source.random() < 0.6 else 0
    parts = [source.randrange(*real), imaginary]
    point = acb(arb(fmpq(parts[0], 128)), arb(fmpq(parts[1], 128)))
    if parts[1] == 0 and source.random() < 0.5:
        return fmpq(parts[0], 128), mpmath.mpf(parts[0]) / 128
    return point, mpmath.mpc(parts[0], parts[1]) / 128 if parts[1] else mpmath.mpf(parts[0]) / 128


def holds(ball: acb, reference: mpmath.mpc, slack: float = 1e-25) -> bool:
    """Tell whether the ball, widened by the error of the reference, holds it."""
    reference = mpmath.mpc(reference)
    slack = slack * (1 + abs(reference))
    ctx.prec, before = 200, ctx.prec
    try:
        wide = [
            abs(arb(mpmath.nstr(part, 40)) - component.mid()) <= component.rad() + arb(str(slack))
            for part, component in ((reference.real, ball.real), (reference.imag, ball.imag))
        ]
    finally:
        ctx.prec = before
    return all(wide)


def test_every_function_is_covered() -> None:
    assert set(FUNCTIONS) - set(REFERENCES) == {"KroneckerDelta", "euler", "hyper", "tuple"} | set(ARITHMETIC)


@pytest.mark.parametrize("name", sorted(REFERENCES))
@pytest.mark.parametrize("precision", [53, 128])
def test_ball_holds_the_reference(name: str, precision: int) -> None:
    reference, kinds = REFERENCES[name]
    source = random.Random(f"{name}{precision}")
    call = Apply(name, tuple(Symbol(NAMES[i]) for i in range(len(kinds))))
    useful = 0
    with mpmath.workdps(50):
        for _ in range(12):
            points = [draw(kind, source) for kind in kinds]
            env = {NAMES[i]: point for i, (point, _) in enumerate(points)}
            try:
                expected = reference(*(value for _, value in points))
            except (ValueError, ZeroDivisionError, mpmath.libmp.NoConvergence):
                continue
            try:
                ball = evaluate(call, env, precision)
            except (DomainError, UnsupportedError):
                continue
            if not ball.is_finite():
                continue
            assert holds(ball, expected), (points, ball, expected)
            useful += ball.rel_accuracy_bits() > precision // 2 or ball.is_zero() or abs(ball.mid()) < 1e-10
    assert useful >= 4


CONTINUOUS = sorted(name for name, (_, kinds) in REFERENCES.items() if set(kinds) <= {"c", "r"})


@pytest.mark.parametrize("name", CONTINUOUS)
def test_wide_ball_holds_the_value_at_its_points(name: str) -> None:
    """Interval soundness: the value at points of a ball lies in the value of the ball."""
    _, kinds = REFERENCES[name]
    source = random.Random(name)
    call = Apply(name, tuple(Symbol(NAMES[i]) for i in range(len(kinds))))
    for _ in range(15):
        wide, narrow = {}, {}
        for i, kind in enumerate(kinds):
            centre = [source.randrange(-400, 400), source.randrange(-400, 400) if kind == "c" else 0]
            radius = source.choice([1, 10, 100])
            reach = [radius, radius if kind == "c" else 0]
            inside = [c + source.randint(-r, r) for c, r in zip(centre, reach, strict=True)]
            wide[NAMES[i]] = acb(
                arb(fmpq(centre[0], 128), fmpq(reach[0], 128)),
                arb(fmpq(centre[1], 128), fmpq(reach[1], 128)),
            )
            narrow[NAMES[i]] = acb(arb(fmpq(inside[0], 128)), arb(fmpq(inside[1], 128)))
        try:
            value, enclosure = evaluate(call, narrow, 100), evaluate(call, wide, 64)
        except (DomainError, UnsupportedError):
            continue
        if value.is_finite() and enclosure.is_finite():
            assert enclosure.overlaps(value), (wide, narrow)


@pytest.mark.parametrize(
    "text",
    ["lerchphi(10^30, 10^30, 10^30)", "zeta(3, 10^40)", "polylog(10^20, 1/2)", "besselj(10^30, 1)", "stieltjes(10^20)"],
)
def test_arguments_that_would_end_the_process_are_refused(text: str) -> None:
    with pytest.raises(UnsupportedError, match="beyond 2\\^31"):
        evaluate(parse(text), {}, 64)


@pytest.mark.parametrize("z", ["4/5", "99/100", "7/9 + I/10^20"])
@pytest.mark.parametrize("a", ["1/3", "7/5", "-1/3"])
def test_lerch_near_one_has_a_finite_ball_that_holds_the_series(z: str, a: str) -> None:
    ball = evaluate(parse(f"lerchphi({z}, 1, {a})"), {}, 128)
    x, offset = evaluate(parse(z), {}, 192), evaluate(parse(a), {}, 192)
    total, power = acb(0), acb(1)
    with ctx.workprec(192):
        for k in range(8000):
            total, power = total + power / (offset + k), power * x
        assert ball.is_finite() and bool(ball.rad() < 1e-15)
        assert bool(abs(ball - total).lower() < 1e-30)


def test_lerch_at_a_ball_across_the_edge_of_its_disc_has_no_bound() -> None:
    assert not evaluate(parse("lerchphi(1 + sqrt(2)/10^40, 1, 1/3)"), {}, 64).is_finite()


@pytest.mark.parametrize("text", ["lerchphi(4/5, 1, 0)", "lerchphi(4/5, 1, -2)"])
def test_lerch_has_no_value_at_its_poles(text: str) -> None:
    with pytest.raises(DomainError):
        evaluate(parse(text), {}, 64)


@pytest.mark.parametrize("one", ["1", "-I*I"])
@pytest.mark.parametrize("text", ["polylog({s}, {one})", "lerchphi({one}, {s}, 1/3)"])
@pytest.mark.parametrize("order", ["sqrt(2)/2", "-sqrt(2)", "sqrt(2)/sqrt(2)"])
def test_a_series_that_diverges_at_one_has_no_value_there(text: str, order: str, one: str) -> None:
    # zeta(s) is finite below s = 1, where the polylogarithm is not bounded near 1
    assert not evaluate(parse(text.format(s=order, one=one)), {}, 64).is_finite()
    assert evaluate(parse(text.format(s="sqrt(2)", one=one)), {}, 64).is_finite()
