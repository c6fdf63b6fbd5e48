"""The rules of power series and of signs, in words."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.export.document import Line, equation, formula, say
from tnsim.export.narration.common_functions import EXACT
from tnsim.export.narration.statements import references
from tnsim.language.expression import (
    ZERO,
    Add,
    Expression,
    Multiply,
    Negate,
    Power,
    Symbol,
    number,
    rational_value,
    substitute,
)
from tnsim.proof.certificate import Statement, Step, read_expression
from tnsim.proof.rules.power_series import THETA
from tnsim.proof.rules.terminating import as_finite_sum, symbolic_nodes
from tnsim.proof.scope import Scope, infinite_sum, whole, witness_expression

__all__ = ["abel", "instance", "power_series", "signs", "terminating"]


def power_series(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the differential equation, why both sides solve it, and why they begin alike."""
    name, texts = str(step.witness["symbol"]), step.witness["operator"]
    slope, offset, ramification, order = (
        whole(step.witness, key) for key in ("slope", "offset", "ramification", "order")
    )
    _, index, _ = infinite_sum(step.conclusion.left)
    x = Symbol(name)
    sign = f", with {{}} put in for {name}" if _is_mirrored(step, x) else ""
    mirrored = (formula(Negate(x)),) if sign else ()
    yield say(
        f"The terms are {{}} with {{}}{sign}; the series converges absolutely from 0 to every admissible value.",
        formula("c(", Symbol(index), ")·", Power(x, _exponent(slope, offset, index))),
        formula("c(", Symbol(index), ") = ", witness_expression(step.witness, "coefficient")),
        *mirrored,
    )
    parts: list[str | Expression] = []
    for j, text in enumerate(texts if isinstance(texts, tuple) else ()):
        coefficient = read_expression(text)
        if rational_value(coefficient) != 0:
            power = [] if j == 0 else [Power(x, number(slope * j)) if slope * j > 1 else x, "·"]
            parts += [" + "] if parts else []
            moved = substitute(coefficient, {THETA: Symbol("θ")})
            parts += [*power, "(", moved, ")"] if power or isinstance(moved, Add) else [moved]
    yield say(
        "Let {} with {}. By the recurrence of the coefficients, {} maps the series to a polynomial.",
        formula("L = ", *parts),
        formula("θ = ", x, "·d/d", x),
        formula("L"),
    )
    yield say(
        f"The value is analytic there, and {{}} maps it to the same polynomial, {EXACT}. The coefficient of the "
        "highest derivative has no zero.",
        formula("L"),
    )
    start = number(order) / number(ramification) if ramification > 1 else number(order)
    yield say(
        "Near 0, series and value agree below the power {} of {}, and a function that is not 0 and that {} maps to 0 "
        "begins with a lower one, a zero of the indicial polynomial. So the difference is 0.",
        start,
        x,
        formula("L"),
    )


def _is_mirrored(step: Step, x: Symbol) -> bool:
    """Tell whether the admissible values are negative: the rule then has an upper bound of at most 0 among them."""
    values = (rational_value(fact.right) for fact in step.conclusion.assumptions.inequalities if fact.left == x)
    return any(value is not None and value <= 0 for value in values)


def _exponent(slope: int, offset: int, index: str) -> Expression:
    n = Symbol(index)
    multiple: Expression = n if slope == 1 else Multiply((number(slope), n))
    return multiple if offset == 0 else multiple + number(offset)


def signs(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the three cases."""
    x = Symbol(str(step.witness["symbol"]))
    first, second, third = step.premises
    yield say(f"{references((first,))} is the case {{}}.", formula(ZERO, " < ", x))
    yield say(f"{references((second,))} is the case {{}}.", formula(x, " < ", ZERO))
    yield say(f"{references((third,))} is the case {{}}.", equation(x, ZERO))


def terminating(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield which finite sums stand for which functions."""
    scope = Scope(step.conclusion.assumptions)
    sides = [side for side in (step.conclusion.left, step.conclusion.right) if side is not None]
    for node in dict.fromkeys(node for side in sides for node in symbolic_nodes(side)):
        total = as_finite_sum(scope, node)
        yield say("The series {} ends: it is {}.", node, total)
    yield say(f"With these sums the equation is {references(step.premises)}.")


def instance(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield which value is put in."""
    symbol, value = Symbol(str(step.witness["symbol"])), witness_expression(step.witness, "value")
    yield say(
        f"Put {{}} into {references(step.premises)}; it satisfies what is assumed there.", equation(symbol, value)
    )


def abel(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the end of the range, and why the equation holds there."""
    symbol, value = Symbol(str(step.witness["symbol"])), witness_expression(step.witness, "value")
    known, convergence = step.premises
    yield say(f"{references((known,))} holds for {{}} below {{}}.", symbol, value)
    yield say(
        f"At {{}} the series converges by {references((convergence,))}: by Abel's theorem its sum is the limit from "
        "below. The value is continuous there.",
        equation(symbol, value),
    )
