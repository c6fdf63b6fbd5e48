"""The tables. Exact values stand as text beside the decimal columns, which serve queries."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    Uuid,
    desc,
    false,
    true,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tnsim.store.types import Fixed, Timestamp

__all__ = [
    "SET_TYPES",
    "ApiKey",
    "Base",
    "CertificateRecord",
    "CompensationPair",
    "InfiniteSetRecord",
    "Job",
    "OperationLog",
    "SetElement",
]

SET_TYPES = (
    "harmonic",
    "alternating",
    "geometric",
    "arithmetic",
    "power",
    "dirichlet",
    "telescoping",
    "custom",
)

STATUSES = ("queued", "running", "finished", "failed", "cancelled")
LANES = ("fast", "slow")


class Base(DeclarativeBase):
    """The one registry; constraints have names, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def _now() -> datetime:
    return datetime.now(UTC)


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(map(repr, values))})", name=column)


class InfiniteSetRecord(Base):
    """A set: what it is given by stands in `properties` (formula, index, start, assumptions) or in its elements.

    `owner` is the id of an API key; rows without one belong to everybody (the seed, and all where keys are off).
    """

    __tablename__ = "infinite_sets"
    __table_args__ = (
        _one_of("type", SET_TYPES),
        Index("ix_infinite_sets_type", "type"),
        Index("ix_infinite_sets_created_at", desc("created_at")),
        Index("ix_infinite_sets_is_compensated", "is_compensated"),
        Index("ix_infinite_sets_owner", "owner"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(255))
    type: Mapped[str] = mapped_column(String(50))
    properties: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    element_count: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    is_compensated: Mapped[bool] = mapped_column(default=False, server_default=false())
    owner: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(Timestamp, default=_now)
    updated_at: Mapped[datetime] = mapped_column(Timestamp, default=_now, onupdate=_now)


class SetElement(Base):
    """One element at its position from 0: a decimal for queries, and the exact value as text."""

    __tablename__ = "set_elements"
    __table_args__ = (
        Index("ix_set_elements_set_id", "set_id"),
        Index("ix_set_elements_set_id_position", "set_id", "position", unique=True),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    set_id: Mapped[UUID] = mapped_column(ForeignKey("infinite_sets.id", ondelete="CASCADE"))
    value: Mapped[Decimal] = mapped_column(Fixed)
    exact_value: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(BigInteger)
    # `metadata` is a name that the mapping keeps for itself.
    details: Mapped[dict[str, Any]] = mapped_column("metadata", JSON, default=dict, server_default="{}")
    created_at: Mapped[datetime] = mapped_column(Timestamp, default=_now)


class CompensationPair(Base):
    """What is known of A and B together; the result is the midpoint of a ball, the margin its radius."""

    __tablename__ = "compensation_pairs"
    __table_args__ = (
        Index("ix_compensation_pairs_set_a_id_set_b_id", "set_a_id", "set_b_id"),
        Index("ix_compensation_pairs_zero_sum_result", "zero_sum_result"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    set_a_id: Mapped[UUID] = mapped_column(ForeignKey("infinite_sets.id", ondelete="CASCADE"))
    set_b_id: Mapped[UUID] = mapped_column(ForeignKey("infinite_sets.id", ondelete="CASCADE"))
    zero_sum_result: Mapped[Decimal] = mapped_column(Fixed)
    error_margin: Mapped[Decimal] = mapped_column(Fixed, default=Decimal(0), server_default="0")
    computation_method: Mapped[str] = mapped_column(String(50), default="direct", server_default="direct")
    verdict: Mapped[str] = mapped_column(String(20))
    certificate_id: Mapped[str | None] = mapped_column(ForeignKey("certificates.id"))
    computed_at: Mapped[datetime] = mapped_column(Timestamp, default=_now)


class OperationLog(Base):
    """One operation: what was asked, what was answered, how long it took in seconds."""

    __tablename__ = "operation_logs"
    __table_args__ = (
        Index("ix_operation_logs_operation_type", "operation_type"),
        Index("ix_operation_logs_created_at", desc("created_at")),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    operation_type: Mapped[str] = mapped_column(String(50))
    input_data: Mapped[dict[str, Any]] = mapped_column(JSON)
    result_data: Mapped[dict[str, Any]] = mapped_column(JSON)
    execution_time: Mapped[Decimal] = mapped_column(Fixed(10, 6))
    success: Mapped[bool] = mapped_column(default=True, server_default=true())
    error_message: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Timestamp, default=_now)


class CertificateRecord(Base):
    """A certificate under its own digest: the same proof is one row, whoever asked for it."""

    __tablename__ = "certificates"
    __table_args__ = (Index("ix_certificates_claim_digest", "claim_digest"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    claim_digest: Mapped[str] = mapped_column(String(64))
    claim: Mapped[str] = mapped_column(Text)
    assumptions: Mapped[list[str]] = mapped_column(JSON, default=list)
    verdict: Mapped[str] = mapped_column(String(20))
    document: Mapped[str] = mapped_column(Text)
    report: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(Timestamp, default=_now)


class Job(Base):
    """Work to be done: queued, running under a lease, or ended; a row ends once.

    `fingerprint` is the digest of the question; while one job of an owner asks it, no second one is made.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        _one_of("status", STATUSES),
        _one_of("lane", LANES),
        Index("ix_jobs_status_lane_created_at", "status", "lane", "created_at"),
        Index("ix_jobs_finished_at", "finished_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(50))
    question: Mapped[dict[str, Any]] = mapped_column(JSON)
    fingerprint: Mapped[str] = mapped_column(String(64))
    owner: Mapped[str] = mapped_column(String(32), default="")
    timeout: Mapped[Decimal] = mapped_column(Fixed(10, 3))
    status: Mapped[str] = mapped_column(String(20), default="queued")
    lane: Mapped[str] = mapped_column(String(10), default="fast")
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    worker: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None] = mapped_column(Timestamp)
    progress: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Timestamp, default=_now)
    started_at: Mapped[datetime | None] = mapped_column(Timestamp)
    finished_at: Mapped[datetime | None] = mapped_column(Timestamp)


ACTIVE = Job.status.in_(("queued", "running"))
_ONE_AT_A_TIME = (Job.owner, Job.fingerprint)
Index("uq_jobs_owner_fingerprint", *_ONE_AT_A_TIME, unique=True, sqlite_where=ACTIVE, postgresql_where=ACTIVE)


class ApiKey(Base):
    """An API key: its public id and the hash of its secret; the secret itself is shown once and kept nowhere."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    secret_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Timestamp, default=_now)
    revoked_at: Mapped[datetime | None] = mapped_column(Timestamp)
