"""Claims that are moved at once"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Json

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bulk_change", sa.Column("claims", Json, nullable=False, server_default="{}"))
