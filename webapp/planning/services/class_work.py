"""Work of a class taken as an exam of one's own."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.history.class_work import work_of_student
from webapp.history.exams import exams
from webapp.history.settings import settings_of

from .exams import make_exam

LONGEST_NAME = 100
RETENTION = 0.9


class NoSuchWorkError(LookupError):
    """No class of the person has this work, or its day is not to come any more."""


def plan_for_work(session: Session, *, user_id: int, work_id: int, now: datetime) -> bool:
    """Keep an exam on what a class of the person is to know; False where there is one on it for that day already.

    Raises NoSuchWorkError, ExamError where the person has too many.
    """
    today = settings_of(session, user_id=user_id).policy.calendar.day_of(now)
    own = work_of_student(session, user_id=user_id, today=today)
    found = next((each.work for each in own if each.work.id == work_id and each.work.day > today), None)
    if found is None:
        raise NoSuchWorkError(_("Your classes have no such work any more, or its day is here."))
    planned = {(exam.collection_id, exam.day) for exam in exams(session, user_id=user_id)}
    if (found.collection.id, found.day) in planned:
        return False
    make_exam(
        session, user_id=user_id, name=found.class_title[:LONGEST_NAME], day=found.day,
        collection_id=found.collection.id, retention=RETENTION, now=now,
    )  # fmt: skip
    return True
