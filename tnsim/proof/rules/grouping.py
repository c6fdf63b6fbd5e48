"""The rule of grouping: a series summed by its residue classes, no one of which needs to converge."""

from __future__ import annotations

from tnsim.errors import TnsimError
from tnsim.language.expression import Expression, Symbol, number, substitute
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness, read_expression
from tnsim.proof.scope import Rejected, Scope, infinite_sum, same_assumptions
from tnsim.ring.growth import limit

__all__ = ["grouping"]

_MOST_CLASSES = 100


def grouping(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(f, n = a..oo) = sum_r v_r from sum_{m >= 0} (f(a + r + q m) - c_r/(m + 1)) = v_r for r < q, sum_r c_r = 0.

    Added up to m < M, the classes give the terms of f before a + q M: every q-th partial sum of f tends to the sum of
    the v_r. Those between differ from them by fewer than q terms of f, which tends to 0 as every class does.
    """
    if not 1 <= len(premises) <= _MOST_CLASSES or conclusion.right is None:
        raise Rejected(f"grouping concludes an equation from 1 to {_MOST_CLASSES} classes")
    same_assumptions(premises, conclusion)
    compensators = _compensators(witness, len(premises))
    term, index, first = infinite_sum(conclusion.left)
    plain = Scope(conclusion.assumptions)
    total, balance = plain.lift(conclusion.right, "the value"), plain.ring.tower.element(0)
    for r, (premise, compensator) in enumerate(zip(premises, compensators, strict=True)):
        if premise.right is None:
            raise Rejected("the premises of grouping are equations")
        position = number(first + r) + number(len(premises)) * Symbol(index)
        _require_class(conclusion, substitute(term, {index: position}), index, compensator, premise)
        balance = balance + plain.lift(compensator, "a compensator")
        total = total - plain.lift(premise.right, "the value of a class")
    if not vanishes(balance):
        raise Rejected("the compensators do not add up to 0")
    if not vanishes(total):
        raise Rejected("the value is not the sum of the classes")


def _compensators(witness: Witness, count: int) -> list[Expression]:
    texts = witness.get("compensators")
    if not isinstance(texts, tuple) or len(texts) != count:
        raise Rejected("one compensator a class is needed")
    try:
        return [read_expression(text) for text in texts]
    except TnsimError as error:
        raise Rejected(f"a compensator: {error}") from None


def _require_class(
    conclusion: Statement, expected: Expression, index: str, compensator: Expression, premise: Statement
) -> None:
    """Require that `expected` tends to 0, and that the premise sums `expected - compensator/(index + 1)` from 0 on."""
    given, other, start = infinite_sum(premise.left)
    if start != 0:
        raise Rejected("a class must be numbered from 0")
    scope = Scope(conclusion.assumptions, {index: 0})
    c = scope.lift(compensator, "the compensator")
    if index in c.symbols():
        raise Rejected("a compensator depends on the index")
    element = scope.lift(expected, "a term")
    end = limit(scope.ring, element, index)
    if end is None or not vanishes(end):
        raise Rejected("the terms of a class are not proved to tend to 0")
    rest = element - c / (scope.ring.tower.symbol(index) + 1)
    if not vanishes(rest - scope.lift(substitute(given, {other: Symbol(index)}), "the class")):
        raise Rejected("a premise is not about the residue class and its compensator")
