"""Catching up: how much has piled up, what each choice of days asks for, and the way in and out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.history.days import study_days, used_on
from webapp.history.forecast import due_by_day
from webapp.history.pace import minutes_for
from webapp.history.settings import settings_of
from webapp.scheduling.catch_up import DAYS, is_backlog, is_catching_up, remaining, reviews_a_day
from webapp.scheduling.settings import StudySettings
from webapp.study.queries import day as days
from webapp.web.formats import whole

from .settings import save_settings
from .today import RECENT_DAYS

ONE_DAY = timedelta(days=1)


class NotOfferedError(ValueError):
    """A backlog cannot be spread over so many days. The message says over which it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Spreading over ``days`` days asks for so many reviews and minutes a day."""

    days: int
    reviews: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """``due`` cards are to be reviewed today, if there were no limit; where they are so many that spreading them may
    help, ``is_much``, and ``choices`` has the days over which each would bring less than today. ``until`` is the last
    day of catching up, where it is on.
    """

    due: int
    is_much: bool
    choices: tuple[Choice, ...]
    until: date | None
    days_left: int
    per_day: int | None


def backlog_of(session: Session, *, user_id: int, now: datetime) -> Backlog:
    """What has piled up, and the ways to do away with it."""
    settings = settings_of(session, user_id=user_id)
    calendar = settings.policy.calendar
    today = calendar.day_of(now)
    ahead = due_by_day(session, user_id=user_id, today=today, days=max(DAYS), calendar=calendar)
    recent = days.recent_days(session, user_id=user_id, most=RECENT_DAYS)
    due = ahead[0]
    used = used_on(study_days(session, user_id=user_id, first=today, last=today), today)
    is_much = is_backlog(due, remaining(settings, today, used))
    choices = []
    for number in DAYS if is_much else ():
        reviews = reviews_a_day(due, falling_due=sum(ahead[1:number]), days=number)
        if reviews < due:
            choices.append(Choice(days=number, reviews=reviews, minutes=max(1, minutes_for(reviews, recent))))
    until = settings.catch_up_until if is_catching_up(settings, today) else None
    return Backlog(
        due=due,
        is_much=is_much,
        choices=tuple(choices),
        until=until,
        days_left=(until - today).days + 1 if until else 0,
        per_day=settings.catch_up_per_day if until else None,
    )


def start_catching_up(session: Session, *, user_id: int, days_wanted: int, now: datetime) -> None:
    """Spread what is due over so many days, today included. Raises NotOfferedError."""
    backlog = backlog_of(session, user_id=user_id, now=now)
    chosen = next((choice for choice in backlog.choices if choice.days == days_wanted), None)
    if chosen is None:
        days_offered = ", ".join(whole(choice.days) for choice in backlog.choices)
        raise NotOfferedError(
            _("What is due can be spread over so many days: %(days)s.", days=days_offered)
            if days_offered
            else _("Nothing needs catching up.")
        )
    settings = settings_of(session, user_id=user_id)
    last = settings.policy.calendar.day_of(now) + (chosen.days - 1) * ONE_DAY
    _save(session, user_id, settings, until=last, per_day=chosen.reviews)


def leave_catching_up(session: Session, *, user_id: int) -> None:
    """Go back to the usual order and limits. Doing it twice changes nothing."""
    _save(session, user_id, settings_of(session, user_id=user_id), until=None, per_day=None)


def _save(session: Session, user_id: int, settings: StudySettings, *, until: date | None, per_day: int | None) -> None:
    chosen = replace(settings, catch_up_until=until, catch_up_per_day=per_day)
    save_settings(session, user_id=user_id, settings=chosen)
