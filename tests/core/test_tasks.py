from __future__ import annotations

import time

import pytest

from tnsim.core.tasks import Progress, settle, verdict_within
from tnsim.core.worker import Outcome, Report, run_with_deadline
from tnsim.errors import DomainError, UnsupportedError

AROUND_ZERO = {"midpoint": "0", "radius": "1e-15", "digits": 0, "method": "direct", "reason": "a tail bound"}
AROUND_ONE = AROUND_ZERO | {"midpoint": "1"}


def find_a_ball_then_hang(report: Report, seconds: float) -> None:
    report(Progress(AROUND_ZERO, False))
    sum(range(10**13))


def no_work(report: Report) -> None:
    report(None)


def find_a_pole(report: Report, seconds: float) -> None:
    raise DomainError("1/(n-3) has a pole at n = 3")


def test_a_ball_found_before_the_end_is_reported() -> None:
    run_with_deadline(no_work, (), 60)  # starts the server that forks, beside a program of several threads
    started = time.monotonic()
    answer = verdict_within(find_a_ball_then_hang, (), 3.0, "the claim")
    assert time.monotonic() - started < 30  # without the budget it never ends
    assert answer.certificate is None
    assert answer.report["verdict"] == "enclosed"
    assert answer.report["enclosure"] == {"midpoint": "0", "radius": "1e-15", "digits": 0}
    assert answer.report["reason"] == "no decision within 3 s"


def test_a_pole_is_bad_input() -> None:
    with pytest.raises(DomainError, match="pole"):
        verdict_within(find_a_pole, (), 60.0, "the claim")


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome("timed out", None, (), None, 1.0), "no decision within 7 s"),
        (Outcome("failed", None, (), UnsupportedError("no rule"), 1.0), "no rule"),
        (Outcome("failed", None, (), RuntimeError("KeyError: 1"), 1.0), "internal error: KeyError: 1"),
        (Outcome("ended", None, (), None, 1.0), "the worker process ended before it could answer"),
    ],
)
def test_nothing_found_is_undetermined(outcome: Outcome, reason: str) -> None:
    report = settle(outcome, "the claim", 7).report
    assert (report["verdict"], report["reason"], report["enclosure"]) == ("undetermined", reason, None)


def test_a_coarse_ball_without_zero_refutes() -> None:
    outcome = Outcome("timed out", None, (Progress(AROUND_ONE, True),), None, 1.0)
    assert settle(outcome, "the claim", 7).report["verdict"] == "refuted"


def test_a_value_that_is_not_real_is_reported_in_both_parts() -> None:
    both = AROUND_ZERO | {"imaginary": {"midpoint": "1", "radius": "1e-15"}}
    report = settle(Outcome("timed out", None, (Progress(both, True),), None, 1.0), "the claim", 7).report
    assert report["verdict"] == "refuted" and report["enclosure"]["imaginary"]["midpoint"] == "1"
