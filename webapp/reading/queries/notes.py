"""A student's own notes by their words: nobody else's are looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models import Note, Question


class NoteRow(NamedTuple):
    """A note, and the question it is on."""

    question_id: int
    key: str
    status: str
    text: str


def notes_with(session: Session, *, user_id: int, words: Sequence[str], most: int) -> list[NoteRow]:
    """The person's notes that have words beginning with each of ``words`` (in small letters), the newest first."""
    if not words:
        return []
    rows = session.execute(
        select(Question.id, Question.key, Question.status, Note.text)
        .join(Question, Question.id == Note.question_id)
        # A database may compare letters beyond ASCII with regard to case: these are compared below alone.
        .where(Note.user_id == user_id, *(Note.text.icontains(word) for word in words if word.isascii()))
        .order_by(Note.changed_at.desc(), Question.id)
    )
    begins = [re.compile(rf"(?<![^\W_]){re.escape(word)}", re.IGNORECASE) for word in words]
    found = (NoteRow._make(row) for row in rows)
    return [row for row in found if all(begin.search(row.text) for begin in begins)][:most]
