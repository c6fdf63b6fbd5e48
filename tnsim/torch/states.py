"""A recurrent state that is updated many times in a narrow type: kept as an unevaluated sum of two tensors."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from tnsim.errors import InputError
from tnsim.torch.arithmetic import WIDER
from tnsim.torch.rounding import rounded

__all__ = ["CompensatedState", "split_pair"]


def split_pair(wide: Tensor, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Return a tensor rounded to a type, and what is left, in that type (0 where the first is not finite)."""
    high = rounded(wide, dtype)
    low = torch.where(torch.isfinite(high), wide - high.to(wide.dtype), 0.0)
    return high, rounded(low, dtype)


class CompensatedState(nn.Module):
    """A state s <- decay * s + increment in bfloat16 (or another type) that does not stall; both parts are buffers.

    Each update is computed in the next wider type from the unrounded pair. No gradient goes from one update to the
    next. Raises InputError for other types, and increments that do not broadcast to the state.

    >>> state = CompensatedState((1,))
    >>> for _ in range(4096):
    ...     state.update(1.0, torch.full((1,), 1e-3, dtype=torch.bfloat16))
    >>> abs(state.value().item() - 4.096) < 0.02
    True
    """

    high: Tensor
    low: Tensor

    def __init__(self, shape: Sequence[int], dtype: torch.dtype = torch.bfloat16) -> None:
        super().__init__()
        if dtype not in WIDER:
            raise InputError(f"dtype={dtype}; expected bfloat16, float16, float32 or float64")
        self.register_buffer("high", torch.zeros(*shape, dtype=dtype))
        self.register_buffer("low", torch.zeros(*shape, dtype=dtype))

    @torch.no_grad()
    def update(self, decay: float | Tensor, increment: Tensor) -> None:
        """Replace the state by decay * state + increment."""
        for name, part in (("decay", decay), ("increment", increment)):
            shape = part.shape if isinstance(part, Tensor) else torch.Size()
            try:
                fits = torch.broadcast_shapes(shape, self.high.shape) == self.high.shape
            except RuntimeError:
                fits = False
            if not fits:
                raise InputError(f"{name} has shape {tuple(shape)}; the state has {tuple(self.high.shape)}")
        wide = WIDER[self.high.dtype]
        decay = decay.to(wide) if isinstance(decay, Tensor) else decay
        total = decay * (self.high.to(wide) + self.low.to(wide)) + increment.to(wide)
        self.high, self.low = split_pair(total, self.high.dtype)

    @torch.no_grad()
    def reset(self) -> None:
        """Set the state to zero."""
        self.high.zero_()
        self.low.zero_()

    def value(self, dtype: torch.dtype | None = None) -> Tensor:
        """Return the state, rounded once to a type (its own unless given)."""
        wide = WIDER[self.high.dtype]
        return rounded(self.high.to(wide) + self.low.to(wide), dtype or self.high.dtype)
