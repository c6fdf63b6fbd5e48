"""Terms with an asymptotic expansion in powers of n and log n: the tail by the Hurwitz zeta function.

For n >= N the term is a finite sum of c n^-s (log n)^j e^(i t n) and an error of at most e n^-r (log n)^j
with r > 1, all bounds proved. The first are summed exactly, the latter bounded:

    sum_{n >= N} n^-s (log n)^j = (-1)^j (d/ds)^j zeta(s, N)                             (DLMF 25.11.1)
    sum_{n >= N} (-1)^(n-N) n^-s = 2^-s (zeta(s, N/2) - zeta(s, (N+1)/2)),  and its derivatives in s,
    sum_{n >= N} z^n n^-s = z^N Phi(z, s, N)           for |z| = 1, z != 1    (DLMF 25.14.1, by Abel)

the last two for s > 0, where the series converge by Dirichlet's test. A leading coefficient that is not
zero proves divergence: at s <= 0 the terms do not tend to zero, at s <= 1 without oscillation they keep
their sign.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from flint import acb, arb, ctx, fmpq

from tnsim.domains.precision import working_precision
from tnsim.enclosure.asymptotic_functions import FUNCTIONS
from tnsim.enclosure.asymptotic_reader import AsymptoticReader
from tnsim.enclosure.asymptotics import Asymptotic, Expansion, FinerRootError, Prefactor
from tnsim.enclosure.expansion import Frame
from tnsim.enclosure.method import Budget, Part, Recipe, Series, partial_sum, widened
from tnsim.enclosure.scale import PI, Rate, TooEarlyError
from tnsim.enclosure.zeta_jets import alternating_zeta_derivatives, zeta_derivatives
from tnsim.errors import DivergenceError, PrecisionError, UnsupportedError

__all__ = ["AsymptoticExpansion", "bits", "frame_of", "read"]

_LARGEST_ROOT = 120
_MOST_COEFFICIENTS = 6000
_LARGEST_FIRST = 2**15
_MOST_ATTEMPTS = 12
_BOUND_PRECISION = 64
_LARGEST_POLYLOG_ORDER = 3
_PREVIEW_TERMS = 6


@dataclass(frozen=True, slots=True)
class AsymptoticExpansion:
    """Encloses sums of terms that decay like powers of n, also oscillating ones."""

    name: ClassVar[str] = "asymptotic expansion"

    def recipe(self, series: Series, budget: Budget) -> Recipe:
        """Return where the direct sum stops and how long the expansion is; what is left is to compute it."""
        first = max(series.start, 24, math.ceil(budget.precision / 5))
        root, extra = _preview(series, first, budget), 1.0
        for attempt in range(_MOST_ATTEMPTS):
            frame = frame_of(first, root, extra, budget)
            try:
                expansion = _expanded(series, frame, budget)
            except TooEarlyError:
                first *= 2
                continue
            except FinerRootError as finer:
                root *= finer.factor
                continue
            if expansion.error < arb(2) ** -budget.precision or attempt == _MOST_ATTEMPTS - 1:
                return _Recipe(series, frame, [expansion])
            first, extra = first + first // 4, 1.3 * extra
        raise UnsupportedError("no expansion with bounded error was found")


@dataclass(frozen=True, slots=True)
class _Expanded:
    """A term in a frame, and a bound for the sum of the errors, with their order."""

    function: Asymptotic
    error: arb
    order: fmpq | None


@dataclass(frozen=True, slots=True)
class _Recipe:
    """Sums up an expansion; the one that showed the frame to be good serves once, and is not kept."""

    series: Series
    frame: Frame
    ready: list[_Expanded]

    def __call__(self, budget: Budget) -> Part:
        with working_precision(bits(self.frame, budget)):
            expansion = self.ready.pop() if self.ready else _expanded(self.series, self.frame, budget)
            tail = widened(_tail(expansion.function, budget), expansion.error)
            return _part(AsymptoticExpansion.name, self.series, self.frame.first, tail, expansion.order, budget)


def bits(frame: Frame, budget: Budget) -> int:
    """Return the working precision that an expansion needs."""
    return budget.precision + 32 + frame.terms // frame.root


def _expanded(series: Series, frame: Frame, budget: Budget) -> _Expanded:
    with working_precision(bits(frame, budget)):
        function = read(series, frame, budget)
        _require_convergence(function)
        return _Expanded(function, *_error(function))


def _part(name: str, series: Series, stop: int, tail: acb, order: fmpq | None, budget: Budget) -> Part:
    rest = "which is finite" if order is None else f"the rest at most a multiple of n^-({order})"
    reason = f"expansion at infinity from n = {stop} on, {rest}"
    return Part(partial_sum(series, stop, budget) + tail, name, stop - series.start, reason)


def frame_of(first: int, root: int, extra: float, budget: Budget) -> Frame:
    """Return a frame whose truncation error is about 2^-precision."""
    terms = root * math.ceil(extra * (budget.precision / math.log2(0.6 * first) + 4))
    if root > _LARGEST_ROOT or terms > _MOST_COEFFICIENTS or first > _LARGEST_FIRST:
        raise UnsupportedError("the expansion would need too many terms")
    return Frame(first, terms, root)


def _preview(series: Series, first: int, budget: Budget) -> int:
    """Return the root that the expansion needs, by a short one; most terms without one are refused here."""
    root = 1
    for _ in range(_MOST_ATTEMPTS):
        try:
            _require_convergence(read(series, Frame(first, _PREVIEW_TERMS * root, root), budget))
        except FinerRootError as error:
            root *= error.factor
            if root > _LARGEST_ROOT:
                raise UnsupportedError("the expansion would need too many terms") from None
        except TooEarlyError:
            first *= 4
        else:
            return root
    raise UnsupportedError("no expansion with bounded error was found")


def read(series: Series, frame: Frame, budget: Budget) -> Asymptotic:
    """Return the expansion of a term; raises TooEarlyError and FinerRootError where another frame may serve."""
    return AsymptoticReader(series.index, series.env, budget, frame, FUNCTIONS).read(series.term)


def _tail(function: Asymptotic, budget: Budget) -> acb:
    """Return a ball for the sum of the expansions over n >= frame.first, without their errors."""
    total = acb(0)
    for prefactor, expansion in function.parts.items():
        total += _Sums(function.frame, prefactor, budget).total(expansion)
    return total


def _error(function: Asymptotic) -> tuple[arb, fmpq | None]:
    """Return a bound for the sum of the errors over n >= frame.first, and their order, if there are any."""
    total, frame = arb(0), function.frame
    order: fmpq | None = None
    for prefactor, expansion in function.parts.items():
        for j, model in enumerate(expansion.models):
            if model.error == 0:
                continue
            s = fmpq(expansion.valuation + model.order, frame.root) - prefactor.scale.power
            if s <= 1:
                raise PrecisionError("the expansion is too short")
            with working_precision(_BOUND_PRECISION):
                total += model.error * abs(zeta_derivatives(s, fmpq(frame.first), j + 1)[j])
            order = s if order is None else min(order, s)
    return total.abs_upper(), order


def _exponents(frame: Frame, prefactor: Prefactor, expansion: Expansion) -> list[tuple[fmpq, int, acb]]:
    """Return (s, j, c) for the parts c n^-s (log n)^j that are not certainly zero, the largest first."""
    found = [
        (fmpq(expansion.valuation + i, frame.root) - prefactor.scale.power, j, c)
        for j, model in enumerate(expansion.models)
        for i, c in enumerate(model.coefficients)
        if not model.is_zero_at(i)
    ]
    return sorted(found, key=lambda item: (item[0], -item[1]))


def _require_convergence(function: Asymptotic) -> None:
    leading: dict[Rate, tuple[fmpq, int, acb]] = {}
    for prefactor, expansion in function.parts.items():
        if not prefactor.scale.is_algebraic:
            raise UnsupportedError("the term grows or decays exponentially")
        exponents = _exponents(function.frame, prefactor, expansion)
        if exponents and exponents[0][0] <= 1:
            known = leading.get(prefactor.angle, exponents[0])
            leading[prefactor.angle] = min(known, exponents[0], key=lambda item: (item[0], -item[1]))
    if not leading:
        return
    order = min((s, -j) for s, j, _ in leading.values())
    largest = {angle: c for angle, (s, j, c) in leading.items() if (s, -j) == order}
    undecided = any(c.contains(0) for c in largest.values())
    if order[0] <= 0:
        if undecided or not _are_distinct(list(largest)):
            raise UnsupportedError("whether the terms tend to zero is not known")
        raise DivergenceError("the terms do not tend to zero")
    if any(not angle.is_zero and _turn(angle).contains(1) for angle in leading):
        raise UnsupportedError("an angle that may be a multiple of 2 pi")
    for angle, (_, _, coefficient) in leading.items():
        if angle.is_zero:
            if coefficient.contains(0):
                raise UnsupportedError("whether the sum converges is not known")
            raise DivergenceError("the terms keep their sign and are not smaller than a multiple of 1/n")


def _binary_size(value: arb) -> int:
    mantissa, exponent = value.man_exp()
    return int(mantissa.bit_length() + exponent)


def _turn(angle: Rate) -> acb:
    return acb(0, angle.ball).exp()


def _are_distinct(angles: list[Rate]) -> bool:
    turns = [_turn(angle) for angle in angles]
    return all(not (a - b).contains(0) for i, a in enumerate(turns) for b in turns[:i])


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums over n >= frame.first of e^(i angle n) n^-s (log n)^j for one prefactor."""

    frame: Frame
    prefactor: Prefactor
    budget: Budget

    def total(self, expansion: Expansion) -> acb:
        """Return a ball for the sum of an expansion without its error.

        The sums are needed to the fewer digits, the smaller they are in the result.
        """
        weights: dict[fmpq, list[tuple[int, acb]]] = {}
        for s, j, coefficient in _exponents(self.frame, self.prefactor, expansion):
            weights.setdefault(s, []).append((j, coefficient))
        total = acb(0)
        for s, parts in weights.items():
            self.budget.check()
            with working_precision(self.needed_bits(s, parts)):
                values = self.sums(s, max(j for j, _ in parts) + 1)
            for j, coefficient in parts:
                total += coefficient * values[j]
        return total

    def needed_bits(self, s: fmpq, parts: list[tuple[int, acb]]) -> int:
        """Return a working precision for the sums with exponent s; only the sharpness depends on it."""
        largest = max(_binary_size(coefficient.abs_upper()) for _, coefficient in parts)
        smaller = int((s * 8).floor()) * self.frame.first.bit_length() // 8 - 2 * self.frame.first.bit_length()
        return min(max(ctx.prec + largest - smaller, _BOUND_PRECISION), ctx.prec + max(largest, 0))

    def sums(self, s: fmpq, count: int) -> list[acb]:
        """Return the sums for j < count."""
        first, angle = self.frame.first, self.prefactor.angle
        if angle.is_zero:
            return zeta_derivatives(s, fmpq(first), count)
        if angle.opaque == ((PI, fmpq(1)),):
            values = alternating_zeta_derivatives(s, fmpq(first), count)
            return values if first % 2 == 0 else [-value for value in values]
        if count > 1:
            raise UnsupportedError("oscillating terms with logarithms")
        turn = _turn(angle)
        if turn.contains(1):
            raise UnsupportedError("an angle that may be a multiple of 2 pi")
        return [_oscillating_sum(turn, s, first)]


def _oscillating_sum(turn: acb, s: fmpq, first: int) -> acb:
    """Return sum_{n >= N} z^n n^-s for |z| = 1: Li_s is faster for small s, but loses precision with s."""
    if s > _LARGEST_POLYLOG_ORDER:
        return turn**first * turn.lerch_phi(acb(s), acb(first))
    head, power = acb(0), acb(1)
    for n in range(1, first):
        power *= turn
        head += power * acb(n) ** -acb(s)
    return turn.polylog(acb(s)) - head
