"""A card that is asked for by its question's key: it is shown whenever it is due, or it is said why it cannot be."""

from __future__ import annotations

from sqlalchemy.orm import Session

from question_bank.words import gettext
from webapp.scheduling.fold import Mode
from webapp.scheduling.memory import State
from webapp.study.queries import content

from .answers import UnknownCardError
from .sitting import Sitting
from .today import Today


class SetAsideError(Exception):
    """The ``card`` is suspended, or buried for today. The message says which, and what to do."""

    def __init__(self, card: content.AskedCard) -> None:
        super().__init__(
            gettext("This card is suspended. Bring it back to study it.")
            if card.suspended
            else gettext("This card is buried until tomorrow. Bring it back to study it.")
        )
        self.card = card


def wanted_card(session: Session, *, user_id: int, key: str, today: Today) -> content.AskedCard:
    """The card of a published question, whenever it is due. Raises UnknownCardError, SetAsideError."""
    card = content.asked_card(session, user_id=user_id, key=key)
    if card is None or card.status != "published":
        raise UnknownCardError(gettext("There is no such card."))
    if card.suspended or (card.buried_until is not None and card.buried_until > today.study_day):
        raise SetAsideError(card)
    return card


def is_early(card: content.AskedCard, *, today: Today, sitting: Sitting) -> bool:
    """Whether a card of the day comes before the day on which it is due, so that its answer is one given ahead."""
    waits = card.state == State.REVIEW and card.due_at is not None and card.due_at >= today.ends_at
    return waits and sitting.mode is Mode.STUDY
