"""The rule of coefficients, in words."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.export.document import Line, formula, say
from tnsim.export.narration.statements import references
from tnsim.language.expression import Symbol, number
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.scope import whole

__all__ = ["coefficients"]


def coefficients(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield which coefficients are taken, and why sums may be expanded term by term."""
    x = Symbol(str(step.witness["symbol"]))
    power = formula(x ** number(whole(step.witness, "order")))
    yield say(
        f"The coefficients of {{}} on both sides of {references(step.premises)}: the terms are products of powers of "
        "linear factors and of rising factorials, which near {} are at most a small power of the index times those at "
        "0, so that the sums converge uniformly for complex {} around 0 and are expanded term by term (Weierstrass).",
        power, formula(x, " = 0"), x,
    )  # fmt: skip
