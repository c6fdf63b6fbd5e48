"""What is asked of the engine, run in a worker process: JSON in, JSON out."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from importlib import import_module
from typing import Any

from tnsim.core import tasks
from tnsim.core.worker import Report
from tnsim.errors import DivergenceError, UnsupportedError
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.service.tables import table_fields
from tnsim.sets.claim import Claim

__all__ = ["KINDS", "Answered", "answer", "zero_sum_fields"]

Question = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answered:
    """The result as JSON; the text of a certificate with its claim; and whether more time could change the result."""

    result: dict[str, Any]
    certificate: str | None = None
    is_final: bool = False
    extras: dict[str, Any] = field(default_factory=dict)


def answer(report: Report, kind: str, question: Question, seconds: float, niceness: int = 0) -> Answered:
    """Return the answer to a question of one of the KINDS."""
    os.nice(niceness)
    return KINDS[kind](report, question, seconds)


def _prove(report: Report, question: Question, seconds: float) -> Answered:
    claim = Claim.parse(question["claim"], question["assumptions"])
    return _of_verdict(tasks.prove(report, claim, question["digits"], seconds), claim)


def _evaluate(report: Report, question: Question, seconds: float) -> Answered:
    expression = parse(question["expression"])
    values = {name: Fraction(value) for name, value in question["values"].items()}
    head = {"expression": to_text(expression)}
    try:
        fields = tasks.evaluate(report, expression, values, question["digits"], seconds)
    except DivergenceError as error:
        nothing = {"midpoint": None, "radius": None, "digits": 0, "method": "", "reason": str(error)}
        return Answered(head | nothing | {"verdict": "divergent", "certified": False}, is_final=True)
    reached = fields["digits"] >= question["digits"]
    return Answered(head | fields | {"verdict": "enclosed", "certified": True}, is_final=reached)


def _sum(report: Report, question: Question, seconds: float) -> Answered:
    claim = Claim(parse(question["expression"]), Claim.parse("0", question["assumptions"]).assumptions)
    found = tasks.closed_form(report, claim, question["digits"], seconds)
    result = found.report
    result.pop("certificate")
    return Answered(result, found.certificate, result["verdict"] in ("proved", "divergent"))


def _check(report: Report, question: Question, seconds: float) -> Answered:
    certificate = Certificate.from_data(question["certificate"])
    claim = certificate.claim
    if question["claim"] is not None:
        claim = Claim.parse(question["claim"], question["assumptions"])
    found = check(claim, certificate)
    result = {
        "accepted": found.accepted,
        "verdict": found.verdict,
        "claim": to_text(claim.expression),
        "assumptions": list(claim.assumptions.to_texts()),
        "failed_step": found.failed_step,
        "reason": found.reason,
        "rules": list(found.rules),
        "lemmas": list(found.lemmas),
        "seconds": round(found.seconds, 6),
    }
    return Answered(result, is_final=True)


def _partial_sums(report: Report, question: Question, seconds: float) -> Answered:
    from tnsim.core.partial_sum_table import partial_sum_table

    values = {name: Fraction(value) for name, value in question["values"].items()}
    table = partial_sum_table(parse(question["series"]), values, question["count"], seconds)
    is_complete = table.whole is not None or table.is_divergent
    return Answered(table_fields(table), is_final=is_complete and len(table.rows) == question["count"])


def _proof(report: Report, question: Question, seconds: float) -> Answered:
    from tnsim.service.proofs import document, story

    certificate, form = Certificate.from_json(question["certificate"]), question["form"]
    told = {"story": story(certificate)} if form == "story" else {"document": document(certificate, form)}
    return Answered({"form": form, "story": None, "document": None} | told, is_final=True)


def _zero_sum(report: Report, question: Question, seconds: float) -> Answered:
    """One set, or two in the compensated or the direct reading."""
    from tnsim.service.definitions import build

    first = build(question["a"])
    reading = question.get("reading")
    try:
        if reading is None:
            found = first.validate_zero_sum(timeout=seconds)
        else:
            found = first.zero_sum_operation(build(question["b"]), reading, timeout=seconds)
    except (DivergenceError, UnsupportedError) as error:
        # The direct reading of sets without sums is no number, however well they cancel index by index.
        kind = "divergent" if isinstance(error, DivergenceError) else "undetermined"
        return Answered(_undecided(kind, str(error)) | {"reading": reading}, is_final=kind == "divergent")
    verdict = tasks.Answer(found.verdict.to_json(), found.certificate.to_json() if found.certificate else None)
    answered = _of_verdict(verdict, found.verdict.claim)
    ball = found.ball
    numbers = zero_sum_fields(found.kind, *(() if ball is None else (ball.midpoint, ball.radius)))
    exact = {} if ball is None else {"pair": (str(ball.midpoint), str(ball.radius))}
    return Answered(answered.result | numbers | {"reading": reading}, answered.certificate, answered.is_final, exact)


def _compensate(report: Report, question: Question, seconds: float) -> Answered:
    """A compensating set with its proof: the negative, or one that converges faster."""
    from tnsim.core.kummer import kummer_transform
    from tnsim.service.definitions import build, describe

    first = build(question["a"])
    if question["method"] == "negative":
        other, zero = first.find_compensating_set(timeout=seconds)
        verdict, rate = zero.verdict, "as fast as the set itself"
    else:
        try:
            other, zero = first.find_compensating_set("accelerated", timeout=seconds / 2)
            verdict, rate = zero.verdict, "terms that decay geometrically"
        except UnsupportedError:
            found = kummer_transform(first, timeout=seconds / 2)
            other, verdict, rate = found.compensating, found.verdict, found.rate
    text = None if verdict.certificate is None else verdict.certificate.to_json()
    answered = _of_verdict(tasks.Answer(verdict.to_json(), text), verdict.claim)
    described = dict(describe(other))
    result = answered.result | {
        "method_used": question["method"],
        "compensating_set": described,
        "convergence": rate,
    }
    # Never from the cache: the answer names a set that is stored for whoever asks.
    return Answered(result, answered.certificate, False, {"definition": described})


def _elements(report: Report, question: Question, seconds: float) -> Answered:
    from tnsim.service.definitions import build

    given, offset = build(question["a"]), question["offset"]
    shown = []
    for position in range(offset, offset + question["limit"]):
        if given.length is not None and position >= given.length:
            break
        shown.append(str(given[position]))
    return Answered({"offset": offset, "elements": shown, "element_count": given.length}, is_final=True)


def _balansis(report: Report, question: Question, seconds: float) -> Answered:
    from tnsim.bridges.balansis import compare
    from tnsim.service.definitions import build

    return Answered(compare(build(question["a"]), question["count"]), is_final=True)


def _arrays(report: Report, question: Question, seconds: float) -> Answered:
    # The package is optional, and is found by name: this module is needed without it.
    compute = import_module("tnsim.torch.service").compute
    asked = {name: value for name, value in question.items() if name not in ("key", "timeout")}
    return Answered(compute(asked), is_final=True)


KINDS: Mapping[str, Callable[[Report, Question, float], Answered]] = {
    "prove": _prove,
    "evaluate": _evaluate,
    "sum": _sum,
    "check": _check,
    "partial_sums": _partial_sums,
    "proof": _proof,
    "zero_sum": _zero_sum,
    "compensate": _compensate,
    "elements": _elements,
    "balansis": _balansis,
    "arrays": _arrays,
}


def zero_sum_fields(verdict: str, midpoint: Fraction | None = None, radius: Fraction | None = None) -> dict[str, Any]:
    """Return the result as the nearest float, and a float that bounds its distance to the true value.

    >>> zero_sum_fields("refuted", Fraction(1, 3), Fraction(0))["result"]
    0.3333333333333333
    """
    decided = {"proved": True, "refuted": False, "divergent": False}.get(verdict)
    fields: dict[str, Any] = {"is_zero_sum": decided, "result": None, "error_margin": None}
    if midpoint is None or radius is None:
        return fields
    try:
        shown = float(midpoint)
        margin = radius + abs(midpoint - Fraction(shown))
        upper = float(margin)
        if Fraction(upper) < margin:
            upper = math.nextafter(upper, math.inf)
    except OverflowError:  # no float is near: the ball of the enclosure still holds
        return fields
    return fields | {"result": shown, "error_margin": upper} if math.isfinite(upper) else fields


def _undecided(kind: str, reason: str) -> dict[str, Any]:
    from tnsim import __version__

    nothing: dict[str, Any] = dict.fromkeys(("claim", "checker", "enclosure", "certificate_id"))
    head = {"verdict": kind, "method": "", "reason": reason, "seconds": 0.0, "version": __version__}
    return nothing | head | {"assumptions": []} | zero_sum_fields(kind)


def _of_verdict(found: tasks.Answer, claim: Claim) -> Answered:
    result = dict(found.report)
    result.pop("certificate", None)
    result["assumptions"] = list(claim.assumptions.to_texts())
    return Answered(result, found.certificate, result["verdict"] in ("proved", "refuted", "divergent"))
