"""What a job leaves behind: its result, its certificate, and rows about the sets that it was about.

All of it is written in the one transaction that ends the job, so that none of it exists twice or alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from tnsim.core.tasks import settle
from tnsim.core.worker import Outcome
from tnsim.errors import DomainError, InputError
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Certificate
from tnsim.service.work import Answered, zero_sum_fields
from tnsim.store import repository
from tnsim.store.models import Job

__all__ = ["answered_or_refused", "record"]


def answered_or_refused(job: Job, outcome: Outcome) -> Answered | str:
    """Return the answer that an outcome amounts to, or why the question was refused."""
    if outcome.state == "finished" and isinstance(outcome.value, Answered):
        return outcome.value
    if isinstance(outcome.error, InputError | DomainError):
        return str(outcome.error)
    text = to_text(parse(job.question["claim"])) if job.kind == "prove" else ""
    report = settle(outcome, text, float(job.timeout)).report
    reason = str(report["reason"])
    if job.kind == "evaluate":
        return Answered(_best_ball(job, outcome, reason))
    if job.kind not in ("prove", "zero_sum"):
        return reason
    del report["certificate"]
    report["assumptions"] = job.question.get("assumptions", [])
    if job.kind == "zero_sum":
        report |= zero_sum_fields(report["verdict"]) | {"claim": None, "reading": job.question["reading"]}
    return Answered(report)


def record(session: Session, job: Job, answered: Answered, seconds: float) -> dict[str, Any]:
    """Return the result as the client gets it; what belongs to it is written to the tables."""
    result = dict(answered.result)
    if job.kind in ("prove", "sum", "zero_sum", "compensate"):
        result["certificate_id"] = _store_certificate(session, job, answered)
    subject: Mapping[str, str] = job.question.get("subject", {})
    owner = job.owner or None
    if job.kind == "zero_sum":
        result |= _store_pair(session, job, answered, result, subject, owner)
    if job.kind == "compensate":
        result |= _store_compensating_set(session, answered, subject, owner, result["verdict"] == "proved")
    asked = {name: value for name, value in job.question.items() if name != "certificate"}
    repository.log_operation(session, job.kind, asked, _in_short(result), seconds)
    return result


def _store_certificate(session: Session, job: Job, answered: Answered) -> str | None:
    if answered.certificate is None:
        return None
    certificate = Certificate.from_json(answered.certificate)
    repository.add_certificate(
        session,
        {
            "id": certificate.digest,
            "claim_digest": certificate.claim.digest,
            "claim": to_text(certificate.claim.expression),
            "assumptions": list(certificate.claim.assumptions.to_texts()),
            "verdict": answered.result["verdict"],
            "document": answered.certificate,
            "report": dict(answered.result) if job.kind == "prove" else {},
        },
    )
    return certificate.digest


def _store_pair(
    session: Session,
    job: Job,
    answered: Answered,
    result: Mapping[str, Any],
    subject: Mapping[str, str],
    owner: str | None,
) -> dict[str, Any]:
    """Return the id of the row about two stored sets, where there is a value and both are still there."""
    if "a" not in subject or "b" not in subject or "pair" not in answered.extras:
        return {}
    midpoint, radius = map(Fraction, answered.extras["pair"])
    first, second = UUID(subject["a"]), UUID(subject["b"])
    if not all(repository.find_set(session, each, owner) for each in (first, second)):
        return {}
    reading, proof = job.question["reading"], result["certificate_id"]
    pair = repository.add_pair(session, first, second, midpoint, radius, reading, result["verdict"], proof)
    return {"pair_id": str(pair.id)}


def _store_compensating_set(
    session: Session, answered: Answered, subject: Mapping[str, str], owner: str | None, is_proved: bool
) -> dict[str, Any]:
    """Return the id of the new set; where it is proved to compensate the other, both are marked.

    The other one is, if it is the owner's and still there.
    """
    definition = dict(answered.extras["definition"])
    elements = [Fraction(text) for text in definition.pop("elements", ())]
    name = f"Compensating {subject.get('name', 'set')}"[:255]
    made = repository.add_set(session, name, "custom", definition, elements, owner, is_proved)
    if is_proved and "a" in subject:
        original = repository.find_set(session, UUID(subject["a"]), owner)
        if original is not None and original.owner == owner:
            original.is_compensated = True
    return {"compensating_set_id": str(made.id)}


def _best_ball(job: Job, outcome: Outcome, reason: str) -> dict[str, Any]:
    """Return the coarser ball that was found on the way, or why there is none."""
    fields: dict[str, Any] = {"midpoint": None, "radius": None, "digits": 0, "method": ""}
    if outcome.messages:
        fields |= outcome.messages[-1].fields
        reason = f"{fields['reason']}; {reason}"
    known = fields["midpoint"] is not None
    head = {"expression": to_text(parse(job.question["expression"])), "verdict": "undetermined", "certified": known}
    return head | fields | {"reason": reason}


def _in_short(result: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("verdict", "certificate_id", "result", "error_margin", "is_zero_sum", "accepted", "compensating_set_id")
    return {name: result[name] for name in kept if name in result}
