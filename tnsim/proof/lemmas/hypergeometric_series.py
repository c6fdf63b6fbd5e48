"""Series of hypergeometric functions and of what is made of the exponential series."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from tnsim.language.expression import INFINITY, ZERO, Apply, Expression, Power, Sum, Symbol, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, require
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.hypergeometric import is_lower_parameter, series_converges

__all__ = ["LEMMAS", "series_of"]

_MOST_SECTIONS = 12


def _hypergeometric(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    match parameters["f"]:
        case Apply("hyper", (Apply("tuple", upper), Apply("tuple", lower), z)):
            pass
        case _:
            raise Rejected("f is a hyper")
    below = [scope.lift(b, "a lower parameter") for b in lower]
    require(all(is_lower_parameter(scope.ring, b) for b in below), "no lower parameter is 0, -1, -2, ...")
    above = [scope.lift(a, "an upper parameter") for a in upper]
    require(series_converges(scope.ring, above, below, scope.lift(z, "z")), "the series converges")
    n = Symbol("n")
    while n.name in scope.facts.assumptions.symbols:
        n = Symbol(n.name + "_")
    return series_of(upper, lower, z, n), parameters["f"]


def series_of(upper: Sequence[Expression], lower: Sequence[Expression], z: Expression, index: Symbol) -> Sum:
    """Return the series that defines pFq(upper; lower; z) (DLMF 16.2.1)."""
    term: Expression = Power(z, index) / Apply("factorial", (index,))
    for a in upper:
        term = term * Apply("RisingFactorial", (a, index))
    for b in lower:
        term = term / Apply("RisingFactorial", (b, index))
    return Sum(term, index, ZERO, INFINITY)


def _section(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    whole, times = _whole(scope, parameters, "q", 1), _whole(scope, parameters, "r", 0)
    scope.lift(parameters["w"], "w")
    falling = "".join(f"({whole}*n - {j})*" for j in range(times))
    left = f"Sum({falling}(w**{whole})**n/factorial({whole}*n), (n, 0, oo))"
    roots = [f"({_root_of_unity(Fraction(j, whole))})*w" if j else "w" for j in range(whole)]
    right = " + ".join(f"({root})**{times}*exp({root})" if times else f"exp({root})" for root in roots)
    return substitute(parse(left), parameters), substitute(parse(f"({right})/{whole}"), parameters)


def _whole(scope: Scope, parameters: Parameters, name: str, least: int) -> int:
    value = scope.lift(parameters[name], name).rational()
    condition = f"{name} is a whole number from {least} to {_MOST_SECTIONS}"
    require(value is not None and value.denominator == 1 and least <= value <= _MOST_SECTIONS, condition)
    return int(value or 0)


def _root_of_unity(turn: Fraction) -> str:
    """Return exp(2 pi i turn), in square roots for multiples of a twelfth or an eighth."""
    if 24 % turn.denominator or turn.denominator == 24:
        return f"exp(2*pi*I*{turn.numerator}/{turn.denominator})"
    return f"{_sine(turn + Fraction(1, 4))} + I*{_sine(turn)}"


def _sine(turn: Fraction) -> str:
    """Return sin(2 pi turn) for a multiple of a twelfth or an eighth: sqrt(k)/2 with k = 0, ..., 4."""
    turn %= 1
    if turn >= Fraction(1, 2):
        return f"(-{_sine(turn - Fraction(1, 2))})"
    squared = {0: 0, 2: 1, 3: 2, 4: 3, 6: 4, 8: 3, 9: 2, 10: 1}[int(24 * turn)]
    return f"sqrt({squared})/2"


def _harmonic(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    x = scope.lift(parameters["x"], "x")
    require(scope.facts.real(x), "x is real")
    sign = "" if scope.facts.positive(x) else "-"
    require(not sign or scope.facts.positive(-x), "x is proved positive or negative")
    left = substitute(parse("Sum(harmonic(n)*x**n/factorial(n), (n, 0, oo))"), parameters)
    return left, substitute(parse(f"exp(x)*(EulerGamma + log({sign}x) - Ei(-x))"), parameters)


def _draw_hypergeometric(random: Random) -> Parameters:
    def fraction(low: int) -> Expression:
        return number(Fraction(random.randint(12 * low + 1, 60), 12))

    count = random.randint(0, 3)
    upper = Apply("tuple", tuple(fraction(0) for _ in range(random.randint(0, count + 1))))
    lower = Apply("tuple", tuple(fraction(0) for _ in range(count)))
    inside = len(upper.arguments) > count
    z = Fraction(random.randint(-7, 7), 8) if inside else Fraction(random.randint(1, 60), 12) * random.choice((-1, 1))
    return {"f": Apply("hyper", (upper, lower, number(z or Fraction(1, 2))))}


def _draw_section(random: Random) -> Parameters:
    w = Fraction(random.randint(1, 60), 12) * random.choice((-1, 1))
    return {"q": number(random.randint(1, 6)), "r": number(random.randint(0, 5)), "w": number(w)}


def _draw_harmonic(random: Random) -> Parameters:
    return {"x": number(Fraction(random.randint(1, 60), 12) * random.choice((-1, 1)))}


LEMMAS = (
    Lemma(
        "hypergeometric series",
        "Sum(RisingFactorial(a, n)*z**n/(RisingFactorial(b, n)*factorial(n)), (n, 0, oo)) = hyper((a,), (b,), z) "
        "for any numbers p and q of parameters a and b (one of each is written), no b being 0, -1, -2, ..., "
        "and p <= q, or p = q + 1 and -1 < z < 1, or z = 1 and real parameters with sum(b) - sum(a) > 0, or z = -1 and "
        "real ones with sum(b) - sum(a) > -1, or some a a whole number from -200 to 0",
        "DLMF 16.2.1 with 16.2(i) to (iii)",
        ("f",),
        _hypergeometric,
        _draw_hypergeometric,
    ),
    Lemma(
        "section of the exponential series",
        "Sum(FallingFactorial(q*n, r)*(w**q)**n/factorial(q*n), (n, 0, oo)) = Sum((exp(2*pi*I*j/q)*w)**r"
        "*exp(exp(2*pi*I*j/q)*w), (j, 0, q - 1))/q for whole q >= 1, r >= 0 and every complex w",
        "DLMF 4.2.19 at the q-th roots of unity times w, r-th derivative (DLMF 1.9.53)",
        ("q", "r", "w"),
        _section,
        _draw_section,
    ),
    Lemma(
        "exponential series of harmonic numbers",
        "Sum(harmonic(n)*x**n/factorial(n), (n, 0, oo)) = exp(x)*(EulerGamma + log(abs(x)) - Ei(-x)) "
        "for real x different from 0",
        "DLMF 6.6.3 with 5.4.14 and 6.2.6, both sides continued to x < 0 by 6.2.4: exp(x) times an entire function",
        ("x",),
        _harmonic,
        _draw_harmonic,
    ),
)
