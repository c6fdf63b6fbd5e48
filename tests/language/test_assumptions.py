from __future__ import annotations

import pytest

from tnsim.errors import AssumptionError
from tnsim.language.assumptions import EMPTY, Assumptions, Inequality
from tnsim.language.expression import INFINITY, Add, Integer, Negate, Symbol, number
from tnsim.language.parser import parse

a, b, c, n, x = map(Symbol, "abcnx")
ZERO, ONE, TWO = map(Integer, range(3))


def test_kinds_and_chains() -> None:
    facts = Assumptions.parse(["x: real, 0 < x <= 2*pi", "n: integer, >= 0", "y: real"])
    assert facts.integers == {"n"}
    assert facts.reals == {"x", "y"}
    assert facts.symbols == {"n", "x", "y"}
    assert facts.is_integer("n") and not facts.is_integer("x")
    assert set(facts.inequalities) == {
        Inequality(ZERO, "<", x),
        Inequality(x, "<=", parse("2*pi")),
        Inequality(ZERO, "<=", n),
    }


@pytest.mark.parametrize(
    ("texts", "same"),
    [
        (["x: positive"], ["x: real, x > 0"]),
        (["x: real, nonnegative"], ["x: real, 0 <= x"]),
        (["n: integer, nonzero"], ["n: integer, n != 0"]),
        (["a, b: real, > 0"], ["b: positive", "a: positive"]),
        (["x > 0"], ["x: real, > 0"]),
        (["c: real, c > a + b"], ["a: real", "b: real", "c: real, a + b < c"]),
        (["n: real", "n: integer"], ["n: integer"]),
        (["n: integer, real"], ["n: integer"]),
        (["x: real, 1 > x ≥ 0, x ≠ 1/2"], ["x: real, 0 <= x < 1, x != 1/2"]),
        (["x: real, 0 < x, 0 < x"], ["x: real, 0 < x"]),
        (["x: real, binomial(3, 2) < x"], ["x > binomial(3,2)"]),
    ],
)
def test_equivalent_texts(texts: list[str], same: list[str]) -> None:
    assert Assumptions.parse(texts) == Assumptions.parse(same)
    assert Assumptions.parse(texts).to_texts() == Assumptions.parse(same).to_texts()


def test_texts_return(assumption_texts: list[list[str]]) -> None:
    for texts in assumption_texts:
        facts = Assumptions.parse(texts)
        assert Assumptions.parse(facts.to_texts()) == facts
    assert Assumptions.parse([]) == EMPTY == Assumptions()
    assert EMPTY.to_texts() == ()


def test_loose_inequalities_return() -> None:
    facts = Assumptions.parse(["a: real", "b: real", "a + b < 2*a*b"])
    assert facts.to_texts() == ("a: real", "b: real", "a + b < 2*a*b")
    assert Assumptions.parse(facts.to_texts()) == facts


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "nothing is said"),
        ("x", "unknown fact 'x'"),
        ("x: even", "known are integer, real"),
        ("x: complex", "symbols are real"),
        ("x:", "nothing is said"),
        ("x: real,", "nothing is said"),
        (": real", "not the name of a symbol"),
        ("2x: real", "not the name of a symbol"),
        ("pi: real", "not the name of a symbol"),
        ("zeta: real", "not the name of a symbol"),
        ("n: integer >= 0", "separated by commas"),
        ("> 0", "belong to a symbol"),
        ("x: real, x = 1", "instead of assuming an equality"),
        ("x: real, 0 < ", "empty"),
        ("x: real, 0 < sin(", "expected a number"),
        ("x: real, 0 < 1", "has no symbol"),
        ("x: real, x < oo", "infinity"),
        ("x: real, x < 9**9**9", "exponent"),
        ("x != 0", "'x: real'"),
        ("x: nonzero", "'x: real'"),
        ("x: real, 0 < x < -1", "no x satisfies"),
        ("x: real, 1 < x <= 1", "no x satisfies"),
        ("x: real, 1 <= x <= 1, x != 1", "no x satisfies"),
        ("n: integer, 0 < n < 1", "no n satisfies"),
        ("n: integer, 1/3 <= n <= 2/3", "no n satisfies"),
        ("n: integer, 0 <= n <= 1, n != 0, n != 1", "no n satisfies"),
        ("x: real, " + "x < 1, " * 10_000, "characters"),
        ("x > real, -1 < x", "'real' is said of symbols"),
        ("x: real, x != 2*integer", "'integer' is said of symbols"),
        ("real: real", "not the name of a symbol"),
    ],
)
def test_what_is_wrong_is_said(text: str, part: str) -> None:
    with pytest.raises(AssumptionError) as caught:
        Assumptions.parse([text])
    assert part in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["x: real, 1 <= x <= 1", "n: integer, 0 <= n <= 2, n != 0, n != 1, n != 1/2", "x: real, 0 < x < 1/1000",
     "x: real, x != 0", "n: integer, -1/2 < n < 1/2"],
)  # fmt: skip
def test_what_can_hold_is_accepted(text: str) -> None:
    assert Assumptions.parse([text]).symbols


