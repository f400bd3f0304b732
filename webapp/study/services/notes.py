"""A student's notes to herself on questions. Nothing here commits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from webapp.models import Note
from webapp.study.queries import content

from .answers import UnknownCardError


def save_note(session: Session, *, user_id: int, key: str, text: str, now: datetime) -> None:
    """Keep the note on a question in the place of the one before; an empty one is deleted. Raises UnknownCardError."""
    card = content.asked_card(session, user_id=user_id, key=key)
    if card is None or (card.status == "draft" and card.state is None):
        raise UnknownCardError(f"There is no question {key}.")
    if text:
        session.merge(Note(user_id=user_id, question_id=card.question_id, text=text, changed_at=now))
        session.flush()
    else:
        session.execute(delete(Note).where(Note.user_id == user_id, Note.question_id == card.question_id))
