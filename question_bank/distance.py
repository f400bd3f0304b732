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
HALF_A_MONTH = 15
MOST_TIMES = 1000
MOST_POINTS = 1000
_TOLD_IN_TIMES = 2  # from doubled on; below it percent say more


def date_distance(given: PartialDate, wanted: PartialDate) -> Message | None:
    """How much too early or too late a date is, as exactly as both are known: in days, else in months, beyond a year in
    years and months, else in years.
    """
    days = _days(given, wanted)
    if days is not None and 0 < abs(days) <= MOST_DAYS:
        return _day_distance(days)
    if given.year is None or wanted.year is None:
        return None
    years = given.year - wanted.year
    if given.month and wanted.month:
        months = MONTHS_IN_A_YEAR * years + given.month - wanted.month
        over = (given.day or 0) - (wanted.day or 0) if days is not None else 0
        if 0 < abs(months) < MONTHS_IN_A_YEAR:
            return _month_distance(months)
        if months % MONTHS_IN_A_YEAR or over:
            return _long_distance(months, over)
    return year_distance(years) if years else None


def _day_distance(days: int) -> Message:
    if days < 0:
        return ngettext("One day too early.", "%(num)d days too early.", -days)
    return ngettext("One day too late.", "%(num)d days too late.", days)


def _month_distance(months: int) -> Message:
    if months < 0:
        return ngettext("The month is one too early.", "The month is %(num)d months too early.", -months)
    return ngettext("The month is one too late.", "The month is %(num)d months too late.", months)


def _long_distance(months: int, over: int) -> Message:
    """In years and months; the nearest ones, where the days of the two months lie ``over`` apart."""
    if abs(over) > HALF_A_MONTH:
        months += 1 if over > 0 else -1
    time = _years_and_months(*divmod(abs(months), MONTHS_IN_A_YEAR))
    if over:
        if months < 0:
            return gettext("Too early by about %(time)s.", time=time)
        return gettext("Too late by about %(time)s.", time=time)
    return gettext("Too early by %(time)s.", time=time) if months < 0 else gettext("Too late by %(time)s.", time=time)


def _years_and_months(years: int, months: int) -> Message:
    in_years = ngettext("one year", "%(num)d years", years)
    in_months = ngettext("one month", "%(num)d months", months)
    if years and months:
        return gettext("%(years)s and %(months)s", years=in_years, months=in_months)
    return in_years if years else in_months


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
    """How much too large or too small a figure is, its scale included: in percentage points where percent are counted
    and it is no other kind of figure, else in percent where it is less than doubled or halved, else in times.
    """
    right = wanted.value
    is_large = value > right
    if wanted.counted_in == PERCENT and 0 < abs(value - right) <= MOST_POINTS:
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
