"""Rules for infinite products: telescoping quotients, factors with known products, exponentials of sums.

An infinite product converges if all but finitely many factors are different from 0 and the products of those
tend to a limit other than 0; its value is 0 if a factor is 0 (DLMF 1.9(vii); Knopp 1951, section 28).
"""

from __future__ import annotations

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY, Apply, Expression, Product, Symbol, number, rational_value, substitute
from tnsim.language.printing import to_text
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.telescope import finite_range, has_no_limit, upper_bound
from tnsim.proof.scope import Rejected, Scope, infinite_sum, same_assumptions, whole, witness_expression
from tnsim.ring.growth import limit
from tnsim.ring.powers import integer_power, quotient
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element

__all__ = ["exponential", "factors", "infinite_product", "logarithm", "product", "product_finite", "product_prefix"]
__all__ += ["whole_numbers"]

_MOST_FACTORS = 500


def infinite_product(expression: Expression) -> tuple[Expression, str, int]:
    """Return (factor, index, start) of a product from a literal whole number to infinity; raises Rejected otherwise."""
    if isinstance(expression, Product) and expression.upper == INFINITY:
        start = rational_value(expression.lower)
        if start is not None and start.denominator == 1:
            return expression.term, expression.index.name, int(start)
    raise Rejected(f"expected a product from a whole number to oo, got {to_text(expression)}")


def product_prefix(scope: Scope, factor: Expression, index: str, first: int, last: int) -> Element:
    """Return the exact product of the factors with first <= index < last."""
    if last - first > _MOST_FACTORS:
        raise Rejected(f"{last - first} exceptional factors are over the limit {_MOST_FACTORS}")
    total = scope.ring.tower.element(1)
    for value in range(first, last):
        at = {index: scope.ring.tower.element(value)}
        total = total * scope.lift(factor, f"the factor at {index} = {value},", at)
    return total


def _quotient(scope: Scope, a: Element, b: Element, what: str) -> Element:
    try:
        return quotient(scope.ring, a, b)
    except (TnsimError, ZeroDivisionError) as error:
        raise Rejected(f"{what}: {error}") from None


