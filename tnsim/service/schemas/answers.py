"""What answers look like. Numbers that enclose are decimal texts; a float beside them is for display."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, TypeAlias
from uuid import UUID

from pydantic import BaseModel, Field

__all__ = [
    "BalansisAnswer",
    "CertificateAnswer",
    "CheckAnswer",
    "CompensateAnswer",
    "CreatedAnswer",
    "ElementsAnswer",
    "EvaluateAnswer",
    "HealthAnswer",
    "JobAnswer",
    "OperationAnswer",
    "ReadyAnswer",
    "SetAnswer",
    "SetPage",
    "SumAnswer",
    "VerdictAnswer",
]

Verdict: TypeAlias = Literal["proved", "refuted", "divergent", "enclosed", "undetermined"]


class EnclosureFields(BaseModel):
    """A ball that holds the value."""

    midpoint: str
    radius: str
    digits: int
    imaginary: dict[str, str] | None = None
    point: dict[str, str] | None = None


class CheckerFields(BaseModel):
    """What the independent checker said of the certificate."""

    accepted: bool
    seconds: float
    rules: list[str]
    lemmas: list[str]


class VerdictAnswer(BaseModel):
    """What is known of a claim; the certificate is at /api/v1/certificates/{certificate_id}."""

    claim: str | None = Field(description="the expression that is said to be 0")
    assumptions: list[str]
    verdict: Verdict
    method: str
    checker: CheckerFields | None
    certificate_id: str | None = None
    enclosure: EnclosureFields | None
    reason: str
    seconds: float
    version: str


class OperationAnswer(VerdictAnswer):
    """A verdict on a zero sum: `result` is the nearest float, `error_margin` bounds its distance to the true value."""

    result: float | None
    is_zero_sum: bool | None = Field(description="null where it is not decided")
    error_margin: float | None
    reading: Literal["direct", "compensated"] | None = None
    pair_id: UUID | None = None


class CompensateAnswer(VerdictAnswer):
    """A compensating set, stored under an id of its own, with the verdict on both together."""

    compensating_set_id: UUID
    compensating_set: dict[str, Any]
    convergence: str
    method_used: Literal["negative", "accelerated"]


class EvaluateAnswer(BaseModel):
    """A ball around a value: `midpoint` and `radius` are decimal texts that enclose it."""

    expression: str
    verdict: Literal["enclosed", "divergent", "undetermined"]
    midpoint: str | None
    radius: str | None
    digits: int
    imaginary: dict[str, str] | None = None
    certified: bool
    method: str
    reason: str


class SumAnswer(BaseModel):
    """A closed form: proved, or a conjecture that agrees with certified digits, and says so."""

    expression: str
    closed_form: str | None
    verdict: Verdict
    conjecture: bool
    digits: int | None
    method: str
    checker: CheckerFields | None
    certificate_id: str | None = None
    enclosure: EnclosureFields | None
    reason: str
    seconds: float
    version: str


class CheckAnswer(BaseModel):
    """What the checker says of a certificate."""

    accepted: bool
    verdict: Literal["proved", "refuted", "divergent"] | None
    claim: str
    assumptions: list[str]
    failed_step: int | None
    reason: str
    rules: list[str]
    lemmas: list[str]
    seconds: float


class CertificateAnswer(BaseModel):
    """A stored certificate: check it with `tnsim check`, or with a checker of your own."""

    id: str
    claim: str
    assumptions: list[str]
    verdict: Literal["proved", "refuted", "divergent"]
    certificate: dict[str, Any]
    created_at: datetime


class JobAnswer(BaseModel):
    """Work that is not done yet, or is: `result` is what the request would have been answered with."""

    job_id: UUID
    kind: str
    status: Literal["queued", "running", "finished", "failed", "cancelled"]
    progress: dict[str, Any] | None
    result: dict[str, Any] | None
    error: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    links: dict[str, str]


class CreatedAnswer(BaseModel):
    """The new set, and the set that compensates it."""

    set_id: UUID
    status: Literal["created"]
    name: str
    type: str
    element_count: int
    given_by: dict[str, Any]
    compensating_set: dict[str, Any]
    notes: list[str]


class SetAnswer(BaseModel):
    """A stored set; `elements` are the first ones, exactly; all are at /elements."""

    id: UUID
    name: str
    type: str
    properties: dict[str, Any]
    element_count: int
    elements: list[str]
    is_infinite: bool
    is_compensated: bool
    created_at: datetime
    updated_at: datetime
    notes: list[str] = []


class SetPage(BaseModel):
    """A page of sets, the newest first; `next_cursor` asks for the next page."""

    items: list[SetAnswer]
    total: int
    next_cursor: str | None


class ElementsAnswer(BaseModel):
    """Elements by position, exactly."""

    offset: int
    elements: list[str]
    element_count: int | None = Field(description="null for infinitely many")


class BalansisAnswer(BaseModel):
    """A sum through Balansis' own operations beside the exact one, and the difference."""

    balansis_version: str
    count: int
    balansis: dict[str, Any]
    exact: str
    ours: dict[str, str]
    difference: str


class HealthAnswer(BaseModel):
    """The process is alive."""

    status: Literal["alive"]
    version: str


class ReadyAnswer(BaseModel):
    """Whether requests can be answered now, and what each part says."""

    ready: bool
    database: str
    cache: str
    workers: str
