"""Claims to look at again"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Id, Instant

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim_look",
        sa.Column("claim_id", Id, nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_look_claim_id_claim")),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_claim_look")),
    )
