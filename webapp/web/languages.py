"""The language of a page: of the interface's words where there is a translation, and of its dates and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.messages.pofile import read_po
from flask import Flask, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_babel, get_locale, get_translations

from webapp.db import request_session
from webapp.history.settings import settings_of

from . import formats
from .identity import current_person
from .naming import IMPORTANCES, name_of
from .once import forget, once_a_request
from .reasons import reason_words
from .words import on_one_line, say

TRANSLATIONS = Path(__file__).parents[1] / "translations"
SOURCE = "en"
"""The language that the words stand in; it needs no translation."""
FIRST_GROUPED = 1000
REMEMBERED = "tumen_words"
"""The catalogue of this request (``once_a_request``)."""


def counted(form: str, number: int) -> str:
    """A plural's form with its ``%(num)d`` as the language writes figures: 12,345 questions."""
    return form.replace("%(num)d", formats.whole(number)) if number >= FIRST_GROUPED else form


class _Counting(Domain):  # type: ignore[misc]  # the library has no types
    """Words whose plurals have their figures grouped."""

    def ngettext(self, singular: str, plural: str, num: int, **variables: Any) -> str:
        form: str = self.get_translations().ungettext(singular, plural, num)
        return counted(form, num) % {"num": num, **variables}


class _Languages(Babel):  # type: ignore[misc]  # the library has no types
    @property
    def domain_instance(self) -> _Counting:
        return _Counting(domain=self.domain)


def init_app(app: Flask) -> None:
    _Languages(
        app,
        default_locale=SOURCE,
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=chosen_locale,
        timezone_selector=chosen_zone,
    )
    _install_words(app)
    app.jinja_env.globals.update(
        collection_name=name_of,
        get_locale=get_locale,
        importance_words=IMPORTANCES,
        reason_words=reason_words,
        on_one_line=on_one_line,
        say=say,
        words_of_modules=words_of_modules,
    )
    formats.init_app(app)


def _install_words(app: Flask) -> None:
    """Let templates look up the language's catalogue themselves: a page asks for some thousand words, and Flask-Babel
    looks for its own place, the domain and the catalogue at each of them.
    """
    catalogues: dict[Locale | None, NullTranslations] = {}

    def catalogue() -> NullTranslations:
        locale = get_locale()
        if locale not in catalogues:
            catalogues[locale] = get_translations()
        return catalogues[locale]

    def words() -> NullTranslations:
        return once_a_request(REMEMBERED, catalogue)

    environment: Any = app.jinja_env  # extended by the extension that Flask-Babel has added
    environment.install_gettext_callables(
        gettext=lambda text: words().gettext(text),
        ngettext=lambda one, many, number: counted(words().ngettext(one, many, number), number),
        pgettext=lambda context, text: words().pgettext(context, text),
        npgettext=lambda context, one, many, number: words().npgettext(context, one, many, number),
        newstyle=True,
    )


def chosen_locale() -> Locale:
    """The first language of the browser that the interface speaks, with its region: ``en-GB`` has dates of its own."""
    wanted = request.accept_languages.values() if has_request_context() else ()
    return next((found for name in wanted if (found := _spoken(name, _folder()))), Locale(SOURCE))


@contextmanager
def in_source_language() -> Iterator[None]:
    """Let words, dates and numbers be those of the source, as in files, which are the same for everybody."""
    with force_locale(SOURCE):
        forget(REMEMBERED, formats.REMEMBERED)
        yield
    forget(REMEMBERED, formats.REMEMBERED)


def page_language() -> str:
    """Such as ``en``; it decides what words may be remembered of a page for others."""
    locale = get_locale()
    return SOURCE if locale is None else str(locale.language)


def page_locale() -> str:
    """Such as ``en_GB``; it decides what may be remembered of a page with dates and figures on it."""
    return str(get_locale() or SOURCE)


def chosen_zone() -> str:
    """The zone in which who asks studies. It is looked up where a page shows an instant, and only there."""
    person = current_person() if has_request_context() else None
    return "UTC" if person is None else settings_of(request_session(), user_id=person.id).zone


@lru_cache(maxsize=256)
def _spoken(name: str, folder: Path) -> Locale | None:
    try:
        locale = Locale.parse(name, sep="-")
    except (ValueError, UnknownLocaleError):
        return None
    return locale if locale.language in _languages(folder) else None


@lru_cache(maxsize=8)
def _languages(folder: Path) -> frozenset[str]:
    """The languages that the interface speaks."""
    return frozenset({SOURCE, *(found.parents[1].name for found in folder.glob("*/LC_MESSAGES/messages.mo"))})


def _folder() -> Path:
    """Where the translations of this application are."""
    return Path(get_babel().translation_directories[0])


def words_of_modules() -> Mapping[str, Mapping[str, str | list[str]]] | None:
    """What the modules of the browser say, in the language of the page; None where it is that of the code."""
    language = page_language()
    return None if language == SOURCE else {"texts": _texts_of_modules(language, _folder())}


@lru_cache(maxsize=32)
def _texts_of_modules(language: str, folder: Path) -> Mapping[str, str | list[str]]:
    """Of the catalogue as translators write it, which alone knows where a text stands."""
    with (folder / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    texts: dict[str, str | list[str]] = {}
    for message in catalog:
        if not message.fuzzy and any(place.endswith(".js") for place, _line in message.locations):
            english = message.id if isinstance(message.id, str) else message.id[0]
            said = message.string if isinstance(message.string, str) else list(message.string or ())
            if said and all(said):
                texts[english] = said
    return texts
