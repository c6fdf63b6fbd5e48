"""A linear layer whose products, sum and bias are rounded once."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from tnsim.torch.arithmetic import check_mode, correct, ieee
from tnsim.torch.products import compensated_matmul
from tnsim.torch.rounding import rounded

__all__ = ["CompensatedLinear", "compensated_linear"]


class CompensatedLinear(nn.Linear):
    """A linear layer like `torch.nn.Linear` (same constructor and `state_dict`), computed in the next wider precision,
    or in the `mode` given.

    Up to float32 it is float64 inside and rounds once; float64 uses `compensated_matmul`. Under autocast it keeps the
    wider of the types of input and weight. Raises InputError for shapes and dtypes that do not fit.

    >>> layer = CompensatedLinear(3, 1, bias=False)
    >>> layer.load_state_dict({"weight": torch.tensor([[1e8, 1.0, -1e8]])})
    <All keys matched successfully>
    >>> layer(torch.ones(3)).item()
    1.0
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        device: Any = None,
        dtype: torch.dtype | None = None,
        *,
        mode: str = "accurate",
    ) -> None:
        check_mode(mode)
        super().__init__(in_features, out_features, bias, device, dtype)
        self.mode = mode

    def forward(self, input: Tensor) -> Tensor:
        """Return input @ weight^T + bias, rounded once."""
        return compensated_linear(input, self.weight, self.bias, self.mode)


@ieee
def compensated_linear(x: Tensor, weight: Tensor, bias: Tensor | None = None, mode: str = "accurate") -> Tensor:
    """Return x @ weight^T + bias with one rounding; `fast` is torch's linear map, and the modes of products hold."""
    kind = torch.promote_types(x.dtype, weight.dtype)
    if mode == "fast":
        return nn.functional.linear(x.to(kind), weight.to(kind), None if bias is None else bias.to(kind))
    rows = x.to(kind).reshape(-1, x.shape[-1])
    if correct(mode):
        columns = weight.to(kind).mT
        if bias is not None:  # one more term of each sum
            rows = torch.cat([rows, torch.ones_like(rows[:, :1])], -1)
            columns = torch.cat([columns, bias.to(kind).unsqueeze(0)], 0)
        found: Tensor = compensated_matmul(rows, columns, mode=mode)
        return found.reshape(*x.shape[:-1], weight.shape[0])
    product: Tensor = compensated_matmul(rows, weight.to(kind).mT, out_dtype=torch.float64)
    if bias is not None:
        product = product + bias.double()
    return rounded(product, kind).reshape(*x.shape[:-1], weight.shape[0])
