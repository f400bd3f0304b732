"""Steps of learning: the waits before a card that is being learned, or was forgotten, comes again."""

from __future__ import annotations

import re
from datetime import timedelta

MOST_STEPS = 6
SHORTEST, LONGEST = timedelta(seconds=10), timedelta(days=30)
_STEP = re.compile(r"(\d{1,7}(?:\.\d{1,3})?)\s*([a-z]*)", re.ASCII)
_UNITS = {
    "s": ("s", "sec", "secs", "second", "seconds"),
    "m": ("", "m", "min", "mins", "minute", "minutes"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
    "d": ("d", "day", "days"),
}
_LENGTHS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1), "s": timedelta(seconds=1)}
_BY_NAME = {name: _LENGTHS[unit] for unit, names in _UNITS.items() for name in names}


class BadSteps(ValueError):  # noqa: N818  # named as what it is about
    """Steps that cannot be read or used. ``part`` is what they fail at; empty where there are too many."""

    def __init__(self, part: str) -> None:
        super().__init__(f"steps cannot be read at {part!r}" if part else f"more than {MOST_STEPS} steps")
        self.part = part


def read_steps(text: str) -> tuple[timedelta, ...]:
    """The steps of ``text`` as people write them: ``1m 10m``, ``1 min, 10 min``, ``1h``, ``1d``; bare numbers are
    minutes, and an empty text has no steps.

    Raises BadSteps for other words, more than six steps, and a step that is not between 10 seconds and 30 days.
    """
    steps = []
    rest = text.lower().replace(",", " ").replace(";", " ").strip()
    while rest:
        found = _STEP.match(rest)
        length = _BY_NAME.get(found.group(2)) if found else None
        step = length * float(found.group(1)) if found and length else None
        if found is None or step is None or not SHORTEST <= step <= LONGEST or step.microseconds:
            raise BadSteps(rest.split()[0][:20])
        steps.append(step)
        rest = rest[found.end() :].lstrip()
    if len(steps) > MOST_STEPS:
        raise BadSteps("")
    return tuple(steps)


def steps_text(steps: tuple[timedelta, ...]) -> str:
    """``steps`` as they are stored and shown: each in the largest unit that it has a whole number of."""
    return " ".join(_step_text(step) for step in steps)


def _step_text(step: timedelta) -> str:
    unit = next((unit for unit, length in _LENGTHS.items() if not step % length), "s")
    return f"{step // _LENGTHS[unit]}{unit}"
