"""The pages on which instructors keep the bank."""

from . import (
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
from .blueprint import blueprint

__all__ = [
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
