"""The limits of the input language: what is refused before any work is spent on it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DEFAULT_LIMITS", "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a formula may cost; each limit is checked before the work that it bounds, else LimitError.

    `length`: characters of the text, 20,000.
    `depth`: levels of nesting, 100; of parentheses and calls in the text, and of the tree that is read.
    `nodes`: nodes of the tree, 5,000.
    `digits`: decimal digits of one number, 1,000; `1e-3` counts its zeros.
    `exponent`: absolute value of an exponent made of numbers only, 10,000.
    `power_digits`: decimal digits of a power or factorial made of numbers only, 100,000.

    The last two refuse `9**9**9**9` and `(10**9)!`; they leave `x**n` and `2**(12*n)` alone.
    """

    length: int = 20_000
    depth: int = 100
    nodes: int = 5_000
    digits: int = 1_000
    exponent: int = 10_000
    power_digits: int = 100_000


DEFAULT_LIMITS = Limits()
