"""Answers that changed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_question_revision_changes_answer",
        "question_revision",
        ["question_id", "number"],
        sqlite_where=sa.text("changes_answer"),
        postgresql_where=sa.text("changes_answer"),
    )
