"""What every change of who learns by a class goes with."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.models import ClassInstructor, ClassStudent, NewCardFrontier, SchoolClass


def lock_class(session: Session, *, class_id: int) -> None:
    """Wait until nobody else changes the class or who belongs to it, and let nobody begin to before this transaction
    ends. The row is then known as it is by now.

    Two presses of one button are one then, and what is counted here stays true. SQLite locks everything anyway.
    """
    locked = select(SchoolClass).where(SchoolClass.id == class_id).with_for_update()
    session.scalars(locked.execution_options(populate_existing=True)).one_or_none()


def forget_frontier(session: Session, *, user_id: int) -> None:
    """The person has other questions in sight: their new ones are looked for from the beginning."""
    session.execute(delete(NewCardFrontier).where(NewCardFrontier.user_id == user_id))


def forget_frontiers(session: Session, *, class_id: int) -> None:
    """``forget_frontier`` of everybody who learns by the class."""
    for table in (ClassStudent, ClassInstructor):
        members = select(table.user_id).where(table.class_id == class_id)
        session.execute(delete(NewCardFrontier).where(NewCardFrontier.user_id.in_(members)))
