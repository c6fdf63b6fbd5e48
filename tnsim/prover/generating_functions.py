"""Generating functions: a sum of c(n)*x^(p*n + q), and the function that a claim says it is.

The operator comes from a recurrence of c, and is a guess in nothing; how far the function has to be expanded
at 0 is read off the zeros of its indicial polynomial.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import lcm

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions, Inequality
from tnsim.language.expression import Expression, Negate, Sum, Symbol, free_symbols, number, substitute
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.rules.power_series import THETA, from_zero, power_series
from tnsim.proof.scope import Rejected, Scope, infinite_sum
from tnsim.prover.algebra.annihilators import recurrence_of
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.strategy import NotApplicable
from tnsim.ring.powers import power
from tnsim.ring.readback import to_expression
from tnsim.ring.replacement import linear_coefficient
from tnsim.ring.substitution import substitute_element
from tnsim.ring.tower import Element

__all__ = ["generating_function_steps", "power_series_step", "value_in_claim"]

_MOST_ORDER = 4
_MOST_EXPANSION = 40
_SLOPES = (1, 2, 3, 4, 5, 6)
_OFFSETS = (0, 1, 2, -1, 3, 4, -2, 5, 6, -3)


def value_in_claim(node: Sum, expression: Expression, assumptions: Assumptions) -> Expression:
    """Return what a claim that is linear in one sum says of its value; raises NotApplicable."""
    scope = Scope(assumptions)
    scope.admit(node)
    element = scope.lift(expression, "the claim")
    unknown = scope.ring.tower.unknown(to_text(node))
    factor = linear_coefficient(element, unknown)
    if factor is None or factor.is_zero():
        raise NotApplicable("the claim is not linear in the sum")
    rest = element - factor * unknown
    if any(g.kind == "unknown" for g in (*factor.generators(), *rest.generators())):
        raise NotApplicable("the claim is not linear in the sum")
    return to_expression(-rest / factor)


def generating_function_steps(node: Expression, expression: Expression, assumptions: Assumptions) -> tuple[Step, ...]:
    """Return the step that gives a sum the value which makes the expression 0; raises NotApplicable."""
    if not isinstance(node, Sum) or not assumptions.reals & free_symbols(node.term):
        raise NotApplicable("no real symbol is raised to a multiple of the index")
    value, reason = value_in_claim(node, expression, assumptions), ""
    for name in sorted(assumptions.reals & free_symbols(node.term)):
        try:
            return (power_series_step(node, value, assumptions, name),)
        except (NotApplicable, Rejected, TnsimError, ZeroDivisionError) as error:
            reason = str(error)
    raise NotApplicable(reason)


def power_series_step(node: Sum, value: Expression, assumptions: Assumptions, name: str) -> Step:
    """Return the step that gives the sum a value as a power series in the symbol; raises NotApplicable or Rejected."""
    term, index, first = infinite_sum(node)
    given = Scope(assumptions)
    sign = 1 if given.facts.positive(given.lift(Symbol(name), "the symbol")) else -1
    mirror: Mapping[str, Expression] = {} if sign > 0 else {name: Negate(Symbol(name))}
    scope = Scope(from_zero(assumptions, name, sign), {index: first})
    element = scope.lift(substitute(term, mirror), "the term")
    coefficient, slope, offset = _coefficient(scope, element, name, index)
    operator = _operator(scope, coefficient, index, slope, offset)
    mirrored = scope.lift(substitute(value, mirror), "the value")
    ramification = _ramification(scope, mirrored, name)
    order = _order(scope, operator[0], ramification)
    statement = Statement("equal", node, value, assumptions)
    reason = ""
    for extra in (2, 8, 24, 60):
        watch_deadline()
        witness: Witness = {
            "symbol": name,
            "coefficient": to_text(to_expression(coefficient)),
            "slope": slope,
            "offset": offset,
            "operator": tuple(to_text(to_expression(a)) for a in operator),
            "ramification": ramification,
            "order": order,
            "length": max(1, order) + extra,
        }
        try:
            power_series(statement, (), witness)
        except Rejected as rejection:
            reason = str(rejection)
            if "too low an order" not in reason:
                break
            continue
        return Step("power-series", statement, (), witness)
    raise NotApplicable(reason)


def _coefficient(scope: Scope, term: Element, name: str, index: str) -> tuple[Element, int, int]:
    """Return (c, p, q) with the term c(n)*x^(p*n + q)."""
    x, n = scope.ring.tower.symbol(name), scope.ring.tower.symbol(index)
    for slope in _SLOPES:
        rest = term / power(scope.ring, x, slope * n)
        if any(name in scope.ring.tower.symbols_of(g) for g in rest.generators() if g.kind != "symbol"):
            continue
        for offset in _OFFSETS:
            candidate = rest / x**offset
            if name not in candidate.symbols():
                return candidate, slope, offset
    raise NotApplicable("the term is not a coefficient times a power")


def _operator(scope: Scope, coefficient: Element, index: str, slope: int, offset: int) -> list[Element]:
    """Return the A_j(theta) of the least order for which a recurrence is found."""
    theta = scope.ring.tower.symbol(THETA)
    for order in range(1, _MOST_ORDER + 1):
        watch_deadline()
        found = recurrence_of(scope.ring, coefficient, index, order)
        if found is None:
            continue
        # sum_i b_i(m) c(m + i) = 0 is sum_j A_j(p (m + J - j) + q) c(m + J - j) = 0 with i = J - j.
        places = [(theta - offset) / slope - (order - j) for j in range(order + 1)]
        images = [{index: place} for place in places]
        return [
            substitute_element(scope.ring, found[order - j], image) * slope ** _degree(found, index)
            for j, image in enumerate(images)
        ]
    raise NotApplicable(f"no recurrence of an order up to {_MOST_ORDER}")


def _degree(row: list[Element], index: str) -> int:
    place = row[0].tower.number_of_symbol(index)
    return max(int(e.numerator.degrees()[place]) for e in row if not e.is_zero())


def _ramification(scope: Scope, value: Element, name: str) -> int:
    """Return the least m for which all roots of powers of the symbol in the value are whole powers of x^(1/m)."""
    return lcm(1, *_root_orders(scope, value, name))


def _root_orders(scope: Scope, element: Element, name: str) -> Iterator[int]:
    for generator in element.generators():
        if name not in scope.ring.tower.symbols_of(generator):
            continue
        if generator.kind == "root" and generator.arguments[0] == scope.ring.tower.symbol(name):
            yield int(generator.labels[0])
        for argument in generator.arguments:
            yield from _root_orders(scope, argument, name)


def _order(scope: Scope, indicial: Element, ramification: int) -> int:
    """Return the least K for which the indicial polynomial is proved to have no zero from K/m on."""
    known = scope.facts.assumptions
    for order in range(_MOST_EXPANSION * ramification):
        bound = Inequality(number(order) / number(ramification), "<=", Symbol(THETA))
        beyond = Scope(Assumptions(known.integers, known.reals | {THETA}, (*known.inequalities, bound)))
        if beyond.facts.nonzero(beyond.lift(to_expression(indicial), "the indicial polynomial")):
            return order
    raise NotApplicable("no bound on the zeros of the indicial polynomial")
