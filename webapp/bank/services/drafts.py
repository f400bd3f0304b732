"""What somebody types in the editor, kept until it is saved or thrown away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.bank.queries.stored import bank_row
from webapp.models import EditorDraft
from webapp.models.bank import SHIPPED

MOST_DRAFTS = 100


def draft_name(session: Session, *, key: str | None, kind: str) -> str:
    """What a draft is known by: the question's key, or kind and bank (but for the shipped one) of one to be made."""
    if key:
        return key
    bank = bank_row(session)
    return f"new/{kind}" if bank is None or bank.key == SHIPPED else f"new/{kind}/{bank.id}"


def keep_draft(
    session: Session, *, user_id: int, name: str, fields: Mapping[str, Sequence[str]], now: datetime
) -> None:
    """Keep the fields of a form in the place of what was kept of it. Of too many drafts the oldest goes."""
    session.merge(EditorDraft(user_id=user_id, name=name, kept_at=now, fields=dict(fields)))
    session.flush()
    own = select(EditorDraft.name).where(EditorDraft.user_id == user_id)
    oldest = session.scalars(own.order_by(EditorDraft.kept_at.desc(), EditorDraft.name).offset(MOST_DRAFTS)).all()
    for each in oldest:
        drop_draft(session, user_id=user_id, name=each)


def drop_draft(session: Session, *, user_id: int, name: str) -> None:
    """Keep what was typed no more; what is not there is gone already."""
    session.execute(delete(EditorDraft).where(EditorDraft.user_id == user_id, EditorDraft.name == name))


def draft(session: Session, *, user_id: int, name: str) -> EditorDraft | None:
    """What the person typed and has not saved."""
    return session.get(EditorDraft, (user_id, name))
