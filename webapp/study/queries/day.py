"""A person's settings and recent study days."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from webapp.models import (
    Bank,
    ChosenCollection,
    ClassStudent,
    Exam,
    MemoryParameters,
    NewCardFrontier,
    ReviewDay,
    User,
    UserSettings,
)

from .prepared import AT_MOST, Prepared


class StoredSettings(NamedTuple):
    """The columns of ``user_settings``, all None for a person who never chose any; and what the queue starts from.

    ``follows`` says whether the person follows collections rather than the whole bank, ``has_exams`` whether exams
    on collections are planned for, ``is_in_class`` whether somebody may have set work.
    """

    zone: str | None
    rollover_hour: int | None
    new_per_day: int | None
    reviews_per_day: int | None
    desired_retention: float | None
    maximum_interval: int | None
    single_keys: bool | None
    shows_time: bool | None
    timebox_minutes: int | None
    learning_steps: str | None
    relearning_steps: str | None
    new_order: str | None
    weekdays: list[str] | None
    days_off: list[dict[str, str]] | None
    load_balancing: bool | None
    catch_up_until: date | None
    catch_up_per_day: int | None
    weights: str | None
    frontier: int | None
    frontier_as_of: datetime | None
    bank_loaded_at: datetime | None
    follows: bool
    has_exams: bool
    is_in_class: bool


class StudiedDay(NamedTuple):
    """A study day in numbers."""

    study_day: date
    answers: int
    milliseconds: int
    new_cards: int
    reviews: int


_SETTINGS = Prepared(
    select(
        UserSettings.zone,
        UserSettings.rollover_hour,
        UserSettings.new_per_day,
        UserSettings.reviews_per_day,
        UserSettings.desired_retention,
        UserSettings.maximum_interval,
        UserSettings.single_keys,
        UserSettings.shows_time,
        UserSettings.timebox_minutes,
        UserSettings.learning_steps,
        UserSettings.relearning_steps,
        UserSettings.new_order,
        UserSettings.weekdays,
        UserSettings.days_off,
        UserSettings.load_balancing,
        UserSettings.catch_up_until,
        UserSettings.catch_up_per_day,
        MemoryParameters.weights,
        NewCardFrontier.position,
        NewCardFrontier.as_of,
        select(func.max(Bank.loaded_at)).scalar_subquery(),
        select(ChosenCollection.collection_id)
        .where(ChosenCollection.user_id == User.id, ChosenCollection.followed_at.is_not(None))
        .exists(),
        select(Exam.made_at).where(Exam.user_id == User.id, Exam.collection_id.is_not(None)).exists(),
        select(ClassStudent.class_id).where(ClassStudent.user_id == User.id).exists(),
    )
    .select_from(User)
    .outerjoin(UserSettings, UserSettings.user_id == User.id)
    .outerjoin(MemoryParameters, (MemoryParameters.user_id == User.id) & text("memory_parameters.in_force"))
    .outerjoin(NewCardFrontier, NewCardFrontier.user_id == User.id)
    .where(User.id == bindparam("user"))
)

_RECENT_DAYS = Prepared(
    select(
        ReviewDay.study_day, ReviewDay.answers, ReviewDay.milliseconds, ReviewDay.new_cards, ReviewDay.reviews
    )
    .where(ReviewDay.user_id == bindparam("user"))
    .order_by(ReviewDay.study_day.desc())
    .limit(AT_MOST)
)  # fmt: skip


def stored_settings(session: Session, *, user_id: int) -> StoredSettings:
    """What the person has chosen and where the search for new cards may begin. Raises NoResultFound without a user."""
    rows = _SETTINGS.rows(session, {"user": user_id})
    if not rows:
        raise NoResultFound(f"there is no user {user_id}")
    return StoredSettings._make(rows[0])


def recent_days(session: Session, *, user_id: int, most: int) -> list[StudiedDay]:
    """The latest days on which the person studied, newest first."""
    return [StudiedDay._make(row) for row in _RECENT_DAYS.rows(session, {"user": user_id, "most": most})]
