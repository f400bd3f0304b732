"""Notes that are not of this site, as a bank that is one person's alone.

A deck is a topic; its notes stand in articles of some hundred passages each, so that no page is endless. A note keeps
its place wherever it comes from later: it is known by its guid, and what reads otherwise is a new revision.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from question_bank.canonical import content_hash
from question_bank.exchange.anki.own import OwnRecords, own_key, own_records
from webapp.decks.queries import own
from webapp.decks.queries.own import OwnPart, OwnRow
from webapp.history import own_search
from webapp.models import (
    Article,
    ArticleVersion,
    Bank,
    Claim,
    ClaimPassage,
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

from .plan import OwnNote
from .removal import bring_back_cards, collection_of

TITLE = "Own decks"
PUBLISHER = "Anki"
NOTES_AT_ONCE = 200  # in one transaction, and in one article
MOST_OWN = 20_000  # cards that one person may bring
WHY = "brought from Anki"


class TooManyOwnError(ValueError):
    """More cards than one person may bring."""


def bring_part(
    session: Session, *, user_id: int, title: str, notes: Sequence[OwnNote], now: datetime
) -> dict[str, int]:
    """Have the notes, at most ``NOTES_AT_ONCE``, in the person's deck ``title``; their questions' ids by their guids.

    What is there already and reads alike is left as it is. Raises TooManyOwnError.
    """
    with only_visible(None):  # the bank may be new, and is not in sight of this request yet
        session.execute(select(User.id).where(User.id == user_id).with_for_update())  # one import at a time
        bank = _bank(session, user_id)
        keys = {own_key(bank.id, note.history.guid): note for note in notes}
        rows = own.own_rows(session, bank_id=bank.id, keys=keys)
        new = [(key, note) for key, note in keys.items() if key not in rows]
        if own.own_count(session, bank_id=bank.id) + len(new) > MOST_OWN:
            raise TooManyOwnError
        changed = [row for key, row in rows.items() if _update(session, row, keys[key], now)]
        removed = [row for row in rows.values() if row.status != "published"]
        made = _Writing(session, bank, _topic(session, bank, title), title, now).add(new)
        if new or changed or removed:
            bank.loaded_at = now
        for article_id in {row.article_id for row in changed}:
            _write_spans(session, article_id)
        session.flush()
        bring_back_cards(session, question_ids=[row.question_id for row in removed])
        own_search.index_own(
            session,
            new=list(made.values()),
            changed=[row.question_id for row in changed if row not in removed],
        )
        return {keys[key].history.guid: row.question_id for key, row in rows.items()} | made


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


def _update(session: Session, row: OwnRow, note: OwnNote, now: datetime) -> bool:
    """Bring a note that is there to what it says now; whether anything was otherwise."""
    records = own_records(note.data, key=row.key, topic=row.topic, source=f"{row.article}#{row.passage}")
    claim, question = records.claim.to_json(), records.question.to_json()
    is_new_claim, is_new_question = content_hash(claim) != row.claim_hash, content_hash(question) != row.question_hash
    if is_new_claim:
        number = row.claim_revision + 1
        session.execute(insert(ClaimRevision), [{"claim_id": row.claim_id, **_revision(claim, number, now)}])
        session.execute(update(Claim).where(Claim.id == row.claim_id).values(revision=number))
        session.execute(update(Passage).where(Passage.id == row.passage_id).values(digest=records.passage))
    if is_new_question:
        number = row.question_revision + 1
        session.execute(
            insert(QuestionRevision), [{"question_id": row.question_id, **_revision(question, number, now)}]
        )
        values = {"revision": number, "kind": records.question.kind}
        session.execute(update(Question).where(Question.id == row.question_id).values(values))
    return is_new_claim or is_new_question


@dataclass(frozen=True, slots=True)
class _Writing:
    """New notes on their way into a deck."""

    session: Session
    bank: Bank
    topic: Topic
    title: str
    now: datetime

    def add(self, notes: Sequence[tuple[str, OwnNote]]) -> dict[str, int]:
        """Write the notes; their questions' ids by their guids."""
        ids: dict[str, int] = {}
        rest = list(notes)
        while rest:
            part = own.last_part(self.session, bank_id=self.bank.id, topic=self.topic.key)
            if part is None or part.passages >= NOTES_AT_ONCE:
                part = self._new_part()
            room = NOTES_AT_ONCE - part.passages
            ids |= self._add_to(part, rest[:room])
            rest = rest[room:]
            _write_spans(self.session, part.article_id)
        return ids

    def _new_part(self) -> OwnPart:
        parts = select(Article.id).where(Article.bank_id == self.bank.id, Article.key.startswith(f"{self.topic.key}-"))
        number = len(self.session.scalars(parts).all()) + 1
        article = Article(
            bank_id=self.bank.id,
            key=f"{self.topic.key}-{number}",
            title=self.title if number == 1 else f"{self.title} ({number})",
            authors=[],
            publisher=PUBLISHER,
            published_on=f"{self.now:%Y-%m-%d}",
            language="en",
            inferred={},
        )
        self.session.add(article)
        self.session.flush()
        version = ArticleVersion(article_id=article.id, sha256=sha256(article.key.encode()).digest(), length=0)
        self.session.add(version)
        self.session.flush()
        return OwnPart(article.id, article.key, version.id, 0)

    def _add_to(self, part: OwnPart, notes: Sequence[tuple[str, OwnNote]]) -> dict[str, int]:
        session, bank_id = self.session, self.bank.id
        records = dict(self._records(part, notes))
        passages = self._insert(Passage, [
            {"article_version_id": part.version_id, "key": _passage(key_at), "position": key_at, "span_start": key_at,
             "span_end": key_at + 1, "role": "body", "digest": each.passage}
            for key_at, each in enumerate(records.values(), start=part.passages)
        ])  # fmt: skip
        claims = self._insert(Claim, [
            {"bank_id": bank_id, "key": key, "topic_id": self.topic.id, "revision": 1} for key in records
        ])  # fmt: skip
        first = own.last_own_position(session, bank_id=bank_id) + 1
        questions = self._insert(Question, [
            {"bank_id": bank_id, "key": key, "kind": each.question.kind, "status": "published",
             "importance": each.question.importance.value, "position": position, "primary_claim_id": claims[key],
             "revision": 1}
            for position, (key, each) in enumerate(records.items(), start=first)
        ])  # fmt: skip
        places = list(enumerate(records.items()))
        session.execute(insert(ClaimRevision), [
            {"claim_id": claims[key], **_revision(each.claim.to_json(), 1, self.now)} for _, (key, each) in places
        ])  # fmt: skip
        session.execute(insert(QuestionRevision), [
            {"question_id": questions[key], **_revision(each.question.to_json(), 1, self.now)}
            for _, (key, each) in places
        ])  # fmt: skip
        session.execute(insert(ClaimPassage), [
            {"claim_id": claims[key], "passage_id": passages[_passage(part.passages + place)], "position": 0}
            for place, (key, _) in places
        ])  # fmt: skip
        session.execute(insert(QuestionClaim), [
            {"question_id": questions[key], "claim_id": claims[key], "role": "primary"} for key in records
        ])  # fmt: skip
        collection_id = collection_of(session, bank_id, self.topic.key)
        session.execute(insert(CollectionQuestion), [
            {"collection_id": collection_id, "question_id": questions[key], "position": first + place}
            for place, (key, _) in places
        ])  # fmt: skip
        return {note.history.guid: questions[key] for key, note in notes}

    def _records(self, part: OwnPart, notes: Sequence[tuple[str, OwnNote]]) -> Iterator[tuple[str, OwnRecords]]:
        for place, (key, note) in enumerate(notes, start=part.passages):
            source = f"{part.key}#{_passage(place)}"
            yield key, own_records(note.data, key=key, topic=self.topic.key, source=source)

    def _insert(self, model: type[Passage | Claim | Question], rows: list[dict[str, Any]]) -> dict[str, int]:
        """The ids by the keys."""
        return {row.key: row.id for row in self.session.execute(insert(model).returning(model.key, model.id), rows)}


def _passage(place: int) -> str:
    return f"p{place + 1:03}"


def _revision(content: dict[str, Any], number: int, now: datetime) -> dict[str, Any]:
    return {"number": number, "content": content, "content_hash": content_hash(content), "created_at": now, "why": WHY}


def _write_spans(session: Session, article_id: int) -> None:
    """Let the passages tile the text that they are, after they have changed: a line between two of them."""
    version = session.scalars(select(ArticleVersion).where(ArticleVersion.article_id == article_id)).one()
    of_version = select(Passage.id, Passage.digest).where(Passage.article_version_id == version.id)
    rows = session.execute(of_version.order_by(Passage.position)).all()
    spans, end = [], 0
    for number, digest in rows:
        start, end = end, end + len(digest) + 1
        spans.append({"id": number, "span_start": start, "span_end": end})
    session.execute(update(Passage), spans)
    text = "".join(f"{digest}\n" for _, digest in rows)
    version.sha256, version.length = sha256(f"{article_id}\0{text}".encode()).digest(), len(text)
    session.flush()
