"""The questions of a quiz with their answers, as they are shown after it was handed in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from question_bank.grading import Grade, Outcome
from webapp.cards import ShownCard
from webapp.cards.assembling import assemble, load_evidence
from webapp.cards.originals import Originals
from webapp.cards.why import asides_of
from webapp.quizzes.queries import attempts
from webapp.quizzes.queries.attempts import ItemRow
from webapp.reviews.known import Known

from .submitting import grade_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An answered question. ``response`` is by the question's own keys, None where nothing was answered."""

    position: int
    card: ShownCard
    grade: Grade
    response: Mapping[str, Any] | None


def results(session: Session, *, rows: Sequence[ItemRow], known: Known, originals: Originals) -> list[Result]:
    """What became of these questions of an attempt, in their order. Eight statements for however many."""
    questions = attempts.pinned(session, rows=rows, known=known)
    responses = {row.position: json.loads(row.response) for row in rows if row.response is not None}
    answered = {
        row.question_id: (questions[row.position], responses[row.position])
        for row in rows
        if row.outcome == Outcome.WRONG and row.position in responses
    }
    elsewhere = asides_of(session, answered=answered, originals=originals)
    rests_on = load_evidence(session, question_ids={row.question_id for row in rows}, originals=originals)
    return [
        Result(
            position=row.position,
            card=replace(
                assemble(
                    questions[row.position],
                    key=row.key,
                    revision=row.revision,
                    seed=row.seed,
                    rests_on=rests_on[row.question_id],
                ),
                elsewhere=elsewhere.get(row.question_id),
            ),
            grade=grade_of(questions[row.position], row),
            response=responses.get(row.position),
        )
        for row in rows
    ]
