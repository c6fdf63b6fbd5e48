"""The rule of rearrangement: double series, plans of cuts, and what they must not prove."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ZERO
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.double_series import Family, cut
from tnsim.proof.rules.rearrangement import rearrangement
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.tower import Element

INSIDE = ("q: real, -1 < q < 1",)
CLAUSEN = "Sum(q^n/(1 - q^n), (n, 1, oo)) - Sum(q^(n^2)*(1 + q^n)/(1 - q^n), (n, 1, oo))"
PIECES = (
    ("0", "q^n", "q^n", "1", "d . . ."),
    ("1", "q^(n^2)", "q^n", "1", "ej . ."),
    ("1", "q^(n^2)*q^n", "q^n", "1", "."),
)
SQUARES = "Sum(n*q^n/(1 - q^n), (n, 1, oo)) - Sum(q^n/(1 - q^n)^2, (n, 1, oo))"


def _check(claim: str, pieces: Sequence[tuple[str, str, str, str, str]], facts: Sequence[str] = INSIDE) -> None:
    columns = list(zip(*pieces, strict=True))
    witness: Witness = dict(zip(("sums", "weights", "ratios", "multiplicities", "cuts"), columns, strict=True))
    rearrangement(Statement("equal", parse(claim), ZERO, Assumptions.parse(facts)), (), witness)


def test_clausen_is_the_diagonal_of_a_square() -> None:
    _check(CLAUSEN, PIECES)


def test_rows_and_columns_of_the_sum_of_divisors() -> None:
    _check(SQUARES, (("0", "n*q^n", "q^n", "1", "."), ("1", "q^n", "q^n", "2", ".")))


def test_a_finite_part_is_summed_as_a_geometric_series() -> None:
    _check("Sum(q^n/(1 - q^n), (n, 1, oo)) - Sum(q^(2*n)/(1 - q^n), (n, 1, oo)) - q/(1 - q)",
           (("0", "q^n", "q^n", "1", "ej . ."), ("1", "q^(2*n)", "q^n", "1", ".")))  # fmt: skip


@pytest.mark.parametrize(
    "plan", ["ei . .", "d . .", "d . . . .", "", "i0", "i1 x", "k2 . .", "i2 .", "j25" + " ." * 25]
)
def test_a_plan_that_is_none_is_refused(plan: str) -> None:
    with pytest.raises(Rejected):
        _check(CLAUSEN, (("0", "q^n", "q^n", "1", plan), *PIECES[1:]))


def test_another_value_is_refused() -> None:
    with pytest.raises(Rejected, match="do not cancel"):
        _check(CLAUSEN + " - q/1000", PIECES)


def test_a_term_that_is_not_the_sum_of_its_pieces_is_refused() -> None:
    with pytest.raises(Rejected, match="not the sum of its pieces"):
        _check(CLAUSEN, PIECES[:2])


@pytest.mark.parametrize("facts", ["q: real, -1 <= q < 1", "q: real, -1 < q", "q: real, q > 1"])
def test_a_base_outside_the_unit_disc_is_refused(facts: str) -> None:
    with pytest.raises(Rejected):
        _check(CLAUSEN, PIECES, (facts,))


def test_a_series_that_converges_without_its_double_series_is_refused() -> None:
    """Sum 1/(1 - q^n) - 1 converges, the sum of the weights 1 does not."""
    claim = "Sum(1/(1 - q^n) - 1, (n, 1, oo)) - Sum(q^n/(1 - q^n), (n, 1, oo))"
    _check(claim, (("0", "q^n", "q^n", "1", "."), ("1", "q^n", "q^n", "1", ".")))
    with pytest.raises(Rejected, match="do not decrease"):
        _check(claim, (("0", "1", "q^n", "1", "."), ("0", "-1", "0", "0", "."), ("1", "q^n", "q^n", "1", ".")))


def test_a_ratio_that_reaches_one_is_refused() -> None:
    """At n = 0 the denominator 1 - x*q^n is 1 - x."""
    claim = "Sum(q^n/(1 - x*q^n), (n, 0, oo)) - Sum(x^n/(1 - q*q^n), (n, 0, oo))"
    pieces = (("0", "q^n", "x*q^n", "1", "."), ("1", "x^n", "q*q^n", "1", "."))
    _check(claim, pieces, (*INSIDE, "x: real, -1 < x < 1"))
    with pytest.raises(Rejected):
        _check(claim, pieces, (*INSIDE, "x: real, -1 <= x <= 1"))


def test_a_product_or_another_kind_of_term_is_refused() -> None:
    with pytest.raises(Rejected, match="products are not rearranged"):
        _check("Product(1 + q^n, (n, 1, oo)) - 1", PIECES)
    with pytest.raises(Rejected, match="kind that is not rearranged"):
        _check("Sum(q^n/n!, (n, 0, oo))", (("0", "q^n/n!", "0", "0", "."),))


def test_what_is_not_linear_in_its_sums_is_refused() -> None:
    with pytest.raises(Rejected, match="not linear"):
        _check("Sum(q^n/(1 - q^n), (n, 1, oo))^2", PIECES[:1])


PLANS = ("i2 . .", "j3 . . .", "d . . .", "ei . .", "ej . .", "i2 d . . . ej . .", "d i2 . . ei . . j2 . .")


@pytest.mark.parametrize("plan", PLANS)
def test_cuts_keep_every_member_once(plan: str) -> None:
    """The parts of a family with numbers for its bases add up to it, over a triangle that they fill."""
    scope = Scope(Assumptions.parse(()))
    number = scope.ring.tower.element
    weights = {(1, 0): number(2), (0, 2): number(1), (0, 0): number(3)}
    family = Family(weights, number(3), number(5), number(2), number(7), number(1), 2)
    members = _members([family], 60)
    parts = _members(cut(family, plan), 60)
    smallest = sorted(members)[:6]
    assert [v for v in sorted(parts) if v <= smallest[-1]] == [v for v in sorted(members) if v <= smallest[-1]]


def _members(families: Sequence[Family], most: int) -> list[int]:
    """Return the members with small i and j; bases and weights are whole, so that members grow."""
    found: list[int] = []
    for f in families:
        for i in range(most if f.axes else 1):
            for j in range(most if f.axes == 2 else 1):
                value = sum(_int(c) * i**a * j**b for (a, b), c in f.weights.items())
                exponents = ((f.r, i), (f.s, j), (f.u, i * j), (f.v, i * (i - 1) // 2), (f.w, j * (j - 1) // 2))
                if sum(e for _, e in exponents) > 40:
                    continue
                for base, exponent in exponents:
                    value *= _int(base) ** exponent
                found.append(value)
    return found


def _int(element: Element) -> int:
    value = element.rational()
    assert value is not None and value.denominator == 1
    return int(value)


def _nested(word: str, *words: str) -> str:
    """Return the plan of cuts into 24 classes, each by the next word again."""
    return " ".join([word, *([_nested(*words) if words else "."] * 24)])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"ratios": ("(x + 1/3)/3^n",)}, "a ratio is not of the shape"),
        ({"sums": ("9" * 5000,)}, "is not a small whole number"),
        ({"multiplicities": ("9" * 5000,)}, "is not a small whole number"),
        ({"cuts": ("i" + "9" * 5000,)}, "has no word"),
        ({"cuts": (" ".join(["i24"] * 3 + ["."] * 70),)}, "too large to be written out"),
        ({"cuts": (_nested("i24", "j24", "i24"),)}, "over 400 parts"),  # hours, were they made and counted then
        ({"cuts": ("i2 . . .",)}, "after its end"),
    ],
)
def test_what_no_search_would_write_is_refused(changes: dict[str, tuple[str, ...]], reason: str) -> None:
    facts = Assumptions.parse(["x: real, 0 < x < 1/3"])
    statement = Statement("equal", parse("sum(((1 + x)/3)^n/(1 - x/2^n/2 - x/3^n/4), n=0..oo)"), parse("0"), facts)
    witness: dict[str, tuple[str, ...]] = {
        "sums": ("0",),
        "weights": ("((1 + x)/3)^n",),
        "ratios": ("x/2^n",),
        "multiplicities": ("1",),
        "cuts": (".",),
    }
    with pytest.raises(Rejected, match=reason):
        rearrangement(statement, (), witness | changes)


def test_a_sum_that_starts_far_away_is_refused() -> None:
    statement = Statement("equal", parse("sum(1/2^(n*(n - 1)/2), n=10^6..oo)"), parse("0"))
    witness: dict[str, tuple[str, ...]] = {
        "sums": ("0",),
        "weights": ("1/2^(n*(n - 1)/2)",),
        "ratios": ("0",),
        "multiplicities": ("0",),
        "cuts": (".",),
    }
    with pytest.raises(Rejected, match="too large to be written out"):
        rearrangement(statement, (), witness)
