"""Asymptotic expansions at infinity: terms `c*s` and `O(s)`, with scales s and elements c without the index.

Every operation keeps its O: nothing is cut off unnoticed, and what is not decided raises UnsupportedError. All of it
holds at each admissible point of the parameters by itself (de Bruijn, Asymptotic Methods in Analysis, 1958, chapter 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from math import factorial

from tnsim.errors import UnsupportedError
from tnsim.proof.scales import Scale, compare_scales, iterated_logarithm, power_of, product_scale
from tnsim.ring.conjugation import is_real
from tnsim.ring.powers import exponential, integer_power, logarithm
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["UNIT", "Expansions", "Series"]

_MOST_TERMS = 8
_ORDER = 6
"""Powers of something small that are added up before the O."""
UNIT = Scale({})


@dataclass(frozen=True, slots=True)
class Series:
    """`sum c*s + O(error)`, the largest s first, all larger than the error; without an error it is exact."""

    terms: tuple[tuple[Scale, Element], ...]
    error: Scale | None = None

    @property
    def top(self) -> Scale | None:
        """Return the scale that bounds the whole, `None` for 0."""
        return self.terms[0][0] if self.terms else self.error


class Expansions:
    """The arithmetic of expansions over one ring."""

    def __init__(self, ring: Ring) -> None:
        self.ring = ring

    def constant(self, value: Element | Fraction | int) -> Series:
        """Return the expansion of what does not depend on the index."""
        c = self.ring.tower.element(value)
        return Series(() if c.is_zero() else ((UNIT, c),))

    def index(self) -> Series:
        """Return the expansion of the index itself."""
        return Series(((product_scale(self.ring, iterated_logarithm(0)), self.ring.tower.element(1)),))

    def order(self, series: Series) -> int:
        """Return -1 where the series tends to 0, 0 where it is bounded, 1 where its bound tends to infinity."""
        return -1 if series.top is None else compare_scales(self.ring, series.top, UNIT)

    def lead(self, series: Series) -> tuple[Scale, Element]:
        """Return the first term; raises UnsupportedError where there is none that is proved different from 0."""
        if not series.terms or not self.ring.signs.nonzero(series.terms[0][1]):
            raise UnsupportedError("no leading term is known")
        return series.terms[0]

    def is_positive(self, series: Series) -> bool:
        """Tell whether the leading coefficient is proved positive."""
        return bool(series.terms) and self.ring.signs.positive(series.terms[0][1])

    def is_real(self, series: Series) -> bool:
        """Tell whether the series is exact with real coefficients."""
        return series.error is None and all(is_real(self.ring, c) for _, c in series.terms)

    def plus(self, a: Series, b: Series) -> Series:
        """Return the sum."""
        return self._collected([*a.terms, *b.terms], self._larger(a.error, b.error))

    def times(self, a: Series, b: Series) -> Series:
        """Return the product."""
        terms = [(s.times(t), c * d) for s, c in a.terms for t, d in b.terms]
        errors = [top.times(error) for top, error in ((a.top, b.error), (b.top, a.error)) if top and error]
        return self._collected(terms, self._larger(*errors))

    def scaled(self, a: Series, factor: Element | Fraction | int) -> Series:
        """Return a multiple."""
        return self.times(self.constant(factor), a)

    def bound(self, a: Series) -> Series:
        """Return what is known of something of the modulus of a, or less."""
        return Series((), a.top)

    def inverse(self, a: Series) -> Series:
        """Return 1/a by the geometric series; raises UnsupportedError where the leading coefficient may be 0."""
        (scale, c), u = self.lead(a), self._relative(a)
        front = Series(((UNIT.times(scale, -1), c.inverse()),))
        return self.times(front, self.composed([Fraction((-1) ** k) for k in range(_ORDER)], u))

    def integer_power(self, a: Series, exponent: int) -> Series:
        """Return a whole power; raises LimitError where its leading coefficient is too large to be written out."""
        if abs(exponent) > 50:
            return self.exponential(self.times(self.constant(exponent), self.logarithm(a)))
        if a.terms:
            integer_power(self.ring, a.terms[0][1], abs(exponent))
        result, base = self.constant(1), self.inverse(a) if exponent < 0 else a
        for _ in range(abs(exponent)):
            result = self.times(result, base)
        return result

    def logarithm(self, a: Series) -> Series:
        """Return log(a) where the leading coefficient is proved positive: log(c) + L + log(1 + u)."""
        if not self.is_positive(a):
            raise UnsupportedError("the logarithm of something not proved positive in the end")
        scale, c = a.terms[0]
        large = [(product_scale(self.ring, product), d) for product, d in scale.exponent.items()]
        series = self.plus(self._collected(large, None), self.constant(logarithm(self.ring, c)))
        taylor = [Fraction(0), *(Fraction((-1) ** (k + 1), k) for k in range(1, _ORDER))]
        return self.plus(series, self.composed(taylor, self._relative(a)))

    def exponential(self, a: Series) -> Series:
        """Return exp(a): its large terms are a scale, its constant one a factor, the others a power series."""
        if a.error is not None and compare_scales(self.ring, a.error, UNIT) >= 0:
            raise UnsupportedError("the exponential of something known up to a constant only")
        scale, factor, small = UNIT, self.ring.tower.element(1), []
        for s, c in a.terms:
            order = compare_scales(self.ring, s, UNIT)
            if order > 0:
                scale = scale.times(power_of(self.ring, s, c))
            elif order == 0:
                factor = exponential(self.ring, c)
            else:
                small.append((s, c))
        taylor = [Fraction(1, factorial(k)) for k in range(_ORDER)]
        return self.times(Series(((scale, factor),)), self.composed(taylor, Series(tuple(small), a.error)))

    def composed(self, taylor: Sequence[Fraction], u: Series) -> Series:
        """Return f(u) for u that tends to 0 and a function analytic at 0 whose first Taylor coefficients these are."""
        if self.order(u) >= 0:
            raise UnsupportedError("a function of something that does not tend to 0")
        result = self.constant(0)
        for coefficient in reversed(taylor):
            result = self.plus(self.times(result, u), self.constant(coefficient))
        if u.top is None:
            return result
        return self._collected(list(result.terms), self._larger(result.error, UNIT.times(u.top, len(taylor))))

    def _relative(self, a: Series) -> Series:
        """Return u with a = c*s*(1 + u), where c*s is the leading term."""
        scale, c = self.lead(a)
        inverse = c.inverse()
        rest = tuple((s.times(scale, -1), d * inverse) for s, d in a.terms[1:])
        return Series(rest, None if a.error is None else a.error.times(scale, -1))

    def _larger(self, *errors: Scale | None) -> Scale | None:
        found: Scale | None = None
        for error in errors:
            if error is not None and (found is None or compare_scales(self.ring, error, found) > 0):
                found = error
        return found

    def _collected(self, terms: Sequence[tuple[Scale, Element]], error: Scale | None) -> Series:
        """Return the terms in order, those of one scale together, without what the error covers."""

        def faster(a: tuple[Scale, Element], b: tuple[Scale, Element]) -> int:
            return compare_scales(self.ring, a[0], b[0])

        groups: list[tuple[Scale, Element]] = []
        for scale, c in sorted(terms, key=cmp_to_key(faster), reverse=True):
            if groups and compare_scales(self.ring, groups[-1][0], scale) == 0:
                groups[-1] = (scale, groups[-1][1] + c)
            else:
                groups.append((scale, c))
        kept = [
            (scale, c)
            for scale, c in groups
            if not c.is_zero() and (error is None or compare_scales(self.ring, scale, error) > 0)
        ]
        if len(kept) > _MOST_TERMS:
            error = self._larger(error, kept[_MOST_TERMS][0])
        return Series(tuple(kept[:_MOST_TERMS]), error)
