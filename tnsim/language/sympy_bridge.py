"""SymPy object to expression and back; the only module of the engine that imports SymPy.

SymPy evaluates while it builds (`zeta(2)` becomes `pi**2/6`), so a claim that is to be proved as it was
written is given as text. Two conventions differ: a sum whose upper bound is below its lower one is 0 here,
while SymPy follows Karr; and a symbol is known here by its name alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any

import sympy

from tnsim.errors import InputError
from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.bounds import is_whole
from tnsim.language.derived_functions import DERIVED
from tnsim.language.expression import (
    FUNCTIONS,
    INFINITY,
    ONE,
    Add,
    Apply,
    Constant,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Product,
    Sum,
    Symbol,
    number,
    rational_value,
)
from tnsim.language.tokens import is_symbol_name

__all__ = ["from_sympy", "to_sympy"]

_CONSTANTS: Mapping[Any, str] = {
    sympy.pi: "pi",
    sympy.E: "E",
    sympy.I: "I",
    sympy.EulerGamma: "EulerGamma",
    sympy.Catalan: "Catalan",
    sympy.GoldenRatio: "GoldenRatio",
}
_BY_NAME: Mapping[str, Any] = {name: constant for constant, name in _CONSTANTS.items()} | {"oo": sympy.oo}
_HALF = sympy.Rational(1, 2)
_LARGE = 1_000  # SymPy adds harmonic(10**9) up term by term


def from_sympy(obj: object) -> Expression:
    """Return the expression of a SymPy object; `Eq(lhs, rhs)` is read as `lhs - rhs`.

    Raises InputError for what the language has no words for, and for inexact numbers.

    >>> n = sympy.Symbol("n")
    >>> from_sympy(sympy.Sum(1 / n**2, (n, 1, sympy.oo)))
    Sum(Divide(Integer(1), Power(Symbol('n'), Integer(2))), Symbol('n'), Integer(1), Constant('oo'))
    """
    try:
        source = sympy.sympify(obj, strict=True)
    except sympy.SympifyError:
        raise InputError(f"expected a SymPy object, got {type(obj).__name__}; text is read by parse()") from None
    if source in (sympy.true, sympy.false):
        raise InputError("SymPy has decided the equation already; use Eq(lhs, rhs, evaluate=False)")
    if isinstance(source, sympy.Equality):
        _refuse_namesakes(source)
        return Add((_read(source.lhs), Negate(_read(source.rhs))))
    if not isinstance(source, sympy.Expr):
        raise InputError(f"expected an expression or an Eq, got {type(source).__name__}")
    _refuse_namesakes(source)
    return _read(source)


def to_sympy(expression: Expression, assumptions: Assumptions = EMPTY) -> sympy.Expr:
    """Return the SymPy expression, which SymPy may have evaluated; symbols carry what is assumed of them.

    >>> from tnsim.language.parser import parse
    >>> to_sympy(parse("Sum(zeta(2)/n^3, (n, 1, oo))"))
    Sum(pi**2/(6*n**3), (n, 1, oo))
    """
    match expression:
        case Integer(value):
            return sympy.Integer(value)
        case Symbol(name):
            return _symbol(name, assumptions)
        case Constant(name):
            return _BY_NAME[name]
        case Sum(term, index, lower, upper) | Product(term, index, lower, upper):
            first, last = rational_value(lower), rational_value(upper)
            if first is not None and last is not None and last < first:
                return sympy.Integer(0 if isinstance(expression, Sum) else 1)
            bounds = (
                _symbol(index.name, assumptions),
                to_sympy(lower, assumptions),
                to_sympy(upper, assumptions),
            )
            kind = sympy.Sum if isinstance(expression, Sum) else sympy.Product
            return kind(to_sympy(term, assumptions), bounds)
    children = [to_sympy(child, assumptions) for child in expression.children]
    match expression:
        case Add():
            return sympy.Add(*children)
        case Negate():
            return -children[0]
        case Multiply():
            return sympy.Mul(*children)
        case Divide():
            return children[0] / children[1]
        case Power():
            return sympy.Pow(*children)
        case Apply("sqrt"):
            return sympy.sqrt(children[0])
        case Apply("tuple"):
            return sympy.Tuple(*children)
        case Apply(name):
            large = any(child.is_Integer and abs(child) > _LARGE for child in children)
            return getattr(sympy, name)(*children, evaluate=not large)
    raise TypeError(f"not an expression: {expression!r}")


def _symbol(name: str, assumptions: Assumptions) -> sympy.Symbol:
    if name in assumptions.integers:
        return sympy.Symbol(name, integer=True)
    return sympy.Symbol(name, real=True) if name in assumptions.reals else sympy.Symbol(name)


def _refuse_namesakes(source: Any) -> None:
    by_name: dict[str, Any] = {}
    for symbol in source.atoms(sympy.Symbol):
        if not is_symbol_name(symbol.name):
            raise InputError(f"the symbol {symbol.name!r} has no name that the language reads; rename it")
        if by_name.setdefault(symbol.name, symbol) != symbol:
            raise InputError(f"two different symbols are called {symbol.name}; rename one of them")


def _read(source: Any) -> Expression:
    if source.is_Float:
        raise InputError(f"{source} is inexact; write an exact number such as Rational(1, 3)")
    if source.is_Rational:
        return number(Fraction(int(source.p), int(source.q)))
    if source in _CONSTANTS:
        return Constant(_CONSTANTS[source])
    if source.is_Symbol:
        return Symbol(source.name)
    if source.is_Add:
        return _read_sum(source.args)
    if source.is_Mul:
        return _read_product(source.args)
    if source.is_Pow:
        return _read_power(source.base, source.exp)
    if isinstance(source, sympy.Sum | sympy.Product):
        return _read_series(source)
    if source in (sympy.oo, -sympy.oo, sympy.zoo, sympy.nan):
        raise InputError(f"{source} is not a number; infinity is allowed as a bound of a sum only")
    return _read_function(source)


def _read_sum(terms: Sequence[Any]) -> Expression:
    """Write numbers behind, then what is subtracted; SymPy's own order would sum every series numerically."""
    read = [_read(term) for term in sorted(terms, key=lambda term: bool(term.is_Number))]
    return Add(tuple(sorted(read, key=lambda term: isinstance(term, Negate))))


