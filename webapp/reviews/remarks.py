"""The notes and reports that a guest wrote, brought into an account that existed before."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.models import Note, Report
from webapp.models.remarks import LONGEST_NOTE

BETWEEN = "\n\n"


def move_remarks(session: Session, *, from_user: int, to_user: int) -> None:
    """Give the notes and reports of ``from_user`` to ``to_user``. Doing it twice changes nothing.

    Of two notes on one question the guest's stands below the account's own, as far as both fit into one.
    """
    if from_user == to_user:
        return
    session.execute(update(Report).where(Report.user_id == from_user).values(user_id=to_user))
    for note in session.scalars(select(Note).where(Note.user_id == from_user)).all():
        own = session.get(Note, (to_user, note.question_id))
        if own is None:
            session.add(Note(user_id=to_user, question_id=note.question_id, text=note.text, changed_at=note.changed_at))
        elif note.text not in own.text:
            own.text = BETWEEN.join(filter(None, (own.text, note.text)))[:LONGEST_NOTE]
            own.changed_at = max(own.changed_at, note.changed_at)
        session.delete(note)
    session.flush()
