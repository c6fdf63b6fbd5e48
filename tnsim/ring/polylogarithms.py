"""Polylogarithms of whole order: rational functions below order 1, a logarithm at 1, indeterminates above."""

from __future__ import annotations

from math import comb

from tnsim.errors import DomainError, LimitError, UnsupportedError
from tnsim.ring.powers import atom, logarithm, quotient
from tnsim.ring.signs import Ring
from tnsim.ring.special_values import eta_value, zeta_value
from tnsim.ring.tower import Element

__all__ = ["polylogarithm"]

_LOWEST = -60


def polylogarithm(ring: Ring, order: Element, argument: Element) -> Element:
    """Return Li_order(argument).

    Of whole order s >= 2 it has a value at every complex argument, on the cut too: an indeterminate, but for 0, 1
    and -1, where it is 0, zeta(s) and -eta(s) (DLMF 25.12.10). Li_1(z) = -log(1 - z), and below it is rational.
    """
    value = order.rational()
    if value is None or value.denominator != 1:
        plain = atom(ring, "polylog", order, argument)
        if not ring.signs.finite(plain):
            raise DomainError("polylog is not proved to have a finite value here")
        return plain
    if argument.is_zero():
        return argument
    whole = int(value)
    if whole == 1:
        return -logarithm(ring, 1 - argument)
    if whole < 1:
        return _rational(ring, -whole, argument)
    if argument == 1:
        return zeta_value(ring, whole)
    if argument == -1:
        return -eta_value(ring, whole)
    if ring.depends_on_integers(argument):
        raise UnsupportedError("polylog of an argument that depends on an index")
    return atom(ring, "polylog", order, argument)


def _rational(ring: Ring, times: int, z: Element) -> Element:
    """Return (z d/dz)^times of z/(1 - z), which is sum_k k! S(times + 1, k + 1) (z/(1 - z))^(k + 1).

    S(n, k) are the Stirling numbers of the second kind (D. Wood, "The computation of polylogarithms", 1992, 6).
    """
    if -times < _LOWEST:
        raise LimitError(f"polylog of an order below {_LOWEST}")
    w = quotient(ring, z, 1 - z)
    total = ring.tower.element(0)
    for k in range(times, -1, -1):
        # k! S(n + 1, k + 1) = sum_j (-1)^(k-j) C(k, j) (j + 1)^n  (DLMF 26.8.6 and the recurrence 26.8.22)
        count = sum((-1) ** (k - j) * comb(k, j) * (j + 1) ** times for j in range(k + 1))
        total = (total + count) * w
    return total
