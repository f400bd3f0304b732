"""What a simulation begins with: a person's cards, what they have not begun, and how they study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, literal
from sqlalchemy.orm import Session

from webapp.scheduling.settings import StudySettings
from webapp.scheduling.simulation import Course, Habits, KnownCard, Plan, simulate

from .days import study_days, used_on
from .forecast import unseen_count
from .habits import habits, known_cards
from .settings import settings_of

WHOLE_BANK: ColumnElement[bool] = literal(value=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A way of studying: the retention wanted (0 to 1), new cards a day, and for how many days to look ahead."""

    retention: float
    new_per_day: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a simulation begins with. ``begun`` counts the new cards of today."""

    settings: StudySettings
    today: date
    cards: Sequence[KnownCard]
    unseen: int
    habits: Habits
    begun: int

    def course(self, wanted: Wanted, *, last_new_day: int | None = None) -> Course:
        """The days to come, if the person studies in the way that is wanted."""
        plan = self.plan(wanted, last_new_day=last_new_day)
        policy = replace(self.settings.policy, desired_retention=wanted.retention)
        return simulate(self.cards, plan, policy=policy, habits=self.habits)

    def plan(self, wanted: Wanted, *, last_new_day: int | None = None) -> Plan:
        """What is asked of a simulation of the way that is wanted."""
        return Plan(
            days=wanted.days,
            new_per_day=wanted.new_per_day,
            unseen=self.unseen,
            reviews_per_day=self.settings.reviews_per_day,
            last_new_day=last_new_day,
        )


def load_start(session: Session, *, user_id: int, now: datetime, within: ColumnElement[bool] = WHOLE_BANK) -> Start:
    """The person's cards, settings and habits. ``within`` says which questions are meant."""
    settings = settings_of(session, user_id=user_id)
    calendar = settings.policy.calendar
    today = calendar.day_of(now)
    return Start(
        settings=settings,
        today=today,
        cards=known_cards(session, user_id=user_id, today=today, calendar=calendar, within=within),
        unseen=unseen_count(session, user_id=user_id, within=within),
        habits=habits(session, user_id=user_id, today=today),
        begun=used_on(study_days(session, user_id=user_id, first=today, last=today), today).new,
    )
