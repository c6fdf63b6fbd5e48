"""The table of the rules: each is there, and none is loaded before a certificate uses it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tnsim.proof.checker import RULES, rule


@pytest.mark.parametrize("name", RULES)
def test_each_rule_is_a_function_of_its_module(name: str) -> None:
    module, function = RULES[name].split(".")
    assert rule(name).__module__ == f"tnsim.proof.rules.{module}"
    assert rule(name).__name__ == function


def test_the_checker_starts_without_the_rules_that_are_not_used() -> None:
    program = "import sys, tnsim.cli.check; print([m for m in sys.modules if m.startswith('tnsim.proof.rules.')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
