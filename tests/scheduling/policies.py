"""Policies and times of the tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import strategies as st

from webapp.scheduling.policy import DEFAULT_WEIGHTS, Policy
from webapp.scheduling.settings import StudySettings

POLICY = StudySettings().policy
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def policy(**changes: object) -> Policy:
    return replace(POLICY, **changes)  # type: ignore[arg-type]  # named like the fields


def _weight(least: float, usual: float, most: float) -> st.SearchStrategy[float]:
    return st.sampled_from((usual, least, most)) | st.floats(least, most)


WEIGHTS = st.tuples(*map(_weight, LOWER_BOUNDS_PARAMETERS, DEFAULT_WEIGHTS, UPPER_BOUNDS_PARAMETERS))
"""Weights that FSRS takes, those at its bounds too: a person's own may lie there."""
