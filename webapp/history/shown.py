"""Claims that readers see: not those of articles that are still drafts."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists

from webapp.models import Article, ArticleVersion, Claim, ClaimPassage, Passage


def is_shown() -> ColumnElement[bool]:
    """Whether a claim of the statement is neither retired nor made of a draft."""
    of_draft = exists().where(
        ClaimPassage.claim_id == Claim.id,
        Passage.id == ClaimPassage.passage_id,
        ArticleVersion.id == Passage.article_version_id,
        Article.id == ArticleVersion.article_id,
        Article.is_draft,
    )
    return Claim.retired_at.is_(None) & ~of_draft.correlate(Claim)
