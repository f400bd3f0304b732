"""A part of the bank as a deck for Anki, whose notes have the same names in every export: Anki updates those it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO

from sqlalchemy.orm import Session

from question_bank.exchange.anki.writing import DECK_NAME, Calendar, WrittenCard, WrittenNote, write_package
from question_bank.exchange.watching import tell
from question_bank.kinds import KINDS
from question_bank.pictures import pictures_of
from question_bank.questions import Status
from question_bank.words import gettext
from webapp.bank.queries.questions import QuestionRow, by_keys, topic_keys
from webapp.bank.queries.stored import bank_row
from webapp.bank.queries.table import Wanted, keys
from webapp.cards.assembling import load_evidence
from webapp.cards.notes import written_note
from webapp.cards.originals import Originals
from webapp.history.pictures import named_pictures, names_of_pictures

from .exporting import MOST, Luggage

AT_ONCE = 500  # questions whose sources are read together
ROLLOVER_HOUR = 4  # when days begin, as everywhere here; Anki keeps that of the collection that takes the deck

SELF_GRADED = gettext("the grading: Anki shows question and answer, and the student says how it went")
FEEDBACK = gettext("the feedback to single answers")
CLAIMS = gettext("the claims that it rests on; their sources go along")
_ANSWERS = ("options", "items", "wrong")


def pack_deck(session: Session, *, wanted: Wanted) -> Luggage:
    """What goes into the deck, and what a note of Anki has no place for. Without a status, what is published."""
    rows = _rows(session, wanted)
    losses = Counter(loss for row in rows for loss in _losses(row))
    return Luggage(carried=len(rows), wanted=len(rows), losses=dict(losses.most_common()))


def write_deck(session: Session, *, wanted: Wanted, originals: Originals, now: datetime) -> bytes:
    """The deck. In Anki its notes are those of earlier decks from here, a student's own among them."""
    file, rows = BytesIO(), _rows(session, wanted)
    names = names_of_pictures(session, digests={digest for row in rows for digest in pictures_of(row.content)})
    write_package(
        file,
        _notes(session, rows, originals, names),
        deck=DECK_NAME,
        kinds=tuple(KINDS),
        calendar=Calendar(created_s=int(now.timestamp()), minutes_west=0, rollover_hour=ROLLOVER_HOUR),
        now_s=int(now.timestamp()),
        pictures=named_pictures(session, names=names),
    )
    return file.getvalue()


def _rows(session: Session, wanted: Wanted) -> Sequence[QuestionRow]:
    shown = replace(wanted, status=wanted.status or Status.PUBLISHED.value)
    return by_keys(session, keys=keys(session, wanted=shown, most=MOST))


def _losses(row: QuestionRow) -> Iterator[str]:
    yield CLAIMS
    if not KINDS[row.kind].self_graded:
        yield SELF_GRADED
    if any("feedback" in entry for part in _ANSWERS for entry in row.content.get(part, ())):
        yield FEEDBACK


def _notes(
    session: Session, rows: Sequence[QuestionRow], originals: Originals, pictures: Mapping[str, str]
) -> Iterator[WrittenNote]:
    bank = bank_row(session)
    if bank is None:
        return
    for start in range(0, len(rows), AT_ONCE):
        together = rows[start : start + AT_ONCE]
        ids = [row.id for row in together]
        evidence, topics = load_evidence(session, question_ids=ids, originals=originals), topic_keys(session, ids=ids)
        for place, row in enumerate(together, start=start + 1):
            tell(place - 1, len(rows))
            yield written_note(
                row.content,
                bank=bank.key,
                key=row.key,
                topic=topics[row.id],
                rests_on=evidence[row.id],
                card=WrittenCard(type=0, queue=0, due=place),
                pictures=pictures,
            )
