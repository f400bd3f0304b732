"""Guests who were deleted where their account was logged in to"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("moved_guest", sa.Column("is_deleted", sa.Boolean(), server_default=sa.false(), nullable=False))
