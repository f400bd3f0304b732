"""The words of claims for those who keep them: of every claim that is not retired, of drafts too.

``write_search_index`` and ``index_claims`` call these, so that whoever writes claims need not think of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import TextClause, exists, select, text
from sqlalchemy.orm import Session

from webapp.models import Actor, Bank, Claim, ClaimRevision

_DELETE_ALL = text("DELETE FROM search_index_of_claims")
_ANY = text("SELECT 1 FROM search_index_of_claims LIMIT 1")
_ON_SQLITE = (
    text("INSERT INTO search_index_of_claims (rowid, body) VALUES (:record, :body)"),
    text("DELETE FROM search_index_of_claims WHERE rowid = :record"),
)
_ON_POSTGRESQL = (
    text("INSERT INTO search_index_of_claims (record, words) VALUES (:record, to_tsvector('english', :body))"),
    text("DELETE FROM search_index_of_claims WHERE record = :record"),
)
AT_A_TIME = 2_000


def write_claim_index(session: Session) -> None:
    """Let those who keep claims find every one as it is now."""
    session.execute(_DELETE_ALL)
    _write(session)


def index_claim_words(session: Session, *, claim_ids: Collection[int]) -> None:
    """Let those who keep claims find some as they are now, or no more."""
    if claim_ids:
        session.execute(_sql(session)[1], [{"record": claim_id} for claim_id in claim_ids])
        _write(session, claim_ids)


def has_claim_index(session: Session) -> bool:
    """Whether there are words of claims, or no claims."""
    return bool(session.execute(_ANY).first()) or not session.scalar(select(exists().select_from(Claim)))


def _write(session: Session, claim_ids: Collection[int] | None = None) -> None:
    entries: list[dict[str, Any]] = []
    for entry in _present(session, claim_ids):
        entries.append(entry)
        if len(entries) == AT_A_TIME:
            session.execute(_sql(session)[0], entries)
            entries = []
    if entries:
        session.execute(_sql(session)[0], entries)


def _present(session: Session, claim_ids: Collection[int] | None) -> Iterator[dict[str, Any]]:
    """The words of claims: what their contents say, and whose they are by whatever name."""
    actors = session.execute(select(Actor.bank_id, Actor.key, Actor.name, Actor.aliases))
    names = {(row.bank_id, row.key): [row.name, *row.aliases] for row in actors}
    statement = (
        select(Claim.id, Claim.bank_id, ClaimRevision.content)
        .join(ClaimRevision, (ClaimRevision.claim_id == Claim.id) & (ClaimRevision.number == Claim.revision))
        .join(Bank, (Bank.id == Claim.bank_id) & (Bank.audience != "owner"))  # nobody keeps those of a person's own
        .where(Claim.retired_at.is_(None))
    )
    if claim_ids is not None:
        statement = statement.where(Claim.id.in_(claim_ids))
    for number, bank_id, content in session.execute(statement):
        also = [name for key in content.get("actors", ()) for name in names.get((bank_id, key), ())]
        yield {"record": number, "body": " ".join([*_texts(content), *also])}


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from _texts(value)
    elif isinstance(content, list):
        for each in content:
            yield from _texts(each)


def _sql(session: Session) -> tuple[TextClause, TextClause]:
    """The database's statements that insert and delete."""
    return _ON_SQLITE if session.get_bind().dialect.name == "sqlite" else _ON_POSTGRESQL
