"""Series with a closed form that the rule of power series proves: at any argument inside, and at the end, of the disc.

The table is no knowledge of the checker: each use proves its entry anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tnsim.language.assumptions import Assumptions, Inequality
from tnsim.language.expression import (
    INFINITY,
    ZERO,
    Expression,
    Multiply,
    Negate,
    Power,
    Sum,
    Symbol,
    number,
    substitute,
)
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.rules.instances import abel
from tnsim.proof.scope import Scope
from tnsim.prover.generating_functions import power_series_step
from tnsim.prover.merging import convergence_step
from tnsim.prover.strategy import NotApplicable

__all__ = ["GENERATED", "Generated", "generated_steps"]

_SYMBOL = "t"


@dataclass(frozen=True, slots=True)
class Generated:
    """`sum(coefficient(n)*t^n, n >= first) = value(t)` for -end < t < end; below 0 it may be written otherwise."""

    coefficient: str
    first: int
    value: str
    end: str
    below_zero: str = ""


GENERATED: Mapping[str, Generated] = {
    "central binomial series of harmonic numbers": Generated(
        "binomial(2*n, n)*harmonic(n)",
        0,
        "2*log((1 + sqrt(1 - 4*t))/(2*sqrt(1 - 4*t)))/sqrt(1 - 4*t)",
        "1/4",
    ),
    "central binomial series over n^2": Generated(
        "binomial(2*n, n)/n^2",
        1,
        "2*polylog(2, (1 - sqrt(1 - 4*t))/2) - log((1 + sqrt(1 - 4*t))/2)^2",
        "1/4",
    ),
    "inverse central binomial series of harmonic numbers": Generated(
        "4^n*harmonic(n, 2)/((n + 1)^2*binomial(2*n + 2, n + 1))",
        0,
        "asin(sqrt(t))^4/(6*t)",
        "1",
        "asinh(sqrt(-t))^4/(6*t)",
    ),
}


def generated_steps(name: str, argument: Expression, assumptions: Assumptions) -> tuple[Step, ...]:
    """Return steps that conclude the series of the table at an argument; raises NotApplicable or Rejected."""
    known, symbol = GENERATED[name], _SYMBOL
    while symbol in assumptions.symbols:
        symbol += "_"
    t, end = Symbol(symbol), parse(known.end)
    scope = Scope(assumptions)
    x = scope.lift(argument, "the argument")
    gap = scope.lift(end, "the end") - x
    positive = scope.facts.positive(x)
    if not positive and not scope.facts.positive(-x):
        raise NotApplicable("the sign of the argument is not known")
    bounds = (Inequality(ZERO, "<", t), Inequality(t, "<", end))
    if not positive:
        bounds = (Inequality(Negate(end), "<", t), Inequality(t, "<", ZERO))
    inside = Assumptions(assumptions.integers, assumptions.reals | {symbol}, (*assumptions.inequalities, *bounds))
    n = Symbol("n" if symbol != "n" else "m")
    coefficient = substitute(parse(known.coefficient), {"n": n})
    series = Sum(Multiply((coefficient, Power(t, n))), n, number(known.first), INFINITY)
    value = substitute(parse(known.value if positive else known.below_zero or known.value), {"t": t})
    first = power_series_step(series, value, inside, symbol)
    put = {symbol: end if gap.is_zero() else argument}
    left, right = substitute(series, put), substitute(value, put)
    conclusion = Statement("equal", left, right, assumptions)
    if not gap.is_zero():
        return (first, Step("instance", conclusion, (0,), {"symbol": symbol, "value": to_text(argument)}))
    if not isinstance(left, Sum):
        raise NotApplicable("the series is no sum")
    convergence = convergence_step(left, assumptions)
    last = Step(
        "abel",
        conclusion,
        (0, 1),
        {"symbol": symbol, "value": to_text(end), "coefficient": to_text(coefficient), "slope": 1, "offset": 0},
    )
    abel(conclusion, (first.conclusion, convergence.conclusion), last.witness)
    return first, convergence, last
