"""A person's own weights, and exams"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Day, Id, Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "memory_parameters",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("trained_at", Instant(), nullable=False),
        sa.Column("weights", sa.String(length=1000), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("loss_before", sa.Double(), nullable=False),
        sa.Column("loss_after", sa.Double(), nullable=False),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=True),
        sa.Column("counted_at", Instant(), nullable=True),
        sa.CheckConstraint("reviews > 0", name=op.f("ck_memory_parameters_reviews")),
        sa.CheckConstraint("loss_before >= 0 AND loss_after >= 0", name=op.f("ck_memory_parameters_losses")),
        sa.CheckConstraint("NOT in_force OR changed_at IS NOT NULL", name=op.f("ck_memory_parameters_in_force")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_memory_parameters_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "trained_at", name=op.f("pk_memory_parameters")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "uq_memory_parameters_in_force",
        "memory_parameters",
        ["user_id"],
        unique=True,
        sqlite_where=sa.text("in_force"),
        postgresql_where=sa.text("in_force"),
    )
    op.create_table(
        "exam",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("day", Day(), nullable=False),
        sa.Column("collection_id", Id, nullable=True),
        sa.Column("retention", sa.Double(), nullable=False),
        sa.CheckConstraint("retention BETWEEN 0.5 AND 0.99", name=op.f("ck_exam_retention")),
        sa.ForeignKeyConstraint(["collection_id"], ["collection.id"], name=op.f("fk_exam_collection_id_collection")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_exam_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "made_at", name=op.f("pk_exam")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_exam_collection_id", "exam", ["collection_id"])
