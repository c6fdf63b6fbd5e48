"""The queue of jobs, and API keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tnsim.store.types import Fixed, Timestamp

revision = "0002"
down_revision = "0001"

_ACTIVE = sa.text("status IN ('queued', 'running')")


def upgrade() -> None:
    """Make the tables of jobs and API keys."""
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(50), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("timeout", Fixed(10, 3), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("lane", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("worker", sa.String(64)),
        sa.Column("lease_until", Timestamp()),
        sa.Column("progress", sa.JSON()),
        sa.Column("result", sa.JSON()),
        sa.Column("error", sa.Text()),
        sa.Column("created_at", Timestamp(), nullable=False),
        sa.Column("started_at", Timestamp()),
        sa.Column("finished_at", Timestamp()),
        sa.CheckConstraint("status IN ('queued', 'running', 'finished', 'failed', 'cancelled')", name="ck_jobs_status"),
        sa.CheckConstraint("lane IN ('fast', 'slow')", name="ck_jobs_lane"),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_index("ix_jobs_status_lane_created_at", "jobs", ["status", "lane", "created_at"])
    op.create_index("ix_jobs_finished_at", "jobs", ["finished_at"])
    op.create_index(
        "uq_jobs_owner_fingerprint",
        "jobs",
        ["owner", "fingerprint"],
        unique=True,
        sqlite_where=_ACTIVE,
        postgresql_where=_ACTIVE,
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("created_at", Timestamp(), nullable=False),
        sa.Column("revoked_at", Timestamp()),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("api_keys")
    op.drop_table("jobs")
