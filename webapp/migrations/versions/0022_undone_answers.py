"""What was undone is found by an index of its own"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

UNDOS = sa.text("undoes IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_review_log_user_id_undoes", "review_log", ["user_id", "undoes"], sqlite_where=UNDOS, postgresql_where=UNDOS
    )
