"""Claims between powers of a theta series and Lambert series: Jacobi's sums of 2, 4, 6 and 8 squares.

Once the theta series are written by partial ones, the claim is a polynomial in `2*Sum(q^(n^2), n >= 0) - 1`. Its
powers are replaced by Lambert series, and what is left is a rearrangement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import comb

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ZERO, Add, Expression, Multiply, Power, Sum
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.lemmas.triple_product import SQUARES, partial_theta_series, squares_name
from tnsim.proof.scope import Rejected, Scope, infinite_nodes, replace_nodes
from tnsim.prover.rearrangements import rearrangement_steps
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.prover.unknowns import readable
from tnsim.ring.tower import Element, split_powers

__all__ = ["theta_power_steps"]


def theta_power_steps(
    expression: Expression, assumptions: Assumptions, solve: Callable[[Goal], tuple[Step, ...]]
) -> list[Step]:
    """Return steps that prove a claim between powers of one theta series and Lambert series; raises NotApplicable."""
    steps: list[Step] = []
    values: dict[Expression, int] = {}
    for node in dict.fromkeys(infinite_nodes(expression)):
        found = solve(Goal(node, assumptions)) if isinstance(node, Sum) else ()
        if found and found[-1].conclusion.kind == "equal":
            steps += [step.moved(len(steps)) for step in found]
            values[node] = len(steps) - 1
    known = {node: right for node, i in values.items() if (right := steps[i].conclusion.right) is not None}
    replaced = replace_nodes(expression, known)
    for theta in (node for node in infinite_nodes(replaced) if isinstance(node, Sum)):
        parameters = _parameters(Scope(assumptions), theta)
        if parameters is not None:
            relations, multipliers = _with_theta(replaced, theta, parameters, assumptions)
            ends = range(len(steps), len(steps) + len(relations))
            steps += [step.moved(ends.start) for step in relations]
            conclusion = Statement("equal", expression, ZERO, assumptions)
            premises = (*values.values(), *ends)
            return [*steps, Step("linear", conclusion, premises, {"multipliers": multipliers})]
    raise NotApplicable("no theta series in the claim")


def _parameters(scope: Scope, node: Sum) -> dict[str, Expression] | None:
    """Return q and v = q^2 where the node is the sum of q^(n^2)."""
    if not (isinstance(node.term, Multiply) and all(isinstance(f, Power) for f in node.term.factors)):
        return None
    bases = [f.base for f in node.term.factors if isinstance(f, Power)]
    if len(bases) != 2 or partial_theta_series(*bases) != node:
        return None
    r, v = (scope.lift(base, "a base") for base in bases)
    return {"q": bases[0], "v": bases[1]} if (r**2 - v).is_zero() else None


def _with_theta(
    replaced: Expression, theta: Sum, parameters: Mapping[str, Expression], assumptions: Assumptions
) -> tuple[list[Step], tuple[str, ...]]:
    """Return relations, each a step, and multipliers that make the claim 0 once its theta series are replaced."""
    scope = Scope(assumptions)
    scope.admit(replaced)
    element = scope.lift(replaced, "the claim")
    (place,) = scope.lift(theta, "a theta series").generator_numbers()
    coefficients = _in_theta(element, place)
    if not set(coefficients) <= {0, *SQUARES} or len(coefficients) < 2 - (0 in coefficients):
        raise NotApplicable("another power of a theta series")
    steps: list[Step] = []
    rest: list[Expression] = [readable(scope, coefficients[0])] if 0 in coefficients else []
    multipliers: list[str] = []
    texts = {key: to_text(value) for key, value in parameters.items()}
    for power in (p for p in coefficients if p):
        if any(g.kind == "unknown" for g in coefficients[power].generators()):
            raise NotApplicable("a theta series times another series")
        try:
            left, right = LEMMAS[squares_name(power)].instance(Scope(assumptions), parameters)
        except (Rejected, TnsimError) as error:
            raise NotApplicable(str(error)) from None
        witness: Witness = {"lemma": squares_name(power), "parameters": texts}
        steps.append(Step("lemma", Statement("equal", left, right, assumptions), (), witness))
        factor = readable(scope, coefficients[power])
        multipliers.append(to_text(factor))
        rest.append(Multiply((factor, right)))
    remaining = rest[0] if len(rest) == 1 else Add(tuple(rest))
    scope.admit(remaining)
    if scope.lift(remaining, "the rest").is_zero():
        return steps, tuple(multipliers)
    steps += [step.moved(len(steps)) for step in rearrangement_steps(remaining, assumptions)]
    return steps, (*multipliers, "1")


def _in_theta(element: Element, place: int) -> dict[int, Element]:
    """Return the coefficients of the powers of 2*U - 1 in a polynomial in U."""
    tower = element.tower
    if element.denominator.degrees()[place]:
        raise NotApplicable("a theta series in a denominator")
    below = Element(tower, element.denominator)
    result: dict[int, Element] = {}
    for degree, part in split_powers(element.numerator, place).items():
        # U^d = ((theta + 1)/2)^d
        for k in range(degree + 1):
            term = Element(tower, part) / below * Fraction(comb(degree, k), 2**degree)
            result[k] = result[k] + term if k in result else term
    return {power: c for power, c in result.items() if not c.is_zero()}
