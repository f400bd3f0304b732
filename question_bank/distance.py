"""How far off a wrong date or figure is, in a sentence that is true of it; None where there is nothing true to say."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from .partial_dates import PartialDate
from .quantities import Quantity, Scale
from .units import PERCENT
from .words import Message, gettext, ngettext
from .written import Written, written

MOST_DAYS = 45  # beyond it months say more
MONTHS_IN_A_YEAR = 12
MOST_TIMES = 1000
_TOLD_IN_TIMES = 2  # from doubled on; below it percent say more


def date_distance(given: PartialDate, wanted: PartialDate) -> Message | None:
    """How much too early or too late a date is: in days, else by its month, else by its year."""
    days = _days(given, wanted)
    if days is not None and 0 < abs(days) <= MOST_DAYS:
        if days < 0:
            return ngettext("One day too early.", "%(num)d days too early.", -days)
        return ngettext("One day too late.", "%(num)d days too late.", days)
    if given.year is None or wanted.year is None:
        return None
    years = given.year - wanted.year
    if given.month and wanted.month:
        months = MONTHS_IN_A_YEAR * years + given.month - wanted.month
        if 0 < abs(months) < MONTHS_IN_A_YEAR:
            if months < 0:
                return ngettext("The month is one too early.", "The month is %(num)d months too early.", -months)
            return ngettext("The month is one too late.", "The month is %(num)d months too late.", months)
    return year_distance(years) if years else None


def year_distance(years: int) -> Message:
    """How much too early (below 0) or too late a year is."""
    if years < 0:
        return ngettext("One year too early.", "The year is %(num)d years too early.", -years)
    return ngettext("One year too late.", "The year is %(num)d years too late.", years)


def _days(given: PartialDate, wanted: PartialDate) -> int | None:
    parts = (given.year, given.month, given.day, wanted.year, wanted.month, wanted.day)
    if None in parts:
        return None
    year, month, day, other_year, other_month, other_day = (part or 0 for part in parts)
    return (date(year, month, day) - date(other_year, other_month, other_day)).days


def figure_distance(value: Decimal, wanted: Quantity) -> Message | None:
    """How much too large or too small a figure is, its scale included: in percentage points where percent are counted,
    else in percent where it is less than doubled or halved, else in times.
    """
    right = wanted.value
    is_large = value > right
    if wanted.counted_in == PERCENT and value != right:
        points = _plain(abs(value - right))
        if is_large:
            return gettext("Too large by %(points)s in percentage points.", points=points)
        return gettext("Too small by %(points)s in percentage points.", points=points)
    if value == right or value <= 0 or right <= 0:
        return None
    times = max(value, right) / min(value, right)
    return _in_times(times, is_large=is_large) if times >= _TOLD_IN_TIMES else _in_percent(value, right)


def _in_times(times: Decimal, *, is_large: bool) -> Message:
    if times > MOST_TIMES:
        return (
            gettext("More than a thousand times too large.")
            if is_large
            else gettext("More than a thousand times too small.")
        )
    figure = _plain(_rounded(times))
    if is_large:
        return gettext("About %(times)s times too large.", times=figure)
    return gettext("About %(times)s times too small.", times=figure)


def _in_percent(value: Decimal, right: Decimal) -> Message | None:
    share = _rounded(100 * abs(value - right) / right)
    if not share:
        return None  # nothing that is easily said
    percent = written(Quantity(number=share, scale=Scale.PERCENT))
    if value > right:
        return gettext("About %(percent)s too large.", percent=percent)
    return gettext("About %(percent)s too small.", percent=percent)


def _rounded(number: Decimal) -> Decimal:
    """As exact as it is easily said: a tenth below ten."""
    step = Decimal("0.1") if number < 10 else Decimal(1)
    return number.quantize(step, rounding=ROUND_HALF_EVEN).normalize() + 0


def _plain(number: Decimal) -> Written:
    return written(Quantity(number=number.normalize() + 0))
