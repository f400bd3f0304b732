"""What becomes of all that a guest has when the guest logs in to an account that existed before.

Nobody can come back to a guest from then on: what was not brought along would stay for ever without an owner.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.models import MovedGuest
from webapp.reviews.attempts import copy_attempts
from webapp.reviews.collections import copy_collections
from webapp.reviews.copy import copy_log
from webapp.reviews.erase import NoSuchUserError, begin_erasing, erase_user, finish_erasing, lock_user
from webapp.reviews.plans import copy_plans
from webapp.reviews.remarks import move_remarks
from webapp.web.audit import note_event


def bring_along(*, session: Session, guest_id: int, user_id: int, now: datetime) -> int:
    """Move the guest's log, folded with the account's own, and all else that is the guest's; then erase the guest.

    That the guest went there is kept: answers that the browser has not sent yet follow. Doing it twice changes nothing.
    How many of the guest's exams the account had no room for.
    """
    left_out = 0
    lock_user(session, user_id)  # before the guest's, as where the account is deleted: no two wait for each other
    with suppress(NoSuchUserError):  # brought along already
        begin_erasing(session, user_id=guest_id, now=now)
        copy_log(session, from_user=guest_id, to_user=user_id)
        copy_attempts(session, from_user=guest_id, to_user=user_id)
        copy_collections(session, from_user=guest_id, to_user=user_id)
        move_remarks(session, from_user=guest_id, to_user=user_id)
        left_out = copy_plans(session, from_user=guest_id, to_user=user_id, now=now)
        session.add(MovedGuest(user_id=user_id, guest_id=guest_id, moved_at=now))
        note_event(session, action="guest.brought-along", user_id=user_id, now=now)
        finish_erasing(session, user_id=guest_id)
    return left_out


def leave_behind(*, session: Session, guest_id: int, now: datetime) -> None:
    """Erase the guest with everything. Doing it twice changes nothing."""
    with suppress(NoSuchUserError):
        erase_user(session, user_id=guest_id, now=now)


def leave_for(*, session: Session, guest_id: int, user_id: int, is_unsent_kept: bool, now: datetime) -> None:
    """Erase the guest, in whose browser the account is used from now on. What the browser has not sent of the guest
    goes into the account if ``is_unsent_kept``, else away. Doing it twice changes nothing.
    """
    lock_user(session, user_id)
    leave_behind(session=session, guest_id=guest_id, now=now)
    if session.get(MovedGuest, (user_id, guest_id)) is None:
        session.add(MovedGuest(user_id=user_id, guest_id=guest_id, moved_at=now, is_deleted=not is_unsent_kept))
