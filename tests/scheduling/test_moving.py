"""Due dates after a change of weights: kept, following, or spread over the days with room."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from webapp.scheduling.moving import DueDates, Move, Outlook, advised, moved, outlook

TODAY = date(2026, 3, 2)


def _day(number: int) -> date:
    return TODAY + timedelta(days=number)


def _move(kept: int, followed: int) -> Move:
    return Move(kept=_day(kept), followed=_day(followed))


def _moved(moves: list[Move], due: DueDates, a_day: int = 2) -> list[int]:
    return [(day - TODAY).days for day in moved(moves, due, today=TODAY, a_day=a_day)]


def test_what_is_due_already_stays_due() -> None:
    moves = [_move(-3, 40), _move(0, 40), _move(5, 9), _move(9, 5), _move(9, -7)]
    assert _moved(moves, DueDates.KEEP) == [-3, 0, 5, 9, 9]
    assert _moved(moves, DueDates.FOLLOW) == [-3, 0, 9, 5, 0]


def test_spread_fills_days_up_to_the_limit_the_most_urgent_first() -> None:
    moves = [_move(0, 0), _move(10, -1), _move(10, -3), _move(10, -2), _move(10, -4)]
    assert _moved(moves, DueDates.SPREAD) == [0, 2, 1, 1, 0]


def test_the_outlook_counts_today_and_a_week() -> None:
    days = [_day(number) for number in (-2, 0, 6, 7)]
    assert outlook(days, today=TODAY) == Outlook(today=2, week=3)


def test_dates_are_kept_where_following_would_make_a_backlog() -> None:
    many = [_move(20, 0)] * 5
    assert advised(many, today=TODAY, a_day=4) is DueDates.KEEP
    assert advised(many, today=TODAY, a_day=5) is DueDates.FOLLOW
    assert advised([_move(-1, 30)] * 5, today=TODAY, a_day=1) is DueDates.FOLLOW


MOVES = st.lists(st.builds(_move, st.integers(-5, 30), st.integers(-20, 60)), max_size=40)


@given(MOVES, st.integers(0, 5))
def test_spread_makes_no_day_heavier_than_its_limit_and_what_it_had(moves: list[Move], a_day: int) -> None:
    spread = moved(moves, DueDates.SPREAD, today=TODAY, a_day=a_day)
    kept = Counter(move.kept for move in moves)
    stays = Counter(
        move.kept if move.kept <= TODAY else move.followed
        for move in moves
        if move.kept <= TODAY or move.followed >= move.kept
    )
    for day, number in Counter(spread).items():
        assert number <= max(a_day, stays[day]) + kept[day]
    for move, day in zip(moves, spread, strict=True):
        assert day == move.kept or day >= min(max(move.followed, TODAY), move.kept)
        assert day <= max(move.kept, move.followed)
