"""Sets, their elements, pairs, the log of operations, and certificates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tnsim.store.types import Fixed, Timestamp

revision = "0001"
down_revision = None

_TYPES = "'harmonic', 'alternating', 'geometric', 'arithmetic', 'power', 'dirichlet', 'telescoping', 'custom'"


def upgrade() -> None:
    """Make the tables of sets, pairs, certificates and the log."""
    op.create_table(
        "infinite_sets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("type", sa.String(50), nullable=False),
        sa.Column("properties", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("element_count", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("is_compensated", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("owner", sa.String(32)),
        sa.Column("created_at", Timestamp(), nullable=False),
        sa.Column("updated_at", Timestamp(), nullable=False),
        sa.CheckConstraint(f"type IN ({_TYPES})", name="ck_infinite_sets_type"),
        sa.PrimaryKeyConstraint("id", name="pk_infinite_sets"),
    )
    op.create_index("ix_infinite_sets_type", "infinite_sets", ["type"])
    op.create_index("ix_infinite_sets_created_at", "infinite_sets", [sa.text("created_at DESC")])
    op.create_index("ix_infinite_sets_is_compensated", "infinite_sets", ["is_compensated"])
    op.create_index("ix_infinite_sets_owner", "infinite_sets", ["owner"])

    op.create_table(
        "set_elements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("set_id", sa.Uuid(), nullable=False),
        sa.Column("value", Fixed(20, 10), nullable=False),
        sa.Column("exact_value", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("metadata", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("created_at", Timestamp(), nullable=False),
        sa.ForeignKeyConstraint(["set_id"], ["infinite_sets.id"], name="fk_set_elements_set_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_set_elements"),
    )
    op.create_index("ix_set_elements_set_id", "set_elements", ["set_id"])
    op.create_index("ix_set_elements_set_id_position", "set_elements", ["set_id", "position"], unique=True)

    op.create_table(
        "certificates",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("claim_digest", sa.String(64), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("assumptions", sa.JSON(), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("created_at", Timestamp(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_certificates"),
    )
    op.create_index("ix_certificates_claim_digest", "certificates", ["claim_digest"])

    op.create_table(
        "compensation_pairs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("set_a_id", sa.Uuid(), nullable=False),
        sa.Column("set_b_id", sa.Uuid(), nullable=False),
        sa.Column("zero_sum_result", Fixed(20, 10), nullable=False),
        sa.Column("error_margin", Fixed(20, 10), server_default="0", nullable=False),
        sa.Column("computation_method", sa.String(50), server_default="direct", nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("certificate_id", sa.String(64)),
        sa.Column("computed_at", Timestamp(), nullable=False),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificates.id"], name="fk_compensation_pairs_certificate_id"),
        sa.ForeignKeyConstraint(
            ["set_a_id"], ["infinite_sets.id"], name="fk_compensation_pairs_set_a_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["set_b_id"], ["infinite_sets.id"], name="fk_compensation_pairs_set_b_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_compensation_pairs"),
    )
    op.create_index("ix_compensation_pairs_set_a_id_set_b_id", "compensation_pairs", ["set_a_id", "set_b_id"])
    op.create_index("ix_compensation_pairs_zero_sum_result", "compensation_pairs", ["zero_sum_result"])

    op.create_table(
        "operation_logs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("operation_type", sa.String(50), nullable=False),
        sa.Column("input_data", sa.JSON(), nullable=False),
        sa.Column("result_data", sa.JSON(), nullable=False),
        sa.Column("execution_time", Fixed(10, 6), nullable=False),
        sa.Column("success", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("error_message", sa.Text()),
        sa.Column("created_at", Timestamp(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_operation_logs"),
    )
    op.create_index("ix_operation_logs_operation_type", "operation_logs", ["operation_type"])
    op.create_index("ix_operation_logs_created_at", "operation_logs", [sa.text("created_at DESC")])


def downgrade() -> None:
    """Drop them."""
    for table in ("operation_logs", "compensation_pairs", "certificates", "set_elements", "infinite_sets"):
        op.drop_table(table)
