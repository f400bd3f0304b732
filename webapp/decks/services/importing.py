"""The history of one's own cards, brought back from Anki."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import IO, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from flask_babel import gettext
from sqlalchemy.orm import Session

from question_bank.exchange.anki.cards import drafts_of_cards
from question_bank.exchange.anki.collection import PackageError
from question_bank.exchange.anki.deck import Review, note_guid
from question_bank.exchange.anki.drafts import Media, picture_names, sound_names
from question_bank.exchange.anki.media import Picture
from question_bank.exchange.anki.package import open_package
from question_bank.exchange.drafts import ExchangeError
from question_bank.words import gettext as message
from webapp.db import Database
from webapp.decks.queries.questions import question_names
from webapp.history import waiting_files
from webapp.history.settings import settings_of
from webapp.models import DeckImport
from webapp.models.base import from_milliseconds
from webapp.reviews.ledger import Ledger
from webapp.reviews.past import record_past
from webapp.scheduling.fold import Event, EventKind, Mode
from webapp.scheduling.memory import Rating
from webapp.scheduling.policy import Policy
from webapp.web.audit import note_event

from .own_bank import CARDS_AT_ONCE, bring_part
from .pictures import forget_waiting, keep_waiting, look_at_pictures, settle_waiting
from .plan import OLDEST, CardHistory, Plan, make_plan

NO_HISTORIES: Mapping[int, CardHistory] = MappingProxyType({})
NAMES = uuid5(NAMESPACE_URL, "https://apps.ankiweb.net/revlog")


class NothingReadError(LookupError):
    """No package waits to be taken over: none was read, or too long ago."""


class ReadPackage(NamedTuple):
    """What was read of a package: the plan, and the pictures that its notes show."""

    plan: Plan
    pictures: Sequence[Picture] = ()


def read_package(
    session: Session, *, user_id: int, file: IO[bytes], scratch: Path, now: datetime, title: str = ""
) -> ReadPackage:
    """What of the package in ``file`` can be brought here. Raises PackageError for one that cannot be read."""
    questions = {note_guid(bank, key): number for number, bank, key in question_names(session)}
    with open_package(file, scratch=scratch) as collection:
        notes = collection.notes()
        foreign = {note.guid for note in notes} - questions.keys()
        texts = [text for text in collection.texts() if text.guid in foreign] if foreign else []
        types = collection.note_types() if foreign else {}
    shown = look_at_pictures(session, user_id=user_id, file=file, names=picture_names(texts))
    media = Media(
        pictures={picture.name: picture.digest for picture in shown},
        no_words=gettext("A picture"),
        sound=lambda name: gettext("(a sound, not played here: %(name)s)", name=name),
    )
    ordinals = {note.guid: [card.ordinal for card in note.cards] for note in notes if note.guid in foreign}
    try:
        drafts = drafts_of_cards(texts, ordinals=ordinals, types=types, media=media)
    except ExchangeError as error:
        raise PackageError(
            message("The package has more cards than are taken at once. Export fewer decks from Anki.")
        ) from error
    sounds = {text.guid: len(sound_names(text)) for text in reversed(texts)}
    plan = make_plan(notes, questions=questions, now=now, drafts=drafts, sounds=sounds, title=title)
    used = plan.pictures_named()
    return ReadPackage(replace(plan, pictures=len(used)), [each for each in shown if each.digest in used])


def keep_plan(session: Session, *, user_id: int, read: ReadPackage, now: datetime) -> None:
    """Keep what was read until the person says what shall become of it, in the place of what was read before."""
    waiting_files.keep(session, DeckImport, user_id=user_id, content=read.plan.to_bytes(), now=now)
    keep_waiting(session, user_id=user_id, pictures=read.pictures, now=now)


def kept_plan(session: Session, *, user_id: int, now: datetime) -> Plan | None:
    """The plan that waits for the person's word; None if there is none, or one that is older than a day."""
    content = waiting_files.kept(session, DeckImport, user_id=user_id, now=now)
    return None if content is None else Plan.from_bytes(content)


def drop_plan(session: Session, *, user_id: int) -> None:
    """Forget what was read of a package."""
    waiting_files.forget(session, DeckImport, user_id=user_id)
    forget_waiting(session, user_id=user_id)


def bring_deck(database: Database, *, user_id: int, deck: str, now: datetime) -> dict[int, CardHistory]:
    """Have the kept plan's other notes as the person's deck of this name, some at a time, so that others write in
    between; what was done with them, by question id, for ``take_over``. Doing it twice changes nothing.

    Raises NothingReadError, TooManyOwnError.
    """
    with database.reader() as session:
        plan = kept_plan(session, user_id=user_id, now=now)
    if plan is None:
        raise NothingReadError
    histories: dict[int, CardHistory] = {}
    for start in range(0, len(plan.own), CARDS_AT_ONCE):
        part = plan.own[start : start + CARDS_AT_ONCE]
        with database.writer() as session:
            ids = bring_part(session, user_id=user_id, title=deck, cards=part, now=now)
            if start == 0:  # with the first cards that show them
                settle_waiting(session, user_id=user_id)
        histories |= {ids[card.name]: card.history for card in part}
    return {number: each for number, each in histories.items() if each.is_something}


def take_over(
    session: Session, ledger: Ledger, *, user_id: int, now: datetime, brought: Mapping[int, CardHistory] = NO_HISTORIES
) -> int:
    """Bring the kept plan's history into the person's log, and that of the notes that were ``brought``; the number of
    rows that are new there.

    Some hundred rows at a time are written to ``ledger``, durably; ``session`` only forgets the plan at the end, and
    must hold no write lock before. After a cut the plan is there still, and what was written is not written again.
    Raises NothingReadError.
    """
    plan = kept_plan(session, user_id=user_id, now=now)
    if plan is None:
        raise NothingReadError
    policy = settings_of(session, user_id=user_id).policy
    histories = {**plan.histories, **brought}
    events = {number: list(_events(history, policy, now)) for number, history in histories.items()}
    written = record_past(ledger, user_id=user_id, events=events, now=now)
    drop_plan(session, user_id=user_id)
    note_event(session, action="deck.brought-here", user_id=user_id, now=now, rows=written)
    return written


def _events(history: CardHistory, policy: Policy, now: datetime) -> Iterator[Event]:
    """The history as rows of our log. Their ids follow from the note and Anki's own, so that they come in once."""
    for review in history.reviews:
        yield _answer(history, review, policy)
    flags = ((EventKind.SUSPEND, history.suspended_s), (EventKind.BURY, history.buried_s))
    for kind, changed_s in flags:
        if changed_s is not None:
            yield Event(
                id=_id(history, f"{kind.name} {changed_s}"),
                kind=kind,
                answered_at=_changed_at(changed_s, now),
                policy=policy,
            )


def _answer(history: CardHistory, review: Review, policy: Policy) -> Event:
    return Event(
        id=_id(history, str(review.at_ms)),
        kind=EventKind.ANSWER,
        answered_at=from_milliseconds(review.at_ms),
        policy=policy,
        mode=Mode.STUDY if review.counts else Mode.CRAM,
        rating=Rating(review.rating),
        duration_ms=review.duration_ms,
    )


def _id(history: CardHistory, what: str) -> bytes:
    return uuid5(NAMES, f"{history.guid}/{history.ordinal}/{what}").bytes


def _changed_at(changed_s: int, now: datetime) -> datetime:
    """The instant of a change, between Anki's beginnings and ``now`` whatever the file says."""
    seconds = min(max(changed_s, int(OLDEST.timestamp())), int(now.timestamp()))
    return from_milliseconds(seconds * 1000)
