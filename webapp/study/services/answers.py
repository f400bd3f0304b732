"""Answers: recorded, graded without being recorded, and taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from question_bank.grading import Grade, Outcome
from question_bank.words import gettext
from webapp.cards.why import asides_of
from webapp.db import Database
from webapp.history.settings import settings_of
from webapp.reviews.drafts import RECORDED
from webapp.reviews.entries import Answer, Entry, Undo, Unreadable
from webapp.reviews.record import Result, record
from webapp.reviews.review_ids import new_review_id
from webapp.scheduling.fold import Mode
from webapp.scheduling.memory import Rating, State
from webapp.scheduling.ratings import proposed_rating
from webapp.study.queries import content, log
from webapp.web.words import say

from .balancing import Balancer
from .contents import Contents
from .frontier import Frontiers
from .returning import show_again
from .showing import Showing, show_cards

IN_LEARNING = frozenset({State.LEARNING, State.RELEARNING})


class UnknownCardError(LookupError):
    """No such question is open to this person. The message says which."""


class OldRevisionError(ValueError):
    """The question has no such revision. The message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What became of the entries, and the cards that are in learning after them, by question id."""

    results: Sequence[Result]
    back: Mapping[int, Showing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A response graded; ``grade`` is None where none was given or the kind is graded by the student alone."""

    showing: Showing
    grade: Grade | None
    proposed: Rating


def record_entries(
    database: Database,
    *,
    user_id: int,
    entries: Sequence[Entry | Unreadable],
    now: datetime,
    contents: Contents,
    frontiers: Frontiers,
) -> Recorded:
    """Record the entries durably; what is in learning afterwards comes back as the card that will be shown next."""
    results = record(database, user_id=user_id, entries=entries, now=now)
    frontiers.store(user_id, database)
    return with_cards_back(database, user_id=user_id, entries=entries, results=results, now=now, contents=contents)


def with_cards_back(
    database: Database,
    *,
    user_id: int,
    entries: Sequence[Entry | Unreadable],
    results: Sequence[Result],
    now: datetime,
    contents: Contents,
) -> Recorded:
    """The results of the entries with the cards that are in learning after them."""
    memories = {
        result.question_id: result.memory
        for entry, result in zip(entries, results, strict=True)
        if comes_back(entry, result) and result.question_id is not None and result.memory is not None
    }
    return Recorded(results=results, back=show_again(database, user_id, memories, now, contents) if memories else {})


def comes_back(entry: Entry | Unreadable, result: Result) -> bool:
    """Whether the card is to be shown again: it was recorded and is in learning now, and nobody only practised it."""
    if isinstance(entry, Answer) and entry.mode is Mode.CRAM:
        return False
    return result.status == RECORDED and result.memory is not None and result.memory.state in IN_LEARNING


def check_response(
    session: Session,
    *,
    user_id: int,
    key: str,
    revision: int,
    response: Mapping[str, Any] | None,
    now: datetime,
    contents: Contents,
    balancer: Balancer | None = None,
) -> Checked:
    """Grade a response to a question as it was in ``revision``; nothing is recorded.

    With ``balancer`` the grades to choose from promise days that are balanced, as those of a batch do.
    Raises UnknownCardError, OldRevisionError, and BadResponse for a response that has not the shape of the kind.
    """
    card = content.asked_card(session, user_id=user_id, key=key)
    if card is None or (card.status == "draft" and card.state is None):
        raise UnknownCardError(gettext("There is no question %(key)s.", key=key))
    settings = settings_of(session, user_id=user_id)
    if not content.question_contents(session, revisions=[(card.question_id, revision)]):
        raise OldRevisionError(
            gettext("The question has no revision %(number)s: load the card again.", number=revision)
        )
    shown = card._replace(question_revision=revision)
    (showing,) = show_cards(
        session,
        user_id=user_id,
        cards=[shown],
        now=now,
        settings=settings,
        contents=contents,
        balancer=balancer,
    )
    if showing.card.self_graded and response is None:
        return Checked(showing=showing, grade=None, proposed=Rating.GOOD)
    grade = None if response is None else showing.card.content.grade(response)
    if response is not None and grade is not None and grade.outcome is Outcome.WRONG:
        answered = {card.question_id: (showing.card.content, response)}
        found = asides_of(session, answered=answered, originals=contents.originals)
        showing = replace(showing, elsewhere=found.get(card.question_id))
    return Checked(showing=showing, grade=grade, proposed=proposed_rating(grade.score if grade else 0))


def last_done(session: Session, *, user_id: int, now: datetime) -> log.DoneToday | None:
    """What an undo would take back: the latest thing done on this study day that was not taken back yet."""
    calendar = settings_of(session, user_id=user_id).policy.calendar
    return log.last_done(session, user_id=user_id, day=calendar.day_of(now))


def undo_of(done: log.DoneToday, *, now: datetime) -> Undo:
    """The entry that takes ``done`` back."""
    return Undo(id=new_review_id(now), undoes=done.id, answered_at=now)


def results_to_json(recorded: Recorded, cards: Mapping[int, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The results as the API gives them; ``cards`` are those that are back in learning, by question id."""
    listed = []
    for result in recorded.results:
        entry: dict[str, Any] = {"id": result.id, "status": result.status}
        if result.reason is not None:
            entry["reason"] = say(result.reason)
        if result.status == RECORDED and result.question_id is not None and result.question_id in cards:
            entry["card"] = cards[result.question_id]
        if result.leech_now:
            entry["leech"] = True
        listed.append(entry)
    return listed
