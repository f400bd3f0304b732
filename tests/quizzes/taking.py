"""Somebody who makes quizzes and takes them, by the plain forms."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from werkzeug.test import TestResponse

from question_bank.questions import Question as QuestionContent
from tests.people import PersonClient
from webapp.cards.responses import entered_of
from webapp.cards.sealed import seal
from webapp.models import Attempt, AttemptItem, Question, QuestionRevision, ReviewLog

RIGHT: dict[str, dict[str, Any]] = {
    "ferry-first-day-date": {"text": "5 May 1874"},
    "ferry-first-day-cloze": {"gaps": {"year": "1874", "town": "Millbrook"}},
    "ferry-cost-number": {"text": "11 million"},
    "ferry-riders-number": {"text": "90 %"},
    "ferry-bridge-who": {"text": "Greta Holm"},
    "ferry-bridge-choice": {"chosen": ["b"]},
    "ferry-closures-choice": {"chosen": ["ride", "bridge"]},
    "ferry-trouble-position": {"chosen": ["ferry-bridge-view"]},
    "ferry-trouble-matching": {"pairs": {"holm": "bridge", "veld": "cost"}},
    "ferry-years-ordering": {"order": ["rope", "motor", "cost"]},
    "ferry-people-list": {"items": ["Holm", "Veld"]},
    "ferry-first-year-timeline": {"year": "1874"},
}
"""A right answer to every question of the small bank that a quiz may ask."""


@dataclass
class Item:
    """A question of a quiz, as the database has it."""

    position: int
    key: str
    revision: int
    seed: int
    response: str | None
    outcome: str | None
    score: float | None
    content: QuestionContent

    def fields(self, response: Mapping[str, Any]) -> dict[str, list[str]]:
        """What the fields of the page say for a response by the question's own keys."""
        card = seal(self.content, name=str(self.position), seed=self.seed)
        return {name: list(values) for name, values in entered_of(card.sealed(response)).items()}


@dataclass
class Taker:
    """A student at her browser."""

    client: PersonClient

    @property
    def id(self) -> int:
        assert self.client.user_id is not None
        return self.client.user_id

    def make(self, *, quiz: str | None = None, **wishes: Any) -> TestResponse:
        form = {"quiz": quiz or str(uuid.uuid4()), "pick": "random", "length": "12", "feedback": "end", **wishes}
        return self.client.post("/quiz/new", data=form)

    def made(self, **wishes: Any) -> UUID:
        """The id of a quiz that was made."""
        response = self.make(**wishes)
        assert response.status_code == 303, response.text
        return UUID(response.location.split("/")[2])

    def items(self, quiz: UUID) -> list[Item]:
        with self.client.database.reader() as session:
            rows = session.execute(
                select(AttemptItem, Question.key, QuestionRevision.content)
                .join(Question, Question.id == AttemptItem.question_id)
                .join(
                    QuestionRevision,
                    (QuestionRevision.question_id == Question.id) & (QuestionRevision.number == AttemptItem.revision),
                )
                .where(AttemptItem.user_id == self.id, AttemptItem.attempt_id == quiz.bytes)
                .order_by(AttemptItem.position)
            ).all()
        return [
            Item(row.position, key, row.revision, row.seed, row.response, row.outcome, row.score,
                 QuestionContent.from_json(content))
            for row, key, content in rows
        ]  # fmt: skip

    def item(self, quiz: UUID, key: str) -> Item:
        return next(item for item in self.items(quiz) if item.key == key)

    def attempt(self, quiz: UUID) -> Attempt:
        with self.client.database.reader() as session:
            return session.get_one(Attempt, (self.id, quiz.bytes))

    def answer(self, quiz: UUID, item: Item, response: Mapping[str, Any], **more: str) -> TestResponse:
        return self.client.post(f"/quiz/{quiz}/{item.position}", data={**item.fields(response), **more})

    def answer_by_page(self, quiz: UUID, item: Item, fields: Mapping[str, Any]) -> TestResponse:
        """As the page's module sends what stands in the form."""
        return self.client.post(f"/quiz/{quiz}/{item.position}", data=fields, headers={"Accept": "application/json"})

    def answer_rightly(self, quiz: UUID, *, but: tuple[str, ...] = ()) -> None:
        """Answer everything, some questions left out."""
        for item in self.items(quiz):
            if item.key not in but:
                assert self.answer(quiz, item, RIGHT[item.key]).status_code == 303

    def hand_in(self, quiz: UUID) -> TestResponse:
        return self.client.post(f"/quiz/{quiz}/submit")

    def page(self, path: str) -> str:
        response = self.client.get(path)
        assert response.status_code == 200, (path, response.status_code, response.location)
        return response.text

    def log(self) -> list[ReviewLog]:
        with self.client.database.reader() as session:
            rows = select(ReviewLog).where(ReviewLog.user_id == self.id).order_by(ReviewLog.answered_at, ReviewLog.id)
            return list(session.scalars(rows))
