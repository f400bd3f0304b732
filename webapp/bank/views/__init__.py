"""The pages on which instructors keep the bank."""

from . import (
    api_articles,
    api_claims,
    api_questions,
    article_versions,
    articles,
    bulk,
    claim_editor,
    claims,
    comments,
    drafts,
    editor,
    exchange,
    history,
    imported,
    pages,
    publishing,
    quality,
    settling,
    table,
)
from .api import api
from .blueprint import blueprint

__all__ = [
    "api",
    "api_articles",
    "api_claims",
    "api_questions",
    "article_versions",
    "articles",
    "blueprint",
    "bulk",
    "claim_editor",
    "claims",
    "comments",
    "drafts",
    "editor",
    "exchange",
    "history",
    "imported",
    "pages",
    "publishing",
    "quality",
    "settling",
    "table",
]
