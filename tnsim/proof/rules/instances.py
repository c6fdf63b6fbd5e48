"""The rules of instances: a symbol replaced by a value of it, or by an end of its range (Abel's theorem)."""

from __future__ import annotations

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions, Inequality
from tnsim.language.expression import Expression, Symbol, free_symbols, substitute
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.telescope import is_whole
from tnsim.proof.scope import Rejected, Scope, infinite_sum, whole, witness_expression
from tnsim.proof.smoothness import is_continuous_at
from tnsim.ring.powers import power
from tnsim.ring.substitution import substitute_element

__all__ = ["abel", "instance"]


def instance(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """An equation for a value of one symbol, from the equation for the symbol: the value satisfies what is assumed."""
    (source,), name, value = _one(premises, 1), _symbol(witness), witness_expression(witness, "value")
    _require_substituted(conclusion, source, name, value)
    scope = Scope(conclusion.assumptions)
    element = scope.lift(value, "the value")
    if not free_symbols(value) <= conclusion.assumptions.symbols:
        raise Rejected("the value holds a symbol of which nothing is assumed")
    if not scope.facts.real(element) or (source.assumptions.is_integer(name) and not is_whole(scope, element)):
        raise Rejected(f"the value is not proved to be one of {name}")
    for fact in _others(conclusion.assumptions, source.assumptions, name):
        gap = scope.lift(substitute(fact.right - fact.left, {name: value}), "a bound")
        holds = {"<": scope.facts.positive, "<=": scope.facts.nonnegative, "!=": scope.facts.nonzero}[fact.relation]
        if not holds(gap):
            raise Rejected(f"the value is not proved to satisfy {fact.to_text()}")


def abel(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum_n c(n) u^(p n + q) = F(u), from the same for all x with a < x < u, a >= 0, and the convergence of the sum.

    By Abel's theorem the sum tends to that at u as x tends to u from below, and F,
    being continuous at u from below, tends to F(u).
    """
    source, convergence = _one(premises, 2)
    name, value = _symbol(witness), witness_expression(witness, "value")
    _require_substituted(conclusion, source, name, value)
    if convergence != Statement("converges", conclusion.left, None, conclusion.assumptions):
        raise Rejected("no premise says that the sum at the end converges")
    if name not in source.assumptions.reals or source.right is None:
        raise Rejected("the witness names no real symbol")
    outer, symbol = Scope(conclusion.assumptions), Symbol(name)
    end = outer.lift(value, "the end")
    for fact in _others(conclusion.assumptions, source.assumptions, name):
        lower = fact.right == symbol and name not in free_symbols(fact.left) and fact.relation != "!="
        if not lower and fact != Inequality(symbol, "<", value):
            raise Rejected(f"an assumption on {name} beside lower bounds and its end: {fact.to_text()}")
        if lower and not outer.facts.positive(end - outer.lift(fact.left, "a lower bound")):
            raise Rejected("the range may be empty")
    term, index, first = infinite_sum(source.left)
    scope = Scope(source.assumptions, {index: first})
    x, n = scope.ring.tower.symbol(name), scope.ring.tower.symbol(index)
    slope, offset = whole(witness, "slope"), whole(witness, "offset")
    coefficient = scope.lift(witness_expression(witness, "coefficient"), "the coefficient")
    if slope < 1 or name in coefficient.symbols() or not scope.facts.positive(x):
        raise Rejected(f"the terms are no power series in a positive {name}")
    try:
        moved = coefficient * power(scope.ring, x, slope * n + offset)
    except TnsimError as error:
        raise Rejected(f"the power of {name}: {error}") from None
    if not vanishes(scope.lift(term, "the term") - moved):
        raise Rejected("the term is not the coefficient times the power")
    inside = Scope(source.assumptions)
    function, limit = inside.lift(source.right, "the value"), inside.lift(value, "the end")
    if not is_continuous_at(inside.facts, function, name, limit):
        raise Rejected("the value is not proved to be continuous at the end")
    try:
        reached = substitute_element(inside.ring, function, {name: limit})
    except (TnsimError, ZeroDivisionError) as error:
        raise Rejected(f"the value at the end: {error}") from None
    if conclusion.right is None or not vanishes(reached - inside.lift(conclusion.right, "the value at the end")):
        raise Rejected("the value is not that of the function at the end")


def _one(premises: tuple[Statement, ...], count: int) -> tuple[Statement, ...]:
    if len(premises) != count or premises[0].kind != "equal":
        raise Rejected("an instance is concluded from an equation")
    return premises


def _symbol(witness: Witness) -> str:
    name = witness.get("symbol")
    if not isinstance(name, str):
        raise Rejected("the witness names no symbol")
    return name


def _require_substituted(conclusion: Statement, source: Statement, name: str, value: Expression) -> None:
    """Reject unless the conclusion is the equation with the value in place of the symbol, of which it says nothing."""
    if conclusion.right is None or source.right is None:
        raise Rejected("an instance is an equation")
    if name not in source.assumptions.symbols or name in conclusion.assumptions.symbols:
        raise Rejected(f"{name} is not replaced")
    sides = (substitute(source.left, {name: value}), substitute(source.right, {name: value}))
    if sides != (conclusion.left, conclusion.right):
        raise Rejected("the conclusion is not the equation with the value put in")


def _others(known: Assumptions, assumed: Assumptions, name: str) -> list[Inequality]:
    """Return what is assumed of the symbol; reject further assumptions that the conclusion does not make."""
    if not (assumed.integers - {name} <= known.integers and assumed.reals - {name} <= known.symbols):
        raise Rejected("the premise assumes more than the conclusion")
    facts = [fact for fact in assumed.inequalities if name in fact.symbols]
    if not {fact for fact in assumed.inequalities if name not in fact.symbols} <= set(known.inequalities):
        raise Rejected("the premise assumes more than the conclusion")
    return facts
