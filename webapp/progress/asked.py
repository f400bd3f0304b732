"""Whose progress is asked for, and what several charts read of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy.orm import Session

from webapp.history.days import StudyDay, study_days
from webapp.history.memories import PresentMemories, present_memories
from webapp.history.settings import settings_of
from webapp.scheduling.settings import StudySettings

YEAR = timedelta(days=364)
"""How far back the charts look: a year, today included."""
HEAT_MAP_DAYS = timedelta(days=370)
MOST_ROWS = 3_000
"""The newest rows of the log that calibration and mix-ups are read from, so that no page walks all of it."""


@dataclass(frozen=True)
class Asked:
    """A person at an instant. ``by`` is what was chosen to count by, in words of the address."""

    session: Session
    user_id: int
    now: datetime
    by: str = ""

    @cached_property
    def settings(self) -> StudySettings:
        return settings_of(self.session, user_id=self.user_id)

    @cached_property
    def today(self) -> date:
        return self.settings.policy.calendar.day_of(self.now)

    @cached_property
    def days(self) -> list[StudyDay]:
        """What was done on each study day of the last 53 weeks."""
        return study_days(self.session, user_id=self.user_id, first=self.today - HEAT_MAP_DAYS, last=self.today)

    @cached_property
    def memories(self) -> PresentMemories:
        return present_memories(self.session, user_id=self.user_id, today=self.today, policy=self.settings.policy)
