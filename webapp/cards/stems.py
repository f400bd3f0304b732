"""What questions ask, in a line each, for lists of cards."""

from __future__ import annotations

import random
from collections.abc import Collection

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from question_bank.questions import Question
from webapp.models import Question as StoredQuestion
from webapp.models import QuestionRevision
from webapp.web.markdown import render_inline


def stem_of(question: Question) -> Markup:
    """What a question asks, in one line of a list."""
    return render_inline(question.prompt(random.Random(0)).stem)  # noqa: S311  # an order is not shown


def stems(session: Session, *, question_ids: Collection[int]) -> dict[int, Markup]:
    """The stems of the questions as they are now, by their ids."""
    is_present = QuestionRevision.number == StoredQuestion.revision
    rows = session.execute(
        select(StoredQuestion.id, QuestionRevision.content)
        .join(QuestionRevision, (QuestionRevision.question_id == StoredQuestion.id) & is_present)
        .where(StoredQuestion.id.in_(question_ids))
    )
    return {question_id: stem_of(Question.from_json(content)) for question_id, content in rows}
