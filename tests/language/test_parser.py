from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tnsim.errors import InputError, LimitError, ParseError
from tnsim.language.expression import (
    INFINITY,
    ONE,
    Add,
    Apply,
    Constant,
    Divide,
    Integer,
    Multiply,
    Negate,
    Power,
    Product,
    Sum,
    Symbol,
)
from tnsim.language.parser import Limits, parse

a, b, c, d, n, m, x = map(Symbol, "abcdnmx")
TWO, THREE = Integer(2), Integer(3)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a*b*c", Multiply((a, b, c))),
        ("a*b/c*d", Multiply((Divide(Multiply((a, b)), c), d))),
        ("a/b/c", Divide(Divide(a, b), c)),
        ("a*(b/c)", Multiply((a, Divide(b, c)))),
        ("(a*b)*c", Multiply((Multiply((a, b)), c))),
        ("a + b - c", Add((a, b, Negate(c)))),
        ("a - (b - c)", Add((a, Negate(Add((b, Negate(c))))))),
        ("-a*b", Negate(Multiply((a, b)))),
        ("-a + b", Add((Negate(a), b))),
        ("a - -b*c", Add((a, Negate(Negate(Multiply((b, c))))))),
        ("a*-b*c", Multiply((a, Negate(b), c))),
        ("a/-b", Divide(a, Negate(b))),
        ("+a", a),
        ("-a**b", Negate(Power(a, b))),
        ("a^b^c", Power(a, Power(b, c))),
        ("(a^b)^c", Power(Power(a, b), c)),
        ("a**-b**c", Power(a, Negate(Power(b, c)))),
        ("a^-2*b", Multiply((Power(a, Negate(TWO)), b))),
        ("n!", Apply("factorial", (n,))),
        ("n!!!", Apply("factorial", (Apply("factorial2", (n,)),))),
        ("2^n!", Power(TWO, Apply("factorial", (n,)))),
        ("n!^2", Power(Apply("factorial", (n,)), TWO)),
        ("|x - |n||", Apply("Abs", (Add((x, Negate(Apply("Abs", (n,))))),))),
    ],
)
def test_precedence(text: str, tree: object) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.33", Divide(Integer(33), Integer(100))),
        ("0.5", Divide(ONE, TWO)),
        (".25", Divide(ONE, Integer(4))),
        ("2.0", TWO),
        ("1e-3", Divide(ONE, Integer(1000))),
        ("1.5E+2", Integer(150)),
        ("1e3", Integer(1000)),
        ("007", Integer(7)),
        ("Rational(5,4)", Divide(Integer(5), Integer(4))),
        ("Rational(6,4)", Divide(Integer(6), Integer(4))),
        ("Rational(-3,5)", Negate(Divide(THREE, Integer(5)))),
        ("Rational(3,-5)", Negate(Divide(THREE, Integer(5)))),
        ("Rational(-3,-5)", Divide(THREE, Integer(5))),
        ("Rational(-2)", Negate(TWO)),
        ("Rational(3, 10**7)", Divide(THREE, Power(Integer(10), Integer(7)))),
    ],
)
def test_numbers_are_exact(text: str, value: object) -> None:
    assert parse(text) == value


BASEL = Sum(Divide(ONE, Power(n, TWO)), n, ONE, INFINITY)


