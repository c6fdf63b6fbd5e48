"""What a worker process runs, and what to answer when it was ended before it could; for commands, service, cluster."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tnsim import __version__
from tnsim.core.defaults import DIGITS, SECONDS
from tnsim.core.worker import Outcome, Report, run_with_deadline
from tnsim.errors import DivergenceError, DomainError, InputError, PrecisionError, TnsimError
from tnsim.language.expression import Expression
from tnsim.language.printing import to_text
from tnsim.sets.ball import Ball
from tnsim.sets.claim import Claim

if TYPE_CHECKING:
    from tnsim.core.compensator import Compensator
    from tnsim.core.verdict import Verdict
    from tnsim.enclosure.method import Enclosure

__all__ = [
    "DIGITS",
    "GRACE",
    "SECONDS",
    "Answer",
    "Progress",
    "Value",
    "Values",
    "closed_form",
    "closed_form_within",
    "compensate",
    "evaluate",
    "prove",
    "settle",
    "value_within",
    "verdict_within",
]

Values = Mapping[str, Fraction | Ball]
"""What the symbols of an expression stand for."""

GRACE = 0.25
"""Seconds between the budget, which the search observes itself, and the end of its process."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The JSON object of a verdict, and the text of its certificate."""

    report: dict[str, Any]
    certificate: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """A ball found on the way to the digits asked for."""

    fields: dict[str, Any]
    excludes_zero: bool


@dataclass(frozen=True, slots=True)
class Value:
    """The JSON object of a value; "enclosed" means to the digits asked for."""

    kind: str
    report: dict[str, Any]


def prove(report: Report, claim: Claim, digits: int, seconds: float) -> Answer:
    """Return the verdict on a claim, within so many seconds."""
    return _answer(_compensator(report, digits, seconds).prove(claim))


def compensate(
    report: Report, terms: Sequence[Expression], index: str, start: int, digits: int, seconds: float
) -> Answer:
    """Return the verdict on the claim that the sets are together zero-sum, index by index."""
    return _answer(_compensator(report, digits, seconds).compensate(terms, index, start))


def closed_form(report: Report, claim: Claim, digits: int, seconds: float) -> Answer:
    """Return the closed form of the claim's expression that is found within so many seconds."""
    compensator = _compensator(report, digits, seconds)
    from tnsim.core.closed_forms import ClosedForms

    found = ClosedForms(compensator).of(claim)
    return Answer(found.to_json(), None if found.certificate is None else found.certificate.to_json())


def evaluate(report: Report, expression: Expression, values: Values, digits: int, seconds: float) -> dict[str, Any]:
    """Return the JSON fields of a certified value."""
    try:
        return _described(_compensator(report, digits, seconds).evaluate(expression, digits, values))
    except PrecisionError as error:  # the best ball was reported on the way
        raise PrecisionError(str(error)) from None


def verdict_within(task: Callable[..., Answer], arguments: Sequence[object], seconds: float, claim: str) -> Answer:
    """Return the answer of `prove` or `compensate`, or what was known of the claim when time ran out."""
    outcome = run_with_deadline(task, (*arguments, seconds), seconds + GRACE)
    if isinstance(outcome.error, InputError | DomainError):
        raise outcome.error
    return settle(outcome, claim, seconds)


def settle(outcome: Outcome, claim: str, budget: float) -> Answer:
    """Return the answer that an outcome amounts to: a ball found on the way still counts.

    Such a ball holds the one value of a claim without parameters; of others none is ever reported.
    """
    if outcome.state == "finished" and isinstance(outcome.value, Answer):
        return outcome.value
    found: Progress | None = outcome.messages[-1] if outcome.messages else None
    verdict = "undetermined" if found is None else "refuted" if found.excludes_zero else "enclosed"
    report = {
        "claim": claim,
        "verdict": verdict,
        "method": "" if found is None else found.fields["method"],
        "certificate": None,
        "checker": None,
        "enclosure": found and {key: value for key, value in found.fields.items() if key not in ("method", "reason")},
        "reason": _why_unfinished(outcome, budget),
        "seconds": round(outcome.seconds, 3),
        "version": __version__,
    }
    return Answer(report)


def closed_form_within(claim: Claim, digits: int, seconds: float) -> Answer:
    """Return the answer of `closed_form`, or the ball that was known when time ran out."""
    outcome = run_with_deadline(closed_form, (claim, digits, seconds), seconds + GRACE)
    if isinstance(outcome.error, InputError | DomainError):
        raise outcome.error
    if outcome.state == "finished" and isinstance(outcome.value, Answer):
        return outcome.value
    report = settle(outcome, "", seconds).report
    del report["claim"]
    verdict = "undetermined" if report["enclosure"] is None else "enclosed"
    head = {"expression": to_text(claim.expression), "closed_form": None, "verdict": verdict}
    return Answer(head | {"conjecture": False, "digits": None} | {k: v for k, v in report.items() if k != "verdict"})


def value_within(expression: Expression, values: Values, digits: int, seconds: float) -> Value:
    """Return what `evaluate` found within so many seconds: the ball, a coarser one, or why there is none.

    Raises InputError or DomainError for bad input.
    """
    outcome = run_with_deadline(evaluate, (expression, values, digits, seconds), seconds + GRACE)
    if isinstance(outcome.error, InputError | DomainError):
        raise outcome.error
    fields: dict[str, Any] = {"midpoint": None, "radius": None, "digits": 0, "method": ""}
    if outcome.state == "finished":
        kind, fields = "enclosed", outcome.value
    elif isinstance(outcome.error, DivergenceError):
        kind, fields["reason"] = "divergent", str(outcome.error)
    else:
        coarser = outcome.messages[-1].fields if outcome.messages else fields | {"reason": ""}
        kind, why = "undetermined", _why_unfinished(outcome, seconds)
        fields = coarser | {"reason": "; ".join(filter(None, (coarser["reason"], why)))}
    if kind == "enclosed" and fields["digits"] < digits and any(isinstance(v, Ball) for v in values.values()):
        fields["reason"] += "; no more digits follow from the balls given"
    head = {"expression": to_text(expression)}
    tail = {"certified": fields["midpoint"] is not None, "seconds": round(outcome.seconds, 3)}
    return Value(kind, head | fields | tail)


def _compensator(report: Report, digits: int, seconds: float) -> Compensator:
    started = time.monotonic()
    from tnsim.core.compensator import Compensator  # slow: it belongs to the budget

    remaining = max(1e-3, seconds - (time.monotonic() - started))
    return Compensator(digits=digits, timeout=remaining, on_progress=lambda found: report(_progress(found)))


def _progress(enclosure: Enclosure) -> Progress:
    parts = (enclosure.ball, enclosure.imaginary)
    return Progress(_described(enclosure), any(part is not None and part.excludes_zero for part in parts))


def _answer(verdict: Verdict) -> Answer:
    certificate = verdict.certificate
    return Answer(verdict.to_json(), certificate.to_json() if certificate is not None else None)


def _described(enclosure: Enclosure) -> dict[str, Any]:
    from tnsim.core.ball import enclosure_fields

    return enclosure_fields(enclosure) | {"method": enclosure.method, "reason": enclosure.tail_reason}


def _why_unfinished(outcome: Outcome, budget: float) -> str:
    match outcome.state, outcome.error:
        case "timed out", _:
            return f"no decision within {budget:g} s"
        case "failed", TnsimError() as error:
            return str(error)
        case "failed", error:
            for note in getattr(error, "__notes__", ()):
                print(note, file=sys.stderr)
            return f"internal error: {error}"
    return "the worker process ended before it could answer"
