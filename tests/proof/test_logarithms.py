"""The rule of logarithms: relations that hold, branches that do not fit, and what is no relation at all."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import ZERO
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement
from tnsim.proof.rules.logarithms import logarithms
from tnsim.proof.scope import Rejected


def _check(text: str) -> None:
    logarithms(Statement("equal", parse(text), ZERO, EMPTY), (), {})


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
