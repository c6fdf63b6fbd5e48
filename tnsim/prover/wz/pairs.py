"""WZ pairs made from one term by Gosper's algorithm, and the step of the rule `wz` that they give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import INFINITY, Expression, Multiply, Sum, Symbol, number, substitute
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.rules.convergence import absolutely_summable
from tnsim.proof.rules.wz import corner, require_decrease, wz
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.algebra.telescopers import OutsideTower, telescopers
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.substitution import shift, substitute_element
from tnsim.ring.tower import Element

__all__ = ["Pair", "make_pair", "pair_steps"]

_Solve = Callable[[Goal], tuple[Step, ...]]
_STARTS = (0, 1, 2, 4)
_COLUMNS = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class Pair:
    """F and G with F(n + 1, k) - F(n, k) = G(n, k + 1) - G(n, k), for n from `start` and k from 0."""

    first: Expression
    second: Expression
    n: str
    k: str
    start: int

    @property
    def fast(self) -> Expression:
        """Return G(n, 0)."""
        return substitute(self.second, {self.k: number(0)})

    @property
    def slow(self) -> Expression:
        """Return F(start, k)."""
        return substitute(self.first, {self.n: number(self.start)})


def make_pair(term: Expression, n: str, k: str, start: int, assumptions: Assumptions) -> Pair:
    """Return the pair of a term F(n, k), given for n >= 0, with n moved to the start; raises NotApplicable."""
    moved = substitute(term, {n: Symbol(n) - number(start)}) if start else term
    try:
        scope = Scope(assumptions, {n: start, k: 0})
        first = scope.lift(moved, "the seed")
        difference = shift(scope.ring, first, n) - first
        if difference.is_zero():
            raise NotApplicable("the term does not depend on the index")
        for (c,), antidifference in telescopers(scope.ring, [difference], k):
            if not c.is_zero():
                return Pair(moved, _written(scope, moved, first, antidifference / c, k), n, k, start)
    except (Rejected, OutsideTower, TnsimError, ZeroDivisionError) as error:
        raise NotApplicable(str(error)) from None
    raise NotApplicable("the differences of the term have no antidifference")


def _written(scope: Scope, term: Expression, first: Element, second: Element, k: str) -> Expression:
    """Return G as R(n, k)*F(n, k) where that has a value for k = 0, else written out."""
    rational = second / first
    if all(g.kind == "symbol" for g in rational.generators()):
        try:
            substitute_element(scope.ring, rational, {k: scope.ring.tower.element(0)})
            short = Multiply((to_expression(rational), term))
            scope.lift(short, "G")
        except (Rejected, TnsimError, ZeroDivisionError):
            return to_expression(second)
        return short
    return to_expression(second)


def pair_steps(pair: Pair, assumptions: Assumptions, solve: _Solve) -> tuple[Step, ...]:
    """Return steps that sum G(n, 0) by the sum of F(start, k), which `solve` finds; raises NotApplicable."""
    begin = _start_of_decrease(pair, assumptions)
    slow = Sum(pair.slow, Symbol(pair.k), number(0), INFINITY)
    found = solve(Goal(slow, assumptions))
    if not found or found[-1].conclusion.kind != "equal" or found[-1].conclusion.right is None:
        raise NotApplicable("the slow series is not summed")
    outer = Scope(assumptions)
    fast = Sum(pair.fast, Symbol(pair.n), number(pair.start), INFINITY)
    reason = ""
    for after in _COLUMNS:
        try:
            rest = corner(outer, pair.first, (pair.n, begin), (pair.k, 0), after)
            value = found[-1].conclusion.right
            if not rest.is_zero():
                value = value - to_expression(rest)
            conclusion = Statement("equal", fast, value, assumptions)
            witness: Witness = {
                "first": to_text(pair.first),
                "second": to_text(pair.second),
                "from": begin,
                "after": after,
            }
            wz(conclusion, (found[-1].conclusion,), witness)
        except (Rejected, TnsimError, ZeroDivisionError) as error:
            reason = str(error)
            continue
        return (*found, Step("wz", conclusion, (len(found) - 1,), witness))
    raise NotApplicable(reason)


def _start_of_decrease(pair: Pair, assumptions: Assumptions) -> int:
    """Return the first row from which on the rows decrease, and that is absolutely summable."""
    reason = ""
    for more in _STARTS:
        try:
            require_decrease(Scope(assumptions, {pair.n: pair.start + more, pair.k: 0}), pair.first, pair.n)
            along = Scope(assumptions, {pair.k: 0})
            row = substitute(pair.first, {pair.n: number(pair.start + more)})
            absolutely_summable(along.ring, along.lift(row, "a row"), pair.k)
        except (Rejected, TnsimError, ZeroDivisionError) as error:
            reason = str(error)
            continue
        return pair.start + more
    raise NotApplicable(reason)
