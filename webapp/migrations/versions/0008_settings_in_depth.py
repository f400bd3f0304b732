"""Steps, order of new cards, easy days, load balancing and catching up among a person's settings"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Day, Json

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

USUAL_WEEK = "[" + ", ".join(['"normal"'] * 7) + "]"


def upgrade() -> None:
    with op.batch_alter_table("user_settings", recreate="auto") as table:
        table.add_column(sa.Column("learning_steps", sa.String(60), server_default="1m 10m", nullable=False))
        table.add_column(sa.Column("relearning_steps", sa.String(60), server_default="10m", nullable=False))
        table.add_column(sa.Column("new_order", sa.String(20), server_default="importance", nullable=False))
        table.add_column(sa.Column("weekdays", Json, server_default=USUAL_WEEK, nullable=False))
        table.add_column(sa.Column("days_off", Json, server_default="[]", nullable=False))
        table.add_column(sa.Column("load_balancing", sa.Boolean(), server_default=sa.true(), nullable=False))
        table.add_column(sa.Column("catch_up_until", Day(), nullable=True))
        table.add_column(sa.Column("catch_up_per_day", sa.Integer(), nullable=True))
        table.create_check_constraint("new_order", "new_order IN ('importance', 'article', 'random')")
        table.create_check_constraint("catch_up", "(catch_up_until IS NULL) = (catch_up_per_day IS NULL)")
        table.create_check_constraint("catch_up_per_day", "catch_up_per_day >= 1")
