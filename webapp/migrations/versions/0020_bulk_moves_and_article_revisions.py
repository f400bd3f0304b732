"""Claims that are moved at once, revisions of articles, and what somebody wrote"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Id, Instant, Json

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bulk_change", sa.Column("claims", Json, nullable=False, server_default="{}"))
    op.create_index(op.f("ix_claim_topic_id"), "claim", ["topic_id"])
    op.create_index("ix_question_position", "question", ["position", "id"])
    op.create_index(op.f("ix_question_proposal_author_id"), "question_proposal", ["author_id"])
    op.create_table(
        "article_revision",
        sa.Column("article_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("content_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("author_id", Id, nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_revision_article_id_article")),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_article_revision_author_id_user")),
        sa.PrimaryKeyConstraint("article_id", "number", name=op.f("pk_article_revision")),
    )
    written = sa.text("author_id IS NOT NULL")
    for table, of in (("article_revision", "article_id"), ("claim_revision", "claim_id"),
                      ("question_revision", "question_id")):  # fmt: skip
        op.create_index(
            f"ix_{table}_author_id", table, ["author_id", of, "number"], sqlite_where=written,
            postgresql_where=written,
        )  # fmt: skip
