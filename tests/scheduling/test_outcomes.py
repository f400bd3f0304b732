"""What is foreseen of a card, for all ratings at once, is what its answer alone would give: a rebuild relies on it."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.scheduling.policies import DAY, MINUTE, WEIGHTS, policy
from webapp.scheduling import outcomes
from webapp.scheduling.outcomes import MOST_FORESEEN, Place, Rating, State, foreseen, outcome, outcome_of

SEEN = (State.LEARNING, State.REVIEW, State.RELEARNING)


@given(
    state=st.sampled_from(SEEN),
    step=st.none() | st.integers(0, 3),
    steps=st.lists(st.sampled_from([MINUTE, 10 * MINUTE, DAY]), max_size=3).map(tuple),
    stability=st.floats(0.001, 30_000),
    difficulty=st.floats(1, 10),
    elapsed=st.integers(0, 40_000),
    weights=WEIGHTS,
)
def test_what_is_foreseen_equals_each_answer_to_the_last_digit(
    state: State, step: int | None, steps: tuple[timedelta, ...], stability: float, difficulty: float, elapsed: int,
    weights: tuple[float, ...],
) -> None:  # fmt: skip
    by = policy(learning_steps=steps, relearning_steps=steps, weights=weights)
    at = Place(state, None if state == State.REVIEW else step or 0, stability, difficulty, elapsed, by)
    assert foreseen(at) == {rating: outcome(at, rating) for rating in Rating}
    assert [outcome_of(at, rating) for rating in Rating] == [outcome(at, rating) for rating in Rating]


def test_only_so_much_is_foreseen() -> None:
    for elapsed in range(1, MOST_FORESEEN + 10):
        foreseen(Place(State.REVIEW, None, 10.0, 5.0, elapsed, policy()))
    assert len(outcomes._FORESEEN) <= MOST_FORESEEN
