"""Files that leave: in the formats of questions, or as a deck for Anki."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from question_bank.exchange.formats import FORMATS
from webapp.bank.queries.table import Wanted
from webapp.cards.originals import Originals

from .deck import pack_deck, write_deck
from .exporting import Luggage, pack
from .importing import DECK

APKG = "application/vnd.anki"


class File(NamedTuple):
    """A file, what it is to be called, and what is in it."""

    name: str
    media_type: str
    content: bytes
    luggage: Luggage


def luggage_of(session: Session, *, form: str, wanted: Wanted) -> Luggage:
    """What would go into a file of the format ``form``, and what would stay behind."""
    if form == DECK:
        return pack_deck(session, wanted=wanted)
    return pack(session, form=FORMATS[form], wanted=wanted)


def file_of(session: Session, *, form: str, wanted: Wanted, originals: Originals, now: datetime) -> File:
    """The file of the format ``form``."""
    luggage = luggage_of(session, form=form, wanted=wanted)
    if form == DECK:
        content, suffix, media_type = write_deck(session, wanted=wanted, originals=originals, now=now), DECK, APKG
    else:
        known = FORMATS[form]
        content, suffix, media_type = known.write(luggage.drafts), known.suffix, known.media_type
    return File(f"tumen-{form}-{now:%Y-%m-%d}.{suffix}", media_type, content, luggage)
