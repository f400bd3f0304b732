"""Notes that are not of this site, as a bank that is one person's alone.

A deck is a topic; its notes stand in articles of some hundred passages each, so that no page is endless. The cards of a
note are questions on one claim, and so siblings. A note keeps its place wherever it comes from later: it is known by
its guid, its cards by their ordinals too, and what reads otherwise is a new revision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from question_bank.canonical import content_hash
from question_bank.exchange.anki.cards import CardName
from question_bank.exchange.anki.own import own_claim, own_key, own_question
from webapp.decks.queries import own
from webapp.decks.queries.own import OwnClaim, OwnQuestion
from webapp.history import own_search
from webapp.models import (
    Bank,
    Claim,
    ClaimRevision,
    CollectionQuestion,
    Passage,
    Question,
    QuestionClaim,
    QuestionRevision,
    Topic,
    User,
)
from webapp.models.visible import only_visible

from .own_notes import Writing, insert_by_key, revision_of, write_spans
from .plan import OwnCard
from .removal import bring_back_cards, collection_of

TITLE = "Own decks"
CARDS_AT_ONCE = 200  # in one transaction
MOST_OWN = 20_000  # cards that one person may bring


class TooManyOwnError(ValueError):
    """More cards than one person may bring."""


def bring_part(
    session: Session, *, user_id: int, title: str, cards: Sequence[OwnCard], now: datetime
) -> dict[CardName, int]:
    """Have the cards, at most ``CARDS_AT_ONCE``, in the person's deck ``title``, each note's first before its others;
    their questions' ids by their names.

    What is there already and reads alike is left as it is. Raises TooManyOwnError.
    """
    with only_visible(None):  # the bank may be new, and is not in sight of this request yet
        session.execute(select(User.id).where(User.id == user_id).with_for_update())  # one import at a time
        bank = _bank(session, user_id)
        keys = {own_key(bank.id, *card.name): card for card in cards}
        questions = own.own_questions(session, bank_id=bank.id, keys=keys)
        new = {key: card for key, card in keys.items() if key not in questions}
        if own.own_count(session, bank_id=bank.id) + len(new) > MOST_OWN:
            raise TooManyOwnError
        wanted = {own_key(bank.id, card.history.guid): card for card in cards if card.is_first}
        claims = own.own_claims(
            session, bank_id=bank.id, keys={own_key(bank.id, card.history.guid) for card in cards}
        )  # fmt: skip
        renamed = [
            claim for key, claim in claims.items() if key in wanted and _update_claim(session, claim, wanted[key], now)
        ]
        for article_id in {claim.article_id for claim in renamed}:
            write_spans(session, article_id)
        missing = {key: card for key, card in wanted.items() if key not in claims}
        if missing:
            claims |= Writing(session, bank, _topic(session, bank, title), title, now).add(missing)
        edited = [row for key, row in questions.items() if _update_question(session, row, keys[key], bank.id, now)]
        removed = [row.question_id for row in questions.values() if row.status != "published"]
        asking = own.asking(session, claim_ids=[each.claim_id for each in renamed])
        made = _add_questions(session, bank.id, new, claims, now)
        if new or renamed or edited or removed:
            bank.loaded_at = now
        session.flush()
        bring_back_cards(session, question_ids=removed)
        changed = asking.union(row.question_id for row in edited).difference(removed)
        own_search.index_own(session, new=list(made.values()), changed=changed)
        there = {key: row.question_id for key, row in questions.items()}
        return {keys[key].name: number for key, number in (there | made).items()}


def _bank(session: Session, user_id: int) -> Bank:
    found = own.own_bank(session, user_id=user_id)
    if found is None:
        found = Bank(key=f"own-{user_id}", title=TITLE, audience="owner", owner_id=user_id)
        session.add(found)
        session.flush()
    return found


def _topic(session: Session, bank: Bank, title: str) -> Topic:
    topics = session.scalars(select(Topic).where(Topic.bank_id == bank.id).order_by(Topic.id)).all()
    for topic in topics:
        if topic.title == title:
            return topic
    made = Topic(bank_id=bank.id, key=f"own-{bank.id}-deck-{len(topics) + 1}", title=title)
    session.add(made)
    session.flush()
    return made


def _update_claim(session: Session, claim: OwnClaim, card: OwnCard, now: datetime) -> bool:
    """Bring the claim of a note that is there to what it says now; whether it said anything else."""
    said = own_claim(card.data, key=claim.key, topic=claim.topic, source=claim.source)
    content = said.record.to_json()
    if content_hash(content) == claim.content_hash:
        return False
    number = claim.revision + 1
    session.execute(insert(ClaimRevision), [{"claim_id": claim.claim_id, **revision_of(content, number, now)}])
    session.execute(update(Claim).where(Claim.id == claim.claim_id).values(revision=number))
    session.execute(update(Passage).where(Passage.id == claim.passage_id).values(digest=said.passage))
    return True


def _update_question(session: Session, row: OwnQuestion, card: OwnCard, bank_id: int, now: datetime) -> bool:
    """Bring a card that is there to what it asks now; whether it asked anything else."""
    asked = own_question(card.data, key=row.key, claim=own_key(bank_id, card.history.guid))
    content = asked.to_json()
    if content_hash(content) == row.content_hash:
        return False
    number = row.revision + 1
    session.execute(insert(QuestionRevision), [{"question_id": row.question_id, **revision_of(content, number, now)}])
    values = {"revision": number, "kind": asked.kind}
    session.execute(update(Question).where(Question.id == row.question_id).values(values))
    return True


def _add_questions(
    session: Session, bank_id: int, new: Mapping[str, OwnCard], claims: Mapping[str, OwnClaim], now: datetime
) -> dict[str, int]:
    """Write new cards on the claims of their notes; their ids by their keys."""
    if not new:
        return {}
    on = {key: claims[own_key(bank_id, card.history.guid)] for key, card in new.items()}
    asked = {key: own_question(card.data, key=key, claim=on[key].key) for key, card in new.items()}
    places = dict(zip(new, count(own.last_own_position(session, bank_id=bank_id) + 1), strict=False))
    ids = insert_by_key(session, Question, [
        {"bank_id": bank_id, "key": key, "kind": each.kind, "status": "published", "importance": each.importance.value,
         "position": places[key], "primary_claim_id": on[key].claim_id, "revision": 1}
        for key, each in asked.items()
    ])  # fmt: skip
    session.execute(insert(QuestionRevision), [
        {"question_id": ids[key], **revision_of(each.to_json(), 1, now)} for key, each in asked.items()
    ])  # fmt: skip
    session.execute(insert(QuestionClaim), [
        {"question_id": ids[key], "claim_id": on[key].claim_id, "role": "primary"} for key in asked
    ])  # fmt: skip
    holding = {topic: collection_of(session, bank_id, topic) for topic in {claim.topic for claim in on.values()}}
    session.execute(insert(CollectionQuestion), [
        {"collection_id": holding[on[key].topic], "question_id": ids[key], "position": places[key]} for key in asked
    ])  # fmt: skip
    return ids
