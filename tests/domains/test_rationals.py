from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from flint import acb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from tnsim.domains import balls
from tnsim.domains.exact_functions import apply_exact, power_exact
from tnsim.domains.rationals import evaluate
from tnsim.errors import DomainError, UnsupportedError
from tnsim.language.expression import (
    INFINITY,
    ONE,
    Apply,
    Constant,
    Divide,
    Expression,
    Integer,
    Power,
    Product,
    Sum,
    Symbol,
    number,
)

n, k = Symbol("n"), Symbol("k")


def call(name: str, *arguments: int | Fraction) -> Expression:
    return Apply(name, tuple(number(a) for a in arguments))


@pytest.mark.parametrize(
    ("name", "arguments", "value"),
    [
        ("binomial", (5, 2), 10),
        ("binomial", (5, -1), 0),
        ("binomial", (3, 7), 0),
        ("binomial", (-1, 3), -1),
        ("binomial", (-2, -2), 0),
        ("binomial", (Fraction(1, 2), 3), Fraction(1, 16)),
        ("binomial", (Fraction(1, 2), Fraction(3, 2)), 0),
        ("binomial", (0, 0), 1),
        ("harmonic", (0,), 0),
        ("harmonic", (4,), Fraction(25, 12)),
        ("harmonic", (3, 2), Fraction(49, 36)),
        ("harmonic", (3, -2), 14),
        ("harmonic", (7, 0), 7),
        ("bernoulli", (0,), 1),
        ("bernoulli", (1,), Fraction(1, 2)),
        ("bernoulli", (12,), Fraction(-691, 2730)),
        ("bernoulli", (2, Fraction(1, 2)), Fraction(-1, 12)),
        ("euler", (4,), 5),
        ("fibonacci", (-8,), -21),
        ("fibonacci", (-7,), 13),
        ("lucas", (0,), 2),
        ("lucas", (-3,), -4),
        ("factorial", (0,), 1),
        ("factorial2", (-1,), 1),
        ("factorial2", (7,), 105),
        ("factorial2", (8,), 384),
        ("gamma", (5,), 24),
        ("RisingFactorial", (Fraction(1, 2), 3), Fraction(15, 8)),
        ("RisingFactorial", (-3, 5), 0),
        ("RisingFactorial", (5, -2), Fraction(1, 12)),
        ("FallingFactorial", (5, 2), 20),
        ("FallingFactorial", (2, -2), Fraction(1, 12)),
        ("beta", (2, 3), Fraction(1, 12)),
        ("zeta", (0,), Fraction(-1, 2)),
        ("zeta", (-1,), Fraction(-1, 12)),
        ("zeta", (-2, Fraction(1, 3)), Fraction(-1, 81)),
        ("dirichlet_eta", (0,), Fraction(1, 2)),
        ("sqrt", (Fraction(9, 4),), Fraction(3, 2)),
        ("floor", (Fraction(-7, 2),), -4),
        ("ceiling", (Fraction(-7, 2),), -3),
        ("sign", (Fraction(-7, 2),), -1),
        ("KroneckerDelta", (2, 2), 1),
        ("legendre", (4, Fraction(1, 2)), Fraction(-37, 128)),
        ("laguerre", (2, 3), Fraction(-1, 2)),
        ("hermite", (3, 2), 40),
        ("chebyshevt", (5, Fraction(1, 2)), Fraction(1, 2)),
        ("chebyshevu", (0, 9), 1),
    ],
)
def test_values(name: str, arguments: tuple[int | Fraction, ...], value: int | Fraction) -> None:
    assert evaluate(call(name, *arguments), {}) == value


POLES = {
    "factorial": -1,
    "gamma": 0,
    "digamma": -1,
    "loggamma": -1,
    "zeta": 1,
    "harmonic": -2,
    "log": 0,
    "cot": 0,
}


@pytest.mark.parametrize(("name", "point"), POLES.items())
def test_poles(name: str, point: int) -> None:
    with pytest.raises(DomainError):
        evaluate(call(name, point), {})
    with pytest.raises(DomainError):
        balls.evaluate(call(name, point), {}, 64)


@pytest.mark.parametrize("name", ["binomial", "harmonic", "RisingFactorial", "FallingFactorial"])
def test_agrees_with_sympy_on_small_whole_numbers(name: str) -> None:
    function = getattr(sympy, name)
    for first in range(-4, 6):
        for second in range(-4, 6):
            if name == "harmonic" and first < 0:
                continue
            expected = function(first, second)
            try:
                value = apply_exact(name, [fmpq(first), fmpq(second)], 10_000)
            except DomainError:
                assert not expected.is_finite
                continue
            assert value is not None
            assert sympy.Rational(int(value.p), int(value.q)) == expected, (first, second)


@given(st.fractions(max_denominator=50), st.integers(-6, 6), st.integers(1, 5))
def test_powers(base: Fraction, numerator: int, order: int) -> None:
    value, exponent = fmpq(base.numerator, base.denominator), fmpq(numerator, order)
    if base == 0 and numerator < 0:
        with pytest.raises(DomainError):
            power_exact(value, exponent, 10_000)
        return
    result = power_exact(value, exponent, 10_000)
    reference = sympy.Rational(base.numerator, base.denominator) ** sympy.Rational(numerator, order)
    if result is None:
        assert not reference.is_Rational
    else:
        assert sympy.Rational(int(result.p), int(result.q)) == reference


def test_finite_sums_and_products() -> None:
    harmonic = Sum(Divide(ONE, k), k, ONE, n)
    assert evaluate(harmonic, {"n": Fraction(4)}) == Fraction(25, 12)
    assert evaluate(harmonic, {"n": Fraction(0)}) == 0
    with pytest.raises(DomainError, match="backwards"):
        evaluate(harmonic, {"n": Fraction(-5)})
    assert evaluate(Product(k, k, ONE, n), {"n": Fraction(5)}) == 120
    with pytest.raises(DomainError):
        evaluate(harmonic, {"n": Fraction(1, 2)})
    with pytest.raises(DomainError):
        evaluate(Sum(Divide(ONE, k - Integer(3)), k, ONE, n), {"n": Fraction(4)})
    with pytest.raises(UnsupportedError):
        evaluate(Sum(ONE, k, ONE, INFINITY), {})


def test_conventions_and_refusals() -> None:
    assert evaluate(Power(n, n), {"n": Fraction(0)}) == 1
    for refused in (Constant("pi"), call("zeta", 2), n, Power(Integer(9), Power(Integer(9), Integer(9)))):
        with pytest.raises(UnsupportedError):
            evaluate(refused, {})
    with pytest.raises(DomainError):
        evaluate(Divide(n - n, n - n), {"n": Fraction(1)})


@pytest.mark.parametrize("name", ["harmonic", "factorial", "fibonacci", "lucas", "bernoulli", "factorial2"])
def test_exact_and_ball_rules_agree(name: str) -> None:
    from tnsim.domains.special_functions import apply_ball

    for size in range(1, 30):
        exact = apply_exact(name, [fmpq(size)], 10_000)
        assert exact is not None
        assert apply_ball(name, [fmpq(size)]).contains(acb(exact)) or (name == "bernoulli" and exact == 0)
