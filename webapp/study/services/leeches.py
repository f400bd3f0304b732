"""Help with a card that is missed often: its passage, and the other questions on the same claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy.orm import Session

from webapp.cards.stems import stem_of
from webapp.study.queries import content
from webapp.study.queries.siblings import sibling_ids

from .answers import UnknownCardError, check_response
from .contents import Contents
from .showing import Showing

MOST_SIBLINGS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """Another question on the same claim. ``is_known``: the person has answered it before."""

    key: str
    stem: Markup
    is_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """A card with what helps to learn it."""

    showing: Showing
    stem: Markup
    lapses: int
    suspended: bool
    siblings: tuple[Sibling, ...]


def help_with(session: Session, *, user_id: int, key: str, now: datetime, contents: Contents) -> Help:
    """The help with a card that the person has answered before. Raises UnknownCardError for any other."""
    card = content.asked_card(session, user_id=user_id, key=key)
    if card is None or card.state is None:
        raise UnknownCardError(gettext("There is no such card among those that you have answered."))
    checked = check_response(
        session,
        user_id=user_id,
        key=key,
        revision=card.question_revision,
        response=None,
        now=now,
        contents=contents,
    )
    ids = sibling_ids(session, question_id=card.question_id, most=MOST_SIBLINGS)
    others = content.asked_cards(session, user_id=user_id, question_ids=ids) if ids else {}
    materials = contents.load(session, list(others.values())) if others else {}
    siblings = [
        Sibling(key=others[each].key, stem=stem_of(materials[each].question), is_known=others[each].state is not None)
        for each in ids
        if each in others
    ]
    return Help(
        showing=checked.showing,
        stem=stem_of(checked.showing.card.content),
        lapses=card.lapses or 0,
        suspended=bool(card.suspended),
        siblings=tuple(siblings),
    )
