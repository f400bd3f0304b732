"""Dates, figures and units of the bank as the language of the page writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from question_bank.partial_dates import PartialDate
from question_bank.quantities import Quantity, Scale
from question_bank.units import PERCENT
from question_bank.written import Unit

from .formats import day_and_month, exact, exact_percent, full_date, month_and_year

LEAP_YEAR = 2000  # has every day that a year can have

UNITS = {
    PERCENT: _l("percent"),
    "tonnes": _l("tonnes"),
    "kilograms": _l("kilograms"),
    "pounds": _l("pounds"),
    "barrels": _l("barrels"),
    "kilometres": _l("kilometres"),
    "miles": _l("miles"),
    "metres": _l("metres"),
    "centuries": _l("centuries"),
    "decades": _l("decades"),
    "years": _l("years"),
    "months": _l("months"),
    "weeks": _l("weeks"),
    "days": _l("days"),
    "hours": _l("hours"),
    "minutes": _l("minutes"),
    "people": _l("people"),
}
"""Units with a word; those of money have a sign of all languages, and others stand as the bank has them."""

_SCALED: Mapping[Scale, Callable[[int, str], str]] = {
    Scale.THOUSAND: lambda number, figure: ngettext(
        "%(figure)s thousand", "%(figure)s thousand", number, figure=figure
    ),
    Scale.MILLION: lambda number, figure: ngettext("%(figure)s million", "%(figure)s million", number, figure=figure),
    Scale.BILLION: lambda number, figure: ngettext("%(figure)s billion", "%(figure)s billion", number, figure=figure),
    Scale.TRILLION: lambda number, figure: ngettext(
        "%(figure)s trillion", "%(figure)s trillion", number, figure=figure
    ),
}


def in_language(thing: PartialDate | Quantity | Unit) -> str:
    """The thing as plain text in the language of the page."""
    if isinstance(thing, PartialDate):
        return _date(thing)
    return _figure(thing) if isinstance(thing, Quantity) else _unit(thing.name)


def _date(thing: PartialDate) -> str:
    if thing.month is None:
        return str(thing)
    day = date(thing.year or LEAP_YEAR, thing.month, thing.day or 1)
    if thing.day is None:
        return month_and_year(day)
    return full_date(day) if thing.year else day_and_month(day)


def _figure(thing: Quantity) -> str:
    if thing.counted_in == PERCENT:
        return exact_percent(thing.number)
    number = exact(thing.number)
    if thing.scale is not None and thing.scale in _SCALED:
        number = _SCALED[thing.scale](_counting(thing.number), number)
    if thing.unit is None:
        return number
    return str(gettext("%(figure)s %(unit)s", figure=number, unit=_unit(thing.unit)))


def _unit(words: str) -> str:
    return str(UNITS.get(words, words))


def _counting(number: Decimal) -> int:
    """The number that chooses the form of the word beside it: a fraction is more than one."""
    return int(number) if number == int(number) else int(number) + 2
