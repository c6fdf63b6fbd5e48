"""Functions of compiled code: chosen by the types of their arguments, or written in LLVM's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba.core.extending import overload
from numba.extending import intrinsic

__all__ = ["by_types", "in_llvm"]


def by_types(choose: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function for compiled code; `choose` returns its implementation for given types, or `None`."""

    def compiled(*arguments: Any) -> Any:
        raise TypeError(f"{choose.__name__} exists in compiled code only")

    compiled.__name__ = choose.__name__
    compiled.__doc__ = choose.__doc__
    overload(compiled, jit_options={"forceinline": True}, strict=False)(choose)
    return compiled


def in_llvm(typed: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function for compiled code; `typed` returns its signature and what writes it, or `None`.

    Whole numbers that are known when compiling come with their values.
    """
    written: Callable[..., Any] = intrinsic(prefer_literal=True)(typed)
    return written
