"""Creative telescoping, induction and classes of a parameter, refused for one condition at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.proof.steps import Case, concluding, equal, knowing, said, with_premises
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Expression, Integer, Sum, Symbol, number
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.recurrence import class_statement, recurrence, statement_at

WHOLE = ("N: integer, N >= 0",)
HALF = Integer(1) / Integer(2)
k, M, N = Symbol("k"), Symbol("M"), Symbol("N")


def counted(left: str, right: str, *facts: str, **changed: str | tuple[str, ...]) -> Case:
    """Return a step that adds up ones from 0 to N, with T = k."""
    witness: Witness = {"groups": ("0",), "lowest": ("0",), "highest": ("N",), "antidifferences": ("k",), **changed}
    return Case("creative-telescoping", equal(left, right, *WHOLE, *facts), (), witness)


def ones(lower: Expression, upper: Expression, value: str = "N + 1", highest: str = "N") -> Case:
    """Return a step for a range that the language may not have, by T = k from 0 to the highest index."""
    total = Sum(Integer(1), k, lower, upper)
    facts = Assumptions.parse((*WHOLE, "M: integer, M >= 0"))
    witness = {**COUNTED.witness, "highest": (highest,)}
    return Case("creative-telescoping", Statement("equal", total, parse(value), facts), (), witness)


def induction(
    claim: str, coefficients: tuple[str, ...], *others: str, facts: tuple[str, ...] = WHOLE, start: int = 0
) -> Case:
    """Return the induction from 0 with all its premises: first values and the recurrence."""
    conclusion = equal(claim, "0", *facts, *others)
    first = [at(conclusion, value) for value in range(start + len(coefficients) - 1)]
    later = Assumptions.parse((f"N: integer, N >= {start}", *others))
    holds = recurrence(conclusion, "N", [parse(c) for c in coefficients], later)
    witness: Witness = {"symbol": "N", "start": start, "coefficients": coefficients}
    return Case("induction", conclusion, (*first, holds), witness)


def at(statement: Statement, value: int) -> Statement:
    return statement_at(statement, "N", number(value), statement.assumptions.substituted("N", number(value)))


def in_classes(modulus: int) -> Case:
    conclusion = equal("2^N - 2^N", "0", *WHOLE)
    premises = [class_statement(conclusion, "N", modulus, r, conclusion.assumptions) for r in range(modulus)]
    return Case("classes", conclusion, tuple(premises), {"symbol": "N"})


COUNTED = counted("Sum(1, (k, 0, N))", "N + 1")
TWO_SUMS = counted("Sum(1, (k, 0, N)) + Sum(0*k, (k, 0, N))", "N + 1", groups=("0", "0"))
TRIVIAL = induction("2^N - 2^N", ("1",))
DOUBLING = induction("2^N - 2^N", ("-2", "1"))
CLASSES = in_classes(2)


@pytest.mark.parametrize(
    "case",
    [
        COUNTED,
        TWO_SUMS,
        ones(Integer(0), N),
        counted("Sum(1, (k, 0, N + 500))", "N + 501"),
        counted("Sum(1, (k, 0, N^2))", "N^2 + 1", highest=("N^2",)),
        TRIVIAL,
        DOUBLING,
        induction("2^N - 2^N", ("-2", "1"), "x: real, x > 0"),
        induction("2^N - 2^N", ("1",), start=2),
        CLASSES,
        in_classes(24),
    ],
)
def test_valid_steps_are_accepted(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (with_premises(COUNTED, COUNTED.conclusion), "from no premises"),
        (concluding(COUNTED, said("converges", "Sum(1, (k, 0, N))", *WHOLE)), "expected an equation"),
        (knowing(COUNTED, headroom=61), "the headroom"),
        (counted("Sum(2, (k, 0, N))", "N + 1"), "not the combination of the terms"),
        (counted("Sum(1, (k, 0, N)) + Sum(0, (n, 1, oo))", "N + 1"), "^an infinite sum"),
        (counted("N", "N", groups=(), lowest=(), highest=(), antidifferences=()), "no finite sum"),
        (counted("Sum(1, (k, 0, N))^2", "(N + 1)^2"), "not linear"),
        (counted("Sum(1, (k, 0, N))*Sum(2, (k, 0, N))", "2*(N + 1)^2", groups=("0", "0")), "not linear"),
        # k*(N + 1) for a parameter k, and not the sum of the k's
        (
            counted("k*Sum(1, (k, 0, N))", "N*(N + 1)/2", "k: integer", antidifferences=("k*(k - 1)/2",)),
            "the index k is also a parameter",
        ),
        (ones(M, N), "not whole numbers"),
        (ones(HALF, N), "not whole numbers"),
        (ones(Integer(0), M), "keep their distance"),
        (ones(Integer(0), N + HALF), "keep their distance"),
        (counted("Sum(1, (k, 0, N - 2))", "N - 1"), "run backwards"),
        (counted("Sum(1, (k, 0, N + 501))", "N + 502"), "over 500 terms"),
        (knowing(COUNTED, groups="0"), "is the lists"),
        (replace(COUNTED, witness={**COUNTED.witness, "groups": ("0", "0")}), "a group for each sum"),
        (replace(TWO_SUMS, witness={**TWO_SUMS.witness, "groups": ("0",)}), "a group for each sum"),
        (counted("Sum(1, (k, 0, N))", "N + 1", lowest=("0", "0")), "for each group its range"),
        # a sum in no group would count as 0
        (counted("Sum(1, (k, 0, N)) + Sum(k, (k, 0, N))", "N + 1", groups=("0", "1")), "group that is not there"),
        (counted("Sum(1, (k, 0, N)) + Sum(k, (k, 0, N))", "N + 1", groups=("0", "-1")), "group that is not there"),
        (counted("Sum(1, (k, 0, N))", "N + 1", lowest=("N",)), "a literal whole number"),
        (counted("Sum(1, (k, 0, N))", "N + 1", lowest=("1/2",)), "a literal whole number"),
        (
            counted("Sum(1, (k, 0, N))", "N + 1", lowest=("0",) * 2, highest=("N",) * 2, antidifferences=("k",) * 2),
            "a group without sums",
        ),
        (ones(Integer(0), N * HALF, "N/2 + 1", "N/2"), "a whole number >= -1"),
        (counted("Sum(1, (k, 0, N))", "N + 1", highest=("N - 2",)), "a whole number >= -1"),
    ],
)
def test_creative_telescoping_of_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (concluding(TRIVIAL, said("converges", "Sum(1/n^2, (n, 1, oo))", *WHOLE)), "concludes an equation"),
        (knowing(TRIVIAL, symbol=1), "names a symbol and the coefficients"),
        (knowing(TRIVIAL, coefficients="1"), "names a symbol and the coefficients"),
        (replace(TRIVIAL, witness={**TRIVIAL.witness, "coefficients": ()}), "names a symbol and the coefficients"),
        (induction("2^N - 2^N", ("0",) * 41 + ("1",)), "names a symbol and the coefficients"),
        (induction("2^N - 2^N", ("1",), facts=("N: real, N >= 0",)), "not known to be a whole number"),
        (induction("2^N - 2^N", ("1",), facts=("N: integer",)), "no lower bound"),
        (induction("2^N - 2^N", ("1",), facts=(*WHOLE, "0 < 5 - N")), "more than a lower bound"),
        (induction("2^N - 2^N", ("1",), facts=(*WHOLE, "3 != N")), "more than a lower bound"),
        # the first values would be had for M <= 0, M <= 1, ... alone
        (induction("2^N - 2^N", ("1",), facts=(*WHOLE, "M: integer, M <= N")), "more than a lower bound"),
        # nothing would say that 2^0 = 0
        (induction("2^N", ("-2", "1"), start=-1), "at or soon after the first value"),
        (knowing(TRIVIAL, start=501), "at or soon after the first value"),
        (with_premises(DOUBLING, DOUBLING.premises[1]), "1 first values and a recurrence are needed"),
        (with_premises(induction("2^N", ("-2", "1")), equal("0", "0"), DOUBLING.premises[1]), "statement for N = 0"),
        (with_premises(induction("2^N", ("1",)), equal("0", "0", *WHOLE)), "not the recurrence"),
        (induction("2^N - 2^N", ("N - 3",)), "different from 0"),
    ],
)
def test_induction_of_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (concluding(CLASSES, said("converges", "Sum(1/n^2, (n, 1, oo))", *WHOLE)), "conclude an equation"),
        (knowing(CLASSES, symbol=1), "conclude an equation"),
        (with_premises(CLASSES), "one premise a class"),
        (in_classes(25), "one premise a class"),
        (with_premises(CLASSES, *CLASSES.premises[:1] * 2), "the class of 1"),
    ],
)
def test_classes_of_a_changed_step_are_refused(case: Case, reason: str) -> None:
    case.refuse(reason)


def test_an_induction_of_order_0_has_one_term() -> None:
    assert TRIVIAL.premises[-1] == equal("1*(2^N - 2^N)", "0", *WHOLE)
