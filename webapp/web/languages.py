"""The language of a page: of the interface's words where there is a translation, and of its dates and numbers."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from flask import Flask, has_request_context, request
from flask_babel import Babel, get_locale

TRANSLATIONS = Path(__file__).parents[1] / "translations"
SOURCE = "en"
"""The language that the words stand in; it needs no translation."""


def init_app(app: Flask) -> None:
    Babel(app, default_locale=SOURCE, default_translation_directories=str(TRANSLATIONS), locale_selector=chosen_locale)
    app.jinja_env.globals["get_locale"] = get_locale


def chosen_locale() -> Locale:
    """The first language of the browser that the interface speaks, with its region: ``en-GB`` has dates of its own."""
    wanted = request.accept_languages.values() if has_request_context() else ()
    return next((found for name in wanted if (found := _spoken(name))), Locale(SOURCE))


@lru_cache(maxsize=256)
def _spoken(name: str) -> Locale | None:
    try:
        locale = Locale.parse(name, sep="-")
    except (ValueError, UnknownLocaleError):
        return None
    return locale if locale.language in languages() else None


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """The languages that the interface speaks."""
    return frozenset({SOURCE, *(found.parents[1].name for found in TRANSLATIONS.glob("*/LC_MESSAGES/messages.mo"))})
