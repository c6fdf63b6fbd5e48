"""Fast series by WZ pairs: the term is a multiple of G(n, 0), up to a difference, for a pair whose slow side is summed.

Ramanujan's series with (1/2)_n^3/n!^3 at 1/4 and 1/64, Amdeberhan and Zeilberger's for zeta(3), Zeilberger's for
zeta(2) come out of three seeds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY, Add, Multiply, Negate, Sum, Symbol
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.algebra.telescopers import OutsideTower, telescopers
from tnsim.prover.blocks.kernels import read_kernel
from tnsim.prover.blocks.products import products
from tnsim.prover.candidates import telescoping_step, term_from_start
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.series_steps import right_side
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.prover.wz.directions import Signature, fitting_terms
from tnsim.prover.wz.pairs import Pair, make_pair, pair_steps
from tnsim.ring.readback import to_expression
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["signatures", "wz_steps"]

_Solve = Callable[[Goal], tuple[Step, ...]]
_MOST_PAIRS = 6


def wz_steps(goal: Goal, solve: _Solve) -> tuple[Step, ...]:
    """Return steps that sum the goal by a WZ pair whose slow side `solve` sums; raises NotApplicable."""
    start, scope, term = term_from_start(goal)
    if any(generator.kind == "power_sum" for generator in term.generators()):
        raise NotApplicable("harmonic numbers, which come from moved seeds")
    index = goal.sum.index.name
    other = next(name for name in ("k", "j", "i", "m") if name not in goal.assumptions.symbols | {index})
    reason = "no seed of a WZ pair has the products of the term"
    for signature in signatures(scope.ring, term, index):
        for tried, gammas in enumerate(fitting_terms(signature)):
            watch_deadline()
            if tried == _MOST_PAIRS:
                break
            try:
                pair = make_pair(gammas.expression(Symbol(index), Symbol(other)), index, other, start, goal.assumptions)
                scale, antidifference = _reduction(scope, term, pair)
                return _assembled(goal, scope, pair, scale, antidifference, solve)
            except (NotApplicable, Rejected, OutsideTower, TnsimError, ZeroDivisionError) as error:
                reason = str(error)
    raise NotApplicable(reason)


def signatures(ring: Ring, term: Element, index: str) -> Iterator[Signature]:
    """Yield z and the exponents of the rising factorials for the products in the term, where all are rational."""
    for monomial in products(ring, term, index):
        kernel = read_kernel(ring, monomial, index)
        if kernel is None or (z := kernel.z.rational()) is None or not 0 < abs(z) < 1:
            continue
        exponents: dict[Fraction, int] = {}
        for group, sign in ((kernel.upper, 1), (kernel.lower, -1)):
            for element in group:
                start = element.rational()
                if start is None:
                    break
                exponents[start % 1] = exponents.get(start % 1, 0) + sign
        yield z, frozenset((x, e) for x, e in exponents.items() if e)


def _reduction(scope: Scope, term: Element, pair: Pair) -> tuple[Element, Element]:
    """Return c and T with term = c*G(n, 0) + T(n + 1) - T(n); raises NotApplicable."""
    fast = scope.lift(pair.fast, "the fast series")
    for (a, b), antidifference in telescopers(scope.ring, [term, fast], pair.n):
        if not a.is_zero():
            return -b / a, antidifference / a
    raise NotApplicable("the term is not a difference plus a multiple of that of the pair")


def _assembled(
    goal: Goal, scope: Scope, pair: Pair, scale: Element, antidifference: Element, solve: _Solve
) -> tuple[Step, ...]:
    """Return the steps of the pair, of the telescoping rest, and of their combination."""
    steps = pair_steps(pair, goal.assumptions, solve)
    multiple = to_expression(scale)
    rest_term = Add((goal.sum.term, Negate(Multiply((multiple, pair.fast)))))
    rest = telescoping_step(
        Goal(Sum(rest_term, goal.sum.index, goal.sum.lower, INFINITY), goal.assumptions), pair.start, antidifference
    )
    outer = Scope(goal.assumptions)
    total = outer.lift(right_side(rest), "the value of the rest")
    total = total + outer.lift(multiple, "the multiple") * outer.lift(right_side(steps[-1]), "the value of the pair")
    conclusion = Statement("equal", goal.sum, to_expression(total), goal.assumptions)
    witness: Witness = {"coefficients": ("1", to_text(multiple))}
    places = (len(steps), len(steps) - 1)
    return (*steps, rest, Step("split", conclusion, places, witness))
