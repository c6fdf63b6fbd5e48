"""The rule of WZ pairs, called with premises that are taken for proved; what a naive argument would 'prove' is refused."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement
from tnsim.proof.rules.wz import wz
from tnsim.proof.scope import Rejected
from tnsim.prover.wz.pairs import make_pair

# 1/n^2 to 3/(n^2*binomial(2n, n)): F(0, k) = 1/(k + 1)^2
FIRST = "n!^2*n!^2*k!^2/((2*n)!*(n + k + 1)!^2)"
SECOND = f"{FIRST}*(3*n + 2*k + 3)/(2*(2*n + 1))"
FAST = "3/((n + 1)^2*binomial(2*n + 2, n + 1))"
SLOW = "1/(k + 1)^2"


def _check(
    first: str = FIRST,
    second: str = SECOND,
    fast: str = FAST,
    slow: str = SLOW,
    value: str = "pi^2/6",
    known: str = "pi^2/6",
    start: int = 0,
    column: int = 0,
    begin: int = 0,
    after: int = 0,
    facts: Sequence[str] = (),
    premise_facts: Sequence[str] | None = None,
    index: str = "n",
    other: str = "k",
) -> None:
    given = Assumptions.parse(facts)
    inside = given if premise_facts is None else Assumptions.parse(premise_facts)
    premise = Statement("equal", parse(f"Sum({slow}, ({other}, {column}, oo))"), parse(known), inside)
    conclusion = Statement("equal", parse(f"Sum({fast}, ({index}, {start}, oo))"), parse(value), given)
    wz(conclusion, (premise,), {"first": first, "second": second, "from": begin, "after": after})


def test_the_series_over_central_binomials() -> None:
    _check()
    _check(begin=3)
    _check(after=4)


def test_a_pair_with_a_parameter() -> None:
    """The sum of 1/(k + x)^2, where the fast series is over rising factorials of x."""
    first = "n!^2*n!^2*RisingFactorial(x, k)^2/((2*n)!*RisingFactorial(x, n + k + 1)^2)"
    second = f"{first}*(3*n + 2*k + 1 + 2*x)/(2*(2*n + 1))"
    fast = second.replace("k", "0")
    _check(first, second, fast, "1/(k + x)^2", "zeta(2, x)", "zeta(2, x)", facts=("x: real, x > 0",))
    with pytest.raises(Rejected, match="assumes more"):
        _check(
            first, second, fast, "1/(k + x)^2", "zeta(2, x)", "zeta(2, x)",
            facts=("x: real, x > 0",), premise_facts=("x: real, x > 1",),
        )  # fmt: skip
    with pytest.raises(Rejected, match=r"denominator|positive"):
        _check(first, second, fast, "1/(k + x)^2", "zeta(2, x)", "zeta(2, x)", facts=("x: real, x > -1",))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"second": f"2*{SECOND}"}, "not a WZ pair"),
        ({"first": f"{FIRST}*(n + 1)"}, "not a WZ pair"),
        ({"fast": f"2*{FAST}"}, "not the pair on the side"),
        ({"slow": "2/(k + 1)^2"}, "not the pair on the side"),
        ({"value": "pi^2/7"}, "the value is not"),
        ({"start": 1}, "not the pair on the side"),
        ({"column": 1}, "not the pair on the side|denominator"),
        ({"begin": -1}, "begins before"),
        ({"after": -1}, "not among the first columns"),
        ({"after": 51}, "not among the first columns"),
        ({"other": "n"}, "the same index"),
        ({"first": f"{FIRST} + y - y"}, "nothing is assumed"),
        ({"facts": ("k: real",)}, "also a parameter"),
        ({"value": "Sum(1/(k + 1)^2, (k, 0, oo)) + 1"}, "the value is not"),
        ({"value": "Sum(1/(k + 1)^4, (k, 0, oo))"}, "infinite sum"),
    ],
)
def test_what_does_not_follow_is_refused(changed: dict[str, object], reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        _check(**changed)  # type: ignore[arg-type]


def test_the_value_may_be_the_slow_sum_itself() -> None:
    slow = f"Sum({SLOW}, (k, 0, oo))"
    _check(value=slow, known=slow)


def test_a_limit_of_the_second_half_is_not_forgotten() -> None:
    """G + 1/(n + 1)^2 makes a pair with the same F, and G(n, 0) has another sum."""
    with pytest.raises(Rejected, match=r"limit of .* is not proved to be 0"):
        _check(second=f"{SECOND} + 1/(n + 1)^2", fast=f"{FAST} + 1/(n + 1)^2")


def test_a_limit_of_the_first_half_is_not_forgotten() -> None:
    """F + 1/(k + 1)^2 makes a pair with the same G, and F(0, k) has twice the sum."""
    with pytest.raises(Rejected, match=r"limit of .* is not proved to be 0"):
        _check(first=f"{FIRST} + 1/(k + 1)^2", slow="2/(k + 1)^2", known="pi^2/3", value="pi^2/3", begin=1)


def test_a_sum_that_escapes_to_infinity_is_not_forgotten() -> None:
    """F(n, k) -> 0 for every k, and its sum over k is 1 for every n: without a majorant, 0 = 1 would follow."""
    with pytest.raises(Rejected, match="not proved to decrease"):
        _check(
            first="(n + 1)/((n + k + 1)*(n + k + 2))",
            second="k/(n + k + 2) - k/(n + k + 1)",
            fast="0*n",
            slow="1/((k + 1)*(k + 2))",
            known="1",
            value="1",
        )


def test_a_majorant_that_is_not_summable_is_refused() -> None:
    """F(0, k) converges conditionally; from the next row on, the rows are summable."""
    term = parse("(-1)^k*(3*n + 2*k + 1/2)*gamma(n + k + 1/2)^3*gamma(n + 1/2)^3/(2*n + k)!^3")
    pair = make_pair(term, "n", "k", 0, EMPTY)
    common = {
        "first": to_text(pair.first),
        "second": to_text(pair.second),
        "fast": to_text(pair.fast),
        "slow": to_text(pair.slow),
    }
    _check(**common, begin=1)  # type: ignore[arg-type]
    with pytest.raises(Rejected, match="do not decrease fast enough"):
        _check(**common, begin=0)  # type: ignore[arg-type]


def test_a_pole_in_the_quadrant_is_refused() -> None:
    """A trivial pair F = U(n, k + 1) - U(n, k), G = U(n + 1, k) - U(n, k) with a pole of U inside."""

    def u(n: str, k: str) -> str:
        return f"1/(({n} - 3)^2 + ({k} - 2)^2)"

    first, second = f"{u('n', '(k + 1)')} - {u('n', 'k')}", f"{u('(n + 1)', 'k')} - {u('n', 'k')}"
    with pytest.raises(Rejected, match="denominator"):
        _check(first, second, second.replace("k", "0"), first.replace("n", "0"), value="-1/13", known="-1/13")


def test_limits_that_are_not_zero_are_subtracted() -> None:
    """F(n, k) = 1/binomial(n + k, k) tends to 1 for k = 0, to 0 for k >= 1; its sum over k is n/(n - 1)."""
    first = "n!*k!/(n + k)!"
    second = "(n + k)*n!*k!/((n - 1)*(n + k)!) - (n + k + 1)*(n + 1)!*k!/(n*(n + k + 1)!)"
    fast = "n/(n - 1) - (n + 1)/n"
    common = {"first": first, "second": second, "fast": fast, "slow": "2/((k + 1)*(k + 2))", "start": 2, "begin": 2}
    _check(**common, known="2", value="1", after=1)  # type: ignore[arg-type]
    with pytest.raises(Rejected, match=r"limit of .* is not proved to be 0"):
        _check(**common, known="2", value="2", after=0)  # type: ignore[arg-type]
    with pytest.raises(Rejected, match="the value is not"):
        _check(**common, known="2", value="2", after=1)  # type: ignore[arg-type]


def test_premises_and_kinds() -> None:
    equation = Statement("equal", parse(f"Sum({SLOW}, (k, 0, oo))"), parse("pi^2/6"), EMPTY)
    converges = Statement("converges", parse(f"Sum({SLOW}, (k, 0, oo))"), None, EMPTY)
    conclusion = Statement("equal", parse(f"Sum({FAST}, (n, 0, oo))"), parse("pi^2/6"), EMPTY)
    witness = {"first": FIRST, "second": SECOND, "from": 0, "after": 0}
    wz(conclusion, (equation,), witness)
    for premises in ((), (equation, equation), (converges,)):
        with pytest.raises(Rejected):
            wz(conclusion, premises, witness)
    for name in witness:
        with pytest.raises(Rejected, match="witness lacks"):
            wz(conclusion, (equation,), {key: value for key, value in witness.items() if key != name})
