"""Study days in odd zones, over clock changes, and around the roll-over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.scheduling.study_day import StudyCalendar

ZONES = ("UTC", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia", "America/St_Johns", "Australia/Lord_Howe",
         "America/Sao_Paulo", "Asia/Beirut", "Africa/Casablanca", "Pacific/Kiritimati")  # fmt: skip


def _local(zone: str, *parts: int, fold: int = 0) -> datetime:
    year, month, day, hour, minute = parts
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone), fold=fold)


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe", "UTC"])
def test_the_day_begins_at_four_in_the_morning_there(zone: str) -> None:
    calendar = StudyCalendar(zone, 4)
    assert calendar.day_of(_local(zone, 2026, 6, 10, 3, 59)) == date(2026, 6, 9)
    assert calendar.day_of(_local(zone, 2026, 6, 10, 4, 0)) == date(2026, 6, 10)
    assert calendar.day_of(_local(zone, 2026, 6, 11, 0, 30)) == date(2026, 6, 10)
    assert calendar.start_of(date(2026, 6, 10)) == _local(zone, 2026, 6, 10, 4, 0)


def test_a_day_may_have_23_or_25_hours() -> None:
    calendar = StudyCalendar("Europe/Berlin", 2)
    assert _length(calendar, date(2026, 3, 28)) == timedelta(hours=24)  # ends at the jump from 02:00 to 03:00
    assert _length(StudyCalendar("Europe/Berlin", 4), date(2026, 3, 28)) == timedelta(hours=23)
    assert _length(StudyCalendar("Europe/Berlin", 4), date(2026, 10, 24)) == timedelta(hours=25)
    assert _length(StudyCalendar("Australia/Lord_Howe", 4), date(2026, 4, 4)) == timedelta(hours=24, minutes=30)


def _length(calendar: StudyCalendar, day: date) -> timedelta:
    return calendar.start_of(day + timedelta(days=1)) - calendar.start_of(day)


def test_a_roll_over_hour_that_the_clock_skips_or_repeats() -> None:
    calendar = StudyCalendar("Europe/Berlin", 2)
    assert calendar.start_of(date(2026, 3, 29)) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert calendar.day_of(datetime(2026, 3, 29, 0, 59, tzinfo=UTC)) == date(2026, 3, 28)
    assert calendar.day_of(datetime(2026, 3, 29, 1, 0, tzinfo=UTC)) == date(2026, 3, 29)
    assert calendar.day_of(_local("Europe/Berlin", 2026, 10, 25, 2, 30, fold=0)) == date(2026, 10, 25)
    assert calendar.day_of(_local("Europe/Berlin", 2026, 10, 25, 2, 30, fold=1)) == date(2026, 10, 25)


def test_the_day_that_samoa_left_out_is_empty() -> None:
    calendar = StudyCalendar("Pacific/Apia", 4)
    assert calendar.start_of(date(2011, 12, 30)) == calendar.start_of(date(2011, 12, 31))
    assert calendar.day_of(calendar.start_of(date(2011, 12, 30))) == date(2011, 12, 31)
    assert calendar.day_of(_local("Pacific/Apia", 2011, 12, 31, 3, 0)) == date(2011, 12, 29)


def test_a_clock_set_back_over_midnight_does_not_bring_yesterday_back() -> None:
    calendar = StudyCalendar("America/St_Johns", 0)  # until 2011 the clock went from 00:01 back to 23:01
    before = _local("America/St_Johns", 2010, 11, 7, 0, 0)
    assert calendar.day_of(before) == date(2010, 11, 7)
    assert calendar.day_of(before + timedelta(minutes=5)) == date(2010, 11, 7)


@given(
    st.sampled_from(ZONES),
    st.integers(0, 23),
    st.datetimes(datetime(1995, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # zone beside it
    st.timedeltas(timedelta(0), timedelta(days=3)),
)
def test_every_instant_lies_in_the_one_day_that_has_begun(
    zone: str, hour: int, instant: datetime, later: timedelta
) -> None:
    calendar = StudyCalendar(zone, hour)
    day = calendar.day_of(instant)
    assert calendar.start_of(day) <= instant < calendar.start_of(day + timedelta(days=1))
    assert day <= calendar.day_of(instant + later)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "Europe", "x\0y", "a" * 300])
def test_an_unknown_zone_is_a_value_error(zone: str) -> None:
    with pytest.raises(ValueError, match="time zone"):
        StudyCalendar(zone, 4)


@pytest.mark.parametrize("hour", [-1, 24])
def test_an_hour_that_does_not_exist_is_a_value_error(hour: int) -> None:
    with pytest.raises(ValueError, match="0 to 23"):
        StudyCalendar("UTC", hour)


def test_a_naive_instant_lies_in_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        StudyCalendar("UTC", 4).day_of(datetime(2026, 1, 1))  # noqa: DTZ001  # what is refused
