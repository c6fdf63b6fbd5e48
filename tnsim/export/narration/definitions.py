"""What functions of the input language are, for a reader who meets their names in a proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tnsim.export.document import Line, formula, say
from tnsim.language.expression import Apply, Expression, walk
from tnsim.language.parser import parse

__all__ = ["definitions", "functions_in"]

# Functions by name, and by name and number of arguments: an example, and what it is, with formulas between ` signs.
_DEFINITIONS: Mapping[str, tuple[str, str]] = {
    "FallingFactorial": (
        "FallingFactorial(x, n)",
        "the falling factorial `=x·(x − 1) ⋯ (x − n + 1)` for integers `=n ≥ 0`",
    ),
    "RisingFactorial": (
        "RisingFactorial(x, n)",
        "the rising factorial (Pochhammer's symbol) `=x·(x + 1) ⋯ (x + n − 1)` for integers `=n ≥ 0`, an empty product "
        "being 1; it equals `gamma(x + n)/gamma(x)` if `x` is none of `=0, −1, −2, …` (DLMF 5.2.5)",
    ),
    "bernoulli 1": ("bernoulli(n)", "the Bernoulli number of index `n`"),
    "besseli": ("besseli(v, x)", "the modified Bessel function of the first kind"),
    "besselj": ("besselj(v, x)", "the Bessel function of the first kind"),
    "besselk": ("besselk(v, x)", "the modified Bessel function of the second kind"),
    "digamma": ("digamma(x)", "the digamma function `=ψ = Γ′/Γ`, the logarithmic derivative of the gamma function"),
    "dirichlet_eta": ("dirichlet_eta(s)", "`Sum((-1)^(n - 1)/n^s, (n, 1, oo))`, continued analytically"),
    "divisor_sigma 1": ("divisor_sigma(n)", "the sum of the divisors of `n`"),
    "divisor_sigma 2": ("divisor_sigma(n, s)", "the sum of the powers with exponent `s` of the divisors of `n`"),
    "elliptic_e": ("elliptic_e(m)", "the complete elliptic integral of the second kind at the parameter `m`"),
    "elliptic_k": ("elliptic_k(m)", "the complete elliptic integral of the first kind at the parameter `m`"),
    "gamma": ("gamma(x)", "the gamma function"),
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
    "log": ("log(x)", "the natural logarithm"),
    "loggamma": ("loggamma(x)", "the logarithm of the gamma function, real for positive `x`"),
    "lucas": ("lucas(n)", "the Lucas number of index `n`"),
    "polygamma": ("polygamma(m, x)", "the derivative of order `m` of `digamma(x)`"),
    "polylog": ("polylog(s, x)", "`Sum(x^n/n^s, (n, 1, oo))`, continued analytically"),
    "totient": ("totient(n)", "Euler's totient function"),
    "zeta 1": ("zeta(s)", "the Riemann zeta function"),
    "zeta 2": (
        "zeta(s, a)",
        "the Hurwitz zeta function `Sum(1/(n + a)^s, (n, 0, oo))` for `=Re(s) > 1` and `a` that is none of "
        "`=0, −1, −2, …`",
    ),
}


def definitions(expressions: Iterable[Expression], known: Iterable[Expression] = ()) -> Iterator[Line]:
    """Yield what the functions in the expressions are, each once, where that is not common knowledge.

    Those in the expressions that are `known` were defined before.
    """
    before = frozenset[str]().union(*map(functions_in, known))
    for name in sorted((frozenset[str]().union(*map(functions_in, expressions)) - before) & _DEFINITIONS.keys()):
        example, words = _DEFINITIONS[name]
        pieces = words.split("`")
        formulas = [formula(piece[1:] if piece.startswith("=") else parse(piece)) for piece in pieces[1::2]]
        yield say(f"Here {{}} is {'{}'.join(pieces[::2])}.", formula(parse(example)), *formulas)


def functions_in(expression: Expression) -> frozenset[str]:
    """Return the names of the functions that are applied in the expression, also with their numbers of arguments.

    >>> sorted(functions_in(parse("harmonic(n)/log(n)")))
    ['harmonic', 'harmonic 1', 'log', 'log 1']
    """
    applied = [node for node in walk(expression) if isinstance(node, Apply)]
    return frozenset(name for e in applied for name in (e.function, f"{e.function} {len(e.arguments)}"))
