"""The collections of the bank and the questions in them, brought in line with what is stored."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, delete, exists, insert, select, update
from sqlalchemy.orm import Session

from webapp.bank.queries.stored import bank_row
from webapp.history.collections import CollectionKind
from webapp.history.found import found_questions, words_of
from webapp.models import (
    Actor,
    Article,
    ArticleVersion,
    ChosenCollection,
    Claim,
    ClaimActor,
    ClaimPassage,
    ClassWork,
    Collection,
    CollectionQuestion,
    Exam,
    Passage,
    Question,
    Topic,
)

Key = tuple[str, str]
Members = dict[int, int]
"""Positions of questions by their ids."""


def write_collections(session: Session, *, bank_id: int) -> None:
    """Let the collections hold the published questions as they are now, once the search index was written.

    Whoever changes what is published calls this afterwards. Only differences are written. A collection that has lost
    its last question stays, for those who follow it.
    """
    wanted = _of_the_bank(session, bank_id)
    new = [key for key in wanted if key not in _stored(session, bank_id)]
    if new:
        session.execute(insert(Collection), [{"bank_id": bank_id, "kind": kind, "value": value} for kind, value in new])
    held = _held(session, bank_id)
    for (kind, value), number in _stored(session, bank_id).items():
        if kind == CollectionKind.SEARCH:
            members = found_questions(session, bank_id=bank_id, words=words_of(value))
        else:
            members = wanted.get((kind, value), {})
        _write_members(session, number, held.get(number, {}), members)


def move_choices(session: Session, *, bank_id: int, kind: CollectionKind, value: str, into: str) -> None:
    """Let those who chose the collection of one term have that of another, since the two are one: followers, plans for
    exams and work of classes. It is called once the collections are written.
    """
    is_of = (Collection.bank_id == bank_id) & (Collection.kind == kind)
    numbers = {
        row.value: row.id
        for row in session.execute(
            select(Collection.value, Collection.id).where(is_of, Collection.value.in_((value, into)))
        )
    }
    if value not in numbers:
        return
    if into not in numbers:  # neither has a question yet, and the other nobody who chose it
        session.execute(update(Collection).where(Collection.id == numbers[value]).values(value=into))
        return
    former, present = ChosenCollection.collection_id == numbers[value], ChosenCollection.collection_id == numbers[into]
    both = select(ChosenCollection.user_id).where(present)
    session.execute(delete(ChosenCollection).where(former, ChosenCollection.user_id.in_(both)))
    for table in (ChosenCollection, Exam, ClassWork):
        names_it = table.collection_id == numbers[value]
        session.execute(update(table).where(names_it).values(collection_id=numbers[into]))


def fill_missing_collections(session: Session) -> None:
    """Write the collections where there are none: after the migration that brings them."""
    bank = bank_row(session)
    if bank is not None and not session.scalar(select(exists().where(Collection.bank_id == bank.id))):
        write_collections(session, bank_id=bank.id)


def _stored(session: Session, bank_id: int) -> dict[Key, int]:
    rows = session.execute(
        select(Collection.kind, Collection.value, Collection.id)
        .where(Collection.bank_id == bank_id)
        .order_by(Collection.id)
    )
    return {(kind, value): number for kind, value, number in rows}


def _held(session: Session, bank_id: int) -> dict[int, Members]:
    """What the collections hold, by their ids."""
    rows = session.execute(
        select(CollectionQuestion.collection_id, CollectionQuestion.question_id, CollectionQuestion.position)
        .join(Collection, Collection.id == CollectionQuestion.collection_id)
        .where(Collection.bank_id == bank_id)
    )
    held: dict[int, Members] = {}
    for number, question, position in rows:
        held.setdefault(number, {})[question] = position
    return held


def _write_members(session: Session, collection_id: int, held: Members, members: Members) -> None:
    of_collection = CollectionQuestion.collection_id == collection_id
    gone = held.keys() - members.keys()
    if gone:
        session.execute(delete(CollectionQuestion).where(of_collection, CollectionQuestion.question_id.in_(gone)))
    rows = [
        {"collection_id": collection_id, "question_id": question, "position": position}
        for question, position in members.items()
        if held.get(question) != position
    ]
    moved = [row for row in rows if row["question_id"] in held]
    added = [row for row in rows if row["question_id"] not in held]
    if moved:
        session.execute(update(CollectionQuestion), moved)
    if added:
        session.execute(insert(CollectionQuestion), added)


def _of_the_bank(session: Session, bank_id: int) -> dict[Key, Members]:
    """The questions of each article, topic, actor and importance, these in the order of the bank.

    A question counts to those of the claim that it asks about first of all.
    """
    wanted: dict[Key, Members] = {}
    for kind, statement in _by_kind(bank_id).items():
        for value, question, position in session.execute(statement):
            wanted.setdefault((kind, value), {})[question] = position
    return wanted


def _by_kind(bank_id: int) -> dict[CollectionKind, Select[Any]]:
    """Statements that give a key, a question that belongs to it and the question's position; some twice."""
    by_article = (
        _published(Article.key, bank_id)
        .join(ClaimPassage, ClaimPassage.claim_id == Question.primary_claim_id)
        .join(Passage, Passage.id == ClaimPassage.passage_id)
        .join(ArticleVersion, ArticleVersion.id == Passage.article_version_id)
        .join(Article, Article.id == ArticleVersion.article_id)
        .order_by(Article.id)
    )
    by_topic = (
        _published(Topic.key, bank_id)
        .join(Claim, Claim.id == Question.primary_claim_id)
        .join(Topic, Topic.id == Claim.topic_id)
        .order_by(Topic.id)
    )
    by_actor = (
        _published(Actor.key, bank_id)
        .join(ClaimActor, ClaimActor.claim_id == Question.primary_claim_id)
        .join(Actor, Actor.id == ClaimActor.actor_id)
        .order_by(Actor.id)
    )
    return {
        CollectionKind.ARTICLE: by_article,
        CollectionKind.TOPIC: by_topic,
        CollectionKind.ACTOR: by_actor,
        CollectionKind.IMPORTANCE: _published(Question.importance, bank_id).order_by(Question.position),
    }


def _published(key: Any, bank_id: int) -> Select[Any]:
    return (
        select(key, Question.id, Question.position)
        .select_from(Question)
        .where(Question.bank_id == bank_id, Question.status == "published")
    )
