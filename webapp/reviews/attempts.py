"""The quizzes that a guest took, brought into an account that existed before."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Attempt, AttemptItem


def copy_attempts(session: Session, *, from_user: int, to_user: int) -> None:
    """Copy the quizzes of ``from_user`` under ``to_user``, open ones too. Doing it twice changes nothing.

    They keep their ids, from which those of their rows in the review log follow.
    """
    if from_user == to_user:
        return
    there = set(session.scalars(select(Attempt.id).where(Attempt.user_id == to_user)))
    for attempt in session.scalars(select(Attempt).where(Attempt.user_id == from_user)).all():
        if attempt.id not in there:
            items = select(AttemptItem).where(AttemptItem.user_id == from_user, AttemptItem.attempt_id == attempt.id)
            found = session.scalars(items).all()
            session.add(_copied(attempt, to_user))
            session.flush()
            session.add_all(_copied(item, to_user) for item in found)
    session.flush()


def _copied(row: Attempt | AttemptItem, to_user: int) -> Attempt | AttemptItem:
    values = {column.name: getattr(row, column.name) for column in row.__table__.columns}
    return type(row)(**{**values, "user_id": to_user})
