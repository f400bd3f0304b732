"""New questions of the collection that the next exam is on come before others, and nothing else of the day changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.conftest import MONDAY
from tests.history.choosing import choose, make_collection
from webapp.models import Exam
from webapp.scheduling.settings import NewOrder
from webapp.study.services.frontier import Frontiers
from webapp.study.services.today import load_today

from .banks import make_bank
from .memories import put_settings, put_user

EXAM_DAY = date(2026, 3, 20)
ON_EXAM = [41, 47, 53]


@pytest.fixture
def user_id(session: Session) -> int:
    make_bank(session, claims_of=range(60), now=MONDAY)
    return put_user(session, now=MONDAY)


def put_exam(session: Session, user_id: int, collection: int | None, day: date = EXAM_DAY) -> None:
    made_at = MONDAY + timedelta(seconds=day.toordinal())
    session.add(Exam(user_id=user_id, made_at=made_at, name="Finals", day=day, collection_id=collection, retention=0.9))
    session.flush()


def queue_of(session: Session, user_id: int) -> list[int]:
    return list(load_today(session, user_id=user_id, now=MONDAY, frontiers=Frontiers()).queue)


def test_its_questions_come_first_and_the_others_follow(session: Session, user_id: int) -> None:
    before = queue_of(session, user_id)
    put_exam(session, user_id, make_collection(session, ON_EXAM))
    queue = queue_of(session, user_id)
    assert queue == [*ON_EXAM, *before[: len(before) - len(ON_EXAM)]]
    assert len(queue) == len(set(queue)) == 20


@pytest.mark.parametrize("order", [NewOrder.ARTICLE, NewOrder.RANDOM])
def test_they_come_first_in_every_order_of_new_cards(session: Session, user_id: int, order: NewOrder) -> None:
    put_settings(session, user_id, new_order=order.value)
    put_exam(session, user_id, make_collection(session, ON_EXAM))
    queue = queue_of(session, user_id)
    assert set(queue[:3]) == set(ON_EXAM)
    assert len(queue) == len(set(queue)) == 20


def test_the_next_exam_counts_and_one_that_is_over_does_not(session: Session, user_id: int) -> None:
    put_exam(session, user_id, make_collection(session, [30], value="over"), day=date(2026, 3, 1))
    put_exam(session, user_id, make_collection(session, [31], value="next"), day=date(2026, 3, 2))
    put_exam(session, user_id, make_collection(session, [32], value="later"), day=date(2026, 3, 3))
    queue = queue_of(session, user_id)
    assert queue[0] == 31
    assert {30, 32}.isdisjoint(queue)


def test_an_exam_on_the_whole_bank_changes_no_order(session: Session, user_id: int) -> None:
    before = queue_of(session, user_id)
    put_exam(session, user_id, None)
    put_exam(session, user_id, make_collection(session, ON_EXAM), day=EXAM_DAY + timedelta(days=1))
    assert queue_of(session, user_id) == before


def test_what_is_not_followed_stays_out_exam_or_not(session: Session, user_id: int) -> None:
    followed = make_collection(session, [1, 2, 3, 41], value="followed")
    choose(session, user_id, followed, followed_at=MONDAY)
    exam = make_collection(session, ON_EXAM)
    put_exam(session, user_id, exam)
    assert queue_of(session, user_id) == [1, 2, 3, 41]
    choose(session, user_id, exam, followed_at=MONDAY)
    assert queue_of(session, user_id) == [*ON_EXAM, 1, 2, 3]


def test_somebody_elses_exam_changes_nothing(session: Session, user_id: int) -> None:
    before = queue_of(session, user_id)
    put_exam(session, put_user(session, now=MONDAY), make_collection(session, ON_EXAM))
    assert queue_of(session, user_id) == before
