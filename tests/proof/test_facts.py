"""Proven signs: no answer of `Facts` is contradicted by any admissible sample point."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tnsim.domains.balls import evaluate
from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.scope import Scope
from tnsim.ring.lift import lift

Point = Mapping[str, Fraction]


@dataclass(frozen=True)
class World:
    """Assumptions on x, y, z and m, the start of n, and a drawing of points that satisfy them."""

    facts: tuple[str, ...]
    start: int
    draw: Callable[[Random], dict[str, Fraction]]


def _between(random: Random, low: int, high: int, ends: bool = False) -> Fraction:
    """Return a fraction in the interval; with `ends`, an end itself every third time."""
    if ends and random.random() < 0.4:
        return Fraction(random.choice((low, high)))
    below = random.randint(2, 400)
    return Fraction(random.randint(low * below + 1, high * below - 1), below)


def _tiny_or_large(random: Random) -> Fraction:
    return random.choice((Fraction(1, 10**6), Fraction(random.randint(1, 50), random.randint(1, 9)), Fraction(10**4)))


def _unit(random: Random) -> dict[str, Fraction]:
    return {"x": _between(random, 0, 1), "y": _between(random, -1, 1, ends=True), "z": _between(random, -9, 9)}


def _ordered(random: Random) -> dict[str, Fraction]:
    z = _between(random, -9, 9)
    y = z + _tiny_or_large(random)
    return {"x": y + _tiny_or_large(random), "y": y, "z": z}


def _sums(random: Random) -> dict[str, Fraction]:
    x, y = _tiny_or_large(random), _tiny_or_large(random)
    return {"x": x, "y": y, "z": x + y + random.choice((Fraction(0), _tiny_or_large(random)))}


def _different(random: Random) -> dict[str, Fraction]:
    x = random.choice((Fraction(1, 10**5), Fraction(-1, 10**5), _between(random, -5, 5)))
    return {"x": x or Fraction(1), "y": -_tiny_or_large(random), "z": _between(random, 2, 3, ends=True)}


def _irrational(random: Random) -> dict[str, Fraction]:
    return {"x": _between(random, -3, 3), "y": Fraction(22, 7) + _tiny_or_large(random), "z": Fraction(14142, 10**4)}


WORLDS = (
    World(("x: real, 0 < x < 1", "y: real, -1 <= y <= 1", "z: real"), 0, _unit),
    World(("x: real, x > y", "y: real, y > z", "z: real"), 1, _ordered),
    World(("x: positive", "y: positive", "z: real, z >= x + y"), 2, _sums),
    World(("x: real, x != 0", "y: negative", "z: real, 2 <= z <= 3"), 1, _different),
    World(("x: real, -pi < x < pi", "y: real, y >= pi", "z: real, 1 <= z < sqrt(2)"), 3, _irrational),
)

leaves = st.sampled_from(("n", "m", "x", "y", "z", "1", "2", "1/3", "5", "7/2", "(-1)^n", "pi", "sqrt(2)"))
made = st.sampled_from(
    ("n!", "2^n", "(1/3)^n", "x^n", "z^n", "harmonic(n)", "harmonic(n, 2)", "exp(x)", "cos(y)", "sin(n)", "sqrt(n + 1)",
     "fibonacci(n)", "binomial(2*n, n)", "log(n + 2)", "zeta(n + 2)", "2^m", "(-1)^m", "gamma(1/3)", "sqrt(z + 20)",
     "GoldenRatio^n", "RisingFactorial(1/2, n)", "E - 3")
)  # fmt: skip


def _combined(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(children, children)
    return (
        st.tuples(children, children, st.sampled_from("+-*")).map(lambda t: f"({t[0]}) {t[2]} ({t[1]})")
        | pairs.map(lambda p: f"({p[0]})/(1 + ({p[1]})^2)")
        | children.map(lambda c: f"({c})^2")
        | children.map(lambda c: f"1 - ({c})")
    )


texts = st.recursive(leaves | made, _combined, max_leaves=5)


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(WORLDS), texts, st.integers(0, 2**32))
def test_no_sample_point_contradicts_an_answer(world: World, text: str, seed: int) -> None:
    scope = Scope(Assumptions.parse((*world.facts, "m: integer, m >= 0")), {"n": world.start})
    expression = parse(text)
    try:
        element = lift(scope.ring, expression)
    except (TnsimError, ZeroDivisionError):
        return
    facts = scope.facts
    sign, nonnegative = facts.sign(element), facts.nonnegative(element)
    nonzero, real = facts.nonzero(element), facts.real(element)
    event(f"sign {sign}, nonzero {nonzero}")
    if sign or nonnegative or nonzero:
        random = Random(seed)
        for _ in range(6):
            point = world.draw(random)
            n = world.start + random.choice((0, 0, 1, 2, 3, 8))
            ball = evaluate(expression, {**point, "n": Fraction(n), "m": Fraction(random.randint(0, 4))}, 192)
            assert not (sign and real) or ball.imag.contains(0)
            assert not (sign > 0 and ball.real <= 0), point
            assert not (sign < 0 and ball.real >= 0), point
            assert not (nonnegative and ball.real < 0), point
            assert not (nonzero and ball.is_zero()), point
    if sign:
        assert nonzero


def _scope(facts: tuple[str, ...], start: int = 1) -> Scope:
    return Scope(Assumptions.parse(facts), {"n": start})


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("x", ("x: real, 0 < x < 1",)),
        ("1 - x", ("x: real, 0 <= x < 1",)),
        ("1 - x^2", ("x: real, -1 < x < 1",)),
        ("2 - x", ("x: real, 0 <= x <= 1",)),
        ("c - a - b", ("a: positive", "b: positive", "c: real, c > a + b")),
        ("a", ("a: real, a > b", "b: real, b > c", "c: real, c > d", "d: real, d >= 0")),
        ("n^2 - n + 1", ()),
        ("n*(n + 1) - 2^(-n)", ()),
        ("n! + 2^n - 1", ()),
        ("2 + (-1)^n", ()),
        ("4^n - 2^n", ()),
        ("harmonic(n)", ()),
        ("2 - cos(1/y)", ("y: positive",)),
        ("cos(y/2^n)", ("y: real, -1 < y < 1",)),
        ("cos(3/(2*y + 4))", ("y: real, y > 0",)),
        ("pi - 22/7 + 1/500", ()),
        ("fibonacci(n + 2)", ()),
        ("exp(y)", ("y: real",)),
        ("m + 1", ("m: integer, m >= 0",)),
        ("m - 3", ("m: integer, m > 3",)),
        ("y^2 + 1", ("y: real",)),
        ("a - pi", ("a: real, a > 22/7",)),
        ("x + 1", ("x: real, x > 1/y, x > 2", "y: real")),
    ],
)  # fmt: skip
def test_signs_that_are_proved(text: str, facts: tuple[str, ...]) -> None:
    scope = _scope(facts)
    element = lift(scope.ring, parse(text))
    assert scope.facts.positive(element) and scope.facts.nonzero(element) and scope.facts.nonnegative(element)
    assert not scope.facts.positive(-element) and not scope.facts.nonnegative(-element)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("x", ("x: real, 0 <= x < 1",)),
        ("1 - x", ("x: real, 0 <= x <= 1",)),
        ("1 - x^2", ("x: real, -1 <= x < 1",)),
        ("c - a - b", ("a: positive", "b: positive", "c: real, c >= a + b")),
        ("a", ("a: real, a > b", "b: real, b > c", "c: real, c > d", "d: real, d > e", "e: real, e > f", "f: real")),
        ("a", ("a: real, a > b", "b: real")),
        ("a - c", ("a: real, a > b", "c: real, c > b", "b: real")),
        ("n - 1", ()),
        ("n - 3", ()),
        ("(-1)^n", ()),
        ("1 + (-1)^n", ()),
        ("1 - cos(y)", ("y: real",)),
        ("cos(4*y/2^n)", ("y: real, -1 < y < 1",)),
        ("cos(8*n/(5*n + 1))", ()),
        ("y^2", ("y: real",)),
        ("y^2", ("y: real, y != 0",)),
        ("harmonic(n) - 1", ()),
        ("m", ("m: integer, m >= 0",)),
        ("m - 3", ("m: integer, m >= 3",)),
        ("sqrt(2)*sqrt(3) - sqrt(6)", ()),
        ("exp(I*y)", ("y: real",)),
        ("x^n", ("x: real, -1 < x < 1",)),
        ("a - pi", ("a: real, a >= pi",)),
        ("I", ()),
        ("1 + I", ()),
        ("x + 1", ("x: real, x > 1/y", "y: real")),
        ("x + 1", ("x: real, x > log(y)", "y: real")),
    ],
)  # fmt: skip
def test_signs_that_are_not(text: str, facts: tuple[str, ...]) -> None:
    scope = _scope(facts)
    element = lift(scope.ring, parse(text))
    assert scope.facts.sign(element) == 0


@pytest.mark.parametrize(
    ("text", "facts", "nonzero"),
    [
        ("n - 1/2", (), True),
        ("n^2 - 2", (), True),
        ("n^2 - 4", (), False),
        ("(n - 1/3)*(n + 4)", (), True),
        ("n + 3", (), True),
        ("x - 1", ("x: real, x != 1",), True),
        ("x - 1", ("x: real, x != 2",), False),
        ("x^2 - 1", ("x: real, x != 1",), False),
        ("x^2 - 1", ("x: real, x != 1, x != -1",), True),
        ("x^2 - 2", ("x: real, x != 0",), False),
        ("x*y", ("x: real, x != 0", "y: negative"), True),
        ("x + y", ("x: real, x != 0", "y: real, y != 0"), False),
        ("x - 3", ("x: real, 0 < x <= 3",), False),
        ("x - 3", ("x: real, 0 < x < 3",), True),
        ("m - 7/2", ("m: integer",), True),
        ("m", ("m: integer, m != 0",), True),
        ("1 - (-1)^n", (), False),
        ("3 - (-1)^n", (), True),
        ("1 + I*x", ("x: real",), True),

        ("x + I*y", ("x: real", "y: real"), False),
        ("x + I*y", ("x: real", "y: real, y > 0"), True),
        ("k + x", ("k: integer", "x: real, 0 < x < 1"), True),
        ("k + x", ("k: integer", "x: real, 0 < x < 2"), False),
        ("k + x", ("k: integer, k >= 3", "x: real, x > -3"), True),
        ("k + x", ("k: integer, k >= 3", "x: real, x > -7/2"), False),
        ("k + sqrt(2)", ("k: integer",), True),
        ("k + sqrt(2)/2 + 1/5", ("k: integer",), True),
        ("k^2 + 2*a*k + 2*a^2", ("k: integer", "a: real, a > 0"), True),
        ("k^2 + 2*a*k + 2*a^2", ("k: integer", "a: real"), False),
        ("k^2 + 2*a*k + a^2", ("k: integer", "a: real, a > 0"), False),


        ("exp(I*x)", ("x: real",), True),
        ("1 + I", (), True),
        ("x^n", ("x: real, x != 0",), True),
        ("1 - 2*I^n", (), True),
        ("1 - I^n", (), False),
        ("2 - exp(I*x*n)", ("x: real",), True),
        ("1 - x*exp(I*n)", ("x: real, -1 < x < 1",), True),
        ("1 - x*exp(I*n)", ("x: real, -1 <= x < 1",), False),
        ("sqrt(2)*sqrt(3) - sqrt(6)", (), False),
    ],
)  # fmt: skip
def test_zeros(text: str, facts: tuple[str, ...], nonzero: bool) -> None:
    scope = _scope(facts, start=0)
    assert scope.facts.nonzero(lift(scope.ring, parse(text))) is nonzero


@pytest.mark.parametrize(
    ("text", "real"),
    [
        ("x^n + harmonic(n)", True),
        ("I*x", False),
        ("exp(I*x) + exp(-I*x)", True),
        ("sqrt(x)", False),
        ("sqrt(n)", True),
        ("log(n)", True),
        ("log(-2)", False),
        ("I^n + I^(-n)", True),
        ("besselj(2, x)", True),
        ("gamma(1/3)*zeta(3)", True),
        ("cos(x)/(2 + sin(x))", True),
    ],
)
def test_reality(text: str, real: bool) -> None:
    scope = _scope(("x: real",))
    try:
        element = lift(scope.ring, parse(text))
    except TnsimError:
        assert not real
        return
    assert scope.facts.real(element) is real


def test_a_name_cannot_be_index_and_parameter() -> None:
    with pytest.raises(Exception, match="the index n is also a parameter"):
        Scope(Assumptions.parse(("n: integer",)), {"n": 1})


def test_a_long_sign_is_left_undecided_and_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = ["x: real, x > a + 1", "a: real, a > 0", "b: real, b > 0"]
    long, short = Scope(Assumptions.parse(facts)), Scope(Assumptions.parse(facts))
    assert short.facts.sign(short.lift(parse("(x + a + b)^6 - a^6"), "e")) == 1
    monkeypatch.setattr("tnsim.ring.replacement._MOST_PRODUCTS", 5)
    assert long.facts.sign(long.lift(parse("(x + a + b)^6 - a^6"), "e")) == 0
    assert long.facts.sign(long.lift(parse("x - a"), "e")) == 1


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("x^2000*y^2000 + 1 - x", ["x: real, x >= 1", "y: real, y >= 1"]),
        ("x^2000*y^2000 + 1 - x", ["x: real, 1 < x < 2", "y: real, 1 <= y <= 2"]),
        ("(x^9999 - 2)^9*x^9999 - 3*x - 7", ["x: real, x >= 2"]),
        ("x^9999 - y^9998 + 2", ["x: real", "y: real"]),
        ("x^5000 - 3*x^4000 + x - 7", ["x: integer"]),
    ],
)
def test_signs_of_high_degrees_are_left_undecided_in_a_short_time(text: str, facts: list[str]) -> None:
    scope = Scope(Assumptions.parse(facts))
    element = scope.lift(parse(text), "e")
    assert scope.facts.sign(element) == 0
    assert not scope.facts.nonzero(element)


def test_nested_exponentials_are_asked_once_a_level() -> None:
    """Whether exp(u) is real was asked of u twice at each level of nesting, so 2^40 times here."""
    scope = Scope(Assumptions.parse(["x: real"]))
    nested = "cos(" * 40 + "x" + ")" * 40
    assert scope.facts.sign(scope.lift(parse(f"{nested} + 2"), "e")) == 0


def test_a_sign_takes_one_quotient_and_not_one_a_term() -> None:
    facts = ["x: real, x > 0", "y: real, y > x", "z: real, z >= 2"]
    scope = Scope(Assumptions.parse(facts))
    text = "(exp(x + y + z + 1 + (y/x + sqrt(x))*(2*z)^(1/3))/((pi*x*y^(2^x) + z + 3 + y + sqrt(2))*exp(2/x)^(2^x)))^5"
    assert scope.facts.positive(scope.lift(parse(text), "e"))
