"""Relations between multiple zeta values, each computed from a short name; what the rule `relations` adds up.

A name is a kind and one or two indices, such as `stuffle 2 | 3,-1`, `hoffman 2,1`, `doubling 3,1`, `duality 3,1`,
`reflection -1,2`. An index lists the `s_i`, with a sign where `z_i` is -1. Every relation is a theorem about
convergent series and integrals:

- `stuffle u | v`: the product of two convergent series by their quasi-shuffle is the product of two convergent iterated
  integrals by their shuffle (Borwein, Bradley, Broadhurst, Lisonek 2001, sections 4 and 5).
- `hoffman v`: the shuffle of `Z(1)` with a convergent `Z(v)`, less the quasi-shuffle. The two divergent terms
  cancel (Hoffman 1997, theorem 5.1; Ihara, Kaneko, Zagier 2006, theorem 1; Zhao 2008, for roots of unity: the case of
  one divergent factor, where both regularisations agree).
- `doubling s`: the sum of `Z(s, z)` over all z with `z_i = 1` or `-1` is `2^(k - s1 - ... - sk)*Z(s)` for `s1 >= 2`:
  what is left are the even `n_i`.
- `duality v`: the substitution `t -> 1 - t` in a convergent integral with the letters 0 and 1.
- `reflection v`: the substitution `t -> (1 - t)/(1 + t)` in one with the letters 0, 1, -1: with
  `w(0) = dt/t`, `w(a) = dt/(a - t)` it takes `w(0)` to `w(1) - w(-1)`, `w(1)` to `w(0) + w(-1)`, `w(-1)` to itself, in
  reverse order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import product as choices

from flint import fmpq

from tnsim.proof.multiple_zeta.words import (
    MINUS_ONE,
    MOST_WEIGHT,
    Combination,
    Index,
    Letters,
    add_multiple,
    converges,
    index_of,
    letters,
    shuffle,
    stuffle,
    weight,
)

__all__ = ["index_text", "read_index", "relation"]

_ROOTS = {"": 0, "-": MINUS_ONE}


def index_text(index: Index) -> str:
    """Return the index in the notation of relations; raises ValueError for roots of unity other than 1 and -1.

    >>> index_text(((2, 0), (1, 6)))
    '2,-1'
    """
    signs = {turn: sign for sign, turn in _ROOTS.items()}
    if any(z not in signs for _, z in index):
        raise ValueError("only the roots of unity 1 and -1 have a notation")
    return ",".join(f"{signs[z]}{s}" for s, z in index)


def read_index(text: str) -> Index:
    """Return the index that a text names; raises ValueError for anything else, or for a weight above the limit."""
    index = []
    for part in text.split(","):
        sign, digits = ("-", part[1:]) if part.startswith("-") else ("", part)
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 2 and int(digits) >= 1):
            raise ValueError(f"an index lists whole numbers other than 0, got {text!r}")
        index.append((int(digits), _ROOTS[sign]))
    if weight(tuple(index)) > MOST_WEIGHT:
        raise ValueError(f"indices are limited to the weight {MOST_WEIGHT}")
    return tuple(index)


@lru_cache(maxsize=1 << 13)
def relation(name: str) -> Mapping[Index, fmpq]:
    """Return a combination of convergent values that is 0; raises ValueError if the name is that of none."""
    kind, _, rest = name.partition(" ")
    indices = tuple(read_index(text) for text in rest.split(" | "))
    if kind not in _KINDS or len(indices) != (2 if kind == "stuffle" else 1):
        raise ValueError(f"there is no relation {name!r}")
    if not all(map(converges, indices)) or sum(map(weight, indices)) > MOST_WEIGHT:
        raise ValueError(f"the relation {name!r} is about a divergent series, or of too high a weight")
    found = _KINDS[kind](*indices)
    if not all(map(converges, found)):
        raise ValueError(f"the relation {name!r} is not one between convergent series")
    return found


def _double_shuffle(u: Index, v: Index) -> Combination:
    total: Combination = {}
    add_multiple(total, stuffle(u, v))
    for word, c in shuffle(letters(u), letters(v)).items():
        add_multiple(total, {index_of(word): -c})
    return total


def _hoffman(v: Index) -> Combination:
    return _double_shuffle(((1, 0),), v)


def _doubling(v: Index) -> Combination:
    if v[0][0] < 2 or any(z != 0 for _, z in v):
        raise ValueError("doubling is about indices without signs, the first at least 2")
    total: Combination = {}
    for signs in choices((0, MINUS_ONE), repeat=len(v)):
        add_multiple(total, {tuple((s, z) for (s, _), z in zip(v, signs, strict=True)): 1})
    add_multiple(total, {v: fmpq(-1, 2 ** (weight(v) - len(v)))})
    return total


def _substituted(v: Index, images: dict[int | None, tuple[tuple[int | None, int], ...]]) -> Combination:
    """Return Z(v) less the integral with its letters replaced and in reverse order."""
    word = letters(v)
    if any(letter not in images for letter in word):
        raise ValueError("the substitution is not one for these letters")
    total: Combination = {v: fmpq(1)}
    for chosen in choices(*(images[letter] for letter in reversed(word))):
        new: Letters = tuple(letter for letter, _ in chosen)
        sign = 1
        for _, c in chosen:
            sign *= c
        add_multiple(total, {index_of(new): -sign})
    return total


def _duality(v: Index) -> Combination:
    return _substituted(v, {None: ((0, 1),), 0: ((None, 1),)})


def _reflection(v: Index) -> Combination:
    images = {None: ((0, 1), (MINUS_ONE, -1)), 0: ((None, 1), (MINUS_ONE, 1)), MINUS_ONE: ((MINUS_ONE, 1),)}
    return _substituted(v, images)


_KINDS: Mapping[str, Callable[..., Combination]] = {
    "stuffle": _double_shuffle,
    "hoffman": _hoffman,
    "doubling": _doubling,
    "duality": _duality,
    "reflection": _reflection,
}
