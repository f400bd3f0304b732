"""Files that were read and that nobody took over: they go with their pictures, though their readers never come back."""

from __future__ import annotations

from datetime import datetime

from webapp.bank.services.importing import drop_incoming
from webapp.db import Database
from webapp.decks.services.importing import drop_plan
from webapp.history.waiting_files import left_behind
from webapp.models import DeckImport, QuestionImport


def forget_left_behind(database: Database, *, now: datetime) -> int:
    """Forget what nobody will take over any more; how many files that were."""
    files = left_behind(QuestionImport, now=now)
    decks = left_behind(DeckImport, now=now)
    with database.reader() as session:  # it is looked for again and again, and seldom there
        if session.scalar(files.limit(1)) is None and session.scalar(decks.limit(1)) is None:
            return 0
    with database.writer() as session:  # locked: whoever reads another file at this moment keeps that one
        of_files = session.scalars(files.with_for_update()).all()
        of_decks = session.scalars(decks.with_for_update()).all()
        for user_id in of_files:
            drop_incoming(session, user_id=user_id)
        for user_id in of_decks:
            drop_plan(session, user_id=user_id)
        return len(of_files) + len(of_decks)
