"""Which function of the input language becomes which element of the ring: one table, one line a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from tnsim.errors import DomainError, UnsupportedError
from tnsim.ring import nested_sums
from tnsim.ring.conjugation import ORDERED, is_whole_order
from tnsim.ring.factorials import binomial, double_factorial, gamma, rising_factorial
from tnsim.ring.periodic import floor_value, kronecker_delta
from tnsim.ring.powers import atom, exponential, imaginary_unit, logarithm, quotient, root
from tnsim.ring.signs import Ring
from tnsim.ring.special_values import arctangent, bernoulli, eta_value, fibonacci, lucas, zeta_value
from tnsim.ring.tower import Element

__all__ = ["apply_function"]

_Unary: TypeAlias = Callable[[Ring, Element], Element]
_Binary: TypeAlias = Callable[[Ring, Element, Element], Element]

# Functions that are analytic on the whole complex plane: indeterminates, whatever the argument.
_ENTIRE = frozenset({"erf", "erfc"})
# Functions with poles or branch points: indeterminates only where a finite value is proved.
_SINGULAR = frozenset({
    "acos", "acosh", "acot", "asin", "asinh", "atanh", "besselk", "bessely", "beta", "elliptic_e",
    "elliptic_k", "expint", "lerchphi", "loggamma", "polylog", "stieltjes",
})  # fmt: skip


def apply_function(ring: Ring, name: str, arguments: tuple[Element, ...]) -> Element:
    """Return the value of a function of the input language at elements of the ring.

    Raises UnsupportedError where the ring has no reading, DomainError where there is no proof of a value.
    """
    if len(arguments) == 1 and name in _UNARY:
        return _UNARY[name](ring, arguments[0])
    if len(arguments) == 2 and name in _BINARY:
        return _BINARY[name](ring, *arguments)
    known = name in _ENTIRE | _SINGULAR | ORDERED
    if not known or any(ring.depends_on_integers(a) for a in arguments):
        raise UnsupportedError(f"{name} of such an argument has no reading in the ring")
    value = atom(ring, name, *arguments)
    entire = name in _ENTIRE or (name in ORDERED and is_whole_order(arguments[0]))
    if name == "loggamma":  # analytic off the half-line x <= 0
        entire = ring.signs.positive(arguments[0])
    if not entire and not ring.signs.finite(value):
        raise DomainError(f"{name} is not proved to have a finite value here")
    return value


def _circular(ring: Ring, argument: Element) -> tuple[Element, Element]:
    """Return (cos, sin) through exponentials (Euler), or as indeterminates of an argument with a denominator."""
    if argument.denominator.is_constant():
        i = imaginary_unit(ring)
        try:
            turn = exponential(ring, i * argument)
        except UnsupportedError:
            return atom(ring, "cos", argument), atom(ring, "sin", argument)
        if not any(g.kind == "apply" and g.labels == ("exp",) for g in turn.generators()):
            back = turn.inverse()
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
    raise UnsupportedError("the absolute value of something whose sign is not proved")


def _bernoulli(ring: Ring, argument: Element) -> Element:
    value = bernoulli(nested_sums.whole_order(argument))
    # The input language follows SymPy: bernoulli(1) = +1/2.
    return ring.tower.element(-value if argument == 1 else value)


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
    return eta_value(ring, nested_sums.whole_order(argument))


def _arctangent(ring: Ring, argument: Element) -> Element:
    value = arctangent(ring, argument)
    if not ring.signs.real(argument) and not ring.signs.finite(value):
        raise DomainError("atan is not proved to have a finite value here")
    return value


def _hurwitz(ring: Ring, order: Element, argument: Element) -> Element:
    return nested_sums.hurwitz_zeta(ring, _at_least(order, 2), argument)


def _harmonic(ring: Ring, argument: Element, order: Element) -> Element:
    return nested_sums.harmonic(ring, argument, _at_least(order, 1))


def _at_least(order: Element, least: int) -> int:
    value = nested_sums.whole_order(order)
    if value < least:
        raise UnsupportedError(f"the order must be at least {least}")
    return value


_UNARY: Mapping[str, _Unary] = {
    "Abs": _absolute,
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
    "exp": exponential,
    "factorial": lambda r, x: gamma(r, x + 1),
    "factorial2": double_factorial,
    "fibonacci": fibonacci,
    "floor": floor_value,
    "gamma": gamma,
    "harmonic": lambda r, x: nested_sums.harmonic(r, x),
    "log": logarithm,
    "lucas": lucas,
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
    "RisingFactorial": rising_factorial,
    "binomial": binomial,
    "harmonic": _harmonic,
    "polygamma": lambda r, k, x: nested_sums.polygamma(r, nested_sums.whole_order(k), x),
    "zeta": _hurwitz,
}
