"""Questions that are answered where they stand in an article.

The first answer of all begins the memory, as one on the study page does; later ones are practice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from question_bank.grading import Grade, Outcome
from webapp.cards import ShownCard
from webapp.cards.assembling import assemble, load_evidence
from webapp.cards.originals import Originals
from webapp.cards.why import asides_of
from webapp.history.settings import settings_of
from webapp.reading.queries.articles import article, passages
from webapp.reading.queries.asked import AskedRow, asked_about, asked_question
from webapp.reading.queries.claims import claims_of_passages
from webapp.reading.queries.questions import QuestionRow, question_contents
from webapp.reviews.known import Known
from webapp.scheduling.fuzz import card_seed
from webapp.scheduling.intervals import interval_text
from webapp.scheduling.memory import NEW_MEMORY, Rating, State, previews
from webapp.scheduling.policy import Policy
from webapp.scheduling.ratings import proposed_rating, with_hints
from webapp.web.words import say

from .article import MOST_ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question in an article. ``is_new``: the person's answer will be the first of all, and begin the memory.

    Only then has the card intervals.
    """

    question_id: int
    card: ShownCard
    article_title: str
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedArticle:
    """All questions that stand in the text of an article, or on the page of one of its passages; none in an article
    whose passages have them on such pages.
    """

    title: str
    asked: tuple[Asked, ...]


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
    (asked,) = _asked(session, [row], found.title, user_id=user_id, now=now, known=known, originals=originals)
    if article_key not in {source.article_key for source in asked.card.sources}:
        return None
    return asked


def ask_all(
    session: Session,
    *,
    user_id: int,
    article_key: str,
    passage_key: str | None = None,
    now: datetime,
    known: Known,
    originals: Originals,
) -> AskedArticle | None:
    """The questions of the article as they are asked in its text, or those of one passage as on its own page; None if
    there is no such article or passage.
    """
    found = article(session, key=article_key)
    stands = [] if found is None else passages(session, article_id=found.id)
    if passage_key is not None:
        stands = [passage for passage in stands if passage.key == passage_key]
    if found is None or (passage_key is not None and not stands):
        return None
    stated = claims_of_passages(session, passage_ids=[passage.id for passage in stands])
    rows = asked_about(session, user_id=user_id, claim_ids={claim.claim_id for claim in stated})
    if not rows or (passage_key is None and len(rows) > MOST_ASKED):
        return AskedArticle(title=found.title, asked=())
    asked = _asked(session, rows, found.title, user_id=user_id, now=now, known=known, originals=originals)
    return AskedArticle(title=found.title, asked=tuple(asked))


def _asked(
    session: Session,
    rows: Sequence[AskedRow],
    title: str,
    *,
    user_id: int,
    now: datetime,
    known: Known,
    originals: Originals,
) -> list[Asked]:
    questions = [QuestionRow(row.claim_id, row.question_id, row.key, row.revision) for row in rows]
    contents = question_contents(session, rows=questions, known=known)
    evidence = load_evidence(session, question_ids=list(contents), originals=originals)
    policy = settings_of(session, user_id=user_id).policy
    found = []
    for row in rows:
        seed = card_seed(user_id, row.question_id, row.repetitions or 0)
        rests_on = evidence[row.question_id]
        card = assemble(contents[row.question_id], key=row.key, revision=row.revision, seed=seed, rests_on=rests_on)
        is_new = row.state is None or row.state == State.NEW
        if is_new:
            card = replace(card, intervals=_first_intervals(policy, now, seed))
        found.append(Asked(question_id=row.question_id, card=card, article_title=title, is_new=is_new))
    return found


def grade_asked(card: ShownCard, response: Mapping[str, Any] | None, *, hints: int) -> tuple[Grade | None, Rating]:
    """What became of the response, and the rating to propose: none given is not known, with hints it is Hard at most.

    Raises BadResponse for a response that has not the shape of the kind.
    """
    if card.self_graded and response is None:
        return None, with_hints(Rating.GOOD, hints)
    grade = None if response is None else card.content.grade(response)
    return grade, proposed_rating(grade.score if grade else 0, hints=hints)


def explained(
    session: Session, asked: Asked, grade: Grade | None, response: Mapping[str, Any] | None, *, originals: Originals
) -> ShownCard:
    """The card after an answer: with what else the article says of it, where it is wrong."""
    if response is None or grade is None or grade.outcome is not Outcome.WRONG:
        return asked.card
    found = asides_of(session, answered={asked.question_id: (asked.card.content, response)}, originals=originals)
    return replace(asked.card, elsewhere=found.get(asked.question_id))


def _first_intervals(policy: Policy, now: datetime, seed: int) -> dict[int, str]:
    """When a question comes back after each rating of a first answer."""
    return {
        int(rating): say(interval_text(now, due_at, policy.calendar))
        for rating, due_at in previews(NEW_MEMORY, now=now, policy=policy, seed=seed).items()
    }
