"""The index of the full-text search, written anew from what is stored: claims, questions without keys, articles and
their passages.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from question_bank.questions import Question, Status
from webapp.bank.queries.stored import claim_contents, question_contents
from webapp.history.shown import is_shown
from webapp.models import (
    Actor,
    Article,
    ArticleVersion,
    Bank,
    Claim,
    ClaimPassage,
    ClaimRevision,
    Passage,
    QuestionRevision,
)
from webapp.models import Question as QuestionRow
from webapp.models.search import ADD_ENTRY, FORGET_BANK, Entry, place_of, search_entry, without_marks

from .bank_index import has_bank_index, index_entry, write_bank_index
from .claim_index import has_claim_index, index_claim_words, write_claim_index

_DELETE_ONE = text("DELETE FROM search_index WHERE kind = :kind AND record = :record")
_DELETE_PASSAGES = text("""DELETE FROM search_index WHERE kind = 'passage' AND record IN (
    SELECT p.id FROM passage p JOIN article_version v ON v.id = p.article_version_id
    JOIN article a ON a.id = v.article_id WHERE a.bank_id = :bank AND a.key = :article)""")
_DELETE_ARTICLE = text("""DELETE FROM search_index WHERE kind = 'article' AND record IN (
    SELECT id FROM article WHERE bank_id = :bank AND key = :article)""")
_BANKS_WITHOUT_ARTICLES = text("""SELECT DISTINCT a.bank_id FROM article a JOIN bank b ON b.id = a.bank_id
    WHERE b.audience <> 'owner' AND a.retired_at IS NULL AND NOT a.is_draft
          AND a.id NOT IN (SELECT record FROM search_index WHERE kind = 'article') ORDER BY a.bank_id""")
_ANY = text("SELECT 1 FROM search_index LIMIT 1")
_NOWHERE = ("", "")
_READ = (Article.retired_at.is_(None), ~Article.is_draft)
"""Of articles that readers see."""

Contents = Mapping[int, dict[str, Any]]


def index_article(session: Session, *, bank_id: int, key: str) -> None:
    """Let the search find one article and its passages as they are now, and the claims that rest on them."""
    session.execute(_DELETE_ARTICLE, {"bank": bank_id, "article": key})
    session.execute(_DELETE_PASSAGES, {"bank": bank_id, "article": key})
    found = [*_articles(session, bank_id), *_passages(session, bank_id)]
    entries = [entry for entry in found if entry["article"] == key]
    if entries:
        session.execute(ADD_ENTRY, entries)
    resting = (
        select(ClaimPassage.claim_id)
        .join(Passage, Passage.id == ClaimPassage.passage_id)
        .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(Article.bank_id == bank_id, Article.key == key)
    )
    index_claims(session, bank_id=bank_id, claim_ids=set(session.scalars(resting)))


def write_search_index(session: Session, *, bank_id: int) -> None:
    """Let the search find the bank as it is now. Whoever changes what is published calls this afterwards."""
    claims = claim_contents(session, bank_id=bank_id)
    questions = question_contents(session, bank_id=bank_id)
    of_articles = [*_articles(session, bank_id), *_passages(session, bank_id)]
    entries = [*_claims(session, claims, bank_id), *_questions(claims, questions), *of_articles]
    session.execute(FORGET_BANK, {"bank": bank_id})
    if entries:
        session.execute(ADD_ENTRY, entries)
    write_bank_index(session)
    write_claim_index(session)


def index_question(session: Session, *, question_id: int, record: Question) -> None:
    """Let the search find one question as it is now, or no more."""
    index_entry(session, question_id=question_id)
    session.execute(_DELETE_ONE, {"kind": "question", "record": question_id})
    if record.status is Status.PUBLISHED:
        claim = session.execute(
            select(ClaimRevision.content)
            .join(Claim, (Claim.id == ClaimRevision.claim_id) & (Claim.revision == ClaimRevision.number))
            .join(QuestionRow, QuestionRow.primary_claim_id == Claim.id)
            .where(QuestionRow.id == question_id)
        ).scalar_one()
        session.execute(ADD_ENTRY, [_question(question_id, record, place_of(claim))])


def index_claims(session: Session, *, bank_id: int, claim_ids: Collection[int]) -> None:
    """Let the search find some claims as they are now, or no more, and the published questions that ask about them."""
    claims = claim_contents(session, bank_id=bank_id, ids=claim_ids)
    asking = session.execute(
        select(QuestionRow.id, QuestionRevision.content)
        .join(
            QuestionRevision,
            (QuestionRevision.question_id == QuestionRow.id) & (QuestionRevision.number == QuestionRow.revision),
        )
        .where(QuestionRow.primary_claim_id.in_(claims), QuestionRow.status == Status.PUBLISHED.value)
    )
    questions = {row.id: row.content for row in asking}
    gone = [{"kind": "claim", "record": record} for record in claim_ids]
    gone += [{"kind": "question", "record": record} for record in questions]
    if gone:
        session.execute(_DELETE_ONE, gone)
    entries = [*_claims(session, claims, bank_id), *_questions(claims, questions)]
    if entries:
        session.execute(ADD_ENTRY, entries)
    index_claim_words(session, claim_ids=claim_ids)


def fill_missing_search_index(session: Session) -> None:
    """Write the index of every bank where there is none: after the migration that brings it, and after a restore; and
    that of a bank whose articles it has not, since it is older than they are found.

    Decks of one's own have their own part of it (``history.own_search``).
    """
    if session.execute(_ANY).first() is not None and has_bank_index(session) and has_claim_index(session):
        banks = session.scalars(_BANKS_WITHOUT_ARTICLES).all()
    else:
        banks = session.scalars(select(Bank.id).where(Bank.audience != "owner").order_by(Bank.id)).all()
    for bank_id in banks:
        write_search_index(session, bank_id=bank_id)


def _claims(session: Session, claims: Contents, bank_id: int) -> Iterator[Entry]:
    """The claims, to be found also by those who make them, by whatever name."""
    actors = session.execute(select(Actor.key, Actor.name, Actor.aliases).where(Actor.bank_id == bank_id))
    names = {row.key: " ".join([row.name, *row.aliases]) for row in actors}
    shown = set(session.scalars(select(Claim.id).where(Claim.bank_id == bank_id, is_shown())))
    for record, content in claims.items():
        if record not in shown:
            continue
        who = (names.get(key, "") for key in content.get("actors", ()))
        also = " ".join([content.get("attributed_to") or "", *who])
        yield search_entry("claim", record, content["id"], place_of(content), content["statement"], also)


def _questions(claims: Contents, questions: Contents) -> Iterator[Entry]:
    """What published questions ask; their answers are not to be found here."""
    places = {content["id"]: place_of(content) for content in claims.values()}
    for record, content in questions.items():
        if content["status"] == Status.PUBLISHED:
            yield _question(record, Question.from_json(content), places.get(content["claims"][0], _NOWHERE))


def _question(record: int, question: Question, place: tuple[str, str]) -> Entry:
    stem = question.prompt(random.Random(0)).stem  # noqa: S311  # an order is not shown
    return search_entry("question", record, question.id, place, without_marks(stem))


def _articles(session: Session, bank_id: int) -> Iterator[Entry]:
    """The articles, to be found also by those who wrote and published them."""
    rows = session.execute(
        select(Article.id, Article.key, Article.title, Article.authors, Article.publisher)
        .where(Article.bank_id == bank_id, *_READ)
        .order_by(Article.id)
    )
    for row in rows:
        also = " ".join([*row.authors, row.publisher or ""])
        yield search_entry("article", row.id, row.key, (row.key, ""), row.title, also)


def _passages(session: Session, bank_id: int) -> Iterator[Entry]:
    rows = session.execute(
        select(Passage.id, Passage.key, Passage.digest, Article.key.label("article"))
        .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
        .join(Article, Article.id == ArticleVersion.article_id)
        .where(
            Article.bank_id == bank_id,
            *_READ,
            Passage.retired_at.is_(None),
            Passage.role != "apparatus",
        )
        .order_by(Article.id, Passage.position)
    )
    for row in rows:
        yield search_entry("passage", row.id, row.key, (row.article, row.key), without_marks(row.digest))
