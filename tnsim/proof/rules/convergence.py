"""Rules for convergence and divergence, all by the order of growth of the lifted term."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from tnsim.errors import TnsimError
from tnsim.language.expression import Divide, Expression, Integer, Multiply, Power, Product
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.asymptotics import vanishes_slowly_varying
from tnsim.proof.rules.products import infinite_product
from tnsim.proof.rules.telescope import antidifference, has_no_limit
from tnsim.proof.scope import Rejected, Scope, infinite_sum, same_assumptions, witness_expression
from tnsim.ring.conjugation import conjugate
from tnsim.ring.growth import Leading, leading, limit, oscillating_parts
from tnsim.ring.growth_classes import Growth, compare, trivial_growth
from tnsim.ring.hardy_functions import is_ultimately_monotonic
from tnsim.ring.powers import quotient
from tnsim.ring.readback import to_expression
from tnsim.ring.roots_of_unity import root_of_unity
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element

__all__ = [
    "absolutely_convergent_product",
    "absolutely_summable",
    "converges",
    "diverges",
    "is_summable",
    "oscillation_base",
    "reflexive",
]


def _is_small(ring: Ring, a: Element, b: Element) -> bool | None:
    """Return whether a < b, `None` if they are equal; raises Rejected if that is not decided."""
    if (a - b).is_zero():
        return None
    if ring.signs.positive(b - a):
        return True
    if ring.signs.positive(a - b):
        return False
    raise Rejected("the order of growth is not decided")


def is_summable(ring: Ring, growth: Growth) -> bool:
    """Tell whether the sum of the class over n converges: ratio test, then sum n^p log(n)^l for p < -1."""
    one = ring.tower.element(1)
    number = ring.tower.element
    decisions = (
        (growth.iterated[1] if growth.iterated else one, one),
        (growth.gauss, one),
        (number(growth.factorial), number(0)),
        (growth.geometric, one),
        (growth.power, number(-1)),
        (number(growth.logs), number(-1)),
    )
    for a, b in decisions:
        answer = _is_small(ring, a, b)
        if answer is not None:
            return answer
    return False


def _leading(ring: Ring, element: Element, index: str) -> Leading:
    lead = leading(ring, element, index)
    if lead is None:
        raise Rejected("the order of growth of the term is not known")
    return lead


def converges(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(f) converges: absolutely by growth, or by Dirichlet's test with f = z^n g(n), |z| = 1, z != 1.

    A product converges if the sum of its factors less 1 does so absolutely.
    """
    if premises or conclusion.kind != "converges":
        raise Rejected("the rule concludes convergence from no premises")
    if isinstance(conclusion.left, Product):
        _product_converges(conclusion, witness)
        return
    term, index, first = infinite_sum(conclusion.left)
    scope = Scope(conclusion.assumptions, {index: first})
    match witness.get("test"):
        case "absolute":
            absolutely_summable(scope.ring, scope.lift(term, "the term"), index)
        case "dirichlet":
            _dirichlet(scope, scope.lift(term, "the term"), index, witness)
        case other:
            raise Rejected(f"unknown convergence test {other!r}")


def _product_converges(conclusion: Statement, witness: Witness) -> None:
    factor, index, first = infinite_product(conclusion.left)
    if witness.get("test") != "absolute":
        raise Rejected(f"unknown convergence test of a product {witness.get('test')!r}")
    absolutely_convergent_product(Scope(conclusion.assumptions, {index: first}), factor, index)


def absolutely_convergent_product(scope: Scope, factor: Expression, index: str) -> None:
    """Reject unless the sum of abs(f(n) - 1) is proved to converge: so does the product (Knopp 1951, section 29).

    Only finitely many factors are 0 then, and the product of the others is not. It is enough that the sum converges for
    each part of a product or a quotient.
    """
    element = scope.lift(factor, "the factor")
    try:
        for part in _parts(factor):
            _near_one(scope, scope.lift(part, "a part of the factor"), index)
    except Rejected:
        _near_one(scope, element, index)


def _near_one(scope: Scope, element: Element, index: str) -> None:
    if not (element - 1).is_zero():
        absolutely_summable(scope.ring, element - 1, index)


def _parts(factor: Expression) -> Iterator[Expression]:
    """Yield the expressions of which a factor is a product of powers."""
    match factor:
        case Multiply(factors):
            for part in factors:
                yield from _parts(part)
        case Divide(above, below):
            yield from _parts(above)
            yield from _parts(below)
        case Power(base, Integer()):
            yield from _parts(base)
        case _:
            yield factor


def absolutely_summable(ring: Ring, element: Element, index: str) -> None:
    """Reject unless the sum of the moduli of the element over the index is proved to converge.

    Where no term of a sum is known to outgrow the others, as with q^n + q^(2*n) and a q that may be 0, each is summed.
    """
    terms = list(element.monomials())
    if leading(ring, element, index) is None and len(terms) > 1:
        below = Element(element.tower, element.denominator)
        for c, row in terms:
            term = element.tower.polynomial([(c, {i: e for i, e in enumerate(row) if e})])
            absolutely_summable(ring, term / below, index)
        return
    if not is_summable(ring, _leading(ring, element, index).growth):
        raise Rejected("the terms do not decrease fast enough for absolute convergence")


