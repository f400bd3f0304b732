"""Load balancing: within the range of fuzz, off the days off, siblings apart, and days more even than without."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from statistics import mean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scheduling.policies import DAY, MINUTE, POLICY
from webapp.scheduling.balance import HORIZON, LONGEST_BALANCED, DaysAhead, balanced, no_loads
from webapp.scheduling.easy_days import DayLoad, DaysOff, EasyDays
from webapp.scheduling.fuzz import Span, card_seed, drawn, span_of
from webapp.scheduling.memory import NEW_MEMORY, Memory, Rating, review, spans

MONDAY = date(2026, 3, 2)
MAXIMUM = 36500
SPANS = st.builds(span_of, st.integers(1, 400), minimum=st.integers(1, 100), maximum=st.sampled_from((5, 50, MAXIMUM)))
LOADS = st.lists(st.integers(0, 50), min_size=HORIZON, max_size=HORIZON)
SEEDS = st.integers(0, 2**32 - 1)
WEEKS = st.tuples(*[st.sampled_from(DayLoad)] * 7)
OFF = st.lists(
    st.builds(
        lambda first, days: DaysOff(first=MONDAY + first * DAY, last=MONDAY + (first + days) * DAY),
        st.integers(0, 120),
        st.integers(0, 20),
    ),
    max_size=3,
)


@dataclass
class _Student:
    """Learns twenty new cards a day and forgets a tenth of what is due."""

    is_balanced: bool
    easy: EasyDays = field(default_factory=EasyDays)
    due: dict[int, list[int]] = field(default_factory=dict)
    memories: dict[int, Memory] = field(default_factory=dict)
    stretched: list[float] = field(default_factory=list)

    def study(self, days: int) -> list[int]:
        """The number of reviews on each of ``days`` days."""
        chance = random.Random(1)
        done = []
        for number in range(days):
            cards = self.due.pop(number, [])
            done.append(len(cards))
            new = range(20 * number, 20 * number + 20)
            loads = no_loads()
            for later, waiting in self.due.items():
                if later - number < HORIZON:
                    loads[later - number] = len(waiting)
            ahead = DaysAhead(today=MONDAY + number * DAY, loads=loads, easy=self.easy)
            for card in [*cards, *new]:
                rating = Rating.AGAIN if chance.random() < 0.1 else Rating.EASY if card in new else Rating.GOOD
                self._answer(card, number, rating, ahead)
        return done

    def _answer(self, card: int, number: int, rating: Rating, ahead: DaysAhead) -> None:
        memory = self.memories.get(card, NEW_MEMORY)
        now = datetime.combine(ahead.today, time(12), UTC)
        seed = card_seed(1, card, memory.repetitions)
        while rating not in spans(memory, now=now, policy=POLICY):
            memory = review(memory, rating, now=now, policy=POLICY, seed=seed)
            now, rating = now + 11 * MINUTE, Rating.GOOD
        span = spans(memory, now=now, policy=POLICY)[rating]
        days = balanced(span, ahead, siblings=(), seed=seed) if self.is_balanced else drawn(span, seed=seed)
        if span.shortest < span.longest:
            self.stretched.append(days / span.wanted)
        ahead.add(days)
        promised = POLICY.calendar.start_of(ahead.today + days * DAY)
        self.memories[card] = review(memory, rating, now=now, policy=POLICY, seed=seed, promised=promised)
        assert self.memories[card].due_at == promised
        self.due.setdefault(number + days, []).append(card)


def _unevenness(reviews: list[int]) -> float:
    """How far a day is from the fortnight around it, as a share, once there are reviews enough."""
    around = [mean(reviews[day - 7 : day + 8]) for day in range(60, len(reviews) - 8)]
    return pstdev(reviews[day] / usual - 1 for day, usual in enumerate(around, 60))


def test_days_are_more_even_and_intervals_as_long_as_without() -> None:
    plain, even = _Student(is_balanced=False), _Student(is_balanced=True)
    assert _unevenness(even.study(200)) < 0.7 * _unevenness(plain.study(200))
    assert mean(even.stretched) == pytest.approx(mean(plain.stretched), abs=0.01)


def test_a_light_weekday_has_about_half_and_a_free_one_next_to_nothing() -> None:
    week = (DayLoad.NORMAL,) * 4 + (DayLoad.LIGHT, DayLoad.NORMAL, DayLoad.NONE)
    reviews = _Student(is_balanced=True, easy=EasyDays(weekdays=week)).study(120)[50:]
    by_weekday: dict[int, list[int]] = {}
    for number, count in enumerate(reviews, 50):
        by_weekday.setdefault((MONDAY + number * DAY).weekday(), []).append(count)
    usual = mean(count for weekday in (0, 1, 2, 3) for count in by_weekday[weekday])
    assert mean(by_weekday[4]) < 0.8 * usual
    assert mean(by_weekday[6]) < 0.35 * usual  # what is due one or two days after a lapse cannot be moved


@given(SPANS, LOADS, WEEKS, OFF, st.sets(st.integers(1, HORIZON)), SEEDS)
def test_what_is_chosen_lies_in_the_range_and_off_the_days_off(
    span: Span, loads: list[int], weekdays: tuple[DayLoad, ...], off: list[DaysOff], siblings: set[int], seed: int
) -> None:
    ahead = DaysAhead(today=MONDAY, loads=loads, easy=EasyDays(weekdays=weekdays, days_off=tuple(off)))
    chosen = balanced(span, ahead, siblings=siblings, seed=seed)
    assert span.shortest <= chosen <= span.longest
    assert chosen == balanced(span, ahead, siblings=siblings, seed=seed)
    free = [day for day in range(span.shortest, span.longest + 1) if ahead.share(day) > 0]
    assert not free or chosen in free
    apart = [day for day in free or range(span.shortest, span.longest + 1) if day not in siblings]
    assert span.wanted > LONGEST_BALANCED or not apart or chosen in apart


def test_the_emptier_of_two_days_is_chosen_more_often() -> None:
    loads = no_loads()
    loads[2], loads[3], loads[4] = 30, 3, 30
    ahead = DaysAhead(today=MONDAY, loads=loads, easy=EasyDays())
    chosen = Counter(balanced(Span(3, 2, 4), ahead, siblings=(), seed=seed) for seed in range(300))
    assert chosen[3] > 250
    assert set(chosen) == {2, 3, 4}


def test_far_ahead_the_seed_alone_decides() -> None:
    loads = no_loads()
    span = span_of(95, minimum=1, maximum=MAXIMUM)
    ahead = DaysAhead(today=MONDAY, loads=loads, easy=EasyDays())
    assert [balanced(span, ahead, siblings=(), seed=seed) for seed in range(50)] == [
        drawn(span, seed=seed) for seed in range(50)
    ]


def test_days_off_begin_before_they_end() -> None:
    with pytest.raises(ValueError, match="before they begin"):
        DaysOff(first=MONDAY, last=MONDAY - timedelta(days=1))
