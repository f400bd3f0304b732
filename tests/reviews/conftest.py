"""A bank of three questions and two people, for tests that record answers without any page."""

from __future__ import annotations

import pytest

from tests.conftest import MONDAY
from tests.reviews.asking import QUESTIONS, Student
from webapp.db import Database
from webapp.models import Bank, Claim, Question, QuestionRevision, Topic, User


def _user(name: str) -> User:
    return User(fs_uniquifier=name, created_at=MONDAY, active=True)


@pytest.fixture
def students(database: Database) -> tuple[Student, Student]:
    """Ada and Ben, both guests, and the questions of ``asking.QUESTIONS`` in the bank."""
    with database.writer() as session:
        ada, ben = _user("ada"), _user("ben")
        bank = Bank(key="small", title="Small", files_digest=None, loaded_at=MONDAY)
        session.add_all([ada, ben, bank])
        session.flush()
        topic = Topic(bank_id=bank.id, key="ferry", title="The ferry")
        session.add(topic)
        session.flush()
        claim = Claim(bank_id=bank.id, key="ferry", topic_id=topic.id, revision=1)
        session.add(claim)
        session.flush()
        for position, (content, status) in enumerate(QUESTIONS):
            question = Question(
                bank_id=bank.id,
                key=content["id"],
                kind=content["kind"],
                status=status,
                importance="core",
                position=position,
                primary_claim_id=claim.id,
                revision=1,
            )
            session.add(question)
            session.flush()
            session.add(
                QuestionRevision(
                    question_id=question.id, number=1, content=content, content_hash=bytes(32), created_at=MONDAY
                )
            )
        return Student(database, ada.id), Student(database, ben.id)


@pytest.fixture
def ada(students: tuple[Student, Student]) -> Student:
    return students[0]


@pytest.fixture
def ben(students: tuple[Student, Student]) -> Student:
    return students[1]
