"""The charts' geometry: every mark inside its picture, nothing left out."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.history.days import StudyDay
from webapp.pictures.marks import (
    LARGEST_RADIUS,
    NAME_HEIGHT,
    SMALLEST_RADIUS,
    WEEKS_SHOWN,
    Column,
    Line,
    Point,
    Scale,
    bars,
    heat_map,
    middle_of,
    named_lines,
    radius_of,
    scale_of,
)

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


@given(numbers=st.lists(st.integers(0, 10_000), min_size=1, max_size=60), stressed=st.booleans())
def test_bars_fit_their_plot_and_the_highest_carries_its_figure(numbers: list[int], stressed: bool) -> None:
    drawn = bars([Column(value=n, said=f"{n} cards", figure=str(n)) for n in numbers], stressed=stressed).bars
    assert all(0 <= bar.height <= 100 for bar in drawn)
    assert [bar.index for bar in drawn] == list(range(len(numbers)))
    if any(numbers):
        assert drawn[numbers.index(max(numbers))].figure == str(max(numbers))
    assert len([bar for bar in drawn if bar.figure]) <= 1 + stressed
    told = [bar.index for bar in drawn if bar.figure]
    assert all(after - before >= len(numbers) / 6 for before, after in itertools.pairwise(told))


def test_the_first_bar_carries_its_figure_where_it_is_stressed_and_the_highest_is_not_beside_it() -> None:
    def told(*numbers: int) -> list[int]:
        columns = [Column(value=n, said=f"{n} cards", figure=str(n)) for n in numbers]
        return [bar.index for bar in bars(columns, stressed=True).bars if bar.figure]

    assert told(21, 23, *[5] * 28) == [1]
    assert told(21, *[5] * 28, 23) == [0, 29]
    assert told(23, 21, *[5] * 28) == [0]


def test_a_plot_of_shares_goes_down_to_the_lowest_of_them() -> None:
    usual, deep = scale_of([0.9, 0.5]), scale_of([0.9, 0.28])
    assert usual.named == (1.0, 0.75, 0.5)
    assert [usual.height_of(share) for share in usual.named] == [0, 50, 100]
    assert deep.named == (1.0, 0.6, 0.2)
    assert deep.height_of(0.28) == pytest.approx(90)
    assert scale_of([0.0]).named == (1.0, 0.5, 0.0)
    assert scale_of([]) == usual


@given(reviews=st.integers(1, 5_000), more=st.integers(0, 5_000))
def test_a_mark_grows_with_its_number_and_can_always_be_seen(reviews: int, more: int) -> None:
    small, large = radius_of(reviews, reviews + more), radius_of(reviews + more, reviews + more)
    assert SMALLEST_RADIUS <= small <= large == LARGEST_RADIUS


@given(number=st.integers(1, 60))
def test_points_stand_inside_their_columns(number: int) -> None:
    places = [middle_of(index, number) for index in range(number)]
    assert all(100 * index / number < place < 100 * (index + 1) / number for index, place in enumerate(places))


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_names_of_lines_stand_beside_their_ends_and_not_over_one_another(young: float, old: float, aim: float) -> None:
    ends = [Line(name=name, style=name, points=(Point(x=50, y=y, said=""),)) for name, y in (("a", young), ("b", old))]
    empty = Line(name="c", style="c", points=())
    names = named_lines([*ends, empty], wanted=aim, aim="aim", scale=Scale(0.5), first="", last="").names
    assert sorted(each.name for each in names) == ["a", "aim", "b"]
    assert [each.name for each in names] == [
        name for _y, name in sorted([(young, "a"), (old, "b"), (aim, "aim")], key=lambda pair: pair[0])
    ]
    assert all(0 <= each.y <= 100 for each in names)
    assert all(below.y - above.y >= NAME_HEIGHT - 1e-9 for above, below in itertools.pairwise(names))


def test_names_with_room_stand_at_the_very_height() -> None:
    line = Line(name="a", style="a", points=(Point(x=50, y=80.0, said=""),))
    assert [
        each.y for each in named_lines([line], wanted=20.0, aim="aim", scale=Scale(0.5), first="", last="").names
    ] == [20.0, 80.0]
