"""What is proved not to be whole, and what not to be a pole; values of digamma and zeta at complex arguments."""

from __future__ import annotations

import pytest

from tnsim.domains.balls import evaluate
from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.parser import parse
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.poles import is_no_pole, is_not_whole
from tnsim.ring.readback import to_expression


@pytest.mark.parametrize(
    ("text", "facts", "no_pole", "not_whole"),
    [
        ("0", (), False, False),
        ("-3", (), False, False),
        ("3", (), True, False),
        ("-1/2", (), True, True),
        ("I", (), True, True),
        ("-2 + I*sqrt(3)", (), True, True),
        ("-sqrt(2)", (), True, True),
        ("sqrt(2)^2 - 4", (), False, False),
        ("a", ("a: real",), False, False),
        ("a", ("a: real, a > 0",), True, False),
        ("-a", ("a: real, a > 0",), False, False),
        ("-a", ("a: real, 0 < a < 1",), True, True),
        ("-a", ("a: real, 0 <= a < 1",), False, False),
        ("-a", ("a: real, 0 < a <= 1",), False, False),
        ("1/2 + I*b", ("b: real",), True, False),
        ("-1 + I*b", ("b: real",), False, False),
        ("a + I*b", ("a: real", "b: real, b > 0"), True, True),
        ("a + I*b", ("a: real", "b: real, b >= 0"), False, False),
    ],
)
def test_what_is_proved(text: str, facts: tuple[str, ...], no_pole: bool, not_whole: bool) -> None:
    scope = Scope(Assumptions.parse(facts))
    z = scope.lift(parse(text), "z")
    assert is_no_pole(scope.ring, z) is no_pole
    assert is_not_whole(scope.ring, z) is not_whole


@pytest.mark.parametrize(
    "text",
    [
        "digamma(1 + I)", "digamma(1 - I)", "digamma(1/4 - I*sqrt(7)/4)", "digamma(-sqrt(2))", "digamma(3 - sqrt(2))",
        "digamma(-7/3)", "digamma(-9 - I*pi)", "zeta(3, -1/2 + I)", "zeta(2, -5/2 - I)", "zeta(2, -5/2)",
        "zeta(4, 2^(1/4) - 3)", "polygamma(2, 1/3 - 2*I)", "polygamma(1, -1/3 - 2*I)", "harmonic(I)", "harmonic(-3/2, 2)",
        "exp(sqrt(2)*pi/6)*exp(sqrt(2)*pi/4)", "2^(1/4)*2^(1/6)*2^(5/12)", "(I - 3)^(1/6)*(I - 3)^(3/4)",
    ],
)  # fmt: skip
def test_an_element_has_the_value_of_its_expression(text: str) -> None:
    element = Scope(EMPTY).lift(parse(text), "the value")
    gap = evaluate(parse(text), {}, 300) - evaluate(to_expression(element), {}, 300)
    assert gap.contains(0)
    assert gap.abs_upper() < 1e-60


@pytest.mark.parametrize("text", ["digamma(-2)", "zeta(2, 0)", "zeta(3, -1)", "harmonic(-1)", "digamma(sqrt(4) - 2)"])
def test_a_pole_has_no_value(text: str) -> None:
    with pytest.raises(Rejected):
        Scope(EMPTY).lift(parse(text), "the value")


@pytest.mark.parametrize("exponent", ["floor(n/2)", "floor((n + 1)/3)", "n*0 + floor(n/4) + n", "n - 3*floor(n/3)"])
def test_signs_with_floors(exponent: str) -> None:
    scope = Scope(EMPTY, {"n": 0})
    element = scope.lift(parse(f"(-1)^({exponent})"), "the sign")
    for n in range(24):
        value = scope.lift(parse(exponent), "the exponent", {"n": scope.ring.tower.element(n)}).rational()
        assert value is not None
        assert scope.at(element, "n", n, "the sign") == (-1) ** int(value)
