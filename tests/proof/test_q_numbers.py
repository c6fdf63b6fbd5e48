"""Differences of whole powers of one number: proved different from 0 where they are, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.rules.recurrence import bounded_scope
from tnsim.proof.scope import Rejected, Scope


def read(text: str, facts: Sequence[str]) -> bool:
    """Tell whether 1/text is read for whole N >= 0 and 0 <= k <= N, that is whether there is no zero."""
    outer = Scope(Assumptions.parse(["N: integer, N >= 0", *facts]))
    scope = bounded_scope(outer, "k", 0, parse("N"))
    try:
        scope.lift(parse(f"1/({text})"), "the quotient")
    except Rejected:
        return False
    return True


@pytest.mark.parametrize("facts", ["q: real, 0 < q < 1", "q: real, q > 1", "q: real, q > 0, q != 1"])
@pytest.mark.parametrize(
    "text",
    ["1 - q^(N + 1 - k)", "q^k - q^(N + 1)", "1 - q^(2*N + 1 - k)", "q^N + q^k", "product(1 - q^j, j=1..N - k + 2)"],
)
def test_what_has_no_zero(text: str, facts: str) -> None:
    assert read(text, [facts])


def test_negative_bases_off_the_unit_circle() -> None:
    assert read("1 - q^(N + 1 - k)", ["q: real, -1 < q < 0"])
    assert read("1 - q^(N + 1 - k)", ["q: real, q < -1"])


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("1 - q^(N - k)", "q: real, 0 < q < 1"),  # k = N
        ("q^k - q^N", "q: real, 0 < q < 1"),
        ("1 - q^(N + 1 - 2*k)", "q: real, 0 < q < 1"),  # N = k = 1
        ("1 - q^(N + 1 - k)", "q: real, q > 0"),  # q = 1
        ("1 - q^(N + 1 - k)", "q: real, q != 1, q != 0"),  # q = -1
        ("1 + q^(N + 1 - k)", "q: real, q < 0"),  # q = -1
        ("1 - 2*q^(N + 1)", "q: real, 0 < q < 1"),  # q = 1/2, N = 0
        ("1 - q^(N + 1)/x^k", "q: real, 0 < q < 1; x: real, x > 0"),
        ("x - x*q^(N + 1)", "q: real, 0 < q < 1; x: real"),  # x = 0
        ("q^N - q^(N + 1)", "q: real, 0 <= q < 1"),  # q = 0, N = 1
        ("product(1 - q^j, j=0..N - k)", "q: real, 0 < q < 1"),  # the first factor
    ],
)
def test_what_may_be_zero_or_is_not_seen_is_refused(text: str, facts: str) -> None:
    assert not read(text, facts.split(";"))


@pytest.mark.parametrize("text", ["1 - c*q^N", "1 - c*q^(N + 1)", "product(1 - c*q^j, j=0..N)", "2 - q^N", "c*q^N + 1"])
def test_a_term_that_stays_smaller(text: str) -> None:
    assert read(text, ["q: real, 0 < q < 1", "c: real, 0 < c < 1"])
    assert read(text, ["q: real, -1 < q < 1", "c: real, -1 < c < 1"])


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("1 - c*q^N", ["q: real, 0 < q < 1", "c: real, 0 < c < 2"]),  # c = 1/q
        ("1 - c*q^N", ["q: real, 0 < q < 1", "c: real, 0 < c <= 1"]),  # c = 1 at N = 0
        ("1 - c*q^N", ["q: real, q > 1", "c: real, 0 < c < 1"]),
        ("c - q^N", ["q: real, 0 < q < 1", "c: real, 0 < c < 1"]),
    ],
)
def test_a_term_that_may_be_as_large_as_the_other(text: str, facts: Sequence[str]) -> None:
    assert not read(text, facts)


def test_the_sign_of_the_larger_term() -> None:
    scope = Scope(Assumptions.parse(["N: integer, N >= 0", "q: real, 0 < q < 1", "c: real, -1 < c < 1"]))
    for text, sign in (("1 - q*q^N", 1), ("q*q^N - 1", -1), ("2 + c*q^N", 1), ("1 - q^N", 0), ("c - q*q^N", 0)):
        assert scope.facts.sign(scope.lift(parse(text), "a difference")) == sign, text
