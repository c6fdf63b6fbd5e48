"""Position embeddings with exact angles: position * frequency is reduced modulo one turn in integer arithmetic.

A frequency is a fixed-point number of 93 bits, in turns, from a proved ball; its three parts of 31 bits are
multiplied with the position in 64-bit integers. So the angle is off by less than 2^-59 turns at any position up to
2^31.
"""

from __future__ import annotations

import flint
import torch
from torch import Tensor, nn

from tnsim.core.infinite_set import ZeroSumInfiniteSet
from tnsim.errors import InputError
from tnsim.torch.arithmetic import UNIT, WIDER, check_floating, ieee
from tnsim.torch.rounding import rounded
from tnsim.torch.series import SERIES, Series
from tnsim.torch.set_series import SetSeries

__all__ = ["InfiniteSetEmbedding", "apply_rotary"]

_PART = 31
_FARTHEST = 2**31
KINDS = ("rope", "fourier", *SERIES)


class InfiniteSetEmbedding(nn.Module):
    """Embeds positions by cosines and sines (dim/2 of each, first the cosines), or numbers by series.

    `kind="rope"`: angles position * base^(-2i/dim), as in rotary embeddings; `kind="fourier"`: angles 2 pi (i + 1)
    position / period, the first terms of a Fourier series of that (whole) period. Positions are integers from -2^31
    to 2^31, and the result errs by at most `error_bound()`, wherever they are. There are no parameters and nothing in
    the `state_dict`.

    The kinds "theta", "polylog", "dirichlet" and "chebyshev" are `dim` values of series at floating-point numbers
    (`tnsim.torch.series` says which and where), cut off where the proved tail is within `tolerance` (the unit roundoff
    of the dtype unless given). So is any infinite set with a formula, such as `InfiniteSet("1/n^4")`, taken as the
    coefficients of a Fourier series (`tnsim.torch.set_series`).

    Raises InputError for an odd width of cosines and sines, an unknown kind, a base below 1, positions that are not
    integers or too far, series that need more than `max_terms` terms, and sets with parameters or without a bound.

    >>> rope = InfiniteSetEmbedding(4)
    >>> [round(x, 6) for x in rope(torch.tensor(10**7)).tolist()]  # cos(10^7), cos(10^5), sin(10^7), sin(10^5)
    [-0.90727, -0.999361, 0.420548, 0.035749]
    """

    def __init__(
        self,
        dim: int,
        *,
        kind: str | ZeroSumInfiniteSet = "rope",
        base: float = 10000.0,
        period: int = 2**16,
        tolerance: float | None = None,
        max_terms: int = 4096,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        super().__init__()
        source = kind.formula if isinstance(kind, ZeroSumInfiniteSet) else None
        if source is None and kind not in KINDS:
            raise InputError(f"kind={kind!r}; expected one of {', '.join(map(repr, KINDS))}, or a set with a formula")
        if dim <= 0 or (dim % 2 and source is None and kind not in SERIES):
            raise InputError(f"dim={dim}; expected an even positive number")
        if base < 1 or not 0 < period <= _FARTHEST or dtype not in UNIT:
            raise InputError(
                f"base={base}, period={period}, dtype={dtype}; expected base >= 1, 0 < period <= 2^31, floats"
            )
        self.dim, self.kind, self.period, self.dtype = dim, str(kind), period, dtype
        self.series: Series | SetSeries | None = SetSeries(source) if source is not None else SERIES.get(str(kind))
        self.terms = 0
        if self.series is not None:
            self.terms = self.series.terms(dim, UNIT[dtype] if tolerance is None else tolerance, max_terms)
            return
        parts = _rope_frequencies(dim, base) if kind == "rope" else _fourier_frequencies(dim, period)
        self.register_buffer("frequencies", torch.tensor(parts, dtype=torch.int64), persistent=False)

    def forward(self, positions: Tensor) -> Tensor:
        """Return the embeddings, of shape (*positions.shape, dim)."""
        if self.series is not None:
            return self._summed(positions, self.series)
        if positions.dtype.is_floating_point or positions.dtype.is_complex or positions.dtype == torch.bool:
            raise InputError(f"positions are {positions.dtype}; expected integers")
        places = positions.to(torch.int64)
        if places.numel() and bool((places.abs() > _FARTHEST).any()):
            raise InputError("positions beyond 2^31 in magnitude")
        angles = self._turns(places.abs().unsqueeze(-1)) * (2 * torch.pi)
        sines = torch.sin(angles) * torch.sign(places).unsqueeze(-1)
        return rounded(torch.cat([torch.cos(angles), sines], -1), self.dtype)

    def error_bound(self) -> Tensor:
        """Return a bound on the error of every element (float64), assuming `sin` and `cos` err by at most 2^-51.

        The angle is at most pi in magnitude, and errs by 2^-58 pi, and by 3 roundings: less than 2^-50 together.
        """
        unit = UNIT[self.dtype]
        if (series := self.series) is not None:
            inner = series.tail(self.dim, self.terms) + series.roundings(self.dim, self.terms, series.farthest)
            total = (inner + unit * (series.largest + inner)) * (1 + 2.0**-40)
            return torch.tensor(total, dtype=torch.float64)
        return torch.tensor(2.0**-49 + unit * (1 + 2.0**-40), dtype=torch.float64)

    @ieee
    def _summed(self, x: Tensor, series: Series | SetSeries) -> Tensor:
        check_floating(x=x)
        wide = x.double()
        if wide.numel() and not bool((wide.abs() <= series.farthest).all()):
            raise InputError(f"kind={self.kind!r}: a number is beyond {series.farthest:g} in magnitude, or NaN")
        return rounded(series.values(wide, self.dim, self.terms), self.dtype)

    def _turns(self, places: Tensor) -> Tensor:
        """Return position * frequency modulo 1, from -1/2 to 1/2, in float64."""
        first, second, third = self.get_buffer("frequencies")
        part, turn = (1 << _PART) - 1, (1 << 2 * _PART) - 1
        whole = (((places * first) & part) << _PART) + ((places * second) & turn) + ((places * third) >> _PART)
        whole = whole & turn
        whole = torch.where(whole >= 1 << (2 * _PART - 1), whole - (1 << 2 * _PART), whole)
        return whole.double() * 2.0 ** (-2 * _PART)


@ieee
def apply_rotary(x: Tensor, embedding: Tensor) -> Tensor:
    """Return x (..., length, dim) with its halves rotated by the angles of an embedding (length, dim), rounded once.

    The first half of the features is paired with the second, as in Llama. Raises InputError for shapes that do not fit.

    >>> rope = InfiniteSetEmbedding(2)
    >>> apply_rotary(torch.tensor([[1.0, 0.0]]), rope(torch.tensor([0]))).tolist()
    [[1.0, 0.0]]
    """
    check_floating(x=x, embedding=embedding)
    if x.shape[-1] % 2 or embedding.shape[-1] != x.shape[-1]:
        raise InputError(
            f"x has shape {tuple(x.shape)}, the embedding {tuple(embedding.shape)}; expected one even width"
        )
    wide = torch.promote_types(WIDER[x.dtype], embedding.dtype)
    cosine, sine = embedding.to(wide).chunk(2, -1)
    first, second = x.to(wide).chunk(2, -1)
    return rounded(torch.cat([first * cosine - second * sine, second * cosine + first * sine], -1), x.dtype)


def _rope_frequencies(dim: int, base: float) -> list[list[int]]:
    with flint.ctx.workprec(256):
        scale = flint.arb(2) ** (3 * _PART) / (2 * flint.arb.pi())
        turns = [flint.arb(base) ** flint.arb(flint.fmpq(-2 * i, dim)) * scale for i in range(dim // 2)]
        found = [x.mid().floor().unique_fmpz() for x in turns]  # within 1 of the frequency: the balls are narrow
        return _parts([int(x) for x in found if x is not None])


def _fourier_frequencies(dim: int, period: int) -> list[list[int]]:
    return _parts([((i + 1) << (3 * _PART)) // period for i in range(dim // 2)])


def _parts(frequencies: list[int]) -> list[list[int]]:
    """Return the three parts of 31 bits of each fixed-point number, whole turns left out."""
    low = (1 << _PART) - 1
    return [[(f >> shift) & low for f in frequencies] for shift in (2 * _PART, _PART, 0)]