@pytest.mark.parametrize(
    "text",
    [
        "sum(1/n^2, n=1..oo)",
        "sum( 1/n**2 , n = 1 .. oo )",
        "Sum(1/n**2, (n, 1, oo))",
        "Sum(1/n**2, (n, 1, oo,))",
        "sum(1/n^2, n=1..infinity)",
        "sum(1/n^2, n=1...inf)",
        "∑(1/n², n=1..∞)",
        "∑_{n=1}^∞ 1/n²",
        "∑_{n=1}^{∞} 1/n^2",
        "Σ(1/n², (n, 1, ∞))",
    ],
)
def test_ways_to_write_a_sum(text: str) -> None:
    assert parse(text) == BASEL


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Sum(a, (m, 1, n), (n, 1, oo))", "Sum(Sum(a, (m, 1, n)), (n, 1, oo))"),
        ("sum(a, m=1..n, n=1..oo)", "Sum(Sum(a, (m, 1, n)), (n, 1, oo))"),
        ("∑_{n=1}^N (a + b)·c + d", "Sum((a + b)*c, (n, 1, N)) + d"),
        ("∑_{n=1}^{2·N} ∑_{m=-∞}^n a/b", "Sum(Sum(a/b, (m, -oo, n)), (n, 1, 2*N))"),
        ("∏(1 + 1/n, n=1..N)", "Product(1 + 1/n, (n, 1, N))"),
        ("prod(n, n=1..N)", "product(n, n=1..N)"),
        ("√2·√(x + 1) − π × γ", "sqrt(2)*sqrt(x + 1) - pi*EulerGamma"),
        ("x⁻²", "x**(-2)"),
        ("2ⁿ", "2**n"),
        ("x¹²/2", "x**12/2"),
        ("Γ(x)*ζ(3)*ψ(x)", "gamma(x)*zeta(3)*digamma(x)"),
        (
            "ln(x) + arctan(x) + psi(x) + Gamma(x) + abs(x)",
            "log(x) + atan(x) + digamma(x) + gamma(x) + Abs(x)",
        ),
        (
            "rf(x, n) + pochhammer(x, n) + ff(x, n)",
            "RisingFactorial(x,n) + RisingFactorial(x,n) + FallingFactorial(x,n)",
        ),
        ("hyper([a, b], [c], x)", "hyper((a, b), (c,), x)"),
        ("a = b", "a - b"),
        ("a + b == c - d", "(a + b) - (c - d)"),
    ],
)
def test_equivalent_texts(text: str, other: str) -> None:
    assert parse(text) == parse(other)


def test_functions_stay_as_written() -> None:
    assert parse("zeta(2) + exp(x) + sqrt(x)") == Add((Apply("zeta", (TWO,)), Apply("exp", (x,)), Apply("sqrt", (x,))))
    assert parse("hyper((), (c,), x)") == Apply("hyper", (Apply("tuple", ()), Apply("tuple", (c,)), x))
    assert parse("E^x") == Power(Constant("E"), x)
    assert parse("(m-1)/(m-1)") == Divide(Add((m, Negate(ONE))), Add((m, Negate(ONE))))


def test_bounds() -> None:
    assert parse("sum(a, n=-oo..oo)") == Sum(a, n, Negate(INFINITY), INFINITY)
    assert parse("product(a, n=-2..2*m-1)") == Product(a, n, Negate(TWO), Add((Multiply((TWO, m)), Negate(ONE))))
    assert parse("sum(a, n=0..floor(m/2))").children[3] == Apply("floor", (Divide(m, TWO),))
    assert parse("sum(sum(a, n=1..3), n=1..n)") == Sum(Sum(a, n, ONE, THREE), n, ONE, n)


