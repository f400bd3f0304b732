"""Today's queue: due first, then new, siblings apart, limits, learn-ahead."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.scheduling.policies import MINUTE, NOON
from webapp.scheduling.memory import State
from webapp.scheduling.queue import Candidate, Candidates, Remaining, assemble

PLENTY = Remaining(new=100, reviews=100)


def _learning(question: int, due_in: int, claim: int | None = None) -> Candidate:
    due_at = NOON + due_in * MINUTE
    return Candidate(question_id=question, claim_id=claim or question, state=State.LEARNING, due_at=due_at)


def _review(question: int, claim: int | None = None) -> Candidate:
    due_at = NOON - timedelta(hours=8)
    return Candidate(question_id=question, claim_id=claim or question, state=State.REVIEW, due_at=due_at)


def _new(question: int, claim: int | None = None) -> Candidate:
    return Candidate(question_id=question, claim_id=claim or question, state=State.NEW)


def _queue(
    *cards: Candidate, remaining: Remaining = PLENTY, today: tuple[int, ...] = (), limit: int = 100
) -> list[int]:
    candidates = Candidates(
        learning=[card for card in cards if card.state in {State.LEARNING, State.RELEARNING}],
        reviews=[card for card in cards if card.state == State.REVIEW],
        new=[card for card in cards if card.state == State.NEW],
    )
    chosen = assemble(candidates, now=NOON, remaining=remaining, claims_of_today=today, limit=limit)
    return [card.question_id for card in chosen]


def test_steps_that_are_due_then_reviews_then_new_then_steps_ahead() -> None:
    cards = (_new(5), _review(3), _learning(6, 15), _learning(2, -1), _learning(1, -5), _review(4))
    assert _queue(*cards) == [1, 2, 3, 4, 5, 6]


def test_steps_more_than_twenty_minutes_away_wait() -> None:
    assert _queue(_learning(1, 20), _learning(2, 21)) == [1]


def test_limits_count_new_cards_and_reviews_apart() -> None:
    cards = [_review(number) for number in range(1, 6)] + [_new(number) for number in range(11, 16)]
    assert _queue(*cards, remaining=Remaining(new=1, reviews=2)) == [1, 2, 11]
    assert _queue(*cards, remaining=Remaining(new=-3, reviews=-1)) == []


def test_siblings_are_not_shown_on_the_same_day() -> None:
    assert _queue(_review(1, claim=7), _review(2, claim=7), _new(3, claim=7), _new(4, claim=8), _new(5, claim=8)) == [
        1,
        4,
    ]
    assert _queue(_review(1, claim=7), _new(2, claim=8), today=(7,)) == [2]
    assert _queue(_learning(1, -1, claim=7), _learning(2, -1, claim=7), _new(3, claim=7), today=(7,)) == [1, 2]
    assert _queue(_learning(1, 90, claim=7), _new(2, claim=7)) == []


def test_a_sibling_that_waits_does_not_use_up_the_limit() -> None:
    assert _queue(_new(1, claim=7), _new(2, claim=7), _new(3), remaining=Remaining(new=2, reviews=0)) == [1, 3]


CARDS = st.lists(
    st.builds(
        Candidate,
        question_id=st.integers(1, 500),
        claim_id=st.integers(1, 12),
        state=st.sampled_from(State),
        due_at=st.integers(-100, 100).map(lambda minutes: NOON + minutes * MINUTE),
    ),
    max_size=30,
    unique_by=lambda card: card.question_id,
)


@given(CARDS, st.integers(0, 5), st.integers(0, 5), st.integers(0, 10))
def test_no_card_comes_twice_and_no_limit_is_passed(cards: list[Candidate], new: int, reviews: int, limit: int) -> None:
    chosen = _queue(*cards, remaining=Remaining(new=new, reviews=reviews), limit=limit)
    by_id = {card.question_id: card for card in cards}
    fresh = [by_id[question] for question in chosen if by_id[question].state in {State.NEW, State.REVIEW}]
    assert len(chosen) == len(set(chosen)) <= limit
    assert sum(card.state == State.NEW for card in fresh) <= new
    assert sum(card.state == State.REVIEW for card in fresh) <= reviews
    assert len({card.claim_id for card in fresh}) == len(fresh)
