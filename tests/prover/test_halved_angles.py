"""Sums over halved angles: proved; their neighbours: never."""

from __future__ import annotations

import pytest

from tnsim.core.compensator import Compensator
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.scope import Scope
from tnsim.sets.claim import Claim

TRUE = [
    ("Sum(tan(1/2^n)/2^n, (n, 1, oo)) = 1 - cot(1)", ()),
    ("Sum(tan(x/2^n)/2^n, (n, 1, oo)) = 1/x - cot(x)", ("x: real, 0 < x < 1",)),
    ("Sum(tan(pi/2^n)/2^n, (n, 2, oo)) = 1/pi", ()),
    ("Sum(tan(x/2^(n + 1))/2^n, (n, 0, oo)) = 2/x - 2*cot(x)", ("x: real, 0 < x < 3",)),
    ("Sum(tanh(x/2^n)/2^n, (n, 0, oo)) = 2*coth(2*x) - 1/x", ("x: real, x > 0",)),
    ("Sum(1/(4^n*cos(1/2^n)^2), (n, 1, oo)) = 1/sin(1)^2 - 1", ()),
    ("Sum(5*tan(1/2^n)^2/4^n, (n, 1, oo)) = 5/sin(1)^2 - 20/3", ()),
    ("Sum(sech(1/2^n)^2/4^n, (n, 1, oo)) = 1 - 1/sinh(1)^2", ()),
]

FALSE = [
    ("Sum(tan(1/2^n)/2^n, (n, 1, oo)) = 1 - cot(1) + 10^(-20)", ()),
    ("Sum(tan(x/2^n)/2^n, (n, 0, oo)) = 1/x - cot(x)", ("x: real, 0 < x < 1",)),
    ("Sum(tan(x/2^n)/4^n, (n, 1, oo)) = 1/x - cot(x)", ("x: real, 0 < x < 1",)),
    ("Sum(tanh(x/2^n)/2^n, (n, 1, oo)) = coth(x) - 1/x + x/10^9", ("x: real, 0 < x < 1",)),
]


@pytest.mark.parametrize(("text", "facts"), TRUE)
def test_true_sums_are_proved(text: str, facts: tuple[str, ...]) -> None:
    assert Compensator().prove(Claim.parse(text, facts)).kind == "proved"


@pytest.mark.parametrize(("text", "facts"), FALSE)
def test_false_sums_are_not_proved(text: str, facts: tuple[str, ...]) -> None:
    assert Compensator(timeout=20).prove(Claim.parse(text, facts)).kind != "proved"


@pytest.mark.parametrize(
    ("text", "facts", "known"),
    [
        ("sin(1/2^n)", (), True),
        ("cos(1/2^n)", (), True),
        ("cos(3/2^n)", (), True),
        ("cos(4/2^n)", (), False),
        ("sin(-1/2^n)", (), True),
        ("sin(x/2^n)", ("x: real, 0 < x < 6",), True),
        ("sin(x/2^n)", ("x: real, 0 <= x < 6",), False),
        ("sin(x/2^n)", ("x: real, 0 < x < 7",), False),
        ("cos(x/2^n)", ("x: real",), False),
        ("cos(I*x/2^n)", ("x: real, 0 < x < 1",), False),
        ("sin(4 + 1/2^n)", (), True),
        ("sin(3 + 1/2^n)", (), False),
    ],
)
def test_where_sines_and_cosines_are_not_0(text: str, facts: tuple[str, ...], known: bool) -> None:
    """From n = 1 on; what may be 0 somewhere is not known to differ from it."""
    scope = Scope(Assumptions.parse(facts), {"n": 1})
    assert scope.facts.nonzero(scope.lift(parse(text), "the function")) is known
