"""A card as it is shown: the one rendering that study page, plain form and previews share."""

from __future__ import annotations

from .fragments import Fragment
from .grading import grading_for_browser
from .rendering import render_card, render_fragment, render_result, render_sealed, render_why
from .responses import read_response
from .sealed import SealedCard, seal
from .shown import ShownCard, Source

__all__ = [
    "Fragment",
    "SealedCard",
    "ShownCard",
    "Source",
    "grading_for_browser",
    "read_response",
    "render_card",
    "render_fragment",
    "render_result",
    "render_sealed",
    "render_why",
    "seal",
]
