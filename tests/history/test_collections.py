"""What a student can choose from, what is followed, and how much of it is known."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import MONDAY
from tests.study.banks import load_small_bank, make_bank
from tests.study.memories import put_user
from webapp.history.collections import (
    CollectionKind,
    Known,
    collection,
    collections,
    followed_ids,
    is_within,
    knowledge,
    knowledge_within,
)
from webapp.models import Card, Question

from .choosing import choose, collection_id, make_collection


@pytest.fixture
def student(session: Session) -> int:
    load_small_bank(session, now=MONDAY)
    return put_user(session, now=MONDAY)


def test_the_bank_offers_its_articles_topics_actors_and_importances_by_their_names(
    session: Session, student: int
) -> None:
    found = [(row.kind.value, row.title) for row in collections(session, user_id=student)]
    assert found == [
        ("article", "The Last Ferry on the Sorrel"),
        ("topic", "The ferry at Millbrook"),
        ("actor", "Greta Holm"),
        ("importance", "core"),
        ("importance", "useful"),
        ("importance", "detail"),
    ]


def test_who_never_chose_follows_nothing_and_so_the_whole_bank(session: Session, student: int) -> None:
    assert followed_ids(session, user_id=student) == ()
    everything = session.scalars(select(Question.id).where(is_within(Question.id, ()))).all()
    assert len(everything) == 14


def test_what_is_followed_is_one_persons_own(session: Session, student: int) -> None:
    other = put_user(session, now=MONDAY)
    core = collection_id(session, "importance", "core")
    choose(session, student, core, followed_at=MONDAY)
    assert followed_ids(session, user_id=student) == (core,)
    assert followed_ids(session, user_id=other) == ()
    assert [row.value for row in collections(session, user_id=student) if row.is_followed] == ["core"]
    assert not [row for row in collections(session, user_id=other) if row.is_followed]


def test_an_own_selection_is_nobody_elses(session: Session, student: int) -> None:
    other = put_user(session, now=MONDAY)
    own = make_collection(session, [1, 2], kind="search", value="rope boat")
    choose(session, student, own, followed_at=None, name="About the rope")
    row = collection(session, user_id=student, collection_id=own)
    assert row is not None
    assert (row.kind, row.title, row.value, row.is_followed) == (
        CollectionKind.SEARCH, "About the rope", "rope boat", False,
    )  # fmt: skip
    assert collections(session, user_id=student)[-1] == row
    assert collection(session, user_id=other, collection_id=own) is None
    assert own not in {each.id for each in collections(session, user_id=other)}
    assert collection(session, user_id=student, collection_id=own + 1) is None


def test_questions_within_are_those_of_any_of_the_collections(session: Session, student: int) -> None:
    some = make_collection(session, [1, 2], value="some")
    more = make_collection(session, [2, 3], value="more")
    found = select(Question.id).where(is_within(Question.id, (some, more))).order_by(Question.id)
    assert session.scalars(found).all() == [1, 2, 3]


def test_what_is_known_of_a_collection(session: Session) -> None:
    make_bank(session, claims_of=range(10), now=MONDAY)
    student, other = put_user(session, now=MONDAY), put_user(session, now=MONDAY)
    some = make_collection(session, range(1, 8), value="some")
    none = make_collection(session, [9], value="none")
    known = {1: (2, 30.0), 2: (2, 20.9), 3: (1, 0.5), 4: (3, 40.0), 5: (0, None), 7: (3, 50.0), 8: (2, 90.0)}
    for number, (state, stability) in known.items():
        for person in (student, other) if number == 1 else (student,):
            session.add(Card(user_id=person, question_id=number, state=state, stability=stability, difficulty=5.0,
                             due_at=MONDAY + timedelta(days=1), repetitions=1, lapses=0, suspended=number == 7,
                             leech=False, version=1))  # fmt: skip
    session.flush()
    found = knowledge_within(session, user_id=student, collection_ids=[some, none, 999])
    assert found == {some: Known(questions=6, learning=2, young=1, mature=1, suspended=1), none: Known(questions=1)}
    assert (found[some].new, found[some].known) == (2, 2)
    assert knowledge(session, user_id=student) == Known(questions=9, learning=2, young=1, mature=2, suspended=1)
