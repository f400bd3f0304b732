"""An index of the quizzes that are open and have a time limit: they are handed in when it is over"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    timed = sa.text("submitted_at IS NULL AND time_limit_s IS NOT NULL")
    op.create_index("ix_attempt_timed", "attempt", ["made_at"], sqlite_where=timed, postgresql_where=timed)
