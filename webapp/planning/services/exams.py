"""Exams: made, planned for, taken away; and cards brought forward before one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import ceil
from uuid import uuid4

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import and_, delete, select
from sqlalchemy.orm import Session

from webapp.db import Database
from webapp.history.collections import collection, collections, followed_ids, is_within
from webapp.history.exam_plans import Outlook, ahead_of, outlook_of, start_for
from webapp.history.exams import ExamRow, exams, first_collection, next_exam
from webapp.history.forecast import unseen_count
from webapp.history.settings import settings_of
from webapp.history.start import Start
from webapp.models import Card, Exam, Question, UserSettings
from webapp.models.base import to_milliseconds
from webapp.models.planning import MOST_EXAMS
from webapp.pictures.charts import Chart, Table, count, date_of
from webapp.pictures.marks import Column, bars
from webapp.reviews.drafts import RECORDED
from webapp.reviews.entries import Action
from webapp.reviews.record import record
from webapp.scheduling.exam import ExamPlan, plan_exam, share_of_begun, together
from webapp.scheduling.fold import EventKind
from webapp.scheduling.forgetting import retrievability
from webapp.scheduling.memory import State
from webapp.scheduling.settings import StudySettings
from webapp.scheduling.simulation import LAST_DAYS
from webapp.web.formats import short_date, whole
from webapp.web.naming import name_of

MOST_PLANNED = 5  # each is played through by all its questions
AT_ONCE = 200


class ExamError(ValueError):
    """The exam cannot be made. The message says why."""


class NoSuchExamError(LookupError):
    """There is no such exam among this person's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedExam:
    """An exam with its plan; none once it is over, or while it ``is_later`` than the next few.

    ``share_of_begun`` is the share of all questions that is expected to be remembered on the day if none is begun any
    more.

    ``unsure`` counts the cards that can be brought forward today, in the last week. ``comes_first``: its new questions
    come before others. ``out_of_reach`` counts the unseen questions that no followed collection has: none of them is
    ever begun. ``of_others`` counts those that are to be begun for the exams before it and that it does not ask.
    """

    exam: ExamRow
    title: str
    days_left: int
    questions: int
    unseen: int
    settings: StudySettings
    seconds: float
    plan: ExamPlan | None = None
    outlook: Outlook = Outlook.ON_COURSE
    share_of_begun: float = 0.0
    unsure: int = 0
    comes_first: bool = False
    out_of_reach: int = 0
    of_others: int = 0
    is_later: bool = False

    @property
    def is_short(self) -> bool:
        """Whether the plan comes close to the wanted share and does not reach it."""
        return self.plan is not None and self.plan.share < self.exam.retention

    @property
    def to_begin(self) -> int:
        """How many of its questions the plan begins."""
        return 0 if self.plan is None else sum(self.plan.course.new)

    @property
    def new_in_all(self) -> int:
        """The new cards a day that this exam and those before it need together, each question counted once."""
        return 0 if self.plan is None else together(self.plan.new_per_day, self.to_begin, others=self.of_others)

    @property
    def reviews_a_day(self) -> float:
        return 0.0 if self.plan is None else sum(self.plan.course.reviews) / len(self.plan.course.reviews)

    @property
    def minutes_a_day(self) -> float:
        return 0.0 if self.plan is None else sum(self.plan.course.minutes) / len(self.plan.course.minutes)

    @property
    def exceeds_new(self) -> bool:
        """Whether more new cards a day than the person begins would help."""
        if self.plan is None or not self.unseen or self.new_in_all <= self.settings.new_per_day:
            return False
        return self.of_others > 0 or self.outlook is not Outlook.ON_COURSE

    @property
    def exceeds_reviews(self) -> bool:
        return self.plan is not None and self.plan.most_reviews > self.settings.reviews_per_day


def choices(session: Session, *, user_id: int) -> list[tuple[str, str]]:
    """The collections that an exam can be on, by their ids."""
    return [(str(row.id), name_of(row)) for row in collections(session, user_id=user_id)]


