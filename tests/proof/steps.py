"""Steps of the checker's rules, for tests of one condition at a time; premises are taken for proved."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Kind, Statement, Witness
from tnsim.proof.checker import rule
from tnsim.proof.scope import Rejected


def equal(left: str, right: str, *facts: str) -> Statement:
    return Statement("equal", parse(left), parse(right), Assumptions.parse(facts))


def said(kind: Kind, left: str, *facts: str) -> Statement:
    return Statement(kind, parse(left), None, Assumptions.parse(facts))


@dataclass(frozen=True)
class Case:
    rule: str
    conclusion: Statement
    premises: tuple[Statement, ...]
    witness: Witness

    def check(self) -> None:
        rule(self.rule)(self.conclusion, self.premises, self.witness)

    def refuse(self, reason: str) -> None:
        with pytest.raises(Rejected, match=reason):
            self.check()


def concluding(case: Case, conclusion: Statement) -> Case:
    return replace(case, conclusion=conclusion)


def knowing(case: Case, **changed: str | int) -> Case:
    return replace(case, witness={**case.witness, **changed})


def with_premises(case: Case, *premises: Statement) -> Case:
    return replace(case, premises=premises)
