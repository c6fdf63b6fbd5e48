"""Signs by linear bounds, by continuity and on the unit circle: what is proved, and edges where nothing may be."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.scope import Rejected, Scope

TURN = ("x: real, 0 < x < 2*pi",)
CLOSED = ("x: real, 0 <= x <= 2*pi",)
TWO = ("x: real, 0 < x < pi", "y: real, 0 < y < x")
DISC = ("x: real", "r: real, -1 < r < 1")


def _sign(text: str, facts: tuple[str, ...]) -> int:
    scope = Scope(Assumptions.parse(facts))
    return scope.facts.sign(scope.lift(parse(text), "the formula"))


def _nonnegative(text: str, facts: tuple[str, ...]) -> bool:
    scope = Scope(Assumptions.parse(facts))
    return scope.facts.nonnegative(scope.lift(parse(text), "the formula"))


@pytest.mark.parametrize(
    ("text", "facts", "sign"),
    [
        ("2*pi - x", TURN, 1),
        ("x", (*CLOSED, "x != 0"), 1),
        ("x - 2*pi", ("x: real, 0 <= x <= 2*pi, x != 2*pi",), -1),
        ("x - y", TWO, 1),
        ("2*pi - x - y", TWO, 1),
        ("3*x - y - x/2", TWO, 1),
        ("sin(x/2)", TURN, 1),
        ("sin(x)", ("x: real, pi < x < 2*pi",), -1),
        ("cos(x/2)", ("x: real, -pi < x < pi",), 1),
        ("2 - 2*cos(x)", TURN, 1),
        ("sin((x - y)/2)", TWO, 1),
        ("1 - 2*r*cos(x) + r^2", DISC, 1),
        ("1 - r*cos(x)", DISC, 1),
        ("sinh(x)", ("x: real, x > 0",), 1),
        ("exp(-x)*cos(y) - 1", ("x: real, x > 0", "y: real"), -1),
        ("sin(pi*a)", ("a: real, 0 < a < 1",), 1),
    ],
)
def test_a_sign_is_proved(text: str, facts: tuple[str, ...], sign: int) -> None:
    assert _sign(text, facts) == sign


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("2*pi - x", CLOSED),
        ("x", CLOSED),
        ("x", ("x: real, x != 0",)),
        ("x - y", ("x: real, 0 < x < pi", "y: real, 0 < y <= x")),
        ("sin(x/2)", CLOSED),
        ("sin(x)", TURN),
        ("sin(x)", ("x: real, -pi < x < pi, x != 0",)),
        ("cos(x)", ("x: real, -pi < x < pi",)),
        ("2*pi - x", ("x: real, 0 < x < 2*pi + 1/10^30",)),
        ("cos(x/2)", ("x: real, -pi < x < pi + 1/10^30",)),
        ("1 - r*cos(x)", ("x: real", "r: real, -1 <= r <= 1")),
        ("sin(pi*a)", ("a: real, 0 < a < 2",)),
        ("sin(pi*n/2)", ("n: integer, n >= 1",)),
        ("x^2 - y", ("x: real", "y: real, y < x^2")),
    ],
)
def test_no_sign_is_proved(text: str, facts: tuple[str, ...]) -> None:
    assert _sign(text, facts) == 0


def test_closed_ends_are_exact() -> None:
    assert _nonnegative("1 - x/(2*pi)", CLOSED) and _nonnegative("x", CLOSED)
    assert _nonnegative("1 - x^2", ("x: real, -1 <= x <= 1",))
    assert not _nonnegative("1 - x/(2*pi)", ("x: real, 0 <= x <= 2*pi + 1/10^30",))
    assert not _nonnegative("1 - x^2", ("x: real, -1 <= x <= 1 + 1/10^30",))
    assert not _nonnegative("x*y", ("x: real, x >= 0", "y: real, y <= 0"))


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("log(1 - exp(I*x))", CLOSED),
        ("log(1 - exp(I*x))", ("x: real, 0 < x < 2*pi + 1/10^20",)),
        ("log(1 - r*exp(I*x))", ("x: real", "r: real, -1 < r <= 1")),
        ("log(1 + exp(2*I*x/3) + exp(-2*I*x/3))", TURN),
        ("1/(exp(I*x) - exp(I*y))", ("x: real, 0 < x < pi", "y: real, 0 < y <= x")),
        ("1/(exp(2*pi*I/3)*exp(I*x) - 1)", TURN),
        ("atanh(x)", ("x: real, -1 <= x < 1",)),
        ("lerchphi(x, 1, a)", ("x: real, -1 < x <= 1", "a: real, a > 0")),
        ("lerchphi(x, 1, a)", ("x: real, -1 < x < 1", "a: real, a >= 0")),
        ("polylog(1, x)", ("x: real, -1 <= x <= 1",)),
    ],
)
def test_what_may_have_no_value_is_not_read(text: str, facts: tuple[str, ...]) -> None:
    with pytest.raises(Rejected):
        Scope(Assumptions.parse(facts)).lift(parse(text), "the formula")
