"""What an instructor wrote in the bank: revisions, proposals, answers to reports. Read page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, tuple_

from webapp.db import Database
from webapp.models import (
    Article,
    ArticleRevision,
    Claim,
    ClaimRevision,
    Question,
    QuestionProposal,
    QuestionRevision,
    Report,
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OwnWork:
    """What ``database`` holds of a person's work in the bank; ``page`` rows are read at a time."""

    database: Database
    user_id: int
    page: int

    def lists(self) -> Iterator[tuple[str, Iterator[Row]]]:
        """Each kind of work by its name, in the order of what it is about."""
        yield "article_revision", self._revisions(ArticleRevision, ArticleRevision.article_id, Article)
        yield "claim_revision", self._revisions(ClaimRevision, ClaimRevision.claim_id, Claim)
        yield "question_revision", self._revisions(QuestionRevision, QuestionRevision.question_id, Question)
        yield "question_proposal", self._proposals()
        yield "report_answer", self._answers()

    def _revisions(self, table: Any, of: Any, record: Any) -> Iterator[Row]:
        wanted = (
            select(record.key, of, table.number, table.created_at, table.why, table.content)
            .join(record, record.id == of)
            .where(table.author_id == self.user_id)
        )
        for key, _, number, at, why, content in self._paged(wanted, of, table.number):
            yield {record.__tablename__: key, "number": number, "at": at, "why": why, "content": content}

    def _proposals(self) -> Iterator[Row]:
        made = QuestionProposal
        wanted = (
            select(made.id, Question.key, made.base_revision, made.made_at, made.why, made.state, made.content)
            .join(Question, Question.id == made.question_id)
            .where(made.author_id == self.user_id)
        )
        for _, key, base, at, why, state, content in self._paged(wanted, made.id):
            yield {
                "question": key, "base_revision": base, "at": at, "why": why, "state": state, "content": content,
            }  # fmt: skip

    def _answers(self) -> Iterator[Row]:
        """What was answered to reports, without who had reported."""
        wanted = (
            select(Report.id, Question.key, Report.answered_at, Report.answer)
            .join(Question, Question.id == Report.question_id)
            .where(Report.answered_by == self.user_id)
        )
        for _, key, at, answer in self._paged(wanted, Report.id):
            yield {"question": key, "at": at, "answer": answer}

    def _paged(self, wanted: Any, *key: Any) -> Iterator[Any]:
        """The rows in the order of ``key``, which the statement selects."""
        names = [column.name for column in key]
        last: list[Any] = []
        while True:
            after = wanted.where(tuple_(*key) > tuple_(*last)) if last else wanted
            with self.database.reader() as session:
                rows = session.execute(after.order_by(*key).limit(self.page)).all()
            yield from rows
            if len(rows) < self.page:
                return
            last = [rows[-1]._mapping[name] for name in names]  # noqa: SLF001  # the public name of it in SQLAlchemy
