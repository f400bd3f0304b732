"""What lies before a student until an exam, and whether the new cards that they begin a day are enough for it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from webapp.models import Question
from webapp.scheduling.exam import Ahead, is_enough

from .collections import is_within
from .exams import ExamRow
from .start import Start, load_start


class Outlook(StrEnum):
    """Where the new cards lead that a student begins a day."""

    ON_COURSE = "on-course"
    BEHIND = "behind"  # more a day would lead to what is wanted
    TOO_MUCH = "too-much"  # no number of them does


def start_for(session: Session, *, user_id: int, exam: ExamRow, now: datetime) -> Start:
    """What the way to the exam begins with: the cards and questions that it is on."""
    return load_start(session, user_id=user_id, now=now, within=is_within(Question.id, exam.collection_ids))


def ahead_of(start: Start, exam: ExamRow) -> Ahead:
    """What lies before the student until an exam that is not over."""
    return Ahead(
        cards=start.cards,
        days=exam.days_left(start.today),
        unseen=start.unseen,
        wanted=exam.retention,
        policy=start.settings.policy,
        habits=start.habits,
        begun=start.begun,
    )


def outlook_of(ahead: Ahead, *, new_per_day: int) -> Outlook:
    """Where ``new_per_day`` lead; the plan and the page that reminds of it say so by this alone."""
    if is_enough(ahead, new_per_day):
        return Outlook.ON_COURSE
    return Outlook.BEHIND if new_per_day < ahead.fastest and is_enough(ahead, ahead.fastest) else Outlook.TOO_MUCH
