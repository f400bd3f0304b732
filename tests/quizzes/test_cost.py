"""What quizzes cost: as many statements for many questions as for few."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from webapp.db import Database

from .taking import Taker

MOST = 20


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are run meanwhile."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.engine, "before_cursor_execute", note)


def _costs(ada: Taker, length: str) -> dict[str, int]:
    """How many statements each page of a quiz takes."""
    quiz = ada.made(length=length)
    ada.answer_rightly(quiz)
    costs = {}
    for name, path in (("list", "/quiz"), ("question", f"/quiz/{quiz}/1"), ("overview", f"/quiz/{quiz}")):
        with counted(ada.client.database) as statements:
            ada.page(path)
        costs[name] = len(statements)
    ada.hand_in(quiz)
    with counted(ada.client.database) as statements:
        ada.page(f"/quiz/{quiz}")
    return {**costs, "result": len(statements)}


def test_pages_take_few_statements_and_no_more_for_more_questions(ada: Taker) -> None:
    few, many = _costs(ada, "5"), _costs(ada, "12")
    assert few == many
    assert max(many.values()) <= MOST
    assert min(many.values()) > 0


def test_what_else_wrong_answers_are_right_for_takes_as_many_statements_for_many(ada: Taker) -> None:
    costs = []
    one = {"ferry-bridge-who": "Tomas Veld"}
    for wrong in (one, {**one, "ferry-first-day-date": "1900", "ferry-cost-number": "90 %"}):
        quiz = ada.made()
        for key, text in wrong.items():
            ada.answer(quiz, ada.item(quiz, key), {"text": text})
        ada.hand_in(quiz)
        with counted(ada.client.database) as statements:
            assert "speaks of them elsewhere" in ada.page(f"/quiz/{quiz}")
        costs.append(len(statements))
    assert costs[0] == costs[1] <= MOST
