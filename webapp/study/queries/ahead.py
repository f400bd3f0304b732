"""What is due on the days ahead, as load balancing needs it: cards by due date, and siblings of some questions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, literal_column, select, union_all
from sqlalchemy.orm import Session, aliased

from webapp.models import Card, Question
from webapp.models.base import to_milliseconds
from webapp.scheduling.memory import State

from .prepared import AnySelect, IsAmong, Prepared
from .queue import NOT_SUSPENDED

NOBODY = 0  # in the place of a question, in the rows that count cards


class DueAhead(NamedTuple):
    """``cards`` are due at an instant; with a ``question_id`` they are siblings of that question."""

    question_id: int
    due_at: datetime
    cards: int


_AHEAD = (
    Card.user_id == bindparam("user"),
    Card.state == int(State.REVIEW),
    Card.due_at >= bindparam("after"),
    Card.due_at < bindparam("before"),
)
_asked = aliased(Question)
_SIBLINGS: AnySelect = (
    select(_asked.id, Card.due_at, literal_column("1"))
    .select_from(_asked)
    .join(Question, (Question.primary_claim_id == _asked.primary_claim_id) & (Question.id != _asked.id))
    .join(Card, Card.question_id == Question.id)
    .where(IsAmong(_asked.id, "questions"), *_AHEAD, Card.suspended.is_(False))
)  # so worded, that SQLite goes from the questions to their siblings, and not through all that is due
_COUNTS: AnySelect = (
    select(literal_column(str(NOBODY)), Card.due_at, func.count()).where(*_AHEAD, NOT_SUSPENDED).group_by(Card.due_at)
)
_ONLY_SIBLINGS = Prepared(_SIBLINGS)
_BOTH = Prepared(union_all(_SIBLINGS, _COUNTS))


def due_ahead(
    session: Session,
    *,
    user_id: int,
    after: datetime,
    before: datetime,
    siblings_of: Collection[int],
    with_counts: bool,
) -> list[DueAhead]:
    """The siblings of questions that are due from ``after`` on and before ``before``, and all cards by their due date.

    One statement for both. The counts cost as much as there are cards due meanwhile.
    """
    statement = _BOTH if with_counts else _ONLY_SIBLINGS
    values = {
        "user": user_id,
        "after": to_milliseconds(after),
        "before": to_milliseconds(before),
        "questions": list(siblings_of),
    }
    return [DueAhead._make(row) for row in statement.rows(session, values)]
