"""Correctly rounded attention: intervals in float64, then pairs of float64, then exact rows.

First each mean is enclosed: to narrow types, where the processor has tiles, by exact products of digits (`tile_rows`),
else in float64 with a running bound (`enclosed_rows`). Where an interval rounds to one number, that is the result
(`certain`). The others are done once more with unrounded pairs of float64 (`tnsim.kernels.softmax_rows`): with logits
known up to e, weights are known up to r = e(1 + e) + w of themselves, w that of the exponential, sums of n pairs up to
`pair_sum` of the sum of magnitudes, in any order. So the denominator D is known up to E = D(r + pair_sum), the
numerator up to E*max|v|, and the quotient o up to E(max|v| + |o|)/(D - E) and its own rounding. What is left then, ties
above all, is done in whole numbers and balls (`exact_rows`). The exact mode has whole numbers from the beginning: short
ones for narrow types (`short_rows`), then longer ones (`whole_rows`), then the balls.

A result depends on the inputs of its row only as a mathematical function does: not on batch, order, tiles or threads.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from tnsim.torch.arithmetic import SMALLEST, UNIT, all_finite, on_cpu, two_product
from tnsim.torch.attention_rows import Setting, heads, masked, plain_rows
from tnsim.torch.enclosed_rows import enclosed_rows
from tnsim.torch.exact_rows import ExactHead
from tnsim.torch.rounding import certain, rounded
from tnsim.torch.short_rows import serves_short, short_means
from tnsim.torch.tile_rows import enclosed_means, encloses
from tnsim.torch.whole_rows import WholeHead

__all__ = ["CUT", "PAIR_LOWS", "SLACK", "certified_attention", "filled", "finite_rows", "pair_sum"]

_U = UNIT[torch.float64]
_FLOOR = SMALLEST[torch.float64]
SLACK = 1 + 2.0**-16
CUT = 1e-300
"""Above e^(-700 + 1/4) and 2^-1000: what a weight may be that is taken for zero."""

PAIR_LOWS = 2.0**-40
"""What is asked of low parts of arguments of `doubled_exp`; each sum with one then errs by at most 2^-93."""

_Stage = Callable[[Tensor, Tensor, Tensor, Tensor], tuple[Tensor, Tensor]]
_HIDDEN = float("-inf")
_TILE = 2**17
_LARGEST_ERROR = 2.0**-21


@on_cpu
def certified_attention(
    q: Tensor, k: Tensor, v: Tensor, setting: Setting, dtype: torch.dtype, exact: bool
) -> Tensor:  # fmt: skip
    """Return attention, correctly rounded to a type; keys and values may have fewer heads than queries.

    Rows that see NaN or infinities are those of plain float64 (see `finite_rows`).
    """
    value = q.new_zeros([*q.shape[:-1], v.shape[-1]], dtype=dtype)
    mask, stack, count = setting.mask, q.shape[:-2], k.shape[-2]
    if not count or not value.numel():
        return value
    left = None
    if exact and serves_short(q, k, setting, dtype):
        left = short_means(q, k, v, setting, value)
        if not left:
            return value
    elif not exact and encloses(q, k, setting, dtype):
        left = enclosed_means(q, k, v, setting, value)
    finite = finite_rows(q, k, v, setting).reshape(-1, q.shape[-2])
    if not exact and left is None and dtype != torch.float64:
        left = enclosed_rows(q, k, v, setting, finite, value)
    if mask is not None:
        mask = (mask if mask.dtype == torch.bool else mask.double()).expand(*stack, q.shape[-2], count)
    group = q.shape[-3] // k.shape[-3] if q.dim() > 2 else 1
    queries, keys, values, found = (x.reshape(math.prod(x.shape[:-2]), *x.shape[-2:]) for x in (q, k, v, value))
    masks = None if mask is None else mask.reshape(-1, *mask.shape[-2:])
    for i in range(len(queries)):
        rows, wanted = (torch.arange(q.shape[-2]), None) if left is None else left[i]
        if rows.numel():
            own = Setting(None if masks is None else masks[i], setting.causal, setting.scale)
            head = _Head.of(keys[i // group].double(), values[i // group].double(), own)
            some = queries[i][rows].double(), rows, finite[i][rows], found[i][rows]
            found[i][rows] = head.rows(*some, wanted, exact)
    return value


def finite_rows(q: Tensor, k: Tensor, v: Tensor, setting: Setting) -> Tensor:
    """Return for which queries all is finite: they themselves, what is added to logits, keys and values they see."""
    finite = q.new_ones(q.shape[:-1], dtype=torch.bool) if all_finite(q) else torch.isfinite(q).all(-1)
    mask = setting.mask
    if mask is not None and mask.dtype != torch.bool:
        finite = finite & (torch.isfinite(mask) | (mask == _HIDDEN)).all(-1)
    if all_finite(k) and all_finite(v):
        return finite
    usable = _usable(heads(k, q), heads(v, q)).unsqueeze(-2)
    seen = masked(torch.zeros(*finite.shape, k.shape[-2], device=q.device), setting, range(q.shape[-2])) > _HIDDEN
    return finite & (usable | ~seen).all(-1)


def _usable(k: Tensor, v: Tensor) -> Tensor:
    return torch.isfinite(k).all(-1) & torch.isfinite(v).all(-1)


@dataclass(frozen=True, slots=True)
class _Head:
    """Keys and values of one head, filled up to a multiple of the vectors' width, and what bounds need of them.

    Those that are not finite are 0: no row that sees them is to be rounded; `given` are they as they are.
    """

    k: Tensor
    v: Tensor
    setting: Setting
    given: tuple[Tensor, Tensor]
    keys: Tensor
    values: Tensor
    longest: float
    largest: Tensor

    @classmethod
    def of(cls, k: Tensor, v: Tensor, setting: Setting) -> _Head:
        given = k, v
        if not (all_finite(k) and all_finite(v)):
            usable = _usable(k, v).unsqueeze(-1)
            k, v = torch.where(usable, k, 0.0), torch.where(usable, v, 0.0)
        longest = float(k.square().sum(-1).amax().sqrt()) * SLACK + k.shape[-1] * 1e-150  # squares may underflow
        return cls(k, v, setting, given, filled(k), filled(v), longest, v.abs().amax(-2))

    def rows(
        self, q: Tensor, places: Tensor, finite: Tensor, value: Tensor, wanted: Tensor | None, exact: bool
    ) -> Tensor:
        """Return the correctly rounded rows for some queries; those that are not wanted (None: all are) stay."""
        left = finite.unsqueeze(-1).expand(value.shape)
        left = left if wanted is None else left & wanted
        for stage in self._stages(exact, value.dtype):
            rows = left.any(-1).nonzero().squeeze(-1)
            if rows.numel():
                found, fine = stage(q, left, places, rows)
                value[rows] = torch.where(left[rows], found, value[rows])
                left = left.index_put((rows,), left[rows] & ~fine)
        if not bool(finite.all()):
            plain = rounded(plain_rows(q, *self.given, self._of(places))[0], value.dtype)
            value = torch.where(finite.unsqueeze(-1), value, plain)
        self._exactly(q, places, left, value)
        return value

    def _stages(self, exact: bool, dtype: torch.dtype) -> list[_Stage]:
        if exact:
            return [partial(self._wholes, dtype)] if WholeHead.serves(self.k, dtype) else []
        return [partial(self._by_pairs, dtype)]

    def _by_pairs(
        self, dtype: torch.dtype, q: Tensor, left: Tensor, places: Tensor, rows: Tensor
    ) -> tuple[Tensor, Tensor]:  # fmt: skip
        size = max(16, _TILE // len(self.keys))  # results do not depend on it
        parts = [self._pairs(q[some], left[some], places[some]) for some in rows.split(size)]
        high, low, bound = (torch.cat(part) for part in zip(*parts, strict=True))
        return certain(high, low, bound, dtype)

    def _wholes(
        self, dtype: torch.dtype, q: Tensor, left: Tensor, places: Tensor, rows: Tensor
    ) -> tuple[Tensor, Tensor]:  # fmt: skip
        setting, places = self.setting, places[rows]
        mask = None if setting.mask is None else setting.mask[places].contiguous()
        stops = places + 1 if setting.causal else torch.full_like(places, len(self.k))
        return WholeHead(self.k, self.v, setting.scale).rows(q[rows], stops, mask, dtype)

    def _of(self, places: Tensor) -> Setting:
        """Return the setting for the queries at some places."""
        if not self.setting.causal:
            mask = self.setting.mask
            return Setting(None if mask is None else mask[places], False, self.setting.scale)
        seen = torch.arange(len(self.k)) <= places.unsqueeze(-1)
        return Setting(seen, False, self.setting.scale)

    def _added(self, rows: Tensor) -> Tensor | None:
        """Return what is added to the logits of some queries, -inf where they are hidden or filled up."""
        count, size = len(self.k), len(self.keys)
        mask = self.setting.mask
        if mask is None and not self.setting.causal and count == size:
            return None
        added = self.k.new_zeros(len(rows), size)
        added[:, count:] = _HIDDEN
        if mask is not None and mask.dtype == torch.bool:
            added[:, :count].masked_fill_(~mask[rows], _HIDDEN)
        elif mask is not None:
            added[:, :count] += mask[rows]
        if self.setting.causal:
            added.masked_fill_(torch.arange(size) > rows.unsqueeze(-1), _HIDDEN)
        return added

    def _pairs(self, q: Tensor, left: Tensor, rows: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return the means that are left as pairs, and a bound."""
        from tnsim.kernels.doubled import DOUBLED_EXP
        from tnsim.kernels.softmax_rows import LANES, doubled_means

        width, size = q.shape[-1], len(self.keys)
        scale = torch.full((), self.setting.scale, dtype=q.dtype)
        first, second = two_product(q, scale)
        added = self._added(rows)
        empty = _hidden_rows(q, added)
        added = q.new_zeros(len(q), size) if added is None else added
        high, low = q.new_zeros(2, len(q), self.v.shape[-1])
        totals, deep = q.new_empty(2, len(q))
        arrays = (
            first,
            second,
            self.keys.T.contiguous(),
            added,
            self.values.T.contiguous(),
            left.contiguous(),
            high,
            low,
            totals,
            deep,
        )
        doubled_means(*(x.numpy() for x in arrays))
        lengths = (q.square().sum(-1).sqrt() * SLACK + width * 1e-150) * self.longest * abs(self.setting.scale)
        error = pair_sum(width) * lengths + 2.0**-91 + self._underflow(width)
        totals = torch.where(empty, 1.0, totals)
        off = totals * (DOUBLED_EXP + error + pair_sum(size // LANES + LANES + 2))
        fine = (error < _LARGEST_ERROR) & (deep <= PAIR_LOWS) & torch.isfinite(second).all(-1) | empty
        return high, low, self._bound(high, totals, off, fine, empty)

    def _underflow(self, width: int) -> float:
        return 4 * width * _FLOOR * (1 + self.longest)

    def _bound(self, result: Tensor, totals: Tensor, off: Tensor, fine: Tensor, empty: Tensor) -> Tensor:
        size, totals, off = result.abs(), totals.unsqueeze(-1), off.unsqueeze(-1)
        cut = len(self.k) * CUT
        lost = (off * SLACK + cut) * (self.largest + size) + cut * (1 + self.largest)
        bound = lost / (totals - off * SLACK - cut) * SLACK + 16 * _U * _U * size + _FLOOR
        bound = torch.where(fine.unsqueeze(-1), bound, float("inf"))
        return torch.where(empty.unsqueeze(-1), 0.0, bound)

    def _exactly(self, q: Tensor, places: Tensor, left: Tensor, out: Tensor) -> None:
        head, count = None, len(self.k)
        for i in left.any(-1).nonzero().squeeze(-1).tolist():
            head = head or ExactHead(self.k.tolist(), self.v.tolist(), self.setting.scale, out.dtype)
            columns = left[i].nonzero().squeeze(-1)
            added = self._added(places[i : i + 1])
            more = self.k.new_zeros(count) if added is None else added[0, :count]
            shift = more.tolist() if more.any() else None
            found = head.row(q[i].tolist(), (more > _HIDDEN).tolist(), shift, columns.tolist())
            out[i, columns] = torch.tensor(found, dtype=torch.float64).to(out.dtype)


def _hidden_rows(q: Tensor, added: Tensor | None) -> Tensor:
    """Return which rows see nothing; told by the mask, as logits may overflow to -inf."""
    return torch.zeros(len(q), dtype=torch.bool) if added is None else (added == _HIDDEN).all(-1)


def filled(x: Tensor, value: float = 0.0) -> Tensor:
    """Return a matrix with rows added up to a multiple of the vectors' width."""
    from tnsim.kernels.softmax_rows import LANES

    more = -x.shape[0] % LANES
    return torch.cat([x, x.new_full((more, *x.shape[1:]), value)]) if more else x


def pair_sum(steps: int) -> float:
    """Return the bound (2m^2 + 8m)u^2 on the relative error of a running sum of m pairs or products."""
    return (2 * steps * steps + 8 * steps) * _U * _U
