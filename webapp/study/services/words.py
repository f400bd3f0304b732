"""Instants in words, as a student reads them in her own zone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.scheduling.settings import StudySettings
from webapp.scheduling.steps import steps_text
from webapp.web.formats import clock_time, day_and_month, full_date

SOON = timedelta(hours=1)
ONE_DAY = timedelta(days=1)


def when_text(now: datetime, instant: datetime, settings: StudySettings) -> str:
    """When ``instant`` is, seen from ``now``: "in 8 minutes", "at 17:40", "tomorrow at 04:00", "on 5 December"."""
    if instant - now < SOON:
        minutes = max(1, ceil((instant - now) / timedelta(minutes=1)))
        return str(ngettext("in %(num)d minute", "in %(num)d minutes", minutes))
    zone = ZoneInfo(settings.zone)
    here, there = now.astimezone(zone), instant.astimezone(zone)
    if there.date() == here.date():
        return str(_("at %(time)s", time=clock_time(there.replace(tzinfo=None))))
    if there.date() == here.date() + ONE_DAY:
        return str(_("tomorrow at %(time)s", time=clock_time(there.replace(tzinfo=None))))
    day = there.date()
    return str(_("on %(day)s", day=day_and_month(day) if day.year == here.year else full_date(day)))


def steps_in_words(steps: Sequence[timedelta]) -> str:
    """Such as "1 minute, 10 minutes"; "none" without any."""
    return ", ".join(_step_in_words(step) for step in steps) or _("none")


def _step_in_words(step: timedelta) -> str:
    number, unit = int(steps_text((step,))[:-1]), steps_text((step,))[-1]
    match unit:
        case "d":
            return str(ngettext("%(num)s day", "%(num)s days", number))
        case "h":
            return str(ngettext("%(num)s hour", "%(num)s hours", number))
        case "m":
            return str(ngettext("%(num)s minute", "%(num)s minutes", number))
        case _:
            return str(ngettext("%(num)s second", "%(num)s seconds", number))
