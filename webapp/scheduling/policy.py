"""What a review is scheduled by: a small frozen value that the log keeps with every row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from typing import Any

from .study_day import StudyCalendar, study_calendar

DEFAULT_WEIGHTS = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
"""The 21 default weights of FSRS-6, as published with open-spaced-repetition's implementations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """FSRS-6 weights (21), the retention wanted (0 to 1), steps, the longest interval in days, and the calendar."""

    weights: tuple[float, ...]
    desired_retention: float
    learning_steps: tuple[timedelta, ...]
    relearning_steps: tuple[timedelta, ...]
    maximum_interval: int
    zone: str
    rollover_hour: int
    calendar: StudyCalendar = field(init=False, repr=False, compare=False)
    """The study days that reviews are counted in."""
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Hash once: a policy is the key of memories that every button of every card looks into."""
        parts = (getattr(self, item.name) for item in fields(self) if item.init)
        object.__setattr__(self, "_hash", hash(tuple(parts)))
        object.__setattr__(self, "calendar", study_calendar(self.zone, self.rollover_hour))

    def __hash__(self) -> int:
        return self._hash

    def to_json(self) -> dict[str, Any]:
        """The policy as JSON; steps in seconds."""
        return {
            "weights": list(self.weights),
            "desired_retention": self.desired_retention,
            "learning_steps": [step.total_seconds() for step in self.learning_steps],
            "relearning_steps": [step.total_seconds() for step in self.relearning_steps],
            "maximum_interval": self.maximum_interval,
            "zone": self.zone,
            "rollover_hour": self.rollover_hour,
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Policy:
        """The policy that ``to_json`` made ``content`` of."""
        return cls(
            weights=tuple(float(weight) for weight in content["weights"]),
            desired_retention=float(content["desired_retention"]),
            learning_steps=tuple(timedelta(seconds=step) for step in content["learning_steps"]),
            relearning_steps=tuple(timedelta(seconds=step) for step in content["relearning_steps"]),
            maximum_interval=content["maximum_interval"],
            zone=content["zone"],
            rollover_hour=content["rollover_hour"],
        )
