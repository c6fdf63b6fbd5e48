"""The rule of tails, called with premises that are taken for proved."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement
from tnsim.proof.rules.tail import tail
from tnsim.proof.scope import Rejected


def _check(
    left: str = "Sum(1/(m + N)^2, (m, 1, oo))",
    right: str = "pi^2/6 - harmonic(N, 2)",
    upper: str = "N",
    whole: tuple[str, str] = ("Sum(1/n^2, (n, 1, oo))", "pi^2/6"),
    facts: tuple[str, ...] = ("N: integer, N >= 1",),
    premise_facts: tuple[str, ...] = (),
) -> None:
    premise = Statement("equal", parse(whole[0]), parse(whole[1]), Assumptions.parse(premise_facts))
    conclusion = Statement("equal", parse(left), parse(right), Assumptions.parse(facts))
    tail(conclusion, (premise,), {"upper": upper})


def test_tails() -> None:
    _check()
    _check(facts=("N: integer, N >= 0",))
    _check(left="Sum(1/(m + N)^2, (m, 0, oo))", right="pi^2/6 - harmonic(N, 2) + 1/N^2", upper="N - 1")
    _check(left="Sum(1/(m + 2)^2, (m, 1, oo))", right="pi^2/6 - 1 - 1/4", upper="2", facts=())
    _check(left="Sum((-1)^(m + N)/(m + N), (m, 1, oo))", right="-log(2) - Sum((-1)^k/k, (k, 1, N))",
           whole=("Sum((-1)^n/n, (n, 1, oo))", "-log(2)"))  # fmt: skip


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"right": "pi^2/6 - harmonic(N + 1, 2)"}, "not that of the whole sum"),
        ({"right": "pi^2/6"}, "not that of the whole sum"),
        ({"left": "Sum(1/(m + N + 1)^2, (m, 1, oo))"}, "the terms differ"),
        ({"left": "Sum(1/(m + N)^2, (m, 0, oo))"}, "the terms differ"),
        ({"upper": "N - 1"}, "the terms differ"),
        ({"facts": ("N: real, N >= 1",)}, "linear in the index"),
        ({"facts": ("N: integer, N >= -3",)}, "backwards|denominator|negative|positive"),
        ({"upper": "N/2", "left": "Sum(1/(m + N/2)^2, (m, 1, oo))"}, "linear in the index"),
        ({"upper": "oo"}, "infinity is a bound"),
        ({"upper": "-2", "left": "Sum(1/(m - 2)^2, (m, 4, oo))", "facts": ()}, "the terms before|runs backwards"),
        ({"premise_facts": ("N: integer, N >= 5",)}, "assumes more"),
        ({"whole": ("Sum(1/n^2, (n, 1, 9))", "pi^2/6")}, "expected a sum"),
        ({"facts": ("N: integer, N >= 1", "m: integer")}, "also a parameter"),
    ],
)
def test_what_is_wrong_is_refused(change: dict[str, object], reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        _check(**change)  # type: ignore[arg-type]


def test_a_tail_takes_one_equation() -> None:
    known = Statement("equal", parse("Sum(1/n^2, (n, 1, oo))"), parse("pi^2/6"), EMPTY)
    weaker = Statement("converges", known.left, None, EMPTY)
    conclusion = Statement("equal", parse("Sum(1/(m + 1)^2, (m, 1, oo))"), parse("pi^2/6 - 1"), EMPTY)
    tail(conclusion, (known,), {"upper": "1"})
    for premises in ((), (known, known), (weaker,)):
        with pytest.raises(Rejected, match="one premise, an equation"):
            tail(conclusion, premises, {"upper": "1"})
    with pytest.raises(Rejected, match="concludes an equation"):
        tail(Statement("converges", conclusion.left, None, EMPTY), (known,), {"upper": "1"})
    with pytest.raises(Rejected, match="lacks the expression"):
        tail(conclusion, (known,), {})
