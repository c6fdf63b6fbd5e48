"""Arithmetic functions at whole numbers, from the factors of their argument.

mobius is mu, totient is Euler's phi, divisor_sigma(n, k) is the sum of the k-th powers of the divisors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flint import fmpq, fmpz

from tnsim.errors import DomainError, UnsupportedError

__all__ = ["ARITHMETIC", "arithmetic_value"]

_MOST_BITS = 160
"""Longer numbers may take long to factor."""

ARITHMETIC: Mapping[str, Callable[..., fmpz]] = {
    "divisor_sigma": lambda n, k=1: n.divisor_sigma(k),
    "mobius": lambda n: n.moebius_mu(),
    "totient": lambda n: n.euler_phi(),
}


def arithmetic_value(function: str, *arguments: fmpq) -> fmpq:
    """Return the value, exactly; raises DomainError unless the argument is a whole number from 1 on.

    >>> arithmetic_value("divisor_sigma", fmpq(6)), arithmetic_value("mobius", fmpq(30))
    (12, -1)
    """
    n, *order = arguments
    if n.q != 1 or n < 1:
        raise DomainError(f"{function} is a function of the whole numbers from 1 on, and has no value at {n}")
    if any(k.q != 1 or k < 0 or k > _MOST_BITS for k in order):
        raise UnsupportedError(f"{function} has a rule only for powers that are whole numbers from 0 to {_MOST_BITS}")
    if n.p.bit_length() > _MOST_BITS:
        raise UnsupportedError(f"{function} of a number with more than {_MOST_BITS} bits, which may be hard to factor")
    return fmpq(ARITHMETIC[function](n.p, *(int(k.p) for k in order)))
