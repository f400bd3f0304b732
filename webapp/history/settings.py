"""How a person studies, read from the database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import MemoryParameters, UserSettings
from webapp.scheduling.settings import WEIGHTS, StudySettings

_OWN = MemoryParameters.in_force.is_(True)


def has_single_keys(session: Session, *, user_id: int) -> bool:
    """Whether the person lets single characters be keys (WCAG 2.1.4)."""
    chosen = session.scalar(select(UserSettings.single_keys).where(UserSettings.user_id == user_id))
    return StudySettings().single_keys if chosen is None else chosen


def settings_of(session: Session, *, user_id: int) -> StudySettings:
    """The person's settings; the defaults where nothing was chosen yet."""
    row = session.get(UserSettings, user_id)
    weights = session.scalar(select(MemoryParameters.weights).where(_OWN, MemoryParameters.user_id == user_id))
    if row is None:
        return StudySettings(weights=weights)
    columns = {column.name: getattr(row, column.name) for column in row.__table__.columns}
    return StudySettings.from_columns({**columns, WEIGHTS: weights})
