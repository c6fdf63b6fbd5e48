"""Integrals from N to infinity of terms f(x) that are rational in x and log(x), however slowly they decay.

With L = log(x) and y = exp(-L), `x*f(x)` is a quotient R(L, y) of polynomials. `R(L, 0)`, which is O(L^-2), is
integrated in w = 1/L over [0, 1/log(N)], where it is rational without a pole at 0; `R(L, y) - R(L, 0)` is y times a
quotient of polynomials, and is integrated in L up to some E, with a bound for what is beyond.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import Ordering, acb, arb, ctx, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from tnsim.enclosure.method import Series, widened
from tnsim.enclosure.scale import TooEarlyError
from tnsim.enclosure.tail_integrals import Integral
from tnsim.errors import PrecisionError, UnsupportedError
from tnsim.language.expression import Add, Apply, Divide, Expression, Multiply, Negate, Power, Symbol, rational_value

__all__ = ["logarithmic_integral"]

_RING = fmpq_mpoly_ctx.get(["y", "l"], Ordering.lex)
_HIGHEST_POWER = 40


def logarithmic_integral(series: Series) -> Integral:
    """Return the integral of the term from a whole number to infinity; raises UnsupportedError for other terms."""
    above, below = _quotient(series.term, series.index)
    y, _ = _RING.gens()
    below = below * y  # that of x*f(x)
    common = above.gcd(below)
    above, below = above / common, below / common
    still_above, still_below = above.subs({"y": 0}), below.subs({"y": 0})
    if not still_below or _degree(still_below) - (_degree(still_above) if still_above else -2) < 2:
        raise UnsupportedError("a tail integral of a term that does not decay fast enough")
    moving = above * still_below - still_above * below

    def integral(first: int) -> acb:
        log = arb(first).log()
        return _at_infinity(still_above, still_below, log) + _decaying(moving, below, still_below, log)

    return integral


def _quotient(node: Expression, index: Symbol) -> tuple[fmpq_mpoly, fmpq_mpoly]:
    """Return numerator and denominator of an expression in y = 1/x and l = log(x)."""
    y, log = _RING.gens()
    one = _RING.constant(1)
    value = rational_value(node)
    if value is not None:
        return _RING.constant(fmpq(value.numerator, value.denominator)), one
    match node:
        case Symbol() if node == index:
            return one, y
        case Apply("log", (argument,)) if argument == index:
            return log, one
        case Negate(operand):
            a, b = _quotient(operand, index)
            return -a, b
        case Add(terms):
            total = (_RING.constant(0), one)
            for a, b in (_quotient(term, index) for term in terms):
                total = (total[0] * b + a * total[1], total[1] * b)
            return total
        case Multiply(factors):
            product = (one, one)
            for a, b in (_quotient(factor, index) for factor in factors):
                product = (product[0] * a, product[1] * b)
            return product
        case Divide(numerator, denominator):
            (a, b), (c, d) = _quotient(numerator, index), _quotient(denominator, index)
            return a * d, b * c
        case Power(base, exponent):
            power = rational_value(exponent)
            if power is not None and power.denominator == 1 and abs(power) <= _HIGHEST_POWER:
                a, b = _quotient(base, index)
                k = abs(int(power))
                return (a**k, b**k) if power >= 0 else (b**k, a**k)
    raise UnsupportedError("the term is not rational in the index and its logarithm")


def _degree(polynomial: fmpq_mpoly) -> int:
    """Return the degree in l."""
    return max((int(exponents[1]) for exponents in polynomial.monoms()), default=0)


def _at_infinity(above: fmpq_mpoly, below: fmpq_mpoly, log: arb) -> acb:
    """Return the integral of P(l)/Q(l) from log on, with deg Q >= deg P + 2: in w = 1/l."""
    d = _degree(below)

    def integrand(w: acb, analytic: bool) -> acb:
        numerator = sum((acb(c) * w ** (d - 2 - int(e[1])) for e, c in above.terms()), acb(0))
        return numerator / sum((acb(c) * w ** (d - int(e[1])) for e, c in below.terms()), acb(0))

    return _integrated(integrand, acb(0), acb(1 / log)) if above else acb(0)


def _decaying(moving: fmpq_mpoly, below: fmpq_mpoly, still: fmpq_mpoly, log: arb) -> acb:
    """Return the integral of N(l, y)/(Q(l, y)*Q(l, 0)), y = exp(-l), from log on; N is divisible by y."""
    if not moving:
        return acb(0)

    def integrand(u: acb, analytic: bool) -> acb:
        y = (-u).exp()
        return _value(moving, y, u) / (_value(below, y, u) * _value(still, y, u))

    end = (log + arb(ctx.prec) * arb(2).log()).mid()
    d, degree = _degree(still), _degree(moving)
    y, _ = _RING.gens()
    size = _bound(moving / y, degree, end) / (_bound(below, d, end) * _bound(still, d, end))
    if not size.is_finite():
        raise TooEarlyError("the denominator of a tail integral may vanish")
    rest = size.abs_upper() * end.gamma_upper(arb(max(degree - 2 * d, 0) + 1))
    if degree < 2 * d:
        rest = rest * end ** (degree - 2 * d)
    return widened(_integrated(integrand, acb(log), acb(end)), rest)


def _value(polynomial: fmpq_mpoly, y: acb, log: acb) -> acb:
    return sum((acb(c) * y ** int(e[0]) * log ** int(e[1]) for e, c in polynomial.terms()), acb(0))


def _bound(polynomial: fmpq_mpoly, degree: int, end: arb) -> arb:
    """Return a ball for polynomial/l^degree over all l >= end and 0 <= y <= exp(-l).

    y^i*l^j decreases from l = j/i on, so it is at most what it is at the end.
    """
    total = arb(0)
    for exponents, c in polynomial.terms():
        i, j = int(exponents[0]), int(exponents[1]) - degree
        if i == 0 and j == 0:
            total += arb(c)
            continue
        if (i == 0 and j > 0) or not end * i >= j:
            raise TooEarlyError("a tail integral whose parts do not decrease yet")
        most = (-end * i).exp() * end**j
        total += arb(c) * (most / 2 + arb(0, 1) * most / 2)
    return total


def _integrated(function: Callable[[acb, bool], acb], low: acb, high: acb) -> acb:
    tolerance = arb(2) ** -ctx.prec
    value = acb.integral(
        function, low, high, rel_tol=tolerance, abs_tol=tolerance, eval_limit=2000 * ctx.prec, depth_limit=200
    )
    if not value.is_finite():
        raise PrecisionError("the tail integral is not enclosed")
    return value
