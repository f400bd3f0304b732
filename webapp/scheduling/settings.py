"""How a person studies, with the defaults that hold until something else is chosen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from .easy_days import DayLoad, DaysOff, EasyDays
from .policy import DEFAULT_WEIGHTS, Policy
from .steps import read_steps

LEARNING_STEPS = "1m 10m"
RELEARNING_STEPS = "10m"
LEARN_AHEAD = timedelta(minutes=20)
MATURE_STABILITY = 21.0
"""Days of stability from which on a card counts as mature."""
POLICY_COLUMNS = (
    "zone", "rollover_hour", "desired_retention", "maximum_interval", "learning_steps", "relearning_steps",
)  # fmt: skip
"""The columns of ``models.UserSettings`` that a policy is made of, as ``policy_of`` takes them before the weights."""
WEIGHTS = "weights"  # of the settings the one that stands in another table


class NewOrder(StrEnum):
    """The order in which questions that were never answered come."""

    IMPORTANCE = "importance"  # and within it the topics in turn
    ARTICLE = "article"  # as the articles go on
    RANDOM = "random"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudySettings:
    """A person's settings (``models.UserSettings`` column by column), or the defaults where there is no row.

    Steps are texts as ``steps.steps_text`` writes them. A backlog is being caught up until the end of the study day
    ``catch_up_until``, ``catch_up_per_day`` reviews a day; both are None at all other times. ``weights`` are the
    person's own, as JSON (``models.MemoryParameters``); None for those that everybody begins with.
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
    learning_steps: str = LEARNING_STEPS
    relearning_steps: str = RELEARNING_STEPS
    new_order: NewOrder = NewOrder.IMPORTANCE
    weekdays: tuple[DayLoad, ...] = EasyDays().weekdays
    days_off: tuple[DaysOff, ...] = ()
    load_balancing: bool = True
    catch_up_until: date | None = None
    catch_up_per_day: int | None = None
    weights: str | None = None

    @classmethod
    def from_columns(cls, values: Mapping[str, Any]) -> StudySettings:
        """The settings that ``columns`` made ``values`` of."""
        chosen = {field.name: values[field.name] for field in fields(cls) if field.name != WEIGHTS}
        days_off = (
            DaysOff(first=date.fromisoformat(off["first"]), last=date.fromisoformat(off["last"]))
            for off in chosen["days_off"]
        )
        return cls(
            **chosen
            | {
                "new_order": NewOrder(chosen["new_order"]),
                "weekdays": tuple(DayLoad(load) for load in chosen["weekdays"]),
                "days_off": tuple(days_off),
            },
            weights=values.get(WEIGHTS),
        )

    def columns(self) -> dict[str, Any]:
        """The settings as the columns of ``models.UserSettings`` hold them."""
        values = {field.name: getattr(self, field.name) for field in fields(self) if field.name != WEIGHTS}
        return values | {
            "new_order": self.new_order.value,
            "weekdays": [load.value for load in self.weekdays],
            "days_off": [{"first": off.first.isoformat(), "last": off.last.isoformat()} for off in self.days_off],
        }

    @property
    def policy(self) -> Policy:
        """What reviews are scheduled by under these settings. Raises ValueError for what cannot be used."""
        return policy_of(*(getattr(self, name) for name in POLICY_COLUMNS), self.weights)

    @property
    def easy_days(self) -> EasyDays:
        """The days on which less is wanted."""
        return EasyDays(weekdays=self.weekdays, days_off=self.days_off)


@lru_cache(maxsize=1024)
def policy_of(
    zone: str,
    rollover_hour: int,
    desired_retention: float,
    maximum_interval: int,
    learning_steps: str,
    relearning_steps: str,
    weights: str | None,
) -> Policy:
    """The policy of these settings, made once.

    Raises ValueError for an unknown zone and for steps that cannot be read.
    """
    policy = Policy(
        weights=DEFAULT_WEIGHTS if weights is None else tuple(map(float, json.loads(weights))),
        desired_retention=desired_retention,
        learning_steps=read_steps(learning_steps),
        relearning_steps=read_steps(relearning_steps),
        maximum_interval=maximum_interval,
        zone=zone,
        rollover_hour=rollover_hour,
    )
    _ = policy.calendar
    return policy


@lru_cache(maxsize=1024)
def stored_policy(row: tuple[Any, ...] | None) -> Policy:
    """The policy of the columns ``POLICY_COLUMNS`` of a person and the own weights; all None, or no row: nothing was
    chosen yet.
    """
    if row is None or row[0] is None:
        return StudySettings(weights=row[-1] if row else None).policy
    return policy_of(*row)
