"""Expression to one line: canonical text that the parser reads back to the same tree, and Unicode for people.

A printer gives each node a level, how tightly it holds together, and puts parentheses around a node whose
level is below what its place asks for.
"""

from __future__ import annotations

from typing import ClassVar

from tnsim.language.expression import (
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
)
from tnsim.language.latex import decimal, to_latex

__all__ = ["to_latex", "to_text", "to_unicode"]

_ADD, _SERIES, _PRODUCT, _POWER, _POSTFIX, _ATOM = range(6)


def to_text(expression: Expression) -> str:
    """Return the canonical text; `parse` reads it back to the same tree.

    >>> from tnsim.language.parser import parse
    >>> to_text(parse("sum(n!/2^(-n), n=1..oo) = x*(y/z)"))
    'Sum(factorial(n)/2**(-n), (n, 1, oo)) - x*(y/z)'
    """
    return _Canonical().show(expression)


def to_unicode(expression: Expression) -> str:
    """Return one line in mathematical signs; `parse` reads it too.

    >>> from tnsim.language.parser import parse
    >>> to_unicode(parse("Sum(gamma(n)/n!**2, (n, 1, oo)) - sqrt(pi)/2"))
    '(∑_{n=1}^∞ Γ(n)/(n!)²) − √π/2'
    """
    return _Unicode().show(expression)


class _Canonical:
    """SymPy's notation."""

    minus = "-"
    times = "*"

    def show(self, e: Expression, least: int = _ADD) -> str:
        text = self.inner(e)
        return text if self.level(e) >= least else f"({text})"

    def level(self, e: Expression) -> int:
        match e:
            case Add() | Negate():
                return _ADD
            case Multiply() | Divide():
                return _PRODUCT
            case Power():
                return _POWER
        return _ATOM

    def inner(self, e: Expression) -> str:
        match e:
            case Integer(value):
                return decimal(value)
            case Symbol(name):
                return name
            case Constant(name):
                return self.constant(name)
            case Add(terms):
                return self.add(terms)
            case Negate(operand):
                return self.minus + self.show(operand, _SERIES)
            case Multiply(factors):
                first, *others, last = factors
                shown = self.show(first, _POWER if isinstance(first, Multiply) else _PRODUCT)
                end = self.show(last, _SERIES if isinstance(last, Sum | Product) else _POWER)
                return self.times.join([shown, *(self.show(f, _POWER) for f in others), end])
            case Divide(numerator, denominator):
                return f"{self.show(numerator, _PRODUCT)}/{self.show(denominator, _POWER)}"
            case Power(base, exponent):
                return self.power(base, exponent)
            case Apply(function, arguments):
                return self.apply(function, arguments)
            case Sum() | Product():
                return self.series(e)
        raise TypeError(f"not an expression: {e!r}")

    def add(self, terms: tuple[Expression, ...]) -> str:
        first = terms[0]
        pieces = [self.inner(first) if isinstance(first, Negate) else self.show(first, _SERIES)]
        for term in terms[1:]:
            if isinstance(term, Negate):
                pieces.append(f" {self.minus} {self.show(term.operand, _SERIES)}")
            else:
                pieces.append(f" + {self.show(term, _SERIES)}")
        return "".join(pieces)

    def constant(self, name: str) -> str:
        return name

    def power(self, base: Expression, exponent: Expression) -> str:
        return f"{self.show(base, _ATOM)}**{self.show(exponent, _POWER)}"

    def apply(self, function: str, arguments: tuple[Expression, ...]) -> str:
        shown = ", ".join(self.show(a) for a in arguments)
        if function == "tuple":
            return f"({shown},)" if len(arguments) == 1 else f"({shown})"
        return f"{function}({shown})"

    def series(self, e: Sum | Product) -> str:
        bounds = f"({e.index.name}, {self.show(e.lower)}, {self.show(e.upper)})"
        return f"{type(e).__name__}({self.show(e.term)}, {bounds})"


class _Unicode(_Canonical):
    """The signs of a blackboard, as far as a line holds them."""

    minus = "−"
    times = "·"
    constants: ClassVar = {"pi": "π", "EulerGamma": "γ", "oo": "∞"}
    functions: ClassVar = {"gamma": "Γ", "zeta": "ζ", "digamma": "ψ"}
    superscripts = str.maketrans("-0123456789n", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ")

    def level(self, e: Expression) -> int:
        match e:
            case Sum() | Product() | Multiply((*_, Sum() | Product())):
                return _SERIES
            case Apply("factorial" | "factorial2" | "sqrt"):
                return _POSTFIX
        return super().level(e)

    def add(self, terms: tuple[Expression, ...]) -> str:
        """Return the sum with brackets around a series that is followed by a sign, for the eye."""
        pieces: list[str] = []
        for position, term in enumerate(terms):
            is_negative = isinstance(term, Negate)
            inner = term.operand if isinstance(term, Negate) else term
            ends_open = position < len(terms) - 1 and self.level(inner) == _SERIES
            shown = self.closed(inner) if ends_open else self.show(inner, _SERIES)
            sign = f" {self.minus} " if is_negative else " + "
            pieces.append(sign + shown if pieces else self.minus * is_negative + shown)
        return "".join(pieces)

    def closed(self, e: Expression) -> str:
        """Return a series, or a product that ends in one, with brackets around the series."""
        if isinstance(e, Multiply):
            return self.inner(e).removesuffix(self.inner(e.factors[-1])) + f"({self.inner(e.factors[-1])})"
        return f"({self.inner(e)})"

    def constant(self, name: str) -> str:
        return self.constants.get(name, name)

    def power(self, base: Expression, exponent: Expression) -> str:
        shown = self.show(base, _ATOM)
        match exponent:
            case Integer() | Negate(Integer()) | Symbol("n"):
                return shown + _Canonical().inner(exponent).translate(self.superscripts)
        return f"{shown}^{self.show(exponent, _POSTFIX)}"

    def apply(self, function: str, arguments: tuple[Expression, ...]) -> str:
        match function:
            case "factorial":
                return self.show(arguments[0], _ATOM) + "!"
            case "factorial2":
                return self.show(arguments[0], _ATOM) + "!!"
            case "sqrt":
                return "√" + self.show(arguments[0], _ATOM)
            case "Abs":
                return f"|{self.show(arguments[0])}|"
        return super().apply(self.functions.get(function, function), arguments)

    def series(self, e: Sum | Product) -> str:
        sign = "∑" if isinstance(e, Sum) else "∏"
        upper = self.show(e.upper)
        upper = upper if isinstance(e.upper, Integer | Symbol | Constant) else f"{{{upper}}}"
        return f"{sign}_{{{e.index.name}={self.show(e.lower)}}}^{upper} {self.show(e.term, _SERIES)}"