@pytest.mark.parametrize(
    ("text", "position", "part"),
    [
        ("", 0, "empty"),
        ("   ", 3, "empty"),
        ("foo(3)", 0, "unknown function foo"),
        ("1 + binom(n, 2)", 4, "did you mean binomial?"),
        ("n(n+1)", 0, "n*(...)"),
        ("pi(3)", 0, "a constant"),
        ("tuple(1, 2)", 0, "unknown function tuple"),
        ("__import__('os')", 0, "a name starts with a letter"),
        ("os.system", 2, "'.'"),
        ("sin('x')", 4, "quotes"),
        ("\\sum", 0, "LaTeX"),
        ("7 % 3", 2, "Mod(n, m)"),
        ("a @ b", 2, "'@'"),
        ("(1 + 2", 0, "'(' is never closed"),
        ("2*|x", 2, "'|' is never closed"),
        ("sin(x", 3, "'(' is never closed"),
        ("sum(1/n, (n, 1, oo)", 3, "'(' is never closed"),
        ("1 + 2)", 5, "')' closes nothing"),
        ("(1]", 2, "expected ')'"),
        ("1 +", 3, "found the end"),
        ("* 3", 0, "found '*'"),
        ("2n", 1, "a product is written with '*'"),
        ("2 (n + 1)", 2, "a product is written with '*'"),
        ("sin(x y)", 6, "','"),
        ("a = b = c", 6, "one '='"),
        ("a <= b", 2, "an inequality is no formula"),
        ("n != 3", 2, "unclear"),
        ("gamma", 0, "is a function"),
        ("sin(1, 2)", 0, "1 argument"),
        ("beta(x)", 0, "beta takes 2 arguments, got 1"),
        ("zeta()", 0, "zeta takes 1 or 2 arguments, got 0"),
        ("hyper(a, b, x)", 6, "two lists"),
        ("x + oo", 4, "infinity is a bound"),
        ("1/0", 2, "division by zero"),
        ("x/(-0.0)", 2, "division by zero"),
        ("Rational(1, 0)", 12, "division by zero"),
        ("Rational(1/2, 3)", 9, "whole numbers"),
        ("Rational(x, 3)", 9, "whole numbers"),
        ("x²!", 2, "parentheses"),
        ("sum(1/n)", 0, "sum(1/n^2, n=1..oo)"),
        ("sum 1/n", 0, "sum(1/n^2, n=1..oo)"),
        ("sum(1/n, n)", 10, "the range of n is missing: sum(1/n^2, n=1..oo)"),
        ("sum(1/n, n=1)", 12, "'..'"),
        ("sum(1/n, 3=1..2)", 9, "names its index"),
        ("sum(1/n, pi=1..2)", 9, "cannot be an index"),
        ("sum(1/n, zeta=1..2)", 9, "cannot be an index"),
        ("sum(1/n, n=1/2..oo)", 11, "bounds must be whole numbers"),
        ("sum(1/n, n=1..pi)", 14, "bounds must be whole numbers"),
        ("sum(1/n, n=0.5..oo)", 11, "bounds must be whole numbers"),
        ("Sum(1/n, (n, 1, oo - 1))", 19, "expected ')'"),
        ("Sum(1/n, (n, 1, sqrt(2)))", 16, "bounds must be whole numbers"),
        ("sum(1/n, n=oo..1)", 11, "runs upward"),
        ("sum(1/n, n=1..-oo)", 15, "runs upward"),
        ("∑_{n=1}^(2) n", 8, "braces"),
        ("n = 1..oo", 5, "expected an operator"),
        ("[1, 2]", 0, "found '['"),
    ],
)  # fmt: skip
def test_bad_text_is_refused_at_its_place(text: str, position: int, part: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(text)
    assert part in str(caught.value)
    assert caught.value.position == position
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("9**9**9**9", "exponent"),
        ("x**10001", "exponent"),
        ("2**(10**5 - 1)", "exponent"),
        ("(10**9999)**9999", "digits"),
        ("(10**9)!", "digits"),
        ("((9!)!)!", "digits"),
        ("factorial(10**400)", "digits"),
        ("1" * 1001, "digits"),
        ("1e-1001", "digits"),
        ("1e" + "9" * 5000, "digits"),
        ("(" * 5000 + "x" + ")" * 5000, "nested"),
        ("-" * 5000 + "x", "nested"),
        ("x" + "!" * 9999, "nested"),
        ("x^" * 2000 + "x", "nested"),
        ("1/" * 5000 + "x", "nested"),
        ("√" * 5000 + "x", "nested"),
        ("sin(" * 4000 + "x", "nested"),
        ("∑_{n=1}^∞" * 2000 + "x", "nested"),
        ("+".join("x" * 6000), "parts"),
        ("x" * 10**6, "characters"),
        ("1+" * 500_000, "characters"),
    ],
)
def test_limits_hold_before_work_is_spent(text: str, part: str) -> None:
    begin = time.perf_counter()
    with pytest.raises(LimitError) as caught:
        parse(text)
    assert time.perf_counter() - begin < 10
    assert part in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "x**10000",
        "2**(9999 + 1)",
        "n**(100001/100000)",
        "2**(12*n)",
        "10**10000",
        "1^(2^0.5)",
        "x^-(2^3)",
        "0^0",
        "20!",
        "1" * 1000,
        "1e-900",
        "x**" * 30 + "x",
        "(" * 100 + "x" + ")" * 100,
        "sin(" * 99 + "x" + ")" * 99,
    ],
)
def test_inside_the_limits(text: str) -> None:
    parse(text)


def test_limits_are_configurable() -> None:
    parse("x**20000", Limits(exponent=30_000))
    parse("7" * 6000 + " + 1e5000", Limits(digits=6_000))
    deep = "(" * 5000 + "x" + ")" * 5000
    with pytest.raises(LimitError, match="nested too deeply"):
        parse(deep, Limits(depth=10**6))
    with pytest.raises(LimitError, match=r"limit of 3$"):
        parse("x + y", Limits(length=3))


def test_error_shows_its_place() -> None:
    with pytest.raises(ParseError) as caught:
        parse("sum(1/n^2, n=1..oo")
    assert caught.value.pointer() == "sum(1/n^2, n=1..oo\n   ^"


def test_formulas_are_read(formulas: list[str]) -> None:
    for text in formulas:
        parse(text)


@given(st.text(alphabet="0123456789.nxN+-*/^!()[]{},=|_ sumzetaoo∑∏√πΓ²⁻ⁿ·", max_size=60))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    try:
        parse(text)
    except InputError as error:
        assert str(error) and "\n" not in str(error)
