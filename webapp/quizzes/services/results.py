"""The questions of a quiz with their answers, as they are shown after it was handed in."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from question_bank.grading import Grade
from question_bank.questions import Question
from webapp.cards import ShownCard, Source
from webapp.cards.originals import Originals
from webapp.cards.sources import PassageRow, rival_words, source_of
from webapp.quizzes.queries import attempts, sources
from webapp.quizzes.queries.attempts import ItemRow
from webapp.quizzes.queries.sources import ClaimRow
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
    """What became of these questions of an attempt, in their order. Four statements for however many."""
    questions = attempts.pinned(session, rows=rows, known=known)
    question_ids = [row.question_id for row in rows]
    claims = _by_question(sources.claims(session, question_ids=question_ids))
    rivals = _by_question(sources.rivals(session, question_ids=question_ids))
    passages: dict[int, list[PassageRow]] = {}
    claim_ids = {claim.claim_id for found in claims.values() for claim in found}
    for passage in sources.passages(session, claim_ids=claim_ids):
        passages.setdefault(passage.claim_id, []).append(passage)
    return [
        Result(
            position=row.position,
            card=_shown(
                row,
                questions[row.position],
                claims.get(row.question_id, ()),
                rivals.get(row.question_id, ()),
                [
                    source_of(passage, originals)
                    for claim in claims.get(row.question_id, ())
                    for passage in passages.get(claim.claim_id, ())
                ],
            ),
            grade=grade_of(questions[row.position], row),
            response=None if row.response is None else json.loads(row.response),
        )
        for row in rows
    ]


def _shown(
    row: ItemRow,
    question: Question,
    claims: Sequence[ClaimRow],
    rivals: Sequence[ClaimRow],
    rests_on: Sequence[Source],
) -> ShownCard:
    contents = [claim.content for claim in claims]
    otherwise = (rival_words(claim.content["statement"], claim.content.get("attributed_to")) for claim in rivals)
    return ShownCard(
        question_key=row.key,
        revision=row.revision,
        version=0,
        kind=question.kind,
        state="",
        content=question,
        prompt=question.prompt(random.Random(row.seed)),  # noqa: S311  # the order of options is no secret
        solution=question.solution(),
        seed=row.seed,
        sources=tuple(dict.fromkeys(rests_on)),
        attributed_to=_first(contents, "attributed_to"),
        erratum=_first(contents, "erratum"),
        rivals=tuple(dict.fromkeys(otherwise)),
        intervals={},
        proposed=None,
    )


def _by_question(rows: Sequence[ClaimRow]) -> dict[int, list[ClaimRow]]:
    found: dict[int, list[ClaimRow]] = {}
    for row in rows:
        found.setdefault(row.question_id, []).append(row)
    return found


def _first(contents: Sequence[Mapping[str, Any]], name: str) -> str | None:
    return next((content[name] for content in contents if content.get(name)), None)
