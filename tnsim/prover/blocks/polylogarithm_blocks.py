"""Blocks for powers over linear factors: logarithms, polylogarithms and Lerch's transcendent; and Fourier series."""

from __future__ import annotations

from collections.abc import Mapping

from tnsim.errors import TnsimError
from tnsim.prover.blocks.block import Block
from tnsim.prover.polar_form import angle_in_one_turn, polar_form, radical
from tnsim.ring.roots_of_unity import imaginary_unit
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["circle_blocks", "lerch_block", "polylogarithm_block"]


def polylogarithm_block(
    ring: Ring, power: Element, ratio: Element, offset: Element, s: int, index: str, start: int
) -> Block | None:
    """Return the block for `ratio^n/(n + a)^s`, a in the class of the rational offset modulo 1."""
    value = offset.rational()
    if value is None:
        return None
    tower = ring.tower
    n = tower.symbol(index)
    if value.denominator == 1:
        first = min(start, 1)
        moved = power * ratio ** (1 - first) / (n + 1 - first) ** s
        if s == 1:
            return Block(moved, "logarithm series", {"x": ratio}, first)
        return Block(moved, "polylogarithm series", {"k": tower.element(s), "x": ratio}, first)
    q, p = value.denominator, value.numerator % value.denominator
    first = min(start, 0)
    try:
        y = radical(ring, ratio, q)
    except TnsimError:
        return None
    term = power * y ** (p - q * first) / (q * (n - first) + p) ** s
    parameters = {"s": tower.element(s), "q": tower.element(q), "p": tower.element(p), "y": y}
    return Block(term, "multisection of the polylogarithm series", parameters, first)


def lerch_block(ring: Ring, power: Element, ratio: Element, a: Element, s: int, index: str, start: int) -> Block | None:
    """Return the block for `ratio^n/(n + a)^s` with a + start positive, inside the unit disc."""
    first = min(start, 0)
    if first < start and not ring.signs.positive(a + first):
        first = start
    if first > 0 and not ring.signs.nonzero(ratio):
        return None
    n = ring.tower.symbol(index)
    parameters = {"x": ratio, "s": ring.tower.element(s), "a": a + first}
    return Block(power * ratio**-first / (n + a) ** s, "Lerch series", parameters, first)


def circle_blocks(ring: Ring, power: Element, ratio: Element, square: Element, index: str) -> list[Block]:
    """Return the blocks for cos(n*x) and n*sin(n*x) over n^2 + square, where ratio = exp(i*x)."""
    form = polar_form(ring, ratio)
    x = None if any(f != 1 for f, _ in form.factors) else angle_in_one_turn(ring, form.angle)
    if x is None:
        return []
    n = ring.tower.symbol(index)
    below = n**2 + square
    cosine = (power + power.inverse()) / 2 / below
    sine = n * (power - power.inverse()) / (2 * imaginary_unit(ring)) / below
    for sign, name in ((1, "hyperbolic "), (-1, "")):
        try:
            a = radical(ring, sign * square, 2)
        except TnsimError:
            continue
        if not ring.signs.real(a):
            continue
        parameters: Mapping[str, Element] = {"a": a, "x": x}
        return [
            Block(cosine, f"cosine series of the {name}cosine", dict(parameters), 1),
            Block(sine, f"sine series of the {name}sine", dict(parameters), 1),
        ]
    return []
