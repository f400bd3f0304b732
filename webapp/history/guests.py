"""The guests who became part of an account."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import MovedGuest


def moved_guests(session: Session, *, user_id: int) -> list[int]:
    """The numbers of the guests whose log went into the account, in the order of these numbers."""
    return list(
        session.scalars(select(MovedGuest.guest_id).where(MovedGuest.user_id == user_id).order_by(MovedGuest.guest_id))
    )
