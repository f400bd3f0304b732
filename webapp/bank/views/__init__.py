"""The pages on which instructors keep the bank."""

from . import editor, pages
from .blueprint import blueprint

__all__ = ["blueprint", "editor", "pages"]
