"""The telescoping rules in words, with the limit and the boundary terms worked out."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.errors import CertificateError, UnsupportedError
from tnsim.export.document import Formula, Line, equation, formula, say, show
from tnsim.export.narration.combinations import negated, total
from tnsim.export.narration.common_functions import EXACT
from tnsim.export.narration.growth import limit_of, tends
from tnsim.export.narration.identities import verified
from tnsim.export.narration.statements import fresh_name, parenthesised
from tnsim.export.narration.tidying import tidied
from tnsim.language.expression import (
    ONE,
    ZERO,
    Expression,
    Product,
    Sum,
    Symbol,
    number,
    rational_value,
    substitute,
)
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.rules.telescope import antidifference
from tnsim.proof.scope import Scope, infinite_nodes, infinite_sum, whole, witness_expression
from tnsim.ring.readback import to_expression
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element

__all__ = ["difference", "telescope", "telescope_finite", "telescope_products"]


def difference(
    candidate: Expression,
    term: Expression,
    index: str,
    begin: int,
    elements: tuple[Scope, Element, Element] | None = None,
) -> tuple[str, list[Line]]:
    """Return the name given to an antidifference, and the lines that say what it is and why.

    `elements` are the scope, the antidifference and the term as they were read in it.
    """
    n, name = Symbol(index), fresh_name(candidate, term)
    where = formula(n, " ≥ ", number(begin))
    lines = [
        say("Let"),
        show(f"{name}(", n, ") = ", candidate),
        say("Then, for every integer {},", where),
        show(f"{name}(", n + ONE, f") − {name}(", n, ") = ", term),
    ]
    return name, [*lines, *_reason(index, elements, candidate, term, where)]


def _reason(
    index: str,
    elements: tuple[Scope, Element, Element] | None,
    candidate: Expression,
    term: Expression,
    where: Formula,
) -> Iterator[Line]:
    if elements is not None:
        scope, antidifference_element, element = elements
        n, name = Symbol(index), fresh_name(candidate, term)
        named = (formula(f"{name}(", n + ONE, ")"), formula(f"{name}(", n, ")"))
        later = substitute(candidate, {index: Symbol(index) + ONE})
        try:
            both = (shift(scope.ring, antidifference_element, index), antidifference_element)
            written = tuple(map(tidied, (later, candidate, term)))
            yield from verified(scope, both, named, [(element, term)], written, where)
            return
        except UnsupportedError:
            pass
    yield say(f"This is verified {EXACT}.")


def telescope(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield T, its difference, its limit, and the value that follows."""
    term, index, first = infinite_sum(step.conclusion.left)
    begin = whole(step.witness, "from")
    scope = Scope(step.conclusion.assumptions, {index: begin})
    lifted = scope.lift(term, "the term")
    element = antidifference(scope, lifted, index, step.witness)
    if lifted.is_zero() and element.is_zero():
        yield say(
            f"{{}} for every integer {{}}, {EXACT}.", equation(term, ZERO), formula(Symbol(index), " ≥ ", number(begin))
        )
        prefix = scope.prefix(term, index, first, begin)
        yield from _exceptional(prefix, index, first, begin)
        yield say("So the series converges, and its sum is {}.", to_expression(prefix))
        return
    candidate = witness_expression(step.witness, "antidifference")
    name, lines = difference(candidate, term, index, begin, (scope, element, lifted))
    yield from lines
    start = scope.at(element, index, begin, "the first value")
    prefix = scope.prefix(term, index, first, begin)
    yield from _summed(term, index, begin, (candidate, name), start)
    yield from tends(scope.ring, element, index, name)
    end = limit_of(scope.ring, element, index)
    value = total((to_expression(end), negated(to_expression(start))))
    bound = Symbol(_bound(candidate, term))
    if begin == first:
        yield say(
            "So the partial sums tend to {} as {}: the series converges, and its sum is {}.",
            formula(*_difference(end, start)), formula(bound, " → ∞"), formula(*_equal(value, step.conclusion.right)),
        )  # fmt: skip
        return
    yield say("So these sums tend to {} as {}.", formula(*_difference(end, start)), formula(bound, " → ∞"))
    yield from _exceptional(prefix, index, first, begin)
    shown = _equal(total((to_expression(prefix), value)), step.conclusion.right)
    yield say("So the series converges, and its sum is {}.", formula(*shown))


