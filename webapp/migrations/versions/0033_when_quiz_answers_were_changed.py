"""When an answer in a quiz was given or taken back, so that an older one that comes later changes nothing"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Instant

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attempt_item", sa.Column("changed_at", Instant(), nullable=True))
    op.execute("UPDATE attempt_item SET changed_at = answered_at")
