"""Why an identity between terms holds: all of them over common functions, which leaves rational functions.

The ring has written every function at one argument (`n!` and `(n + 1)!` as multiples of `n!`); where all terms are then
rational multiples of one product of functions, the reader can verify the identity by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tnsim.errors import TnsimError
from tnsim.export.document import Formula, Line, formula, say
from tnsim.export.narration.common_functions import EXACT, common_monomial, converted_functions, factored
from tnsim.export.narration.conversions import conversions
from tnsim.export.narration.statements import enumeration, parenthesised
from tnsim.language.expression import (
    ONE,
    ZERO,
    Divide,
    Expression,
    Negate,
    Power,
    free_symbols,
    number,
)
from tnsim.language.printing import to_text
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["denominators", "verified"]

_LONGEST = 360
"""Characters of the rational functions that are shown."""

Pieces = Sequence[tuple[Element, Expression]]


def verified(
    scope: Scope,
    elements: tuple[Element, Element],
    named: tuple[Formula, Formula],
    pieces: Pieces,
    written: Sequence[Expression],
    where: Formula,
) -> Iterator[Line]:
    """Yield why the first of two elements, which have names, less the second is the sum of the pieces in a range.

    `written` holds all sides as they are shown; a piece is also given as an expression.
    """
    parts_of = [*elements, *(element for element, _ in pieces)]
    try:
        found = common_monomial(parts_of)
        if found is None:
            raise Rejected("no common functions")
        functions, parts = found
        shown = list(map(to_expression, parts))
        label = _label(scope, functions, [e for _, e in pieces], written)
    except (TnsimError, Rejected):  # a function without a name in the input language
        yield say(f"This is verified {EXACT}.")
        return
    if sum(len(to_text(e)) for e in shown) > _LONGEST:
        yield say(f"This is verified {EXACT}.")
        return
    shown = list(map(factored, parts))
    known, more = conversions(scope, written, in_full=label is None)
    if known:
        yield say(f"Here {enumeration(['{}'] * len(known))}.", *known)
    below = list(denominators(scope, [*parts, *more], where))
    if label is None and functions.rational() == 1 and not known:
        polynomial = all(part.denominator.is_one() for part in parts)
        yield say(
            "This is an identity of polynomials: expand." if polynomial
            else "This is an identity of rational functions: multiply by the denominators and expand."
        )  # fmt: skip
        yield from below
        return
    second = [" + ", shown[1].operand] if isinstance(shown[1], Negate) else [" − ", *parenthesised(shown[1])]
    if shown[1] == ZERO:
        second = []
    total: list[str | Expression] = [shown[0], *second, " = "]
    for position, piece in enumerate(shown[2:]):
        total += [" + ", *parenthesised(piece)] if position else [piece]
    if functions.rational() == 1:
        yield say("So the equation says that")
        yield Line("{}", (formula(*total),))
    else:
        yield say(
            "All terms are {} times rational functions; with it divided out of {}, {} and the right-hand side, the "
            "equation is",
            to_expression(functions) if label is None else label,
            *named,
        )
        yield Line("{}", (formula(*total),))
    yield from below
    yield say(f"{'Multiplying by the denominators and expanding' if below else 'Expanding'} proves this.")


def denominators(scope: Scope, parts: Sequence[Element], where: Formula) -> Iterator[Line]:
    """Yield that no denominator of rational functions vanishes, and that it is positive where that is proved."""
    factors: dict[Expression, bool] = {}
    for part in parts:
        if part.denominator.is_one():
            continue
        for polynomial, _ in part.denominator.factor()[1]:
            factor = Element(part.tower, polynomial)
            if not factor.symbols():
                continue
            sign = -1 if scope.ring.signs.positive(-factor) else 1
            factors[to_expression(sign * factor)] = scope.ring.signs.positive(sign * factor)
    if not factors:
        return
    index = frozenset[str]().union(*(free_symbols(part) for part in where.parts if isinstance(part, Expression)))
    moves = any(free_symbols(factor) & index for factor in factors)
    known = "positive" if all(factors.values()) else "different from 0"
    plural = ("The denominators", "are") if len(factors) > 1 else ("The denominator", "is")
    said = f"{plural[0]} {enumeration(['{}'] * len(factors))} {plural[1]} {known}"
    yield say(f"{said} for {{}}." if moves else f"{said}.", *map(formula, factors), *([where] if moves else []))


def _label(
    scope: Scope, functions: Element, pieces: Sequence[Expression], written: Sequence[Expression]
) -> Expression | None:
    """Return a piece, or a power of a function that is shown, that is the product of the functions."""
    if functions.rational() == 1:
        return None
    for e in pieces:
        if free_symbols(e) and scope.lift(e, "a term") == functions:
            return e
    for node in converted_functions(written):
        element = scope.lift(node, "a function")
        for exponent in (1, 2, 3):
            for value in (element**exponent, 1 / element**exponent):
                if value == functions:
                    power = node if exponent == 1 else Power(node, number(exponent))
                    return power if value == element**exponent else Divide(ONE, power)
    return None