def make_exam(
    session: Session, *, user_id: int, name: str, day: date, collection_id: int | None, retention: float, now: datetime
) -> None:
    """Keep an exam. Raises ExamError for one too many, or a collection that the person does not have."""
    if collection_id is not None and collection(session, user_id=user_id, collection_id=collection_id) is None:
        raise ExamError(_("There is no such collection any more. Choose another."))
    if len(exams(session, user_id=user_id)) >= MOST_EXAMS:
        raise ExamError(_("You have %(most)s exams: remove one that is over.", most=MOST_EXAMS))
    session.merge(
        Exam(user_id=user_id, made_at=now, name=name, day=day, collection_id=collection_id, retention=retention)
    )
    session.flush()


def remove_exam(session: Session, *, user_id: int, made_at: datetime) -> None:
    """Forget an exam. Doing it twice changes nothing."""
    session.execute(delete(Exam).where(Exam.user_id == user_id, Exam.made_at == made_at))


def take_new_per_day(session: Session, *, user_id: int, number: int) -> None:
    """Let the person's limit of new cards a day be ``number``; the other settings stay."""
    settings = session.get(UserSettings, user_id)
    if settings is None:
        settings = UserSettings(user_id=user_id)
        session.add(settings)
    settings.new_per_day = number
    session.flush()


def planned(session: Session, *, user_id: int, now: datetime) -> list[PlannedExam]:
    """The person's exams, the next one first; the next few with their plans."""
    today = settings_of(session, user_id=user_id).policy.calendar.day_of(now)
    following = next_exam(session, user_id=user_id, today=today)
    followed = followed_ids(session, user_id=user_id)
    is_first = first_collection(following, within=followed) is not None
    found: list[PlannedExam] = []
    for exam in exams(session, user_id=user_id):
        is_later = sum(each.plan is not None for each in found) >= MOST_PLANNED
        alone = _planned(session, user_id, exam, now, is_later=is_later)
        found.append(
            replace(
                alone,
                comes_first=is_first and exam == following,
                out_of_reach=_unseen_beside(session, user_id, exam.collection_ids, followed)
                if alone.unseen and followed
                else 0,
                of_others=_of_others(session, user_id, exam, found) if alone.plan else 0,
            )
        )
    return found


def _of_others(session: Session, user_id: int, exam: ExamRow, before: Sequence[PlannedExam]) -> int:
    """How many questions are to be begun for the exams ``before`` that this one does not ask."""
    planned_before = [each for each in before if each.plan]
    if not planned_before:
        return 0
    on = [each.exam.collection_ids for each in planned_before]
    asked = () if () in on else tuple(sorted({number for ids in on for number in ids}))
    last = planned_before[-1]
    return min(last.to_begin + last.of_others, _unseen_beside(session, user_id, asked, exam.collection_ids))


def _unseen_beside(session: Session, user_id: int, asked: Sequence[int], other: Sequence[int]) -> int:
    """How many unseen questions of the collections ``asked`` are in none of the others; none named: the whole bank."""
    outside = and_(is_within(Question.id, asked), ~is_within(Question.id, other))
    return unseen_count(session, user_id=user_id, within=outside)


def work_chart(exam: PlannedExam, now: datetime) -> Chart | None:
    """The reviews and new cards of each day up to the exam; None where nothing is to be done."""
    if exam.plan is None:
        return None
    course, today = exam.plan.course, exam.settings.policy.calendar.day_of(now)
    days = [today + timedelta(days=number) for number in range(len(course.reviews))]
    named = max(1, ceil(len(days) / 4))
    columns = [
        Column(
            value=reviews + new,
            said=ngettext(
                "%(day)s: %(num)d review, %(new)s new",
                "%(day)s: %(num)d reviews, %(new)s new",
                reviews,
                day=short_date(day),
                new=whole(new),
            ),
            name=short_date(day) if index % named == 0 and index + named // 2 <= len(days) else "",
            figure=whole(reviews + new),
        )
        for index, (day, reviews, new) in enumerate(zip(days, course.reviews, course.new, strict=True))
    ]
    return Chart(
        key=f"exam-{to_milliseconds(exam.exam.made_at)}",
        title=_("Cards a day until then"),
        said=_("Cards a day until then, reviews and new ones."),
        picture=bars(columns) if any(column.value for column in columns) else None,
        table=Table(
            caption=_("cards a day until the exam"),
            columns=(date_of(_("Day")), count(_("Reviews")), count(_("New"))),
            rows=tuple(zip(days, course.reviews, course.new, strict=True)),
        ),
    )


