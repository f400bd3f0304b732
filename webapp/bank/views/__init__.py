"""The pages on which instructors keep the bank."""

from . import comments, editor, pages, publishing, quality
from .blueprint import blueprint

__all__ = ["blueprint", "comments", "editor", "pages", "publishing", "quality"]
