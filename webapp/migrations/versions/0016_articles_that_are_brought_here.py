"""Articles that are brought here"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("article", sa.Column("is_draft", sa.Boolean(), nullable=False, server_default=sa.false()))
