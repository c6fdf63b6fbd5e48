"""The rule of logarithms: a relation between logarithms of numbers, from a product that is 1."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from flint import arb

from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.language.expression import Negate
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.powers import imaginary_unit, integer_power, pi, root_of_unity
from tnsim.ring.tower import Element

__all__ = ["logarithms"]

_PRECISION = 128
_MOST_EXPONENT = 2000


def logarithms(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum_j m_j log(a_j) + r pi i = 0, rational m_j and r, as the exponential of a multiple is 1.

    With whole N m_j, the number N (sum m_j log(a_j) + r pi i) is a multiple of 2 pi i if the product of the
    a_j^(N m_j) and e^(N r pi i) is 1 exactly, and it is 0 if it is smaller than 2 pi in modulus.
    """
    if premises or witness or conclusion.kind != "equal" or conclusion.right is None:
        raise Rejected("a relation of logarithms is an equation from no premises and no witness")
    scope = Scope(conclusion.assumptions)
    difference = scope.lift(conclusion.left, "the left side") - scope.lift(conclusion.right, "the right side")
    if difference.symbols() or not difference.denominator.is_constant():
        raise Rejected("a relation of logarithms is about numbers")
    powers, turn = _logarithms(scope, difference)
    scale = lcm(turn.denominator, *(m.denominator for _, m in powers))
    with working_precision(_PRECISION):
        gap = evaluate(conclusion.left + Negate(conclusion.right), {}, _PRECISION)
        if not (gap * scale).abs_upper() < 2 * arb.pi():
            raise Rejected("the combination of logarithms is not proved to be small")
    above, below = root_of_unity(scope.ring, turn * scale / 2), scope.ring.tower.element(1)
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


def _logarithms(scope: Scope, combination: Element) -> tuple[list[tuple[Element, Fraction]], Fraction]:
    """Return the arguments with their rational factors, and the rational factor of pi*i; rejects anything else."""
    tower = combination.tower
    half_turn = pi(scope.ring) * imaginary_unit(scope.ring)
    powers: list[tuple[Element, Fraction]] = []
    turn = Fraction(0)
    for coefficient, exponents in combination.monomials():
        used = {i: e for i, e in enumerate(exponents) if e}
        piece = tower.polynomial([(Fraction(1), used)])
        number = next(iter(used), None)
        generator = None if number is None else tower.generators[number]
        if piece == half_turn:
            turn = coefficient
        elif generator is not None and used == {number: 1} and generator.labels == ("log",) and generator.arguments:
            powers.append((generator.arguments[0], coefficient))
        else:
            raise Rejected("not a rational combination of logarithms and pi*i")
    return powers, turn
