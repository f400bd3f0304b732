"""The pages on which instructors keep the bank."""

from . import (
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
    table,
)
from .blueprint import blueprint

__all__ = [
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
    "table",
]
