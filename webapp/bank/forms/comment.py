"""The form of a comment."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from question_bank.characters import UNSTORABLE
from webapp.models.workshop import LONGEST_COMMENT
from webapp.web.forms import Form

from .fields import unix_lines


def storable(_form: Form, field: TextAreaField) -> None:
    """A text that the database takes. Raises ValidationError."""
    if UNSTORABLE.search(field.data or ""):
        raise ValidationError(_l("This has characters that cannot be stored: type it again."))


class CommentForm(Form):
    """What somebody says about a question."""

    words = TextAreaField(
        _l("Comment"),
        filters=[unix_lines],
        validators=[
            DataRequired(_l("Write something, or leave it.")),
            Length(max=LONGEST_COMMENT, message=_l("A comment has at most %(max)d characters.")),
            storable,
        ],
        render_kw={"rows": 3, "maxlength": LONGEST_COMMENT},
    )
