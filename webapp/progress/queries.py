"""The pages of a student's progress and the charts on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from webapp.pictures.charts import Chart

from . import known, overview, slips
from .asked import Asked

Draw = Callable[[Asked], Chart]

CHARTS: Mapping[str, Draw] = {
    "forecast": overview.forecast,
    "retention": overview.retention,
    "days": overview.days,
    "time": overview.time_spent,
    "mastery": known.mastery,
    "stability": known.stability,
    "difficulty": known.difficulty,
    "recall": known.recall,
    "calibration": slips.foreseen,
    "mix-ups": slips.mixed_up,
}
"""Every chart by the key in its address."""

OVERVIEW = ("forecast", "retention", "days", "time")
KNOWLEDGE = ("mastery", "stability", "difficulty", "recall")
SLIPS = ("calibration", "mix-ups")


def charts_of(asked: Asked, keys: tuple[str, ...]) -> list[Chart]:
    """The charts of a page, drawn in their order."""
    return [CHARTS[key](asked) for key in keys]
