"""What a personal token is for; those that there are go on studying"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("access_token", recreate="auto") as table:
        table.add_column(sa.Column("scopes", sa.String(100), server_default="study", nullable=False))
