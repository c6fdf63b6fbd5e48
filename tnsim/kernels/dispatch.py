"""Functions of compiled code: kept on disk, chosen by the types of arguments, or written in LLVM's language."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba import njit
from numba.core.extending import overload
from numba.extending import intrinsic

__all__ = ["by_types", "compiled", "in_llvm", "inlined"]

_SOURCES = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))).digest()


def compiled(function: Callable[..., Any]) -> Any:
    """Return the function compiled when it is first called, without the interpreter's lock, and kept on disk.

    Numba would keep the machine code as long as the file of the function is the same; but it holds the code of other
    files too, so it is kept as long as all files of this package are.
    """
    dispatcher: Any = njit(nogil=True, cache=True)(function)
    dispatcher._cache._cache_file._source_stamp = _SOURCES
    return dispatcher


def inlined(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function as a part of compiled functions that call it."""
    dispatcher: Callable[..., Any] = njit(nogil=True, forceinline=True)(function)
    return dispatcher


def by_types(choose: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function for compiled code; `choose` returns its implementation for given types, or `None`."""

    def stub(*arguments: Any) -> Any:
        raise TypeError(f"{choose.__name__} exists in compiled code only")

    stub.__name__ = choose.__name__
    stub.__doc__ = choose.__doc__
    overload(stub, jit_options={"forceinline": True}, strict=False)(choose)
    return stub


def in_llvm(typed: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function for compiled code; `typed` returns its signature and what writes it, or `None`.

    Whole numbers that are known when compiling come with their values.
    """
    written: Callable[..., Any] = intrinsic(prefer_literal=True)(typed)
    return written
