"""Fields of the settings that hold more than one value: steps, weekdays, days off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext
from wtforms import Field, StringField

from webapp.scheduling.easy_days import DayLoad, DaysOff, EasyDays
from webapp.scheduling.steps import MOST_STEPS, BadSteps, read_steps, steps_text
from webapp.study.services.words import steps_in_words

MOST_DAYS_OFF = 12
LONGEST_TEXT = 200


class StepsField(StringField):
    """Steps of learning as people write them; its data is their text as it is stored."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if not valuelist:
            return
        self.data = valuelist[0][:LONGEST_TEXT]
        try:
            self.data = steps_text(read_steps(self.data))
        except BadSteps as problem:
            raise ValueError(_why(problem)) from problem

    @property
    def read_as(self) -> str:
        """The steps in words, so that everybody sees how they were read; empty while they cannot be."""
        try:
            return steps_in_words(read_steps(self.data or ""))
        except BadSteps:
            return ""


def _why(problem: BadSteps) -> str:
    if not problem.part:
        return str(gettext("Enter at most %(most)s steps.", most=MOST_STEPS))
    return str(
        gettext(
            "“%(part)s” is no step. Enter waits from 10 seconds to 30 days, such as 1m 10m or 1 hour, 1 day.",
            part=problem.part,
        )
    )


class WeekdaysField(Field):
    """How much each weekday is to bring, in seven inputs ``NAME-0`` (Monday) to ``NAME-6``."""

    data: tuple[DayLoad, ...]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        self.data = self.data or EasyDays().weekdays
        entered = [formdata.get(f"{self.name}-{number}") for number in range(7)] if formdata else []
        if not any(value is not None for value in entered):
            return
        try:
            self.data = tuple(DayLoad(value) for value in entered)
        except ValueError:
            self.process_errors = [gettext("Choose normal, light or none for each weekday.")]


class DaysOffField(Field):
    """Days off, in pairs of inputs of the same name: the first day and the last."""

    data: tuple[DaysOff, ...]
    entered: tuple[tuple[str, str], ...] | None = None

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if not valuelist:
            return
        pairs = [(first.strip()[:10], last.strip()[:10]) for first, last in zip(valuelist[::2], valuelist[1::2])]  # noqa: B905
        self.entered = tuple(pair for pair in pairs if any(pair))[: MOST_DAYS_OFF + 1]
        if len(self.entered) > MOST_DAYS_OFF:
            raise ValueError(gettext("Enter at most %(most)s times off.", most=MOST_DAYS_OFF))
        self.data = tuple(sorted(map(_read_days_off, self.entered), key=lambda off: (off.first, off.last)))

    @property
    def pairs(self) -> Sequence[tuple[str, str]]:
        """What the inputs show: what was entered or is stored, and room for one more."""
        stored = ((off.first.isoformat(), off.last.isoformat()) for off in self.data or ())
        return [*(stored if self.entered is None else self.entered), ("", "")]


def _read_days_off(pair: tuple[str, str]) -> DaysOff:
    first, last = (_read_date(text) for text in (pair[0] or pair[1], pair[1] or pair[0]))
    if last < first:
        raise ValueError(
            gettext("The last day off, %(last)s, comes before the first, %(first)s.", first=first, last=last)
        )
    if last - first > timedelta(days=366):
        raise ValueError(gettext("Days off last a year at most."))
    return DaysOff(first=first, last=last)


def _read_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(gettext("“%(text)s” is no date. Enter dates such as 2026-12-24.", text=text)) from error
