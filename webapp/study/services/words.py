"""Instants in words, as a student reads them in her own zone."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from webapp.scheduling.settings import StudySettings

SOON = timedelta(hours=1)
ONE_DAY = timedelta(days=1)


def when_text(now: datetime, instant: datetime, settings: StudySettings) -> str:
    """When ``instant`` is, seen from ``now``: "in 8 minutes", "at 17:40", "tomorrow at 04:00", "on 5 December"."""
    if instant - now < SOON:
        minutes = max(1, ceil((instant - now) / timedelta(minutes=1)))
        return f"in {minutes} minute{'' if minutes == 1 else 's'}"
    zone = ZoneInfo(settings.zone)
    here, there = now.astimezone(zone), instant.astimezone(zone)
    if there.date() == here.date():
        return f"at {there:%H:%M}"
    if there.date() == here.date() + ONE_DAY:
        return f"tomorrow at {there:%H:%M}"
    year = "" if there.year == here.year else f" {there.year}"
    return f"on {there.day} {there:%B}{year}"
