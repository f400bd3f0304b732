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
