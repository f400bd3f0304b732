"""What became of the guests of an account's browsers."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import MovedGuest


def moved_guests(session: Session, *, user_id: int) -> tuple[list[int], list[int]]:
    """The numbers of the guests whose log went into the account, and of those who were deleted, in order."""
    rows = session.execute(
        select(MovedGuest.guest_id, MovedGuest.is_deleted)
        .where(MovedGuest.user_id == user_id)
        .order_by(MovedGuest.guest_id)
    ).all()
    moved, deleted = ([guest for guest, is_deleted in rows if is_deleted is which] for which in (False, True))
    return moved, deleted
