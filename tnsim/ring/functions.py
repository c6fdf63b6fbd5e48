"""Which function of the input language becomes which element of the ring: one table, one line a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias

from tnsim.errors import DomainError, UnsupportedError
from tnsim.ring import incomplete_gamma, nested_sums
from tnsim.ring.bessel import bessel_i, bessel_j
from tnsim.ring.binomials import binomial, pochhammer
from tnsim.ring.conjugation import ORDERED, conjugate, is_whole_order
from tnsim.ring.factorials import double_factorial, gamma, rising_factorial
from tnsim.ring.forms import linear_form
from tnsim.ring.orthogonal_polynomials import orthogonal_polynomial
from tnsim.ring.periodic import floor_value, kronecker_delta
from tnsim.ring.polylogarithms import polylogarithm
from tnsim.ring.powers import atom, exponential, logarithm, pi, power, quotient, root
from tnsim.ring.roots_of_unity import imaginary_unit
from tnsim.ring.signs import Ring
from tnsim.ring.special_values import arctangent, bernoulli, eta_value, fibonacci, lucas, zeta_value
from tnsim.ring.three_term_recurrences import FAMILIES
from tnsim.ring.tower import Element

__all__ = ["apply_function"]

_Unary: TypeAlias = Callable[[Ring, Element], Element]
_Binary: TypeAlias = Callable[[Ring, Element, Element], Element]

# Functions with a finite (principal) value at every complex number: indeterminates, whatever the argument.
_FINITE = frozenset({"acos", "acosh", "asin", "asinh", "fresnelc", "fresnels"})
# Functions with poles or branch points: indeterminates only where a finite value is proved.
_SINGULAR = frozenset({
    "acot", "atanh", "besselk", "bessely", "elliptic_e", "elliptic_k", "loggamma", "stieltjes",
})  # fmt: skip
_MOST_START = 40
# Values at 0, as multiples of pi.
_AT_ZERO: Mapping[str, Fraction] = {
    **dict.fromkeys(("asin", "asinh", "atanh", "fresnelc", "fresnels"), Fraction(0)),
    **dict.fromkeys(("acos", "elliptic_e", "elliptic_k"), Fraction(1, 2)),
}
# asin(sqrt(s)) as a multiple of pi, by s (DLMF 4.17).
_SINES: Mapping[Fraction, Fraction] = {
    Fraction(1, 4): Fraction(1, 6),
    Fraction(1, 2): Fraction(1, 4),
    Fraction(3, 4): Fraction(1, 3),
    Fraction(1): Fraction(1, 2),
}


def apply_function(ring: Ring, name: str, arguments: tuple[Element, ...]) -> Element:
    """Return the value of a function of the input language at elements of the ring.

    Raises UnsupportedError where the ring has no reading, DomainError where there is no proof of a value.
    """
    if len(arguments) == 1 and name in _UNARY:
        return _UNARY[name](ring, arguments[0])
    if len(arguments) == 2 and name in _BINARY:
        return _BINARY[name](ring, *arguments)
    if name == "lerchphi":
        return _lerch(ring, *arguments)
    if name in FAMILIES and (ring.depends_on_integers(arguments[0]) or is_whole_order(arguments[0])):
        return orthogonal_polynomial(ring, name, arguments)
    known = name in _FINITE | _SINGULAR | ORDERED
    if not known or any(ring.depends_on_integers(a) for a in arguments):
        raise UnsupportedError(f"{name} of such an argument has no reading in the ring")
    special = _special(ring, name, arguments[0])
    if special is not None:
        return special
    value = atom(ring, name, *arguments)
    entire = name in _FINITE or (name in ORDERED and is_whole_order(arguments[0]))
    # atanh has its singularities at 1 and -1 only, loggamma is analytic off the half-line x <= 0.
    entire = entire or (name == "atanh" and ring.signs.nonzero(1 - arguments[0] ** 2))
    entire = entire or (name == "loggamma" and ring.signs.positive(arguments[0]))
    # The complete elliptic integrals are analytic off the cut [1, oo) of the parameter.
    if name.startswith("elliptic") and ring.signs.real(arguments[0]):
        entire = entire or ring.signs.positive(1 - arguments[0])
    return value if entire else _finite(ring, value, name)


def _special(ring: Ring, name: str, argument: Element) -> Element | None:
    """Return a value that is a multiple of pi: at 0, and those of asin and acos at sines of pi/6, pi/4, pi/3, pi/2."""
    if name in _AT_ZERO and argument.is_zero():
        return pi(ring) * _AT_ZERO[name]
    if name not in ("acos", "asin"):
        return None
    square = (argument * argument).rational()
    turn = None if square is None else _SINES.get(square)
    sign = 1 if ring.signs.positive(argument) else -1 if ring.signs.positive(-argument) else 0
    if turn is None or sign == 0:
        return None
    return pi(ring) * (sign * turn if name == "asin" else Fraction(1, 2) - sign * turn)


def _circular(ring: Ring, argument: Element) -> tuple[Element, Element]:
    """Return (cos, sin) through exponentials (Euler), or as indeterminates of an argument with a denominator."""
    if all(g.kind == "exp" for g in Element(ring.tower, argument.denominator).generators()):
        i = imaginary_unit(ring)
        try:
            turn = exponential(ring, i * argument)
        except UnsupportedError:
            return atom(ring, "cos", argument), atom(ring, "sin", argument)
        if not any(g.kind == "apply" and g.labels == ("exp",) for g in turn.generators()):
            back = exponential(ring, -i * argument)
            return (turn + back) / 2, (turn - back) / (2 * i)
    if argument.numerator.leading_coefficient() < 0:
        cosine, sine = _circular(ring, -argument)
        return cosine, -sine
    return atom(ring, "cos", argument), atom(ring, "sin", argument)


def _hyperbolic(ring: Ring, argument: Element) -> tuple[Element, Element]:
    forward = exponential(ring, argument)
    back = exponential(ring, -argument)
    return (forward + back) / 2, (forward - back) / 2


def _absolute(ring: Ring, argument: Element) -> Element:
    if argument.is_zero() or ring.signs.positive(argument):
        return argument
    if ring.signs.positive(-argument):
        return -argument
    square = argument * conjugate(ring, argument)
    if ring.signs.positive(square):
        return root(ring, square, 2)
    raise UnsupportedError("the absolute value of something whose sign is not proved")


def _real_part(ring: Ring, argument: Element) -> Element:
    return (argument + conjugate(ring, argument)) / 2


def _imaginary_part(ring: Ring, argument: Element) -> Element:
    return (argument - conjugate(ring, argument)) / (2 * imaginary_unit(ring))


def _bernoulli(ring: Ring, argument: Element) -> Element:
    if ring.depends_on_integers(argument):
        return _moving_bernoulli(ring, argument)
    value = bernoulli(nested_sums.whole_order(argument))
    # The input language follows SymPy: bernoulli(1) = +1/2.
    return ring.tower.element(-value if argument == 1 else value)


def _moving_bernoulli(ring: Ring, index: Element) -> Element:
    """Return B_n = -n! (i^n + (-i)^n) zeta(n)/(2 pi)^n for whole n >= 2 (DLMF 25.6.2; both sides are 0 for odd n)."""
    form = linear_form(ring, index)
    if form is None or not form.is_integer_valued() or not ring.nonnegative_integer(index - 2):
        raise DomainError("the index of a Bernoulli number is not proved to be whole and greater than 1")
    i, turn = imaginary_unit(ring), 2 * pi(ring)
    signs = power(ring, i, index) + power(ring, -i, index)
    return -signs * gamma(ring, index + 1) * atom(ring, "zeta", index) / power(ring, turn, index)


def _zeta(ring: Ring, argument: Element) -> Element:
    value = argument.rational()
    if value is not None and value.denominator == 1:
        return zeta_value(ring, int(value))
    if ring.depends_on_integers(argument):
        if not ring.signs.positive(argument - 1):
            raise DomainError("the argument of zeta is not proved to be greater than 1")
        return atom(ring, "zeta", argument)
    if not ring.signs.nonzero(argument - 1):
        raise DomainError("the argument of zeta is not proved to be different from 1")
    return atom(ring, "zeta", argument)


def _eta(ring: Ring, argument: Element) -> Element:
    """Return (1 - 2^(1-s)) zeta(s) (DLMF 25.2.3), continued to s = 1."""
    value = argument.rational()
    if value is not None and value.denominator == 1:
        return eta_value(ring, int(value))
    zeta = _zeta(ring, argument)
    return (1 - power(ring, ring.tower.element(2), 1 - argument)) * zeta


def _beta(ring: Ring, a: Element, b: Element) -> Element:
    """Return gamma(a) gamma(b)/gamma(a + b) (DLMF 5.12.1)."""
    return quotient(ring, gamma(ring, a) * gamma(ring, b), gamma(ring, a + b))


def _arctangent(ring: Ring, argument: Element) -> Element:
    value = arctangent(ring, argument)
    if not ring.signs.real(argument) and not ring.signs.finite(value):
        raise DomainError("atan is not proved to have a finite value here")
    return value


def _hurwitz(ring: Ring, order: Element, argument: Element) -> Element:
    start = argument.rational()
    if (
        ring.depends_on_integers(order)
        and start is not None
        and 0 < start <= _MOST_START
        and 2 % start.denominator == 0
    ):
        return _moving_hurwitz(ring, order, start)
    return nested_sums.hurwitz_zeta(ring, _at_least(order, 2), argument)


def _moving_hurwitz(ring: Ring, order: Element, start: Fraction) -> Element:
    """Return zeta(order, start) at a whole or half start by zeta(order) (DLMF 25.11.2, 25.11.4, 25.11.11)."""
    value = _zeta(ring, order)
    if start.denominator == 2:
        value = value * (power(ring, ring.tower.element(2), order) - 1)
    first = start % 1 or Fraction(1)
    for j in range(int(start - first)):
        value = value - power(ring, ring.tower.element(first + j), -order)
    return value


def _harmonic(ring: Ring, argument: Element, order: Element) -> Element:
    return nested_sums.harmonic(ring, argument, _at_least(order, 1))


def _at_least(order: Element, least: int) -> int:
    value = nested_sums.whole_order(order)
    if value < least:
        raise UnsupportedError(f"the order must be at least {least}")
    return value


def _lerch(ring: Ring, argument: Element, order: Element, start: Element) -> Element:
    """Return Lerch's transcendent of a whole order, inside the unit disc and for a positive start (DLMF 25.14.1)."""
    if any(ring.depends_on_integers(e) for e in (argument, order, start)):
        raise UnsupportedError("lerchphi of an argument that depends on the index has no reading in the ring")
    value = atom(ring, "lerchphi", argument, order, start)
    inside = ring.signs.positive(1 - argument * conjugate(ring, argument)) if value.symbols() else False
    if inside and is_whole_order(order) and ring.signs.positive(start):
        return value
    return _finite(ring, value, "lerchphi")


