"""What a guest learned, brought into an account that existed before."""

from __future__ import annotations

from sqlalchemy.orm import Session

from .rebuild import known_for, rebuild_user


def copy_log(session: Session, *, from_user: int, to_user: int) -> int:
    """Copy the review log of ``from_user`` under ``to_user`` and fold anew; the number of rows that are new there.

    The rows keep their ids, so that doing it twice changes nothing. What they say of the memory stays as it was when
    they were recorded; the cards are folded from both logs together.
    """
    if from_user == to_user:
        return 0
    known = known_for(session)
    connection = session.connection()
    if known.sql.lock_user:
        for user in sorted((from_user, to_user)):
            connection.exec_driver_sql(known.sql.lock_user, {"user_id": user})
    copied = connection.exec_driver_sql(known.sql.copy_log, {"user_id": from_user, "to_user": to_user}).rowcount
    if copied:
        rebuild_user(session, known, to_user, check=False)
    return copied
