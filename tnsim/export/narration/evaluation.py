"""The rules about numbers in words: balls, a point, logarithms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tnsim.domains.balls import evaluate
from tnsim.export.document import Line, equation, formula, say
from tnsim.export.narration.statements import enumeration, references
from tnsim.language.expression import Constant, Expression, Multiply, Negate, Power, Symbol, free_symbols, number
from tnsim.proof.certificate import Statement, Step, read_expression
from tnsim.proof.scope import replace_nodes, whole
from tnsim.sets.ball import Ball

__all__ = ["logarithms", "nonzero", "point"]


def nonzero(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the expression with its sums evaluated, and the ball around it."""
    values: dict[Expression, Expression] = {p.left: p.right for p in premises if p.right is not None}
    replaced = replace_nodes(step.conclusion.left, values)
    if premises:
        yield say(f"With the values from {references(step.premises)}, the left side is {{}}.", replaced)
    precision = whole(step.witness, "precision")
    ball = evaluate(replaced, {}, precision)
    part = "imaginary" if ball.real.contains(0) else "real"
    middle, radius = Ball.from_arb(ball.imag if part == "imaginary" else ball.real).to_decimal_strings(12)
    yield say(
        f"Ball arithmetic of {precision} bits puts its {part} part into {{}}, an interval that excludes 0.",
        formula(*_decimal(middle), " ± ", *_decimal(radius)),
    )


def point(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the values of the parameters, and where the statement at them was proved."""
    given = step.witness["point"]
    texts = given if isinstance(given, Mapping) else {}
    values = [equation(Symbol(name), read_expression(text)) for name, text in sorted(texts.items())]
    yield say(
        f"Take {enumeration(['{}'] * len(values))}. Ball arithmetic verifies that this satisfies the assumptions.",
        *values,
    )
    yield say(f"There the statement is {references(step.premises)}.")


def logarithms(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield why the combination of logarithms is 0."""
    right = number(0) if step.conclusion.right is None else step.conclusion.right
    difference = step.conclusion.left if right == number(0) else step.conclusion.left + Negate(right)
    turn = Multiply((number(2), Constant("pi"), Constant("I")))
    if free_symbols(difference):
        yield say(
            "The exponential of an integer multiple of {} is a product of powers that is exactly 1. So it is a "
            "multiple of {} at every admissible point. It is continuous on a connected set of points, and ball "
            "arithmetic shows it to be 0 at one of them.",
            difference,
            turn,
        )
        return
    ball = evaluate(difference, {}, 64)
    below, _ = Ball.from_arb(ball.abs_upper()).to_decimal_strings(3)
    yield say(
        "The exponential of an integer multiple of {} is a product of powers of numbers that is exactly 1. So it "
        "is a multiple of {}; it is 0, as ball arithmetic bounds the modulus of the combination by about {}.",
        difference,
        turn,
        formula(*_decimal(below)),
    )


def _decimal(text: str) -> tuple[str | Expression, ...]:
    """Return a decimal text such as `-2.5e-13` as a formula, with a power of ten."""
    mantissa, _, exponent = text.replace("-", "−", 1 if text.startswith("-") else 0).partition("e")
    return (mantissa, " · ", Power(number(10), number(int(exponent)))) if exponent else (mantissa,)
