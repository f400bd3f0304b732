"""How a person studies, with the defaults that hold until something else is chosen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from .policy import DEFAULT_WEIGHTS, Policy

LEARNING_STEPS = (timedelta(minutes=1), timedelta(minutes=10))
RELEARNING_STEPS = (timedelta(minutes=10),)
LEARN_AHEAD = timedelta(minutes=20)
MATURE_STABILITY = 21.0
"""Days of stability from which on a card counts as mature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudySettings:
    """A person's settings (``models.UserSettings`` row by row), or the defaults where there is no row.

    ``weights`` are the person's own, as JSON (``models.MemoryParameters``); None for those that everybody begins with.
    """

    zone: str = "UTC"
    rollover_hour: int = 4
    new_per_day: int = 20
    reviews_per_day: int = 200
    desired_retention: float = 0.90
    maximum_interval: int = 36500
    single_keys: bool = True
    shows_time: bool = False
    timebox_minutes: int = 0
    weights: str | None = None

    @property
    def policy(self) -> Policy:
        """What reviews are scheduled by under these settings. Raises ValueError for an unknown zone."""
        return policy_of(self.zone, self.rollover_hour, self.desired_retention, self.maximum_interval, self.weights)


@lru_cache(maxsize=1024)
def policy_of(
    zone: str, rollover_hour: int, desired_retention: float, maximum_interval: int, weights: str | None
) -> Policy:
    """The policy of these settings with default steps, made once. Raises ValueError for an unknown zone."""
    policy = Policy(
        weights=DEFAULT_WEIGHTS if weights is None else tuple(map(float, json.loads(weights))),
        desired_retention=desired_retention,
        learning_steps=LEARNING_STEPS,
        relearning_steps=RELEARNING_STEPS,
        maximum_interval=maximum_interval,
        zone=zone,
        rollover_hour=rollover_hour,
    )
    _ = policy.calendar
    return policy
