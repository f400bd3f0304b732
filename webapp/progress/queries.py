"""What the progress page shows, as one frozen row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from webapp.history.days import StudyDay, streak, study_days
from webapp.history.forecast import DueDay, due_by_day
from webapp.history.knowledge import ArticleKnowledge, article_knowledge
from webapp.history.retention import Retention, retention, weekly_retention
from webapp.history.settings import settings_of

from .pictures import Bar, HeatMap, Point, forecast_bars, heat_map, height_of, retention_points

FORECAST_DAYS = 30
RETENTION_WEEKS = 12
HEAT_MAP_DAYS = 371


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A student's progress on one study day, with the marks of its charts."""

    days: list[StudyDay]
    heat: HeatMap
    streak: int
    forecast: list[DueDay]
    bars: tuple[Bar, ...]
    wanted: float
    wanted_height: float
    month: Retention
    weeks: list[Retention]
    points: tuple[Point, ...]
    articles: list[ArticleKnowledge]

    @property
    def anything_done(self) -> bool:
        return bool(self.days)

    @property
    def due_today(self) -> int:
        return self.forecast[0].cards

    @property
    def due_total(self) -> int:
        return sum(day.cards for day in self.forecast)

    @property
    def answers_year(self) -> int:
        return sum(day.answers for day in self.days)

    @property
    def minutes_year(self) -> int:
        return round(sum(day.minutes for day in self.days))


def progress_of(session: Session, *, user_id: int, now: datetime) -> Progress:
    """The progress of a user on the study day that ``now`` lies in."""
    settings = settings_of(session, user_id=user_id)
    calendar = settings.policy.calendar
    today = calendar.day_of(now)
    days = study_days(session, user_id=user_id, first=today - timedelta(days=HEAT_MAP_DAYS - 1), last=today)
    forecast = due_by_day(session, user_id=user_id, today=today, days=FORECAST_DAYS, start_of=calendar.start_of)
    weeks = weekly_retention(days, today=today, weeks=RETENTION_WEEKS)
    return Progress(
        days=days,
        heat=heat_map(days, today=today),
        streak=streak(days, today=today),
        forecast=forecast,
        bars=forecast_bars(forecast),
        wanted=settings.desired_retention,
        wanted_height=height_of(settings.desired_retention),
        month=retention(days, first=today - timedelta(days=29), last=today),
        weeks=weeks,
        points=retention_points(weeks),
        articles=article_knowledge(session, user_id=user_id),
    )
