"""Stored topics as records."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from question_bank.topics import Topic as TopicRecord
from webapp.models import Topic


def topic_records(session: Session, *, bank_id: int) -> list[TopicRecord]:
    """The topics that are not retired, oldest first."""
    rows = session.scalars(select(Topic).where(Topic.bank_id == bank_id, Topic.retired_at.is_(None)).order_by(Topic.id))
    return [TopicRecord(key=row.key, title=row.title) for row in rows]
