"""Whatever was done with cards: written as a package and read into another account, it gives the same memories."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import MONDAY
from tests.decks.test_importing import MEMORY
from tests.study.banks import make_bank
from tests.study.memories import put_settings, put_user
from webapp.cards.originals import Originals
from webapp.db import Database
from webapp.decks.services.exporting import export_deck
from webapp.decks.services.importing import keep_plan, read_package, take_over
from webapp.driver import Rows
from webapp.models import Card, ReviewDay, ReviewLog, SchedulingPolicy
from webapp.reviews.ledger import Reading, Statements
from webapp.reviews.past import record_past
from webapp.reviews.rebuild import rebuild
from webapp.scheduling.fold import Event, EventKind, Mode
from webapp.scheduling.memory import Rating
from webapp.scheduling.settings import StudySettings
from webapp.web.edge import Tumen

T = TypeVar("T")
ZONE = "Asia/Vladivostok"
POLICY = StudySettings(zone=ZONE).policy
DAY = 86_400_000
FLAGS = (EventKind.SUSPEND, EventKind.UNSUSPEND, EventKind.BURY)


@st.composite
def histories(draw: st.DrawFn) -> dict[int, list[Event]]:
    """Up to three cards' events over some months before MONDAY, undone ones among them. No two share an instant."""
    gaps = draw(st.lists(st.integers(1001, 9 * DAY), min_size=1, max_size=25))
    events: dict[int, list[Event]] = {}
    at = MONDAY - timedelta(milliseconds=sum(gaps))
    for gap in gaps:
        question, kind = draw(st.integers(1, 3)), draw(st.sampled_from([EventKind.ANSWER] * 9 + list(FLAGS)))
        event = Event(id=draw(st.uuids()).bytes, kind=kind, answered_at=at, policy=POLICY)
        if kind == EventKind.ANSWER:
            event = event._replace(
                rating=draw(st.sampled_from(Rating)),
                mode=draw(st.sampled_from(list(Mode))),
                duration_ms=draw(st.none() | st.integers(0, 100_000)),
            )
        events.setdefault(question, []).append(event)
        if kind == EventKind.ANSWER and draw(st.integers(0, 9)) == 0:
            undo = Event(id=uuid.uuid4().bytes, kind=EventKind.UNDO, answered_at=at, policy=POLICY, undoes=event.id)
            events[question].append(undo)
        at += timedelta(milliseconds=gap)
    return events


@dataclass(frozen=True)
class Within:
    """A ledger that is written in the transaction of a session."""

    session: Session

    @property
    def is_sqlite(self) -> bool:
        return self.session.connection().dialect.name == "sqlite"

    def reading(self) -> AbstractContextManager[Reading]:
        return nullcontext(Rows(self.session.connection()))

    def commit_together(self, work: Callable[[Statements], T]) -> T:
        done = work(self.session.connection())
        self.session.expire_all()
        return done


def do(session: Session, user_id: int, history: dict[int, list[Event]]) -> None:
    """Let the history be this user's, with what was taken back afterwards."""
    done = {number: [event for event in each if event.undoes is None] for number, each in history.items()}
    record_past(Within(session), user_id=user_id, events=done, now=MONDAY)
    policy_id = session.scalar(select(func.max(SchedulingPolicy.id)))
    undos = ((number, event) for number, each in history.items() for event in each if event.undoes is not None)
    for number, event in undos:
        session.add(
            ReviewLog(
                user_id=user_id, id=event.id, question_id=number, revision=1, kind=event.kind, mode=0,
                answered_at=event.answered_at, received_at=MONDAY, undoes=event.undoes,
                study_day=POLICY.calendar.day_of(event.answered_at), policy_id=policy_id,
            )
        )  # fmt: skip
    session.flush()
    rebuild(session, user_id=user_id, check=False)


def derived(session: Session, user_id: int) -> tuple[list[Any], list[Any]]:
    """Memories, flags and days. Versions count undone rows too, and a card that is nowhere but in them has no row."""
    columns = [getattr(Card, name) for name in MEMORY if name not in {"version", "buried_until"}]
    cards = session.execute(select(*columns).where(Card.user_id == user_id).order_by(Card.question_id)).all()
    buried = session.execute(
        select(Card.question_id, Card.buried_until)
        .where(
            Card.user_id == user_id,
            Card.suspended.is_(False),  # in Anki a card that is suspended is not buried as well
            Card.buried_until > POLICY.calendar.day_of(MONDAY),
        )
        .order_by(Card.question_id)
    ).all()
    days = session.execute(
        select(ReviewDay.study_day, ReviewDay.answers, ReviewDay.milliseconds, ReviewDay.new_cards,
               ReviewDay.reviews, ReviewDay.passed)
        .where(ReviewDay.user_id == user_id, ReviewDay.answers > 0).order_by(ReviewDay.study_day)
    ).all()  # fmt: skip
    return [tuple(row) for row in cards if any(row[1:])], [*map(tuple, buried), *map(tuple, days)]


@settings(max_examples=15, phases=(Phase.explicit, Phase.generate),
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(history=histories())
def test_a_package_gives_the_same_memories_elsewhere(
    app: Tumen, database: Database, tmp_path: Path, history: dict[int, list[Event]]
) -> None:
    with app.test_request_context(), database.writer() as session:
        make_bank(session, claims_of=range(3), now=MONDAY)
        one, other = put_user(session, now=MONDAY), put_user(session, now=MONDAY)
        for user_id in (one, other):
            put_settings(session, user_id, zone=ZONE)
        do(session, one, history)
        content = export_deck(session, user_id=one, unseen=True, originals=Originals(tmp_path), now=MONDAY)
        read = read_package(session, user_id=one, file=BytesIO(content), scratch=tmp_path, now=MONDAY)
        for user_id in (one, other):
            keep_plan(session, user_id=user_id, read=read, now=MONDAY)
        before = derived(session, one)
        assert take_over(session, Within(session), user_id=one, now=MONDAY) == 0
        take_over(session, Within(session), user_id=other, now=MONDAY)
        assert derived(session, other) == derived(session, one) == before
        assert rebuild(session, check=True) == []
        session.rollback()
