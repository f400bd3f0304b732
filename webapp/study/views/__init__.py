"""The pages and the API of studying."""

from __future__ import annotations

from . import lists, notes, offline, pages, plain
from .api import api
from .blueprint import blueprint

__all__ = ["api", "blueprint", "lists", "notes", "offline", "pages", "plain"]
