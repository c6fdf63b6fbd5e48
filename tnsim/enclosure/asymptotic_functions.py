"""Asymptotic expansions of special functions with error bounds, from the Euler-Maclaurin formula.

For f(t) = (z + t)^-s with z, s > 0, 0 <= b <= 1 and any K >= 1 (Euler-Maclaurin with Bernoulli polynomials)

    zeta(s, z+b) = z^(1-s)/(s-1) + sum_{k=1}^{K} (-1)^k B_k(b) (s)_{k-1}/k! z^(1-s-k) + R,
    |R| <= max_{[0,1]} |B_K| (s)_{K-1}/K! z^(1-s-K),

because f^(K) has one sign; s = 2 gives the trigamma function, and integration from infinity (DLMF 5.11.8)

    digamma(z+b) = log z - sum_{k=1}^{K} (-1)^k B_k(b) / (k z^k) + R,              |R| <= max|B_K| / (K z^K),
    log gamma(z+b) = (z+b-1/2) log z - z + log(2 pi)/2 + sum_{k=2}^{K} (-1)^k B_k(b) / (k(k-1) z^(k-1)) + R,
    |R| <= max|B_K| / (K(K-1) z^(K-1)).       Everywhere max|B_K| <= 4 K!/(2 pi)^K for K >= 2 (DLMF 24.8.1-2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from flint import acb, arb, fmpq, fmpq_series, fmpz

from tnsim.domains.exact_functions import integer_value
from tnsim.domains.precision import series_length
from tnsim.domains.rationals import literal
from tnsim.domains.special_functions import to_acb
from tnsim.enclosure.analytic_functions import EXPONENTIAL
from tnsim.enclosure.asymptotic_reader import AsymptoticReader
from tnsim.enclosure.asymptotics import PLAIN, Asymptotic, Expansion, Prefactor
from tnsim.enclosure.exact_constants import ExactConstant
from tnsim.enclosure.expansion import Model
from tnsim.enclosure.scale import Rate, Scale, TooEarlyError
from tnsim.errors import UnsupportedError
from tnsim.language.expression import ONE, Apply, Constant, Expression, Integer, Power, free_symbols

__all__ = ["FUNCTIONS"]

_LONGEST_SHIFT = 64
_HALF = fmpq(1, 2)


def _argument(reader: AsymptoticReader, node: Expression) -> tuple[fmpq, fmpq, int]:
    """Return a, b, k for a*n + b + k with a > 0, 0 <= b < 1; it is positive."""
    slope, offset = reader.powers.linear(node)
    shift = int(offset.floor())
    if slope <= 0 or abs(shift) > _LONGEST_SHIFT:
        raise UnsupportedError("a special function whose argument does not grow, or starts far away")
    if slope * reader.frame.first + min(offset, fmpq(0)) <= 0:
        raise TooEarlyError("a special function at an argument that is not positive yet")
    return slope, offset - shift, shift


@lru_cache(maxsize=16)
def _bernoulli_values(b: fmpq, count: int) -> tuple[fmpq, ...]:
    """Return (-1)^k B_k(b) = B_k(1 - b) for k = 0 .. count, from t e^(xt) / (e^t - 1) (DLMF 24.2.3)."""
    if b == 0:
        return (fmpq(1), fmpq(1, 2), *(fmpq.bernoulli(k) for k in range(2, count + 1)))
    factorials = [fmpz(1)]
    for k in range(1, count + 2):
        factorials.append(factorials[-1] * k)
    with series_length(count + 1):
        above = fmpq_series([(1 - b) ** k / factorials[k] for k in range(count + 1)], count + 1)
        below = fmpq_series([fmpq(1, factorials[k + 1]) for k in range(count + 1)], count + 1)
        quotient = above / below
        return tuple(quotient[k] * factorials[k] for k in range(count + 1))


def _largest_bernoulli(count: int) -> arb:
    return 4 * arb.fac_ui(count) / (2 * arb.pi()) ** count


def _in_inverse_powers(reader: AsymptoticReader, slope: fmpq, coefficients: Sequence[fmpq], error: arb) -> Model:
    """Return sum_k c_k z^-k for z = slope*n, with an error times z^-(number of coefficients)."""
    root, length = reader.frame.root, len(coefficients)
    spread = [fmpq(0)] * (root * (length - 1) + root)
    for k, c in enumerate(coefficients):
        spread[root * k] = c * slope**-k
    whole = reader.frame.monomials(spread, (error * arb(slope) ** -length).abs_upper(), root * length)
    return whole.truncated(reader.frame.terms)


def _count(reader: AsymptoticReader) -> int:
    return max(-(-reader.frame.terms // reader.frame.root), 2)


def _shift_sum(reader: AsymptoticReader, slope: fmpq, b: fmpq, shift: int, power: fmpq) -> Asymptotic:
    """Return sum_{0 <= j < shift} (slope*n + b + j)^-power, with the opposite sign for negative shifts."""
    total = Asymptotic(reader.frame, {})
    for j in range(min(shift, 0), max(shift, 0)):
        total += reader.read(Power(_linear(reader, slope, b + j), literal(-power)))
    return total if shift >= 0 else reader.number(fmpq(-1)) * total


def _linear(reader: AsymptoticReader, slope: fmpq, offset: fmpq) -> Expression:
    scaled = reader.index if slope == 1 else literal(slope) * reader.index
    return scaled if offset == 0 else scaled + literal(offset)


def _digamma(reader: AsymptoticReader, node: Expression) -> Asymptotic:
    slope, b, shift = _argument(reader, node)
    count = _count(reader)
    values = _bernoulli_values(b, count)
    coefficients = [fmpq(0), *(-values[k] / k for k in range(1, count))]
    error = arb(abs(values[count])) / count + _largest_bernoulli(count) / count
    model = _in_inverse_powers(reader, slope, coefficients, error)
    log = reader.read(Apply("log", (_linear(reader, slope, fmpq(0)),)))
    return log + reader.plain(0, model) + _shift_sum(reader, slope, b, shift, fmpq(1))


def _hurwitz(reader: AsymptoticReader, s: fmpq, node: Expression) -> Asymptotic:
    slope, b, shift = _argument(reader, node)
    if s <= 1:
        raise UnsupportedError("the Hurwitz zeta function with s <= 1")
    count = _count(reader)
    values, factor = _bernoulli_values(b, count), fmpq(1)
    coefficients = [1 / (s - 1)]
    for k in range(1, count):
        factor = factor / k if k == 1 else factor * (s + k - 2) / k
        coefficients.append(values[k] * factor)
    factor = factor * (s + count - 2) / count
    error = arb(factor) * (arb(abs(values[count])) + _largest_bernoulli(count))
    model = _in_inverse_powers(reader, slope, coefficients, error)
    scale = reader.constant(Power(literal(slope), literal(1 - s))) * reader.index_power(1 - s)
    tail = scale * reader.plain(0, model)
    return tail + reader.number(fmpq(-1)) * _shift_sum(reader, slope, b, shift, s)


def _harmonic(reader: AsymptoticReader, node: Expression, order: Expression = ONE) -> Asymptotic:
    if order == ONE:
        return _digamma(reader, node + ONE) + reader.constant(Constant("EulerGamma"))
    s = _rational(reader, order)
    limit = reader.constant(Apply("zeta", (literal(s),)))
    return limit + reader.number(fmpq(-1)) * _hurwitz(reader, s, node + ONE)


def _zeta(reader: AsymptoticReader, s: Expression, node: Expression | None = None) -> Asymptotic:
    if node is None:
        raise UnsupportedError("zeta of the index")
    return _hurwitz(reader, _rational(reader, s), node)


def _polygamma(reader: AsymptoticReader, order: Expression, node: Expression) -> Asymptotic:
    m = integer_value(_rational(reader, order))
    if m is None or m < 0:
        raise UnsupportedError("polygamma of an order that is not whole")
    if m == 0:
        return _digamma(reader, node)
    sign = Integer(1) if m % 2 else -Integer(1)
    return reader.constant(sign * Apply("factorial", (Integer(m),))) * _hurwitz(reader, fmpq(m + 1), node)


def _rational(reader: AsymptoticReader, node: Expression) -> fmpq:
    value = reader.interpreter.value(node, reader.env) if not _depends(reader, node) else None
    if not isinstance(value, fmpq):
        raise UnsupportedError("a special function of an order that is not a rational number")
    return value


def _depends(reader: AsymptoticReader, node: Expression) -> bool:
    return reader.index.name in free_symbols(node)


def _gamma(reader: AsymptoticReader, node: Expression) -> Asymptotic:
    if not _depends(reader, node):
        return _constant_gamma(reader, node)
    if reader.powers.linear(node)[0] == 0:
        return _constant_gamma(reader, literal(reader.powers.linear(node)[1]))
    slope, b, shift = _argument(reader, node)
    count = _count(reader) + 1
    values = _bernoulli_values(b, count)
    coefficients = [fmpq(0), *(values[k] / (k * (k - 1)) for k in range(2, count))]
    error = (arb(abs(values[count])) + _largest_bernoulli(count)) / (count * (count - 1))
    model = _in_inverse_powers(reader, slope, coefficients, error).composed(EXPONENTIAL)
    scale = Scale.of(slope, {fmpq(1): _stirling_rate(slope)}, b - _HALF)
    exact = ExactConstant.named(Apply("sqrt", (Integer(2) * Constant("pi"),)))
    value = (2 * acb.pi()).sqrt()
    if slope != 1:
        base = Power(literal(slope), literal(b - _HALF))
        exact *= ExactConstant.named(base)
        value *= to_acb(reader.interpreter.value(base, {}))
    expansion = Expansion(0, (model.scaled(value, exact),))
    result = Asymptotic.part(reader.frame, Prefactor(scale, Rate(fmpq(1))), expansion)
    for j in range(min(shift, 0), max(shift, 0)):
        factor = reader.read(_linear(reader, slope, b + j))
        result *= factor if shift > 0 else factor.inverse()
    return result


def _constant_gamma(reader: AsymptoticReader, node: Expression) -> Asymptotic:
    value = reader.interpreter.value(node, reader.env)
    if isinstance(value, fmpq) and value.q == 1 and value <= 0:
        raise UnsupportedError("a gamma function at a pole")
    return reader.constant(Apply("gamma", (node,)))


def _stirling_rate(slope: fmpq) -> Rate:
    """Return a log a - a."""
    return Rate.logarithm(slope, slope).plus(Rate(fmpq(1), ((ONE, -slope),), (arb(1),)))


def _factorial(reader: AsymptoticReader, node: Expression) -> Asymptotic:
    return _gamma(reader, node + ONE)


def _binomial(reader: AsymptoticReader, upper: Expression, lower: Expression) -> Asymptotic:
    below = _factorial(reader, lower) * _factorial(reader, upper - lower)
    return _factorial(reader, upper) * below.inverse()


def _rising(reader: AsymptoticReader, x: Expression, count: Expression) -> Asymptotic:
    return _gamma(reader, x + count) * _gamma(reader, x).inverse()


def _falling(reader: AsymptoticReader, x: Expression, count: Expression) -> Asymptotic:
    return _factorial(reader, x) * _factorial(reader, x - count).inverse()


def _beta(reader: AsymptoticReader, a: Expression, b: Expression) -> Asymptotic:
    return _gamma(reader, a) * _gamma(reader, b) * _gamma(reader, a + b).inverse()


def _coth(reader: AsymptoticReader, node: Expression) -> Asymptotic:
    """Return 1 + 2 e^(-2x)/(1 - e^(-2x)); what is smaller than any power of n goes into the error."""
    pieces = reader.powers.read(node)
    a, q, c = pieces[0]
    rate = arb(q) * to_acb(reader.interpreter.value(c, reader.env)).real
    first, frame = reader.frame.first, reader.frame
    if len(pieces) > 1 or a != 1:
        raise UnsupportedError("coth is expanded only for multiples of the index")
    if not 2 * rate * first > arb(fmpq(frame.terms, frame.root)):
        raise TooEarlyError("coth of an argument that is not large yet")
    small = (-2 * rate * first).exp()
    error = (2 * small / (1 - small) / frame.width**frame.terms).abs_upper()
    one = ExactConstant.rational(1)
    return Asymptotic(frame, {PLAIN: Expansion(0, (Model(frame, (acb(1),), error, frame.terms, (one,)),))})


FUNCTIONS: Mapping[str, Callable[..., Asymptotic]] = {
    "FallingFactorial": _falling,
    "RisingFactorial": _rising,
    "beta": _beta,
    "binomial": _binomial,
    "coth": _coth,
    "digamma": _digamma,
    "factorial": _factorial,
    "gamma": _gamma,
    "harmonic": _harmonic,
    "polygamma": _polygamma,
    "zeta": _zeta,
}
