"""The days ahead by the rules of the queue: against the queue itself, assembled day by day."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from webapp.scheduling.forecast import Awaited, Coming, DayAhead, days_ahead
from webapp.scheduling.memory import State
from webapp.scheduling.queue import Candidate, Candidates, Remaining, assemble

DUE = datetime(2026, 3, 2)  # noqa: DTZ001  # any instant
CARDS = st.lists(st.builds(Coming, st.integers(1, 8), st.integers(0, 5)), max_size=25)
ROOMS = st.lists(st.builds(Remaining, new=st.integers(0, 4), reviews=st.integers(0, 6)), min_size=1, max_size=6)


@given(CARDS, CARDS, ROOMS, st.sets(st.integers(1, 8)))
def test_each_day_brings_what_the_queue_brings(
    reviews: list[Coming], new: list[Coming], rooms: list[Remaining], claims: set[int]
) -> None:
    waiting = [(State.REVIEW, card) for card in reviews] + [(State.NEW, card) for card in new]
    waiting.sort(key=lambda each: each[1].day)
    found = days_ahead(Awaited(reviews=reviews, new=new, claims_of_today=claims), rooms)
    for day, room in enumerate(rooms):
        here = [
            Candidate(place, card.claim_id, state) for place, (state, card) in enumerate(waiting) if card.day <= day
        ]
        queue = assemble(
            Candidates(
                learning=(),
                reviews=[card for card in here if card.state == State.REVIEW],
                new=[card for card in here if card.state == State.NEW],
            ),
            now=DUE, remaining=room, claims_of_today=claims if day == 0 else (), limit=1000,
        )  # fmt: skip
        states = [card.state for card in queue]
        assert found[day] == DayAhead(learning=0, reviews=states.count(State.REVIEW), new=states.count(State.NEW))
        shown = {card.question_id for card in queue}
        waiting = [each for place, each in enumerate(waiting) if place not in shown]


def test_a_card_in_its_steps_is_todays_and_one_that_was_left_waits_for_its_sibling() -> None:
    todays, left = Coming(1, 0, is_todays=True), Coming(1, 0)
    rooms = [Remaining(new=9, reviews=9)] * 2
    awaited = Awaited(learning=[todays, left], reviews=[Coming(1), Coming(2)], claims_of_today={1})
    assert days_ahead(awaited, rooms) == [
        DayAhead(learning=1, reviews=1, new=0), DayAhead(learning=1, reviews=0, new=0)
    ]  # fmt: skip
