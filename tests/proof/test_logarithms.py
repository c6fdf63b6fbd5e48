"""The rule of logarithms: relations that hold, branches that do not fit, and what is no relation at all."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.expression import ZERO
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement
from tnsim.proof.rules.logarithms import logarithms
from tnsim.proof.scope import Rejected


def _check(text: str, facts: tuple[str, ...] = ()) -> None:
    logarithms(Statement("equal", parse(text), ZERO, Assumptions.parse(facts) if facts else EMPTY), (), {})


@pytest.mark.parametrize(
    "text",
    [
        "log((1 + sqrt(5))/2) - log(2*cos(pi/5))",
        "2*log(1 + sqrt(2)) - log(3 + 2*sqrt(2))",
        "log(2 + I) + log(2 - I) - log(5)",
        "log(1 + I) - log(2)/2 - pi*I/4",
        "log(sin(pi/8)) + log(sin(3*pi/8)) + 3*log(2)/2",
        # Machin 1706, as arguments of Gaussian integers
        "4*log(5 + I) - log(239 + I) - 2*log(26) + log(57122)/2 - pi*I/4",
    ],
)
def test_a_relation_is_accepted(text: str) -> None:
    _check(text)


@pytest.mark.parametrize(
    "text",
    [
        "2*log(-1 + I) - log(-2*I)",
        "log(2) - log(3)",
        "log(2 + I) + log(2 - I) - log(5) + 2*pi*I",
        "log(1 + sqrt(2)) - log(5/2)",
        "sqrt(2)*log(4) - 2*sqrt(2)*log(2) + log(3)",
        "log(2)*log(3) - log(6)",
        "log(2) + pi",
        "zeta(3) - zeta(3) + log(7)/10^40",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Rejected):
        _check(text)


def test_a_relation_needs_its_exponents_within_the_limit() -> None:
    with pytest.raises(Rejected):
        _check(
            "4001*log(2 + sqrt(3)) - 4001*log(2 + sqrt(3)) + log(1 + sqrt(2))*3000 - log(3 + 2*sqrt(2))*1500 - log(2)"
        )


TURN = ("x: real, 0 < x < 2*pi",)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("log(1 - exp(I*x)) - log(2*sin(x/2)) - I*(x - pi)/2", TURN),
        ("log(2 - 2*cos(x)) - 2*log(2) - 2*log(sin(x/2))", TURN),
        ("log(1 + exp(I*x)) - log(2*cos(x/2)) - I*x/2", ("x: real, -pi < x < pi",)),
        (
            "log(1 - r*exp(I*x)) + log(1 - r*exp(-I*x)) - log(1 - 2*r*cos(x) + r^2)",
            ("x: real", "r: real, -1 < r < 1"),
        ),
        ("log(exp(I*x)) - I*x", ("x: real, -pi/2 < x < pi/2",)),
    ],
)
def test_a_relation_with_parameters_is_accepted(text: str, facts: tuple[str, ...]) -> None:
    _check(text, facts)


@pytest.mark.parametrize(
    ("text", "facts", "reason"),
    [
        ("log(1 - exp(I*x)) - log(2*sin(x/2)) - I*(x - pi)/2 + 2*pi*I", TURN, "not proved to be small"),
        ("log(1 - exp(I*x)) - log(2*sin(x/2)) - I*(x + pi)/2", TURN, "product is not 1|small"),
        ("log(exp(I*x)) - I*x", ("x: real, -5 < x < 5",), "avoid the cut"),
        ("log(exp(I*x)) - I*x", ("x: real, 0 < x < 2*pi",), "avoid the cut"),
        ("log(I*x) - log(x) - pi*I/2", ("x: real, x != 0",), "connected"),
        ("log(1 + I*x) + log(1 + I*y) - log((1 + I*x)*(1 + I*y))", ("x: real", "y: real"), "avoid the cut"),
        ("log(exp(I*x)) - I*x", ("x: real, -1 < x < 1, x != 0",), "connected"),
        ("log(exp(I*pi*n/8)) - I*pi*n/8", ("n: integer",), "."),
    ],
)
def test_a_relation_that_may_jump_is_refused(text: str, facts: tuple[str, ...], reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        _check(text, facts)
