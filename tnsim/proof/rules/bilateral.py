"""The rule of bilateral sums: from -oo, by the sum upwards and the sum downwards from one place."""

from __future__ import annotations

from tnsim.language.expression import INFINITY, Expression, Negate, Sum, Symbol, number, rational_value, substitute
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.scope import Rejected, Scope, admit_equations, infinite_sum, same_assumptions, whole

__all__ = ["bilateral"]


def bilateral(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(f, n = -oo..oo) = v + w from sum(f, n = k..oo) = v and sum(f(k - 1 - m), m = 0..oo) = w.

    The sum has a value if and only if both halves have one; so it diverges if one of them does. A sum from -oo
    to a whole number b is the second half alone, with k = b + 1.
    """
    term, index, last = _from_minus_infinity(conclusion.left)
    same_assumptions(premises, conclusion)
    place = whole(witness, "at") if last is None else last + 1
    if conclusion.kind == "diverges":
        if len(premises) != 1 or premises[0].kind != "diverges":
            raise Rejected("a bilateral sum diverges by one half that does")
        _require_one(term, index, place, premises[0], conclusion, last is not None)
        return
    if conclusion.right is None or any(p.kind != "equal" for p in premises):
        raise Rejected("a bilateral sum has a value by those of its halves")
    if len(premises) != (2 if last is None else 1):
        raise Rejected("one premise for each half is needed")
    _require_lower(term, index, place, premises[-1], conclusion)
    if last is None:
        _require_upper(term, index, place, premises[0], conclusion)
    scope = Scope(conclusion.assumptions)
    admit_equations(scope, premises)
    rest = scope.lift(conclusion.right, "the value")
    for premise in premises:
        if premise.right is None:
            raise Rejected("a half without a value")
        rest = rest - scope.lift(premise.right, "the value of a half")
    if not vanishes(rest):
        raise Rejected("the value is not the sum of those of the halves")


def _from_minus_infinity(expression: Expression) -> tuple[Expression, str, int | None]:
    """Return (term, index, upper bound or `None`) of a sum from -oo."""
    if isinstance(expression, Sum) and expression.lower == Negate(INFINITY):
        if expression.upper == INFINITY:
            return expression.term, expression.index.name, None
        last = rational_value(expression.upper)
        if last is not None and last.denominator == 1:
            return expression.term, expression.index.name, int(last)
    raise Rejected("expected a sum from -oo to oo or to a whole number")


def _require_one(
    term: Expression, index: str, place: int, half: Statement, conclusion: Statement, only_lower: bool
) -> None:
    """Require that the half is one of the two."""
    if not only_lower:
        try:
            _require_upper(term, index, place, half, conclusion)
        except Rejected:
            pass
        else:
            return
    _require_lower(term, index, place, half, conclusion)


def _require_upper(term: Expression, index: str, place: int, half: Statement, conclusion: Statement) -> None:
    """Require that the half is about sum(f, n = place..oo)."""
    other, other_index, first = infinite_sum(half.left)
    if first != place:
        raise Rejected("the upper half starts at another place")
    given = substitute(other, {other_index: Symbol(index)})
    scope = Scope(conclusion.assumptions, {index: place})
    if given == term:
        return
    moved = scope.lift(given, "the upper half")
    if not vanishes(moved - scope.lift(term, "the term")):
        raise Rejected("the upper half has other terms")


def _require_lower(term: Expression, index: str, place: int, half: Statement, conclusion: Statement) -> None:
    """Require that the half is about sum(f(place - 1 - m), m = 0..oo)."""
    other, other_index, first = infinite_sum(half.left)
    if first != 0:
        raise Rejected("the lower half is numbered from 0")
    mirrored = substitute(term, {index: number(place - 1) - Symbol(index)})
    given = substitute(other, {other_index: Symbol(index)})
    scope = Scope(conclusion.assumptions, {index: 0})
    if given == mirrored:
        return
    expected = scope.lift(mirrored, "the term")
    if not vanishes(expected - scope.lift(given, "the lower half")):
        raise Rejected("the lower half has other terms")
