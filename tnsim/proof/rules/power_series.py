"""The rule of power series: a function that solves the equation of a series, and starts like it, is its sum.

The equation is written with theta = x d/dx: `L = sum_j x^(p j) A_j(theta)` maps `sum_n c(n) x^(p n + q)` to
`sum_n x^(p n + q) sum_j A_j(p (n - j) + q) c(n - j)`, so that a recurrence for c makes it a polynomial.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions, Inequality
from tnsim.language.expression import ZERO, Expression, Negate, Symbol, free_symbols, number, substitute
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness, read_expression
from tnsim.proof.rules.convergence import absolutely_summable
from tnsim.proof.scope import Rejected, Scope, infinite_sum, whole, witness_expression
from tnsim.proof.smoothness import is_analytic
from tnsim.ring.derivation import derivative
from tnsim.ring.powers import power
from tnsim.ring.puiseux import expand
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element, split_powers

__all__ = ["THETA", "from_zero", "power_series"]

THETA = "theta"
"""The name of x d/dx in a witness."""

_MOST_OPERATORS = 12
_MOST_SLOPE = 12
_MOST_RAMIFICATION = 24
_MOST_ORDER = 300


@dataclass(frozen=True, slots=True)
class _Series:
    """The terms `c(n) x^(slope n + offset)` from `first` on, and the coefficients A_j(theta) of the operator."""

    coefficient: Element
    index: str
    first: int
    slope: int
    offset: int
    operator: tuple[Expression, ...]

    def exponent(self, n: int) -> int:
        return self.slope * n + self.offset


def power_series(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum_n c(n) x^(p n + q) = F(x) for all admissible x, which are > 0 or all < 0 (then -x is put in for x).

    Let I be the x > 0 below the upper bounds assumed of x. The series converges absolutely in I, so that its sum S
    is analytic there and L S is the polynomial E. F is analytic in I with L F = E, and it has a convergent expansion
    in powers of s = x^(1/m) near 0 that agrees with S below the power K. So D = F - S solves L D = 0. Were it not 0
    near 0, it would begin with x^k, k >= K/m, and A_0(k) = 0; but A_0 has no zero from K/m on. As the coefficient
    of the highest derivative has no zero in I, D is 0 throughout.
    """
    if premises or conclusion.right is None:
        raise Rejected("the rule of power series concludes an equation from no premises")
    name, sign = witness.get("symbol"), 1
    if not isinstance(name, str) or name not in conclusion.assumptions.reals:
        raise Rejected("the witness names no real symbol")
    if THETA in conclusion.assumptions.symbols:
        raise Rejected(f"a parameter has the name {THETA}")
    term, index, first = infinite_sum(conclusion.left)
    given = Scope(conclusion.assumptions)
    x = given.lift(Symbol(name), "the symbol")
    if not given.facts.positive(x):
        if not given.facts.positive(-x):
            raise Rejected(f"{name} is not proved to be positive or negative")
        sign = -1
    mirror: Mapping[str, Expression] = {} if sign > 0 else {name: Negate(Symbol(name))}
    facts = from_zero(conclusion.assumptions, name, sign)
    scope = Scope(facts, {index: first})
    series = _read_series(scope, substitute(term, mirror), name, index, first, witness)
    _require_recurrence(scope, series)
    value = scope.lift(substitute(conclusion.right, mirror), "the value")
    if index in value.symbols() or not is_analytic(scope.facts, value, name):
        raise Rejected("the value is not proved to be an analytic function")
    _require_equation(scope, series, value, name)
    _require_beginning(scope, series, value, name, witness)


def from_zero(assumptions: Assumptions, name: str, sign: int) -> Assumptions:
    """Return the assumptions for all values from 0 on in place of the symbol, mirrored for a negative sign.

    Of the symbol itself only upper bounds (for the mirrored one: what were lower bounds) are kept.
    """
    symbol = Symbol(name)
    kept: list[Inequality] = [Inequality(ZERO, "<", symbol)]
    for fact in assumptions.inequalities:
        if name not in fact.symbols:
            kept.append(fact)
            continue
        bound, other = (fact.right, fact.left) if fact.left == symbol else (fact.left, fact.right)
        if other != symbol or name in free_symbols(bound):
            raise Rejected(f"an assumption on {name} that is no bound: {fact.to_text()}")
        if fact.relation == "!=":
            continue
        if sign > 0 and fact.left == symbol:
            kept.append(fact)
        elif sign < 0 and fact.right == symbol:
            kept.append(Inequality(symbol, fact.relation, Negate(bound)))
    return Assumptions(assumptions.integers, assumptions.reals, tuple(kept))


def _read_series(scope: Scope, term: Expression, name: str, index: str, first: int, witness: Witness) -> _Series:
    texts = witness.get("operator")
    if not isinstance(texts, tuple) or not 1 <= len(texts) <= _MOST_OPERATORS:
        raise Rejected("the witness holds the coefficients of an operator")
    try:
        operator = tuple(read_expression(text) for text in texts)
    except TnsimError as error:
        raise Rejected(f"the operator: {error}") from None
    slope, offset = whole(witness, "slope"), whole(witness, "offset")
    if not 1 <= slope <= _MOST_SLOPE or abs(offset) > _MOST_ORDER or index == THETA:
        raise Rejected("the exponent is not a whole number p*n + q with p > 0")
    coefficient = scope.lift(witness_expression(witness, "coefficient"), "the coefficient")
    if name in coefficient.symbols():
        raise Rejected(f"the coefficient depends on {name}")
    ring = scope.ring
    element = scope.lift(term, "the term")
    try:
        moved = coefficient * power(ring, ring.tower.symbol(name), slope * ring.tower.symbol(index) + offset)
    except TnsimError as error:
        raise Rejected(f"the power of {name}: {error}") from None
    if not vanishes(element - moved):
        raise Rejected("the term is not the coefficient times the power")
    absolutely_summable(scope.ring, element, index)
    return _Series(coefficient, index, first, slope, offset, operator)


