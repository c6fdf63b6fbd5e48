from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import wait

import pytest

from tnsim.core.worker import Report, Worker, run_all, run_with_deadline
from tnsim.errors import ParseError, TnsimError

# Processes may be spawned, so what they run lives at the top of this module.


def double(report: Report, number: int) -> int:
    report("started")
    return 2 * number


def stuck_in_one_call(report: Report) -> int:
    report("before")
    return sum(range(10**13))


def misread(report: Report) -> None:
    raise ParseError("unknown function 'foo'", "foo(n)", 0)


class FussyError(TnsimError):
    def __init__(self, message: str, best: int) -> None:
        super().__init__(message)
        self.best = best


def fuss(report: Report) -> None:
    raise FussyError("not enough", 3)


def fail(report: Report) -> None:
    raise ZeroDivisionError("by design")


def vanish(report: Report) -> None:
    os._exit(7)


def sleep_then_return(report: Report, seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def test_a_value_and_what_was_reported_come_back() -> None:
    seen: list[object] = []
    outcome = run_with_deadline(double, (21,), 60, seen.append)
    assert (outcome.state, outcome.value, outcome.messages) == ("finished", 42, ("started",))
    assert seen == ["started"]


def test_one_long_call_is_ended_in_time_and_its_reports_are_kept() -> None:
    started = time.monotonic()
    outcome = run_with_deadline(stuck_in_one_call, (), 3)
    assert time.monotonic() - started < 30  # without the deadline it never ends
    assert (outcome.state, outcome.messages) == ("timed out", ("before",))


def test_our_errors_come_back_whole() -> None:
    outcome = run_with_deadline(misread, (), 60)
    assert outcome.state == "failed"
    assert isinstance(outcome.error, ParseError)
    assert (outcome.error.text, outcome.error.position) == ("foo(n)", 0)


def test_other_errors_come_back_described() -> None:
    outcome = run_with_deadline(fail, (), 60)
    assert isinstance(outcome.error, RuntimeError)
    assert str(outcome.error) == "ZeroDivisionError: by design"
    assert "Traceback" in outcome.error.__notes__[0]


def test_an_error_that_no_pipe_can_carry_comes_back_described() -> None:
    outcome = run_with_deadline(fuss, (), 60)
    assert isinstance(outcome.error, RuntimeError)
    assert str(outcome.error).endswith("FussyError: not enough")


def test_a_process_that_disappears_is_noticed() -> None:
    assert run_with_deadline(vanish, (), 60).state == "ended"


def test_an_interrupted_wait_leaves_no_process_behind() -> None:
    with pytest.raises(KeyboardInterrupt), Worker(stuck_in_one_call, (), 60) as worker:
        raise KeyboardInterrupt
    assert not worker._process.is_alive()


def test_many_jobs_each_get_their_own_budget() -> None:
    jobs = [(30.0,), (0.01,), (0.02,), (0.03,)]
    outcomes = dict(run_all(sleep_then_return, jobs, seconds=5.0, workers=2))
    assert [outcomes[k].state for k in range(4)] == ["timed out", "finished", "finished", "finished"]
    assert [outcomes[k].value for k in range(1, 4)] == [0.01, 0.02, 0.03]


def test_no_jobs_no_outcomes() -> None:
    assert list(run_all(double, [], 1.0, 4)) == []


def eat(report: Report) -> int:
    return len(bytes(2**31))


def test_memory_is_limited() -> None:
    with Worker(eat, (), 60, memory=2**30) as worker:
        while (outcome := worker.outcome()) is None:
            if wait([worker.connection], worker.seconds_left):
                worker.receive()
    assert outcome.state == "failed" and "MemoryError" in str(outcome.error)


def test_a_program_of_several_threads_runs_tasks_as_well() -> None:
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda k: run_with_deadline(double, (k,), 120), range(4)))
    assert [outcome.value for outcome in outcomes] == [0, 2, 4, 6]
