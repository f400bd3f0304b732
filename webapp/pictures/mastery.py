"""How much is known of something, as a bar."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import gettext as _

from webapp.history.mastery import Mastery

from .marks import Row


def mastery_row(row: Mastery, marks: Mapping[str, str] = MappingProxyType({})) -> Row:
    """An article, a topic and so on: the full part of the bar is known for three weeks or more.

    ``marks`` are those of actors, by key.
    """
    return Row(
        name=row.title,
        is_markdown=False,
        said=_(
            "%(mature)s of %(questions)s known for three weeks or more, %(young)s in memory, %(unseen)s not met yet",
            mature=row.mature,
            questions=row.questions,
            young=row.young,
            unseen=row.unseen,
        ),
        full=100 * row.mature / row.questions,
        light=100 * (row.mature + row.young) / row.questions,
        actor=row.key,
        mark=marks.get(row.key, "") if row.key else "",
    )
