"""The rule of closure properties: true instances, and certificates whose naive reading would prove a falsehood."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ZERO
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.closure import closure
from tnsim.proof.rules.recurrence import recurrence
from tnsim.proof.scope import Rejected

ROW, SQUARES = "Sum(binomial(N, k), (k, 0, N))", "Sum(binomial(N, k)^2, (k, 0, N))"
DOUBLING = ("-2", "1")
CENTRAL = ("-2*(2*N + 1)", "N + 1")


def from_on(least: int, *others: str) -> Assumptions:
    return Assumptions.parse([f"N: integer, N >= {least}", *others])


def premise(node: str, coefficients: Sequence[str], least: int = 0, facts: Assumptions | None = None) -> Statement:
    facts = facts or from_on(least)
    return recurrence(Statement("equal", parse(node), ZERO, facts), "N", [parse(c) for c in coefficients], facts)


def witness(*sums: tuple[str, Sequence[str]], reach: int = 1) -> Witness:
    return {
        "symbol": "N",
        "sums": tuple(node for node, _ in sums),
        "lengths": tuple(str(len(c)) for _, c in sums),
        "coefficients": tuple(text for _, c in sums for text in c),
        "reach": reach,
    }


def claimed(text: str, facts: Assumptions | None = None) -> Statement:
    return Statement("equal", parse(text), ZERO, facts or from_on(0))


def refused(conclusion: Statement, premises: tuple[Statement, ...], given: Witness) -> str:
    with pytest.raises(Rejected) as caught:
        closure(conclusion, premises, given)
    return str(caught.value)


def shifted(node: str, step: int) -> str:
    return node.replace("N", f"(N + {step})")


PRODUCT = f"(N + 1)*{shifted(ROW, 1)}*{shifted(SQUARES, 1)} - 4*(2*N + 1)*{ROW}*{SQUARES}"
PREMISES = (premise(ROW, DOUBLING), premise(SQUARES, CENTRAL))
WITNESS = witness((ROW, DOUBLING), (SQUARES, CENTRAL))


def test_a_product_of_two_sums() -> None:
    closure(claimed(PRODUCT), PREMISES, WITNESS)


@pytest.mark.parametrize(
    ("claim", "premises", "given", "reason"),
    [
        (PRODUCT + " + 1", PREMISES, WITNESS, "not 0 as a polynomial"),
        (PRODUCT, PREMISES[::-1], WITNESS, "is not the recurrence"),
        (PRODUCT, PREMISES[:1], WITNESS, "2 recurrences are needed"),
        (PRODUCT, PREMISES, witness((ROW, ("-3", "1")), (SQUARES, CENTRAL)), "is not the recurrence"),
        (PRODUCT.replace("+ 1", "+ 2"), PREMISES, WITNESS, "the expression"),
        (PRODUCT, PREMISES, {**WITNESS, "reach": 0}, "from 1 to 40"),
        (PRODUCT, PREMISES, {**WITNESS, "reach": 41}, "from 1 to 40"),
        (PRODUCT, PREMISES, {**WITNESS, "symbol": "M"}, "not known to be a whole number"),
        (PRODUCT, PREMISES, {**WITNESS, "lengths": ("2",)}, "how many coefficients"),
        (PRODUCT, PREMISES, {**WITNESS, "lengths": ("2", "-2")}, "how many coefficients"),
        (PRODUCT, PREMISES, {**WITNESS, "lengths": ("2", "3")}, "too few coefficients"),
        (PRODUCT, PREMISES, {**WITNESS, "lengths": ("2", "1")}, "more coefficients"),
        (PRODUCT, PREMISES, {**WITNESS, "sums": (ROW, "N")}, "something else than a sum"),
        (PRODUCT + " + 0*Sum(1/n, (n, 1, oo))", PREMISES, WITNESS, "an infinite sum"),
    ],
)
def test_a_certificate_that_is_changed_is_refused(
    claim: str, premises: tuple[Statement, ...], given: Witness, reason: str
) -> None:
    assert reason in refused(claimed(claim), premises, given)


def test_a_recurrence_says_nothing_before_it_starts() -> None:
    late = (premise(ROW, DOUBLING, 3), premise(SQUARES, CENTRAL))
    assert "holds from 3 on" in refused(claimed(PRODUCT), late, WITNESS)
    later = from_on(3)
    closure(claimed(PRODUCT, later), late, WITNESS)


def test_a_premise_must_not_assume_more() -> None:
    facts = from_on(0, "x: real, x > 0")
    more = (premise(ROW, DOUBLING, facts=facts), PREMISES[1])
    assert "is not the recurrence" in refused(claimed(PRODUCT), more, WITNESS)
    bounded = Assumptions.parse(["N: integer, N >= 0", "N <= 5"])
    assert "more than a lower bound" in refused(
        claimed(PRODUCT), (premise(ROW, DOUBLING, facts=bounded), PREMISES[1]), WITNESS
    )


# (N - 2)*(N + 1)*S(N + 1) = (N + 2)*(N - 1)*S(N) leaves S(3) free: S(2) is 0 and so are both sides at N = 2.
FREE = ("-(N + 2)*(N - 1)", "(N - 2)*(N + 1)")
A, B = "Sum(2*k - 2, (k, 0, N))", "Sum(a(k), (k, 0, N))".replace("a(k)", "(2*k - 2)*(1 + floor((k + 1)/4))")


def test_a_leading_coefficient_with_a_zero_in_the_range_is_refused() -> None:
    """Naively, A(N + 2)*B(N) = A(N)*B(N + 2) for all sequences with that recurrence; not where one begins anew at 3."""
    claim = f"{shifted(A, 2)}*{B} - {A}*{shifted(B, 2)}"
    given = witness((A, FREE), (B, FREE), reach=2)
    for least, accepted in ((0, False), (2, False), (3, True)):
        premises = (premise(A, FREE, least), premise(B, FREE, least))
        if accepted:
            closure(claimed(claim, from_on(least)), premises, given)
        else:
            assert "different from 0" in refused(claimed(claim, from_on(least)), premises, given)


def test_a_shift_needs_the_zeros_of_all_later_coefficients() -> None:
    """N - 5 is not 0 for N >= 6, and (N - 5)*S(N + 1) = S(N) may be used from there on, not from 4 on."""
    claim = f"(N - 5)*(N - 4)*{shifted(ROW, 2)} - {ROW}"
    for least in (4, 6):
        c = ("-1", "N - 5")
        conclusion, given = claimed(claim, from_on(least)), witness((ROW, c), reach=2)
        if least == 6:
            closure(conclusion, (premise(ROW, c, least),), given)
        else:
            assert "different from 0" in refused(conclusion, (premise(ROW, c, least),), given)


NEXT = "Sum({}, (k, {}, N + 1)) - Sum({}, (k, {}, N)) - ({})"


@pytest.mark.parametrize(
    ("term", "first", "following", "reason"),
    [
        ("k^2", "0", "(N + 1)^2", ""),
        ("k^2", "1", "(N + 1)^2", ""),
        ("k^2", "0", "N^2", "not 0 as a polynomial"),
        ("k^2", "2", "(N + 1)^2", "begin at a whole number"),  # at N = 0 both sums are empty
        ("k*N", "0", "(N + 1)*N", "depend on N"),  # the terms move as well
        ("1/(k + 1)", "-1", "1/(N + 2)", "the term at k = -1"),
        ("1/(k - 3)", "0", "1/(N - 2)", "different from 0"),  # a term beyond the first ones has no value
    ],
)
def test_a_partial_sum_grows_by_its_next_term(term: str, first: str, following: str, reason: str) -> None:
    conclusion = claimed(NEXT.format(term, first, term, first, following))
    given = witness((f"Sum({term}, (k, {first}, N))", ()))
    if reason:
        assert reason in refused(conclusion, (), given)
    else:
        closure(conclusion, (), given)


def test_a_term_without_a_value_is_seen_where_no_shift_is_written() -> None:
    poles = "Sum(1/(k - 5), (k, 0, N))"
    assert "different from 0" in refused(claimed(f"{poles} - {poles}"), (), witness((poles, ())))
    fine = "Sum(1/(k + 5), (k, 0, N))"
    closure(claimed(f"{fine} - {fine}"), (), witness((fine, ())))


def test_a_sum_without_the_parameter_is_refused() -> None:
    facts = from_on(0, "M: integer, M >= 0")
    fixed = "Sum(binomial(M, k), (k, 0, M))"
    given = (premise(fixed, ("-1", "1"), facts=facts),)
    assert "N is not in" in refused(claimed(f"{fixed} - {fixed}", facts), given, witness((fixed, ("-1", "1"))))


def test_a_partial_sum_may_end_beside_the_parameter() -> None:
    before = "Sum(k^2, (k, 0, N - 1))"
    claim = f"{shifted(before, 1)} - {before} - "
    closure(claimed(claim + "N^2"), (), witness((before, ())))
    assert "not 0 as" in refused(claimed(claim + "(N + 1)^2"), (), witness((before, ())))
    backwards = "Sum(k^2, (k, 0, N - 3))"  # at N = 0 it would end at -3
    assert "begin at" in refused(
        claimed(f"{shifted(backwards, 1)} - {backwards} - (N - 2)^2"), (), witness((backwards, ()))
    )
    later = claimed(f"{shifted(backwards, 1)} - {backwards} - (N - 2)^2", from_on(2))
    closure(later, (), witness((backwards, ())))


def test_a_partial_sum_ends_at_the_parameter() -> None:
    conclusion = claimed("Sum(k, (k, 0, 2*(N + 1))) - Sum(k, (k, 0, 2*N)) - (2*N + 2)")  # 2*N + 1 is forgotten
    assert "fixed distance from N" in refused(conclusion, (), witness(("Sum(k, (k, 0, 2*N))", ())))


def test_what_a_product_binds_has_a_start_of_its_own() -> None:
    # the first factors of the product are not real, although k is at least 5: for N = 3 it has an imaginary part
    def total(upper: str) -> str:
        return f"Sum(Product(1 + 10*sqrt(i - 5/2), (i, 0, j)), (j, 0, {upper}))"

    step = f"({total('N + 1')} - {total('N')})"
    facts = from_on(3, "M: integer, M >= 6")
    claim = claimed(f"Sum(log(exp({step})) - {step}, (k, 5, M))", facts)
    assert "not 0 as" in refused(claim, (), witness((total("N"), ())))
