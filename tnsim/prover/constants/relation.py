"""Relations between constants: an equation that a rule accepts, and what it says in the ring."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from tnsim.errors import TnsimError
from tnsim.language.expression import Expression
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.deadline import watch_deadline
from tnsim.ring.tower import Element, Generator

__all__ = ["Family", "Relation", "lemma_relation"]


@dataclass(frozen=True, slots=True)
class Relation:
    """A step whose conclusion is about constants, and the element `left - right`, whose value is 0."""

    step: Step
    element: Element


class Family(Protocol):
    """Constants of one kind, and the relations that hold between them."""

    def member(self, generator: Generator) -> bool:
        """Tell whether the generator is a constant of this family."""
        ...

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        """Return relations that may reduce the members to others of the family, or to other families."""
        ...


def lemma_relation(scope: Scope, name: str, parameters: dict[str, Expression]) -> Relation | None:
    """Return the instance of a lemma about constants, or `None` where a hypothesis is not proved."""
    watch_deadline()
    witness: Witness = {"lemma": name, "parameters": {key: to_text(value) for key, value in parameters.items()}}
    try:
        left, right = LEMMAS[name].instance(scope, parameters)
        conclusion = Statement("equal", left, right, scope.facts.assumptions)
        scope.admit(left, right)
        element = scope.lift(left, "the left side") - scope.lift(right, "the right side")
    except (Rejected, TnsimError, ZeroDivisionError):
        return None
    return Relation(Step("lemma", conclusion, (), witness), element)
