"""Correctly rounded log-softmax, log-sum-exp and cross entropy.

With m the largest number of a row and R the sum of e^(x_j - m) over the others, the log-sum-exp is m + log(1 + R).
R is known in float64 with a bound, in pairs with a smaller one, and in balls as precisely as needed; what has
not been decided by one is done by the next. That this ends follows from the theorem of Lindemann and Weierstrass
(Baker, Transcendental Number Theory, theorem 1.4): a product of sums of e^t, t rational, with positive rational powers
equals e^r, r rational, only if each of the sums is a single e^t. So a result is half-way between two numbers only if
every row has a single number, and then it is a rational number.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial

import flint
import torch
from torch import Tensor

from tnsim.domains.precision import working_precision
from tnsim.errors import InputError
from tnsim.torch.arithmetic import UNIT, gamma, on_cpu, two_sum
from tnsim.torch.certified_attention import CUT, PAIR_LOWS, SLACK, filled, pair_sum
from tnsim.torch.exact_rows import settled
from tnsim.torch.rounding import certain

__all__ = ["certified_cross_entropy", "certified_log_softmax", "certified_logsumexp"]

_U = UNIT[torch.float64]
_HIDDEN = float("-inf")
_DOUBLE_BITS, _PAIR_BITS = 64, 128
"""The precisions at which balls come from float64 and from pairs."""


@on_cpu
def certified_log_softmax(x: Tensor, exact: bool) -> Tensor:
    """Return the log-softmax along the last dimension, correctly rounded; rows with NaN or +inf are as in torch."""
    value = torch.full_like(x, _HIDDEN, memory_format=torch.contiguous_format)
    if not x.numel():
        return value
    rows = _Rows.of(x, exact)
    out = value.view(rows.x.shape)
    left = rows.usable.unsqueeze(-1) & (rows.x > _HIDDEN)
    for stage in () if exact else rows.stages(x.dtype):
        places = left.any(-1).nonzero().squeeze(-1)
        if places.numel():
            high, low, bound = _difference(rows.x[places], rows.peaks[places], stage(places))
            found, fine = certain(high, low, bound, x.dtype)
            out[places] = torch.where(left[places], found, out[places])
            left = left.index_put((places,), left[places] & ~fine)
    for i, j in left.nonzero().tolist():
        shift = _rational(rows.peaks[i].item()) - _rational(rows.x[i, j].item())
        out[i, j] = 0.0 - _nearest(shift, partial(rows.ball, i), x.dtype)  # no zero has a sign
    _plain(out, rows.finite, lambda some: torch.log_softmax(some, -1), x)
    return value


@on_cpu
def certified_logsumexp(x: Tensor, exact: bool) -> Tensor:
    """Return the log-sum-exp along the last dimension, correctly rounded; rows with NaN or +inf are as in torch."""
    value = x.new_full(x.shape[:-1], _HIDDEN)
    if not x.numel():
        return value
    rows = _Rows.of(x, exact)
    out, left = value.view(-1), rows.usable
    for stage in () if exact else rows.stages(x.dtype):
        places = left.nonzero().squeeze(-1)
        if places.numel():
            first, second, radius = stage(places)
            high, low = two_sum(rows.peaks[places], first)
            bound = (radius + 2 * _U * (low.abs() + second.abs())) * SLACK
            found, fine = certain(high, low + second, bound, x.dtype)
            out[places] = torch.where(fine, found, out[places])
            left = left.index_put((places,), ~fine)
    for i in left.nonzero().squeeze(-1).tolist():
        out[i] = _nearest(_rational(rows.peaks[i].item()), partial(rows.ball, i), x.dtype)
    _plain(out, rows.finite, lambda some: torch.logsumexp(some, -1), x)
    return value


@on_cpu
def certified_cross_entropy(
    plain: Tensor, logits: Tensor, target: Tensor, weight: Tensor | None, ignored: int, reduction: str,
    smoothing: float, exact: bool,
) -> Tensor:  # fmt: skip
    """Return the cross entropy, correctly rounded, where `plain` (what is known of it already) is finite; else that.

    Raises InputError for weights, targets or a smoothing that are not finite or below 0, with which
    the theorem above fails.
    """
    classes = 0 if logits.dim() == 1 else 1
    moved = logits.detach().movedim(classes, -1)
    rows = _Rows.of(moved, exact)
    count = moved.shape[-1]
    weights = [1.0] * count if weight is None else weight.double().tolist()
    shares = None
    if target.is_floating_point():
        shares = target.movedim(classes, -1).reshape(-1, count).double().tolist()
    factors = itertools.chain(weights, *(shares or []))
    if not (0 <= smoothing <= 1 and all(0 <= factor < float("inf") for factor in factors)):
        raise InputError(
            "weights, targets and smoothing below 0 or not finite have no correctly rounded cross entropy; "
            "use 'accurate'"
        )
    losses: list[_Loss | None] = []
    total = flint.fmpq(0)
    exact_weights, keep = [_rational(w) for w in weights], 1 - _rational(smoothing)
    spread = _rational(smoothing) / count if count else flint.fmpq(0)
    for i in range(len(rows.x)):
        if shares is None:
            place = int(target.reshape(-1)[i])
            if place == ignored:
                losses.append(_Loss(i, flint.fmpq(0), flint.fmpq(0)))
                continue
            parts = {place: keep * exact_weights[place]}
            total += exact_weights[place]
        else:
            parts = {c: keep * _rational(s) * exact_weights[c] for c, s in enumerate(shares[i]) if s}
            total += 1
        if spread:
            parts = {c: parts.get(c, flint.fmpq(0)) + spread * w for c, w in enumerate(exact_weights)}
        parts = {c: p for c, p in parts.items() if p}
        used = [rows.x[i, c].item() for c in parts]
        if not all(x > _HIDDEN for x in used) or not bool(rows.usable[i]):
            losses.append(None)
            continue
        taken = sum((p * _rational(x) for p, x in zip(parts.values(), used, strict=True)), flint.fmpq(0))
        losses.append(_Loss(i, sum(parts.values(), flint.fmpq(0)), taken))
    value = plain.detach().clone(memory_format=torch.contiguous_format)
    first = _DOUBLE_BITS if logits.dtype != torch.float64 else _PAIR_BITS
    if reduction == "none":
        flat = value.view(-1)
        for i, loss in enumerate(losses):
            if loss is not None and bool(torch.isfinite(flat[i])):
                flat[i] = _nearest(loss.known(rows), partial(loss.logs, rows), logits.dtype, first)
        return value
    known = [loss for loss in losses if loss is not None]
    if len(known) < len(losses) or not bool(torch.isfinite(value)):
        return value
    divisor = total if reduction == "mean" else flint.fmpq(1)

    def mean(bits: int) -> flint.arb | flint.fmpq:
        return sum((loss.logs(rows, bits) for loss in known), flint.fmpq(0)) / divisor

    rational = sum((loss.known(rows) for loss in known), flint.fmpq(0)) / divisor
    return value.fill_(_nearest(rational, mean, logits.dtype, first))


@dataclass(frozen=True, slots=True)
class _Loss:
    """The loss factor * (log-sum-exp of a row) - taken."""

    row: int
    factor: flint.fmpq
    taken: flint.fmpq

    def known(self, rows: _Rows) -> flint.fmpq:
        """Return the loss without the logarithm of 1 + R."""
        return self.factor * _rational(rows.peaks[self.row].item()) - self.taken if self.factor else -self.taken

    def logs(self, rows: _Rows, bits: int) -> flint.arb | flint.fmpq:
        """Return what the logarithm of 1 + R adds: a ball around a positive number, or 0."""
        return self.factor * rows.ball(self.row, bits) if self.factor else flint.fmpq(0)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of numbers, and log(1 + R) of each in doubles, in pairs and in balls."""

    x: Tensor
    places: Tensor
    peaks: Tensor
    finite: Tensor
    usable: Tensor
    exact: bool
    known: dict[tuple[int, int], flint.arb | flint.fmpq] = field(default_factory=dict)

    @classmethod
    def of(cls, x: Tensor, exact: bool) -> _Rows:
        rows = x.reshape(-1, x.shape[-1]).double().contiguous()
        hidden = rows == _HIDDEN
        finite = torch.isfinite(torch.where(hidden, 0.0, rows)).all(-1)
        places = rows.argmax(-1)
        peaks = rows.gather(-1, places.unsqueeze(-1)).squeeze(-1)
        return cls(rows, places, peaks, finite, finite & (peaks > _HIDDEN), exact)

    def stages(self, dtype: torch.dtype) -> tuple[Callable[[Tensor], tuple[Tensor, Tensor, Tensor]], ...]:
        return (self.doubles, self.pairs) if dtype != torch.float64 else (self.pairs,)

    def doubles(self, places: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return log(1 + R) of some rows as a sum of two float64 numbers and a bound."""
        from tnsim.kernels.elementary_bounds import EXP
        from tnsim.kernels.softmax_rows import powers_beside  # compiles when first used

        rows, count = self.x[places], self.x.shape[-1]
        found, (totals, drifts) = torch.empty_like(places), rows.new_empty(2, len(rows))
        powers_beside(rows.numpy(), found.numpy(), totals.numpy(), drifts.numpy())
        off = (totals * (2 * EXP * _U + gamma(count + 2, _U)) + _U * drifts) * SLACK + count * CUT
        return _logarithms(totals, torch.zeros_like(totals), off)

    def pairs(self, places: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return the same, from pairs."""
        from tnsim.kernels.doubled import DOUBLED_EXP
        from tnsim.kernels.softmax_rows import LANES, doubled_beside

        rows = filled(self.x[places].T, _HIDDEN).T.contiguous()
        totals, lows, deep = rows.new_empty(3, len(rows))
        doubled_beside(rows.numpy(), self.places[places].numpy(), totals.numpy(), lows.numpy(), deep.numpy())
        steps = rows.shape[-1] // LANES + LANES + 2
        off = totals * (DOUBLED_EXP + 2.0**-91 + pair_sum(steps)) * SLACK + rows.shape[-1] * CUT
        return _logarithms(totals, lows, torch.where(deep <= PAIR_LOWS, off, float("inf")))

    def ball(self, i: int, bits: int) -> flint.arb | flint.fmpq:
        """Return a ball for log(1 + R) of a row at the working precision; the rational number 0 where R is empty."""
        if (i, bits) not in self.known and bits in (_DOUBLE_BITS, _PAIR_BITS) and not self.exact:
            self._enter(bits, self.usable.nonzero().squeeze(-1) if bits == _DOUBLE_BITS else torch.tensor([i]))
        if (i, bits) not in self.known:
            row = self.x[i].tolist()
            peak = flint.arb(row.pop(int(self.places[i])))
            powers = [(flint.arb(t) - peak).exp() for t in row if t > _HIDDEN]
            self.known[i, bits] = sum(powers, flint.arb(0)).log1p() if powers else flint.fmpq(0)
        return self.known[i, bits]

    def _enter(self, bits: int, places: Tensor) -> None:
        stage = self.doubles if bits == _DOUBLE_BITS else self.pairs
        parts = (part.tolist() for part in stage(places))
        single = ((self.x[places] > _HIDDEN).sum(-1) == 1).tolist()
        for i, alone, first, second, radius in zip(places.tolist(), single, *parts, strict=True):
            ball = flint.arb(first) + flint.arb(second) + flint.arb(0, radius)
            self.known[i, bits] = flint.fmpq(0) if alone else ball


def _rational(x: float) -> flint.fmpq:
    return flint.fmpq(*x.as_integer_ratio())


def _logarithms(totals: Tensor, lows: Tensor, off: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    found = []
    with working_precision(_PAIR_BITS):
        for total, low, radius in zip(totals.tolist(), lows.tolist(), off.tolist(), strict=True):
            ball = (flint.arb(total) + flint.arb(low) + flint.arb(0, radius)).log1p()
            first = float(ball.mid())
            second = float((ball - first).mid())
            found.append((first, second, float((ball - first - second).abs_upper())))
    high, low, bound = torch.tensor(found, dtype=torch.float64).reshape(-1, 3).unbind(-1)
    return high, low, bound * SLACK  # float() rounds to nearest


def _difference(
    x: Tensor, peaks: Tensor, logs: tuple[Tensor, Tensor, Tensor]
) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
    """Return x - peak - log as high, low and bound."""
    first, second, radius = (part.unsqueeze(-1) for part in logs)
    shifted, rest = two_sum(x, -peaks.unsqueeze(-1))
    high, error = two_sum(shifted, -first)
    low = (rest + error) - second
    return high, low, (radius + 4 * _U * (rest.abs() + error.abs() + second.abs())) * SLACK


def _nearest(
    rational: flint.fmpq, logs: Callable[[int], flint.arb | flint.fmpq], dtype: torch.dtype, bits: int = 2 * _PAIR_BITS
) -> float:
    """Return the number of a type nearest to a rational number and logarithms, which are positive, or the number 0.

    Where they are far below what a precision can tell from 0, it is their sign that decides.
    """
    with working_precision(bits):
        if isinstance(logs(bits), flint.fmpq):
            return int(rational.p) / int(rational.q)  # 0, or the single number of a row

    def side(middle: Fraction) -> int:
        rest, precision = flint.fmpq(*middle.as_integer_ratio()) - rational, bits
        while rest > 0:
            with working_precision(precision):
                found = logs(precision)
                if found > rest:
                    break
                if found < rest:
                    return -1
            precision *= 2
        return 1

    return settled(lambda precision: flint.arb(rational) + logs(precision), side, dtype, bits)


def _plain(out: Tensor, finite: Tensor, function: Callable[[Tensor], Tensor], x: Tensor) -> None:
    if not bool(finite.all()):
        out[~finite] = function(x.reshape(-1, x.shape[-1])[~finite])
