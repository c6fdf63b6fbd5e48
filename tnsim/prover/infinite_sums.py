"""Induction over a whole parameter of an infinite sum: creative telescoping to a limit.

The coefficients are those of a telescoper of the summand (D. Zeilberger, J. Symbolic Comput. 11 (1991) 195-204). That
the combination of the sums has its value is proved anew: the sums converge, and that of the combined terms telescopes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import INFINITY, ZERO, Expression, Sum, Symbol, free_symbols, number, substitute
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.rules.recurrence import assumptions_from, first_value, recurrence
from tnsim.proof.scope import Rejected, Scope, infinite_nodes
from tnsim.prover.candidates import start_of
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.induction import Prove, with_first_values
from tnsim.prover.merging import merged_steps
from tnsim.prover.proper_terms import read_terms
from tnsim.prover.q_zeilberger import Summand, is_q_hypergeometric_in_form, q_telescopers
from tnsim.prover.strategies.q_telescoping import QTelescoping
from tnsim.prover.strategies.telescoping import Telescoping
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.prover.zeilberger import Telescoper, telescopers_of_order

__all__ = ["infinite_induction_steps"]

_MOST_ORDER = 2


def infinite_induction_steps(
    expression: Expression,
    assumptions: Assumptions,
    prove: Prove,
) -> list[Step]:
    """Return steps that conclude `expression = 0` from a recurrence and first values; raises NotApplicable."""
    reason = "no infinite sum with a whole parameter"
    for name in sorted(assumptions.integers & free_symbols(expression)):
        nodes = [n for n in dict.fromkeys(infinite_nodes(expression)) if name in free_symbols(n)]
        if len(nodes) != 1 or not isinstance(nodes[0], Sum) or nodes[0].upper != INFINITY:
            continue
        try:
            return _by_recurrence(expression, assumptions, name, nodes[0], prove)
        except (NotApplicable, Rejected) as error:
            reason = str(error)
    raise NotApplicable(reason)


def _by_recurrence(
    expression: Expression,
    assumptions: Assumptions,
    name: str,
    node: Sum,
    prove: Prove,
) -> list[Step]:
    statement, least = Statement("equal", expression, ZERO, assumptions), first_value(assumptions, name)
    later = assumptions_from(assumptions, name, least)
    for found in _telescopers(node, later, name):
        watch_deadline()
        with suppress(NotApplicable, Rejected, TnsimError, ZeroDivisionError):
            claim = recurrence(statement, name, found.coefficients, later)
            sums = [n for n in dict.fromkeys(infinite_nodes(claim.left)) if isinstance(n, Sum)]
            steps = list(merged_steps(claim.left, sums, later, _telescoped))
            if steps[-1].conclusion == claim:
                return with_first_values(statement, name, found.coefficients, least, steps, prove)
    raise NotApplicable("no recurrence of the sum was found, or not of the claim")


def _telescoped(goal: Goal) -> tuple[Step, ...]:
    """Return the steps that sum the combined terms by an antidifference; raises NotApplicable."""
    strategy = QTelescoping() if is_q_hypergeometric_in_form(goal.sum.term) else Telescoping()
    return strategy.search(goal)


def _telescopers(node: Sum, assumptions: Assumptions, name: str) -> Iterator[Telescoper]:
    """Yield telescopers of the summand, of the lowest order first."""
    index = node.index.name
    for order in range(1, _MOST_ORDER + 1):
        if is_q_hypergeometric_in_form(node.term):
            shifts = [substitute(node.term, {name: Symbol(name) + number(i)} if i else {}) for i in range(order + 1)]
            scope = Scope(assumptions, {index: start_of(Goal(node, assumptions))})
            yield from q_telescopers([Summand(scope, index, tuple(shifts))])
        else:
            yield from telescopers_of_order(read_terms([(node.term, index)], name), order)
