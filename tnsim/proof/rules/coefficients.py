"""The rule of coefficients: an equation between sums with a parameter, power by power of the parameter."""

from __future__ import annotations

from fractions import Fraction

from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.expression import Expression, Sum, Symbol, free_symbols, rational_value, substitute
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.parameter_expansions import expanded_constant, expanded_term
from tnsim.proof.rules.rearrangement import linear_in_sums
from tnsim.proof.rules.recurrence import difference
from tnsim.proof.scope import Rejected, Scope, infinite_nodes, infinite_sum, whole
from tnsim.ring.tower import Element

__all__ = ["coefficients"]

_MOST_ORDER = 8
_MOST_SUMS = 12


def coefficients(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """The coefficients of x^j on both sides of an equation for all real x of an interval around or beside 0.

    Each sum converges uniformly for complex x in a disc around 0, so that it is analytic there, and its coefficients
    are the sums of the coefficients of the terms (Weierstrass; Ahlfors, Complex Analysis, 5.1.1). Two functions
    analytic in the disc that agree on an interval with the end 0 have the same coefficients.
    """
    if len(premises) != 1 or premises[0].kind != "equal" or conclusion.kind != "equal":
        raise Rejected("coefficients are concluded from one equation")
    (source,) = premises
    name, order = witness.get("symbol"), whole(witness, "order")
    if not isinstance(name, str) or not 0 <= order <= _MOST_ORDER:
        raise Rejected(f"the witness names a symbol and an order from 0 to {_MOST_ORDER}")
    _require_interval(source.assumptions, name)
    before, after = difference(source), difference(conclusion)
    if conclusion.assumptions != EMPTY or free_symbols(after) or free_symbols(before) - {name}:
        raise Rejected("the equation holds other symbols than the parameter")
    outer = Scope(source.assumptions)
    sums, targets = _sums_of(before), _sums_of(after)
    factors, rest = linear_in_sums(outer, before, sums)
    wanted, wanted_rest = linear_in_sums(outer, after, targets)
    found: dict[int, Fraction] = {}
    for node, factor in zip(sums, factors, strict=True):
        c = factor.rational()
        if c is None:
            raise Rejected("a sum whose multiple is no rational number")
        place = _target(source.assumptions, node, targets, name, order)
        if place is not None:
            found[place] = found.get(place, Fraction(0)) + c
    if dict(enumerate(c.rational() for c in wanted)) != found:
        raise Rejected("the sums of the conclusion are not the coefficients of those of the premise")
    if not vanishes(wanted_rest - expanded_constant(outer, rest, name, order)[order]):
        raise Rejected("what stands beside the sums is not the coefficient of what stands there in the premise")


def _require_interval(assumptions: Assumptions, name: str) -> None:
    """Reject unless the parameter alone is assumed to lie in an interval that holds 0, inside or at an end."""
    if assumptions.integers or assumptions.reals != {name}:
        raise Rejected("the equation is not one for a single real symbol")
    lower = upper = None
    for fact in assumptions.inequalities:
        left, right = rational_value(fact.left), rational_value(fact.right)
        if fact.relation == "!=":
            raise Rejected("an assumption that is no bound")
        if fact.left == Symbol(name) and right is not None and upper is None:
            upper = right
        elif fact.right == Symbol(name) and left is not None and lower is None:
            lower = left
        else:
            raise Rejected(f"an assumption that is no single bound by a rational number: {fact.to_text()}")
    if (lower is not None and lower > 0) or (upper is not None and upper < 0):
        raise Rejected("the interval does not reach 0")
    if lower is not None and upper is not None and lower >= upper:
        raise Rejected("the interval is empty, or a point")


def _sums_of(expression: Expression) -> list[Sum]:
    nodes = list(dict.fromkeys(infinite_nodes(expression)))
    sums = [node for node in nodes if isinstance(node, Sum)]
    if len(sums) != len(nodes) or len(sums) > _MOST_SUMS:
        raise Rejected(f"coefficients are taken of up to {_MOST_SUMS} sums, and of no products")
    return sums


def _target(assumptions: Assumptions, node: Sum, targets: list[Sum], name: str, order: int) -> int | None:
    """Return which sum of the conclusion has the coefficients as terms; `None` if these are 0."""
    term, index, first = infinite_sum(node)
    scope = Scope(assumptions, {index: first})
    lifted = scope.lift(term, "the term")
    part: Element = expanded_term(scope, lifted, name, order, index, first)[order]
    if vanishes(part):
        return None
    for place, target in enumerate(targets):
        other, own_index, own_first = infinite_sum(target)
        if own_first == first:
            moved = substitute(other, {own_index: Symbol(index)})
            if vanishes(part - scope.lift(moved, "a term of the conclusion")):
                return place
    raise Rejected("a coefficient is the term of no sum of the conclusion")
