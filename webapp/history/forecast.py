"""How much falls due when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import BigInteger, ColumnElement, Integer, and_, case, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from webapp.models import Card, Question
from webapp.models.base import to_day_number, to_milliseconds
from webapp.models.visible import criteria, visible_banks
from webapp.scheduling.catch_up import Used, remaining
from webapp.scheduling.forecast import Awaited, Coming, DayAhead, days_ahead
from webapp.scheduling.memory import State
from webapp.scheduling.queue import Remaining
from webapp.scheduling.settings import StudySettings
from webapp.scheduling.study_day import ONE_DAY, StudyCalendar

from .collections import followed_ids, is_within

WITHOUT_LIMIT = Remaining(new=0, reviews=1_000_000)
COMES, IS_REVIEW, IS_TODAYS, DAYS = 1, 2, 4, 8
"""What a card is, in one number: its flags, and above them the day until which it is buried."""
SIBLINGS = 100
"""Unseen questions that are read beyond those that the days have room for: some wait behind a sibling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDay:
    """What a study day is expected to bring, within the limits that hold on it, in the words of the day itself:
    ``learning`` cards are in their steps.
    """

    day: date
    reviews: int
    new: int
    learning: int

    @property
    def cards(self) -> int:
        return self.reviews + self.new + self.learning


def work_by_day(
    session: Session, *, user_id: int, settings: StudySettings, today: date, days: int, used: Used
) -> list[WorkDay]:
    """The reviews and new cards of each of ``days`` study days from ``today`` on, if the person studies every day.

    Counted is what falls due as things stand; what the day's limit leaves, or a sibling holds back, waits for the next
    one. ``used`` was done today. What comes back of reviews and new cards that are still to be done is not in it.
    """
    rooms = [remaining(settings, today + number * ONE_DAY, Used() if number else used) for number in range(days)]
    return _expected(session, user_id, settings.policy.calendar, today, rooms)


def due_by_day(session: Session, *, user_id: int, today: date, days: int, calendar: StudyCalendar) -> list[int]:
    """The reviews of what the user follows that each of ``days`` study days from ``today`` on brings, if there were no
    limits. The first has all that is overdue; a sibling that is held back counts for the next day.
    """
    expected = _expected(session, user_id, calendar, today, [WITHOUT_LIMIT] * days)
    return [day.reviews for day in expected]


def _expected(
    session: Session, user_id: int, calendar: StudyCalendar, today: date, rooms: Sequence[Remaining]
) -> list[WorkDay]:
    within = is_within(Question.id, followed_ids(session, user_id=user_id))
    awaited = _cards(session, user_id, calendar, today, len(rooms), within)
    return [
        WorkDay(day=today + number * ONE_DAY, reviews=day.reviews, new=day.new, learning=day.learning)
        for number, day in enumerate(_with_new(session, user_id, today, rooms, awaited, within))
    ]


def _with_new(
    session: Session,
    user_id: int,
    today: date,
    rooms: Sequence[Remaining],
    awaited: Awaited,
    within: ColumnElement[bool],
) -> list[DayAhead]:
    """What the days bring with the questions that were never answered: the first of these where they fill each day's
    room, as all of them would then, and else all.
    """
    wanted = sum(room.new for room in rooms)
    if not wanted:
        return days_ahead(awaited, rooms)
    first = _new(session, user_id, today, within, most=wanted + SIBLINGS)
    days = days_ahead(replace(awaited, new=first), rooms)
    if len(first) < wanted + SIBLINGS or all(day.new == room.new for day, room in zip(days, rooms, strict=True)):
        return days
    return days_ahead(replace(awaited, new=_new(session, user_id, today, within)), rooms)


def _cards(
    session: Session, user_id: int, calendar: StudyCalendar, today: date, days: int, within: ColumnElement[bool]
) -> Awaited:
    """The cards in their steps and those in review that come within the days, the earliest due first; and the claims
    of all that were answered today, whose siblings wait.
    """
    ends = [to_milliseconds(calendar.start_of(today + (number + 1) * ONE_DAY)) for number in range(days)]
    due_at, buried_until = type_coerce(Card.due_at, BigInteger), type_coerce(Card.buried_until, Integer)
    comes = and_(Card.suspended.is_(False), due_at < ends[-1], Question.status == "published", within)
    is_todays = and_(Card.study_day.is_not(None), Card.study_day == today)
    is_review = Card.state == int(State.REVIEW)
    is_plain = and_(comes, is_review, buried_until.is_(None), ~is_todays)
    facts = _flag(comes, COMES) + _flag(is_review, IS_REVIEW) + _flag(is_todays, IS_TODAYS)
    wanted = (
        select(
            Question.primary_claim_id,
            due_at,
            case((is_plain, None), else_=facts + func.coalesce(buried_until, 0) * DAYS),
        )
        .join(Card, Card.question_id == Question.id)
        .where(Card.user_id == user_id, or_(comes, is_todays))
        .order_by(due_at, Card.question_id)
    )
    banks = visible_banks()
    if banks is not None:
        wanted = wanted.options(*criteria(banks))
    rows = session.connection().execute(wanted).all()  # maybe thousands: as the driver gives them, not by the ORM
    day, day_number = 0, to_day_number(today)
    learning: list[Coming] = []
    reviews: list[Coming] = []
    claims_of_today = set()
    for claim_id, at, about in rows:
        if about is not None and about & IS_TODAYS:
            claims_of_today.add(claim_id)
            if not about & COMES:
                continue
        while at >= ends[day]:
            day += 1
        if about is None:
            reviews.append(Coming(claim_id, day))
        else:
            coming = Coming(claim_id, max(day, about // DAYS - day_number), bool(about & IS_TODAYS))
            (reviews if about & IS_REVIEW else learning).append(coming)
    return Awaited(learning=learning, reviews=reviews, claims_of_today=claims_of_today)


def _flag(condition: ColumnElement[bool], number: int) -> ColumnElement[int]:
    return case((condition, number), else_=0)


def _new(
    session: Session, user_id: int, today: date, within: ColumnElement[bool], *, most: int | None = None
) -> list[Coming]:
    """The questions that were never answered, in their usual order; the first ``most`` of them."""
    rows = session.execute(
        select(Question.primary_claim_id, Card.buried_until)
        .outerjoin(Card, and_(Card.question_id == Question.id, Card.user_id == user_id))
        .where(
            Question.status == "published",
            or_(Card.question_id.is_(None), and_(Card.state == int(State.NEW), Card.suspended.is_(False))),
            within,
        )
        .order_by(Question.position, Question.id)
        .limit(most)
    )
    return [Coming(claim_id, _days_until(buried_until, today)) for claim_id, buried_until in rows]


def _days_until(buried_until: date | None, today: date) -> int:
    return 0 if buried_until is None else max(0, (buried_until - today).days)


def unseen_count(session: Session, *, user_id: int, within: ColumnElement[bool]) -> int:
    """How many published questions the person has never answered; suspended ones do not count."""
    seen = (
        select(Card.question_id)
        .where(
            Card.user_id == user_id,
            Card.question_id == Question.id,
            (Card.state != int(State.NEW)) | Card.suspended.is_(True),
        )
        .exists()
    )
    return session.execute(
        select(func.count()).select_from(Question).where(Question.status == "published", ~seen, within)
    ).scalar_one()
