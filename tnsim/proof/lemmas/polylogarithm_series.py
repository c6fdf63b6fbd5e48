"""Series of logarithms, polylogarithms and Lerch's transcendent, in the closed unit disc."""

from __future__ import annotations

from fractions import Fraction
from math import comb
from random import Random

from flint import fmpq

from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.errors import TnsimError
from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope
from tnsim.ring.conjugation import conjugate
from tnsim.ring.powers import pi
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["LEMMAS"]

_MOST_CLASSES = 60
_MOST_ORDER = 60
_PRECISION = 128


def _in_disc(scope: Scope, z: Element, *, inside: bool = False) -> bool:
    """Tell whether |z| <= 1 (with `inside`: |z| < 1) is proved at every admissible point."""
    facts = scope.facts
    if not z.symbols() and _surely_inside(z):
        return True
    if facts.real(z) and not inside and facts.nonnegative(1 - z) and facts.nonnegative(1 + z):
        return True
    try:
        gap = 1 - z * conjugate(scope.ring, z)
    except TnsimError:
        return False
    return facts.positive(gap) if inside else facts.nonnegative(gap) or vanishes(gap)


def _surely_inside(z: Element) -> bool:
    try:
        ball = evaluate(to_expression(z), {}, _PRECISION)
    except TnsimError:
        return False
    with working_precision(_PRECISION):
        return bool(ball.is_finite() and ball.abs_upper() < 1)


def _whole(scope: Scope, parameters: Parameters, name: str, least: int, most: int) -> int:
    value = scope.lift(parameters[name], name).rational()
    require(value is not None and value.denominator == 1, f"{name} is a whole number")
    whole = int(value or 0)
    require(least <= whole <= most, f"{least} <= {name} <= {most}")
    return whole


