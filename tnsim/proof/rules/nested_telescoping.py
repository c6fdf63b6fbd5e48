"""The rule of telescoping over several levels: terms that hold finite sums, each with a recurrence in the index.

F. Chyzak, Discrete Math. 217 (2000) 115-134, without its algorithm: the values f(k), f(k + 1), ... of an inner sum are
combinations of the first ones, and what the antidifference and the terms make of them is compared as polynomials in
those. The ends are added up as in creative telescoping, where the values of inner sums beyond the range are numbers of
which the recurrence alone is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ZERO, Expression, Symbol, free_symbols, number, substitute
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.closure import RecurrentSum, read_sums, values_at_shifts
from tnsim.proof.rules.recurrence import assumptions_from, first_value, recurrence, require_telescoping
from tnsim.proof.scope import Rejected, Scope, same_assumptions, whole
from tnsim.ring.tower import Element

__all__ = ["InnerSums", "nested_telescoping"]

_MOST_REACH = 12


def nested_telescoping(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum_j c_j S_j + r = v as in creative telescoping, where the terms hold finite sums f_1(k), f_2(k), ...

    Each premise is a recurrence c_0 f(k) + ... + c_r f(k + r) = 0 for all whole k >= b, with b at most the lowest index
    of any group, and c_r(k) is proved different from 0 wherever f(k + r) is read by it.
    """
    index, reach = witness.get("index"), whole(witness, "reach")
    if not isinstance(index, str):
        raise Rejected("the witness names the index of the inner sums")
    if index in conclusion.assumptions.symbols:
        raise Rejected(f"the index {index} is also a parameter")
    if not 1 <= reach <= _MOST_REACH:
        raise Rejected(f"the reach is not a whole number from 1 to {_MOST_REACH}")
    sums = read_sums(witness)
    if len(premises) != len(sums) or not sums:
        raise Rejected(f"{len(sums)} recurrences are needed, at least one, got {len(premises)} premises")
    if max(len(s.coefficients) for s in sums) > reach + 1:
        raise Rejected("the reach is less than the order of a recurrence")
    begins = [_required(conclusion, index, s, premise) for s, premise in zip(sums, premises, strict=True)]
    inner = InnerSums(index, tuple(sums), max(begins), reach)
    require_telescoping(conclusion, witness, inner.inside, inner.beyond)


def _required(conclusion: Statement, index: str, s: RecurrentSum, premise: Statement) -> int:
    """Return the first index for which a premise is the recurrence of an inner sum; raises Rejected if it is not."""
    if not s.coefficients or index not in free_symbols(s.node):
        raise Rejected(f"no recurrence in {index} for {to_text(s.node)}")
    begin = first_value(premise.assumptions, index)
    # of several lower bounds the first value is not always the highest: the recurrence is to hold from `begin` on
    facts = assumptions_from(premise.assumptions, index, begin)
    if premise != recurrence(Statement("equal", s.node, ZERO, facts), index, s.coefficients, facts):
        raise Rejected(f"a premise is not the recurrence of {to_text(s.node)} from {begin} on")
    kept = tuple(fact for fact in facts.inequalities if index not in fact.symbols)
    others = Assumptions(facts.integers - {index}, facts.reals - {index}, kept)
    same_assumptions((Statement("equal", ZERO, ZERO, others),), conclusion)
    return begin


@dataclass(frozen=True, slots=True)
class InnerSums:
    """Finite sums with a recurrence in an index from `begin` on, and how far beyond the index they are read."""

    index: str
    sums: tuple[RecurrentSum, ...]
    begin: int
    reach: int

    def inside(self, scope: Scope, index: str, lowest: int, highest: Expression) -> Mapping[Expression, Element]:
        """Return {f(k + i): its value} by the values of f(k), ..., f(k + r - 1), for the k of the range."""
        self._require_from(index, lowest)
        return values_at_shifts(scope, index, lowest, self.sums, self.reach, "#inner")

    def beyond(self, scope: Scope, index: str, lowest: int, highest: Expression) -> Mapping[Expression, Element]:
        """Return {f(b + m): its value} for the highest index b and m >= 1; b + 1 is at least the lowest index."""
        self._require_from(index, lowest)
        values: dict[Expression, Element] = {}
        for s in self.sums:
            row = self._row(scope, s, highest)
            for m in range(1, self.reach + 2):
                start = highest + number(m)
                values[substitute(s.node, {index: start})] = row[m - 1]
                for i in range(1, self.reach + 2 - m):
                    # T(b + 1) holds f(k + i) with b + 1 in the place of k
                    moved = substitute(s.node, {index: Symbol(index) + number(i)})
                    values[substitute(moved, {index: start})] = row[m + i - 1]
        return values

    def _row(self, scope: Scope, s: RecurrentSum, highest: Expression) -> Sequence[Element]:
        """Return the values at b + 1, ..., b + reach + 1, the first ones as numbers of which nothing is known."""
        order = len(s.coefficients) - 1
        starts = [highest + number(m) for m in range(1, self.reach + 2)]
        names = [to_text(substitute(s.node, {self.index: start})) for start in starts[:order]]
        row = [scope.ring.tower.unknown(name) for name in names]
        for start in starts[: len(starts) - order]:
            *others, lead = (scope.lift(substitute(c, {self.index: start}), "a coefficient") for c in s.coefficients)
            if not scope.facts.nonzero(lead):
                raise Rejected("the leading coefficient of a recurrence is not proved to be different from 0")
            recent = row[len(row) - order :] if order else []
            total = sum((c * value for c, value in zip(others, recent, strict=True)), scope.ring.tower.element(0))
            row.append(-total / lead)
        return row

    def _require_from(self, index: str, lowest: int) -> None:
        if index != self.index:
            raise Rejected(f"the sums run over {index}, and the inner ones have recurrences in {self.index}")
        if lowest < self.begin:
            raise Rejected(f"a recurrence holds from {self.begin} on, and {lowest} is the lowest index")
