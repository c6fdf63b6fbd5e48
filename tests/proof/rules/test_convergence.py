"""The rules of convergence and divergence by growth, refused for one condition at a time."""

from __future__ import annotations

import pytest

from tests.proof.steps import Case, said
from tnsim.language.assumptions import EMPTY
from tnsim.language.parser import parse
from tnsim.proof.rules.convergence import oscillation_base
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.growth import oscillating_parts


def _absolute(term: str, *facts: str) -> Case:
    return Case("convergence", said("converges", f"Sum({term}, (n, 1, oo))", *facts), (), {"test": "absolute"})


def _alternating(factor: str, *facts: str, oscillation: str = "(-1)^n") -> Case:
    witness = {"test": "dirichlet", "base": "-1", "oscillation": oscillation}
    return Case("convergence", said("converges", f"Sum((-1)^n*({factor}), (n, 1, oo))", *facts), (), witness)


def _away(term: str, *facts: str) -> Case:
    return Case("divergence", said("diverges", f"Sum({term}, (n, 1, oo))", *facts), (), {"test": "terms"})


def _telescoping(term: str, antidifference: str) -> Case:
    witness = {"test": "telescope", "antidifference": antidifference}
    return Case("divergence", said("diverges", f"Sum({term}, (n, 1, oo))"), (), witness)


@pytest.mark.parametrize(
    "case",
    [
        _absolute("x^n/n^2", "x: real, -1 < x < 1"),
        _absolute("2^(-n^2)"),
        _absolute("q^n + q^(2*n)", "q: real, -1 < q < 1"),
        _alternating("1/n"),
        # neither monotonic by what is known of Hardy's functions, nor read as an expansion
        _alternating("Sum(1/k^2, (k, 1, n))/n^2"),
        _alternating("0"),
        _away("(-1)^n + 1/2"),
        _away("exp(I*x*n)", "x: real"),
        _telescoping("1", "n"),
    ],
)
def test_valid_steps_are_accepted(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (_absolute("x^n/n^2", "x: real"), "order of growth is not decided"),
        (_absolute("2^(-n^3)"), "not known"),
        (_alternating("n"), "not proved to tend to 0"),
        # the sum of 1/n, with a base that is none of its factor's
        (_alternating("(-1)^n/n", oscillation="1"), "not a power of a number of modulus 1"),
        (_alternating("1/n", oscillation="0"), "oscillating factor: "),
        (_alternating("q^n + q^(2*n)", "q: real, -1 < q < 1"), "order of growth of the factor"),
        # laguerre(n, 1) is bounded, but O(n^(-1/4))
        (_away("laguerre(n, 1)^8"), "stay away from 0"),
        # 0 if x = y
        (_away("exp(I*x*n) - exp(I*y*n)", "x: real", "y: real"), "not proved to be distinct"),
        (_away("exp(I*n^2)"), "linear exponent"),
        (_away("1/(2 + exp(I*n))"), "not known"),
        (_telescoping("1/n - 1/(n + 1)", "-1/n"), "not proved to be unbounded"),
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)


@pytest.mark.parametrize(
    ("power", "base"), [("(-1)^n", "-1"), ("exp(I)^n", "exp(I)"), ("I^n*exp(2*I*n)", "I*exp(2*I)")]
)
def test_bases_of_powers(power: str, base: str) -> None:
    scope = Scope(EMPTY, {"n": 1})
    (moving,) = oscillating_parts(scope.lift(parse(power), "a power"), "n")
    assert oscillation_base(scope.ring, moving) == scope.lift(parse(base), "its base")


@pytest.mark.parametrize("other", ["n", "log(n)", "harmonic(n)", "exp(2*pi*I*n*(n + 1)/29)", "exp(I*n^2)"])
def test_what_is_no_such_power_has_no_base(other: str) -> None:
    """Nothing else is left for the divergence of terms, but the rule of mean values asks this of any factor."""
    scope = Scope(EMPTY, {"n": 1})
    for moving in oscillating_parts(scope.lift(parse(other), "a factor"), "n"):
        with pytest.raises(Rejected, match="linear exponent"):
            oscillation_base(scope.ring, moving)
