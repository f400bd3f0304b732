"""Today's queue against a plain reading of the conventions, on whatever cards a student may have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.history.choosing import choose, make_collection
from webapp.db import Database
from webapp.study.queries import queue
from webapp.study.services.frontier import Frontiers
from webapp.study.services.today import Today, load_today

from .banks import make_bank, set_status
from .memories import Stored, put_cards, put_day, put_settings, put_user

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
DAY_END = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
AHEAD = timedelta(minutes=20)
CLAIMS = (0, 1, 2, 0, 3, 4, 4, 5, 6, 2, 7, 8)  # questions 1 to 12: three pairs of siblings
QUESTIONS = range(1, len(CLAIMS) + 1)

_MINUTES = st.integers(-5000, 3000)
_COLLECTIONS = st.frozensets(st.sampled_from(QUESTIONS))
_STATES = st.sampled_from([0, 1, 2, 3])


@st.composite
def _stored(draw: st.DrawFn, question_id: int) -> Stored:
    state = draw(_STATES)
    answered = draw(st.sampled_from([TODAY, TODAY, TODAY - timedelta(days=1), TODAY - timedelta(days=9)]))
    return Stored(
        question_id=question_id,
        state=state,
        due_at=None if state == 0 else NOW + timedelta(minutes=draw(_MINUTES)),
        answered_on=None if state == 0 else answered,
        suspended=draw(st.integers(0, 5)) == 0,
        buried_until=draw(st.sampled_from([None, None, TODAY, TODAY + timedelta(days=1)])),
    )


@dataclass(frozen=True)
class _World:
    cards: Sequence[Stored]
    unpublished: frozenset[int]
    new_per_day: int
    reviews_per_day: int
    new_used: int
    reviews_used: int
    followed: Sequence[frozenset[int]]  # the questions of each collection; none: the whole bank
    small: int  # the most questions of what is gone through by its members

    @property
    def within(self) -> frozenset[int]:
        return frozenset().union(*self.followed) if self.followed else frozenset(QUESTIONS)

    @property
    def new_left(self) -> int:
        return max(0, self.new_per_day - self.new_used)

    @property
    def reviews_left(self) -> int:
        return max(0, self.reviews_per_day - self.reviews_used)


@st.composite
def _worlds(draw: st.DrawFn) -> _World:
    known = draw(st.sets(st.sampled_from(QUESTIONS)))
    return _World(
        cards=[draw(_stored(question_id)) for question_id in sorted(known)],
        unpublished=frozenset(draw(st.sets(st.sampled_from(QUESTIONS), max_size=3))),
        new_per_day=draw(st.integers(0, 6)),
        reviews_per_day=draw(st.integers(0, 6)),
        new_used=draw(st.integers(0, 3)),
        reviews_used=draw(st.integers(0, 3)),
        followed=draw(st.one_of(st.just(()), st.lists(_COLLECTIONS, min_size=1, max_size=3))),
        small=draw(st.sampled_from([0, queue.SMALL])),
    )


def _claim(question_id: int) -> int:
    return CLAIMS[question_id - 1]


def _shown(world: _World) -> list[Stored]:
    """The cards that nothing keeps away today."""
    return [
        card
        for card in world.cards
        if not card.suspended
        and card.question_id not in world.unpublished
        and card.question_id in world.within
        and (card.buried_until is None or card.buried_until <= TODAY)
    ]


def _expected(world: _World) -> tuple[list[int], set[int]]:
    """The queue as the conventions say it, by going over everything; and the cards in learning that are left today."""
    shown = _shown(world)
    answered = {card.question_id for card in world.cards if card.answered_on == TODAY}
    taken = {_claim(question_id) for question_id in answered}
    horizon = max(DAY_END, NOW + AHEAD + timedelta(milliseconds=1))
    learning = []
    for card in sorted((c for c in shown if c.state in {1, 3} and _due(c) < horizon), key=_by_due):
        if card.question_id in answered or _claim(card.question_id) not in taken:
            taken.add(_claim(card.question_id))
            learning.append(card)
    started = [card.question_id for card in learning if _due(card) <= NOW]
    ahead = [card.question_id for card in learning if NOW < _due(card) <= NOW + AHEAD]
    due = sorted((card for card in shown if card.state == 2 and _due(card) < DAY_END), key=_by_due)
    reviews = _apart([card.question_id for card in due], taken)[: world.reviews_left]
    taken |= {_claim(question_id) for question_id in reviews}
    stored = {card.question_id for card in world.cards}
    fresh = {card.question_id for card in shown if card.state == 0}
    unseen = [
        q for q in QUESTIONS if q in fresh or (q in world.within and q not in stored and q not in world.unpublished)
    ]
    new = _apart(unseen, taken)[: world.new_left]
    return [*started, *reviews, *new, *ahead], {card.question_id for card in learning}


def _due(card: Stored) -> datetime:
    assert card.due_at is not None
    return card.due_at


def _by_due(card: Stored) -> tuple[datetime, int]:
    return _due(card), card.question_id


def _apart(questions: Sequence[int], taken: set[int]) -> list[int]:
    seen, kept = set(taken), []
    for question_id in questions:
        if _claim(question_id) not in seen:
            seen.add(_claim(question_id))
            kept.append(question_id)
    return kept


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=_worlds())
def test_the_queue_is_what_the_conventions_say(database: Database, world: _World) -> None:
    today = _today(database, world)
    queue, learning = _expected(world)
    assert list(today.queue) == queue
    assert today.learning == len(learning)
    states = {card.question_id: card.state for card in world.cards}
    assert today.due == sum(states.get(question_id) == 2 for question_id in queue)
    assert today.new == sum(states.get(question_id, 0) == 0 for question_id in queue)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=_worlds())
def test_what_never_may_be_in_a_queue(database: Database, world: _World) -> None:
    today = _today(database, world)
    assert len(set(today.queue)) == len(today.queue), "a card stands twice"
    shown = {card.question_id for card in _shown(world)}
    kept_away = {card.question_id for card in world.cards} - shown | world.unpublished
    assert not kept_away & set(today.queue), "suspended, buried, unpublished or not followed"
    assert set(today.queue) <= world.within
    assert today.new <= world.new_left
    assert today.due <= world.reviews_left
    answered = {card.question_id for card in world.cards if card.answered_on == TODAY}
    for question_id in today.queue:
        siblings = {other for other in QUESTIONS if _claim(other) == _claim(question_id)} - {question_id}
        if question_id not in answered:
            assert not siblings & (answered | set(today.queue)), "siblings on one day"


def _today(database: Database, world: _World) -> Today:
    with database.writer() as session:
        user_id = put_user(session, now=NOW)
        make_bank(session, claims_of=CLAIMS, now=NOW)
        for question_id in world.unpublished:
            set_status(session, question_id, "retired")
        put_settings(session, user_id, new_per_day=world.new_per_day, reviews_per_day=world.reviews_per_day)
        for number, questions in enumerate(world.followed):
            made = make_collection(session, sorted(questions), value=f"part-{number}")
            choose(session, user_id, made, followed_at=NOW)
        put_cards(session, user_id, list(world.cards))
        if world.new_used or world.reviews_used:
            put_day(session, user_id, TODAY, new=world.new_used, reviews=world.reviews_used)
        with patch.object(queue, "SMALL", world.small):
            today = load_today(session, user_id=user_id, now=NOW, frontiers=Frontiers())
        session.rollback()
    return today
