"""A deck of one's own removed, and brought back.

Its cards go out of study, search and every count. The log and the revisions are ledgers: their rows stay, and go with
the account (``webapp.reviews.erase``). So the deck can be brought back as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from webapp.decks.queries import own
from webapp.history import own_search
from webapp.models import (
    Article,
    ArticleVersion,
    Bank,
    ChosenCollection,
    Claim,
    ClaimPassage,
    Collection,
    CollectionQuestion,
    Passage,
    Question,
    Topic,
    User,
)
from webapp.web.audit import note_event

CARDS_AT_ONCE = 500  # few enough for every database to take their ids in one statement


class NoSuchDeckError(LookupError):
    """The person has no such deck, or none of which this can be done."""


def remove_deck(session: Session, *, user_id: int, key: str, now: datetime) -> int:
    """Take a deck out of study, search, reading and counts, and out of what is followed; the number of its cards.

    Raises NoSuchDeckError, also where it is removed already.
    """
    ids = _cards(session, user_id, key, status="published")
    for part in _parts(ids):
        _set_aside(session, part, since=now)
        session.execute(delete(CollectionQuestion).where(CollectionQuestion.question_id.in_(part)))
    own_search.forget_own(session, question_ids=ids)
    of_deck = select(Collection.id).where(Collection.kind == "topic", Collection.value == key)
    session.execute(
        delete(ChosenCollection).where(
            ChosenCollection.user_id == user_id, ChosenCollection.collection_id.in_(of_deck)
        )
    )  # fmt: skip
    _tell(session, user_id, now)
    note_event(session, action="deck.removed", user_id=user_id, now=now, cards=len(ids))
    return len(ids)


def bring_back_deck(session: Session, *, user_id: int, key: str, now: datetime) -> int:
    """Have a removed deck as it was; the number of its cards. Raises NoSuchDeckError, also where nothing is removed."""
    ids = _cards(session, user_id, key, status="retired")
    bring_back_cards(session, question_ids=ids)
    _tell(session, user_id, now)
    note_event(session, action="deck.brought-back", user_id=user_id, now=now, cards=len(ids))
    return len(ids)


def bring_back_cards(session: Session, *, question_ids: Sequence[int]) -> None:
    """Have removed cards back in study, search, reading and counts. Whoever calls it tells the queues."""
    for part in _parts(question_ids):
        _set_aside(session, part, since=None)
        rows = session.execute(
            select(Question.bank_id, Topic.key, Question.id, Question.position)
            .join(Claim, Claim.id == Question.primary_claim_id)
            .join(Topic, Topic.id == Claim.topic_id)
            .where(Question.id.in_(part))
        ).all()
        holding = {deck: collection_of(session, *deck) for deck in {(bank_id, key) for bank_id, key, *_ in rows}}
        session.execute(insert(CollectionQuestion), [
            {"collection_id": holding[bank_id, key], "question_id": number, "position": position}
            for bank_id, key, number, position in rows
        ])  # fmt: skip
    own_search.index_own(session, new=question_ids)


def collection_of(session: Session, bank_id: int, topic: str) -> int:
    """The collection of a deck, to be followed or studied alone."""
    of_deck = select(Collection.id).where(
        Collection.bank_id == bank_id, Collection.kind == "topic", Collection.value == topic
    )
    found = session.scalar(of_deck)
    if found is None:
        made = Collection(bank_id=bank_id, kind="topic", value=topic)
        session.add(made)
        session.flush()
        found = made.id
    return found


def _cards(session: Session, user_id: int, key: str, *, status: str) -> Sequence[int]:
    """The cards of a deck that stand so. Nobody else brings or removes meanwhile. Raises NoSuchDeckError."""
    session.execute(select(User.id).where(User.id == user_id).with_for_update())
    ids = own.own_card_ids(session, user_id=user_id, key=key, status=status)
    if not ids:
        raise NoSuchDeckError
    return ids


def _set_aside(session: Session, ids: Sequence[int], *, since: datetime | None) -> None:
    """Retire cards with the claims and passages that they are, or (None) have them back; an article goes with its last
    passage.
    """
    status = "published" if since is None else "retired"
    session.execute(update(Question).where(Question.id.in_(ids)).values(status=status, retired_at=since))
    claims = select(Question.primary_claim_id).where(Question.id.in_(ids))
    session.execute(update(Claim).where(Claim.id.in_(claims)).values(retired_at=since))
    passages = select(ClaimPassage.passage_id).where(ClaimPassage.claim_id.in_(claims))
    session.execute(update(Passage).where(Passage.id.in_(passages)).values(retired_at=since))
    of_passages = select(ArticleVersion.article_id).join(Passage, Passage.article_version_id == ArticleVersion.id)
    present = of_passages.where(Passage.retired_at.is_(None))
    touched = Article.id.in_(of_passages.where(Passage.id.in_(passages)))
    session.execute(update(Article).where(touched, Article.id.in_(present)).values(retired_at=None))
    session.execute(update(Article).where(touched, Article.id.not_in(present)).values(retired_at=since))


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + CARDS_AT_ONCE] for start in range(0, len(ids), CARDS_AT_ONCE))


def _tell(session: Session, user_id: int, now: datetime) -> None:
    """Let the queues know, which are prepared ahead."""
    session.execute(update(Bank).where(Bank.owner_id == user_id).values(loaded_at=now))
