"""How each student of a class stands, and who of them needs help first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from sqlalchemy.orm import Session

from webapp.classes.queries import progress
from webapp.classes.queries.classes import StudentRow
from webapp.scheduling.study_day import StudyCalendar

AWAY_AFTER = timedelta(days=7)
FEWEST_REVIEWS = 20  # fewer say nothing of somebody's memory
LEAST_RETENTION = 0.7  # the lowest that anybody can aim at
MANY_DUE, DUE_OF_MET = 10, 1 / 3


class Need(IntEnum):
    """Why somebody may need help; the first that holds, in the order in which they are listed."""

    NOT_BEGUN = 0
    AWAY = 1  # for a week or more
    FORGETS = 2  # more than three in ten of what was due
    BEHIND = 3  # more than a third of the cards are due
    NONE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a student knows of the banks of a class. ``away`` are study days since the last answer."""

    student: StudentRow
    cards: progress.CardCounts
    answers: progress.AnswerCounts
    questions: int
    away: int | None

    @property
    def retention(self) -> float | None:
        """The share of due cards that were still known, of 30 days; None of too few."""
        kept = self.answers
        return kept.passed / kept.reviews if kept.reviews >= FEWEST_REVIEWS else None

    @property
    def known(self) -> float | None:
        """The share of the class's questions that are known; None where it has none."""
        return self.cards.known / self.questions if self.questions else None

    @property
    def need(self) -> Need:
        if not self.cards.met or self.away is None:
            return Need.NOT_BEGUN
        if self.away >= AWAY_AFTER.days:
            return Need.AWAY
        if self.retention is not None and self.retention < LEAST_RETENTION:
            return Need.FORGETS
        is_behind = self.cards.due >= MANY_DUE and self.cards.due > self.cards.met * DUE_OF_MET
        return Need.BEHIND if is_behind else Need.NONE


def standings(
    session: Session, students: Sequence[StudentRow], *, class_id: int, calendar: StudyCalendar, now: datetime
) -> list[Standing]:
    """How these students of the class stand in the banks in sight, who needs help most first. ``calendar`` tells the
    study days.
    """
    today = calendar.day_of(now)
    questions = progress.published_questions(session)
    only = students[0].user_id if len(students) == 1 else None
    cards = progress.card_counts(session, class_id=class_id, user_id=only, today=today, now=now)
    answers = progress.answer_counts(session, class_id=class_id, user_id=only, today=today)

    def of(student: StudentRow) -> Standing:
        counts = cards.get(student.user_id, progress.CardCounts())
        return Standing(
            student=student,
            cards=counts,
            answers=answers.get(student.user_id, progress.AnswerCounts()),
            questions=questions,
            away=None if counts.last is None else max(0, (today - counts.last).days),
        )

    return sorted(map(of, students), key=_place)


def _place(standing: Standing) -> tuple[int, float, int, str]:
    """The order of needs; within one, who was away longest, forgets most, or has most cards due."""
    measure = {Need.AWAY: -(standing.away or 0), Need.FORGETS: standing.retention or 0.0}.get(standing.need, 0.0)
    return standing.need, measure, -standing.cards.due, standing.student.email
