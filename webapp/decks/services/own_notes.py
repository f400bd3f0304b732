"""New notes on their way into a deck of one's own: a passage and a claim each, in articles of some hundred."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from question_bank.canonical import content_hash
from question_bank.exchange.anki.own import OwnClaim as Said
from question_bank.exchange.anki.own import own_claim
from webapp.decks.queries import own
from webapp.decks.queries.own import OwnClaim, OwnPart
from webapp.models import Article, ArticleVersion, Bank, Claim, ClaimPassage, ClaimRevision, Passage, Question, Topic
from webapp.web import reasons

from .plan import OwnCard

PUBLISHER = "Anki"
NOTES_OF_AN_ARTICLE = 200


@dataclass(frozen=True, slots=True)
class Writing:
    """New notes on their way into a deck."""

    session: Session
    bank: Bank
    topic: Topic
    title: str
    now: datetime

    def add(self, notes: Mapping[str, OwnCard]) -> dict[str, OwnClaim]:
        """Write the claims of notes, by their keys and with their first cards; what they are now."""
        claims: dict[str, OwnClaim] = {}
        rest = list(notes.items())
        while rest:
            part = own.last_part(self.session, bank_id=self.bank.id, topic=self.topic.key)
            if part is None or part.passages >= NOTES_OF_AN_ARTICLE:
                part = self._new_part()
            room = NOTES_OF_AN_ARTICLE - part.passages
            self._add_to(part, rest[:room])
            claims |= own.own_claims(self.session, bank_id=self.bank.id, keys=[key for key, _ in rest[:room]])
            rest = rest[room:]
            write_spans(self.session, part.article_id)
        return claims

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

    def _add_to(self, part: OwnPart, notes: Sequence[tuple[str, OwnCard]]) -> None:
        session, said = self.session, dict(self._claims(part, notes))
        places = {key: _passage(place) for place, key in enumerate(said, start=part.passages)}
        passages = insert_by_key(session, Passage, [
            {"article_version_id": part.version_id, "key": places[key], "position": place, "span_start": place,
             "span_end": place + 1, "role": "body", "digest": each.passage}
            for place, (key, each) in enumerate(said.items(), start=part.passages)
        ])  # fmt: skip
        claims = insert_by_key(session, Claim, [
            {"bank_id": self.bank.id, "key": key, "topic_id": self.topic.id, "revision": 1} for key in said
        ])  # fmt: skip
        session.execute(insert(ClaimRevision), [
            {"claim_id": claims[key], **revision_of(each.record.to_json(), 1, self.now)} for key, each in said.items()
        ])  # fmt: skip
        session.execute(insert(ClaimPassage), [
            {"claim_id": claims[key], "passage_id": passages[places[key]], "position": 0} for key in said
        ])  # fmt: skip

    def _claims(self, part: OwnPart, notes: Sequence[tuple[str, OwnCard]]) -> Iterator[tuple[str, Said]]:
        for place, (key, card) in enumerate(notes, start=part.passages):
            source = f"{part.key}#{_passage(place)}"
            yield key, own_claim(card.data, key=key, topic=self.topic.key, source=source)


def insert_by_key(
    session: Session, model: type[Passage | Claim | Question], rows: list[dict[str, Any]]
) -> dict[str, int]:
    """Write the rows; their ids by their keys."""
    return {row.key: row.id for row in session.execute(insert(model).returning(model.key, model.id), rows)}


def _passage(place: int) -> str:
    return f"p{place + 1:03}"


def revision_of(content: dict[str, Any], number: int, now: datetime) -> dict[str, Any]:
    """A row of a ledger of revisions, but for whose it is."""
    return {
        "number": number,
        "content": content,
        "content_hash": content_hash(content),
        "created_at": now,
        "why": reasons.FROM_ANKI,
    }


def write_spans(session: Session, article_id: int) -> None:
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
