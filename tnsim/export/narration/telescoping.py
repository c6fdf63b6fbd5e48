"""The telescoping rules in words, with the limit and the boundary terms worked out."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.errors import CertificateError
from tnsim.export.narration.lines import Line, formula, say
from tnsim.export.narration.statements import fresh_name
from tnsim.language.expression import ONE, ZERO, Add, Expression, Negate, Sum, Symbol, number, rational_value
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.rules.telescope import antidifference
from tnsim.proof.scope import Scope, infinite_sum, whole, witness_expression
from tnsim.ring.growth import limit
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["difference", "telescope", "telescope_finite"]


def difference(candidate: Expression, term: Expression, index: str, begin: int) -> tuple[str, list[Line]]:
    """Return the name given to an antidifference, and the lines that say what it is and what was verified."""
    n, name = Symbol(index), fresh_name(candidate, term)
    return name, [
        say("Let {}.", formula(f"{name}(", n, ") = ", candidate)),
        say(
            "Then {} for every whole {}: both sides have the same normal form in the difference ring, "
            "and no denominator in them has a zero there.",
            formula(f"{name}(", n + ONE, f") − {name}(", n, ") = ", term),
            formula(n, " ≥ ", number(begin)),
        ),
    ]


def telescope(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield T, its difference, its limit, and the value that follows."""
    term, index, first = infinite_sum(step.conclusion.left)
    begin = whole(step.witness, "from")
    name, lines = difference(witness_expression(step.witness, "antidifference"), term, index, begin)
    yield from lines
    scope = Scope(step.conclusion.assumptions, {index: begin})
    element = antidifference(scope, scope.lift(term, "the term"), index, step.witness)
    end = limit(scope.ring, element, index)
    if end is None:
        raise CertificateError("the limit of an antidifference is not established")
    tends = formula(f"{name}(", Symbol(index), ") → ", to_expression(end))
    yield say("By its order of growth, {} as {}.", tends, formula(Symbol(index), " → ∞"))
    start = scope.at(element, index, begin, "the first value")
    prefix = scope.prefix(term, index, first, begin)
    yield from _exceptional(prefix, index, first, begin)
    yield _value(step.conclusion, name, begin, (prefix, end, start))


def telescope_finite(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield T, its difference, and the value at a symbolic upper bound."""
    left = step.conclusion.left
    first = rational_value(left.lower) if isinstance(left, Sum) else None
    if not isinstance(left, Sum) or first is None:
        raise CertificateError("expected a finite sum")
    index, begin = left.index.name, whole(step.witness, "from")
    name, lines = difference(witness_expression(step.witness, "antidifference"), left.term, index, begin)
    yield from lines
    yield say("The assumptions make {} a whole number that is at least {}.", left.upper, number(begin - 1))
    scope = Scope(step.conclusion.assumptions, {index: begin})
    element = antidifference(scope, scope.lift(left.term, "the term"), index, step.witness)
    end = scope.at(element, index, scope.lift(left.upper, "the upper bound") + 1, "the last value")
    start = scope.at(element, index, begin, "the first value")
    yield say("The last value is {}.", formula(f"{name}(", left.upper + ONE, ") = ", to_expression(end)))
    prefix = scope.prefix(left.term, index, int(first), begin)
    yield from _exceptional(prefix, index, int(first), begin)
    yield _value(step.conclusion, name, begin, (prefix, end, start))


def _exceptional(prefix: Element, index: str, first: int, begin: int) -> Iterator[Line]:
    if begin > first:
        where = formula(number(first), " ≤ ", Symbol(index), " < ", number(begin))
        yield say("The exceptional terms, those with {}, add up to {}.", where, to_expression(prefix))


def _value(conclusion: Statement, name: str, begin: int, parts: tuple[Element, Element, Element]) -> Line:
    """Return how the exceptional terms, the end value and the first value make the sum."""
    prefix, end, start = map(to_expression, parts)
    terms = (end, Negate(start)) if prefix == ZERO else (prefix, end, Negate(start))
    shown: tuple[str | Expression, ...] = (Add(terms),)
    if conclusion.right is not None and conclusion.right != Add(terms):
        shown = (*shown, " = ", conclusion.right)
    return say("With {}, the sum is {}.", formula(f"{name}(", number(begin), ") = ", start), formula(*shown))
