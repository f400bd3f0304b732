"""Dates, times and numbers as the language of the page writes them; instants in the zone of who reads them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_datetime_format
from babel.numbers import format_decimal, format_percent
from flask import Flask, has_app_context
from flask_babel import get_locale, get_timezone

from .once import once_a_request

HOUSE = Locale("en", "GB")
"""English of no country puts the day before the month, as the words around it do."""
REMEMBERED = "tumen_locale"
"""The locale of this request (``once_a_request``)."""


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        clock_time=clock_time,
        day_and_year=day_and_year,
        day_of_week=day_of_week,
        decimal=decimal,
        full_date=full_date,
        long_date=long_date,
        moment=moment,
        month=month,
        percent=percent,
        short_date=short_date,
        whole=whole,
    )


def long_date(day: date) -> str:
    """Such as Thu, 5 Mar 2026."""
    return _dated(day, "yMMMEd")


def day_of_week(day: date) -> str:
    """Such as Thursday, 5 March 2026."""
    return format_date(day, "full", locale=_locale())


def short_date(day: date) -> str:
    """Such as 5 Mar."""
    return _dated(day, "MMMd")


def day_and_month(day: date) -> str:
    """Such as 5 March."""
    return _dated(day, "MMMMd")


def day_and_year(day: date) -> str:
    """Such as 5 Mar 2026."""
    return _dated(day, "yMMMd")


def full_date(day: date) -> str:
    """Such as 5 March 2026."""
    return _dated(day, "yMMMMd")


def month_and_year(day: date) -> str:
    """Such as March 2026."""
    return _dated(day, "yMMMM")


def month(day: date) -> str:
    """Such as Mar."""
    return _dated(day, "MMM")


def weekday(day: date) -> str:
    """Such as Thu."""
    return _dated(day, "E")


def clock_time(instant: datetime) -> str:
    """Such as 17:40."""
    return format_time(instant, "short", tzinfo=get_timezone() if instant.tzinfo else None, locale=_locale())


def moment(instant: datetime) -> str:
    """Such as 5 March 2026, 17:40."""
    form = str(get_datetime_format("medium", locale=_locale()))
    return form.replace("'", "").format(clock_time(instant), full_date(instant))


def percent(share: float) -> str:
    """Such as 91 %, on one line."""
    locale = _locale()
    return format_percent(share, "#,##0\N{NO-BREAK SPACE}%" if locale is HOUSE else None, locale=locale)


def decimal(number: float, places: int) -> str:
    """``number`` with so many decimals."""
    return _counted(number, f"#,##0.{'0' * places}", _locale())


def exact(number: Decimal) -> str:
    """Such as 1,234.5: with all its decimals."""
    return format_decimal(number, locale=_locale(), decimal_quantization=False)


def exact_percent(number: Decimal) -> str:
    """Such as 53.5%, of the number of hundredths."""
    return format_percent(number.scaleb(-2), locale=_locale(), decimal_quantization=False)


def whole(number: float) -> str:
    """Such as 1,234; of a fraction, the decimals that it has."""
    return _counted(number, None, _locale())


@lru_cache(maxsize=8192)  # a page of charts writes a thousand, most of them small
def _counted(number: float, pattern: str | None, locale: Locale) -> str:
    return format_decimal(number, pattern, locale=locale)


def _locale() -> Locale:
    return once_a_request(REMEMBERED, _locale_of_page) if has_app_context() else HOUSE


def _locale_of_page() -> Locale:
    locale = get_locale()
    is_plain = locale is not None and locale.language == HOUSE.language and not (locale.territory or locale.script)
    return HOUSE if locale is None or is_plain else locale


def _dated(day: date, skeleton: str) -> str:
    if isinstance(day, datetime):
        day = (day.astimezone(get_timezone()) if day.tzinfo else day).date()
    return _written(day, skeleton, _locale())


@lru_cache(maxsize=8192)  # a heat map writes 371 days
def _written(day: date, skeleton: str, locale: Locale) -> str:
    return format_skeleton(skeleton, day, locale=locale)
