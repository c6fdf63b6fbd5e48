"""The rule of mean values: almost periodic factors whose mean is not 0 change nothing in the divergence of a sum."""

from __future__ import annotations

from tnsim.errors import TnsimError
from tnsim.language.expression import ONE, Expression, free_symbols
from tnsim.language.factors import factors_of
from tnsim.proof.asymptotic_reader import order_at_infinity
from tnsim.proof.asymptotic_series import Expansions
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.asymptotics import require_values, vanishes_slowly_varying
from tnsim.proof.rules.convergence import oscillation_base
from tnsim.proof.scales import compare_scales, slowest_divergent
from tnsim.proof.scope import Rejected, Scope, infinite_sum
from tnsim.ring.conjugation import conjugate
from tnsim.ring.growth import oscillating_parts
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["mean_of", "mean_value", "separated"]


def mean_value(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(w*g) diverges: w = c_0 + sum c_j*z_j^n with c_0 != 0 and abs(z_j) = 1, z_j != 1; and sum(g) diverges.

    g tends to 0 with bounded variation, so that each sum of z_j^n*g converges by Dirichlet's test.
    """
    if premises or conclusion.kind != "diverges":
        raise Rejected("the rule concludes divergence from no premises")
    term, index, first = infinite_sum(conclusion.left)
    inside = Scope(conclusion.assumptions, {index: first})
    require_values(term, index, first, inside)
    moving, rest = separated(inside, term, index)
    if index not in moving.symbols():
        raise Rejected("no factor oscillates")
    if not inside.ring.signs.nonzero(mean_of(inside.ring, moving, index)):
        raise Rejected("the mean of the oscillating factor may be 0")
    scope = Scope(conclusion.assumptions)
    try:
        expansions = Expansions(scope.ring)
        scale, _ = expansions.lead(order_at_infinity(scope, expansions, rest, index))
        enough = compare_scales(scope.ring, scale, slowest_divergent(scope.ring)) >= 0
    except (TnsimError, ZeroDivisionError) as error:
        raise Rejected(f"the order of growth of the other factors: {error}") from None
    if not enough:
        raise Rejected("the other factors are not proved to be too large")
    vanishes_slowly_varying(scope, rest, index)


def separated(scope: Scope, term: Expression, index: str) -> tuple[Element, Expression]:
    """Return the product of the factors that are combinations of powers of numbers of modulus 1, and of the others."""
    moving: Element = scope.ring.tower.element(1)
    rest: Expression = ONE
    for factor, below in factors_of(term):
        if not below and index in free_symbols(factor):
            try:
                element = scope.lift(factor, "a factor")
                mean_of(scope.ring, element, index)
            except Rejected:
                rest = rest * factor
            else:
                moving = moving * element
        else:
            rest = rest / factor if below else rest * factor
    return moving, rest


def mean_of(ring: Ring, element: Element, index: str) -> Element:
    """Return c_0 of sum c_j*z_j^n; raises Rejected unless the others have z_j proved of modulus 1 and other than 1."""
    tower = ring.tower
    below = list(oscillating_parts(Element(tower, element.denominator), index).items())
    if len(below) != 1:
        raise Rejected("the denominator of the oscillating factor moves")
    key, denominator = below[0]
    mean, front = tower.element(0), oscillation_base(ring, key)
    for moving, c in oscillating_parts(Element(tower, element.numerator), index).items():
        base = oscillation_base(ring, moving) / front
        if base == 1:
            mean = mean + c
        elif index in base.symbols() or base * conjugate(ring, base) != 1 or not ring.signs.nonzero(base - 1):
            raise Rejected("a part that is no power of a number of modulus 1 other than 1")
    return mean / denominator
