"""A claim that is begun from what is marked in a passage: its kind, value, words, and whose it is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from question_bank.actors import Actor as ActorRecord
from question_bank.claims import ClaimKind
from question_bank.marking import Mark, MarkKind, marks
from webapp.bank.queries.plain import plain_records
from webapp.bank.queries.stored import bank_row
from webapp.models import Actor, Claim, ClaimRevision

from .passage_texts import Texts, passage_texts

MOST_LOOKED_AT = 300  # claims

_KINDS = {
    MarkKind.DATE: ClaimKind.DATE,
    MarkKind.FIGURE: ClaimKind.FIGURE,
    MarkKind.STATEMENT: ClaimKind.ARGUMENT,
}


def begun_claim(session: Session, *, source: str, start: int, is_statement: bool, originals: Texts) -> dict[str, Any]:
    """The content of a claim as far as a mark of a passage gives it; of the passage alone where nothing is marked.

    ``value_text`` stands for the value, which is written as it stands in the text. The statement is left to a person.
    """
    begun: dict[str, Any] = {"sources": [source], **_topic(session, source)}
    text = passage_texts(session, references=[source], originals=originals).get(source)
    bank = bank_row(session)
    if text is None or bank is None:
        return begun
    actors = [
        each for each in plain_records(session, Actor, bank_id=bank.id) if isinstance(each, ActorRecord)
    ]  # fmt: skip
    found = [mark for mark in marks(text, actors) if mark.start == start and mark.kind in _KINDS]
    mark = next((each for each in found if (each.kind is MarkKind.STATEMENT) == is_statement), None)
    return begun if mark is None else {**begun, **_of_mark(mark, source, actors)}


def _of_mark(mark: Mark, source: str, actors: list[ActorRecord]) -> dict[str, Any]:
    begun: dict[str, Any] = {"kind": _KINDS[mark.kind].value, "spans": {source: [mark.start, mark.end]}}
    if mark.value is not None:
        begun["value_text"] = mark.value
    for actor in actors:
        if actor.id == mark.actor:
            begun |= {"actors": [actor.id], "attributed_to": actor.name}
    return begun


def _topic(session: Session, source: str) -> dict[str, str]:
    """The topic of the newest claim on the same article."""
    rows = session.scalars(
        select(ClaimRevision.content)
        .join(Claim, (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision))
        .where(Claim.retired_at.is_(None))
        .order_by(Claim.id.desc())
        .limit(MOST_LOOKED_AT)
    )
    article = source.partition("#")[0]
    of_article = (row["topic"] for row in rows if any(each.partition("#")[0] == article for each in row["sources"]))
    topic = next(of_article, None)
    return {} if topic is None else {"topic": topic}
