from __future__ import annotations

import subprocess
import sys

import pytest
import sympy
from flint import acb, fmpq
from sympy.abc import k, m, n, x

from tnsim.domains.balls import evaluate
from tnsim.errors import InputError, TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import (
    FUNCTIONS,
    INFINITY,
    Apply,
    Expression,
    Integer,
    Negate,
    Product,
    Sum,
    Symbol,
    free_symbols,
    rebuild,
)
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.language.sympy_bridge import from_sympy, to_sympy

oo, Rational = sympy.oo, sympy.Rational


@pytest.mark.parametrize(
    ("obj", "text"),
    [
        (sympy.Sum(1 / n**2, (n, 1, oo)), "Sum(1/n**2, (n, 1, oo))"),
        (sympy.Eq(sympy.Sum(1 / n**2, (n, 1, oo)), sympy.pi**2 / 6), "Sum(1/n**2, (n, 1, oo)) - pi**2/6"),
        (sympy.Sum(1 / (n * m), (m, 1, n), (n, 1, oo)), "Sum(Sum(1/(m*n), (m, 1, n)), (n, 1, oo))"),
        (sympy.Product(1 - x**k, (k, 1, 2 * n + 1)), "Product(1 - x**k, (k, 1, 2*n + 1))"),
        (sympy.Sum(x, (n, -oo, oo)), "Sum(x, (n, -oo, oo))"),
        (Rational(-3, 4), "-3/4"),
        (7, "7"),
        (-Rational(3, 4) * x / n, "-3*x/(4*n)"),
        (x - n - 1, "x - n - 1"),
        (sympy.sqrt(x) + 1 / sympy.sqrt(n), "1/sqrt(n) + sqrt(x)"),
        (x ** Rational(-3, 2), "1/x**(3/2)"),
        (2 ** (-n), "2**(-n)"),
        (sympy.exp(-x) + sympy.E, "E + exp(-x)"),
        (sympy.hyper([1, x], [2], n), "hyper((1, x), (2,), n)"),
        (sympy.digamma(x) + sympy.polygamma(2, x), "digamma(x) + polygamma(2, x)"),
        (sympy.harmonic(n, 2) * sympy.zeta(3), "harmonic(n, 2)*zeta(3)"),
        (sympy.I * sympy.GoldenRatio + sympy.Catalan * sympy.EulerGamma, None),
    ],
)
def test_from_sympy(obj: object, text: str | None) -> None:
    read = from_sympy(obj)
    if text is not None:
        assert to_text(read) == text
        assert parse(text) == read
    assert sympy.simplify(to_sympy(read) - (obj.lhs - obj.rhs if isinstance(obj, sympy.Eq) else obj)) == 0


@pytest.mark.parametrize(
    ("obj", "part"),
    [
        (0.5, "inexact"),
        (x + sympy.Float("1.5"), "inexact"),
        ("1/n", "text is read by parse"),
        (sympy.zoo, "not a number"),
        (sympy.nan, "not a number"),
        (oo, "infinity is allowed as a bound"),
        (sympy.true, "decided"),
        (sympy.Eq(sympy.Integer(1), 1), "decided"),
        (x > 0, "expected an expression"),
        (sympy.Matrix([1]), "no word for"),
        (sympy.Integral(x, x), "no word for"),
        (sympy.Function("f")(x), "no word for"),
        (sympy.Sum(x, (n, 1, sympy.pi)), "whole"),
        (sympy.Sum(x, (n, Rational(1, 2), oo)), "whole"),
        (sympy.Sum(n, (n, 5, 2)), "empty"),
        (sympy.Symbol("pi") + 1, "rename"),
        (sympy.Symbol("x y"), "rename"),
        (x + sympy.Symbol("x", positive=True), "two different symbols"),
        (sympy.Sum(sympy.Dummy("n"), (n, 1, 3)), "two different symbols"),
    ],
)
def test_what_the_language_lacks_is_refused(obj: object, part: str) -> None:
    with pytest.raises(InputError, match=part):
        from_sympy(obj)


def test_symbols_carry_their_assumptions() -> None:
    facts = Assumptions.parse(["n: integer", "x: real"])
    assert to_sympy(parse("(-1)^(2*n)"), facts) == 1
    assert to_sympy(parse("sqrt(x^2)"), facts) == sympy.Abs(sympy.Symbol("x", real=True))
    assert to_sympy(parse("n + x")) == n + x


def test_empty_ranges_follow_our_convention() -> None:
    assert to_sympy(parse("sum(n, n=5..2)")) == 0
    assert to_sympy(parse("product(n, n=5..2)")) == 1


def test_large_numbers_are_not_worked_out() -> None:
    for text in (
        "harmonic(10^9)",
        "fibonacci(10^12)",
        "binomial(10^9, 10^8)",
        "bernoulli(10^8)",
        "harmonic(10^9, 2)",
    ):
        assert to_sympy(parse(text)).args


def test_every_function_returns() -> None:
    arguments = tuple(map(Symbol, "abcd"))
    for name, arities in FUNCTIONS.items():
        if name not in ("hyper", "tuple"):
            for arity in arities:
                e = Apply(name, arguments[:arity])
                assert from_sympy(to_sympy(e)) == e


def _cut(e: Expression) -> Expression:
    """Replace infinite bounds, so that the whole can be evaluated."""
    cut = rebuild(e, _cut)
    match cut:
        case Sum(term, index, lower, upper) | Product(term, index, lower, upper):
            lower = Integer(0) if lower == Negate(INFINITY) else lower
            return type(cut)(term, index, lower, Integer(4) if upper == INFINITY else upper)
    return cut


def test_formulas_keep_their_value(formulas: list[str]) -> None:
    """From text to SymPy and back: the same number, with every infinite sum cut off."""
    compared = 0
    for text in formulas:
        e = parse(text)
        try:
            back = from_sympy(to_sympy(e))
        except InputError:
            continue
        env = {name: _sample(name) for name in free_symbols(e)}
        try:
            ours, theirs = evaluate(_cut(e), env, 200), evaluate(_cut(back), env, 200)
        except TnsimError:
            continue
        assert ours.overlaps(theirs), text
        compared += ours.is_finite() and theirs.is_finite()
    assert compared > 0.8 * len(formulas)


def _sample(name: str) -> acb | fmpq:
    return fmpq(5) if name in ("N", "n", "k", "m") else fmpq(2, 7 + ord(name[0]) % 5)


def test_only_the_bridge_loads_sympy() -> None:
    code = (
        "import sys, tnsim.language.parser, tnsim.language.printing, tnsim.language.assumptions;"
        "sys.exit('sympy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
