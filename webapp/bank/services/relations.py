"""The tables between records: projections of the contents, brought up to date row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from webapp.bank.queries.stored import claim_contents, question_contents
from webapp.models import (
    Actor,
    Article,
    ArticleVersion,
    Claim,
    ClaimActor,
    ClaimIssue,
    ClaimLink,
    ClaimPassage,
    Issue,
    Passage,
    QuestionClaim,
)

from .record_writing import ids_by_key

LINKS = {"conflicts-with": "conflicts_with", "supersedes": "supersedes"}
"""The kinds of links between claims, and the key of a claim's content that holds them."""

ClaimRelated = type[ClaimPassage] | type[ClaimActor] | type[ClaimIssue] | type[ClaimLink]
Related = ClaimRelated | type[QuestionClaim]
Rows = Mapping[tuple[Any, ...], dict[str, Any]]
Content = Mapping[int, dict[str, Any]]


def write_claim_relations(session: Session, *, bank_id: int, claim_ids: Collection[int] | None = None) -> None:
    """Which passages claims rest on, whose they are and on what issue, and which bear on one another.

    Of all claims that are not retired, or of those with the ``claim_ids`` alone.
    """
    contents = claim_contents(session, bank_id=bank_id, ids=claim_ids)
    passages = _passage_ids(session, bank_id)
    whose = _Kept(bank_id, claim_ids)
    _write_lists(session, ClaimPassage, "passage_id", _listed(contents, "sources", passages), whose)
    actors = ids_by_key(session, Actor, bank_id)
    _write_lists(session, ClaimActor, "actor_id", _listed(contents, "actors", actors), whose)
    _write_issues(session, contents, whose)
    _write_links(session, contents, whose)


@dataclass(frozen=True, slots=True)
class _Kept:
    """The claims whose rows are written: those of a bank that are not retired, or some of them."""

    bank_id: int
    ids: Collection[int] | None

    def holds(self, model: ClaimRelated) -> ColumnElement[bool]:
        """Whether a row is of one of them."""
        claims = select(Claim.id).where(Claim.bank_id == self.bank_id, Claim.retired_at.is_(None))
        return model.claim_id.in_(claims if self.ids is None else claims.where(Claim.id.in_(self.ids)))


def _listed(contents: Content, key: str, ids: Mapping[str, int]) -> Rows:
    """The rows for what the claims list under a key of their contents, as far as it is there."""
    return {
        (claim_id, ids[name]): {"position": position}
        for claim_id, content in contents.items()
        for position, name in enumerate(content.get(key, ()))
        if name in ids
    }


def _write_lists(
    session: Session, model: type[ClaimPassage | ClaimActor], column: str, wanted: Rows, whose: _Kept
) -> None:
    other = getattr(model, column)
    stored = session.execute(select(model.claim_id, other, model.position).where(whose.holds(model)))
    there: Rows = {(claim_id, other_id): {"position": position} for claim_id, other_id, position in stored}
    _bring_to(session, model, ("claim_id", column), there, wanted)


def _write_issues(session: Session, contents: Content, whose: _Kept) -> None:
    issues = ids_by_key(session, Issue, whose.bank_id)
    wanted: Rows = {
        (claim_id,): {"issue_id": issues[issue]}
        for claim_id, content in contents.items()
        if (issue := content.get("value", {}).get("issue")) in issues
    }
    stored = session.execute(select(ClaimIssue.claim_id, ClaimIssue.issue_id).where(whose.holds(ClaimIssue)))
    there: Rows = {(row.claim_id,): {"issue_id": row.issue_id} for row in stored}
    _bring_to(session, ClaimIssue, ("claim_id",), there, wanted)


def _write_links(session: Session, contents: Content, whose: _Kept) -> None:
    claims = ids_by_key(session, Claim, whose.bank_id)
    wanted: Rows = {
        (claim_id, claims[other], kind): {}
        for kind, key in LINKS.items()
        for claim_id, content in contents.items()
        for other in content.get(key, ())
        if other in claims
    }
    stored = session.execute(
        select(ClaimLink.claim_id, ClaimLink.other_id, ClaimLink.kind).where(whose.holds(ClaimLink))
    )
    there: Rows = {(row.claim_id, row.other_id, row.kind): {} for row in stored}
    _bring_to(session, ClaimLink, ("claim_id", "other_id", "kind"), there, wanted)


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
