"""The rule of diagonals, called with premises that are taken for proved."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement
from tnsim.proof.rules.diagonals import diagonals
from tnsim.proof.scope import Rejected

TERM = "1/(factorial(n)*factorial(m)*(n + m + 1))"
ALONG = "1/(factorial(k)*factorial(N - k)*(N + 1))"
CLOSED = "2^N/(factorial(N)*(N + 1))"


def _check(
    term: str = TERM,
    starts: tuple[int, int] = (0, 0),
    value: str = "(exp(2) - 1)/2",
    outer: str = f"Sum({CLOSED}, (N, 0, oo))",
    identity: str = f"Sum({ALONG}, (k, 0, N)) - {CLOSED}",
    facts: tuple[str, ...] = ("N: integer, N >= 0",),
    given: tuple[str, ...] = (),
) -> None:
    premises = (
        Statement("equal", parse(outer), parse("(exp(2) - 1)/2"), EMPTY),
        Statement("equal", parse(identity), parse("0"), Assumptions.parse(facts)),
    )
    left = parse(f"Sum(Sum({term}, (m, {starts[1]}, oo)), (n, {starts[0]}, oo))")
    diagonals(Statement("equal", left, parse(value), Assumptions.parse(given)), premises, {})


def test_diagonals() -> None:
    _check()
    _check(outer=f"Sum({CLOSED.replace('N', 'j')}, (j, 0, oo))", facts=("j: integer, j >= 0",),
           identity=f"Sum({ALONG.replace('N', 'j')}, (k, 0, j)) - {CLOSED.replace('N', 'j')}")  # fmt: skip
    _check(outer=f"Sum({CLOSED.replace('N', 'n')}, (n, 0, oo))", facts=("n: integer, n >= 0",),
           identity=f"Sum({ALONG.replace('N', 'n').replace('k', 'm')}, (m, 0, n)) - {CLOSED.replace('N', 'n')}")  # fmt: skip


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"value": "(exp(2) + 1)/2"}, "not that of the outer sum"),
        ({"term": TERM.replace("n + m + 1", "n + m + 2")}, "other terms"),
        ({"term": f"(-1)^n*{TERM}", "identity": f"Sum((-1)^k*{ALONG}, (k, 0, N)) - {CLOSED}"}, "at least 0"),
        ({"term": f"(n - 5)*{TERM}", "identity": f"Sum((k - 5)*{ALONG}, (k, 0, N)) - {CLOSED}"}, "at least 0"),
        ({"outer": f"Sum(2*{CLOSED}, (N, 0, oo))"}, "not the sum of a diagonal"),
        ({"outer": f"Sum({CLOSED}, (N, 1, oo))"}, "do not start at the sum"),
        ({"starts": (1, 0)}, "do not start at the sum"),
        ({"starts": (1, -1)}, "other bounds|gamma|factorial"),
        ({"identity": f"Sum({ALONG}, (k, 1, N)) - {CLOSED}"}, "other bounds"),
        ({"identity": f"Sum({ALONG}, (k, 0, N - 1)) - {CLOSED}"}, "other bounds"),
        ({"identity": f"2*Sum({ALONG}, (k, 0, N)) - {CLOSED}"}, "does not give the sum"),
        ({"identity": f"Sum({ALONG}, (k, 0, N)) + {CLOSED}"}, "does not give the sum"),
        ({"facts": ("N: integer, N >= 5",)}, "assumes more"),
        ({"facts": ("N: integer, N >= 0, N != 3",)}, "assumes more"),
        ({"given": ("n: integer, n >= 0",)}, "not free"),
    ],
)
def test_what_is_wrong_is_refused(change: dict[str, object], reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        _check(**change)  # type: ignore[arg-type]


def test_diagonals_take_two_equations() -> None:
    left = parse(f"Sum(Sum({TERM}, (m, 0, oo)), (n, 0, oo))")
    with pytest.raises(Rejected, match="two premises"):
        diagonals(Statement("equal", left, parse("1"), EMPTY), (), {})
    known = Statement("converges", left, None, EMPTY)
    with pytest.raises(Rejected, match="are equations"):
        diagonals(Statement("equal", left, parse("1"), EMPTY), (known, known), {})
