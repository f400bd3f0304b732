"""A memory in one word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.history.memory import Memory, memory_word, together
from webapp.scheduling.memory import State

WORDS = st.lists(st.sampled_from(Memory), min_size=1)


@pytest.mark.parametrize(
    ("state", "stability", "word"),
    [
        (None, None, Memory.NEW),
        (State.NEW, None, Memory.NEW),
        (State.LEARNING, 0.4, Memory.LEARNING),
        (State.RELEARNING, 300.0, Memory.LEARNING),
        (State.REVIEW, None, Memory.YOUNG),
        (State.REVIEW, 20.99, Memory.YOUNG),
        (State.REVIEW, 21.0, Memory.MATURE),
    ],
)
def test_a_card_is_new_learning_young_or_mature(state: int | None, stability: float | None, word: Memory) -> None:
    assert memory_word(state, stability) is word
    assert memory_word(state, stability, is_suspended=True) is Memory.SUSPENDED


def test_of_nothing_nothing_is_known() -> None:
    assert together([]) is Memory.NEW


@given(WORDS)
def test_several_are_mature_or_new_only_when_all_are(words: list[Memory]) -> None:
    found, asked = together(words), set(words) - {Memory.SUSPENDED}
    assert (found is Memory.SUSPENDED) == (not asked)
    assert (found is Memory.MATURE) == (asked == {Memory.MATURE})
    assert (found is Memory.NEW) == (asked == {Memory.NEW})
    assert (found is Memory.LEARNING) == (Memory.LEARNING in words)


@given(WORDS)
def test_the_order_does_not_matter(words: list[Memory]) -> None:
    assert together(words) is together(list(reversed(words)))
