"""Questions that are answered where they stand in an article.

The first answer of all begins the memory, as one on the study page does; later ones are practice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from question_bank.grading import Grade
from webapp.cards import ShownCard
from webapp.cards.assembling import assemble, load_evidence
from webapp.cards.originals import Originals
from webapp.history.settings import settings_of
from webapp.reading.queries.articles import article
from webapp.reading.queries.asked import asked_question
from webapp.reading.queries.questions import QuestionRow, question_contents
from webapp.reviews.known import Known
from webapp.scheduling.fuzz import card_seed
from webapp.scheduling.intervals import interval_text
from webapp.scheduling.memory import NEW_MEMORY, Rating, State, previews
from webapp.scheduling.policy import Policy
from webapp.scheduling.ratings import proposed_rating, with_hints
from webapp.web.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question in an article. ``is_new``: the person's answer will be the first of all, and begin the memory.

    Only then has the card intervals.
    """

    card: ShownCard
    article_title: str
    is_new: bool


def ask(
    session: Session,
    *,
    user_id: int,
    article_key: str,
    key: str,
    now: datetime,
    known: Known,
    originals: Originals,
) -> Asked | None:
    """The question ``key`` as it is asked in the article; None if the article has no such question."""
    found = article(session, key=article_key)
    row = asked_question(session, user_id=user_id, key=key)
    if found is None or row is None:
        return None
    question = QuestionRow(row.claim_id, row.question_id, row.key, row.revision)
    content = question_contents(session, rows=[question], known=known)[row.question_id]
    rests_on = load_evidence(session, question_ids=[row.question_id], originals=originals)[row.question_id]
    if article_key not in {source.article_key for said in rests_on.claims for source in said.sources}:
        return None
    seed = card_seed(user_id, row.question_id, row.repetitions or 0)
    card = assemble(content, key=key, revision=row.revision, seed=seed, rests_on=rests_on)
    is_new = row.state is None or row.state == State.NEW
    if is_new:
        card = replace(card, intervals=_first_intervals(settings_of(session, user_id=user_id).policy, now, seed))
    return Asked(card=card, article_title=found.title, is_new=is_new)


def grade_asked(card: ShownCard, response: Mapping[str, Any] | None, *, hints: int) -> tuple[Grade | None, Rating]:
    """What became of the response, and the rating to propose: none given is not known, with hints it is Hard at most.

    Raises BadResponse for a response that has not the shape of the kind.
    """
    if card.self_graded and response is None:
        return None, with_hints(Rating.GOOD, hints)
    grade = None if response is None else card.content.grade(response)
    return grade, proposed_rating(grade.score if grade else 0, hints=hints)


def _first_intervals(policy: Policy, now: datetime, seed: int) -> dict[int, str]:
    """When a question comes back after each rating of a first answer."""
    return {
        int(rating): say(interval_text(now, due_at, policy.calendar))
        for rating, due_at in previews(NEW_MEMORY, now=now, policy=policy, seed=seed).items()
    }