def _read_product(factors: Sequence[Any]) -> Expression:
    """Write what has a negative exponent below the line, and the sign in front."""
    above: list[Expression] = []
    below: list[Expression] = []
    negative = False
    for factor in factors:
        if factor.is_Rational:
            negative ^= bool(factor < 0)
            above += [Integer(abs(int(factor.p)))] if abs(factor.p) != 1 else []
            below += [Integer(int(factor.q))] if factor.q != 1 else []
        elif factor.is_Pow and factor.exp.is_Rational and factor.exp < 0:
            below.append(_read_power(factor.base, -factor.exp))
        else:
            above.append(_read(factor))
    result = _product(above)
    if below:
        result = Divide(result, _product(below))
    return Negate(result) if negative else result


def _product(factors: Sequence[Expression]) -> Expression:
    if len(factors) < 2:
        return factors[0] if factors else ONE
    return Multiply(tuple(factors))


def _read_power(base: Any, exponent: Any) -> Expression:
    if exponent == 1:
        return _read(base)
    if exponent == _HALF:
        return Apply("sqrt", (_read(base),))
    if exponent.is_Rational and exponent < 0:
        return Divide(ONE, _read_power(base, -exponent))
    return Power(_read(base), _read(exponent))


def _read_series(source: Any) -> Expression:
    kind = Sum if isinstance(source, sympy.Sum) else Product
    return reduce(lambda term, limit: _wrapped(kind, term, *limit), source.limits, _read(source.function))


def _wrapped(kind: type[Sum | Product], term: Expression, index: Any, lower: Any, upper: Any) -> Expression:
    first, last = _read_bound(lower), _read_bound(upper)
    low, high = rational_value(first), rational_value(last)
    if low is not None and high is not None and high < low - 1:
        raise InputError(f"the range from {lower} to {upper} is empty, which SymPy reads in another way")
    return kind(term, Symbol(index.name), first, last)


def _read_bound(bound: Any) -> Expression:
    if bound in (sympy.oo, -sympy.oo):
        return INFINITY if bound > 0 else Negate(INFINITY)
    read = _read(bound)
    if not is_whole(read):
        raise InputError(f"the bound {bound} must be a whole number, a symbol, or a whole combination of these")
    return read


def _read_function(source: Any) -> Expression:
    name = type(source).__name__
    if name == "hyper":
        parameters = [Apply("tuple", tuple(map(_read, group))) for group in (source.ap, source.bq)]
        return Apply("hyper", (*parameters, _read(source.argument)))
    if name == "polygamma" and source.args[0] == 0:
        return Apply("digamma", (_read(source.args[1]),))
    if name in DERIVED and len(source.args) == DERIVED[name][0]:
        return DERIVED[name][1](*map(_read, source.args))
    if len(source.args) not in FUNCTIONS.get(name, ()):
        raise InputError(f"the language has no word for {source}")
    return Apply(name, tuple(map(_read, source.args)))
