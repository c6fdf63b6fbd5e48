"""What is tidied has the same value, and is what a person would have written."""

from __future__ import annotations

from random import Random

import pytest

from tnsim.domains.balls import evaluate
from tnsim.errors import DomainError
from tnsim.export.narration.combinations import combined, fraction, multiple, total
from tnsim.export.narration.tidying import tidied
from tnsim.language.expression import (
    ONE,
    ZERO,
    Add,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Symbol,
    number,
)
from tnsim.language.parser import parse
from tnsim.language.printing import to_text, to_unicode


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(-1)*x", "−x"),
        ("3 - 2", "3 − 2"),
        ("n + 1 - 1", "n"),
        ("1 - x", "1 − x"),
        ("2*(n - 1) + 2", "2·n"),
        ("x/2/y", "x/(2·y)"),
        ("-(-x - 1)*y", "(x + 1)·y"),
        ("1/(2/3)", "3/2"),
        ("-(-x)/8", "x/8"),
        ("x*x*x^2*y", "x⁴·y"),
        ("pi*(2*0)/2", "0"),
        ("2*pi*I/16", "π·I/8"),
        ("1^k*x", "x"),
        ("0*sum(1/n, n=1..oo)", "0·∑_{n=1}^∞ 1/n"),
        ("sum(1/n, n=1..oo) - sum(1/n, n=1..oo) + 1 - 1", "∑_{n=1}^∞ 1/n − ∑_{n=1}^∞ 1/n"),
        ("sum(k_0^2, k_0=1..n)*k", "∑_{k=1}^n k²·k"),
    ],
)
def test_tidied(text: str, expected: str) -> None:
    shown = to_unicode(tidied(parse(text)))
    assert shown.replace("(", "").replace(")", "") == expected.replace("(", "").replace(")", "")


def test_the_index_that_is_renamed_captures_nothing() -> None:
    assert to_text(tidied(parse("sum(k_0*k, k_0=1..n)"))) == "Sum(j*k, (j, 1, n))"


def _random(random: Random, depth: int) -> Expression:
    if depth == 0 or random.random() < 0.2:
        return random.choice(
            [number(random.randint(-3, 3)), number(random.choice([1, 2, 3])) / Integer(4), Symbol("x")]
        )
    a, b, c = (_random(random, depth - 1) for _ in range(3))
    return random.choice([
        Add((a, b, c)), Negate(a), Multiply((a, b, c)), Divide(a, b), Power(a, Integer(random.randint(0, 3))), a - b,
    ])  # fmt: skip


def test_values_stay_the_same() -> None:
    random, compared = Random(7), 0
    while compared < 400:
        expression = _random(random, 4)
        try:
            value = evaluate(expression, {"x": evaluate(parse("7/5"), {}, 128)}, 128)
        except DomainError:  # a denominator is 0
            continue
        if not value.is_finite():
            continue
        assert value.overlaps(evaluate(tidied(expression), {"x": evaluate(parse("7/5"), {}, 128)}, 128)), expression
        compared += 1


def test_combinations() -> None:
    x, y = Symbol("x"), Symbol("y")
    assert combined([ONE, number(-1), ZERO], [x, y, x]) == x - y
    assert multiple(number(-2), Negate(x)) == Multiply((Integer(2), x))
    assert total([ZERO, ZERO]) == ZERO
    assert to_text(fraction(number(-3), [(x, number(-2)), (y, number(1) / Integer(2))])) == "-3*sqrt(y)/x**2"
