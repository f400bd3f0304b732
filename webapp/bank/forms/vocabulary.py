"""The forms of actors, issues and topics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from webapp.bank.queries.vocabulary import Term, TermKind
from webapp.web.forms import Form

from .fields import area, by_line, lines, present, text_field


class TermForm(Form):
    """What the forms share. ``edition`` is the state that its editor began with."""

    edition = HiddenField(default="")
    key = text_field(
        _l("Name in the bank"),
        description=_l(
            "Small letters, digits and hyphens; it stays for good. Leave it empty to have it made of the above."
        ),
    )

    def content(self) -> dict[str, Any]:
        """What was entered, as JSON without its key."""
        names = ("name", "question", "title", "line")
        entered = {name: self[name].data for name in names if name in self}
        if "aliases" in self:
            entered["aliases"] = lines(self["aliases"].data)
        return present(entered)

    def empty(self) -> list[str]:
        """What has to be written and is not, in words. (Other names and the name in the bank may be left out.)"""
        asked = [self[name] for name in ("name", "question", "title", "line") if name in self]
        return [
            gettext("“%(field)s” is empty: write something there", field=field.label.text)
            for field in asked
            if not field.data
        ]

    def show(self, term: Term) -> None:
        """Fill the form with what is stored."""
        self.process(
            formdata=None,
            data={**term.content, "edition": term.edition, "aliases": by_line(term.aliases), "key": term.key},
        )


class ActorForm(TermForm):
    name = text_field(_l("What it is called"), description=_l("As options show it: South Korea, the Russian Navy."))
    aliases = area(_l("Other names"), rows=3, description=_l("One a line: by these it is found, and marked in texts."))
    line = area(_l("Who it is"), rows=2, description=_l("One sentence."))


class IssueForm(TermForm):
    question = area(
        _l("The question"), rows=2, description=_l("One on which actors take sides: Should a bridge replace the ferry?")
    )


class TopicForm(TermForm):
    title = text_field(_l("Title"), description=_l("The heading under which claims and questions stand."))
    line = area(_l("What it is about"), rows=2, description=_l("One sentence."))
    aliases = area(_l("Other names"), rows=3, description=_l("One a line."))


FORMS: Mapping[TermKind, type[TermForm]] = {
    TermKind.ACTOR: ActorForm,
    TermKind.ISSUE: IssueForm,
    TermKind.TOPIC: TopicForm,
}
FIELDS: Mapping[TermKind, tuple[str, ...]] = {
    TermKind.ACTOR: ("name", "aliases", "line"),
    TermKind.ISSUE: ("question",),
    TermKind.TOPIC: ("title", "line", "aliases"),
}
"""The fields of each form that hold what is written, in their order."""
