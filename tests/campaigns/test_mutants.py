"""Changes of a module's conditions: each changes what it says it changes, and nothing else."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

import pytest

from campaigns.explanations import explanations
from campaigns.mutants import apply, code_places, mutants_of

SOURCE = """
class Rejected(Exception):
    pass


def admit(n, bound):
    if n < 0 or n > bound:
        raise Rejected("out of range")
    return n
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "mutated_example.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    __import__("mutated_example")
    return "mutated_example"


def admits(n: int) -> bool:
    example = sys.modules["mutated_example"]
    try:
        return bool(example.admit(n, 5) == n)
    except example.Rejected:
        return False


def test_every_change_lets_in_what_was_refused(module: str) -> None:
    changes = {(m.change, m.part, m.text): m for m in mutants_of(module)}
    assert {change for change, _, _ in changes} == {"not refused", "left out", "boundary"}
    assert not admits(-1) and not admits(6) and admits(0) and admits(5)
    expected = {
        ("left out", 0, "n < 0 or n > bound"): -1,
        ("left out", 1, "n < 0 or n > bound"): 6,
        ("not refused", 0, 'raise Rejected("out of range")'): 7,
    }
    for key, let_in in expected.items():
        assert code_places(changes[key]) == {("admit", 6)}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads, from Python 3.12 on; the child uses none
            child = os.fork()
        if child == 0:
            code = 1
            try:
                apply(changes[key])
                code = 0 if admits(let_in) and admits(3) else 1
            finally:
                os._exit(code)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert not admits(-1)


def test_every_explained_condition_is_still_there() -> None:
    """The texts are those of changes that the campaign makes, so an explanation goes with its condition."""
    known = {
        (m.module, m.text, m.change, m.part)
        for name in {change[0] for change in explanations()}
        for m in mutants_of(name)
    }
    assert not set(explanations()) - known
    assert all(len(reason) > 20 for reason in explanations().values())
