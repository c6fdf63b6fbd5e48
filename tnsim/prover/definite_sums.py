"""Closed forms of sums with a whole parameter: a recurrence, its hypergeometric solutions, and first values.

A value that comes out is only a candidate: the equation with it is proved, or not, like any other claim.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import floor

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import (
    ONE,
    ZERO,
    Apply,
    Divide,
    Expression,
    Multiply,
    Negate,
    Power,
    Symbol,
    free_symbols,
    number,
    substitute,
)
from tnsim.proof.certificate import Statement
from tnsim.proof.rules.recurrence import assumptions_from, finite_sums, first_value
from tnsim.proof.rules.terminating import as_finite_sum, symbolic_nodes
from tnsim.proof.scope import Rejected, Scope, replace_nodes
from tnsim.prover.algebra.hypergeometric_solutions import hypergeometric_quotients
from tnsim.prover.algebra.linear_algebra import nullspace
from tnsim.prover.blocks.kernels import linear_factors
from tnsim.prover.blocks.theorem_blocks import rational_quotient
from tnsim.prover.closure_properties import closed_recurrence
from tnsim.prover.creative_telescoping import Recurrence, find_recurrence
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.nested_telescoping import StepwiseRecurrence
from tnsim.prover.strategy import NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.replacement import replaced_generators
from tnsim.ring.tower import Element
from tnsim.sets.claim import Claim

__all__ = ["definite_values"]

_MOST_ORDER = 3
_MOST_SOLUTIONS = 4
_MULTIPLES = (6, 4, 3, 2)


def definite_values(claim: Claim) -> Iterator[Expression]:
    """Yield candidates for the value of an expression with finite sums whose bounds hold a whole parameter."""
    expression = claim.expression
    with suppress(Rejected, TnsimError):
        scope = Scope(claim.assumptions)
        expression = replace_nodes(
            expression, {node: as_finite_sum(scope, node) for node in symbolic_nodes(expression)}
        )
    if not any(finite_sums(expression)):
        return
    for name in sorted(claim.assumptions.integers & free_symbols(expression)):
        for order in (*range(1, _MOST_ORDER + 1), None):
            watch_deadline()
            try:
                value = _value(expression, claim.assumptions, name, order)
            except (NotApplicable, Rejected, TnsimError, ZeroDivisionError):
                continue
            if value is not None:
                yield value
                break


def _value(expression: Expression, assumptions: Assumptions, name: str, order: int | None) -> Expression | None:
    """Return the combination of hypergeometric solutions of a recurrence that has the first values.

    Without an order, the recurrence is the one by closure properties.
    """
    statement, least = Statement("equal", expression, ZERO, assumptions), first_value(assumptions, name)
    found: Recurrence | StepwiseRecurrence
    if order is None:
        found = closed_recurrence(statement, name, least)
    else:
        found = find_recurrence(statement, name, least, order)
    scope = Scope(assumptions_from(assumptions, name, found.start))
    coefficients = [scope.lift(c, "a coefficient") for c in found.coefficients]
    quotients = list(islice(hypergeometric_quotients(coefficients, name), _MOST_SOLUTIONS))
    forms = [_Form.of(q, name, found.start) for q in quotients]
    solutions = [(q, form) for q, form in zip(quotients, forms, strict=True) if form is not None]
    if not solutions:
        return None
    weights = _weights(scope, expression, assumptions, name, found.start, [q for q, _ in solutions])
    if weights is None:
        return None
    terms = [form.scaled(w) for w, (_, form) in zip(weights, solutions, strict=True) if not w.is_zero()]
    total = terms[0] if terms else ZERO
    for term in terms[1:]:
        total = total + term
    return total


def _weights(
    scope: Scope, expression: Expression, assumptions: Assumptions, name: str, start: int, quotients: Sequence[Element]
) -> list[Element] | None:
    """Return w with sum_i w_i h_i(start + j) the value of the expression at start + j, for the first j."""
    tower = scope.ring.tower
    columns = [tower.element(1)] * len(quotients)
    rows: list[list[Element]] = []
    for j in range(len(quotients) + 1):
        at = number(start + j)
        inside = Scope(assumptions.substituted(name, at))
        value = to_expression(inside.lift(substitute(expression, {name: at}), "a first value"))
        rows.append([*columns, -scope.lift(value, "a first value")])
        columns = [c * _at(q, name, start + j) for c, q in zip(columns, quotients, strict=True)]
    for vector in nullspace(tower, rows, len(quotients) + 1):
        if not vector[-1].is_zero():
            return [w / vector[-1] for w in vector[:-1]]
    return None


def _at(element: Element, name: str, value: int) -> Element:
    tower = element.tower
    return replaced_generators(element, {tower.number_of_symbol(name): tower.element(value)})


@dataclass(frozen=True, slots=True)
class _Form:
    """A product with the value 1 at the start: a base to the power of N less the start, and rising factorials."""

    name: str
    start: int
    base: Element
    above: tuple[Element, ...]
    below: tuple[Element, ...]

    @classmethod
    def of(cls, quotient: Element, name: str, start: int) -> _Form | None:
        """Return the product of the quotient from the start on, `None` where its factors are not linear."""
        tower = quotient.tower
        above = linear_factors(Element(tower, quotient.numerator), name)
        below = linear_factors(Element(tower, quotient.denominator), name)
        if above is None or below is None:
            return None
        n, base = tower.symbol(name), quotient
        for a in above:
            base = base / (n + a)
        for b in below:
            base = base * (n + b)
        return cls(name, start, base, tuple(a + start for a in above), tuple(b + start for b in below))

    def scaled(self, weight: Element) -> Expression:
        """Return the product times a constant, with factorials and binomials where they serve."""
        tower = self.base.tower
        steps = Symbol(self.name) - number(self.start) if self.start else Symbol(self.name)
        n = tower.symbol(self.name) - self.start
        rational, base = weight, self.base
        starts: Counter[Fraction] = Counter()
        factors: list[tuple[Expression, int]] = []
        above, below, quotients = _paired(self.above, self.below)
        for a, b in quotients:
            rational = rational * rational_quotient(a, b, n)
        for parameters, sign in ((above, 1), (below, -1)):
            for a in parameters:
                value = a.rational()
                if value is None:
                    factors.append((Apply("RisingFactorial", (to_expression(a), steps)), sign))
                    continue
                whole = floor(value) if value.denominator > 1 else int(value) - 1
                starts[value - whole] += sign
                rational = rational * _shifted(n, value - whole, whole) ** sign
        factorials: Counter[int] = Counter({1: starts.pop(Fraction(1), 0)})
        for m in _MULTIPLES:
            base = base * _grouped(starts, factorials, m)
        factors += [(Apply("RisingFactorial", (number(a), steps)), e) for a, e in sorted(starts.items()) if e]
        factors += _binomials(factorials, steps)
        if base != 1:
            factors.append((Power(to_expression(base), steps), 1))
        return _product(rational, factors)


def _paired(
    above: Sequence[Element], below: Sequence[Element]
) -> tuple[list[Element], list[Element], list[tuple[Element, Element]]]:
    """Return what is left of the symbolic parameters, and the pairs that differ by a whole number."""
    rest, kept, pairs = list(below), list[Element](), list[tuple[Element, Element]]()
    for a in above:
        gaps = ((b, (a - b).rational()) for b in rest if a.rational() is None)
        match = next((b for b, gap in gaps if gap is not None and gap.denominator == 1), None)
        if match is None:
            kept.append(a)
        else:
            rest.remove(match)
            pairs.append((a, match))
    return kept, rest, pairs


def _shifted(n: Element, start: Fraction, whole: int) -> Element:
    """Return (start + whole)_n/(start)_n as a rational function of n."""
    result = n.tower.element(1)
    for j in range(whole):
        result = result * (n + start + j) / (start + j)
    for j in range(1, -whole + 1):
        result = result * (start - j) / (n + start - j)
    return result


def _grouped(starts: Counter[Fraction], factorials: Counter[int], m: int) -> Fraction:
    """Take the products of the (j/m)_N, 0 < j < m, for (m*N)!/(m^(m*N)*N!) (DLMF 5.5.6); return the base left over."""
    places = [Fraction(j, m) for j in range(1, m)]
    base = Fraction(1)
    for sign in (1, -1):
        while all(sign * starts[p] > 0 for p in places):
            for p in places:
                starts[p] -= sign
            factorials[m] += sign
            factorials[1] -= sign
            base *= Fraction(m) ** (-m * sign)
    return base


def _binomials(factorials: Counter[int], steps: Expression) -> list[tuple[Expression, int]]:
    """Return factors for the powers of the (m*N)!, as binomials where two in a denominator make up one above."""
    found: list[tuple[Expression, int]] = []
    for sign in (1, -1):
        for m in sorted(factorials, reverse=True):
            for i in range(1, m // 2 + 1):
                while sign * factorials[m] > 0 and _both(factorials, i, m - i, sign):
                    factorials[m] -= sign
                    factorials[i] += sign
                    factorials[m - i] += sign
                    found.append((Apply("binomial", (_multiple(m, steps), _multiple(i, steps))), sign))
    return found + [(Apply("factorial", (_multiple(m, steps),)), e) for m, e in sorted(factorials.items()) if e]


def _both(factorials: Counter[int], i: int, j: int, sign: int) -> bool:
    return -sign * factorials[i] >= (2 if i == j else 1) and -sign * factorials[j] >= 1


def _multiple(m: int, steps: Expression) -> Expression:
    return steps if m == 1 else Multiply((number(m), steps))


def _product(rational: Element, factors: Sequence[tuple[Expression, int]]) -> Expression:
    tower = rational.tower
    above = [f if e == 1 else Power(f, number(e)) for f, e in factors if e > 0]
    below = [f if e == -1 else Power(f, number(-e)) for f, e in factors if e < 0]
    top, bottom = (to_expression(Element(tower, part)) for part in (rational.numerator, rational.denominator))
    negative = isinstance(top, Negate)
    top = top.operand if isinstance(top, Negate) else top
    above = above if top == ONE and above else [top, *above]
    below = below if bottom == ONE else [bottom, *below]
    result = above[0] if len(above) == 1 else Multiply(tuple(above))
    if below:
        result = Divide(result, below[0] if len(below) == 1 else Multiply(tuple(below)))
    return Negate(result) if negative else result
