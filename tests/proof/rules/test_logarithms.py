"""The rule of logarithms, refused for one condition at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.proof.test_refused_conditions import Case, equal, said
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
    with pytest.raises(Rejected, match=reason):
        case.check()
