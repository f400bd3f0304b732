"""What the pages of collections are told."""

from __future__ import annotations

from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from webapp.web.forms import Form

LONGEST_WORDS = 200
LONGEST_NAME = 100


def _plain(text: str | None) -> str:
    """Without what no text has, and without space around."""
    return (text or "").replace("\0", "").strip()


class SelectionForm(Form):
    """An own selection: its words and its name."""

    words = StringField(
        lazy_gettext("Words"),
        filters=[_plain],
        validators=[
            DataRequired(lazy_gettext("Enter words to select by.")),
            Length(max=LONGEST_WORDS, message=lazy_gettext("Enter at most 200 characters.")),
        ],
    )
    name = StringField(
        lazy_gettext("Name"),
        filters=[_plain],
        validators=[
            DataRequired(lazy_gettext("Give it a name.")),
            Length(max=LONGEST_NAME, message=lazy_gettext("Enter at most 100 characters.")),
        ],
    )
    follow = BooleanField(
        lazy_gettext("Follow it"),
        description=lazy_gettext("New cards and reviews then come from it, and from what else you follow."),
    )


def read_words(arguments: MultiDict[str, str]) -> str:
    """What a list is narrowed down to, or a selection tried with."""
    return _plain(arguments.get("q"))[:LONGEST_WORDS]
