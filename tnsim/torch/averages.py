"""Exponential moving averages of weights that do not stall: kept as unevaluated sums of two tensors."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from tnsim.errors import InputError
from tnsim.torch.arithmetic import WIDER

__all__ = ["CompensatedEMA"]


class CompensatedEMA:
    """The exponential moving average of a module's floating-point parameters and buffers, in their own types.

    In bfloat16 a plain average stops moving where a step is below half a unit in the last place; here each average is a
    sum of two tensors, updated in the next wider type. Raises InputError for a decay outside [0, 1].

    >>> model = nn.Linear(1, 1, bias=False, dtype=torch.bfloat16)
    >>> _ = nn.init.zeros_(model.weight)
    >>> average = CompensatedEMA(model, decay=0.999)
    >>> _ = nn.init.ones_(model.weight)
    >>> for _ in range(1000):
    ...     average.update(model)
    >>> abs(average.averages()["weight"].item() - (1 - 0.999**1000)) < 0.004
    True
    """

    def __init__(self, model: nn.Module, decay: float = 0.999) -> None:
        if not 0 <= decay <= 1:
            raise InputError(f"decay={decay}; expected a number from 0 to 1")
        self.decay = decay
        self._pairs = {
            name: (x.detach().clone(), torch.zeros_like(x))
            for name, x in model.state_dict().items()
            if x.dtype in WIDER
        }

    @torch.no_grad()
    def update(self, model: nn.Module) -> None:
        """Move the averages by the step 1 - decay towards the present values. Raises InputError for another model."""
        values = _values(model, self._pairs)
        for name, (high, low) in self._pairs.items():
            wide = WIDER[high.dtype]
            average = high.to(wide) + low.to(wide)
            average += (1 - self.decay) * (values[name].to(wide) - average)
            rounded = average.to(high.dtype)
            self._pairs[name] = (rounded, (average - rounded.to(wide)).to(high.dtype))

    def averages(self) -> dict[str, Tensor]:
        """Return the averages by name, rounded."""
        return {name: high.clone() for name, (high, _) in self._pairs.items()}

    @torch.no_grad()
    def copy_to(self, model: nn.Module) -> None:
        """Write the averages into a model. Raises InputError for another model."""
        values = _values(model, self._pairs)
        for name, (high, _) in self._pairs.items():
            values[name].copy_(high)

    def state_dict(self) -> dict[str, Tensor]:
        """Return both tensors of each average, under `name` and `name.compensation`."""
        pairs = self._pairs.items()
        return {key: x for name, (high, low) in pairs for key, x in ((name, high), (f"{name}.compensation", low))}

    def load_state_dict(self, state: dict[str, Tensor]) -> None:
        """Take over what `state_dict` returned. Raises InputError if names are missing."""
        if missing := self.state_dict().keys() - state.keys():
            raise InputError(f"missing: {', '.join(sorted(missing))}")
        self._pairs = {name: (state[name].clone(), state[f"{name}.compensation"].clone()) for name in self._pairs}


def _values(model: nn.Module, pairs: dict[str, tuple[Tensor, Tensor]]) -> dict[str, Tensor]:
    values = model.state_dict()
    for name, (high, _) in pairs.items():
        if name not in values or values[name].shape != high.shape:
            raise InputError(f"the model has no {name} of shape {tuple(high.shape)}, whose average is kept")
    return values
