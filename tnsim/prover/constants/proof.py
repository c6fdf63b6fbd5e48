"""Which relations between constants show that an expression is 0, once its sums have values."""

from __future__ import annotations

from collections.abc import Mapping

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Expression, Product
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Step
from tnsim.proof.scope import Scope, infinite_nodes, replace_nodes
from tnsim.prover.constants.chebyshev_values import ChebyshevValues
from tnsim.prover.constants.circle_polylogarithms import CirclePolylogarithms
from tnsim.prover.constants.digamma_values import DigammaEquations, DigammaValues
from tnsim.prover.constants.gamma_values import GammaValues
from tnsim.prover.constants.hurwitz_values import HurwitzValues
from tnsim.prover.constants.hypergeometric_transformations import HypergeometricTransformations
from tnsim.prover.constants.hypergeometric_values import HypergeometricValues
from tnsim.prover.constants.inverse_functions import InverseFunctions
from tnsim.prover.constants.lerch_values import LerchValues
from tnsim.prover.constants.logarithms import Logarithms
from tnsim.prover.constants.loggamma_values import LoggammaValues
from tnsim.prover.constants.partial_sums import PartialSums
from tnsim.prover.constants.polylogarithm_parameters import PolylogarithmParameters
from tnsim.prover.constants.polylogarithm_values import PolylogarithmValues
from tnsim.prover.constants.q_products import eliminate_products, steps_between_products
from tnsim.prover.constants.reduction import Reduction, reduced
from tnsim.prover.constants.relation import Family
from tnsim.prover.constants.sum_relations import eliminated, relations_between
from tnsim.prover.constants.theta_products import eliminate_theta_series
from tnsim.prover.strategy import NotApplicable
from tnsim.prover.unknowns import readable
from tnsim.ring.readback import to_expression

__all__ = ["FAMILIES", "relations_for"]

FAMILIES: tuple[Family, ...] = (
    PartialSums(),
    DigammaEquations(),
    HypergeometricTransformations(),
    HypergeometricValues(),
    LerchValues(),
    CirclePolylogarithms(),
    PolylogarithmParameters(wide=False),
    PolylogarithmParameters(wide=True),
    PolylogarithmValues(),
    HurwitzValues(),
    DigammaValues(),
    LoggammaValues(),
    GammaValues(),
    InverseFunctions(),
    Logarithms(),
    ChebyshevValues(),
)
"""In this order: each may bring in constants of the later ones, never of an earlier one."""


def relations_for(
    expression: Expression, values: Mapping[Expression, Expression | None], assumptions: Assumptions
) -> tuple[list[Step], tuple[str, ...]]:
    """Return steps and multipliers that make the expression, with values for its sums, 0; raises NotApplicable."""
    scope = Scope(assumptions)
    known = {node: value for node, value in values.items() if value is not None}
    replaced = replace_nodes(expression, known)
    scope.admit(replaced)
    nodes = list(infinite_nodes(replaced))
    element = scope.lift(replaced, "the claim")
    state = Reduction(element)
    eliminate_theta_series(scope, state, nodes)
    products = [node for node in scope.sums if isinstance(node, Product)]
    eliminate_products(scope, state, steps_between_products(assumptions, products))
    if state.is_zero:
        steps, multipliers = state.steps()
        return steps, tuple(to_text(readable(scope, m)) for m in multipliers)
    reached = eliminated(scope, element, relations_between(scope, nodes))
    if reached is None:
        raise NotApplicable("an infinite sum stays unknown")
    rest, between = reached
    result = reduced(scope, rest, FAMILIES)
    if not result.is_zero:
        raise NotApplicable("the constants are not related by what is known of them")
    steps, multipliers = result.steps()
    steps = [*(r.step for r, _ in between), *steps]
    multipliers = [*(m for _, m in between), *multipliers]
    return steps, tuple(to_text(to_expression(m)) for m in multipliers)
