"""The rule of telescoping over levels: true instances, and certificates whose naive reading would prove a falsehood."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ZERO
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.nested_telescoping import nested_telescoping
from tnsim.proof.rules.recurrence import recurrence
from tnsim.proof.scope import Rejected

ROW = "Sum(binomial(k, j), (j, 0, k))"
DOUBLING = ("-2", "1")


def from_on(least: int, *others: str) -> Assumptions:
    return Assumptions.parse([f"N: integer, N >= {least}", *others])


def premise(node: str, coefficients: Sequence[str], least: int = 0, *others: str) -> Statement:
    facts = Assumptions.parse([f"k: integer, k >= {least}", *others])
    return recurrence(Statement("equal", parse(node), ZERO, facts), "k", [parse(c) for c in coefficients], facts)


def claimed(text: str, facts: Assumptions | None = None) -> Statement:
    return Statement("equal", parse(text), ZERO, facts or from_on(0))


def witness(node: str, coefficients: Sequence[str], antidifference: str, reach: int = 1, lowest: int = 0) -> Witness:
    return {
        "index": "k",
        "sums": (node,),
        "lengths": (str(len(coefficients)),),
        "coefficients": tuple(coefficients),
        "reach": reach,
        "groups": ("0", "0"),
        "lowest": (str(lowest),),
        "highest": ("N",),
        "antidifferences": (antidifference,),
    }


def refused(conclusion: Statement, premises: tuple[Statement, ...], given: Witness) -> str:
    with pytest.raises(Rejected) as caught:
        nested_telescoping(conclusion, premises, given)
    return str(caught.value)


def at(node: str, value: str) -> str:
    return node.replace("k", value)


def claim_of(node: str, first: int = 0) -> str:
    """Return the claim S(N + 1) - 2 S(N) = f(first), true where f(k + 1) = 2 f(k): by T = -f, and f(N + 1) beyond."""
    return f"Sum({node}, (k, {first}, N + 1)) - 2*Sum({node}, (k, {first}, N)) - {at(node, str(first))}"


CLAIM = claim_of(ROW)
PREMISES = (premise(ROW, DOUBLING),)
WITNESS = witness(ROW, DOUBLING, "-" + ROW)


def test_a_sum_of_sums() -> None:
    nested_telescoping(claimed(CLAIM), PREMISES, WITNESS)
    nested_telescoping(claimed(CLAIM), PREMISES, {**WITNESS, "reach": 3})


@pytest.mark.parametrize(
    ("claim", "premises", "given", "reason"),
    [
        (CLAIM + " + 1", PREMISES, WITNESS, "the ends"),
        (CLAIM.replace("N + 1", "N + 2"), PREMISES, WITNESS, "the ends"),  # T(N + 1) and f(N + 2) are left
        (CLAIM.replace("N + 1", "N").replace("2*", "3*"), PREMISES, WITNESS, "names a group"),
        (CLAIM.replace("2*", "3*"), PREMISES, WITNESS, "the difference of the antidifference"),
        (CLAIM, (), WITNESS, "1 recurrences are needed"),
        (CLAIM, PREMISES * 2, WITNESS, "1 recurrences are needed"),
        (CLAIM, (), {**WITNESS, "sums": (), "lengths": (), "coefficients": ()}, "at least one"),
        (CLAIM, PREMISES, {**WITNESS, "antidifferences": (ROW,)}, "the difference of the antidifference"),
        (CLAIM, PREMISES, {**WITNESS, "antidifferences": (f"1 - {ROW}",)}, ""),  # another constant does no harm
        (CLAIM, PREMISES, {**WITNESS, "antidifferences": (f"k - {ROW}",)}, "the difference of the antidifference"),
        (CLAIM, PREMISES, {**WITNESS, "coefficients": ("-3", "1")}, "is not the recurrence"),
        (CLAIM, PREMISES, {**WITNESS, "lengths": ("0",), "coefficients": ()}, "no recurrence in k"),
        (CLAIM, PREMISES, {**WITNESS, "reach": 0}, "from 1 to 12"),
        (CLAIM, PREMISES, {**WITNESS, "reach": 13}, "from 1 to 12"),
        (CLAIM, PREMISES, {**WITNESS, "index": "N"}, "also a parameter"),
        (CLAIM, PREMISES, {**WITNESS, "index": "m"}, "no recurrence in m"),
        (CLAIM, PREMISES, {**WITNESS, "highest": ("N - 1",)}, ""),  # f(N) and f(N + 1) are both beyond
        (CLAIM, PREMISES, {**WITNESS, "highest": ("N - 2",)}, "highest index"),
        (CLAIM, PREMISES, {**WITNESS, "highest": ("N/2",)}, "highest index"),
        (CLAIM + " + Sum(0, (n, 1, oo))", PREMISES, WITNESS, "an infinite sum"),
    ],
)
def test_a_certificate_that_is_changed_is_refused(
    claim: str, premises: tuple[Statement, ...], given: Witness, reason: str
) -> None:
    if reason:
        assert reason in refused(claimed(claim), premises, given)
    else:
        nested_telescoping(claimed(claim), premises, given)


def test_the_reach_is_at_least_the_order() -> None:
    c = ("-4", "0", "1")  # f(k + 2) = 4*f(k)
    given = witness(ROW, c, "-" + ROW)
    assert "less than the order" in refused(claimed(CLAIM), (premise(ROW, c),), given)
    # With this recurrence alone f(k + 1) is not 2*f(k).
    assert "is not the combination" in refused(claimed(CLAIM), (premise(ROW, c),), {**given, "reach": 2})


def test_a_recurrence_says_nothing_before_it_starts() -> None:
    """A sum that is 3 at k = 0, and 2^k from 1 on: S(1) - 2*S(0) is 2 - 3, and not f(0) = 3."""
    late = "Sum(binomial(k, j)*(1 + 2*0^k), (j, 0, k))"
    begins = (premise(late, DOUBLING, 1),)
    given = witness(late, DOUBLING, "-" + late)
    assert "holds from 1 on" in refused(claimed(claim_of(late)), begins, given)
    # With the first term apart the claim is S(N + 1) - 2*S(N) = f(1) - f(0).
    true = claim_of(late).replace(f"- {at(late, '0')}", f"- {at(late, '1')} + {at(late, '0')}")
    nested_telescoping(claimed(true), begins, {**given, "lowest": ("1",)})
    assert "the ends" in refused(claimed(claim_of(late)), begins, {**given, "lowest": ("1",)})


def test_a_premise_must_not_assume_more() -> None:
    more = (premise(ROW, DOUBLING, 0, "x: real, x > 0"),)
    assert "assumes more" in refused(claimed(CLAIM), more, WITNESS)
    nested_telescoping(claimed(CLAIM, from_on(0, "x: real, x > 0")), more, WITNESS)
    few = (premise(ROW, DOUBLING, 0, "k <= 5"),)
    assert "more than a lower bound" in refused(claimed(CLAIM), few, WITNESS)
    for wrong, reason in ((["N: integer, N >= 5", "k: integer, k >= 0"], "assumes more"),
                          (["N: integer, N >= 0", "k: real, k >= 0"], "whole number")):  # fmt: skip
        facts = Assumptions.parse(wrong)
        other = recurrence(Statement("equal", parse(ROW), ZERO, facts), "k", [parse(c) for c in DOUBLING], facts)
        assert reason in refused(claimed(CLAIM), (other,), WITNESS)


def test_a_leading_coefficient_with_a_zero_in_the_range_is_refused() -> None:
    """(k - 2)*(f(k + 1) - 2*f(k)) = 0 leaves f(3) free: 2^k up to 2, 5*2^k from 3 on, say."""
    free = ("-2*(k - 2)", "k - 2")
    jumps = "Sum(binomial(k, j)*(5 - 4*0^floor(k/3)), (j, 0, k))"
    for node in (ROW, jumps):
        given = witness(node, free, "-" + node)
        assert "different from 0" in refused(claimed(claim_of(node)), (premise(node, free),), given)
        late = {**given, "lowest": ("3",)}
        nested_telescoping(claimed(claim_of(node, 3), from_on(3)), (premise(node, free),), late)


def test_a_zero_beyond_the_range_is_refused_where_it_is_met() -> None:
    """k - N - 1 is not 0 for k <= N; at N + 1, where f(N + 2) would be had from f(N + 1), it is."""
    c = ("-2*(k - N - 1)", "k - N - 1")
    given = (premise(ROW, c),)
    assert "different from 0" in refused(claimed(CLAIM), given, witness(ROW, c, "-" + ROW))


def test_unknown_values_beyond_two_ranges_are_two_unknowns() -> None:
    """f(N + 1) beyond the one and f(N) beyond the other range are not the same: these claims would follow."""
    one, two = f"Sum({ROW}, (k, 0, N))", f"Sum({ROW}, (k, 0, N - 1))"
    given: Witness = {
        **WITNESS, "groups": ("0", "1"), "lowest": ("0", "0"), "highest": ("N", "N - 1"), "antidifferences": (ROW, ROW),
    }  # fmt: skip
    for value in ("0", "1", "2^N"):
        given_here = {**given, "antidifferences": (ROW, "-" + ROW)}
        assert "the ends" in refused(claimed(f"{one} - {two} - {value}"), PREMISES, given_here)


def test_two_inner_sums_are_two_unknowns() -> None:
    other = "Sum(binomial(k, j)^2, (j, 0, k))"  # said to double as well, by a premise that no step would conclude
    both = f"({ROW} - {other})"
    given: Witness = {
        **witness(ROW, DOUBLING, "-" + both), "sums": (ROW, other), "lengths": ("2", "2"), "coefficients": DOUBLING * 2,
    }  # fmt: skip
    premises = (*PREMISES, premise(other, DOUBLING))
    nested_telescoping(claimed(claim_of(both)), premises, given)
    vanishing = f"Sum({both}, (k, 0, N + 1)) - Sum({both}, (k, 0, N))"
    assert "the ends" in refused(claimed(vanishing), premises, {**given, "antidifferences": ("0",)})


def test_an_inner_sum_that_runs_backwards_at_the_first_index_is_refused() -> None:
    back = "Sum(binomial(k - 3, j), (j, 0, k - 3))"  # at k = 0 it would end at -3
    reason = refused(claimed(claim_of(back)), (premise(back, DOUBLING),), witness(back, DOUBLING, "-" + back))
    assert "backwards" in reason


@pytest.mark.parametrize("factor", ["(k - N - 1)/(k - N - 1)", "k/k", "(k - 2)/(k - 2)"])
def test_an_antidifference_with_a_pole_in_the_range_or_at_an_end_is_refused(factor: str) -> None:
    given = witness(ROW, DOUBLING, f"-{factor}*{ROW}")
    assert "different from 0" in refused(claimed(CLAIM), PREMISES, given)


def test_sums_over_another_index_are_refused() -> None:
    claim = f"Sum({at(ROW, 'm')}, (m, 0, N + 1)) - 2*Sum({at(ROW, 'm')}, (m, 0, N)) - 1"
    assert "run over m" in refused(claimed(claim), PREMISES, WITNESS)


@pytest.mark.parametrize("bound", ["k >= 3", "k >= 3, k >= 2", "k > 2*pi/pi", "k >= 4, k >= 3, k >= 2"])
def test_a_recurrence_holds_from_its_one_literal_bound_on(bound: str) -> None:
    """A sum that is 8 at k = 2, and 2^k elsewhere: f(3) is not 2*f(2), and the claim is false for N >= 2."""
    late = "Sum(binomial(k, j)*(1 + 0^((k - 2)^2)), (j, 0, k))"
    facts = Assumptions.parse([f"k: integer, {bound}"])
    begins = recurrence(Statement("equal", parse(late), ZERO, facts), "k", [parse(c) for c in DOUBLING], facts)
    conclusion = claimed(claim_of(late, 2), from_on(2))
    reason = refused(conclusion, (begins,), witness(late, DOUBLING, "-" + late, lowest=2))
    assert "is not the recurrence" in reason or "holds from 3 on" in reason
