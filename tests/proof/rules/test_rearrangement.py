"""The rule of rearrangement, refused for one condition at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.proof.steps import Case, equal, said

INSIDE = "q: real, -1 < q < 1"
COLUMNS = ("sums", "weights", "ratios", "multiplicities", "cuts")


def _rearranged(claim: str, pieces: Sequence[tuple[str, str, str, str]], *facts: str) -> Case:
    """The claim by pieces that are not cut."""
    columns = zip(*[(*piece, ".") for piece in pieces], strict=True)
    return Case("rearrangement", equal(claim, "0", *facts), (), dict(zip(COLUMNS, columns, strict=True)))


def _twice(term: str, weight: str, ratio: str, multiplicity: str = "1", start: int = 0) -> Case:
    """The difference of a sum and the same with another index."""
    texts = term, weight, ratio
    other = [text.replace("n", "k") for text in texts]
    claim = f"Sum({term}, (n, {start}, oo)) - Sum({other[0]}, (k, {start}, oo))"
    pieces = [("0", weight, ratio, multiplicity), ("1", other[1], other[2], multiplicity)]
    return _rearranged(claim, pieces, INSIDE)


def _power(multiplicity: int) -> Case:
    return _twice(f"q^n/(1 - q*q^n)^{multiplicity}", "q^n", "q*q^n", str(multiplicity))


def _tails(number: int) -> Case:
    claim = " + ".join(f"Sum(q^n, (n, {start}, oo)) - q^{start}/(1 - q)" for start in range(number))
    return _rearranged(claim, [(str(start), "q^n", "0", "0") for start in range(number)], INSIDE)


def _parts(number: int) -> Case:
    return _rearranged(f"Sum({number}*q^n, (n, 0, oo)) - {number}/(1 - q)", [("0", "q^n", "0", "0")] * number, INSIDE)


def _exchanged(base: str) -> Case:
    """The sum of x^n/(1 - y*b^n) with x and y exchanged: for b = 2 the two differ by 7*10^-7."""
    claim = f"Sum((-1/3)^n/(1 + {base}^n/5), (n, 0, oo)) - Sum((-1/5)^n/(1 + {base}^n/3), (n, 0, oo))"
    pieces = [("0", "(-1/3)^n", f"-{base}^n/5", "1"), ("1", "(-1/5)^n", f"-{base}^n/3", "1")]
    return _rearranged(claim, pieces)


def _lacking(case: Case, name: str) -> Case:
    return replace(case, witness={key: value for key, value in case.witness.items() if key != name})


GEOMETRIC = _rearranged("Sum(q^n, (n, 2, oo)) - q^2/(1 - q)", [("0", "q^n", "0", "0")], INSIDE)
TURNS = "exp(2*pi*I*n*(n - 1)/58)/2^n"
CUBIC_TURNS = "exp(2*pi*I*n*(n - 1)*(n - 2)/174)/2^n"


@pytest.mark.parametrize(
    "case",
    [
        GEOMETRIC,
        _exchanged("(1/2)"),
        _twice("q^n", "q^n", "0"),
        _twice(TURNS, TURNS, "0", "0"),
        _power(12),
        _tails(12),
        _parts(60),
    ],
)
def test_sums_and_their_pieces(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (replace(GEOMETRIC, premises=(GEOMETRIC.conclusion,)), "from no premises"),
        (replace(GEOMETRIC, conclusion=said("converges", "Sum(q^n, (n, 2, oo))", INSIDE)), "concludes an equation"),
        (_lacking(GEOMETRIC, "cuts"), "the witness is the lists"),
        (replace(GEOMETRIC, witness={**GEOMETRIC.witness, "cuts": (".", ".")}), "the witness is the lists"),
        (replace(GEOMETRIC, witness=dict.fromkeys(COLUMNS, ())), "from 1 to 60 pieces"),
        (_parts(61), "from 1 to 60 pieces"),
        (_tails(13), "from 1 to 12 sums"),
        (replace(GEOMETRIC, conclusion=equal("q", "q", INSIDE)), "from 1 to 12 sums"),
        (_power(13), "not a small whole number"),
        # q^n/(1 - q*q^n)^(-1) would be expanded as q^n/(1 - q*q^n)
        (
            _rearranged(
                "Sum(q^n*(1 - q*q^n), (n, 0, oo)) - Sum(q^n/(1 - q*q^n), (n, 0, oo))",
                [("0", "q^n", "q*q^n", "-1"), ("1", "q^n", "q*q^n", "1")],
                INSIDE,
            ),
            "not a small whole number",
        ),
        (
            _rearranged("Sum(q^n, (n, -1, oo)) - 1/(q*(1 - q))", [("0", "q^n", "0", "0")], "q: real, 0 < q < 1"),
            "starts at a whole number >= 0",
        ),
        (
            _rearranged(
                "Sum(q^n, (n, 0, oo))*Sum(q^k, (k, 0, oo)) - 1/(1 - q)^2",
                [("0", "q^n", "0", "0"), ("1", "q^k", "0", "0")],
                INSIDE,
            ),
            "not linear in their sums",
        ),
        (_exchanged("2"), "not proved to stay inside"),
        (_twice("q^n/(1 - q*q^(n^2))", "q^n", "q*q^(n^2)"), "not of the shape"),
        (
            _twice("2^(-n)/(1 - 2^(-n*(n - 1)*(n - 2)/6))", "2^(-n)", "2^(-n*(n - 1)*(n - 2)/6)", start=3),
            "not rearranged",
        ),
        (_twice(CUBIC_TURNS, CUBIC_TURNS, "0", "0"), "a product of a kind that is not rearranged"),
        (_twice("1/n^2", "1/n^2", "0", "0", 1), "in a denominator"),
        (_twice("2^(-n)/(1 + 2^(-n))", "2^(-n)/(1 + 2^(-n))", "0", "0"), "where one product is expected"),
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)
