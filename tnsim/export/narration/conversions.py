"""Functions at neighbouring arguments as multiples of one another: `binomial(n + 1, k)` by `binomial(n, k)`.

These are the rewritings that the ring made when it read the two sides, one for each function that stands in them.
"""

from __future__ import annotations

from collections.abc import Sequence

from tnsim.errors import TnsimError
from tnsim.export.document import Formula, equation
from tnsim.export.narration.combinations import multiple
from tnsim.export.narration.common_functions import common_monomial, converted_functions, factored
from tnsim.export.narration.tidying import tidied
from tnsim.language.expression import ONE, Expression
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, Key

__all__ = ["conversions"]

_MOST = 6


def conversions(
    scope: Scope, written: Sequence[Expression], in_full: bool = False
) -> tuple[list[Formula], list[Element]]:
    """Return equations of the functions in what is written, and the rational functions in these equations.

    A function is written by another one that is shown, unless that is not possible or `in_full` is set: then as the
    ring keeps it, by factorials and rising factorials.
    """
    groups: dict[Key, tuple[Element, list[tuple[Expression, Element]]]] = {}
    for node in converted_functions(written):
        try:
            found = common_monomial([scope.lift(node, "a function")])
        except (TnsimError, Rejected, ZeroDivisionError):
            continue
        if found is not None:
            groups.setdefault(found[0].key, (found[0], []))[1].append((node, found[1][0]))
    shown: list[Formula] = []
    used: list[Element] = []
    for functions, members in groups.values():
        try:
            base = to_expression(functions)
            if not in_full and base != ONE:
                base = next((node for node, factor in members if factor == 1), base)
            for node, factor in members:
                value = tidied(multiple(factored(factor), base))
                if value != tidied(node):
                    shown.append(equation(node, value))
                    used.append(factor)
        except TnsimError:
            continue
    return (shown, used) if len(shown) <= _MOST else ([], [])
