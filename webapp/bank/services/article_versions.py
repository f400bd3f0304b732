"""A new text of an article: compared with the one that is shown, and taken in its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from question_bank.articles import Article as ArticleRecord
from question_bank.articles import Original
from question_bank.claims import Claim as ClaimRecord
from question_bank.cutting import CutError
from question_bank.versions import Comparison, compare, follow_version
from question_bank.words import gettext
from webapp.bank.queries.resting import claims_of_article
from webapp.models import Claim, ClaimLook
from webapp.web import reasons

from .article_editing import ArticleEdit, BadArticleError, bank_id_of, change_article, load_for_edit
from .claim_editing import ClaimEdit, write_revisions


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """What a new text would bring. ``looks`` are claims to look at again; ``stuck`` rest on passages that are gone."""

    text: str
    sha256: str
    comparison: Comparison
    claims: tuple[ClaimRecord, ...]
    looks: tuple[str, ...]
    stuck: tuple[str, ...]


def compare_version(session: Session, *, record: ArticleRecord, old_text: str, text: str) -> NewVersion:
    """Lay a new text beside the one that is shown. Writes nothing. Raises BadArticleError."""
    digest = sha256(text.encode()).hexdigest()
    if digest == record.original.sha256:
        raise BadArticleError([gettext("this is the text that the article has")])
    try:
        comparison = compare(record.passages, old_text, text, article=record.key)
    except CutError as error:
        raise BadArticleError([error.message]) from error
    claims = claims_of_article(session, key=record.key)
    gone = {f"{record.key}#{key}" for key in comparison.gone}
    followed = [follow_version(claim, record.passages, old_text, comparison, text) for claim in claims]
    return NewVersion(
        text=text,
        sha256=digest,
        comparison=comparison,
        claims=tuple(claim for claim, _ in followed),
        looks=tuple(claim.id for claim, needs_look in followed if needs_look),
        stuck=tuple(claim.id for claim in claims if not gone.isdisjoint(claim.sources)),
    )


def take_version(
    session: Session, *, key: str, old_text: str, text: str, edit: ArticleEdit, now: datetime
) -> NewVersion:  # fmt: skip
    """Let the article have the new text, which is held already: claims follow, and some are to be looked at again.

    Raises ArticleConflictError, and BadArticleError while a claim rests on a passage that is gone.
    """
    stored = load_for_edit(session, key, edit)
    made = compare_version(session, record=stored.record, old_text=old_text, text=text)
    if made.stuck:
        raise BadArticleError(
            [gettext("these claims rest on passages that are gone: %(stuck)s", stuck=", ".join(made.stuck))]
        )
    before = {claim.id: claim for claim in claims_of_article(session, key=key)}
    file = f"{key}-{made.sha256[:12]}.txt"
    original = Original(file=file, sha256=made.sha256, length=len(text))
    record = replace(stored.record, original=original, passages=made.comparison.passages)
    change_article(session, stored, record, edit, now, why=reasons.NEW_TEXT)
    edited = ClaimEdit(data={}, author_id=edit.author_id, why=reasons.NEW_TEXT)
    for claim in made.claims:
        if claim != before[claim.id]:
            write_revisions(session, bank_id=bank_id_of(session, stored), changed=[claim], edit=edited, now=now)
    _note_looks(session, made.looks, now)
    return made


def _note_looks(session: Session, keys: tuple[str, ...], now: datetime) -> None:
    ids = session.scalars(select(Claim.id).where(Claim.key.in_(keys))).all()
    session.execute(delete(ClaimLook).where(ClaimLook.claim_id.in_(ids)))
    session.add_all([ClaimLook(claim_id=number, since=now, reason=reasons.NEW_TEXT) for number in ids])
    session.flush()


def looked_at(session: Session, *, key: str) -> None:
    """Note that somebody has looked at a claim, and that it holds."""
    session.execute(delete(ClaimLook).where(ClaimLook.claim_id.in_(select(Claim.id).where(Claim.key == key))))
