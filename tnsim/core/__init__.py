"""The facade that users import: sets, claims, verdicts, and the three questions `prove`, `evaluate`, `compensate`.

Each name is loaded when first used, so that the command line can refuse bad input, and check a certificate,
without loading the prover.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tnsim.core.closed_forms import ClosedForm, closed_form
    from tnsim.core.compensator import Compensator
    from tnsim.core.infinite_set import ZeroSumInfiniteSet
    from tnsim.core.infinite_set import ZeroSumInfiniteSet as InfiniteSet
    from tnsim.core.questions import compensate, evaluate, prove
    from tnsim.core.result import ZeroSumResult
    from tnsim.core.verdict import Verdict

__all__ = [
    "ClosedForm",
    "Compensator",
    "InfiniteSet",
    "Verdict",
    "ZeroSumInfiniteSet",
    "ZeroSumResult",
    "closed_form",
    "compensate",
    "evaluate",
    "prove",
]

_HOMES = {
    "ClosedForm": ("closed_forms", "ClosedForm"),
    "Compensator": ("compensator", "Compensator"),
    "InfiniteSet": ("infinite_set", "ZeroSumInfiniteSet"),
    "Verdict": ("verdict", "Verdict"),
    "ZeroSumInfiniteSet": ("infinite_set", "ZeroSumInfiniteSet"),
    "ZeroSumResult": ("result", "ZeroSumResult"),
    "closed_form": ("closed_forms", "closed_form"),
    "compensate": ("questions", "compensate"),
    "evaluate": ("questions", "evaluate"),
    "prove": ("questions", "prove"),
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'tnsim.core' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    value = getattr(import_module(f"tnsim.core.{module}"), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