def _logarithm(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    x = scope.lift(parameters["x"], "x")
    require(_in_disc(scope, x), "abs(x) <= 1")
    require(scope.facts.nonzero(1 - x), "x != 1")
    left = substitute(parse("Sum(x**n/n, (n, 1, oo))"), parameters)
    return left, substitute(parse("-log(1 - x)"), parameters)


def _polylogarithm(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _whole(scope, parameters, "k", 2, _MOST_ORDER)
    require(_in_disc(scope, scope.lift(parameters["x"], "x")), "abs(x) <= 1")
    left = substitute(parse("Sum(x**n/n**k, (n, 1, oo))"), parameters)
    return left, substitute(parse("polylog(k, x)"), parameters)


def _multisection(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    s = _whole(scope, parameters, "s", 1, _MOST_ORDER)
    q = _whole(scope, parameters, "q", 1, _MOST_CLASSES)
    p = _whole(scope, parameters, "p", 1, q)
    y = scope.lift(parameters["y"], "y")
    require(_in_disc(scope, y), "abs(y) <= 1")
    require(s > 1 or scope.facts.nonzero(1 - y**q), "y**q != 1")
    parts = [f"{_root(-k * p, q)}*polylog({s}, {_root(k, q)}*y)" for k in range(q)]
    left = substitute(parse(f"Sum(y**({q}*n + {p})/({q}*n + {p})**{s}, (n, 0, oo))"), {"y": parameters["y"]})
    return left, substitute(parse(f"({' + '.join(parts)})/{q}"), {"y": parameters["y"]})


def _root(numerator: int, q: int) -> str:
    """Return exp(2*pi*I*numerator/q), written so that whole quarters of a turn are exact in balls."""
    turn = Fraction(numerator, q) % 1
    quarters = ("1", "I", "(-1)", "(-I)")
    return quarters[int(4 * turn)] if 4 % turn.denominator == 0 else f"exp(2*pi*I*{turn.numerator}/{turn.denominator})"


def _lerch(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _whole(scope, parameters, "s", 1, _MOST_ORDER)
    require(_in_disc(scope, scope.lift(parameters["x"], "x"), inside=True), "abs(x) < 1")
    require(scope.facts.positive(scope.lift(parameters["a"], "a")), "a > 0")
    left = substitute(parse("Sum(x**n/(n + a)**s, (n, 0, oo))"), parameters)
    return left, substitute(parse("lerchphi(x, s, a)"), parameters)


def _lerch_at_fractions(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    y = scope.lift(parameters["y"], "y")
    require(_in_disc(scope, y, inside=True), "abs(y) < 1")
    require(scope.facts.nonzero(y), "y != 0")
    _, value = _multisection(scope, parameters)
    left = substitute(parse("lerchphi(y**q, s, p/q)"), parameters)
    return left, substitute(parse("q**s/y**p"), parameters) * value


def _circle(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    k = _whole(scope, parameters, "k", 2, _MOST_ORDER)
    x = real_parameter(scope, parameters["x"], "x")
    require(scope.facts.nonnegative(x), "x >= 0")
    require(scope.facts.nonnegative(2 * pi(scope.ring) - x), "x <= 2*pi")
    sign = "+" if k % 2 == 0 else "-"
    left = parse(f"polylog({k}, exp(I*x)) {sign} polylog({k}, exp(-I*x))")
    polynomial = " + ".join(f"({comb(k, j) * fmpq.bernoulli(j)})*(x/(2*pi))^{k - j}" for j in range(k + 1))
    right = parse(f"-(2*pi*I)^{k}/factorial({k})*({polynomial})")
    return substitute(left, {"x": parameters["x"]}), substitute(right, {"x": parameters["x"]})


def _inside(random: Random) -> Expression:
    below = random.randint(2, 40)
    return number(Fraction(random.randint(1 - below, below - 1), below))


def _draw_multisection(random: Random) -> Parameters:
    q = random.randint(1, 6)
    p = number(random.randint(1, q))
    return {"s": number(random.randint(1, 5)), "q": number(q), "p": p, "y": _inside(random)}


def _draw_lerch(random: Random) -> Parameters:
    a = number(Fraction(random.randint(1, 60), random.randint(1, 12)))
    return {"s": number(random.randint(1, 6)), "x": _inside(random), "a": a}


LEMMAS = (
    Lemma(
        "logarithm series",
        "Sum(x**n/n, (n, 1, oo)) = -log(1 - x) for complex x with abs(x) <= 1 and x != 1",
        "DLMF 4.6.1, with Abel's theorem on the unit circle",
        ("x",),
        _logarithm,
        lambda random: {"x": _inside(random)},
    ),
    Lemma(
        "polylogarithm series",
        "Sum(x**n/n**k, (n, 1, oo)) = polylog(k, x) for whole k >= 2 and complex x with abs(x) <= 1",
        "DLMF 25.12.10",
        ("k", "x"),
        _polylogarithm,
        lambda random: {"k": number(random.randint(2, 8)), "x": _inside(random)},
    ),
    Lemma(
        "multisection of the polylogarithm series",
        "Sum(y**(q*n + p)/(q*n + p)**s, (n, 0, oo)) = Sum(exp(-2*pi*I*k*p/q)*polylog(s, exp(2*pi*I*k/q)*y), "
        "(k, 0, q - 1))/q for whole s >= 1 and 1 <= p <= q and complex y with abs(y) <= 1, and y**q != 1 if s = 1",
        "DLMF 25.12.10 and 4.6.1, taken over the roots of unity; Abel's theorem where abs(y) = 1 and s = 1",
        ("s", "p", "q", "y"),
        _multisection,
        _draw_multisection,
    ),
    Lemma(
        "Lerch series",
        "Sum(x**n/(n + a)**s, (n, 0, oo)) = lerchphi(x, s, a) for whole s >= 1, a > 0 and complex x with abs(x) < 1",
        "DLMF 25.14.1",
        ("x", "s", "a"),
        _lerch,
        _draw_lerch,
    ),
    Lemma(
        "Lerch's transcendent at fractions",
        "lerchphi(y**q, s, p/q) = q**s/y**p*Sum(exp(-2*pi*I*k*p/q)*polylog(s, exp(2*pi*I*k/q)*y), "
        "(k, 0, q - 1))/q for whole s >= 1 and 1 <= p <= q and complex y with 0 < abs(y) < 1",
        "DLMF 25.14.1 with 25.12.10 and 4.6.1, taken over the roots of unity",
        ("s", "p", "q", "y"),
        _lerch_at_fractions,
        lambda random: {**_draw_multisection(random), "y": number(Fraction(random.randint(1, 19), 20))},
    ),
    Lemma(
        "polylogarithms on the unit circle",
        "polylog(k, exp(I*x)) + (-1)**k*polylog(k, exp(-I*x)) = -(2*pi*I)**k/factorial(k)"
        "*Sum(binomial(k, j)*(-1)**(k - j)*bernoulli(k - j)*(x/(2*pi))**j, (j, 0, k)) for whole k >= 2 and "
        "0 <= x <= 2*pi",
        "DLMF 24.8.3 with 25.12.10",
        ("k", "x"),
        _circle,
        lambda random: {"k": number(random.randint(2, 9)), "x": number(Fraction(random.randint(1, 62), 10))},
    ),
)
