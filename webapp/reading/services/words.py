"""Bibliographies and dates in the words that readers use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from question_bank.partial_dates import from_iso
from webapp.cards.shown import NO_PUBLISHER, listed
from webapp.reading.queries.articles import ArticleRow
from webapp.web.written import in_language


@dataclass(frozen=True, slots=True, kw_only=True)
class Bibliography:
    """An article as a bibliography names it. ``link`` is an address that a link may lead to."""

    key: str
    title: str
    authors: str | None
    publisher: str | None
    published: str
    link: str | None
    language: str


def bibliography(row: ArticleRow) -> Bibliography:
    """The article's bibliography in words."""
    is_link = row.address is not None and row.address.startswith(("https://", "http://"))
    return Bibliography(
        key=row.key,
        title=row.title,
        authors=listed(row.authors) or None,
        publisher=None if row.publisher == NO_PUBLISHER else row.publisher,
        published=date_text(row.published_on),
        link=row.address if is_link else None,
        language=row.language,
    )


def date_text(iso: str) -> str:
    """``5 May 2014``, ``May 2014`` or ``2014``, as exact as ``iso`` is and as the language of the page writes it; what
    is no date stays as it is.
    """
    date = from_iso(iso)
    return iso if date is None else in_language(date)


def voice(authors: Sequence[str]) -> str:
    """Who says what nobody else is named for: the article's authors."""
    return listed(authors) or _("the author of the article")
