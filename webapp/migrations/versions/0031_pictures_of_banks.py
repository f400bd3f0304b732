"""Pictures of banks, and those of a file that waits to be taken over"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from webapp.models.base import Digest, Id

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, owner in (("bank_picture", "bank"), ("import_picture", "user")):
        op.create_table(
            name,
            sa.Column(f"{owner}_id", Id, nullable=False),
            sa.Column("digest", Digest, nullable=False),
            sa.Column("part", sa.Integer(), nullable=False),
            sa.Column("media_type", sa.String(length=20), nullable=False),
            sa.Column("content", sa.LargeBinary(), nullable=False),
            sa.ForeignKeyConstraint([f"{owner}_id"], [f"{owner}.id"], name=op.f(f"fk_{name}_{owner}_id_{owner}")),
            sa.PrimaryKeyConstraint(f"{owner}_id", "digest", "part", name=op.f(f"pk_{name}")),
        )
