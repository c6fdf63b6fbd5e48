"""The parts of a term: each must have a value, also one that drops out of the sum.

Methods read `0*tan(pi/2)` as 0, `n*sin(pi)/sin(pi)` as n, `exp(0/(n - 5))` and `gamma(n - 5)^0` as 1; but these have no
value, or none for some n. Parts without the index are evaluated, divisors that are polynomials have no whole zero from
the start on, and functions with poles do not drop out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flint import fmpq

from tnsim.domains.balls import Interpreter
from tnsim.domains.special_functions import Value, to_acb
from tnsim.enclosure.hypergeometric_form import integer_roots
from tnsim.enclosure.index_polynomials import IndexPolynomials, in_outer_index
from tnsim.enclosure.method import Series
from tnsim.errors import DomainError, PrecisionError, UnsupportedError
from tnsim.language.expression import (
    Apply,
    Expression,
    Multiply,
    Power,
    Product,
    Sum,
    Symbol,
    contains_sum,
    free_symbols,
    walk,
)
from tnsim.language.printing import to_text

__all__ = ["require_values"]

_EVERYWHERE = frozenset({"asinh", "atan", "cos", "cosh", "erf", "exp", "sin", "sinh", "tuple"})
"""Functions that have a value at every real number."""


def require_values(series: Series, interpreter: Interpreter) -> None:
    """Raise DomainError at a pole; PrecisionError, UnsupportedError where a part is not known to have a value.

    >>> from tnsim.language.parser import parse
    >>> require_values(Series(parse("tan(pi/3)/2^n"), Symbol("n"), 1, {}), Interpreter(64))
    """
    _require_constants(series.term, frozenset({series.index.name}), series.env, interpreter)
    _require_divisors(series)
    for part in _dropped(series.term, series.index.name, series.env, interpreter, inside=False):
        for node in walk(part):
            if isinstance(node, Apply) and node.function not in _EVERYWHERE and series.index.name in free_symbols(node):
                raise UnsupportedError(f"{to_text(node)} drops out of the term, and may have no value somewhere")


def _require_constants(
    node: Expression, indices: frozenset[str], env: Mapping[str, Value], interpreter: Interpreter
) -> None:
    if isinstance(node, Sum | Product):
        _require_constants(node.term, indices | {node.index.name}, env, interpreter)
        return
    is_tuple = isinstance(node, Apply) and node.function == "tuple"
    if is_tuple or contains_sum(node) or indices & free_symbols(node):
        for child in node.children:
            _require_constants(child, indices, env, interpreter)
        return
    try:
        value = to_acb(interpreter.value(node, env))
    except UnsupportedError:
        return  # no method has a value for it
    if not value.is_finite():
        raise PrecisionError(f"{to_text(node)} is not known to have a value")


def _require_divisors(series: Series) -> None:
    """Raise DomainError where a polynomial that the term divides by has a whole zero from the start on."""
    known = {name: value for name, value in series.env.items() if isinstance(value, fmpq)}
    for divisor in IndexPolynomials(Symbol("#"), series.index, known).divisors(series.term):
        for root in integer_roots(in_outer_index(divisor)) if not divisor.is_constant() else ():
            if root >= series.start:
                raise DomainError(f"the term has no value at {series.index.name} = {root}: division by zero")


def _dropped(
    node: Expression, index: str, env: Mapping[str, Value], interpreter: Interpreter, inside: bool
) -> Iterator[Expression]:
    """Yield what is raised to the power 0, or, inside of functions and powers, multiplied by 0; not inside sums."""
    if isinstance(node, Sum | Product) or index not in free_symbols(node):
        return

    def is_zero(part: Expression) -> bool:
        return index not in free_symbols(part) and interpreter.value(part, env) == 0

    if isinstance(node, Power) and is_zero(node.exponent):
        yield node.base
    if inside and isinstance(node, Multiply) and any(map(is_zero, node.factors)):
        yield node
    for child in node.children:
        yield from _dropped(child, index, env, interpreter, inside or isinstance(node, Apply | Power))
