"""The rule of logarithms, refused for one condition at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

import pytest

from tests.proof.steps import Case, equal, said
from tnsim.errors import UnsupportedError
from tnsim.proof.rules import logarithms as rule
from tnsim.proof.scope import Rejected

VALID = Case("logarithms", equal("log(2 + I) + log(2 - I) - log(5)", "0"), (), {})


def test_a_relation_is_accepted() -> None:
    VALID.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (replace(VALID, premises=(VALID.conclusion,)), "from no premises and no witness"),
        (replace(VALID, witness={"at": 0}), "from no premises and no witness"),
        (replace(VALID, conclusion=said("converges", "log(2 + I) + log(2 - I) - log(5)")), "is an equation"),
        # 2*I: the numerator is 2*pi*I, of which the exponential is 1
        (replace(VALID, conclusion=equal("(2*log(-1 + I) - log(-2*I))/pi", "0")), "has no denominator"),
    ],
)
def test_a_changed_relation_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)


def related(left: str, *facts: str) -> Case:
    return replace(VALID, conclusion=equal(left, "0", *facts))


MOVING = related(
    "log(1 - r*exp(I*x)) + log(1 - r*exp(-I*x)) - log(1 - 2*r*cos(x) + r^2)", "x: real", "r: real, -1 < r < 1"
)


@pytest.mark.parametrize(
    "case",
    [
        related("2000*log(1 + sqrt(2)) - 1000*log(3 + 2*sqrt(2))"),
        # an argument without parameters may lie on the cut
        related("log(sin(4)) - log(-sin(4)) - pi*I + log(exp(I*x)) - I*x", "x: real, -1 < x < 1"),
    ],
)
def test_what_the_conditions_allow_is_accepted(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (related("2002*log(1 + sqrt(2)) - 1001*log(3 + 2*sqrt(2))"), "over the limit"),
        # of functions that are no logarithms the arguments do not count
        (related("erf(1)"), "product is not 1"),
        (related("sqrt(2)*log(2)"), "not a rational combination"),
        (related("log(2)*log(3)"), "not a rational combination"),
    ],
)
def test_what_is_no_relation_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)


def test_everything_has_to_be_continuous_not_off_the_cut_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    MOVING.check()
    monkeypatch.setattr(rule, "is_continuous", lambda facts, element: bool(element.symbols()))
    with pytest.raises(Rejected, match="the part beside the logarithms"):
        MOVING.check()
    monkeypatch.setattr(rule, "is_continuous", lambda facts, element: not element.symbols())
    with pytest.raises(Rejected, match="the argument of a logarithm"):
        MOVING.check()


def test_a_value_that_cannot_be_had_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> NoReturn:
        raise UnsupportedError("no ball of this")

    monkeypatch.setattr(rule, "evaluate", fail)
    with pytest.raises(Rejected, match="no ball of this"):
        VALID.check()
