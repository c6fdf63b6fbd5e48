"""Error-free transformations of tensors, wider types, unit roundoffs, and the guard against autocast.

Reference: Ogita, Rump, Oishi, SIAM Journal on Scientific Computing 26 (2005) 1955; Dekker, Numerische Mathematik 18
(1971) 224.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import torch
from torch import Tensor, library

from tnsim.errors import InputError

__all__ = [
    "MODES",
    "SMALLEST",
    "UNIT",
    "WIDER",
    "all_finite",
    "check_floating",
    "check_mode",
    "correct",
    "gamma",
    "half_unit",
    "ieee",
    "in_ieee",
    "on_cpu",
    "two_product",
    "two_sum",
]

P = ParamSpec("P")
R = TypeVar("R")

MODES = ("fast", "accurate", "certified", "exact")
WIDER = {
    torch.bfloat16: torch.float32,
    torch.float16: torch.float32,
    torch.float32: torch.float64,
    torch.float64: torch.float64,
}
UNIT = {dtype: torch.finfo(dtype).eps / 2 for dtype in WIDER}
SMALLEST = {dtype: torch.finfo(dtype).smallest_normal for dtype in WIDER}
_SPLITTER = 2.0**27 + 1


def gamma(n: float, unit: float) -> float:
    """Return n*u/(1 - n*u), which bounds the relative error of n roundings (Higham, lemma 3.1); inf beyond it."""
    return n * unit / (1 - n * unit) if n * unit < 1 else float("inf")


def two_sum(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Return s = fl(a + b) and e with s + e = a + b exactly (Knuth); e is NaN where s overflows."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


def two_product(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Return p = fl(a*b) and e with p + e = a*b (Dekker, float64), unless a step under- or overflows."""
    p = a * b
    a_high, a_low = _split(a)
    b_high, b_low = _split(b)
    return p, a_low * b_low - (((p - a_high * b_high) - a_low * b_high) - a_high * b_low)


def _split(a: Tensor) -> tuple[Tensor, Tensor]:
    t = _SPLITTER * a
    high = t - (t - a)
    return high, a - high


def all_finite(x: Tensor) -> bool:
    """Return whether all numbers of a tensor are finite: so they are if their sum is, which is told at once."""
    total = x.sum(dtype=torch.promote_types(x.dtype, torch.float32))
    return bool(torch.isfinite(total)) or bool(torch.isfinite(x).all())


def ieee(function: Callable[P, R]) -> Callable[P, R]:
    """Return the function, run with autocast off: otherwise autocast turns wide products back into bfloat16."""

    @functools.wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        device = next((a.device.type for a in args if isinstance(a, Tensor)), "cpu")
        if not torch.amp.is_autocast_available(device):  # such as meta
            return function(*args, **kwargs)
        with torch.autocast(device_type=device, enabled=False):
            return function(*args, **kwargs)

    return guarded


def check_mode(mode: str, offered: tuple[str, ...] = MODES) -> None:
    """Raise InputError unless the mode is one that is offered."""
    if mode not in offered:
        raise InputError(f"mode={mode!r}: expected one of {', '.join(map(repr, offered))}")


def correct(mode: str) -> bool:
    """Return whether results of a mode are correctly rounded."""
    return mode in ("certified", "exact")


def on_cpu(function: Callable[P, Tensor]) -> Callable[P, Tensor]:
    """Return the function, run on the CPU: what is on another device goes there, and the result comes back.

    Then what is rounded correctly has the same bits everywhere. The function raises PrecisionError in a thread that
    does not compute in IEEE arithmetic, and InputError for tensors without numbers, those on the device `meta`.
    """

    @functools.wraps(function)
    def moved(*args: P.args, **kwargs: P.kwargs) -> Tensor:
        from tnsim.kernels.arrays import check_arithmetic  # compiles when first used

        check_arithmetic()
        device = next(a.device for a in args if isinstance(a, Tensor))
        if device.type == "cpu":
            return function(*args, **kwargs)
        if device.type == "meta":
            raise InputError(f"{function.__name__}: tensors on {device} have no numbers to be rounded correctly")
        here: Any = [a.cpu() if hasattr(a, "cpu") else a for a in args]
        return function(*here, **kwargs).to(device)

    return moved


def in_ieee(bound: Tensor, inner: torch.dtype) -> Tensor:
    """Return a bound that rests on IEEE arithmetic, if there is one.

    Raises InputError where products in the inner type, float32, may be less, and PrecisionError where a thread is.
    """
    found: Tensor = _in_ieee(bound, inner)
    return found


@library.custom_op("tnsim::in_ieee", mutates_args=())  # looked at when it runs, not when it is compiled
def _in_ieee(bound: Tensor, inner: torch.dtype) -> Tensor:
    if inner == torch.float32 and _float32_products() != "highest":
        raise InputError("no bound: float32 products are not IEEE; torch.set_float32_matmul_precision('highest')")
    if bound.device.type == "cpu":
        from tnsim.kernels.arrays import check_arithmetic  # compiles when first used

        check_arithmetic()
    return bound.clone()


@_in_ieee.register_fake
def _(bound: Tensor, inner: torch.dtype) -> Tensor:
    return torch.empty_like(bound)


def _float32_products() -> str:
    try:
        return torch.get_float32_matmul_precision()
    except RuntimeError:  # torch does not say where backends differ
        return "mixed"


def half_unit(result: Tensor) -> Tensor:
    """Return the float64 bound on the error of a correctly rounded result: half a unit; inf where it is not finite."""
    size, unit = result.double().abs(), UNIT[result.dtype]
    bound = (unit * size + SMALLEST[result.dtype] * 2 * unit) * (1 + 2.0**-50)
    return torch.where(torch.isfinite(size), bound, float("inf"))


def check_floating(**tensors: Tensor) -> None:
    """Raise InputError unless all are tensors of one of the four supported floating-point types."""
    for name, tensor in tensors.items():
        if not isinstance(tensor, Tensor):
            raise InputError(f"{name} is a {type(tensor).__name__}; expected a torch.Tensor")
        if tensor.dtype not in WIDER:
            raise InputError(f"{name} has dtype {tensor.dtype}; expected bfloat16, float16, float32 or float64")
