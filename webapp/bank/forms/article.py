"""The forms of an article: what it is, the text that is brought, and a passage of it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import FileField, HiddenField

from question_bank.article_texts import UnusableTextError, article_text
from question_bank.articles import Article
from question_bank.dates import parse_date
from question_bank.passages import Role
from question_bank.words import gettext as message
from webapp.bank.services.article_editing import BadArticleError
from webapp.web.forms import Form
from webapp.web.words import say

from .fields import Pick, area, by_line, lines, present, text_field

LARGEST_FILE = 2_000_000  # bytes
ROLES = [
    (Role.BODY.value, _l("Body: what is said")),
    (Role.HEADING.value, _l("Heading")),
    (Role.APPARATUS.value, _l("Beside the text: captions, links, bylines")),
]


class BibliographyForm(Form):
    """What an article is. ``edition`` is that of the article which its editor saw."""

    edition = HiddenField(default="")
    title = text_field(_l("Title"))
    authors = area(_l("Authors"), rows=2, description=_l("One a line."))
    publisher = text_field(_l("Published by"))
    date = text_field(_l("Date"), description=_l("As exact as it is known: 5 May 2014, May 2014 or 2014."))
    address = text_field(_l("Address"), description=_l("Where it stands on the web. Nothing is fetched from there."))
    language = text_field(_l("Language"), description=_l("A code such as en."), default="en")

    def bibliography(self) -> dict[str, Any]:
        """What was entered, as JSON. Raises BadArticleError."""
        read = parse_date(self.date.data or "")
        if read is None or read.date.year is None or read.alternatives:
            raise BadArticleError([gettext("The date is not read: write it as 5 May 2014, May 2014 or 2014.")])
        return {
            **present({name: getattr(self, name).data for name in ("title", "publisher", "address", "language")}),
            "authors": lines(self.authors.data),
            "date": read.date.iso(),
            "date_precision": read.date.precision.value,
        }

    @classmethod
    def of(cls, article: Article, *, edition: str) -> BibliographyForm:
        """The form that shows this article."""
        return cls(
            formdata=None,
            data={
                "edition": edition,
                "title": article.title,
                "authors": by_line(article.authors),
                "publisher": article.publisher or "",
                "date": str(article.date),
                "address": article.address or "",
                "language": article.language,
            },
        )


class TextForm(Form):
    """A text, pasted or in a file."""

    text = area(_l("Text"), rows=12, description=_l("Paste it here, or choose a file below."))
    file = FileField(
        _l("File"),
        description=_l("Text, Markdown or a saved web page, up to 2 MB. Menus and the like are left out."),
        render_kw={"accept": ".txt,.md,.markdown,.html,.htm,text/plain,text/html,text/markdown"},
    )

    def content(self) -> str:
        """The text of the article. Raises BadArticleError."""
        sent = self.file.data
        try:
            if isinstance(sent, FileStorage) and sent.filename:
                return article_text(_read(sent), name=sent.filename)
            return article_text(self.text.data or "")
        except UnusableTextError as error:
            raise BadArticleError([gettext("The text cannot be used: %(why)s.", why=say(error.message))]) from error


class NewArticleForm(BibliographyForm, TextForm):
    key = text_field(_l("Name"), description=_l("Small letters, digits and hyphens. It stays for good."))


class PassageForm(Form):
    """What a passage is and what it says in other words."""

    edition = HiddenField(default="")
    role = Pick(_l("What it is"), ROLES)
    digest = area(_l("In our own words"), rows=4, description=_l("What readers see who may not have the text itself."))


def _read(sent: FileStorage) -> str:
    content = sent.stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise UnusableTextError(message("the file is larger than 2 MB"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableTextError(message("the file is no UTF-8 text")) from error
