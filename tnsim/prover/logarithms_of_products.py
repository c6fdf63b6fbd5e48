"""Sums of logarithms of positive factors whose product is known otherwise than by such a sum."""

from __future__ import annotations

from tnsim.language.expression import INFINITY, Apply, Multiply, Product, Sum, free_symbols, walk
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.scope import Scope
from tnsim.prover.candidates import start_of
from tnsim.prover.products import product_of_factors
from tnsim.prover.reductions import Solve
from tnsim.prover.series_steps import right_side
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression

__all__ = ["logarithm_of_product_steps"]


def logarithm_of_product_steps(goal: Goal, solve: Solve) -> tuple[Step, ...]:
    """Return steps that sum a multiple of a logarithm by a product; raises NotApplicable."""
    node, index = goal.sum, goal.sum.index
    logs = {
        part: part.arguments[0]
        for part in walk(node.term)
        if isinstance(part, Apply) and part.function == "log" and index.name in free_symbols(part)
    }
    if len(logs) != 1 or node.upper != INFINITY:
        raise NotApplicable("the term is not a multiple of the logarithm of a factor")
    ((logarithm, factor),) = logs.items()
    scope = Scope(goal.assumptions, {index.name: start_of(goal)})
    scale = scope.lift(node.term, "the term") / scope.lift(logarithm, "the logarithm")
    if index.name in scale.symbols():
        raise NotApplicable("the logarithm has a factor that depends on the index")
    product = Product(factor, index, node.lower, INFINITY)
    steps = product_of_factors(product, goal.assumptions, solve)
    if steps[-1].conclusion.kind != "equal":
        raise NotApplicable("the product has no value")
    value = Apply("log", (right_side(steps[-1]),))
    conclusion = Statement("equal", Sum(logarithm, index, node.lower, INFINITY), value, goal.assumptions)
    steps = (*steps, Step("logarithm", conclusion, (len(steps) - 1,), {}))
    if scale == 1:
        return steps
    c = to_expression(scale)
    multiple = Statement("equal", node, Multiply((c, value)), goal.assumptions)
    return (*steps, Step("split", multiple, (len(steps) - 1,), {"coefficients": (to_text(c),)}))