def product(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """prod(f, n = a..oo) = (factors before m) * lim P / P(m), where P(n+1) = f(n) P(n) for n >= m.

    P(m) and the limit are proved different from 0, so no factor from m on is 0. It diverges if P(m) is not 0,
    f has no zero from m on, and P or 1/P tends to infinity in modulus.
    """
    if premises or conclusion.kind not in ("equal", "diverges"):
        raise Rejected("a telescoping product concludes from no premises")
    factor, index, first = infinite_product(conclusion.left)
    begin = whole(witness, "from")
    if begin < first:
        raise Rejected("the telescoping quotient begins before the product does")
    scope = Scope(conclusion.assumptions, {index: begin})
    element = scope.lift(factor, "the factor")
    candidate = _telescoping_quotient(scope, element, index, witness)
    start = scope.at(candidate, index, begin, "its first value")
    if conclusion.kind == "diverges":
        _require_divergence(scope, element, candidate, start, index)
        return
    end = limit(scope.ring, candidate, index)
    if end is None or conclusion.right is None:
        raise Rejected("the limit of the telescoping quotient is not established")
    if not scope.facts.nonzero(end):
        raise Rejected("the limit of the telescoping quotient may be 0")
    value = product_prefix(scope, factor, index, first, begin) * _quotient(scope, end, start, "the first value")
    if not vanishes(value - scope.lift(conclusion.right, "the value")):
        raise Rejected(f"the value is not {to_text(conclusion.right)}")


def _telescoping_quotient(scope: Scope, factor: Element, index: str, witness: Witness) -> Element:
    """Return the lifted witness P after checking P(n + 1) = f(n) P(n); raises Rejected otherwise."""
    candidate = scope.lift(witness_expression(witness, "quotient"), "the telescoping quotient")
    try:
        moved = shift(scope.ring, candidate, index)
    except TnsimError as error:
        raise Rejected(f"the shifted quotient: {error}") from None
    if not vanishes(moved - factor * candidate):
        raise Rejected("the quotient of neighbours is not the factor")
    return candidate


def product_finite(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """prod(f, k = a..N) = (factors before m) * P(N + 1)/P(m), where P(k+1) = f(k) P(k) for k >= m.

    P(m) is proved different from 0; N is any admissible whole number that is at least m - 1.
    """
    left, right = conclusion.left, conclusion.right
    if premises or right is None or not isinstance(left, Product):
        raise Rejected("a telescoping product concludes an equation from no premises")
    index, first = finite_range(left)
    begin = whole(witness, "from")
    if begin < first:
        raise Rejected("the telescoping quotient begins before the product does")
    scope = Scope(conclusion.assumptions, {index: begin})
    candidate = _telescoping_quotient(scope, scope.lift(left.term, "the factor"), index, witness)
    upper = upper_bound(scope, left.upper, begin)
    start, end = (scope.at(candidate, index, n, "a value of the quotient") for n in (begin, upper + 1))
    value = product_prefix(scope, left.term, index, first, begin) * _quotient(scope, end, start, "the first value")
    if not vanishes(value - scope.lift(right, "the value")):
        raise Rejected(f"the value is not {to_text(right)}")


def _require_divergence(scope: Scope, factor: Element, candidate: Element, start: Element, index: str) -> None:
    if not scope.facts.nonzero(start) or not scope.facts.nonzero(factor):
        raise Rejected("a factor may be 0")
    if has_no_limit(scope, candidate, index):
        return
    inverse = _quotient(scope, scope.ring.tower.element(1), candidate, "the inverse of the telescoping quotient")
    if not has_no_limit(scope, inverse, index):
        raise Rejected("neither the partial products nor their inverses are proved to be unbounded")


def factors(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """prod(f, n = a..oo) = (factors before m) * the product of w_i^e_i, from prod(g_i, k = b_i..oo) = v_i.

    Here f(n) is the product of the g_i(n - m + p_i)^e_i for n >= m, and w_i is v_i over the factors of g_i before
    p_i, none of which is 0. Products that converge may be multiplied factor by factor, and inverted if they have
    no zero, which reading a negative power proves.
    """
    factor, index, first = infinite_product(conclusion.left)
    same_assumptions(premises, conclusion)
    if conclusion.right is None or not premises:
        raise Rejected("the products of factors give the value of a product")
    exponents, places = whole_numbers(witness, "exponents"), whole_numbers(witness, "places")
    if not len(exponents) == len(places) == len(premises):
        raise Rejected("one exponent and one place a premise are needed")
    begin = whole(witness, "from")
    if begin < first:
        raise Rejected("the factorisation begins before the product does")
    scope = Scope(conclusion.assumptions, {index: begin})
    expected = scope.ring.tower.element(1)
    value = product_prefix(scope, factor, index, first, begin)
    for premise, exponent, place in zip(premises, exponents, places, strict=True):
        if premise.right is None:
            raise Rejected("the premises must be values of products")
        part, part_index, part_first = infinite_product(premise.left)
        if place < part_first:
            raise Rejected("a factor is used before its product begins")
        moved = substitute(part, {part_index: Symbol(index) + number(place - begin)})
        expected = expected * _power(scope, scope.lift(moved, "a factor"), exponent)
        known = scope.lift(premise.right, "the value of a factor")
        skipped = product_prefix(scope, part, part_index, part_first, place)
        known = _quotient(scope, known, skipped, "the factors that are left out")
        value = value * _power(scope, known, exponent)
    if not vanishes(scope.lift(factor, "the factor") - expected):
        raise Rejected("the factor is not the product of the parts")
    if not vanishes(value - scope.lift(conclusion.right, "the value")):
        raise Rejected("the value is not the product of the values")


def _power(scope: Scope, base: Element, exponent: int) -> Element:
    try:
        return integer_power(scope.ring, base, exponent)
    except (TnsimError, ZeroDivisionError) as error:
        raise Rejected(f"a power of a factor: {error}") from None


def whole_numbers(witness: Witness, name: str) -> tuple[int, ...]:
    """Return a list of small whole numbers from the witness; raises Rejected if it is not there."""
    texts = witness.get(name)
    if not isinstance(texts, tuple):
        raise Rejected(f"the witness lacks the list '{name}'")
    try:
        values = tuple(int(text) for text in texts)
    except ValueError:
        raise Rejected(f"'{name}' must be whole numbers") from None
    if any(abs(value) > 1000 for value in values):
        raise Rejected(f"a number of '{name}' is over the limit 1000")
    return values


def exponential(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """prod(f, n = a..oo) = exp(v) from sum(g, n = a..oo) = v, where f(n) = exp(g(n)) from a on."""
    factor, index, first = infinite_product(conclusion.left)
    left, known, right = _one_value(conclusion, premises)
    term, term_index, term_first = infinite_sum(left)
    if term_first != first:
        raise Rejected("the sum starts elsewhere")
    scope = Scope(conclusion.assumptions, {index: first})
    power = Apply("exp", (substitute(term, {term_index: Symbol(index)}),))
    if not vanishes(scope.lift(factor, "the factor") - scope.lift(power, "the exponential")):
        raise Rejected("the factor is not the exponential of the term")
    value = scope.lift(Apply("exp", (known,)), "the exponential of the value")
    if not vanishes(value - scope.lift(right, "the value")):
        raise Rejected("the value is not the exponential of that of the sum")


def _one_value(
    conclusion: Statement, premises: tuple[Statement, ...]
) -> tuple[Expression, Expression, Expression]:  # fmt: skip
    """Return what the one premise gives a value, this value, and that of the conclusion; raises Rejected otherwise."""
    same_assumptions(premises, conclusion)
    if len(premises) != 1 or conclusion.right is None:
        raise Rejected("the rule takes the value of one sum or product")
    premise = premises[0]
    if premise.right is None:
        raise Rejected("the premise must be a value")
    return premise.left, premise.right, conclusion.right


def logarithm(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(g, n = a..oo) = log(v) from prod(f, n = a..oo) = v, where f(n) > 0 and g(n) = log(f(n)) from a on.

    The partial sums are the logarithms of partial products, which tend to v; as the product converges, v is not 0.
    """
    term, index, first = infinite_sum(conclusion.left)
    left, known, right = _one_value(conclusion, premises)
    factor, factor_index, factor_first = infinite_product(left)
    if factor_first != first:
        raise Rejected("the product starts elsewhere")
    scope = Scope(conclusion.assumptions, {index: first})
    moved = substitute(factor, {factor_index: Symbol(index)})
    if not scope.facts.positive(scope.lift(moved, "the factor")):
        raise Rejected("the factors are not proved to be positive")
    if not vanishes(scope.lift(term, "the term") - scope.lift(Apply("log", (moved,)), "the logarithm")):
        raise Rejected("the term is not the logarithm of the factor")
    value = scope.lift(Apply("log", (known,)), "the logarithm of the value")
    if not vanishes(value - scope.lift(right, "the value")):
        raise Rejected("the value is not the logarithm of that of the product")
