"""The rule of signs: what holds for x > 0, for x < 0 and for x = 0 holds for all real x."""

from __future__ import annotations

from tnsim.language.assumptions import Assumptions, Inequality
from tnsim.language.expression import ZERO, Symbol, rational_value, substitute
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.scope import Rejected

__all__ = ["signs", "with_sign"]


def signs(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """A statement from the same with 0 < x, the same with x < 0, and the statement with 0 put in for x."""
    name = witness.get("symbol")
    if not isinstance(name, str) or name not in conclusion.assumptions.reals:
        raise Rejected("the witness names no real symbol")
    if conclusion.right is None:
        raise Rejected("the rule of signs concludes an equation")
    at_zero = {name: ZERO}
    expected = (
        Statement("equal", conclusion.left, conclusion.right, with_sign(conclusion.assumptions, name, 1)),
        Statement("equal", conclusion.left, conclusion.right, with_sign(conclusion.assumptions, name, -1)),
        Statement(
            "equal",
            substitute(conclusion.left, at_zero),
            substitute(conclusion.right, at_zero),
            conclusion.assumptions.substituted(name, ZERO),
        ),
    )
    if premises != expected:
        raise Rejected("the premises are not the statement for positive, for negative and for vanishing values")


def with_sign(assumptions: Assumptions, name: str, sign: int) -> Assumptions:
    """Return the assumptions and that the symbol is positive or negative, without bounds that are weaker than that."""
    symbol = Symbol(name)
    fact = Inequality(ZERO, "<", symbol) if sign > 0 else Inequality(symbol, "<", ZERO)
    kept = [known for known in assumptions.inequalities if not _is_weaker(known, symbol, sign)]
    return Assumptions(assumptions.integers, assumptions.reals, (*kept, fact))


def _is_weaker(fact: Inequality, symbol: Symbol, sign: int) -> bool:
    """Tell whether 0 < x, or x < 0 for a negative sign, implies a bound of x by a number."""
    if fact.relation == "!=":
        return False
    near, far = (fact.right, fact.left) if sign > 0 else (fact.left, fact.right)
    value = rational_value(far)
    return near == symbol and value is not None and sign * value <= 0
