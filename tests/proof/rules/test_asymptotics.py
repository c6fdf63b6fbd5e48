"""The order of the terms: what is read of a denominator, and a factor of which the steps are not known."""

from __future__ import annotations

import pytest

from tests.proof.steps import Case, said
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import ZERO
from tnsim.proof.certificate import Witness
from tnsim.proof.rules.asymptotics import vanishes_slowly_varying
from tnsim.proof.scope import Scope


def large(term: str) -> Case:
    return Case("asymptotics", said("diverges", f"Sum({term}, (n, 1, oo))", "x: real, x != 0"), (), {})


def alternating(factor: str) -> Case:
    witness: Witness = {"test": "dirichlet", "base": "-1", "oscillation": "(-1)^n"}
    return Case("convergence", said("converges", f"Sum((-1)^n*{factor}, (n, 1, oo))"), (), witness)


# a denominator with a parameter may be 0 at some of its values: that the sum diverges is said of others
@pytest.mark.parametrize("case", [large("n/(n + x)"), large("x*n/(n + 2)"), alternating("log(n)/n")])
def test_valid_steps_are_accepted(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (large("x*n/(n - 2)"), "a denominator may be 0"),
        # the order of sin(log(n)) is known, that of sin(log(n + 1)) - sin(log(n)) is not
        (alternating("sin(log(n))/n"), "bounded variation: the order of growth of the term"),
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)


def test_what_is_0_varies_slowly() -> None:
    vanishes_slowly_varying(Scope(EMPTY, {"n": 1}), ZERO, "n")
