"""What a card shows: the question, the claims it rests on, their passages, and the claims that say otherwise."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, literal, select, text, union_all
from sqlalchemy.orm import Session

from webapp.cards.evidence import HEADING, NUMBER
from webapp.cards.sources import PassageRow
from webapp.models import (
    Article,
    ArticleVersion,
    Bank,
    Card,
    Claim,
    ClaimLink,
    ClaimPassage,
    ClaimRevision,
    Note,
    Passage,
    Question,
    QuestionClaim,
    QuestionRevision,
)

from .prepared import IsAmong, Prepared

PRIMARY, ALSO, RIVAL = 0, 1, 2


class AskedCard(NamedTuple):
    """A question with the person's card of it; the card's columns are None where it was never answered,
    ``note`` where there is none, ``answer_changed_in`` (the latest revision that changed the answer) where none did.
    """

    question_id: int
    key: str
    kind: str
    status: str
    question_revision: int
    state: int | None
    step: int | None
    stability: float | None
    difficulty: float | None
    due_at: datetime | None
    answered_at: datetime | None
    study_day: date | None
    repetitions: int | None
    lapses: int | None
    suspended: bool | None
    buried_until: date | None
    leech: bool | None
    version: int | None
    note: str | None
    answer_changed_in: int | None


class ClaimUse(NamedTuple):
    """A claim that a question rests on (role PRIMARY, ALSO), or one that contradicts such a claim (RIVAL)."""

    question_id: int
    role: int
    claim_id: int
    revision: int


CHANGED = text("question_revision.changes_answer")  # as the partial index has it: SQLite compares the words
_ANSWER_CHANGED_IN = (
    select(func.max(QuestionRevision.number))
    .where(QuestionRevision.question_id == Question.id, CHANGED)
    .correlate(Question)
    .scalar_subquery()
)
_ASKED = (
    select(
        Question.id,
        Question.key,
        Question.kind,
        Question.status,
        Question.revision,
        Card.state,
        Card.step,
        Card.stability,
        Card.difficulty,
        Card.due_at,
        Card.answered_at,
        Card.study_day,
        Card.repetitions,
        Card.lapses,
        Card.suspended,
        Card.buried_until,
        Card.leech,
        Card.version,
        Note.text,
        _ANSWER_CHANGED_IN,
    )
    .select_from(Question)
    .outerjoin(Card, (Card.question_id == Question.id) & (Card.user_id == bindparam("user")))
    .outerjoin(Note, (Note.question_id == Question.id) & (Note.user_id == bindparam("user")))
)
_ASKED_BY_ID = Prepared(_ASKED.where(IsAmong(Question.id, "questions")))
_ASKED_BY_KEY = (  # by way of the bank: keys are unique, and indexed, within one
    _ASKED.join(Bank, Bank.id == Question.bank_id).where(Question.key == bindparam("key")).order_by(Bank.id).limit(1)
)

_RESTS_ON = (
    select(QuestionClaim.question_id, QuestionClaim.role, Claim.id, Claim.revision)
    .join(Claim, Claim.id == QuestionClaim.claim_id)
    .where(IsAmong(QuestionClaim.question_id, "questions"))
)
_CONFLICTS = [
    select(QuestionClaim.question_id, literal("rival"), Claim.id, Claim.revision)
    .join(ClaimLink, near == QuestionClaim.claim_id)
    .join(Claim, Claim.id == far)
    .where(
        IsAmong(QuestionClaim.question_id, "questions"),
        ClaimLink.kind == "conflicts-with",
        Claim.retired_at.is_(None),
    )
    for near, far in ((ClaimLink.claim_id, ClaimLink.other_id), (ClaimLink.other_id, ClaimLink.claim_id))
]
_CLAIM_USES = Prepared(union_all(_RESTS_ON, *_CONFLICTS))
_ROLES = {"primary": PRIMARY, "also": ALSO, "rival": RIVAL}

_QUESTION_CONTENT = Prepared(
    select(QuestionRevision.question_id, QuestionRevision.number, QuestionRevision.content).where(
        IsAmong(QuestionRevision.question_id, "ids"), IsAmong(QuestionRevision.number, "numbers")
    )
)
_CLAIM_CONTENT = Prepared(
    select(ClaimRevision.claim_id, ClaimRevision.number, ClaimRevision.content).where(
        IsAmong(ClaimRevision.claim_id, "ids"), IsAmong(ClaimRevision.number, "numbers")
    )
)

_PASSAGES = Prepared(
    select(
        ClaimPassage.claim_id,
        Article.key,
        Article.title,
        Article.authors,
        Article.publisher,
        Article.published_on,
        Article.address,
        Article.language,
        Passage.key,
        Passage.digest,
        ArticleVersion.sha256,
        Passage.span_start,
        Passage.span_end,
        NUMBER,
        HEADING,
    )
    .join(Passage, Passage.id == ClaimPassage.passage_id)
    .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
    .join(Article, Article.id == ArticleVersion.article_id)
    .where(IsAmong(ClaimPassage.claim_id, "claims"))
    .order_by(ClaimPassage.claim_id, ClaimPassage.position, Passage.id)
)

_LOADED_AT = Prepared(select(func.max(Bank.loaded_at)))


def asked_cards(session: Session, *, user_id: int, question_ids: Collection[int]) -> dict[int, AskedCard]:
    """The questions with these ids and the person's cards of them, by question id."""
    rows = _ASKED_BY_ID.rows(session, {"user": user_id, "questions": list(question_ids)})
    return {row[0]: AskedCard._make(row) for row in rows}


def asked_card(session: Session, *, user_id: int, key: str) -> AskedCard | None:
    """The question with this key and the person's card of it."""
    row = session.execute(_ASKED_BY_KEY, {"user": user_id, "key": key}).one_or_none()
    return None if row is None else AskedCard._make(row)


def claim_uses(session: Session, *, question_ids: Collection[int]) -> list[ClaimUse]:
    """The claims that bear on each of the questions: what it rests on first, then what contradicts it."""
    rows = _CLAIM_USES.rows(session, {"questions": list(question_ids)})
    return sorted({ClaimUse(question, _ROLES[role], claim, revision) for question, role, claim, revision in rows})


def question_contents(
    session: Session, *, revisions: Collection[tuple[int, int]]
) -> dict[tuple[int, int], dict[str, Any]]:
    """Contents of question revisions by (question id, number)."""
    return _contents(session, _QUESTION_CONTENT, revisions)


def claim_contents(
    session: Session, *, revisions: Collection[tuple[int, int]]
) -> dict[tuple[int, int], dict[str, Any]]:
    """Contents of claim revisions by (claim id, number)."""
    return _contents(session, _CLAIM_CONTENT, revisions)


def _contents(
    session: Session, statement: Prepared, revisions: Collection[tuple[int, int]]
) -> dict[tuple[int, int], dict[str, Any]]:
    """Of all pairs of an id and a number that the statement gives, those that are wanted."""
    values = {"ids": [key for key, _ in revisions], "numbers": list({number for _, number in revisions})}
    rows = statement.rows(session, values)
    return {(key, number): content for key, number, content in rows if (key, number) in revisions}


def passages(session: Session, *, claim_ids: Collection[int]) -> list[PassageRow]:
    """The passages that the claims rest on, in each claim's order."""
    return [PassageRow._make(row) for row in _PASSAGES.rows(session, {"claims": list(claim_ids)})]


def bank_loaded_at(session: Session) -> datetime | None:
    """When a bank was loaded last: what was read from the bank's tables before may have changed since."""
    loaded_at: datetime | None = _LOADED_AT.rows(session, {})[0][0]
    return loaded_at
