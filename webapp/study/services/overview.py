"""The Today page: what there is to do, what was done lately, what was forgotten, and what is followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from markupsafe import Markup
from sqlalchemy.orm import Session

from webapp.cards.stems import stems
from webapp.history.class_work import OwnWork, work_of_student
from webapp.history.collections import CollectionRow, Known, followed_collections, knowledge, knowledge_within
from webapp.history.days import streak, study_days
from webapp.history.exam_plans import Outlook, ahead_of, outlook_of, start_for
from webapp.history.exams import ExamRow, next_exam
from webapp.history.forgotten import Forgotten, forgotten_ids, leeches_among, passages_of

ONE_DAY = timedelta(days=1)
LONGEST_STREAK = 1000  # days that are looked back
STRIP = 14  # days that are drawn
MOST_SHOWN = 5  # forgotten cards


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMark:
    """A study day of the strip; ``level`` 0 (nothing done) to 4 (as much as on the busiest of them)."""

    day: date
    answers: int
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenCard:
    """A card that was forgotten, what it asks, and where that can be read. ``is_leech``: it is missed often."""

    card: Forgotten
    stem: Markup
    is_leech: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the Today page shows beside the day's counts. ``minutes`` were studied today."""

    streak: int
    is_first_day: bool  # nothing was answered before today
    minutes: int
    strip: tuple[DayMark, ...]
    forgotten: tuple[ForgottenCard, ...]
    forgotten_in_all: int
    followed: tuple[tuple[CollectionRow, Known], ...]
    known: Known | None  # of the whole bank, where that is followed
    exam: ExamRow | None  # the next one
    exam_unseen: int  # its questions that are not begun
    outlook: Outlook | None  # where the new cards of a day lead until then; None where there is nothing to begin
    work: tuple[OwnWork, ...]  # that classes have


def load_overview(session: Session, *, user_id: int, today: date, now: datetime, is_in_class: bool) -> Overview:
    """What the Today page shows on the study day ``today``, in which ``now`` lies.

    Who is in no class is not asked for what classes are to know.
    """
    days = study_days(session, user_id=user_id, first=today - LONGEST_STREAK * ONE_DAY, last=today)
    by_day = {day.day: day for day in days}
    missed = forgotten_ids(session, user_id=user_id, since=today - ONE_DAY)
    rows = followed_collections(session, user_id=user_id)
    exam = next_exam(session, user_id=user_id, today=today)
    wanted = {row.id for row in rows} | ({exam.collection_id} if exam and exam.collection_id else set())
    known = knowledge_within(session, user_id=user_id, collection_ids=wanted) if wanted else {}
    whole = knowledge(session, user_id=user_id) if not rows or (exam and not exam.collection_id) else None
    unseen = _unseen(exam, known, whole)
    return Overview(
        streak=streak(days, today=today),
        is_first_day=by_day.keys() <= {today},
        minutes=round(by_day[today].minutes) if today in by_day else 0,
        strip=_strip({day: studied.answers for day, studied in by_day.items()}, today),
        forgotten=_shown(session, user_id, missed[:MOST_SHOWN]),
        forgotten_in_all=len(missed),
        followed=tuple((row, known.get(row.id, Known())) for row in rows),
        known=None if rows else whole,
        exam=exam,
        exam_unseen=unseen,
        outlook=_outlook(session, user_id, exam, now) if exam and exam.day > today and unseen else None,
        work=tuple(work_of_student(session, user_id=user_id, today=today)) if is_in_class else (),
    )


def _unseen(exam: ExamRow | None, known: Mapping[int, Known], whole: Known | None) -> int:
    """How many questions of an exam are not begun."""
    if exam is None:
        return 0
    found = whole if exam.collection_id is None else known.get(exam.collection_id)
    return found.new if found else 0


def _outlook(session: Session, user_id: int, exam: ExamRow, now: datetime) -> Outlook:
    start = start_for(session, user_id=user_id, exam=exam, now=now)
    return outlook_of(ahead_of(start, exam), new_per_day=start.settings.new_per_day)


def _strip(answers: dict[date, int], today: date) -> tuple[DayMark, ...]:
    days = [today - back * ONE_DAY for back in reversed(range(STRIP))]
    most = max(answers.get(day, 0) for day in days)
    return tuple(
        DayMark(day=day, answers=answers.get(day, 0), level=-(-4 * answers.get(day, 0) // most) if most else 0)
        for day in days
    )


def _shown(session: Session, user_id: int, question_ids: list[int]) -> tuple[ForgottenCard, ...]:
    if not question_ids:
        return ()
    asked = stems(session, question_ids=question_ids)
    places = passages_of(session, question_ids=question_ids)
    leeches = leeches_among(session, user_id=user_id, question_ids=question_ids)
    return tuple(
        ForgottenCard(card=place, stem=asked[place.question_id], is_leech=place.question_id in leeches)
        for place in places
    )
