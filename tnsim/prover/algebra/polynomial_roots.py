"""Roots of polynomials in the index by radicals: linear, quadratic, biquadratic and binomial ones, and compositions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.ring.powers import root
from tnsim.ring.roots_of_unity import imaginary_unit, root_of_unity
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["roots"]

_MOST_DEGREE = 12


def roots(ring: Ring, coefficients: Sequence[Element]) -> list[Element] | None:
    """Return the roots of sum c_j n^j, with their multiplicity, or `None` where no radicals are found.

    With n moved so that the roots add up to 0, the polynomial may be one in n^k: its roots are k-th roots.
    """
    degree = len(coefficients) - 1
    if not 1 <= degree <= _MOST_DEGREE:
        return None
    monic = [c / coefficients[-1] for c in coefficients]
    centre = -monic[-2] / degree
    moved = _moved(monic, centre)
    step = next((k for k in range(degree, 0, -1) if _is_in_powers(moved, k)), 1)
    try:
        found = _centred(ring, moved[::step], step)
    except (TnsimError, ZeroDivisionError):
        return None
    return None if found is None else [centre + r for r in found]


def _moved(coefficients: Sequence[Element], centre: Element) -> list[Element]:
    """Return the coefficients of p(n + centre), by repeated synthetic division."""
    result = list(coefficients)
    for i in range(len(result) - 1):
        for j in range(len(result) - 2, i - 1, -1):
            result[j] = result[j] + centre * result[j + 1]
    return result


def _is_in_powers(coefficients: Sequence[Element], k: int) -> bool:
    return (len(coefficients) - 1) % k == 0 and all(c.is_zero() for j, c in enumerate(coefficients) if j % k)


def _centred(ring: Ring, inner: Sequence[Element], step: int) -> list[Element] | None:
    """Return the roots of the monic polynomial inner(n^step)."""
    if len(inner) == 2:
        return _binomial(ring, -inner[0], step)
    if len(inner) == 3 and step == 2:
        return _biquadratic(ring, inner)
    if step == 1:
        return None
    below = roots(ring, inner)
    if below is None:
        return None
    return [r for value in below for r in _binomial(ring, value, step)]


def _binomial(ring: Ring, value: Element, order: int) -> list[Element]:
    """Return the roots of n^order = value."""
    if order == 1 or value.is_zero():
        return [value] * order
    turn = Fraction(0)
    # The root of a negative number -v is the root of v, turned.
    if ring.signs.positive(-value):
        value, turn = -value, Fraction(1, 2 * order)
    principal = root(ring, value, order)
    return [principal * _unit(ring, turn + Fraction(k, order)) for k in range(order)]


def _biquadratic(ring: Ring, inner: Sequence[Element]) -> list[Element]:
    """Return the roots of n^4 + p n^2 + q: +-u +- iv with real u, v where those of n^2 are not real."""
    q, p = inner[0], inner[1]
    if ring.signs.positive(4 * q - p * p):
        modulus = root(ring, q, 2)
        i = imaginary_unit(ring)
        u, v = root(ring, (2 * modulus - p) / 4, 2), root(ring, (2 * modulus + p) / 4, 2)
        return [u + i * v, u - i * v, -u + i * v, -u - i * v]
    half = -p / 2
    difference = root(ring, half * half - q, 2)
    return [r for value in (half + difference, half - difference) for r in _binomial(ring, value, 2)]


def _unit(ring: Ring, turn: Fraction) -> Element:
    """Return exp(2 pi i turn), by square roots and I where 24 is a multiple of its order."""
    turn %= 1
    if 24 % turn.denominator or turn.denominator == 24:
        return root_of_unity(ring, turn)
    return _cosine(ring, turn) + imaginary_unit(ring) * _cosine(ring, turn - Fraction(1, 4))


def _cosine(ring: Ring, turn: Fraction) -> Element:
    """Return cos(2 pi turn) for a multiple of 1/8 or 1/12 of a turn."""
    turn %= 1
    turn = min(turn, 1 - turn)
    if turn > Fraction(1, 4):
        return -_cosine(ring, Fraction(1, 2) - turn)
    squared = {Fraction(0): 4, Fraction(1, 12): 3, Fraction(1, 8): 2, Fraction(1, 6): 1, Fraction(1, 4): 0}[turn]
    return root(ring, ring.tower.element(squared), 2) / 2
