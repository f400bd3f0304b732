"""Which term of the vocabulary another one was made one with; of those before, as the audit has it"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

KINDS = ("actor", "issue", "topic")
MERGED = sa.text("SELECT bank_id, detail FROM audit_event WHERE action = :action ORDER BY id")


def upgrade() -> None:
    for kind in KINDS:
        op.add_column(kind, sa.Column("merged_into", sa.String(length=60), nullable=True))
        note = sa.text(
            f"UPDATE {kind} SET merged_into = :into WHERE (key = :key AND retired_at IS NOT NULL OR merged_into = :key)"  # noqa: S608
            " AND bank_id = coalesce(:bank, (SELECT id FROM bank WHERE bank.key = 'main'))"
        )
        for bank, detail in op.get_bind().execute(MERGED, {"action": f"{kind} merged"}).all():
            said = json.loads(detail) if isinstance(detail, str) else detail
            if said:  # who made them one may have taken their account away, and with it what it says
                op.get_bind().execute(note, {"bank": bank, "key": said[kind], "into": said["into"]})
