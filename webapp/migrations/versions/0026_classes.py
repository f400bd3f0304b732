"""Classes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Day, Id, Instant

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "school_class",
        sa.Column("id", Id, nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("code", sa.String(12), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("archived_at", Instant(), nullable=True),
        sa.CheckConstraint("code IS NULL OR archived_at IS NULL", name=op.f("ck_school_class_closed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_class")),
        sa.UniqueConstraint("code", name=op.f("uq_school_class_code")),
        sqlite_autoincrement=True,
    )
    _of_class("class_instructor")
    _of_class("class_student", sa.Column("joined_at", Instant(), nullable=False))
    op.create_table(
        "class_bank",
        sa.Column("class_id", Id, nullable=False),
        sa.Column("bank_id", Id, nullable=False),
        _key_to("class_bank", "class_id", "school_class"),
        _key_to("class_bank", "bank_id", "bank"),
        sa.PrimaryKeyConstraint("class_id", "bank_id", name=op.f("pk_class_bank")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_class_bank_bank_id"), "class_bank", ["bank_id"])
    op.create_table(
        "class_work",
        sa.Column("id", Id, nullable=False),
        sa.Column("class_id", Id, nullable=False),
        sa.Column("collection_id", Id, nullable=False),
        sa.Column("day", Day(), nullable=False),
        sa.Column("set_at", Instant(), nullable=False),
        _key_to("class_work", "class_id", "school_class"),
        _key_to("class_work", "collection_id", "collection"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_work")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_class_work_class_id"), "class_work", ["class_id"])
    op.create_index(op.f("ix_class_work_collection_id"), "class_work", ["collection_id"])


def _of_class(table: str, *more: sa.Column) -> None:
    op.create_table(
        table,
        sa.Column("user_id", Id, nullable=False),
        sa.Column("class_id", Id, nullable=False),
        *more,
        _key_to(table, "user_id", "user"),
        _key_to(table, "class_id", "school_class"),
        sa.PrimaryKeyConstraint("user_id", "class_id", name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f(f"ix_{table}_class_id"), table, ["class_id"])


def _key_to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
