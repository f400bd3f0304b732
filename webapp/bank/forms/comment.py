"""The form of a comment."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from webapp.models.workshop import LONGEST_COMMENT
from webapp.web.forms import Form, storable

from .fields import unix_lines


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