def _operator_at(scope: Scope, series: _Series, j: int, theta: Element) -> Element:
    """Return A_j at a value of theta."""
    return scope.lift(series.operator[j], "the operator", {THETA: theta})


def _require_recurrence(scope: Scope, series: _Series) -> None:
    """Reject unless sum_j A_j(p (n - j) + q) c(n - j) = 0 for all n from first + J on, J the last of the j."""
    n, last = scope.ring.tower.symbol(series.index), len(series.operator) - 1
    total = scope.ring.tower.element(0)
    for j in range(last + 1):
        steps = last - j
        try:
            moved = shift(scope.ring, series.coefficient, series.index, steps) if steps else series.coefficient
        except TnsimError as error:
            raise Rejected(f"the next coefficient: {error}") from None
        total = total + _operator_at(scope, series, j, series.slope * (n + steps) + series.offset) * moved
    if not vanishes(total):
        raise Rejected("the coefficients do not satisfy the recurrence of the operator")


def _require_equation(scope: Scope, series: _Series, value: Element, name: str) -> None:
    """Reject unless L F is the polynomial L S, and the coefficient of the highest derivative has no zero."""
    tower = scope.ring.tower
    x, last = tower.symbol(name), len(series.operator) - 1
    rows = [_coefficients(scope, expression, name, series.index) for expression in series.operator]
    degree = max(max(row, default=0) for row in rows)
    leading = sum((x ** (series.slope * j) * row[degree] for j, row in enumerate(rows) if degree in row), x * 0)
    if not scope.facts.nonzero(leading):
        raise Rejected("the coefficient of the highest derivative may be 0")
    derivatives = [value]
    try:
        for _ in range(degree):
            derivatives.append(x * derivative(scope.ring, derivatives[-1], name))
    except (TnsimError, ZeroDivisionError) as error:
        raise Rejected(f"the derivatives of the value: {error}") from None
    total = tower.element(0)
    for j, row in enumerate(rows):
        for k, c in row.items():
            total = total + x ** (series.slope * j) * c * derivatives[k]
    for n in range(series.first, series.first + last):
        for j in range(n - series.first + 1):
            a = _operator_at(scope, series, j, tower.element(series.exponent(n - j)))
            total = total - a * _initial(scope, series, n - j) * x ** series.exponent(n)
    if not vanishes(total):
        raise Rejected("the value does not solve the differential equation of the series")


def _initial(scope: Scope, series: _Series, n: int) -> Element:
    return scope.at(series.coefficient, series.index, n, "a coefficient")


def _coefficients(scope: Scope, expression: Expression, name: str, index: str) -> dict[int, Element]:
    """Return {k: a_k} of a polynomial sum_k a_k theta^k whose coefficients are free of the variables of the series."""
    element = scope.lift(expression, "the operator")
    tower = element.tower
    below, parts = Element(tower, element.denominator), split_powers(element.numerator, tower.number_of_symbol(THETA))
    found = {k: Element(tower, part) / below for k, part in parts.items()}
    if any(part.symbols() & {name, index, THETA} for part in (below, *found.values())):
        raise Rejected(f"the operator is not a polynomial in {THETA} with constant coefficients")
    return {k: part for k, part in found.items() if not part.is_zero()}


def _require_beginning(scope: Scope, series: _Series, value: Element, name: str, witness: Witness) -> None:
    """Reject unless A_0 has no zero from K/m on, and F begins like S below the power K of s = x^(1/m)."""
    ramification, order, length = (whole(witness, key) for key in ("ramification", "order", "length"))
    if not (1 <= ramification <= _MOST_RAMIFICATION and -_MOST_ORDER <= order <= _MOST_ORDER >= length >= 1):
        raise Rejected("the witness holds a ramification, an order and a length within the limits")
    known = scope.facts.assumptions
    bound = Inequality(number(Fraction(order, ramification)), "<=", Symbol(THETA))
    beyond = Scope(Assumptions(known.integers, known.reals | {THETA}, (*known.inequalities, bound)))
    if not beyond.facts.nonzero(beyond.lift(series.operator[0], "the operator")):
        raise Rejected("the equation may have solutions that begin with so high a power")
    try:
        expansion = expand(scope.ring, value, name, ramification, length)
        found = {k: expansion.at(k) for k in range(expansion.low, order)}
    except (TnsimError, ZeroDivisionError) as error:
        raise Rejected(f"the expansion of the value: {error}") from None
    n = series.first
    while ramification * series.exponent(n) < order:
        k = ramification * series.exponent(n)
        found[k] = found.get(k, value * 0) - _initial(scope, series, n)
        n += 1
    if not all(vanishes(c) for c in found.values()):
        raise Rejected("the value does not begin like the series")
