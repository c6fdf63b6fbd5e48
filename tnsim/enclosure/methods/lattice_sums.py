"""Double sums of powers of quadratic forms over half-planes and quadrants, by the sums over the whole lattice.

With v + g -> -(v + g) a half-plane n >= start is exchanged with n <= -start - 2g1, so that the sum over it is half of
that over the plane, less or plus the lines between; in a diagonal form each coordinate may change its sign alone, which
leads from quadrants to half-planes. The form n^2 + nm + m^2 has rotations by a sixth: the quadrant n, m >= 1 is a
sixth of the plane without one of the rays, and for n^2 - nm + m^2 two of these and the ray between them. For s > 1 all
these sums converge absolutely (Fubini's theorem), so that no order matters.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import ClassVar

from flint import acb, fmpq

from tnsim.domains.rationals import literal
from tnsim.enclosure.lattice_terms import LatticeTerm, read_lattice_term, real_exponent
from tnsim.enclosure.method import Budget, Part, Recipe, Series
from tnsim.errors import DivergenceError, DomainError, UnsupportedError
from tnsim.language.expression import (
    INFINITY,
    Divide,
    Expression,
    Multiply,
    Negate,
    Power,
    Sum,
    Symbol,
    number,
    rational_value,
    substitute,
)

__all__ = ["LatticeSums"]

_MOST_LINES = 100
_EXPONENT = Symbol("the exponent")


@dataclass(frozen=True, slots=True)
class LatticeSums:
    """Encloses double sums of signs times a power of a positive definite quadratic form."""

    name: ClassVar[str] = "theta functions"

    def recipe(self, series: Series, _budget: Budget) -> Recipe:
        """Return how the sum is computed."""
        return lambda budget: self._enclosed(series, budget)

    def _enclosed(self, series: Series, budget: Budget) -> Part:
        term = read_lattice_term(series.term, series.index, series.env, budget.interpreter())
        lower, upper = _bound(term.inner.lower), _bound(term.inner.upper)
        if upper is not None:
            if lower is not None:
                raise UnsupportedError("an inner sum with finitely many terms")
            m = term.inner.index
            mirrored = Sum(substitute(term.inner.term, {m.name: Negate(m)}), m, literal(fmpq(-upper)), INFINITY)
            whole = _with_inner(series.term, term.inner, mirrored)
            return self._enclosed(Series(whole, series.index, series.start, series.env), budget)
        region = _Region(term, series, lower, budget)
        region.require_values()
        total = region.half_plane() if lower is None else region.quadrant(lower)
        reason = "no tail: theta functions split at the middle, incomplete gamma functions, the rest by counting points"
        return Part(total, self.name, 0, reason)


def _bound(bound: Expression) -> int | None:
    """Return a whole bound, `None` for an infinite one."""
    if bound in (INFINITY, Negate(INFINITY)):
        return None
    value = rational_value(bound)
    if value is None or value.denominator != 1:
        raise UnsupportedError("a bound of the inner sum that is no whole number")
    return int(value)


def _with_inner(term: Expression, old: Sum, new: Sum) -> Expression:
    """Return a product with one of its factors replaced."""
    match term:
        case _ if term is old:
            return new
        case Negate(operand):
            return Negate(_with_inner(operand, old, new))
        case Multiply(factors):
            return Multiply(tuple(_with_inner(factor, old, new) for factor in factors))
        case Divide(numerator, denominator):
            return Divide(_with_inner(numerator, old, new), denominator)
        case Power(base, exponent):
            return Power(_with_inner(base, old, new), exponent)
    return term


@dataclass(frozen=True, slots=True)
class _Region:
    """The points n >= start of the outer index, and m >= lower, or all m."""

    term: LatticeTerm
    series: Series
    lower: int | None
    budget: Budget

    def require_values(self) -> None:
        """Raise DomainError at a pole, DivergenceError where terms of one sign decay too slowly."""
        origin = self.term.origin
        if origin is not None and origin[0] >= self.series.start and (self.lower is None or origin[1] >= self.lower):
            place = f"{self.series.index.name} = {origin[0]}, {self.term.inner.index.name} = {origin[1]}"
            raise DomainError(f"the term has no value at {place}: division by zero")
        s = real_exponent(self.term.s)
        if s > 1:
            return
        if s <= 1 and not any(self.term.zeta.signs) and not self.term.scale.contains(0):
            raise DivergenceError("the power of a quadratic form in two indices does not decay faster than its square")
        raise UnsupportedError("a double sum of a quadratic form that does not converge absolutely")

    def plane(self) -> acb:
        """Return the sum over all points, less the origin."""
        value = self.term.zeta.value(real_exponent(self.term.s), self.budget.precision, self.budget.check)
        return self.term.scale * acb(value)

    def half_plane(self) -> acb:
        """Return the sum over n >= start and all m, less the origin."""
        parities = (self.term.parity(0), self.term.parity(1))
        if self.term.is_diagonal and parities[1] < 0:
            return acb(0)  # the terms at m and -m - 2 g2 cancel, line by line
        if parities[0] * parities[1] < 0:
            raise UnsupportedError("a half-plane of an odd function")
        start, mirrored = self.series.start, -self.series.start - int(2 * self.term.zeta.shift[0])
        between, sign = self.between(start, mirrored)
        return (self.plane() + sign * sum((self.line(0, n, None) for n in between), acb(0))) / 2

    def quadrant(self, lower: int) -> acb:
        """Return the sum over n >= start and m >= lower, for a diagonal form."""
        if not self.term.is_diagonal:
            return self.sixths(lower)
        if self.term.parity(0) < 0 or self.term.parity(1) < 0:
            raise UnsupportedError("a quadrant of an odd function")
        between, sign = self.between(lower, -lower - int(2 * self.term.zeta.shift[1]))
        lines = sum((self.line(1, m, self.series.start) for m in between), acb(0))
        return (self.half_plane() + sign * lines) / 2

    def sixths(self, lower: int) -> acb:
        """Return the sum over n >= start and m >= lower, for a form with rotations by a sixth."""
        (a, b, c), start = self.term.zeta.form, self.series.start
        if not abs(b) == a == c or any(self.term.zeta.shift) or any(self.term.zeta.signs):
            raise UnsupportedError("a quadrant of a quadratic form with a mixed term")
        if max(abs(start), abs(lower)) > _MOST_LINES:
            raise UnsupportedError(f"a quadrant more than {_MOST_LINES} lines away from the origin")
        total = self.plane() / (6 if b > 0 else 3) - self.line(1, 0, 1)
        for n in range(min(start, 1), max(start, 1)):  # from n >= 1 to n >= start, then the same for m
            total += (1 if start < 1 else -1) * self.line(0, n, 1)
        for m in range(min(lower, 1), max(lower, 1)):
            total += (1 if lower < 1 else -1) * self.line(1, m, start)
        return total

    def between(self, start: int, mirrored: int) -> tuple[range, int]:
        """Return the lines in neither of the halves >= start and <= mirrored, with -1, or in both, with 1."""
        lines, sign = (range(mirrored + 1, start), -1) if mirrored < start else (range(start, mirrored + 1), 1)
        if len(lines) > _MOST_LINES:
            raise UnsupportedError(f"a region more than {_MOST_LINES} lines away from half of the plane")
        return lines, sign

    def line(self, position: int, value: int, lower: int | None) -> acb:
        """Return the sum over a line at which one of the indices has the value, less the origin."""
        shift = self.term.zeta.shift
        hole = -shift[1 - position]
        if value + shift[position] != 0 or (lower is not None and hole < lower):
            return self.part(position, value, lower, None)
        return self.part(position, value, floor(hole) + 1, None) + self.part(position, value, lower, ceil(hole) - 1)

    def part(self, position: int, value: int, lower: int | None, upper: int | None) -> acb:
        """Return the sum over an interval of a line, without the origin."""
        if self.budget.sums is None:
            raise UnsupportedError("sums over lines are not enclosed here")
        index = (self.term.inner.index, self.series.index)[position]
        first = Negate(INFINITY) if lower is None else literal(fmpq(lower))
        last = INFINITY if upper is None else literal(fmpq(upper))
        node = Sum(self.on_line(position, value, index, lower), index, first, last)
        return self.term.scale * self.budget.sums(node, {_EXPONENT.name: self.term.s})

    def on_line(self, position: int, value: int, index: Symbol, lower: int | None) -> Expression:
        """Return the term, without its scale, on a line, or on a half of one through the centre."""
        zeta = self.term.zeta
        a, b, c = zeta.form if position == 0 else zeta.form[::-1]
        fixed, moved = value + zeta.shift[position], index + number(zeta.shift[1 - position])
        if fixed == 0:  # (c y^2)^-s, as a power of abs(y)
            side = moved if lower is not None and lower > -zeta.shift[1 - position] else Negate(moved)
            size = Power(number(c), Negate(_EXPONENT)) * Power(side, number(-2) * _EXPONENT)
        else:
            form = number(a * fixed * fixed) + number(b * fixed) * moved + number(c) * Power(moved, number(2))
            size = Power(form, Negate(_EXPONENT))
        sign = number((-1) ** (int(2 * zeta.signs[position]) * value % 2))
        return sign * Power(number(-1), index) * size if zeta.signs[1 - position] else sign * size
