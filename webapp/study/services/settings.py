"""How a person studies: chosen, stored, and in force for every later review."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from webapp.models import UserSettings
from webapp.scheduling.settings import StudySettings


@cache
def known_zones() -> frozenset[str]:
    """The names of time zones that can be chosen."""
    return frozenset(available_timezones())


def save_settings(session: Session, *, user_id: int, settings: StudySettings) -> None:
    """Store all of a person's settings. Raises ValueError for an unknown zone or strange steps."""
    _ = settings.policy
    session.merge(UserSettings(user_id=user_id, **settings.columns()))
    session.flush()


def settle_in_zone(session: Session, *, user_id: int, zone: str) -> None:
    """Give somebody new the zone that the browser named; what names no zone leaves the default."""
    if zone in known_zones():
        save_settings(session, user_id=user_id, settings=StudySettings(zone=zone))
