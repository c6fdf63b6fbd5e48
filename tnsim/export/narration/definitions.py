"""What functions of the input language are, for a reader who meets their names in a proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tnsim.export.document import Formula, Line, formula, say
from tnsim.language.expression import Apply, Expression, walk
from tnsim.language.parser import parse

__all__ = ["definitions", "functions_in"]

# Functions by name, and by name and number of arguments: an example, and what it is, with formulas between ` signs.
_DEFINITIONS: Mapping[str, tuple[str, str]] = {
    "FallingFactorial": ("FallingFactorial(x, n)", "`gamma(x + 1)/gamma(x - n + 1)`"),
    "RisingFactorial": ("RisingFactorial(x, n)", "`gamma(x + n)/gamma(x)`"),
    "bernoulli 1": ("bernoulli(n)", "the Bernoulli number of index `n`"),
    "besseli": ("besseli(v, x)", "the modified Bessel function of the first kind"),
    "besselj": ("besselj(v, x)", "the Bessel function of the first kind"),
    "besselk": ("besselk(v, x)", "the modified Bessel function of the second kind"),
    "digamma": ("digamma(x)", "the logarithmic derivative of `gamma(x)`"),
    "dirichlet_eta": ("dirichlet_eta(s)", "`Sum((-1)^(n - 1)/n^s, (n, 1, oo))`, continued analytically"),
    "divisor_sigma 1": ("divisor_sigma(n)", "the sum of the divisors of `n`"),
    "divisor_sigma 2": ("divisor_sigma(n, s)", "the sum of the powers with exponent `s` of the divisors of `n`"),
    "elliptic_e": ("elliptic_e(m)", "the complete elliptic integral of the second kind at the parameter `m`"),
    "elliptic_k": ("elliptic_k(m)", "the complete elliptic integral of the first kind at the parameter `m`"),
    "euler": ("euler(n)", "the Euler number of index `n`"),
    "factorial2": ("factorial2(n)", "the product of `n`, `n - 2`, `n - 4` and so on"),
    "fibonacci": ("fibonacci(n)", "the Fibonacci number of index `n`"),
    "gegenbauer": ("gegenbauer(n, a, x)", "the Gegenbauer polynomial"),
    "harmonic 1": ("harmonic(n)", "`Sum(1/k, (k, 1, n))`"),
    "harmonic 2": ("harmonic(n, s)", "`Sum(1/k^s, (k, 1, n))`"),
    "hermite": ("hermite(n, x)", "the Hermite polynomial of the physicists"),
    "hyper": ("hyper((a,), (b,), x)", "the generalised hypergeometric series, here with one parameter of each kind"),
    "laguerre": ("laguerre(n, x)", "the Laguerre polynomial"),
    "legendre": ("legendre(n, x)", "the Legendre polynomial"),
    "lerchphi": ("lerchphi(z, s, a)", "`Sum(z^n/(n + a)^s, (n, 0, oo))`"),
    "loggamma": ("loggamma(x)", "the logarithm of the gamma function, real for positive `x`"),
    "lucas": ("lucas(n)", "the Lucas number of index `n`"),
    "polygamma": ("polygamma(m, x)", "the derivative of order `m` of `digamma(x)`"),
    "polylog": ("polylog(s, x)", "`Sum(x^n/n^s, (n, 1, oo))`, continued analytically"),
    "totient": ("totient(n)", "Euler's totient function"),
    "zeta 1": ("zeta(s)", "the Riemann zeta function"),
    "zeta 2": ("zeta(s, a)", "the Hurwitz zeta function `Sum(1/(n + a)^s, (n, 0, oo))`"),
}

_VALUES: Mapping[str, str] = {
    "beta": "the beta function in terms of the gamma function (DLMF 5.12.1)",
    "digamma": "Gauss's values of the digamma function at fractions (DLMF 5.4.19, with 5.5.2)",
    "dirichlet_eta": "the eta function in terms of the zeta function (DLMF 25.2.3)",
    "fibonacci": "Binet's formula for Fibonacci numbers",
    "gamma": "the recurrence and the value at 1/2 of the gamma function (DLMF 5.5.1, 5.4.6)",
    "lucas": "Binet's formula for Lucas numbers",
    "polygamma": "the polygamma function in terms of the zeta function of Hurwitz (DLMF 25.11.12)",
    "polylog": "the polylogarithm at 1 and -1 (DLMF 25.12.10), or of order 1, -log(1 - x)",
    "zeta 1": "Euler's values of the zeta function at even numbers (DLMF 25.6.2)",
    "zeta 2": "the values of the zeta function of Hurwitz at fractions (DLMF 25.11.15, 5.15.6)",
}


def definitions(expressions: Iterable[Expression]) -> Iterator[Line]:
    """Yield what the functions in the expressions are, each once, where that is not common knowledge."""
    for name in sorted(frozenset().union(*map(functions_in, expressions)) & _DEFINITIONS.keys()):
        example, words = _DEFINITIONS[name]
        pieces = words.split("`")
        formulas: list[Formula] = [formula(parse(piece)) for piece in pieces[1::2]]
        yield say(f"Here {{}} is {'{}'.join(pieces[::2])}.", formula(parse(example)), *formulas)


def known_values(left: Expression, right: Expression) -> Iterator[Line]:
    """Yield which values of functions turn one side of an equation into the other, by their publication."""
    applied = ({node for node in walk(side) if isinstance(node, Apply)} for side in (left, right))
    gone = frozenset().union(*map(functions_in, frozenset.symmetric_difference(*map(frozenset, applied))))
    gone &= _VALUES.keys()
    if gone:
        yield say(f"This uses {', and '.join(_VALUES[name] for name in sorted(gone))}.")


def functions_in(expression: Expression) -> frozenset[str]:
    """Return the names of the functions that are applied in the expression, also with their numbers of arguments.

    >>> sorted(functions_in(parse("harmonic(n)/log(n)")))
    ['harmonic', 'harmonic 1', 'log', 'log 1']
    """
    applied = [node for node in walk(expression) if isinstance(node, Apply)]
    return frozenset(name for e in applied for name in (e.function, f"{e.function} {len(e.arguments)}"))
