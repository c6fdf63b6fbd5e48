from __future__ import annotations

import os
import time
from fractions import Fraction
from pathlib import Path

import pytest

from tnsim.cluster.batch import Place, run_batch
from tnsim.cluster.sums import block_sum, evaluate_many, prove_many
from tnsim.core.ball import Ball
from tnsim.core.worker import Report
from tnsim.errors import DomainError, InputError
from tnsim.sets.claim import Claim

CLAIMS = [
    Claim.parse(text)
    for text in ("sum(1/(n*(n+1)), n=1..oo) = 1", "sum(1/2^n, n=1..oo) = 2", "sum(1/n, n=1..oo) = 0", "1 = 1")
]


def square(report: Report, number: int, pause: float) -> int:
    time.sleep(pause)
    return number * number


def vanish_once(report: Report, mark: str) -> str:
    """End the process without a word, the first time."""
    if not Path(mark).exists():
        Path(mark).touch()
        os._exit(9)
    return "done"


def vanish(report: Report) -> None:
    os._exit(9)


def test_outcomes_come_in_order() -> None:
    jobs = [(k, 0.2 if k == 0 else 0.0) for k in range(6)]
    assert [outcome.value for outcome in run_batch(square, jobs, 60, Place(3))] == [0, 1, 4, 9, 16, 25]


def test_the_task_of_a_lost_process_runs_again(tmp_path: Path) -> None:
    jobs = [(str(tmp_path / name),) for name in "abc"]
    assert [outcome.value for outcome in run_batch(vanish_once, jobs, 60, Place(2))] == ["done"] * 3
    (lost,) = run_batch(vanish, [()], 60, Place(1))
    assert lost.state == "ended"


def test_verdicts_are_the_same_on_two_processes() -> None:
    serial, parallel = (
        [answer.report | {"seconds": 0, "checker": None} for answer in prove_many(CLAIMS, place)]
        for place in (Place(1), Place(2))
    )
    assert serial == parallel
    assert [report["verdict"] for report in serial] == ["proved", "refuted", "divergent", "proved"]


def test_a_sweep_has_a_ball_or_a_reason_at_each_point() -> None:
    sweep = [{"x": Fraction(1, 2)}, {"x": 0}, {"x": "1/3"}]
    first, second, third = evaluate_many("1/x + sum(x^n, n=0..oo)", sweep, Place(2))
    assert isinstance(first, Ball) and first.contains(4)
    assert isinstance(second, DomainError)
    assert isinstance(third, Ball) and third.contains(Fraction(9, 2))
    with pytest.raises(InputError, match="y has no value"):
        list(evaluate_many("x*y", [{"x": 1}], Place(1)))


def test_a_sum_in_blocks_does_not_depend_on_the_place() -> None:
    one, two = (block_sum("1/n^2", 1, 1000, place, blocks=7, digits=30) for place in (Place(1), Place(2)))
    assert one == two
    assert one.contains(sum(Fraction(1, n * n) for n in range(1, 1001)))
    with pytest.raises(DomainError):
        block_sum("1/(n-5)", 1, 10, Place(2), blocks=2)
    for wrong in ((3, 2, 1), (1, 2, 0)):
        with pytest.raises(InputError):
            block_sum("1/n", wrong[0], wrong[1], Place(1), blocks=wrong[2])


def test_a_place_has_workers() -> None:
    with pytest.raises(InputError, match="at least one worker"):
        Place(0)
