"""What somebody answered on a study day is read off an index alone: each batch asks for it"""

from __future__ import annotations

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

TABLE = "review_log"
COLUMNS = ["user_id", "study_day"]


def upgrade() -> None:
    op.create_index("ix_review_log_user_id_study_day_question_id", TABLE, [*COLUMNS, "question_id"])
    op.drop_index("ix_review_log_user_id_study_day", TABLE)
