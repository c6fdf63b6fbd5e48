"""Proofs and rigorous enclosures of infinite sums; the public names, each loaded when first used.

>>> import tnsim
>>> tnsim.parse("1 + 2")
Add((Integer(1), Integer(2)))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tnsim.core import (
        ClosedForm,
        Compensator,
        InfiniteSet,
        Verdict,
        ZeroSumInfiniteSet,
        closed_form,
        compensate,
        evaluate,
        prove,
    )
    from tnsim.core.ball import Ball
    from tnsim.language.assumptions import Assumptions
    from tnsim.language.parser import parse
    from tnsim.proof.certificate import Certificate
    from tnsim.proof.checker import check
    from tnsim.sets.claim import Claim

__all__ = [
    "Assumptions",
    "Ball",
    "Certificate",
    "Claim",
    "ClosedForm",
    "Compensator",
    "InfiniteSet",
    "Verdict",
    "ZeroSumInfiniteSet",
    "__version__",
    "check",
    "closed_form",
    "compensate",
    "evaluate",
    "parse",
    "prove",
]

__version__ = "0.1.0"

_HOMES = {
    "Assumptions": "tnsim.language.assumptions",
    "Ball": "tnsim.core.ball",
    "Certificate": "tnsim.proof.certificate",
    "Claim": "tnsim.sets.claim",
    "ClosedForm": "tnsim.core",
    "Compensator": "tnsim.core",
    "InfiniteSet": "tnsim.core",
    "Verdict": "tnsim.core",
    "ZeroSumInfiniteSet": "tnsim.core",
    "check": "tnsim.proof.checker",
    "closed_form": "tnsim.core",
    "compensate": "tnsim.core",
    "evaluate": "tnsim.core",
    "parse": "tnsim.language.parser",
    "prove": "tnsim.core",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'tnsim' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
