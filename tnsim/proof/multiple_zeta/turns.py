"""Relations at level 6 from one substitution that takes four sixth roots of unity, 0 and infinity to themselves.

With `w = exp(2*pi*I/3)` and v = 1/w, `f(t) = (1 - t)/(1 - v*t)` is its own inverse; it exchanges 0 and 1, w and
infinity, `z = exp(pi*I/3)` and v. For t from 1 to 0 it runs from 0 to 1; between, `|f(t)| < 1` and its imaginary part
is negative. So that way and the line from 0 to 1 bound no pole of the forms `dt/t` and `dt/(a - t)` with a = 1, z, w,
v, and a convergent iterated integral of them is the same along both (K. T. Chen, "Iterated path integrals", Bull. AMS
83 (1977), 1.6): the one of the forms pulled back, in reverse order. Both sides have coefficients in Q(sqrt(-3)); their
rational parts are equal, and so are the coefficients of `sqrt(-3)`. (At weight 3 two relations, at weight 4 thirteen,
follow from no double shuffle or distribution; J. Zhao, "Standard relations of multiple polylogarithm values at roots of
unity", Doc. Math. 15 (2010), has such ones at other levels.)

>>> turned("0w")[1][((1, 8), (1, 8))]
3/4
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product as choices

from flint import fmpq

from tnsim.proof.multiple_zeta.surds import (
    Surd,
    SurdCombination,
    add_surd_multiple,
    power_of_root_by_functions,
    surd_product,
)
from tnsim.proof.multiple_zeta.words import values

__all__ = ["turned", "words_to_turn"]

_TURNS = {"1": 0, "z": 1, "w": 2, "v": 4}
"""The poles other than 0, by their arguments in multiples of pi/3."""
_IMAGES: Mapping[str, tuple[tuple[str, int], ...]] = {
    "0": (("1", 1), ("w", -1)),
    "1": (("0", 1), ("w", 1)),
    "w": (("w", 1),),
    "z": (("v", -1), ("w", 1)),
    "v": (("z", -1), ("w", 1)),
}
"""What the forms become, with the sign of a way that is taken in the other direction."""
_FORMS: Mapping[str, tuple[tuple[int | None, Surd], ...]] = {
    "0": ((None, {1: fmpq(1)}),),
    **{letter: tuple(power_of_root_by_functions(-2 * turn % 12).items()) for letter, turn in _TURNS.items()},
}
"""`dt/(a - t)` is `Sum(a^(-n)*t^(n - 1), (n, 1, oo))*dt`."""


def words_to_turn(length: int) -> Iterator[str]:
    """Yield the words of convergent integrals with these letters."""
    for word in choices("01zwv", repeat=length):
        if word[0] != "1" and word[-1] != "0":
            yield "".join(word)


@lru_cache(maxsize=1 << 12)
def turned(word: str) -> SurdCombination:
    """Return the integral of a word after the substitution less the one before, which is 0; else raises ValueError."""
    if not word or not set(word) <= _IMAGES.keys() or word[0] == "1" or word[-1] == "0":
        raise ValueError(f"a word of 0, 1, z, w, v that neither begins with 1 nor ends with 0 is needed, got {word!r}")
    total: SurdCombination = {}
    for chosen in choices(*(_IMAGES[letter] for letter in reversed(word))):
        sign = 1
        for _, c in chosen:
            sign *= c
        _add_integral(total, [letter for letter, _ in chosen], sign)
    _add_integral(total, list(word), -1)
    return total


def _add_integral(total: SurdCombination, word: list[str], sign: int) -> None:
    for chosen in choices(*(_FORMS[letter] for letter in word)):
        factor: Surd = {1: fmpq(sign)}
        for _, c in chosen:
            factor = surd_product(factor, c)
        found = {index: fmpq(1) * c for index, c in values(tuple(letter for letter, _ in chosen)).items()}
        add_surd_multiple(total, {1: found}, factor)
