"""Terms with hyperbolic functions and exponentials: all by powers of one exponential, at one place."""

from __future__ import annotations

from collections.abc import Sequence

from tnsim.errors import TnsimError
from tnsim.export.coq.placed import Placed
from tnsim.language.expression import (
    Add,
    Apply,
    Expression,
    Multiply,
    Negate,
    Symbol,
    free_symbols,
    number,
    substitute,
    walk,
)
from tnsim.proof.scope import Rejected, Scope

__all__ = ["exponentials_as_powers"]

_PLACE = "k"
_MULTIPLES = (1, -1, 2, -2, 3, -3, 4, -4)
_HYPERBOLIC = {"cosh", "sinh", "coth"}


def exponentials_as_powers(terms: Sequence[Placed]) -> list[str]:
    """Return the tactics that write hyperbolic functions by exponentials, and these by powers of the first of them."""
    if any(_PLACE in term.formulas.assumptions.symbols for term in terms):
        return []
    arguments: dict[str, Expression] = {}
    hyperbolic: dict[str, None] = {}
    for term in terms:
        writer, place = term.writer(), {term.index: Symbol(_PLACE) + number(term.start)}
        for node in walk(term.term):
            if isinstance(node, Apply) and node.function in {"exp", *_HYPERBOLIC} and term.index in free_symbols(node):
                (x,) = node.arguments
                arguments.setdefault(writer.real(x), substitute(x, place))
                if node.function in _HYPERBOLIC:
                    hyperbolic[writer.real(x)] = None
    if not hyperbolic:
        return []
    lines = [f"rewrite ?(cosh_by_exp {x}), ?(sinh_by_exp {x})." for x in hyperbolic]
    scope = Scope(terms[0].formulas.assumptions, {_PLACE: 0})
    unit, *others = sorted(arguments, key=lambda text: (text not in hyperbolic, len(text)))
    for text in others:
        for m in _MULTIPLES:
            if _is_zero(scope, Add((arguments[text], Negate(Multiply((number(m), arguments[unit])))))):
                theorem = "exp_multiple" if m > 0 else "exp_minus_multiple"
                lines.append(f"rewrite ?({theorem} {text} {unit} {abs(m)}) by (simpl (INR {abs(m)}); ring).")
                break
    known = "rewrite <- exp_0; apply exp_increasing; generalize PI_RGT_0; intros ?; rewrite ?plus_INR; cbn [INR]; nra"
    lines.append(
        f"try (assert (Exp : 1 < exp {unit}) by ({known}); revert Exp; generalize (exp {unit}); intros u Exp)."
    )
    return lines


def _is_zero(scope: Scope, e: Expression) -> bool:
    try:
        return bool(scope.lift(e, "an argument") == 0)
    except (Rejected, TnsimError):
        return False