def test_an_index_in_a_range() -> None:
    facts = Assumptions.parse(["a: real, 0 < a < 1"])
    inside = facts.with_integer("n", lower=ONE, upper=INFINITY)
    assert inside == Assumptions.parse(["a: real, 0 < a < 1", "n: integer, 1 <= n"])
    assert facts.with_integer("n", Negate(INFINITY), a).inequalities == (
        *facts.inequalities[:1],
        Inequality(a, "<", ONE),
        Inequality(n, "<=", a),
    )


def test_an_index_hides_the_symbol_outside() -> None:
    facts = Assumptions.parse(["n: real, 0 < n < 1", "x: real, n < x < 3"])
    inside = facts.with_integer("n", lower=Add((n, ONE)))
    assert inside.integers == {"n"} and inside.reals == {"x"}
    assert inside.inequalities == (Inequality(x, "<", number(3)),)


def test_cases() -> None:
    facts = Assumptions.parse(["a: real, 0 < a < b"])
    assert facts.with_difference("a", TWO) == Assumptions.parse(["a: real, 0 < a < b, a != 2"])
    assert facts.substituted("a", TWO) == Assumptions.parse(["b: real, 2 < b"])
    assert facts.substituted("b", TWO) == Assumptions.parse(["a: real, 0 < a < 2"])


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("x: real, |x| < 1", "x: real, -1 < x < 1"),
        ("|x| < 1", "x: real, -1 < x < 1"),
        ("1 > abs(x)", "x: real, -1 < x < 1"),
        ("x, y: real, |x| <= y", "x, y: real, -y <= x <= y"),
        ("x: real, |x| <= 0", "x: real, 0 <= x <= 0"),
        ("n: integer, |n| < 1/2", "n: integer, -1/2 < n < 1/2"),
    ],
)
def test_a_bound_of_a_modulus_is_two_bounds(text: str, same: str) -> None:
    assert Assumptions.parse([text]) == Assumptions.parse([same])


@pytest.mark.parametrize("text", ["x: real, |x| < 0", "x: real, |x| <= -1", "n: integer, 1/4 < n, |n| < 1/2"])
def test_a_modulus_that_is_too_small_is_a_contradiction(text: str) -> None:
    with pytest.raises(AssumptionError, match=r"no . satisfies"):
        Assumptions.parse([text])


@pytest.mark.parametrize("text", ["x: real, 1 < |x|", "x: real, |x| != 1", "x: real, |x + I| < 2"])
def test_other_relations_of_a_modulus_stay(text: str) -> None:
    """What is outside is no interval; and x + I is not real."""
    (fact,) = Assumptions.parse([text]).inequalities
    assert "Abs" in fact.to_text()
