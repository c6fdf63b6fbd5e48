"""Sums over one range taken together: convergent sums whose combination telescopes although none does alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Expression, Multiply, Sum, Symbol, substitute
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.checker import verify
from tnsim.proof.scope import Rejected, Scope, infinite_sum, replace_nodes
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.replacement import linear_coefficient
from tnsim.ring.tower import Element

__all__ = ["convergence_step", "merged_steps"]


def convergence_step(node: Sum, assumptions: Assumptions) -> Step:
    """Return a step that proves the convergence of a sum; raises NotApplicable."""
    conclusion = Statement("converges", node, None, assumptions)
    index = node.index.name
    tests: list[dict[str, str]] = [{"test": "absolute"}]
    tests.append({"test": "dirichlet", "base": "-1", "oscillation": f"(-1)**{index}"})
    reason = ""
    for witness in tests:
        step = Step("convergence", conclusion, (), witness)
        try:
            verify(step, ())
        except Rejected as rejection:
            reason = str(rejection)
            continue
        return step
    raise NotApplicable(f"the convergence of {to_text(node)} is not established: {reason}")


def merged_steps(
    expression: Expression,
    nodes: Sequence[Sum],
    assumptions: Assumptions,
    evaluate: Callable[[Goal], tuple[Step, ...]],
) -> tuple[Step, ...]:
    """Return steps ending in `expression = v`, all its sums merged into one that `evaluate` sums.

    Raises NotApplicable if the sums do not run over one range, or the merged sum is not summed.
    """
    _, index, first = _range(nodes[0])
    if any(_range(node)[2] != first for node in nodes):
        raise NotApplicable("the sums run over different ranges")
    try:
        scope = Scope(assumptions, {index: first})
        names: dict[Expression, Expression] = {node: Symbol(f"#sum{i}") for i, node in enumerate(nodes)}
        unknowns = {f"#sum{i}": scope.ring.tower.unknown(f"#sum{i}") for i in range(len(nodes))}
        combination = scope.lift(replace_nodes(expression, names), "the claim", unknowns)
        rest, terms = combination, []
        for i, node in enumerate(nodes):
            element = unknowns[f"#sum{i}"]
            c = _coefficient(combination, element)
            rest = rest - c * element
            term, own_index, _ = _range(node)
            terms.append(Multiply((to_expression(c), substitute(term, {own_index: Symbol(index)}))))
    except Rejected as rejection:
        raise NotApplicable(str(rejection)) from None
    total: Expression = terms[0]
    for term in terms[1:]:
        total = total + term
    merged = Sum(total, Symbol(index), nodes[0].lower, nodes[0].upper)
    summed = evaluate(Goal(merged, assumptions))
    value = summed[-1].conclusion.right
    if value is None:
        raise NotApplicable("the merged sum is not summed")
    convergence = [convergence_step(node, assumptions) for node in nodes]
    steps = [*summed, *convergence]
    premises = (len(summed) - 1, *range(len(summed), len(steps)))
    final = to_expression(scope.lift(value, "the value") + rest)
    steps.append(Step("merge", Statement("equal", expression, final, assumptions), premises, {}))
    return tuple(steps)


def _range(node: Sum) -> tuple[Expression, str, int]:
    try:
        return infinite_sum(node)
    except Rejected as rejection:
        raise NotApplicable(str(rejection)) from None


def _coefficient(combination: Element, symbol: Element) -> Element:
    found = linear_coefficient(combination, symbol)
    if found is None:
        raise NotApplicable("the claim is not linear in its sums")
    return found
