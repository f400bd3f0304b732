"""The tables between records: projections of the contents, brought up to date row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from webapp.bank.queries.stored import claim_contents, question_contents
from webapp.models import Article, ArticleVersion, Claim, ClaimLink, ClaimPassage, Passage, QuestionClaim

from .record_writing import ids_by_key

CONFLICTS = "conflicts-with"

Related = type[ClaimPassage] | type[ClaimLink] | type[QuestionClaim]
Rows = Mapping[tuple[Any, ...], dict[str, Any]]


def write_claim_relations(session: Session, *, bank_id: int) -> None:
    """Which passages each claim rests on, and which claims contradict each other."""
    contents = claim_contents(session, bank_id=bank_id)
    passages = _passage_ids(session, bank_id)
    claims = ids_by_key(session, Claim, bank_id)
    rests = {
        (claim_id, passages[source]): {"position": position}
        for claim_id, content in contents.items()
        for position, source in enumerate(content["sources"])
        if source in passages
    }
    links: Rows = {
        (claim_id, claims[other], CONFLICTS): {}
        for claim_id, content in contents.items()
        for other in content.get("conflicts_with", ())
        if other in claims
    }
    stored = session.execute(
        select(ClaimPassage.claim_id, ClaimPassage.passage_id, ClaimPassage.position)
        .join(Claim, Claim.id == ClaimPassage.claim_id)
        .where(Claim.bank_id == bank_id, Claim.retired_at.is_(None))
    )
    there: Rows = {(row.claim_id, row.passage_id): {"position": row.position} for row in stored}
    _bring_to(session, ClaimPassage, ("claim_id", "passage_id"), there, rests)
    linked = session.execute(
        select(ClaimLink.claim_id, ClaimLink.other_id)
        .join(Claim, Claim.id == ClaimLink.claim_id)
        .where(Claim.bank_id == bank_id, Claim.retired_at.is_(None), ClaimLink.kind == CONFLICTS)
    )
    there = {(row.claim_id, row.other_id, CONFLICTS): {} for row in linked}
    _bring_to(session, ClaimLink, ("claim_id", "other_id", "kind"), there, links)


def _passage_ids(session: Session, bank_id: int) -> dict[str, int]:
    """The passage that each reference means: one that is shown before one that is retired, then the newest."""
    rows = session.execute(
        select(Article.key, Passage.key.label("passage"), Passage.id)
        .join(ArticleVersion, ArticleVersion.article_id == Article.id)
        .join(Passage, Passage.article_version_id == ArticleVersion.id)
        .where(Article.bank_id == bank_id)
        .order_by(Passage.retired_at.is_(None), Passage.id)
    )
    return {f"{row.key}#{row.passage}": row.id for row in rows}


def write_question_claims(session: Session, *, bank_id: int, question_ids: Iterable[int]) -> None:
    """Which claims the questions rest on: the first is the primary one."""
    written = set(question_ids)
    if not written:
        return
    claims = ids_by_key(session, Claim, bank_id)
    contents = question_contents(session, bank_id=bank_id)
    wanted = {
        (question_id, claims[key]): {"role": "also" if position else "primary"}
        for question_id in written
        for position, key in enumerate(contents[question_id]["claims"])
    }
    rows = session.execute(select(QuestionClaim.question_id, QuestionClaim.claim_id, QuestionClaim.role))
    there: Rows = {(row.question_id, row.claim_id): {"role": row.role} for row in rows if row.question_id in written}
    _bring_to(session, QuestionClaim, ("question_id", "claim_id"), there, wanted)


def _bring_to(session: Session, model: Related, names: tuple[str, ...], there: Rows, wanted: Rows) -> None:
    """Insert, change and delete rows until ``wanted`` is what is stored. ``names`` are the columns of the key."""
    key_columns = [getattr(model, name) for name in names]
    for key in there.keys() - wanted.keys():
        conditions = [column == value for column, value in zip(key_columns, key, strict=True)]
        session.execute(delete(model).where(*conditions))
    changed = [key for key in wanted.keys() & there.keys() if wanted[key] != there[key]]
    if changed:
        session.execute(update(model), [{**dict(zip(names, key, strict=True)), **wanted[key]} for key in changed])
    new = [key for key in wanted if key not in there]
    if new:
        session.execute(insert(model), [{**dict(zip(names, key, strict=True)), **wanted[key]} for key in new])
