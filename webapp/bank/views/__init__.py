"""The pages on which instructors keep the bank."""

from . import claim_editor, claims, comments, editor, exchange, imported, pages, publishing, quality
from .blueprint import blueprint

__all__ = [
    "blueprint",
    "claim_editor",
    "claims",
    "comments",
    "editor",
    "exchange",
    "imported",
    "pages",
    "publishing",
    "quality",
]
