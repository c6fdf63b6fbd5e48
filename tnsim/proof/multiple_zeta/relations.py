"""Relations between multiple zeta values, each computed from a short name; what the rule `relations` adds up.

A name is a kind and one or two indices, such as `stuffle 2 | 3,-1`, `hoffman 2,1`, `doubling 3,1`, `duality 3,1`,
`reflection -1,2`. An index lists the `s_i`, with - for the factor
`(-1)^n`, c for `cos(pi*n/2)`, s for `sin(pi*n/2)`, a for `cos(2*pi*n/3)`, b for the character modulo 3, and -a, -b,
ca, cb, sa, sb for products. Every relation is a theorem about
convergent series and integrals:

- `stuffle u | v`: the product of two convergent series by their quasi-shuffle is the product of two convergent iterated
  integrals by their shuffle (Borwein, Bradley, Broadhurst, Lisonek 2001, sections 4 and 5).
- `hoffman v`: the shuffle of `Z(1)` with a convergent `Z(v)`, less the quasi-shuffle. The two divergent terms
  cancel (Hoffman 1997, theorem 5.1; Ihara, Kaneko, Zagier 2006, theorem 1; Zhao 2008, for roots of unity: the case of
  one divergent factor, where both regularisations agree).
- `doubling v`: with `1 + (-1)^n` for 1 and `2*cos(pi*n/2)` for `(-1)^n`, only even n are left, and the sum is
  `2^(k - s1 - ... - sk)*Z(v)`; with `doubling v | u` the product with a convergent `Z(u)`. Other factors f(n) become
  twice what is f(m/2) at even m, and 0 at odd ones.
- `tripling v`, `tripling v | u`: the same for multiples of 3.
- `turn x`, `root-turn x`, also with `| u`, where x is a word of 0, 1, z, w, v: see `turns`; the rational part, and the
  coefficient of `sqrt(-3)`.
- `duality v`: the substitution `t -> 1 - t` in a convergent integral with the letters 0 and 1.
- `reflection v`: the substitution `t -> (1 - t)/(1 + t)` in one with the letters 0, 1, -1: with
  `w(0) = dt/t`, `w(a) = dt/(a - t)` it takes `w(0)` to `w(1) - w(-1)`, `w(1)` to `w(0) + w(-1)`, `w(-1)` to itself, in
  reverse order; the form `-t*dt/(1 + t^2)` of the cosine to `w(-1)` less itself, that of the sine, `dt/(1 + t^2)`, to
  itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import product as choices

from flint import fmpq

from tnsim.proof.multiple_zeta.colours import CHARACTER, COSINE, MINUS_ONE, SINE, THIRD_COSINE, at_multiple
from tnsim.proof.multiple_zeta.turns import turned
from tnsim.proof.multiple_zeta.words import (
    MOST_WEIGHT,
    MOST_WEIGHT_OF_CLASSES,
    Combination,
    Index,
    Letters,
    add_multiple,
    converges,
    level_of,
    product,
    shuffle,
    stuffle,
    values,
    weight,
    words,
)

__all__ = ["index_text", "read_index", "relation"]

_FACTORS = {
    quarter + third: (f + g) % 12
    for third, g in {"": 0, "a": THIRD_COSINE, "b": CHARACTER}.items()
    for quarter, f in {"": 0, "-": MINUS_ONE, "c": COSINE, "s": SINE}.items()
}


def index_text(index: Index) -> str:
    """Return the index in the notation of relations.

    >>> index_text(((2, 0), (1, 6)))
    '2,-1'
    """
    signs = {f: sign for sign, f in _FACTORS.items()}
    return ",".join(f"{signs[f]}{s}" for s, f in index)


def read_index(text: str) -> Index:
    """Return the index that a text names; raises ValueError for anything else, or for a weight above the limit."""
    index = []
    for part in text.split(","):
        digits = part.lstrip("-csab")
        sign = part.removesuffix(digits) if digits else part
        if sign not in _FACTORS or not (
            digits.isascii() and digits.isdigit() and len(digits) <= 2 and int(digits) >= 1
        ):
            raise ValueError(f"an index lists whole numbers other than 0, got {text!r}")
        index.append((int(digits), _FACTORS[sign]))
    if weight(tuple(index)) > MOST_WEIGHT:
        raise ValueError(f"indices are limited to the weight {MOST_WEIGHT}")
    return tuple(index)


@lru_cache(maxsize=1 << 13)
def relation(name: str) -> Mapping[Index, fmpq]:
    """Return a combination of convergent values that is 0; raises ValueError if the name is that of none."""
    kind, _, rest = name.partition(" ")
    texts = rest.split(" | ")
    if len(texts) not in _COUNTS.get(kind, ()):
        raise ValueError(f"there is no relation {name!r}")
    word = texts.pop(0) if kind in _PARTS else ""
    indices = tuple(read_index(text) for text in texts)
    own = len(word) + sum(map(weight, indices))
    if not all(map(converges, indices)) or own > MOST_WEIGHT:
        raise ValueError(f"the relation {name!r} is about a divergent series, or of too high a weight")
    if own > MOST_WEIGHT_OF_CLASSES and (word or kind == "tripling" or level_of(dict.fromkeys(indices, fmpq(1))) > 2):
        raise ValueError(f"the relation {name!r} is of too high a weight for its factors")
    if kind == "stuffle":
        found = _double_shuffle(*indices)
    else:
        found = dict(turned(word).get(_PARTS[kind], {})) if kind in _PARTS else _KINDS[kind](indices[0])
        for v in indices if kind in _PARTS else indices[1:]:
            found = product(found, {v: fmpq(1)})
    if not all(map(converges, found)):
        raise ValueError(f"the relation {name!r} is not one between convergent series")
    return found


def _double_shuffle(u: Index, v: Index) -> Combination:
    total: Combination = {}
    add_multiple(total, stuffle(u, v))
    for left, c in words(u).items():
        for right, d in words(v).items():
            for word, e in shuffle(left, right).items():
                add_multiple(total, values(word), -c * d * e)
    return total


def _hoffman(v: Index) -> Combination:
    return _double_shuffle(((1, 0),), v)


def _distribution(v: Index, p: int) -> Combination:
    """Return the sum over multiples of p with the factors f(m/p), times p^depth, less what it is in Z(v)."""
    total: Combination = {}
    for chosen in choices(*(at_multiple(f, p) for _, f in v)):
        factor = fmpq(p) ** len(v)
        for _, c in chosen:
            factor *= c
        add_multiple(total, {tuple((s, f) for (s, _), (f, _) in zip(v, chosen, strict=True)): factor})
    add_multiple(total, {v: -(fmpq(p) ** (len(v) - weight(v)))})
    return total


def _doubling(v: Index) -> Combination:
    return _distribution(v, 2)


def _tripling(v: Index) -> Combination:
    return _distribution(v, 3)


def _substituted(v: Index, images: dict[int | None, tuple[tuple[int | None, int], ...]]) -> Combination:
    """Return Z(v) less the integral with its letters replaced and in reverse order."""
    total: Combination = {v: fmpq(1)}
    for word, factor in words(v).items():
        if any(letter not in images for letter in word):
            raise ValueError("the substitution is not one for these letters")
        for chosen in choices(*(images[letter] for letter in reversed(word))):
            new: Letters = tuple(letter for letter, _ in chosen)
            sign = -1
            for _, c in chosen:
                sign *= c
            add_multiple(total, values(new), sign * factor)
    return total


_REFLECTED: dict[int | None, tuple[tuple[int | None, int], ...]] = {
    None: ((0, 1), (MINUS_ONE, -1)),
    0: ((None, 1), (MINUS_ONE, 1)),
    MINUS_ONE: ((MINUS_ONE, 1),),
    COSINE: ((MINUS_ONE, 1), (COSINE, -1)),
    SINE: ((SINE, 1),),
}


def _duality(v: Index) -> Combination:
    return _substituted(v, {None: ((0, 1),), 0: ((None, 1),)})


def _reflection(v: Index) -> Combination:
    return _substituted(v, _REFLECTED)


_PARTS: Mapping[str, int] = {"turn": 1, "root-turn": -3}
_KINDS: Mapping[str, Callable[[Index], Combination]] = {
    "hoffman": _hoffman,
    "doubling": _doubling,
    "tripling": _tripling,
    "duality": _duality,
    "reflection": _reflection,
}
_COUNTS: Mapping[str, tuple[int, ...]] = {
    **dict.fromkeys(_KINDS, (1,)),
    **dict.fromkeys(("doubling", "tripling", *_PARTS), (1, 2)),
    "stuffle": (2,),
}
"""How many indices, and words, a name has."""
