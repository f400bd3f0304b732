"""Reading, grading and scheduling an entry before any lock is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from question_bank.words import gettext
from webapp.models.visible import visible_banks, visible_values
from webapp.scheduling.fold import ANSWER, UNDO, CardState, Event, Step, step
from webapp.scheduling.policy import Policy
from webapp.scheduling.settings import POLICY_COLUMNS, stored_policy

from .drafts import DUPLICATE, PAST, REFUSED, Draft, Result, placed_in_time
from .entries import Action, Answer, Entry, Undo, Unreadable
from .judging import BadAnswer, Judged, judge
from .known import Known, policy_id
from .ledger import Ledger, Reading
from .rows import card_of

_CARD_BEGINS = 4 + len(POLICY_COLUMNS) + 1  # behind the weights, in a row of ``sql.question_and_card``


class _RefusalError(ValueError):
    pass


@dataclass(slots=True)
class _Card:
    """A card as it is expected to be once the entries before have been written."""

    question_id: int
    status: str
    revision: int
    policy: Policy
    version: int
    state: CardState


@dataclass(slots=True)
class Preparation:
    """The entries of one request, prepared one after the other: each sees its cards as the ones before leave them."""

    database: Ledger
    connection: Reading
    known: Known
    user_id: int
    now: datetime
    _cards: dict[str, _Card] = field(default_factory=dict)

    def prepare(self, entry: Entry | Unreadable) -> Draft | Result:
        """What is to be written for ``entry``, or its refusal."""
        if isinstance(entry, Unreadable):
            return Result(id=entry.id, status=REFUSED, reason=entry.reason)
        try:
            return self._draft(entry)
        except _RefusalError as refusal:
            return self._refused(entry, refusal.args[0])

    def _draft(self, entry: Entry) -> Draft:
        answered_at = placed_in_time(entry.answered_at, self.now)
        if answered_at is None:
            raise _RefusalError(
                gettext("This is older than %(days)s days and is not recorded any more.", days=PAST.days)
            )
        match entry:
            case Undo():
                return self._undo(entry, answered_at)
            case Action():
                return self._action(entry, answered_at)
            case Answer():
                return self._answer(entry, answered_at)

    def _undo(self, entry: Undo, answered_at: datetime) -> Draft:
        self._cards.clear()  # which card it changes is known only under the lock
        policy = self._settings_policy()
        event = Event(id=entry.id.bytes, kind=UNDO, answered_at=answered_at, policy=policy, undoes=entry.undoes.bytes)
        return self._new_draft(event)

    def _action(self, entry: Action, answered_at: datetime) -> Draft:
        card = self._card(entry.card)
        event = Event(id=entry.id.bytes, kind=entry.kind, answered_at=answered_at, policy=card.policy)
        card.version = -1  # folded anew: what follows is too
        return self._new_draft(event, question_id=card.question_id, revision=1)

    def _answer(self, entry: Answer, answered_at: datetime) -> Draft:
        card = self._card(entry.card)
        judged = self._judged(card, entry)
        event = Event(
            id=entry.id.bytes,
            kind=ANSWER,
            answered_at=answered_at,
            policy=card.policy,
            mode=entry.mode,
            rating=judged.rating,
            duration_ms=entry.duration_ms,
            due_at=entry.due_at,
        )
        values = {
            "presentation": judged.presentation,
            "response": judged.response,
            "outcome": judged.outcome,
            "proposed": judged.proposed,
        }
        draft = self._new_draft(
            event,
            question_id=card.question_id,
            revision=entry.revision,
            is_former=entry.revision < card.revision,
            step=None if self._comes_late(card, answered_at) else self._step(card, event),
            version=card.version,
            values=values,
        )
        card.state, card.version = (card.state, -1) if draft.step is None else (draft.step.after, card.version + 1)
        return draft

    def _step(self, card: _Card, event: Event) -> Step:
        return step(card.state, event, user_id=self.user_id, question_id=card.question_id)

    def _comes_late(self, card: _Card, answered_at: datetime) -> bool:
        """Whether something that the card's memory tells of may have been done after ``answered_at``; of a card that
        is folded anew anyway nothing is known.

        That is an answer, or a wish to see the card now, which left it due at the instant of the wish: what is due
        since then but was not before it was answered.
        """
        last, due_at = card.state.memory.answered_at, card.state.memory.due_at
        return (
            card.version < 0
            or (last is not None and answered_at <= last)
            or (due_at is not None and answered_at <= due_at <= self.now)
        )

    def _new_draft(self, event: Event, **known: Any) -> Draft:
        return Draft(
            user_id=self.user_id,
            event=event,
            policy_id=policy_id(self.database, event.policy),
            received_at=self.now,
            **known,
        )

    def _judged(self, card: _Card, entry: Answer) -> Judged:
        question = self.known.question(self.connection, card.question_id, entry.revision)
        if question is None:
            raise _RefusalError(
                gettext("The question has no revision %(number)s: load the card again.", number=entry.revision)
            )
        try:
            return judge(question, entry)
        except BadAnswer as problem:
            raise _RefusalError(*problem.args) from problem

    def _card(self, key: str) -> _Card:
        found = self._cards.get(key)
        if found is None:
            row = self._question_and_card(key)
            if row is None:
                raise _RefusalError(gettext("There is no question %(key)s.", key=key))
            question_id, status, revision, version = row[:4]
            if status == "draft" and version == 0:
                raise _RefusalError(gettext("The question %(key)s is not published.", key=key))
            policy = stored_policy(row[4:_CARD_BEGINS])
            found = _Card(question_id, status, revision, policy, version, card_of(row[_CARD_BEGINS:]))
            self._cards[key] = found
        return found

    def _question_and_card(self, key: str) -> Sequence[Any] | None:
        """The question with this key among those that the person may see."""
        sql = self.known.sql
        statement = sql.question_and_card if visible_banks() is None else sql.visible_question_and_card
        return self._row(statement, key=key, **visible_values())

    def _settings_policy(self) -> Policy:
        return stored_policy(self._row(self.known.sql.settings))

    def _row(self, statement: str, **parameters: Any) -> Sequence[Any] | None:
        return self.connection.first_row(statement, {"user_id": self.user_id, **parameters})

    def _refused(self, entry: Entry, reason: str) -> Result:
        """The refusal of ``entry``, unless it has been recorded long since: then its sender may forget it."""
        logged = self._row(self.known.sql.is_logged, id=entry.id.bytes)
        if logged is not None:
            return Result(id=str(entry.id), status=DUPLICATE)
        return Result(id=str(entry.id), status=REFUSED, reason=reason)
