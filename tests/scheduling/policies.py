"""Policies and times of the tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from webapp.scheduling.policy import Policy
from webapp.scheduling.settings import StudySettings

POLICY = StudySettings().policy
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def policy(**changes: object) -> Policy:
    return replace(POLICY, **changes)  # type: ignore[arg-type]  # named like the fields
