"""Compensating sets that converge faster, with the proof that the two sums cancel."""

from __future__ import annotations

import time

from tnsim.core.verdict import Verdict
from tnsim.errors import UnsupportedError
from tnsim.language.expression import INFINITY, Sum, number
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.acceleration import accelerate
from tnsim.prover.deadline import ends_at
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.sets import algebra
from tnsim.sets.claim import Claim
from tnsim.sets.infinite_set import FormulaSet

__all__ = ["accelerated"]


def accelerated(slow: FormulaSet, timeout: float = 20.0) -> tuple[FormulaSet, Verdict]:
    """Return a set whose elements decay geometrically and whose sum is the opposite one, and the verdict on that.

    Raises UnsupportedError where no WZ pair is found within the seconds given.
    """
    began = time.monotonic()
    if slow.prefix:
        raise UnsupportedError("acceleration is for sets without exceptional first elements")
    node = Sum(slow.term, slow.index, number(slow.start), INFINITY)
    try:
        with ends_at(began + timeout):
            found = accelerate(Goal(node, slow.assumptions))
    except NotApplicable as reason:
        raise UnsupportedError(f"no faster series is known for this one: {reason}") from None
    fast = FormulaSet(found.term, slow.index, slow.start, (), slow.assumptions)
    together = algebra.oplus(slow, fast)
    claim = Claim(together.sum(), together.assumptions)
    certificate = Certificate(claim, found.steps)
    report = check(claim, certificate)
    if report.verdict != "proved":
        raise UnsupportedError(f"no faster series is proved for this one: {report.reason}")
    seconds = time.monotonic() - began
    return fast, Verdict("proved", claim, certificate, report, method="WZ pair", reason=report.reason, seconds=seconds)