def _dirichlet(scope: Scope, element: Element, index: str, witness: Witness) -> None:
    """Partial sums of z^n are bounded, g tends to 0 and has bounded variation (Knopp 1951, section 43, 184).

    A g that is monotonic from some index on, and tends to 0, has bounded variation.
    """
    ring = scope.ring
    base = scope.lift(witness_expression(witness, "base"), "the base")
    oscillation = scope.lift(witness_expression(witness, "oscillation"), "the oscillating factor")
    if base.symbols():
        raise Rejected("the base of the oscillating factor depends on a symbol")
    try:
        modulus = base * conjugate(ring, base)
        ratio = quotient(ring, shift(ring, oscillation, index), oscillation)
        factor = quotient(ring, element, oscillation)
    except TnsimError as error:
        raise Rejected(f"the oscillating factor: {error}") from None
    if modulus != 1 or not ring.signs.nonzero(base - 1) or ratio != base:
        raise Rejected("the oscillating factor is not a power of a number of modulus 1 other than 1")
    tends_to = limit(ring, factor, index)
    if tends_to is not None and not tends_to.is_zero():
        raise Rejected("the factor beside the oscillating one is not proved to tend to 0")
    if tends_to is not None and is_ultimately_monotonic(ring, factor, index):
        return
    try:
        variation = shift(ring, factor, index) - factor
    except TnsimError as error:
        raise Rejected(f"the factor beside the oscillating one: {error}") from None
    lead = None if tends_to is None else leading(ring, variation, index)
    if tends_to is None or not (variation.is_zero() or (lead is not None and is_summable(ring, lead.growth))):
        vanishes_slowly_varying(scope, to_expression(factor), index)


def diverges(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(f) has no finite value: terms that do not tend to 0, comparison, or an unbounded antidifference."""
    if premises or conclusion.kind != "diverges":
        raise Rejected("the rule concludes divergence from no premises")
    term, index, first = infinite_sum(conclusion.left)
    scope = Scope(conclusion.assumptions, {index: first})
    element = scope.lift(term, "the term")
    match witness.get("test"):
        case "terms":
            _terms_do_not_vanish(scope, element, index)
        case "comparison":
            lead = _leading(scope.ring, element, index)
            one_direction = lead.dominant(scope.ring, index) and not lead.oscillating
            if not one_direction or is_summable(scope.ring, lead.growth):
                raise Rejected("the terms are not proved to be of one direction and too large")
        case "telescope":
            candidate = antidifference(scope, element, index, witness)
            if not has_no_limit(scope, candidate, index):
                raise Rejected("the antidifference is not proved to be unbounded")
        case other:
            raise Rejected(f"unknown divergence test {other!r}")


def _terms_do_not_vanish(scope: Scope, element: Element, index: str) -> None:
    ring = scope.ring
    lead = _leading(scope.ring, element, index)
    order = compare(ring, lead.growth, trivial_growth(ring))
    if order not in (0, 1) or not lead.exact:
        raise Rejected("the terms are not proved to stay away from 0")
    if lead.oscillating:
        _almost_periodic(ring, lead.coefficient, index)
    elif not ring.signs.nonzero(lead.coefficient):
        raise Rejected("the leading coefficient may be 0")


def _almost_periodic(ring: Ring, coefficient: Element, index: str) -> None:
    """Reject unless sum_j c_j z_j^n, with |z_j| = 1, does not tend to 0.

    If the z_j are distinct the mean of its squared modulus is sum |c_j|^2 (Bohr; elementary here).
    """
    below = Element(coefficient.tower, coefficient.denominator)
    if len(oscillating_parts(below, index)) != 1:
        raise Rejected("the oscillating coefficient has an oscillating denominator")
    groups = oscillating_parts(Element(coefficient.tower, coefficient.numerator), index)
    bases = [oscillation_base(ring, moving) for moving in groups]
    if not all(ring.signs.nonzero(a - b) for a, b in combinations(bases, 2)):
        raise Rejected("the oscillating parts are not proved to be distinct")
    if not any(ring.signs.nonzero(c) for c in groups.values()):
        raise Rejected("the oscillating parts may all be 0")


def oscillation_base(ring: Ring, moving: tuple[tuple[int, int], ...]) -> Element:
    """Return z for a product of powers z^n; raises Rejected for other generators."""
    base = ring.tower.element(1)
    for number, exponent in moving:
        generator = ring.tower.generators[number]
        if generator.kind == "unity_power" and generator.labels[1] == 1:
            base = base * root_of_unity(ring, Fraction(exponent, int(generator.labels[0])))
        elif generator.kind == "power" and generator.labels[0] == 1:
            base = base * generator.arguments[0] ** exponent
        else:
            raise Rejected("an oscillating part that is not a power with a linear exponent")
    return base


def reflexive(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """S = S from the convergence of S: an equation says that its sums converge."""
    same_assumptions(premises, conclusion)
    if conclusion.kind != "equal" or conclusion.right != conclusion.left:
        raise Rejected("the two sides are not the same expression")
    if len(premises) != 1 or premises[0].kind != "converges" or premises[0].left != conclusion.left:
        raise Rejected("no premise says that the sum converges")
