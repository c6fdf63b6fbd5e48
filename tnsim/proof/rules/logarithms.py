"""The rule of logarithms: a relation between logarithms, from a product that is 1."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import lcm

from flint import arb

from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.errors import TnsimError
from tnsim.language.expression import Negate
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.continuity import is_continuous, off_the_cut, sample
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.powers import exponential, integer_power
from tnsim.ring.tower import Element

__all__ = ["logarithms"]

_PRECISION = 128
_MOST_EXPONENT = 2000


def logarithms(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum_j m_j log(a_j) + u = 0, rational m_j, as the exponential of a multiple is 1.

    With whole N m_j, the number N (sum m_j log(a_j) + u) is a multiple of 2 pi i if the product of the
    a_j^(N m_j) and e^(N u) is 1 exactly, and it is 0 if it is smaller than 2 pi in modulus. With parameters
    it is continuous on a connected set, so that it is the same multiple everywhere: one point decides.
    """
    if premises or witness or conclusion.right is None:
        raise Rejected("a relation of logarithms is an equation from no premises and no witness")
    scope = Scope(conclusion.assumptions)
    difference = scope.lift(conclusion.left, "the left side") - scope.lift(conclusion.right, "the right side")
    if not difference.denominator.is_one():
        raise Rejected("a relation of logarithms has no denominator")
    powers, rest = _logarithms(difference)
    point = _point(scope, powers, rest) if difference.symbols() else {}
    scale = lcm(*(m.denominator for _, m in powers))
    with working_precision(_PRECISION):
        try:
            gap = evaluate(conclusion.left + Negate(conclusion.right), point, _PRECISION)
        except TnsimError as error:
            raise Rejected(f"the combination of logarithms: {error}") from None
        if not (gap * scale).abs_upper() < 2 * arb.pi():
            raise Rejected("the combination of logarithms is not proved to be small")
    above, below = exponential(scope.ring, rest * scale), scope.ring.tower.element(1)
    for argument, m in powers:
        exponent = int(m * scale)
        if abs(exponent) > _MOST_EXPONENT:
            raise Rejected(f"an exponent over the limit {_MOST_EXPONENT}")
        if exponent > 0:
            above = above * integer_power(scope.ring, argument, exponent)
        else:
            below = below * integer_power(scope.ring, argument, -exponent)
    if not vanishes(above - below):
        raise Rejected("the product is not 1")


def _point(scope: Scope, powers: list[tuple[Element, Fraction]], rest: Element) -> Mapping[str, Fraction]:
    """Return a point that decides for all: rejects unless everything is continuous on a connected set."""
    point = sample(scope.facts)
    if point is None:
        raise Rejected("the parameters do not run over a connected set with a known point")
    if not is_continuous(scope.facts, rest):
        raise Rejected("the part beside the logarithms is not proved continuous")
    for argument, _ in powers:
        if argument.symbols() and not (is_continuous(scope.facts, argument) and off_the_cut(scope.facts, argument)):
            raise Rejected("the argument of a logarithm is not proved to avoid the cut")
    return point


def _logarithms(combination: Element) -> tuple[list[tuple[Element, Fraction]], Element]:
    """Return the arguments with their rational factors, and the part without logarithms; rejects anything else."""
    tower = combination.tower
    powers: list[tuple[Element, Fraction]] = []
    rest = tower.element(0)
    for coefficient, exponents in combination.monomials():
        used = {i: e for i, e in enumerate(exponents) if e}
        logs = [i for i in used if tower.generators[i].labels == ("log",) and tower.generators[i].kind == "apply"]
        if not logs:
            rest = rest + tower.polynomial([(coefficient, used)])
        elif used == {logs[0]: 1}:
            powers.append((tower.generators[logs[0]].arguments[0], coefficient))
        else:
            raise Rejected("not a rational combination of logarithms beside other terms")
    return powers, rest
