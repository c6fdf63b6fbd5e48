"""Iterated integrals of `sin^a*cos^b*dx` from 0 to an angle, as ones from 0 to 1 of the forms of roots of unity.

A path gives `r(t) = sin^2(x)` as a rational function on [0, 1] that runs from 0 to `sin^2` of the angle, or backwards,
and forms in letters (`words`). It is verified when it is made: on the first quadrant, where sine and cosine are
positive, the square of `sin^a*cos^b*dx` is `r^(a - 1)*(1 - r)^(b - 1)*r'^2/4*dt^2`, which has to be that of the
letters, and their sum has to be positive (where the path runs forwards; where it runs backwards the forms are the
negative ones, and the order is reversed). The paths are those of A. I. Davydychev and M. Yu. Kalmykov, "Massive Feynman
diagrams and inverse binomial sums", Nucl. Phys. B 699 (2004), moved to the real line.

>>> [str(end) for end in sorted(path.end for path in PATHS)]
['1/4', '1/2', '3/4', '1', '1']
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import product as choices
from typing import TypeAlias

from flint import fmpq, fmpq_poly

from tnsim.errors import UnsupportedError
from tnsim.proof.multiple_zeta.colours import CHARACTER, COSINE, MINUS_ONE, SINE, THIRD_COSINE, value_at
from tnsim.proof.multiple_zeta.surds import Surd, SurdCombination, add_surd_multiple, surd_product
from tnsim.proof.multiple_zeta.words import Letters, values

__all__ = ["PATHS", "Form", "Path", "integral"]

Form: TypeAlias = tuple[int, int]
"""(a, b) for `sin^a*cos^b*dx`."""
_Image: TypeAlias = tuple[tuple[int | None, Surd], ...]
_ONE = fmpq_poly([1])


class Path:
    """A path in letters; raises ValueError if the forms are not those of the function."""

    __slots__ = ("backwards", "end", "images")

    def __init__(
        self, top: fmpq_poly, below: fmpq_poly, images: Mapping[Form, Mapping[int | None, Surd]], *, backwards: bool
    ) -> None:
        """Verify the path."""
        first, last = (top(1) / below(1), top(0) / below(0)) if backwards else (top(0) / below(0), top(1) / below(1))
        if first != 0:
            raise ValueError("a path that does not begin at the angle 0")
        self.end = Fraction(int(last.p), int(last.q))
        self.backwards = backwards
        self.images: Mapping[Form, _Image] = {form: tuple(image.items()) for form, image in images.items()}
        slope = top.derivative() * below - top * below.derivative()
        if not all(_has_no_root_inside(factor) for factor, _ in slope.factor()[1]):
            raise ValueError("a path that may turn back")
        for (a, b), image in self.images.items():
            if not _is_form(top, below, a, b, image):
                raise ValueError("letters that are not the form")

    def letters(self, word: tuple[Form, ...]) -> Iterable[tuple[Letters, Surd]]:
        """Yield the word in letters, with coefficients; raises UnsupportedError if it has a form without letters."""
        if any(form not in self.images for form in word):
            raise UnsupportedError("an iterated integral whose forms are irrational there")
        for chosen in choices(*(self.images[form] for form in word)):
            factor: Surd = {1: fmpq(1)}
            for _, c in chosen:
                factor = surd_product(factor, c)
            own = tuple(letter for letter, _ in chosen)
            yield (own[::-1] if self.backwards else own), factor


def integral(path: Path, parts: Iterable[tuple[fmpq, tuple[Form, ...]]]) -> SurdCombination:
    """Return a combination of iterated integrals along the path; raises UnsupportedError if it does not converge."""
    collected: dict[Letters, dict[int, fmpq]] = {}
    for scale, word in parts:
        for letters, factor in path.letters(word):
            row = collected.setdefault(letters, {})
            for d, c in factor.items():
                row[d] = row.get(d, fmpq(0)) + c * scale
    total: SurdCombination = {}
    for letters, row in collected.items():
        factor = {d: c for d, c in row.items() if c != 0}
        if not factor:
            continue
        if letters and (letters[0] == 0 or letters[-1] is None):
            raise UnsupportedError("an iterated integral that diverges")
        found = {index: fmpq(1) * c for index, c in values(letters).items()}
        add_surd_multiple(total, {1: found}, factor)
    return total


def _has_no_root_inside(factor: fmpq_poly) -> bool:
    """Tell whether a linear or quadratic polynomial without rational roots is proved to have no root in (0, 1)."""
    if factor.degree() == 1:
        return not 0 < -factor[0] / factor[1] < 1
    return bool(factor.degree() == 2 and factor[1] * factor[1] - 4 * factor[0] * factor[2] < 0)


def _is_form(top: fmpq_poly, below: fmpq_poly, a: int, b: int, image: _Image) -> bool:
    """Tell whether the letters are `sin^a*cos^b*dx` up to the direction, and positive."""
    roots = {d for _, factor in image for d in factor}
    if len(roots) != 1:
        return False
    (d,) = roots
    if d < 1:
        return False
    # the sum of the letters over 1 - t^12, times t
    own = fmpq_poly([0])
    for letter, factor in image:
        series = _ONE - _power(12) if letter is None else fmpq_poly([0, *(value_at(letter, n) for n in range(1, 13))])
        own += series * factor[d]
    below_own = fmpq_poly([0, 1]) * (_ONE - _power(12))
    if own(fmpq(1, 2)) <= 0:
        return False
    slope = top.derivative() * below - top * below.derivative()
    # r^(a - 1)*(1 - r)^(b - 1)*r'^2/4 over a common denominator
    left_top, left_below = slope * slope, below**4 * 4
    for base, exponent in ((top, a - 1), (below - top, b - 1)):
        if exponent >= 0:
            left_top, left_below = left_top * base**exponent, left_below * below**exponent
        else:
            left_top, left_below = left_top * below**-exponent, left_below * base**-exponent
    return bool(left_top * below_own * below_own == own * own * d * left_below)


def _power(exponent: int) -> fmpq_poly:
    return fmpq_poly([0] * exponent + [1])


def _rational(c: int | fmpq) -> Surd:
    return {1: fmpq(1) * c}


_HALF = fmpq(1, 2)
_ANGLE, _COTANGENT, _TANGENT, _COSECANT, _SECANT, _BOTH = (0, 0), (-1, 1), (1, -1), (-1, 0), (0, -1), (-1, -1)
_NEGATIVE_COSINE, _NEGATIVE_CHARACTER = (THIRD_COSINE + MINUS_ONE) % 12, (CHARACTER + MINUS_ONE) % 12

PATHS = (
    # up to pi/6 and back: 4*sin^2 = (1 - t)^2/(1 + t + t^2)
    Path(
        fmpq_poly([1, -2, 1]), fmpq_poly([4, 4, 4]),
        {
            _ANGLE: {CHARACTER: {3: _HALF}},
            _COTANGENT: {0: _rational(1), THIRD_COSINE: _rational(-1)},
            _TANGENT: {MINUS_ONE: _rational(-1), THIRD_COSINE: _rational(1)},
        },
        backwards=True,
    ),
    # up to pi/3 and back: 4*sin^2 = 3*(1 - t)^2/(1 - t + t^2)
    Path(
        fmpq_poly([3, -6, 3]), fmpq_poly([4, -4, 4]),
        {
            _ANGLE: {_NEGATIVE_CHARACTER: {3: -_HALF}},
            _COTANGENT: {0: _rational(1), _NEGATIVE_COSINE: _rational(-1)},
            _TANGENT: {MINUS_ONE: _rational(-1), _NEGATIVE_COSINE: _rational(1)},
        },
        backwards=True,
    ),
    # up to pi/4, t = tan(x)
    Path(
        fmpq_poly([0, 0, 1]), fmpq_poly([1, 0, 1]),
        {
            _ANGLE: {SINE: _rational(1)},
            _COTANGENT: {None: _rational(1), COSINE: _rational(1)},
            _TANGENT: {COSINE: _rational(-1)},
        },
        backwards=False,
    ),
    # up to pi/2 and back, t = cos(x)
    Path(
        fmpq_poly([1, 0, -1]), _ONE,
        {
            _COTANGENT: {0: _rational(_HALF), MINUS_ONE: _rational(_HALF)},
            _TANGENT: {None: _rational(1)},
            _COSECANT: {0: _rational(_HALF), MINUS_ONE: _rational(-_HALF)},
            _BOTH: {None: _rational(1), 0: _rational(_HALF), MINUS_ONE: _rational(_HALF)},
        },
        backwards=True,
    ),
    # up to pi/2, t = tan(x/2)
    Path(
        fmpq_poly([0, 0, 4]), fmpq_poly([1, 0, 2, 0, 1]),
        {
            _ANGLE: {SINE: _rational(2)},
            _COTANGENT: {None: _rational(1), COSINE: _rational(2)},
            _TANGENT: {0: _rational(1), MINUS_ONE: _rational(1), COSINE: _rational(-2)},
            _COSECANT: {None: _rational(1)},
            _SECANT: {0: _rational(1), MINUS_ONE: _rational(-1)},
            _BOTH: {None: _rational(1), 0: _rational(1), MINUS_ONE: _rational(1)},
        },
        backwards=False,
    ),
)  # fmt: skip
"""Paths to pi/6, pi/3, pi/4, pi/2; the first one that has the forms of a word serves."""
