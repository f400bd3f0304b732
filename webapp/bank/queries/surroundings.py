"""The part of the bank around some claims, as records: what the rules need that are to judge a change to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import Session

from question_bank.actors import Actor as ActorRecord
from question_bank.claims import Claim as ClaimRecord
from question_bank.issues import Issue as IssueRecord
from question_bank.questions import Question as QuestionRecord
from question_bank.records import Bank
from question_bank.stances import Stance
from question_bank.topics import Topic as TopicRecord
from webapp.history.shown import is_shown
from webapp.models import (
    Actor,
    Article,
    Claim,
    ClaimIssue,
    ClaimRevision,
    Issue,
    Question,
    QuestionClaim,
    QuestionRevision,
    Topic,
)

from .articles import stored_articles
from .plain import Plain, plain_records


def bank_around(session: Session, *, bank_id: int, changed: Iterable[ClaimRecord]) -> Bank:
    """The bank with the ``changed`` claims in place of the stored ones, as far as rules about them look.

    The articles that they rest on; all actors, issues and topics; the claims that these name, what they supersede by
    any number of steps, those that take or took sides on the same issue; the questions that rest on them or ask about
    these sides, and what those name.
    """
    claims = {claim.id: claim for claim in changed}
    so_far = claim_records(session, bank_id=bank_id, keys=set(claims))
    questions = _questions_on(session, bank_id, set(claims))
    sides = _on_the_same_issues(session, bank_id, [*claims.values(), *so_far.values()])
    questions |= _questions_on(session, bank_id, sides, kind="position")
    _add_claims(session, bank_id, claims, {*sides, *_named_by_questions(questions.values())})
    _follow_links(session, bank_id, claims)
    named = {source.partition("#")[0] for claim in claims.values() for source in claim.sources}
    articles = stored_articles(session, bank_id=bank_id, keys=named)
    return Bank(
        articles={key: article.record for key, article in articles.items() if not article.stored.is_retired},
        actors=_by_key(session, Actor, bank_id, ActorRecord),
        issues=_by_key(session, Issue, bank_id, IssueRecord),
        topics=_by_key(session, Topic, bank_id, TopicRecord),
        claims=claims,
        questions=questions,
    )


def _by_key(session: Session, model: Plain, bank_id: int, record: type[Any]) -> dict[str, Any]:
    rows = plain_records(session, model, bank_id=bank_id)
    return {row.key if isinstance(row, TopicRecord) else row.id: row for row in rows if isinstance(row, record)}


def claims_like(session: Session, *, bank_id: int, claim: ClaimRecord, most: int) -> list[ClaimRecord]:
    """Claims to take wrong answers from: of the same kind and topic first, not retired and of no draft."""
    kind = ClaimRevision.content["kind"].as_string()
    like = (
        select(ClaimRevision.content)
        .join(Claim, (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision))
        .where(Claim.bank_id == bank_id, Claim.key != claim.id, kind == claim.kind.value, is_shown())
        .order_by(Claim.id)
    )
    topic = _topic_id(bank_id, claim.topic)
    found = list(session.scalars(like.where(Claim.topic_id == topic).limit(most)))
    if len(found) < most:
        found += session.scalars(like.where(Claim.topic_id != topic).limit(most - len(found)))
    return [ClaimRecord.from_json(content) for content in found]


def _topic_id(bank_id: int, key: str) -> ScalarSelect[int]:
    return select(Topic.id).where(Topic.bank_id == bank_id, Topic.key == key).scalar_subquery()


def draft_articles(session: Session) -> set[str]:
    """The articles that no reader sees yet."""
    return set(session.scalars(select(Article.key).where(Article.is_draft)))


def claim_records(session: Session, *, bank_id: int, keys: Collection[str]) -> dict[str, ClaimRecord]:
    """Those of the claims that are there and not retired, by key."""
    rows = session.execute(
        select(Claim.key, ClaimRevision.content)
        .join(ClaimRevision, (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision))
        .where(Claim.bank_id == bank_id, Claim.key.in_(keys), Claim.retired_at.is_(None))
    )
    return {row.key: ClaimRecord.from_json(row.content) for row in rows}


def _add_claims(session: Session, bank_id: int, claims: dict[str, ClaimRecord], keys: Iterable[str]) -> None:
    missing = set(keys) - claims.keys()
    if missing:
        claims |= claim_records(session, bank_id=bank_id, keys=missing)


def _follow_links(session: Session, bank_id: int, claims: dict[str, ClaimRecord]) -> None:
    asked: set[str] = set(claims)
    waiting = {key for claim in claims.values() for key in (*claim.conflicts_with, *claim.supersedes)} - asked
    while waiting:
        asked |= waiting
        found = claim_records(session, bank_id=bank_id, keys=waiting)
        claims |= found
        waiting = {key for claim in found.values() for key in claim.supersedes} - asked


def _questions_on(
    session: Session, bank_id: int, keys: Collection[str], kind: str | None = None
) -> dict[str, QuestionRecord]:
    of_kind = () if kind is None else (Question.kind == kind,)
    rows = session.execute(
        select(Question.key, QuestionRevision.content)
        .join(
            QuestionRevision,
            (QuestionRevision.question_id == Question.id) & (QuestionRevision.number == Question.revision),
        )
        .join(QuestionClaim, QuestionClaim.question_id == Question.id)
        .join(Claim, Claim.id == QuestionClaim.claim_id)
        .where(Claim.bank_id == bank_id, Claim.key.in_(keys), Question.status != "retired", *of_kind)
    )
    return {row.key: QuestionRecord.from_json(row.content) for row in rows}


def questions_of_topic(session: Session, *, bank_id: int, topic: str, most: int) -> dict[str, QuestionRecord]:
    """Some of the questions, not retired, that ask first of all about claims of a topic: the newest."""
    newest = (
        select(Question.id)
        .join(Claim, Claim.id == Question.primary_claim_id)
        .where(Claim.topic_id == _topic_id(bank_id, topic), Question.status != "retired")
        .order_by(Question.id.desc())
        .limit(most)
    )
    rows = session.execute(
        select(Question.key, QuestionRevision.content)
        .join(
            QuestionRevision,
            (QuestionRevision.question_id == Question.id) & (QuestionRevision.number == Question.revision),
        )
        .where(Question.id.in_(session.scalars(newest).all()))
        .order_by(Question.id.desc())
    )
    return {row.key: QuestionRecord.from_json(row.content) for row in rows}


def questions_naming(session: Session, *, bank_id: int, claim: ClaimRecord) -> list[str]:
    """The questions, not retired, that rest on a claim or name it in an option or an item."""
    around = bank_around(session, bank_id=bank_id, changed=[claim])
    return [key for key, question in around.questions.items() if claim.id in _named_by_questions([question])]


def _named_by_questions(questions: Iterable[QuestionRecord]) -> set[str]:
    named: set[str] = set()
    for question in questions:
        named |= {*question.claims, *_named_by_content(question.to_json())}
    return named


def _named_by_content(content: Mapping[str, Any]) -> Iterable[str]:
    """The claims that options and items of a content name."""
    for part in ("options", "items"):
        yield from (entry["claim"] for entry in content.get(part, ()) if "claim" in entry)


def _on_the_same_issues(session: Session, bank_id: int, claims: Iterable[ClaimRecord]) -> set[str]:
    issues = {claim.value.issue for claim in claims if isinstance(claim.value, Stance)}
    if not issues:
        return set()
    rows = session.scalars(
        select(Claim.key)
        .join(ClaimIssue, ClaimIssue.claim_id == Claim.id)
        .join(Issue, Issue.id == ClaimIssue.issue_id)
        .where(Claim.bank_id == bank_id, Claim.retired_at.is_(None), Issue.key.in_(issues))
    )
    return set(rows)
