"""The pages and the API of studying."""

from __future__ import annotations

from . import catch_up, lists, notes, offline, own_cards, pages, plain, settings
from .api import api
from .blueprint import blueprint

__all__ = ["api", "blueprint", "catch_up", "lists", "notes", "offline", "own_cards", "pages", "plain", "settings"]
