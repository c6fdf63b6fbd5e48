"""`audit`: what rounding does in each layer of a model, measured against the same model in doubled float64."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from tnsim.errors import InputError
from tnsim.torch.arithmetic import UNIT, WIDER, half_unit, ieee
from tnsim.torch.linear import compensated_linear
from tnsim.torch.scopes import use

__all__ = ["Audit", "LayerError", "audit"]

_WHOLE = (nn.MultiheadAttention,)  # looked at as one layer


@dataclass(frozen=True, slots=True)
class LayerError:
    """One call of one layer: relative errors in the Euclidean norm.

    `own` is that of the layer for the inputs it was given, `carried` that of its output within the whole model; `units`
    is `own` in units of the roundoff of its type. `bound` is proved, for linear maps: no output is further from the
    exact one, in absolute terms, than this; None for other layers, where the reference is only measured against.
    """

    name: str
    kind: str
    dtype: torch.dtype
    own: float
    units: float
    carried: float
    bound: float | None


@dataclass(frozen=True, slots=True)
class Audit:
    """The layers in the order in which they were called; the last row is the model. Prints as a table."""

    rows: tuple[LayerError, ...]

    def worst(self) -> LayerError:
        """Return the layer whose own error is largest in units of its roundoff."""
        return max(self.rows[:-1] or self.rows, key=lambda row: row.units)

    def __str__(self) -> str:
        """Return the table."""
        head = ("layer", "kind", "dtype", "own error", "in units", "carried", "proved bound")
        lines = [head] + [
            (
                row.name, row.kind, str(row.dtype).removeprefix("torch."), f"{row.own:.1e}", f"{row.units:.2f}",
                f"{row.carried:.1e}", "" if row.bound is None else f"{row.bound:.1e}",
            )
            for row in self.rows
        ]  # fmt: skip
        widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
        return "\n".join(
            "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines
        )


def audit(model: nn.Module, *inputs: Any, **options: Any) -> Audit:
    """Return the rounding errors of each layer of a model for given inputs.

    The model runs once as it is, in evaluation (its state is put back), and once as a copy in float64 whose products
    and attention are in doubled precision. The copy of each layer also runs on the inputs that the layer was given.
    Layers are modules without children, and attentions. A layer that itself casts to float32 does so in the copy too.

    Raises InputError for a model without parameters of a floating type, or no output that is a floating tensor.

    >>> _ = torch.manual_seed(0)
    >>> found = audit(nn.Sequential(nn.Linear(8, 8), nn.Tanh()), torch.randn(2, 8))
    >>> [row.name for row in found.rows], found.rows[0].own < 1e-6
    (['0', '1', '(model)'], True)
    """
    if not any(p.dtype in WIDER for p in model.parameters()):
        raise InputError(f"a {type(model).__name__} without floating-point parameters has nothing to audit")
    reference = copy.deepcopy(model).double()
    with torch.no_grad(), _evaluating(model), _evaluating(reference):
        calls, output = _recorded(model, inputs, options)
        with use(mode="accurate"):
            exact, true = _recorded(reference, _wide(inputs), _wide(options))
            rows = [
                _compared(call, other, reference.get_submodule(call.name))
                for call, other in zip(calls, exact, strict=True)
            ]
    if output is None or true is None:
        raise InputError(f"a {type(model).__name__} gives no floating-point tensor")
    total = _relative(output, true)
    kind = type(model).__name__
    whole = LayerError("(model)", kind, output.dtype, total, total / UNIT[output.dtype], total, None)
    return Audit((*rows, whole))


@dataclass(frozen=True, slots=True)
class _Call:
    name: str
    module: nn.Module
    args: tuple[Any, ...]
    options: dict[str, Any]
    output: Tensor


def _recorded(
    model: nn.Module, args: tuple[Any, ...], options: dict[str, Any]
) -> tuple[list[_Call], Tensor | None]:  # fmt: skip
    calls: list[_Call] = []

    def recorder(name: str) -> Callable[..., None]:
        def record(module: nn.Module, args: tuple[Any, ...], options: dict[str, Any], output: Any) -> None:
            if (found := _first(output)) is not None:
                calls.append(_Call(name, module, args, options, found.clone()))

        return record

    hooks = [module.register_forward_hook(recorder(name), with_kwargs=True) for name, module in _layers(model)]
    try:
        return calls, _first(model(*args, **options))
    finally:
        for hook in hooks:
            hook.remove()


def _layers(model: nn.Module, prefix: str = "") -> Iterator[tuple[str, nn.Module]]:
    for name, child in model.named_children():
        path = f"{prefix}{name}"
        if isinstance(child, _WHOLE) or not any(True for _ in child.children()):
            yield path, child
        else:
            yield from _layers(child, f"{path}.")


def _compared(call: _Call, other: _Call, layer: nn.Module) -> LayerError:
    alone = _first(layer(*_wide(call.args), **_wide(call.options)))
    own = _relative(call.output, alone if alone is not None else other.output)
    return LayerError(
        call.name, type(call.module).__name__, call.output.dtype, own, own / UNIT[call.output.dtype],
        _relative(call.output, other.output), _proved(call),
    )  # fmt: skip


@ieee
def _proved(call: _Call) -> float | None:
    """Return a bound on the errors of a linear map: its distance to the correctly rounded result, and half a unit."""
    module = call.module
    if not isinstance(module, nn.Linear) or call.output.device.type != "cpu" or not call.output.numel():
        return None
    x = call.args[0] if call.args else call.options["input"]
    if x.dtype != module.weight.dtype or call.output.dtype != x.dtype:
        return None
    right = compensated_linear(x, module.weight, module.bias, "certified")
    distance = (call.output.double() - right.double()).abs() * (1 + 2.0**-50) + half_unit(right)
    return float(distance.max()) * (1 + 2.0**-50)


def _relative(found: Tensor, true: Tensor) -> float:
    size = float(true.double().norm())
    error = float((found.double() - true.double()).norm())
    return error / size if size else (0.0 if error == 0 else float("inf"))


def _first(output: Any) -> Tensor | None:
    """Return the first floating-point tensor in an output."""
    if isinstance(output, Tensor):
        return output if output.dtype in WIDER else None
    if isinstance(output, dict):
        output = list(output.values())
    if isinstance(output, (tuple, list)):
        return next((x for part in output if (x := _first(part)) is not None), None)
    return None


def _wide(value: Any) -> Any:
    """Return a structure of arguments with all floating-point tensors in float64."""
    if isinstance(value, Tensor):
        return value.double() if value.dtype in WIDER else value
    if isinstance(value, dict):
        return {name: _wide(part) for name, part in value.items()}
    if isinstance(value, (tuple, list)) and not hasattr(value, "_fields"):
        return type(value)(_wide(part) for part in value)
    return value


@contextmanager
def _evaluating(model: nn.Module) -> Iterator[None]:
    training = [module for module in model.modules() if module.training]
    model.eval()
    try:
        yield
    finally:
        for module in training:
            module.training = True
