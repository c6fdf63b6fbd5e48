"""The rule of series that end, refused for one condition at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.proof.steps import Case, equal, said
from tnsim.language.expression import ZERO, Apply, Sum, Symbol
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement
from tnsim.proof.lemmas.hypergeometric_series import series_of
from tnsim.proof.scope import replace_nodes

WHOLE = "N: integer, N >= 0"


def _ended(function: str, *facts: str, rest: str = "0", right: str = "1") -> Case:
    """Return the step that puts the sum up to N for the function; the value of the sum is taken for proved."""
    node = parse(function)
    upper, lower, z = node.children
    series = series_of(upper.children, lower.children, z, Symbol("k"))
    conclusion = equal(f"{function} + {rest}", right, *facts)
    ended = replace_nodes(conclusion.left, {node: Sum(series.term, series.index, ZERO, Symbol("N"))})
    return Case("terminating", conclusion, (replace(conclusion, left=ended),), {})


POWER = _ended("hyper((-N,), (), x)", WHOLE, "x: real", right="(1 - x)^N")
# The function of numbers stays.
BESIDE = _ended("hyper((-N, b), (1/3,), 1)", WHOLE, "b: real", rest="hyper((-2, 1/2), (1/3,), 1)")
# (-N - 1/2)_k is not 0 for k <= N.
BELOW = _ended("hyper((-N, b), (-N - 1/2,), 1)", WHOLE, "b: real")


@pytest.mark.parametrize("case", [POWER, BESIDE, BELOW])
def test_valid_steps_are_accepted(case: Case) -> None:
    case.check()


def _badly_formed() -> Case:
    node = Apply("hyper", (Apply("tuple", (parse("-N"),)), parse("1"), parse("1")))
    return replace(POWER, conclusion=Statement("equal", node, parse("1"), POWER.conclusion.assumptions))


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (replace(POWER, premises=()), "from one other"),
        (replace(POWER, premises=POWER.premises * 2), "from one other"),
        (
            replace(POWER, conclusion=said("converges", "Sum(hyper((-N,), (), x)^n, (n, 1, oo))", WHOLE)),
            "from one other",
        ),
        (Case("terminating", equal("1 + 1", "2"), (equal("1 + 1", "2"),), {}), "no hyper with a symbol"),
        (replace(POWER, premises=BELOW.premises), "not the equation with finite sums"),
        (_badly_formed(), "two tuples of parameters and a number"),
        # the sum up to N = 1/2 is none, and up to N = -1 it is 0
        (_ended("hyper((-N,), (), x)", "N: real, N >= 0", "x: real"), "no upper parameter"),
        (_ended("hyper((-N,), (), x)", "N: integer, N >= -1", "x: real"), "no upper parameter"),
        # (1 - N)_N is 0 for N >= 1
        (_ended("hyper((-N, b), (1 - N,), 1)", WHOLE, "b: real"), "a lower parameter of hyper may be 0"),
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)