def work_table(session: Session, *, user_id: int, made_at: datetime, now: datetime) -> Table:
    """The numbers of an exam's chart. Raises NoSuchExamError, also where there is nothing left to plan."""
    chart = work_chart(_planned(session, user_id, _own(session, user_id, made_at), now), now)
    if chart is None:
        raise NoSuchExamError(_("There is nothing to plan for this exam."))
    return chart.table


def bring_forward(database: Database, *, user_id: int, made_at: datetime, now: datetime) -> int:
    """Let today's share of the cards be due that would not be sure enough on the day of the exam; how many.

    Each is a row of the log, as a wish to see a card again is. The caller must hold no write transaction. Raises
    NoSuchExamError.
    """
    with database.reader() as session:
        exam = _own(session, user_id, made_at)
        start = start_for(session, user_id=user_id, exam=exam, now=now)
        keys = _unsure(session, user_id, exam, start)
    entries = [Action(id=uuid4(), card=key, kind=EventKind.RESCHEDULE, answered_at=now) for key in keys]
    done = 0
    for first in range(0, len(entries), AT_ONCE):
        results = record(database, user_id=user_id, entries=entries[first : first + AT_ONCE], now=now)
        done += sum(result.status == RECORDED for result in results)
    return done


def _own(session: Session, user_id: int, made_at: datetime) -> ExamRow:
    found = next((exam for exam in exams(session, user_id=user_id) if exam.made_at == made_at), None)
    if found is None:
        raise NoSuchExamError(_("There is no such exam among yours."))
    return found


def _planned(session: Session, user_id: int, exam: ExamRow, now: datetime, *, is_later: bool = False) -> PlannedExam:
    start = start_for(session, user_id=user_id, exam=exam, now=now)
    known = PlannedExam(
        exam=exam,
        title=_title(session, user_id, exam),
        days_left=exam.days_left(start.today),
        questions=len(start.cards) + start.unseen,
        unseen=start.unseen,
        settings=start.settings,
        seconds=start.habits.seconds,
        is_later=is_later,
    )
    if known.days_left < 1 or not known.questions or is_later:
        return known
    ahead = ahead_of(start, exam)
    return replace(
        known,
        plan=plan_exam(ahead),
        outlook=outlook_of(ahead, new_per_day=start.settings.new_per_day),
        share_of_begun=share_of_begun(ahead),
        unsure=len(_unsure(session, user_id, exam, start)),
    )


def _title(session: Session, user_id: int, exam: ExamRow) -> str:
    """What the exam's collection is called; nothing for the whole bank."""
    if exam.collection_id is None:
        return ""
    row = collection(session, user_id=user_id, collection_id=exam.collection_id)
    return name_of(row) if row else ""


def _unsure(session: Session, user_id: int, exam: ExamRow, start: Start) -> Sequence[str]:
    """Today's share of the questions whose cards are not due and would not be sure enough, the least sure first."""
    left = exam.days_left(start.today)
    if not 1 <= left <= LAST_DAYS:
        return ()
    calendar, weights = start.settings.policy.calendar, start.settings.policy.weights
    rows = session.execute(
        select(Question.key, Card.stability, Card.study_day)
        .join(Card, Card.question_id == Question.id)
        .where(
            Card.user_id == user_id,
            Card.state == int(State.REVIEW),
            Card.suspended.is_(False),
            Card.due_at >= calendar.start_of(start.today + timedelta(days=1)),
            Card.study_day < start.today,
            Question.status == "published",
            is_within(Question.id, exam.collection_ids),
        )
    )
    chances = sorted(
        (retrievability(stability, (exam.day - answered).days, weights), key)
        for key, stability, answered in rows
        if stability is not None and answered is not None
    )
    unsure = [key for chance, key in chances if chance < exam.retention]
    return unsure[: ceil(len(unsure) / left)]
