"""What "by exact computation" means in a proof: said before the first step, with the equations that it uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tnsim.export.document import Line, formula, say
from tnsim.export.narration.definitions import functions_in
from tnsim.export.narration.statements import enumeration
from tnsim.language.expression import Apply, Expression, Power, free_symbols, rational_value, walk
from tnsim.language.parser import parse

__all__ = ["conventions"]

# functional equations by the function that they are of, left and right side
_EQUATIONS: Mapping[str, tuple[str, str]] = {
    "RisingFactorial": ("RisingFactorial(x, n + 1)", "(x + n)*RisingFactorial(x, n)"),
    "binomial": ("binomial(n, k)", "factorial(n)/(factorial(k)*factorial(n - k))"),
    "digamma": ("digamma(x + 1)", "digamma(x) + 1/x"),
    "factorial": ("factorial(n + 1)", "(n + 1)*factorial(n)"),
    "fibonacci": ("fibonacci(n + 2)", "fibonacci(n + 1) + fibonacci(n)"),
    "gamma": ("gamma(x + 1)", "x*gamma(x)"),
    "harmonic 1": ("harmonic(n + 1)", "harmonic(n) + 1/(n + 1)"),
    "harmonic 2": ("harmonic(n + 1, s)", "harmonic(n, s) + 1/(n + 1)^s"),
    "log": ("log(a*b)", "log(a) + log(b)"),
    "zeta 2": ("zeta(s, x + 1)", "zeta(s, x) - 1/x^s"),
}
_CIRCULAR = frozenset({"cos", "cosh", "cot", "coth", "csc", "sec", "sin", "sinh", "tan", "tanh"})
_WITH = {"binomial": ("factorial",)}


def conventions(expressions: Iterable[Expression]) -> Iterator[Line]:
    """Yield what exact computation is, for the functions in the expressions."""
    nodes = {node for e in expressions for node in walk(e)}
    moving = [e for e in nodes if isinstance(e, Apply) and (free_symbols(e) or e.function == "sqrt")]
    used = set[str]().union(*map(functions_in, moving))
    if len({e for e in nodes if isinstance(e, Apply) and e.function == "log"}) > 1:
        used.add("log")
    else:
        used.discard("log")
    for name, others in _WITH.items():
        used |= set(others) if name in used else set()
    known = [formula(parse(left), " = ", parse(right)) for name, (left, right) in _EQUATIONS.items() if name in used]
    if any(isinstance(e, Power) and free_symbols(e.exponent) and rational_value(e.exponent) is None for e in nodes):
        known.append(formula(parse("x^(n + 1)"), " = ", parse("x*x^n")))
    if "sqrt" in used:
        known.append(formula(parse("sqrt(x)^2"), " = ", parse("x")))
    exponentials = (
        " Circular and hyperbolic functions are written by exponentials (DLMF 4.14.1, 4.14.2, 4.28.1, 4.28.2)."
        if {e.function for e in nodes if isinstance(e, Apply)} & _CIRCULAR
        else ""
    )
    brought = (
        f"functions are brought to common arguments by {enumeration(['{}'] * len(known))}, where these are defined; "
        "then "
        if known
        else ""
    )
    yield say(
        f"In what follows, 'by exact computation' means: {brought}both sides are quotients of polynomials in the "
        "variables, functions and constants that occur, no denominator vanishes in the stated range, and after both "
        f"are multiplied by the denominators and expanded they are identical.{exponentials}",
        *known,
    )