def _finite(ring: Ring, value: Element, name: str) -> Element:
    if not ring.signs.finite(value):
        raise DomainError(f"{name} is not proved to have a finite value here")
    return value


_UNARY: Mapping[str, _Unary] = {
    "Abs": _absolute,
    "Chi": incomplete_gamma.hyperbolic_cosine_integral,
    "Ci": incomplete_gamma.cosine_integral,
    "Ei": incomplete_gamma.exponential_integral,
    "Shi": incomplete_gamma.hyperbolic_sine_integral,
    "Si": incomplete_gamma.sine_integral,
    "atan": _arctangent,
    "bernoulli": _bernoulli,
    "ceiling": lambda r, x: -floor_value(r, -x),
    "cos": lambda r, x: _circular(r, x)[0],
    "cosh": lambda r, x: _hyperbolic(r, x)[0],
    "cot": lambda r, x: quotient(r, *_circular(r, x)),
    "coth": lambda r, x: quotient(r, *_hyperbolic(r, x)),
    "csc": lambda r, x: quotient(r, r.tower.element(1), _circular(r, x)[1]),
    "digamma": lambda r, x: nested_sums.polygamma(r, 0, x),
    "dirichlet_eta": _eta,
    "erf": incomplete_gamma.error_function,
    "erfc": lambda r, x: 1 - incomplete_gamma.error_function(r, x),
    "erfi": incomplete_gamma.imaginary_error_function,
    "exp": exponential,
    "factorial": lambda r, x: gamma(r, x + 1),
    "factorial2": double_factorial,
    "fibonacci": fibonacci,
    "floor": floor_value,
    "gamma": gamma,
    "harmonic": lambda r, x: nested_sums.harmonic(r, x),
    "im": _imaginary_part,
    "li": incomplete_gamma.logarithmic_integral,
    "log": logarithm,
    "lucas": lucas,
    "re": _real_part,
    "sec": lambda r, x: quotient(r, r.tower.element(1), _circular(r, x)[0]),
    "sin": lambda r, x: _circular(r, x)[1],
    "sinh": lambda r, x: _hyperbolic(r, x)[1],
    "sqrt": lambda r, x: root(r, x, 2),
    "tan": lambda r, x: quotient(r, *reversed(_circular(r, x))),
    "tanh": lambda r, x: quotient(r, *reversed(_hyperbolic(r, x))),
    "zeta": _zeta,
}

_BINARY: Mapping[str, _Binary] = {
    "FallingFactorial": lambda r, x, k: rising_factorial(r, x - k + 1, k),
    "KroneckerDelta": kronecker_delta,
    "RisingFactorial": pochhammer,
    "besseli": bessel_i,
    "besselj": bessel_j,
    "beta": _beta,
    "binomial": binomial,
    "expint": incomplete_gamma.order_exponential_integral,
    "harmonic": _harmonic,
    "lowergamma": incomplete_gamma.lower_gamma,
    "polygamma": lambda r, k, x: nested_sums.polygamma(r, nested_sums.whole_order(k), x),
    "polylog": polylogarithm,
    "uppergamma": incomplete_gamma.upper_gamma,
    "zeta": _hurwitz,
}
