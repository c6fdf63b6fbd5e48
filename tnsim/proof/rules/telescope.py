"""The telescoping rule: sum(f) = lim T - T(start) where T(n + 1) - T(n) = f(n)."""

from __future__ import annotations

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY, Expression, Product, Sum, rational_value
from tnsim.language.printing import to_text
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.scope import Rejected, Scope, infinite_sum, whole, witness_expression
from tnsim.ring.growth import leading, limit
from tnsim.ring.growth_classes import compare, trivial_growth
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element

__all__ = ["antidifference", "finite_range", "has_no_limit", "is_whole", "telescope", "telescope_finite", "upper_bound"]


def antidifference(scope: Scope, term: Element, index: str, witness: Witness) -> Element:
    """Return the lifted witness T after checking T(n + 1) - T(n) = f(n); raises Rejected otherwise."""
    candidate = scope.lift(witness_expression(witness, "antidifference"), "the antidifference")
    try:
        moved = shift(scope.ring, candidate, index)
    except TnsimError as error:
        raise Rejected(f"the shifted antidifference: {error}") from None
    if not vanishes(moved - candidate - term):
        raise Rejected("the difference of the antidifference is not the term")
    return candidate


def telescope(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(f, n = a..oo) = (terms before from) + lim T - T(from), with T(n+1) - T(n) = f(n) for n >= from."""
    if premises or conclusion.right is None:
        raise Rejected("telescoping concludes an equation from no premises")
    term, index, first = infinite_sum(conclusion.left)
    begin = whole(witness, "from")
    if begin < first:
        raise Rejected("the antidifference begins before the sum does")
    scope = Scope(conclusion.assumptions, {index: begin})
    candidate = antidifference(scope, scope.lift(term, "the term"), index, witness)
    end = limit(scope.ring, candidate, index)
    if end is None:
        raise Rejected("the limit of the antidifference is not established")
    value = scope.prefix(term, index, first, begin) + end - scope.at(candidate, index, begin, "its first value")
    if not vanishes(value - scope.lift(conclusion.right, "the value")):
        raise Rejected(f"the value is not {to_text(conclusion.right)}")


def telescope_finite(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(f, k = a..N) = (terms before from) + T(N + 1) - T(from), for every admissible whole N >= from - 1."""
    left, right = conclusion.left, conclusion.right
    if premises or right is None or not isinstance(left, Sum):
        raise Rejected("telescoping concludes an equation from no premises")
    index, first = finite_range(left)
    begin = whole(witness, "from")
    if begin < first:
        raise Rejected("the antidifference begins before the sum does")
    scope = Scope(conclusion.assumptions, {index: begin})
    candidate = antidifference(scope, scope.lift(left.term, "the term"), index, witness)
    upper = upper_bound(scope, left.upper, begin)
    value = scope.prefix(left.term, index, first, begin) - scope.at(candidate, index, begin, "its first value")
    value = value + scope.at(candidate, index, upper + 1, "its last value")
    if not vanishes(value - scope.lift(right, "the value")):
        raise Rejected(f"the value is not {to_text(right)}")


def finite_range(node: Sum | Product) -> tuple[str, int]:
    """Return (index, start) of a range from a literal whole number to a finite bound; raises Rejected otherwise."""
    first = rational_value(node.lower)
    if first is None or first.denominator != 1 or node.upper == INFINITY:
        raise Rejected("expected a range from a whole number to a finite bound")
    return node.index.name, int(first)


def upper_bound(scope: Scope, bound: Expression, begin: int) -> Element:
    """Return an upper bound that is proved to be a whole number >= begin - 1; raises Rejected otherwise."""
    upper = scope.lift(bound, "the upper bound")
    if not (is_whole(scope, upper) and scope.ring.nonnegative_integer(upper - begin + 1)):
        raise Rejected(f"the upper bound is not proved to be a whole number >= {begin - 1}")
    return upper


def is_whole(scope: Scope, element: Element) -> bool:
    """Tell whether the element is a polynomial in whole symbols with whole coefficients."""
    if not element.denominator.is_one():
        return False
    for coefficient, exponents in element.monomials():
        used = [i for i, e in enumerate(exponents) if e]
        if coefficient.denominator != 1 or not all(_is_whole_symbol(scope, i) for i in used):
            return False
    return True


def _is_whole_symbol(scope: Scope, number: int) -> bool:
    generator = scope.ring.tower.generators[number]
    return generator.kind == "symbol" and scope.facts.is_integer(str(generator.labels[0]))


def has_no_limit(scope: Scope, candidate: Element, index: str) -> bool:
    """Tell whether the modulus of the element is proved to tend to infinity."""
    lead = leading(scope.ring, candidate, index)
    if lead is None or not lead.dominant(scope.ring, index):
        return False
    return compare(scope.ring, lead.growth, trivial_growth(scope.ring)) == 1
