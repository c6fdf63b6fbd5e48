"""All queries about sets, pairs, certificates and the log; sessions are passed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, delete, func, insert, literal, or_, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tnsim.store.models import (
    CertificateRecord,
    CompensationPair,
    InfiniteSetRecord,
    OperationLog,
    SetElement,
)
from tnsim.store.types import Timestamp, to_fixed

__all__ = [
    "add_certificate",
    "add_pair",
    "add_set",
    "certificate",
    "certificate_of_claim",
    "delete_set",
    "elements",
    "find_set",
    "list_sets",
    "log_operation",
    "prune_log",
]


def add_set(
    session: Session,
    name: str,
    kind: str,
    properties: dict[str, Any],
    values: Sequence[Fraction],
    owner: str | None,
    is_compensated: bool = False,
) -> InfiniteSetRecord:
    """Return the new set, its elements stored in order."""
    record = InfiniteSetRecord(
        name=name,
        type=kind,
        properties=properties,
        element_count=len(values),
        owner=owner,
        is_compensated=is_compensated,
    )
    session.add(record)
    session.flush()
    if values:
        rows = [
            {"set_id": record.id, "value": to_fixed(value), "exact_value": str(value), "position": position}
            for position, value in enumerate(values)
        ]
        session.execute(insert(SetElement), rows)
    return record


def find_set(session: Session, set_id: UUID, reader: str | None) -> InfiniteSetRecord | None:
    """Return the set, `None` where there is none that this reader may see."""
    return session.scalar(select(InfiniteSetRecord).where(InfiniteSetRecord.id == set_id, _visible_to(reader)))


def list_sets(
    session: Session,
    reader: str | None,
    kind: str | None = None,
    is_compensated: bool | None = None,
    limit: int = 50,
    after: tuple[datetime, UUID] | None = None,
) -> tuple[list[InfiniteSetRecord], int]:
    """Return a page of sets, the newest first, those behind `after`; and how many there are on all pages."""
    wanted: list[ColumnElement[bool]] = [_visible_to(reader)]
    if kind is not None:
        wanted.append(InfiniteSetRecord.type == kind)
    if is_compensated is not None:
        wanted.append(InfiniteSetRecord.is_compensated == is_compensated)
    total = session.scalar(select(func.count()).select_from(InfiniteSetRecord).where(*wanted)) or 0
    order = (InfiniteSetRecord.created_at, InfiniteSetRecord.id)
    if after is not None:
        wanted.append(tuple_(*order) < tuple_(literal(after[0], Timestamp), literal(after[1], Uuid)))
    page = select(InfiniteSetRecord).where(*wanted).order_by(*(column.desc() for column in order)).limit(limit)
    return list(session.scalars(page)), total


def delete_set(session: Session, set_id: UUID, owner: str | None) -> bool:
    """Delete a set of this owner with its elements and pairs; tell whether there was one."""
    mine = InfiniteSetRecord.owner.is_(None) if owner is None else InfiniteSetRecord.owner == owner
    gone = session.execute(delete(InfiniteSetRecord).where(InfiniteSetRecord.id == set_id, mine))
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def elements(session: Session, set_id: UUID, limit: int | None = None, offset: int = 0) -> list[Fraction]:
    """Return the exact elements by position, from the given one on."""
    rows = select(SetElement.exact_value).where(SetElement.set_id == set_id, SetElement.position >= offset)
    return [Fraction(text) for text in session.scalars(rows.order_by(SetElement.position).limit(limit))]


def add_pair(
    session: Session,
    set_a_id: UUID,
    set_b_id: UUID,
    result: Fraction,
    error_margin: Fraction,
    method: str,
    verdict: str,
    certificate_id: str | None,
) -> CompensationPair:
    """Return the new row about A and B together."""
    margin = to_fixed(error_margin)
    if Fraction(margin) < error_margin:
        margin = min(margin + Decimal(1).scaleb(-10), to_fixed(Fraction(10**10)))  # rounded up: it is a bound
    pair = CompensationPair(
        set_a_id=set_a_id,
        set_b_id=set_b_id,
        zero_sum_result=to_fixed(result),
        error_margin=margin,
        computation_method=method,
        verdict=verdict,
        certificate_id=certificate_id,
    )
    session.add(pair)
    session.flush()
    return pair


def add_certificate(session: Session, record: dict[str, Any]) -> None:
    """Store a certificate, unless it is there already."""
    insert_for = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert_for(CertificateRecord).values(**record).on_conflict_do_nothing())


def certificate(session: Session, certificate_id: str) -> CertificateRecord | None:
    """Return the certificate of this digest."""
    return session.get(CertificateRecord, certificate_id)


def certificate_of_claim(session: Session, claim_digest: str) -> CertificateRecord | None:
    """Return the first certificate that was found for a claim."""
    known = select(CertificateRecord).where(CertificateRecord.claim_digest == claim_digest)
    return session.scalar(known.order_by(CertificateRecord.created_at).limit(1))


def log_operation(
    session: Session,
    kind: str,
    question: dict[str, Any],
    answer: dict[str, Any],
    seconds: float,
    error: str | None = None,
) -> None:
    """Add a line to the log of operations."""
    session.add(
        OperationLog(
            operation_type=kind,
            input_data=question,
            result_data=answer,
            execution_time=Decimal(repr(min(seconds, 9999.0))).quantize(Decimal("1e-6")),
            success=error is None,
            error_message=error,
        )
    )


def prune_log(session: Session, before: datetime) -> None:
    """Forget the operations before a moment."""
    session.execute(delete(OperationLog).where(OperationLog.created_at < before))


def _visible_to(reader: str | None) -> ColumnElement[bool]:
    everybodys = InfiniteSetRecord.owner.is_(None)
    return everybodys if reader is None else or_(everybodys, InfiniteSetRecord.owner == reader)
