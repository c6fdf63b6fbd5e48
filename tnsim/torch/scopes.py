"""`use`: torch's own functions computed as those of this package, in a scope or in the layers of a model."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from tnsim.errors import InputError
from tnsim.torch.arithmetic import WIDER, check_mode
from tnsim.torch.attention import scaled_dot_product_attention
from tnsim.torch.linear import CompensatedLinear, compensated_linear
from tnsim.torch.products import compensated_matmul
from tnsim.torch.softmax import cross_entropy, log_softmax, stable_softmax
from tnsim.torch.zero_sum_attention import ZeroSumAttention

__all__ = ["use"]


class use(TorchFunctionMode):
    """A scope in which attention, linear maps, products of matrices and softmax of torch are those of this package.

    `with use(mode="accurate"):` may be nested, the innermost counts; it ends with its block, also by an exception, and
    holds for the thread that entered it. `use(model, mode=...)` instead replaces the layers of a model, in place and
    for good: `nn.Linear` by `CompensatedLinear`, `nn.MultiheadAttention` by `ZeroSumAttention`, with their parameters;
    what was replaced is in `replaced`. Calls whose arguments these functions do not take (integers, complex numbers,
    products of vectors) stay torch's.

    Raises InputError for an unknown mode, and for a model in which there is nothing to replace.

    >>> x = torch.tensor([[1e8, 1.0, -1e8]])
    >>> with use(mode="accurate"):
    ...     (x @ torch.ones(3, 1)).item()
    1.0
    >>> model = nn.Sequential(nn.Linear(2, 2), nn.ReLU())
    >>> use(model).replaced, type(model[0]).__name__
    (['0'], 'CompensatedLinear')
    """

    def __init__(self, model: nn.Module | None = None, *, mode: str = "accurate") -> None:
        super().__init__()
        check_mode(mode)
        self.mode = mode
        self.replaced: list[str] = []
        if model is not None:
            self.replaced = _replace(model, mode)
            if not self.replaced:
                raise InputError(f"a {type(model).__name__} has no nn.Linear or nn.MultiheadAttention to replace")

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        """Return what the function gives, computed by this package where it has one that takes these arguments."""
        options = kwargs or {}
        own = _FUNCTIONS.get(func)
        if own is None or getattr(_inside, "active", False) or not _taken(args, options):
            return func(*args, **options)
        _inside.active = True  # what is called from here is torch's, also for the scopes around this one
        try:
            found = own(self.mode, *args, **options)
        finally:
            _inside.active = False
        return func(*args, **options) if found is NotImplemented else found


_inside = threading.local()


def _taken(args: tuple[Any, ...], options: dict[str, Any]) -> bool:
    first = args[0] if args else options.get("query", options.get("input"))
    return isinstance(first, Tensor) and first.dtype in WIDER


def _attention(mode: str, *args: Any, **options: Any) -> Any:
    return scaled_dot_product_attention(*args, mode=mode, **options)


def _linear(mode: str, input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Any:
    return compensated_linear(input, weight, bias, mode)


def _matmul(mode: str, input: Tensor, other: Any, *, out: Any = None) -> Any:
    fits = isinstance(other, Tensor) and input.dim() > 1 and other.dim() > 1 and input.dtype == other.dtype
    return compensated_matmul(input, other, mode=mode) if fits and out is None else NotImplemented


def _softmax(
    mode: str, input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: torch.dtype | None = None
) -> Any:
    return NotImplemented if dim is None or not input.dim() else stable_softmax(input, dim, dtype, mode=mode)


def _torch_softmax(mode: str, input: Tensor, dim: int, dtype: torch.dtype | None = None) -> Any:
    return stable_softmax(input, dim, dtype, mode=mode) if input.dim() else NotImplemented


def _log_softmax(
    mode: str, input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: torch.dtype | None = None
) -> Any:
    return NotImplemented if dim is None or not input.dim() else log_softmax(input, dim, dtype, mode=_single(mode))


def _cross_entropy(
    mode: str, input: Tensor, target: Tensor, weight: Tensor | None = None, size_average: Any = None,
    ignore_index: int = -100, reduce: Any = None, reduction: str = "mean", label_smoothing: float = 0.0,
) -> Any:  # fmt: skip
    if size_average is not None or reduce is not None:
        return NotImplemented
    return cross_entropy(input, target, weight, ignore_index, reduction, label_smoothing, mode=_single(mode))


def _single(mode: str) -> str:
    """Return the mode of what has no correctly rounded form: one rounding of a wide result."""
    return "fast" if mode == "fast" else "accurate"


_FUNCTIONS: dict[Any, Callable[..., Any]] = {
    nn.functional.scaled_dot_product_attention: _attention,
    nn.functional.linear: _linear,
    nn.functional.softmax: _softmax,
    nn.functional.log_softmax: _log_softmax,
    nn.functional.cross_entropy: _cross_entropy,
    torch.softmax: _torch_softmax,
    Tensor.softmax: _torch_softmax,
    torch.matmul: _matmul,
    torch.bmm: _matmul,
    torch.mm: _matmul,
    Tensor.matmul: _matmul,
    Tensor.__matmul__: _matmul,
    Tensor.bmm: _matmul,
    Tensor.mm: _matmul,
}


def _replace(model: nn.Module, mode: str, prefix: str = "") -> list[str]:
    replaced = []
    for name, child in list(model.named_children()):
        path = f"{prefix}{name}"
        if type(child) is nn.MultiheadAttention:
            setattr(model, name, _kept(child, ZeroSumAttention.from_torch(child, mode=mode)))
        elif type(child) is nn.Linear:
            own = CompensatedLinear(
                child.in_features, child.out_features, child.bias is not None, "meta", child.weight.dtype, mode=mode
            )
            own.weight, own.bias = child.weight, child.bias  # the same parameters: optimizers still know them
            setattr(model, name, own.train(child.training))
        else:
            replaced += _replace(child, mode, f"{path}.")
            continue
        replaced.append(path)
    return replaced


def _kept(module: nn.MultiheadAttention, own: ZeroSumAttention) -> ZeroSumAttention:
    """Return the new attention with the parameters of the old one themselves."""
    for name, parameter in module.named_parameters():
        holder, _, last = name.rpartition(".")
        setattr(own.get_submodule(holder), last, parameter)
    return own
