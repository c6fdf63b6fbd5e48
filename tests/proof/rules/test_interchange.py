"""The rule of interchange: an order of zeta that is not whole."""

from __future__ import annotations

import pytest

from tests.proof.steps import Case, equal
from tnsim.proof.scope import Rejected

INNER = equal("Sum(m^(-n), (n, 2, oo))", "1/(m*(m - 1))", "m: integer, m >= 2")
OUTER = equal("Sum(1/(m*(m - 1)), (m, 2, oo))", "1")


def _interchanged(order: str) -> Case:
    conclusion = equal("Sum(zeta(n) - 1, (n, 2, oo))", "1")
    return Case("interchange", conclusion, (OUTER, INNER), {"weight": "1", "order": order})


def test_a_whole_order_is_accepted() -> None:
    _interchanged("n").check()


@pytest.mark.parametrize("order", ["n + pi", "n + 1/2", "n/2", "n^2", "2"])
def test_another_order_is_refused(order: str) -> None:
    with pytest.raises(Rejected, match="not p\\*n \\+ q"):
        _interchanged(order).check()
