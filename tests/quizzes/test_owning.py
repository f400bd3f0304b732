"""Quizzes belong to their student: brought along from guest to account, and erased with the account."""

from __future__ import annotations

from sqlalchemy import select

from tests.conftest import SettableClock
from tests.people import People
from webapp.accounts.bring_along import bring_along
from webapp.db import Database
from webapp.models import Attempt, AttemptItem
from webapp.reviews.erase import erase_user

from .taking import RIGHT, Taker


def test_quizzes_of_a_guest_come_along_once_and_are_not_logged_twice(
    ada: Taker, people: People, database: Database, clock: SettableClock
) -> None:
    guest = Taker(people.guest)
    done, is_open = guest.made(), guest.made()
    guest.answer_rightly(done)
    guest.hand_in(done)
    item = guest.items(is_open)[0]
    guest.answer(is_open, item, RIGHT[item.key])
    before = {item.key: item.score for item in guest.items(done)}
    for _ in range(2):
        with database.writer() as session:
            bring_along(session=session, guest_id=guest.id, user_id=ada.id, now=clock())
    assert {item.key: item.score for item in ada.items(done)} == before
    assert ada.item(is_open, item.key).response is not None
    ada.hand_in(done)
    assert len(ada.log()) == 12
    ada.hand_in(is_open)
    assert len(ada.log()) == 13
    assert guest.items(done) == guest.items(is_open) == []


def test_erasing_a_student_erases_the_quizzes_of_that_student_alone(
    ada: Taker, ben: Taker, database: Database, clock: SettableClock
) -> None:
    for taker in (ada, ben):
        quiz = taker.made()
        taker.answer_rightly(quiz)
        taker.hand_in(quiz)
    with database.writer() as session:
        erase_user(session, user_id=ada.id, now=clock())
    with database.reader() as session:
        assert set(session.scalars(select(Attempt.user_id))) == {ben.id}
        assert set(session.scalars(select(AttemptItem.user_id))) == {ben.id}
