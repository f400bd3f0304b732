"""Claims that readers see: not those of articles that are still drafts."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from webapp.models import Article, ArticleVersion, Claim, ClaimPassage, Passage


def is_shown() -> ColumnElement[bool]:
    """Whether a claim of the statement is neither retired nor made of a draft."""
    return Claim.retired_at.is_(None) & Claim.id.not_in(_OF_DRAFTS)


_DRAFTS = select(ArticleVersion.id).join(Article, Article.id == ArticleVersion.article_id).where(Article.is_draft)
_PASSAGES = select(Passage.id).where(Passage.article_version_id.in_(_DRAFTS.correlate(None)))
_OF_DRAFTS = select(ClaimPassage.claim_id).where(ClaimPassage.passage_id.in_(_PASSAGES.correlate(None))).correlate(None)
"""Looked for once a statement, from the drafts on: there are few of them, and thousands of claims."""
