r"""Expression to LaTeX, for formulas on paper and in notebooks.

>>> from tnsim.language.expression import Integer, Symbol
>>> print(to_latex(Integer(1) / Symbol("n") ** Integer(2)))
\frac{1}{n^{2}}
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Set

from flint import fmpz

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
    rebuild,
    walk,
)

__all__ = ["decimal", "to_latex"]

_ADD, _SERIES, _PRODUCT, _FRACTION, _SCRIPT, _ATOM = range(6)

_CONSTANTS: Mapping[str, str] = {
    "pi": r"\pi", "E": "e", "I": "i", "oo": r"\infty", "EulerGamma": r"\gamma", "Catalan": "G",
    "GoldenRatio": r"\varphi",
}  # fmt: skip

_GREEK = frozenset([
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu",
    "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "Gamma", "Delta",
    "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega",
])  # fmt: skip

# written with parentheses: name(a, b)
_HEADS: Mapping[str, str] = {
    "acos": r"\arccos", "acosh": r"\operatorname{arcosh}", "acot": r"\operatorname{arccot}",
    "asin": r"\arcsin", "asinh": r"\operatorname{arsinh}", "atan": r"\arctan",
    "atanh": r"\operatorname{artanh}", "beta": r"\mathrm{B}", "cos": r"\cos", "cosh": r"\cosh",
    "cot": r"\cot", "coth": r"\coth", "csc": r"\csc", "digamma": r"\psi", "dirichlet_eta": r"\eta",
    "elliptic_e": "E", "elliptic_k": "K", "gamma": r"\Gamma", "im": r"\operatorname{Im}",
    "lerchphi": r"\Phi", "log": r"\log", "loggamma": r"\log\Gamma", "mobius": r"\mu", "re": r"\operatorname{Re}",
    "sec": r"\sec", "sign": r"\operatorname{sgn}", "sin": r"\sin", "sinh": r"\sinh", "tan": r"\tan",
    "tanh": r"\tanh", "totient": r"\varphi", "zeta": r"\zeta",
}  # fmt: skip

# written with the first argument as a subscript: J_n(x), B_n
_SUBSCRIPTED: Mapping[str, str] = {
    "bernoulli": "B", "besseli": "I", "besselj": "J", "besselk": "K", "bessely": "Y", "chebyshevt": "T",
    "chebyshevu": "U", "euler": "E", "expint": "E", "fibonacci": "F", "hermite": "H", "laguerre": "L",
    "legendre": "P", "lucas": "L", "polylog": r"\operatorname{Li}", "stieltjes": r"\gamma",
}  # fmt: skip

# written with the parameters above, in parentheses: P_n^{(a, b)}(x)
_WITH_PARAMETERS: Mapping[str, str] = {"assoc_laguerre": "L", "gegenbauer": "C", "jacobi": "P"}

# written with a sign behind or above, so a further exponent needs parentheses
_SCRIPTED = frozenset({"FallingFactorial", "RisingFactorial", "exp", "factorial", "factorial2", "polygamma"})


def to_latex(expression: Expression) -> str:
    r"""Return LaTeX for math mode.

    >>> from tnsim.language.parser import parse
    >>> print(to_latex(parse("Sum(harmonic(n)/(n*binomial(2*n,n)), (n, 1, oo))")))
    \sum_{n=1}^{\infty} \frac{H_{n}}{n \binom{2 n}{n}}

    Names that would be read as a constant or as another name of the formula are shown as they were typed.

    >>> print(to_latex(parse("Sum(I^i, (i, 0, N))")))
    \sum_{\mathtt{i}=0}^{N} i^{\mathtt{i}}
    """
    nodes = list(walk(expression))
    names = {node.name for node in nodes if isinstance(node, Symbol)}
    constants = {_CONSTANTS[node.name] for node in nodes if isinstance(node, Constant)}
    if any(isinstance(node, Apply) and node.function == "exp" for node in nodes):
        constants.add(_CONSTANTS["E"])
    letters = Counter([*map(_symbol, names), *constants])
    unclear = {name for name in names if name.isascii() and letters[_symbol(name)] > 1}
    return _show(_as_typed(expression, unclear) if unclear else expression)


def _as_typed(e: Expression, names: Set[str]) -> Expression:
    """Return the expression with a mark before these names, bound ones too."""
    match e:
        case Symbol(name):
            return Symbol(f"#{name}") if name in names else e
        case Sum() | Product():
            inner = rebuild(e, lambda child: _as_typed(child, names))
            assert isinstance(inner, Sum | Product)
            index = f"#{e.index.name}" if e.index.name in names else e.index.name
            return type(inner)(inner.term, Symbol(index), inner.lower, inner.upper)
    return rebuild(e, lambda child: _as_typed(child, names))


def decimal(value: int) -> str:
    """Return the decimal digits of a whole number of any length (`str` refuses long ones)."""
    return str(value) if value.bit_length() < 10_000 else str(fmpz(value))


def _show(e: Expression, least: int = _ADD) -> str:
    text = _inner(e)
    return text if _level(e) >= least else rf"\left({text}\right)"


def _level(e: Expression) -> int:
    match e:
        case Add() | Negate():
            return _ADD
        case Sum() | Product() | Multiply((*_, Sum() | Product())):
            return _SERIES
        case Multiply():
            return _PRODUCT
        case Divide():
            return _FRACTION
        case Power() | Apply("exp" | "factorial" | "factorial2" | "FallingFactorial" | "polygamma" | "RisingFactorial"):
            return _SCRIPT
        case Apply("harmonic", (_, _)):
            return _SCRIPT
    return _ATOM


def _inner(e: Expression) -> str:
    match e:
        case Integer(value):
            return decimal(value)
        case Symbol(name):
            return _symbol(name)
        case Constant(name):
            return _CONSTANTS[name]
        case Add((first, *others)):
            # A series followed by a sign stands in brackets: all that comes after might be read as its term.
            signed = f"-{_show(first.operand, _PRODUCT)}" if isinstance(first, Negate) else _show(first, _PRODUCT)
            return "".join([signed, *(_term(e, _PRODUCT) for e in others[:-1]), _term(others[-1], _SERIES)])
        case Negate(operand):
            return f"-{_show(operand, _SERIES)}"
        case Multiply(factors):
            return _product(factors)
        case Divide(numerator, denominator):
            return rf"\frac{{{_show(numerator)}}}{{{_show(denominator)}}}"
        case Power(base, exponent):
            return f"{_show(base, _ATOM)}^{{{_show(exponent)}}}"
        case Apply(function, arguments):
            return _apply(function, arguments)
        case Sum() | Product():
            sign = r"\sum" if isinstance(e, Sum) else r"\prod"
            bounds = f"_{{{_show(e.index)}={_show(e.lower)}}}^{{{_show(e.upper)}}}"
            return f"{sign}{bounds} {_show(e.term, _SERIES)}"
    raise TypeError(f"not an expression: {e!r}")


def _term(term: Expression, least: int) -> str:
    if isinstance(term, Negate):
        return f" - {_show(term.operand, least)}"
    return f" + {_show(term, least)}"


def _product(factors: tuple[Expression, ...]) -> str:
    text = _show(factors[0], _FRACTION)
    for factor in factors[1:]:
        is_last_series = factor is factors[-1] and isinstance(factor, Sum | Product)
        shown = _show(factor, _SERIES if is_last_series else _FRACTION)
        # two numbers side by side would read as one, a number before a fraction as a mixed number
        dot = shown[0].isdigit() or isinstance(factor, Divide)
        text += rf" \cdot {shown}" if dot else f" {shown}"
    return text


def _apply(function: str, arguments: tuple[Expression, ...]) -> str:
    shown = [_show(a) for a in arguments]
    match function, shown:
        case "Abs", [x]:
            return rf"\left|{x}\right|"
        case "KroneckerDelta", [i, j]:
            return rf"\delta_{{{i},{j}}}"
        case "RisingFactorial", [x, n]:
            return rf"\left({x}\right)_{{{n}}}"
        case "FallingFactorial", [x, n]:
            return rf"\left({x}\right)^{{\underline{{{n}}}}}"
        case "binomial", [n, k]:
            return rf"\binom{{{n}}}{{{k}}}"
        case "ceiling", [x]:
            return rf"\left\lceil {x}\right\rceil"
        case "divisor_sigma", [n, *order]:
            return rf"\sigma_{{{(order or ['1'])[0]}}}\left({n}\right)"
        case "exp", [x]:
            return f"e^{{{x}}}"
        case "factorial", _:
            return f"{_before_sign(arguments[0])}!"
        case "factorial2", _:
            return f"{_before_sign(arguments[0])}!!"
        case "floor", [x]:
            return rf"\left\lfloor {x}\right\rfloor"
        case "harmonic", [n]:
            return f"H_{{{n}}}"
        case "harmonic", [n, order]:
            return f"H_{{{n}}}^{{({order})}}"
        case "hyper", [upper, lower, z]:
            p, q = (len(a.children) for a in arguments[:2])
            return rf"{{}}_{{{p}}}F_{{{q}}}\left({upper}; {lower}; {z}\right)"
        case "polygamma", [order, x]:
            return rf"\psi^{{({order})}}\left({x}\right)"
        case "sqrt", [x]:
            return rf"\sqrt{{{x}}}"
        case "tuple", _:
            return ", ".join(shown)
    if function in _WITH_PARAMETERS:
        above = ", ".join(shown[1:-1])
        head = rf"{_WITH_PARAMETERS[function]}_{{{shown[0]}}}^{{\left({above}\right)}}"
        return rf"{head}\left({shown[-1]}\right)"
    if function in _SUBSCRIPTED:
        head, shown = f"{_SUBSCRIPTED[function]}_{{{shown[0]}}}", shown[1:]
    else:
        head = _HEADS.get(function, rf"\operatorname{{{function}}}")
    return rf"{head}\left({', '.join(shown)}\right)" if shown else head


def _before_sign(argument: Expression) -> str:
    """Return what a factorial sign follows: behind the parenthesis of a function it would be read as in it."""
    shown = _show(argument, _ATOM)
    is_function = isinstance(argument, Apply) and _level(argument) == _ATOM
    return rf"\left({shown}\right)" if is_function and shown.endswith(r"\right)") else shown


def _symbol(name: str) -> str:
    """Return `x_{1}` for x_1 and x1, `\\alpha` for alpha and α, and upright letters for longer names."""
    if name.startswith("#"):
        typed = name[1:].replace("_", r"\_")
        return rf"\mathtt{{{typed}}}"
    head, _, subscript = name.partition("_")
    if match := re.fullmatch(r"(\D+)(\d+)", head):
        head, subscript = match[1], ",".join(filter(None, [match[2], subscript]))
    if len(head) == 1 and not head.isascii():
        head = _greek_name(head)
    if head in _GREEK:
        head = f"\\{head}"
    elif len(head) > 1:
        head = rf"\mathrm{{{head}}}"
    return f"{head}_{{{subscript.replace('_', ',')}}}" if subscript else head


def _greek_name(letter: str) -> str:
    kind, _, name = unicodedata.name(letter).removeprefix("GREEK ").partition(" LETTER ")
    name = name.replace("LAMDA", "LAMBDA").replace("FINAL SIGMA", "SIGMA")
    name = name.lower() if kind == "SMALL" else name.capitalize()
    # capitals that look Latin, and omicron, have no command of their own
    return name if name in _GREEK else letter
