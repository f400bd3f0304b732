"""The charts' geometry: every mark inside its picture, nothing left out."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from webapp.history.days import StudyDay
from webapp.history.forecast import DueDay
from webapp.history.retention import Retention
from webapp.progress.pictures import WEEKS_SHOWN, forecast_bars, heat_map, height_of, retention_points

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def studied(day: date, answers: int) -> StudyDay:
    return StudyDay(day=day, answers=answers, milliseconds=answers * 1000, new_cards=0, reviews=0, passed=0)


@given(today=DAYS, counts=st.dictionaries(st.integers(0, 360), st.integers(1, 500), max_size=30))
def test_the_heat_map_ends_today_and_shows_each_day_once(today: date, counts: dict[int, int]) -> None:
    shown = heat_map([studied(today - timedelta(days=back), n) for back, n in counts.items()], today=today)
    assert shown.squares[-1].day == today
    assert len({square.day for square in shown.squares}) == len(shown.squares)
    assert all(0 <= square.column < WEEKS_SHOWN and square.row == square.day.weekday() for square in shown.squares)
    assert all((square.level == 0) == (square.answers == 0) and square.level <= 4 for square in shown.squares)
    assert sum(square.answers for square in shown.squares) == sum(counts.values())


@given(today=DAYS)
def test_month_names_do_not_touch(today: date) -> None:
    columns = [month.column for month in heat_map([], today=today).months]
    assert all(after - before >= 3 for before, after in itertools.pairwise(columns))


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60))
def test_forecast_bars_fit_their_plot(cards: list[int]) -> None:
    bars = forecast_bars([DueDay(day=date(2026, 1, 1) + timedelta(days=i), cards=n) for i, n in enumerate(cards)])
    assert [bar.value for bar in bars] == cards
    assert all(0 <= bar.height <= 100 for bar in bars)
    assert bars[0].named


def test_weeks_without_reviews_have_no_point_and_shares_fit_the_plot() -> None:
    week = {"first": date(2026, 1, 1), "last": date(2026, 1, 7)}
    points = retention_points([Retention(reviews=0, passed=0, **week), Retention(reviews=4, passed=3, **week)])
    assert [(point.index, point.y) for point in points] == [(1, 50.0)]
    assert (height_of(1.0), height_of(0.5), height_of(0.1)) == (0, 100, 100)
