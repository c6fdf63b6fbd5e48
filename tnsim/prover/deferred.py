"""Functions of the prover whose modules are loaded when they are first called: most proofs need few of them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

__all__ = ["deferred"]


def deferred(module: str, function: str) -> Callable[..., Any]:
    """Return a stand-in for a function of a module of `tnsim.prover`.

    >>> from tnsim.language.parser import parse
    >>> deferred("constants.q_products", "is_q_product")(parse("sum(1/n^2, n=1..oo)"), None)
    False
    """

    def called(*arguments: Any) -> Any:
        return getattr(import_module(f"tnsim.prover.{module}"), function)(*arguments)

    return called