def telescope_products(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield T, its difference, what finite products tend to, and the value that follows."""
    term, index, first = infinite_sum(step.conclusion.left)
    begin, value = whole(step.witness, "from"), step.conclusion.right
    if value is None:
        raise CertificateError("expected an equation")
    scope = Scope(step.conclusion.assumptions, {index: begin})
    lifted = scope.lift(term, "the term")
    element = antidifference(scope, lifted, index, step.witness)
    candidate = witness_expression(step.witness, "antidifference")
    name, lines = difference(candidate, term, index, begin, (scope, element, lifted))
    yield from lines
    prefix = scope.prefix(term, index, first, begin)
    yield from _exceptional(prefix, index, first, begin)
    n, start = Symbol(index), scope.at(element, index, begin, "the first value")
    yield from _summed(term, index, begin, (candidate, name), start)
    nodes = [node for node in dict.fromkeys(infinite_nodes(value)) if isinstance(node, Product)]
    for node in nodes:
        ended = Product(node.term, node.index, node.lower, n)
        yield say("As {}, {}, for the sum of the factors less 1 converges absolutely.",
                  formula(n, " → ∞"), formula(ended, " → ", node))  # fmt: skip
    yield say("The difference of the partial sums and the value, with the products ended, tends to 0.")
    yield say("So the series converges, and its sum is {}.", value)


def telescope_finite(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield T, its difference, and the value at a symbolic upper bound."""
    left = step.conclusion.left
    first = rational_value(left.lower) if isinstance(left, Sum) else None
    if not isinstance(left, Sum) or first is None:
        raise CertificateError("expected a finite sum")
    index, begin = left.index.name, whole(step.witness, "from")
    scope = Scope(step.conclusion.assumptions, {index: begin})
    lifted = scope.lift(left.term, "the term")
    element = antidifference(scope, lifted, index, step.witness)
    candidate = witness_expression(step.witness, "antidifference")
    name, lines = difference(candidate, left.term, index, begin, (scope, element, lifted))
    yield from lines
    yield say("The assumptions make {} an integer that is at least {}.", left.upper, number(begin - 1))
    end = scope.at(element, index, scope.lift(left.upper, "the upper bound") + 1, "the last value")
    start = scope.at(element, index, begin, "the first value")
    prefix = scope.prefix(left.term, index, int(first), begin)
    yield from _exceptional(prefix, index, int(first), begin)
    n = Symbol(index)
    yield say("Summing over {} gives", formula(number(begin), " ≤ ", n, " ≤ ", left.upper))
    yield show(Sum(left.term, n, number(begin), left.upper), f" = {name}(", left.upper + ONE,
               f") − {name}(", number(begin), "),")  # fmt: skip
    yield say(
        "where {} and {}.",
        formula(f"{name}(", left.upper + ONE, ") = ", to_expression(end)),
        formula(f"{name}(", number(begin), ") = ", to_expression(start)),
    )
    yield _value(step.conclusion, (prefix, end, start))


def _exceptional(prefix: Element, index: str, first: int, begin: int) -> Iterator[Line]:
    if begin > first:
        where = formula(number(first), " ≤ ", Symbol(index), " < ", number(begin))
        yield say("The terms with {} add up to {}.", where, to_expression(prefix))


def _summed(term: Expression, index: str, begin: int, named: tuple[Expression, str], start: Element) -> Iterator[Line]:
    """Yield the partial sums by the antidifference, and its first value."""
    candidate, name = named
    n, bound = Symbol(index), Symbol(_bound(candidate, term))
    yield say("Summing over {} gives", formula(number(begin), " ≤ ", n, " ≤ ", bound))
    yield show(Sum(term, n, number(begin), bound), f" = {name}(", bound + ONE, f") − {name}(", number(begin), "),")
    yield say("where {}.", formula(f"{name}(", number(begin), ") = ", to_expression(start)))


def _bound(*expressions: Expression) -> str:
    """Return a letter for the end of a partial sum."""
    return fresh_name(*expressions, letters=("N", "M", "L", "K", "N_0"))


def _difference(end: Element, start: Element) -> tuple[str | Expression, ...]:
    """Return the limit less the first value, as it is computed."""
    if start.is_zero():
        return (to_expression(end),)
    return (to_expression(end), " − ", *parenthesised(to_expression(start)))


def _equal(value: Expression, right: Expression | None) -> tuple[str | Expression, ...]:
    return (value,) if right is None or tidied(right) == tidied(value) else (value, " = ", right)


def _value(conclusion: Statement, parts: tuple[Element, Element, Element]) -> Line:
    """Return how the exceptional terms, the end value and the first value make the sum."""
    prefix, end, start = map(to_expression, parts)
    value = total((prefix, end, negated(start)))
    return say("So the sum is {}.", formula(*_equal(value, conclusion.right)))
