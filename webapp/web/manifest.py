"""What makes the site an application on a device: its name, its icons and where it begins."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import get_locale, gettext

PAPER = "#faf7f0"  # of css/tokens.css; a page's own meta names the colour of the dark scheme
ICONS = (("icons/mark.svg", "any", "image/svg+xml", "any"), ("icons/mark-192.png", "192x192", "image/png", "any"),
         ("icons/mark-512.png", "512x512", "image/png", "any"),
         ("icons/maskable-512.png", "512x512", "image/png", "maskable"))  # fmt: skip


def manifest() -> dict[str, Any]:
    """The web app manifest, in the language of the page that asks for it."""
    return {
        "id": "/",
        "name": gettext("Tumen: learn it and keep it"),
        "short_name": "Tumen",
        "description": gettext("Learn what the articles say about Russia and the two Koreas, and keep it."),
        "lang": str(get_locale() or "en").replace("_", "-"),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "categories": ["education"],
        "icons": [
            {"src": url_for("static", filename=name), "sizes": sizes, "type": kind, "purpose": purpose}
            for name, sizes, kind, purpose in ICONS
        ],
        "shortcuts": [
            {"name": gettext("Study"), "url": url_for("study.page"), "icons": _small_icon()},
            {"name": gettext("Read"), "url": url_for("reading.articles"), "icons": _small_icon()},
            {"name": gettext("Quiz"), "url": url_for("quizzes.index"), "icons": _small_icon()},
        ],
    }


def _small_icon() -> list[dict[str, str]]:
    return [{"src": url_for("static", filename="icons/mark-192.png"), "sizes": "192x192", "type": "image/png"}]
