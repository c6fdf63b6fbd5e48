"""Functions that the language knows only as what they stand for: `sech(x)` is read as `1/cosh(x)`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tnsim.language.expression import ONE, Add, Apply, Divide, Expression, Integer, Multiply, Negate

__all__ = ["DERIVED"]


def _remainder(a: Expression, m: Expression) -> Expression:
    return Add((a, Negate(Multiply((m, Apply("floor", (Divide(a, m),)))))))


def _catalan(n: Expression) -> Expression:
    return Divide(Apply("binomial", (Multiply((Integer(2), n)), n)), Add((n, ONE)))


DERIVED: Mapping[str, tuple[int, Callable[..., Expression]]] = {
    "Mod": (2, _remainder),
    "catalan": (1, _catalan),
    "csch": (1, lambda x: Divide(ONE, Apply("sinh", (x,)))),
    "frac": (1, lambda x: Add((x, Negate(Apply("floor", (x,)))))),
    "sech": (1, lambda x: Divide(ONE, Apply("cosh", (x,)))),
    "trigamma": (1, lambda x: Apply("polygamma", (ONE, x))),
}
"""name -> number of arguments, and what the function stands for."""
