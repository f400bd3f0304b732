"""How much is known of something, as a bar."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.history.collections import Known
from webapp.history.mastery import Mastery
from webapp.web.words import on_one_line

from .marks import Row


def mastery_row(row: Mastery, marks: Mapping[str, str] = MappingProxyType({})) -> Row:
    """An article, a topic and so on: the full part of the bar is mature, the lighter part young or in learning.

    ``marks`` are those of actors, by key.
    """
    known = row.known
    return Row(
        name=row.title,
        is_markdown=False,
        said=_said(known),
        full=100 * known.mature / max(1, known.questions),
        light=100 * (known.questions - known.new) / max(1, known.questions),
        actor=row.key,
        mark=marks.get(row.key, "") if row.key else "",
    )


def _said(known: Known) -> str:
    said: str = _("%(known)s of %(questions)s known", known=known.known, questions=known.questions)
    if known.mature:
        said += ngettext(", %(num)d of them mature", ", %(num)d of them mature", known.mature)
    if known.learning:
        said += ngettext(", %(num)d in learning", ", %(num)d in learning", known.learning)
    if known.suspended:
        said += " · " + on_one_line(ngettext("%(num)d suspended", "%(num)d suspended", known.suspended))
    return said
