"""Where values of functions are published, and that those which are told are right."""

from __future__ import annotations

import pytest

from tnsim.domains.balls import evaluate
from tnsim.export.narration.values import known_values
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import ZERO, Expression
from tnsim.language.parser import parse
from tnsim.proof.scope import Scope


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("digamma(1)", "5.4.12"),
        ("digamma(1/2)", "5.4.13"),
        ("digamma(4)", "5.4.14"),
        ("digamma(7/2)", "5.4.15"),
        ("digamma(1/4)", "5.4.19"),
        ("zeta(2)", "25.6.1"),
        ("zeta(8)", "25.6.2"),
        ("zeta(2, 1)", "25.11.2 and 25.6.1"),
        ("zeta(2, 1/2)", "25.11.11"),
        ("gamma(1/2)", "5.4.6"),
    ],
)
def test_values_are_told_with_their_source(text: str, source: str) -> None:
    node = parse(text)
    line, *more = known_values(Scope(EMPTY), node, ZERO)
    assert source in line.words
    assert all("Euler's constant" in other.words for other in more)
    left, right = (part for part in line.formulas[0].parts if isinstance(part, Expression))
    assert evaluate(left - right, {}, 128).contains(0)


def test_what_stands_on_both_sides_is_not_told() -> None:
    assert not list(known_values(Scope(EMPTY), parse("zeta(2)"), parse("zeta(2) + 1")))
