"""The table of questions with its index, tags and views, changes of many at once, and what is typed in the editor"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Id, Instant, Json

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ON_SQLITE = """CREATE VIRTUAL TABLE search_index_of_bank USING fts5(
    body, tokenize = 'porter unicode61 remove_diacritics 2'
)"""
ON_POSTGRESQL = """CREATE TABLE search_index_of_bank (
    record BIGINT NOT NULL, words TSVECTOR NOT NULL, CONSTRAINT pk_search_index_of_bank PRIMARY KEY (record)
)"""


def upgrade() -> None:
    op.create_table(
        "question_entry",
        sa.Column("question_id", Id, autoincrement=False, nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("stem", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_question_entry_question_id_question")),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_question_entry")),
    )
    op.create_index("ix_question_entry_changed_at", "question_entry", ["changed_at"])
    op.create_index(op.f("ix_question_entry_owner_id"), "question_entry", ["owner_id"])
    op.create_table(
        "question_tag",
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.Column("question_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_question_tag_question_id_question")),
        sa.PrimaryKeyConstraint("tag", "question_id", name=op.f("pk_question_tag")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_question_tag_question_id"), "question_tag", ["question_id"])
    op.create_table(
        "saved_view",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_saved_view_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "name", name=op.f("pk_saved_view")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "bulk_change",
        sa.Column("id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("questions", Json, nullable=False),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_bulk_change_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_change")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_bulk_change_user_id_at", "bulk_change", ["user_id", "at"])
    op.create_table(
        "editor_draft",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kept_at", Instant(), nullable=False),
        sa.Column("fields", Json, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_editor_draft_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "name", name=op.f("pk_editor_draft")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(ON_SQLITE)
        return
    op.execute(ON_POSTGRESQL)
    op.execute("CREATE INDEX ix_search_index_of_bank_words ON search_index_of_bank USING gin (words)")
