"""Which questions stand in the bank that somebody has at hand to edit."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Question
from webapp.models.visible import Banks


def editable_keys(session: Session, *, keys: Collection[str], banks: Banks) -> list[str]:
    """Those of ``keys`` whose questions stand in one of ``banks``, in order; None: in any."""
    if banks is None:
        return sorted(keys)
    statement = select(Question.key).where(Question.key.in_(keys), Question.bank_id.in_(banks)).order_by(Question.key)
    return list(session.scalars(statement)) if banks and keys else []
