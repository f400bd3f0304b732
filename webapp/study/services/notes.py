"""A student's notes to herself on questions. Nothing here commits."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext
from sqlalchemy.orm import Session

from webapp.models import Note
from webapp.study.queries import content

from .answers import UnknownCardError


def save_note(session: Session, *, user_id: int, key: str, text: str, written_at: datetime) -> str:
    """Keep the note on a question in the place of one that was written before; empty is as good as none.

    Returns the note that is kept now. One that waited for a connection may come late or twice: it changes nothing where
    a later one is here, so that a note that was emptied leaves its time. Raises UnknownCardError.
    """
    card = content.asked_card(session, user_id=user_id, key=key)
    if card is None or (card.status == "draft" and card.state is None):
        raise UnknownCardError(gettext("There is no such question."))
    note = session.get(Note, (user_id, card.question_id))
    if note is None and not text:
        return ""
    if note is None:
        note = Note(user_id=user_id, question_id=card.question_id, text=text, changed_at=written_at)
        session.add(note)
    elif written_at >= note.changed_at:
        note.text, note.changed_at = text, written_at
    session.flush()
    return note.text
