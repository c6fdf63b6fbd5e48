"""Random formulas with symbols of all signs: lifted, read back, shifted and conjugated, they keep their values."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction

import pytest
from flint import acb

from tnsim.domains.balls import evaluate
from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Expression
from tnsim.language.parser import parse
from tnsim.proof.scope import Scope
from tnsim.ring.conjugation import conjugate
from tnsim.ring.lift import lift
from tnsim.ring.readback import to_expression
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element

FACTS = ("n: integer, n >= 0", "k: integer", "q: integer, q <= -1", "x: real", "y: real, y > 0", "u: real, u < 0")
WHOLE: Mapping[str, tuple[int, ...]] = {"n": (0, 1, 2, 5), "k": (-3, -1, 0, 2), "q": (-1, -2, -5)}
REAL: Mapping[str, tuple[Fraction, ...]] = {
    "x": (Fraction(0), Fraction(1), Fraction(-1), Fraction(-5, 7), Fraction(9, 4)),
    "y": (Fraction(1), Fraction(1, 3), Fraction(8, 3)),
    "u": (Fraction(-1), Fraction(-1, 3), Fraction(-8, 3)),
}
NUMBERS = ("0", "1", "2", "-1", "1/2", "-2/3", "I", "-I", "pi", "sqrt(2)", "sqrt(-3)", "(1 + I)", "exp(I*pi/3)", "-8")
EXPONENTS = ("n", "k", "-n", "n^2", "k*n", "1/2", "-1/2", "1/3", "5/6", "x", "2^n", "n/2")
FUNCTIONS = ("sqrt", "log", "exp", "sin", "cos", "tan", "atan", "Abs", "re", "im", "gamma", "harmonic", "floor", "erf")
PAIRS = ("binomial", "RisingFactorial", "FallingFactorial", "polylog", "besselj", "harmonic", "KroneckerDelta", "Mod")


def _formula(chance: random.Random, depth: int, index: str = "") -> str:
    def part() -> str:
        return _formula(chance, depth - 1, index)

    if depth == 0:
        return chance.choice((*WHOLE, *REAL, *NUMBERS, *([index] * 6 if index else [])))
    kind = chance.randrange(8)
    if kind < 3:
        return f"({part()}{chance.choice('+-*/')}{part()})"
    if kind == 3:
        return f"({part()})^({chance.choice(EXPONENTS)})"
    if kind == 4:
        return f"{chance.choice(FUNCTIONS)}({part()})"
    if kind == 5:
        return f"{chance.choice(PAIRS)}({part()}, {chance.choice(('n', 'k', '2', '3', '-1', 'n + k'))})"
    name, upper = f"j{depth}", chance.choice(("n", "n + 1", "n - 1", "3", index or "n"))
    body = _formula(chance, depth - 1, name)
    return f"{chance.choice(('sum', 'product'))}({body}, {name}={chance.choice('012n')}..{upper})"


def _value(expression: Expression, point: Mapping[str, Fraction]) -> acb | None:
    try:
        return evaluate(expression, point, 200)
    except TnsimError:
        return None


def _agree(a: acb | None, b: acb | None) -> bool:
    return a is None or b is None or not (a.is_finite() and b.is_finite()) or a.overlaps(b)


def _read(scope: Scope, text: str) -> tuple[Expression, Element] | None:
    try:
        expression = parse(text)
        return expression, lift(scope.ring, expression)
    except (TnsimError, ZeroDivisionError):
        return None


@pytest.mark.parametrize("seed", range(12))
def test_a_lifted_formula_keeps_its_values(seed: int) -> None:
    chance, scope = random.Random(seed), Scope(Assumptions.parse(FACTS))
    compared = 0
    for _ in range(25):
        text = _formula(chance, chance.choice((1, 2, 3)))
        found = _read(scope, text)
        if found is None:
            continue
        expression, element = found
        point = {name: Fraction(chance.choice(values)) for name, values in (*WHOLE.items(), *REAL.items())}
        value = _value(expression, point)
        assert _agree(value, _value(to_expression(element), point)), (text, point)
        try:
            mirrored = _value(to_expression(conjugate(scope.ring, element)), point)
            moved = to_expression(shift(scope.ring, element, "n"))
        except TnsimError:
            continue
        later = {**point, "n": point["n"] + 1}
        assert value is None or _agree(value.conjugate(), mirrored), (text, point)
        assert _agree(_value(expression, later), _value(moved, point)), (text, point)
        compared += value is not None
    assert compared > 3
