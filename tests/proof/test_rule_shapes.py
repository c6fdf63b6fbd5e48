"""Every rule refuses a valid step of which the shape is changed: kinds, numbers of premises, types in the witness.

Premises are taken for proved here. What a rule may take without harm is named: more premises, a field it does not need.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, get_args

import pytest

from tests.rule_certificates import SEARCHED, WRITTEN, found
from tnsim.errors import TnsimError
from tnsim.language.expression import ZERO
from tnsim.proof.certificate import Certificate, Kind, Statement, Step
from tnsim.proof.checker import RULES, rule
from tnsim.proof.scope import Rejected, checking

FACTS = dict(SEARCHED)

MORE_PREMISES = {"ball", "linear", "merge"}
"""The rules that look for what they need among their premises."""

WRONG_VALUES: tuple[Any, ...] = (0, -1, 10**9, "", "?", "n", "1", (), ("1",), ("?",), {}, {"n": "1"}, {"?": "?"})


@cache
def certificate(name: str) -> Certificate:
    return WRITTEN[name] if name in WRITTEN else found(name, FACTS[name])


def accepted(step: Step, premises: tuple[Statement, ...]) -> bool:
    try:
        with checking():
            rule(step.rule)(step.conclusion, premises, step.witness)
    except (Rejected, TnsimError):
        return False
    return True


def other_kinds(statement: Statement) -> Iterator[Statement]:
    for kind in get_args(Kind):
        if kind != statement.kind:
            yield Statement(kind, statement.left, ZERO if kind == "equal" else None, statement.assumptions)


def steps(name: str) -> Iterator[tuple[Step, tuple[Statement, ...]]]:
    """Yield the first step of each rule with its premises."""
    proof, seen = certificate(name), set()
    for step in proof.steps:
        if (step.rule, step.witness.get("test")) not in seen:
            seen.add((step.rule, step.witness.get("test")))
            yield step, tuple(proof.steps[i].conclusion for i in step.premises)


@pytest.mark.parametrize("name", [*WRITTEN, *FACTS])
def test_changed_shapes_are_refused(name: str) -> None:
    taken = []
    for step, premises in steps(name):
        assert accepted(step, premises)
        for statement in other_kinds(step.conclusion):
            if accepted(replace(step, conclusion=statement), premises):
                taken.append((step.rule, "conclusion", statement.kind))
        for i, premise in enumerate(premises):
            if step.rule not in MORE_PREMISES and accepted(step, premises[:i] + premises[i + 1 :]):
                taken.append((step.rule, "without premise", i))
            for statement in other_kinds(premise):
                if accepted(step, (*premises[:i], statement, *premises[i + 1 :])):
                    taken.append((step.rule, "premise", statement.kind))
        if step.rule not in MORE_PREMISES and accepted(step, (*premises, Statement("equal", ZERO, ZERO))):
            taken.append((step.rule, "one premise more", ""))
        for field in step.witness:
            rest: Mapping[str, Any] = {k: v for k, v in step.witness.items() if k != field}
            if accepted(replace(step, witness=rest), premises):
                taken.append((step.rule, "without", field))
            for value in WRONG_VALUES:
                if type(value) is not type(step.witness[field]) and accepted(
                    replace(step, witness={**rest, field: value}), premises
                ):
                    taken.append((step.rule, "field", field, value))
    assert not taken


def test_the_certificates_use_every_rule() -> None:
    used = {step.rule for name in (*WRITTEN, *FACTS) for step in certificate(name).steps}
    assert used == set(RULES)
