"""A guest's log and quizzes are copied under the account that the guest logged in to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.reviews.attempts import copy_attempts
from webapp.reviews.copy import copy_log
from webapp.web.audit import note_event


def bring_along(*, session: Session, guest_id: int, user_id: int, now: datetime) -> None:
    """Copy the guest's log, folded with the account's own, and quizzes. Doing it twice changes nothing."""
    note_event(session, action="guest.brought-along", user_id=user_id, now=now, guest=guest_id)
    session.flush()  # takes the write lock before anything is read for the copy
    copy_log(session, from_user=guest_id, to_user=user_id)
    copy_attempts(session, from_user=guest_id, to_user=user_id)
