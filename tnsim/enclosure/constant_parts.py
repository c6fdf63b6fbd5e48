"""The parts of a term that depend on no index: each must have a value, also one that drops out of the sum.

Methods read `0*tan(pi/2)` as 0 and `n*sin(pi)/sin(pi)` as n; but neither has a value.
"""

from __future__ import annotations

from collections.abc import Mapping

from tnsim.domains.balls import Interpreter
from tnsim.domains.special_functions import Value, to_acb
from tnsim.errors import PrecisionError, UnsupportedError
from tnsim.language.expression import Apply, Expression, Product, Sum, contains_sum, free_symbols
from tnsim.language.printing import to_text

__all__ = ["require_values"]


def require_values(
    node: Expression, indices: frozenset[str], env: Mapping[str, Value], interpreter: Interpreter
) -> None:
    """Raise PrecisionError unless all parts without the indices are known to have a value, DomainError at a pole.

    >>> from tnsim.language.parser import parse
    >>> require_values(parse("tan(pi/3)/2^n"), frozenset({"n"}), {}, Interpreter(64))
    """
    if isinstance(node, Sum | Product):
        require_values(node.term, indices | {node.index.name}, env, interpreter)
        return
    is_tuple = isinstance(node, Apply) and node.function == "tuple"
    if is_tuple or contains_sum(node) or indices & free_symbols(node):
        for child in node.children:
            require_values(child, indices, env, interpreter)
        return
    try:
        value = to_acb(interpreter.value(node, env))
    except UnsupportedError:
        return  # no method has a value for it
    if not value.is_finite():
        raise PrecisionError(f"{to_text(node)} is not known to have a value")
