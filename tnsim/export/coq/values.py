"""Closed real numbers in Coq's words; what could be complex, or is outside a function's domain, is refused."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from flint import acb

from tnsim.domains.balls import evaluate
from tnsim.errors import TnsimError
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.terms import fraction_of
from tnsim.language.expression import Add, Apply, Constant, Divide, Expression, Integer, Multiply, Negate, Power
from tnsim.language.printing import to_text

__all__ = ["real_text"]

_BITS = 128
_CONSTANTS = {"pi": "PI", "E": "exp 1", "EulerGamma": "euler_gamma", "Catalan": "catalan"}
_ANYWHERE = {"exp": "exp", "sin": "sin", "cos": "cos", "atan": "atan", "cosh": "cosh", "sinh": "sinh", "tanh": "tanh",
             "asinh": "arcsinh"}  # fmt: skip
_WHERE_POSITIVE = {"log": "ln", "sqrt": "sqrt", "digamma": "digamma"}


def real_text(expression: Expression, rule: str, values: Mapping[Expression, str] | None = None) -> str:
    """Return Coq's text of a real number, in brackets where needed; raises NotExportable.

    `values` gives texts for some sub-expressions, such as infinite sums.

    >>> from tnsim.language.parser import parse
    >>> real_text(parse("pi^2/6 - log(2)"), "linear")
    '(((PI ^ 2) / 6) - (ln 2))'
    """

    def text(e: Expression) -> str:
        return _text(e, text, rule, values or {})

    return text(expression)


def _text(e: Expression, text: Callable[[Expression], str], rule: str, values: Mapping[Expression, str]) -> str:
    if e in values:
        return values[e]
    match e:
        case Integer(value):
            return str(value)
        case Constant(name) if name in _CONSTANTS:
            word = _CONSTANTS[name]
            return f"({word})" if " " in word else word
        case Negate(operand):
            return f"(- {text(operand)})"
        case Add(terms):
            total = text(terms[0])
            for term in terms[1:]:
                total += f" - {text(term.operand)}" if isinstance(term, Negate) else f" + {text(term)}"
            return f"({total})"
        case Multiply(factors):
            return "(" + " * ".join(map(text, factors)) + ")"
        case Divide(numerator, denominator):
            _require(denominator, lambda ball: not ball.contains(0), "a denominator not proved different from 0", rule)
            return f"({text(numerator)} / {text(denominator)})"
        case Power(base, exponent):
            return _power(base, exponent, text, rule)
        case Apply(name, arguments):
            return _apply(e, name, arguments, text, rule)
    raise NotExportable(rule, f"no real number for {to_text(e)}")


def _power(base: Expression, exponent: Expression, text: Callable[[Expression], str], rule: str) -> str:
    k = fraction_of(exponent)
    if k is not None and k.denominator == 1 and abs(k) <= 10_000:
        if k >= 0:
            return f"({text(base)} ^ {k})"
        _require(base, lambda ball: not ball.contains(0), "a denominator not proved different from 0", rule)
        return f"(/ ({text(base)} ^ {-k}))"
    _require(base, lambda ball: ball.real > 0, "a base not proved positive", rule)
    return f"(Rpower {text(base)} {text(exponent)})"


def _apply(
    e: Expression, name: str, arguments: tuple[Expression, ...], text: Callable[[Expression], str], rule: str
) -> str:
    if name in _ANYWHERE:
        return f"({_ANYWHERE[name]} {text(arguments[0])})"
    if name in _WHERE_POSITIVE:
        _require(arguments[0], lambda ball: ball.real > 0, "an argument not proved positive", rule)
        return f"({_WHERE_POSITIVE[name]} {text(arguments[0])})"
    if name in ("asin", "acos"):
        _require(arguments[0], lambda ball: abs(ball) <= 1, "an argument not proved from -1 to 1", rule)
        return f"({name} {text(arguments[0])})"
    order = fraction_of(arguments[0])
    if name == "polygamma" and order is not None and order.denominator == 1 and 1 <= order <= 100:
        _require(arguments[1], lambda ball: ball.real > 0, "an argument not proved positive", rule)
        sign = "" if order % 2 else "-"
        return f"({sign}{math.factorial(int(order))} * (hurwitz {order + 1} {text(arguments[1])}))"
    if name == "zeta" and order is not None and order.denominator == 1 and order >= 2:
        if len(arguments) == 1:
            return f"(hurwitz {order} 1)"
        _require(arguments[1], lambda ball: ball.real > 0, "an argument not proved positive", rule)
        return f"(hurwitz {order} {text(arguments[1])})"
    raise NotExportable(rule, f"no real function for {to_text(e)}")


def _require(e: Expression, holds: Callable[[acb], bool], reason: str, rule: str) -> None:
    try:
        ball = evaluate(e, {}, _BITS)
    except TnsimError as error:
        raise NotExportable(rule, str(error)) from None
    if not (ball.is_finite() and ball.imag.is_zero() and holds(ball)):
        raise NotExportable(rule, f"{reason}: {to_text(e)}")
