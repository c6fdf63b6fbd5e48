"""Closure properties of P-recursive sequences: a recurrence for an expression in several finite sums.

Each sum has a recurrence by creative telescoping; a sum up to N whose terms hold sums grows by its next term. The
shifts of sums, products, and multiples by other elements of the ring then lie in a space of finite dimension over the
rational functions of N, and a linear dependence among them is a recurrence: B. Salvy and P. Zimmermann, ACM Trans.
Math. Software 20 (1994) 163-177; M. Kauers and P. Paule, The Concrete Tetrahedron, 2011, section 7.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tnsim.errors import TnsimError
from tnsim.language.expression import ZERO, Expression, Sum, Symbol, free_symbols, number, substitute
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.checker import verify
from tnsim.proof.rules.closure import RecurrentSum, values_at_shifts, with_values
from tnsim.proof.rules.recurrence import assumptions_from, difference, finite_sums, recurrence
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.algebra.annihilators import last_whole_zero, linear_dependence
from tnsim.prover.creative_telescoping import is_proper
from tnsim.prover.deadline import OutOfTime, watch_deadline
from tnsim.prover.nested_telescoping import StepwiseRecurrence, recurrence_of_sum
from tnsim.prover.strategy import NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["closed_recurrence", "is_proper_apart"]

_MOST_SUMS = 8
_MOST_ORDER = 12
_MOST_OFFSET = 6
_LATEST_START = 40


@dataclass(slots=True)
class _Sequences:
    """The sums of an expression in the order in which they build on each other, and the steps with recurrences."""

    statement: Statement
    name: str
    least: int
    start: int
    offset: int = 0
    """How far the claim itself goes beyond N in the sums that are shifts of others."""
    sums: list[RecurrentSum] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    premises: list[int] = field(default_factory=list)
    """The numbers of the steps that conclude the recurrences of the sums."""

    def add(self, node: Sum) -> None:
        """Add a sum and those in its terms; raises NotApplicable where it has neither a recurrence nor next terms."""
        if any(s.node == node for s in self.sums):
            return
        if len(self.sums) >= _MOST_SUMS:
            raise NotApplicable("too many finite sums")
        inner = [n for n in finite_sums(node.term) if node.index.name in free_symbols(n)]
        is_partial = bool(inner) and self.name not in free_symbols(node.term)
        if is_partial or not self._has_recurrence(node):
            self._require_partial(node)
            for n in inner:
                moved = substitute(n, {node.index.name: node.upper})
                if isinstance(moved, Sum):
                    self.add(moved)
            self.sums.append(RecurrentSum(node))

    def _has_recurrence(self, node: Sum) -> bool:
        try:
            found = recurrence_of_sum(node, self.statement.assumptions, self.name, self.least)
        except OutOfTime:
            raise
        except (NotApplicable, Rejected):
            return False
        self.sums.append(RecurrentSum(node, found.coefficients))
        self.steps += [step.moved(len(self.steps)) for step in found.steps]
        self.premises.append(len(self.steps) - 1)
        self.start = max(self.start, found.start)
        return True

    def _require_partial(self, node: Sum) -> None:
        if self.name in free_symbols(node.term):
            raise NotApplicable(f"no recurrence for {to_text(node)} was found")


def closed_recurrence(statement: Statement, name: str, least: int) -> StepwiseRecurrence:
    """Return a recurrence for the difference of the two sides of an equation; raises NotApplicable or Rejected.

    >>> from tnsim.language.assumptions import Assumptions
    >>> from tnsim.language.parser import parse
    >>> square = parse("Sum(binomial(N, k), (k, 0, N))^2")
    >>> found = closed_recurrence(Statement("equal", square, ZERO, Assumptions.parse(["N: integer, N >= 0"])), "N", 0)
    >>> [to_text(c) for c in found.coefficients], found.start
    (['-4', '1'], 0)
    """
    claim = difference(statement)
    sequences = _Sequences(statement, name, least, least)
    for node in _without_shifts(sequences, [n for n in finite_sums(claim) if name in free_symbols(n)]):
        sequences.add(node)
    coefficients = _dependence(claim, sequences)
    start = max(sequences.start, last_whole_zero(coefficients[-1], name) + 1)
    if start > least + _LATEST_START:
        raise NotApplicable("the leading coefficient has a zero too far out")
    written = tuple(map(to_expression, coefficients))
    conclusion = recurrence(statement, name, written, assumptions_from(statement.assumptions, name, start))
    witness: Witness = {
        "symbol": name,
        "sums": tuple(to_text(s.node) for s in sequences.sums),
        "lengths": tuple(str(len(s.coefficients)) for s in sequences.sums),
        "coefficients": tuple(to_text(c) for s in sequences.sums for c in s.coefficients),
        "reach": max(1, len(written) - 1 + sequences.offset),
    }
    steps, premises = sequences.steps, sequences.premises
    last = Step("closure", conclusion, tuple(premises), witness)
    verify(last, tuple(steps[p].conclusion for p in premises))
    return StepwiseRecurrence(written, start, (*steps, last))


def _without_shifts(sequences: _Sequences, nodes: Sequence[Sum]) -> list[Sum]:
    """Return the sums that are no shifts of others among them; how far the shifts go is noted."""
    moved = {
        substitute(node, {sequences.name: Symbol(sequences.name) + number(i)}): i
        for i in range(1, _MOST_OFFSET + 1)
        for node in nodes
    }
    sequences.offset = max((moved.get(node, 0) for node in nodes), default=0)
    return [node for node in nodes if node not in moved]


def is_proper_apart(statement: Statement, name: str) -> bool:
    """Tell whether each finite sum is one of proper hypergeometric terms, and all of them together are none."""
    nodes = dict.fromkeys(finite_sums(difference(statement)))
    apart = (is_proper(Statement("equal", node, ZERO, statement.assumptions), name) for node in nodes)
    return not is_proper(statement, name) and all(apart)


def _dependence(claim: Expression, sequences: _Sequences) -> list[Element]:
    """Return polynomials c_i, the last not 0, with sum_i c_i E(N + i) = 0, of the least order that there is."""
    name = sequences.name
    scope = Scope(assumptions_from(sequences.statement.assumptions, name, sequences.start))
    shifts: list[Element] = []
    for order in range(_MOST_ORDER + 1):
        watch_deadline()
        reach = max(1, order + sequences.offset)
        values = values_at_shifts(scope, name, sequences.start, sequences.sums, reach)
        moved = substitute(claim, {name: Symbol(name) + number(order)}) if order else claim
        try:
            shifts.append(with_values(scope, moved, values))
        except TnsimError as error:
            raise NotApplicable(str(error)) from None
        if found := linear_dependence(shifts, name):
            return found
    raise NotApplicable(f"no recurrence of an order up to {_MOST_ORDER}")
