"""The facade that users import: sets, claims, verdicts, and the three questions `prove`, `evaluate`, `compensate`."""

from __future__ import annotations

from tnsim.core.compensator import Compensator
from tnsim.core.infinite_set import ZeroSumInfiniteSet
from tnsim.core.questions import compensate, evaluate, prove
from tnsim.core.result import ZeroSumResult
from tnsim.core.verdict import Verdict

__all__ = [
    "Compensator",
    "InfiniteSet",
    "Verdict",
    "ZeroSumInfiniteSet",
    "ZeroSumResult",
    "compensate",
    "evaluate",
    "prove",
]

InfiniteSet = ZeroSumInfiniteSet
