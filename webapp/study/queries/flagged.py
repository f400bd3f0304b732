"""Cards that are set aside or marked: suspended, buried for now, leeches."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from webapp.models import Card, Question, QuestionRevision


class FlaggedCard(NamedTuple):
    """A card that is suspended, buried or a leech, with the content of its question."""

    question_id: int
    question_key: str
    revision: int
    suspended: bool
    buried_until: date | None
    leech: bool
    lapses: int
    content: dict[str, Any]


def _flagged(user_id: int, day: date, words: str) -> ColumnElement[bool]:
    flagged = and_(Card.user_id == user_id, or_(Card.suspended, Card.buried_until > day, Card.leech))
    return and_(flagged, *(_mentions(word) for word in words.lower().split()))


def _mentions(word: str) -> ColumnElement[bool]:
    """Whether the question's key or content has ``word``; SQLite keeps the content's JSON with its escapes."""
    spellings = {word, json.dumps(word)[1:-1]}
    columns = (QuestionRevision.content, Question.key)
    return or_(
        *(func.lower(cast(column, Text)).contains(text, autoescape=True) for column in columns for text in spellings)
    )


def count_flagged(session: Session, *, user_id: int, day: date, words: str) -> int:
    """How many cards are flagged on the study day and have all of ``words`` in their question."""
    statement = select(func.count()).select_from(Card).join(Question, Question.id == Card.question_id)
    return session.scalar(_with_content(statement).where(_flagged(user_id, day, words))) or 0


def flagged_cards(
    session: Session, *, user_id: int, day: date, words: str, offset: int, most: int
) -> list[FlaggedCard]:
    """A page of the flagged cards: those set aside first, each group in the order of its questions."""
    columns = select(
        Question.id,
        Question.key,
        Question.revision,
        Card.suspended,
        Card.buried_until,
        Card.leech,
        Card.lapses,
        QuestionRevision.content,
    )
    statement = (
        _with_content(columns.select_from(Card).join(Question, Question.id == Card.question_id))
        .where(_flagged(user_id, day, words))
        .order_by(Card.suspended.desc(), Question.position, Question.id)
        .offset(offset)
        .limit(most)
    )
    return [FlaggedCard._make(row) for row in session.execute(statement)]


def _with_content(statement: Select[Any]) -> Select[Any]:
    revision = and_(QuestionRevision.question_id == Question.id, QuestionRevision.number == Question.revision)
    return statement.join(QuestionRevision, revision)
