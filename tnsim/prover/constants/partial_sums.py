"""Finite sums up to a whole parameter, where they telescope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from tnsim.errors import TnsimError
from tnsim.language.expression import Sum
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.antidifferences import telescoped_step
from tnsim.prover.constants.relation import Relation
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Generator

__all__ = ["PartialSums"]


class PartialSums:
    """Sums from a number to a parameter, as they come out of sums over two indices."""

    def member(self, generator: Generator) -> bool:
        return generator.kind == "partial_sum"

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        for member in members:
            node = to_expression(scope.ring.tower.intern(member))
            if not isinstance(node, Sum):
                continue
            with suppress(NotApplicable, Rejected, TnsimError, ZeroDivisionError):
                step = telescoped_step(Goal(node, scope.facts.assumptions))
                left, right = step.conclusion.left, step.conclusion.right
                if right is not None:
                    yield Relation(step, scope.lift(left, "the sum") - scope.lift(right, "its value"))
