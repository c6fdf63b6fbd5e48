"""Signs of polynomials of degree 1 in a bounded symbol, its square or a square root; none where there is none."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof import facts
from tnsim.proof.affine_signs import affine_sign
from tnsim.proof.knowledge import Knowledge
from tnsim.proof.scope import Scope
from tnsim.ring.tower import Element

CLOSED = ("x: real, -1 <= x <= 1", "t: real, -1 < t < 1", "y: real, -1 < y < 1", "s: real, -1 <= s <= 1", "z: real")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("1 - 2*x*t + t^2", 1),
        ("2*x*t - 1 - t^2", -1),
        ("1 - 2*y*s + s^2", 1),
        ("1 - 2*x*s + s^2", 0),
        ("1 - 2*t*(2*x^2 - 1) + t^2", 1),
        ("1 - 2*s*(2*x^2 - 1) + s^2", 0),
        ("1 - 2*z*t + t^2", 0),
        ("y - x", 0),
        ("2 + y - x", 1),
        ("2 + s - x", 0),
        ("t - y + sqrt(1 - 2*y*t + t^2)", 1),
        ("t - x + sqrt(1 - 2*x*t + t^2)", 0),
        ("z + sqrt(z^2 + 1)", 1),
        ("z - sqrt(z^2 + 1)", -1),
        ("z + sqrt(z^2)", 0),
        ("2*z + sqrt(z^2 + 1)", 0),
        ("1 - t^2*x^2", 1),
        ("1 - s^2*x^2", 0),
    ],
)
def test_a_sign_is_proved_where_there_is_one(text: str, sign: int) -> None:
    scope = Scope(Assumptions.parse(CLOSED))
    assert scope.facts.sign(scope.lift(parse(text), "a polynomial")) == sign


def test_an_end_left_out_by_an_inequality() -> None:
    scope = Scope(Assumptions.parse(("x: real, -1 <= x < 1, x != -1",)))
    assert scope.facts.positive(scope.lift(parse("1 - x^2"), "a polynomial"))
    assert not Scope(Assumptions.parse(("x: real, -1 <= x < 1",))).facts.positive(
        scope.lift(parse("1 - x^2"), "a polynomial")
    )


def test_roots_inside_roots_are_taken_out_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    def counted(knowledge: Knowledge, factor: Element) -> int:
        nonlocal asked
        asked += 1
        assert asked < 20, "the same roots come back"
        return affine_sign(knowledge, factor)

    monkeypatch.setattr(facts, "affine_sign", counted)
    scope = Scope(Assumptions.parse(["x: real, 0 < x < 1"]))
    number = scope.lift(parse("sqrt(1 - x^2) - 2*sqrt(1 - sqrt(1 - x^2)) - 2"), "a number")
    assert scope.facts.sign(number) in (0, -1)
