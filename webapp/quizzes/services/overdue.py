"""Quizzes whose time ran out while nobody looked: they are handed in as their students would have."""

from __future__ import annotations

from datetime import datetime

from webapp.db import Database
from webapp.models.visible import only_visible
from webapp.quizzes.queries.attempts import overdue
from webapp.reviews.known import known_of
from webapp.web.logs import log
from webapp.web.session_rows import banks_of

from .submitting import submit

AT_ONCE = 20


def hand_in_overdue(database: Database, *, now: datetime) -> int:
    """Hand in quizzes whose time is up, some at a time, each with the banks in sight that its student sees; how many.

    Of what cannot be put into somebody's history they are told when they open the quiz, where it is tried again. One
    that fails is noted in the log and keeps no other waiting.
    """
    with database.reader() as session:
        found = overdue(session, now=now, most=AT_ONCE)
    handed_in = 0
    for user_id, attempt_id in found:
        try:
            with only_visible(banks_of(database, user_id)):
                submit(database, user_id=user_id, attempt_id=attempt_id, now=now, known=known_of(database))
            handed_in += 1
        except Exception:  # noqa: BLE001  # whatever it was, the worker lives on, and the next quiz is handed in
            log().exception("a quiz could not be handed in", attempt=str(attempt_id))
    return handed_in
