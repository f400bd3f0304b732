"""How a person studies, read from the database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import MemoryParameters, UserSettings
from webapp.scheduling.settings import StudySettings

_OWN = MemoryParameters.in_force.is_(True)


def settings_of(session: Session, *, user_id: int) -> StudySettings:
    """The person's settings; the defaults where nothing was chosen yet."""
    row = session.get(UserSettings, user_id)
    weights = session.scalar(select(MemoryParameters.weights).where(_OWN, MemoryParameters.user_id == user_id))
    if row is None:
        return StudySettings(weights=weights)
    return StudySettings(
        zone=row.zone,
        rollover_hour=row.rollover_hour,
        new_per_day=row.new_per_day,
        reviews_per_day=row.reviews_per_day,
        desired_retention=row.desired_retention,
        maximum_interval=row.maximum_interval,
        single_keys=row.single_keys,
        shows_time=row.shows_time,
        timebox_minutes=row.timebox_minutes,
        weights=weights,
    )
