"""A guest's log brought into an account, and a person erased."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from tests.conftest import MONDAY
from tests.history.choosing import choose, make_collection
from tests.reviews.asking import KEYS, Student, action, answer, undo
from webapp.db import Database
from webapp.models import (
    AuditEvent,
    Base,
    ChosenCollection,
    Claim,
    ClaimRevision,
    Collection,
    CollectionQuestion,
    User,
    UserSettings,
)
from webapp.reviews.collections import copy_collections
from webapp.reviews.copy import copy_log
from webapp.reviews.erase import NoSuchUserError, erase_user, personal_tables

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def _copy(guest: Student, account: Student) -> int:
    with guest.database.writer() as session:
        return copy_log(session, from_user=guest.id, to_user=account.id)


def test_copying_a_log_folds_both_together(ada: Student, ben: Student) -> None:
    taken_back = answer("year", MONDAY)
    ada.send(answer("rope", MONDAY + DAY, rating=4), taken_back, undo(taken_back, MONDAY + MINUTE))
    ada.send_one(action("bank", "suspend", MONDAY))
    ben.send(answer("rope", MONDAY, rating=4), answer("rope", MONDAY + 2 * DAY, rating=1))
    assert _copy(ada, ben) == 4
    assert (ben.known_card("rope").repetitions, ben.known_card("rope").lapses) == (3, 1)
    assert ben.known_card("bank").suspended
    assert ben.card("year") is None
    assert [day.answers for day in ben.days()] == [1, 1, 1]
    assert ben.differences() == []
    assert len(ada.log()) == 4


def test_copying_twice_changes_nothing(ada: Student, ben: Student) -> None:
    ada.send(answer("rope", MONDAY), answer("year", MONDAY))
    assert _copy(ada, ben) == 2
    before = (ben.known_card("rope").version, len(ben.log()))
    assert _copy(ada, ben) == 0
    assert _copy(ben, ben) == 0
    assert (ben.known_card("rope").version, len(ben.log())) == before


def test_what_was_copied_is_a_duplicate_when_it_is_sent_again(ada: Student, ben: Student) -> None:
    entry = answer("rope", MONDAY)
    ada.send_one(entry)
    _copy(ada, ben)
    assert ben.send_one(entry).status == "duplicate"


def test_the_log_refuses_to_lose_rows_without_erasing(ada: Student) -> None:
    ada.send_one(answer("rope", MONDAY))
    with pytest.raises(DatabaseError, match="ledger"), ada.database.writer() as session:
        session.execute(text("DELETE FROM review_log"))


def test_erasing_removes_everything_of_one_person_alone(ada: Student, ben: Student) -> None:
    for student in (ada, ben):
        student.send(answer("rope", MONDAY), action("year", "bury", MONDAY))
    with ada.database.writer() as session:
        session.add(UserSettings(user_id=ada.id))
        session.add(
            AuditEvent(at=MONDAY, user_id=ada.id, action="user.registered", detail={"email": "ada@example.org"})
        )
    with ada.database.writer() as session:
        erase_user(session, user_id=ada.id, now=MONDAY)
    with ada.database.reader() as session:
        assert session.scalars(select(User.id)).all() == [ben.id]
        event = session.scalars(select(AuditEvent)).one()
        assert (event.user_id, event.detail) == (None, {})
        for table in personal_tables():
            assert session.execute(select(table.c.user_id).where(table.c.user_id == ada.id)).all() == []
    assert len(ben.log()) == 2
    assert ben.differences() == []


def _choose(student: Student, words: str, *, follow: bool, name: str | None = None) -> None:
    """Let a student choose a collection by words, made where there is none yet."""
    with student.database.writer() as session:
        found = session.scalars(select(Collection.id).where(Collection.value == words)).one_or_none()
        number = found or make_collection(session, [1], kind="search", value=words)
        choose(session, student.id, number, followed_at=MONDAY if follow else None, name=name)


def _chosen(student: Student) -> dict[str, tuple[str | None, bool]]:
    """The chosen collections by their words: the name, and whether they are followed."""
    with student.database.reader() as session:
        rows = session.execute(
            select(Collection.value, ChosenCollection.name, ChosenCollection.followed_at)
            .join(Collection, Collection.id == ChosenCollection.collection_id)
            .where(ChosenCollection.user_id == student.id)
        )
        return {value: (name, followed_at is not None) for value, name, followed_at in rows}


def _bring_collections(guest: Student, account: Student) -> None:
    with guest.database.writer() as session:
        copy_collections(session, from_user=guest.id, to_user=account.id)


def test_an_account_that_never_chose_takes_a_guests_choice_as_it_is(ada: Student, ben: Student) -> None:
    _choose(ada, "rope", follow=True, name="The rope")
    _choose(ada, "boat", follow=False, name="The boat")
    for _ in range(2):
        _bring_collections(ada, ben)
        assert _chosen(ben) == {"rope": ("The rope", True), "boat": ("The boat", False)}
    _bring_collections(ben, ben)
    assert len(_chosen(ben)) == 2


def test_what_an_account_chose_is_not_changed_by_a_guest(ada: Student, ben: Student) -> None:
    _choose(ada, "rope", follow=True)
    _choose(ada, "boat", follow=True, name="The boat")
    _choose(ben, "mill", follow=True)
    _bring_collections(ada, ben)
    assert _chosen(ben) == {"mill": (None, True), "boat": ("The boat", False)}


def test_words_that_one_person_alone_chose_go_with_the_person(ada: Student, ben: Student) -> None:
    _choose(ada, "rope", follow=True, name="Mine")
    _choose(ada, "boat", follow=True, name="Ours")
    _choose(ben, "boat", follow=False, name="Ours")
    with ada.database.writer() as session:
        erase_user(session, user_id=ada.id, now=MONDAY)
    with ada.database.reader() as session:
        assert session.scalars(select(Collection.value)).all() == ["boat"]
        assert session.scalars(select(CollectionQuestion.question_id)).all() == [1]
    assert _chosen(ben) == {"boat": ("Ours", False)}


def test_who_wrote_revisions_leaves_an_empty_row_behind(ada: Student) -> None:
    with ada.database.writer() as session:
        user = session.get_one(User, ada.id)
        user.email, user.password = "ada@example.org", "hash"
        claim = session.scalars(select(Claim)).one()
        session.add(
            ClaimRevision(
                claim_id=claim.id, number=2, content={}, content_hash=bytes(32), author_id=ada.id, created_at=MONDAY
            )
        )
    with ada.database.writer() as session:
        erase_user(session, user_id=ada.id, now=MONDAY)
    with ada.database.reader() as session:
        user = session.get_one(User, ada.id)
        assert (user.email, user.password, user.active) == (None, None, False)
        assert user.fs_uniquifier != "ada"


def test_erasing_nobody_is_an_error(ada: Student) -> None:
    with pytest.raises(NoSuchUserError), ada.database.writer() as session:
        erase_user(session, user_id=ada.id + 99, now=MONDAY)


def _erase_an_author(student: Student) -> None:
    """Erase somebody who wrote a revision: that stays, and so does an emptied row of its author."""
    with student.database.writer() as session:
        claim = session.scalars(select(Claim)).one()
        session.add(
            ClaimRevision(
                claim_id=claim.id, number=2, content={}, content_hash=bytes(32), author_id=student.id, created_at=MONDAY
            )
        )
    with student.database.writer() as session:
        erase_user(session, user_id=student.id, now=MONDAY)


def test_erasing_somebody_who_left_an_empty_row_again_is_an_error(ada: Student) -> None:
    _erase_an_author(ada)
    with pytest.raises(NoSuchUserError), ada.database.writer() as session:
        erase_user(session, user_id=ada.id, now=MONDAY)


def test_of_somebody_who_left_an_empty_row_nothing_is_recorded_any_more(ada: Student, ben: Student) -> None:
    """What was on its way as the account was deleted comes too late, as if there were nobody."""
    first = answer("rope", MONDAY)
    ada.send_one(first)
    ben.send_one(answer("year", MONDAY))
    _erase_an_author(ada)
    for entry in (first, answer("year", MONDAY + MINUTE), action("rope", "bury", MONDAY)):
        with pytest.raises(IntegrityError):
            ada.send_one(entry, now=MONDAY + DAY)
    with pytest.raises(IntegrityError):
        _copy(ben, ada)
    assert (ada.log(), ada.days(), ada.card("rope"), ada.card("year")) == ([], [], None, None)


def _new_student(database: Database, number: int) -> Student:
    with database.writer() as session:
        user = User(fs_uniquifier=f"student-{number}", created_at=MONDAY, active=True)
        session.add(user)
        session.flush()
        return Student(database, user.id)


@pytest.mark.parametrize("number", range(3))
def test_erasing_while_answers_are_recorded_fails_neither_and_leaves_nothing(ada: Student, number: int) -> None:
    """An answer is recorded before the person goes, or refused because nobody is there any more."""
    student, barrier = _new_student(ada.database, number), threading.Barrier(9)
    student.send(*(answer(key, MONDAY) for key in KEYS))

    def send(turn: int) -> Exception | None:
        entries = [answer(KEYS[(turn + step) % 3], MONDAY + (turn + step) * MINUTE) for step in range(6)]
        barrier.wait(20)
        try:
            student.send(*entries, now=MONDAY + DAY)
        except DatabaseError as error:
            return error
        return None

    def erase(_: int) -> None:
        barrier.wait(20)
        with student.database.writer() as session:
            erase_user(session, user_id=student.id, now=MONDAY)

    with ThreadPoolExecutor(9) as pool:
        erased = pool.submit(erase, 0)
        refused = [error for error in pool.map(send, range(8)) if error is not None]
        erased.result()
    assert {type(error) for error in refused} <= {IntegrityError}
    with student.database.reader() as session:
        assert session.get(User, student.id) is None
    assert student.log() == []


def test_every_reference_to_a_user_is_erased_emptied_or_authorship() -> None:
    personal = {table.name for table in personal_tables()}
    others = {
        (table.name, key.parent.name)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == User.__tablename__ and table.name not in personal
    }
    assert others == {
        ("audit_event", "user_id"), ("article_revision", "author_id"), ("claim_revision", "author_id"),
        ("question_revision", "author_id"),
        ("question_proposal", "author_id"), ("question_comment", "author_id"), ("question_comment", "resolved_by"),
        ("bank", "owner_id"),
    }  # fmt: skip
