"""The pages on which instructors keep the bank."""

from . import (
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
