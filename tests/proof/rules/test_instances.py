"""The rules of instances and of Abel's theorem, refused for one condition at a time."""

from __future__ import annotations

import pytest

from tests.proof.steps import Case, equal
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import substitute
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement


def _put(rule: str, source: Statement, value: str, facts: tuple[str, ...], **witness: str | int) -> Case:
    """Return the step that puts a value in the place of x, with the convergence that Abel's theorem asks for."""
    assert source.right is not None
    left, right = (substitute(side, {"x": parse(value)}) for side in (source.left, source.right))
    known = Assumptions.parse(facts)
    converges = (Statement("converges", left, None, known),) if rule == "abel" else ()
    return Case(
        rule, Statement("equal", left, right, known), (source, *converges), {"symbol": "x", "value": value, **witness}
    )


def _instance(source: Statement, value: str, *facts: str) -> Case:
    return _put("instance", source, value, facts)


def _abel(value: str = "-log(1 + x)", more: str = "", facts: tuple[str, ...] = (), offset: int = 0) -> Case:
    source = equal("Sum((-1)^n*x^n/n, (n, 1, oo))", value, f"x: real, 0 < x < 1{more}")
    return _put("abel", source, "1", facts, coefficient="(-1)^n/n", slope=1, offset=offset)


ANY = equal("x + 1", "1 + x", "x: real")
SQUARE = equal("abs(x)^2", "x^2", "x: real")
ZEROS = equal("x*sin(pi*y)", "0", "x: real", "y: integer")
TWO = equal("x*y", "y*x", "x: real", "y: real")
# 0 for x < 1, and 2*pi*I at x = 1
JUMP = "log(-1 - I*(1 - x)) + log(-1 + I*(1 - x)) - log(1 + (1 - x)^2)"
# 0 for y < 1, and 1 for y = 1
BORDER = "-log(1 + x) + 0^(1 - y)"


@pytest.mark.parametrize(
    "case",
    [
        _instance(ANY, "y", "y: real"),
        _instance(SQUARE, "3"),
        _instance(ZEROS, "1", "y: integer"),
        _instance(TWO, "1", "y: real"),
        _abel(),
        _abel(more=", 1/2 < x"),
        _abel(BORDER, ", y < x", ("y: real, y < 1",)),
    ],
)
def test_valid_steps_are_accepted(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (_instance(ANY, "y"), "of which nothing is assumed"),
        (_instance(SQUARE, "I"), "not proved to be one of x"),
        (_instance(ZEROS, "1", "y: real"), "assumes more"),
        (_instance(TWO, "1"), "assumes more"),
        (_abel(more=", 0 < 1/2 - x"), "beside lower bounds"),
        (_abel(more=", -x^2 < x"), "beside lower bounds"),
        (_abel(more=", 2/3 != x"), "beside lower bounds"),
        (_abel(BORDER, ", y < x", ("y: real",)), "may be empty"),
        (_abel(offset=10**5), "the power of x"),
        (_abel(f"-log(1 + x) + {JUMP}"), "not proved to be continuous"),
        (_abel("-log(1 + x) + exp(100000*x*log(2))"), "the value at the end: "),
        (_abel("-log(1 + x) + 0^(1 - x)"), "not that of the function at the end"),
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)
