"""The rule of relations: what it accepts, and what it refuses."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tnsim.errors import LimitError
from tnsim.language.assumptions import EMPTY
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement
from tnsim.proof.rules.relations import relations
from tnsim.proof.scope import Rejected

LINEAR = "Sum(harmonic(n)/n^2, (n, 1, oo))"
AGAIN = "Sum(Sum(1/k, (k, 1, m))/m^2, (m, 1, oo))"


def _check(
    left: str = LINEAR,
    right: str = "2*zeta(3)",
    names: Sequence[str] = ("hoffman 2",),
    multipliers: Sequence[str] = ("-1",),
) -> None:
    conclusion = Statement("equal", parse(left), parse(right), EMPTY)
    relations(conclusion, (), {"relations": tuple(names), "multipliers": tuple(multipliers)})


def test_a_double_sum() -> None:
    _check()
    _check(left=AGAIN)
    _check(right="zeta(3)*sqrt(4) + EulerGamma - EulerGamma")


def test_sums_that_are_the_same_values_need_no_relation() -> None:
    _check(left=LINEAR, right=AGAIN, names=(), multipliers=())
    _check(left="Sum(harmonic(n)^2/n^3, (n, 1, oo))", names=(), multipliers=(),
           right="Sum(Sum(harmonic(k)/k, (k, 1, n))*2/n^3 - harmonic(n, 2)/n^3, (n, 1, oo))")  # fmt: skip


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"right": "3*zeta(3)"}, "not the combination"),
        ({"right": "2*zeta(3) + 1"}, "not the combination"),
        ({"right": "2*zeta(3) + pi^2/10^30"}, "not the combination"),
        ({"right": "2*zeta(3)*pi"}, "not the combination"),
        ({"right": "2*zeta(3)*EulerGamma"}, "no multiple zeta value"),
        ({"right": "zeta(3)*sqrt(2)"}, "not the combination"),
        ({"right": "2*zeta(3) + I*zeta(3)/10^30"}, "not the combination"),
        ({"right": "zeta(3)*2^(1/3)"}, "no multiple zeta value"),
        ({"right": "2/zeta(3)"}, "denominator"),
        ({"left": "Sum(harmonic(n)/n^2, (n, 2, oo))"}, "not the combination"),
        ({"left": "Sum(harmonic(n)/n, (n, 1, oo))"}, "do not cancel"),
        ({"left": "Sum(harmonic(n)/n - harmonic(n)/(n + 1), (n, 1, oo))"}, "not the combination"),
        ({"left": f"{LINEAR} + Sum(1/n, (n, 1, oo)) - Sum(1/n, (n, 1, oo))"}, "do not cancel"),
        ({"left": f"{LINEAR}*Product(1 - 1/n^2, (n, 2, oo))"}, "expected a sum"),
        ({"multipliers": ("1",)}, "not the combination"),
        ({"multipliers": ("0",)}, "not the combination"),
        ({"multipliers": ()}, "one multiplier a relation"),
        ({"multipliers": ("-1/0",)}, "a rational number"),
        ({"multipliers": ("-1/",)}, "a rational number"),
        ({"multipliers": ("--1",)}, "a rational number"),
        ({"multipliers": ("1e0",)}, "a rational number"),
        ({"multipliers": ("",)}, "a rational number"),
        ({"multipliers": ("-1.0",)}, "a rational number"),
        ({"names": ("hoffman 1",)}, "divergent"),
        ({"names": ("stuffle 2",)}, "no relation"),
        ({"names": ("hoffman 2", "hoffman 3"), "multipliers": ("-1", "1")}, "not the combination"),
        ({"names": ("hoffman 2",) * 4001, "multipliers": ("0",) * 4001}, "more than 4000"),
    ],
)
def test_what_is_wrong_is_refused(change: dict[str, object], reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        _check(**change)  # type: ignore[arg-type]


def test_only_an_equation_without_premises_is_concluded() -> None:
    left, right = parse(LINEAR), parse("2*zeta(3)")
    witness = {"relations": ("hoffman 2",), "multipliers": ("-1",)}
    with pytest.raises(Rejected, match="no premises"):
        relations(Statement("converges", left, None, EMPTY), (), witness)
    with pytest.raises(Rejected, match="no premises"):
        relations(Statement("equal", left, right, EMPTY), (Statement("equal", left, right, EMPTY),), witness)


@pytest.mark.parametrize("right", ["log(2)^11", "zeta(3)^4", "zeta(5)*zeta(7)", "polylog(6, 1/2)^2", "log(2)^5000"])
def test_products_of_high_weight_are_refused(right: str) -> None:
    with pytest.raises((Rejected, LimitError), match="weight above 10"):
        _check(right=right)


def test_sums_of_high_weight_are_refused() -> None:
    for term in ("harmonic(n)^9/n^2", "harmonic(n)*harmonic(n, 2)*harmonic(n, 3)*harmonic(n, 4)*harmonic(n, 5)/n^2"):
        with pytest.raises(Rejected, match="weight above 10"):
            _check(left=f"Sum({term}, (n, 1, oo))")
