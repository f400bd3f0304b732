"""Anki's fuzz ranges, and a seed that decides alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.scheduling.fuzz import card_seed, drawn, fuzz_range, span_of

MAXIMUM = 36500


def fuzzed(days: int, *, minimum: int, maximum: int, seed: int) -> int:
    return drawn(span_of(days, minimum=minimum, maximum=maximum), seed=seed)


@pytest.mark.parametrize(
    ("days", "bounds"),
    [(1, (1, 1)), (2, (2, 2)), (3, (2, 4)), (5, (4, 6)), (7, (5, 9)), (20, (17, 23)), (100, (93, 107))],
)
def test_the_ranges_are_ankis(days: int, bounds: tuple[int, int]) -> None:
    assert fuzz_range(days, maximum=MAXIMUM) == bounds


@given(st.integers(1, MAXIMUM), st.integers(0, 2**32 - 1))
def test_a_fuzzed_interval_lies_in_its_range_and_is_always_the_same(days: int, seed: int) -> None:
    shortest, longest = fuzz_range(days, maximum=MAXIMUM)
    found = fuzzed(days, minimum=1, maximum=MAXIMUM, seed=seed)
    assert shortest <= found <= longest
    assert fuzzed(days, minimum=1, maximum=MAXIMUM, seed=seed) == found


@given(st.integers(1, 400), st.integers(1, 400), st.integers(1, 400), st.integers(0, 2**32 - 1))
def test_the_minimum_holds_unless_the_maximum_forbids_it(days: int, minimum: int, maximum: int, seed: int) -> None:
    found = fuzzed(min(days, maximum), minimum=minimum, maximum=maximum, seed=seed)
    assert min(minimum, maximum) <= found <= maximum


def test_every_day_of_the_range_is_taken() -> None:
    assert {fuzzed(20, minimum=1, maximum=MAXIMUM, seed=seed) for seed in range(200)} == set(range(17, 24))


def test_seeds_of_neighbouring_cards_differ_and_fit_a_javascript_number() -> None:
    seeds = {card_seed(user, question, turn) for user in range(10) for question in range(10) for turn in range(10)}
    assert len(seeds) == 1000
    assert max(seeds) < 2**32
    assert card_seed(1, 2, 3) == card_seed(1, 2, 3)
