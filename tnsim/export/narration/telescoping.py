"""The telescoping rules in words, with the limit and the boundary terms worked out."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.errors import CertificateError, UnsupportedError
from tnsim.export.document import Line, equation, formula, say
from tnsim.export.narration.combinations import negated, total
from tnsim.export.narration.growth import limit_of, tends
from tnsim.export.narration.identities import EXACT, verified
from tnsim.export.narration.statements import fresh_name
from tnsim.language.expression import (
    ONE,
    ZERO,
    Divide,
    Expression,
    Product,
    Sum,
    Symbol,
    free_symbols,
    number,
    rational_value,
    walk,
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
    fractions = any(
        isinstance(e, Divide) and free_symbols(e.denominator) for side in (candidate, term) for e in walk(side)
    )
    lines = [
        say("Let {}.", formula(f"{name}(", n, ") = ", candidate)),
        say(
            f"Then {{}} for every whole {{}}{'; no denominator is 0 there' if fractions else ''}.",
            formula(f"{name}(", n + ONE, f") − {name}(", n, ") = ", term),
            formula(n, " ≥ ", number(begin)),
        ),
    ]
    return name, [*lines, _reason(index, elements)]


def _reason(index: str, elements: tuple[Scope, Element, Element] | None) -> Line:
    if elements is not None:
        scope, antidifference_element, term = elements
        try:
            return verified((shift(scope.ring, antidifference_element, index), antidifference_element, term))
        except UnsupportedError:
            pass
    return say(f"This is verified {EXACT}.")


def telescope(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield T, its difference, its limit, and the value that follows."""
    term, index, first = infinite_sum(step.conclusion.left)
    begin = whole(step.witness, "from")
    scope = Scope(step.conclusion.assumptions, {index: begin})
    lifted = scope.lift(term, "the term")
    element = antidifference(scope, lifted, index, step.witness)
    if lifted.is_zero() and element.is_zero():
        yield say(
            f"{{}} for every whole {{}}, {EXACT}.", equation(term, ZERO), formula(Symbol(index), " ≥ ", number(begin))
        )
        yield from _exceptional(scope.prefix(term, index, first, begin), index, first, begin)
        return
    candidate = witness_expression(step.witness, "antidifference")
    name, lines = difference(candidate, term, index, begin, (scope, element, lifted))
    yield from lines
    yield from tends(scope.ring, element, index, name)
    start = scope.at(element, index, begin, "the first value")
    prefix = scope.prefix(term, index, first, begin)
    yield from _exceptional(prefix, index, first, begin)
    n = Symbol(index)
    yield say(
        "The terms with {} add up to the limit less the first value, {}.",
        formula(n, " ≥ ", number(begin)), formula(f"{name}(", number(begin), ") = ", to_expression(start)),
    )  # fmt: skip
    yield _value(step.conclusion, (prefix, limit_of(scope.ring, element, index), start))


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
    yield say(
        "The terms with {} add up to the limit less the first value, {}.",
        formula(n, " ≥ ", number(begin)), formula(f"{name}(", number(begin), ") = ", to_expression(start)),
    )  # fmt: skip
    nodes = [node for node in dict.fromkeys(infinite_nodes(value)) if isinstance(node, Product)]
    for node in nodes:
        ended = Product(node.term, node.index, node.lower, n)
        yield say("As {}, {}, for the sum of the factors less 1 converges absolutely.",
                  formula(n, " → ∞"), formula(ended, " → ", node))  # fmt: skip
    yield say("The difference of the partial sums and the value, with the products ended, tends to 0.")
    yield say("So the sum is {}.", value)


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
    yield say("The assumptions make {} a whole number that is at least {}.", left.upper, number(begin - 1))
    end = scope.at(element, index, scope.lift(left.upper, "the upper bound") + 1, "the last value")
    start = scope.at(element, index, begin, "the first value")
    prefix = scope.prefix(left.term, index, int(first), begin)
    yield from _exceptional(prefix, index, int(first), begin)
    yield say(
        "The terms with {} add up to the last value less the first one, {} and {}.",
        formula(number(begin), " ≤ ", Symbol(index), " ≤ ", left.upper),
        formula(f"{name}(", left.upper + ONE, ") = ", to_expression(end)),
        formula(f"{name}(", number(begin), ") = ", to_expression(start)),
    )
    yield _value(step.conclusion, (prefix, end, start))


def _exceptional(prefix: Element, index: str, first: int, begin: int) -> Iterator[Line]:
    if begin > first:
        where = formula(number(first), " ≤ ", Symbol(index), " < ", number(begin))
        yield say("The terms with {} add up to {}.", where, to_expression(prefix))


def _value(conclusion: Statement, parts: tuple[Element, Element, Element]) -> Line:
    """Return how the exceptional terms, the end value and the first value make the sum."""
    prefix, end, start = map(to_expression, parts)
    value = total((prefix, end, negated(start)))
    shown: tuple[str | Expression, ...] = (value,)
    if conclusion.right is not None and conclusion.right != value:
        shown = (*shown, " = ", conclusion.right)
    return say("So the sum is {}.", formula(*shown))
