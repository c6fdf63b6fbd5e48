"""The rule of interchange, called with premises that are taken for proved."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement
from tnsim.proof.rules.interchange import interchange
from tnsim.proof.scope import Rejected

INNER = "Sum(m^(-n), (n, 2, oo))"
OUTER = "Sum(1/(m*(m - 1)), (m, 2, oo))"


def _check(
    term: str = "zeta(n) - 1",
    first: int = 2,
    value: str = "1",
    weight: str = "1",
    order: str = "n",
    outer: str = OUTER,
    inner: tuple[str, str] = (INNER, "1/(m*(m - 1))"),
    facts: tuple[str, ...] = ("m: real, m >= 2",),
) -> None:
    premises = (
        Statement("equal", parse(outer), parse("1"), EMPTY),
        Statement("equal", parse(inner[0]), parse(inner[1]), Assumptions.parse(facts)),
    )
    conclusion = Statement("equal", parse(f"Sum({term}, (n, {first}, oo))"), parse(value), EMPTY)
    interchange(conclusion, premises, {"weight": weight, "order": order})


def test_the_sum_of_zeta_less_one() -> None:
    _check()
    _check(facts=("m: integer, m >= 2",))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"term": "zeta(n)"}, "not the weight times a tail"),
        ({"term": "zeta(n) - 1 - 1/2^n"}, "not the weight times a tail"),
        ({"weight": "2"}, "not the weight times a tail"),
        ({"order": "n + 1"}, "not the weight times a tail"),
        ({"order": "n/2"}, "not p\\*n"),
        ({"order": "3"}, "not p\\*n"),
        ({"order": "n^2"}, "not p\\*n"),
        ({"order": "n + 1/2"}, "not p\\*n"),
        ({"order": "10 - n"}, "not at least 2"),  # zeta(1) is reached
        ({"outer": "Sum(1/(n*(n - 1)), (n, 2, oo))"}, "not free"),
        ({"inner": ("Sum(m^(-j), (j, 2, oo))", "1/(m*(m - 1))")}, "not free"),
        ({"outer": "Sum(1/(m*(m - 1)), (m, 0, oo))"}, "other ranges"),
        ({"first": 1, "inner": ("Sum(m^(-n), (n, 1, oo))", "1/(m - 1)")}, "not at least 2"),
        ({"first": 3}, "run over other ranges"),
        ({"outer": "Sum(1/(m*(m - 1)), (m, 3, oo))"}, "not the weight times a tail|assumes more"),
        ({"facts": ("m: real, m >= 3",)}, "assumes more"),
        ({"facts": ("m: real, m >= 2, m < 5",)}, "assumes more"),
        ({"outer": "Sum(2/(m*(m - 1)), (m, 2, oo))"}, "outer term is not the inner sum"),
        ({"inner": ("Sum(2*m^(-n), (n, 2, oo))", "1/(m*(m - 1))")}, "inner term is not"),
        ({"value": "2"}, "value is not that"),
    ],
)
def test_what_does_not_follow_is_refused(changed: dict[str, object], reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        _check(**changed)  # type: ignore[arg-type]


def test_conditional_convergence_is_not_enough() -> None:
    """sum((-1)^n zeta(n)/n) from n = 2: with m from 1 the double series does not converge absolutely."""
    with pytest.raises(Rejected, match="do not decrease fast enough"):
        _check(
            term="-(-1)^n*zeta(n)/n",
            weight="-(-1)^n/n",
            outer="Sum(log(1 + 1/m) - 1/m, (m, 1, oo))",
            inner=("Sum(-(-1)^n/n*m^(-n), (n, 2, oo))", "log(1 + 1/m) - 1/m"),
            facts=("m: real, m >= 1",),
        )


def test_only_equations_are_taken_and_concluded() -> None:
    facts = Assumptions.parse(["m: integer, m >= 2"])
    outer = Statement("equal", parse(OUTER), parse("1"), EMPTY)
    inner = Statement("equal", parse(INNER), parse("1/(m*(m - 1))"), facts)
    conclusion = Statement("equal", parse("Sum(zeta(n) - 1, (n, 2, oo))"), parse("1"), EMPTY)
    witness = {"weight": "1", "order": "n"}
    interchange(conclusion, (outer, inner), witness)
    outer_converges, inner_converges = (Statement("converges", s.left, None, s.assumptions) for s in (outer, inner))
    for premises in ((outer_converges, inner), (outer, inner_converges)):
        with pytest.raises(Rejected, match="are equations"):
            interchange(conclusion, premises, witness)
    for wrong, given in (
        (Statement("converges", conclusion.left, None, EMPTY), (outer, inner)),
        (conclusion, (outer,)),
        (conclusion, (outer, inner, inner)),
    ):
        with pytest.raises(Rejected, match="from two premises"):
            interchange(wrong, given, witness)


def test_the_outer_index_is_no_parameter() -> None:
    facts = Assumptions.parse(["m: integer, m >= 2"])
    premises = (
        Statement("equal", parse(OUTER), parse("1"), EMPTY),
        Statement("equal", parse(INNER), parse("1/(m*(m - 1))"), facts),
    )
    conclusion = Statement("equal", parse("Sum(zeta(n) - 1, (n, 2, oo))"), parse("1"), facts)
    with pytest.raises(Rejected, match="not free"):
        interchange(conclusion, premises, {"weight": "1", "order": "n"})
