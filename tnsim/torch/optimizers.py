"""Low-precision weights updated without losing small steps: any optimizer, with a compensation beside each weight.

A weight is kept as an unevaluated sum of two tensors of its type, the weight and its compensation. For the step both
are added in the next wider type, the optimizer updates that, and it is written as two tensors again.

Reference: Zamirai, Zhang, Aberger, De Sa, "Revisiting BFloat16 Training", arXiv:2010.06192.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any, TypeVar

import torch
from torch import Tensor

from tnsim.errors import InputError
from tnsim.torch.arithmetic import WIDER

__all__ = ["compensate"]

Optimizer = TypeVar("Optimizer", bound=torch.optim.Optimizer)
_KEY = "compensation"


def compensate(optimizer: Optimizer) -> Optimizer:
    """Return the optimizer itself, whose steps now keep what rounding the bfloat16 or float16 weights would lose.

    The compensation of a weight is in `optimizer.state[weight]["compensation"]`, hence in the `state_dict`. Moments
    become float32 (torch rounds them to the type of the weight when a `state_dict` is loaded). Weights of float32 and
    float64 are left as they are. A closure is called once, before the step.

    Raises InputError for what is no torch optimizer, one that was compensated before, and LBFGS, which calls its
    closure again and again.

    >>> weight = torch.nn.Parameter(torch.ones(1, dtype=torch.bfloat16))
    >>> optimizer = compensate(torch.optim.SGD([weight], lr=0.001))
    >>> for _ in range(100):
    ...     weight.grad = torch.ones_like(weight)
    ...     _ = optimizer.step()
    >>> abs(weight.item() - 0.9) < 0.01  # without: still 1
    True
    """
    if not isinstance(optimizer, torch.optim.Optimizer):
        raise InputError(f"a {type(optimizer).__name__} is no torch.optim.Optimizer")
    if isinstance(optimizer, torch.optim.LBFGS):
        raise InputError("LBFGS evaluates its closure within a step, where the weights are wide; use another optimizer")
    if getattr(optimizer.step, "_tnsim_compensated", False):
        raise InputError("this optimizer is compensated already")
    inner = optimizer.step

    def step(self: torch.optim.Optimizer, closure: Callable[[], Any] | None = None) -> Any:
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        narrow = [
            (weight, weight.dtype)
            for group in self.param_groups
            for weight in group["params"]
            if weight.grad is not None and weight.dtype in (torch.bfloat16, torch.float16)
        ]
        with torch.no_grad():
            _widen(self, [weight for weight, _ in narrow])
            try:
                inner()
            finally:
                for weight, dtype in narrow:
                    _narrow(self, weight, dtype)
        return loss

    step._tnsim_compensated = True  # type: ignore[attr-defined]
    optimizer.step = types.MethodType(step, optimizer)  # type: ignore[method-assign]
    return optimizer


def _widen(optimizer: torch.optim.Optimizer, weights: list[Tensor]) -> None:
    for weight in weights:
        wide = weight.to(WIDER[weight.dtype])
        state = optimizer.state[weight]
        if _KEY in state:  # taken out: an empty state tells an optimizer that this is the first step
            wide += state.pop(_KEY).to(wide.dtype)
        for name, part in state.items():
            if isinstance(part, Tensor) and part.dtype == weight.dtype:
                state[name] = part.to(wide.dtype)
        gradient, weight.grad = weight.grad, None
        weight.data = wide
        weight.grad = gradient.to(wide.dtype) if gradient is not None else None


def _narrow(optimizer: torch.optim.Optimizer, weight: Tensor, dtype: torch.dtype) -> None:
    wide, gradient, weight.grad = weight.data, weight.grad, None
    weight.data = wide.to(dtype)
    low = torch.where(torch.isfinite(weight.data), wide - weight.data.to(wide.dtype), 0.0)
    optimizer.state[weight][_KEY] = low.to(dtype)
    weight.grad = gradient.to(dtype) if gradient is not None else None
