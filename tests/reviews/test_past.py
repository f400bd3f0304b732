"""What was done elsewhere comes in by parts: others write in between, and a cut loses and doubles nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.conftest import MONDAY
from tests.reviews.asking import Student, answer
from webapp.db import Database
from webapp.models import Question
from webapp.reviews import past
from webapp.reviews.ledger import Reading, Statements
from webapp.reviews.past import record_past
from webapp.reviews.rebuild import rebuild
from webapp.scheduling.fold import Event, EventKind
from webapp.scheduling.memory import Rating
from webapp.scheduling.settings import StudySettings

T = TypeVar("T")
KEYS = ("rope", "bank")
REVIEWS = 3


class CutError(Exception):
    """The power went."""


@dataclass(frozen=True, eq=False)
class Interrupted:
    """A database on which something happens after each transaction."""

    database: Database
    then: Callable[[], None]

    @property
    def is_sqlite(self) -> bool:
        return self.database.is_sqlite

    def reading(self) -> AbstractContextManager[Reading]:
        return self.database.reading()

    def commit_together(self, work: Callable[[Statements], T]) -> T:
        done = self.database.commit_together(work)
        self.then()
        return done


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past, "ROWS_AT_ONCE", REVIEWS)


@pytest.fixture
def events(ada: Student) -> dict[int, list[Event]]:
    """Some reviews of two cards."""
    policy = StudySettings().policy
    with ada.database.reader() as session:
        questions = session.scalars(select(Question.id).where(Question.key.in_(KEYS))).all()
    return {
        question: [
            Event(id=uuid4().bytes, kind=EventKind.ANSWER, rating=Rating.GOOD, policy=policy,
                  answered_at=MONDAY - timedelta(days=10 * (REVIEWS - number)))
            for number in range(REVIEWS)
        ]
        for question in questions
    }  # fmt: skip


def differences(student: Student) -> list[object]:
    with student.database.writer() as session:
        return list(rebuild(session, check=True))


def test_others_answer_between_the_parts(ada: Student, ben: Student, events: dict[int, list[Event]]) -> None:

    def ben_answers() -> None:
        ben.send(answer("rope", MONDAY))

    interrupted = Interrupted(ada.database, ben_answers)
    assert record_past(interrupted, user_id=ada.id, events=events, now=MONDAY) == REVIEWS * len(KEYS)
    assert len(ada.log()) == REVIEWS * len(KEYS)
    assert len(ben.log()) >= len(KEYS)
    assert differences(ada) == []


def test_after_a_cut_it_goes_on_where_it_was(ada: Student, events: dict[int, list[Event]]) -> None:
    def cut() -> None:
        if ada.log():
            raise CutError

    with pytest.raises(CutError):
        record_past(Interrupted(ada.database, cut), user_id=ada.id, events=events, now=MONDAY)
    assert len(ada.log()) == REVIEWS
    assert differences(ada) == []
    assert record_past(ada.database, user_id=ada.id, events=events, now=MONDAY) == REVIEWS
    assert record_past(ada.database, user_id=ada.id, events=events, now=MONDAY) == 0
    assert len(ada.log()) == REVIEWS * len(KEYS)
    assert differences(ada) == []
